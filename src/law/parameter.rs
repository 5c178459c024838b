//! One dated figure of the law, read from its file and refused when the file is not sound. Knows no case.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::citation::Sourcing;
use super::dated::{Dated, Entry};
use crate::money::{Euros, Rate};

/// A figure of the law with all its values in time.
#[derive(Debug, Clone)]
pub struct Parameter {
    pub id: String,
    pub title: String,
    /// A shorter name, for a list of figures.
    pub short: Option<String>,
    /// Where its values are published, as a paper says it.
    pub published: Option<String>,
    pub unit: Unit,
    /// The text that sets the figure, as a citation.
    pub basis: String,
    pub cadence: Cadence,
    pub lawyer_validated: bool,
    pub note: Option<String>,
    pub values: Dated<Value>,
}

/// A value with what vouches for it.
#[derive(Debug, Clone)]
pub struct Value {
    pub figure: Figure,
    pub source: String,
    pub sourcing: Sourcing,
    /// The day a person read the source.
    pub read_on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    Rate(Rate),
    Euros(Euros),
    /// Days, months, years, people, multiples.
    Count(u32),
    List(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Percent per year.
    Percent,
    /// Percentage points, added to a rate.
    Points,
    Euros,
    Days,
    Months,
    Years,
    Multiple,
    Count,
    List,
}

/// How new values come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// One value for each half-year, each written down.
    HalfYear,
    /// One value for each year, or part of one; a year that nobody has published, or found, is a gap.
    Year,
    /// A value holds until a text changes it.
    Open,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: String,
    short: Option<String>,
    published: Option<String>,
    unit: Unit,
    basis: String,
    cadence: Cadence,
    unknown_from: Option<String>,
    lawyer_validated: bool,
    note: Option<String>,
    value: Vec<FileValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileValue {
    from: String,
    until: Option<String>,
    value: Option<String>,
    values: Option<Vec<String>>,
    source: String,
    sourcing: Sourcing,
    read_on: String,
}

impl Parameter {
    /// # Errors
    /// A sentence that says what is wrong in the file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let entries = file.value.into_iter().map(|value| value.entry(file.unit)).collect::<Result<Vec<_>, _>>()?;
        let unknown_from = file.unknown_from.as_deref().map(day).transpose()?;
        let values = Dated::new(entries, unknown_from)?;
        if file.cadence == Cadence::HalfYear {
            each_half_year_is_written(&values)?;
        }
        Ok(Self {
            id: file.id,
            title: file.title,
            short: file.short,
            published: file.published,
            unit: file.unit,
            basis: file.basis,
            cadence: file.cadence,
            lawyer_validated: file.lawyer_validated,
            note: file.note,
            values,
        })
    }
}

impl FileValue {
    fn entry(self, unit: Unit) -> Result<Entry<Value>, String> {
        if self.source.trim().is_empty() {
            return Err(format!("the value of {} has no source", self.from));
        }
        let figure = match (self.value, self.values) {
            (Some(text), None) => Figure::parse(unit, &text)?,
            (None, Some(list)) if unit == Unit::List => Figure::List(list),
            _ => return Err(format!("the value of {} does not fit its unit", self.from)),
        };
        Ok(Entry {
            from: day(&self.from)?,
            until: self.until.as_deref().map(day).transpose()?,
            value: Value { figure, source: self.source, sourcing: self.sourcing, read_on: day(&self.read_on)? },
        })
    }
}

impl Figure {
    /// Reads a figure given as text, as its unit wants it.
    ///
    /// # Errors
    /// A sentence that names the text.
    pub fn parse(unit: Unit, text: &str) -> Result<Self, String> {
        let bad = |error: &dyn std::fmt::Display| format!("« {text} » : {error}");
        match unit {
            Unit::Percent | Unit::Points => Rate::from_str_exact(text).map(Self::Rate).map_err(|error| bad(&error)),
            Unit::Euros => Euros::from_str_exact(text).map(Self::Euros).map_err(|error| bad(&error)),
            Unit::Days | Unit::Months | Unit::Years | Unit::Multiple | Unit::Count => {
                text.parse().map(Self::Count).map_err(|_| bad(&"il faut un nombre entier"))
            }
            Unit::List => Err(bad(&"a list is wanted")),
        }
    }

    /// The figure as JSON shows it: a decimal string, or a list.
    pub fn plain(&self) -> serde_json::Value {
        match self {
            Self::Rate(rate) => rate.plain().into(),
            Self::Euros(euros) => euros.plain().into(),
            Self::Count(count) => count.to_string().into(),
            Self::List(list) => list.clone().into(),
        }
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| format!("« {text} » is no day"))
}

fn each_half_year_is_written(values: &Dated<Value>) -> Result<(), String> {
    let entries = values.entries();
    for entry in entries {
        if half_year_start(entry.from) != entry.from {
            return Err(format!("{} begins no half-year", entry.from));
        }
    }
    for pair in entries.windows(2) {
        if next_half_year(pair[0].from) != pair[1].from {
            return Err(format!("no value between {} and {}", pair[0].from, pair[1].from));
        }
    }
    let end = entries.last().map(|last| next_half_year(last.from));
    if values.unknown_from() != end {
        return Err("unknown_from must be the half-year after the last value".to_owned());
    }
    Ok(())
}

/// The 1 January or 1 July on or before `day`.
pub fn half_year_start(day: NaiveDate) -> NaiveDate {
    let month = if day.month() < 7 { 1 } else { 7 };
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// The 1 January or 1 July after `day`.
pub fn next_half_year(day: NaiveDate) -> NaiveDate {
    let start = half_year_start(day);
    let (year, month) = if start.month() == 1 { (start.year(), 7) } else { (start.year() + 1, 1) };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day)
}
