//! Makes a bundle fit the size that a registry takes: its heaviest photographs and scans are compressed anew, with a loss, and no
//! more of them than is needed. Never touches text, drawings, 1-bit scans, CMYK or palettes, nor transparency.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};

use flate2::CrcWriter;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageDecoder, RgbImage};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::reading::filters;

/// Images lighter than this are not worth their loss (bytes).
const LIGHTEST: usize = 30_000;
/// The largest image that is decoded (pixels).
const MOST_PIXELS: u64 = 60_000_000;
/// As much as is decoded for one file, whatever it holds, so that the work has an end: a bound that is the same on every machine,
/// as a clock is not, since the same exhibits must give the same file.
const PIXELS_IN_ALL: u64 = 500_000_000;
/// What the dictionary of an image can grow by: data that had no filter now name one.
const FILTER: usize = b"/Filter/DCTDecode".len();

/// Quality, and pixels of the longer side at most: asked of every image before more is asked of any.
const ROUNDS: [(u8, u32); 3] = [
    (75, 2480), // A page of A4, 297 mm high, at 212 dots per inch: small print stays sharp.
    (60, 1754), // A4 at 150 dots per inch, the least that is usual for a scan.
    (45, 1240), // A4 at 106 dots per inch: a letter can still be read.
];

/// What was reduced, for the report: how many images, from how many bytes to how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduced {
    pub images: usize,
    pub before: usize,
    pub after: usize,
}

/// Reduces the images of `document`, the heaviest first, until its streams weigh at most `cap` less what is written around them.
/// `None` when nothing had to be, or could be, reduced. A file that stays too heavy is as light as it can be made.
pub fn reduce(document: &mut Document, cap: usize) -> Option<Reduced> {
    let mut weight = written(document);
    let mut pictures = if weight > cap { pictures(document) } else { Vec::new() };
    let mut pixels = 0;
    for (quality, side) in ROUNDS {
        pictures.sort_by_key(|picture| (Reverse(picture.weight), picture.id));
        for picture in &mut pictures {
            let Some(Object::Stream(stream)) = document.objects.get_mut(&picture.id) else { continue };
            pixels += picture.pixels;
            if weight <= cap || picture.weight < LIGHTEST || pixels > PIXELS_IN_ALL {
                break;
            }
            // A fault of the decoder is one of the image.
            let made = catch_unwind(AssertUnwindSafe(|| recoded(picture, &stream.content, quality, side)));
            let Some((width, height, jpeg)) = made.ok().flatten() else { continue };
            if jpeg.len() + FILTER < picture.weight {
                weight = weight + jpeg.len() + FILTER - picture.weight;
                picture.pixels = u64::from(width) * u64::from(height);
                (picture.width, picture.height, picture.samples, picture.weight) = (width, height, None, jpeg.len());
                // The colour space stays, and all that says how the image is shown.
                stream.set_plain_content(jpeg);
                stream.dict.set("Filter", "DCTDecode");
                let size = [("Width", width), ("Height", height), ("BitsPerComponent", 8)];
                size.into_iter().for_each(|(key, value)| stream.dict.set(key, value));
            }
        }
    }
    pictures.retain(|picture| picture.weight < picture.before);
    let sum = |bytes: fn(&Picture) -> usize| pictures.iter().map(bytes).sum();
    let reduced = Reduced { images: pictures.len(), before: sum(|picture| picture.before), after: sum(|picture| picture.weight) };
    (reduced.images > 0).then_some(reduced)
}

/// The length of the file, were it written now. Writing does not change a document.
fn written(document: &mut Document) -> usize {
    let mut scales = CrcWriter::new(io::sink());
    // What cannot be written will say so when it is.
    let _ = document.save_to(&mut scales);
    scales.crc().amount() as usize
}

/// An image that may be compressed anew.
struct Picture {
    id: ObjectId,
    width: u32,
    height: u32,
    pixels: u64,
    /// 1 or 3.
    components: u8,
    /// The entries that say how its samples are packed, if they are; `None` for a JPEG.
    samples: Option<Dictionary>,
    /// The length of its data, as they came and as they are now.
    before: usize,
    weight: usize,
}

/// The images of the document that may be compressed anew.
fn pictures(document: &Document) -> Vec<Picture> {
    let streams = || document.objects.iter().filter_map(|(id, object)| Some((*id, object.as_stream().ok()?)));
    let masks: BTreeSet<_> = streams().filter_map(|(_, image)| image.dict.get(b"SMask").ok()?.as_reference().ok()).collect();
    let heavy = streams().filter(|(id, stream)| stream.content.len() >= LIGHTEST && !masks.contains(id));
    heavy.filter_map(|(id, stream)| picture(document, id, stream)).collect()
}

fn picture(document: &Document, id: ObjectId, stream: &Stream) -> Option<Picture> {
    let (image, weight) = (&stream.dict, stream.content.len());
    let resolved = |object: &Object| document.dereference(object).map_or(Object::Null, |(_, object)| object.clone());
    let entry = |key: &[u8]| document.dereference(image.get(key).ok()?).ok().map(|(_, object)| object);
    let number = |key: &[u8]| entry(key)?.as_i64().ok().and_then(|number| u32::try_from(number).ok());
    // A mask of colours is an array, and no JPEG keeps a colour exactly; a matte goes with the very pixels.
    let matte = matches!(entry(b"SMask"), Some(Object::Stream(mask)) if mask.dict.has(b"Matte"));
    let exact = matches!(entry(b"Mask"), Some(Object::Array(_))) || matches!(entry(b"ImageMask"), Some(Object::Boolean(true)));
    if entry(b"Subtype")?.as_name().ok()? != b"Image" || image.has(b"Decode") || image.has(b"F") || matte || exact {
        return None;
    }
    let eight = number(b"BitsPerComponent") == Some(8);
    let filters = filters::of(image, resolved)?;
    let samples = match filters.as_slice() {
        // Colours that are not transformed as JPEG does by itself are left to their reader.
        [(name, parameters)] if name == b"DCTDecode" && !parameters.has(b"ColorTransform") => None,
        [(name, parameters)] if name == b"FlateDecode" && eight => {
            Some(dictionary! { "Filter" => "FlateDecode", "DecodeParms" => parameters.clone() })
        }
        [] if eight => Some(Dictionary::new()),
        _ => return None,
    };
    let components = components(document, entry(b"ColorSpace")?)?;
    let (width, height) = (number(b"Width")?, number(b"Height")?);
    let pixels = u64::from(width) * u64::from(height);
    let picture = Picture { id, width, height, pixels, components, samples, before: weight, weight };
    (1..=MOST_PIXELS).contains(&pixels).then_some(picture)
}

/// How many colours a space has, if it is grey or RGB, of the device or of a profile.
fn components(document: &Document, space: &Object) -> Option<u8> {
    match space {
        Object::Name(name) if name == b"DeviceRGB" => Some(3),
        Object::Name(name) if name == b"DeviceGray" => Some(1),
        Object::Array(items) if items.first()?.as_name().is_ok_and(|family| family == b"ICCBased") => {
            let profile = document.dereference(items.get(1)?).ok()?.1.as_stream().ok()?;
            let count = document.dereference(profile.dict.get(b"N").ok()?).ok()?.1.as_i64().ok()?;
            u8::try_from(count).ok().filter(|count| matches!(count, 1 | 3))
        }
        _ => None,
    }
}

/// The image as the round wants it; `None` if it cannot be read whole.
fn recoded(picture: &Picture, content: &[u8], quality: u8, most: u32) -> Option<(u32, u32, Vec<u8>)> {
    let mut image = match &picture.samples {
        None => decoded(picture, content)?,
        Some(packing) => assembled(picture, content, packing.clone())?,
    };
    let longer = picture.width.max(picture.height);
    if longer > most {
        let scaled = |side: u32| (u64::from(side) * u64::from(most) / u64::from(longer)).max(1) as u32;
        image = image.resize_exact(scaled(picture.width), scaled(picture.height), FilterType::Triangle);
    }
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    encoder.encode(image.as_bytes(), image.width(), image.height(), image.color().into()).ok()?;
    Some((image.width(), image.height(), jpeg))
}

/// A JPEG, if it is the one that the image announces and its data reach their end.
fn decoded(picture: &Picture, jpeg: &[u8]) -> Option<DynamicImage> {
    let end = jpeg.iter().rposition(|byte| !matches!(byte, 0 | b'\r' | b'\n' | b' '))?;
    if !jpeg[..=end].ends_with(b"\xff\xd9") || components_of(jpeg)? != picture.components {
        return None;
    }
    let decoder = JpegDecoder::new(Cursor::new(jpeg)).ok()?;
    let announced = decoder.dimensions() == (picture.width, picture.height);
    let image = announced.then(|| DynamicImage::from_decoder(decoder).ok()).flatten()?;
    (image.color().channel_count() == picture.components).then_some(image)
}

/// How many colours the frame of a JPEG has: the decoder would make three of four without a word. `None` if it names them R, G
/// and B, which readers do not transform and the decoder does.
fn components_of(jpeg: &[u8]) -> Option<u8> {
    let mut rest = jpeg.strip_prefix(b"\xff\xd8")?;
    while let [0xff, marker, high, low, ..] = rest {
        if matches!(marker, 0xc0..=0xc2) {
            let names = [10, 13, 16].map(|at| rest.get(at).copied().unwrap_or_default());
            return rest.get(9).copied().filter(|_| names != *b"RGB");
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes([*high, *low]))..)?;
    }
    None
}

/// Samples out of their filter, if none is missing.
fn assembled(picture: &Picture, content: &[u8], packing: Dictionary) -> Option<DynamicImage> {
    let length = usize::try_from(picture.pixels).ok()? * usize::from(picture.components);
    // One byte more for each row that is predicted, and what writers leave behind the last one.
    let most = length + usize::try_from(picture.height).ok()? + LIGHTEST;
    let mut samples = Stream::new(packing, content.to_vec()).get_plain_content_with_limit(most).ok()?;
    samples.truncate(length);
    match picture.components {
        1 => GrayImage::from_raw(picture.width, picture.height, samples).map(DynamicImage::from),
        _ => RgbImage::from_raw(picture.width, picture.height, samples).map(DynamicImage::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A gradient under grain, as a camera gives.
    fn samples(width: u32, height: u32, components: u32) -> Vec<u8> {
        let grain = |at: u32| (at.wrapping_mul(2_654_435_761) >> 27) as u8;
        (0..width * height * components).map(|at| (at / components % width * 200 / width) as u8 + grain(at)).collect()
    }

    fn image(width: u32, height: u32, space: impl Into<Object>, data: Vec<u8>) -> Stream {
        let sides = dictionary! { "Subtype" => "Image", "Width" => width, "Height" => height };
        with(with(Stream::new(sides, data), "BitsPerComponent", 8), "ColorSpace", space)
    }

    fn jpeg(space: impl Into<Object>) -> Stream {
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
        encoder.encode(&samples(600, 400, 3), 600, 400, image::ExtendedColorType::Rgb8).expect("a JPEG");
        with(image(600, 400, space, jpeg), "Filter", "DCTDecode")
    }

    fn with(mut image: Stream, key: &str, value: impl Into<Object>) -> Stream {
        image.dict.set(key, value);
        image
    }

    /// A document that holds the image as object 1, and a profile as object 2.
    fn document(image: Stream) -> Document {
        let mut document = Document::with_version("1.7");
        document.add_object(image);
        document.add_object(Stream::new(dictionary! { "N" => 3 }, b"a profile".to_vec()));
        document
    }

    #[test]
    fn a_photograph_shrinks_and_decodes_again_to_the_same_shape() {
        let profile = || Object::Array(vec!["ICCBased".into(), Object::Reference((2, 0))]);
        let mut packed = image(600, 400, "DeviceRGB", samples(600, 400, 3));
        packed.compress().expect("Flate");
        for (photograph, space, shape) in [
            (packed, "DeviceRGB".into(), (600, 400, 3)),
            (image(600, 400, "DeviceGray", samples(600, 400, 1)), "DeviceGray".into(), (600, 400, 1)),
            (image(3000, 100, profile(), samples(3000, 100, 3)), profile(), (2480, 82, 3)),
            (jpeg(profile()), profile(), (600, 400, 3)),
        ] {
            let before = photograph.content.len();
            let mut document = document(photograph);
            let cap = written(&mut document) - before / 10;
            let reduced = reduce(&mut document, cap).expect("a photograph that shrinks");
            assert!(written(&mut document) <= cap, "{reduced:?}");
            let image = document.objects[&(1, 0)].as_stream().expect("an image");
            assert_eq!(reduced, Reduced { images: 1, before, after: image.content.len() });
            let shown = image::load_from_memory(&image.content).expect("a JPEG");
            assert_eq!((shown.width(), shown.height(), shown.color().channel_count()), shape);
            let says = |key: &[u8]| image.dict.get(key).cloned().unwrap_or(Object::Null);
            let said = [says(b"Width"), says(b"Height"), says(b"Filter"), says(b"ColorSpace"), says(b"DecodeParms")];
            assert_eq!(said, [shape.0.into(), shape.1.into(), "DCTDecode".into(), space, Object::Null]);
        }
    }

    #[test]
    fn what_a_jpeg_cannot_hold_or_is_damaged_is_left_alone() {
        let plain = || image(600, 400, "DeviceRGB", samples(600, 400, 3));
        let mut cut = jpeg("DeviceRGB");
        cut.content.truncate(60_000);
        for (name, left) in [
            ("a 1-bit scan", with(with(plain(), "Filter", "CCITTFaxDecode"), "BitsPerComponent", 1)),
            ("a CMYK picture", with(plain(), "ColorSpace", "DeviceCMYK")),
            ("a palette", with(plain(), "ColorSpace", vec!["Indexed".into(), "DeviceRGB".into(), 1.into(), "ab".into()])),
            ("a mask of colours", with(plain(), "Mask", vec![Object::Integer(255); 6])),
            ("inverted samples", with(plain(), "Decode", vec![Object::Integer(1), Object::Integer(0)])),
            ("another's transparency", with(plain(), "SMask", Object::Reference((1, 0)))),
            ("samples that are missing", with(plain(), "Height", 500)),
            ("too many pixels", with(with(plain(), "Width", 60_000), "Height", 60_000)),
            ("a JPEG of another size", with(jpeg("DeviceRGB"), "Width", 500)),
            ("a JPEG that is cut short", cut),
        ] {
            let mut document = document(left);
            let before = document.objects.clone();
            assert_eq!(reduce(&mut document, 1000), None, "{name}");
            assert_eq!(document.objects, before, "{name}");
        }
    }

    #[test]
    fn what_fits_is_not_touched() {
        let mut document = document(image(600, 400, "DeviceRGB", samples(600, 400, 3)));
        let (before, cap) = (document.objects.clone(), written(&mut document));
        assert_eq!(reduce(&mut document, cap), None);
        assert_eq!(document.objects, before);
    }
}
