//! The body of a request: read within a size and a time, unpacked within the same size. Never looks at what it says.

use std::io::Read;

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::mime::{self, Mime};
use actix_web::web::Payload;
use flate2::read::MultiGzDecoder;
use futures_util::StreamExt;

use super::admission::{Admission, Room};
use super::errors::{Kind, Problem};
use super::settings::Settings;

/// A body as it came, at most as large as the settings allow.
#[derive(Debug)]
pub struct Body {
    bytes: Vec<u8>,
    packed: bool,
    limit: usize,
    room: Room,
}

impl Body {
    /// Reads a body of JSON.
    ///
    /// # Errors
    /// `UnsupportedMediaType`, `TooLarge`, `SlowBody`, `BrokenBody` or `FullHouse`.
    pub async fn read(
        request: &HttpRequest,
        payload: Payload,
        settings: &Settings,
        admission: &Admission,
    ) -> Result<Self, Problem> {
        let (limit, patience) = (settings.body_bytes, settings.body_time());
        is_json(request)?;
        let packed = is_packed(request)?;
        let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > limit as u64) {
            return Err(too_large(limit));
        }
        let mut room = admission.memory();
        let read = tokio::time::timeout(patience, collect(payload, limit, &mut room)).await;
        let slow = || Problem::new(Kind::SlowBody, format!("Le corps doit arriver en {} secondes.", patience.as_secs()));
        Ok(Self { bytes: read.map_err(|_| slow())??, packed, limit, room })
    }

    /// The bytes that the caller meant, with the room that they take. Work for a thread that may take its time.
    ///
    /// # Errors
    /// `TooLarge` when they unpack to more than the limit, `BrokenBody` when they do not unpack, `FullHouse`.
    pub fn unpacked(mut self) -> Result<(Vec<u8>, Room), Problem> {
        if !self.packed {
            return Ok((self.bytes, self.room));
        }
        let mut bytes = Vec::new();
        let read = MultiGzDecoder::new(self.bytes.as_slice()).take(self.limit as u64 + 1).read_to_end(&mut bytes);
        if read.is_err() {
            return Err(Problem::new(Kind::BrokenBody, "Le corps est annoncé en gzip et ne se décompresse pas."));
        }
        if bytes.len() > self.limit {
            return Err(too_large(self.limit));
        }
        self.room.grow(bytes.len())?;
        Ok((bytes, self.room))
    }
}

async fn collect(mut payload: Payload, limit: usize, room: &mut Room) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Kind::BrokenBody, "La connexion s’est interrompue avant la fin du corps."))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        room.grow(chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn is_json(request: &HttpRequest) -> Result<(), Problem> {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mime = given.and_then(|text| text.parse::<Mime>().ok());
    let json = mime.is_some_and(|mime| {
        let utf8 = mime.get_param(mime::CHARSET).is_none_or(|charset| charset == mime::UTF_8);
        mime.essence_str() == "application/json" && utf8
    });
    let wanted = "Envoyez le dossier en JSON et en UTF-8, avec l’en-tête « Content-Type: application/json ».";
    if json { Ok(()) } else { Err(Problem::new(Kind::UnsupportedMediaType, wanted)) }
}

fn is_packed(request: &HttpRequest) -> Result<bool, Problem> {
    let Some(coding) = request.headers().get(CONTENT_ENCODING) else { return Ok(false) };
    match coding.to_str().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "" | "identity" => Ok(false),
        "gzip" | "x-gzip" => Ok(true),
        _ => Err(Problem::new(Kind::UnsupportedMediaType, "La seule compression prise est gzip.")),
    }
}

fn too_large(limit: usize) -> Problem {
    Problem::new(Kind::TooLarge, format!("Le corps ne peut pas dépasser {limit} octets, même une fois décompressé."))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn room() -> Room {
        Admission::new(10_000_000, 0).memory()
    }

    fn packed(bytes: &[u8], limit: usize) -> Body {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes).unwrap();
        Body { bytes: gzip.finish().unwrap(), packed: true, limit, room: room() }
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_large_one_is_too_large() {
        let bomb = packed(&vec![b' '; 10_000_000], 1_000_000);
        assert!(bomb.bytes.len() < 20_000);
        assert_eq!(bomb.unpacked().unwrap_err().kind, Kind::TooLarge);
        assert_eq!(packed(b"{}", 2).unpacked().unwrap().0, b"{}");
    }

    #[test]
    fn what_is_said_to_be_gzip_and_is_not_is_a_broken_body() {
        let body = Body { bytes: b"{}".to_vec(), packed: true, limit: 100, room: room() };
        assert_eq!(body.unpacked().unwrap_err().kind, Kind::BrokenBody);
    }
}
