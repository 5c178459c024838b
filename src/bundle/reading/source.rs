//! The objects of a file, looked up one at a time where the cross-reference table says, or where they were found by scanning.
//!
//! Reads nothing that nobody asked for: what a page does not reach costs nothing. Never follows a chain without a bound.

use std::collections::HashMap;

use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, EncryptionState, Object, ObjectId, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::{Meter, too_complex};
use super::filters;
use super::scan;
use super::syntax::{NUMBERS, Parser, is_space};

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Free,
    At(usize),
    /// In the object stream of that number.
    In(u32),
}

/// An object stream, decoded.
struct Container {
    content: Vec<u8>,
    members: HashMap<u32, usize>,
}

/// How many object streams may need one another to be opened.
const CONTAINERS_DEEP: usize = 4;
/// What one entry of a table of places takes, in a table that grows (bytes).
pub const PLACE: usize = 64;
/// How many references may lead from one to the next.
const REFERENCES: usize = 32;

pub struct Source<'a> {
    pub bytes: &'a [u8],
    pub meter: &'a Meter<'a>,
    pub places: HashMap<u32, Place>,
    pub trailer: Dictionary,
    key: Option<EncryptionState>,
    /// The table was wrong somewhere.
    pub repaired: bool,
    /// What the table calls free or does not name is looked for: set once it was found wrong.
    pub doubted: bool,
    /// An object was asked for that the table calls free or does not name.
    pub missed: bool,
    scanned: Option<HashMap<u32, usize>>,
    containers: HashMap<u32, Option<Container>>,
    opening: Vec<u32>,
}

impl<'a> Source<'a> {
    pub fn new(bytes: &'a [u8], meter: &'a Meter<'a>) -> Self {
        Self {
            bytes,
            meter,
            places: HashMap::new(),
            trailer: Dictionary::new(),
            key: None,
            repaired: false,
            doubted: false,
            missed: false,
            scanned: None,
            containers: HashMap::new(),
            opening: Vec::new(),
        }
    }

    /// Objects are decrypted from here on; what was unpacked without the key is forgotten.
    pub fn unlock(&mut self, key: EncryptionState) {
        self.key = Some(key);
        self.containers.clear();
    }

    /// Writes down where an object stands, unless a newer section already said.
    pub fn place(&mut self, number: u32, place: Place) -> Result<(), Fault> {
        if number < NUMBERS && !self.places.contains_key(&number) {
            self.meter.hold(PLACE)?;
            self.places.insert(number, place);
        }
        if self.places.len() > self.meter.entries() { Err(too_complex()) } else { Ok(()) }
    }

    /// The object of that number, decrypted. `None` if the file has none, or none that can be read.
    pub fn object(&mut self, id: ObjectId) -> Result<Option<Object>, Fault> {
        match self.places.get(&id.0).copied() {
            None | Some(Place::Free) if self.doubted => self.stray(id.0),
            None | Some(Place::Free) => {
                self.missed = true;
                Ok(None)
            }
            Some(Place::In(container)) => self.member(container, id.0),
            Some(Place::At(offset)) => {
                if let Some(found) = self.indirect(offset, Some(id.0))? {
                    return Ok(Some(found.1));
                }
                self.repaired = true;
                self.stray(id.0)
            }
        }
    }

    /// An object where it is last seen in the file.
    fn stray(&mut self, number: u32) -> Result<Option<Object>, Fault> {
        match self.scanned()?.get(&number).copied() {
            Some(offset) => Ok(self.indirect(offset, Some(number))?.map(|(_, object)| object)),
            None => Ok(None),
        }
    }

    /// The same, references followed.
    pub fn resolved(&mut self, object: &Object) -> Result<Option<Object>, Fault> {
        let mut object = object.clone();
        for _ in 0..REFERENCES {
            let Object::Reference(id) = object else { return Ok(Some(object)) };
            match self.object(id)? {
                Some(next) => object = next,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Where each number is last seen as an object of its own.
    fn scanned(&mut self) -> Result<&HashMap<u32, usize>, Fault> {
        if self.scanned.is_none() {
            self.scanned = Some(scan::last_places(self.bytes, self.meter)?);
        }
        Ok(self.scanned.get_or_insert_default())
    }

    /// The object written at an offset, if its header says that number.
    pub fn indirect(&mut self, offset: usize, number: Option<u32>) -> Result<Option<(ObjectId, Object)>, Fault> {
        if offset >= self.bytes.len() {
            return Ok(None);
        }
        let mut parser = Parser::new(self.bytes, offset, self.meter);
        let header = parser.header();
        // Spaces and comments are paid for as well: many objects may share one long run of them.
        self.meter.read(parser.at - offset)?;
        let Some(id) = header.filter(|id| number.is_none_or(|number| number == id.0)) else { return Ok(None) };
        let Some(mut object) = parser.object()? else { return Ok(None) };
        let behind = parser.at;
        let has_data = parser.keyword(b"stream");
        self.meter.read(parser.at - behind)?;
        if let Object::Dictionary(dictionary) = &mut object
            && has_data
        {
            let dictionary = std::mem::take(dictionary);
            let start = start_of_data(self.bytes, parser.at);
            let length = self.length_of(&dictionary)?;
            let end = self.end_of_data(start, length)?;
            self.meter.read(end - start)?;
            self.meter.hold(end - start)?;
            object = Object::Stream(Stream::new(dictionary, self.bytes[start..end].to_vec()));
        }
        if let Some(key) = &self.key {
            // What cannot be decrypted stays as it is: the reader of that one string or stream will say so.
            let _ = decrypt_object(key, id, &mut object);
        }
        Ok(Some((id, object)))
    }

    fn length_of(&mut self, dictionary: &Dictionary) -> Result<Option<usize>, Fault> {
        let length = match dictionary.get(b"Length") {
            Ok(Object::Reference(id)) => match self.places.get(&id.0).copied() {
                Some(Place::At(offset)) => {
                    let mut parser = Parser::new(self.bytes, offset, self.meter);
                    let header = parser.header();
                    self.meter.read(parser.at.saturating_sub(offset))?;
                    if header.is_some_and(|found| found.0 == id.0) { parser.object()? } else { None }
                }
                Some(Place::In(container)) => self.member(container, id.0)?,
                _ => None,
            },
            Ok(length) => Some(length.clone()),
            Err(_) => None,
        };
        Ok(match length {
            Some(Object::Integer(length)) => usize::try_from(length).ok(),
            _ => None,
        })
    }

    /// Where data that begin at `start` end: where the length says if `endstream` follows, else before the next `endstream`.
    fn end_of_data(&self, start: usize, length: Option<usize>) -> Result<usize, Fault> {
        if let Some(end) = length.and_then(|length| start.checked_add(length)).filter(|end| *end <= self.bytes.len()) {
            let mut parser = Parser::new(self.bytes, end, self.meter);
            parser.at += self.bytes[end..].iter().take(4).take_while(|byte| is_space(**byte)).count();
            if self.bytes[parser.at..].starts_with(b"endstream") || self.bytes[parser.at..].starts_with(b"endobj") {
                return Ok(end);
            }
        }
        let rest = &self.bytes[start..];
        let found = scan::find(rest, b"endstream").or_else(|| scan::find(rest, b"endobj")).unwrap_or(rest.len());
        self.meter.read(found)?;
        let mut end = start + found;
        for eol in [b'\n', b'\r'] {
            end -= usize::from(end > start && self.bytes[end - 1] == eol);
        }
        Ok(end)
    }

    /// An object out of an object stream.
    fn member(&mut self, container: u32, number: u32) -> Result<Option<Object>, Fault> {
        if !self.containers.contains_key(&container) {
            if self.opening.len() >= CONTAINERS_DEEP || self.opening.contains(&container) {
                return Ok(None);
            }
            self.opening.push(container);
            let opened = self.open_container(container);
            self.opening.pop();
            self.containers.insert(container, opened?);
        }
        let Some(Some(open)) = self.containers.get(&container) else { return Ok(None) };
        let Some(&offset) = open.members.get(&number) else { return Ok(None) };
        Parser::new(&open.content, offset, self.meter).object()
    }

    fn open_container(&mut self, number: u32) -> Result<Option<Container>, Fault> {
        // A container stands on its own, never in another.
        if !matches!(self.places.get(&number), Some(Place::At(_))) {
            return Ok(None);
        }
        let Some(Object::Stream(stream)) = self.object((number, 0))? else { return Ok(None) };
        let first = stream.dict.get(b"First").and_then(Object::as_i64).ok().and_then(|first| usize::try_from(first).ok());
        let (Some(first), Some(content)) = (first, filters::decoded(stream, |object| object.clone(), self.meter)?) else {
            return Ok(None);
        };
        let content = content.bytes;
        self.meter.hold(content.len())?;
        let mut parser = Parser::new(&content, 0, self.meter);
        let mut members = HashMap::new();
        while parser.at < first.min(content.len()) {
            let (Some(member), Some(offset)) = (parser.unsigned(), parser.unsigned()) else { break };
            let (Ok(member), Ok(offset)) = (u32::try_from(member), usize::try_from(offset)) else { break };
            self.meter.hold(PLACE)?;
            members.insert(member, first.saturating_add(offset));
        }
        Ok(Some(Container { content, members }))
    }

    /// Writes down the members of an object stream, which were found by scanning.
    pub fn place_members(&mut self, container: u32) -> Result<(), Fault> {
        self.member(container, 0)?;
        let members: Vec<u32> = match self.containers.get(&container) {
            Some(Some(open)) => open.members.keys().copied().collect(),
            _ => Vec::new(),
        };
        for number in members {
            self.place(number, Place::In(container))?;
        }
        Ok(())
    }
}

/// Steps over the end of line after `stream`.
fn start_of_data(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    match bytes.get(at..) {
        Some([b'\r', b'\n', ..]) => at + 2,
        Some([b'\n' | b'\r', ..]) => at + 1,
        _ => at,
    }
    .min(bytes.len())
}
