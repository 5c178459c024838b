//! Days on which nobody is expected to pay or to post: Saturdays, Sundays and the French public holidays, computed.
//!
//! C. trav., art. L. 3133-1. Knows no case and not today.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The same day, or the next that is neither a Saturday, a Sunday nor a public holiday.
pub fn next_working_day(day: NaiveDate) -> NaiveDate {
    let mut next = day;
    while is_day_off(next) {
        let Some(after) = next.succ_opt() else { break };
        next = after;
    }
    next
}

fn is_day_off(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || is_public_holiday(day)
}

/// The eleven holidays of the whole country.
pub fn is_public_holiday(day: NaiveDate) -> bool {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension, Whit Monday: days after Easter Sunday.
    const AFTER_EASTER: [u64; 3] = [1, 39, 50];
    let movable = |days: &u64| easter(day.year()).and_then(|sunday| sunday.checked_add_days(Days::new(*days))) == Some(day);
    FIXED.contains(&(day.month(), day.day())) || AFTER_EASTER.iter().any(movable)
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm published by Meeus (Astronomical Algorithms, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_day_off_gives_way_to_the_next_working_day() {
        for (on, expected) in [
            ("2026-12-04", "2026-12-04"),
            ("2026-12-05", "2026-12-07"),
            ("2026-12-06", "2026-12-07"),
            ("2026-12-25", "2026-12-28"),
            ("2027-01-01", "2027-01-04"),
            // Easter Monday, Ascension and Whit Monday of 2026.
            ("2026-04-06", "2026-04-07"),
            ("2026-05-14", "2026-05-15"),
            ("2026-05-25", "2026-05-26"),
        ] {
            assert_eq!(next_working_day(day(on)), day(expected), "{on}");
        }
    }

    #[test]
    fn easter_falls_where_almanacs_say() {
        for (year, sunday) in
            [(2015, "2015-04-05"), (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year), Some(day(sunday)), "{year}");
        }
    }
}
