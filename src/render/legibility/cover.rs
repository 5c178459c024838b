//! All that a page paints, in its order, and what lies over or under a point of it.

use typst::layout::{Size, Transform};
use typst::text::TextItem;
use typst::visualize::{FixedStroke, Geometry, Shape};

use super::clip::{Clips, around};
use super::geometry::{Area, Placement, distance, point};
use super::ink::Shades;
use super::letters::{Fonts, Sign};

/// Height of the bands in which things are looked up (points): about a line of text.
const BAND: f64 = 12.0;
/// What covers more bands is looked at for every line.
const MANY_BANDS: usize = 12;
/// A line drawn over a word is looked for between the points that are looked at (points).
const THIN: f64 = 0.45;

/// One thing painted.
struct Layer<'a> {
    area: Area,
    at: Placement,
    clip: Option<usize>,
    what: What<'a>,
    /// The boxes of its letters in points of the page, once they were asked for.
    letters: Option<Vec<Area>>,
}

enum What<'a> {
    Shape(&'a Shape),
    Image,
    Text(&'a TextItem),
}

/// What a thing paints at a point: its fill, then its stroke.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub shades: [Option<Shades>; 2],
    pub by_words: bool,
}

/// The painted page.
#[derive(Default)]
pub struct Scene<'a> {
    pub clips: Clips<'a>,
    layers: Vec<Layer<'a>>,
    bands: Vec<Vec<usize>>,
    everywhere: Vec<usize>,
    /// Work done so far on this page.
    pub spent: usize,
}

impl<'a> Scene<'a> {
    pub fn clear(&mut self) {
        self.clips.clear();
        self.layers.clear();
        self.bands.iter_mut().for_each(Vec::clear);
        self.everywhere.clear();
        self.spent = 0;
    }

    pub fn shape(&mut self, shape: &'a Shape, at: Transform, clip: Option<usize>) {
        let inked = shape.fill.is_some() || shape.stroke.is_some();
        if !inked {
            return;
        }
        let local = match &shape.geometry {
            Geometry::Line(end) => Area::between((0.0, 0.0), (end.x.to_pt(), end.y.to_pt())),
            Geometry::Rect(size) => Area::between((0.0, 0.0), (size.x.to_pt(), size.y.to_pt())),
            Geometry::Curve(curve) => around(curve),
        };
        // A mitre may reach further, by a corner that no word needs.
        let thickness = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.thickness.to_pt());
        self.add(local.grown(thickness), at, clip, What::Shape(shape));
    }

    pub fn image(&mut self, size: Size, at: Transform, clip: Option<usize>) {
        self.add(Area::between((0.0, 0.0), (size.x.to_pt(), size.y.to_pt())), at, clip, What::Image);
    }

    /// Gives the rank of the run among all things painted.
    pub fn text(&mut self, item: &'a TextItem, at: Transform, clip: Option<usize>) -> usize {
        let (size, width) = (item.size.to_pt(), item.width().to_pt());
        // What a line of Latin letters covers, accents left out.
        self.add(Area::between((0.0, -0.75 * size), (width, 0.25 * size)), at, clip, What::Text(item));
        self.layers.len() - 1
    }

    /// The box of a thing.
    pub fn area(&self, rank: usize) -> Area {
        self.layers[rank].area
    }

    fn add(&mut self, local: Area, at: Transform, clip: Option<usize>, what: What<'a>) {
        let at = Placement::of(at);
        let area = at.area(&local);
        let rank = self.layers.len();
        let first = (area.top.max(0.0) / BAND) as usize;
        let last = (area.bottom.max(0.0) / BAND) as usize;
        // A flat sheet of any size that is printed has fewer bands than this.
        const MOST: usize = 1000;
        if last - first > MANY_BANDS || last >= MOST {
            self.everywhere.push(rank);
        } else {
            if self.bands.len() <= last {
                self.bands.resize_with(last + 1, Vec::new);
            }
            self.bands[first..=last].iter_mut().for_each(|band| band.push(rank));
        }
        self.layers.push(Layer { area, at, clip, what, letters: None });
    }

    /// The things that meet a box, in the order in which they are painted, `but` left out.
    pub fn meeting(&mut self, area: &Area, but: usize, into: &mut Vec<usize>) {
        into.clear();
        let (first, last) = ((area.top.max(0.0) / BAND) as usize, (area.bottom.max(0.0) / BAND) as usize);
        let bands = self.bands.iter().skip(first).take(last - first + 1).chain(std::iter::once(&self.everywhere));
        for band in bands {
            self.spent += band.len();
            into.extend(band.iter().copied().filter(|rank| *rank != but && self.layers[*rank].area.meets(area, 0.3)));
        }
        into.sort_unstable();
        into.dedup();
    }

    /// What a thing paints at a point of the page, if anything. A thing painted `above` counts where it nearly passes.
    pub fn hit(&mut self, rank: usize, at: (f64, f64), above: bool, fonts: &mut Fonts) -> Option<Hit> {
        self.spent += 1;
        let layer = &mut self.layers[rank];
        if !layer.area.grown(THIN).holds(at) || !self.clips.leaves(layer.clip, at, &mut self.spent) {
            return None;
        }
        let by_words = matches!(layer.what, What::Text(_));
        let shades = match layer.what {
            What::Image => [Some(Shades::ANY), None],
            What::Text(item) => {
                let letters = layer.letters.get_or_insert_with(|| letters_of(item, &layer.at, fonts));
                self.spent += letters.len();
                let stroke = item.stroke.as_ref().map(|stroke| Shades::of(&stroke.paint));
                let met = letters.iter().any(|letter| letter.holds(at));
                if met { [Some(Shades::of(&item.fill)), stroke] } else { [None; 2] }
            }
            What::Shape(shape) => {
                let near = if above { THIN / layer.at.scales().1.max(1e-9) } else { 0.0 };
                if let Geometry::Curve(curve) = &shape.geometry {
                    self.spent += 4 * curve.0.len();
                }
                layer.at.undo(at).map_or([None; 2], |local| painted(shape, local, near))
            }
        };
        let shades = shades.map(|shades| shades.filter(|shades| !shades.is_clear()));
        shades.iter().any(Option::is_some).then_some(Hit { shades, by_words })
    }
}

fn letters_of(item: &TextItem, at: &Placement, fonts: &mut Fonts) -> Vec<Area> {
    let mut signs: Vec<Sign> = Vec::new();
    fonts.signs(item, &mut signs);
    signs.iter().filter_map(|sign| Some(at.area(&sign.ink?))).collect()
}

/// What a shape paints at a point of its own.
fn painted(shape: &Shape, at: (f64, f64), near: f64) -> [Option<Shades>; 2] {
    let inside = || match &shape.geometry {
        Geometry::Line(_) => false,
        Geometry::Rect(size) => Area::between((0.0, 0.0), (size.x.to_pt(), size.y.to_pt())).grown(near).holds(at),
        Geometry::Curve(curve) => curve.contains(shape.fill_rule, point(at)),
    };
    let fill = shape.fill.as_ref().filter(|_| inside());
    let stroke = shape.stroke.as_ref().filter(|stroke| strokes(&shape.geometry, stroke, at, near));
    [fill.map(Shades::of), stroke.map(|stroke| Shades::of(&stroke.paint))]
}

fn strokes(geometry: &Geometry, stroke: &FixedStroke, at: (f64, f64), near: f64) -> bool {
    let reach = stroke.thickness.to_pt() / 2.0 + near;
    match geometry {
        Geometry::Line(end) => distance(at, (0.0, 0.0), (end.x.to_pt(), end.y.to_pt())) <= reach,
        Geometry::Rect(size) => {
            let whole = Area::between((0.0, 0.0), (size.x.to_pt(), size.y.to_pt()));
            whole.grown(reach).holds(at) && !whole.grown(-reach).holds(at)
        }
        Geometry::Curve(curve) => {
            let wider = FixedStroke { thickness: typst::layout::Abs::pt(2.0 * reach), ..stroke.clone() };
            around(curve).grown(reach).holds(at) && curve.stroke_contains(&wider, point(at))
        }
    }
}
