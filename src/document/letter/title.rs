//! Orders, decisions, insolvency: what a paper after the judge says of them, as text.

use serde_json::json;

use super::super::facts::Facts;
use super::super::french::{long_day, short_day};
use super::{Letter, claim, decompte, party};
use crate::case::event::{EventKind, InsolvencyKind};
use crate::decompte::Schedule;
use crate::money::Euros;

pub fn put(letter: &mut Letter, facts: &Facts) {
    put_order(letter, facts);
    put_judgment(letter, facts);
    put_insolvency(letter, facts);
    put_declared(letter, facts);
    if let Some(security) = &facts.case.claim.security {
        letter.values.put("/claim/security/description", security.description.as_str());
        letter.values.put_some("/claim/security/over", security.over.as_deref());
        letter.values.put_some("/claim/security/proof", security.proof.as_deref());
    }
    if let Some(attempt) = facts.last_event(EventKind::AmicableAttempt) {
        letter.values.put("/history/amicable_attempt/on", long_day(attempt.on));
        letter.values.put_some("/history/amicable_attempt/outcome", attempt.outcome.as_deref());
        let exhibit = attempt.exhibit.map(|number| claim::printed(facts.case, number));
        letter.values.put_some("/history/amicable_attempt/exhibit", exhibit);
    }
}

fn put_order(letter: &mut Letter, facts: &Facts) {
    let Some(order) = facts.order() else { return };
    let values = &mut letter.values;
    values.put("/order/on", long_day(order.given.on));
    values.put_some("/order/reference", order.given.reference.as_deref().map(decompte::bare_number));
    values.put_some("/order/amount", order.given.amount.map(Euros::french));
    if let Some(served) = &order.served {
        values.put("/order/served_on", long_day(served.on));
        let mode = match served.to_person {
            Some(true) => "à personne",
            Some(false) => "autrement qu’à personne",
            None => "",
        };
        values.put("/order/service", mode);
    }
    values.put_some("/order/executory_on", order.executory_on.map(long_day));
    for (id, name) in [
        ("signification", "serve_before"),
        ("opposition", "opposition_until"),
        ("contredit", "opposition_until"),
        ("execution", "enforceable_from"),
        ("rendre-executoire", "executory_before"),
        ("formule-executoire", "formula_before"),
    ] {
        let Some(deadline) = order.deadline(id) else { continue };
        values.put_some(format!("/order/{name}"), deadline.falls_on.map(long_day));
        values.put_some(format!("/order/{name}_extended"), deadline.extended_to.map(long_day));
    }
}

fn put_judgment(letter: &mut Letter, facts: &Facts) {
    let Some(judgment) = &facts.case.claim.judgment else { return };
    let values = &mut letter.values;
    values.put("/judgment/on", long_day(judgment.on));
    values.put_some("/judgment/court", judgment.court.as_deref());
    values.put_some("/judgment/reference", judgment.reference.as_deref().map(decompte::bare_number));
    values.put_some("/judgment/enforceable_on", judgment.enforceable_on.map(long_day));
    values.put_some("/judgment/served_on", judgment.served_on.map(long_day));
    if let Schedule::Legal { raised_from, .. } = facts.decompte.schedule {
        values.put_some("/judgment/raised_from", raised_from.map(long_day));
    }
}

fn put_insolvency(letter: &mut Letter, facts: &Facts) {
    let Some(open) = &facts.case.insolvency else { return };
    let values = &mut letter.values;
    let kind = match open.kind {
        InsolvencyKind::Sauvegarde => "sauvegarde",
        InsolvencyKind::Redressement => "redressement judiciaire",
        InsolvencyKind::Liquidation => "liquidation judiciaire",
        InsolvencyKind::Faillite => "faillite",
        InsolvencyKind::ReorganisationJudiciaire => "réorganisation judiciaire",
    };
    values.put("/insolvency/kind", kind);
    values.put("/insolvency/judgment_on", long_day(open.judgment_on));
    values.put_some("/insolvency/published_on", open.published_on.map(long_day));
    values.put_some("/insolvency/court", open.court.as_deref());
    values.put_some("/insolvency/case_number", open.case_number.as_deref());
    values.put_some("/insolvency/closed_on", open.closed_on.map(long_day));
    if let Some(officer) = &open.officer {
        values.put_some("/insolvency/officer/name", officer.name.as_deref());
        values.put_some(
            "/insolvency/officer/address/line",
            officer.address.as_ref().and_then(|address| party::address_line(address, facts.home())),
        );
    }
    let deadlines = super::super::deadlines::of_case(facts);
    if let Some(last) = deadlines.iter().find(|deadline| deadline.id == "declaration-de-creance") {
        values.put_some("/insolvency/declare_before", last.falls_on.map(long_day));
        values.put_some("/insolvency/declare_before_extended", last.extended_to.map(long_day));
    }
}

fn put_declared(letter: &mut Letter, facts: &Facts) {
    let Some(declared) = facts.declared() else { return };
    let values = &mut letter.values;
    let positive = |amount: Euros| (!amount.is_zero()).then(|| amount.french());
    values.put("/declared/due", declared.due.french());
    values.put("/declared/falling_due", declared.falling_due.french());
    values.put("/declared/principal", (declared.due + declared.falling_due).french());
    values.put_some("/declared/interest", positive(declared.interest));
    values.put_some("/declared/accessories", positive(declared.accessories));
    values.put("/declared/total", declared.total.french());
    values.put_some("/declared/unsecured", declared.unsecured.map(Euros::french));
    values.put_some("/declared/secured", declared.unsecured.map(|rest| (declared.total - rest).french()));
    values.put("/declared/total_words", declared.total.in_words());
    let rows = declared.claims.iter().map(|claimed| {
        json!({
            "number": claimed.invoice.number,
            "label": claimed.invoice.label.clone().unwrap_or_default(),
            "issued_on": claimed.invoice.issued_on.map(short_day).unwrap_or_default(),
            "due_on": claimed.balance.due_on.map(short_day).unwrap_or_default(),
            "state": if claimed.is_due { "échue" } else { "à échoir" },
            "principal": claimed.balance.principal.french(),
            "interest": claimed.balance.interest.french(),
            "exhibit": claimed.invoice.exhibit.map(|number| claim::printed(facts.case, number)).unwrap_or_default(),
        })
    });
    letter.tables.insert("declared", rows.collect());
}
