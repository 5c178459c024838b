//! The years after which interest produces interest (C. civ., art. 1343-2), for one invoice. Computes no amount.

use chrono::{Datelike, Months, NaiveDate};

use super::regime::born_before;
use crate::case::Case;
use crate::case::claim::{Invoice, Nature};

/// Years counted from one day, and what ends them.
#[derive(Debug, Clone)]
pub struct Years {
    origin: NaiveDate,
    /// Whole years already seen.
    seen: u32,
    /// The judgment that opens an insolvency procedure: from then on, interest overdue no longer produces interest (C. com., art.
    /// L. 622-28).
    ends_on: Option<NaiveDate>,
}

impl Years {
    /// Those of an invoice whose interest began on `began`, where the contract or a decision grants capitalisation: from that day, or
    /// from the later one that it names. Excluded from consumer credit (Cass. 1re civ., 9 février 2012, n° 11-14.605).
    pub fn of(case: &Case, invoice: &Invoice, began: NaiveDate) -> Option<Self> {
        let granted = case.claim.capitalisation_granted.as_ref().filter(|_| case.claim.nature != Nature::ConsumerCredit)?;
        let judgment = case.insolvency.as_ref().map(|insolvency| insolvency.judgment_on);
        let ends_on = judgment.filter(|judgment| born_before(invoice, *judgment));
        Some(Self { origin: granted.from.map_or(began, |from| from.max(began)), seen: 0, ends_on })
    }

    /// The next day after `day` on which something changes: a year is whole, or what was capitalised bears interest no more.
    pub fn next_after(&self, day: NaiveDate, something_is_capitalised: bool) -> Option<NaiveDate> {
        let end = self.ends_on.filter(|_| something_is_capitalised);
        [self.anniversary(), end].into_iter().flatten().filter(|next| *next > day).min()
    }

    /// Whether `day` begins a year after one or more whole ones, that are then seen.
    pub fn whole_on(&mut self, day: NaiveDate) -> bool {
        let mut whole = false;
        while self.anniversary().is_some_and(|next| next <= day) {
            self.seen += 1;
            whole = true;
        }
        whole
    }

    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.ends_on.is_some_and(|end| end <= day)
    }

    /// The same, counted anew.
    pub fn counted_anew_after(self, day: NaiveDate) -> Option<Self> {
        Some(Self { origin: day.succ_opt()?.max(self.origin), seen: 0, ends_on: self.ends_on })
    }

    /// The same day of the year; for a 29 February in a common year the 1 March, for the year must be whole.
    fn anniversary(&self) -> Option<NaiveDate> {
        let same = self.origin.checked_add_months(Months::new(12 * (self.seen + 1)))?;
        let whole = if same.day() == self.origin.day() { Some(same) } else { same.succ_opt() };
        whole.filter(|day| self.ends_on.is_none_or(|end| *day < end))
    }
}
