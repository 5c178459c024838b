//! TIFF: every page of it. Fax and JPEG data as they are, piece by piece; other data decoded and joined.
//!
//! Old JPEG, Lab colours and numbers that are not whole are refused rather than guessed.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::ifd::{Directory, File};
use super::pixels::{Opacity, Painting, Shape, row_length};
use super::strips::{self, Strips};
use super::{Picture, Piece, broken, check_size, image_of, jpeg, space_of, unknown};

/// What the dictionary of one image takes, and the words that paint it (bytes of memory).
const PIECE: usize = 3_000;

/// What a directory says of its picture.
pub struct Header {
    pub width: u32,
    pub height: u32,
    pub bits: u8,
    pub samples: u8,
    pub compression: usize,
    pub photometric: usize,
    pub predictor: usize,
    /// Each sample in a plane of its own.
    pub planes: bool,
    pub reversed: bool,
    pub little: bool,
}

pub fn read(bytes: &[u8], document: &mut Document, meter: &Meter) -> Result<Vec<Picture>, Fault> {
    let (file, mut next) = File::of(bytes).ok_or_else(broken)?;
    let mut seen = HashSet::new();
    let mut pictures = Vec::new();
    while next != 0 && seen.insert(next) {
        meter.in_time()?;
        let Some(directory) = file.directory(next) else { break };
        next = directory.next;
        // A thumbnail, or the mask of another page.
        if directory.number(0xfe).is_some_and(|kind| kind & 0b101 != 0) {
            continue;
        }
        pictures.push(picture(&directory, file, document, meter)?);
        if pictures.len() > meter.pages() {
            let says = format!("Le fichier a plus de {}\u{a0}pages.", meter.pages());
            return Err(Fault::new("exhibit-too-many-pages", says, "Produisez le document en plusieurs pièces."));
        }
    }
    if pictures.is_empty() { Err(broken()) } else { Ok(pictures) }
}

fn header(directory: &Directory, file: File) -> Result<Header, Fault> {
    let number = |tag: u16, usual: usize| directory.number(tag).unwrap_or(usual);
    let width = u32::try_from(number(0x100, 0)).map_err(|_| broken())?;
    let height = u32::try_from(number(0x101, 0)).map_err(|_| broken())?;
    check_size(width, height)?;
    let depths = directory.numbers(0x102).unwrap_or_else(|| vec![1]);
    let bits =
        depths.first().copied().filter(|bits| matches!(bits, 1 | 2 | 4 | 8 | 16) && depths.iter().all(|depth| depth == bits));
    let (Some(bits), Ok(samples)) = (bits, u8::try_from(number(0x115, 1))) else {
        return Err(unknown("une profondeur de couleur rare"));
    };
    if directory.numbers(0x153).is_some_and(|formats| formats.iter().any(|format| *format != 1)) {
        return Err(unknown("des nombres qui ne sont pas entiers"));
    }
    Ok(Header {
        width,
        height,
        bits: bits as u8,
        samples,
        compression: number(0x103, 1),
        photometric: number(0x106, 1),
        predictor: number(0x13d, 1),
        planes: number(0x11c, 1) == 2,
        reversed: number(0x10a, 1) == 2,
        little: file.little,
    })
}

fn picture(directory: &Directory, file: File, document: &mut Document, meter: &Meter) -> Result<Picture, Fault> {
    let header = header(directory, file)?;
    let strips = Strips::of(directory, &header)?;
    let colours = match header.photometric {
        0 | 1 | 3 => 1,
        2 | 6 => 3,
        5 => 4,
        _ => return Err(unknown("un espace de couleurs rare")),
    };
    if header.samples < colours || header.samples > 8 {
        return Err(broken());
    }
    let profile = directory.data(0x8773).map(<[u8]>::to_vec);
    meter.decoded(profile.as_ref().map_or(0, Vec::len))?;
    let space = match header.photometric {
        3 => palette(directory, &header)?,
        _ => space_of(colours, profile, document, meter)?,
    };
    let uncalibrated = colours == 4 && space.as_name().is_ok();
    let (pieces, truncated) = match header.compression {
        2..=4 => fax(&header, &strips, file, directory, document, meter)?,
        7 => jpegs(&header, &strips, file, directory, &space, document, meter)?,
        1 | 5 | 8 | 32_773 | 32_946 if header.photometric != 6 => {
            let (image, truncated) = painted(&header, &strips, file, directory, colours, space, document, meter)?;
            (vec![Piece { left: 0, top: 0, width: header.width, height: header.height, image }], truncated)
        }
        _ => return Err(unknown("une compression rare")),
    };
    Ok(Picture {
        width: header.width,
        height: header.height,
        resolution: directory.resolution(),
        orientation: directory.orientation(),
        pieces,
        uncalibrated,
        truncated,
    })
}

/// One image of samples that are decoded; samples beyond the colours are opacity, or nothing that can be shown.
#[allow(clippy::too_many_arguments)]
fn painted(
    header: &Header,
    strips: &Strips,
    file: File,
    directory: &Directory,
    colours: u8,
    space: Object,
    document: &mut Document,
    meter: &Meter,
) -> Result<(ObjectId, bool), Fault> {
    if header.samples > colours && header.bits < 8 {
        return Err(unknown("une profondeur de couleur rare"));
    }
    let told = directory.number(0x152).is_some_and(|kind| kind == 1 || kind == 2);
    let opacity = if header.samples > colours && told { Opacity::Sample } else { Opacity::Nowhere };
    let shape = Shape { width: header.width, height: header.height, bits: header.bits, components: header.samples };
    let mut painting = Painting::new(shape, colours, opacity);
    let truncated = strips::rows(header, strips, file.bytes, meter, &mut |line| painting.push(line, meter))?;
    let image = painting.finish(space, document)?;
    if header.photometric == 0
        && let Ok(Object::Stream(stream)) = document.get_object_mut(image)
    {
        stream.dict.set("Decode", vec![Object::Integer(1), Object::Integer(0)]);
    }
    Ok((image, truncated))
}

/// The colours of a palette, of which TIFF gives first all reds, then all greens, then all blues, in 16 bits.
fn palette(directory: &Directory, header: &Header) -> Result<Object, Fault> {
    let map = directory.numbers(0x140).ok_or_else(broken)?;
    let count = map.len() / 3;
    if header.bits > 8 || count == 0 || count > 256 {
        return Err(broken());
    }
    let colours =
        (0..count).flat_map(|at| [map[at], map[count + at], map[2 * count + at]]).map(|value| (value >> 8) as u8).collect();
    let last = Object::Integer(count as i64 - 1);
    Ok(Object::Array(vec!["Indexed".into(), "DeviceRGB".into(), last, Object::String(colours, StringFormat::Hexadecimal)]))
}

/// Fax data, an image for each strip or tile.
fn fax(
    header: &Header,
    strips: &Strips,
    file: File,
    directory: &Directory,
    document: &mut Document,
    meter: &Meter,
) -> Result<(Vec<Piece>, bool), Fault> {
    if header.bits != 1 || header.samples != 1 {
        return Err(broken());
    }
    let two_dimensions = directory.number(0x124).unwrap_or(0) & 1 == 1;
    let (mut pieces, mut truncated) = (Vec::new(), false);
    for strip in &strips.all {
        meter.object()?;
        meter.hold(PIECE)?;
        let Some(data) = strip.data(file.bytes) else {
            truncated = true;
            continue;
        };
        meter.decoded(data.len())?;
        meter.hold(data.len())?;
        let data = if header.reversed { data.iter().map(|byte| byte.reverse_bits()).collect() } else { data.to_vec() };
        let mut parameters = Dictionary::new();
        parameters.set("K", if header.compression == 4 { -1 } else { i64::from(header.compression == 3 && two_dimensions) });
        parameters.set("Columns", strip.stored_width);
        parameters.set("Rows", strip.stored_height);
        if header.compression == 2 {
            parameters.set("EncodedByteAlign", true);
        }
        if header.compression != 4 {
            parameters.set("EndOfBlock", false);
        }
        if header.photometric == 1 {
            parameters.set("BlackIs1", true);
        }
        let mut image = image_of(strip.stored_width, strip.stored_height, 1, "DeviceGray");
        image.set("Filter", "CCITTFaxDecode");
        image.set("DecodeParms", parameters);
        let image = document.add_object(Stream::new(image, data).with_compression(false));
        pieces.push(strip.piece(image));
    }
    if pieces.is_empty() { Err(broken()) } else { Ok((pieces, truncated)) }
}

/// JPEG data, an image for each strip or tile, with the tables that they share.
fn jpegs(
    header: &Header,
    strips: &Strips,
    file: File,
    directory: &Directory,
    space: &Object,
    document: &mut Document,
    meter: &Meter,
) -> Result<(Vec<Piece>, bool), Fault> {
    if header.planes {
        return Err(unknown("une disposition rare des couleurs"));
    }
    // The tables are a JPEG without a picture: what stands between its first and its last marker.
    let tables = directory.data(0x15b).and_then(|tables| tables.strip_prefix(b"\xff\xd8")).unwrap_or_default();
    let tables = tables.strip_suffix(b"\xff\xd9").unwrap_or(tables);
    let (mut pieces, mut truncated) = (Vec::new(), false);
    for strip in &strips.all {
        meter.object()?;
        meter.hold(PIECE)?;
        let Some(data) = strip.data(file.bytes).and_then(|data| data.strip_prefix(b"\xff\xd8")) else {
            truncated = true;
            continue;
        };
        meter.decoded(tables.len() + data.len())?;
        meter.hold(tables.len() + data.len())?;
        let whole = [b"\xff\xd8", tables, data].concat();
        let found = jpeg::header(&whole)?;
        if found.components != header.samples || (found.width, found.height) < (strip.stored_width, 1) {
            return Err(broken());
        }
        let mut stream = jpeg::stream(whole, &found, space.clone());
        if header.photometric == 2 && !found.adobe {
            let mut parameters = Dictionary::new();
            parameters.set("ColorTransform", 0);
            stream.dict.set("DecodeParms", parameters);
        }
        let mut piece = strip.piece(document.add_object(stream));
        (piece.width, piece.height) = (found.width, found.height);
        pieces.push(piece);
    }
    if pieces.is_empty() { Err(broken()) } else { Ok((pieces, truncated)) }
}

/// How long a row of a strip is.
pub fn row_of(header: &Header, width: u32) -> usize {
    row_length(width, header.bits, if header.planes { 1 } else { header.samples })
}
