//! The same rule under its former number: a paper dated before a renumbering cites the article of its day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::citation::Sourcing;

/// Citations that had another number.
#[derive(Debug, Clone, Default)]
pub struct Former {
    /// By today's citation: the last day of each former number, in ascending order, and that number.
    numbers: BTreeMap<String, Vec<(NaiveDate, String)>>,
    /// The last day on which some citation had another number.
    last: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    former: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    cites: String,
    until: String,
    #[serde(rename = "as")]
    number: String,
    source: String,
    /// For the reader of the data.
    #[serde(rename = "sourcing")]
    _sourcing: Sourcing,
}

impl Former {
    /// # Errors
    /// A sentence that names the citation at fault.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut numbers: BTreeMap<String, Vec<(NaiveDate, String)>> = BTreeMap::new();
        for entry in file.former {
            let until = entry.until.parse().map_err(|_| format!("« {} » is no day", entry.until))?;
            if entry.source.trim().is_empty() {
                return Err(format!("« {} » has no source", entry.cites));
            }
            let known = numbers.entry(entry.cites.clone()).or_default();
            if known.last().is_some_and(|(last, _)| *last >= until) {
                return Err(format!("« {} » is not in ascending order", entry.cites));
            }
            known.push((until, entry.number));
        }
        let last = numbers.values().flatten().map(|(until, _)| *until).max();
        Ok(Self { numbers, last })
    }

    /// The citation as it was on `day`; the same where it never changed, or not since.
    pub fn on<'a>(&'a self, citation: &'a str, day: NaiveDate) -> &'a str {
        if self.last.is_none_or(|last| day > last) {
            return citation;
        }
        let numbers = self.numbers.get(citation).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().find(|(until, _)| day <= *until).map_or(citation, |(_, number)| number)
    }

    /// Today's citations that had another number.
    pub fn citations(&self) -> impl Iterator<Item = &str> {
        self.numbers.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_has_the_number_of_its_day() {
        let text = |until: &str, number: &str| {
            format!(
                "[[former]]\ncites = \"A, art. 3\"\nuntil = \"{until}\"\nas = \"A, art. {number}\"\nsource = \"s\"\nsourcing = \"verified\"\n"
            )
        };
        let former = Former::parse(&format!("{}{}", text("2016-06-30", "1"), text("2019-04-25", "2"))).unwrap();
        for (day, expected) in
            [("2015-01-01", "A, art. 1"), ("2016-06-30", "A, art. 1"), ("2016-07-01", "A, art. 2"), ("2019-04-26", "A, art. 3")]
        {
            assert_eq!(former.on("A, art. 3", day.parse().unwrap()), expected, "{day}");
        }
        assert_eq!(former.on("B, art. 3", "2015-01-01".parse().unwrap()), "B, art. 3");
        assert!(Former::parse(&format!("{}{}", text("2019-04-25", "2"), text("2016-06-30", "1"))).is_err());
    }
}
