//! No orphan marked content: the ids that tie pages to a structure tree are taken out, since the tree stays behind.
//!
//! Reads contents token by token, so that what stands in strings and inline images is never touched. A stream without such an
//! id is left byte for byte as it is.

use std::collections::HashSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::exhibit::meter::Meter;
use super::exhibit::{Fault, Note, Taken};
use super::page::{decoded, numbered};
use super::reading::filters;
use super::reading::syntax::{is_delimiter, is_regular, is_space};

/// How deep property lists may nest.
const DEPTH: usize = 32;

/// Takes the ids out of pages, forms, patterns, glyphs, and the property lists they name. Contents that are damaged are written
/// down again as far as they can be read, so that every reader sees the same.
pub fn unmark(taken: &mut Taken, meter: &Meter) -> Result<(), Fault> {
    let streams = painted(taken);
    let document = &mut taken.document;
    let mut damaged = HashSet::new();
    for id in streams {
        let Some(content) = decoded(document, id, meter)? else {
            damaged.insert(id);
            continue;
        };
        if !content.whole {
            damaged.insert(id);
        }
        let cleaned = match without_ids(&content.bytes, meter)? {
            Some(cleaned) => cleaned,
            None if content.whole => continue,
            None => content.bytes,
        };
        if let Ok(Object::Stream(stream)) = document.get_object_mut(id) {
            filters::pack(stream, cleaned, meter)?;
        }
    }
    document.objects.values_mut().for_each(forget);
    if !damaged.is_empty() {
        let shows = |page: &ObjectId| {
            let contents = document.get_dictionary(*page).ok()?.get(b"Contents").ok()?.as_reference().ok()?;
            damaged.contains(&contents).then_some(())
        };
        let pages: Vec<usize> =
            (1..).zip(&taken.pages).filter(|(_, page)| shows(page).is_some()).map(|(number, _)| number).collect();
        let says = match pages.as_slice() {
            [] => "Un dessin des pages est endommagé\u{202f}; ce qui peut en être lu est repris.".to_owned(),
            pages => format!("{} dont le contenu est endommagé\u{202f}; ce qui peut en être lu est repris.", numbered(pages)),
        };
        taken.notes.push(Note::new("content-damaged", says).on(&pages));
    }
    Ok(())
}

/// The streams that draw: contents of pages, forms, patterns, glyphs.
pub fn painted(taken: &Taken) -> Vec<ObjectId> {
    let document = &taken.document;
    let painted = document.objects.iter().filter(|(_, object)| is_painted(object)).map(|(id, _)| *id);
    let contents =
        taken.pages.iter().filter_map(|page| document.get_dictionary(*page).ok()?.get(b"Contents").ok()?.as_reference().ok());
    let mut streams: Vec<ObjectId> = contents.chain(painted).chain(glyphs(&document.objects)).collect();
    streams.sort_unstable();
    streams.dedup();
    streams
}

/// Shows each operator and number of some contents, and where it ends.
pub fn operators(content: &[u8], meter: &Meter, see: &mut dyn FnMut(&[u8], usize)) -> Result<(), Fault> {
    let mut tokens = Tokens { content, at: 0 };
    let mut count = 0usize;
    while let Some((start, token)) = tokens.next() {
        count += 1;
        if count.is_multiple_of(4096) {
            meter.in_time()?;
        }
        if token == Token::Word {
            see(&content[start..tokens.at], tokens.at);
            if &content[start..tokens.at] == b"BI" {
                tokens.inline_image();
            }
        }
    }
    Ok(())
}

/// Forms, appearances and tiling patterns: what has a box to be painted in.
fn is_painted(object: &Object) -> bool {
    object.as_stream().is_ok_and(|stream| stream.dict.has(b"BBox"))
}

/// The streams that draw the glyphs of Type 3 fonts.
fn glyphs(objects: &std::collections::BTreeMap<ObjectId, Object>) -> Vec<ObjectId> {
    let drawn = objects.values().filter_map(|object| object.as_dict().ok()?.get(b"CharProcs").ok());
    // Fonts may share them.
    let mut seen = std::collections::HashSet::new();
    let drawn = drawn.filter_map(|held| match held {
        Object::Reference(id) if !seen.insert(*id) => None,
        Object::Reference(id) => objects.get(id)?.as_dict().ok(),
        held => held.as_dict().ok(),
    });
    drawn.flat_map(|held| held.iter().filter_map(|(_, glyph)| glyph.as_reference().ok())).collect()
}

/// Takes the id out of every property list.
fn forget(object: &mut Object) {
    match object {
        Object::Array(items) => items.iter_mut().for_each(forget),
        Object::Dictionary(held) => forget_in(held),
        Object::Stream(stream) => forget_in(&mut stream.dict),
        _ => {}
    }
}

fn forget_in(held: &mut Dictionary) {
    if matches!(held.get(b"MCID"), Ok(Object::Integer(_))) {
        held.remove(b"MCID");
    }
    held.iter_mut().for_each(|(_, value)| forget(value));
}

/// The contents without the ids in their property lists; `None` if there are none.
pub fn without_ids(content: &[u8], meter: &Meter) -> Result<Option<Vec<u8>>, Fault> {
    let mut tokens = Tokens { content, at: 0 };
    let mut cut: Vec<(usize, usize)> = Vec::new();
    // The dictionary that is the last operand, and the ids in it.
    let mut last: Vec<(usize, usize)> = Vec::new();
    let mut count = 0usize;
    while let Some((start, token)) = tokens.next() {
        count += 1;
        if count.is_multiple_of(4096) {
            meter.in_time()?;
        }
        match token {
            Token::Open => {
                last.clear();
                tokens.property_list(&mut last);
            }
            Token::Word => match &content[start..tokens.at] {
                b"BDC" | b"DP" => cut.append(&mut last),
                b"BI" => {
                    tokens.inline_image();
                    last.clear();
                }
                _ => last.clear(),
            },
            Token::Other => last.clear(),
        }
    }
    if cut.is_empty() {
        return Ok(None);
    }
    let mut kept = Vec::with_capacity(content.len());
    let mut from = 0;
    for (start, end) in cut {
        kept.extend_from_slice(&content[from..start]);
        from = end;
    }
    kept.extend_from_slice(&content[from..]);
    Ok(Some(kept))
}

#[derive(Debug, PartialEq)]
enum Token {
    /// `<<`
    Open,
    /// A number or an operator.
    Word,
    /// A name, a string, a bracket.
    Other,
}

/// A content stream, read one token at a time.
struct Tokens<'a> {
    content: &'a [u8],
    at: usize,
}

impl Tokens<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.content.get(self.at + ahead).copied()
    }

    fn skip(&mut self, of: fn(u8) -> bool) {
        self.at += self.content[self.at..].iter().take_while(|byte| of(**byte)).count();
    }

    /// The next token and where it starts; `at` is then behind it.
    fn next(&mut self) -> Option<(usize, Token)> {
        loop {
            self.skip(is_space);
            if self.peek(0)? != b'%' {
                break;
            }
            self.skip(|byte| byte != b'\n' && byte != b'\r');
        }
        let start = self.at;
        let token = match self.peek(0)? {
            b'<' if self.peek(1) == Some(b'<') => {
                self.at += 2;
                Token::Open
            }
            b'>' if self.peek(1) == Some(b'>') => {
                self.at += 2;
                Token::Other
            }
            b'<' => {
                self.skip(|byte| byte != b'>');
                self.at = (self.at + 1).min(self.content.len());
                Token::Other
            }
            b'(' => {
                self.string();
                Token::Other
            }
            b'/' => {
                self.at += 1;
                self.skip(is_regular);
                Token::Other
            }
            byte if is_delimiter(byte) => {
                self.at += 1;
                Token::Other
            }
            _ => {
                self.skip(is_regular);
                Token::Word
            }
        };
        Some((start, token))
    }

    fn string(&mut self) {
        let mut open = 0usize;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.content.len()),
                b'(' => open += 1,
                b')' if open <= 1 => return,
                b')' => open -= 1,
                _ => {}
            }
        }
    }

    /// Steps over a dictionary whose `<<` was just read, writing down where ids stand in it.
    fn property_list(&mut self, ids: &mut Vec<(usize, usize)>) {
        let mut open = 1usize;
        let mut id_from: Option<usize> = None;
        while open > 0 {
            let Some((start, token)) = self.next() else { return };
            match (&self.content[start..self.at], token) {
                (_, Token::Open) if open >= DEPTH => return,
                (_, Token::Open) => open += 1,
                (b">>", _) => open -= 1,
                (b"/MCID", _) if open == 1 => id_from = Some(start),
                (word, Token::Word) if id_from.is_some() && word.iter().all(u8::is_ascii_digit) => {
                    ids.extend(id_from.map(|from| (from, self.at)));
                    id_from = None;
                }
                _ => id_from = None,
            }
        }
    }

    /// Steps over an inline image whose `BI` was just read.
    fn inline_image(&mut self) {
        let content = self.content;
        let (mut image, mut key) = (Raster::default(), &b""[..]);
        while let Some((start, token)) = self.next() {
            match (&content[start..self.at], token) {
                (b"ID", Token::Word) => break,
                (b"]", _) => key = b"",
                _ if key == b"[" => {}
                (word, _) if key.is_empty() => key = word,
                (word, _) => {
                    image.says(key, word);
                    key = if word == b"[" { b"[" } else { b"" };
                }
            }
        }
        let start = self.at + 1;
        // Data that are not compressed are as long as the picture is large, whatever they hold.
        if let Some(end) = image.length().and_then(|length| start.checked_add(length)).filter(|end| *end <= content.len()) {
            self.at = end;
            if matches!(self.next(), Some((at, Token::Word)) if &content[at..self.at] == b"EI") {
                return;
            }
            self.at = start.min(content.len());
        }
        while self.at < content.len() {
            let Some(step) = content[self.at..].windows(2).position(|pair| pair == b"EI") else {
                self.at = content.len();
                return;
            };
            let found = self.at + step;
            self.at = found + 2;
            let before = found == 0 || is_space(content[found - 1]);
            let after = content.get(self.at..).unwrap_or_default();
            let text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
            if before && after.first().is_none_or(|byte| is_space(*byte)) && after.iter().take(12).all(text) {
                return;
            }
        }
    }
}

/// How large an inline image is, as far as its data are not compressed.
#[derive(Default)]
struct Raster {
    width: usize,
    height: usize,
    bits: usize,
    colours: usize,
    compressed: bool,
}

impl Raster {
    fn says(&mut self, key: &[u8], value: &[u8]) {
        let number = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok()).unwrap_or(0);
        match key {
            b"/W" | b"/Width" => self.width = number,
            b"/H" | b"/Height" => self.height = number,
            b"/BPC" | b"/BitsPerComponent" => self.bits = number,
            b"/IM" | b"/ImageMask" if value == b"true" => (self.bits, self.colours) = (1, 1),
            b"/F" | b"/Filter" => self.compressed = true,
            b"/CS" | b"/ColorSpace" => {
                self.colours = match value {
                    b"/G" | b"/DeviceGray" | b"[" => 1,
                    b"/RGB" | b"/DeviceRGB" => 3,
                    b"/CMYK" | b"/DeviceCMYK" => 4,
                    _ => 0,
                };
            }
            _ => {}
        }
    }

    fn length(&self) -> Option<usize> {
        let row = self.width.checked_mul(self.bits)?.checked_mul(self.colours)?.div_ceil(8);
        row.checked_mul(self.height).filter(|length| *length > 0 && !self.compressed)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::exhibit::Budget;
    use super::*;

    #[test]
    fn ids_go_and_everything_else_stays_byte_for_byte() {
        let deadline = Instant::now() + Duration::from_secs(60);
        let budget =
            Budget { pages: 1, objects: 10, decoded_bytes: 1000, memory: 1 << 20, time: Duration::from_secs(60), deadline };
        let meter = Meter::new(&budget, 1000);
        for (content, kept) in [
            ("/P <</MCID 0>> BDC (a) Tj EMC", Some("/P <<>> BDC (a) Tj EMC")),
            ("/P<</MCID 12/Lang(fr)>>BDC EMC", Some("/P<</Lang(fr)>>BDC EMC")),
            ("/S <</ActualText (>> /MCID 3) /MCID 4 >>BDC", Some("/S <</ActualText (>> /MCID 3)  >>BDC")),
            ("/S <</A <</MCID 1>> /MCID 2>> BDC", Some("/S <</A <</MCID 1>> >> BDC")),
            ("/T <</MCID 7>> DP", Some("/T <<>> DP")),
            ("(/P <</MCID 0>> BDC) Tj", None),
            ("% /P <</MCID 0>> BDC\n(a) Tj", None),
            ("/Artifact <</Type /Pagination>> BDC EMC", None),
            ("/P /MC0 BDC EMC", None),
            ("BI /W 1 ID \x01/P <</MCID 0>> BDC\x02 EI\nQ", None),
            ("BI /W 1 ID ( EI\n/P <</MCID 0>> BDC EMC", Some("BI /W 1 ID ( EI\n/P <<>> BDC EMC")),
            (
                "BI /W 4 /H 2 /BPC 8 /CS /G ID EI /P << EI /P <</MCID 0>> BDC",
                Some("BI /W 4 /H 2 /BPC 8 /CS /G ID EI /P << EI /P <<>> BDC"),
            ),
            ("BI /W 8/H 1/IM true/D [1 0] ID ( EI /P <</MCID 0>> BDC", Some("BI /W 8/H 1/IM true/D [1 0] ID ( EI /P <<>> BDC")),
            ("/P <</MCID 0", None),
            ("/P <</MCID 0>> ", None),
        ] {
            let found = without_ids(content.as_bytes(), &meter).expect("within budget");
            assert_eq!(found.map(|found| String::from_utf8_lossy(&found).into_owned()).as_deref(), kept, "{content}");
        }
    }
}
