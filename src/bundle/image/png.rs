//! PNG: its compressed rows as they are where PDF can read them, else decoded: transparency beside the colours, interlacing.
//!
//! Never believes a length: rows are counted against what the header promises before anything is allocated.

use std::io::Read;

use lopdf::filters::png::{FilterType, decode_row};
use lopdf::{Document, Object, ObjectId, Stream, StringFormat};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::pixels::{Opacity, Painting, Shape, predictor, row_length};
use super::{LONGEST_PROFILE, Picture, Piece, broken, check_size, held_whole, ifd, image_of, space_of, unpacks_to};

/// What the chunks say.
#[derive(Default)]
struct Header {
    width: u32,
    height: u32,
    bits: u8,
    kind: u8,
    interlaced: bool,
    palette: Vec<u8>,
    transparency: Option<Vec<u8>>,
    profile: Option<Vec<u8>>,
    resolution: Option<[f32; 2]>,
    orientation: u16,
}

impl Header {
    /// Samples of one pixel, as written.
    fn components(&self) -> u8 {
        match self.kind {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        }
    }

    fn is_sound(&self) -> bool {
        match self.kind {
            0 => matches!(self.bits, 1 | 2 | 4 | 8 | 16),
            3 => matches!(self.bits, 1 | 2 | 4 | 8) && !self.palette.is_empty(),
            2 | 4 | 6 => matches!(self.bits, 8 | 16),
            _ => false,
        }
    }
}

/// One of the seven passes of an interlaced picture: first column and row, and how far apart they are.
const PASSES: [[u32; 4]; 7] = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

pub fn read(bytes: &[u8], document: &mut Document, meter: &Meter) -> Result<Picture, Fault> {
    let (header, data) = chunks(bytes, meter)?;
    check_size(header.width, header.height)?;
    if !header.is_sound() {
        return Err(broken());
    }
    let clear = header.transparency.is_some() && header.kind == 3;
    let (image, truncated) = if header.interlaced || clear || matches!(header.kind, 4 | 6) {
        decoded(&header, &data, document, meter)?
    } else {
        as_it_is(&header, data, document, meter)?
    };
    Ok(Picture {
        width: header.width,
        height: header.height,
        resolution: header.resolution,
        orientation: header.orientation.max(1),
        pieces: vec![Piece { left: 0, top: 0, width: header.width, height: header.height, image }],
        uncalibrated: false,
        truncated,
    })
}

fn chunks(bytes: &[u8], meter: &Meter) -> Result<(Header, Vec<u8>), Fault> {
    let mut header = Header::default();
    let mut data = Vec::new();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).map_err(|_| broken())?;
        let start = at + 8;
        let body = bytes.get(start..).map(|rest| &rest[..length.min(rest.len())]).unwrap_or_default();
        match (&head[4..8], body) {
            (b"IHDR", [a, b, c, d, e, f, g, h, bits, kind, 0, 0, interlaced, ..]) => {
                header.width = u32::from_be_bytes([*a, *b, *c, *d]);
                header.height = u32::from_be_bytes([*e, *f, *g, *h]);
                (header.bits, header.kind, header.interlaced) = (*bits, *kind, *interlaced == 1);
            }
            (b"PLTE", palette) => header.palette = palette[..palette.len().min(768) / 3 * 3].to_vec(),
            (b"tRNS", clear) => header.transparency = Some(clear[..clear.len().min(256)].to_vec()),
            (b"pHYs", [a, b, c, d, e, f, g, h, 1, ..]) => {
                let dots = |bytes: [u8; 4]| u32::from_be_bytes(bytes) as f32 * 0.0254;
                header.resolution = Some([dots([*a, *b, *c, *d]), dots([*e, *f, *g, *h])]);
            }
            (b"iCCP", profile) if header.profile.is_none() => header.profile = Some(profile_in(profile).unwrap_or_default()),
            (b"eXIf", block) => header.orientation = ifd::exif(block).map_or(1, |(orientation, _)| orientation),
            (b"IDAT", part) => {
                meter.hold(part.len())?;
                data.extend_from_slice(part);
            }
            (b"IEND", _) => break,
            _ => {}
        }
        at = start.saturating_add(length).saturating_add(4);
    }
    if data.is_empty() { Err(broken()) } else { Ok((header, data)) }
}

/// A name, a method, then the profile, compressed.
fn profile_in(chunk: &[u8]) -> Option<Vec<u8>> {
    let name = chunk.iter().take(80).position(|byte| *byte == 0)?;
    let mut profile = Vec::new();
    let reader = flate2::read::ZlibDecoder::new(chunk.get(name + 2..)?);
    reader.take(LONGEST_PROFILE as u64).read_to_end(&mut profile).ok()?;
    Some(profile)
}

/// The compressed rows as they are, under PDF's name for what PNG does.
fn as_it_is(header: &Header, data: Vec<u8>, document: &mut Document, meter: &Meter) -> Result<(ObjectId, bool), Fault> {
    let expected = (row_length(header.width, header.bits, header.components()) + 1).saturating_mul(header.height as usize);
    let truncated = length_of(&data, expected, meter)? < expected;
    let space = space(header, document, meter)?;
    let mut image = image_of(header.width, header.height, header.bits, space);
    image.set("Filter", "FlateDecode");
    image.set("DecodeParms", predictor(header.width, header.bits, header.components()));
    if let Some(clear) = &header.transparency {
        let clear: Vec<Object> = (clear.chunks_exact(2).take(usize::from(header.components())))
            .map(|pair| i64::from(pair[0]) << 8 | i64::from(pair[1]))
            .flat_map(|sample| [Object::Integer(sample), Object::Integer(sample)])
            .collect();
        if clear.len() == 2 * usize::from(header.components()) {
            image.set("Mask", clear);
        }
    }
    Ok((document.add_object(Stream::new(image, data).with_compression(false)), truncated))
}

/// How many bytes come out, counted no further than needed and kept nowhere.
fn length_of(data: &[u8], enough: usize, meter: &Meter) -> Result<usize, Fault> {
    let mut reader = flate2::read::ZlibDecoder::new(data);
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    while length < enough {
        meter.in_time()?;
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => length += count,
        }
    }
    Ok(length)
}

fn space(header: &Header, document: &mut Document, meter: &Meter) -> Result<Object, Fault> {
    let colours = if matches!(header.kind, 0 | 4) { 1 } else { 3 };
    let space = space_of(colours, header.profile.clone(), document, meter)?;
    if header.kind != 3 {
        return Ok(space);
    }
    let last = i64::try_from(header.palette.len() / 3).unwrap_or(1) - 1;
    let palette = Object::String(header.palette.clone(), StringFormat::Hexadecimal);
    Ok(Object::Array(vec!["Indexed".into(), space, Object::Integer(last), palette]))
}

/// The picture out of its rows, and its transparency beside it.
fn decoded(header: &Header, data: &[u8], document: &mut Document, meter: &Meter) -> Result<(ObjectId, bool), Fault> {
    let shape = Shape { width: header.width, height: header.height, bits: header.bits, components: header.components() };
    let colours = if matches!(header.kind, 4 | 6) { shape.components - 1 } else { shape.components };
    let opacity = match &header.transparency {
        _ if matches!(header.kind, 4 | 6) => Opacity::Sample,
        Some(clear) if header.kind == 3 => Opacity::Palette(clear.clone()),
        _ => Opacity::Nowhere,
    };
    unpacks_to(shape.size(), meter)?;
    meter.decoded(shape.size())?;
    let space = space(header, document, meter)?;
    let mut painting = Painting::new(shape, colours, opacity);
    let mut reader = flate2::read::ZlibDecoder::new(data);
    let mut truncated = false;
    if header.interlaced {
        // Its first rows hold pixels of the last: it is held whole.
        held_whole(shape.size())?;
        let mut whole = vec![0; shape.size()];
        for frame in &PASSES {
            let count = |whole: u32, first: u32, step: u32| whole.saturating_sub(first).div_ceil(step);
            let (width, height) = (count(header.width, frame[0], frame[2]), count(header.height, frame[1], frame[3]));
            if width == 0 || height == 0 {
                continue;
            }
            let mut lines = Lines::new(Shape { width, height, ..shape });
            for number in 0..height as usize {
                meter.in_time()?;
                truncated |= !lines.next(&mut reader)?;
                spread(&lines.current, number, frame, width, shape, &mut whole);
            }
        }
        whole.chunks_exact(shape.row()).try_for_each(|line| painting.push(line, meter))?;
    } else {
        let mut lines = Lines::new(shape);
        for _ in 0..header.height {
            truncated |= !lines.next(&mut reader)?;
            painting.push(&lines.current, meter)?;
        }
    }
    Ok((painting.finish(space, document)?, truncated))
}

/// The rows of a picture, or of a pass of it, one after the other out of what predicts them.
struct Lines {
    pixel: usize,
    previous: Vec<u8>,
    current: Vec<u8>,
    ended: bool,
}

impl Lines {
    fn new(shape: Shape) -> Self {
        let pixel = (usize::from(shape.bits) * usize::from(shape.components)).div_ceil(8);
        Self { pixel, previous: vec![0; shape.row()], current: vec![0; shape.row()], ended: false }
    }

    /// Reads the next row into `current`. `false` if some of it is missing: that stays blank, and the note says so.
    fn next(&mut self, reader: &mut impl Read) -> Result<bool, Fault> {
        std::mem::swap(&mut self.previous, &mut self.current);
        self.current.fill(0);
        let mut kind = [0];
        self.ended |= reader.read_exact(&mut kind).is_err();
        if self.ended {
            return Ok(false);
        }
        let mut there = 0;
        while there < self.current.len() {
            match reader.read(&mut self.current[there..]) {
                Ok(0) | Err(_) => break,
                Ok(count) => there += count,
            }
        }
        self.ended = there < self.current.len();
        let kind = FilterType::try_from(kind[0]).map_err(|()| broken())?;
        decode_row(kind, self.pixel, &self.previous, &mut self.current);
        Ok(!self.ended)
    }
}

/// Puts a row of a pass where its pixels belong.
fn spread(line: &[u8], number: usize, frame: &[u32; 4], width: u32, shape: Shape, whole: &mut [u8]) {
    let (bits, row) = (usize::from(shape.bits) * usize::from(shape.components), shape.row());
    let [left, top, across, down] = frame.map(|number| number as usize);
    let start = (top + number * down) * row;
    for column in 0..width as usize {
        let to = left + column * across;
        if bits >= 8 {
            let size = bits / 8;
            whole[start + to * size..][..size].copy_from_slice(&line[column * size..][..size]);
        } else {
            let value = line[column * bits / 8] >> (8 - bits - column * bits % 8) & ((1 << bits) - 1);
            whole[start + to * bits / 8] |= value << (8 - bits - to * bits % 8);
        }
    }
}
