//! The journal: one line of JSON a request, with its number, its route, its status and its times. Never a path beyond the
//! route's pattern, never a body, a name or a reference: nothing of a case is ever written down.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Sends the journal of the whole process to standard error; does nothing where there is one already.
///
/// # Errors
/// When `filter` is no filter.
pub fn start(filter: &str) -> io::Result<()> {
    let subscriber = journal(filter, io::stderr)?;
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        std::panic::set_hook(Box::new(note_panic));
    }
    Ok(())
}

/// The journal, written to `writer`.
///
/// # Errors
/// When `filter` is no filter.
pub fn journal<W>(filter: &str, writer: W) -> io::Result<impl Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    Ok(tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(writer).finish())
}

/// Where, never what: the message of a panic may quote a value of the case.
fn note_panic(panic: &PanicHookInfo) {
    let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    let thread = std::thread::current();
    tracing::error!(place, thread = thread.name().unwrap_or_default(), "panic");
}

/// What the line of one request says.
pub struct Line<'a> {
    pub request_id: &'a str,
    pub method: &'static str,
    pub route: &'a str,
    pub status: u16,
    pub took: Duration,
    pub render: Option<Duration>,
    /// Size of the answer's body, where it is known beforehand.
    pub bytes: Option<u64>,
    /// The problem's kind.
    pub problem: Option<&'static str>,
    /// Our fault only.
    pub cause: Option<&'a str>,
}

impl Line<'_> {
    /// Writes the line.
    pub fn write(&self) {
        let millis = |time: Duration| (time.as_secs_f64() * 100_000.0).round() / 100.0;
        let (duration_ms, render_ms) = (millis(self.took), self.render.map(millis));
        let Self { request_id, method, route, status, bytes, problem, cause, .. } = self;
        if cause.is_some() {
            tracing::error!(request_id, method, route, status, duration_ms, render_ms, bytes, problem, cause, "request");
        } else {
            tracing::info!(request_id, method, route, status, duration_ms, render_ms, bytes, problem, "request");
        }
    }
}

/// The number that the caller gave, where it is a plain token of at most 64 letters, digits, `-` and `_`; else a new one.
pub fn request_id(request: &HttpRequest) -> String {
    let plain = |id: &&str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let given = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).filter(plain);
    given.map_or_else(new_request_id, str::to_owned)
}

/// Unique in the process by its counter, and among processes by a seed from the system.
pub fn new_request_id() -> String {
    static SEED: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| RandomState::new().build_hasher().finish());
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}-{:x}", *SEED, NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_callers_number_is_kept_when_it_is_a_plain_token_and_replaced_otherwise() {
        for (given, kept) in [("abc-123_X", true), ("", false), ("a b", false), ("a\"}", false), (&"x".repeat(65), false)] {
            let request = TestRequest::default().insert_header(("x-request-id", given)).to_http_request();
            assert_eq!(request_id(&request) == given, kept, "{given}");
        }
        assert_ne!(new_request_id(), new_request_id());
    }
}
