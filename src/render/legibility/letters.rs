//! The ink of each letter of a run: its box as the font really draws it. In em first, then in points of the run (y downwards).

use std::collections::HashMap;

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

/// Boxes already measured: a letter has some eighty signs and says them a thousand times.
#[derive(Default)]
pub struct Fonts {
    measured: HashMap<(*const u8, u32, u16), Option<Area>>,
    /// A font that can vary has other boxes at each instance.
    instances: Vec<FontInstance>,
}

impl Fonts {
    /// The signs of a run, in its order.
    pub fn signs(&mut self, item: &TextItem, into: &mut Vec<Sign>) {
        into.clear();
        let instance = self.instance(&item.font);
        let (size, mut x, mut y) = (item.size.to_pt(), 0.0, 0.0);
        for glyph in &item.glyphs {
            let at = (x + glyph.x_offset.get() * size, y + glyph.y_offset.get() * size);
            let em = self.em(&item.font, instance, glyph.id);
            let ink = em.map(|em| Area {
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

    fn instance(&mut self, font: &FontInstance) -> u32 {
        if !font.ttf().is_variable() {
            return 0;
        }
        let known = self.instances.iter().position(|one| one == font).unwrap_or_else(|| {
            self.instances.push(font.clone());
            self.instances.len() - 1
        });
        u32::try_from(known + 1).unwrap_or(u32::MAX)
    }

    /// The outline itself, not the box that the font says of it.
    fn em(&mut self, font: &FontInstance, instance: u32, glyph: u16) -> Option<Area> {
        let key = (font.data().as_ptr().wrapping_add(font.index() as usize), instance, glyph);
        *self.measured.entry(key).or_insert_with(|| {
            let drawn = font.ttf().glyph_bounding_box(GlyphId(glyph))?;
            let em = |units: i16| f64::from(units) / font.units_per_em();
            let ink = Area { left: em(drawn.x_min), right: em(drawn.x_max), top: -em(drawn.y_max), bottom: -em(drawn.y_min) };
            (ink.width() > 0.0 && ink.height() > 0.0).then_some(ink)
        })
    }
}

fn kind(item: &TextItem, glyph: &Glyph) -> Kind {
    let text = item.text.get(glyph.range()).unwrap_or_default();
    let Some(first) = text.chars().find(|sign| sign.is_alphanumeric()) else {
        let blank = |sign: char| sign.is_whitespace() || sign.is_control() || matches!(sign, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
        return if text.chars().all(blank) { Kind::Space } else { Kind::Mark };
    };
    match first {
        _ if first.is_ascii_digit() => Kind::Digit,
        _ if first.is_uppercase() => Kind::Capital,
        _ => Kind::Small,
    }
}
