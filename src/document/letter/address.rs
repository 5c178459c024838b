//! The recipient's address as the post of its place wants it: at most 6 lines of 38 characters (7 with the country); in France
//! NF Z 10-011, capitals without accents in the last lines. A line that does not fit is a fault, never a cut.

use super::super::french::{capitalised, folded, names, postal_capitals};
use super::super::{DocumentType, Facts, Recipient};
use super::party;
use crate::case::address::Address;
use crate::case::ids::PostcodePlace;
use crate::case::letter::Delivery;
use crate::case::party::Party;

/// Characters on one line, spaces included (NF Z 10-011).
pub const LINE_LENGTH: usize = 38;
/// Lines of a French address; a foreign one has a seventh, its country.
pub const LINES: usize = 6;

/// Why the address does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressFault {
    /// This line of the block has so many characters; `pointer` is its place below the addressee.
    LineTooLong {
        line: String,
        characters: usize,
        pointer: String,
    },
    TooManyLines {
        lines: usize,
        pointer: String,
    },
    /// « À l’attention de … » does not fit, and is not printed.
    AttentionLeftOut {
        line: String,
        pointer: String,
    },
}

impl AddressFault {
    /// The same, its pointer below that of who is addressed.
    fn below(self, at: &str) -> Self {
        match self {
            Self::LineTooLong { line, characters, pointer } => {
                Self::LineTooLong { line, characters, pointer: format!("{at}{pointer}") }
            }
            Self::AttentionLeftOut { line, pointer } => Self::AttentionLeftOut { line, pointer: format!("{at}{pointer}") },
            Self::TooManyLines { lines, .. } => Self::TooManyLines { lines, pointer: format!("{at}/address/lines") },
        }
    }
}

/// A line of the block with its place below the addressee.
struct Line {
    text: String,
    pointer: String,
}

/// Who receives the document: the officer, where a letter to the debtor is the instruction to summon him.
pub fn recipient(document: &DocumentType, facts: &Facts) -> Recipient {
    let summons = facts.delivery() == Some(Delivery::Huissier) && document.recipient == Recipient::Debtor;
    if summons { Recipient::Officer } else { document.recipient }
}

/// The block of whoever receives the document, with what does not fit; the pointer of who it is stands before that of each fault.
pub fn block_of(document: &DocumentType, facts: &Facts) -> (Vec<String>, Vec<AddressFault>) {
    let case = facts.case;
    let home = facts.home();
    let (block, faults, at) = match recipient(document, facts) {
        Recipient::Debtor => of_party(Some(&case.debtor), home, "/debtor".to_owned()),
        Recipient::Guarantor => {
            let rank = case.letter.as_ref().and_then(|letter| letter.guarantor).unwrap_or(1).saturating_sub(1);
            of_party(facts.guarantor().map(|guarantor| &guarantor.party), home, format!("/guarantors/{rank}/party"))
        }
        Recipient::Officer => {
            let officer = case.filing.as_ref().and_then(|filing| filing.officer.as_ref());
            let address = officer.and_then(|it| it.address.as_ref());
            named(officer.and_then(|it| it.name.as_deref()), address, home, "/filing/officer")
        }
        Recipient::InsolvencyOfficer => {
            let officer = case.insolvency.as_ref().and_then(|open| open.officer.as_ref());
            let address = officer.and_then(|it| it.address.as_ref());
            named(officer.and_then(|it| it.name.as_deref()), address, home, "/insolvency/officer")
        }
        Recipient::Court => {
            let court = case.filing.as_ref().and_then(|filing| filing.court.as_ref());
            let name = court
                .and_then(super::paper::court_name)
                .map(|name| capitalised(name.trim_start_matches("le ").trim_start_matches("la ")));
            named(name.as_deref(), court.and_then(|court| court.address.as_ref()), home, "/filing/court")
        }
    };
    (block, faults.into_iter().map(|fault| fault.below(&at)).collect())
}

type Block = (Vec<String>, Vec<AddressFault>, String);

fn of_party(party: Option<&Party>, home: &str, at: String) -> Block {
    let (block, faults) = party.map(|party| postal_block(party, home)).unwrap_or_default();
    (block, faults, at)
}

fn named(name: Option<&str>, address: Option<&Address>, home: &str, at: &str) -> Block {
    let mut lines: Vec<Line> =
        name.into_iter().flat_map(wrapped).map(|text| Line { text, pointer: "/name".to_owned() }).collect();
    if let Some(address) = address {
        lines.extend(address_lines(address, home));
    }
    let faults = faults(&lines, most_lines(address, home));
    (lines.into_iter().map(|line| line.text).collect(), faults, at.to_owned())
}

/// The block to print in the window, with what does not fit.
///
/// A long name goes on a second line, at a space; the attention line, which nothing demands, is left out rather than cut, and told.
fn postal_block(addressee: &Party, home: &str) -> (Vec<String>, Vec<AddressFault>) {
    let name = if addressee.is_company() { "/name" } else { "/last_name" };
    // What is sent to the protected person alone does not reach the one who represents him.
    if let Some(protection) = party::tutor(addressee) {
        let tutor = party::protector(protection);
        let whose = party::display(addressee)
            .map(|name| format!("{} {}", party::quality_of_protector(protection), names::person(&name).of));
        let mut lines: Vec<Line> = [(tutor, "/protection/name"), (whose, name)]
            .into_iter()
            .flat_map(|(words, pointer)| words.map(|words| (words, pointer)))
            .flat_map(|(words, pointer)| wrapped(&words).into_iter().map(move |text| Line { text, pointer: pointer.to_owned() }))
            .collect();
        lines.extend(protection.address.as_ref().map(|address| address_lines(address, home)).unwrap_or_default());
        let faults = faults(&lines, most_lines(protection.address.as_ref(), home));
        return (lines.into_iter().map(|line| line.text).collect(), faults);
    }
    let mut lines: Vec<Line> = party::display(addressee)
        .iter()
        .flat_map(|name| wrapped(name))
        .map(|text| Line { text, pointer: name.to_owned() })
        .collect();
    let places = addressee.address.as_ref().map(|address| address_lines(address, home)).unwrap_or_default();
    let most = most_lines(addressee.address.as_ref(), home);
    let person = || party::attention(addressee).filter(|_| addressee.is_company());
    let attention = college(addressee).map(str::to_owned).or_else(|| person().map(|person| format!("À l’attention de {person}")));
    let (attention, left_out) = match attention {
        Some(text) if text.chars().count() <= LINE_LENGTH && lines.len() + places.len() < most => (Some(text), None),
        left_out => (None, left_out),
    };
    lines.extend(attention.map(|text| Line { text, pointer: "/contact/name".to_owned() }));
    lines.extend(places);
    let mut faults = faults(&lines, most);
    faults.extend(left_out.map(|line| AddressFault::AttentionLeftOut { line, pointer: "/contact/name".to_owned() }));
    (lines.into_iter().map(|line| line.text).collect(), faults)
}

/// A Luxembourg commune is addressed through the body that runs it.
fn college(addressee: &Party) -> Option<&'static str> {
    let commune = addressee.legal_form().is_some_and(|form| folded(form) == "commune");
    let luxembourg = addressee.address.as_ref().is_some_and(|address| address.is_in("LU"));
    (commune && luxembourg).then_some("Au collège des bourgmestre et échevins")
}

/// Seven lines where the country is the last.
fn most_lines(address: Option<&Address>, home: &str) -> usize {
    if address.is_none_or(|address| address.is_in(home)) { LINES } else { LINES + 1 }
}

/// Cut at spaces so that each part fits, as long as a space allows.
fn wrapped(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match parts.last_mut() {
            Some(part) if part.chars().count() + 1 + word.chars().count() <= LINE_LENGTH => {
                part.push(' ');
                part.push_str(word);
            }
            _ => parts.push(word.to_owned()),
        }
    }
    parts
}

/// The lines below the name, as the post of the place reads them: NF Z 10-011 in France, as they are given elsewhere, for its signs
/// tell there what a space would not (« 12/3/7 » in Vienna is house, stair and door).
fn address_lines(address: &Address, home: &str) -> Vec<Line> {
    let french = address.is_in_france() || address.territory().is_overseas();
    let normal = |text: &str| if french { postal_capitals(text) } else { text.to_owned() };
    let first = first_in_capitals(&address.lines);
    let streets = address.lines.iter().enumerate().map(|(index, text)| Line {
        text: if index >= first { normal(text) } else { text.clone() },
        pointer: format!("/address/lines/{index}"),
    });
    let mut lines: Vec<Line> = streets.collect();
    let town = town(address, address.city.as_deref().unwrap_or_default());
    lines
        .extend(town.iter().map(|part| Line { text: normal(&part.replace('\u{a0}', " ")), pointer: "/address/city".to_owned() }));
    if !address.is_in(home) {
        lines.push(Line { text: postal_capitals(address.country_name()), pointer: "/address/country".to_owned() });
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// The first line of the street that takes capitals without punctuation: the one with a house number and all that follow (a BP, a
/// hamlet), and always the two above the town (« les 3 dernières lignes toujours en majuscules », La Poste, SNA).
fn first_in_capitals(lines: &[String]) -> usize {
    let numbered = lines.iter().position(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    numbered.unwrap_or(lines.len()).min(lines.len().saturating_sub(2))
}

/// The postcode, tied to the town by a no-break space, as the country orders them, on one line or two: « L-4010 Esch-sur-Alzette », « New York NY 10001 ».
pub fn town(address: &Address, city: &str) -> Vec<String> {
    let postcode = address.postcode.as_ref().map(|code| match address.is_in("LU") {
        true => format!("L-{}", code.as_str().trim_start_matches("L-")),
        false => code.to_string(),
    });
    let place = if address.is_in_france() { PostcodePlace::Before } else { address.country.postcode_place() };
    let joined = |parts: [&str; 2]| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\u{a0}");
    match (postcode, place) {
        (None, _) => vec![city.to_owned()],
        (Some(code), PostcodePlace::Before) => vec![joined([&code, city])],
        (Some(code), PostcodePlace::After) => vec![joined([city, &code])],
        (Some(code), PostcodePlace::Below) => vec![city.to_owned(), code],
    }
}

fn faults(lines: &[Line], most: usize) -> Vec<AddressFault> {
    let too_long = lines.iter().filter_map(|line| {
        let characters = line.text.chars().count();
        let fault = || AddressFault::LineTooLong { line: line.text.clone(), characters, pointer: line.pointer.clone() };
        (characters > LINE_LENGTH).then(fault)
    });
    let too_many = (lines.len() > most).then_some(AddressFault::TooManyLines { lines: lines.len(), pointer: String::new() });
    too_long.chain(too_many).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The block that the case prints for a debtor at this address.
    fn block(home: &str, address: &Value) -> Vec<String> {
        let address: Address = serde_json::from_value(address.clone()).expect("an address");
        address_lines(&address, home).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn each_post_reads_its_own_addresses() {
        for (home, address, expected) in [
            (
                "FR",
                json!({"lines": ["39, rue de Beaulieu", "BP 374"], "postcode": "86009", "city": "Poitiers Cedex 9"}),
                &["39 RUE DE BEAULIEU", "BP 374", "86009 POITIERS CEDEX 9"][..],
            ),
            (
                "FR",
                json!({"lines": ["Résidence l’Orée", "Bât. B, 3e étage", "12 rue d’Ys", "CS 10001"], "postcode": "29000", "city": "Quimper"}),
                &["Résidence l’Orée", "Bât. B, 3e étage", "12 RUE D YS", "CS 10001", "29000 QUIMPER"],
            ),
            (
                "FR",
                json!({"lines": ["Mariahilfer Straße 12/3/7"], "postcode": "1060", "city": "Wien", "country": "AT"}),
                &["Mariahilfer Straße 12/3/7", "1060 Wien", "AUTRICHE"],
            ),
            (
                "FR",
                json!({"lines": ["10-12 Baggot St. Lwr"], "postcode": "D02 AF30", "city": "Dublin 2", "country": "IE"}),
                &["10-12 Baggot St. Lwr", "Dublin 2", "D02 AF30", "IRLANDE"],
            ),
            (
                "FR",
                json!({"lines": ["350 5th Ave., Suite 12"], "postcode": "NY 10001", "city": "New York", "country": "US"}),
                &["350 5th Ave., Suite 12", "New York NY 10001", "ETATS UNIS"],
            ),
            (
                "FR",
                json!({"lines": ["12 rue du Port"], "postcode": "97400", "city": "Saint-Denis", "country": "RE"}),
                &["12 RUE DU PORT", "97400 SAINT DENIS"],
            ),
            (
                "LU",
                json!({"lines": ["3, place du Marché"], "postcode": "4010", "city": "Esch-sur-Alzette", "country": "LU"}),
                &["3, place du Marché", "L-4010 Esch-sur-Alzette"],
            ),
            (
                "LU",
                json!({"lines": ["Hauptstr. 12-14"], "postcode": "54290", "city": "Trier", "country": "DE"}),
                &["Hauptstr. 12-14", "54290 Trier", "ALLEMAGNE"],
            ),
            (
                "LU",
                json!({"lines": ["14, rue d’Ys"], "postcode": "57000", "city": "Metz"}),
                &["14 RUE D YS", "57000 METZ", "FRANCE"],
            ),
        ] {
            assert_eq!(block(home, &address), expected, "{address}");
        }
    }
}
