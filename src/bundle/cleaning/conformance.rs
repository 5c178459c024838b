//! The conformance that a file claims in its metadata. Never checks the claim.

use lopdf::Object;

use super::super::exhibit::meter::Meter;
use super::super::exhibit::{Conformance, Fault};
use super::super::page::decoded;
use super::super::reading::Opened;

/// Metadata larger than this are not read.
const LONGEST: usize = 1 << 20;

/// What the XMP packet of the catalogue declares.
pub fn claimed(opened: &Opened, meter: &Meter) -> Result<Option<Conformance>, Fault> {
    let Ok(Object::Reference(id)) = opened.catalogue.get(b"Metadata") else { return Ok(None) };
    let packet = decoded(&opened.document, *id, meter)?.map(|packet| packet.bytes);
    Ok(packet.filter(|packet| packet.len() <= LONGEST).and_then(|packet| in_packet(&packet)))
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
