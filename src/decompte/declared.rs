//! What a creditor declares to an insolvency procedure: the claims born before its judgment, as they stood on its day. Words nothing.

use chrono::NaiveDate;

use super::regime::born_before;
use super::{Balance, Decompte};
use crate::case::Case;
use crate::case::claim::Invoice;
use crate::law::{Consultation, Jurisdiction};
use crate::money::Euros;

/// One claim declared.
#[derive(Debug, Clone)]
pub struct DeclaredClaim {
    pub invoice: Invoice,
    pub balance: Balance,
    /// Due before the judgment, or on its day; else « à échoir ».
    pub is_due: bool,
}

/// The claims declared and their sums.
#[derive(Debug, Clone)]
pub struct Declared {
    pub claims: Vec<DeclaredClaim>,
    /// Principal due, and falling due.
    pub due: Euros,
    pub falling_due: Euros,
    pub interest: Euros,
    pub accessories: Euros,
    pub total: Euros,
    /// What a security that guarantees less than the whole leaves unsecured.
    pub unsecured: Option<Euros>,
}

impl Declared {
    /// « le montant de la créance due au jour du jugement d'ouverture avec indication des sommes à échoir » (C. com., art. L. 622-25):
    /// the décompte of that day, whatever was paid since. `None` without a procedure.
    pub fn of(case: &Case, law: &Consultation, jurisdiction: Jurisdiction) -> Option<Self> {
        let judgment = case.insolvency.as_ref()?.judgment_on;
        let mut then = as_it_stood(case, judgment)?;
        then.claim.invoices.retain(|invoice| born_before(invoice, judgment));
        let decompte = Decompte::of(&then, law, jurisdiction);
        let owing = |balance: &Balance| !(balance.principal + balance.interest).is_zero();
        let all = then.claim.invoices.into_iter().zip(decompte.balances);
        let claims: Vec<DeclaredClaim> = all
            .filter(|(_, balance)| owing(balance))
            .map(|(invoice, balance)| {
                let is_due = balance.due_on.is_none_or(|due| due <= judgment);
                DeclaredClaim { invoice, balance, is_due }
            })
            .collect();
        let sum =
            |due: bool| claims.iter().filter(|claim| claim.is_due == due).map(|claim| claim.balance.principal).sum::<Euros>();
        let (due, falling_due) = (sum(true), sum(false));
        let (interest, accessories) = (decompte.totals.interest_due, decompte.totals.accessories_due);
        let total = due + falling_due + interest + accessories;
        let secured = case.claim.security.as_ref().and_then(|security| security.amount);
        let unsecured = secured.filter(|secured| *secured < total).map(|secured| total - secured);
        Some(Self { due, falling_due, interest, accessories, total, unsecured, claims })
    }
}

/// The case on the day of the judgment, invoice by invoice as in the case; `None` where some claim was born since, which is no part of what
/// is declared, or where no judgment came before the paper.
pub fn at_the_judgment(case: &Case) -> Option<Case> {
    let judgment = case.insolvency.as_ref()?.judgment_on;
    let all_born = case.claim.invoices.iter().all(|invoice| born_before(invoice, judgment));
    let mut then = as_it_stood(case, judgment).filter(|_| all_born && judgment <= case.letter_date)?;
    then.claim.invoices.clone_from(&case.claim.invoices);
    Some(then)
}

/// The case as it stood at the end of `day`; `None` where no claim was born yet.
pub fn as_it_stood(case: &Case, day: NaiveDate) -> Option<Case> {
    let mut then = case.clone();
    then.letter_date = day;
    let born = |on: Option<NaiveDate>| on.is_none_or(|on| on <= day);
    then.claim.invoices.retain(|invoice| born(invoice.performed_on.or(invoice.issued_on).or(invoice.due_on)));
    then.claim.credit_notes.retain(|note| born(note.issued_on));
    then.claim.payments.retain(|payment| payment.received_on <= day);
    then.history.retain(|event| event.on <= day);
    then.insolvency = then.insolvency.filter(|insolvency| insolvency.judgment_on <= day);
    then.over_indebtedness = then.over_indebtedness.filter(|file| file.admissible_on <= day);
    then.claim.judgment = then.claim.judgment.filter(|judgment| judgment.on <= day);
    (!then.claim.invoices.is_empty()).then_some(then)
}
