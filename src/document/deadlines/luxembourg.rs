//! The periods of Luxembourg: contredit against an order, the months to have it made executory, the declaration in a bankruptcy.

use chrono::{Months, NaiveDate};

use super::super::facts::Facts;
use super::super::french::long_day;
use super::{Deadline, DeadlineStatus, count_on};
use crate::case::event::{EventKind, InsolvencyKind};
use crate::case::letter::CourtKind;
use crate::law::calendar::{End, Place, after_days, after_months, last_working_day, next_working_day};

const CONTREDIT: &str = "lu-contredit";
const EXECUTORY: &str = "lu-ordonnance-executoire";
const DECLARATION: &str = "lu-declaration-creance-delai";
const RELIEF: &str = "lu-declaration-relief-limite";
const PLACE: Place = Place::Luxembourg;

/// From the notification by the greffe (NCPC, art. 133, 139 and 140; 922 and 928).
pub fn order(
    facts: &Facts,
    notified_on: Option<NaiveDate>,
    opposed_on: Option<NaiveDate>,
    executory_on: Option<NaiveDate>,
) -> Vec<Deadline> {
    let Some(notified) = notified_on else { return Vec::new() };
    let contredit = contredit(facts, notified, opposed_on);
    // The text gives no such limit for the order of provision.
    let provision = match facts.court_kind() {
        Some(kind) => kind == CourtKind::TribunalArrondissement,
        None => facts.is_over_justice_de_paix() || facts.value_is_uncertain(),
    };
    let from = match opposed_on {
        Some(opposed) => Some(opposed),
        None => contredit.as_ref().and_then(|deadline| deadline.extended_to.or(deadline.falls_on)),
    };
    let executory = from.filter(|_| !provision).and_then(|from| executory(facts, notified, from, opposed_on, executory_on));
    [contredit, executory].into_iter().flatten().collect()
}

/// « dans un délai de trente jours » from the notification: the last day is extended where it is no working day (NCPC, art. 1260).
fn contredit(facts: &Facts, notified: NaiveDate, opposed_on: Option<NaiveDate>) -> Option<Deadline> {
    let (days, basis) = count_on(facts, CONTREDIT, notified)?;
    let end = after_days(notified, days, PLACE)?;
    let deadline = Deadline::last("contredit", "Dernier jour du contredit du débiteur", end, &basis, facts.case.letter_date);
    let in_time = opposed_on.is_some_and(|on| on <= end.extended_to);
    Some(if in_time { Deadline { status: DeadlineStatus::Met, ..deadline } } else { deadline })
}

/// « dans les six mois » from the end of the thirty days, or from the contredit to go on with the procedure, else « non avenue »
/// (NCPC, art. 139 and 140). Nothing surely extends that end: the safe day is the last working one.
fn executory(
    facts: &Facts,
    notified: NaiveDate,
    from: NaiveDate,
    opposed_on: Option<NaiveDate>,
    executory_on: Option<NaiveDate>,
) -> Option<Deadline> {
    let (months, basis) = count_on(facts, EXECUTORY, notified)?;
    let says = match opposed_on {
        Some(_) => "Dernier jour pour poursuivre la procédure après le contredit, faute de quoi l’ordonnance est non avenue",
        None => "Dernier jour pour demander que l’ordonnance soit rendue exécutoire, faute de quoi elle est non avenue",
    };
    let end = after_months(from, months, PLACE)?;
    let deadline = Deadline::last("rendre-executoire", says, safe(end.falls_on), &basis, facts.case.letter_date);
    let met = executory_on.is_some_and(|on| on <= end.falls_on);
    Some(if met { Deadline { status: DeadlineStatus::Met, ..deadline } } else { deadline })
}

/// « dans un délai de six mois à compter du jugement déclaratif de la faillite », a time-bar; then a year at most to be relieved of it
/// (C. com. lux., art. 466; L. du 22 décembre 1986, art. 3).
pub fn insolvency(facts: &Facts) -> Vec<Deadline> {
    let today = facts.case.letter_date;
    // The text sets a period in a bankruptcy only.
    let open = facts.case.insolvency.as_ref().filter(|open| open.kind == InsolvencyKind::Faillite);
    let Some(insolvency) = open.filter(|open| open.closed_on.is_none_or(|on| on > today)) else { return Vec::new() };
    let judgment = insolvency.judgment_on;
    let Some((months, basis)) = count_on(facts, DECLARATION, judgment) else { return Vec::new() };
    let Some(end) = judgment.checked_add_months(Months::new(months)) else { return Vec::new() };
    let day_off = if safe(end).falls_on == end {
        String::new()
    } else {
        format!("\u{202f}; le délai expire le {}, jour chômé", long_day(end))
    };
    let says = format!("Dernier jour pour déclarer la créance{day_off}");
    let declaration = Deadline::last("declaration-de-creance", &says, safe(end), &basis, today);
    let declared = facts.last_event(EventKind::ClaimDeclared).is_some_and(|event| event.on <= end);
    // The day shown is the safe one; the period itself is not said to be over before the working day that follows its end has passed.
    let open = today <= next_working_day(end, PLACE);
    let declaration = match (declared, open) {
        (true, _) => Deadline { status: DeadlineStatus::Met, ..declaration },
        (false, true) => Deadline { status: DeadlineStatus::Running, ..declaration },
        (false, false) => declaration,
    };
    let relief = count_on(facts, RELIEF, judgment).and_then(|(years, basis)| {
        let last = end.checked_add_months(Months::new(12 * years))?;
        let says = "Dernier jour pour demander le relevé de forclusion, dans les quinze jours de la fin de l’empêchement";
        Some(Deadline::last("releve-de-forclusion", says, safe(last), &basis, today))
    });
    [Some(declaration), relief].into_iter().flatten().collect()
}

/// The judgment of a bankruptcy for which no period is loaded. Until the law of 7 August 2023 entered into force the judgment set one, twenty
/// days at most; whether the six months of that law govern a bankruptcy already open, no rule of its articles 85 to 87 says.
pub fn older_judgment(facts: &Facts) -> Option<NaiveDate> {
    let open = facts.case.insolvency.as_ref().filter(|open| facts.is_luxembourg() && open.kind == InsolvencyKind::Faillite)?;
    Some(open.judgment_on).filter(|judgment| count_on(facts, DECLARATION, *judgment).is_none())
}

/// More than the months of today's text have passed since such a judgment: too late on the former text, and on today's.
pub fn declaration_is_late_on_either_text(facts: &Facts) -> bool {
    let today = facts.case.letter_date;
    let end = older_judgment(facts)
        .zip(count_on(facts, DECLARATION, today))
        .and_then(|(judgment, (months, _))| judgment.checked_add_months(Months::new(months)));
    end.is_some_and(|end| end < today)
}

/// No text surely extends it: the last working day is the safe one.
fn safe(end: NaiveDate) -> End {
    let last = last_working_day(end, PLACE);
    End { falls_on: last, extended_to: last }
}
