//! The recipient's address as NF Z 10-011 wants it: at most 6 lines of 38 characters (7 abroad), the last two in capitals without
//! accents. A line that does not fit is a fault, never a cut.

use super::super::french::{capitalised, postal_capitals};
use super::super::{DocumentType, Facts, Recipient};
use super::party;
use crate::case::address::Address;
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
}

impl AddressFault {
    /// The same, its pointer below that of who is addressed.
    fn below(self, at: &str) -> Self {
        match self {
            Self::LineTooLong { line, characters, pointer } => {
                Self::LineTooLong { line, characters, pointer: format!("{at}{pointer}") }
            }
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
    let faults = faults(&lines, address.is_none_or(|address| address.is_in(home)));
    (lines.into_iter().map(|line| line.text).collect(), faults, at.to_owned())
}

/// The block to print in the window, with what does not fit.
///
/// A long name goes on a second line, at a space; the attention line, which nothing demands, is left out rather than cut.
pub fn postal_block(addressee: &Party, home: &str) -> (Vec<String>, Vec<AddressFault>) {
    let mut lines: Vec<Line> = Vec::new();
    let name = if addressee.is_company() { "/name" } else { "/last_name" };
    for part in party::display(addressee).iter().flat_map(|name| wrapped(name)) {
        lines.push(Line { text: part, pointer: name.to_owned() });
    }
    let attention =
        party::attention(addressee).filter(|_| addressee.is_company()).map(|person| format!("À l’attention de {person}"));
    if let Some(text) = attention.filter(|text| text.chars().count() <= LINE_LENGTH) {
        lines.push(Line { text, pointer: "/contact/name".to_owned() });
    }
    if let Some(address) = &addressee.address {
        lines.extend(address_lines(address, home));
    }
    let faults = faults(&lines, addressee.address.as_ref().is_none_or(|address| address.is_in(home)));
    (lines.into_iter().map(|line| line.text).collect(), faults)
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

fn address_lines(address: &Address, home: &str) -> Vec<Line> {
    let last = address.lines.len().saturating_sub(1);
    let streets = address.lines.iter().enumerate().map(|(index, text)| {
        let text = if index == last { postal_capitals(text) } else { text.clone() };
        Line { text, pointer: format!("/address/lines/{index}") }
    });
    let mut lines: Vec<Line> = streets.collect();
    let postcode = address.postcode.as_ref().map(|postcode| party::postcode(address, postcode));
    let city = address.city.as_deref().map(postal_capitals);
    let town: Vec<String> = [postcode, city].into_iter().flatten().collect();
    lines.push(Line { text: town.join(" "), pointer: "/address/city".to_owned() });
    if !address.is_in(home) {
        lines.push(Line { text: postal_capitals(party::country_name(&address.country)), pointer: "/address/country".to_owned() });
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

fn faults(lines: &[Line], french: bool) -> Vec<AddressFault> {
    let too_long = lines.iter().filter_map(|line| {
        let characters = line.text.chars().count();
        let fault = || AddressFault::LineTooLong { line: line.text.clone(), characters, pointer: line.pointer.clone() };
        (characters > LINE_LENGTH).then(fault)
    });
    let most = if french { LINES } else { LINES + 1 };
    let too_many = (lines.len() > most).then_some(AddressFault::TooManyLines { lines: lines.len(), pointer: String::new() });
    too_long.chain(too_many).collect()
}
