//! JPEG, as it is: its header says all that a page needs to know.
//!
//! Never decodes and never compresses anew.

use lopdf::{Document, Object, Stream};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::{Picture, Piece, broken, check_size, ifd, image_of, space_of, unknown};

/// What the segments before the data say.
#[derive(Default)]
pub struct Header {
    pub width: u32,
    pub height: u32,
    pub components: u8,
    /// Adobe's marker is there: four colours are then inverted.
    pub adobe: bool,
    /// Three colours, named R, G and B, are not to be transformed.
    plain_rgb: bool,
    density: Option<[f32; 2]>,
    orientation: Option<u16>,
    resolution: Option<[f32; 2]>,
    profile: Vec<(u8, Vec<u8>)>,
}

pub fn read(bytes: &[u8], document: &mut Document, meter: &Meter) -> Result<Picture, Fault> {
    let mut header = header(bytes)?;
    check_size(header.width, header.height)?;
    header.profile.sort_by_key(|(number, _)| *number);
    let profile: Vec<u8> = std::mem::take(&mut header.profile).into_iter().flat_map(|(_, part)| part).collect();
    let profile = Some(profile).filter(|profile| !profile.is_empty());
    let space = space_of(header.components, profile, document, meter)?;
    let uncalibrated = header.components == 4 && space.as_name().is_ok();
    let image = document.add_object(stream(bytes.to_vec(), &header, space));
    Ok(Picture {
        width: header.width,
        height: header.height,
        resolution: header.resolution.or(header.density),
        orientation: header.orientation.unwrap_or(1),
        pieces: vec![Piece { left: 0, top: 0, width: header.width, height: header.height, image }],
        uncalibrated,
        truncated: !bytes.windows(2).any(|pair| pair == [0xff, 0xd9]),
    })
}

/// An image that holds the data as they are.
pub fn stream(data: Vec<u8>, header: &Header, space: Object) -> Stream {
    let mut image = image_of(header.width, header.height, 8, space);
    image.set("Filter", "DCTDecode");
    if header.components == 4 && header.adobe {
        image.set("Decode", [1, 0, 1, 0, 1, 0, 1, 0].map(Object::Integer).to_vec());
    }
    if header.plain_rgb {
        let mut parameters = lopdf::Dictionary::new();
        parameters.set("ColorTransform", 0);
        image.set("DecodeParms", parameters);
    }
    Stream::new(image, data).with_compression(false)
}

/// Reads the segments up to the data.
pub fn header(bytes: &[u8]) -> Result<Header, Fault> {
    let mut header = Header::default();
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2).ok_or_else(broken)? {
            [0xff, 0xff] => {
                at += 1;
                continue;
            }
            [0xff, marker] => *marker,
            // Some cameras leave a few bytes between segments.
            _ => {
                at += 1;
                continue;
            }
        };
        at += 2;
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = bytes.get(at..at + 2).map(|pair| usize::from(pair[0]) << 8 | usize::from(pair[1])).ok_or_else(broken)?;
        let segment = bytes.get(at + 2..at + length.max(2)).ok_or_else(broken)?;
        at += length.max(2);
        match marker {
            0xc0..=0xc2 => frame(segment, &mut header)?,
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(unknown("une variante rare de JPEG")),
            0xe0 => header.density = density(segment),
            0xe1 => {
                if let Some((orientation, resolution)) = segment.strip_prefix(b"Exif\0\0").and_then(ifd::exif) {
                    header.orientation = header.orientation.or(Some(orientation));
                    header.resolution = header.resolution.or(resolution);
                }
            }
            0xe2 => {
                if let Some([number, _, part @ ..]) = segment.strip_prefix(b"ICC_PROFILE\0") {
                    header.profile.push((*number, part.to_vec()));
                }
            }
            0xee => header.adobe |= segment.starts_with(b"Adobe"),
            0xda if header.components == 0 => return Err(broken()),
            0xda => {
                header.plain_rgb &= !header.adobe;
                return Ok(header);
            }
            0xd9 => return Err(broken()),
            _ => {}
        }
    }
}

fn frame(segment: &[u8], header: &mut Header) -> Result<(), Fault> {
    let [precision, height, low_height, width, low_width, components, rest @ ..] = segment else { return Err(broken()) };
    if *precision != 8 {
        return Err(unknown("plus de huit bits par couleur en JPEG"));
    }
    if !matches!(components, 1 | 3 | 4) {
        return Err(broken());
    }
    header.height = u32::from(*height) << 8 | u32::from(*low_height);
    header.width = u32::from(*width) << 8 | u32::from(*low_width);
    header.components = *components;
    header.plain_rgb = rest.chunks(3).map(|component| component[0]).eq(*b"RGB");
    Ok(())
}

/// The resolution that JFIF gives.
fn density(segment: &[u8]) -> Option<[f32; 2]> {
    let [unit, across, low_across, down, low_down, ..] = segment.strip_prefix(b"JFIF\0")?.get(2..)? else { return None };
    let dots = |high: u8, low: u8| f32::from(u16::from(high) << 8 | u16::from(low));
    let unit = match unit {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    Some([dots(*across, *low_across) * unit, dots(*down, *low_down) * unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(components: &[u8], segments: &[u8]) -> Vec<u8> {
        let mut file = [b"\xff\xd8", segments, b"\xff\xc0\0"].concat();
        file.extend([8 + 3 * components.len() as u8, 8, 0, 20, 0, 10, components.len() as u8]);
        components.iter().for_each(|name| file.extend([*name, 0x11, 0]));
        file.extend(b"\xff\xda\0\x02data\xff\xd9");
        file
    }

    #[test]
    fn the_header_says_how_colours_are_to_be_read() {
        let adobe = b"\xff\xee\0\x0eAdobe\0d\0\0\0\0\x02";
        for (bytes, inverted, plain) in [
            (file(&[1, 2, 3], b""), false, false),
            (file(b"RGB", b""), false, true),
            (file(&[1, 2, 3, 4], b""), false, false),
            (file(&[1, 2, 3, 4], adobe), true, false),
        ] {
            let header = header(&bytes).expect("a header");
            assert_eq!((header.width, header.height), (10, 20));
            let image = stream(bytes, &header, Object::Null);
            assert_eq!((image.dict.has(b"Decode"), image.dict.has(b"DecodeParms")), (inverted, plain));
        }
    }

    #[test]
    fn a_header_that_ends_too_soon_is_damaged() {
        let whole = file(&[1, 2, 3], b"");
        for length in 2..whole.len() - 8 {
            assert!(header(&whole[..length]).is_err(), "{length}");
        }
    }
}
