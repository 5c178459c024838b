//! The service on the network: routes, settings, refusals, metrics, journal. The only async room and the only clock.
//!
//! Contains no law and composes nothing: a request becomes a call of [`crate::service::Service`] on a bounded number of threads,
//! and what it gives becomes an answer. One table of routes makes both the server and its OpenAPI document.

mod accept;
mod admission;
mod body;
mod connection;
mod desk;
mod errors;
mod exposure;
mod file_name;
mod logs;
mod metrics;
mod openapi;
mod packing;
mod pool;
mod proof;
mod routes;
mod settings;
mod task;
mod upload;
mod views;
mod watch;
mod workshop;

use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use tokio::signal::unix::{SignalKind, signal};

pub use accept::Media;
pub use errors::Kind;
pub use logs::{journal, start as start_journal};
pub use pool::{Done, Load, Pool, Undone};
pub use proof::{TIME as PROOF_TIME, prove_all};
pub use routes::{Group, Method, Route, all as routes};
pub use settings::{HttpOptions, LawOptions, Settings, SettingsFile};
pub use workshop::{Program, child::run as compose};

use crate::service::Service;
use admission::Admission;
use connection::Crowd;
use desk::ORDINARY_LINES;
use exposure::Exposure;
use metrics::Metrics;
use workshop::Workshop;

/// What every request shares. Immutable but for its counters.
pub struct State {
    service: Service,
    settings: Settings,
    pool: Pool,
    crowd: Crowd,
    exposure: Exposure,
    admission: Admission,
    /// Where there is a program to start as a child.
    workshop: Option<Workshop>,
    metrics: Metrics,
    /// `openapi.json`, made once.
    openapi: String,
    stopping: AtomicBool,
    /// The examples of the types are being made: `/readyz` answers 503.
    proving: AtomicBool,
}

impl State {
    /// Starts the threads that compose. With `program`, what may be long is done in children of it; without, on the threads.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(service: Service, settings: Settings, program: Option<Program>) -> io::Result<Self> {
        let service = if program.is_some() { service.for_ordinary_letters(ORDINARY_LINES) } else { service };
        let pool = Pool::start(settings.renders, settings.queue)?;
        let crowd = Crowd::new(settings.connections.get());
        let exposure = Exposure::of(&settings);
        let admission = Admission::new(settings.memory_bytes, settings.spool_bytes);
        let workshop = program.map(|program| Workshop::new(program, service.law_digest(), &settings));
        let metrics = Metrics::new(pool.load(), crowd.gauges(), &admission, workshop.as_ref().map(Workshop::load));
        let openapi = openapi::document(&service).to_string();
        let stopping = AtomicBool::new(false);
        let proving = AtomicBool::new(false);
        Ok(Self { service, settings, pool, crowd, exposure, admission, workshop, metrics, openapi, stopping, proving })
    }

    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// From now on `/readyz` answers 503.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }
}

/// Every route on an application, with what surrounds each request.
pub fn configure(state: Data<State>) -> impl FnOnce(&mut ServiceConfig) {
    move |app| {
        app.app_data(state);
        app.service(web::scope("").wrap(from_fn(watch::watch)).configure(routes::register));
    }
}

/// Serves until SIGTERM or SIGINT, then finishes what is begun.
///
/// # Errors
/// When a setting is wrong, the address is taken, or one that others can reach without a proxy, or when the example of a
/// type cannot be made.
pub fn serve(service: Service, mut settings: Settings, program: Option<Program>) -> io::Result<()> {
    let addresses = connection::addresses(&settings.listen)?;
    exposure::allowed(&settings, &addresses)?;
    logs::start(&settings.log)?;
    settings.connections = connections(settings.connections);
    let state = Data::new(State::start(service, settings, program)?);
    actix_web::rt::System::new().block_on(async move {
        let stop = told_to_stop(state.clone())?;
        let unproved = proof::begin(state.clone())?;
        if let Some(workshop) = &state.workshop {
            workshop.stock().await;
        }
        tokio::select! {
            ended = connection::serve(state, &addresses, stop)? => ended?,
            faults = unproved => return Err(io::Error::other(faults.join("\n"))),
        }
        tracing::info!("stopped");
        Ok(())
    })
}

/// The setting, or what the system allows: a quarter of the files stays for what is not a connection.
fn connections(wanted: NonZeroUsize) -> NonZeroUsize {
    let files = connection::raise_open_files().and_then(|files| usize::try_from(files).ok()).unwrap_or(usize::MAX);
    let most = NonZeroUsize::new(files / 4 * 3).unwrap_or(NonZeroUsize::MIN);
    if most < wanted {
        tracing::warn!(wanted, allowed = most, files, "fewer connections than set: the system allows too few open files");
    }
    wanted.min(most)
}

/// Ends when the server is to close its door. On SIGTERM the door stays open for a moment, so that what sends requests here
/// sees `/readyz` say no; on SIGINT somebody sits at a keyboard and waits.
fn told_to_stop(state: Data<State>) -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let drain = Duration::from_secs(state.settings.drain_seconds);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {
                state.stop();
                tokio::time::sleep(drain).await;
            }
            _ = interrupt.recv() => state.stop(),
        }
        tracing::info!("stopping");
    })
}
