//! The décompte: Law + Case → lines, each with its amount, period, rate and basis, and totals that are the sums of those lines.
//!
//! Words nothing and decides nothing about documents. Interest is `base × rate × days ÷ 36 500`, in France in leap years too, rounded
//! once a line (see `money`): a period cut in two differs from the whole by one cent at most. Where the law leaves a choice, the case
//! names it (`case::terms::Choices`) and the default never over-claims.

pub mod accessories;
pub mod account;
mod capitalisation;
mod credit;
pub mod declared;
pub mod division;
pub mod guarantee;
pub mod imputation;
mod line;
pub mod national;
pub mod plan;
pub mod regime;
pub mod schedule;
mod totals;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::case::Case;
use crate::case::claim::{Payment, Source};
use crate::case::terms::{Choices, Imputation, LumpSumRank};
use crate::law::parameter::{half_year_start, next_half_year};
use crate::law::{Consultation, Jurisdiction, NoValueInForce};
use crate::money::{Euros, Rate};
use account::{Account, Terms};
use guarantee::Against;
use imputation::Ledger;
pub use line::{Imputed, Line, LineKind};
pub use national::National;
pub use regime::Regime;
use schedule::Course;
pub use schedule::{Period, Schedule};
pub use totals::{RateShare, Remaining, Totals};

/// Beyond so many lines nobody could read a décompte, and its computation stops: payments that name no invoice, spread over many
/// invoices of one day, multiply them. The 500 invoices of a case, had they all fallen due in 2000, have 28,000.
pub const MOST_LINES: usize = 30_000;
/// Payments between two looks at the number of lines.
const CHECKED_EVERY: usize = 16;

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

/// A half-year in which the agreed rate is under the floor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BelowFloor {
    pub half_year: NaiveDate,
    pub floor: Rate,
}

/// The décompte of a case on its letter's day.
#[derive(Debug, Clone)]
pub struct Decompte {
    pub as_of: NaiveDate,
    pub jurisdiction: Jurisdiction,
    pub regime: Regime,
    pub schedule: Schedule,
    /// Interest is counted by the days that each year has; else by 365.
    pub calendar_years: bool,
    pub choices: Choices,
    pub against: Against,
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
    /// The half-years of lateness in which the agreed rate is under the floor: shown, never applied.
    pub below_floor: Vec<BelowFloor>,
    /// The computation stopped at [`MOST_LINES`]: the totals are not whole.
    pub too_long: bool,
}

/// What another choice of the case would give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alternative {
    pub choices: Choices,
    pub due: Euros,
}

impl Decompte {
    /// Computes the décompte of `case` as the law of the country stood on its letter's day.
    pub fn of(case: &Case, law: &Consultation, jurisdiction: Jurisdiction) -> Self {
        Self::with(case, law, jurisdiction, case.claim.choices, Against::Debtor)
    }

    /// The same for one who answers for the debtor.
    pub fn against(case: &Case, law: &Consultation, jurisdiction: Jurisdiction, against: Against) -> Self {
        Self::with(case, law, jurisdiction, case.claim.choices, against)
    }

    /// The same with other choices than the case's own.
    pub fn with(case: &Case, law: &Consultation, jurisdiction: Jurisdiction, choices: Choices, against: Against) -> Self {
        let national = National::of(jurisdiction);
        let regime = Regime::of(case, jurisdiction);
        let schedule = Schedule::of(case, law, jurisdiction, regime);
        let (kind, basis) = kind_and_basis(case, national, regime, schedule);
        let course = Course::new(law, schedule, jurisdiction, choices.day_count);
        let terms = Terms { case, law, jurisdiction, national, regime, course, choices, against, kind, basis };
        let mut ledger = Ledger::open(&terms);
        let mut surplus = Surplus::default();
        let mut too_long = false;
        for (rank, payment) in in_order(&case.claim.payments).into_iter().enumerate() {
            let rest = ledger.impute(payment);
            surplus.keep(payment, rest);
            let written = || ledger.accounts.iter().map(|account| account.lines.len()).sum::<usize>();
            too_long = rank % CHECKED_EVERY == 0 && written() > MOST_LINES;
            if too_long {
                break;
            }
        }
        let mut accounts = ledger.accounts;
        for account in &mut accounts {
            account.accrue(&terms, case.letter_date);
        }

        let mut missing: Vec<NoValueInForce> = Vec::new();
        let mut accessories = accessories::lump_sums(&terms, &accounts).unwrap_or_else(|none| {
            missing.push(none);
            Vec::new()
        });
        let remaining = Remaining::of(accounts.iter());
        let lump_sums = accessories.iter().map(|line| line.amount).sum();
        accessories.extend(accessories::penalty_clause(&terms, &accounts));
        accessories.extend(accessories::costs(&terms, lump_sums));
        let imputed = accounts.iter().flat_map(|account| &account.lines).filter_map(|line| line.imputed);
        let paid: Euros = imputed.map(|imputed| imputed.accessories).sum();
        let owed = accessories.iter().map(|line| line.amount).sum::<Euros>() - paid;
        accessories.extend(surplus.lines(owed, national));

        let daily = daily_interest(&accounts, &terms);
        let penalty_clause = accessories::penalty_clause_to_come(case, &accounts);
        let balances = accounts.iter().map(Balance::of).collect();
        let mut named = BTreeSet::new();
        let mut lines = Vec::new();
        for account in accounts {
            lines.extend(account.lines);
            missing.extend(account.missing);
        }
        lines.extend(accessories);
        for line in &mut lines {
            let cited = law.law().cited(&line.basis, case.letter_date);
            if cited != line.basis {
                line.basis = cited.to_owned();
            }
        }
        missing.retain(|none| named.insert((none.parameter.clone(), none.day)));
        Self {
            as_of: case.letter_date,
            jurisdiction,
            calendar_years: terms.course.counts_calendar_years(),
            regime,
            schedule,
            choices,
            against,
            totals: Totals::of(&lines, remaining),
            daily,
            penalty_clause,
            below_floor: below_floor(&terms),
            too_long: too_long || lines.len() > MOST_LINES,
            lines,
            balances,
            missing,
        }
    }

    /// What the choices that the case did not make would give, where they change the sum due.
    pub fn alternatives(&self, case: &Case, law: &Consultation) -> Vec<Alternative> {
        let imputations =
            [Imputation::InterestFirst, Imputation::PrincipalFirst].map(|imputation| Choices { imputation, ..self.choices });
        let ranks = [LumpSumRank::AfterPrincipal, LumpSumRank::BeforePrincipal]
            .map(|lump_sum_rank| Choices { lump_sum_rank, ..self.choices });
        let contradictory = |choices: &Choices| {
            choices.imputation == Imputation::PrincipalFirst && choices.lump_sum_rank == LumpSumRank::BeforePrincipal
        };
        let others = imputations.into_iter().chain(ranks).filter(|other| *other != self.choices && !contradictory(other));
        let paid = others.filter(|_| !case.claim.payments.is_empty());
        let due = |choices| Self::with(case, law, self.jurisdiction, choices, self.against).totals.due;
        let computed = paid.map(|choices| Alternative { choices, due: due(choices) });
        computed.filter(|alternative| alternative.due != self.totals.due).collect()
    }

    /// The same for a document that asks for principal and interest alone: no lump sum, no penalty clause, no costs. Unchanged where a
    /// payment has settled some of them, which it then has to show.
    #[must_use]
    pub fn without_accessories(mut self) -> Self {
        if self.lines.iter().any(|line| line.imputed.is_some_and(|imputed| !imputed.accessories.is_zero())) {
            return self;
        }
        self.lines.retain(|line| !matches!(line.kind, LineKind::IndemniteForfaitaire | LineKind::ClausePenale | LineKind::Cost));
        self.totals = self.totals.without_accessories();
        self.penalty_clause = None;
        self
    }

    /// The figures and articles of its country.
    pub fn national(&self) -> &'static National {
        National::of(self.jurisdiction)
    }

    /// Some of its interest is raised by a decision.
    pub fn is_raised(&self) -> bool {
        self.interest_lines().any(|line| line.basis == self.national().articles.raised)
    }

    pub fn of_kind(&self, kind: LineKind) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }

    pub fn interest_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.kind.is_interest())
    }

    pub fn has(&self, kind: LineKind) -> bool {
        self.of_kind(kind).next().is_some()
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
    fn lines(self, mut accessories: Euros, national: &National) -> Vec<Line> {
        let line = |(day, rest): (NaiveDate, Euros)| {
            let taken = rest.min(accessories);
            accessories -= taken;
            Line::payment(None, day, rest, Imputed { accessories: taken, ..Imputed::default() }, national)
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

fn principal_basis(terms: &Terms) -> &'static str {
    match terms.case.claim.source {
        _ if terms.case.claim.judgment.is_some() => "Décision de justice",
        Source::Contract => terms.national.articles.contract,
        _ => terms.national.articles.other_source,
    }
}

fn kind_and_basis(case: &Case, national: &National, regime: Regime, schedule: Schedule) -> (LineKind, String) {
    let articles = &national.articles;
    if schedule::legal_interest_of(case).is_some() {
        return (LineKind::InteretLegal, articles.judgment.to_owned());
    }
    if schedule.is_agreed() {
        let clause = case.claim.late_payment_rate.as_ref().and_then(|rate| rate.clause());
        return (LineKind::PenalitesRetard, clause.unwrap_or("taux convenu").to_owned());
    }
    match regime {
        Regime::Commercial => (LineKind::PenalitesRetard, articles.commercial.to_owned()),
        Regime::Public => (LineKind::PenalitesRetard, articles.public.to_owned()),
        Regime::Civil => (LineKind::InteretLegal, articles.civil.to_owned()),
    }
}

/// The interest of the day after, on all that still bears interest: one rounding for each rate.
fn daily_interest(accounts: &[Account], terms: &Terms) -> Option<Euros> {
    let next = terms.case.letter_date.succ_opt()?;
    let year = if terms.course.counts_calendar_years() && next.leap_year() { 366 } else { 365 };
    let mut by_rate: Vec<(Rate, Euros)> = Vec::new();
    for account in accounts.iter().filter(|account| !account.base().is_zero()) {
        let Some(rate) = account.rate_on(terms, next) else { continue };
        match by_rate.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, base)) => *base += account.base(),
            None => by_rate.push((rate, account.base())),
        }
    }
    let sum: Euros = by_rate.iter().map(|(rate, base)| base.interest(*rate, 1, year)).sum();
    (!sum.is_zero()).then_some(sum)
}

/// « un taux inférieur à trois fois le taux d'intérêt légal » (C. com., art. L. 441-10, II), half-year by half-year.
fn below_floor(terms: &Terms) -> Vec<BelowFloor> {
    let (case, law, regime) = (terms.case, terms.law, terms.regime);
    let french = terms.jurisdiction == Jurisdiction::France;
    if !french || regime != Regime::Commercial || !terms.course.schedule().is_agreed() {
        return Vec::new();
    }
    let began = |invoice| regime::accrues_from(terms, invoice, regime::due_day(terms, invoice));
    let Some(first) = case.claim.invoices.iter().filter_map(began).min() else { return Vec::new() };
    let mut half_year = half_year_start(first);
    let mut found = Vec::new();
    while half_year <= case.letter_date {
        let rate = terms.course.rate_on(half_year, half_year);
        let floor = schedule::floor(law, half_year).ok();
        if let Some((_, floor)) = rate.zip(floor).filter(|(rate, floor)| rate < floor) {
            found.push(BelowFloor { half_year, floor });
        }
        half_year = next_half_year(half_year);
    }
    found
}
