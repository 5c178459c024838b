//! Where a value stands in a JSON text, without a copy of the way there: a pointer is only written when a problem needs it.

use std::fmt;

/// Where a problem stands: a `Path`, or a pointer that is written already.
pub(in crate::case) trait Place {
    fn pointer(&self) -> String;
    /// The same for the same pointer, and cheap. Two pointers that share one by bad luck or by design hide a problem behind another.
    fn hash(&self) -> u64;
}

/// A place in a JSON text: one step, and the place before it.
#[derive(Clone, Copy)]
pub(in crate::case) struct Path<'p> {
    /// The place before, and the step from it; `None` for the whole text.
    last: Option<(&'p Path<'p>, Step<'p>)>,
    hash: u64,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Name(&'p str),
    Index(usize),
}

impl Default for Path<'_> {
    fn default() -> Self {
        Path { last: None, hash: START }
    }
}

impl<'p> Path<'p> {
    /// The place of a field of the object that stands here.
    pub fn field(&'p self, name: &'p str) -> Self {
        let bytes = name.bytes().flat_map(|byte| match byte {
            b'~' => [Some(b'~'), Some(b'0')],
            b'/' => [Some(b'~'), Some(b'1')],
            byte => [Some(byte), None],
        });
        Path { last: Some((self, Step::Name(name))), hash: hashed(hashed(self.hash, [b'/']), bytes.flatten()) }
    }

    /// The place of an item of the list that stands here.
    pub fn item(&'p self, index: usize) -> Self {
        Path { last: Some((self, Step::Index(index))), hash: hashed(hashed(self.hash, [b'/']), index.to_string().bytes()) }
    }
}

/// FNV-1a, 64 bits: the one known hash of which a text's is made from that of its beginning.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn hashed(before: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(before, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

impl Place for Path<'_> {
    fn pointer(&self) -> String {
        self.to_string()
    }

    fn hash(&self) -> u64 {
        self.hash
    }
}

impl Place for &str {
    fn pointer(&self) -> String {
        (*self).to_owned()
    }

    fn hash(&self) -> u64 {
        hashed(START, self.bytes())
    }
}

/// A JSON pointer (RFC 6901): `~` and `/` of a field's name are escaped.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((before, step)) = self.last else { return Ok(()) };
        before.fmt(f)?;
        match step {
            Step::Index(index) => write!(f, "/{index}"),
            Step::Name(name) => write!(f, "/{}", Escaped(name)),
        }
    }
}

/// A field's name as one step of a pointer.
pub(super) struct Escaped<'n>(pub &'n str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['~', '/']) {
            f.write_str(&rest[..at])?;
            f.write_str(if rest[at..].starts_with('~') { "~0" } else { "~1" })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_a_pointer_with_its_names_escaped() {
        let (root, list) = (Path::default(), "a/b~c/");
        let list = root.field(list);
        let item = list.item(7);
        assert_eq!(item.field("~~/").to_string(), "/a~1b~0c~1/7/~0~0~1");
        assert_eq!(item.field("").to_string(), "/a~1b~0c~1/7/");
        assert_eq!(root.to_string(), "");
        for path in [root, list, item, item.field("~~/"), item.field("")] {
            assert_eq!(path.hash(), path.to_string().as_str().hash());
        }
    }
}
