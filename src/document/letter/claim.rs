//! The claim as a letter tells it: invoices, grounds, facts, history, exhibits.

use chrono::NaiveDate;
use serde_json::json;

use super::super::facts::Facts;
use super::super::french::{counted, days_together, listed, long_day, short_day};
use super::Letter;
use crate::case::Case;
use crate::case::bundle::Accepted;
use crate::case::event::{Channel, Event, EventKind};

pub fn put(letter: &mut Letter, facts: &Facts) {
    let case = facts.case;
    letter.values.put_some("/reference", case.reference.as_deref());
    letter.values.put_some("/place", case.place.as_deref());
    letter.values.put("/letter_date", long_day(case.letter_date));
    letter.values.put_some("/claim/grounds", case.claim.grounds.as_deref());
    letter.values.put_some("/claim/joint_liability", case.claim.joint_liability.as_deref());
    letter
        .values
        .put_some("/claim/late_payment_rate/clause", case.claim.late_payment_rate.as_ref().and_then(|rate| rate.clause()));
    letter
        .values
        .put_some("/claim/clause_penale/clause", case.claim.clause_penale.as_ref().and_then(|clause| clause.clause.as_deref()));
    put_invoices(letter, facts);
    put_payments(letter, case);
    put_history(letter, facts);
    put_exhibits(letter, facts);
    let facts_table =
        case.claim.facts.iter().map(|fact| json!({ "text": fact.text, "exhibits": exhibits_named(case, &fact.exhibits) }));
    letter.tables.insert("facts", facts_table.collect());
    letter.counts.insert("/claim/costs".to_owned(), case.claim.costs.len());
    for (index, cost) in case.claim.costs.iter().enumerate() {
        letter.values.put_some(format!("/claim/costs/{index}/receipt"), cost.receipt.as_deref());
    }
}

fn put_invoices(letter: &mut Letter, facts: &Facts) {
    let case = facts.case;
    letter.counts.insert("/claim/invoices".to_owned(), case.claim.invoices.len());
    let mut rows = Vec::new();
    for (index, (invoice, balance)) in case.claim.invoices.iter().zip(&facts.decompte.balances).enumerate() {
        let late = balance.due_on.map(|due| (case.letter_date - due).num_days()).filter(|days| *days > 0);
        let row = [
            ("number", Some(invoice.number.clone())),
            ("label", invoice.label.clone()),
            ("issued_on", invoice.issued_on.map(short_day)),
            ("issued_on_long", invoice.issued_on.map(long_day)),
            ("due_on", balance.due_on.map(short_day)),
            ("due_on_long", balance.due_on.map(long_day)),
            ("days_late", late.map(|days| counted(usize::try_from(days).unwrap_or(0), "jour"))),
            ("amount", Some(invoice.amount.french())),
            ("paid", (!balance.paid.is_zero()).then(|| balance.paid.french())),
            ("balance", Some(balance.principal.french())),
            ("exhibit", invoice.exhibit.map(|number| printed(case, number))),
        ];
        for (name, text) in &row {
            letter.values.put_some(format!("/claim/invoices/{index}/{name}"), text.clone());
        }
        rows.push(
            row.into_iter().map(|(name, text)| (name, text.unwrap_or_default())).collect::<std::collections::BTreeMap<_, _>>(),
        );
    }
    letter.tables.insert("invoices", json!(rows));
}

fn put_payments(letter: &mut Letter, case: &Case) {
    letter.counts.insert("/claim/payments".to_owned(), case.claim.payments.len());
    let rows = case.claim.payments.iter().map(|payment| {
        json!({
            "received_on": short_day(payment.received_on),
            "received_on_long": long_day(payment.received_on),
            "amount": payment.amount.french(),
            "invoice": payment.invoice.clone().unwrap_or_default(),
            "exhibit": payment.exhibit.map(|number| printed(case, number)).unwrap_or_default(),
        })
    });
    letter.tables.insert("payments", rows.collect());
}

fn put_history(letter: &mut Letter, facts: &Facts) {
    let case = facts.case;
    let mut history: Vec<&Event> = case.history.iter().collect();
    history.sort_by_key(|event| event.on);
    let luxembourg = facts.is_luxembourg();
    let rows = history.into_iter().map(|event| {
        json!({
            "on": short_day(event.on),
            "kind_label": kind_label(event.kind),
            "amount": event.amount.map(crate::money::Euros::french).unwrap_or_default(),
            "expected_on_long": event.expected_on.map(long_day).unwrap_or_default(),
            "kept": event.kind == EventKind::Promise && facts.is_kept(event),
            "overdue": event.expected_on.is_some_and(|day| day < case.letter_date),
            "on_long": long_day(event.on),
            "kind": event.kind,
            "by": event.by.clone().unwrap_or_default(),
            "channel_label": event.channel.map(|channel| channel_label(channel, luxembourg)).unwrap_or_default(),
            "reference": event.reference.clone().unwrap_or_default(),
            "received_on": event.received_on.map(short_day).unwrap_or_default(),
            "presented_on": event.presented_on.map(short_day).unwrap_or_default(),
            "received_on_long": event.received_on.or(event.presented_on).map(long_day).unwrap_or_default(),
            "outcome": event.outcome.clone().unwrap_or_default(),
            "exhibit": event.exhibit.map(|number| printed(case, number)).unwrap_or_default(),
        })
    });
    letter.tables.insert("history", rows.collect());

    let mut reminders: Vec<NaiveDate> = days_of(case, EventKind::Reminder);
    reminders.sort_unstable();
    reminders.dedup();
    if !reminders.is_empty() {
        let words = days_together(&reminders);
        let previous = if reminders.len() == 1 { format!("Notre rappel du {words}") } else { format!("Nos rappels des {words}") };
        letter.values.put("/history/previous", previous);
        let outcome = match (reminders.len(), case.claim.payments.is_empty()) {
            (1, false) if luxembourg => "est resté sans suite complète",
            (_, false) if luxembourg => "sont restés sans suite complète",
            (1, false) => "n’a pas suffi",
            (_, false) => "n’ont pas suffi",
            (1, true) => "n’a pas permis d’obtenir le paiement",
            (_, true) => "n’ont pas permis d’obtenir le paiement",
        };
        letter.values.put("/history/previous_outcome", outcome);
    }
    if let Some(promise) = facts.last_event(EventKind::Promise) {
        letter.values.put("/history/promise/on", long_day(promise.on));
        letter.values.put_some("/history/promise/amount", promise.amount.map(crate::money::Euros::french));
        letter.values.put_some("/history/promise/expected_on", promise.expected_on.map(long_day));
    }
    if let Some(notice) = facts.mise_en_demeure() {
        letter.values.put("/history/mise_en_demeure/sent_on", long_day(notice.on));
        letter.values.put_some("/history/mise_en_demeure/received_on", notice.received_on.or(notice.presented_on).map(long_day));
    }
}

fn put_exhibits(letter: &mut Letter, facts: &Facts) {
    let case = facts.case;
    letter.counts.insert("/exhibits".to_owned(), case.exhibits.len());
    let mut rows = Vec::new();
    for (index, exhibit) in case.exhibits.iter().enumerate() {
        letter.values.put(format!("/exhibits/{index}/title"), exhibit.title.clone());
        rows.push(json!({
            "number": printed(case, u32::try_from(index + 1).unwrap_or(u32::MAX)),
            "title": exhibit.title,
            "dated_on": exhibit.dated_on.map(long_day).unwrap_or_default(),
            "pages": exhibit.pages.map(|pages| pages.to_string()).unwrap_or_default(),
            "missing": facts.accepted.get(index).into_iter().flatten().map(missing).collect::<Vec<_>>(),
        }));
    }
    letter.tables.insert("exhibits", json!(rows));
    let pages: Option<u32> = case.exhibits.iter().map(|exhibit| exhibit.pages).sum();
    letter.values.put_some("/exhibits/pages", pages.filter(|pages| *pages > 0).map(|pages| pages.to_string()));
}

/// What is missing of an exhibit, of which the template has the words: an id, « 2, 5 et 9 », and whether that is more than one page.
fn missing(accepted: &Accepted) -> serde_json::Value {
    let pages: Vec<String> = accepted.pages.iter().map(usize::to_string).collect();
    json!({ "id": accepted.loss.id(), "pages": listed(&pages), "several": pages.len() > 1 })
}

/// An exhibit's number as the bordereau prints it: a later set goes on from the first.
pub fn printed(case: &Case, number: u32) -> String {
    number.saturating_add(case.bundle.start).saturating_sub(1).to_string()
}

fn days_of(case: &Case, kind: EventKind) -> Vec<NaiveDate> {
    let before = |event: &&Event| event.kind == kind && event.on <= case.letter_date;
    case.history.iter().filter(before).map(|event| event.on).collect()
}

/// « pièce n° 1 », « pièces n° 1 et 2 ».
fn exhibits_named(case: &Case, numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(|number| printed(case, *number)).collect();
    match words.len() {
        0 => String::new(),
        1 => format!("pièce n°\u{a0}{}", words[0]),
        _ => format!("pièces n°\u{a0}{}", listed(&words)),
    }
}

fn kind_label(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Reminder => "Relance",
        EventKind::MiseEnDemeure => "Mise en demeure",
        EventKind::Call => "Appel téléphonique",
        EventKind::Promise => "Promesse de paiement",
        EventKind::Recognition => "Reconnaissance de la dette",
        EventKind::CourtClaim => "Demande en justice",
        EventKind::Enforcement => "Mesure d’exécution",
        EventKind::Mediation => "Médiation ou conciliation",
        EventKind::AmicableAttempt => "Tentative amiable",
        EventKind::ClaimDeclared => "Déclaration de créance",
        EventKind::PaymentOrder => "Ordonnance de paiement",
        EventKind::PaymentOrderServed => "Signification ou notification de l’ordonnance",
        EventKind::PaymentOrderExecutory => "Ordonnance rendue exécutoire",
        EventKind::Opposition => "Opposition ou contredit",
        EventKind::Other => "Autre événement",
    }
}

fn channel_label(channel: Channel, luxembourg: bool) -> &'static str {
    match channel {
        Channel::Huissier if luxembourg => "acte d’huissier de justice",
        Channel::Email => "courriel",
        Channel::Post => "courrier",
        Channel::RegisteredPost if luxembourg => "lettre recommandée avec accusé de réception",
        Channel::RegisteredPost => "lettre recommandée avec demande d’avis de réception",
        Channel::Lre => "lettre recommandée électronique",
        Channel::Phone => "téléphone",
        Channel::Huissier => "acte de commissaire de justice",
    }
}
