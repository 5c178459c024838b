//! Finding objects without a cross-reference table: every `7 0 obj` in the file, the last one of a number standing.
//!
//! Never decodes anything; what is in object streams is placed by the caller once they can be read.

use std::collections::HashMap;

use lopdf::{Dictionary, Object};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::{Meter, too_complex};
use super::source::{PLACE, Place, Source};
use super::syntax::{NUMBERS, Parser, is_regular, is_space};

/// How many trailers and catalogues are looked at.
const CANDIDATES: usize = 64;

/// Where `needle` first stands.
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    while let Some(step) = haystack.get(at..)?.iter().position(|byte| *byte == first) {
        at += step;
        if haystack[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The offset and number of each object header, in the order of the file.
fn headers(bytes: &[u8], meter: &Meter) -> Result<Vec<(u32, usize)>, Fault> {
    meter.read(bytes.len())?;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| find(rest, b"obj")) {
        let keyword = at + step;
        at = keyword + 3;
        if let Some(header) = header_before(bytes, keyword) {
            // Here, and in the table that is made of it.
            meter.hold(2 * PLACE)?;
            found.push(header);
            if found.len() > meter.entries() {
                return Err(too_complex());
            }
        }
    }
    Ok(found)
}

/// `7 0 ` before the keyword `obj`: the number and where it begins.
fn header_before(bytes: &[u8], keyword: usize) -> Option<(u32, usize)> {
    let back = |from: usize, of: fn(u8) -> bool| from - bytes[..from].iter().rev().take(12).take_while(|byte| of(**byte)).count();
    let digit = |byte: u8| byte.is_ascii_digit();
    let generation_end = back(keyword, is_space);
    let generation = back(generation_end, digit);
    let number_end = back(generation, is_space);
    let number = back(number_end, digit);
    let whole = generation < generation_end && number_end < generation && number < number_end;
    let alone = number == 0 || !is_regular(bytes[number - 1]) || bytes[..number].ends_with(b"endobj");
    if !whole || !alone {
        return None;
    }
    let value = std::str::from_utf8(&bytes[number..number_end]).ok()?.parse().ok()?;
    (value < NUMBERS).then_some((value, number))
}

pub fn last_places(bytes: &[u8], meter: &Meter) -> Result<HashMap<u32, usize>, Fault> {
    Ok(headers(bytes, meter)?.into_iter().collect())
}

/// Fills in places and trailer from what stands in the file. Gives the numbers of the object streams, the last first.
pub fn rebuild(source: &mut Source) -> Result<Vec<u32>, Fault> {
    source.repaired = true;
    let headers = headers(source.bytes, source.meter)?;
    source.places = headers.iter().map(|(number, offset)| (*number, Place::At(*offset))).collect();
    source.trailer = Dictionary::new();
    let mut containers = Vec::new();
    let mut catalogue = None;
    let mut trailers = trailers(source)?;
    for &(number, offset) in headers.iter().rev() {
        source.meter.in_time()?;
        if source.places.get(&number) != Some(&Place::At(offset)) {
            continue;
        }
        let Some(kind) = kind_of(source.bytes, offset) else { continue };
        match kind {
            Type::Container => containers.push(number),
            Type::Catalogue => catalogue = catalogue.or(Some(number)),
            Type::Table if trailers.len() < CANDIDATES => {
                if let Some((_, Object::Stream(stream))) = source.indirect(offset, Some(number))? {
                    trailers.push(stream.dict);
                }
            }
            Type::Table => {}
        }
    }
    for trailer in trailers.into_iter().filter(|trailer| trailer.has(b"Root")) {
        for key in [&b"Root"[..], b"Encrypt", b"ID", b"Info"] {
            if let (false, Ok(value)) = (source.trailer.has(key), trailer.get(key)) {
                source.trailer.set(key, value.clone());
            }
        }
    }
    if let (false, Some(number)) = (source.trailer.has(b"Root"), catalogue) {
        source.trailer.set("Root", Object::Reference((number, 0)));
    }
    Ok(containers)
}

/// The dictionaries after `trailer`, the last first.
fn trailers(source: &Source) -> Result<Vec<Dictionary>, Fault> {
    let mut offsets = Vec::new();
    let mut at = 0;
    while let Some(step) = source.bytes.get(at..).and_then(|rest| find(rest, b"trailer")) {
        at += step + b"trailer".len();
        offsets.push(at);
    }
    let mut found = Vec::new();
    for offset in offsets.into_iter().rev().take(CANDIDATES) {
        found.extend(Parser::new(source.bytes, offset, source.meter).dictionary_here()?);
    }
    Ok(found)
}

enum Type {
    Container,
    Catalogue,
    Table,
}

/// What the first bytes of an object say it is, without reading it.
fn kind_of(bytes: &[u8], offset: usize) -> Option<Type> {
    let start = &bytes[offset..bytes.len().min(offset + 400)];
    let start = &start[..find(start, b"endobj").or_else(|| find(start, b"stream")).unwrap_or(start.len())];
    let names =
        |name: &[u8]| find(start, name).is_some_and(|at| !start.get(at + name.len()).is_some_and(|byte| is_regular(*byte)));
    match () {
        () if names(b"/ObjStm") => Some(Type::Container),
        () if names(b"/XRef") => Some(Type::Table),
        () if names(b"/Catalog") => Some(Type::Catalogue),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_two_numbers_before_obj_and_nothing_else() {
        for (text, found) in [
            ("7 0 obj", Some((7, 0))),
            ("\n12 0 obj<<", Some((12, 1))),
            ("0 obj", None),
            ("x7 0 obj", None),
            ("endobj", None),
            ("7 0obj", Some((7, 0))),
            ("7  00  obj", Some((7, 0))),
        ] {
            let keyword = find(text.as_bytes(), b"obj").expect("there");
            assert_eq!(header_before(text.as_bytes(), keyword), found, "{text}");
        }
    }
}
