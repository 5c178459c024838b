//! A stream's data, out of its filters, within the budget.
//!
//! Never decodes an image: only what the readers must understand (contents, object streams, metadata).

use std::io::{Read, Write};

use lopdf::{DecompressError, Dictionary, Error, Object, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::{Meter, too_complex};

/// Filters one after the other that a reader still believes.
const MOST_FILTERS: usize = 6;

/// The filters of a stream with their parameters, references followed by `resolve`. `None` if they make no sense.
pub fn of(dictionary: &Dictionary, resolve: impl Fn(&Object) -> Object) -> Option<Vec<(Vec<u8>, Dictionary)>> {
    let entry = |key: &[u8]| dictionary.get(key).ok().map(&resolve).unwrap_or(Object::Null);
    let names = match entry(b"Filter") {
        Object::Null => Vec::new(),
        Object::Array(names) => names.iter().map(&resolve).collect(),
        name => vec![name],
    };
    let parameters = match entry(b"DecodeParms") {
        Object::Array(parameters) => parameters.iter().map(&resolve).collect(),
        parameters => vec![parameters],
    };
    let parameters_of = |at: usize| match parameters.get(at) {
        Some(Object::Dictionary(parameters)) => {
            parameters.iter().map(|(key, value)| (key.clone(), resolve(value))).collect::<Dictionary>()
        }
        _ => Dictionary::new(),
    };
    let named = names.into_iter().enumerate().map(|(at, name)| Some((name.as_name().ok()?.to_vec(), parameters_of(at))));
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
    let Some(mut filters) = of(&stream.dict, resolve) else { return Ok(None) };
    filters.retain(|(name, _)| name != b"Crypt");
    let plain = |parameters: &Dictionary| parameters.get(b"Predictor").and_then(Object::as_i64).unwrap_or(1) < 2;
    let mut content = Content { bytes: stream.content, whole: true };
    for (name, parameters) in filters {
        let left = meter.left_to_decode();
        if name == b"FlateDecode" && plain(&parameters) {
            content = inflated(&content, left);
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
        meter.decoded(content.bytes.len())?;
    }
    Ok(Some(content))
}

/// As much as can be inflated, and one byte more than is left if there is more.
fn inflated(packed: &Content, left: usize) -> Content {
    let most = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = flate2::read::ZlibDecoder::new(packed.bytes.as_slice()).take(most).read_to_end(&mut bytes);
    if read.is_err() && bytes.is_empty() && packed.bytes.len() > 2 {
        // Some writers leave out or spoil the two bytes before the data.
        let _ = flate2::read::DeflateDecoder::new(&packed.bytes[2..]).take(most).read_to_end(&mut bytes);
    }
    Content { bytes, whole: packed.whole && read.is_ok() }
}

/// A stream of that content, compressed if that makes it shorter.
pub fn pack(stream: &mut Stream, content: Vec<u8>) {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let packed = encoder.write_all(&content).and_then(|()| encoder.finish());
    stream.set_plain_content(content);
    if let Ok(packed) = packed
        && packed.len() + 20 < stream.content.len()
    {
        stream.set_content(packed);
        stream.dict.set("Filter", "FlateDecode");
    }
}
