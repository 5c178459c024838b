//! Carries pages from one document to another: what a page reaches comes along once, and nothing else of its file.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use sha2::{Digest, Sha256};

/// Streams at least so long are carried once for all exhibits: fonts, logos, scans.
const SHARED_FROM: usize = 512;

/// Streams already carried, by what they hold: the same in the filing and in all exhibits.
#[derive(Default)]
pub struct Shared(HashMap<[u8; 32], ObjectId>);

/// Moves `pages`, and what `also` names, from `source` to `target`; gives back their new places and the value rewritten.
///
/// A page comes without its parent: who appends it gives it one.
pub fn carry(
    mut source: Document,
    pages: &[ObjectId],
    also: Option<Object>,
    target: &mut Document,
    shared: &mut Shared,
) -> (Vec<ObjectId>, Option<Object>) {
    let mut places: HashMap<ObjectId, ObjectId> = HashMap::new();
    let mut waiting: Vec<ObjectId> = Vec::new();
    for page in pages {
        places.entry(*page).or_insert_with(|| target.new_object_id());
        waiting.push(*page);
        if let Ok(dictionary) = source.get_dictionary_mut(*page) {
            dictionary.remove(b"Parent");
        }
    }
    let mut also = also;
    if let Some(object) = &mut also {
        rewrite(object, &source, &mut places, &mut waiting, target);
    }
    while let Some(id) = waiting.pop() {
        let Some(mut object) = source.objects.remove(&id) else { continue };
        rewrite(&mut object, &source, &mut places, &mut waiting, target);
        if let Some(place) = places.get(&id) {
            target.objects.insert(*place, object);
        }
    }
    let carried = pages.iter().filter_map(|page| places.get(page)).copied().collect();
    let mut all: Vec<ObjectId> = places.into_values().collect();
    // In order, so that the same files give the same bytes.
    all.sort_unstable();
    share(target, all, shared);
    (carried, also)
}

/// Turns each reference into one of the target, and notes what is still to be carried.
fn rewrite(
    object: &mut Object,
    source: &Document,
    places: &mut HashMap<ObjectId, ObjectId>,
    waiting: &mut Vec<ObjectId>,
    target: &mut Document,
) {
    match object {
        Object::Reference(id) => {
            if let Some(place) = places.get(id) {
                *object = Object::Reference(*place);
            } else if source.objects.get(id).is_some_and(|found| !is_of_the_file(found)) {
                let place = target.new_object_id();
                places.insert(*id, place);
                waiting.push(*id);
                *object = Object::Reference(place);
            } else {
                *object = Object::Null;
            }
        }
        Object::Array(items) => items.iter_mut().for_each(|item| rewrite(item, source, places, waiting, target)),
        Object::Dictionary(dictionary) => rewrite_dictionary(dictionary, source, places, waiting, target),
        Object::Stream(stream) => rewrite_dictionary(&mut stream.dict, source, places, waiting, target),
        _ => {}
    }
}

fn rewrite_dictionary(
    dictionary: &mut Dictionary,
    source: &Document,
    places: &mut HashMap<ObjectId, ObjectId>,
    waiting: &mut Vec<ObjectId>,
    target: &mut Document,
) {
    for (_, value) in dictionary.iter_mut() {
        rewrite(value, source, places, waiting, target);
    }
}

/// What belongs to a file and not to its pages; and a page that is not carried.
fn is_of_the_file(object: &Object) -> bool {
    let Object::Dictionary(dictionary) = object else { return false };
    let kind = dictionary.get(b"Type").and_then(Object::as_name).unwrap_or_default();
    matches!(kind, b"Catalog" | b"Pages" | b"Page" | b"StructTreeRoot" | b"StructElem")
}

/// Puts one stream in the place of all that hold the same, where they name no other object.
fn share(target: &mut Document, carried: Vec<ObjectId>, shared: &mut Shared) {
    let mut replaced: HashMap<ObjectId, ObjectId> = HashMap::new();
    for id in &carried {
        let Some(Object::Stream(stream)) = target.objects.get(id) else { continue };
        // What a page draws is the page's own, and is about to become a form.
        let draws = stream.dict.iter().all(|(key, _)| matches!(key.as_slice(), b"Length" | b"Filter" | b"DecodeParms"));
        if draws || stream.content.len() < SHARED_FROM || stream.dict.iter().any(|(_, value)| names_an_object(value)) {
            continue;
        }
        let mut hash = Sha256::new();
        hash.update(format!("{:?}", stream.dict));
        hash.update(&stream.content);
        match shared.0.entry(hash.finalize().into()) {
            std::collections::hash_map::Entry::Occupied(known) if known.get() != id => {
                replaced.insert(*id, *known.get());
            }
            entry => {
                entry.or_insert(*id);
            }
        }
    }
    if replaced.is_empty() {
        return;
    }
    for id in &carried {
        if let Some(object) = target.objects.get_mut(id) {
            point_to(object, &replaced);
        }
    }
    for id in replaced.keys() {
        target.objects.remove(id);
    }
}

fn names_an_object(object: &Object) -> bool {
    match object {
        Object::Reference(_) => true,
        Object::Array(items) => items.iter().any(names_an_object),
        Object::Dictionary(dictionary) => dictionary.iter().any(|(_, value)| names_an_object(value)),
        _ => false,
    }
}

/// Leads the references of an object to other places.
pub fn point_to(object: &mut Object, replaced: &HashMap<ObjectId, ObjectId>) {
    match object {
        Object::Reference(id) => {
            if let Some(place) = replaced.get(id) {
                *id = *place;
            }
        }
        Object::Array(items) => items.iter_mut().for_each(|item| point_to(item, replaced)),
        Object::Dictionary(dictionary) => dictionary.iter_mut().for_each(|(_, value)| point_to(value, replaced)),
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, value)| point_to(value, replaced)),
        _ => {}
    }
}
