//! What a claim carries besides principal and interest: the lump sum, costs beyond it, the penalty clause.

use chrono::NaiveDate;

use super::account::Account;
use super::regime::{Regime, born_before};
use super::{Line, LineKind};
use crate::case::Case;
use crate::case::event::{Event, EventKind};
use crate::law::{Consultation, NoValueInForce};
use crate::money::Euros;

/// The lump sum for recovery costs.
pub const INDEMNITE: &str = "fr-indemnite-forfaitaire";
const INDEMNITE_BASIS: &str = "C. com., art. D. 441-5";
const INDEMNITE_PUBLIQUE_BASIS: &str = "CCP, art. D. 2192-35";
const COSTS_BASIS: &str = "C. com., art. L. 441-10, II";
const PENALTY_BASIS: &str = "C. civ., art. 1231-5";

/// « Tout professionnel en situation de retard de paiement est de plein droit débiteur […] d'une indemnité forfaitaire pour frais
/// de recouvrement » (C. com., art. L. 441-10, II): once for each late invoice, and not for one whose payment on its due day a
/// judgment forbade.
pub fn lump_sums(case: &Case, law: &Consultation, regime: Regime, accounts: &[Account]) -> Result<Vec<Line>, NoValueInForce> {
    if !regime.has_lump_sum() {
        return Ok(Vec::new());
    }
    let basis = if regime == Regime::Public { INDEMNITE_PUBLIQUE_BASIS } else { INDEMNITE_BASIS };
    let forbidden = |account: &Account, due: NaiveDate| {
        let insolvency = case.insolvency.as_ref();
        insolvency
            .is_some_and(|open| born_before(&case.claim.invoices[account.index], open.judgment_on) && due >= open.judgment_on)
    };
    let mut lines = Vec::new();
    for account in accounts.iter().filter(|account| account.late) {
        let due = account.due_on.filter(|due| !forbidden(account, *due) && lump_sum_exists(law, *due));
        let Some(due) = due else { continue };
        lines.push(Line::plain(LineKind::IndemniteForfaitaire, Some(&account.number), law.euros(INDEMNITE, due)?, basis));
    }
    Ok(lines)
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
    if regime != Regime::Commercial {
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

/// What the penalty clause gives on the principal that remains due, whether or not it is incurred yet.
///
/// A percentage is taken of the principal that remains due on the letter's day: the reading that never over-claims.
pub fn penalty_clause_amount(case: &Case, principal: Euros) -> Option<Euros> {
    let clause = case.claim.clause_penale.as_ref()?;
    let amount = clause.amount.or_else(|| clause.percent.map(|rate| principal.percent_of(rate)))?;
    (!amount.is_zero()).then_some(amount)
}

/// « Sauf inexécution définitive, la pénalité n'est encourue que lorsque le débiteur est mis en demeure. » (C. civ., art. 1231-5)
pub fn penalty_clause(case: &Case, principal: Euros) -> Option<Line> {
    let due = case.claim.invoices.iter().filter_map(|invoice| invoice.due_on).min();
    let after_due = |event: &Event| due.is_none_or(|due| event.on > due) && event.on < case.letter_date;
    let summoned = case.history.iter().any(|event| event.kind == EventKind::MiseEnDemeure && after_due(event));
    let amount = penalty_clause_amount(case, principal).filter(|_| summoned)?;
    Some(Line::plain(LineKind::ClausePenale, None, amount, PENALTY_BASIS))
}
