//! Photographs and scans: each picture on a page of A4, at its own size if that fits inside the margins, else as large as fits.
//!
//! Data are carried over as they are wherever PDF knows their compression; nothing is ever compressed anew with a loss. The
//! orientation a camera wrote down becomes the page's matrix.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::exhibit::meter::Meter;
use super::exhibit::{Conformance, Fault, Note, Taken, megabytes};
use super::page::{A4, box_of};
use super::reading::filters;

mod ifd;
mod jpeg;
mod pixels;
mod png;
mod strips;
mod tiff;

/// The most pixels a picture may have.
const PIXELS: u64 = 100_000_000;
/// The largest picture that is held as samples, where its rows do not come in order: 44 million pixels in colour.
const WHOLE: usize = 128 << 20;
/// White left on every side (points): 10 mm.
const MARGIN: f32 = 28.346;
/// Assumed where a picture does not say, or says what no camera and no scanner does (dots per inch).
const USUAL: f32 = 150.0;
/// Colour profiles longer than this stay behind.
const LONGEST_PROFILE: usize = 4 << 20;

/// One picture, as images of a document.
struct Picture {
    width: u32,
    height: u32,
    /// Dots per inch, across and down, as the file says.
    resolution: Option<[f32; 2]>,
    /// As EXIF counts: 1 upright, 6 and 8 on a side.
    orientation: u16,
    pieces: Vec<Piece>,
    /// Its colours need a profile that it does not have.
    uncalibrated: bool,
    truncated: bool,
}

/// A part of a picture, in pixels from its top left corner.
struct Piece {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    image: ObjectId,
}

pub fn take_jpeg(bytes: &[u8], meter: &Meter) -> Result<Taken, Fault> {
    let mut document = Document::new();
    let picture = jpeg::read(bytes, &mut document, meter)?;
    bind(document, &[picture], meter)
}

pub fn take_png(bytes: &[u8], meter: &Meter) -> Result<Taken, Fault> {
    let mut document = Document::new();
    let picture = png::read(bytes, &mut document, meter)?;
    bind(document, &[picture], meter)
}

pub fn take_tiff(bytes: &[u8], meter: &Meter) -> Result<Taken, Fault> {
    let mut document = Document::new();
    let pictures = tiff::read(bytes, &mut document, meter)?;
    bind(document, &pictures, meter)
}

/// Refuses a picture that has no pixels, or too many.
fn check_size(width: u32, height: u32) -> Result<(), Fault> {
    match u64::from(width) * u64::from(height) {
        0 => Err(broken()),
        pixels if pixels > PIXELS => Err(Fault::new(
            "exhibit-too-large",
            format!("L’image a {width}\u{a0}×\u{a0}{height} pixels, plus que les {} millions permis.", PIXELS / 1_000_000),
            "Réduisez-la avant de la produire.",
        )),
        _ => Ok(()),
    }
}

/// Refuses a picture whose rows would be more than may be decoded of one file.
fn unpacks_to(bytes: usize, meter: &Meter) -> Result<(), Fault> {
    let most = meter.most_decoded();
    if bytes > most {
        let says =
            format!("Une fois décompressée, l’image fait {}\u{a0}Mo, pour {}\u{a0}Mo permis.", megabytes(bytes), megabytes(most));
        return Err(Fault::new("exhibit-too-large", says, "Réduisez-la avant de la produire."));
    }
    Ok(())
}

/// Refuses a picture that must be held whole, and is too large for it.
fn held_whole(bytes: usize) -> Result<(), Fault> {
    if bytes <= WHOLE {
        return Ok(());
    }
    let says = format!(
        "L’image est entrelacée, en tuiles ou en couleurs séparées\u{a0}: elle se lit d’un bloc, de {}\u{a0}Mo, pour {}\u{a0}Mo permis.",
        megabytes(bytes),
        megabytes(WHOLE)
    );
    Err(Fault::new("exhibit-too-large", says, "Enregistrez-la sans entrelacement ni tuiles, ou réduisez-la."))
}

fn broken() -> Fault {
    Fault::new("exhibit-damaged", "L’image est endommagée.", "Exportez-la de nouveau en JPEG, en PNG ou en PDF.")
}

fn unknown(what: &str) -> Fault {
    Fault::new(
        "exhibit-damaged",
        format!("L’image utilise {what}, qu’un PDF ne sait pas montrer."),
        "Exportez-la en JPEG, en PNG ou en PDF.",
    )
}

/// A page for each picture.
fn bind(mut document: Document, pictures: &[Picture], meter: &Meter) -> Result<Taken, Fault> {
    document.version = "1.7".to_owned();
    let tree = document.new_object_id();
    let mut pages = Vec::new();
    let mut notes = Vec::new();
    for picture in pictures {
        meter.object()?;
        let page = sheet(&mut document, picture, tree);
        pages.push(document.add_object(page));
    }
    let truncated: Vec<usize> = (1..).zip(pictures).filter(|(_, picture)| picture.truncated).map(|(page, _)| page).collect();
    if !truncated.is_empty() {
        let says = "L’image est incomplète\u{202f}; ce qui peut en être lu est repris.".to_owned();
        notes.push(Note::new("image-truncated", says).on(&truncated));
    }
    let mut node = Dictionary::new();
    node.set("Type", "Pages");
    node.set("Count", i64::try_from(pages.len()).unwrap_or(0));
    node.set("Kids", pages.iter().copied().map(Object::Reference).collect::<Vec<_>>());
    document.set_object(tree, node);
    let mut catalogue = Dictionary::new();
    catalogue.set("Type", "Catalog");
    catalogue.set("Pages", Object::Reference(tree));
    let root = document.add_object(catalogue);
    document.trailer.set("Root", Object::Reference(root));
    let conforms = !pictures.iter().any(|picture| picture.uncalibrated || picture.truncated);
    let conformance = conforms.then_some(Conformance { part: 2, level: 'b' });
    Ok(Taken { document, pages, notes, optional_content: None, conformance, doubt: None })
}

/// A page of A4 with the picture in its middle.
fn sheet(document: &mut Document, picture: &Picture, tree: ObjectId) -> Dictionary {
    let size = shown(picture);
    let [_, _, narrow, long] = A4;
    let paper = if size[0] > size[1] { [long, narrow] } else { [narrow, long] };
    let scale = [0, 1].map(|side: usize| (paper[side] - 2.0 * MARGIN) / size[side]).into_iter().fold(1.0, f32::min);
    let size = size.map(|side| side * scale);
    let matrix = place(picture.orientation, size, [(paper[0] - size[0]) / 2.0, (paper[1] - size[1]) / 2.0]);
    let mut content = format!("q {} cm\n", matrix.map(|number| format!("{number:.4}")).join(" "));
    let mut images = Dictionary::new();
    let (width, height) = (picture.width as f32, picture.height as f32);
    for (at, piece) in picture.pieces.iter().enumerate() {
        // Pieces reach a little under those that are painted after them, so that no seam shows between them.
        let under = |end: u32, whole: u32| if end < whole { 0.25 } else { 0.0 };
        let across = piece.width as f32 + under(piece.left + piece.width, picture.width);
        let down = piece.height as f32 + under(piece.top + piece.height, picture.height);
        let bottom = height - piece.top as f32 - down;
        let parts = [across / width, 0.0, 0.0, down / height, piece.left as f32 / width, bottom / height];
        content.push_str(&format!("q {} cm /Image{at} Do Q\n", parts.map(|number| format!("{number:.7}")).join(" ")));
        images.set(format!("Image{at}"), Object::Reference(piece.image));
    }
    content.push_str("Q\n");
    let mut resources = Dictionary::new();
    resources.set("XObject", images);
    let contents = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let resources = document.add_object(resources);
    let mut page = Dictionary::new();
    page.set("Type", "Page");
    page.set("Parent", Object::Reference(tree));
    page.set("MediaBox", box_of(&[0.0, 0.0, paper[0], paper[1]]));
    page.set("CropBox", box_of(&[0.0, 0.0, paper[0], paper[1]]));
    page.set("Rotate", 0);
    page.set("Resources", Object::Reference(resources));
    page.set("Contents", Object::Reference(contents));
    page
}

/// The size at which a picture was taken, turned as it is shown (points).
fn shown(picture: &Picture) -> [f32; 2] {
    let sane = |dots: f32| (36.0..=4800.0).contains(&dots);
    let [across, down] = picture.resolution.filter(|dots| dots.iter().all(|dots| sane(*dots))).unwrap_or([USUAL; 2]);
    let (width, height) = (picture.width as f32 / across * 72.0, picture.height as f32 / down * 72.0);
    if picture.orientation >= 5 { [height, width] } else { [width, height] }
}

/// The matrix that puts a picture upright into a rectangle.
fn place(orientation: u16, size: [f32; 2], corner: [f32; 2]) -> [f32; 6] {
    let turn: [f32; 6] = match orientation {
        2 => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        3 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        4 => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        5 => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        6 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        7 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        8 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    let [a, b, c, d, e, f] = turn;
    [a * size[0], b * size[1], c * size[0], d * size[1], e * size[0] + corner[0], f * size[1] + corner[1]]
}

/// The dictionary of an image.
fn image_of(width: u32, height: u32, bits: u8, space: impl Into<Object>) -> Dictionary {
    let mut image = Dictionary::new();
    image.set("Type", "XObject");
    image.set("Subtype", "Image");
    image.set("Width", width);
    image.set("Height", height);
    image.set("BitsPerComponent", bits);
    image.set("ColorSpace", space);
    image
}

/// The colours that a profile describes, if it is one for that many of them; else the device's.
fn space_of(components: u8, profile: Option<Vec<u8>>, document: &mut Document, meter: &Meter) -> Result<Object, Fault> {
    let (device, mark) = match components {
        1 => ("DeviceGray", b"GRAY"),
        3 => ("DeviceRGB", b"RGB "),
        _ => ("DeviceCMYK", b"CMYK"),
    };
    match profile.filter(|profile| profile.len() <= LONGEST_PROFILE && is_profile(profile, mark)) {
        Some(profile) => {
            let mut stream = Stream::new(Dictionary::new(), Vec::new());
            filters::pack(&mut stream, profile, meter)?;
            stream.dict.set("N", i64::from(components));
            Ok(Object::Array(vec!["ICCBased".into(), Object::Reference(document.add_object(stream))]))
        }
        None => Ok(device.into()),
    }
}

fn is_profile(profile: &[u8], space: &[u8; 4]) -> bool {
    let says = profile.get(..4).and_then(|length| length.try_into().ok()).map(u32::from_be_bytes);
    says.and_then(|says| usize::try_from(says).ok()) == Some(profile.len())
        && matches!(profile.get(8), Some(2 | 4))
        && matches!(profile.get(12..16), Some(b"mntr" | b"scnr" | b"prtr" | b"spac"))
        && profile.get(16..20) == Some(space)
        && profile.get(36..40) == Some(b"acsp")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the corner of the stored picture that EXIF calls "row 0, column 0" is shown: x and y of a unit square.
    #[test]
    fn the_first_pixel_goes_where_the_camera_says() {
        for (orientation, first, along_row) in [
            (1, [0.0, 1.0], [1.0, 1.0]),
            (2, [1.0, 1.0], [0.0, 1.0]),
            (3, [1.0, 0.0], [0.0, 0.0]),
            (4, [0.0, 0.0], [1.0, 0.0]),
            (5, [0.0, 1.0], [0.0, 0.0]),
            (6, [1.0, 1.0], [1.0, 0.0]),
            (7, [1.0, 0.0], [1.0, 1.0]),
            (8, [0.0, 0.0], [0.0, 1.0]),
        ] {
            let [a, b, c, d, e, f] = place(orientation, [1.0, 1.0], [0.0, 0.0]);
            let at = |x: f32, y: f32| [a * x + c * y + e, b * x + d * y + f];
            assert_eq!((at(0.0, 1.0), at(1.0, 1.0)), (first, along_row), "{orientation}");
        }
    }

    #[test]
    fn a_picture_is_as_large_as_it_was_taken() {
        for (resolution, orientation, size) in [
            (Some([300.0, 300.0]), 1, [72.0, 144.0]),
            (Some([300.0, 300.0]), 6, [144.0, 72.0]),
            (Some([300.0, 150.0]), 1, [72.0, 288.0]),
            (None, 1, [144.0, 288.0]),
            (Some([0.0, 1.0]), 1, [144.0, 288.0]),
        ] {
            let picture = Picture {
                width: 300,
                height: 600,
                resolution,
                orientation,
                pieces: vec![],
                uncalibrated: false,
                truncated: false,
            };
            assert_eq!(shown(&picture), size, "{resolution:?}");
        }
    }
}
