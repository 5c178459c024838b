//! One task in a process of its own: `recouvrance compose`. Takes it from standard input, gives the result on standard output, ends.
//!
//! It ends whatever happens: with its parent, with its time on the processor, with its memory. It opens no socket and starts no
//! program.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::limits;
use super::{Files, Hello, Job, Outcome, frame};
use crate::bundle::Received;
use crate::http::errors::Problem;
use crate::http::file_name::without_path;
use crate::http::pool::STACK_BYTES;
use crate::service::Service;

/// Where the last panic was, for the journal of the service.
static PANICKED_AT: Mutex<String> = Mutex::new(String::new());

/// Waits for one task, does it, and ends.
pub fn run(service: &Service) -> ExitCode {
    // Before anything of a stranger's is read.
    if let Err(error) = limits::bind_to_parent() {
        eprintln!("recouvrance compose : {error}");
        return ExitCode::FAILURE;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        *PANICKED_AT.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
    match serve_one(service) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve_one(service: &Service) -> io::Result<()> {
    let mut out = io::stdout().lock();
    frame::write(&mut out, &Hello { digest: service.law_digest().to_owned() }, &[])?;
    // A parent that ends, or needs no more, closes the pipe.
    let (job, bytes): (Job, Vec<u8>) = match frame::read(&mut io::stdin().lock()) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
        read => read?,
    };
    let files = Sent::all(&job.files, bytes.get(job.case_bytes..).unwrap_or_default())?;
    // One child, one core; and its threads are there before its memory is counted.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().map_err(io::Error::other)?;
    limits::confine(job.memory_bytes, job.cpu_seconds)?;
    let case = &bytes[..job.case_bytes.min(bytes.len())];
    let begun = Instant::now();
    let done = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("compose".to_owned()).stack_size(STACK_BYTES);
        let work = || catch_unwind(AssertUnwindSafe(|| perform(service, &job, case, &files)));
        thread.spawn_scoped(scope, work).map(|thread| thread.join().and_then(|done| done))
    });
    let took = begun.elapsed();
    let (outcome, body) = match done {
        Ok(Ok(Ok(mut made))) => {
            let body = std::mem::take(&mut made.body);
            (Outcome::Made { made, took }, body)
        }
        Ok(Ok(Err(problem))) => (Outcome::Refused { problem, took }, Vec::new()),
        Ok(Err(_)) if !limits::memory_is_short() => {
            let place = PANICKED_AT.lock().unwrap_or_else(PoisonError::into_inner).clone();
            (Outcome::Refused { problem: Problem::internal(format!("a panic while composing, at {place}")), took }, Vec::new())
        }
        // No memory for a stack, or a panic for want of it.
        Ok(Err(_)) | Err(_) => (Outcome::Refused { problem: super::too_heavy("de mémoire"), took }, Vec::new()),
    };
    frame::write(&mut out, &outcome, &body)
}

fn perform(service: &Service, job: &Job, case: &[u8], files: &[Sent]) -> Result<super::Made, Problem> {
    let received: Vec<&dyn Received> = files.iter().map(|file| file as &dyn Received).collect();
    let until = Instant::now() + Duration::from_millis(job.patience_ms);
    job.task.perform(service, case, &received, &job.bundle.limits(until)).map_err(Problem::from)
}

/// A file of the job.
struct Sent<'a> {
    name: String,
    sent_as: &'a str,
    range: Range<usize>,
    store: Store<'a>,
}

#[derive(Clone, Copy)]
enum Store<'a> {
    Memory(&'a [u8]),
    Disk(&'static File),
}

impl<'a> Sent<'a> {
    fn all(files: &'a Files, bytes: &'a [u8]) -> io::Result<Vec<Self>> {
        let store = match &files.spool {
            // Lives as long as the process, which is this one task.
            Some(path) => Store::Disk(Box::leak(Box::new(File::open(path)?))),
            None => Store::Memory(bytes),
        };
        let sent = |(sent_as, range): &'a (String, Range<usize>)| Self {
            name: without_path(sent_as),
            sent_as,
            range: range.clone(),
            store,
        };
        Ok(files.names.iter().map(sent).collect())
    }
}

impl Received for Sent<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn sent_as(&self) -> &str {
        self.sent_as
    }

    fn length(&self) -> io::Result<usize> {
        Ok(self.range.len())
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match self.store {
            Store::Memory(bytes) => {
                bytes.get(self.range.clone()).map(Cow::Borrowed).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
            }
            Store::Disk(file) => {
                let mut bytes = vec![0; self.range.len()];
                file.read_exact_at(&mut bytes, self.range.start as u64)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}
