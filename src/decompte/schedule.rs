//! The yearly rate as it goes on in time: periods at one rate, and the lowest rate that a contract may set. Computes no amount.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use super::national::{BCE, National};
use super::regime::{Regime, legal_column};
use crate::case::Case;
use crate::case::terms::{DayCount, Judgment, JudgmentInterest, LatePaymentRate};
use crate::law::parameter::{half_year_start, next_half_year};
use crate::law::{Consultation, Jurisdiction, NoValueInForce};
use crate::money::Rate;

/// How many times the French legal rate an agreed rate must reach.
const PLANCHER: &str = "fr-penalites-plancher-multiple";

/// How the yearly rate goes on in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// The ECB's rate of each half-year and the points of the law: « […] le taux applicable pendant le premier semestre de l'année
    /// concernée est le taux en vigueur au 1er janvier […] » (C. com., art. L. 441-10, II); in Luxembourg, L. du 18 avril 2004, art. 3.
    Statutory {
        points: &'static str,
    },
    /// « […] en vigueur au premier jour du semestre […] au cours duquel les intérêts moratoires ont commencé à courir, majoré
    /// de huit points » (CCP, art. R. 2192-31)
    StatutoryFrozen {
        points: &'static str,
    },
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
        /// fin., art. L. 313-3); in Luxembourg by three points, three months after its service, where it says so (L. du 18 avril 2004,
        /// art. 15): the first day so raised.
        raised_from: Option<NaiveDate>,
    },
}

/// Days at one rate, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rate: Rate,
    /// The points of a decision are in the rate.
    pub raised: bool,
    /// Days of the year by which the yearly rate is divided.
    pub year: u32,
}

impl Schedule {
    pub fn of(case: &Case, law: &Consultation, jurisdiction: Jurisdiction, regime: Regime) -> Self {
        let national = National::of(jurisdiction);
        let legal = legal_column(case, national);
        if let Some(judgment) = legal_interest_of(case) {
            return Self::Legal { parameter: legal, raised_from: raised_from(judgment, law, jurisdiction) };
        }
        let agreed = case.claim.late_payment_rate.as_ref().filter(|_| regime != Regime::Public);
        match (agreed, regime) {
            (Some(LatePaymentRate::Agreed { rate, .. }), _) => Self::Agreed(*rate),
            (Some(LatePaymentRate::LegalMultiple { times, .. }), _) => Self::LegalTimes { parameter: legal, times: *times },
            (Some(LatePaymentRate::RefinancingPlus { points, .. }), _) => Self::BcePlus(*points),
            (_, Regime::Commercial) => Self::Statutory { points: national.points },
            (_, Regime::Public) if national.public_rate_is_frozen => Self::StatutoryFrozen { points: national.public_points },
            (_, Regime::Public) => Self::Statutory { points: national.public_points },
            (_, Regime::Civil) => Self::Legal { parameter: legal, raised_from: None },
        }
    }

    /// The figures of the law that it may read.
    pub fn parameters(self, national: &National) -> Vec<&'static str> {
        match self {
            Self::Agreed(_) => Vec::new(),
            Self::Statutory { points } | Self::StatutoryFrozen { points } => vec![BCE, points],
            Self::BcePlus(_) => vec![BCE],
            Self::LegalTimes { parameter, .. } => vec![parameter],
            Self::Legal { parameter, .. } => vec![parameter, national.raise],
        }
    }

    /// Whether the contract sets the rate.
    pub fn is_agreed(self) -> bool {
        matches!(self, Self::Agreed(_) | Self::LegalTimes { .. } | Self::BcePlus(_))
    }

    /// Whether the rate is set anew each half-year.
    pub fn is_by_half_year(self) -> bool {
        !matches!(self, Self::Agreed(_) | Self::StatutoryFrozen { .. })
    }
}

/// The decision whose interest is the legal one.
pub fn legal_interest_of(case: &Case) -> Option<&Judgment> {
    case.claim.judgment.as_ref().filter(|judgment| judgment.interest == JudgmentInterest::Legal)
}

/// The day after the months: they end on the same day of the month, else on its last day (C. proc. civ., art. 641; NCPC, art. 1258).
/// In France they count from the day on which the decision is enforceable; in Luxembourg from its service, where it grants the points.
fn raised_from(judgment: &Judgment, law: &Consultation, jurisdiction: Jurisdiction) -> Option<NaiveDate> {
    let from = match jurisdiction {
        Jurisdiction::France => judgment.enforceable_on?,
        Jurisdiction::Luxembourg => judgment.served_on.filter(|_| judgment.increase_ordered)?,
    };
    let months = law.count(National::of(jurisdiction).raise_delay, from).ok()?;
    from.checked_add_months(Months::new(months))?.succ_opt()
}

/// The rates of one case, each looked up once.
pub struct Course<'a> {
    law: &'a Consultation<'a>,
    schedule: Schedule,
    national: &'static National,
    /// The year counts the days it has; else 365.
    calendar: bool,
    /// Days on which the points of the law change.
    changes: Vec<NaiveDate>,
    known: RefCell<BTreeMap<NaiveDate, Result<Rate, NoValueInForce>>>,
}

impl<'a> Course<'a> {
    pub fn new(law: &'a Consultation<'a>, schedule: Schedule, jurisdiction: Jurisdiction, count: Option<DayCount>) -> Self {
        let national = National::of(jurisdiction);
        let calendar = national.calendar_years && count != Some(DayCount::Fixed365);
        let changes = match schedule {
            Schedule::Statutory { points } => {
                law.law().parameter(points).map(|parameter| parameter.values.entries().iter().map(|entry| entry.from).collect())
            }
            _ => None,
        };
        Self { law, schedule, national, calendar, changes: changes.unwrap_or_default(), known: RefCell::default() }
    }

    /// Whether interest is counted by the days that each year has.
    pub fn counts_calendar_years(&self) -> bool {
        self.calendar
    }

    fn days_of_year(&self, day: NaiveDate) -> u32 {
        if self.calendar && day.leap_year() { 366 } else { 365 }
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
            let year = self.days_of_year(next);
            let (anchor, last) = match self.schedule {
                Schedule::Agreed(_) => (next, self.last_of_its_year(next, to)),
                Schedule::StatutoryFrozen { .. } => (half_year_start(began), to),
                _ => (half_year_start(next), next_half_year(next).pred_opt().unwrap_or(to).min(to)),
            };
            let (anchor, last) = self.at_one_margin(anchor, next, last);
            let (last, raised) = self.raised(next, last);
            each(self.rate(anchor, raised).map(|rate| Period { from: next, to: last, rate, raised, year }));
            let Some(after) = last.succ_opt() else { break };
            next = after;
        }
    }

    /// Where each year counts its own days, a period ends with its year.
    fn last_of_its_year(&self, from: NaiveDate, to: NaiveDate) -> NaiveDate {
        let end = NaiveDate::from_ymd_opt(from.year(), 12, 31).filter(|_| self.calendar);
        end.map_or(to, |end| end.min(to))
    }

    /// The points of the law may change within a half-year: from then on its rate is another, anchored on that day.
    fn at_one_margin(&self, anchor: NaiveDate, from: NaiveDate, last: NaiveDate) -> (NaiveDate, NaiveDate) {
        let changed = self.changes.iter().rev().find(|change| **change > anchor && **change <= from);
        let next = self.changes.iter().find(|change| **change > from && **change <= last);
        (changed.copied().unwrap_or(anchor), next.and_then(|change| change.pred_opt()).unwrap_or(last))
    }

    /// The rate of one day of interest that began on `began`.
    pub fn rate_on(&self, began: NaiveDate, day: NaiveDate) -> Option<Rate> {
        let mut found = None;
        self.periods(began, day, day, |period| found = period.ok().map(|period| period.rate));
        found
    }

    /// Whether all debts bear the same rate on one day, whenever their interest began.
    pub fn is_uniform(&self) -> bool {
        !matches!(self.schedule, Schedule::StatutoryFrozen { .. })
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
        if raised { Ok(rate + self.law.rate(self.national.raise, anchor)?) } else { Ok(rate) }
    }

    fn look_up(&self, anchor: NaiveDate) -> Result<Rate, NoValueInForce> {
        match self.schedule {
            Schedule::Agreed(rate) => Ok(rate),
            Schedule::Statutory { points } | Schedule::StatutoryFrozen { points } => {
                Ok(self.law.rate(BCE, half_year_start(anchor))? + self.law.rate(points, anchor)?)
            }
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
    let legal = law.rate(National::of(Jurisdiction::France).legal, half_year_start(day))?;
    Ok(legal.times(law.count(PLANCHER, day)?))
}
