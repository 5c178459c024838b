//! The end of limitation of each open invoice: which period the law gives, when it began, what interrupted or suspended it. A mise
//! en demeure interrupts nothing. Words nothing.

use chrono::{Datelike, Months, NaiveDate};

use super::facts::Facts;
use crate::case::Case;
use crate::case::claim::{Invoice, Nature, Supply};
use crate::case::event::{Channel, Event, EventKind, Insolvency, InsolvencyKind};
use crate::decompte::Balance;
use crate::law::{Figure, Parameter};

const LEAST_AFTER_MEDIATION: &str = "fr-prescription-suspension-minimum";

/// Which period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// C. civ., art. 2224; C. com., art. L. 110-4.
    Common,
    /// A professional against a consumer (C. conso., art. L. 218-2).
    Consumer,
    /// Carriage of goods (C. com., art. L. 133-6).
    Transport,
    /// Rent of a home (L. n° 89-462, art. 7-1).
    Lease,
    /// Against the State and public bodies (L. n° 68-1250, art. 1).
    Public,
    /// A claim that a decision grants (CPCE, art. L. 111-4).
    Title,
    /// Consumer credit: a time-bar and no limitation (C. conso., art. R. 312-35).
    Credit,
    /// Luxembourg, a merchant's claim (C. com. lux., art. 189).
    LuMerchant,
    /// Luxembourg, what is payable by the year or more often (C. civ. lux., art. 2277).
    LuPeriodic,
    /// Luxembourg, goods that a merchant sold to a private person (C. civ. lux., art. 2272).
    LuGoods,
    /// Luxembourg, any other (C. civ. lux., art. 2262).
    LuCommon,
}

/// When one invoice may no longer be claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limitation {
    pub period: Period,
    /// The last day; `None` while something that has begun keeps it from running.
    pub ends_on: Option<NaiveDate>,
    pub basis: String,
}

impl Limitation {
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.ends_on.is_some_and(|end| end < day)
    }
}

impl Period {
    pub fn of(facts: &Facts) -> Self {
        let case = facts.case;
        if facts.is_luxembourg() {
            return Self::in_luxembourg(case);
        }
        match case.claim.nature {
            _ if case.claim.judgment.is_some() => Self::Title,
            Nature::ConsumerCredit => Self::Credit,
            Nature::ResidentialLease => Self::Lease,
            Nature::Transport => Self::Transport,
            _ if case.debtor.is_public_body() => Self::Public,
            // « Les dispositions de l'article 2224 du code civil […] sont applicables aux actions personnelles relatives à la copropriété »
            // (L. n° 65-557, art. 42): by the nature of the claim, whoever acts.
            Nature::CondominiumCharges => Self::Common,
            _ if case.debtor.is_consumer() && case.creditor.is_professional() => Self::Consumer,
            _ => Self::Common,
        }
    }

    fn in_luxembourg(case: &Case) -> Self {
        let goods = case.claim.supply == Some(Supply::Goods) && case.creditor.is_merchant() && case.debtor.is_consumer();
        match case.claim.nature {
            _ if case.claim.judgment.is_some() => Self::LuCommon,
            Nature::ResidentialLease | Nature::CommercialLease | Nature::CondominiumCharges => Self::LuPeriodic,
            _ if goods => Self::LuGoods,
            // A professional who is no merchant in name may be one in law: the shorter period is the safe one.
            _ if case.creditor.is_professional() || case.debtor.is_professional() => Self::LuMerchant,
            _ => Self::LuCommon,
        }
    }

    fn parameter(self) -> &'static str {
        match self {
            Self::Common => "fr-prescription-commune",
            Self::Consumer => "fr-prescription-consommateur",
            Self::Transport => "fr-prescription-transport",
            Self::Lease => "fr-prescription-bail-habitation",
            Self::Public => "fr-prescription-quadriennale",
            Self::Title => "fr-prescription-titre",
            Self::Credit => "fr-forclusion-credit-consommation",
            Self::LuMerchant => "lu-prescription-commerciale",
            Self::LuPeriodic => "lu-prescription-periodique",
            Self::LuGoods => "lu-prescription-marchandises",
            Self::LuCommon => "lu-prescription-commune",
        }
    }
}

/// The limitation of each invoice on which principal remains due, where the day it begins is known.
pub fn of(facts: &Facts) -> Vec<Limitation> {
    // Wages have periods of their own, which were not read.
    if facts.case.claim.nature == Nature::Employment {
        return Vec::new();
    }
    facts.open_invoices().filter_map(|(invoice, balance)| of_invoice(facts, invoice, balance)).collect()
}

fn of_invoice(facts: &Facts, invoice: &Invoice, balance: &Balance) -> Option<Limitation> {
    let period = Period::of(facts);
    let law = facts.law.law();
    let parameter = law.parameter(period.parameter())?;
    let count = |parameter: &Parameter| match parameter.values.on(facts.case.letter_date)?.value.figure {
        Figure::Count(count) => Some(count),
        _ => None,
    };
    let french = law.parameter(LEAST_AFTER_MEDIATION).filter(|_| !facts.is_luxembourg());
    let least_after_mediation = french.and_then(count).unwrap_or(0);
    let clock = Clock { period, months: 12 * count(parameter)?, least_after_mediation };
    let ends_on = clock.run(clock.begins(facts, invoice, balance)?, events(facts, balance, period));
    Some(Limitation { period, ends_on, basis: law.cited(&parameter.basis, facts.case.letter_date).to_owned() })
}

/// Something that acts on limitation, from its first day to its end, if it has one.
#[derive(Clone, Copy)]
struct Act {
    on: NaiveDate,
    effect: Effect,
}

#[derive(Clone, Copy, PartialEq)]
enum Effect {
    /// « L'interruption efface le délai de prescription acquis. Elle fait courir un nouveau délai de même durée que l'ancien. »
    /// (C. civ., art. 2231)
    Restarts,
    /// The same, from the end of what interrupts: a case in court, an insolvency procedure; `None` while it lasts.
    RestartsAtEnd(Option<NaiveDate>),
    /// It stands still; in France at least six months remain after a mediation (C. civ., art. 2238).
    Suspends(Option<NaiveDate>),
}

struct Clock {
    period: Period,
    months: u32,
    /// Months that remain at least after a mediation.
    least_after_mediation: u32,
}

impl Clock {
    fn begins(&self, facts: &Facts, invoice: &Invoice, balance: &Balance) -> Option<NaiveDate> {
        match self.period {
            Period::Title => facts.case.claim.judgment.as_ref().map(|judgment| judgment.enforceable_on.unwrap_or(judgment.on)),
            // The year's end of the year in which the right was acquired: the period counts from the first day of the next.
            Period::Public => year_end(invoice.performed_on.or(balance.due_on)?),
            Period::LuCommon if facts.case.claim.judgment.is_some() => {
                facts.case.claim.judgment.as_ref().map(|judgment| judgment.on)
            }
            Period::Consumer | Period::Transport | Period::LuGoods => invoice.performed_on.or(balance.due_on),
            Period::Common | Period::Lease | Period::Credit | Period::LuMerchant | Period::LuPeriodic | Period::LuCommon => {
                balance.due_on
            }
        }
    }

    fn end(&self, from: NaiveDate) -> Option<NaiveDate> {
        let from = if self.period == Period::Public { year_end(from)? } else { from };
        from.checked_add_months(Months::new(self.months))
    }

    /// Runs from `start` through what happened, each act counting only if it came in time.
    fn run(&self, start: NaiveDate, acts: Vec<Act>) -> Option<NaiveDate> {
        let mut end = self.end(start)?;
        for act in acts.into_iter().filter(|act| act.on >= start) {
            if act.on > end {
                return Some(end);
            }
            end = match act.effect {
                Effect::Restarts => self.end(act.on)?,
                Effect::RestartsAtEnd(ended) => self.end(ended?)?,
                Effect::Suspends(ended) => {
                    let ended = ended?;
                    let least = ended.checked_add_months(Months::new(self.least_after_mediation))?;
                    (end + (ended - act.on)).max(least)
                }
            };
        }
        Some(end)
    }
}

/// What acts on the limitation of one invoice, in order of day: recognitions (C. civ., art. 2240) and part payments of that very
/// invoice, claims in court (art. 2241), enforcement (art. 2244), the declaration to the insolvency (C. com., art. L. 622-25-1), a
/// mediation. A time-bar knows only the claim in court and enforcement.
fn events(facts: &Facts, balance: &Balance, period: Period) -> Vec<Act> {
    let own = facts.decompte.lines.iter().filter(|line| line.invoice.as_ref() == Some(&balance.number));
    let payments = own.filter_map(|line| line.received_on).map(|on| Act { on, effect: Effect::Restarts });
    let history = facts.case.history.iter().filter_map(|event| {
        let effect = effect(facts, event, period)?;
        Some(Act { on: event.on, effect })
    });
    let mut acts: Vec<Act> = payments.filter(|_| period != Period::Credit).chain(history).collect();
    acts.sort_by_key(|act| act.on);
    acts
}

fn effect(facts: &Facts, event: &Event, period: Period) -> Option<Effect> {
    let luxembourg = matches!(period, Period::LuMerchant | Period::LuPeriodic | Period::LuGoods | Period::LuCommon);
    match event.kind {
        // In Luxembourg: « Une citation en justice, un commandement ou une saisie » (C. civ. lux., art. 2244), the recognition (art. 2248),
        // and the notification of an order (NCPC, art. 134 and 923). « Le dépôt d'une déclaration de créance […] au dossier de la
        // réorganisation judiciaire suspend la prescription » (L. du 7 août 2023, art. 16); nothing read makes that of a bankruptcy do so.
        EventKind::ClaimDeclared if luxembourg => {
            let reorganised =
                |open: &Insolvency| open.kind == InsolvencyKind::ReorganisationJudiciaire && open.judgment_on <= event.on;
            let open = facts.case.insolvency.as_ref().filter(|open| reorganised(open))?;
            Some(Effect::Suspends(event.ended_on.or(open.closed_on)))
        }
        // « La signature de l'accord en vue de la médiation suspend le cours de la prescription durant la médiation »; it ends a month after
        // the notice to end it, which the case does not tell: the end of the mediation is taken, the earlier day (NCPC, art. 1251-9).
        EventKind::CourtClaim => Some(Effect::RestartsAtEnd(event.ended_on)),
        // The order interrupts by its service (Cass. 1re civ., 10 juillet 1990), not the petition.
        EventKind::PaymentOrderServed => Some(Effect::Restarts),
        // « Le délai de prescription ou le délai de forclusion est également interrompu » (C. civ., art. 2244).
        EventKind::Enforcement => Some(Effect::Restarts),
        _ if period == Period::Credit => None,
        EventKind::Recognition => Some(Effect::Restarts),
        EventKind::ClaimDeclared => Some(Effect::RestartsAtEnd(event.ended_on)),
        EventKind::Mediation => Some(Effect::Suspends(event.ended_on)),
        // « Toute demande de paiement ou toute réclamation écrite adressée par un créancier à l'autorité administrative »
        // interrupts (L. n° 68-1250, art. 2).
        EventKind::Reminder | EventKind::MiseEnDemeure if period == Period::Public => {
            (event.channel != Some(Channel::Phone)).then_some(Effect::Restarts)
        }
        _ => None,
    }
}

fn year_end(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year(), 12, 31)
}
