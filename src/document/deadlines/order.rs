//! The periods of an order for payment (injonction de payer), by the day on which it was rendered: to serve it, to oppose it, to have
//! it made executory under the old rule, to enforce it.

use chrono::NaiveDate;

use super::super::facts::{Facts, Territory};
use super::{Deadline, DeadlineStatus, count_on};
use crate::case::event::{Event, EventKind};
use crate::law::calendar::{End, after_months};

const OPPOSITION: &str = "fr-injonction-opposition";
const SIGNIFICATION: &str = "fr-injonction-signification";
/// Months without opposition after which the order is enforced, for orders from 1 September 2026.
const ATTENTE: &str = "fr-injonction-attente-execution";
/// Months to ask for the executory formula, for orders before 1 March 2022.
const FORMULE: &str = "fr-injonction-formule";

/// The periods of the last order of the case's history.
pub fn of(facts: &Facts) -> Vec<Deadline> {
    let orders = facts.case.history.iter().filter(|event| event.kind == EventKind::PaymentOrder);
    let Some(order) = orders.max_by_key(|event| event.on) else { return Vec::new() };
    let after = |kind: EventKind| {
        let events = facts.case.history.iter().filter(move |event| event.kind == kind && event.on >= order.on);
        events.min_by_key(|event| event.on)
    };
    let order = Order {
        facts,
        rendered: order.on,
        served: after(EventKind::PaymentOrderServed),
        enforced: after(EventKind::Enforcement),
        opposed_on: after(EventKind::Opposition).map(|event| event.on),
    };
    let service = order.service();
    // Served too late, the order is void and nothing runs from it.
    if service.as_ref().is_some_and(|service| service.status == DeadlineStatus::Passed) {
        return service.into_iter().collect();
    }
    [service, order.opposition(), order.formula(), order.enforcement()].into_iter().flatten().collect()
}

struct Order<'a> {
    facts: &'a Facts<'a>,
    rendered: NaiveDate,
    served: Option<&'a Event>,
    enforced: Option<&'a Event>,
    opposed_on: Option<NaiveDate>,
}

impl Order<'_> {
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
        let served = self.served?;
        let (months, basis) = self.months(OPPOSITION)?;
        let says = "Dernier jour de l’opposition du débiteur";
        let start = if served.to_person == Some(true) { Some(served.on) } else { self.enforced.map(|act| act.on) };
        let Some(start) = start else {
            let open = "L’opposition reste ouverte : la signification n’est pas indiquée comme faite à personne, et aucune mesure d’exécution n’a suivi";
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
        let says = "Premier jour où l’ordonnance peut être exécutée, si aucune opposition n’est connue";
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

    /// Before a mainland court, one month more for who lives overseas, two abroad (C. proc. civ., art. 643). The court is in principle
    /// the debtor's own (art. 1406): none is added overseas unless the case says that the court is elsewhere.
    fn distance(&self) -> u32 {
        let debtor = self.facts.territory_of(&self.facts.case.debtor);
        let id = match debtor {
            Territory::Abroad => "fr-delai-etranger",
            Territory::Overseas(_) if self.facts.court_territory() == Some(Territory::Mainland) => "fr-delai-outre-mer",
            _ => return 0,
        };
        self.months(id).map_or(0, |(months, _)| months)
    }
}
