//! The days that matter after the letter: the last day to pay, the end of limitation. States rules, promises nothing.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::letter::last_day_to_pay;
use super::{DocumentType, Facts, Family};

/// A day that the law or the letter sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Deadline {
    pub id: &'static str,
    pub falls_on: NaiveDate,
    pub basis: String,
    pub status: DeadlineStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    Running,
    Passed,
}

/// The deadlines of a case on its letter's day.
pub fn of(document: &DocumentType, facts: &Facts) -> Vec<Deadline> {
    let day = facts.case.letter_date;
    let entry = |id: &'static str, falls_on: NaiveDate, basis: &str| Deadline {
        id,
        falls_on,
        basis: basis.to_owned(),
        status: if falls_on < day { DeadlineStatus::Passed } else { DeadlineStatus::Running },
    };
    let mut deadlines = Vec::new();
    if document.family == Family::Letter
        && let Some(last) = last_day_to_pay(facts)
    {
        deadlines.push(entry("payment-deadline", last, "C. civ., art. 1231 et 1344"));
    }
    if let Some((falls_on, basis)) = limitation(facts) {
        deadlines.push(entry("prescription", falls_on, &basis));
    }
    deadlines
}

/// The first invoice that may be time-barred, from its due day (a consumer's from performance, where it is known).
fn limitation(facts: &Facts) -> Option<(NaiveDate, String)> {
    let consumer = facts.case.debtor.is_consumer() && facts.case.creditor.is_professional();
    let id = if consumer { "fr-prescription-consommateur" } else { "fr-prescription-commune" };
    let years = facts.law.law().parameter(id)?.values.on(facts.case.letter_date)?;
    let crate::law::Figure::Count(years) = years.value.figure else { return None };
    let open = facts.case.claim.invoices.iter().zip(&facts.decompte.balances).filter(|(_, balance)| !balance.principal.is_zero());
    let start = open.filter_map(|(invoice, balance)| invoice.performed_on.filter(|_| consumer).or(balance.due_on)).min()?;
    let start = facts.restarted(start, years);
    let basis = facts.law.law().parameter(id).map(|parameter| parameter.basis.clone()).unwrap_or_default();
    Some((start.checked_add_months(Months::new(12 * years))?, basis))
}
