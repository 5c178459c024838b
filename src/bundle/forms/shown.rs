//! Whether an appearance shows a value: what its text operators set, compared with the words of the field.
//!
//! Knows no encoding: only letters and digits of ASCII are compared, so that what is in doubt counts as not shown.

use lopdf::{Document, ObjectId};

use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::super::page::decoded;
use super::field::Field;

/// As much of a value is looked for (letters): enough to tell it from an older one, and no more work than that.
const COMPARED: usize = 64;

/// Whether the text of the appearance has that of the value; of a list without one, whether there is any. What is no text is
/// taken to be shown.
pub fn by(document: &Document, id: ObjectId, field: &Field, meter: &Meter) -> Result<bool, Fault> {
    if field.secret || (!field.has_words() && field.list.is_empty()) {
        return Ok(true);
    }
    let mut told: Vec<u8> = plain(field.value.bytes());
    told.truncate(COMPARED);
    let content = decoded(document, id, meter)?.map(|content| content.bytes).unwrap_or_default();
    let text = plain(strings(&content).into_iter());
    if told.is_empty() {
        return Ok(!strings(&content).is_empty() || paints(&content));
    }
    Ok(paints(&content) || text.windows(told.len()).any(|window| window == told))
}

/// Whether an appearance sets no text and paints no form or image.
pub fn nothing(document: &Document, id: ObjectId, meter: &Meter) -> Result<bool, Fault> {
    let content = decoded(document, id, meter)?.map(|content| content.bytes).unwrap_or_default();
    let sets = [&b"Tj"[..], b"TJ", b"'", b"\""].iter().any(|sets| content.windows(sets.len()).any(|window| window == *sets));
    Ok(!sets && !paints(&content))
}

fn paints(content: &[u8]) -> bool {
    content.windows(3).any(|window| window == b" Do")
}

fn plain(bytes: impl Iterator<Item = u8>) -> Vec<u8> {
    bytes.filter(u8::is_ascii_alphanumeric).collect()
}

/// The bytes of all strings in a content stream, one after the other.
fn strings(content: &[u8]) -> Vec<u8> {
    let (mut found, mut at, mut open) = (Vec::new(), 0, 0usize);
    while let Some(&byte) = content.get(at) {
        at += 1;
        match byte {
            b'(' => open += 1,
            b')' => open = open.saturating_sub(1),
            b'\\' if open > 0 => {
                let digits = content[at..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let value = content[at..at + digits].iter().fold(0u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                found.extend(u8::try_from(value).ok().filter(|_| digits > 0).or_else(|| content.get(at).copied()));
                at += digits.max(1);
            }
            b'<' if open == 0 && content.get(at) != Some(&b'<') => {
                let digits: Vec<u8> = content[at..].iter().copied().take_while(|byte| *byte != b'>').collect();
                at += digits.len();
                let digits: Vec<u8> =
                    digits.into_iter().filter_map(|byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
                found.extend(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)));
            }
            b'<' if open == 0 => at += 1,
            byte if open > 0 => found.push(byte),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_however_they_are_written() {
        let content = b"/Tx BMC <</A 1>> (12 \\(3\\)) Tj [(a)-20<6263>] TJ (\\101(x)) Tj";
        assert_eq!(strings(content), b"12 (3)abcAx");
    }
}
