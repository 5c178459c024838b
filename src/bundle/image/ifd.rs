//! The directories of TIFF, which are also those of EXIF: entries of a tag and its values.
//!
//! Reads what is asked for and nothing else; every offset is checked, every list has a bound.

/// Entries that a directory may have, and values that an entry may have.
const ENTRIES: usize = 512;
const VALUES: usize = 1 << 20;

/// A file in the byte order that its first bytes say.
#[derive(Clone, Copy)]
pub struct File<'a> {
    pub bytes: &'a [u8],
    pub little: bool,
    /// BigTIFF: counts and offsets of eight bytes.
    big: bool,
}

/// One directory.
pub struct Directory<'a> {
    file: File<'a>,
    entries: Vec<Entry>,
    pub next: usize,
}

struct Entry {
    tag: u16,
    kind: u16,
    count: usize,
    offset: usize,
}

impl<'a> File<'a> {
    /// The file and where its first directory stands.
    pub fn of(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let (little, big) = match bytes.get(..4)? {
            [b'I', b'I', version @ (42 | 43), 0] => (true, *version == 43),
            [b'M', b'M', 0, version @ (42 | 43)] => (false, *version == 43),
            _ => return None,
        };
        let file = Self { bytes, little, big };
        Some((file, file.offset(if big { 8 } else { 4 })?))
    }

    pub fn short(&self, at: usize) -> Option<u16> {
        let pair = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    pub fn long(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    }

    fn long8(&self, at: usize) -> Option<usize> {
        let eight = self.bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
        usize::try_from(if self.little { u64::from_le_bytes(eight) } else { u64::from_be_bytes(eight) }).ok()
    }

    /// An offset or a count.
    fn offset(&self, at: usize) -> Option<usize> {
        if self.big { self.long8(at) } else { self.long(at) }
    }

    pub fn directory(self, at: usize) -> Option<Directory<'a>> {
        let (head, entry, word) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = if self.big { self.long8(at)? } else { usize::from(self.short(at)?) };
        let mut entries = Vec::new();
        for number in 0..count.min(ENTRIES) {
            let start = at.checked_add(head + number * entry)?;
            let (Some(tag), Some(kind), Some(count)) = (self.short(start), self.short(start + 2), self.offset(start + 4)) else {
                break;
            };
            let length = size_of(kind).checked_mul(count)?;
            let value = start + 4 + word;
            let offset = if length <= word { value } else { self.offset(value)? };
            entries.push(Entry { tag, kind, count: count.min(VALUES), offset });
        }
        let next = count.checked_mul(entry).and_then(|length| at.checked_add(head)?.checked_add(length));
        Some(Directory { file: self, entries, next: next.and_then(|next| self.offset(next)).unwrap_or(0) })
    }
}

fn size_of(kind: u16) -> usize {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => 1,
    }
}

impl<'a> Directory<'a> {
    fn entry(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }

    /// The values of a tag, as whole numbers.
    pub fn numbers(&self, tag: u16) -> Option<Vec<usize>> {
        let entry = self.entry(tag)?;
        let size = size_of(entry.kind);
        (0..entry.count)
            .map(|at| {
                let at = entry.offset.checked_add(at * size)?;
                match size {
                    1 => self.file.bytes.get(at).map(|byte| usize::from(*byte)),
                    2 => self.file.short(at).map(usize::from),
                    4 => self.file.long(at),
                    _ if matches!(entry.kind, 16 | 18) => self.file.long8(at),
                    _ => None,
                }
            })
            .collect()
    }

    pub fn number(&self, tag: u16) -> Option<usize> {
        self.numbers(tag)?.first().copied()
    }

    /// A fraction.
    pub fn ratio(&self, tag: u16) -> Option<f32> {
        let entry = self.entry(tag).filter(|entry| entry.kind == 5)?;
        let (above, below) = (self.file.long(entry.offset)?, self.file.long(entry.offset.checked_add(4)?)?);
        (below > 0).then(|| above as f32 / below as f32)
    }

    /// The bytes of a tag.
    pub fn data(&self, tag: u16) -> Option<&'a [u8]> {
        let entry = self.entry(tag).filter(|entry| size_of(entry.kind) == 1)?;
        self.file.bytes.get(entry.offset..entry.offset.checked_add(entry.count)?)
    }

    /// Orientation, 1 if it is none.
    pub fn orientation(&self) -> u16 {
        self.number(0x112).and_then(|value| u16::try_from(value).ok()).filter(|value| (1..=8).contains(value)).unwrap_or(1)
    }

    /// Dots per inch.
    pub fn resolution(&self) -> Option<[f32; 2]> {
        let unit = match self.number(0x128) {
            None | Some(2) => 1.0,
            Some(3) => 2.54,
            Some(_) => return None,
        };
        Some([self.ratio(0x11a)? * unit, self.ratio(0x11b)? * unit])
    }
}

/// What the EXIF block of a photograph says of it: how it was held, and its resolution.
pub fn exif(block: &[u8]) -> Option<(u16, Option<[f32; 2]>)> {
    let (file, first) = File::of(block)?;
    let directory = file.directory(first)?;
    Some((directory.orientation(), directory.resolution()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_s_orientation_is_read_and_nonsense_is_upright() {
        let block = |orientation: u8, count: u8| {
            let mut block = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0".to_vec();
            block.extend([count, 0, orientation, 0, 0, 0, 0, 0, 0]);
            block
        };
        for (bytes, orientation) in [
            (block(6, 1), Some(6)),
            (block(0, 1), Some(1)),
            (block(9, 1), Some(1)),
            (block(6, 0), Some(1)),
            (b"MM".to_vec(), None),
        ] {
            assert_eq!(exif(&bytes).map(|found| found.0), orientation);
        }
    }
}
