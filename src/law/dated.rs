//! Values that hold one after the other in time. Knows days, not what the values mean, and never today.

use chrono::NaiveDate;

/// Values in force one after the other.
///
/// Invariant: `entries` is in strictly ascending order of its first day; a value holds until its own last day if it has one,
/// otherwise until the next begins; from `unknown_from` on nobody has published anything. So an overlap cannot be written down,
/// and a gap only on purpose.
#[derive(Debug, Clone)]
pub struct Dated<T> {
    entries: Vec<Entry<T>>,
    unknown_from: Option<NaiveDate>,
}

/// One value with its first day, and its last day where the law gave it one.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub value: T,
}

impl<T> Dated<T> {
    /// # Errors
    /// A sentence that says which entry breaks the order.
    pub fn new(entries: Vec<Entry<T>>, unknown_from: Option<NaiveDate>) -> Result<Self, String> {
        for pair in entries.windows(2) {
            if pair[1].from <= pair[0].from {
                return Err(format!("{} does not come after {}", pair[1].from, pair[0].from));
            }
            if pair[0].until.is_some_and(|until| until >= pair[1].from) {
                return Err(format!("the value of {} is still in force on {}", pair[0].from, pair[1].from));
            }
        }
        match (entries.last(), unknown_from) {
            (None, _) => Err("no value at all".to_owned()),
            (Some(last), Some(unknown)) if last.from >= unknown => {
                Err(format!("a value begins on {}, after unknown_from = {unknown}", last.from))
            }
            _ => Ok(Self { entries, unknown_from }),
        }
    }

    /// The value in force on `day`; `None` before the first, in a gap, and from `unknown_from` on.
    pub fn on(&self, day: NaiveDate) -> Option<&Entry<T>> {
        if self.unknown_from.is_some_and(|unknown| day >= unknown) {
            return None;
        }
        let entry = self.entries.iter().rev().find(|entry| entry.from <= day)?;
        entry.until.is_none_or(|until| day <= until).then_some(entry)
    }

    pub fn entries(&self) -> &[Entry<T>] {
        &self.entries
    }

    pub fn unknown_from(&self) -> Option<NaiveDate> {
        self.unknown_from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn entry(from: &str, until: Option<&str>, value: u8) -> Entry<u8> {
        Entry { from: day(from), until: until.map(day), value }
    }

    #[test]
    fn a_value_holds_from_its_first_day_until_the_next_begins() {
        let dated = Dated::new(vec![entry("2025-01-01", None, 1), entry("2025-07-01", None, 2)], None).unwrap();
        for (on, expected) in [
            ("2024-12-31", None),
            ("2025-01-01", Some(1)),
            ("2025-06-30", Some(1)),
            ("2025-07-01", Some(2)),
            ("2099-01-01", Some(2)),
        ] {
            assert_eq!(dated.on(day(on)).map(|found| found.value), expected, "{on}");
        }
    }

    #[test]
    fn an_unpublished_half_year_has_no_value_and_never_the_last_one() {
        let dated = Dated::new(vec![entry("2026-07-01", None, 1)], Some(day("2027-01-01"))).unwrap();
        assert!(dated.on(day("2026-12-31")).is_some());
        assert!(dated.on(day("2027-01-01")).is_none());
    }

    #[test]
    fn a_value_with_a_last_day_leaves_a_gap_after_it() {
        let dated = Dated::new(vec![entry("2020-01-01", Some("2022-09-21"), 1), entry("2023-10-01", None, 2)], None).unwrap();
        assert!(dated.on(day("2022-09-22")).is_none());
        assert_eq!(dated.on(day("2023-10-01")).unwrap().value, 2);
    }

    #[test]
    fn disorder_overlap_and_emptiness_are_refused() {
        assert!(Dated::<u8>::new(vec![], None).is_err());
        assert!(Dated::new(vec![entry("2025-07-01", None, 1), entry("2025-01-01", None, 2)], None).is_err());
        assert!(Dated::new(vec![entry("2025-01-01", Some("2025-07-01"), 1), entry("2025-07-01", None, 2)], None).is_err());
        assert!(Dated::new(vec![entry("2025-01-01", None, 1)], Some(day("2025-01-01"))).is_err());
    }
}
