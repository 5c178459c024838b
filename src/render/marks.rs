//! Reading the laid-out pages back: what each mention's marks enclose, where it stands, and which characters no font has.
//!
//! The second witness of compliance: it believes only words that a person can read (see [`super::legibility`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, Transform};
use typst::text::TextItem;
use typst_layout::Page;

use super::legibility::{Area, Placement, Reader, Run, Scene, Shades};
use crate::compliance::Unread;
use crate::document::french::essence;

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
    /// What a person can read of it: letters and digits only, in reading order.
    pub text: String,
    /// What keeps a person from reading some of its words.
    pub unread: BTreeSet<Unread>,
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

/// The window of a DL envelope on the first page, in points: 110, 55, 195 and 88 mm (see `geometry.typ`).
const WINDOW: Area = Area { left: 311.811, top: 155.906, right: 552.756, bottom: 249.449 };
/// Mentions that are the address itself.
const ADDRESS: [&str; 2] = ["debtor-identity", "debtor-addressee"];

impl Readback {
    /// Where the pages show a mention.
    pub fn places(&self, mention: &str) -> Option<&[Place]> {
        self.mentions.get(mention).map(|seen| seen.places.as_slice())
    }

    /// What a person can read of it, reduced to letters and digits.
    pub fn text(&self, mention: &str) -> Option<&str> {
        self.mentions.get(mention).map(|seen| seen.text.as_str())
    }

    /// What a person can read of it, and why some of it cannot be read.
    pub fn seen(&self, mention: &str) -> Option<&Seen> {
        self.mentions.get(mention)
    }
}

/// Walks the pages in order.
pub fn read(pages: &[Page]) -> Readback {
    let mut walk = Walk::default();
    let margins: Vec<Option<f64>> = pages.iter().map(margin).collect();
    let narrowest = margins.iter().flatten().copied().reduce(f64::min).unwrap_or(0.0);
    for (index, page) in pages.iter().enumerate() {
        walk.page = index + 1;
        let margin = margins[index].unwrap_or_else(|| ruled(page).map_or(narrowest, |ruled| ruled.min(narrowest)));
        walk.printable = printable(page, margin);
        // A page without a colour of its own is paper.
        walk.paper = page.fill_or_transparent().map_or(Shades::WHITE, |fill| Shades::of(&fill).over(&Shades::WHITE));
        walk.frame(&page.frame, Transform::identity(), None);
        walk.close_page();
    }
    walk.out
}

/// The narrower of a page's side margins (points): a letter's text begins further in than its tables. `None` where the page holds too
/// little for the engine to keep its body apart.
fn margin(page: &Page) -> Option<f64> {
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let body = page.frame.items().find_map(|(at, item)| match item {
        FrameItem::Group(group) if group.frame.kind().is_soft() && group.clip.is_none() => {
            let (left, size) = (at.x.to_pt(), group.frame.size());
            let right = width - left - size.x.to_pt();
            // A head and a foot are as wide and low; a background is the whole sheet.
            (left > 0.0 && right > 0.0 && 2.0 * size.y.to_pt() > height).then_some((left, right))
        }
        _ => None,
    });
    body.map(|(left, right)| left.min(right))
}

/// The narrower margin that the rules of a page leave (points): an annex of one table has its own, and its body is not kept apart.
fn ruled(page: &Page) -> Option<f64> {
    fn widest(frame: &Frame, at: f64, width: f64, found: &mut Option<f64>) {
        for (offset, item) in frame.items() {
            let left = at + offset.x.to_pt();
            match item {
                FrameItem::Group(group) if group.transform.is_identity() => widest(&group.frame, left, width, found),
                FrameItem::Shape(shape, _) => {
                    let bounds = shape.bbox(false);
                    let (left, length) = (left + bounds.min.x.to_pt(), (bounds.max.x - bounds.min.x).to_pt());
                    let margin = left.min(width - left - length);
                    if margin > EDGE && 2.0 * length > width {
                        *found = Some(found.map_or(margin, |before: f64| before.min(margin)));
                    }
                }
                _ => {}
            }
        }
    }
    let mut found = None;
    widest(&page.frame, 0.0, page.frame.width().to_pt(), &mut found);
    found
}

/// What a printer may leave white at the edge of a sheet: 5 mm.
const EDGE: f64 = 14.17;

/// Where words may stand: between the margins, as far as a justified line lets its last sign hang and a paragraph its number, and
/// where any printer prints.
fn printable(page: &Page, margin: f64) -> Area {
    /// A comma or a stop at the end of a justified line, at 12 points.
    const SIGN: f64 = 3.5;
    /// A number of three figures beside its paragraph: 5 mm.
    const NUMBER: f64 = 14.17;
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    Area { left: (margin - NUMBER).max(EDGE), top: EDGE, right: width - (margin - SIGN).max(EDGE), bottom: height - EDGE }
}

#[derive(Default)]
struct Walk<'a> {
    page: usize,
    printable: Area,
    paper: Shades,
    /// The mentions met so far; a mark names one by its rank.
    ids: Vec<String>,
    open: Vec<usize>,
    /// Inside the head or foot of a page.
    aside: usize,
    /// The runs of this page that stand within a mention, in reading order.
    marked: Vec<Marked<'a>>,
    scene: Scene<'a>,
    reader: Reader,
    sheet: Sheet,
    out: Readback,
}

/// A run within one mention or several.
struct Marked<'a> {
    run: Run<'a>,
    words: String,
    mentions: Vec<usize>,
    area: Area,
    off_page: bool,
}

impl<'a> Walk<'a> {
    fn frame(&mut self, frame: &'a Frame, at: Transform, clip: Option<usize>) {
        for (offset, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(offset.x, offset.y));
            match item {
                FrameItem::Group(group) => {
                    let inside = here.pre_concat(group.transform);
                    let clip = group.clip.as_ref().map(|curve| self.scene.clips.add(curve, inside, clip)).or(clip);
                    self.frame(&group.frame, inside, clip);
                }
                FrameItem::Text(text) => self.text(text, here, clip),
                FrameItem::Shape(shape, _) => self.scene.shape(shape, here, clip),
                FrameItem::Image(_, size, _) => self.scene.image(*size, here, clip),
                FrameItem::Tag(Tag::Start(content, _)) => {
                    if let Some(metadata) = content.to_packed::<MetadataElem>() {
                        self.mark(&metadata.value);
                    }
                }
                FrameItem::Tag(_) | FrameItem::Link(..) => {}
            }
        }
    }

    fn mark(&mut self, value: &Value) {
        let Value::Dict(dict) = value else { return };
        let word = |key: &str| match dict.get(key) {
            Ok(Value::Str(word)) => Some(word.as_str()),
            _ => None,
        };
        let (Some(id), Some(edge)) = (word("mention"), word("edge")) else { return };
        match edge {
            "aside" => self.aside += 1,
            "resume" => self.aside = self.aside.saturating_sub(1),
            _ => {}
        }
        if id == "aside" {
            return;
        }
        let known = self.ids.iter().position(|known| known == id);
        if edge == "start" {
            let rank = known.unwrap_or_else(|| {
                self.ids.push(id.to_owned());
                self.out.mentions.entry(id.to_owned()).or_default();
                self.ids.len() - 1
            });
            self.open.push(rank);
        } else if let Some(last) = known.and_then(|rank| self.open.iter().rposition(|open| *open == rank)) {
            self.open.remove(last);
        }
    }

    fn text(&mut self, item: &'a TextItem, at: Transform, clip: Option<usize>) {
        for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
            self.out.without_glyph.extend(item.text[glyph.range()].chars());
        }
        let rank = self.scene.text(item, at, clip);
        let area = self.scene.area(rank);
        // A run may end with spaces that nobody sees.
        let off_page = !area.within(&self.printable)
            && self.reader.inked(item, &Placement::of(at)).is_some_and(|inked| !inked.within(&self.printable));
        if off_page || self.in_window(&area) {
            self.out.misplaced.insert(item.text.chars().take(60).collect());
        }
        if self.aside == 0 {
            self.sheet.lines.push(millimetres(area.bottom));
            self.sheet.largest = self.sheet.largest.max(item.size.to_pt());
        }
        let words = essence(&item.text);
        self.out.words.push_str(&words);
        if self.open.is_empty() || self.aside > 0 {
            return;
        }
        let mut mentions = self.open.clone();
        mentions.sort_unstable();
        mentions.dedup();
        let run = Run { item, at: Placement::of(at), rank, clip };
        self.marked.push(Marked { run, words, mentions, area, off_page });
    }

    /// Whether a box that is not the address meets the window. A paper without an address has no window.
    fn in_window(&self, area: &Area) -> bool {
        let posted = || ADDRESS.iter().any(|id| self.out.mentions.contains_key(*id));
        let address = || self.open.iter().any(|open| ADDRESS.contains(&self.ids[*open].as_str()));
        self.page == 1 && WINDOW.meets(area, 0.0) && !address() && posted()
    }

    fn close_page(&mut self) {
        let mut sheet = std::mem::take(&mut self.sheet);
        sheet.lines.sort_by(f64::total_cmp);
        sheet.lines.dedup_by(|next, line| *next - *line < SAME_LINE);
        self.out.sheets.push(sheet);
        let mut places: BTreeMap<usize, Area> = BTreeMap::new();
        let mut within: Vec<usize> = Vec::new();
        for marked in std::mem::take(&mut self.marked) {
            if marked.mentions != within {
                self.reader.begin();
                within.clone_from(&marked.mentions);
            }
            let mut unread = self.reader.judge(&marked.run, &mut self.scene, &self.paper);
            if marked.off_page {
                unread.insert(Unread::OffPage);
            }
            for mention in &marked.mentions {
                let Some(seen) = self.out.mentions.get_mut(&self.ids[*mention]) else { continue };
                seen.unread.extend(&unread);
                if unread.is_empty() {
                    seen.text.push_str(&marked.words);
                    places.entry(*mention).and_modify(|area| *area = area.joined(&marked.area)).or_insert(marked.area);
                }
            }
        }
        for (mention, area) in places {
            let place = Place {
                page: self.page,
                x_mm: millimetres(area.left),
                y_mm: millimetres(area.top),
                width_mm: millimetres(area.width()),
                height_mm: millimetres(area.height()),
            };
            if let Some(seen) = self.out.mentions.get_mut(&self.ids[mention]) {
                seen.places.push(place);
            }
        }
        self.scene.clear();
    }
}

fn millimetres(points: f64) -> f64 {
    points * 25.4 / 72.0
}

fn tenths<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 10.0).round() / 10.0)
}
