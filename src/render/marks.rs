//! Reading the laid-out pages back: what each mention's marks enclose, where it stands, and which characters no font has.
//!
//! The second witness of compliance: it believes only text that a reader sees, at a size that a reader can read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::visualize::Paint;
use typst_layout::Page;

use crate::document::french::essence;

/// Text smaller than this is no mention (points).
const SMALLEST_READABLE: f64 = 6.5;

/// Words whose feet are nearer stand on one line (millimetres).
const SAME_LINE: f64 = 1.6;

/// A box on a page, in millimetres from the top left corner.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Place {
    /// From 1.
    pub page: usize,
    #[serde(serialize_with = "tenths")]
    pub x_mm: f64,
    #[serde(serialize_with = "tenths")]
    pub y_mm: f64,
    #[serde(serialize_with = "tenths")]
    pub width_mm: f64,
    #[serde(serialize_with = "tenths")]
    pub height_mm: f64,
}

/// What the pages show of one mention.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub places: Vec<Place>,
    /// Letters and digits only, in reading order.
    pub text: String,
}

/// What was read back from a whole document.
#[derive(Debug, Default)]
pub struct Readback {
    pub mentions: BTreeMap<String, Seen>,
    /// All that the pages say, marked or not: letters and digits only, in reading order.
    pub words: String,
    /// Characters that no font of the house can draw.
    pub without_glyph: BTreeSet<char>,
    /// Words that leave the sheet, or that stand in the envelope's window without being the address.
    pub misplaced: BTreeSet<String>,
    /// How full each page is, in order.
    pub sheets: Vec<Sheet>,
}

/// What stands on a page, its head and its foot left out.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The foot of each line, in millimetres from the top of the sheet, in order.
    pub lines: Vec<f64>,
    /// The largest size, in points.
    pub largest: f64,
}

/// The window of a DL envelope on the first page, in millimetres: left, top, right, bottom (see `geometry.typ`).
const WINDOW: [f64; 4] = [110.0, 55.0, 195.0, 88.0];
/// Mentions that are the address itself.
const ADDRESS: [&str; 2] = ["debtor-identity", "debtor-addressee"];

impl Readback {
    /// Where the pages show a mention.
    pub fn places(&self, mention: &str) -> Option<&[Place]> {
        self.mentions.get(mention).map(|seen| seen.places.as_slice())
    }

    /// What they show of it, reduced to letters and digits.
    pub fn text(&self, mention: &str) -> Option<&str> {
        self.mentions.get(mention).map(|seen| seen.text.as_str())
    }
}

/// Walks the pages in order.
pub fn read(pages: &[Page]) -> Readback {
    let mut walk = Walk::default();
    for (index, page) in pages.iter().enumerate() {
        walk.page = index + 1;
        walk.size = Point::new(page.frame.width(), page.frame.height());
        walk.frame(&page.frame, Transform::identity());
        walk.close_page();
    }
    walk.out
}

#[derive(Default)]
struct Walk {
    page: usize,
    size: Point,
    open: Vec<String>,
    /// Inside the head or foot of a page.
    aside: usize,
    boxes: BTreeMap<String, (Point, Point)>,
    sheet: Sheet,
    out: Readback,
}

impl Walk {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (offset, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(offset.x, offset.y));
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, here.pre_concat(group.transform)),
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Tag(Tag::Start(content, _)) => {
                    if let Some(metadata) = content.to_packed::<MetadataElem>() {
                        self.mark(&metadata.value);
                    }
                }
                _ => {}
            }
        }
    }

    fn mark(&mut self, value: &Value) {
        let Value::Dict(dict) = value else { return };
        let word = |key: &str| match dict.get(key) {
            Ok(Value::Str(word)) => Some(word.as_str().to_owned()),
            _ => None,
        };
        let (Some(id), Some(edge)) = (word("mention"), word("edge")) else { return };
        match edge.as_str() {
            "aside" => self.aside += 1,
            "resume" => self.aside = self.aside.saturating_sub(1),
            _ => {}
        }
        if id == "aside" {
            return;
        }
        if edge == "start" {
            self.out.mentions.entry(id.clone()).or_default();
            self.open.push(id);
        } else if let Some(last) = self.open.iter().rposition(|open| *open == id) {
            self.open.remove(last);
        }
    }

    fn text(&mut self, item: &TextItem, at: Transform) {
        for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
            self.out.without_glyph.extend(item.text[glyph.range()].chars());
        }
        let width = item.width();
        let corners = [(Abs::zero(), -item.size * 0.75), (width, item.size * 0.25)].map(|(x, y)| Point::new(x, y).transform(at));
        let (low, high) = (corners[0].min(corners[1]), corners[0].max(corners[1]));
        let on_page = low.x >= Abs::zero() && low.y >= Abs::zero() && high.x <= self.size.x && high.y <= self.size.y;
        if !on_page || self.in_window(low, high) {
            self.out.misplaced.insert(item.text.chars().take(60).collect());
        }
        if self.aside == 0 {
            self.sheet.lines.push(high.y.to_mm());
            self.sheet.largest = self.sheet.largest.max(item.size.to_pt());
        }
        let words = essence(&item.text);
        self.out.words.push_str(&words);
        let unread = item.size.to_pt() < SMALLEST_READABLE || !shows_on_paper(&item.fill);
        if self.open.is_empty() || self.aside > 0 || !on_page || unread {
            return;
        }
        for id in self.open.iter().collect::<BTreeSet<_>>() {
            if let Some(seen) = self.out.mentions.get_mut(id) {
                seen.text.push_str(&words);
            }
            let reach = self.boxes.entry(id.clone()).or_insert((low, high));
            *reach = (reach.0.min(low), reach.1.max(high));
        }
    }

    /// Whether a box that is not the address meets the window. A paper without an address has no window.
    fn in_window(&self, low: Point, high: Point) -> bool {
        let posted = || ADDRESS.iter().any(|id| self.out.mentions.contains_key(*id));
        let address = ADDRESS.iter().any(|id| self.open.iter().any(|open| open == id));
        let [left, top, right, bottom] = WINDOW;
        let meets = low.x.to_mm() < right && high.x.to_mm() > left && low.y.to_mm() < bottom && high.y.to_mm() > top;
        self.page == 1 && meets && !address && posted()
    }

    fn close_page(&mut self) {
        let mut sheet = std::mem::take(&mut self.sheet);
        sheet.lines.sort_by(f64::total_cmp);
        sheet.lines.dedup_by(|next, line| *next - *line < SAME_LINE);
        self.out.sheets.push(sheet);
        for (id, (low, high)) in std::mem::take(&mut self.boxes) {
            let place = Place {
                page: self.page,
                x_mm: low.x.to_mm(),
                y_mm: low.y.to_mm(),
                width_mm: (high.x - low.x).to_mm(),
                height_mm: (high.y - low.y).to_mm(),
            };
            self.out.mentions.entry(id).or_default().places.push(place);
        }
    }
}

/// Dark enough on white paper, and not transparent. Paper is always white here.
fn shows_on_paper(fill: &Paint) -> bool {
    let Paint::Solid(color) = fill else { return false };
    let ink = color.to_rgb();
    ink.alpha > 0.8 && ink.red.min(ink.green).min(ink.blue) < 0.6
}

fn tenths<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 10.0).round() / 10.0)
}
