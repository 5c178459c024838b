//! What two fields of a case say together and cannot both be true. Never a point of law: that is compliance.
//!
//! It reads the JSON rather than the parsed case, so that it speaks even when another field is at fault.

mod amounts;
mod identity;

use std::collections::HashSet;

use chrono::NaiveDate;
use serde_json::Value;

use super::format::read_day;
use super::problem::{Fault, Found, child};

/// The first day a document may bear: the law of the days before is not in this service.
const FIRST_LETTER_DATE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2015, 1, 1);

/// Notes each pair of fields that disagree.
pub(super) fn check(case: &Value, max_invoices: usize, found: &mut Found) {
    let letter_date = letter_date(case, found);
    invoices(case, max_invoices, found);
    payments(case, letter_date, found);
    history(case, letter_date, found);
    clause_penale(case, found);
    debtors(case, letter_date, found);
    amounts::check(case, letter_date, found);
    exhibit_numbers(case, found);
    identity::check(case, "", found);
}

fn day(object: &Value, name: &str) -> Option<NaiveDate> {
    read_day(object.get(name)?.as_str()?)
}

/// The items of a list, each with its pointer.
fn items<'v>(case: &'v Value, list: &str) -> impl Iterator<Item = (String, &'v Value)> {
    let values = case.pointer(list).and_then(Value::as_array).into_iter().flatten();
    let list = list.to_owned();
    values.enumerate().map(move |(at, item)| (child(&list, at), item))
}

/// The date of the document, to which other days are compared unless it is itself at fault.
fn letter_date(case: &Value, found: &mut Found) -> Option<NaiveDate> {
    let date = day(case, "letter_date")?;
    if Some(date) >= FIRST_LETTER_DATE {
        return Some(date);
    }
    let says = "La date du document est antérieure au 1er janvier 2015.";
    found.push(Fault::new(says, "Le droit des années précédentes n’est pas connu ici.").at("/letter_date"));
    None
}

fn invoices(case: &Value, max_invoices: usize, found: &mut Found) {
    let count = items(case, "/claim/invoices").count();
    if count > max_invoices {
        let fault = Fault::new(
            format!("Il y a plus de {max_invoices} factures."),
            format!("Il y en a {count} : faites plusieurs dossiers."),
        );
        found.push(fault.at("/claim/invoices"));
    }
    let mut numbers = HashSet::new();
    for (pointer, invoice) in items(case, "/claim/invoices") {
        if let Some(number) = invoice["number"].as_str()
            && !numbers.insert(number)
        {
            let fault = Fault::new(
                "Une autre facture porte déjà ce numéro.",
                "Donnez à chaque facture ou échéance un numéro qui lui soit propre.",
            );
            found.push(fault.at(child(&pointer, "number")));
        }
        if let (Some(issued), Some(due)) = (day(invoice, "issued_on"), day(invoice, "due_on"))
            && due < issued
        {
            let fault = Fault::new(
                "L’échéance précède l’émission de la facture.",
                "Vérifiez les deux dates : il se peut qu’elles soient échangées.",
            );
            found.push(fault.at(child(&pointer, "due_on")));
        }
    }
}

fn payments(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    let numbers: HashSet<&str> = items(case, "/claim/invoices").filter_map(|(_, invoice)| invoice["number"].as_str()).collect();
    for (pointer, payment) in items(case, "/claim/payments") {
        if let Some(number) = payment["invoice"].as_str()
            && !numbers.is_empty()
            && !numbers.contains(number)
        {
            let fault = Fault::new(
                "Aucune facture de la créance ne porte ce numéro.",
                "Écrivez le numéro comme dans claim.invoices, ou retirez-le.",
            );
            found.push(fault.at(child(&pointer, "invoice")));
        }
        not_after(letter_date, payment, "received_on", &pointer, found);
        not_after(letter_date, payment, "returned_on", &pointer, found);
        amounts::in_order(payment, "received_on", "returned_on", &pointer, found);
    }
}

fn history(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    for (pointer, event) in items(case, "/history") {
        let sent = day(event, "on");
        for name in ["on", "presented_on", "received_on", "ended_on"] {
            not_after(letter_date, event, name, &pointer, found);
            if day(event, name).is_some_and(|day| Some(day) < sent) {
                let fault = Fault::new("Ce jour précède celui de l’envoi.", "Vérifiez-le, ou corrigez le jour de l’envoi (on).");
                found.push(fault.at(child(&pointer, name)));
            }
        }
    }
}

/// Nothing is known on the day of the document of what comes after.
fn not_after(letter_date: Option<NaiveDate>, object: &Value, name: &str, pointer: &str, found: &mut Found) {
    if let (Some(day), Some(letter_date)) = (day(object, name), letter_date)
        && day > letter_date
    {
        let fault = Fault::new("Ce jour est postérieur à la date du document.", "Corrigez-le, ou corrigez letter_date.");
        found.push(fault.at(child(pointer, name)));
    }
}

fn clause_penale(case: &Value, found: &mut Found) {
    let Some(clause) = case.pointer("/claim/clause_penale").and_then(Value::as_object) else { return };
    let hint = "Écrivez ou bien percent, ou bien amount.";
    let fault = match (clause.contains_key("percent"), clause.contains_key("amount")) {
        (true, true) => Fault::new("La clause pénale a un pourcentage et un montant.", hint),
        (false, false) => Fault::new("La clause pénale n’a ni pourcentage ni montant.", hint),
        _ => return,
    };
    found.push(fault.at("/claim/clause_penale"));
}

/// The shares of the debtors are at most the whole, those not given being equal parts; a death or a striking off is past.
fn debtors(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    /// The whole. A share is rounded down: only a true excess is one.
    const WHOLE: u64 = 1_000_000_000_000;
    let estate = case.get("estate").is_some_and(Value::is_object);
    let mut all = vec![("/debtor".to_owned(), &case["debtor"])];
    all.extend(items(case, "/co_debtors"));
    not_after(letter_date, &case["estate"], "died_on", "/estate", found);
    for (pointer, debtor) in &all {
        not_after(letter_date, debtor, "struck_off_on", pointer, found);
    }
    if !estate && case.pointer("/claim/joint_liability").is_some_and(|ground| !ground.is_null()) {
        return;
    }
    let equal = if estate { 0 } else { WHOLE / all.len() as u64 };
    let part = |debtor: &Value| {
        let (parts, of) = (debtor["share"]["parts"].as_u64()?, debtor["share"]["of"].as_u64()?);
        parts.saturating_mul(WHOLE).checked_div(of)
    };
    let sum = all.iter().map(|(_, debtor)| part(debtor).unwrap_or(equal)).fold(0_u64, u64::saturating_add);
    if sum > WHOLE {
        let fault = Fault::new(
            "Ensemble, les parts des débiteurs dépassent le tout.",
            "Corrigez-les, ou donnez la part de chaque débiteur : celle qui n’est pas donnée est une part égale.",
        );
        let given = all.iter().find(|(_, debtor)| debtor["share"].is_object());
        found.push(fault.at(child(given.map_or("/debtor", |(pointer, _)| pointer.as_str()), "share")));
    }
}

fn exhibit_numbers(case: &Value, found: &mut Found) {
    let count = items(case, "/exhibits").count();
    let mut check = |number: &Value, pointer: String| {
        let Some(number) = number.as_u64() else { return };
        if number == 0 || number > count as u64 {
            let says = match count {
                0 => "Le dossier n’a aucune pièce.".to_owned(),
                _ => format!("Il n’y a pas de pièce n° {number} : les pièces vont de 1 à {count}."),
            };
            found.push(Fault::new(says, "Le numéro d’une pièce est son rang dans exhibits, à partir de 1.").at(pointer));
        }
    };
    for list in ["/claim/invoices", "/claim/credit_notes", "/claim/payments", "/history"] {
        for (pointer, item) in items(case, list) {
            check(&item["exhibit"], child(&pointer, "exhibit"));
        }
    }
    for (pointer, fact) in items(case, "/claim/facts") {
        for (place, number) in items(fact, "/exhibits") {
            check(number, format!("{pointer}{place}"));
        }
    }
}
