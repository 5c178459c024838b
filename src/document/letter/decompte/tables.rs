//! The tables of the décompte: interest by invoice, the sum, interest by half-year, the figures of the law it used.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::super::super::facts::Facts;
use super::super::super::french::{capitalised, long_day, short_day};
use super::super::super::mention::Family;
use super::super::item::Noun;
use super::super::{Letter, unbreakable};
use super::{interest_kind, rules};
use crate::case::claim::{CreditNote, Invoice, Nature};
use crate::decompte::{Decompte, Imputed, Line, LineKind};
use crate::law::{Cadence, Figure, Jurisdiction, Sourcing, Unit};
use crate::money::Euros;

pub fn put(letter: &mut Letter, family: Family, facts: &Facts) {
    let settled = facts.decompte.imputed().interest;
    letter.values.put_some("/decompte/settled", (!settled.is_zero()).then(|| (-settled).french()));
    letter.values.put("/decompte/interest_due", facts.decompte.totals.interest_due.french());
    letter.tables.insert("interest", interest(facts));
    letter.tables.insert("sum", sum(family, facts));
    letter.tables.insert("halves", halves(facts.decompte));
    letter.tables.insert("rates", rates(facts));
    let rule = |rule: rules::Rule| json!({ "text": rule.says, "basis": unbreakable(&rule.basis), "choice": rule.chosen });
    letter.tables.insert("rules", rules::rules(facts).into_iter().map(rule).collect());
}

/// One group an invoice, in the case's order: its periods, and what reduces it in its place; a group may be empty.
fn interest(facts: &Facts) -> Json {
    let decompte = facts.decompte;
    let mut by_invoice: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &decompte.lines {
        let told = line.kind.is_interest() || line.kind.is_subtracted();
        if let Some(number) = line.invoice.as_ref().filter(|_| told) {
            by_invoice.entry(number).or_default().push(line);
        }
    }
    let groups = facts.case.claim.invoices.iter().zip(&decompte.balances).map(|(invoice, balance)| {
        let mut lines = by_invoice.remove(invoice.number.as_str()).unwrap_or_default();
        lines.sort_by_key(|line| (line.accrued_to.or(line.received_on), line.kind == LineKind::Payment));
        json!({
            "invoice": invoice.number,
            "label": invoice.label.clone().unwrap_or_default(),
            "issued_on": invoice.issued_on.map(long_day).unwrap_or_default(),
            "due_on": balance.due_on.map(short_day).unwrap_or_default(),
            "due_on_long": balance.due_on.map(long_day).unwrap_or_default(),
            "principal": invoice.amount.french(),
            "rows": rows(facts, invoice, &lines),
            "subtotal": balance.interest.french(),
        })
    });
    groups.collect()
}

fn rows(facts: &Facts, invoice: &Invoice, lines: &[&Line]) -> Vec<Json> {
    let mut rows = Vec::new();
    let mut capitalised = Euros::ZERO;
    for line in lines {
        let now = line.capitalised.unwrap_or_default();
        if line.kind.is_interest() {
            if let Some(day) = line.accrued_from.filter(|_| now > capitalised) {
                let words = format!(
                    "Au {}, {} d’intérêts dus pour une année entière produisent à leur tour intérêt",
                    long_day(day),
                    now.french()
                );
                rows.push(told("capitalised", words, String::new()));
            }
            capitalised = now;
        }
        rows.push(match line.kind {
            LineKind::Payment => payment(facts.decompte, line),
            LineKind::CreditNote => told("credit_note", credit_note(facts, invoice, line), String::new()),
            LineKind::DisputedPart => {
                let reason = line.label.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                told(
                    "disputed_part",
                    format!("Partie contestée, non réclamée\u{a0}: {}{reason}", line.amount.french()),
                    String::new(),
                )
            }
            _ => period(facts.decompte, line),
        });
    }
    rows
}

/// A row of words, with what it takes off the interest.
fn told(kind: &str, text: String, amount: String) -> Json {
    json!({ "payment": true, "kind": kind, "text": text, "amount": amount })
}

fn credit_note(facts: &Facts, invoice: &Invoice, line: &Line) -> String {
    let number = line.label.clone().unwrap_or_default();
    let of_invoice = |note: &&CreditNote| note.number == number && note.invoice.as_ref() == Some(&invoice.number);
    let of_none = |note: &&CreditNote| note.number == number && note.invoice.is_none();
    let notes = &facts.case.claim.credit_notes;
    let note = notes.iter().find(of_invoice).or_else(|| notes.iter().find(of_none));
    let day = note.and_then(|note| note.issued_on).map(|day| format!(" du {}", long_day(day))).unwrap_or_default();
    let unassigned = if note.is_some_and(|note| note.invoice.is_none()) { ", qui ne désigne aucune facture" } else { "" };
    format!("Avoir {number}{day}{unassigned}\u{a0}: {} déduits du principal", line.amount.french())
}

fn payment(decompte: &Decompte, line: &Line) -> Json {
    let imputed = line.imputed.unwrap_or_default();
    let interest = if interest_kind(decompte).starts_with("Pénalités") { "les pénalités" } else { "les intérêts" };
    let parts = [
        (imputed.interest, interest),
        (
            imputed.accessories,
            if decompte.jurisdiction == Jurisdiction::Luxembourg {
                "le montant forfaitaire"
            } else {
                "l’indemnité forfaitaire"
            },
        ),
        (imputed.principal, "le principal"),
    ];
    let paid: Vec<_> = parts.iter().filter(|(amount, _)| !amount.is_zero()).collect();
    let words = paid.iter().enumerate().map(|(rank, (amount, what))| match rank {
        0 => format!("imputé sur {what}"),
        _ => format!(", puis {} sur {what}", amount.french()),
    });
    let day = line.received_on.map(long_day).unwrap_or_default();
    let text = format!("Paiement du {day}, {}\u{a0}: {}", line.amount.french(), words.collect::<String>());
    told("payment", text, if imputed.interest.is_zero() { String::new() } else { (-imputed.interest).french() })
}

fn period(decompte: &Decompte, line: &Line) -> Json {
    let leap = decompte.calendar_years && line.accrued_from.is_some_and(|day| day.leap_year());
    json!({
        "divisor": if leap { "36\u{202f}600" } else { "36\u{202f}500" },
        "payment": false,
        "from": line.accrued_from.map(short_day).unwrap_or_default(),
        "to": line.accrued_to.map(short_day).unwrap_or_default(),
        "base": line.base.map(Euros::french).unwrap_or_default(),
        "days": line.days.map(|days| days.to_string()).unwrap_or_default(),
        "rate": line.rate.map(crate::money::Rate::french).unwrap_or_default(),
        "amount": line.amount.french(),
    })
}

/// The sum: what was invoiced, what came off it, what came on top. The column adds up to the sum due.
fn sum(family: Family, facts: &Facts) -> Json {
    let (decompte, totals) = (facts.decompte, &facts.decompte.totals);
    let as_of = long_day(decompte.as_of);
    let Imputed { principal: paid, accessories: settled, .. } = decompte.imputed();
    let basis_of = |kind: LineKind| decompte.of_kind(kind).next().map(|line| unbreakable(&line.basis)).unwrap_or_default();
    let mut rows = Vec::new();
    let mut push = |kind: &str, label: String, basis: String, amount: Euros, negative: bool| {
        if !amount.is_zero() {
            let amount = if negative { (-amount).french() } else { amount.french() };
            rows.push(json!({ "kind": kind, "label": label, "basis": basis, "amount": amount }));
        }
    };
    // A letter does not argue why invoices are owed.
    let principal_basis = if family == Family::Letter { String::new() } else { basis_of(LineKind::Principal) };
    let imputation =
        unbreakable(if facts.is_luxembourg() { "C. civ. lux., art. 1254 et 1256" } else { "C. civ., art. 1342-10 et 1343-1" });
    let invoiced = match Noun::of(facts).one {
        _ if facts.case.claim.judgment.is_some() => "Principal accordé",
        "facture" => "Principal facturé",
        _ => "Principal dû à l’origine",
    };
    push("principal", invoiced.to_owned(), principal_basis, totals.principal, false);
    let one_or_many = |kind: LineKind, one: &str, many: &str| {
        if decompte.of_kind(kind).count() > 1 { many.to_owned() } else { one.to_owned() }
    };
    let notes = if facts.case.claim.credit_notes.len() > 1 { "Avoirs" } else { "Avoir" }.to_owned();
    let disputed = one_or_many(LineKind::DisputedPart, "Partie contestée, non réclamée", "Parties contestées, non réclamées");
    push("credit_note", notes, String::new(), totals.credit_notes, true);
    push("disputed_part", disputed, String::new(), totals.disputed, true);
    push("payment", "Paiements imputés sur le principal".to_owned(), imputation, paid, true);
    let kind = if decompte.has(LineKind::InteretLegal) { LineKind::InteretLegal } else { LineKind::PenalitesRetard };
    let name = if kind == LineKind::InteretLegal { "interet_legal" } else { "penalites_retard" };
    push(name, format!("{} au {as_of}", interest_kind(decompte)), basis_of(kind), totals.interest_due, false);
    let detail = decompte.of_kind(LineKind::IndemniteForfaitaire).map(|line| line.amount).next().unwrap_or(Euros::ZERO);
    let count = decompte.of_kind(LineKind::IndemniteForfaitaire).count();
    let name = if facts.is_luxembourg() { "Montant forfaitaire" } else { "Indemnité forfaitaire" };
    let times = if count > 1 { format!(", {count} × {}", detail.french()) } else { String::new() };
    let lump = format!("{name} de recouvrement{times}");
    push("indemnite_forfaitaire", lump, basis_of(LineKind::IndemniteForfaitaire), totals.indemnite_forfaitaire, false);
    push("clause_penale", "Clause pénale".to_owned(), basis_of(LineKind::ClausePenale), totals.clause_penale, false);
    for line in decompte.of_kind(LineKind::Cost) {
        let beyond = match () {
            () if facts.case.claim.nature == Nature::CondominiumCharges => "",
            () if facts.is_luxembourg() => ", au-delà du montant forfaitaire",
            () => ", au-delà de l’indemnité forfaitaire",
        };
        let label = format!("{}{beyond}", line.label.clone().unwrap_or_default());
        push("cost", label, unbreakable(&line.basis), line.amount, false);
    }
    push("payment", "Paiements imputés sur les accessoires".to_owned(), String::new(), settled, true);
    json!(rows)
}

/// The same interest added up another way: by half-year and rate, or by rate alone where it does not follow half-years.
fn halves(decompte: &Decompte) -> Json {
    let row = |share: crate::decompte::RateShare| {
        let name = match share.half_year {
            Some(half) => capitalised(super::half_year(half, &mut None).trim_start_matches("au ")),
            None => format!("Du {} au {}", short_day(share.from), short_day(share.to)),
        };
        json!({ "name": name, "rate": share.rate.french(), "periods": share.periods.to_string(), "amount": share.amount.french() })
    };
    decompte.by_rate().into_iter().map(row).collect()
}

/// The figures of the law behind the rates, one row each with all its values, and where they are published.
fn rates(facts: &Facts) -> Json {
    let mut rows: Vec<(String, Vec<String>, String, bool)> = Vec::new();
    for used in facts.decompte.rates_used(facts.law) {
        let value = match &used.figure {
            Figure::Rate(points) if used.unit == Unit::Points => format!("{}\u{a0}points", super::points_in_words(*points)),
            Figure::Rate(rate) => rate.french(),
            other => other.plain().to_string(),
        };
        let value = if used.cadence == Cadence::HalfYear { format!("{value} ({})", long_day(used.from)) } else { value };
        let supplied = used.sourcing == Sourcing::Supplied;
        let source =
            if supplied { used.source } else { facts.law.law().cited(&used.published, facts.case.letter_date).to_owned() };
        match rows.last_mut() {
            Some((name, values, known, _)) if *name == used.short && *known == source => values.push(value),
            _ => rows.push((used.short, vec![value], source, supplied)),
        }
    }
    let row = |(name, values, source, supplied): (String, Vec<String>, String, bool)| json!({ "words": format!("{name}\u{a0}: {}", values.join(", ")), "source": unbreakable(&source), "supplied": supplied });
    rows.into_iter().map(row).collect()
}
