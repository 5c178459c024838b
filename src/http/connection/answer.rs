//! Between the dispatcher and the application: tells the connection when a request begins and when its answer is out.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_http::{ConnectionType, HttpMessage, Payload, Request, Response, Uri};
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::Bytes;

use super::Connection;
use super::framing::{Chunks, Passage};

/// What the dispatcher may hold of an answer at once (its own buffer's size): the rest stays where it was made, and whatever counts its
/// memory there counts it until it is sent.
const SLICE: usize = 32 * 1024;

/// Notes that the dispatcher made a request, and makes it one that the application knows how to refuse.
pub fn begin(request: &mut Request) -> Option<Rc<Connection>> {
    // `OPTIONS *` and `CONNECT host:80` name no path: they are refused as a path that does not exist.
    if !request.path().starts_with('/') {
        *request.uri_mut() = Uri::from_static("/*");
    }
    let connection = request.conn_data::<Rc<Connection>>().cloned()?;
    let passage = passage(request);
    connection.begin(passage);
    Some(connection)
}

/// How the body of a request comes, as the dispatcher understood it.
fn passage(request: &mut Request) -> Passage {
    if matches!(request.payload(), Payload::None) {
        return Passage::Rest;
    }
    if request.chunked().unwrap_or(false) {
        return Passage::Chunked(Chunks::default());
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.trim().parse().ok());
    match length {
        Some(0) => Passage::Rest,
        Some(length) if !request.upgrade() => Passage::Length(length),
        _ => Passage::Stream,
    }
}

/// Sends the application's answer through `connection`. Before a body that was not read to its end, the connection cannot serve
/// again: the answer says so.
pub fn through(response: Response<BoxBody>, connection: Option<Rc<Connection>>) -> Response<Sending> {
    response.map_body(|head, body| {
        if connection.as_ref().is_some_and(|connection| connection.answering()) {
            head.set_connection_type(ConnectionType::Close);
        }
        Sending { body, rest: Bytes::new(), connection }
    })
}

/// The body of an answer, handed on slice by slice. Dropped when all is handed on, or nobody waits for it: what rides in the body it
/// holds lives as long.
pub struct Sending {
    body: BoxBody,
    rest: Bytes,
    connection: Option<Rc<Connection>>,
}

impl MessageBody for Sending {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        while this.rest.is_empty() {
            match ready!(Pin::new(&mut this.body).poll_next(cx)) {
                Some(Ok(bytes)) => this.rest = bytes,
                other => return Poll::Ready(other),
            }
        }
        Poll::Ready(Some(Ok(this.rest.split_to(SLICE.min(this.rest.len())))))
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(connection) = &self.connection {
            connection.answered.set(true);
        }
    }
}
