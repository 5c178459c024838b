//! Annotations, copied entry by entry: what carries text or shows something stays, links to the web and inside the file stay,
//! what acts, plays or holds a file does not.
//!
//! Never touches the widgets of forms, which are drawn into their page by `forms`.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::super::exhibit::weight;
use super::super::page::resolve;
use super::super::reading::Opened;
use super::{Kind, Left};

/// Entries that show or say something.
const KEPT: [&[u8]; 47] = [
    b"Type",
    b"Subtype",
    b"Rect",
    b"Contents",
    b"NM",
    b"M",
    b"F",
    b"AP",
    b"AS",
    b"Border",
    b"C",
    b"OC",
    b"BM",
    b"CA",
    b"ca",
    b"Lang",
    b"T",
    b"RC",
    b"CreationDate",
    b"Subj",
    b"RT",
    b"IT",
    b"DA",
    b"Q",
    b"DS",
    b"CL",
    b"BE",
    b"RD",
    b"BS",
    b"LE",
    b"L",
    b"IC",
    b"LL",
    b"LLE",
    b"Cap",
    b"LLO",
    b"CP",
    b"CO",
    b"Vertices",
    b"QuadPoints",
    b"Sy",
    b"InkList",
    b"Name",
    b"Open",
    b"H",
    b"State",
    b"StateModel",
];
/// Entries by which annotations of one page know each other.
const KIN: [&[u8]; 3] = [b"Popup", b"IRT", b"Parent"];
/// Destinations that names may lead to.
const NAMED: usize = 100_000;

/// Copies the annotations of every page.
pub fn clean(opened: &mut Opened, left: &mut Left, meter: &Meter) -> Result<(), Fault> {
    let pages = opened.pages.clone();
    let destinations = Destinations::of(opened, meter)?;
    let mut owned = HashSet::new();
    for page in &pages {
        meter.in_time()?;
        let document = &mut opened.document;
        let listed = document.get_dictionary(*page).and_then(|held| held.get(b"Annots")).map(|held| resolve(document, held));
        let mut kept: Vec<(ObjectId, Dictionary)> = Vec::new();
        for item in listed.as_ref().ok().and_then(|listed| listed.as_array().ok()).unwrap_or(&Vec::new()) {
            meter.value()?;
            meter.in_time()?;
            let Object::Dictionary(old) = resolve(document, item) else { continue };
            let Some(new) = copied(document, &old, &destinations, left) else { continue };
            // An annotation that two pages list becomes one of each.
            let id = match item.as_reference().ok().filter(|id| owned.insert(*id)) {
                Some(id) => id,
                None => {
                    meter.object()?;
                    meter.hold(weight::of_dictionary(&new))?;
                    document.new_object_id()
                }
            };
            kept.push((id, new));
        }
        let here: HashSet<ObjectId> = kept.iter().map(|(id, _)| *id).collect();
        let mut list = Vec::new();
        for (id, mut annotation) in kept {
            if subtype(&annotation) != b"Widget" {
                for key in KIN {
                    let stays =
                        annotation.get(key).and_then(Object::as_reference).is_ok_and(|kin| here.contains(&kin) && kin != id);
                    if !stays {
                        annotation.remove(key);
                    }
                }
                if subtype(&annotation) == b"Popup" && !annotation.has(b"Parent") {
                    continue;
                }
                annotation.set("P", Object::Reference(*page));
            }
            document.set_object(id, annotation);
            list.push(Object::Reference(id));
        }
        if let Ok(held) = document.get_dictionary_mut(*page) {
            held.remove(b"Annots");
            if !list.is_empty() {
                held.set("Annots", list);
            }
        }
    }
    Ok(())
}

pub fn subtype(annotation: &Dictionary) -> &[u8] {
    annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default()
}

/// What stays of an annotation, if it stays.
fn copied(document: &Document, old: &Dictionary, destinations: &Destinations, left: &mut Left) -> Option<Dictionary> {
    if subtype(old) == b"Widget" {
        return Some(old.clone());
    }
    left.saw_events(document, old);
    let mut new: Dictionary = old
        .iter()
        .filter(|(key, _)| KEPT.contains(&key.as_slice()) || KIN.contains(&key.as_slice()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    match subtype(old) {
        b"Link" => match target(document, old, destinations, left) {
            Some((key, value)) => new.set(key, value),
            // A link that leads nowhere stays only for the frame it draws.
            None if !is_framed(document, old) => return None,
            None => {}
        },
        b"Text" | b"FreeText" | b"Line" | b"Square" | b"Circle" | b"Polygon" | b"PolyLine" | b"Highlight" | b"Underline"
        | b"Squiggly" | b"StrikeOut" | b"Redact" | b"Stamp" | b"Caret" | b"Ink" | b"Popup" | b"Watermark" => {
            old.get(b"A").into_iter().for_each(|action| left.saw_action(document, action));
        }
        b"Sound" | b"Movie" | b"Screen" | b"3D" | b"RichMedia" => {
            left.saw(Kind::Media);
            old.get(b"A").into_iter().for_each(|action| left.saw_action(document, action));
            new = still(document, old, new)?;
        }
        b"FileAttachment" => {
            left.saw(Kind::Attachment);
            new = still(document, old, new)?;
        }
        // Readers that know no such kind draw its picture.
        _ => new = still(document, old, new)?,
    }
    Some(new)
}

/// The still picture of what is left behind, as a stamp; without one there is nothing to see.
fn still(document: &Document, old: &Dictionary, mut new: Dictionary) -> Option<Dictionary> {
    old.get_deref(b"AP", document).and_then(Object::as_dict).ok().filter(|looks| looks.has(b"N"))?;
    new.set("Subtype", "Stamp");
    Some(new)
}

/// Where a link may still lead: a place in this file, or an address.
fn target(
    document: &Document,
    link: &Dictionary,
    destinations: &Destinations,
    left: &mut Left,
) -> Option<(&'static str, Object)> {
    let action = link.get(b"A").map(|action| resolve(document, action));
    let destination = match (&action, link.get(b"Dest")) {
        (Ok(Object::Dictionary(action)), _) => {
            left.saw_action(document, &Object::Dictionary(action.clone()));
            match action.get_deref(b"S", document).and_then(Object::as_name).ok()? {
                b"URI" => {
                    let address = action.get_deref(b"URI", document).and_then(Object::as_str).ok()?;
                    if is_harmless(address) {
                        let mut kept = Dictionary::new();
                        kept.set("S", "URI");
                        kept.set("URI", Object::string_literal(address));
                        return Some(("A", Object::Dictionary(kept)));
                    }
                    left.saw(Kind::Action);
                    return None;
                }
                b"GoTo" => action.get(b"D").ok()?,
                _ => return None,
            }
        }
        (_, Ok(destination)) => destination,
        _ => return None,
    };
    let found = destinations.find(document, destination);
    if found.is_none() {
        left.saw(Kind::Link);
    }
    Some(("Dest", found?))
}

/// The web and mail: nothing that opens a file or runs.
fn is_harmless(address: &[u8]) -> bool {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()));
    ["http://", "https://", "mailto:"].into_iter().any(starts)
}

/// Readers draw a frame one point wide unless they are told not to.
fn is_framed(document: &Document, link: &Dictionary) -> bool {
    let width = |holder: &Dictionary| holder.get_deref(b"W", document).and_then(Object::as_float).unwrap_or(1.0);
    match (
        link.get_deref(b"BS", document).and_then(Object::as_dict),
        link.get_deref(b"Border", document).and_then(Object::as_array),
    ) {
        (Ok(style), _) => width(style) > 0.0,
        (_, Ok(border)) => border.get(2).and_then(|width| width.as_float().ok()).is_none_or(|width| width > 0.0),
        _ => true,
    }
}

/// Where the names of the file lead, and which pages there are.
struct Destinations {
    named: HashMap<Vec<u8>, Object>,
    pages: Vec<ObjectId>,
    known: HashSet<ObjectId>,
}

impl Destinations {
    fn of(opened: &Opened, meter: &Meter) -> Result<Self, Fault> {
        let document = &opened.document;
        let mut named = HashMap::new();
        if let Ok(old) = opened.catalogue.get_deref(b"Dests", document).and_then(Object::as_dict) {
            named.extend(old.iter().take(NAMED).map(|(name, place)| (name.clone(), place.clone())));
        }
        let tree = opened.catalogue.get(b"Names").and_then(Object::as_dict).and_then(|names| names.get(b"Dests"));
        let mut waiting: Vec<Object> = tree.into_iter().cloned().collect();
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            meter.in_time()?;
            if node.as_reference().is_ok_and(|id| !seen.insert(id)) {
                continue;
            }
            let Object::Dictionary(node) = resolve(document, &node) else { continue };
            if let Ok(names) = node.get_deref(b"Names", document).and_then(Object::as_array) {
                for [name, place] in names.as_chunks::<2>().0 {
                    if let (true, Ok(name)) = (named.len() < NAMED, name.as_str()) {
                        named.insert(name.to_vec(), place.clone());
                    }
                }
            }
            if let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array) {
                waiting.extend(kids.iter().filter(|kid| kid.as_reference().is_ok()).cloned());
            }
        }
        Ok(Self { named, pages: opened.pages.clone(), known: opened.pages.iter().copied().collect() })
    }

    /// A destination as a page of this file and a way of showing it.
    fn find(&self, document: &Document, destination: &Object) -> Option<Object> {
        let mut place = resolve(document, destination);
        if let Object::Name(name) | Object::String(name, _) = &place {
            place = resolve(document, self.named.get(name)?);
        }
        if let Object::Dictionary(holder) = &place {
            place = resolve(document, holder.get(b"D").ok()?);
        }
        let Object::Array(mut place) = place else { return None };
        let page = match place.first()? {
            Object::Reference(id) if self.known.contains(id) => *id,
            Object::Integer(index) => *self.pages.get(usize::try_from(*index).ok()?)?,
            _ => return None,
        };
        place.truncate(6);
        let view = place.iter().skip(1).map(|item| resolve(document, item)).filter(is_scalar);
        Some(Object::Array(std::iter::once(Object::Reference(page)).chain(view).collect()))
    }
}

fn is_scalar(object: &Object) -> bool {
    matches!(object, Object::Null | Object::Integer(_) | Object::Real(_) | Object::Name(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_harmless() {
        for (address, harmless) in [
            ("https://www.legifrance.gouv.fr/", true),
            ("HTTP://example.org", true),
            ("mailto:greffe@example.org", true),
            ("javascript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("//server/share", false),
            ("", false),
        ] {
            assert_eq!(is_harmless(address.as_bytes()), harmless, "{address}");
        }
    }
}
