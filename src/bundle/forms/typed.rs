//! A value that has no appearance, set as a reader's own software would set it: Helvetica, in the size, colour and alignment
//! that the field asks for.
//!
//! The font is one of the fourteen that every reader has, and is not embedded: the caller says so. Never sets a character that
//! the font has not.

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
/// From one choice of a list to the next, in parts of the size: as poppler sets them.
const STEP: f32 = 1.1;
/// The height of the bounding box of Helvetica.
const LINE: f32 = 1.156;
const SMALLEST: f32 = 4.0;
const LARGEST: f32 = 12.0;
/// Signs of a secret that are told.
const MOST_STARS: usize = 200;

/// How the words of a field stand in a box: its size, and what its frame takes from each side (points).
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub size: [f32; 2],
    pub edge: f32,
}

/// The operators that show what is filled in. `None` if a character cannot be set.
pub fn text(field: &Field, room: Room) -> Option<Vec<u8>> {
    let stars = "*".repeat(field.value.chars().count().min(MOST_STARS));
    match field.list.as_slice() {
        [] => words(if field.secret { &stars } else { &field.value }, field, room),
        list => choices(list, field, room),
    }
}

/// Words in the middle of a box, as a button has them.
pub fn caption(words: &str, field: &Field, room: Room) -> Option<Vec<u8>> {
    let text = flat(&encoded(words)?);
    let (asked, colour) = style(&field.style);
    let points = if asked > 0.0 { asked } else { fitting(&text, room, field) };
    let [width, height] = room.size;
    let mut content = format!("BT /F {points:.2} Tf {colour}\n").into_bytes();
    show(&mut content, (width - length(&text, points)) / 2.0, middle(height, points), &text);
    content.extend(b"ET\n");
    Some(content)
}

fn words(value: &str, field: &Field, room: Room) -> Option<Vec<u8>> {
    let [width, height] = room.size;
    let inset = INSET + room.edge;
    let text = encoded(value)?;
    let (asked, colour) = style(&field.style);
    let lines = if field.multiline { text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect() } else { vec![flat(&text)] };
    let (points, lines) = fitted(lines, asked, room, field);
    let mut content = format!("BT /F {points:.2} Tf {colour}\n").into_bytes();
    let first = if field.multiline { height - inset - ASCENT * points } else { middle(height, points) };
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
                let room = width - 2.0 * inset - length(line, points);
                let indent = match field.aligned {
                    1 => room / 2.0,
                    2 => room,
                    _ => 0.0,
                };
                show(&mut content, inset + indent, baseline, line);
            }
        }
    }
    content.extend(b"ET\n");
    Some(content)
}

/// The lines of an open list that find room, those chosen in white on black.
fn choices(list: &[(String, bool)], field: &Field, room: Room) -> Option<Vec<u8>> {
    let [width, height] = room.size;
    let inset = INSET + room.edge;
    let (asked, colour) = style(&field.style);
    let points = if asked > 0.0 { asked } else { LARGEST };
    let step = STEP * points;
    let mut content = Vec::new();
    for (at, (words, chosen)) in list.iter().enumerate() {
        let baseline = height - step * (at + 1) as f32;
        if baseline + step <= room.edge {
            break;
        }
        let text = flat(&encoded(words)?);
        if *chosen {
            let (wide, foot) = (width - 2.0 * room.edge, baseline - DESCENT * points);
            content.extend(format!("0 g {:.2} {foot:.2} {wide:.2} {step:.2} re f\n", room.edge).into_bytes());
        }
        content.extend(format!("BT /F {points:.2} Tf {}\n", if *chosen { "1 g" } else { &colour }).into_bytes());
        show(&mut content, inset, baseline, &text);
        content.extend(b"ET\n");
    }
    Some(content)
}

/// The baseline of a line that stands in the middle of that height.
fn middle(height: f32, points: f32) -> f32 {
    (height - (ASCENT + DESCENT) * points) / 2.0 + DESCENT * points
}

/// The largest size in which a line fits its box; no larger than usual where the field says nothing of its type.
fn fitting(line: &[u8], room: Room, field: &Field) -> f32 {
    let [width, height] = room.size.map(|side| side - 2.0 * room.edge);
    let wide = length(line, 1.0);
    let by_width = if wide > 0.0 { (width - 2.0 * INSET) / wide } else { f32::INFINITY };
    let largest = if field.style.is_empty() { LARGEST } else { f32::INFINITY };
    (height / LINE).min(by_width).min(largest).max(SMALLEST)
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
fn fitted(lines: Vec<Vec<u8>>, asked: f32, room: Room, field: &Field) -> (f32, Vec<Vec<u8>>) {
    let [width, height] = room.size.map(|side| side - 2.0 * (INSET + room.edge));
    let broken = |points: f32| lines.iter().flat_map(|line| wrapped(line, points, width)).collect::<Vec<_>>();
    match (asked > 0.0, field.multiline) {
        (true, true) => return (asked, broken(asked)),
        (true, false) => return (asked, lines),
        (false, false) if field.cells.is_some() => return (fitting(b"", room, field).min(LARGEST), lines),
        (false, false) => return (fitting(lines.first().map_or(&b""[..], Vec::as_slice), room, field), lines),
        (false, true) => {}
    }
    let mut points = LARGEST;
    loop {
        let lines = broken(points);
        if lines.len() as f32 * LEADING * points <= height || points <= SMALLEST {
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
pub fn style(style: &[u8]) -> (f32, String) {
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
