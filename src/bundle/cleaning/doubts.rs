//! What a file that claims PDF/A holds although PDF/A-2b forbids it (ISO 19005-2), so that the whole never claims what a validator denies.
//!
//! Sees what objects and operators say. Never reads a font's program or an image's data: widths and glyphs stay the file's own claim.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::exhibit::meter::Meter;
use super::super::exhibit::{Fault, Taken};
use super::super::marked;
use super::super::page::{decoded, rectangle};
use super::super::reading::filters;

/// Clause 6.1.13: the longest name and string (bytes), and how deep graphics states may nest.
const LONGEST_NAME: usize = 127;
const LONGEST_STRING: usize = 32_767;
const STATES: usize = 28;
/// How far the entries of an inline image are looked for (bytes).
const INLINE: usize = 400;

const COLOUR: &str = "une couleur CMJN sans profil";
const LIMIT: &str = "une valeur au-delà des limites de PDF/A";

/// The operators of ISO 32000-1, annex A, besides those of colour in CMYK.
const OPERATORS: &str = "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J l m M MP n q Q re RG rg \
     ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" true false null";
const INTENTS: [&[u8]; 4] = [b"RelativeColorimetric", b"AbsoluteColorimetric", b"Perceptual", b"Saturation"];

/// The first thing that forbids the claim, in French words that follow « porte ».
pub fn of(taken: &Taken, meter: &Meter) -> Result<Option<&'static str>, Fault> {
    let document = &taken.document;
    for object in document.objects.values() {
        meter.in_time()?;
        if let Some(found) = in_object(document, object) {
            return Ok(Some(found));
        }
    }
    for page in taken.pages.iter().filter_map(|page| document.get_dictionary(*page).ok()) {
        let listed = page.get(b"Annots").and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        let shown = listed.iter().filter_map(|annotation| document.dereference(annotation).ok()?.1.as_dict().ok());
        if let Some(found) = shown.map(|annotation| in_annotation(document, annotation)).find_map(|found| found) {
            return Ok(Some(found));
        }
    }
    for id in marked::painted(taken) {
        if let Some(found) = in_contents(document, id, meter)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn in_object(document: &Document, object: &Object) -> Option<&'static str> {
    match object {
        Object::Integer(number) => i32::try_from(*number).is_err().then_some(LIMIT),
        Object::Name(name) if name == b"DeviceCMYK" => Some(COLOUR),
        Object::Name(name) => (name.len() > LONGEST_NAME).then_some(LIMIT),
        Object::String(text, _) => (text.len() > LONGEST_STRING).then_some(LIMIT),
        Object::Array(items) => items.iter().find_map(|item| in_object(document, item)),
        Object::Dictionary(held) => in_dictionary(document, held),
        Object::Stream(stream) => {
            let resolve = |object: &Object| document.dereference(object).map_or(Object::Null, |(_, object)| object.clone());
            let packed = filters::of(&stream.dict, resolve).unwrap_or_default();
            let forbidden = packed.iter().any(|(name, _)| matches!(name.as_slice(), b"LZWDecode" | b"LZW" | b"Crypt"));
            if forbidden { Some("une compression LZW") } else { in_dictionary(document, &stream.dict) }
        }
        _ => None,
    }
}

fn in_dictionary(document: &Document, held: &Dictionary) -> Option<&'static str> {
    let name = |key: &[u8]| held.get_deref(key, document).and_then(Object::as_name).unwrap_or_default();
    let has = |key: &[u8]| held.has(key);
    let intent = |key: &[u8]| has(key) && !INTENTS.contains(&name(key));
    if held.iter().any(|(key, _)| key.len() > LONGEST_NAME) {
        return Some(LIMIT);
    }
    let image = name(b"Subtype") == b"Image";
    let interpolated = held.get_deref(b"Interpolate", document).and_then(Object::as_bool).unwrap_or(false);
    if image && (interpolated || has(b"Alternates") || intent(b"Intent")) {
        return Some("une image que PDF/A ne permet pas (interpolée, à variantes)");
    }
    let state = name(b"Type") == b"ExtGState";
    // Overprinting mode 1 is forbidden with colours of a press: no file that goes with ours needs it.
    let overprints = matches!(held.get(b"OPM"), Ok(Object::Integer(1)));
    if state && (overprints || has(b"TR") || intent(b"RI") || (has(b"TR2") && name(b"TR2") != b"Default")) {
        return Some("un état graphique que PDF/A ne permet pas");
    }
    if name(b"Subtype") == b"Form" && (has(b"PS") || name(b"Subtype2") == b"PS") {
        return Some("un dessin en PostScript");
    }
    if has(b"HalftoneType") && (has(b"HalftoneName") || !matches!(held.get(b"HalftoneType"), Ok(Object::Integer(1 | 5)))) {
        return Some("une trame que PDF/A ne permet pas");
    }
    if name(b"Type") == b"Font" && is_strange_font(document, held) {
        return Some("une police sans l’encodage que PDF/A demande");
    }
    held.iter().find_map(|(_, value)| in_object(document, value))
}

/// Fonts whose glyphs a reader must guess (6.2.11.3.2, 6.2.11.6).
fn is_strange_font(document: &Document, font: &Dictionary) -> bool {
    let name = |held: &Dictionary, key: &[u8]| held.get_deref(key, document).and_then(Object::as_name).map(<[u8]>::to_vec);
    match name(font, b"Subtype").unwrap_or_default().as_slice() {
        b"CIDFontType2" => match font.get_deref(b"CIDToGIDMap", document) {
            Ok(Object::Stream(_)) => false,
            Ok(Object::Name(name)) => name != b"Identity",
            _ => true,
        },
        b"TrueType" => {
            let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
            let flags = descriptor.and_then(|held| held.get_deref(b"Flags", document)).and_then(Object::as_i64).unwrap_or(4);
            let base = match font.get_deref(b"Encoding", document) {
                Ok(Object::Dictionary(held)) => name(held, b"BaseEncoding"),
                _ => name(font, b"Encoding"),
            };
            let known = base.is_ok_and(|base| matches!(base.as_slice(), b"MacRomanEncoding" | b"WinAnsiEncoding"));
            flags & 4 == 0 && !known
        }
        _ => false,
    }
}

/// Clause 6.3: an annotation says that it is printed, and has a look.
fn in_annotation(document: &Document, annotation: &Dictionary) -> Option<&'static str> {
    let subtype = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
    if subtype == b"Popup" {
        return None;
    }
    const PRINTED: i64 = 4;
    // Invisible, hidden, not viewed, or viewed and not by turns.
    const UNSEEN: i64 = 1 | 2 | 32 | 256;
    let flags = annotation.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
    let empty = rectangle(document, annotation, b"Rect").is_some_and(|[left, bottom, right, top]| left == right && bottom == top);
    let look = annotation.get_deref(b"AP", document).and_then(Object::as_dict).and_then(|looks| looks.get_deref(b"N", document));
    let looks = subtype == b"Link" || empty || matches!(look, Ok(Object::Stream(_)));
    (flags & PRINTED == 0 || flags & UNSEEN != 0 || !looks)
        .then_some("une annotation sans l’aspect ou l’impression que PDF/A demande")
}

fn in_contents(document: &Document, id: ObjectId, meter: &Meter) -> Result<Option<&'static str>, Fault> {
    let Some(content) = decoded(document, id, meter)? else { return Ok(Some("un contenu illisible")) };
    let named = |name: &[u8]| content.bytes.windows(name.len()).any(|window| window == name);
    let (mut found, mut depth) = (named(b"/DeviceCMYK").then_some(COLOUR), 0usize);
    marked::operators(&content.bytes, meter, &mut |operator, at| {
        match operator {
            b"q" => depth += 1,
            b"Q" => depth = depth.saturating_sub(1),
            b"k" | b"K" => found = found.or(Some(COLOUR)),
            b"BI" => {
                let entries = &content.bytes[at..content.bytes.len().min(at + INLINE)];
                let entries = entries.split(|byte| byte.is_ascii_whitespace()).take_while(|word| *word != b"ID");
                let names: Vec<u8> = entries.flat_map(|word| [b" ", word].concat()).collect();
                let has = |word: &[u8]| names.windows(word.len()).any(|window| window == word);
                if has(b"LZW") || has(b"Crypt") {
                    found = found.or(Some("une compression LZW"));
                }
                if has(b"CMYK") {
                    found = found.or(Some(COLOUR));
                }
            }
            operator if operator.first().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')) => {
                let whole = std::str::from_utf8(operator).ok().and_then(|number| number.parse::<i64>().ok());
                if whole.is_some_and(|number| i32::try_from(number).is_err()) {
                    found = found.or(Some(LIMIT));
                }
            }
            operator => {
                if !OPERATORS.split(' ').any(|known| known.as_bytes() == operator) {
                    found = found.or(Some("un opérateur inconnu"));
                }
            }
        }
        if depth > STATES {
            found = found.or(Some(LIMIT));
        }
    })?;
    Ok(found)
}
