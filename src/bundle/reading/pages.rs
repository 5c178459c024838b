//! The page tree, walked with a bound: every page once in its place, with what it inherits.
//!
//! Never recurses, never enters a node twice. Where the tree is lost, the pages that stand in the file are taken in their order.

use std::collections::HashSet;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::exhibit::Fault;
use super::source::{Place, Source};

/// Attributes that a page takes from the nodes above it.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// More numbers than this are no box.
const LONGEST_BOX: usize = 16;

pub struct Found {
    /// In order, each an object of the document.
    pub pages: Vec<ObjectId>,
    /// No loop, and no kid that could not be read.
    pub whole: bool,
    /// Kids that the tree names and that could not be read.
    pub lost: usize,
}

/// A step of the walk.
enum Step {
    Enter(Object, Rc<Dictionary>),
    Leave(ObjectId),
}

/// Puts the pages of the tree into the document; where there are none and the file was scanned, every page that stands in it.
pub fn walk(source: &mut Source, catalogue: &Dictionary, scanned: bool, document: &mut Document) -> Result<Found, Fault> {
    let mut found = Found { pages: Vec::new(), whole: true, lost: 0 };
    // The nodes between the root and here: one that comes again below itself is a loop.
    let mut above = HashSet::new();
    let root = catalogue.get(b"Pages").cloned().unwrap_or(Object::Null);
    let mut waiting = vec![Step::Enter(root, Rc::new(Dictionary::new()))];
    while let Some(step) = waiting.pop() {
        source.meter.in_time()?;
        let (kid, inherited) = match step {
            Step::Enter(kid, inherited) => (kid, inherited),
            Step::Leave(id) => {
                above.remove(&id);
                continue;
            }
        };
        let id = kid.as_reference().ok();
        let Some(Object::Dictionary(mut node)) = source.resolved(&kid)? else {
            if !kid.is_null() {
                found.whole = false;
                found.lost += 1;
            }
            continue;
        };
        let shows = is_page(&node);
        for key in INHERITED {
            // What is null is not there.
            let own = node.get(key).is_ok_and(|value| !value.is_null());
            if let (false, Ok(value)) = (own, inherited.get(key)) {
                node.set(key, value.clone());
            }
        }
        let kids = match node.remove(b"Kids") {
            Some(Object::Array(kids)) if !node.has_type(b"Page") => Some(Object::Array(kids)),
            Some(kids) if !node.has_type(b"Page") => source.resolved(&kids)?,
            _ => None,
        };
        let Some(Object::Array(kids)) = kids else {
            if shows {
                leaf(source, &mut found, id, node, document)?;
            }
            continue;
        };
        if let Some(id) = id {
            if !above.insert(id) {
                found.whole = false;
                continue;
            }
            waiting.push(Step::Leave(id));
        }
        source.meter.object()?;
        let passed = Rc::new(passed_on(&node, document));
        for kid in kids.into_iter().rev() {
            source.meter.value()?;
            waiting.push(Step::Enter(kid, Rc::clone(&passed)));
        }
    }
    if found.pages.is_empty() && scanned {
        strays(source, &mut found, document)?;
    }
    Ok(found)
}

/// A page says that it is one, or has what only pages have.
fn is_page(node: &Dictionary) -> bool {
    let pagelike = [&b"Contents"[..], b"MediaBox", b"Resources"].iter().any(|key| node.has(key));
    node.has_type(b"Page") || (pagelike && !node.has_type(b"Pages"))
}

/// What the kids of a node inherit: small things as they are, resources as one object for all.
fn passed_on(node: &Dictionary, document: &mut Document) -> Dictionary {
    let mut passed = Dictionary::new();
    for key in INHERITED {
        match node.get(key) {
            Ok(Object::Dictionary(resources)) => passed.set(key, Object::Reference(document.add_object(resources.clone()))),
            Ok(Object::Array(numbers)) if numbers.len() <= LONGEST_BOX && numbers.iter().all(is_short) => {
                passed.set(key, numbers.clone());
            }
            Ok(value) if is_short(value) => passed.set(key, value.clone()),
            Ok(_) | Err(_) => {}
        }
    }
    passed
}

/// What costs little however many pages hold it.
fn is_short(value: &Object) -> bool {
    matches!(value, Object::Integer(_) | Object::Real(_) | Object::Reference(_))
}

/// A page that stands in the tree twice, or in it directly, becomes an object of its own.
fn leaf(
    source: &Source,
    found: &mut Found,
    id: Option<ObjectId>,
    page: Dictionary,
    document: &mut Document,
) -> Result<(), Fault> {
    source.meter.object()?;
    let id = id.filter(|id| !document.has_object(*id)).unwrap_or_else(|| document.new_object_id());
    document.set_object(id, page);
    found.pages.push(id);
    let most = source.meter.pages();
    if found.pages.len() <= most {
        return Ok(());
    }
    Err(Fault::new(
        "exhibit-too-many-pages",
        format!("Le fichier a plus de {most}\u{a0}pages."),
        "Produisez le document en plusieurs pièces.",
    ))
}

/// Pages that stand in the file although no tree leads to them, in the order of the file.
fn strays(source: &mut Source, found: &mut Found, document: &mut Document) -> Result<(), Fault> {
    found.whole = false;
    let mut numbers: Vec<(usize, u32)> = source.places.iter().map(|(number, place)| (order(source, *place), *number)).collect();
    numbers.sort_unstable();
    for (_, number) in numbers {
        let id = (number, 0);
        if let Some(Object::Dictionary(page)) = source.object(id)?
            && page.has_type(b"Page")
        {
            leaf(source, found, Some(id), page, document)?;
        }
    }
    Ok(())
}

/// Where an object stands, or its container does.
fn order(source: &Source, place: Place) -> usize {
    match place {
        Place::Free => usize::MAX,
        Place::At(offset) => offset,
        Place::In(container) => match source.places.get(&container) {
            Some(Place::At(offset)) => *offset,
            _ => usize::MAX,
        },
    }
}
