//! Parties who are several or who act through another: creditors together, what each debtor owes, who protects, who inherits.

use serde_json::json;

use super::super::super::DocumentType;
use super::super::super::facts::Facts;
use super::super::super::french::names::{self as inflection, Inflected};
use super::super::super::french::{fraction, listed, long_day};
use super::super::super::mention::{Family, Recipient};
use super::super::{Letter, Values, unbreakable};
use super::names::{display, is_feminine, society};
use super::{address_line, civil};
use crate::case::party::{Civility, Party, PartyKind, Protection, ProtectionKind};
use crate::decompte::division::{part_of, rest_of};

/// Names the creditors together under `/creditor`, and each of the others under its own pointer.
pub fn put_creditors(letter: &mut Letter, facts: &Facts) {
    let others = &facts.case.co_creditors;
    letter.counts.insert("/co_creditors".to_owned(), others.len());
    letter.tables.insert("co_creditors", (0..others.len()).collect());
    if others.is_empty() {
        return;
    }
    for (index, party) in others.iter().enumerate() {
        let at = format!("/co_creditors/{index}");
        super::put(&mut letter.values, &at, party, facts.home());
        let of = |name: &str| letter.values.get(&format!("{at}/{name}")).map(str::to_owned);
        let pieces = [of("line"), of("address/line"), of("siren").map(|number| format!("SIREN {number}")), of("register/line")];
        let identity = pieces.into_iter().flatten().collect::<Vec<_>>().join(", ");
        letter.values.put(format!("{at}/identity"), identity);
    }
    let together = |named: fn(&Party) -> Option<String>| {
        let all: Option<Vec<String>> = facts.creditors().map(named).collect();
        all.map(|all| (listed(&all), inflected(&facts.creditors().zip(&all).collect::<Vec<_>>())))
    };
    for (key, named) in [("/creditor/display", display as fn(&Party) -> Option<String>), ("/creditor/society", society)] {
        if let Some((words, forms)) = together(named) {
            letter.inflected.insert(words.clone(), forms);
            letter.values.put(key, words);
        }
    }
    let feminine = facts.creditors().all(is_feminine);
    letter.values.put("/creditor/gender", if feminine { "f" } else { "m" });
    letter.values.put("/creditor/number", "plural");
    let first = letter.values.get("/creditor/line").map(str::to_owned);
    let rest = (0..others.len()).filter_map(|index| letter.values.get(&format!("/co_creditors/{index}/line")).map(str::to_owned));
    let lines: Vec<String> = first.into_iter().chain(rest).collect();
    letter.values.put("/creditor/line", lines.join("\u{202f}; "));
}

/// « de M. Paul Martin et de Mme Claire Martin »: the preposition comes before each name.
fn inflected(names: &[(&Party, &String)]) -> Inflected {
    let forms: Vec<Inflected> = names
        .iter()
        .map(|(party, name)| if party.is_person() { inflection::person(name) } else { inflection::entity(name) })
        .collect();
    let join = |of: fn(&Inflected) -> &str| listed(&forms.iter().map(of).collect::<Vec<_>>());
    Inflected { of: join(|form| &form.of), to: join(|form| &form.to) }
}

/// What stands behind each debtor's name: who protects him, whom he inherits from, for what company he acted.
pub fn put_debtors(letter: &mut Letter, document: &DocumentType, facts: &Facts) {
    for (index, party) in facts.debtors().enumerate() {
        let at = if index == 0 { "/debtor".to_owned() } else { format!("/co_debtors/{}", index - 1) };
        put_standing(&mut letter.values, &at, party, facts);
        if let Some(share) = facts.share_of(party) {
            letter.values.put(format!("{at}/share"), fraction(share.parts, share.of));
            letter.values.put(format!("{at}/part"), part_of(facts.decompte.totals.due, share).french());
        }
    }
    let others: Option<Vec<String>> = facts.case.co_debtors.iter().map(society).collect();
    letter.values.put_some("/debtor/others", others.filter(|others| !others.is_empty()).map(|others| listed(&others)));
    if document.family == Family::Letter && document.recipient == Recipient::Debtor {
        put_letter(letter, facts);
    }
}

fn put_standing(values: &mut Values, at: &str, party: &Party, facts: &Facts) {
    let e = if is_feminine(party) { "e" } else { "" };
    let mut words = Vec::new();
    if let Some(of) = deceased(facts) {
        words.push(format!("pris{e} en qualité {} {of}", if e.is_empty() { "d’héritier" } else { "d’héritière" }));
    }
    match &party.kind {
        PartyKind::Person(person) => {
            if let Some(company) = &person.acts_for_company {
                words.push(format!("ayant agi pour le compte de la société {company}, en formation"));
            }
            if let Some(protection) = &person.protection
                && let Some(name) = protector(protection)
            {
                let act = match protection.kind {
                    ProtectionKind::Tutelle => format!("représenté{e} par {name}"),
                    ProtectionKind::Curatelle => format!("assisté{e} {}", inflection::person(&name).of),
                };
                let seat = protection.address.as_ref().and_then(|address| address_line(address, facts.home()));
                let quality = quality(protection);
                words.push([Some(format!("{act}, {quality}")), seat].into_iter().flatten().collect::<Vec<_>>().join(", "));
            }
        }
        PartyKind::Company(company) => {
            if let Some(day) = company.struck_off_on {
                words.push(format!("radiée du registre le {}", long_day(day)));
            }
        }
    }
    values.put(format!("{at}/standing"), words.join(", "));
}

/// « de M. Luc Perrin, décédé le 3 mars 2026 ».
fn deceased(facts: &Facts) -> Option<String> {
    let estate = facts.case.estate.as_ref()?;
    let name = civil(estate.civility, estate.name.as_deref()?);
    let e = if estate.civility == Some(Civility::Mme) { "e" } else { "" };
    let died = estate.died_on.map(|day| format!(", décédé{e} le {}", long_day(day))).unwrap_or_default();
    Some(format!("{}{died}", inflection::person(&name).of))
}

/// « Mme Claire Roy ».
pub fn protector(protection: &Protection) -> Option<String> {
    Some(civil(protection.civility, protection.name.as_deref()?))
}

/// « tutrice », « curateur ».
pub fn quality(protection: &Protection) -> &'static str {
    match (protection.kind, protection.civility) {
        (ProtectionKind::Tutelle, Some(Civility::Mme)) => "tutrice",
        (ProtectionKind::Tutelle, _) => "tuteur",
        (ProtectionKind::Curatelle, Some(Civility::Mme)) => "curatrice",
        (ProtectionKind::Curatelle, _) => "curateur",
    }
}

/// The measure that puts a tutor in the debtor's place as the one who is written to.
pub fn tutor(party: &Party) -> Option<&Protection> {
    party
        .person()?
        .protection
        .as_deref()
        .filter(|protection| protection.kind == ProtectionKind::Tutelle && protection.name.is_some())
}

/// In what capacity a letter is addressed, and of what part of the debt it speaks: sentences without their stop.
fn put_letter(letter: &mut Letter, facts: &Facts) {
    let debtor = &facts.case.debtor;
    let whole = letter.values.get("/amounts/due").unwrap_or_default().to_owned();
    let mut capacity = Vec::new();
    if let Some(protection) = tutor(debtor)
        && let Some(name) = society(debtor)
    {
        capacity.push(format!(
            "en qualité de {} {}, qui doit la somme réclamée",
            quality(protection),
            inflection::person(&name).of
        ));
        let line = protection.address.as_ref().and_then(|address| address_line(address, facts.home()));
        letter.values.put_some("/debtor/address/line", line);
    }
    if let Some(of) = deceased(facts) {
        let heir = if is_feminine(debtor) { "d’héritière" } else { "d’héritier" };
        capacity.push(format!("en qualité {heir} {of}"));
    }
    if let Some(company) = debtor.person().and_then(|person| person.acts_for_company.as_deref()) {
        capacity.push(format!("pour avoir agi au nom de la société {company}, en formation"));
    }
    if !capacity.is_empty() {
        letter.values.put("/debtor/capacity", format!("Cette lettre vous est adressée {}", capacity.join(", ")));
    }
    let others = letter.values.get("/debtor/others").map(str::to_owned);
    if facts.debt_is_joint() {
        let clause = facts.case.claim.joint_liability.as_deref().unwrap_or_default().trim_end_matches(['.', ' ']);
        letter.values.put(
            "/debtor/liability",
            format!(
                "Cette somme est due solidairement avec {} ({clause})\u{a0}: elle peut être demandée en totalité à chacun, et ce que l’un paie \
                 libère les autres d’autant",
                others.unwrap_or_default()
            ),
        );
        return;
    }
    let Some(share) = facts.share_of(debtor) else { return };
    let said = fraction(share.parts, share.of);
    let of_whom = match (deceased(facts), others) {
        (Some(_), _) => format!("de la dette de {whole} que laisse la succession"),
        (None, Some(others)) => format!("d’une dette de {whole} que vous devez avec {others}, sans solidarité"),
        (None, None) => format!("d’une dette de {whole}"),
    };
    letter.values.put("/debtor/liability", format!("Cette somme est votre part, {said}, {of_whom}"));
    let due = part_of(facts.decompte.totals.due, share);
    letter.values.put("/amounts/due", due.french());
    letter.values.put("/amounts/due_words", due.in_words());
    if let Some(daily) = facts.decompte.daily {
        letter.values.put("/amounts/daily", part_of(daily, share).french());
    }
    if facts.decompte.totals.clause_penale.is_zero()
        && let Some(clause) = facts.decompte.penalty_clause
    {
        letter.values.put("/amounts/clause_penale", part_of(clause, share).french());
    }
    let rest = rest_of(facts.decompte.totals.due, share);
    let one = match (facts.case.co_debtors.as_slice(), facts.case.estate.is_some()) {
        (_, true) => "Part des autres héritiers".to_owned(),
        ([only], false) => society(only).map_or_else(
            || "Part de l’autre débiteur".to_owned(),
            |name| {
                let forms = if only.is_person() { inflection::person(&name) } else { inflection::entity(&name) };
                format!("Part {}", forms.of)
            },
        ),
        _ => "Parts des autres débiteurs".to_owned(),
    };
    let basis = match (facts.is_luxembourg(), facts.case.estate.is_some()) {
        (true, _) => String::new(),
        (false, true) => unbreakable("C. civ., art. 873"),
        (false, false) => unbreakable("C. civ., art. 1309"),
    };
    let row = json!({ "kind": "division", "label": one, "basis": basis, "amount": (-rest).french() });
    if !rest.is_zero()
        && let Some(rows) = letter.tables.get_mut("sum").and_then(serde_json::Value::as_array_mut)
    {
        rows.push(row);
    }
}
