//! Forms drawn into their pages: what is filled in and visible stays, and can no longer be changed.
//!
//! Every widget goes, so that two files with fields of the same name never meet. Never computes a value and never draws what
//! its file hides.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use self::field::Field;
use super::cleaning::Left;
use super::cleaning::annotations::subtype;
use super::exhibit::meter::Meter;
use super::exhibit::{Fault, Note};
use super::page::{self, Corners, box_of, decoded, numbered, numbers, rectangle, resolve};
use super::reading::Opened;

mod field;
mod typed;

/// Bits of an annotation's `F`: hidden, and not shown on a screen.
const UNSEEN: i64 = 0b10_0010;
/// Names of fields that a note gives.
const NAMED: usize = 5;

/// One widget's picture on its page.
struct Drawn {
    form: ObjectId,
    matrix: [f32; 6],
    layer: Option<Object>,
}

/// What came of the forms of a file.
#[derive(Default)]
struct Outcome {
    pages: Vec<usize>,
    unseen: Vec<String>,
    typed: bool,
    signed: bool,
}

/// Draws the widgets of every page into it. Says whether text was set here, in a font that is not embedded.
pub fn flatten(opened: &mut Opened, left: &mut Left, meter: &Meter, notes: &mut Vec<Note>) -> Result<bool, Fault> {
    let mut form = opened.catalogue.get(b"AcroForm").and_then(Object::as_dict).cloned().unwrap_or_default();
    // Appearances may share the form's resources, never copies of them.
    if let Ok(Object::Dictionary(lent)) = form.get(b"DR").cloned() {
        form.set("DR", Object::Reference(opened.document.add_object(lent)));
    }
    let flags = form.get_deref(b"SigFlags", &opened.document).and_then(Object::as_i64).unwrap_or(0);
    let mut outcome = Outcome { signed: flags & 1 == 1, ..Outcome::default() };
    for (at, page) in opened.pages.clone().into_iter().enumerate() {
        let document = &mut opened.document;
        let listed = document.get_dictionary(page).and_then(|held| held.get(b"Annots")).and_then(Object::as_array);
        let listed = listed.cloned().unwrap_or_default();
        let (widgets, others): (Vec<Object>, Vec<Object>) = (listed.into_iter()).partition(
            |annotation| matches!(resolve(document, annotation), Object::Dictionary(held) if subtype(&held) == b"Widget"),
        );
        if widgets.is_empty() {
            continue;
        }
        outcome.pages.push(at + 1);
        let mut drawn = Vec::new();
        for widget in widgets {
            meter.in_time()?;
            if let Object::Dictionary(widget) = resolve(document, &widget) {
                drawn.extend(draw(document, &widget, &form, &mut outcome, left, meter)?);
            }
        }
        paint(document, page, drawn, meter)?;
        if let Ok(held) = document.get_dictionary_mut(page) {
            held.remove(b"Annots");
            if !others.is_empty() {
                held.set("Annots", others);
            }
        }
    }
    notes.extend(outcome.notes());
    Ok(outcome.typed)
}

impl Outcome {
    fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut add = |id, says: String| notes.push(Note { id, says });
        if !self.pages.is_empty() {
            let says = "ce que le formulaire montre est dessiné dans la page et ne peut plus être modifié.";
            add("form-flattened", format!("{}\u{a0}: {says}", numbered(&self.pages)));
        }
        if self.typed {
            add(
                "field-drawn",
                "Des champs remplis n’avaient pas d’apparence\u{202f}; leur valeur a été composée ici.".to_owned(),
            );
        }
        if !self.unseen.is_empty() {
            let named = self.unseen.iter().take(NAMED).map(|name| format!("«\u{a0}{name}\u{a0}»")).collect::<Vec<_>>().join(", ");
            let more = if self.unseen.len() > NAMED { ", …" } else { "" };
            add("unseen-field", format!("Des champs ont une valeur que rien ne montre sur la page\u{a0}: {named}{more}."));
        }
        if self.signed {
            let says = "La signature électronique ne peut pas suivre les pages\u{a0}: son apparence est reprise, non sa valeur.";
            add("signature-broken", format!("{says} Gardez le fichier signé."));
        }
        notes
    }
}

/// The picture of a widget, if it shows one.
fn draw(
    document: &mut Document,
    widget: &Dictionary,
    form: &Dictionary,
    outcome: &mut Outcome,
    left: &mut Left,
    meter: &Meter,
) -> Result<Option<Drawn>, Fault> {
    widget.get(b"A").into_iter().for_each(|action| left.saw_action(document, action));
    meter.object()?;
    let field = Field::of(document, widget, form, left, meter)?;
    outcome.signed |= field.kind == b"Sig" && !field.value.is_empty();
    let flags = widget.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
    let Some(place) = rectangle(document, widget, b"Rect").filter(|_| flags & UNSEEN == 0) else { return Ok(None) };
    if place[2] <= place[0] || place[3] <= place[1] {
        return Ok(None);
    }
    let mut appearance = appearance(document, widget, &field);
    let wanted = form.get_deref(b"NeedAppearances", document).and_then(Object::as_bool).unwrap_or(false);
    if let Some(id) = appearance.filter(|_| wanted && field.is_text() && !field.value.is_empty())
        && !shows_something(document, id, meter)?
    {
        appearance = None;
    }
    if appearance.is_none() && field.has_words() {
        appearance = typed::set(document, widget, &field, [place[2] - place[0], place[3] - place[1]]);
        meter.decoded(field.value.len().saturating_mul(8))?;
        outcome.typed |= appearance.is_some();
        if appearance.is_none() {
            outcome.unseen.push(field.name.clone());
        }
    }
    let Some(id) = appearance else { return Ok(None) };
    let Some(matrix) = settle(document, id, &place, form) else { return Ok(None) };
    Ok(Some(Drawn { form: id, matrix, layer: widget.get(b"OC").ok().cloned() }))
}

/// The stream that a widget shows now: its normal appearance, in the state it is in.
fn appearance(document: &Document, widget: &Dictionary, field: &Field) -> Option<ObjectId> {
    let normal = widget.get_deref(b"AP", document).and_then(Object::as_dict).ok()?.get(b"N").ok()?;
    match document.dereference(normal).ok()? {
        (Some(id), Object::Stream(_)) => Some(id),
        (_, Object::Dictionary(states)) => {
            let state = widget.get_deref(b"AS", document).and_then(Object::as_name);
            let state = state.unwrap_or(if field.kind == b"Btn" { &field.state } else { b"Off" });
            match document.dereference(states.get(state).ok()?).ok()? {
                (Some(id), Object::Stream(_)) => Some(id),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether an appearance sets text or paints a form, and is more than a frame.
fn shows_something(document: &Document, id: ObjectId, meter: &Meter) -> Result<bool, Fault> {
    let content = decoded(document, id, meter)?.map(|content| content.bytes).unwrap_or_default();
    Ok([&b"Tj"[..], b"TJ", b"'", b"\"", b"Do"].iter().any(|shown| content.windows(shown.len()).any(|window| window == *shown)))
}

/// Makes an appearance a form that can be painted, and gives the matrix that puts it in its place.
fn settle(document: &mut Document, id: ObjectId, place: &Corners, form: &Dictionary) -> Option<[f32; 6]> {
    let stream = document.get_object(id).and_then(Object::as_stream).ok()?;
    let size = [0.0, 0.0, place[2] - place[0], place[3] - place[1]];
    let bounds = rectangle(document, &stream.dict, b"BBox").unwrap_or(size);
    let own = numbers::<6>(document, &stream.dict, b"Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let lent = form.get(b"DR").ok().cloned().filter(|_| !stream.dict.has(b"Resources"));
    let Object::Stream(stream) = document.get_object_mut(id).ok()? else { return None };
    stream.dict.set("Type", "XObject");
    stream.dict.set("Subtype", "Form");
    stream.dict.set("BBox", box_of(&bounds));
    if let Some(lent) = lent {
        stream.dict.set("Resources", lent);
    }
    fit(&bounds, &own, place)
}

/// ISO 32000-1, 12.5.5, algorithm 8.1: "The appearance's bounding box is transformed, using Matrix, to produce a quadrilateral
/// with arbitrary orientation. […] A matrix A is computed that scales and translates the transformed appearance box to align
/// with the edges of the annotation's rectangle."
fn fit(bounds: &Corners, own: &[f32; 6], place: &Corners) -> Option<[f32; 6]> {
    let corner = |x: f32, y: f32| [own[0] * x + own[2] * y + own[4], own[1] * x + own[3] * y + own[5]];
    let corners = [(0, 1), (2, 1), (0, 3), (2, 3)].map(|(x, y)| corner(bounds[x], bounds[y]));
    let span = |axis: usize| {
        let at = corners.map(|corner| corner[axis]);
        (at.into_iter().fold(f32::INFINITY, f32::min), at.into_iter().fold(f32::NEG_INFINITY, f32::max))
    };
    let ((left, right), (bottom, top)) = (span(0), span(1));
    let scale = |from: f32, to: f32, length: f32| if to - from > f32::EPSILON { length / (to - from) } else { 1.0 };
    let (across, up) = (scale(left, right, place[2] - place[0]), scale(bottom, top, place[3] - place[1]));
    let matrix = [across, 0.0, 0.0, up, place[0] - left * across, place[1] - bottom * up];
    matrix.iter().all(|number| number.is_finite()).then_some(matrix)
}

/// Paints over a page, whose own contents become a form so that nothing they leave open reaches what is painted after them.
fn paint(document: &mut Document, page: ObjectId, drawn: Vec<Drawn>, meter: &Meter) -> Result<(), Fault> {
    let Ok(held) = document.get_dictionary(page).cloned() else { return Ok(()) };
    let (Ok(Object::Reference(contents)), Ok(Object::Reference(own))) = (held.get(b"Contents"), held.get(b"Resources")) else {
        return Ok(());
    };
    let Ok(Object::Stream(contents)) = document.get_object(*contents) else { return Ok(()) };
    if drawn.is_empty() {
        return Ok(());
    }
    meter.decoded(contents.content.len())?;
    let mut below: Stream = contents.clone();
    let media = rectangle(document, &held, b"MediaBox").unwrap_or(page::A4);
    below.dict.set("Type", "XObject");
    below.dict.set("Subtype", "Form");
    below.dict.set("BBox", box_of(&media));
    below.dict.set("Resources", Object::Reference(*own));
    let (mut painted, mut layers) = (Dictionary::new(), Dictionary::new());
    painted.set("Page", Object::Reference(document.add_object(below)));
    let mut content = b"q /Page Do Q\n".to_vec();
    for (at, widget) in drawn.into_iter().enumerate() {
        let matrix = widget.matrix.map(|number| format!("{number:.5}")).join(" ");
        let mut piece = format!("q {matrix} cm /Field{at} Do Q\n");
        if let Some(layer) = widget.layer {
            let layer = if layer.as_reference().is_ok() { layer } else { Object::Reference(document.add_object(layer)) };
            layers.set(format!("Layer{at}"), layer);
            piece = format!("/OC /Layer{at} BDC\n{piece}EMC\n");
        }
        content.extend(piece.into_bytes());
        painted.set(format!("Field{at}"), Object::Reference(widget.form));
    }
    let mut resources = Dictionary::new();
    resources.set("XObject", painted);
    if !layers.is_empty() {
        resources.set("Properties", layers);
    }
    let resources = document.add_object(resources);
    let content = document.add_object(Stream::new(Dictionary::new(), content));
    if let Ok(held) = document.get_dictionary_mut(page) {
        held.set("Contents", Object::Reference(content));
        held.set("Resources", Object::Reference(resources));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appearance_is_brought_to_the_edges_of_its_rectangle() {
        let plain = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        let turned = [0.0, 1.0, -1.0, 0.0, 0.0, 0.0];
        let place = [100.0, 200.0, 140.0, 220.0];
        for (bounds, own, matrix) in [
            ([0.0, 0.0, 40.0, 20.0], plain, [1.0, 0.0, 0.0, 1.0, 100.0, 200.0]),
            ([0.0, 0.0, 20.0, 10.0], plain, [2.0, 0.0, 0.0, 2.0, 100.0, 200.0]),
            ([10.0, 10.0, 50.0, 30.0], plain, [1.0, 0.0, 0.0, 1.0, 90.0, 190.0]),
            ([0.0, 0.0, 20.0, 40.0], turned, [1.0, 0.0, 0.0, 1.0, 140.0, 200.0]),
            ([0.0, 0.0, 0.0, 0.0], plain, [1.0, 0.0, 0.0, 1.0, 100.0, 200.0]),
        ] {
            assert_eq!(fit(&bounds, &own, &place), Some(matrix), "{bounds:?}");
        }
    }
}
