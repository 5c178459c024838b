//! What a field without appearance shows around and instead of its words: background, border, tick, the caption of a button.
//!
//! As poppler and mupdf draw it: the background and the border of `MK`, a mark where the state is on. The marks are those of
//! ZapfDingbats, one of the fourteen fonts that every reader has. Never decides what is ticked.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::page::{box_of, number};
use super::field::{Button, Field};
use super::typed::{self, Room};

/// The marks that buttons may have, and their widths in thousandths.
const MARKS: [(u8, f32); 6] = [(b'4', 846.0), (b'8', 677.0), (b'H', 816.0), (b'l', 791.0), (b'n', 761.0), (b'u', 788.0)];
/// How far the baseline of a mark is below the middle of its box, in parts of its size: where poppler sets it.
const LOW: f32 = 0.4;
/// How far from its ends a curve that makes a quarter of a circle is drawn, in radii.
const ROUND: f32 = 0.5523;
/// A border wider than this (points) is no border.
const WIDEST: f32 = 100.0;

/// What could be drawn.
pub enum Made {
    Whole(ObjectId),
    /// Without the words, which no font here has.
    Wordless(Option<ObjectId>),
    Nothing,
}

/// Draws a widget of that size, `on` if it is ticked.
pub fn draw(document: &mut Document, widget: &Dictionary, field: &Field, size: [f32; 2], on: bool) -> Made {
    let look = widget.get_deref(b"MK", document).and_then(Object::as_dict).ok().cloned().unwrap_or_default();
    let quarters = (number(document, &look, b"R").unwrap_or(0.0) / 90.0).round().rem_euclid(4.0) as u8;
    let [width, height] = if quarters.is_multiple_of(2) { size } else { [size[1], size[0]] };
    let border = Border::of(document, widget, &look);
    let room = Room { size: [width, height], edge: border.as_ref().map_or(0.0, |border| border.width) };
    let caption =
        look.get_deref(b"CA", document).ok().and_then(|words| lopdf::decode_text_string(words).ok()).unwrap_or_default();
    let mark = (MARKS.into_iter()).find(|(mark, _)| caption.as_bytes() == [*mark]);
    let round = field.button == Some(Button::Radio) && (caption.is_empty() || caption == "l");
    let mut content = Vec::new();
    if let Some(ground) = colour(document, &look, b"BG", ["g", "rg", "k"]) {
        content.extend(format!("q {ground} {} f Q\n", outline(room, 0.0, round)).into_bytes());
    }
    if let Some(border) = &border {
        content.extend(border.drawn(room, round).into_bytes());
        content.extend(cells(field, border, room).into_bytes());
    }
    let words = match field.button {
        Some(Button::Push) if caption.is_empty() => None,
        Some(Button::Push) => Some(typed::caption(&caption, field, room)),
        Some(kind) if on => Some(Some(ticked(mark.unwrap_or(MARKS[if kind == Button::Box { 0 } else { 3 }]), field, room))),
        Some(_) => None,
        None if field.has_words() || !field.list.is_empty() => Some(typed::text(field, room)),
        None => None,
    };
    let wordless = matches!(words, Some(None));
    if let Some(Some(words)) = words {
        content.extend(format!("/Tx BMC q 0 0 {width:.2} {height:.2} re W n\n").into_bytes());
        content.extend(words);
        content.extend(b"Q EMC\n");
    }
    let drawn = (!content.is_empty()).then(|| document.add_object(form([width, height], quarters, content)));
    match (drawn, wordless) {
        (drawn, true) => Made::Wordless(drawn),
        (Some(drawn), false) => Made::Whole(drawn),
        (None, false) => Made::Nothing,
    }
}

fn form([width, height]: [f32; 2], quarters: u8, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.dict.set("BBox", box_of(&[0.0, 0.0, width, height]));
    let matrix = match quarters {
        1 => [0.0, 1.0, -1.0, 0.0, height, 0.0],
        2 => [-1.0, 0.0, 0.0, -1.0, width, height],
        3 => [0.0, -1.0, 1.0, 0.0, 0.0, width],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    stream.dict.set("Matrix", matrix.map(Object::Real).to_vec());
    let mut fonts = Dictionary::new();
    for (name, base, encoding) in [("F", "Helvetica", Some("WinAnsiEncoding")), ("Z", "ZapfDingbats", None)] {
        let used = format!("/{name} ");
        if !stream.content.windows(used.len()).any(|window| window == used.as_bytes()) {
            continue;
        }
        let mut font = Dictionary::new();
        [("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", base)].into_iter().for_each(|(key, value)| font.set(key, value));
        encoding.into_iter().for_each(|encoding| font.set("Encoding", encoding));
        fonts.set(name, font);
    }
    let mut resources = Dictionary::new();
    resources.set("Font", fonts);
    stream.dict.set("Resources", resources);
    stream
}

/// A mark in the middle of its box.
fn ticked((mark, wide): (u8, f32), field: &Field, room: Room) -> Vec<u8> {
    let [width, height] = room.size;
    let (asked, colour) = typed::style(&field.style);
    let points = if asked > 0.0 { asked } else { (width.min(height) - 2.0 * room.edge).max(1.0) };
    let (x, y) = ((width - wide * points / 1000.0) / 2.0, height / 2.0 - LOW * points);
    format!("BT /Z {points:.2} Tf {colour} {x:.2} {y:.2} Td <{mark:02x}> Tj ET\n").into_bytes()
}

/// The lines between the cells of a field that has one for each character.
fn cells(field: &Field, border: &Border, room: Room) -> String {
    let Some(count) = field.cells else { return String::new() };
    let [width, height] = room.size;
    let lines = (1..count).map(|cell| width / count as f32 * cell as f32).map(|x| format!("{x:.2} 0 m {x:.2} {height:.2} l "));
    format!("q {:.2} w {} {}S Q\n", border.width, border.colour, lines.collect::<String>())
}

struct Border {
    width: f32,
    colour: String,
    style: Vec<u8>,
    dashes: [f32; 2],
}

impl Border {
    /// A field has a border if it has the colour of one.
    fn of(document: &Document, widget: &Dictionary, look: &Dictionary) -> Option<Self> {
        let colour = colour(document, look, b"BC", ["G", "RG", "K"])?;
        let said = widget.get_deref(b"BS", document).and_then(Object::as_dict).ok();
        let old = widget.get_deref(b"Border", document).and_then(Object::as_array).ok();
        let width = match (said, old) {
            (Some(said), _) => number(document, said, b"W"),
            (_, Some(old)) => old.get(2).and_then(|width| width.as_float().ok()),
            _ => None,
        };
        let width = width.unwrap_or(1.0);
        let entry = |key: &[u8]| said?.get_deref(key, document).ok();
        let style = entry(b"S").and_then(|style| style.as_name().ok()).unwrap_or(b"S").to_vec();
        let dashes = entry(b"D").and_then(|dashes| dashes.as_array().ok());
        let dash = |at: usize| dashes?.get(at)?.as_float().ok().filter(|dash| (0.1..=WIDEST).contains(dash));
        let dashes = [dash(0).unwrap_or(3.0), dash(1).or(dash(0)).unwrap_or(3.0)];
        (width > 0.0 && width <= WIDEST).then_some(Self { width, colour, style, dashes })
    }

    fn drawn(&self, room: Room, round: bool) -> String {
        let Self { width, colour, style, dashes: [on, off] } = self;
        let dash = if style == b"D" { format!("[{on:.2} {off:.2}] 0 d ") } else { String::new() };
        let path = match style.as_slice() {
            b"U" => format!("0 {:.2} m {:.2} {:.2} l", width / 2.0, room.size[0], width / 2.0),
            _ => outline(room, width / 2.0, round),
        };
        format!("q {width:.2} w {colour} {dash}{path} S Q\n")
    }
}

/// The path along the edges of a box, so far inside of them; or of the circle in it.
fn outline(room: Room, inside: f32, round: bool) -> String {
    let [width, height] = room.size.map(|side| (side - 2.0 * inside).max(0.0));
    if !round {
        return format!("{inside:.2} {inside:.2} {width:.2} {height:.2} re");
    }
    let [x, y] = room.size.map(|side| side / 2.0);
    let radius = width.min(height) / 2.0;
    let curve = radius * ROUND;
    let mut path = format!("{:.2} {y:.2} m", x + radius);
    for [cos, sin] in [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0_f32]] {
        // From the point at that angle to the one a quarter farther.
        let at = |along: f32, across: f32| format!("{:.2} {:.2}", x + along * cos - across * sin, y + along * sin + across * cos);
        path.push_str(&format!(" {} {} {} c", at(radius, curve), at(curve, radius), at(0.0, radius)));
    }
    path
}

/// The operator that sets a colour of `MK`: grey, RGB or CMYK by how many numbers it has.
fn colour(document: &Document, look: &Dictionary, key: &[u8], operators: [&str; 3]) -> Option<String> {
    let parts = look.get_deref(key, document).and_then(Object::as_array).ok()?;
    let operator = match parts.len() {
        1 => operators[0],
        3 => operators[1],
        4 => operators[2],
        _ => return None,
    };
    let parts = parts.iter().map(|part| {
        let part = document.dereference(part).ok()?.1.as_float().ok()?;
        Some(format!("{:.3}", part.clamp(0.0, 1.0)))
    });
    Some(format!("{} {operator}", parts.collect::<Option<Vec<_>>>()?.join(" ")))
}
