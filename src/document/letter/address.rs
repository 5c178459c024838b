//! The recipient's address as NF Z 10-011 wants it: at most 6 lines of 38 characters (7 abroad), the last two in capitals without
//! accents. A line that does not fit is a fault, never a cut.

use super::super::french::postal_capitals;
use super::party;
use crate::case::address::Address;
use crate::case::party::Party;

/// Characters on one line, spaces included (NF Z 10-011).
pub const LINE_LENGTH: usize = 38;
/// Lines of a French address; a foreign one has a seventh, its country.
pub const LINES: usize = 6;

/// Why the address does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressFault {
    /// This line of the block has so many characters.
    LineTooLong {
        line: String,
        characters: usize,
    },
    TooManyLines {
        lines: usize,
    },
}

/// The block to print in the window, with what does not fit.
pub fn postal_block(addressee: &Party) -> (Vec<String>, Vec<AddressFault>) {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(party::display(addressee));
    if addressee.is_company()
        && let Some(person) = party::attention(addressee)
    {
        lines.push(format!("À l’attention de {person}"));
    }
    if let Some(address) = &addressee.address {
        lines.extend(address_lines(address));
    }
    let faults = faults(&lines, addressee.address.as_ref().is_none_or(Address::is_in_france));
    (lines, faults)
}

fn address_lines(address: &Address) -> Vec<String> {
    let mut lines = address.lines.clone();
    if let Some(street) = lines.last_mut() {
        *street = postal_capitals(street);
    }
    let town = [address.postcode.as_ref().map(|postcode| postcode.as_str()), address.city.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    lines.push(postal_capitals(&town));
    if !address.is_in_france() {
        lines.push(postal_capitals(party::country_name(&address.country)));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn faults(lines: &[String], french: bool) -> Vec<AddressFault> {
    let too_long = lines.iter().filter_map(|line| {
        let characters = line.chars().count();
        (characters > LINE_LENGTH).then(|| AddressFault::LineTooLong { line: line.clone(), characters })
    });
    let most = if french { LINES } else { LINES + 1 };
    let too_many = (lines.len() > most).then_some(AddressFault::TooManyLines { lines: lines.len() });
    too_long.chain(too_many).collect()
}
