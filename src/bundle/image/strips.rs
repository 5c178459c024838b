//! The strips or tiles of a TIFF: where they stand, and their samples joined into one picture.
//!
//! Decompression is lopdf's, under the names PDF has for it, within the budget.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::super::reading::filters;
use super::ifd::Directory;
use super::pixels::row_length;
use super::tiff::{Header, row_of};
use super::{Piece, WHOLE, broken, held_whole, unknown, unpacks_to};

/// Strips or tiles of one picture.
const MOST: usize = 20_000;

pub struct Strips {
    pub all: Vec<Strip>,
    tiled: bool,
}

pub struct Strip {
    offset: usize,
    length: usize,
    left: u32,
    top: u32,
    /// Which sample, where each has a plane of its own.
    plane: u8,
    /// The size of what is stored; a tile may reach beyond the picture.
    pub stored_width: u32,
    pub stored_height: u32,
}

impl Strip {
    pub fn data<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let rest = bytes.get(self.offset..).filter(|rest| !rest.is_empty() && self.length > 0)?;
        Some(&rest[..self.length.min(rest.len())])
    }

    pub fn piece(&self, image: ObjectId) -> Piece {
        Piece { left: self.left, top: self.top, width: self.stored_width, height: self.stored_height, image }
    }
}

impl Strips {
    pub fn of(directory: &Directory, header: &Header) -> Result<Self, Fault> {
        let tiled = directory.number(0x142).is_some();
        let (offsets, lengths) = if tiled { (0x144, 0x145) } else { (0x111, 0x117) };
        let offsets = directory.numbers(offsets).ok_or_else(broken)?;
        let lengths = directory.numbers(lengths);
        let size = |tag: u16, most: u32| directory.number(tag).and_then(|size| u32::try_from(size).ok()).unwrap_or(most);
        let (width, height) = match tiled {
            true => (size(0x142, 0), size(0x143, 0)),
            false => (header.width, size(0x116, header.height).min(header.height)),
        };
        // A tile may be larger than a small picture, but not by much.
        let sane = |side: u32, whole: u32| side > 0 && side <= whole.saturating_add(1024);
        if !sane(width, header.width) || !sane(height, header.height) || offsets.len() > MOST {
            return Err(broken());
        }
        let (across, down) = (header.width.div_ceil(width), header.height.div_ceil(height));
        let each = (across as usize).saturating_mul(down as usize);
        let mut all = Vec::new();
        for (at, offset) in offsets.into_iter().enumerate() {
            let (Ok(plane), Ok(number)) = (u8::try_from(at / each), u32::try_from(at % each)) else { break };
            let (left, top) = (number % across * width, number / across * height);
            let stored_height = if tiled { height } else { height.min(header.height - top) };
            // Without its length, a strip reaches as far as the file does.
            let length = lengths.as_ref().and_then(|lengths| lengths.get(at)).copied().unwrap_or(usize::MAX);
            all.push(Strip { offset, length, left, top, plane, stored_width: width, stored_height });
        }
        Ok(Self { all, tiled })
    }
}

/// Gives every row of the picture in order to `paint`, and says whether some samples are missing: those stay blank.
///
/// Strips of whole rows are unpacked one at a time; tiles and separate colours are joined first.
pub fn rows(
    header: &Header,
    strips: &Strips,
    bytes: &[u8],
    meter: &Meter,
    paint: &mut dyn FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<bool, Fault> {
    if header.planes && header.samples > 1 && header.bits < 8 {
        return Err(unknown("une disposition rare des couleurs"));
    }
    let row = row_length(header.width, header.bits, header.samples);
    let size = row.saturating_mul(header.height as usize);
    unpacks_to(size, meter)?;
    let mut truncated = false;
    if strips.tiled || (header.planes && header.samples > 1) {
        held_whole(size)?;
        let mut whole = vec![0; size];
        for strip in &strips.all {
            let (samples, missing) = samples(header, strip, bytes, meter)?;
            truncated |= missing;
            copy(header, strip, &samples, &mut whole, row);
        }
        whole.chunks_exact(row).try_for_each(paint)?;
        return Ok(truncated);
    }
    let (mut painted, blank) = (0, vec![0; row]);
    for strip in strips.all.iter().filter(|strip| strip.plane == 0) {
        let (samples, missing) = samples(header, strip, bytes, meter)?;
        truncated |= missing;
        let mut lines = samples.chunks_exact(row);
        for _ in 0..strip.stored_height.min(header.height - painted) {
            match lines.next() {
                Some(line) => paint(line)?,
                None => paint(&partial(lines.remainder(), row, &blank))?,
            }
            painted += 1;
        }
    }
    truncated |= painted < header.height;
    (painted..header.height).try_for_each(|_| paint(&blank))?;
    Ok(truncated)
}

/// What is there of a row whose end is missing.
fn partial(there: &[u8], row: usize, blank: &[u8]) -> Vec<u8> {
    [there, &blank[there.len().min(row)..]].concat()
}

/// The samples of a strip in the order of PDF, none if they cannot be read, and whether some are missing.
fn samples(header: &Header, strip: &Strip, bytes: &[u8], meter: &Meter) -> Result<(Vec<u8>, bool), Fault> {
    meter.in_time()?;
    let unpacked = strip.data(bytes).map(|data| unpacked(header, strip, data, meter)).transpose()?.flatten();
    let Some(mut samples) = unpacked else { return Ok((Vec::new(), true)) };
    if header.bits == 16 && header.little {
        samples.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.reverse());
    }
    let missing = samples.len() < row_of(header, strip.stored_width).saturating_mul(strip.stored_height as usize);
    Ok((samples, missing))
}

/// A strip's samples, decompressed.
fn unpacked(header: &Header, strip: &Strip, data: &[u8], meter: &Meter) -> Result<Option<Vec<u8>>, Fault> {
    let filter = match header.compression {
        1 => return Ok(Some(data[..data.len().min(row_of(header, strip.stored_width) * strip.stored_height as usize)].to_vec())),
        5 if data.first() == Some(&0) && data.get(1).is_some_and(|byte| byte & 1 == 1) => {
            return Err(unknown("une compression ancienne"));
        }
        5 => "LZWDecode",
        32_773 => "RunLengthDecode",
        _ => "FlateDecode",
    };
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", filter);
    if header.predictor == 2 {
        if header.bits == 16 && header.little {
            return Err(unknown("une prédiction rare"));
        }
        let mut parameters = Dictionary::new();
        let colours = if header.planes { 1 } else { header.samples };
        for (key, value) in [
            ("Predictor", 2),
            ("Columns", strip.stored_width),
            ("Colors", colours.into()),
            ("BitsPerComponent", header.bits.into()),
        ] {
            parameters.set(key, value);
        }
        dictionary.set("DecodeParms", parameters);
    }
    let packed = Stream::new(dictionary, data.to_vec());
    Ok(filters::decoded_within(WHOLE, packed, Object::clone, meter)?.map(|content| content.bytes))
}

/// Puts a strip's rows where they belong; what reaches beyond the picture is left.
fn copy(header: &Header, strip: &Strip, samples: &[u8], whole: &mut [u8], row: usize) {
    let stored = row_of(header, strip.stored_width);
    let shown = header.width.saturating_sub(strip.left).min(strip.stored_width);
    if stored == 0 || shown == 0 {
        return;
    }
    let rows = samples.chunks(stored).take(strip.stored_height as usize).zip(strip.top as usize..header.height as usize);
    for (line, number) in rows {
        let target = &mut whole[number * row..(number + 1) * row];
        if header.planes && header.samples > 1 {
            let size = usize::from(header.bits / 8);
            let pixel = size * usize::from(header.samples);
            for (at, sample) in line.chunks_exact(size).take(shown as usize).enumerate() {
                let start = (strip.left as usize + at) * pixel + usize::from(strip.plane) * size;
                if let Some(place) = target.get_mut(start..start + size) {
                    place.copy_from_slice(sample);
                }
            }
        } else {
            let start = row_length(strip.left, header.bits, header.samples).min(target.len());
            let length = row_length(shown, header.bits, header.samples).min(line.len()).min(target.len() - start);
            target[start..start + length].copy_from_slice(&line[..length]);
        }
    }
}
