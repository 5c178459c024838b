//! Before the service says that it is ready: every type's example, made on several threads, within a time.
//!
//! A template may loop for ever, and no thread can be ended from outside: past the time, the types not yet made are named, and whoever
//! asked ends the process.

use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use actix_web::web::Data;
use tokio::sync::oneshot;

use super::State;
use super::pool::STACK_BYTES;

/// What all examples may take: twenty times what the house's take unoptimised.
pub const TIME: Duration = Duration::from_secs(60);

/// Calls `prove` for each id on so many threads.
///
/// # Errors
/// What each fault says, by id; the ids that were not done in time.
pub fn prove_all(
    ids: Vec<String>,
    threads: NonZeroUsize,
    time: Duration,
    prove: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
) -> Result<(), Vec<String>> {
    let end = Instant::now() + time;
    let work = Arc::new((ids, AtomicUsize::new(0), prove));
    let (sender, receiver) = channel();
    let mut faults: Vec<(usize, String)> = Vec::new();
    for number in 0..threads.get().min(work.0.len()) {
        let (work, sender) = (Arc::clone(&work), sender.clone());
        let thread = std::thread::Builder::new().name(format!("proof-{number}")).stack_size(STACK_BYTES);
        let begun = thread.spawn(move || {
            let (ids, next, prove) = &*work;
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                let Some(id) = ids.get(turn) else { break };
                let made = catch_unwind(AssertUnwindSafe(|| prove(id)));
                let made = made.unwrap_or_else(|_| Err(format!("{id} : la composition de son exemple a échoué (panique).")));
                if sender.send((turn, made)).is_err() {
                    break;
                }
            }
        });
        if let Err(error) = begun {
            return Err(vec![format!("le système ne donne pas de fil d’exécution : {error}")]);
        }
    }
    drop(sender);
    let mut open: Vec<usize> = (0..work.0.len()).collect();
    while !open.is_empty() {
        match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok((turn, made)) => {
                open.retain(|other| *other != turn);
                faults.extend(made.err().map(|fault| (turn, fault)));
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    // Threads take their turns in order: what was begun and is not done is what takes so long.
    let begun = work.1.load(Ordering::Relaxed);
    let late = open.into_iter().filter(|turn| *turn < begun);
    let says = |turn: usize| {
        format!(
            "{} : son exemple n’est pas composé après {} secondes : son modèle boucle, ou est bien trop long.",
            work.0[turn],
            time.as_secs()
        )
    };
    faults.extend(late.map(|turn| (turn, says(turn))));
    faults.sort();
    if faults.is_empty() { Ok(()) } else { Err(faults.into_iter().map(|(_, fault)| fault).collect()) }
}

/// Begins to make the examples beside the server; from then on `/readyz` says no, until all are made. What it gives ends only with
/// what is wrong.
///
/// # Errors
/// When the system gives no thread.
pub fn begin(state: Data<State>) -> io::Result<impl Future<Output = Vec<String>>> {
    let (tell, told) = oneshot::channel();
    state.proving.store(true, Ordering::Relaxed);
    std::thread::Builder::new().name("proof".to_owned()).spawn(move || {
        let begun = Instant::now();
        let ids: Vec<String> = state.service.library.types().map(|document| document.id.clone()).collect();
        let (types, threads, shared) = (ids.len(), state.settings.renders, state.clone());
        match prove_all(ids, threads, TIME, move |id| shared.service.prove(id)) {
            Ok(()) => {
                state.proving.store(false, Ordering::Relaxed);
                tracing::info!(types, duration_ms = begun.elapsed().as_millis() as u64, "ready");
            }
            // An error means that the server has ended before.
            Err(faults) => drop(tell.send(faults)),
        }
    })?;
    Ok(async {
        match told.await {
            Ok(faults) => faults,
            Err(_) => std::future::pending().await,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

    fn ids(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn every_fault_is_told_in_order_and_a_panic_is_one() {
        let prove = |id: &str| match id {
            "b" => Err("b fails".to_owned()),
            "c" => panic!("c panics"),
            _ => Ok(()),
        };
        let faults = prove_all(ids(&["a", "b", "c", "d"]), TWO, TIME, prove).unwrap_err();
        assert_eq!((faults.len(), faults[0].as_str()), (2, "b fails"));
        assert!(faults[1].starts_with("c : "));
    }

    #[test]
    fn what_never_ends_is_named_and_holds_nobody() {
        let prove = |id: &str| {
            if id == "loops" {
                loop {
                    std::thread::park();
                }
            }
            Ok(())
        };
        let faults = prove_all(ids(&["a", "loops", "z"]), TWO, Duration::from_millis(200), prove).unwrap_err();
        assert!(faults.len() == 1 && faults[0].starts_with("loops : "), "{faults:?}");
    }
}
