//! A case and its files, as one multipart body: read within sizes and a time, large files set aside on disk. Never looks into a file.

use std::borrow::Cow;
use std::io::{self, Write};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Payload};
use futures_util::{StreamExt, stream};
use tempfile::NamedTempFile;

use super::errors::{Kind, Problem};
use super::file_name;
use super::settings::Settings;
use crate::bundle::Received;

/// Beyond so many bytes a file waits on disk.
const SPILLED_FROM: usize = 1_000_000;

/// Read after every body: what stands after the last boundary is ignored (RFC 2046, 5.1.1), and the reader, which waits for more
/// where a body stops inside a boundary (of 70 signs at most), has more.
const EPILOGUE: &[u8] = &{
    let mut line = [0; 80];
    (line[0], line[1]) = (b'\r', b'\n');
    line
};

/// What a caller sent to be bound.
#[derive(Debug)]
pub struct Upload {
    pub case: Vec<u8>,
    pub files: Vec<Sent>,
}

/// One file, in memory or set aside; what was set aside goes with it.
#[derive(Debug)]
pub struct Sent {
    name: String,
    held: Held,
}

#[derive(Debug)]
enum Held {
    Memory(Vec<u8>),
    Disk(NamedTempFile),
}

impl Received for Sent {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.held {
            Held::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Held::Disk(file) => std::fs::read(file.path()).map(Cow::Owned),
        }
    }
}

impl Upload {
    /// Reads a body of `multipart/form-data`: one part `case`, parts `exhibits` with the name of each file.
    ///
    /// # Errors
    /// `UnsupportedMediaType`, `BrokenBody`, `TooLarge` or `SlowBody`.
    pub async fn read(request: &HttpRequest, payload: Payload, settings: &Settings) -> Result<Self, Problem> {
        let kind = request.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
            let wanted = "Envoyez le dossier et ses fichiers en multipart/form-data : une partie « case », et une partie « exhibits » par fichier.";
            return Err(Problem::new(Kind::UnsupportedMediaType, wanted));
        }
        if request.headers().get(CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
            let wanted = "Un multipart se prend sans compression : ôtez l’en-tête Content-Encoding.";
            return Err(Problem::new(Kind::UnsupportedMediaType, wanted).allowing("identity"));
        }
        let multipart = Multipart::new(request.headers(), payload.chain(stream::iter([Ok(Bytes::from_static(EPILOGUE))])));
        let patience = settings.upload_time();
        let read = tokio::time::timeout(patience, collect(multipart, settings)).await;
        read.map_err(|_| {
            Problem::new(Kind::SlowBody, format!("Les fichiers doivent arriver en {} secondes.", patience.as_secs()))
        })?
    }
}

async fn collect(mut multipart: Multipart, settings: &Settings) -> Result<Upload, Problem> {
    let (mut case, mut files) = (None, Vec::new());
    let mut total = 0;
    while let Some(field) = multipart.next().await {
        let mut field = field.map_err(broken)?;
        match field.name().unwrap_or_default() {
            "case" if case.is_none() => case = Some(read_case(&mut field, settings).await?),
            "exhibits" => {
                if files.len() >= settings.bundle_files {
                    return Err(too_large(&format!("Il y a plus de {} fichiers.", settings.bundle_files)));
                }
                files.push(read_file(&mut field, settings, &mut total).await?);
            }
            other => {
                let shown: String = other.chars().filter(|sign| !sign.is_control()).take(40).collect();
                let says =
                    format!("La partie « {shown} » n’est pas attendue : une partie « case », puis des parties « exhibits ».");
                return Err(Problem::new(Kind::BrokenBody, says));
            }
        }
    }
    let case = case.ok_or_else(|| Problem::new(Kind::BrokenBody, "La partie « case », le dossier en JSON, manque."))?;
    Ok(Upload { case, files })
}

async fn read_case(field: &mut Field, settings: &Settings) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        bytes.extend_from_slice(&chunk.map_err(broken)?);
        if bytes.len() > settings.body_bytes {
            return Err(too_large(&format!("Le dossier dépasse {} octets.", settings.body_bytes)));
        }
    }
    Ok(bytes)
}

async fn read_file(field: &mut Field, settings: &Settings, total: &mut usize) -> Result<Sent, Problem> {
    let name = field.content_disposition().map(file_name::received).unwrap_or_default();
    if name.is_empty() {
        return Err(Problem::new(Kind::BrokenBody, "Une partie « exhibits » n’a pas de nom de fichier (filename ou filename*)."));
    }
    let mut held = Held::Memory(Vec::new());
    let mut length = 0;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(broken)?;
        length += chunk.len();
        *total += chunk.len();
        if length > settings.bundle_file_bytes {
            return Err(too_large(&format!("Un fichier dépasse {} octets.", settings.bundle_file_bytes)));
        }
        if *total > settings.bundle_bytes {
            return Err(too_large(&format!("Les fichiers dépassent {} octets en tout.", settings.bundle_bytes)));
        }
        held = keep(held, &chunk).map_err(|error| Problem::internal(error.to_string()))?;
    }
    Ok(Sent { name, held })
}

fn keep(held: Held, chunk: &Bytes) -> io::Result<Held> {
    match held {
        Held::Memory(mut bytes) if bytes.len() + chunk.len() <= SPILLED_FROM => {
            bytes.extend_from_slice(chunk);
            Ok(Held::Memory(bytes))
        }
        Held::Memory(bytes) => {
            let mut file = NamedTempFile::new()?;
            file.write_all(&bytes)?;
            file.write_all(chunk)?;
            Ok(Held::Disk(file))
        }
        Held::Disk(mut file) => {
            file.write_all(chunk)?;
            Ok(Held::Disk(file))
        }
    }
}

fn broken(error: MultipartError) -> Problem {
    Problem::new(
        Kind::BrokenBody,
        match error {
            MultipartError::ContentTypeParse | MultipartError::BoundaryMissing => {
                "L’en-tête Content-Type ne dit pas, ou dit mal, la frontière des parties (boundary), ou elle n’est pas celle du corps."
            }
            MultipartError::Incomplete => "Le corps multipart s’arrête avant sa frontière finale (--boundary--).",
            MultipartError::Payload(_) => "La connexion s’est interrompue avant la fin du corps.",
            MultipartError::ContentDispositionMissing | MultipartError::ContentDispositionNameMissing => {
                "Une partie du corps multipart n’a pas d’en-tête Content-Disposition: form-data avec un nom (name)."
            }
            MultipartError::Nested => "Une partie du corps multipart est elle-même un multipart.",
            _ => "Les en-têtes d’une partie du corps multipart sont illisibles.",
        },
    )
}

fn too_large(says: &str) -> Problem {
    Problem::new(Kind::TooLarge, says.to_owned())
}
