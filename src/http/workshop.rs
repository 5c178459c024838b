//! Long documents and bundles, each in a child process of this same program: it can be stopped, its memory has a limit that the kernel
//! keeps, and what a stranger's file does to it ends with it.
//!
//! A child reads the law first and then waits, so that one is ready when it is needed; it does one task and ends.

pub mod child;
mod frame;
mod limits;

use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::os::fd::AsRawFd;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::{timeout, timeout_at};

use super::admission::{Admission, Room};
use super::errors::{Kind, Problem};
use super::settings::Settings;
use super::task::{Made, Task};
use super::upload::{Store, Upload};
use crate::bundle::Limits;

/// Time for a child to read the law and say that it is ready: a fraction of a second on a quiet machine.
const READY_WITHIN: Duration = Duration::from_secs(10);

/// By how much the allocator's address space grows at a time, in KiB: its own gigabyte would count as the child's memory.
const ALLOCATOR_RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32768");

/// How a child is started: this same program, with the same law and limits.
#[derive(Debug, Clone)]
pub struct Program {
    pub path: PathBuf,
    pub arguments: Vec<OsString>,
}

/// The children, and the places for them.
pub struct Workshop {
    program: Program,
    /// The law that this process has read: a child that has read another does nothing.
    digest: String,
    places: Semaphore,
    queue: usize,
    memory_bytes: u64,
    /// Ready and waiting for a task.
    spare: Mutex<Option<Ready>>,
    starting: tokio::sync::Mutex<()>,
    load: Load,
}

/// How busy the children are, for the metrics.
#[derive(Debug, Clone, Default)]
pub struct Load {
    pub queued: Gauge,
    pub running: Gauge,
    /// Ended without a result.
    pub lost: Counter,
}

struct Ready(Child);

/// The first thing that a child says.
#[derive(Serialize, Deserialize)]
struct Hello {
    digest: String,
}

/// What a child is to do. The case and what is held in memory of the files follow as bytes.
#[derive(Serialize, Deserialize)]
pub struct Job {
    task: Task,
    case_bytes: usize,
    files: Files,
    bundle: BundleBounds,
    patience_ms: u64,
    cpu_seconds: u64,
    memory_bytes: u64,
    #[serde(skip)]
    bytes: Vec<u8>,
}

#[derive(Default, Serialize, Deserialize)]
struct Files {
    /// Where the files that were set aside are.
    spool: Option<PathBuf>,
    /// Each file's name, and where it stands among all.
    /// Each as it was sent, perhaps with a path.
    names: Vec<(String, Range<usize>)>,
}

/// What a bundle may hold.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct BundleBounds {
    files: usize,
    file_bytes: usize,
    total_bytes: usize,
    pages: usize,
}

/// What a child says when it is done.
#[derive(Serialize, Deserialize)]
enum Outcome {
    /// The body follows.
    Made {
        made: Made,
        took: Duration,
    },
    Refused {
        problem: Problem,
        took: Duration,
    },
}

impl BundleBounds {
    pub fn of(settings: &Settings) -> Self {
        Self {
            files: settings.bundle_files,
            file_bytes: settings.bundle_file_bytes,
            total_bytes: settings.bundle_bytes,
            pages: settings.bundle_pages,
        }
    }

    pub fn limits(&self, until: Instant) -> Limits {
        let Self { files, file_bytes, total_bytes, pages } = *self;
        Limits { files, file_bytes, total_bytes, pages, ..Limits::until(until) }
    }
}

impl Job {
    /// A document of a long case.
    pub fn composing(task: Task, case: Vec<u8>, cpu_seconds: u64) -> Self {
        Self::new(task, case.len(), case, Files::default(), BundleBounds::default(), cpu_seconds)
    }

    /// A bundle. The files stay where they are: `upload` must outlive the job.
    pub fn binding(task: Task, upload: &Upload, bundle: BundleBounds, cpu_seconds: u64) -> Self {
        let mut bytes = upload.case.clone();
        let spool = match &*upload.store {
            Store::Memory(files) => {
                bytes.extend_from_slice(files);
                None
            }
            // The file has no name: it is reached through this process, which has it open.
            Store::Disk(file) => Some(PathBuf::from(format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd()))),
        };
        let names = upload.files.iter().map(|file| (file.sent_as.clone(), file.bytes.clone())).collect();
        Self::new(task, upload.case.len(), bytes, Files { spool, names }, bundle, cpu_seconds)
    }

    fn new(task: Task, case_bytes: usize, bytes: Vec<u8>, files: Files, bundle: BundleBounds, cpu_seconds: u64) -> Self {
        Self { task, case_bytes, files, bundle, patience_ms: 0, cpu_seconds, memory_bytes: 0, bytes }
    }
}

impl Workshop {
    /// Places for `settings.children` at once. Starts none yet.
    pub fn new(program: Program, digest: &str, settings: &Settings) -> Self {
        Self {
            program,
            digest: digest.to_owned(),
            places: Semaphore::new(settings.children.get()),
            queue: settings.queue.get(),
            memory_bytes: settings.child_bytes,
            spare: Mutex::new(None),
            starting: tokio::sync::Mutex::new(()),
            load: Load::default(),
        }
    }

    pub fn load(&self) -> &Load {
        &self.load
    }

    /// Has one child ready, so that the next task need not wait for it.
    pub async fn stock(&self) {
        // Whoever ends meanwhile need start no other.
        let Ok(_one) = self.starting.try_lock() else { return };
        let ready = match self.take_spare() {
            Some(ready) => Ok(ready),
            None => self.start().await,
        };
        match ready {
            Ok(ready) => *self.spare.lock().unwrap_or_else(PoisonError::into_inner) = Some(ready),
            Err(error) => tracing::error!(cause = %error, "no child process"),
        }
    }

    /// Does the job in a child, waiting for its turn and its work until `until`. A caller who is gone takes the child with him.
    ///
    /// # Errors
    /// The refusal that the child tells; `QueueFull`, `TooLong`, `TooHeavy`, `Interrupted` or `FullHouse`.
    pub async fn run(&self, mut job: Job, until: Instant, admission: &Admission) -> Result<(Made, Duration, Room), Problem> {
        let _place = self.place(until).await?;
        let _running = Counted::of(&self.load.running);
        let mut child = match self.take_spare() {
            Some(Ready(child)) => child,
            None => self.started().await?.0,
        };
        let patience = until.saturating_duration_since(Instant::now());
        job.patience_ms = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
        job.memory_bytes = self.memory_bytes;
        match timeout_at(until.into(), converse(&mut child, &job, admission)).await {
            Ok(Ok(told)) => told,
            // It said nothing more: how it ended tells why.
            Ok(Err(_)) => {
                self.load.lost.inc();
                Err(ended(&mut child).await)
            }
            Err(_) => {
                // Dropping the child kills it.
                Err(too_late())
            }
        }
    }

    /// A child that is ready: a second one where the first was stopped before it was.
    async fn started(&self) -> Result<Ready, Problem> {
        let stopped = |error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof;
        let ready = match self.start().await {
            Err(error) if stopped(&error) => {
                self.load.lost.inc();
                self.start().await
            }
            other => other,
        };
        ready.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => interrupted(),
            // A machine without a processor, a process or memory to spare: it may have some later.
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory => too_late(),
            _ => Problem::internal(format!("no child process: {error}")),
        })
    }

    async fn place(&self, until: Instant) -> Result<tokio::sync::SemaphorePermit<'_>, Problem> {
        if let Ok(place) = self.places.try_acquire() {
            return Ok(place);
        }
        let _queued = Counted::of(&self.load.queued);
        if usize::try_from(self.load.queued.get()).is_ok_and(|queued| queued > self.queue) {
            return Err(Problem::from(super::pool::Undone::QueueFull));
        }
        match timeout_at(until.into(), self.places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) | Err(_) => Err(too_late()),
        }
    }

    async fn start(&self) -> io::Result<Ready> {
        let mut command = Command::new(&self.program.path);
        command.args(&self.program.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env_clear().env(ALLOCATOR_RESERVE.0, ALLOCATOR_RESERVE.1).kill_on_drop(true);
        let mut child = command.spawn()?;
        let out = child.stdout.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let (hello, _) = timeout(READY_WITHIN, frame::read_head::<Hello>(out)).await.map_err(|_| io::ErrorKind::TimedOut)??;
        if hello.digest == self.digest {
            Ok(Ready(child))
        } else {
            Err(io::Error::other("the law or the templates have changed on disk since the start"))
        }
    }

    fn take_spare(&self) -> Option<Ready> {
        let mut ready = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        // One that was killed meanwhile is none.
        matches!(ready.0.try_wait(), Ok(None)).then_some(ready)
    }
}

/// Gives the job, and takes what comes of it.
///
/// # Errors
/// When the child ends before it has said all.
async fn converse(child: &mut Child, job: &Job, admission: &Admission) -> io::Result<Result<(Made, Duration, Room), Problem>> {
    let (Some(mut input), Some(out)) = (child.stdin.take(), child.stdout.as_mut()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    input.write_all(&frame::head(job, job.bytes.len())?).await?;
    input.write_all(&job.bytes).await?;
    drop(input);
    let (outcome, length) = frame::read_head(out).await?;
    let (mut made, took) = match outcome {
        Outcome::Made { made, took } => (made, took),
        Outcome::Refused { problem, .. } => return Ok(Err(problem)),
    };
    let mut room = admission.memory();
    if let Err(full) = room.grow(length) {
        return Ok(Err(full));
    }
    made.body = Vec::with_capacity(length);
    out.take(length as u64).read_to_end(&mut made.body).await?;
    if made.body.len() == length { Ok(Ok((made, took, room))) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Why a child ended without a result.
async fn ended(child: &mut Child) -> Problem {
    let status = timeout(Duration::from_secs(1), child.wait()).await;
    let status: Option<ExitStatus> = status.ok().and_then(Result::ok);
    let signal = status.and_then(|status| status.signal());
    tracing::warn!(signal, code = status.and_then(|status| status.code()), "a child process ended without a result");
    match signal {
        Some(libc::SIGXCPU) => too_heavy("de temps de calcul"),
        // An allocation that failed, a stack that ran over.
        Some(libc::SIGABRT | libc::SIGSEGV | libc::SIGBUS) => too_heavy("de mémoire"),
        Some(_) => interrupted(),
        None => Problem::internal("a child process ended by itself without a result"),
    }
}

fn too_heavy(of_what: &str) -> Problem {
    let says = format!(
        "Ce dossier ou ses pièces demandent plus {of_what} que le service n’en accorde à un document : répartissez-les en plusieurs."
    );
    Problem::new(Kind::TooHeavy, says)
}

fn interrupted() -> Problem {
    Problem::new(Kind::Interrupted, "Le processus qui faisait ce travail a été arrêté. Recommencez.")
}

fn too_late() -> Problem {
    Problem::from(super::pool::Undone::TooLate)
}

/// One more while it lives.
struct Counted<'a>(&'a Gauge);

impl<'a> Counted<'a> {
    fn of(gauge: &'a Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
