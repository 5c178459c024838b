//! The document that is handed on: the pages, and what they reach, under new numbers.
//!
//! Everything that no page reaches is left behind by not being reached. A reference that leads nowhere becomes nothing, so that
//! it can never lead to somebody else's object once documents are merged.

use std::collections::{HashMap, VecDeque};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::exhibit::meter::Meter;
use super::super::exhibit::{Fault, Taken};
use super::super::page::resolve;
use super::super::reading::{Opened, filters};
use super::{Kind, Left};

/// Entries of a stream's dictionary that say nothing of what it shows.
const SILENT: [&[u8]; 7] = [b"Metadata", b"PieceInfo", b"StructParent", b"StructParents", b"LastModified", b"OPI", b"Ref"];
/// A stream whose data are in another file.
const EXTERNAL: [&[u8]; 3] = [b"F", b"FFilter", b"FDecodeParms"];

/// New numbers, given in the order in which objects are met.
struct Numbers {
    given: HashMap<ObjectId, ObjectId>,
    waiting: VecDeque<ObjectId>,
}

impl Numbers {
    fn of(&mut self, id: ObjectId) -> ObjectId {
        let next = u32::try_from(self.given.len() + 1).unwrap_or(u32::MAX - 1);
        *self.given.entry(id).or_insert_with(|| {
            self.waiting.push_back(id);
            (next, 0)
        })
    }

    /// Writes new numbers into an object; `there` says which objects exist.
    fn renumber(&mut self, object: &mut Object, there: &Document) {
        match object {
            Object::Reference(id) if there.objects.contains_key(id) || self.given.contains_key(id) => *id = self.of(*id),
            Object::Reference(_) => *object = Object::Null,
            Object::Array(items) => items.iter_mut().for_each(|item| self.renumber(item, there)),
            Object::Dictionary(held) => held.iter_mut().for_each(|(_, value)| self.renumber(value, there)),
            Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, value)| self.renumber(value, there)),
            _ => {}
        }
    }
}

/// Moves the pages and all they reach into a document of their own.
pub fn gather(mut opened: Opened, left: &mut Left, meter: &Meter) -> Result<Taken, Fault> {
    for id in opened.document.objects.keys().copied().collect::<Vec<_>>() {
        meter.in_time()?;
        tidy(&mut opened.document, id, left, meter)?;
    }
    let mut numbers = Numbers { given: HashMap::new(), waiting: VecDeque::new() };
    let mut document = Document::new();
    document.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = opened.pages.iter().map(|page| numbers.of(*page)).collect();
    let mut layers = opened.catalogue.get(b"OCProperties").ok().map(|layers| resolve(&opened.document, layers));
    if let Some(layers) = &mut layers {
        numbers.renumber(layers, &opened.document);
    }
    while let Some(id) = numbers.waiting.pop_front() {
        meter.in_time()?;
        let Some(mut object) = opened.document.objects.remove(&id) else { continue };
        numbers.renumber(&mut object, &opened.document);
        let new = numbers.of(id);
        document.objects.insert(new, object);
    }
    document.max_id = u32::try_from(numbers.given.len()).unwrap_or(u32::MAX / 2);
    bind(&mut document, &pages, layers.as_ref());
    Ok(Taken { document, pages, notes: Vec::new(), optional_content: layers, conformance: None, doubt: None })
}

/// A catalogue and a flat page tree, so that the document stands on its own.
fn bind(document: &mut Document, pages: &[ObjectId], layers: Option<&Object>) {
    let tree = document.new_object_id();
    for page in pages {
        if let Ok(page) = document.get_dictionary_mut(*page) {
            page.set("Parent", Object::Reference(tree));
        }
    }
    let mut node = Dictionary::new();
    node.set("Type", "Pages");
    node.set("Kids", pages.iter().copied().map(Object::Reference).collect::<Vec<_>>());
    node.set("Count", i64::try_from(pages.len()).unwrap_or(0));
    document.set_object(tree, node);
    let mut catalogue = Dictionary::new();
    catalogue.set("Type", "Catalog");
    catalogue.set("Pages", Object::Reference(tree));
    if let Some(layers) = layers {
        catalogue.set("OCProperties", layers.clone());
    }
    let root = document.add_object(catalogue);
    document.trailer.set("Root", Object::Reference(root));
}

/// Takes from one object what says nothing of what it shows, from its data a filter that few readers know, and writes out the
/// names of filters that were shortened.
fn tidy(document: &mut Document, id: ObjectId, left: &mut Left, meter: &Meter) -> Result<(), Fault> {
    let few = match document.objects.get(&id) {
        Some(Object::Stream(stream)) => {
            let resolved = |object: &Object| resolve(document, object);
            let short = filters::is_short(&stream.dict, resolved);
            filters::of(&stream.dict, resolved)
                .filter(|filters| short || filters.iter().any(|(name, _)| matches!(name.as_slice(), b"BrotliDecode" | b"Crypt")))
        }
        _ => None,
    };
    if let Some(few) = few {
        refilter(document, id, &few, meter)?;
    }
    match document.objects.get_mut(&id) {
        Some(Object::Stream(stream)) => tidy_stream(stream, left),
        Some(Object::Dictionary(held)) if matches!(held.get(b"F"), Ok(Object::String(..))) && held.has(b"EF") => {
            held.remove(b"EF");
            left.saw(Kind::Attachment);
        }
        // Which glyphs a font has, told twice: PDF/A-1 lets the list be shorter than the font, PDF/A-2 does not, and neither needs it.
        Some(Object::Dictionary(held)) if held.has_type(b"FontDescriptor") => {
            held.remove(b"CIDSet");
            held.remove(b"CharSet");
        }
        _ => {}
    }
    Ok(())
}

fn tidy_stream(stream: &mut Stream, left: &mut Left) {
    for key in SILENT {
        stream.dict.remove(key);
    }
    if stream.dict.remove(b"AF").is_some() {
        left.saw(Kind::Attachment);
    }
    if EXTERNAL.map(|key| stream.dict.remove(key).is_some())[0] {
        left.saw(Kind::External);
        stream.set_plain_content(Vec::new());
    }
    if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"PS") {
        left.saw(Kind::Action);
        *stream = Stream::new(Dictionary::new(), Vec::new());
    }
}

/// `Crypt` is done with once a file is decrypted; Brotli becomes Flate; the others are written by their full names. Data that cannot be decoded stay as they are.
fn refilter(document: &mut Document, id: ObjectId, few: &[(Vec<u8>, Dictionary)], meter: &Meter) -> Result<(), Fault> {
    let Some(Object::Stream(stream)) = document.objects.get(&id) else { return Ok(()) };
    let mut stream = stream.clone();
    if few.iter().any(|(name, _)| name == b"BrotliDecode") {
        let content = filters::decoded(stream.clone(), |object| resolve(document, object), meter)?;
        let Some(content) = content else { return Ok(()) };
        filters::pack(&mut stream, content.bytes, meter)?;
    } else {
        let (names, parameters): (Vec<_>, Vec<_>) = (few.iter().filter(|(name, _)| name != b"Crypt"))
            .map(|(name, parameters)| (Object::Name(name.clone()), Object::Dictionary(parameters.clone())))
            .unzip();
        [&b"Filter"[..], b"DecodeParms", b"F", b"DP"].into_iter().for_each(|key| {
            stream.dict.remove(key);
        });
        if !names.is_empty() {
            stream.dict.set("Filter", names);
            stream.dict.set("DecodeParms", parameters);
        }
    }
    document.objects.insert(id, Object::Stream(stream));
    Ok(())
}
