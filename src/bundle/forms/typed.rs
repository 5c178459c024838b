//! A value that has no appearance, set as a reader's own software would set it: Helvetica, in the size, colour and alignment
//! that the field asks for.
//!
//! The font is one of the fourteen that every reader has, and is not embedded: the caller says so. Never sets a character that
//! the font has not.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::page::{box_of, number};
use super::field::Field;

/// Widths of Helvetica from the space to the tilde, in thousandths.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
    722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222,
    500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// The characters of WinAnsi from 0x80.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// Space between a field's edge and its words (points).
const INSET: f32 = 2.0;
const ASCENT: f32 = 0.718;
const DESCENT: f32 = 0.207;
const LEADING: f32 = 1.15;
const SMALLEST: f32 = 4.0;
const LARGEST: f32 = 12.0;

/// A form that shows the value in a box of that size. `None` if a character cannot be set.
pub fn set(document: &mut Document, widget: &Dictionary, field: &Field, size: [f32; 2]) -> Option<ObjectId> {
    let turned = widget.get_deref(b"MK", document).and_then(Object::as_dict).ok().and_then(|look| number(document, look, b"R"));
    let quarters = (turned.unwrap_or(0.0) / 90.0).round().rem_euclid(4.0) as u8;
    let [width, height] = if quarters.is_multiple_of(2) { size } else { [size[1], size[0]] };
    let text = encoded(&field.value)?;
    let (asked, colour) = style(&field.style);
    let lines = if field.multiline { text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect() } else { vec![flat(&text)] };
    let (points, lines) = fitted(lines, asked, [width - 2.0 * INSET, height - 2.0 * INSET], field);
    let mut content = format!("/Tx BMC q 0 0 {width:.2} {height:.2} re W n BT /F {points:.2} Tf {colour}\n").into_bytes();
    let first = if field.multiline {
        height - INSET - ASCENT * points
    } else {
        (height - (ASCENT + DESCENT) * points) / 2.0 + DESCENT * points
    };
    for (at, line) in lines.iter().enumerate() {
        let baseline = first - LEADING * points * at as f32;
        match field.cells {
            Some(cells) => {
                for (cell, byte) in line.iter().take(cells).enumerate() {
                    let middle = width / cells as f32 * (cell as f32 + 0.5);
                    show(&mut content, middle - length(&[*byte], points) / 2.0, baseline, &[*byte]);
                }
            }
            None => {
                let room = width - 2.0 * INSET - length(line, points);
                let indent = match field.aligned {
                    1 => room / 2.0,
                    2 => room,
                    _ => 0.0,
                };
                show(&mut content, INSET + indent, baseline, line);
            }
        }
    }
    content.extend(b"ET Q EMC\n");
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.dict.set("BBox", box_of(&[0.0, 0.0, width, height]));
    let matrix = match quarters {
        1 => [0.0, 1.0, -1.0, 0.0, height, 0.0],
        2 => [-1.0, 0.0, 0.0, -1.0, width, height],
        3 => [0.0, -1.0, 1.0, 0.0, 0.0, width],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    stream.dict.set("Matrix", matrix.map(Object::Real).to_vec());
    stream.dict.set("Resources", resources());
    Some(document.add_object(stream))
}

fn resources() -> Dictionary {
    let mut font = Dictionary::new();
    for (key, value) in [("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica"), ("Encoding", "WinAnsiEncoding")] {
        font.set(key, value);
    }
    let mut fonts = Dictionary::new();
    fonts.set("F", font);
    let mut resources = Dictionary::new();
    resources.set("Font", fonts);
    resources
}

fn show(content: &mut Vec<u8>, x: f32, y: f32, line: &[u8]) {
    let digits: String = line.iter().map(|byte| format!("{byte:02x}")).collect();
    content.extend(format!("1 0 0 1 {x:.2} {y:.2} Tm <{digits}> Tj\n").into_bytes());
}

/// The value in WinAnsi, its lines ended by one character.
fn encoded(value: &str) -> Option<Vec<u8>> {
    let value = value.replace("\r\n", "\n").replace('\r', "\n");
    value.chars().filter(|letter| *letter != '\u{ad}').map(byte_of).collect()
}

fn byte_of(letter: char) -> Option<u8> {
    match letter {
        '\n' => Some(b'\n'),
        '\t' | '\u{2009}' | '\u{202f}' => Some(b' '),
        '\u{2011}' => Some(b'-'),
        ' '..='~' | '\u{a0}'..='ÿ' => u8::try_from(u32::from(letter)).ok(),
        _ => WINDOWS.chars().position(|known| known == letter).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

fn flat(text: &[u8]) -> Vec<u8> {
    text.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }).collect()
}

/// How long a line is. A letter with an accent is as wide as without.
fn length(line: &[u8], points: f32) -> f32 {
    let width = |byte: &u8| match byte {
        b' '..=b'~' => WIDTHS[usize::from(byte - b' ')],
        0xa0 => 278,
        0xcc..=0xcf | 0xec..=0xef | 0x91 | 0x92 | 0x82 => 278,
        0xc0..=0xc5 | 0xc8..=0xcb | 0xdd => 667,
        0xc6 | 0x8c | 0x97 | 0x85 => 1000,
        0xe6 | 0x9c => 917,
        0xc7 | 0xd0 | 0xd1 | 0xd9..=0xdc => 722,
        0xd2..=0xd6 | 0xd8 => 778,
        0xe7 | 0xfd | 0xff => 500,
        _ => 556,
    };
    line.iter().map(|byte| f32::from(width(byte))).sum::<f32>() * points / 1000.0
}

/// The size and the lines that fit: the size asked for, or if the field leaves it open the largest that fits.
fn fitted(lines: Vec<Vec<u8>>, asked: f32, room: [f32; 2], field: &Field) -> (f32, Vec<Vec<u8>>) {
    let broken = |points: f32| {
        if field.multiline {
            lines.iter().flat_map(|line| wrapped(line, points, room[0])).collect::<Vec<_>>()
        } else {
            lines.clone()
        }
    };
    if asked > 0.0 {
        return (asked, broken(asked));
    }
    let mut points = if field.multiline { LARGEST } else { ((room[1] + 2.0 * INSET) * 0.7).clamp(SMALLEST, LARGEST) };
    loop {
        let lines = broken(points);
        let widest = lines.iter().map(|line| length(line, points)).fold(0.0, f32::max);
        let fits = if field.multiline { lines.len() as f32 * LEADING * points <= room[1] } else { widest <= room[0] };
        if fits || field.cells.is_some() || points <= SMALLEST {
            return (points, lines);
        }
        points -= 0.5;
    }
}

/// A line broken between words.
fn wrapped(line: &[u8], points: f32, room: f32) -> Vec<Vec<u8>> {
    let mut lines = vec![Vec::new()];
    for word in line.split(|byte| *byte == b' ') {
        let Some(last) = lines.last_mut() else { break };
        if !last.is_empty() && length(last, points) + length(b" ", points) + length(word, points) > room {
            lines.push(word.to_vec());
        } else {
            if !last.is_empty() {
                last.push(b' ');
            }
            last.extend(word);
        }
    }
    lines
}

/// The size of the type, 0 if it is left open, and the operator that sets its colour.
fn style(style: &[u8]) -> (f32, String) {
    let text = String::from_utf8_lossy(style);
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<f32>().ok()).filter(|number| number.is_finite());
    let set = words.iter().position(|word| *word == "Tf").and_then(|at| number(at.checked_sub(1)?));
    let colour = words.iter().enumerate().find_map(|(at, word)| {
        let count = match *word {
            "g" => 1,
            "rg" => 3,
            "k" => 4,
            _ => return None,
        };
        let parts: Vec<String> =
            (at.checked_sub(count)?..at).map(|part| Some(format!("{:.3}", number(part)?))).collect::<Option<_>>()?;
        Some(format!("{} {word}", parts.join(" ")))
    });
    (set.filter(|size| (0.0..=300.0).contains(size)).unwrap_or(0.0), colour.unwrap_or_else(|| "0 g".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_read_and_a_senseless_one_left_open() {
        for (text, size, colour) in [
            ("/Helv 9 Tf 0 0 1 rg", 9.0, "0.000 0.000 1.000 rg"),
            ("0.5 g /Helv 0 Tf", 0.0, "0.500 g"),
            ("/Helv -3 Tf", 0.0, "0 g"),
            ("Tf rg", 0.0, "0 g"),
            ("", 0.0, "0 g"),
        ] {
            assert_eq!(style(text.as_bytes()), (size, colour.to_owned()), "{text}");
        }
    }

    #[test]
    fn french_can_be_set_and_what_cannot_is_not_guessed() {
        assert_eq!(encoded("Créance due\u{a0}: 1\u{202f}200,50 €"), Some(b"Cr\xe9ance due\xa0: 1 200,50 \x80".to_vec()));
        assert_eq!(encoded("عربي"), None);
    }
}
