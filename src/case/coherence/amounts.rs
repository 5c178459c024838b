//! Amounts and days of the claim that cannot all be true: reductions beyond their invoice, choices that exclude each other.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::super::problem::{Fault, Found, child};
use super::{day, items, not_after};
use crate::case::words::place_of;
use crate::money::Euros;

pub(super) fn check(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    credit_notes(case, letter_date, found);
    reductions(case, found);
    choices(case, found);
    judgment(case, letter_date, found);
    plan(case, letter_date, found);
    procedures(case, letter_date, found);
}

fn credit_notes(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    let numbers: HashSet<&str> = items(case, "/claim/invoices").filter_map(|(_, invoice)| invoice["number"].as_str()).collect();
    for (pointer, note) in items(case, "/claim/credit_notes") {
        if note["invoice"].as_str().is_some_and(|number| !numbers.contains(number)) {
            let fault = Fault::new(
                "Aucune facture de la créance ne porte ce numéro.",
                "Écrivez le numéro, comme dans claim.invoices, de la facture que l’avoir diminue.",
            );
            found.push(fault.at(child(&pointer, "invoice")));
        }
        not_after(letter_date, note, "issued_on", &pointer, found);
    }
}

/// Credit notes and the disputed part together are at most their invoice.
fn reductions(case: &Value, found: &mut Found) {
    let amount = |object: &Value| object["amount"].as_str().and_then(|text| Euros::from_str_exact(text).ok());
    let mut credited: BTreeMap<&str, Euros> = BTreeMap::new();
    for (_, note) in items(case, "/claim/credit_notes") {
        if let (Some(number), Some(amount)) = (note["invoice"].as_str(), amount(note)) {
            *credited.entry(number).or_default() += amount;
        }
    }
    let mut open = Euros::ZERO;
    for (pointer, invoice) in items(case, "/claim/invoices") {
        let Some(whole) = amount(invoice) else { continue };
        let notes = invoice["number"].as_str().and_then(|number| credited.get(number)).copied().unwrap_or_default();
        let left_out = invoice["disputed"]["claimed"] != true;
        let disputed = amount(&invoice["disputed"]).filter(|_| left_out).unwrap_or_default();
        if notes + disputed > whole {
            let fault = Fault::new(
                format!("Les avoirs et la partie contestée dépassent le montant de la facture ({}).", whole.french()),
                "Corrigez les montants ; un avoir qui vaut pour plusieurs factures s’écrit une fois par facture.",
            );
            found.push(fault.at(pointer));
        } else {
            open += whole - notes - disputed;
        }
    }
    // Those that name no invoice lower them all in turn.
    for (pointer, note) in items(case, "/claim/credit_notes").filter(|(_, note)| note.get("invoice").is_none()) {
        let Some(given) = amount(note) else { continue };
        if given > open {
            let fault = Fault::new(
                format!("Les avoirs qui ne désignent aucune facture dépassent ce que les factures laissent ({}).", open.french()),
                "Corrigez les montants, ou retirez l’avoir qui vaut pour d’autres factures que celles de la créance.",
            );
            found.push(fault.at(child(&pointer, "amount")));
            return;
        }
        open -= given;
    }
}

fn choices(case: &Value, found: &mut Found) {
    let choice = |name: &str| case.pointer(&format!("/claim/choices/{name}")).and_then(Value::as_str);
    if choice("imputation") == Some("principal_first") && choice("lump_sum_rank") == Some("before_principal") {
        let fault = Fault::new(
            "Le principal ne peut pas passer à la fois avant les intérêts et après l’indemnité forfaitaire.",
            "Gardez un seul de ces deux choix : claim.choices.imputation ou claim.choices.lump_sum_rank.",
        );
        found.push(fault.at("/claim/choices"));
    }
}

fn judgment(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    if let Some(judgment) = case.pointer("/claim/judgment") {
        for name in ["on", "enforceable_on", "served_on"] {
            not_after(letter_date, judgment, name, "/claim/judgment", found);
        }
        in_order(judgment, "on", "served_on", "/claim/judgment", found);
        if day(judgment, "enforceable_on").is_some_and(|enforceable| Some(enforceable) < day(judgment, "on")) {
            let fault = Fault::new("La décision serait exécutoire avant d’être rendue.", "Vérifiez les deux jours.");
            found.push(fault.at("/claim/judgment/enforceable_on"));
        }
    }
    let granted = case.pointer("/claim/capitalisation_granted");
    if granted.is_some_and(|granted| granted["by"] == "judgment" && granted["from"].is_null()) {
        let fault = Fault::new(
            "La décision qui accorde la capitalisation fixe le jour à partir duquel les années se comptent.",
            "Indiquez ce jour (from).",
        );
        found.push(fault.at("/claim/capitalisation_granted/from"));
    }
}

/// A plan that cannot be computed as it is written.
fn plan(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    if let Some(plan) = case.get("plan") {
        let agreed = plan["interest"] == "agreed";
        if agreed != plan["rate"].is_string() {
            let fault = Fault::new(
                "Le taux de l’échéancier et le choix de son intérêt ne s’accordent pas.",
                "Écrivez plan.rate si plan.interest vaut agreed, et seulement alors.",
            );
            found.push(fault.at("/plan/rate"));
        }
        for name in ["first_on", "down_payment_on"] {
            if day(plan, name).is_some_and(|day| Some(day) < letter_date) {
                let fault = Fault::new("Ce jour précède celui du document.", "Un échéancier commence au plus tôt ce jour-là.");
                found.push(fault.at(child("/plan", name)));
            }
        }
        in_order(plan, "down_payment_on", "first_on", "/plan", found);
    }
    let guarantors = items(case, "/guarantors").count() as u64;
    if case.pointer("/letter/guarantor").and_then(Value::as_u64).is_some_and(|rank| rank > guarantors && guarantors > 0) {
        let fault = Fault::new("Il n’y a pas de caution de ce rang.", "Le rang est celui de guarantors, à partir de 1.");
        found.push(fault.at("/letter/guarantor"));
    }
}

/// Days of an insolvency procedure, of guarantors and of a hearing.
fn procedures(case: &Value, letter_date: Option<NaiveDate>, found: &mut Found) {
    if let Some(open) = case.get("insolvency") {
        for name in ["judgment_on", "published_on"] {
            not_after(letter_date, open, name, "/insolvency", found);
        }
        in_order(open, "judgment_on", "published_on", "/insolvency", found);
        in_order(open, "judgment_on", "closed_on", "/insolvency", found);
    }
    for (pointer, guarantor) in items(case, "/guarantors") {
        for name in ["deed_on", "informed_on", "annual_informed_on"] {
            not_after(letter_date, guarantor, name, &pointer, found);
        }
        in_order(guarantor, "deed_on", "ends_on", &pointer, found);
    }
    let hearing = case.pointer("/filing/hearing").and_then(|hearing| day(hearing, "on"));
    if hearing.is_some_and(|on| Some(on) < letter_date) {
        let fault = Fault::new("L’audience serait passée au jour du document.", "Corrigez-la, ou corrigez letter_date.");
        found.push(fault.at("/filing/hearing/on"));
    }
}

/// Two days of which the second cannot come before the first.
pub(super) fn in_order(object: &Value, first: &str, second: &str, pointer: &str, found: &mut Found) {
    // A year that is no year has a problem of its own.
    let told = |name: &str| day(object, name).filter(|day| day.year() <= 2100);
    if told(second).zip(told(first)).is_some_and(|(after, before)| after < before) {
        let earlier = place_of(&child(pointer, first));
        let fault = Fault::new(format!("Ce jour précède {earlier} ({first})."), "Vérifiez les deux jours.");
        found.push(fault.at(child(pointer, second)));
    }
}
