//! Rows of samples → an image of the document: what was decoded because PDF has no word for it, a row or two in memory at a time.
//!
//! Never loses anything: samples keep their depth, transparency becomes a mask.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::filters::png::{FilterType, encode_row};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::image_of;

/// The shape of a picture's rows: each begins at a byte.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub width: u32,
    pub height: u32,
    pub bits: u8,
    /// Samples of one pixel.
    pub components: u8,
}

impl Shape {
    pub fn row(&self) -> usize {
        row_length(self.width, self.bits, self.components)
    }

    /// All rows.
    pub fn size(&self) -> usize {
        self.row().saturating_mul(self.height as usize)
    }
}

/// Where the opacity of a pixel is told.
pub enum Opacity {
    Nowhere,
    /// By the sample that follows the colours.
    Sample,
    /// By the colour's number in its palette.
    Palette(Vec<u8>),
}

/// A picture that is being made of rows, from the first to the last.
pub struct Painting {
    shape: Shape,
    opacity: Opacity,
    colour: Rows,
    mask: Option<Rows>,
    opaque: bool,
    /// The colours and the opacity of one row.
    parts: (Vec<u8>, Vec<u8>),
}

impl Painting {
    /// Of each pixel's samples the first `colours` are colours. Samples beyond them are whole bytes.
    pub fn new(shape: Shape, colours: u8, opacity: Opacity) -> Self {
        let mask = match opacity {
            Opacity::Nowhere => None,
            Opacity::Sample => Some(Rows::new(Shape { components: 1, ..shape })),
            Opacity::Palette(_) => Some(Rows::new(Shape { components: 1, bits: 8, ..shape })),
        };
        let colour = Rows::new(Shape { components: colours, ..shape });
        Self { shape, opacity, colour, mask, opaque: true, parts: (Vec::new(), Vec::new()) }
    }

    /// The next row, as long as the shape says.
    pub fn push(&mut self, line: &[u8], meter: &Meter) -> Result<(), Fault> {
        let (colours, bits) = (self.colour.shape.components, usize::from(self.shape.bits));
        let (colour, opacity) = &mut self.parts;
        opacity.clear();
        if self.shape.components > colours {
            colour.clear();
            let sample = bits / 8;
            let (pixel, front) = (sample * usize::from(self.shape.components), sample * usize::from(colours));
            for one in line.chunks_exact(pixel) {
                colour.extend_from_slice(&one[..front]);
                opacity.extend_from_slice(&one[front..front + sample]);
            }
            self.colour.push(colour, meter)?;
        } else {
            self.colour.push(line, meter)?;
        }
        let Some(mask) = &mut self.mask else { return Ok(()) };
        if let Opacity::Palette(clear) = &self.opacity {
            let number = |column: usize| {
                let byte = line.get(column * bits / 8).copied().unwrap_or_default();
                byte >> (8 - bits - column * bits % 8) & (0xff >> (8 - bits))
            };
            let tells = |column| clear.get(usize::from(number(column))).copied().unwrap_or(0xff);
            opacity.extend((0..self.shape.width as usize).map(tells));
        }
        self.opaque &= opacity.iter().all(|byte| *byte == 0xff);
        mask.push(opacity, meter)
    }

    /// The image, which shows a mask unless it is opaque all over.
    pub fn finish(self, space: impl Into<Object>, document: &mut Document) -> Result<ObjectId, Fault> {
        let mask = self.mask.filter(|_| !self.opaque).map(|mask| mask.image("DeviceGray", None, document)).transpose()?;
        self.colour.image(space, mask, document)
    }
}

/// Rows as they are compressed, without loss.
struct Rows {
    shape: Shape,
    /// Predicting helps photographs; it is no use for less than a byte a sample.
    predicted: bool,
    previous: Vec<u8>,
    current: Vec<u8>,
    encoder: ZlibEncoder<Vec<u8>>,
    /// Bytes that the meter knows of.
    held: usize,
}

impl Rows {
    fn new(shape: Shape) -> Self {
        let predicted = shape.bits >= 8;
        let encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        Self { shape, predicted, previous: vec![0; shape.row()], current: Vec::new(), encoder, held: 0 }
    }

    fn push(&mut self, line: &[u8], meter: &Meter) -> Result<(), Fault> {
        meter.in_time()?;
        let written = if self.predicted {
            self.current.clear();
            self.current.extend_from_slice(line);
            let pixel = usize::from(self.shape.components) * usize::from(self.shape.bits / 8);
            encode_row(FilterType::Paeth, pixel, &self.previous, &mut self.current);
            self.previous.copy_from_slice(line);
            self.encoder.write_all(&[FilterType::Paeth as u8]).and_then(|()| self.encoder.write_all(&self.current))
        } else {
            self.encoder.write_all(line)
        };
        written.map_err(|_| super::broken())?;
        let packed = self.encoder.get_ref().len();
        meter.hold(packed - self.held)?;
        self.held = packed;
        Ok(())
    }

    fn image(self, space: impl Into<Object>, mask: Option<ObjectId>, document: &mut Document) -> Result<ObjectId, Fault> {
        let Shape { width, height, bits, components } = self.shape;
        let mut image = image_of(width, height, bits, space);
        if let Some(mask) = mask {
            image.set("SMask", Object::Reference(mask));
        }
        image.set("Filter", "FlateDecode");
        if self.predicted {
            image.set("DecodeParms", predictor(width, bits, components));
        }
        let packed = self.encoder.finish().map_err(|_| super::broken())?;
        Ok(document.add_object(Stream::new(image, packed).with_compression(false)))
    }
}

pub fn row_length(width: u32, bits: u8, components: u8) -> usize {
    (u64::from(width) * u64::from(bits) * u64::from(components)).div_ceil(8).try_into().unwrap_or(usize::MAX)
}

/// What a reader must know to undo the prediction of PNG.
pub fn predictor(width: u32, bits: u8, components: u8) -> Dictionary {
    let mut parameters = Dictionary::new();
    for (key, value) in [("Predictor", 15), ("Columns", width), ("BitsPerComponent", bits.into()), ("Colors", components.into())]
    {
        parameters.set(key, value);
    }
    parameters
}
