//! What a claim carries besides principal and interest: the lump sum, costs beyond it, the penalty clause.

use chrono::NaiveDate;

use super::account::{Account, Terms};
use super::line::{Line, LineKind};
use super::regime::{self, Regime, born_before};
use super::totals::Remaining;
use crate::case::Case;
use crate::case::claim::{Invoice, Nature};
use crate::case::event::{Event, EventKind};
use crate::case::terms::PenaltyBase;
use crate::law::NoValueInForce;
use crate::money::Euros;

/// The due day of an invoice that owes the lump sum if it is late: « Tout professionnel en situation de retard de paiement est de
/// plein droit débiteur […] d'une indemnité forfaitaire pour frais de recouvrement » (C. com., art. L. 441-10, II; L. du 18 avril
/// 2004, art. 5). Not an invoice whose payment on its due day a judgment forbade, nor a claim that a decision has settled.
pub fn lump_sum_day(terms: &Terms, invoice: &Invoice) -> Option<NaiveDate> {
    let case = terms.case;
    let due = regime::due_day(terms, invoice)?;
    let insolvency = case.insolvency.as_ref();
    let forbidden = insolvency.is_some_and(|open| born_before(invoice, open.judgment_on) && due >= open.judgment_on);
    let owed = terms.regime.has_lump_sum() && case.claim.judgment.is_none() && !forbidden && lump_sum_exists(terms, due);
    owed.then_some(due)
}

/// Once for each late invoice.
///
/// # Errors
/// When the amount of a due day is not known.
pub fn lump_sums(terms: &Terms, accounts: &[Account]) -> Result<Vec<Line>, NoValueInForce> {
    let articles = &terms.national.articles;
    let basis = if terms.regime == Regime::Public { articles.public_lump_sum } else { articles.lump_sum };
    let late = accounts.iter().filter_map(|account| account.lump_sum(terms).map(|amount| (account, amount)));
    late.map(|(account, amount)| Ok(Line::plain(LineKind::IndemniteForfaitaire, Some(&account.number), amount?, basis))).collect()
}

/// There was none before its first day, 1 January 2013 (décret n° 2012-1115) or, in Luxembourg, 15 April 2013 (the version of that
/// day of L. du 18 avril 2004): not unknown, but nothing.
fn lump_sum_exists(terms: &Terms, due: NaiveDate) -> bool {
    let first = terms
        .law
        .law()
        .parameter(terms.national.lump_sum)
        .and_then(|parameter| parameter.values.entries().first().map(|entry| entry.from));
    first.is_none_or(|first| due >= first)
}

/// « Lorsque les frais de recouvrement exposés sont supérieurs au montant de cette indemnité forfaitaire, le créancier peut
/// demander une indemnisation complémentaire, sur justification. » (C. com., art. L. 441-10, II; in the same words CCP, art. L. 2192-13):
/// complementary, so only what exceeds the lump sums, and only what a receipt proves; nothing where no lump sum is owed. A syndicat's
/// costs have their own law.
pub fn costs(terms: &Terms, lump_sums: Euros) -> Vec<Line> {
    let case = terms.case;
    if let (Nature::CondominiumCharges, Some(basis)) = (case.claim.nature, terms.national.condominium_costs) {
        return condominium_costs(case, basis);
    }
    let basis = if terms.regime == Regime::Public { terms.national.articles.public_costs } else { terms.national.articles.costs };
    if lump_sums.is_zero() {
        return Vec::new();
    }
    let mut covered = lump_sums;
    let mut lines = Vec::new();
    for cost in case.claim.costs.iter().filter(|cost| cost.receipt.is_some()) {
        let absorbed = cost.amount.min(covered);
        covered -= absorbed;
        let amount = cost.amount - absorbed;
        if !amount.is_zero() {
            let line = Line::plain(LineKind::Cost, None, amount, basis);
            lines.push(Line { label: Some(cost.label.clone()), base: Some(cost.amount), ..line });
        }
    }
    lines
}

/// « Les frais nécessaires exposés par le syndicat, notamment les frais de mise en demeure, de relance et de prise d'hypothèque à
/// compter de la mise en demeure » are the co-owner's alone (L. n° 65-557, art. 10-1, a): with a receipt, and made on or after the day of
/// the first notice.
fn condominium_costs(case: &Case, basis: &str) -> Vec<Line> {
    let notices = case.history.iter().filter(|event| event.kind == EventKind::MiseEnDemeure && event.on <= case.letter_date);
    let Some(first) = notices.map(|event| event.on).min().filter(|_| case.claim.judgment.is_none()) else { return Vec::new() };
    let owed = case.claim.costs.iter().filter(|cost| cost.receipt.is_some() && cost.incurred_on.is_none_or(|on| on >= first));
    owed.map(|cost| {
        let line = Line::plain(LineKind::Cost, None, cost.amount, basis);
        Line { label: Some(cost.label.clone()), base: Some(cost.amount), ..line }
    })
    .collect()
}

/// « Sauf inexécution définitive, la pénalité n'est encourue que lorsque le débiteur est mis en demeure. » (C. civ., art. 1231-5): on
/// the invoices that were due when a mise en demeure was sent, before the letter and before a judgment that deprives it of effect.
pub fn penalty_clause(terms: &Terms, accounts: &[Account]) -> Option<Line> {
    let case = terms.case;
    let judgment = case.insolvency.as_ref().map(|insolvency| insolvency.judgment_on);
    let counts = |event: &&Event| {
        event.kind == EventKind::MiseEnDemeure
            && event.on < case.letter_date
            && judgment.is_none_or(|judgment| event.on < judgment)
    };
    let summoned = |due: NaiveDate| case.history.iter().filter(counts).any(|event| event.on > due);
    let (amount, base) = penalty(case, accounts.iter().filter(|account| account.due_on.is_some_and(summoned)))?;
    Some(Line { base, ..Line::plain(LineKind::ClausePenale, None, amount, terms.national.articles.penalty) })
}

/// What it would give on what is due on the letter's day, incurred or not yet.
pub fn penalty_clause_to_come(case: &Case, accounts: &[Account]) -> Option<Euros> {
    let due = |account: &&Account| account.due_on.is_some_and(|due| due < case.letter_date);
    penalty(case, accounts.iter().filter(due)).map(|(amount, _)| amount)
}

/// The amount, and what the percentage is taken of: by default the principal that remains due, the reading that never over-claims.
fn penalty<'a>(case: &Case, accounts: impl Iterator<Item = &'a Account> + Clone) -> Option<(Euros, Option<Euros>)> {
    let clause = case.claim.clause_penale.as_ref().filter(|_| case.claim.judgment.is_none())?;
    accounts.clone().next()?;
    let remaining = Remaining::of(accounts);
    let base = match clause.of {
        PenaltyBase::PrincipalDue => remaining.principal,
        PenaltyBase::PrincipalInvoiced => remaining.claimed_principal,
        PenaltyBase::PrincipalAndInterestDue => remaining.principal + remaining.interest,
    };
    let (amount, base) = match (clause.amount, clause.percent) {
        (Some(amount), _) => (amount, None),
        (None, Some(rate)) => (base.percent_of(rate), Some(base)),
        (None, None) => return None,
    };
    (!amount.is_zero()).then_some((amount, base))
}
