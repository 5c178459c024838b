//! A case and its files, as one multipart body: read within sizes and a time, large files set aside on disk. Never looks into a file.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Payload};
use futures_util::{FutureExt, StreamExt, stream};

use super::admission::{Admission, Room};
use super::errors::{Kind, Problem};
use super::file_name;
use super::settings::Settings;
use crate::bundle::Received;

/// What an upload holds in memory before all of it is set aside.
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
    pub store: Arc<Store>,
    _rooms: Rooms,
}

/// One file: where it stands among what came.
#[derive(Debug)]
pub struct Sent {
    pub name: String,
    /// The name with the path that was sent.
    pub sent_as: String,
    pub bytes: Range<usize>,
    store: Arc<Store>,
}

/// All files one after the other, in memory or set aside in a file without a name, which is gone with the process however it ends.
#[derive(Debug)]
pub enum Store {
    Memory(Vec<u8>),
    Disk(File),
}

/// What the upload holds, until it is dropped.
#[derive(Debug)]
struct Rooms {
    memory: Room,
    spool: Room,
}

impl Received for Sent {
    fn name(&self) -> &str {
        &self.name
    }

    fn sent_as(&self) -> &str {
        &self.sent_as
    }

    fn length(&self) -> io::Result<usize> {
        Ok(self.bytes.len())
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &*self.store {
            Store::Memory(bytes) => {
                bytes.get(self.bytes.clone()).map(Cow::Borrowed).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
            }
            Store::Disk(file) => {
                let mut bytes = vec![0; self.bytes.len()];
                file.read_exact_at(&mut bytes, self.bytes.start as u64)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

impl Upload {
    /// Reads a body of `multipart/form-data`: one part `case`, parts `exhibits` with the name of each file.
    ///
    /// # Errors
    /// `UnsupportedMediaType`, `BrokenBody`, `TooLarge`, `SlowBody` or `FullHouse`.
    pub async fn read(
        request: &HttpRequest,
        payload: Payload,
        settings: &Settings,
        admission: &Admission,
    ) -> Result<Self, Problem> {
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
        // The multipart reader panics on an empty line before a boundary of one or two signs (actix-multipart 0.7.2,
        // `skip_until_boundary`): whatever it does, the caller is answered.
        let read = AssertUnwindSafe(collect(multipart, settings, admission)).catch_unwind();
        match tokio::time::timeout(patience, read).await {
            Ok(Ok(read)) => read,
            Ok(Err(_)) => {
                Err(Problem::new(Kind::BrokenBody, "Le corps multipart est illisible : sa délimitation (boundary) est fausse."))
            }
            Err(_) => {
                let says = format!("Les fichiers doivent arriver en {} secondes.", patience.as_secs());
                Err(Problem::new(Kind::SlowBody, says))
            }
        }
    }
}

async fn collect(mut multipart: Multipart, settings: &Settings, admission: &Admission) -> Result<Upload, Problem> {
    let mut case = None;
    let mut files: Vec<(String, Range<usize>)> = Vec::new();
    let mut store = Store::Memory(Vec::new());
    let mut rooms = Rooms { memory: admission.memory(), spool: admission.spool() };
    while let Some(field) = multipart.next().await {
        let mut field = field.map_err(broken)?;
        match field.name().unwrap_or_default() {
            "case" if case.is_none() => case = Some(read_case(&mut field, settings, &mut rooms).await?),
            "exhibits" => {
                if files.len() >= settings.bundle_files {
                    return Err(too_large(&format!("Il y a plus de {} fichiers.", settings.bundle_files)));
                }
                let from = files.last().map_or(0, |(_, before)| before.end);
                files.push(read_file(&mut field, settings, &mut store, from, &mut rooms).await?);
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
    let store = Arc::new(store);
    let sent = |(sent_as, bytes): (String, _)| Sent {
        name: file_name::without_path(&sent_as),
        sent_as,
        bytes,
        store: Arc::clone(&store),
    };
    Ok(Upload { case, files: files.into_iter().map(sent).collect(), store, _rooms: rooms })
}

async fn read_case(field: &mut Field, settings: &Settings, rooms: &mut Rooms) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(broken)?;
        if bytes.len() + chunk.len() > settings.body_bytes {
            return Err(too_large(&format!("Le dossier dépasse {} octets.", settings.body_bytes)));
        }
        rooms.memory.grow(chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// One file, put behind those that end at `from`.
async fn read_file(
    field: &mut Field,
    settings: &Settings,
    store: &mut Store,
    from: usize,
    rooms: &mut Rooms,
) -> Result<(String, Range<usize>), Problem> {
    let sent_as = field.content_disposition().map(file_name::sent_as).unwrap_or_default();
    if file_name::without_path(&sent_as).is_empty() {
        return Err(Problem::new(Kind::BrokenBody, "Une partie « exhibits » n’a pas de nom de fichier (filename ou filename*)."));
    }
    let mut end = from;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(broken)?;
        end += chunk.len();
        if end - from > settings.bundle_file_bytes {
            return Err(too_large(&format!("Un fichier dépasse {} octets.", settings.bundle_file_bytes)));
        }
        if end > settings.bundle_bytes {
            return Err(too_large(&format!("Les fichiers dépassent {} octets en tout.", settings.bundle_bytes)));
        }
        keep(store, &chunk, rooms)?;
    }
    Ok((sent_as, from..end))
}

fn keep(store: &mut Store, chunk: &Bytes, rooms: &mut Rooms) -> Result<(), Problem> {
    match store {
        Store::Memory(bytes) if bytes.len() + chunk.len() <= SPILLED_FROM => {
            rooms.memory.grow(chunk.len())?;
            bytes.extend_from_slice(chunk);
        }
        Store::Memory(bytes) => {
            rooms.spool.grow(bytes.len() + chunk.len())?;
            let mut file = tempfile::tempfile().map_err(no_room)?;
            file.write_all(bytes).and_then(|()| file.write_all(chunk)).map_err(no_room)?;
            *store = Store::Disk(file);
        }
        Store::Disk(file) => {
            rooms.spool.grow(chunk.len())?;
            file.write_all(chunk).map_err(no_room)?;
        }
    }
    Ok(())
}

/// The disk is full, or there is none: the caller did nothing wrong, and the operator is told.
fn no_room(error: io::Error) -> Problem {
    tracing::error!(cause = %error.kind(), "no room to set files aside");
    Problem::new(Kind::NoSpool, "Le service ne peut pas mettre de fichiers de côté : son disque temporaire est plein ou fermé.")
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
