//! The décompte as a page shows it: amounts, rates by half-year, the table of interest, the sum. Formats, never adds.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value as Json, json};

use super::super::facts::Facts;
use super::super::french::{listed, long_day, short_day};
use super::super::mention::Family;
use super::{Letter, unbreakable};
use crate::decompte::regime::{MAJORATION, MAJORATION_PUBLIQUE};
use crate::decompte::{Decompte, Line, LineKind, Regime, Schedule};
use crate::money::{Euros, Rate};

pub fn put(letter: &mut Letter, family: Family, facts: &Facts) {
    put_amounts(letter, facts);
    let decompte = facts.decompte;
    letter.values.put("/decompte/as_of", long_day(decompte.as_of));
    letter.values.put("/decompte/formula", "principal × jours × taux ÷ 36\u{202f}500");
    letter.values.put("/decompte/rates", rates(decompte));
    letter.values.put("/decompte/interest_kind", interest_kind(decompte));
    if decompte.lines.iter().any(|line| line.rate.is_some()) {
        letter.values.put(
            "/decompte/start",
            match decompte.regime {
                Regime::Commercial | Regime::Public => "dès le lendemain de l’échéance",
                Regime::Civil => "à compter du lendemain de la réception de la mise en demeure",
            },
        );
    }
    letter.values.put_some("/decompte/floor", decompte.below_floor.map(Rate::french));
    let usual =
        Schedule::BcePlusTen.periods(facts.law, decompte.as_of, decompte.as_of, decompte.as_of).into_iter().flatten().next();
    letter
        .values
        .put_some("/decompte/default_rate", usual.filter(|_| decompte.below_floor.is_some()).map(|period| period.rate.french()));
    if let Some(words) = later_interest(facts) {
        letter.values.put("/later_interest", words);
        letter.values.put_some("/later_interest_from", decompte.as_of.succ_opt().map(long_day));
    }
    letter.tables.insert("interest", interest_table(facts));
    letter.tables.insert("sum", sum_table(family, facts));
}

fn put_amounts(letter: &mut Letter, facts: &Facts) {
    let (decompte, totals) = (facts.decompte, &facts.decompte.totals);
    let values = &mut letter.values;
    let positive = |amount: Euros| (!amount.is_zero()).then(|| amount.french());
    values.put("/amounts/due", totals.due.french());
    values.put("/amounts/due_words", totals.due.in_words());
    values.put("/amounts/principal", totals.principal_due.french());
    values.put("/amounts/invoiced", totals.principal.french());
    values.put_some("/amounts/payments", positive(totals.payments));
    let interest = if decompte.has(LineKind::InteretLegal) { "interet_legal" } else { "penalites_retard" };
    values.put_some(format!("/amounts/{interest}"), positive(totals.interest_due));
    values.put_some("/amounts/indemnite_forfaitaire", positive(totals.indemnite_forfaitaire));
    let late: Vec<&Line> = decompte.of_kind(LineKind::IndemniteForfaitaire).collect();
    if let Some(first) = late.first() {
        values.put("/amounts/indemnite_detail", format!("{} × {}", late.len(), first.amount.french()));
        values.put("/amounts/indemnite_unit", first.amount.french_short());
    }
    let clause = if decompte.has(LineKind::ClausePenale) { Some(totals.clause_penale) } else { decompte.penalty_clause };
    values.put_some("/amounts/clause_penale", clause.and_then(positive));
    values.put_some("/amounts/costs", positive(totals.costs));
    values.put_some("/amounts/overpaid", positive(totals.overpaid));
    values.put_some("/amounts/daily", decompte.daily.and_then(positive));
}

fn interest_kind(decompte: &Decompte) -> &'static str {
    match (decompte.schedule, decompte.regime) {
        (Schedule::Agreed(_), Regime::Civil) => "Intérêts au taux convenu",
        (_, Regime::Public) => "Intérêts moratoires",
        (_, Regime::Commercial) => "Pénalités de retard",
        (_, Regime::Civil) => "Intérêts au taux légal",
    }
}

/// « 12,15 % au premier semestre 2026 et 12,40 % au second »: one rate once, with every half-year that bears it.
fn rates(decompte: &Decompte) -> String {
    let mut periods: Vec<(NaiveDate, Rate)> = decompte.lines.iter().filter_map(|line| line.accrued_from.zip(line.rate)).collect();
    periods.sort_unstable();
    if matches!(decompte.schedule, Schedule::Agreed(_) | Schedule::BcePlusEightFrozen) {
        periods.dedup_by_key(|(_, rate)| *rate);
        return listed(&periods.iter().map(|(_, rate)| rate.french()).collect::<Vec<_>>());
    }
    let mut groups: Vec<(Rate, Vec<NaiveDate>)> = Vec::new();
    for (from, rate) in periods {
        let half = crate::law::parameter::half_year_start(from);
        match groups.last_mut() {
            Some((known, halves)) if *known == rate => halves.push(half),
            _ => groups.push((rate, vec![half])),
        }
    }
    let mut said_year = None;
    let words = groups.iter_mut().map(|(rate, halves)| {
        halves.dedup();
        let words: Vec<String> = halves.iter().map(|half| half_year(*half, &mut said_year)).collect();
        format!("{} {}", rate.french(), listed(&words))
    });
    listed(&words.collect::<Vec<_>>())
}

/// « au premier semestre 2026 », then « au second » when the year has just been said.
fn half_year(start: NaiveDate, said_year: &mut Option<i32>) -> String {
    let first = start.month() == 1;
    if !first && *said_year == Some(start.year()) {
        return "au second".to_owned();
    }
    *said_year = Some(start.year());
    let name = if first { "premier" } else { "second" };
    format!("au {name} semestre\u{a0}{}", start.year())
}

/// The rate of the interest to come, in words that stay true when the rate changes.
fn later_interest(facts: &Facts) -> Option<String> {
    let (decompte, day) = (facts.decompte, facts.case.letter_date);
    let points = |id: &str| facts.law.rate(id, day).ok().map(|rate| rate.percent().normalize().to_string().replace('.', ","));
    match decompte.schedule {
        Schedule::Agreed(rate) => Some(format!("au taux convenu de {} l’an", rate.french())),
        Schedule::BcePlusTen => Some(format!(
            "au taux de refinancement de la Banque centrale européenne majoré de {} points de pourcentage",
            points(MAJORATION)?
        )),
        Schedule::BcePlusEightFrozen => Some(format!(
            "au taux de refinancement de la Banque centrale européenne en vigueur au premier jour du semestre où ils ont commencé à \
             courir, majoré de {} points de pourcentage",
            points(MAJORATION_PUBLIQUE)?
        )),
        Schedule::Legal { .. } => Some("au taux légal".to_owned()),
    }
}

/// One group an invoice, in the case's order: its periods, and its payments in their place; a group may be empty.
fn interest_table(facts: &Facts) -> Json {
    let decompte = facts.decompte;
    let mut by_invoice: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in decompte.lines.iter().filter(|line| line.rate.is_some() || line.kind == LineKind::Payment) {
        if let Some(number) = &line.invoice {
            by_invoice.entry(number).or_default().push(line);
        }
    }
    let groups = facts.case.claim.invoices.iter().zip(&decompte.balances).map(|(invoice, balance)| {
        let mut lines = by_invoice.remove(invoice.number.as_str()).unwrap_or_default();
        lines.sort_by_key(|line| (line.accrued_to.or(line.received_on), line.kind == LineKind::Payment));
        json!({
            "invoice": invoice.number,
            "due_on": balance.due_on.map(short_day).unwrap_or_default(),
            "principal": invoice.amount.french(),
            "rows": lines.iter().map(|line| row(line)).collect::<Vec<_>>(),
            "subtotal": balance.interest.french(),
        })
    });
    groups.collect()
}

fn row(line: &Line) -> Json {
    if let (Some(day), Some(imputed)) = (line.received_on, line.imputed) {
        let to = match (imputed.interest.is_zero(), imputed.principal.is_zero()) {
            (false, true) => "imputé sur les intérêts".to_owned(),
            (false, false) => format!("imputé sur les intérêts, puis {} sur le principal", imputed.principal.french()),
            _ => "imputé sur le principal".to_owned(),
        };
        let amount = if imputed.interest.is_zero() { String::new() } else { (-imputed.interest).french() };
        return json!({ "payment": true, "text": format!("Paiement du {}, {}\u{a0}: {to}", long_day(day), line.amount.french()), "amount": amount });
    }
    json!({
        "payment": false,
        "from": line.accrued_from.map(short_day).unwrap_or_default(),
        "to": line.accrued_to.map(short_day).unwrap_or_default(),
        "base": line.base.map(Euros::french).unwrap_or_default(),
        "days": line.days.map(|days| days.to_string()).unwrap_or_default(),
        "rate": line.rate.map(Rate::french).unwrap_or_default(),
        "amount": line.amount.french(),
    })
}

/// The sum: what was invoiced, what payments took off it, what came on top. The column adds up to the sum due.
fn sum_table(family: Family, facts: &Facts) -> Json {
    let (decompte, totals) = (facts.decompte, &facts.decompte.totals);
    let as_of = long_day(decompte.as_of);
    let imputed = |part: fn(&crate::decompte::Imputed) -> Euros| {
        decompte.lines.iter().filter_map(|line| line.imputed.as_ref()).map(part).sum::<Euros>()
    };
    let basis_of = |kind: LineKind| decompte.of_kind(kind).next().map(|line| unbreakable(&line.basis)).unwrap_or_default();
    let mut rows = Vec::new();
    let mut push = |kind: &str, label: String, basis: String, amount: Euros, negative: bool| {
        if !amount.is_zero() {
            let amount = if negative { (-amount).french() } else { amount.french() };
            rows.push(json!({ "kind": kind, "label": label, "basis": basis, "amount": amount }));
        }
    };
    let paid = imputed(|imputed| imputed.principal);
    // A letter does not argue why invoices are owed.
    let principal_basis = if family == Family::Letter { String::new() } else { basis_of(LineKind::Principal) };
    push("principal", "Principal facturé".to_owned(), principal_basis, totals.principal, false);
    push("payment", "Paiements imputés sur le principal".to_owned(), unbreakable("C. civ., art. 1342-10 et 1343-1"), paid, true);
    let kind = if decompte.has(LineKind::InteretLegal) { LineKind::InteretLegal } else { LineKind::PenalitesRetard };
    let name = if kind == LineKind::InteretLegal { "interet_legal" } else { "penalites_retard" };
    push(name, format!("{} au {as_of}", interest_kind(decompte)), basis_of(kind), totals.interest_due, false);
    let detail = decompte.of_kind(LineKind::IndemniteForfaitaire).map(|line| line.amount).next().unwrap_or(Euros::ZERO);
    let count = decompte.of_kind(LineKind::IndemniteForfaitaire).count();
    let lump = format!("Indemnité forfaitaire de recouvrement, {count} × {}", detail.french());
    push("indemnite_forfaitaire", lump, basis_of(LineKind::IndemniteForfaitaire), totals.indemnite_forfaitaire, false);
    push("clause_penale", "Clause pénale".to_owned(), basis_of(LineKind::ClausePenale), totals.clause_penale, false);
    for line in decompte.of_kind(LineKind::Cost) {
        let label = format!("{}, au-delà de l’indemnité forfaitaire", line.label.clone().unwrap_or_default());
        push("cost", label, unbreakable(&line.basis), line.amount, false);
    }
    let accessories = imputed(|imputed| imputed.accessories);
    push("payment", "Paiements imputés sur les accessoires".to_owned(), String::new(), accessories, true);
    json!(rows)
}
