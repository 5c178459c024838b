//! The décompte as a page shows it: amounts, rates by half-year, tables, the rules it follows. Formats, never adds.

mod rules;
mod tables;

use chrono::{Datelike, NaiveDate};

use super::super::facts::Facts;
use super::super::french::{counted, listed, long_day};
use super::super::mention::Family;
use super::Letter;
use super::item::Noun;
use crate::decompte::schedule::Course;
use crate::decompte::{Decompte, Line, LineKind, Regime, Schedule};
use crate::law::{Figure, Jurisdiction};
use crate::money::{Euros, Rate};
pub use rules::{Rule, bare_number, rules};

pub fn put(letter: &mut Letter, family: Family, facts: &Facts) {
    put_amounts(letter, facts);
    let decompte = facts.decompte;
    letter.values.put("/decompte/as_of", long_day(decompte.as_of));
    let judgment = facts.case.insolvency.as_ref().map(|open| open.judgment_on);
    if Some(decompte.as_of) == judgment && decompte.as_of < facts.case.letter_date {
        letter.values.put("/decompte/at_judgment", "jour du jugement");
    }
    letter.values.put("/decompte/formula", format!("principal × jours × taux ÷ {}", divisor(decompte)));
    letter
        .values
        .put("/decompte/day_count", if decompte.calendar_years { "365 ou 366 jours selon l’année" } else { "365 jours" });
    letter.values.put("/decompte/rates", rates(decompte));
    letter.values.put("/decompte/interest_kind", interest_kind(decompte));
    letter.values.put("/decompte/counts", counts(facts));
    if decompte.interest_lines().next().is_some() {
        letter.values.put("/decompte/start", rules::start(facts));
    }
    let floors: Vec<(NaiveDate, Rate)> = decompte.below_floor.iter().map(|below| (below.half_year, below.floor)).collect();
    letter.values.put("/decompte/floor", by_half_year(&floors));
    if !floors.is_empty() {
        let statutory = Schedule::Statutory { points: decompte.national().points };
        let usual = Course::new(facts.law, statutory, decompte.jurisdiction, None).rate_on(decompte.as_of, decompte.as_of);
        letter.values.put_some("/decompte/default_rate", usual.map(Rate::french));
    }
    if let Some(words) = later_interest(facts) {
        letter.values.put("/later_interest", words);
        letter.values.put_some("/later_interest_from", decompte.as_of.succ_opt().map(long_day));
    }
    tables::put(letter, family, facts);
}

fn put_amounts(letter: &mut Letter, facts: &Facts) {
    let (decompte, totals) = (facts.decompte, &facts.decompte.totals);
    let values = &mut letter.values;
    let positive = |amount: Euros| (!amount.is_zero()).then(|| amount.french());
    values.put("/amounts/due", totals.due.french());
    values.put("/amounts/due_words", totals.due.in_words());
    values.put("/amounts/principal", totals.principal_due.french());
    values.put("/amounts/invoiced", totals.principal.french());
    values.put_some("/amounts/credit_notes", positive(totals.credit_notes));
    values.put_some("/amounts/disputed", positive(totals.disputed));
    values.put_some("/amounts/payments", positive(totals.payments));
    let interest = if decompte.has(LineKind::InteretLegal) { "interet_legal" } else { "penalites_retard" };
    values.put_some(format!("/amounts/{interest}"), positive(totals.interest_due));
    values.put_some("/amounts/indemnite_forfaitaire", positive(totals.indemnite_forfaitaire));
    let late: Vec<&Line> = decompte.of_kind(LineKind::IndemniteForfaitaire).collect();
    if let Some(first) = late.first() {
        // « 1 × 40,00 € » says nothing more than the sum.
        let detail = if late.len() == 1 { first.amount.french() } else { format!("{} × {}", late.len(), first.amount.french()) };
        values.put("/amounts/indemnite_detail", detail);
        values.put("/amounts/indemnite_unit", first.amount.french_short());
    }
    let clause = if decompte.has(LineKind::ClausePenale) { Some(totals.clause_penale) } else { decompte.penalty_clause };
    values.put_some("/amounts/clause_penale", clause.and_then(positive));
    values.put_some("/amounts/costs", positive(totals.costs));
    values.put_some("/amounts/overpaid", positive(totals.overpaid));
    values.put_some("/amounts/daily", decompte.daily.and_then(positive));
}

/// « 36 500 », or 100 times the days that the year has.
fn divisor(decompte: &Decompte) -> &'static str {
    if decompte.calendar_years { "(100 × 365, ou 366 pour une année bissextile)" } else { "36\u{202f}500" }
}

fn interest_kind(decompte: &Decompte) -> &'static str {
    match (decompte.schedule, decompte.regime) {
        (Schedule::Statutory { .. }, _) if decompte.jurisdiction == Jurisdiction::Luxembourg => "Intérêts de retard",
        (Schedule::Legal { .. }, _) => "Intérêts au taux légal",
        (_, Regime::Civil) => "Intérêts au taux convenu",
        (_, Regime::Public) => "Intérêts moratoires",
        (_, Regime::Commercial) => "Pénalités de retard",
    }
}

/// « 5 factures, 1 paiement, 14 périodes ».
fn counts(facts: &Facts) -> String {
    let claim = &facts.case.claim;
    let noun = Noun::of(facts);
    let items = claim.invoices.len();
    let first = format!("{items}\u{a0}{}", if items > 1 { noun.many } else { noun.one });
    let counts = [
        (claim.credit_notes.len(), "avoir"),
        (claim.payments.len(), "paiement"),
        (facts.decompte.interest_lines().count(), "période"),
    ];
    let others = counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(*count, noun));
    std::iter::once(first).chain(others).collect::<Vec<_>>().join(", ")
}

/// « 12,15 % au premier semestre 2026 et 12,40 % au second »: one rate once, with every half-year that bears it.
fn rates(decompte: &Decompte) -> String {
    let mut periods: Vec<(NaiveDate, Rate)> =
        decompte.interest_lines().filter_map(|line| line.accrued_from.zip(line.rate)).collect();
    periods.sort_unstable();
    if let Schedule::Legal { raised_from: Some(first), .. } = decompte.schedule {
        let (raised, plain): (Vec<_>, Vec<_>) = periods.into_iter().partition(|(from, _)| *from >= first);
        let raised = by_half_year(&raised);
        let raised = (!raised.is_empty()).then(|| format!("taux majoré depuis le {}, {raised}", long_day(first)));
        let both: Vec<String> = [by_half_year(&plain)].into_iter().filter(|words| !words.is_empty()).chain(raised).collect();
        return both.join("\u{202f}; ");
    }
    if by_year(decompte) {
        return by_years(&periods);
    }
    if decompte.schedule.is_by_half_year() {
        return by_half_year(&periods);
    }
    periods.dedup_by_key(|(_, rate)| *rate);
    listed(&periods.iter().map(|(_, rate)| rate.french()).collect::<Vec<_>>())
}

/// The legal rate of Luxembourg is set for the year (L. du 18 avril 2004, art. 14).
fn by_year(decompte: &Decompte) -> bool {
    decompte.jurisdiction == Jurisdiction::Luxembourg
        && matches!(decompte.schedule, Schedule::Legal { .. } | Schedule::LegalTimes { .. })
}

/// « 4,50 % en 2024 et 3,75 % en 2026 ».
fn by_years(periods: &[(NaiveDate, Rate)]) -> String {
    let mut known: Vec<(i32, Rate)> = periods.iter().map(|(from, rate)| (from.year(), *rate)).collect();
    known.dedup();
    listed(&known.iter().map(|(year, rate)| format!("{} en\u{a0}{year}", rate.french())).collect::<Vec<_>>())
}

fn by_half_year(periods: &[(NaiveDate, Rate)]) -> String {
    let mut groups: Vec<(Rate, Vec<NaiveDate>)> = Vec::new();
    for (from, rate) in periods {
        let half = crate::law::parameter::half_year_start(*from);
        match groups.last_mut() {
            Some((known, halves)) if known == rate => halves.push(half),
            _ => groups.push((*rate, vec![half])),
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
    match decompte.schedule {
        Schedule::Agreed(rate) => Some(format!("au taux convenu de {} l’an", rate.french())),
        Schedule::Statutory { points: added } => Some(format!(
            "au taux de refinancement de la Banque centrale européenne majoré de {} points de pourcentage",
            points(facts, added)?
        )),
        Schedule::BcePlus(agreed) => Some(format!(
            "au taux convenu, celui du refinancement de la Banque centrale européenne majoré de {} points de pourcentage",
            points_in_words(agreed)
        )),
        Schedule::LegalTimes { times, .. } => Some(format!("au taux convenu de {times} fois le taux légal")),
        Schedule::StatutoryFrozen { points: added } => Some(format!(
            "au taux de refinancement de la Banque centrale européenne en vigueur au premier jour du semestre où ils ont commencé à \
             courir, majoré de {} points de pourcentage",
            points(facts, added)?
        )),
        Schedule::Legal { raised_from: Some(first), .. } if first <= day => {
            Some(format!("au taux légal majoré de {} points", points(facts, decompte.national().raise)?))
        }
        Schedule::Legal { .. } => Some("au taux légal".to_owned()),
    }
}

/// The points that the periods bear: « 10 », or « 7, puis 8 » where the law changed on the way.
fn points_used(facts: &Facts, id: &str) -> Option<String> {
    let used = facts.law.used();
    let figures: Vec<String> = used
        .iter()
        .filter(|value| value.id == id)
        .filter_map(|value| if let Figure::Rate(rate) = value.figure { Some(points_in_words(rate)) } else { None })
        .collect();
    if figures.is_empty() { points(facts, id) } else { Some(figures.join(", puis ")) }
}

/// The points of the law on the letter's day: « 10 ».
fn points(facts: &Facts, id: &str) -> Option<String> {
    facts.law.rate(id, facts.case.letter_date).ok().map(points_in_words)
}

/// « 10 », « 8,5 ».
fn points_in_words(points: Rate) -> String {
    points.percent().normalize().to_string().replace('.', ",")
}
