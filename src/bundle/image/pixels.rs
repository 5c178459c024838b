//! Pixels in memory → an image of the document: what was decoded because PDF has no word for it.
//!
//! Never loses anything: samples keep their depth, transparency becomes a mask.

use lopdf::filters::png::{FilterType, encode_row};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::super::reading::filters;
use super::image_of;

/// Rows of samples, each row beginning at a byte.
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub bits: u8,
    pub components: u8,
    pub data: Vec<u8>,
}

impl Pixels {
    pub fn row_length(&self) -> usize {
        row_length(self.width, self.bits, self.components)
    }

    /// The same without its last sample, and that sample by itself. For whole bytes only.
    pub fn without_last(self) -> (Self, Self) {
        let sample = usize::from(self.bits / 8).max(1);
        let pixel = sample * usize::from(self.components);
        let pixels = self.data.len() / pixel;
        let (mut colour, mut last) = (Vec::with_capacity(pixels * (pixel - sample)), Vec::with_capacity(pixels * sample));
        for one in self.data.chunks_exact(pixel) {
            let (front, back) = one.split_at(pixel - sample);
            colour.extend_from_slice(front);
            last.extend_from_slice(back);
        }
        let Self { width, height, bits, components, .. } = self;
        (
            Self { width, height, bits, components: components - 1, data: colour },
            Self { width, height, bits, components: 1, data: last },
        )
    }

    /// An image of the document, compressed without loss.
    pub fn image(
        mut self,
        space: impl Into<Object>,
        mask: Option<ObjectId>,
        document: &mut Document,
        meter: &Meter,
    ) -> Result<ObjectId, Fault> {
        let row = self.row_length();
        let mut image = image_of(self.width, self.height, self.bits, space);
        if let Some(mask) = mask {
            image.set("SMask", Object::Reference(mask));
        }
        // The prediction helps photographs; what is too small to be compressed is not predicted either.
        let predicted = self.bits >= 8 && self.data.len() > 1024;
        if predicted {
            self.data = predict(&self.data, row, usize::from(self.components) * usize::from(self.bits / 8), meter)?;
        }
        let mut stream = Stream::new(image, Vec::new());
        filters::pack(&mut stream, self.data, meter)?;
        if predicted && stream.dict.has(b"Filter") {
            stream.dict.set("DecodeParms", predictor(self.width, self.bits, self.components));
        }
        Ok(document.add_object(stream))
    }

    /// An image that says how opaque another is; `None` if that one is opaque all over.
    pub fn mask(self, document: &mut Document, meter: &Meter) -> Result<Option<ObjectId>, Fault> {
        self.data.iter().any(|byte| *byte != 0xff).then(|| self.image("DeviceGray", None, document, meter)).transpose()
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

fn predict(data: &[u8], row: usize, pixel: usize, meter: &Meter) -> Result<Vec<u8>, Fault> {
    let mut predicted = Vec::with_capacity(data.len() + data.len() / row + 1);
    let mut previous = vec![0; row];
    let mut current = vec![0; row];
    for line in data.chunks_exact(row) {
        meter.in_time()?;
        current.copy_from_slice(line);
        encode_row(FilterType::Paeth, pixel, &previous, &mut current);
        predicted.push(4);
        predicted.extend_from_slice(&current);
        previous.copy_from_slice(line);
    }
    Ok(predicted)
}
