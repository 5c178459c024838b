//! The décompte: Law + Case → lines, each with its amount, period, rate and basis, and totals that are the sums of those lines.
//!
//! Words nothing and decides nothing about documents. Interest is `base × rate × days ÷ 36 500`, in leap years too, rounded once
//! a line (see `money`); payments go to interest first, then principal, then the lump sums and costs, which never over-claims.

pub mod accessories;
pub mod account;
pub mod imputation;
pub mod regime;
mod totals;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::case::Case;
use crate::case::claim::{LatePaymentRate, Payment, Source};
use crate::law::{Consultation, NoValueInForce};
use crate::money::{Euros, Rate};
use account::Account;
pub use regime::{Period, Regime, Schedule};
pub use totals::Totals;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Principal,
    Payment,
    PenalitesRetard,
    InteretLegal,
    IndemniteForfaitaire,
    ClausePenale,
    Cost,
}

/// One line of the décompte. Amounts are never negative: a payment is subtracted because it is a payment.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Line {
    pub kind: LineKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// First day counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accrued_from: Option<NaiveDate>,
    /// Last day counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accrued_to: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Percent per year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Euros>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imputed: Option<Imputed>,
    pub amount: Euros,
    pub basis: String,
}

/// What a payment paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Imputed {
    pub interest: Euros,
    pub principal: Euros,
    /// Lump sums, penalty clause and costs.
    pub accessories: Euros,
}

/// What remains of one invoice on the day of the décompte.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    pub number: String,
    pub due_on: Option<NaiveDate>,
    pub principal: Euros,
    pub interest: Euros,
    pub paid: Euros,
    pub late: bool,
    pub accrues_from: Option<NaiveDate>,
}

/// The décompte of a case on its letter's day.
#[derive(Debug, Clone)]
pub struct Decompte {
    pub as_of: NaiveDate,
    pub regime: Regime,
    pub schedule: Schedule,
    pub lines: Vec<Line>,
    pub totals: Totals,
    /// One for each invoice of the case, in the case's order.
    pub balances: Vec<Balance>,
    /// Values that nobody has published, without which the décompte is not whole.
    pub missing: Vec<NoValueInForce>,
    /// Interest of the day after, if the rate of that day is known.
    pub daily: Option<Euros>,
    /// What the penalty clause gives, incurred or not.
    pub penalty_clause: Option<Euros>,
    /// The agreed rate is under the floor on these days.
    pub below_floor: Option<Rate>,
}

impl Decompte {
    /// Computes the décompte of `case` as the law stood on its letter's day.
    pub fn of(case: &Case, law: &Consultation) -> Self {
        let regime = Regime::of(case);
        let schedule = Schedule::of(case, regime);
        let mut accounts: Vec<Account> = case
            .claim
            .invoices
            .iter()
            .enumerate()
            .map(|(index, invoice)| Account::open(case, law, regime, index, invoice))
            .collect();

        let mut surplus = Surplus::default();
        for payment in in_order(&case.claim.payments) {
            let rest = imputation::impute(&mut accounts, law, payment);
            surplus.keep(payment, rest);
        }
        for account in &mut accounts {
            account.accrue(law, case.letter_date);
        }

        let mut missing: Vec<NoValueInForce> = Vec::new();
        let mut accessories = accessories::lump_sums(case, law, regime, &accounts).unwrap_or_else(|none| {
            missing.push(none);
            Vec::new()
        });
        let lump_sums = accessories.iter().map(|line| line.amount).sum();
        let principal = accounts.iter().map(|account| account.principal).sum();
        accessories.extend(accessories::penalty_clause(case, principal));
        accessories.extend(accessories::costs(case, regime, lump_sums));
        let owed = accessories.iter().map(|line| line.amount).sum();
        accessories.extend(surplus.lines(owed));

        let mut named = BTreeSet::new();
        missing.extend(accounts.iter().flat_map(|account| account.missing.clone()));
        missing.retain(|none| named.insert((none.parameter.clone(), none.day)));
        let lines: Vec<Line> = accounts.iter().flat_map(|account| account.lines.clone()).chain(accessories).collect();
        Self {
            as_of: case.letter_date,
            regime,
            schedule,
            totals: Totals::of(&lines, &accounts),
            lines,
            daily: daily_interest(&accounts, law, case.letter_date),
            penalty_clause: accessories::penalty_clause_amount(case, principal),
            below_floor: below_floor(case, law, regime),
            balances: accounts.iter().map(Balance::of).collect(),
            missing,
        }
    }

    pub fn of_kind(&self, kind: LineKind) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }

    pub fn has(&self, kind: LineKind) -> bool {
        self.of_kind(kind).next().is_some()
    }
}

impl Line {
    fn plain(kind: LineKind, invoice: Option<&String>, amount: Euros, basis: &str) -> Self {
        Self {
            kind,
            invoice: invoice.cloned(),
            label: None,
            accrued_from: None,
            accrued_to: None,
            days: None,
            rate: None,
            base: None,
            received_on: None,
            imputed: None,
            amount,
            basis: basis.to_owned(),
        }
    }

    fn interest(kind: LineKind, invoice: &String, base: Euros, period: Period, basis: &str) -> Self {
        let days = u32::try_from((period.to - period.from).num_days() + 1).unwrap_or(0);
        Self {
            accrued_from: Some(period.from),
            accrued_to: Some(period.to),
            days: Some(days),
            rate: Some(period.rate),
            base: Some(base),
            ..Self::plain(kind, Some(invoice), base.interest(period.rate, days), basis)
        }
    }

    fn payment(invoice: Option<&String>, day: NaiveDate, amount: Euros, imputed: Imputed) -> Self {
        let basis = if imputed.interest.is_zero() { "C. civ., art. 1342-10" } else { "C. civ., art. 1343-1" };
        Self { received_on: Some(day), imputed: Some(imputed), ..Self::plain(LineKind::Payment, invoice, amount, basis) }
    }
}

impl Balance {
    fn of(account: &Account) -> Self {
        Self {
            number: account.number.clone(),
            due_on: account.due_on,
            principal: account.principal,
            interest: account.interest,
            paid: account.paid,
            late: account.late,
            accrues_from: account.began(),
        }
    }
}

/// What payments leave once every principal and interest is paid: for the accessories, then in excess.
#[derive(Default)]
struct Surplus(Vec<(NaiveDate, Euros)>);

impl Surplus {
    fn keep(&mut self, payment: &Payment, rest: Euros) {
        if !rest.is_zero() {
            self.0.push((payment.received_on, rest));
        }
    }

    /// One payment line each; what exceeds `accessories` is imputed to nothing and shows as overpaid in the totals.
    fn lines(self, mut accessories: Euros) -> Vec<Line> {
        let line = |(day, rest): (NaiveDate, Euros)| {
            let taken = rest.min(accessories);
            accessories -= taken;
            Line::payment(None, day, rest, Imputed { interest: Euros::ZERO, principal: Euros::ZERO, accessories: taken })
        };
        self.0.into_iter().map(line).collect()
    }
}

fn in_order(payments: &[Payment]) -> Vec<&Payment> {
    let mut ordered: Vec<&Payment> = payments.iter().collect();
    // Same day: those that name an invoice first, so that the order of the case's list does not matter.
    ordered.sort_by(|a, b| {
        let key = |payment: &Payment| (payment.received_on, payment.invoice.is_none(), payment.invoice.clone(), payment.amount);
        key(a).cmp(&key(b))
    });
    ordered
}

fn principal_basis(case: &Case) -> &'static str {
    match case.claim.source {
        Source::Contract => "C. civ., art. 1103",
        _ => "C. proc. civ., art. 1405",
    }
}

fn kind_and_basis(case: &Case, regime: Regime, schedule: Schedule) -> (LineKind, String) {
    match (schedule, regime) {
        (Schedule::Agreed(_), _) => {
            let clause = match &case.claim.late_payment_rate {
                Some(LatePaymentRate::Agreed { clause: Some(clause), .. }) => clause.clone(),
                _ => "taux convenu".to_owned(),
            };
            (LineKind::PenalitesRetard, clause)
        }
        (_, Regime::Commercial) => (LineKind::PenalitesRetard, "C. com., art. L. 441-10, II".to_owned()),
        (_, Regime::Public) => (LineKind::PenalitesRetard, "CCP, art. R. 2192-31".to_owned()),
        (_, Regime::Civil) => (LineKind::InteretLegal, "C. civ., art. 1231-6 et 1344-1".to_owned()),
    }
}

/// The interest of the day after, on all that still bears interest: one rounding for each rate.
fn daily_interest(accounts: &[Account], law: &Consultation, as_of: NaiveDate) -> Option<Euros> {
    let next = as_of.succ_opt()?;
    let mut by_rate: Vec<(Rate, Euros)> = Vec::new();
    for account in accounts.iter().filter(|account| !account.principal.is_zero()) {
        let Some(rate) = account.rate_on(law, next) else { continue };
        match by_rate.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, base)) => *base += account.principal,
            None => by_rate.push((rate, account.principal)),
        }
    }
    let sum: Euros = by_rate.iter().map(|(rate, base)| base.interest(*rate, 1)).sum();
    (!sum.is_zero()).then_some(sum)
}

/// The floor that the agreed rate does not reach in some half-year of lateness: the highest of them. Shown, never applied.
fn below_floor(case: &Case, law: &Consultation, regime: Regime) -> Option<Rate> {
    let Some(LatePaymentRate::Agreed { rate, .. }) = &case.claim.late_payment_rate else { return None };
    if regime != Regime::Commercial {
        return None;
    }
    let due = case.claim.invoices.iter().filter_map(|invoice| regime::due_day(law, regime, invoice)).min()?;
    let first = regime::accrues_from(case, regime, due)?;
    let mut day = crate::law::parameter::half_year_start(first);
    let mut highest = None;
    while day <= case.letter_date {
        let floor = regime::floor(law, day).ok().filter(|floor| rate < floor);
        highest = highest.max(floor);
        day = crate::law::parameter::next_half_year(day);
    }
    highest
}
