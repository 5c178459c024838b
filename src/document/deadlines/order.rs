//! The periods of an order for payment (injonction de payer), by the day on which it was rendered: to serve it, to oppose it, to have
//! it made executory under the old rule, to enforce it.

use chrono::NaiveDate;

use super::super::facts::Facts;
use super::{Deadline, DeadlineStatus, count_on, luxembourg};
use crate::case::event::{Event, EventKind};
use crate::case::territory::Territory;
use crate::law::calendar::{End, after_months};

const OPPOSITION: &str = "fr-injonction-opposition";
const SIGNIFICATION: &str = "fr-injonction-signification";
/// Months without opposition after which the order is enforced, for orders from 1 September 2026.
const ATTENTE: &str = "fr-injonction-attente-execution";
/// Months to ask for the executory formula, for orders before 1 March 2022.
const FORMULE: &str = "fr-injonction-formule";

/// First orders under the décret n° 2026-96 of 16 February 2026.
const THIRD_REGIME: (i32, u32, u32) = (2026, 9, 1);

/// The rules of a French order, by the day on which it was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderRegime {
    /// Before 1 March 2022: the formula is asked for.
    First,
    /// Before 1 September 2026: served within six months.
    Second,
    /// Since then: served within three months, enforced after two.
    Third,
    Luxembourg,
}

/// What became of the last order of a case's history, and the periods that run from it.
#[derive(Debug, Clone)]
pub struct Order {
    pub given: Event,
    pub regime: OrderRegime,
    pub served: Option<Event>,
    pub executory_on: Option<NaiveDate>,
    pub is_opposed: bool,
    pub deadlines: Vec<Deadline>,
}

impl Order {
    pub fn of(facts: &Facts) -> Option<Self> {
        let given = facts.last_event(EventKind::PaymentOrder)?;
        let after = |kind: EventKind| {
            let events = facts.case.history.iter().filter(move |event| event.kind == kind && event.on >= given.on);
            events.min_by_key(|event| event.on)
        };
        let course = Course {
            facts,
            rendered: given.on,
            served: after(EventKind::PaymentOrderServed),
            in_person: facts
                .case
                .history
                .iter()
                .filter(|event| {
                    event.kind == EventKind::PaymentOrderServed && event.on >= given.on && event.to_person == Some(true)
                })
                .min_by_key(|event| event.on),
            enforced: after(EventKind::Enforcement),
            opposed_on: after(EventKind::Opposition).map(|event| event.on),
        };
        let executory_on = after(EventKind::PaymentOrderExecutory).map(|event| event.on);
        let luxembourg = facts.is_luxembourg();
        Some(Self {
            given: given.clone(),
            regime: if luxembourg { OrderRegime::Luxembourg } else { course.regime() },
            served: course.served.cloned(),
            executory_on,
            is_opposed: if luxembourg { course.opposed_on.is_some() } else { course.is_opposed() },
            deadlines: if luxembourg {
                luxembourg::order(facts, course.served.map(|event| event.on), course.opposed_on, executory_on)
            } else {
                course.deadlines()
            },
        })
    }

    pub fn deadline(&self, id: &str) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.id == id)
    }

    /// Not served, or not made executory, in time: it is void.
    pub fn is_lapsed(&self) -> bool {
        let passed = |id: &str| self.deadline(id).is_some_and(|deadline| deadline.status == DeadlineStatus::Passed);
        passed("signification") || passed("formule-executoire") || passed("rendre-executoire")
    }

    /// An opposition may still come.
    pub fn opposition_is_open(&self) -> bool {
        // « aussi longtemps que l'ordonnance […] n'a pas été rendue exécutoire » (NCPC, art. 135 and 924).
        if self.regime == OrderRegime::Luxembourg {
            return self.served.is_some() && self.executory_on.is_none();
        }
        let open = |deadline: &Deadline| matches!(deadline.status, DeadlineStatus::Running | DeadlineStatus::Suspended);
        self.deadline("opposition").or_else(|| self.deadline("contredit")).is_some_and(open)
    }

    /// It may be enforced, as far as the case says.
    pub fn is_enforceable(&self) -> bool {
        let by_time = self.deadline("execution").is_some_and(|deadline| deadline.status == DeadlineStatus::Met);
        !self.is_opposed && (by_time || self.executory_on.is_some())
    }
}

struct Course<'a> {
    facts: &'a Facts<'a>,
    rendered: NaiveDate,
    served: Option<&'a Event>,
    /// The first service to the debtor in person.
    in_person: Option<&'a Event>,
    enforced: Option<&'a Event>,
    opposed_on: Option<NaiveDate>,
}

impl Course<'_> {
    fn regime(&self) -> OrderRegime {
        let (year, month, day) = THIRD_REGIME;
        let third = NaiveDate::from_ymd_opt(year, month, day).is_some_and(|first| self.rendered >= first);
        match (self.months(FORMULE), third) {
            (Some(_), _) => OrderRegime::First,
            (None, false) => OrderRegime::Second,
            (None, true) => OrderRegime::Third,
        }
    }

    fn deadlines(&self) -> Vec<Deadline> {
        let service = self.service();
        // Served too late, the order is void and nothing runs from it.
        if service.as_ref().is_some_and(|service| service.status == DeadlineStatus::Passed) {
            return service.into_iter().collect();
        }
        [service, self.opposition(), self.formula(), self.enforcement()].into_iter().flatten().collect()
    }

    /// « L'ordonnance portant injonction de payer est non avenue si elle n'a pas été signifiée » in time (C. proc. civ., art. 1411).
    fn service(&self) -> Option<Deadline> {
        let (months, basis) = self.months(SIGNIFICATION)?;
        let end = self.end(self.rendered, months)?;
        let says = "Dernier jour pour signifier l’ordonnance, faute de quoi elle est non avenue";
        let deadline = Deadline::last("signification", says, end, &basis, self.facts.case.letter_date);
        Some(match self.served {
            Some(served) if served.on <= end.extended_to => Deadline { status: DeadlineStatus::Met, ..deadline },
            Some(_) => Deadline { status: DeadlineStatus::Passed, ..deadline },
            None => deadline,
        })
    }

    /// « L'opposition est formée dans le mois qui suit la signification de l'ordonnance. Toutefois, si la signification n'a pas été
    /// faite à personne, l'opposition est recevable jusqu'à l'expiration du délai d'un mois suivant le premier acte signifié à
    /// personne ou, à défaut, suivant la première mesure d'exécution » (C. proc. civ., art. 1416).
    fn opposition(&self) -> Option<Deadline> {
        self.served?;
        let (months, basis) = self.months(OPPOSITION)?;
        let says = &format!("Dernier jour de l’opposition du débiteur{}", self.distance_words());
        let start = self.in_person.or(self.enforced).map(|act| act.on);
        let Some(start) = start else {
            let open = "Opposition du débiteur, ouverte tant que l’ordonnance n’est pas signifiée à personne et qu’aucune mesure d’exécution n’a suivi";
            return Some(Deadline::standing("opposition", open, &basis));
        };
        let end = self.end(start, months + self.distance())?;
        let deadline = Deadline::last("opposition", says, end, &basis, self.facts.case.letter_date);
        let in_time = self.opposed_on.is_some_and(|on| on <= end.extended_to);
        Some(if in_time { Deadline { status: DeadlineStatus::Met, ..deadline } } else { deadline })
    }

    /// An opposition came while it still could: without a day on which it ends, any does.
    fn is_opposed(&self) -> bool {
        let end = self.opposition().and_then(|deadline| deadline.extended_to.or(deadline.falls_on));
        self.opposed_on.is_some_and(|on| end.is_none_or(|end| on <= end))
    }

    /// Orders before 1 March 2022: the formula is asked for within the month after the period of opposition.
    fn formula(&self) -> Option<Deadline> {
        let (months, basis) = self.months(FORMULE)?;
        let unopposed = self.unopposed_on(self.served?)?;
        let end = self.end(unopposed, months)?;
        let says = "Dernier jour pour demander la formule exécutoire, faute de quoi l’ordonnance est non avenue";
        Some(Deadline::last("formule-executoire", says, end, &basis, self.facts.case.letter_date))
    }

    /// The first day on which it may be enforced, unless it is opposed.
    fn enforcement(&self) -> Option<Deadline> {
        // Under the old rule it is the formula, once obtained, that allows it.
        if self.is_opposed() || self.months(FORMULE).is_some() {
            return None;
        }
        let served = self.served?;
        let unopposed = self.unopposed_on(served)?;
        let (waited, basis) = match self.months(ATTENTE) {
            Some((months, basis)) => (self.end(served.on, months)?.extended_to, basis),
            None => (unopposed, "C. proc. civ., art. 1422".to_owned()),
        };
        let first = waited.max(unopposed).succ_opt()?;
        let distance = self.distance_words();
        let says = &format!("Premier jour où l’ordonnance peut être exécutée, si aucune opposition n’est connue{distance}");
        let today = self.facts.case.letter_date;
        let status = if first <= today { DeadlineStatus::Met } else { DeadlineStatus::Running };
        let end = End { falls_on: first, extended_to: first };
        Some(Deadline { status, ..Deadline::last("execution", says, end, &basis, today) })
    }

    /// The end of the month that suspends enforcement, however the order was served (C. proc. civ., art. 1422).
    fn unopposed_on(&self, served: &Event) -> Option<NaiveDate> {
        let (months, _) = self.months(OPPOSITION)?;
        Some(self.end(served.on, months + self.distance())?.extended_to)
    }

    fn end(&self, from: NaiveDate, months: u32) -> Option<End> {
        after_months(from, months, self.facts.place_of(&self.facts.case.debtor))
    }

    /// Figures are those of the order's own day.
    fn months(&self, id: &str) -> Option<(u32, String)> {
        count_on(self.facts, id, self.rendered)
    }

    /// Said with the field that adds it.
    fn distance_words(&self) -> &'static str {
        if self.distance() == 0 { "" } else { ", délai de distance compris, selon l’adresse du débiteur (debtor.address)" }
    }

    /// Before a mainland court, one month more for who lives overseas, two abroad (C. proc. civ., art. 643). The court is in principle
    /// the debtor's own (art. 1406): none is added overseas unless the case says that the court is elsewhere.
    fn distance(&self) -> u32 {
        let debtor = self.facts.territory_of(&self.facts.case.debtor);
        let id = match debtor {
            Territory::Abroad => "fr-delai-etranger",
            _ if debtor.is_overseas() && self.facts.court_territory() == Some(Territory::Mainland) => "fr-delai-outre-mer",
            _ => return 0,
        };
        self.months(id).map_or(0, |(months, _)| months)
    }
}
