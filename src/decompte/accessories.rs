//! What a claim carries besides principal and interest: the lump sum, costs beyond it, the penalty clause.

use chrono::NaiveDate;

use super::account::{Account, Terms};
use super::line::{Line, LineKind};
use super::regime::{self, Regime, born_before};
use super::totals::Remaining;
use crate::case::Case;
use crate::case::claim::Invoice;
use crate::case::event::{Event, EventKind};
use crate::case::terms::PenaltyBase;
use crate::law::{Consultation, NoValueInForce};
use crate::money::Euros;

/// The lump sum for recovery costs.
pub const INDEMNITE: &str = "fr-indemnite-forfaitaire";
const INDEMNITE_BASIS: &str = "C. com., art. D. 441-5";
const INDEMNITE_PUBLIQUE_BASIS: &str = "CCP, art. D. 2192-35";
const COSTS_BASIS: &str = "C. com., art. L. 441-10, II";
const PENALTY_BASIS: &str = "C. civ., art. 1231-5";

/// The due day of an invoice that owes the lump sum if it is late: « Tout professionnel en situation de retard de paiement est de
/// plein droit débiteur […] d'une indemnité forfaitaire pour frais de recouvrement » (C. com., art. L. 441-10, II). Not an invoice
/// whose payment on its due day a judgment forbade, nor a claim that a decision has settled.
pub fn lump_sum_day(terms: &Terms, invoice: &Invoice) -> Option<NaiveDate> {
    let case = terms.case;
    let due = regime::due_day(terms.law, terms.regime, invoice)?;
    let insolvency = case.insolvency.as_ref();
    let forbidden = insolvency.is_some_and(|open| born_before(invoice, open.judgment_on) && due >= open.judgment_on);
    let owed = terms.regime.has_lump_sum() && case.claim.judgment.is_none() && !forbidden && lump_sum_exists(terms.law, due);
    owed.then_some(due)
}

/// Once for each late invoice.
///
/// # Errors
/// When the amount of a due day is not known.
pub fn lump_sums(terms: &Terms, accounts: &[Account]) -> Result<Vec<Line>, NoValueInForce> {
    let basis = if terms.regime == Regime::Public { INDEMNITE_PUBLIQUE_BASIS } else { INDEMNITE_BASIS };
    let late = accounts.iter().filter_map(|account| account.lump_sum(terms).map(|amount| (account, amount)));
    late.map(|(account, amount)| Ok(Line::plain(LineKind::IndemniteForfaitaire, Some(&account.number), amount?, basis))).collect()
}

/// There was none before its first day, 1 January 2013 (décret n° 2012-1115): not unknown, but nothing.
fn lump_sum_exists(law: &Consultation, due: NaiveDate) -> bool {
    let first = law.law().parameter(INDEMNITE).and_then(|parameter| parameter.values.entries().first().map(|entry| entry.from));
    first.is_none_or(|first| due >= first)
}

/// « Lorsque les frais de recouvrement exposés sont supérieurs au montant de cette indemnité forfaitaire, le créancier peut
/// demander une indemnisation complémentaire, sur justification. » (C. com., art. L. 441-10, II): complementary, so only what
/// exceeds the lump sums, and only what a receipt proves.
pub fn costs(case: &Case, regime: Regime, lump_sums: Euros) -> Vec<Line> {
    if regime != Regime::Commercial || case.claim.judgment.is_some() {
        return Vec::new();
    }
    let mut covered = lump_sums;
    let mut lines = Vec::new();
    for cost in case.claim.costs.iter().filter(|cost| cost.receipt.is_some()) {
        let absorbed = cost.amount.min(covered);
        covered -= absorbed;
        let amount = cost.amount - absorbed;
        if !amount.is_zero() {
            let line = Line::plain(LineKind::Cost, None, amount, COSTS_BASIS);
            lines.push(Line { label: Some(cost.label.clone()), base: Some(cost.amount), ..line });
        }
    }
    lines
}

/// What the penalty clause gives, whether or not it is incurred yet. By default a percentage is taken of the principal that remains
/// due on the letter's day: the reading that never over-claims.
pub fn penalty_clause_amount(case: &Case, remaining: &Remaining) -> Option<Euros> {
    let clause = case.claim.clause_penale.as_ref().filter(|_| case.claim.judgment.is_none())?;
    let base = penalty_base(clause.of, remaining);
    let amount = clause.amount.or_else(|| clause.percent.map(|rate| base.percent_of(rate)))?;
    (!amount.is_zero()).then_some(amount)
}

fn penalty_base(of: PenaltyBase, remaining: &Remaining) -> Euros {
    match of {
        PenaltyBase::PrincipalDue => remaining.principal,
        PenaltyBase::PrincipalInvoiced => remaining.claimed_principal,
        PenaltyBase::PrincipalAndInterestDue => remaining.principal + remaining.interest,
    }
}

/// « Sauf inexécution définitive, la pénalité n'est encourue que lorsque le débiteur est mis en demeure. » (C. civ., art. 1231-5)
pub fn penalty_clause(case: &Case, remaining: &Remaining) -> Option<Line> {
    let due = case.claim.invoices.iter().filter_map(|invoice| invoice.due_on).min();
    let after_due = |event: &Event| due.is_none_or(|due| event.on > due) && event.on < case.letter_date;
    let summoned = case.history.iter().any(|event| event.kind == EventKind::MiseEnDemeure && after_due(event));
    let amount = penalty_clause_amount(case, remaining).filter(|_| summoned)?;
    let clause = case.claim.clause_penale.as_ref()?;
    let base = clause.percent.map(|_| penalty_base(clause.of, remaining));
    Some(Line { base, ..Line::plain(LineKind::ClausePenale, None, amount, PENALTY_BASIS) })
}
