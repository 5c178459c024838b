//! What a guarantor may be asked for, and the state of a debt at the end of a year that he is told of. Words nothing.

use chrono::{Datelike, NaiveDate};

use super::Decompte;
use super::totals::Totals;
use crate::case::Case;
use crate::case::party::Guarantor;
use crate::case::terms::{Choices, Imputation, LumpSumRank};
use crate::law::{Consultation, Jurisdiction};
use crate::money::Euros;

/// What may be claimed from a guarantor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guaranteed {
    pub principal: Euros,
    pub interest: Euros,
    pub accessories: Euros,
    /// The whole, or the cap of the deed.
    pub claimed: Euros,
    pub is_capped: bool,
}

impl Guaranteed {
    /// Of a guarantor deprived of interest, the creditor claims the principal alone, and « les paiements effectués par le débiteur […]
    /// sont imputés prioritairement sur le principal » (C. civ., art. 2302 and 2303); all accessories are then left out, which never
    /// over-claims.
    pub fn of(case: &Case, law: &Consultation, decompte: &Decompte, guarantor: &Guarantor, deprived: bool) -> Self {
        let totals = &decompte.totals;
        let (principal, interest, accessories) = if deprived {
            let choices = Choices {
                imputation: Imputation::PrincipalFirst,
                lump_sum_rank: LumpSumRank::AfterPrincipal,
                ..decompte.choices
            };
            let other = Decompte::with(case, law, decompte.jurisdiction, choices);
            (other.totals.principal_due, Euros::ZERO, Euros::ZERO)
        } else {
            (totals.principal_due, totals.interest_due, totals.accessories_due)
        };
        let whole = principal + interest + accessories;
        let claimed = guarantor.cap.map_or(whole, |cap| cap.min(whole));
        Self { principal, interest, accessories, claimed, is_capped: claimed < whole }
    }
}

/// The 31 December before the year of `day`.
pub fn year_end_before(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year() - 1, 12, 31)
}

/// The debt as it stood at the end of the year before the letter's: « le montant du principal de la dette, des intérêts et autres
/// accessoires restant dus au 31 décembre de l'année précédente » (C. civ., art. 2302). `None` where there was none yet, or where a rate
/// of that time is not known.
pub fn at_year_end(case: &Case, law: &Consultation, jurisdiction: Jurisdiction) -> Option<Totals> {
    let end = year_end_before(case.letter_date)?;
    let mut then = case.clone();
    then.letter_date = end;
    let born = |day: Option<NaiveDate>| day.is_none_or(|day| day <= end);
    then.claim.invoices.retain(|invoice| born(invoice.performed_on.or(invoice.issued_on).or(invoice.due_on)));
    then.claim.credit_notes.retain(|note| born(note.issued_on));
    then.claim.payments.retain(|payment| payment.received_on <= end);
    then.history.retain(|event| event.on <= end);
    then.insolvency = then.insolvency.filter(|insolvency| insolvency.judgment_on <= end);
    then.over_indebtedness = then.over_indebtedness.filter(|file| file.admissible_on <= end);
    then.claim.judgment = then.claim.judgment.filter(|judgment| judgment.on <= end);
    if then.claim.invoices.is_empty() {
        return None;
    }
    let decompte = Decompte::of(&then, law, jurisdiction);
    (decompte.missing.is_empty() && !decompte.too_long).then_some(decompte.totals)
}
