//! Fonts that a file leaves to its reader. They are taken as they are; the report names them.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use super::super::exhibit::Note;

/// Fonts that a note names.
const NAMED: usize = 5;
/// Names are cut after this (characters).
const LONGEST_NAME: usize = 40;

/// Names the fonts whose shapes are not in the document.
pub fn not_embedded(document: &Document) -> Option<Note> {
    let fonts = document.objects.values().flat_map(fonts_in);
    let lent: BTreeSet<String> = fonts.filter(|font| is_lent(document, font)).map(|font| name(document, font)).collect();
    if lent.is_empty() {
        return None;
    }
    let named = lent.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if lent.len() > NAMED { ", …" } else { "" };
    let says = format!(
        "Des polices ne sont pas dans le fichier\u{a0}: {named}{more}. L’aspect des pages peut varier d’un lecteur à l’autre."
    );
    Some(Note::new("font-not-embedded", says))
}

/// An object that is a font, or the fonts that resources hold directly.
fn fonts_in(object: &Object) -> Vec<&Dictionary> {
    let held = match object {
        Object::Dictionary(held) if held.has_type(b"Font") => return vec![held],
        Object::Dictionary(held) => held,
        Object::Stream(stream) => match stream.dict.get(b"Resources").and_then(Object::as_dict) {
            Ok(resources) => resources,
            Err(_) => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let fonts = held.get(b"Font").and_then(Object::as_dict).into_iter().flat_map(Dictionary::iter);
    fonts.filter_map(|(_, font)| font.as_dict().ok()).collect()
}

/// A font of which neither the shapes nor the procedures that draw them are there.
fn is_lent(document: &Document, font: &Dictionary) -> bool {
    let subtype = font.get_deref(b"Subtype", document).and_then(Object::as_name).unwrap_or_default();
    if matches!(subtype, b"Type0" | b"Type3" | b"") {
        return false;
    }
    let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
    !descriptor.is_ok_and(|held| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| held.has(key)))
}

fn name(document: &Document, font: &Dictionary) -> String {
    let name = font.get_deref(b"BaseFont", document).and_then(Object::as_name).unwrap_or(b"?");
    String::from_utf8_lossy(name).chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}
