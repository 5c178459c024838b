//! How parties are named: on an envelope, in a sentence, in a legal identity. Words only what the case says.

mod abroad;
mod filer;
mod names;
mod salutation;
mod several;

use super::super::facts::Facts;
use super::super::french::names::of_town;
use super::super::french::{capitalised, long_day};
use super::{Letter, Values, forms, pleading};
use crate::case::address::{Address, BankAccount, Contact};
use crate::case::ids::{Country, Siren, VatNumber};
use crate::case::party::{Civility, OperatesAs, Party, PartyKind, Register, RegisterKind};
pub use filer::put_officer;
use names::civil;
pub use names::{display, is_entrepreneur_individuel};
pub use salutation::salutation;
pub use several::{protector, put_debtors, quality as quality_of_protector, tutor};

/// Puts the values of every party under its own pointer.
pub fn put_all(letter: &mut Letter, facts: &Facts) {
    let case = facts.case;
    let home = facts.home();
    put(&mut letter.values, "/creditor", &case.creditor, home);
    put(&mut letter.values, "/debtor", &case.debtor, home);
    for (index, party) in case.co_debtors.iter().enumerate() {
        put(&mut letter.values, &format!("/co_debtors/{index}"), party, home);
    }
    several::put_creditors(letter, facts);
    letter.counts.insert("/co_debtors".to_owned(), case.co_debtors.len());
    letter.tables.insert("co_debtors", (0..case.co_debtors.len()).collect());
    if let Some(filer) = &case.filer {
        filer::put(&mut letter.values, filer, facts);
    }
}

/// The person to whose attention a company's letter goes: its contact, else who represents it.
pub fn attention(party: &Party) -> Option<String> {
    let representative = || {
        let person = party.company()?.represented_by.as_ref()?;
        Some(with_civility(person.civility, person.name.as_deref()?))
    };
    party.contact.as_ref().and_then(|contact| contact.name.clone()).or_else(representative)
}

pub fn put(values: &mut Values, at: &str, party: &Party, home: &str) {
    let key = |name: &str| format!("{at}/{name}");
    values.put_some(key("display"), display(party));
    values.put_some(key("society"), names::society(party));
    values.put(key("gender"), if names::is_feminine(party) { "f" } else { "m" });
    values.put_some(key("form"), names::form(party));
    values.put_some(key("line"), names::line(party, home));
    values.put_some(key("form_in_name"), names::form_in_name(party).then_some("oui"));
    values.put_some(key("seat"), party.is_company().then(|| names::seat(party)));
    values.put_some(key("activity"), party.activity.as_deref());
    values.put_some(key("profession"), party.profession.as_deref());
    values.put_some(key("business_permit"), party.business_permit.as_deref());
    values.put_some(key("siren"), party.siren.as_ref().map(siren));
    values.put_some(key("vat_number"), party.vat_number.as_ref().map(vat));
    put_register(values, at, party.register.as_ref(), party.siren.as_ref(), party.country());
    values.put_some(key("law"), abroad::law(party, home));
    put_address(values, &key("address"), party.address.as_ref(), home);
    put_contact(values, at, party.contact.as_ref());
    put_bank_account(values, at, party.bank_account.as_ref(), display(party));
    if let Some(operates_as) = party.operates_as {
        values.put(
            key("operates_as/line"),
            match operates_as {
                OperatesAs::LocataireGerant => "locataire-gérant",
                OperatesAs::GerantMandataire => "gérant-mandataire",
            },
        );
    }
    if let Some(support) = &party.support_contract
        && let (Some(name), Some(seat), Some(number)) = (&support.name, &support.seat, &support.siren)
    {
        let line = format!("bénéficiaire d’un contrat d’appui au projet d’entreprise : {name}, {seat}, SIREN {}", siren(number));
        values.put(key("support_contract/line"), line.replace(" :", "\u{a0}:"));
    }
    if let Some(mediator) = &party.consumer_mediator
        && let Some(name) = &mediator.name
    {
        let parts = [
            Some(name.clone()),
            mediator.address.as_ref().and_then(|address| address_line(address, home)),
            mediator.website.clone(),
        ];
        values.put(key("consumer_mediator/line"), parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        values.put_some(key("consumer_mediator/website"), mediator.website.as_deref());
        let answer = |uses: bool| if uses { "accepte d’y recourir" } else { "n’accepte pas d’y recourir" };
        values.put_some(key("consumer_mediator/use"), mediator.will_use.map(answer));
    }
    match &party.kind {
        PartyKind::Company(company) => {
            values.put_some(key("name"), company.name.as_deref());
            values.put_some(key("identity_name"), company.name.as_deref());
            let form = company.legal_form.as_deref();
            values.put_some(key("legal_form"), form.map(forms::short));
            values.put_some(key("legal_form_long"), form.map(|form| forms::known(form).map_or(form, |known| known.long)));
            values.put_some(key("share_capital"), company.share_capital.map(|capital| capital.french_short()));
            values.put_some(key("domicile"), party.address.as_ref().and_then(|address| address_line(address, home)));
            if let Some(person) = &company.represented_by {
                values.put_some(
                    key("represented_by/name"),
                    person.name.as_deref().map(|name| with_civility(person.civility, name)),
                );
                values.put_some(key("represented_by/quality"), person.quality.as_deref());
            }
            if let Some(liquidation) = &company.in_liquidation {
                values.put(key("in_liquidation/line"), names::in_liquidation(party));
                values.put_some(key("in_liquidation/liquidator"), liquidation.liquidator.as_deref());
            }
        }
        PartyKind::Person(person) => {
            values.put_some(key("name"), person.full_name());
            if person.last_name.is_some() && person.first_names.is_some() {
                values.put_some(key("identity_name"), person.full_name());
            }
            values.put_some(key("civility"), person.civility.map(civility_word));
            values.put_some(key("last_name"), person.last_name.as_deref());
            values.put_some(key("first_names"), person.first_names.as_deref());
            values.put_some(key("trading_name"), person.trading_name.as_deref());
            values.put_some(key("nationality"), person.nationality.as_deref());
            values.put_some(key("born_on"), person.born_on.map(long_day));
            values.put_some(key("born_at"), person.born_at.as_deref());
            values.put_some(key("eirl_object"), person.eirl_object.as_deref());
            values
                .put_some(key("home_address/line"), person.home_address.as_ref().and_then(|address| address_line(address, home)));
            let dwelling = person.home_address.as_ref().or(party.address.as_ref());
            values.put_some(key("domicile"), dwelling.and_then(|address| address_line(address, home)));
            values.put_some(key("domicile_town_first"), dwelling.and_then(|address| pleading::town_first(address, home)));
            if is_entrepreneur_individuel(party) {
                values.put(key("ei"), "entrepreneur individuel (EI)");
            }
        }
    }
}

fn put_register(values: &mut Values, at: &str, register: Option<&Register>, number: Option<&Siren>, seat: Option<&Country>) {
    let Some(register) = register else { return };
    if register.kind == RegisterKind::Foreign {
        abroad::put_register(values, at, register, seat);
    }
    let key = |name: &str| format!("{at}/register/{name}");
    values.put_some(key("city"), register.city.as_deref());
    values.put_some(key("number"), register.number.as_deref());
    let number = number.map(siren).filter(|_| register.kind != RegisterKind::None).or_else(|| register.number.clone());
    let luxembourg = register.country.as_ref().is_some_and(|country| country.as_str() == "LU");
    if let (RegisterKind::Rcs, true, Some(number)) = (register.kind, luxembourg, &register.number) {
        values.put(key("line"), format!("R.C.S. Luxembourg {number}"));
        values.put(key("long"), format!("Registre de commerce et des sociétés, Luxembourg, sous le numéro {number}"));
        return;
    }
    match (register.kind, &register.city, number) {
        (RegisterKind::Rcs, Some(city), Some(number)) => {
            values.put(key("line"), format!("RCS {city} {number}"));
            values.put(key("long"), format!("registre du commerce et des sociétés {} sous le numéro {number}", of_town(city)));
        }
        (RegisterKind::Rne, _, Some(number)) => {
            values.put(key("line"), format!("RNE {number}"));
            values.put(key("long"), format!("registre national des entreprises sous le numéro {number}"));
        }
        // No register of trade; an association has its own directory.
        (RegisterKind::None, _, Some(number)) if is_rna(&number) => {
            values.put(key("line"), format!("RNA {number}"));
            values.put(key("long"), format!("répertoire national des associations sous le numéro {number}"));
        }
        _ => {}
    }
}

/// A number of the directory of associations: a W, then nine signs.
fn is_rna(number: &str) -> bool {
    number.strip_prefix('W').is_some_and(|rest| rest.len() == 9 && rest.bytes().all(|sign| sign.is_ascii_alphanumeric()))
}

fn put_address(values: &mut Values, at: &str, address: Option<&Address>, home: &str) {
    let Some(address) = address else { return };
    values.put_some(format!("{at}/line"), address_line(address, home));
    values.put_some(format!("{at}/town_first"), pleading::town_first(address, home));
    values.put_some(format!("{at}/city"), address.city.as_deref());
}

fn put_contact(values: &mut Values, at: &str, contact: Option<&Contact>) {
    let Some(contact) = contact else { return };
    values.put_some(format!("{at}/contact/name"), contact.name.as_deref());
    values.put_some(format!("{at}/contact/phone"), contact.phone.as_deref());
    values.put_some(format!("{at}/contact/email"), contact.email.as_deref());
    values.put_some(format!("{at}/contact/website"), contact.website.as_deref());
}

fn put_bank_account(values: &mut Values, at: &str, account: Option<&BankAccount>, owner: Option<String>) {
    let Some(account) = account else { return };
    values.put_some(format!("{at}/bank_account/holder"), account.holder.clone().or(owner));
    values.put(format!("{at}/bank_account/iban"), in_groups(account.iban.as_str(), 4));
    values.put_some(format!("{at}/bank_account/bic"), account.bic.as_ref().map(ToString::to_string));
}

/// The same of a party's own address.
pub fn address_line_of(party: &Party, home: &str) -> Option<String> {
    party.address.as_ref().and_then(|address| address_line(address, home))
}

/// « 14 chemin du Moulin, 69630 Chaponost »; nothing unless there are a street line, a postcode and a town.
pub fn address_line(address: &Address, home: &str) -> Option<String> {
    let city = address.city.as_deref()?;
    if address.lines.is_empty() {
        return None;
    }
    if address.postcode.is_none() && address.is_in_france() {
        return None;
    }
    let town = super::address::town(address, city).join("\u{a0}");
    let mut parts: Vec<String> = address.lines.iter().map(|line| with_its_number(line)).collect();
    parts.push(town);
    if !address.is_in(home) && city != address.country_name() {
        parts.push(address.country_name().to_owned());
    }
    Some(parts.join(", "))
}

/// « 14 chemin du Moulin », the number tied to its street.
fn with_its_number(line: &str) -> String {
    match line.split_once(' ') {
        Some((number, street)) if number.starts_with(|first: char| first.is_ascii_digit()) => format!("{number}\u{a0}{street}"),
        _ => line.to_owned(),
    }
}

/// « FR11 123456782 ».
fn vat(number: &VatNumber) -> String {
    let (key, rest) = number.as_str().split_at_checked(4).unwrap_or((number.as_str(), ""));
    if key.starts_with("FR") { format!("{key}\u{202f}{rest}") } else { number.to_string() }
}

/// « 123 456 782 », with narrow no-break spaces.
fn siren(number: &Siren) -> String {
    in_groups(number.as_str(), 3).replace(' ', "\u{202f}")
}

fn in_groups(text: &str, size: usize) -> String {
    let characters: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
    characters.chunks(size).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn civility_word(civility: Civility) -> &'static str {
    match civility {
        Civility::M => "M.",
        Civility::Mme => "Mme",
    }
}

fn with_civility(civility: Option<Civility>, name: &str) -> String {
    civility.map_or_else(|| name.to_owned(), |civility| format!("{}\u{a0}{name}", civility_word(civility)))
}

/// A quality as a signature shows it: « Gérante ».
pub fn quality(text: &str) -> String {
    capitalised(text)
}

#[cfg(test)]
mod tests {
    use super::is_rna;

    #[test]
    fn a_number_of_the_directory_of_associations_is_told_from_any_other() {
        for (number, known) in
            [("W691234567", true), ("W9G1234567", true), ("W12345", false), ("123456782", false), ("B123456", false)]
        {
            assert_eq!(is_rna(number), known, "{number}");
        }
    }
}
