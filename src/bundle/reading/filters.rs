//! A stream's data, out of its filters, within the budget.
//!
//! Never decodes an image: only what the readers must understand (contents, object streams, metadata).

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};
use lopdf::{DecompressError, Dictionary, Error, Object, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::{AT_ONCE, Meter, too_complex};

/// Filters one after the other that a reader still believes.
const MOST_FILTERS: usize = 6;
/// How data end that were written out whole and never closed: the mark of a flush (RFC 1951, an empty stored block).
const FLUSHED: &[u8] = b"\x00\x00\xff\xff";
/// Bytes inflated, or compressed, between two looks at the clock.
const STEP: usize = 1 << 16;

/// What inline images call filters (ISO 32000-1, table 94): readers know these names in any stream.
const SHORT: [(&[u8], &[u8]); 7] = [
    (b"A85", b"ASCII85Decode"),
    (b"AHx", b"ASCIIHexDecode"),
    (b"CCF", b"CCITTFaxDecode"),
    (b"DCT", b"DCTDecode"),
    (b"Fl", b"FlateDecode"),
    (b"LZW", b"LZWDecode"),
    (b"RL", b"RunLengthDecode"),
];

/// A filter by its full name.
fn full(name: &[u8]) -> &[u8] {
    SHORT.iter().find(|(short, _)| *short == name).map_or(name, |(_, full)| full)
}

/// The names of the filters as they are written: in `Filter`, else in `F` if that names no file.
fn named(dictionary: &Dictionary, resolve: &impl Fn(&Object) -> Object) -> Vec<Object> {
    let entry = |key: &[u8]| dictionary.get(key).ok().map(resolve).filter(|entry| !entry.is_null());
    match entry(b"Filter").or_else(|| entry(b"F").filter(|filter| matches!(filter, Object::Name(_) | Object::Array(_)))) {
        None => Vec::new(),
        Some(Object::Array(names)) => names.iter().map(resolve).collect(),
        Some(name) => vec![name],
    }
}

/// Whether a stream names its filters, or their parameters, as only inline images may.
pub fn is_short(dictionary: &Dictionary, resolve: impl Fn(&Object) -> Object) -> bool {
    let names = named(dictionary, &resolve);
    let short = names.iter().filter_map(|name| name.as_name().ok()).any(|name| full(name) != name);
    short || !names.is_empty() && (!dictionary.has(b"Filter") || dictionary.has(b"DP"))
}

/// The filters of a stream by their full names, with their parameters, references followed by `resolve`. `None` if they make no
/// sense.
pub fn of(dictionary: &Dictionary, resolve: impl Fn(&Object) -> Object) -> Option<Vec<(Vec<u8>, Dictionary)>> {
    let names = named(dictionary, &resolve);
    let parameters = dictionary.get(b"DecodeParms").or_else(|_| dictionary.get(b"DP")).map(&resolve).unwrap_or(Object::Null);
    let parameters = match parameters {
        Object::Array(parameters) => parameters.iter().map(&resolve).collect(),
        parameters => vec![parameters],
    };
    let parameters_of = |at: usize| match parameters.get(at) {
        Some(Object::Dictionary(parameters)) => {
            parameters.iter().map(|(key, value)| (key.clone(), resolve(value))).collect::<Dictionary>()
        }
        _ => Dictionary::new(),
    };
    let named = names.into_iter().enumerate().map(|(at, name)| Some((full(name.as_name().ok()?).to_vec(), parameters_of(at))));
    named.collect::<Option<Vec<_>>>().filter(|filters| filters.len() <= MOST_FILTERS)
}

/// What came out of a stream.
pub struct Content {
    pub bytes: Vec<u8>,
    /// The compressed data reached their end; if not, the bytes are those before the damage.
    pub whole: bool,
}

/// The data of a stream; `None` if a filter is unknown or the data make no sense.
pub fn decoded(stream: Stream, resolve: impl Fn(&Object) -> Object, meter: &Meter) -> Result<Option<Content>, Fault> {
    decoded_within(AT_ONCE, stream, resolve, meter)
}

/// The same, if they are no longer than that.
pub fn decoded_within(
    most: usize,
    stream: Stream,
    resolve: impl Fn(&Object) -> Object,
    meter: &Meter,
) -> Result<Option<Content>, Fault> {
    let Some(mut filters) = of(&stream.dict, resolve) else { return Ok(None) };
    filters.retain(|(name, _)| name != b"Crypt");
    // What has no filter costs what it is long: a page may name it many times over.
    meter.decoded(if filters.is_empty() { stream.content.len() } else { 0 })?;
    let plain = |parameters: &Dictionary| parameters.get(b"Predictor").and_then(Object::as_i64).unwrap_or(1) < 2;
    let mut content = Content { bytes: stream.content, whole: true };
    for (name, parameters) in filters {
        if !is_sound(&parameters) {
            return Ok(None);
        }
        let left = meter.left_to_decode().min(most);
        if name == b"FlateDecode" && plain(&parameters) {
            content = inflated(&content, left, meter)?;
        } else {
            let mut dictionary = Dictionary::new();
            dictionary.set("Filter", Object::Name(name));
            dictionary.set("DecodeParms", parameters);
            content.bytes = match Stream::new(dictionary, content.bytes).get_plain_content_with_limit(left) {
                Ok(bytes) => bytes,
                Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => return Err(too_complex()),
                Err(_) => return Ok(None),
            };
        }
        if content.bytes.len() > most {
            return Err(too_complex());
        }
        meter.decoded(content.bytes.len())?;
    }
    Ok(Some(content))
}

/// Whether a prediction is of rows that a file can have: readers take no more than 32 colours, and no row is larger than all else.
pub fn is_sound(parameters: &Dictionary) -> bool {
    let number = |key: &[u8], usual: i64| parameters.get(key).and_then(Object::as_i64).unwrap_or(usual);
    let (colours, bits, columns) = (number(b"Colors", 1), number(b"BitsPerComponent", 8), number(b"Columns", 1));
    let row = colours.checked_mul(bits).and_then(|pixel| pixel.checked_mul(columns));
    let fits = row.and_then(|row| usize::try_from(row).ok()).is_some_and(|row| row / 8 <= AT_ONCE);
    number(b"Predictor", 1) < 2 || ((1..=32).contains(&colours) && (1..=16).contains(&bits) && columns > 0 && fits)
}

/// As much as can be inflated, and a little more than is left if there is more.
fn inflated(packed: &Content, left: usize, meter: &Meter) -> Result<Content, Fault> {
    let (bytes, whole) = inflate(&packed.bytes, true, left, meter)?;
    if !whole && bytes.len() <= left && packed.bytes.len() > 2 {
        // Some writers leave out or spoil the two bytes before the data, or the sum after them, which no reader asks for.
        let (plain, ended) = inflate(&packed.bytes[2..], false, left, meter)?;
        if bytes.is_empty() {
            return Ok(Content { bytes: plain, whole: false });
        }
        if ended {
            return Ok(Content { bytes: plain, whole: packed.whole });
        }
    }
    Ok(Content { bytes, whole: packed.whole && whole })
}

/// Inflates step by step, so that what stands before any damage is kept, and says whether the end was reached.
fn inflate(packed: &[u8], headed: bool, left: usize, meter: &Meter) -> Result<(Vec<u8>, bool), Fault> {
    let mut decoder = Decompress::new(headed);
    let mut bytes = Vec::new();
    loop {
        meter.in_time()?;
        bytes.reserve(STEP);
        let (taken, given) = (decoder.total_in(), bytes.len());
        let rest = usize::try_from(taken).ok().and_then(|taken| packed.get(taken..)).unwrap_or_default();
        match decoder.decompress_vec(rest, &mut bytes, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return Ok((bytes, true)),
            Ok(_) if bytes.len() > left => return Ok((bytes, false)),
            Ok(_) if decoder.total_in() > taken || bytes.len() > given => {}
            Ok(_) => return Ok((bytes, packed.is_empty() || (rest.is_empty() && packed.ends_with(FLUSHED)))),
            Err(_) => return Ok((bytes, packed.is_empty())),
        }
    }
}

/// Gives a stream that content, compressed if that makes it shorter.
pub fn pack(stream: &mut Stream, content: Vec<u8>, meter: &Meter) -> Result<(), Fault> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let mut sound = true;
    for step in content.chunks(STEP) {
        meter.in_time()?;
        sound &= encoder.write_all(step).is_ok();
    }
    let packed = encoder.finish();
    let length = content.len();
    meter.hold(packed.as_ref().map_or(length, |packed| packed.len().min(length)))?;
    stream.set_plain_content(content);
    if let Ok(packed) = packed
        && sound
        && packed.len() + 20 < length
    {
        stream.set_content(packed);
        stream.dict.set("Filter", "FlateDecode");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn filters_are_known_by_their_short_names_too() {
        let two = || Object::Array(vec!["A85".into(), "Fl".into()]);
        let names = |dictionary: &Dictionary| {
            of(dictionary, Object::clone)
                .map(|found| found.into_iter().map(|(name, _)| String::from_utf8_lossy(&name).into_owned()).collect::<Vec<_>>())
        };
        for (dictionary, full, short) in [
            (dictionary! { "Filter" => two() }, vec!["ASCII85Decode", "FlateDecode"], true),
            (dictionary! { "F" => two() }, vec!["ASCII85Decode", "FlateDecode"], true),
            (dictionary! { "F" => Object::string_literal("a file") }, vec![], false),
            (dictionary! { "Filter" => "DCTDecode", "F" => "Fl" }, vec!["DCTDecode"], false),
            (dictionary! {}, vec![], false),
        ] {
            assert_eq!(names(&dictionary), Some(full.into_iter().map(str::to_owned).collect()), "{dictionary:?}");
            assert_eq!(is_short(&dictionary, Object::clone), short, "{dictionary:?}");
        }
    }
}
