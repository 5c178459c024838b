//! What the service and a child process say to each other: a head in JSON, then bytes, each after its length. Trusts the length of
//! neither: a head is short, and the receiver says how many bytes it takes.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt};

/// A refusal with a long report is the longest head.
const MOST_HEAD_BYTES: usize = 32 * 1024 * 1024;

/// Head length (4 bytes), length of the bytes (8 bytes), both big-endian, then the head.
///
/// # Errors
/// When the head is no JSON, or too long.
pub fn head(value: &impl Serialize, bytes: usize) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(value)?;
    if json.len() > MOST_HEAD_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut frame = Vec::with_capacity(json.len() + 12);
    frame.extend_from_slice(&(json.len() as u32).to_be_bytes());
    frame.extend_from_slice(&(bytes as u64).to_be_bytes());
    frame.extend_from_slice(&json);
    Ok(frame)
}

/// Writes a head and its bytes.
///
/// # Errors
/// When the other side is gone.
pub fn write(out: &mut impl Write, value: &impl Serialize, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&head(value, bytes.len())?)?;
    out.write_all(bytes)?;
    out.flush()
}

/// Reads a head and its bytes; for the child, which believes the service.
///
/// # Errors
/// When the other side is gone, or says something else.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<(T, Vec<u8>)> {
    let mut lengths = [0; 12];
    from.read_exact(&mut lengths)?;
    let (head, bytes) = parse_lengths(lengths)?;
    let mut json = vec![0; head];
    from.read_exact(&mut json)?;
    let mut body = vec![0; bytes];
    from.read_exact(&mut body)?;
    Ok((serde_json::from_slice(&json)?, body))
}

/// Reads a head; its bytes follow, as many as it says.
///
/// # Errors
/// When the other side is gone, or says something else.
pub async fn read_head<T: DeserializeOwned>(from: &mut (impl AsyncRead + Unpin)) -> io::Result<(T, usize)> {
    let mut lengths = [0; 12];
    from.read_exact(&mut lengths).await?;
    let (head, bytes) = parse_lengths(lengths)?;
    let mut json = vec![0; head];
    from.read_exact(&mut json).await?;
    Ok((serde_json::from_slice(&json)?, bytes))
}

fn parse_lengths(lengths: [u8; 12]) -> io::Result<(usize, usize)> {
    let [a, b, c, d, rest @ ..] = lengths;
    let head = u32::from_be_bytes([a, b, c, d]) as usize;
    let bytes = usize::try_from(u64::from_be_bytes(rest)).map_err(|_| io::ErrorKind::InvalidData)?;
    if head > MOST_HEAD_BYTES { Err(io::ErrorKind::InvalidData.into()) } else { Ok((head, bytes)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_is_written_is_read_on_either_side() {
        let mut wire = Vec::new();
        write(&mut wire, &vec!["un", "deux"], b"octets").unwrap();
        let (said, bytes): (Vec<String>, _) = read(&mut wire.as_slice()).unwrap();
        assert_eq!((said.len(), bytes.as_slice()), (2, b"octets".as_slice()));
        let (said, length): (Vec<String>, usize) = read_head(&mut wire.as_slice()).await.unwrap();
        assert_eq!((said[1].as_str(), length), ("deux", 6));
    }

    #[test]
    fn a_head_that_says_it_is_huge_or_ends_early_is_refused() {
        for wire in [[255; 12].to_vec(), vec![0, 0, 0, 2], [0; 12].to_vec()] {
            assert!(read::<String>(&mut wire.as_slice()).is_err(), "{wire:?}");
        }
    }
}
