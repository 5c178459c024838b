//! What a file weighs in memory once it is read, as lopdf holds it: a number of one byte in the file is an `Object` of 120.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Taken;

/// One value, wherever it stands.
pub const VALUE: usize = size_of::<Object>();
/// An entry of a dictionary besides its value and the letters of its key: a hash, the key's place (24), an index of it (9), the room
/// that a growing table keeps free (half as much again of 152), and what the allocator adds to the key (24).
pub const ENTRY: usize = 8 + 24 + 9 + 76 + 24;
/// An object of a document besides its value: its number, its share of a half-full node of the tree, an allocation.
pub const OBJECT: usize = 160;
/// What the allocator adds to letters and data, at most.
const ALLOCATION: usize = 24;

/// The bytes that a value takes, with all that it holds directly.
pub fn of(object: &Object) -> usize {
    VALUE
        + match object {
            Object::Name(text) | Object::String(text, _) => ALLOCATION + text.len(),
            Object::Array(items) => ALLOCATION + items.iter().map(of).sum::<usize>(),
            Object::Dictionary(held) => of_dictionary(held),
            Object::Stream(stream) => of_dictionary(&stream.dict) + ALLOCATION + stream.content.len(),
            _ => 0,
        }
}

/// The bytes that the entries of a dictionary take.
pub fn of_dictionary(held: &Dictionary) -> usize {
    held.iter().map(|(key, value)| ENTRY + key.len() + of(value)).sum()
}

/// The bytes that all objects of a document take.
pub fn of_document(document: &Document) -> usize {
    document.objects.values().map(|object| OBJECT + of(object)).sum()
}

/// The bytes that a file takes until it is bound. Contents that several pages show are bound once for each.
pub fn of_taken(taken: &Taken) -> usize {
    let mut seen = HashSet::new();
    let again = shown(taken).filter(|id| !seen.insert(*id));
    let content = |id: ObjectId| taken.document.objects.get(&id).map_or(0, of);
    taken.pages.len() * STAMPED + of_document(&taken.document) + again.map(content).sum::<usize>()
}

/// The bytes that the pages themselves take, and their annotations: all that is not shared when they are bound once more.
pub fn of_sheets(taken: &Taken) -> usize {
    let annotations = |page: &Dictionary| -> usize {
        let listed = page.get(b"Annots").and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        let listed = listed.iter().filter_map(|item| taken.document.objects.get(&item.as_reference().ok()?));
        listed.map(|annotation| OBJECT + of(annotation)).sum()
    };
    let pages = taken.pages.iter().filter_map(|page| taken.document.get_dictionary(*page).ok());
    pages.map(|page| STAMPED + of_dictionary(page) + annotations(page)).sum()
}

/// What a page is given when it is stamped: its contents and its resources anew.
const STAMPED: usize = 20 * (VALUE + ENTRY) + 3 * OBJECT;

fn shown(taken: &Taken) -> impl Iterator<Item = ObjectId> {
    taken.pages.iter().filter_map(|page| taken.document.get_dictionary(*page).ok()?.get(b"Contents").ok()?.as_reference().ok())
}
