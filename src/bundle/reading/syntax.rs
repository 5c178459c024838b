//! The syntax of PDF: bytes → one object, leniently, within a depth and a budget.
//!
//! Never looks an object up and never reads a stream's data. What cannot be read is `None`; only a budget is an error.

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::super::exhibit::weight::ENTRY;

/// How deep arrays and dictionaries may nest.
const DEPTH: usize = 80;
/// Object numbers of a file stay below this; those that the readers add begin there.
pub const NUMBERS: u32 = 1 << 30;
/// The largest number written in a page that means anything; a wild one is brought back to it.
const LARGEST: f32 = 1e9;

pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

pub fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

/// A place in some bytes, from which objects are read.
pub struct Parser<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    meter: &'a Meter<'a>,
}

impl<'a> Parser<'a> {
    pub fn new(bytes: &'a [u8], at: usize, meter: &'a Meter<'a>) -> Self {
        Self { bytes, at: at.min(bytes.len()), meter }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over white space and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                self.at += self.rest().iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// A run of regular characters: a number, a keyword.
    fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// Steps over `keyword` if it comes next.
    pub fn keyword(&mut self, keyword: &[u8]) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(keyword);
        if found {
            self.at += keyword.len();
        }
        found
    }

    /// The next word, as an integer that is not negative.
    pub fn unsigned(&mut self) -> Option<u64> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let value = std::str::from_utf8(&rest[..length]).ok()?.parse().ok()?;
        self.at += length;
        Some(value)
    }

    /// `7 0 obj`
    pub fn header(&mut self) -> Option<ObjectId> {
        let number = u32::try_from(self.unsigned()?).ok()?;
        let generation = u16::try_from(self.unsigned()?).ok()?;
        self.keyword(b"obj").then_some((number, generation))
    }

    /// The object that comes next.
    pub fn object(&mut self) -> Result<Option<Object>, Fault> {
        let start = self.at;
        let object = self.nested(DEPTH)?;
        self.meter.read(self.at - start)?;
        Ok(object)
    }

    fn nested(&mut self, depth: usize) -> Result<Option<Object>, Fault> {
        self.skip_space();
        let Some(first) = self.peek() else { return Ok(None) };
        self.meter.value()?;
        let start = self.at;
        let object = match first {
            b'/' => Some(Object::Name(self.name())),
            b'(' => self.literal().map(|text| Object::String(text, StringFormat::Literal)),
            b'<' if self.rest().starts_with(b"<<") => match depth.checked_sub(1) {
                Some(depth) => self.dictionary(depth)?.map(Object::Dictionary),
                None => None,
            },
            b'<' => Some(Object::String(self.hexadecimal(), StringFormat::Hexadecimal)),
            b'[' => match depth.checked_sub(1) {
                Some(depth) => self.array(depth)?.map(Object::Array),
                None => None,
            },
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number()),
            byte if is_delimiter(byte) => None,
            _ => match self.word() {
                b"true" => Some(Object::Boolean(true)),
                b"false" => Some(Object::Boolean(false)),
                word if word.starts_with(b"end") || word == b"stream" => {
                    self.at -= word.len();
                    None
                }
                _ => Some(Object::Null),
            },
        };
        if matches!(object, Some(Object::Name(_) | Object::String(..))) {
            self.meter.hold(self.at - start)?;
        }
        Ok(object)
    }

    fn array(&mut self, depth: usize) -> Result<Option<Vec<Object>>, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Ok(None),
                Some(b']') => {
                    self.at += 1;
                    // What is kept is as long as what it holds, and is counted so.
                    items.shrink_to_fit();
                    return Ok(Some(items));
                }
                Some(_) => match self.nested(depth)? {
                    Some(item) => items.push(item),
                    None if self.peek().is_some_and(|byte| matches!(byte, b')' | b'{' | b'}')) => self.at += 1,
                    // An array that was never closed ends with what holds it.
                    None if self.peek().is_some_and(|byte| byte == b'>' || byte == b'e') => return Ok(Some(items)),
                    None => return Ok(None),
                },
            }
        }
    }

    pub fn dictionary_here(&mut self) -> Result<Option<Dictionary>, Fault> {
        self.skip_space();
        if !self.rest().starts_with(b"<<") {
            return Ok(None);
        }
        Ok(match self.object()? {
            Some(Object::Dictionary(dictionary)) => Some(dictionary),
            _ => None,
        })
    }

    fn dictionary(&mut self, depth: usize) -> Result<Option<Dictionary>, Fault> {
        self.at += 2;
        let mut entries = Dictionary::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Ok(None),
                Some(b'>') => {
                    self.at += if self.rest().starts_with(b">>") { 2 } else { 1 };
                    return Ok(Some(entries));
                }
                Some(b'/') => {
                    let key = self.name();
                    self.meter.hold(ENTRY + key.len())?;
                    self.skip_space();
                    if self.peek() == Some(b'>') {
                        continue;
                    }
                    match self.nested(depth)? {
                        Some(value) => entries.set(key, value),
                        None if matches!(self.peek(), Some(b'e' | b's')) => return Ok(Some(entries)),
                        None => return Ok(None),
                    }
                }
                // Something stands where a key should: a dictionary that was never closed, or rubbish to step over.
                Some(_) => {
                    if self.rest().starts_with(b"endobj") || self.rest().starts_with(b"stream") {
                        return Ok(Some(entries));
                    }
                    if self.word().is_empty() {
                        self.at += 1;
                    }
                    self.meter.value()?;
                }
            }
        }
    }

    fn number(&mut self) -> Object {
        let word = self.word();
        let digits = word.strip_prefix(b"+").unwrap_or(word);
        if let Some(value) = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<i64>().ok()) {
            return self.reference(value, word).unwrap_or(Object::Integer(value));
        }
        let negative = word.first() == Some(&b'-');
        let mut points = 0;
        let plain: String = (word.iter().copied().take_while(|byte| !byte.is_ascii_alphabetic()))
            .filter(|byte| byte.is_ascii_digit() || *byte == b'.')
            .take_while(|byte| {
                points += usize::from(*byte == b'.');
                points < 2
            })
            .map(char::from)
            .collect();
        let size = plain.parse::<f32>().unwrap_or(0.0).min(LARGEST);
        Object::Real(if negative { -size } else { size })
    }

    /// `7 0 R`, of which the 7 was just read.
    fn reference(&mut self, value: i64, word: &[u8]) -> Option<Object> {
        let number = u32::try_from(value).ok().filter(|_| word.first().is_some_and(u8::is_ascii_digit))?;
        let before = self.at;
        let generation = self.unsigned().and_then(|generation| u16::try_from(generation).ok());
        let closed = self.keyword(b"R") && !self.peek().is_some_and(is_regular);
        match generation.filter(|_| closed) {
            Some(_) if number >= NUMBERS => Some(Object::Null),
            Some(generation) => Some(Object::Reference((number, generation))),
            None => {
                self.at = before;
                None
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let word = self.word();
        let mut name = Vec::with_capacity(word.len());
        let mut at = 0;
        while let Some(&byte) = word.get(at) {
            let escaped = (byte == b'#').then(|| word.get(at + 1..at + 3)).flatten();
            match escaped.and_then(|pair| Some(hex(pair[0])? << 4 | hex(pair[1])?)) {
                Some(byte) => {
                    name.push(byte);
                    at += 3;
                }
                None => {
                    name.push(byte);
                    at += 1;
                }
            }
        }
        name
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        let mut open = 0usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open > 1 {
                        text.push(byte);
                    }
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(text);
                    }
                    text.push(byte);
                }
                b'\\' => self.escape(&mut text)?,
                b'\r' => {
                    text.push(b'\n');
                    self.at += usize::from(self.peek() == Some(b'\n'));
                }
                _ => text.push(byte),
            }
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Option<()> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'0'..=b'7' => {
                let more = self.rest().iter().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let digits = &self.bytes[self.at - 1..self.at + more];
                self.at += more;
                let value = digits.iter().fold(0u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                text.push((value & 0xff) as u8);
            }
            other => text.push(other),
        }
        Some(())
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| **byte != b'>').count();
        self.at += (length + 1).min(rest.len());
        let digits: Vec<u8> = rest[..length].iter().filter_map(|byte| hex(*byte)).collect();
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::super::exhibit::Budget;
    use super::*;

    fn read(text: &[u8]) -> Result<Option<Object>, Fault> {
        let deadline = Instant::now() + Duration::from_secs(5);
        let budget =
            Budget { pages: 10, objects: 1000, decoded_bytes: 1 << 20, memory: 1 << 20, time: Duration::from_secs(60), deadline };
        let meter = Meter::new(&budget, text.len());
        Parser::new(text, 0, &meter).object()
    }

    #[test]
    fn what_people_write_is_read_as_they_meant_it() {
        for (text, meant) in [
            ("<</A 1/B[2 0 R -.5 +3]>>", "<</A 1/B [2 0 R -0.5 3]>>"),
            ("<</A/B/C>>", "<</A /B>>"),
            ("[1 0 obj", "[1 0 null]"),
            ("<</A (a\\(b(c)\\051\\\nd)>>", "<</A (a(b(c))d)>>"),
            ("<48 656C6c6>", "<48656c6c60>"),
            ("/A#20B#zz", "/A B#zz"),
            ("--5", "-5"),
            ("1.2.3", "1.2"),
            ("99999999999999999999999", "1000000000"),
            ("<</Length 5 endobj", "<</Length 5>>"),
        ] {
            let found = read(text.as_bytes()).expect("within budget");
            if text == "[1 0 obj" {
                assert_eq!(found, None);
            } else {
                assert_eq!(found.map(|object| format!("{object:?}")).as_deref(), Some(meant), "{text}");
            }
        }
    }

    #[test]
    fn nesting_without_end_is_refused_without_recursing() {
        assert_eq!(read(&b"[".repeat(100_000)).expect("within budget"), None);
        assert_eq!(read(&b"<</A".repeat(100_000)).expect("within budget"), None);
        assert_eq!(read(&b"(".repeat(100_000)).expect("within budget"), None);
    }

    #[test]
    fn more_values_than_the_budget_are_too_complex() {
        let many = [b"[".to_vec(), b"0 ".repeat(100_000), b"]".to_vec()].concat();
        assert_eq!(read(&many).map_err(|fault| fault.id), Err("exhibit-too-complex"));
    }
}
