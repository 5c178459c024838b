//! The last words of a connection whose request never reached the application: the same refusal as anywhere, written by hand, with its
//! line in the journal.

use std::fmt::Write;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use actix_web::body::MessageBody;
use rustix::net::Shutdown;
use tokio::io::ReadBuf;

use super::framing::MAX_HEAD;
use super::watched::{receive, send};
use super::{Connection, Phase};
use crate::http::State;
use crate::http::errors::{Kind, Problem};
use crate::http::logs::{self, Line};

/// What is thrown away of a client that goes on sending after the last words: a head of megabytes is still told that it is too large.
const DRAINED: usize = 8 * 1024 * 1024;

/// Tells the client why, then lets it read that: a socket closed on bytes not read would take the words back. Who gives its place to
/// another gives it at once.
pub async fn tell(connection: &Rc<Connection>, kind: Kind, state: &State, took: Duration) {
    let words = words(kind, state, took);
    if kind == Kind::Crowded {
        // An error means that the client reads nothing.
        let _ = connection.stream.try_write(&words);
        return;
    }
    connection.enter(Phase::Leaving);
    let mut written = 0;
    while written < words.len() {
        match std::future::poll_fn(|cx| send(connection, cx, &words[written..])).await {
            Ok(bytes) if bytes > 0 => written += bytes,
            _ => return,
        }
    }
    if rustix::net::shutdown(&connection.stream, Shutdown::Write).is_err() {
        return;
    }
    let mut drained = 0;
    // On the heap: an array here would be part of every connection's task, from its start.
    let mut space = vec![0; 16 * 1024];
    while drained < DRAINED {
        let read = std::future::poll_fn(|cx| {
            let mut space = ReadBuf::new(&mut space);
            match receive(connection, cx, &mut space) {
                Poll::Ready(Ok(())) => Poll::Ready(space.filled().len()),
                Poll::Ready(Err(_)) => Poll::Ready(0),
                Poll::Pending => Poll::Pending,
            }
        });
        match read.await {
            0 => return,
            bytes => drained += bytes,
        }
    }
}

fn words(kind: Kind, state: &State, took: Duration) -> Vec<u8> {
    let request_id = logs::new_request_id();
    let problem = Problem::new(kind, detail(kind, state));
    let answer = problem.answer(&request_id);
    let status = answer.status();
    let mut words = format!("HTTP/1.1 {} {}\r\n", status.as_str(), status.canonical_reason().unwrap_or_default());
    for (name, value) in answer.headers() {
        // Headers of our own are ASCII; writing to a string cannot fail.
        let _ = write!(words, "{name}: {}\r\n", value.to_str().unwrap_or_default());
    }
    let body = answer.into_body().try_into_bytes().unwrap_or_default();
    let date = chrono::Utc::now().format("%a, %d %b %Y %H:%M:%S GMT");
    let _ = write!(
        words,
        "x-request-id: {request_id}\r\nx-content-type-options: nosniff\r\ncontent-length: {}\r\nconnection: close\r\ndate: {date}\r\n\r\n",
        body.len()
    );
    state.metrics.answered("OTHER", "unmatched", status.as_u16(), took);
    Line {
        request_id: &request_id,
        method: "OTHER",
        route: "unmatched",
        status: status.as_u16(),
        took,
        render: None,
        bytes: Some(body.len() as u64),
        problem: Some(kind.slug()),
        cause: None,
    }
    .write();
    let mut words = words.into_bytes();
    words.extend_from_slice(&body);
    words
}

fn detail(kind: Kind, state: &State) -> String {
    match kind {
        Kind::SlowHead => {
            format!("La ligne de requête et les en-têtes doivent arriver en {} secondes.", state.settings.header_seconds)
        }
        Kind::HeadTooLarge => format!("Les en-têtes ne peuvent dépasser ni {MAX_HEAD} octets, ni 96 lignes."),
        Kind::Crowded => "Cette connexion a laissé sa place : son client était le plus lent. Recommencez dans une seconde.".to_owned(),
        _ => "Ce qui a été reçu n’est pas une requête HTTP/1.1 bien formée (ligne de requête, Host, en-têtes, longueur ou morceaux du \
              corps), ou s’interrompt ; TLS n’est pas parlé ici."
            .to_owned(),
    }
}
