//! A PDF → its pages in order and every object they need, in an lopdf document.
//!
//! Objects are looked up here and not by lopdf's own reader, which reads and decodes the whole file before a caller can say a
//! word: this way each byte, value and page passes the meter. Decryption and filters are lopdf's. Three times at most: as the
//! cross-reference table says, then with what it wrongly leaves out, then by scanning. Never keeps what only the catalogue reaches (attachments, scripts, tags).

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use self::source::Source;
use super::exhibit::meter::Meter;
use super::exhibit::{Fault, Note, header_of};

pub(super) mod filters;
mod pages;
mod scan;
mod source;
pub(super) mod syntax;
mod unlocking;
mod xref;

/// A PDF that was read.
///
/// Invariant: each of `pages` is a dictionary of the document that holds the attributes it inherits.
pub struct Opened {
    pub document: Document,
    pub pages: Vec<ObjectId>,
    /// The catalogue's own entries; what they lead to is in the document for those of `CARRIED` only.
    pub catalogue: Dictionary,
    pub outlines: bool,
    /// Pages that the file names and that could not be read.
    pub lost: usize,
}

/// Entries of the catalogue that are followed.
const CARRIED: [&[u8]; 6] = [b"OCProperties", b"Dests", b"Metadata", b"OutputIntents", b"OpenAction", b"AA"];
/// Reads a PDF.
pub fn open(bytes: &[u8], password: Option<&str>, meter: &Meter, notes: &mut Vec<Note>) -> Result<Opened, Fault> {
    let bytes = &bytes[header_of(bytes).unwrap_or(0)..];
    let mut first = None;
    let mut early = Vec::new();
    let mut missed = false;
    // Once more if the table was found wrong: then what it calls free is looked for as well.
    for doubted in [false, true] {
        let mut source = Source::new(bytes, meter);
        source.doubted = doubted;
        if !xref::read(&mut source)? {
            break;
        }
        let mut said = Vec::new();
        match (read(&mut source, password, &mut said, false), first.take()) {
            (Ok((opened, true)), _) if source.repaired && source.missed => (first, early) = (Some(opened), said),
            (Ok((opened, true)), _) => return Ok(finish(opened, source.repaired || doubted, said, notes)),
            // What costs too much to look for is left out, as the table says.
            (Ok((_, false)) | Err(_), Some(before)) => return Ok(finish(before, true, early, notes)),
            (Ok((opened, false)), None) => {
                (first, early, missed) = (Some(opened), said, source.repaired && source.missed);
                break;
            }
            (Err(fault), None) if !matches!(fault.id, "exhibit-damaged" | "exhibit-no-pages") => return Err(fault),
            (Err(_), None) => break,
        }
    }
    // The second chance: forget the table.
    let mut source = Source::new(bytes, meter);
    let containers = scan::rebuild(&mut source)?;
    let mut late = Vec::new();
    unlocking::unlock(&mut source, password, &mut late)?;
    for container in containers {
        source.place_members(container)?;
    }
    match (first, read(&mut source, password, &mut Vec::new(), true)) {
        (Some(opened), Ok((again, _))) if opened.pages.len() >= again.pages.len() + usize::from(missed) => {
            Ok(finish(opened, true, early, notes))
        }
        (_, Ok((again, _))) => Ok(finish(again, true, late, notes)),
        (Some(opened), Err(_)) => Ok(finish(opened, true, early, notes)),
        (None, Err(fault)) => Err(fault),
    }
}

fn finish(opened: Opened, repaired: bool, found: Vec<Note>, notes: &mut Vec<Note>) -> Opened {
    notes.extend(found);
    if repaired {
        let says = "Le fichier était endommagé\u{a0}; il a été reconstitué. Vérifiez que ses pages sont complètes.";
        notes.push(Note::new("repaired", says));
    }
    let says = match opened.lost {
        0 => return opened,
        1 => "Une page que le fichier annonce n’a pas pu être lue\u{202f}; elle manque.".to_owned(),
        many => format!("{many}\u{a0}pages que le fichier annonce n’ont pas pu être lues\u{202f}; elles manquent."),
    };
    notes.push(Note::new("pages-lost", says));
    opened
}

fn no_pages() -> Fault {
    Fault::new("exhibit-no-pages", "Le fichier ne contient aucune page lisible.", "Enregistrez de nouveau le document en PDF.")
}

/// Reads pages and what they need, and says whether every page of the tree was found.
fn read(source: &mut Source, password: Option<&str>, notes: &mut Vec<Note>, scanned: bool) -> Result<(Opened, bool), Fault> {
    if !scanned {
        unlocking::unlock(source, password, notes)?;
    }
    let root = source.trailer.get(b"Root").cloned().unwrap_or(Object::Null);
    let mut catalogue = match source.resolved(&root)? {
        Some(Object::Dictionary(catalogue)) => catalogue,
        _ if scanned => Dictionary::new(),
        _ => return Err(Fault::damaged("Le fichier n’a pas de catalogue lisible.")),
    };
    let mut document = Document::new();
    document.version = "1.7".to_owned();
    document.max_id = syntax::NUMBERS;
    let found = pages::walk(source, &catalogue, scanned, &mut document)?;
    if found.pages.is_empty() {
        return Err(no_pages());
    }
    let mut waiting = Vec::new();
    document.objects.values().for_each(|object| references_of(object, &mut waiting));
    let outlines = match catalogue.get(b"Outlines").cloned() {
        Ok(outlines) => matches!(source.resolved(&outlines)?, Some(Object::Dictionary(outlines)) if outlines.has(b"First")),
        Err(_) => false,
    };
    // Of the names, only the destinations are followed: attachments and scripts are only reported.
    for (key, kept) in [(&b"Names"[..], &[&b"Dests"[..]][..]), (b"AcroForm", &[b"Fields", b"DR"])] {
        let held = catalogue.get(key).cloned().unwrap_or(Object::Null);
        if let Some(Object::Dictionary(held)) = source.resolved(&held)? {
            kept.iter().filter_map(|kept| held.get(kept).ok()).for_each(|value| references_of(value, &mut waiting));
            catalogue.set(key, held);
        }
    }
    CARRIED.iter().filter_map(|key| catalogue.get(key).ok()).for_each(|value| references_of(value, &mut waiting));
    load(source, &mut document, waiting)?;
    Ok((Opened { document, pages: found.pages, catalogue, outlines, lost: found.lost }, found.whole))
}

/// Brings into the document every object that is reached from those waiting.
fn load(source: &mut Source, document: &mut Document, mut waiting: Vec<ObjectId>) -> Result<(), Fault> {
    let mut seen: HashSet<ObjectId> = document.objects.keys().copied().collect();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(object) = source.object(id)? {
            source.meter.object()?;
            references_of(&object, &mut waiting);
            document.set_object(id, object);
        }
    }
    Ok(())
}

/// The references that an object holds, but for those that lead away from what a page shows.
fn references_of(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references_of(item, found)),
        Object::Dictionary(dictionary) => references_in(dictionary, found),
        Object::Stream(stream) => references_in(&stream.dict, found),
        _ => {}
    }
}

fn references_in(dictionary: &Dictionary, found: &mut Vec<ObjectId>) {
    let away: &[&[u8]] = if dictionary.has_type(b"Page") || dictionary.has_type(b"Pages") {
        &[b"Parent", b"Kids", b"B", b"Thumb", b"AF", b"PieceInfo", b"Metadata"]
    } else if dictionary.has(b"Rect") && dictionary.has(b"Subtype") {
        &[b"FS", b"AF", b"Sound", b"Movie", b"3DD", b"RichMediaContent", b"RichMediaSettings"]
    } else if matches!(dictionary.get(b"F"), Ok(Object::String(..))) {
        // A file that is named, and perhaps embedded.
        &[b"EF"]
    } else {
        &[]
    };
    for (_, value) in dictionary.iter().filter(|(key, _)| !away.contains(&key.as_slice())) {
        references_of(value, found);
    }
}
