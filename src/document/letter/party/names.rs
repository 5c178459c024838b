//! The names of a party: at the head of a letter, in a sentence, at its foot. A form that is a word is said once.

use super::super::super::french::{folded, names::elides};
use super::super::forms;
use super::{civility_word, with_civility};
use crate::case::address::Address;
use crate::case::party::{Civility, Company, Party, PartyKind};

/// « Menuiserie Durand SARL », « Mme Inès Caradec », « Atelier Martin – Paul Martin EI ».
pub fn display(party: &Party) -> Option<String> {
    match &party.kind {
        PartyKind::Company(company) => {
            let name = company.name.clone()?;
            let form = company.legal_form.as_deref();
            let initials = form.filter(|form| forms::known(form).is_none_or(|known| !known.is_word()));
            let initials = initials.map(|form| forms::known(form).map_or(form, |known| known.initials));
            Some(match initials.filter(|form| form.chars().count() <= 8 && !says(&name, form)) {
                Some(form) => format!("{name} {form}"),
                None => name,
            })
        }
        PartyKind::Person(person) => {
            person.last_name.as_ref()?;
            let name = person.full_name()?;
            Some(match (&person.trading_name, is_entrepreneur_individuel(party)) {
                (Some(trading), true) if folded(trading).contains(&folded(&name)) => format!("{trading} EI"),
                (Some(trading), true) => format!("{trading} – {name} EI"),
                (None, true) => format!("{name} EI"),
                (Some(trading), false) if party.is_professional() && !folded(trading).contains(&folded(&name)) => {
                    format!("{trading} – {name}")
                }
                _ => person.civility.map_or_else(|| name.clone(), |civility| format!("{} {name}", civility_word(civility))),
            })
        }
    }
}

/// Whether a name already holds these initials as a word of its own, dots apart (« Müller G.m.b.H. »).
fn says(name: &str, initials: &str) -> bool {
    let plain = |text: &str| folded(&text.replace('.', ""));
    plain(name).split_whitespace().any(|word| word == plain(initials))
}

/// « entrepreneur individuel » (C. com., art. L. 526-22): any natural person with a trade of its own in France, unless the case says no.
pub fn is_entrepreneur_individuel(party: &Party) -> bool {
    let by_law = || party.is_professional() && party.address.as_ref().is_none_or(Address::is_in_france);
    party.person().is_some_and(|person| person.entrepreneur_individuel.unwrap_or_else(by_law))
}

/// The way to name a party in a sentence: « la société Menuiserie Durand », « le syndicat des copropriétaires … », « Mme Inès Caradec ».
/// A natural person is named, whatever the name of his business.
pub fn society(party: &Party) -> Option<String> {
    match &party.kind {
        PartyKind::Person(person) => {
            person.last_name.as_ref()?;
            let name = person.full_name()?;
            Some(person.civility.map_or_else(|| name.clone(), |civility| format!("{} {name}", civility_word(civility))))
        }
        PartyKind::Company(company) => {
            let name = company.name.as_deref()?;
            let known = company.legal_form.as_deref().and_then(forms::known);
            let head = match (known, company.legal_form.as_deref()) {
                (Some(form), _) if form.long.starts_with("société") && (form.commercial || form.civil) => {
                    return Some(of_society(name));
                }
                (Some(form), _) => Some((form.long, form.initials)),
                (None, Some(form)) if forms::feminine_head(form).is_some() => Some((form, form)),
                (None, Some(_)) => return Some(of_society(name)),
                (None, None) if forms::feminine_head(name).is_some() => None,
                (None, None) => return Some(name.to_owned()),
            };
            // « Commune de Mersch », « GIE Alpha » say their form already.
            let begins = |form: &str| folded(name) == folded(form) || folded(name).starts_with(&format!("{} ", folded(form)));
            let whole = match head {
                Some((long, initials)) if begins(long) || initials != long.to_uppercase() && begins(initials) => {
                    uncapitalised(name)
                }
                Some((long, _)) if forms::feminine_head(name).is_none() => format!("{} {name}", uncapitalised(long)),
                _ => uncapitalised(name),
            };
            Some(with_article(&whole, is_feminine(party)))
        }
    }
}

fn of_society(name: &str) -> String {
    if folded(name).starts_with("societe ") { format!("la {}", uncapitalised(name)) } else { format!("la société {name}") }
}

/// « la commune de Mersch », « le GIE Alpha », « l’association Alpha ».
pub(super) fn with_article(words: &str, feminine: bool) -> String {
    match (elides(words), feminine) {
        (true, _) => format!("l’{words}"),
        (false, true) => format!("la {words}"),
        (false, false) => format!("le {words}"),
    }
}

/// The first letter made small, unless the word is initials.
pub(super) fn uncapitalised(name: &str) -> String {
    let word = name.split([' ', '-', '\'', '’']).next().unwrap_or_default();
    if word.chars().count() > 1 && word.chars().all(|letter| !letter.is_lowercase()) {
        return name.to_owned();
    }
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Grammatical gender: a person's civility; a body's form, else the first word of its name; else that of « société ».
pub fn is_feminine(party: &Party) -> bool {
    match &party.kind {
        PartyKind::Person(person) => person.civility == Some(Civility::Mme),
        PartyKind::Company(company) => {
            let form = company.legal_form.as_deref();
            let of_form =
                form.and_then(|form| forms::known(form).map(|known| known.feminine).or_else(|| forms::feminine_head(form)));
            let of_name = || company.name.as_deref().filter(|_| form.is_none()).and_then(forms::feminine_head);
            of_form.or_else(of_name).unwrap_or(true)
        }
    }
}

/// « société à responsabilité limitée (SARL) », « commune », « GmbH »: the form, said once.
pub fn form(party: &Party) -> Option<String> {
    let given = party.legal_form()?;
    Some(match forms::known(given) {
        Some(known) if known.is_word() => known.long.to_owned(),
        Some(known) => format!("{} ({})", known.long, known.initials),
        None => given.to_owned(),
    })
}

/// Whether the name already begins with its form: « Syndicat des copropriétaires de la résidence … ».
pub fn form_in_name(party: &Party) -> bool {
    let (Some(name), Some(form)) = (party.name(), party.legal_form()) else { return false };
    let begins = |form: &str| folded(&name) == folded(form) || folded(&name).starts_with(&format!("{} ", folded(form)));
    begins(forms::known(form).map_or(form, |known| known.long))
}

/// « siège social », of a company or an association; « siège », of a commune, a syndicat, a public body.
pub fn seat(party: &Party) -> &'static str {
    let words = party
        .legal_form()
        .map(|form| forms::known(form).map_or(form, |known| known.long))
        .or(party.company().and_then(|company| company.name.as_deref()));
    let social = ["association", "fondation", "cooperative", "mutuelle", "groupement", "sdc"];
    let head = words.filter(|words| forms::feminine_head(words).is_some()).map(folded);
    match head {
        Some(head) if head.starts_with("groupement agricole") || !social.iter().any(|word| head.starts_with(word)) => "siège",
        _ => "siège social",
    }
}

/// The words that a body in liquidation adds to its name: « société en liquidation », « fondation en liquidation ».
pub fn in_liquidation(party: &Party) -> String {
    let known = party.legal_form().and_then(forms::known).filter(|form| !form.commercial && !form.civil);
    let head = known.map_or("société", |form| form.long);
    format!("{head} en liquidation")
}

/// The identity that follows the signature of an e-mail: « Menuiserie Durand, SARL au capital de 20 000 € », « Étienne Martel EI ».
/// Luxembourg never prints the capital, and joins the words of a liquidation to the name.
pub fn line(party: &Party, home: &str) -> Option<String> {
    let name = match &party.kind {
        PartyKind::Company(company) => company.name.clone()?,
        PartyKind::Person(_) => {
            let parts = [display(party), party.profession.clone().filter(|_| home == "LU")];
            return Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|line| !line.is_empty());
        }
    };
    let company = party.company()?;
    if home == "LU" {
        let joined = company.in_liquidation.as_ref().map(|_| in_liquidation(party));
        return Some([Some(name), joined.or_else(|| form(party))].into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    let short = company.legal_form.as_deref().map(|form| forms::short(form).to_owned());
    let form = short.filter(|form| !says(&name, form) && !folded(&name).starts_with(&folded(form)));
    let mut line = [Some(name), form.clone(), party.profession.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if let Some(capital) = capital(company) {
        line.push_str(if form.is_some() && party.profession.is_none() { " " } else { ", " });
        line.push_str(&capital);
    }
    Some(line)
}

fn capital(company: &Company) -> Option<String> {
    if company.variable_capital {
        return Some("à capital variable".to_owned());
    }
    company.share_capital.map(|capital| format!("au capital de {}", capital.french_short()))
}

/// « Mme Inès Caradec » of a name that may already say so.
pub(super) fn civil(civility: Option<Civility>, name: &str) -> String {
    let said = ["m. ", "mme ", "monsieur ", "madame "].iter().any(|title| folded(name).starts_with(title));
    if said { name.to_owned() } else { with_civility(civility, name) }
}
