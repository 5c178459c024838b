//! The stamp of an exhibit's page: « Pièce n° 3 · Menuiserie Durand · 2/4 », upright as a reader sees the page whatever its rotation,
//! its unit and its boxes. Draws in the outer margin; never measures what the page shows.

use std::fmt::Write;

use super::typeface::Typeface;
use crate::case::bundle::Position;

/// How exhibits are stamped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamping {
    pub position: Position,
    /// The first page of each exhibit only.
    pub first_page_only: bool,
    /// Before the number: « Pièce n° », « Pièce adverse n° ».
    pub prefix: String,
    /// The number of the first exhibit.
    pub start: usize,
    /// Whose exhibits they are; nothing when empty.
    pub party: String,
}

/// A page as its reader sees it, in user units before rotation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// The visible box: left, bottom, right, top.
    pub visible: [f32; 4],
    /// Clockwise, in degrees: 0, 90, 180 or 270.
    pub rotation: u16,
    /// Points of one user unit.
    pub unit: f32,
}

/// Millimetres on an upright A4 page; larger and smaller pages have a stamp in proportion of their short side.
const HEIGHT: f32 = 5.4;
const MARGIN: f32 = 3.5;
const PADDING: f32 = 1.6;
const TYPE: f32 = 2.9;
const SHORT_SIDE: f32 = 210.0;
/// Of the width of the page.
const WIDEST: f32 = 0.62;
const POINTS_PER_MM: f32 = 72.0 / 25.4;
/// A party's name is shortened beyond so many signs.
const LONGEST_PARTY: usize = 44;

/// A place on the page, in millimetres from its top left corner as it is read.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Frame {
    pub x_mm: f32,
    pub y_mm: f32,
    pub width_mm: f32,
    pub height_mm: f32,
}

impl Stamping {
    /// The words on page `page` of `pages` of the exhibit at `rank`, from 0.
    pub fn words(&self, rank: usize, page: usize, pages: usize) -> String {
        let number = format!("{}\u{a0}{}", self.prefix, self.start + rank);
        let party: String = if self.party.chars().count() > LONGEST_PARTY {
            self.party.chars().take(LONGEST_PARTY).chain(['…']).collect()
        } else {
            self.party.clone()
        };
        let parts = [number, party, format!("{page}/{pages}")];
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    }

    /// The box of the widest stamp of an upright A4 page.
    pub fn frame(&self, typeface: &Typeface, words: &str) -> Frame {
        let a4 = View { visible: [0.0, 0.0, 595.276, 841.89], rotation: 0, unit: 1.0 };
        let laid = Laid::out(self, typeface, words, &a4);
        Frame {
            x_mm: laid.left,
            y_mm: laid.page_height - laid.bottom - laid.height,
            width_mm: laid.width,
            height_mm: laid.height,
        }
    }

    /// The operators that draw the stamp, marked as an artifact: a reader of the structure passes it over.
    pub fn draw(&self, typeface: &Typeface, font: &str, words: &str, view: &View) -> String {
        let laid = Laid::out(self, typeface, words, view);
        let [a, b, c, d, e, f] = view.upright();
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "/Artifact <</Type /Pagination /Subtype /Header>> BDC q {a:.4} {b:.4} {c:.4} {d:.4} {e:.3} {f:.3} cm \
             1 g 0.25 G {line:.3} w {x:.3} {y:.3} {w:.3} {h:.3} re B 0.09 g BT /{font} {size:.3} Tf {tx:.3} {ty:.3} Td {text} Tj ET Q EMC",
            line = 0.12 * laid.scale,
            x = laid.left,
            y = laid.bottom,
            w = laid.width,
            h = laid.height,
            size = laid.size,
            tx = laid.left + PADDING * laid.scale,
            ty = laid.bottom + laid.height * 0.5 - laid.size * 0.34,
            text = typeface.encoded(words),
        );
        out
    }
}

/// The stamp on one page, in millimetres from the bottom left corner as it is read.
struct Laid {
    page_height: f32,
    left: f32,
    bottom: f32,
    width: f32,
    height: f32,
    size: f32,
    scale: f32,
}

impl Laid {
    fn out(stamping: &Stamping, typeface: &Typeface, words: &str, view: &View) -> Self {
        let (page_width, page_height) = view.size_mm();
        let mut scale = page_width.min(page_height) / SHORT_SIDE;
        let natural = typeface.width(words) * TYPE + 2.0 * PADDING;
        // A long text is set smaller rather than cut.
        scale = scale.min(WIDEST * page_width / natural);
        let (width, height) = (natural * scale, HEIGHT * scale);
        let right = matches!(stamping.position, Position::TopRight | Position::BottomRight);
        let top = matches!(stamping.position, Position::TopLeft | Position::TopRight);
        let margin = MARGIN * scale;
        Self {
            page_height,
            left: if right { page_width - margin - width } else { margin },
            bottom: if top { page_height - margin - height } else { margin },
            width,
            height,
            size: TYPE * scale,
            scale,
        }
    }
}

impl View {
    /// Width and height as they are read.
    fn size_mm(&self) -> (f32, f32) {
        let [left, bottom, right, top] = self.visible;
        let millimetres = self.unit / POINTS_PER_MM;
        let (width, height) = ((right - left) * millimetres, (top - bottom) * millimetres);
        if self.rotation.is_multiple_of(180) { (width, height) } else { (height, width) }
    }

    /// From millimetres of the page as it is read, from its bottom left corner, to user units.
    fn upright(&self) -> [f32; 6] {
        let [left, bottom, right, top] = self.visible;
        let s = POINTS_PER_MM / self.unit;
        match self.rotation {
            90 => [0.0, s, -s, 0.0, right, bottom],
            180 => [-s, 0.0, 0.0, -s, right, top],
            270 => [0.0, -s, s, 0.0, left, top],
            _ => [s, 0.0, 0.0, s, left, bottom],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A point of the page as it is read, in millimetres from the bottom left, in user units.
    fn point(view: &View, x: f32, y: f32) -> (i32, i32) {
        let [a, b, c, d, e, f] = view.upright();
        ((a * x + c * y + e).round() as i32, (b * x + d * y + f).round() as i32)
    }

    #[test]
    fn the_corner_that_a_reader_sees_is_the_same_whatever_the_rotation() {
        // A page of 200 × 100 points whose box begins at (10, 20); 1 mm is 2.8346 points.
        let view = |rotation| View { visible: [10.0, 20.0, 210.0, 120.0], rotation, unit: 1.0 };
        for (rotation, bottom_left, size) in [
            (0, (10, 20), (200.0, 100.0)),
            (90, (210, 20), (100.0, 200.0)),
            (180, (210, 120), (200.0, 100.0)),
            (270, (10, 120), (100.0, 200.0)),
        ] {
            let view = view(rotation);
            assert_eq!(point(&view, 0.0, 0.0), bottom_left, "{rotation}");
            let (width, height) = view.size_mm();
            assert!(
                (width * POINTS_PER_MM - size.0).abs() < 0.01 && (height * POINTS_PER_MM - size.1).abs() < 0.01,
                "{rotation}"
            );
            // The opposite corner is the opposite corner of the box.
            let opposite = (10 + 210 - bottom_left.0, 20 + 120 - bottom_left.1);
            assert_eq!(point(&view, width, height), opposite, "{rotation}");
        }
    }

    #[test]
    fn a_user_unit_of_two_points_halves_the_numbers() {
        let view = View { visible: [0.0, 0.0, 100.0, 100.0], rotation: 0, unit: 2.0 };
        assert_eq!(point(&view, 10.0, 0.0), (14, 0));
    }

    #[test]
    fn a_stamp_says_its_number_its_party_and_its_page() {
        let stamping = Stamping {
            position: Position::TopRight,
            first_page_only: false,
            prefix: "Pièce adverse n°".to_owned(),
            start: 5,
            party: "Menuiserie Durand".to_owned(),
        };
        assert_eq!(stamping.words(2, 1, 4), "Pièce adverse n°\u{a0}7 · Menuiserie Durand · 1/4");
        let nobody = Stamping { party: String::new(), ..stamping };
        assert_eq!(nobody.words(0, 3, 3), "Pièce adverse n°\u{a0}5 · 3/3");
    }
}
