//! The days that matter after the letter: the last day to pay, the end of limitation. States rules, promises nothing.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::letter::last_day_to_pay;
use super::{DocumentType, Facts, Family};
use crate::case::claim::Nature;
use crate::law::Figure;

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
    if let Some((falls_on, basis)) = declaration(facts) {
        deadlines.push(entry("declaration-de-creance", falls_on, &basis));
    }
    deadlines
}

/// The first open invoice that may be time-barred, from its due day (a consumer's from performance, where it is known).
///
/// Rents and claims on public bodies have periods of their own, which are not in the data yet: no day rather than a wrong one.
fn limitation(facts: &Facts) -> Option<(NaiveDate, String)> {
    let own_period = matches!(facts.case.claim.nature, Nature::ResidentialLease | Nature::ConsumerCredit)
        || facts.case.debtor.is_public_body();
    if own_period {
        return None;
    }
    let consumer = facts.case.debtor.is_consumer() && facts.case.creditor.is_professional();
    let (years, basis) = figure(facts, if consumer { "fr-prescription-consommateur" } else { "fr-prescription-commune" })?;
    let ends = facts.open_invoices().filter_map(|(invoice, balance)| {
        let start = invoice.performed_on.filter(|_| consumer).or(balance.due_on)?;
        facts.restarted(balance, start, years).checked_add_months(Months::new(12 * years))
    });
    Some((ends.min()?, basis))
}

/// « deux mois à compter de la publication du jugement d'ouverture » (C. com., art. R. 622-24).
fn declaration(facts: &Facts) -> Option<(NaiveDate, String)> {
    let published = facts.case.insolvency.as_ref()?.published_on?;
    let (months, basis) = figure(facts, "fr-declaration-creance-delai")?;
    Some((published.checked_add_months(Months::new(months))?, basis))
}

/// A number in force on the letter's day, with its basis. Not noted as used: no amount rests on it.
fn figure(facts: &Facts, id: &str) -> Option<(u32, String)> {
    let parameter = facts.law.law().parameter(id)?;
    match parameter.values.on(facts.case.letter_date)?.value.figure {
        Figure::Count(count) => Some((count, parameter.basis.clone())),
        _ => None,
    }
}
