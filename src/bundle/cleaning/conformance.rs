//! The conformance that a file claims in its metadata. Never checks the claim.

use lopdf::Object;

use super::super::exhibit::meter::Meter;
use super::super::exhibit::{Conformance, Fault};
use super::super::page::decoded;
use super::super::reading::Opened;

/// Metadata larger than this are not read.
const LONGEST: usize = 1 << 20;
/// Output intents that are looked at.
const INTENTS: usize = 8;

/// What the XMP packet of the catalogue declares; nothing if its colours are those of a press, which only its own output intent
/// explains.
pub fn claimed(opened: &Opened, meter: &Meter) -> Result<Option<Conformance>, Fault> {
    let Ok(Object::Reference(id)) = opened.catalogue.get(b"Metadata") else { return Ok(None) };
    if is_for_a_press(opened) {
        return Ok(None);
    }
    let packet = decoded(&opened.document, *id, meter)?.map(|packet| packet.bytes);
    Ok(packet.filter(|packet| packet.len() <= LONGEST).and_then(|packet| in_packet(&packet)))
}

/// Whether an output intent names a profile of four colours.
fn is_for_a_press(opened: &Opened) -> bool {
    let document = &opened.document;
    let Ok(intents) = opened.catalogue.get_deref(b"OutputIntents", document).and_then(Object::as_array) else { return false };
    intents.iter().take(INTENTS).any(|intent| {
        let intent = document.dereference(intent).and_then(|(_, intent)| intent.as_dict());
        let profile = intent.and_then(|intent| intent.get_deref(b"DestOutputProfile", document)).and_then(Object::as_stream);
        profile
            .and_then(|profile| profile.dict.get_deref(b"N", document))
            .and_then(Object::as_i64)
            .is_ok_and(|colours| colours == 4)
    })
}

fn in_packet(packet: &[u8]) -> Option<Conformance> {
    let text = String::from_utf8_lossy(packet);
    let part = value(&text, "pdfaid:part")?.parse().ok().filter(|part| (1..=4).contains(part))?;
    let level = value(&text, "pdfaid:conformance").and_then(|level| level.chars().next()).unwrap_or(' ');
    Some(Conformance { part, level: level.to_ascii_lowercase() })
}

/// The value of a property, written as an attribute or as an element.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let after = &text[text.find(name)? + name.len()..];
    let after = after.trim_start();
    let (after, end): (&str, &[char]) = match after.strip_prefix('=') {
        Some(after) => (after.trim_start().strip_prefix(['"', '\''])?, &['"', '\'']),
        None => (after.strip_prefix('>')?, &['<']),
    };
    Some(after[..after.find(end)?].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_read_however_it_is_written() {
        for (packet, claim) in [
            ("<x pdfaid:part=\"2\" pdfaid:conformance='B'/>", Some((2, 'b'))),
            ("<pdfaid:part>3</pdfaid:part><pdfaid:conformance> A </pdfaid:conformance>", Some((3, 'a'))),
            ("<pdfaid:part>4</pdfaid:part>", Some((4, ' '))),
            ("<pdfaid:part>9</pdfaid:part>", None),
            ("pdfaid:part", None),
            ("", None),
        ] {
            assert_eq!(in_packet(packet.as_bytes()).map(|found| (found.part, found.level)), claim, "{packet}");
        }
    }
}
