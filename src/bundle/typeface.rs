//! The typeface of the stamps, embedded once with the glyphs that they use. Lays nothing out.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

/// A subset of one font.
#[derive(Debug)]
pub struct Typeface {
    subset: Vec<u8>,
    /// Character → glyph of the subset, and its advance in thousandths of an em.
    glyphs: BTreeMap<char, (u16, f32)>,
    bounds: [i64; 4],
    ascent: i64,
    descent: i64,
}

impl Typeface {
    /// The characters that the font of these bytes cannot draw, each once.
    ///
    /// # Errors
    /// When the bytes are no font.
    pub fn lacks(font: &[u8], characters: impl Iterator<Item = char>) -> Result<BTreeSet<char>, String> {
        let face = Face::parse(font, 0).map_err(|error| error.to_string())?;
        Ok(characters.filter(|character| face.glyph_index(*character).is_none()).collect())
    }

    /// The glyphs of `characters` in the font of these bytes.
    ///
    /// # Errors
    /// When the bytes are no font, or the font lacks a character: nothing is ever left out of a stamp.
    pub fn of(font: &[u8], characters: impl Iterator<Item = char>) -> Result<Self, String> {
        let face = Face::parse(font, 0).map_err(|error| error.to_string())?;
        let em = f32::from(face.units_per_em()).max(1.0);
        let thousandths = |units: i16| (f32::from(units) * 1000.0 / em) as i64;
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for character in characters {
            let Some(GlyphId(glyph)) = face.glyph_index(character) else {
                return Err(format!("the font of the stamps has no U+{:04X}", u32::from(character)));
            };
            let advance = f32::from(face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)) * 1000.0 / em;
            glyphs.insert(character, (remapper.remap(glyph), advance));
        }
        let subset = subsetter::subset(font, 0, &remapper).map_err(|error| error.to_string())?;
        let bounds = face.global_bounding_box();
        Ok(Self {
            subset,
            glyphs,
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths),
            ascent: thousandths(face.ascender()),
            descent: thousandths(face.descender()),
        })
    }

    /// How wide a text is, in em.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|character| self.glyphs.get(&character)).map(|(_, advance)| advance / 1000.0).sum()
    }

    /// The text as the string of a content stream: `<0001000A>`.
    pub fn encoded(&self, text: &str) -> String {
        let glyphs = text.chars().filter_map(|character| self.glyphs.get(&character));
        format!("<{}>", glyphs.map(|(glyph, _)| format!("{glyph:04X}")).collect::<String>())
    }

    /// Puts the font into a document and gives the object that a page's resources name.
    pub fn embed(&self, document: &mut Document) -> ObjectId {
        let name = "RCVRNC+RecouvranceSans-Semibold";
        let mut program = Stream::new(dictionary! { "Length1" => self.subset.len() as i64 }, self.subset.clone());
        // Without compression where it fails: larger, and as good.
        let _ = program.compress();
        let program = document.add_object(program);
        let descriptor = document.add_object(dictionary! {
            "Type" => "FontDescriptor", "FontName" => name, "Flags" => 4, "ItalicAngle" => 0, "StemV" => 100,
            "FontBBox" => self.bounds.iter().map(|bound| Object::Integer(*bound)).collect::<Vec<_>>(),
            "Ascent" => self.ascent, "Descent" => self.descent, "CapHeight" => self.ascent, "FontFile2" => program,
        });
        let widths = self
            .glyphs
            .values()
            .flat_map(|(glyph, advance)| [Object::Integer(i64::from(*glyph)), Object::Array(vec![Object::Real(*advance)])]);
        let descendant = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name, "CIDToGIDMap" => "Identity",
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
            },
            "FontDescriptor" => descriptor, "DW" => 0, "W" => widths.collect::<Vec<_>>(),
        });
        let unicode = document.add_object(Stream::new(Dictionary::new(), self.to_unicode().into_bytes()));
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name, "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(descendant)], "ToUnicode" => unicode,
        })
    }

    /// What copies as text.
    fn to_unicode(&self) -> String {
        let entries: Vec<String> = self
            .glyphs
            .iter()
            .map(|(character, (glyph, _))| {
                let units = character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect::<String>();
                format!("<{glyph:04X}> <{units}>")
            })
            .collect();
        let blocks = entries.chunks(100).map(|block| format!("{} beginbfchar\n{}\nendbfchar\n", block.len(), block.join("\n")));
        format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) \
             /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\n\
             endcodespacerange\n{}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
            blocks.collect::<String>()
        )
    }
}
