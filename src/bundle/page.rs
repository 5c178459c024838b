//! A page made self-contained: boxes that are boxes, a rotation by quarters, resources of its own, one stream of contents.
//!
//! Copies the few entries that show something and leaves the rest behind (thumbnails, private data, tabs, transitions, beads,
//! actions, metadata). Never changes what a page shows.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::exhibit::meter::Meter;
use super::exhibit::{Fault, Note};
use super::reading::Opened;
use super::reading::filters::{self, Content};

/// A4 in points.
pub const A4: Corners = [0.0, 0.0, 595.276, 841.89];
/// What readers take for a page that says no size: Letter, in points.
pub const LETTER: Corners = [0.0, 0.0, 612.0, 792.0];
/// No sheet is farther than this from its origin, in points: seven kilometres and a half.
const FARTHEST: f32 = 21_000_000.0;
/// Points of one user unit, at most, as readers take it (ISO 32000-1, annex C).
const LARGEST_UNIT: f32 = 75_000.0;
/// A side shorter than this is no page (points).
const SHORTEST: f32 = 1.0;

/// Corners of a rectangle: left, bottom, right, top.
pub type Corners = [f32; 4];

/// Makes every page self-contained.
pub fn settle(opened: &mut Opened, meter: &Meter, notes: &mut Vec<Note>) -> Result<(), Fault> {
    let (mut sizeless, mut askew, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    for (at, id) in opened.pages.clone().into_iter().enumerate() {
        meter.in_time()?;
        let document = &mut opened.document;
        let old = document.get_dictionary(id).cloned().unwrap_or_default();
        let media = rectangle(document, &old, b"MediaBox").filter(is_page);
        if media.is_none() {
            sizeless.push(at + 1);
        }
        let media = media.unwrap_or(LETTER);
        let crop = rectangle(document, &old, b"CropBox").map(|crop| common(&crop, &media)).filter(is_page).unwrap_or(media);
        let rotation = number(document, &old, b"Rotate").unwrap_or(0.0);
        let quarters = (rotation / 90.0).round();
        if (quarters * 90.0 - rotation).abs() > 0.001 {
            askew.push(at + 1);
        }
        let (contents, whole) = contents(document, &old, meter)?;
        if !whole {
            unreadable.push(at + 1);
        }
        let mut page = Dictionary::new();
        page.set("Type", "Page");
        page.set("MediaBox", box_of(&media));
        page.set("CropBox", box_of(&crop));
        page.set("Rotate", (quarters.rem_euclid(4.0) as i64) * 90);
        if let Some(unit) = number(document, &old, b"UserUnit")
            .filter(|unit| (0.0..=LARGEST_UNIT).contains(unit) && *unit > 0.0 && (*unit - 1.0).abs() > f32::EPSILON)
        {
            page.set("UserUnit", unit);
        }
        let resources = resources(document, &old);
        lend_to_forms(document, resources, meter)?;
        page.set("Resources", resources);
        page.set("Contents", contents);
        for key in [&b"Annots"[..], b"Group"] {
            if let Ok(value) = old.get(key) {
                page.set(key, value.clone());
            }
        }
        document.set_object(id, page);
    }
    note(
        notes,
        "page-without-size",
        &sizeless,
        "sans dimensions lisibles\u{202f}; le format Letter (216\u{a0}×\u{a0}279\u{a0}mm) est retenu, comme dans les lecteurs courants",
    );
    note(notes, "page-rotation", &askew, "dont la rotation n’est pas un multiple de 90°\u{202f}; la plus proche est retenue");
    note(notes, "content-unreadable", &unreadable, "dont le contenu est illisible, en tout ou en partie");
    Ok(())
}

fn note(notes: &mut Vec<Note>, id: &'static str, pages: &[usize], says: &str) {
    if !pages.is_empty() {
        notes.push(Note::new(id, format!("{} {says}.", numbered(pages))).on(pages));
    }
}

/// « Page 2 », « Pages 2, 3 et 9 autres »
pub fn numbered(pages: &[usize]) -> String {
    const NAMED: usize = 8;
    let named = pages.iter().take(NAMED).map(usize::to_string).collect::<Vec<_>>().join(", ");
    match pages.len() {
        1 => format!("Page\u{a0}{named}"),
        many if many > NAMED => format!("Pages\u{a0}{named} et {} autres", many - NAMED),
        _ => format!("Pages\u{a0}{named}"),
    }
}

/// An entry as a number.
pub fn number(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<f32> {
    holder.get_deref(key, document).and_then(Object::as_float).ok().filter(|number| number.is_finite())
}

/// An entry as numbers, if it is that many.
pub fn numbers<const N: usize>(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<[f32; N]> {
    let items = holder.get_deref(key, document).and_then(Object::as_array).ok()?;
    let mut numbers = [0.0; N];
    if items.len() < N {
        return None;
    }
    for (number, item) in numbers.iter_mut().zip(items) {
        *number = document.dereference(item).ok()?.1.as_float().ok().filter(|number| number.is_finite())?;
    }
    Some(numbers)
}

/// An entry as a rectangle, its corners in order.
pub fn rectangle(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<Corners> {
    let [a, b, c, d] = numbers::<4>(document, holder, key)?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

fn is_page(corners: &Corners) -> bool {
    let near = corners.iter().all(|corner| corner.abs() <= FARTHEST);
    near && corners[2] - corners[0] >= SHORTEST && corners[3] - corners[1] >= SHORTEST
}

/// The box of a form that holds all that a page shows. An inch more on each side: a clip at the very edge would take from the
/// pixels that the page only half covers.
pub fn around(media: &Corners) -> Corners {
    const INCH: f32 = 72.0;
    [media[0] - INCH, media[1] - INCH, media[2] + INCH, media[3] + INCH]
}

fn common(one: &Corners, other: &Corners) -> Corners {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}

pub fn box_of(corners: &Corners) -> Vec<Object> {
    corners.iter().map(|number| Object::Real(*number)).collect()
}

/// The page's resources as an object of the document.
fn resources(document: &mut Document, page: &Dictionary) -> ObjectId {
    let held = page.get(b"Resources").ok().and_then(|held| document.dereference(held).ok());
    match held {
        Some((Some(id), Object::Dictionary(_))) => id,
        Some((None, Object::Dictionary(resources))) => {
            let resources = resources.clone();
            document.add_object(resources)
        }
        _ => document.add_object(Dictionary::new()),
    }
}

/// Forms without resources use those of the page that paints them, which they would lose inside another form.
fn lend_to_forms(document: &mut Document, resources: ObjectId, meter: &Meter) -> Result<(), Fault> {
    let painted =
        document.get_dictionary(resources).and_then(|held| held.get_deref(b"XObject", document)).and_then(Object::as_dict);
    let painted: Vec<ObjectId> = match painted {
        Ok(painted) => painted.iter().filter_map(|(_, form)| form.as_reference().ok()).collect(),
        Err(_) => return Ok(()),
    };
    for id in painted {
        meter.in_time()?;
        if let Ok(Object::Stream(form)) = document.get_object_mut(id)
            && form.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form")
            && !form.dict.has(b"Resources")
        {
            form.dict.set("Resources", Object::Reference(resources));
        }
    }
    Ok(())
}

/// The page's contents as one stream, and whether all of it could be read. One readable stream stays as it is.
fn contents(document: &mut Document, page: &Dictionary, meter: &Meter) -> Result<(ObjectId, bool), Fault> {
    let held = page.get(b"Contents").cloned().unwrap_or(Object::Null);
    let parts = match document.dereference(&held) {
        Ok((_, Object::Array(parts))) => parts.clone(),
        _ => vec![held],
    };
    let ids: Vec<ObjectId> = parts
        .iter()
        .filter_map(|part| document.dereference(part).ok())
        .filter_map(|(id, part)| id.filter(|_| matches!(part, Object::Stream(_))))
        .collect();
    let missing = parts.iter().filter(|part| matches!(part, Object::Reference(_))).count() > ids.len();
    if let [id] = ids.as_slice()
        && !missing
        && let Ok(stream) = document.get_object(*id).and_then(Object::as_stream)
        && filters::of(&stream.dict, |object| resolve(document, object))
            .is_some_and(|filters| filters.iter().all(|(name, parameters)| is_plain(name) && filters::is_sound(parameters)))
    {
        return Ok((*id, true));
    }
    let (mut joined, mut whole) = (Vec::new(), !missing);
    for id in ids {
        match decoded(document, id, meter)? {
            Some(content) => {
                whole &= content.whole;
                meter.piece(joined.len() + content.bytes.len())?;
                joined.extend(content.bytes);
                joined.push(b'\n');
            }
            None => whole = false,
        }
    }
    let mut stream = Stream::new(Dictionary::new(), Vec::new());
    filters::pack(&mut stream, joined, meter)?;
    Ok((document.add_object(stream), whole))
}

/// Filters that every reader of contents knows.
fn is_plain(name: &[u8]) -> bool {
    matches!(name, b"FlateDecode" | b"LZWDecode" | b"ASCII85Decode" | b"ASCIIHexDecode" | b"RunLengthDecode")
}

/// What an object refers to, or itself.
pub fn resolve(document: &Document, object: &Object) -> Object {
    document.dereference(object).map(|(_, object)| object.clone()).unwrap_or(Object::Null)
}

/// A stream of the document, decoded.
pub fn decoded(document: &Document, id: ObjectId, meter: &Meter) -> Result<Option<Content>, Fault> {
    match document.get_object(id) {
        Ok(Object::Stream(stream)) => filters::decoded(stream.clone(), |object| resolve(document, object), meter),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use lopdf::dictionary;

    use super::super::exhibit::Budget;
    use super::*;

    fn settled(page: Dictionary) -> (Dictionary, Vec<&'static str>) {
        let mut document = Document::new();
        let id = document.add_object(page);
        let mut opened = Opened { document, pages: vec![id], catalogue: Dictionary::new(), outlines: false, lost: 0 };
        let deadline = Instant::now() + Duration::from_secs(60);
        let budget =
            Budget { pages: 10, objects: 1000, decoded_bytes: 1000, memory: 1 << 20, time: Duration::from_secs(60), deadline };
        let mut notes = Vec::new();
        settle(&mut opened, &Meter::new(&budget, 1000), &mut notes).expect("within budget");
        let page = opened.document.get_dictionary(id).expect("a page").clone();
        (page, notes.into_iter().map(|note| note.id).collect())
    }

    fn corners(numbers: [f32; 4]) -> Object {
        Object::Array(box_of(&numbers))
    }

    #[test]
    fn a_box_that_is_none_becomes_what_readers_take_and_corners_come_in_order() {
        for (media, crop, shown, noted) in [
            (corners([0.0, 0.0, 200.0, 100.0]), Object::Null, [0.0, 0.0, 200.0, 100.0], false),
            (corners([200.0, 100.0, 0.0, 0.0]), Object::Null, [0.0, 0.0, 200.0, 100.0], false),
            (corners([-50.0, -50.0, 50.0, 50.0]), corners([0.0, 0.0, 90.0, 90.0]), [0.0, 0.0, 50.0, 50.0], false),
            (corners([0.0, 0.0, 200.0, 100.0]), corners([300.0, 300.0, 400.0, 400.0]), [0.0, 0.0, 200.0, 100.0], false),
            (corners([0.0, 0.0, 0.0, 0.0]), Object::Null, LETTER, true),
            (Object::Null, Object::Null, LETTER, true),
            (Object::Array(vec![]), Object::Null, LETTER, true),
        ] {
            let (page, notes) = settled(dictionary! { "Type" => "Page", "MediaBox" => media.clone(), "CropBox" => crop });
            assert_eq!(page.get(b"CropBox").ok(), Some(&corners(shown)), "{media:?}");
            assert_eq!(notes, if noted { vec!["page-without-size"] } else { vec![] }, "{media:?}");
        }
    }

    #[test]
    fn a_rotation_is_one_of_four() {
        for (written, meant, noted) in
            [(0, 0, false), (90, 90, false), (-450, 270, false), (990, 270, false), (45, 90, true), (89, 90, true)]
        {
            let (page, notes) = settled(dictionary! { "MediaBox" => corners(LETTER), "Rotate" => written });
            assert_eq!(page.get(b"Rotate").ok(), Some(&Object::Integer(meant)), "{written}");
            assert_eq!(notes.contains(&"page-rotation"), noted, "{written}");
        }
    }

    #[test]
    fn only_what_shows_something_is_copied() {
        let (page, _) =
            settled(dictionary! { "MediaBox" => corners(LETTER), "AA" => Dictionary::new(), "Thumb" => 1, "Tabs" => "S" });
        let keys: Vec<String> = page.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
        assert_eq!(keys, ["Type", "MediaBox", "CropBox", "Rotate", "Resources", "Contents"]);
    }
}
