//! The yearly rate as it goes on in time: periods at one rate, and the lowest rate that a contract may set. Computes no amount.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::regime::{Regime, legal_column};
use crate::case::Case;
use crate::case::terms::{Judgment, JudgmentInterest, LatePaymentRate};
use crate::law::parameter::{half_year_start, next_half_year};
use crate::law::{Consultation, NoValueInForce};
use crate::money::Rate;

/// ECB refinancing rate on the first day of each half-year.
pub const BCE: &str = "fr-bce-refinancement";
/// Points added to it between professionals.
pub const MAJORATION: &str = "fr-penalites-majoration";
/// Points added to it in public procurement.
pub const MAJORATION_PUBLIQUE: &str = "fr-marche-public-majoration";
/// How many times the legal rate an agreed rate must reach.
pub const PLANCHER: &str = "fr-penalites-plancher-multiple";
/// Points added to the legal rate of a claim that a decision grants.
pub const MAJORATION_JUGEMENT: &str = "fr-majoration-l313-3";
/// Months after which they are.
pub const MAJORATION_JUGEMENT_DELAI: &str = "fr-majoration-l313-3-delai";

/// How the yearly rate goes on in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// « […] le taux applicable pendant le premier semestre de l'année concernée est le taux en vigueur au 1er janvier […] »
    /// (C. com., art. L. 441-10, II)
    BcePlusTen,
    /// « […] en vigueur au premier jour du semestre […] au cours duquel les intérêts moratoires ont commencé à courir, majoré
    /// de huit points » (CCP, art. R. 2192-31)
    BcePlusEightFrozen,
    Agreed(Rate),
    /// So many times the legal rate, as agreed.
    LegalTimes {
        parameter: &'static str,
        times: u32,
    },
    /// The ECB's rate and the points agreed.
    BcePlus(Rate),
    /// The column is the creditor's, whoever the debtor is (C. mon. fin., art. L. 313-2).
    Legal {
        parameter: &'static str,
        /// « En cas de condamnation pécuniaire par décision de justice, le taux de l'intérêt légal est majoré de cinq points à
        /// l'expiration d'un délai de deux mois à compter du jour où la décision de justice est devenue exécutoire » (C. mon.
        /// fin., art. L. 313-3): the first day so raised.
        raised_from: Option<NaiveDate>,
    },
}

/// Days at one rate, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rate: Rate,
    /// The five points are in the rate.
    pub raised: bool,
}

impl Schedule {
    pub fn of(case: &Case, law: &Consultation, regime: Regime) -> Self {
        if let Some(judgment) = legal_interest_of(case) {
            return Self::Legal { parameter: legal_column(case), raised_from: raised_from(judgment, law) };
        }
        let agreed = case.claim.late_payment_rate.as_ref().filter(|_| regime != Regime::Public);
        match (agreed, regime) {
            (Some(LatePaymentRate::Agreed { rate, .. }), _) => Self::Agreed(*rate),
            (Some(LatePaymentRate::LegalMultiple { times, .. }), _) => {
                Self::LegalTimes { parameter: legal_column(case), times: *times }
            }
            (Some(LatePaymentRate::RefinancingPlus { points, .. }), _) => Self::BcePlus(*points),
            (_, Regime::Commercial) => Self::BcePlusTen,
            (_, Regime::Public) => Self::BcePlusEightFrozen,
            (_, Regime::Civil) => Self::Legal { parameter: legal_column(case), raised_from: None },
        }
    }

    /// The figures of the law that it may read.
    pub fn parameters(self) -> Vec<&'static str> {
        match self {
            Self::Agreed(_) => Vec::new(),
            Self::BcePlusTen => vec![BCE, MAJORATION],
            Self::BcePlusEightFrozen => vec![BCE, MAJORATION_PUBLIQUE],
            Self::BcePlus(_) => vec![BCE],
            Self::LegalTimes { parameter, .. } => vec![parameter],
            Self::Legal { parameter, .. } => vec![parameter, MAJORATION_JUGEMENT],
        }
    }

    /// Whether the contract sets the rate.
    pub fn is_agreed(self) -> bool {
        matches!(self, Self::Agreed(_) | Self::LegalTimes { .. } | Self::BcePlus(_))
    }

    /// Whether the rate is set anew each half-year.
    pub fn is_by_half_year(self) -> bool {
        !matches!(self, Self::Agreed(_) | Self::BcePlusEightFrozen)
    }
}

/// The decision whose interest is the legal one.
pub fn legal_interest_of(case: &Case) -> Option<&Judgment> {
    case.claim.judgment.as_ref().filter(|judgment| judgment.interest == JudgmentInterest::Legal)
}

/// The day after the two months: months end on the same day of the month, else on its last day (C. proc. civ., art. 641).
fn raised_from(judgment: &Judgment, law: &Consultation) -> Option<NaiveDate> {
    let enforceable = judgment.enforceable_on?;
    let months = law.count(MAJORATION_JUGEMENT_DELAI, enforceable).ok()?;
    enforceable.checked_add_months(Months::new(months))?.succ_opt()
}

/// The rates of one case, each looked up once.
pub struct Course<'a> {
    law: &'a Consultation<'a>,
    schedule: Schedule,
    known: RefCell<BTreeMap<NaiveDate, Result<Rate, NoValueInForce>>>,
}

impl<'a> Course<'a> {
    pub fn new(law: &'a Consultation<'a>, schedule: Schedule) -> Self {
        Self { law, schedule, known: RefCell::default() }
    }

    pub fn schedule(&self) -> Schedule {
        self.schedule
    }

    /// Hands over the periods from `from` to `to`, both included, of interest that began on `began`.
    ///
    /// Each half-year has its own period where the rate can change with it; a half-year without a rate is an error of its own,
    /// so that all are named at once.
    pub fn periods(
        &self,
        began: NaiveDate,
        from: NaiveDate,
        to: NaiveDate,
        mut each: impl FnMut(Result<Period, NoValueInForce>),
    ) {
        let mut next = from;
        while next <= to {
            let (anchor, last) = match self.schedule {
                Schedule::Agreed(_) => (next, to),
                Schedule::BcePlusEightFrozen => (half_year_start(began), to),
                _ => (half_year_start(next), next_half_year(next).pred_opt().unwrap_or(to).min(to)),
            };
            let (last, raised) = self.raised(next, last);
            each(self.rate(anchor, raised).map(|rate| Period { from: next, to: last, rate, raised }));
            let Some(after) = last.succ_opt() else { break };
            next = after;
        }
    }

    /// The rate of one day of interest that began on `began`.
    pub fn rate_on(&self, began: NaiveDate, day: NaiveDate) -> Option<Rate> {
        let mut found = None;
        self.periods(began, day, day, |period| found = period.ok().map(|period| period.rate));
        found
    }

    /// Whether all debts bear the same rate on one day, whenever their interest began.
    pub fn is_uniform(&self) -> bool {
        self.schedule != Schedule::BcePlusEightFrozen
    }

    /// The last day of the period from `from`, and whether the five points are in it.
    fn raised(&self, from: NaiveDate, last: NaiveDate) -> (NaiveDate, bool) {
        match self.schedule {
            Schedule::Legal { raised_from: Some(first), .. } if from < first && first <= last => {
                (first.pred_opt().unwrap_or(last), false)
            }
            Schedule::Legal { raised_from: Some(first), .. } => (last, from >= first),
            _ => (last, false),
        }
    }

    fn rate(&self, anchor: NaiveDate, raised: bool) -> Result<Rate, NoValueInForce> {
        if let Schedule::Agreed(rate) = self.schedule {
            return Ok(rate);
        }
        let rate = self.known.borrow_mut().entry(anchor).or_insert_with(|| self.look_up(anchor)).clone()?;
        if raised { Ok(rate + self.law.rate(MAJORATION_JUGEMENT, anchor)?) } else { Ok(rate) }
    }

    fn look_up(&self, anchor: NaiveDate) -> Result<Rate, NoValueInForce> {
        match self.schedule {
            Schedule::Agreed(rate) => Ok(rate),
            Schedule::BcePlusTen => bce_plus(self.law, MAJORATION, anchor),
            Schedule::BcePlusEightFrozen => bce_plus(self.law, MAJORATION_PUBLIQUE, anchor),
            Schedule::BcePlus(points) => Ok(self.law.rate(BCE, anchor)? + points),
            Schedule::LegalTimes { parameter, times } => Ok(self.law.rate(parameter, anchor)?.times(times)),
            Schedule::Legal { parameter, .. } => self.law.rate(parameter, anchor),
        }
    }
}

/// The lowest rate that a contract may set between professionals on `day`: « un taux inférieur à trois fois le taux d'intérêt
/// légal » is forbidden (C. com., art. L. 441-10, II).
///
/// # Errors
/// When the legal rate of that half-year is not known.
pub fn floor(law: &Consultation, day: NaiveDate) -> Result<Rate, NoValueInForce> {
    let legal = law.rate(super::regime::LEGAL_AUTRES, half_year_start(day))?;
    Ok(legal.times(law.count(PLANCHER, day)?))
}

fn bce_plus(law: &Consultation, points: &str, anchor: NaiveDate) -> Result<Rate, NoValueInForce> {
    Ok(law.rate(BCE, anchor)? + law.rate(points, anchor)?)
}
