//! The days of the calendar that the law counts with: working days, months, periods of procedure. Knows no case and not today.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Where a period ends: the holidays of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    #[default]
    France,
    /// Two more holidays (C. trav., art. L. 3134-13): Good Friday, in the communes with a Protestant or a mixed church, and 26
    /// December.
    AlsaceMoselle,
    /// One more holiday in each overseas department, the day that commemorates the abolition of slavery (C. trav., art. L. 3422-2).
    Guadeloupe,
    Martinique,
    Guyane,
    Reunion,
    Mayotte,
    Luxembourg,
}

/// The end of a period: the day itself, and the day to which the procedure extends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The safe day.
    pub falls_on: NaiveDate,
    /// « Le délai qui expirerait normalement un samedi, un dimanche ou un jour férié ou chômé est prorogé jusqu'au premier jour
    /// ouvrable suivant. » (C. proc. civ., art. 642)
    pub extended_to: NaiveDate,
}

/// « Lorsqu'un délai est exprimé en mois […], ce délai expire le jour du dernier mois […] qui porte le même quantième que le jour de
/// l'acte […]. A défaut d'un quantième identique, le délai expire le dernier jour du mois. » (C. proc. civ., art. 641)
pub fn after_months(act: NaiveDate, months: u32, place: Place) -> Option<End> {
    let falls_on = act.checked_add_months(Months::new(months))?;
    Some(End { falls_on, extended_to: next_working_day(falls_on, place) })
}

/// « Lorsqu'un délai est exprimé en jours, celui de l'acte […] qui le fait courir ne compte pas. » (C. proc. civ., art. 641)
pub fn after_days(act: NaiveDate, days: u32, place: Place) -> Option<End> {
    let falls_on = act.checked_add_days(Days::new(days.into()))?;
    Some(End { falls_on, extended_to: next_working_day(falls_on, place) })
}

/// The same day, or the last before it that is neither a Saturday, a Sunday nor a public holiday: the safe end of a period that no
/// text surely extends.
pub fn last_working_day(day: NaiveDate, place: Place) -> NaiveDate {
    let mut last = day;
    while is_day_off(last, place) {
        let Some(before) = last.pred_opt() else { break };
        last = before;
    }
    last
}

/// The same day, or the next that is neither a Saturday, a Sunday nor a public holiday.
pub fn next_working_day(day: NaiveDate, place: Place) -> NaiveDate {
    let mut next = day;
    while is_day_off(next, place) {
        let Some(after) = next.succ_opt() else { break };
        next = after;
    }
    next
}

fn is_day_off(day: NaiveDate, place: Place) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || is_public_holiday(day, place)
}

/// The eleven holidays of France (C. trav., art. L. 3133-1), the two more of Alsace and Moselle, the one more of each overseas
/// department; the eleven of Luxembourg (Code du
/// travail, art. L. 232-2, as the law of 25 April 2019 words it), of which the 9 May since 2019.
pub fn is_public_holiday(day: NaiveDate, place: Place) -> bool {
    const FRANCE: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    const LUXEMBOURG: [(u32, u32); 7] = [(1, 1), (5, 1), (6, 23), (8, 15), (11, 1), (12, 25), (12, 26)];
    let fixed: &[(u32, u32)] = if place == Place::Luxembourg { &LUXEMBOURG } else { &FRANCE };
    let europe = place == Place::Luxembourg && day.year() >= 2019 && (day.month(), day.day()) == (5, 9);
    // Easter Monday, Ascension, Whit Monday: days after Easter Sunday.
    const AFTER_EASTER: [u64; 3] = [1, 39, 50];
    let sunday = easter(day.year());
    let movable = |days: &u64| sunday.and_then(|sunday| sunday.checked_add_days(Days::new(*days))) == Some(day);
    let good_friday = || sunday.and_then(|sunday| sunday.checked_sub_days(Days::new(2))) == Some(day);
    let on = (day.month(), day.day());
    let local = || match place {
        Place::AlsaceMoselle => on == (12, 26) || good_friday(),
        Place::Guadeloupe => on == (5, 27),
        Place::Martinique => on == (5, 22),
        Place::Guyane => on == (6, 10),
        Place::Reunion => on == (12, 20),
        Place::Mayotte => on == (4, 27),
        Place::France | Place::Luxembourg => false,
    };
    fixed.contains(&on) || europe || AFTER_EASTER.iter().any(movable) || local()
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
            assert_eq!(next_working_day(day(on), Place::France), day(expected), "{on}");
        }
    }

    #[test]
    fn alsace_and_moselle_have_two_more_days_off() {
        // Good Friday of 2026 is 3 April; then come the week-end and Easter Monday.
        for (on, france, alsace) in [
            ("2026-04-03", "2026-04-03", "2026-04-07"),
            ("2025-12-26", "2025-12-26", "2025-12-29"),
            ("2026-04-02", "2026-04-02", "2026-04-02"),
        ] {
            assert_eq!(next_working_day(day(on), Place::France), day(france), "{on}");
            assert_eq!(next_working_day(day(on), Place::AlsaceMoselle), day(alsace), "{on}");
        }
    }

    #[test]
    fn each_overseas_department_has_one_more_day_off() {
        for (place, on, expected) in [
            (Place::Mayotte, "2026-04-27", "2026-04-28"),
            (Place::Martinique, "2026-05-22", "2026-05-26"), // a Friday, then the week-end and Whit Monday
            (Place::Guadeloupe, "2026-05-27", "2026-05-28"),
            (Place::Guyane, "2026-06-10", "2026-06-11"),
            (Place::Reunion, "2027-12-20", "2027-12-21"),
            (Place::France, "2027-12-20", "2027-12-20"),
            (Place::Reunion, "2026-07-14", "2026-07-15"),
        ] {
            assert_eq!(next_working_day(day(on), place), day(expected), "{place:?} {on}");
        }
    }

    #[test]
    fn luxembourg_has_its_own_days_off() {
        // The national day, Europe Day since 2019, the day after Christmas; neither 8 May nor 14 July nor 11 November.
        for (on, expected) in [
            ("2026-06-23", "2026-06-24"),
            ("2018-05-09", "2018-05-09"),
            ("2019-05-09", "2019-05-10"),
            ("2025-12-25", "2025-12-29"),
            ("2026-05-08", "2026-05-08"),
            ("2026-07-14", "2026-07-14"),
            ("2026-11-11", "2026-11-11"),
            ("2026-11-29", "2026-11-30"),
        ] {
            assert_eq!(next_working_day(day(on), Place::Luxembourg), day(expected), "{on}");
        }
        assert_eq!(last_working_day(day("2027-02-28"), Place::Luxembourg), day("2027-02-26"));
    }

    #[test]
    fn a_period_in_months_ends_on_the_same_day_of_the_month_or_on_its_last() {
        for (act, months, falls_on, extended_to) in [
            // An order of 31 August 2026: six months end on 28 February 2027, a Sunday.
            ("2026-08-31", 6, "2027-02-28", "2027-03-01"),
            ("2026-09-01", 3, "2026-12-01", "2026-12-01"),
            ("2026-11-30", 3, "2027-02-28", "2027-03-01"),
            ("2024-01-31", 1, "2024-02-29", "2024-02-29"),
            ("2023-12-31", 2, "2024-02-29", "2024-02-29"),
            ("2026-02-28", 1, "2026-03-28", "2026-03-30"),
        ] {
            let end = End { falls_on: day(falls_on), extended_to: day(extended_to) };
            assert_eq!(after_months(day(act), months, Place::France), Some(end), "{act}");
        }
    }

    #[test]
    fn the_day_of_the_act_does_not_count() {
        let end = End { falls_on: day("2026-12-16"), extended_to: day("2026-12-16") };
        assert_eq!(after_days(day("2026-12-01"), 15, Place::France), Some(end));
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
