//! Forms drawn into their pages: what is filled in and visible stays, and can no longer be changed.
//!
//! Every widget goes, so that two files with fields of the same name never meet. What stands above another annotation stays
//! above it: it becomes an annotation that no form knows. Never computes a value and never draws what its file hides.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use self::field::Field;
use self::frame::Made;
use self::placing::{Below, covered, placed};
use super::cleaning::Left;
use super::cleaning::annotations::subtype;
use super::exhibit::meter::Meter;
use super::exhibit::{Fault, Note};
use super::page::{self, Corners, box_of, number, numbered, rectangle, resolve};
use super::reading::Opened;

mod field;
mod frame;
mod placing;
mod shown;
mod typed;

/// Bits of an annotation's `F`.
const HIDDEN: i64 = 1 << 1;
const PRINT: i64 = 1 << 2;
const NO_ZOOM: i64 = 1 << 3;
const NO_ROTATE: i64 = 1 << 4;
const NO_VIEW: i64 = 1 << 5;
/// Read only, locked, and its contents locked.
const FIXED: i64 = 1 << 6 | 1 << 7 | 1 << 9;
/// Names of fields that a note gives.
const NAMED: usize = 5;

/// One widget's picture on its page.
struct Drawn {
    form: ObjectId,
    matrix: [f32; 6],
    layer: Option<Object>,
    place: Corners,
    flags: i64,
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
        let is_widget = |annotation: &Object| is_widget(document, annotation);
        if !listed.iter().any(is_widget) {
            continue;
        }
        outcome.pages.push(at + 1);
        let turn = document.get_dictionary(page).ok().and_then(|held| number(document, held, b"Rotate")).unwrap_or(0.0);
        let (mut drawn, mut others, mut below) = (Vec::new(), Vec::new(), Below::default());
        for annotation in listed {
            meter.in_time()?;
            let Object::Dictionary(held) = resolve(document, &annotation) else { continue };
            if subtype(&held) != b"Widget" {
                below.saw(document, &held, turn);
                others.push(annotation);
                continue;
            }
            let Some(widget) = draw(document, &held, &form, turn, &mut outcome, left, meter)? else { continue };
            // Painted into the page it would be under what it stands on; and what is only printed is no part of what is seen.
            let covered = covered(&widget.place, widget.flags, turn);
            if widget.flags & NO_VIEW != 0 || below.reaches(&covered) {
                below.add(covered);
                others.push(stay(document, page, widget));
            } else {
                drawn.push(widget);
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

fn is_widget(document: &Document, annotation: &Object) -> bool {
    document.dereference(annotation).is_ok_and(|(_, held)| held.as_dict().is_ok_and(|held| subtype(held) == b"Widget"))
}

/// A widget as an annotation that shows the same and can no longer be filled in.
fn stay(document: &mut Document, page: ObjectId, widget: Drawn) -> Object {
    let mut looks = Dictionary::new();
    looks.set("N", Object::Reference(widget.form));
    let mut stamp = Dictionary::new();
    stamp.set("Type", "Annot");
    stamp.set("Subtype", "Stamp");
    stamp.set("Rect", box_of(&widget.place));
    stamp.set("F", widget.flags & (PRINT | NO_ZOOM | NO_ROTATE | NO_VIEW) | FIXED);
    stamp.set("AP", looks);
    stamp.set("P", Object::Reference(page));
    widget.layer.into_iter().for_each(|layer| stamp.set("OC", layer));
    Object::Reference(document.add_object(stamp))
}

impl Outcome {
    /// Names a field whose value no reader shows.
    fn miss(&mut self, field: &Field, missed: bool) {
        if missed && !self.unseen.contains(&field.name) && self.unseen.len() <= NAMED {
            self.unseen.push(field.name.clone());
        }
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut add = |id, says: String| notes.push(Note::new(id, says));
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
    turn: f32,
    outcome: &mut Outcome,
    left: &mut Left,
    meter: &Meter,
) -> Result<Option<Drawn>, Fault> {
    widget.get(b"A").into_iter().for_each(|action| left.saw_action(document, action));
    meter.object()?;
    let field = Field::of(document, widget, form, left, meter)?;
    outcome.signed |= field.kind == b"Sig" && !field.value.is_empty();
    let flags = widget.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
    let seen = flags & HIDDEN == 0 && (flags & NO_VIEW == 0 || flags & PRINT != 0);
    let Some(place) = rectangle(document, widget, b"Rect").filter(|_| seen) else { return Ok(None) };
    if place[2] <= place[0] || place[3] <= place[1] {
        return Ok(None);
    }
    let look = Look::of(document, widget);
    let wanted = form.get_deref(b"NeedAppearances", document).and_then(Object::as_bool).unwrap_or(false);
    let shown = match look {
        Look::Drawn(id) if wanted => shown::by(document, id, &field, meter)?,
        _ => true,
    };
    let size = [place[2] - place[0], place[3] - place[1]];
    meter.decoded(field.value.len().saturating_mul(8))?;
    meter.hold(field.value.len().saturating_mul(8))?;
    let appearance = match look {
        // A reader that follows the form sets the value anew; one that does not shows what is there.
        Look::Drawn(id) if !shown => match frame::draw(document, widget, &field, size, false) {
            Made::Whole(made) => {
                outcome.typed = true;
                Some(made)
            }
            made => {
                outcome.miss(&field, matches!(made, Made::Wordless(_)) && shown::nothing(document, id, meter)?);
                Some(id)
            }
        },
        Look::Drawn(id) => Some(id),
        Look::Missing => {
            let state = widget.get_deref(b"AS", document).and_then(Object::as_name).unwrap_or(b"Off");
            outcome.miss(&field, field.is_ticked() && !widget.has(b"AS"));
            match frame::draw(document, widget, &field, size, state != b"Off") {
                Made::Whole(made) => {
                    outcome.typed |= field.has_words() || field.is_ticked();
                    Some(made)
                }
                Made::Wordless(made) => {
                    outcome.miss(&field, true);
                    made
                }
                Made::Nothing => None,
            }
        }
    };
    let Some(id) = appearance else { return Ok(None) };
    let Some(matrix) = placed(document, id, &place, form, if flags & NO_ROTATE != 0 { turn } else { 0.0 }) else {
        return Ok(None);
    };
    Ok(Some(Drawn { form: id, matrix, layer: widget.get(b"OC").ok().cloned(), place, flags }))
}

/// What a file has of the looks of a widget.
#[derive(Clone, Copy)]
enum Look {
    /// The stream that it shows now.
    Drawn(ObjectId),
    /// Nothing of the state it is in, so that readers draw it themselves.
    Missing,
}

impl Look {
    fn of(document: &Document, widget: &Dictionary) -> Self {
        let looks = widget.get_deref(b"AP", document).and_then(Object::as_dict);
        match looks.and_then(|looks| looks.get(b"N")).and_then(|normal| document.dereference(normal)) {
            // What has no box is placed nowhere.
            Ok((Some(id), Object::Stream(look))) if look.dict.has(b"BBox") => Self::Drawn(id),
            Ok((_, Object::Dictionary(states))) => {
                let state = widget.get_deref(b"AS", document).and_then(Object::as_name).unwrap_or(b"Off");
                match states.get(state).and_then(|state| document.dereference(state)) {
                    Ok((Some(id), Object::Stream(look))) if look.dict.has(b"BBox") => Self::Drawn(id),
                    _ => Self::Missing,
                }
            }
            _ => Self::Missing,
        }
    }
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
    meter.hold(contents.content.len())?;
    let mut below: Stream = contents.clone();
    let media = rectangle(document, &held, b"MediaBox").unwrap_or(page::LETTER);
    below.dict.set("Type", "XObject");
    below.dict.set("Subtype", "Form");
    below.dict.set("BBox", box_of(&page::around(&media)));
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
