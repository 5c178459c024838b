//! Where a request's head and body end in a stream of bytes. Decides only what is handed on now and what waits for its turn: what the
//! bytes mean, the dispatcher alone says.

/// A head larger than this is refused: four times what browsers and proxies send at most (nginx takes lines of 8 KiB).
pub const MAX_HEAD: usize = 32 * 1024;

/// Which bytes the dispatcher may have now.
#[derive(Debug)]
pub enum Passage {
    /// None before the next head is whole.
    Head(HeadEnd),
    /// The rest of a whole head.
    Giving(usize),
    /// A body of so many bytes more.
    Length(u64),
    /// A body in chunks.
    Chunked(Chunks),
    /// All until the client closes: what the dispatcher takes for a stream.
    Stream,
    /// None before the answer is out: the next request waits.
    Rest,
}

impl Passage {
    pub fn head() -> Self {
        Self::Head(HeadEnd::default())
    }

    /// The length of the whole head that `held` begins with, where a head is awaited and is there.
    pub fn head_in(&mut self, held: &[u8]) -> Option<usize> {
        match self {
            Self::Head(head) => head.find(held),
            _ => None,
        }
    }
}

/// Finds the empty line that ends a head, in bytes that come one by one as well as all at once.
#[derive(Debug, Default)]
pub struct HeadEnd {
    seen: usize,
    begun: bool,
    line: usize,
}

impl HeadEnd {
    /// The length of the head in `held`, whose first bytes were seen before; `None` while it is not whole.
    pub fn find(&mut self, held: &[u8]) -> Option<usize> {
        for byte in &held[self.seen.min(held.len())..] {
            self.seen += 1;
            match byte {
                b'\n' if self.begun && self.line == 0 => return Some(self.seen),
                // Empty lines before a request are allowed (RFC 9112, 2.2).
                b'\n' => self.line = 0,
                b'\r' => {}
                _ => {
                    self.begun = true;
                    self.line += 1;
                }
            }
        }
        None
    }
}

/// Follows a body in chunks (RFC 9112, 7.1), as strictly as the dispatcher does: a body that it would refuse is refused here first.
#[derive(Debug, Default)]
pub struct Chunks {
    step: Step,
    size: u64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Step {
    #[default]
    FirstDigit,
    Digits,
    Spaces,
    Extension,
    SizeEnd,
    Data,
    DataReturn,
    DataEnd,
    /// At the start of a trailer's line, or of the empty line that ends all.
    TrailerStart,
    Trailer,
    TrailerEnd,
    LastEnd,
}

/// What some bytes of a body in chunks are.
#[derive(Debug, PartialEq, Eq)]
pub enum Scan {
    More,
    /// The body ends after so many of the bytes.
    End(usize),
    /// No body in chunks.
    Bad,
}

impl Chunks {
    pub fn scan(&mut self, bytes: &[u8]) -> Scan {
        let mut at = 0;
        while at < bytes.len() {
            if self.step == Step::Data {
                let taken = self.size.min((bytes.len() - at) as u64);
                self.size -= taken;
                at += taken as usize;
                if self.size == 0 {
                    self.step = Step::DataReturn;
                }
                continue;
            }
            let byte = bytes[at];
            at += 1;
            if self.step == Step::LastEnd && byte == b'\n' {
                return Scan::End(at);
            }
            let Some(step) = self.after(byte) else { return Scan::Bad };
            self.step = step;
        }
        Scan::More
    }

    fn after(&mut self, byte: u8) -> Option<Step> {
        let digit = char::from(byte).to_digit(16).map(u64::from);
        Some(match (self.step, byte) {
            (Step::FirstDigit, _) => {
                self.size = digit?;
                Step::Digits
            }
            (Step::Digits | Step::Spaces, b'\t' | b' ') => Step::Spaces,
            (Step::Digits | Step::Spaces, b';') => Step::Extension,
            (Step::Digits | Step::Spaces | Step::Extension, b'\r') => Step::SizeEnd,
            (Step::Digits, _) => {
                self.size = self.size.checked_mul(16)?.checked_add(digit?)?;
                Step::Digits
            }
            (Step::Extension, 0x00..=0x08 | 0x0a..=0x1f | 0x7f) => return None,
            (Step::Extension, _) => Step::Extension,
            (Step::SizeEnd, b'\n') if self.size > 0 => Step::Data,
            (Step::SizeEnd, b'\n') => Step::TrailerStart,
            (Step::DataReturn, b'\r') => Step::DataEnd,
            (Step::DataEnd, b'\n') => Step::FirstDigit,
            (Step::TrailerStart, b'\r') => Step::LastEnd,
            (Step::Trailer, b'\r') => Step::TrailerEnd,
            (Step::TrailerStart | Step::Trailer, _) => Step::Trailer,
            (Step::TrailerEnd, b'\n') => Step::TrailerStart,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_its_empty_line_however_its_bytes_come() {
        let stream = b"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\nGET /next";
        let end = stream.len() - b"GET /next".len();
        assert_eq!(HeadEnd::default().find(stream), Some(end));
        let mut slow = HeadEnd::default();
        let found = (0..=stream.len()).find_map(|length| slow.find(&stream[..length]).map(|end| (length, end)));
        assert_eq!(found, Some((end, end)));
        assert_eq!(HeadEnd::default().find(b"GET / HTTP/1.0\n\n"), Some(16));
        assert_eq!(HeadEnd::default().find(b"GET / HTTP/1.1\r\nHost: x\r\n"), None);
    }

    #[test]
    fn a_body_in_chunks_ends_where_it_ends_however_its_bytes_come() {
        let stream = b"4;ext=1\r\nabcd\r\nA \r\n0123456789\r\n0\r\nTrailer: a\r\n\r\nGET";
        let end = stream.len() - 3;
        assert_eq!(Chunks::default().scan(stream), Scan::End(end));
        let mut slow = Chunks::default();
        let ends = stream.iter().position(|byte| slow.scan(&[*byte]) == Scan::End(1));
        assert_eq!(ends, Some(end - 1));
    }

    #[test]
    fn what_is_no_chunk_is_refused_and_what_is_not_over_waits() {
        for bad in ["x\r\n", "\r\n", "4\n", "4\r\nabcdX", "fffffffffffffffff\r\n", "1;\x01\r\n", "0\r\n\rX"] {
            assert_eq!(Chunks::default().scan(bad.as_bytes()), Scan::Bad, "{bad:?}");
        }
        for waits in ["", "1", "4\r\nab", "0\r\n", "0\r\n\r"] {
            assert_eq!(Chunks::default().scan(waits.as_bytes()), Scan::More, "{waits:?}");
        }
    }
}
