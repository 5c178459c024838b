//! What a creditor declares to an insolvency procedure: the claims born before its judgment, due and falling due on that day. Words
//! nothing.

use chrono::NaiveDate;

use super::regime::born_before;
use super::{Balance, Decompte};
use crate::case::Case;
use crate::case::claim::Invoice;
use crate::money::Euros;

/// One claim declared.
#[derive(Debug, Clone, Copy)]
pub struct DeclaredClaim<'a> {
    pub invoice: &'a Invoice,
    pub balance: &'a Balance,
    /// Due before the judgment, or on its day; else « à échoir ».
    pub is_due: bool,
}

/// The claims declared and their sums.
#[derive(Debug, Clone)]
pub struct Declared<'a> {
    pub claims: Vec<DeclaredClaim<'a>>,
    /// Principal due, and falling due.
    pub due: Euros,
    pub falling_due: Euros,
    pub interest: Euros,
    pub accessories: Euros,
    pub total: Euros,
}

impl<'a> Declared<'a> {
    /// Of a case whose debtor is in a procedure.
    pub fn of(case: &'a Case, decompte: &'a Decompte) -> Option<Self> {
        let judgment = case.insolvency.as_ref()?.judgment_on;
        let owing = |balance: &Balance| !(balance.principal + balance.interest).is_zero();
        let born = case.claim.invoices.iter().zip(&decompte.balances);
        let claims: Vec<DeclaredClaim> = born
            .filter(|(invoice, balance)| born_before(invoice, judgment) && owing(balance))
            .map(|(invoice, balance)| DeclaredClaim { invoice, balance, is_due: is_due(balance.due_on, judgment) })
            .collect();
        let sum =
            |due: bool| claims.iter().filter(|claim| claim.is_due == due).map(|claim| claim.balance.principal).sum::<Euros>();
        let interest: Euros = claims.iter().map(|claim| claim.balance.interest).sum();
        let (due, falling_due, accessories) = (sum(true), sum(false), decompte.totals.accessories_due);
        Some(Self { due, falling_due, interest, accessories, total: due + falling_due + interest + accessories, claims })
    }
}

fn is_due(due_on: Option<NaiveDate>, judgment: NaiveDate) -> bool {
    due_on.is_none_or(|due| due <= judgment)
}
