//! The ink of each letter of a run: its box as the font really draws it. In em first, then in points of the run (y downwards).

use ttf_parser::GlyphId;
use typst::text::{FontInstance, Glyph, TextItem};

use super::geometry::Area;

/// One sign of a run.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    /// What it draws, in points from the run's origin; `None` when it draws nothing.
    pub ink: Option<Area>,
    pub kind: Kind,
}

/// What a sign is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Digit,
    /// A small letter, or what Unicode has raised itself (`²`): what may follow a figure, raised.
    Small,
    Capital,
    /// A comma, a quotation mark, a currency: it has to be seen, and is as small as it likes.
    Mark,
    /// A space, or what joins and breaks words.
    Space,
}

/// Boxes already measured, font by font. They follow from the fonts alone, so a thread keeps them from one letter to the next.
#[derive(Default)]
pub struct Fonts {
    known: Vec<Measured>,
}

/// The glyphs of one font, in em; each is measured when it is first met.
struct Measured {
    /// Holding it keeps its address from being another's.
    font: FontInstance,
    glyphs: Vec<Glyphs>,
}

#[derive(Clone, Copy)]
enum Glyphs {
    Unmet,
    Blank,
    Drawn(Area),
}

/// More fonts than a house has: beyond, all are measured again.
const MOST_FONTS: usize = 64;

impl Fonts {
    /// The signs of a run, in its order.
    pub fn signs(&mut self, item: &TextItem, into: &mut Vec<Sign>) {
        into.clear();
        let font = self.of(&item.font);
        let (size, mut x, mut y) = (item.size.to_pt(), 0.0, 0.0);
        for glyph in &item.glyphs {
            let at = (x + glyph.x_offset.get() * size, y + glyph.y_offset.get() * size);
            let ink = font.em(glyph.id).map(|em| Area {
                left: at.0 + em.left * size,
                right: at.0 + em.right * size,
                top: -at.1 + em.top * size,
                bottom: -at.1 + em.bottom * size,
            });
            into.push(Sign { ink, kind: kind(item, glyph) });
            x += glyph.x_advance.get() * size;
            y += glyph.y_advance.get() * size;
        }
    }

    fn of(&mut self, font: &FontInstance) -> &mut Measured {
        let same = |known: &Measured| {
            std::ptr::eq(known.font.data().as_slice(), font.data().as_slice())
                && known.font.index() == font.index()
                && (!font.ttf().is_variable() || known.font == *font)
        };
        let at = self.known.iter().position(same).unwrap_or_else(|| {
            if self.known.len() >= MOST_FONTS {
                self.known.clear();
            }
            let glyphs = vec![Glyphs::Unmet; usize::from(font.ttf().number_of_glyphs())];
            self.known.push(Measured { font: font.clone(), glyphs });
            self.known.len() - 1
        });
        &mut self.known[at]
    }
}

impl Measured {
    /// The outline itself, not the box that the font says of it.
    fn em(&mut self, glyph: u16) -> Option<Area> {
        let known = self.glyphs.get_mut(usize::from(glyph))?;
        if let Glyphs::Unmet = known {
            let em = |units: i16| f64::from(units) / self.font.units_per_em();
            let drawn = self.font.ttf().glyph_bounding_box(GlyphId(glyph));
            let ink = drawn.map(|drawn| Area {
                left: em(drawn.x_min),
                right: em(drawn.x_max),
                top: -em(drawn.y_max),
                bottom: -em(drawn.y_min),
            });
            *known = ink.filter(|ink| ink.width() > 0.0 && ink.height() > 0.0).map_or(Glyphs::Blank, Glyphs::Drawn);
        }
        match known {
            Glyphs::Drawn(ink) => Some(*ink),
            Glyphs::Unmet | Glyphs::Blank => None,
        }
    }
}

/// Latin letters that run from right to left: a sign that turns the direction shows « 12 » as « 21 ».
pub fn runs_backwards(item: &TextItem) -> bool {
    // Hebrew is the first script that is written so.
    let backwards = || item.glyphs.windows(2).any(|pair| pair[1].range.start < pair[0].range.start);
    backwards() && item.text.chars().filter(|sign| sign.is_alphanumeric()).all(|sign| sign < '\u{590}')
}

fn kind(item: &TextItem, glyph: &Glyph) -> Kind {
    let text = item.text.get(glyph.range()).unwrap_or_default();
    let Some(first) = text.chars().find(|sign| sign.is_alphanumeric()) else {
        let blank = |sign: char| {
            sign.is_whitespace()
                || sign.is_control()
                || matches!(sign, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        };
        return if text.chars().all(blank) { Kind::Space } else { Kind::Mark };
    };
    match first {
        _ if first.is_ascii_digit() => Kind::Digit,
        _ if first.is_uppercase() => Kind::Capital,
        _ => Kind::Small,
    }
}
