//! Who does a task: an ordinary letter a thread of this process, what may be long a child process of its own.
//!
//! A thread cannot be stopped, so nothing that could go on for long is begun on one where there are children to do it.

use std::time::{Duration, Instant};

use actix_web::web::Data;

use super::State;
use super::admission::Room;
use super::body::Body;
use super::errors::Problem;
use super::pool::Done;
use super::task::{Made, Task};
use super::upload::Upload;
use super::workshop::{BundleBounds, Job};
use crate::bundle::{Limits, Received};
use crate::service::Refused;

/// A case of more bytes is no ordinary letter's. The examples are of 3 to 9 kB; the slowest pages that could be made of so many
/// bytes (150 invoices in a filing of 21 pages, means of narrow letters) took 0.3 to 0.7 s of processor.
const ORDINARY_CASE_BYTES: usize = 16 * 1024;

/// Lines of a décompte that an ordinary letter may set: two hundred are some twenty pages, and took 0.7 s of processor.
pub const ORDINARY_LINES: usize = 200;

/// What was made, and what it cost.
pub struct Finished {
    pub made: Made,
    pub document_type: Option<String>,
    /// The work alone, without its wait.
    pub took: Duration,
    /// What the answer's body holds.
    pub room: Room,
}

enum Step {
    Made(Result<Made, Problem>),
    /// It may be long: the case, for a child.
    Long(Vec<u8>),
}

/// Has `task` done on the case of `body` within `patience`.
///
/// # Errors
/// Any refusal.
pub async fn done(state: &Data<State>, task: Task, body: Body, patience: Duration) -> Result<Finished, Problem> {
    let until = Instant::now() + patience;
    let (shared, here) = (state.clone(), task.clone());
    let on_a_thread = move || -> Result<(Step, Room), Problem> {
        let (case, room) = body.unpacked()?;
        let children = shared.workshop.is_some() && here.sets_pages();
        if children && case.len() > ORDINARY_CASE_BYTES {
            // What is no case is told so here: to read it is bounded, and no child is spent on it.
            return match shared.service.reads(here.document_type(), &case) {
                Ok(()) => Ok((Step::Long(case), room)),
                Err(refused) => Ok((Step::Made(Err(refused.into())), room)),
            };
        }
        match here.perform(&shared.service, &case, &[], &Limits::until(until)) {
            Err(Refused::Long) => Ok((Step::Long(case), room)),
            made => Ok((Step::Made(made.map_err(Problem::from)), room)),
        }
    };
    let Done { value, took } = state.pool.run(patience, on_a_thread).await?;
    let (step, room) = value?;
    match (step, &state.workshop) {
        (Step::Made(made), _) => finished(state, &task, made?, took),
        (Step::Long(case), Some(workshop)) => {
            let job = Job::composing(task.clone(), case, state.settings.render_seconds);
            let done = workshop.run(job, until, &state.admission).await;
            drop(room);
            restock(state);
            let (made, took, room) = done?;
            Ok(Finished { made, document_type: task.document_type().map(str::to_owned), took, room })
        }
        (Step::Long(_), None) => Err(Problem::internal("a long case, and no child to do it")),
    }
}

/// Has a bundle done on the case and files of `upload`.
///
/// # Errors
/// Any refusal.
pub async fn bound(state: &Data<State>, task: Task, upload: Upload) -> Result<Finished, Problem> {
    let settings = &state.settings;
    let patience = settings.bundle_time();
    let until = Instant::now() + patience;
    let bounds = BundleBounds::of(settings);
    if let Some(workshop) = &state.workshop {
        let document_type = task.document_type().map(str::to_owned);
        let job = Job::binding(task, &upload, bounds, settings.bundle_seconds);
        let done = workshop.run(job, until, &state.admission).await;
        drop(upload);
        restock(state);
        let (made, took, room) = done?;
        return Ok(Finished { made, document_type, took, room });
    }
    let (shared, here) = (state.clone(), task.clone());
    let on_a_thread = move || {
        let files: Vec<&dyn Received> = upload.files.iter().map(|file| file as &dyn Received).collect();
        here.perform(&shared.service, &upload.case, &files, &bounds.limits(until)).map_err(Problem::from)
    };
    let Done { value, took } = state.pool.run(patience, on_a_thread).await?;
    finished(state, &task, value?, took)
}

/// Has a child ready for the next one, without letting this caller wait for it.
fn restock(state: &Data<State>) {
    let state = state.clone();
    actix_web::rt::spawn(async move {
        if let Some(workshop) = &state.workshop {
            workshop.stock().await;
        }
    });
}

fn finished(state: &State, task: &Task, made: Made, took: Duration) -> Result<Finished, Problem> {
    let mut room = state.admission.memory();
    room.grow(made.body.len())?;
    Ok(Finished { made, document_type: task.document_type().map(str::to_owned), took, room })
}
