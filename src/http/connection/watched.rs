//! The socket as the dispatcher sees it: a whole head at a time, that head's body, then nothing before the answer is out.
//!
//! So every head has its time, pipelined or not; a malformed or endless one never reaches the dispatcher; and what the dispatcher writes
//! while no request is with the application can only be a bare refusal of its own, for which we say ours (`farewell`).

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_web::web::BytesMut;
use rustix::net::Shutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::framing::{Chunks, MAX_HEAD, Passage, Scan};
use super::{Connection, End, Phase, Reason};
use crate::http::errors::Kind;

/// Bytes taken from the socket at once while a head is awaited; as much of the next request may wait.
const READ: usize = 8 * 1024;

/// A socket with what came too early.
pub struct Watched {
    connection: Rc<Connection>,
    held: BytesMut,
    /// The client has closed its side.
    ended: bool,
}

impl Watched {
    pub fn new(connection: Rc<Connection>) -> Self {
        Self { connection, held: BytesMut::new(), ended: false }
    }

    pub fn connection(&self) -> &Rc<Connection> {
        &self.connection
    }

    /// Takes what the socket has into `held`. Ready with nothing more when the client has closed its side.
    fn fill(&mut self, cx: &mut Context) -> Poll<io::Result<()>> {
        if self.ended {
            return Poll::Ready(Ok(()));
        }
        let mut space = [MaybeUninit::<u8>::uninit(); READ];
        let mut space = ReadBuf::uninit(&mut space);
        ready!(receive(&self.connection, cx, &mut space))?;
        self.ended = space.filled().is_empty();
        self.held.extend_from_slice(space.filled());
        Poll::Ready(Ok(()))
    }

    /// While nothing may be handed on: notices a client that goes, keeps a little of what comes, and asks to be polled again where
    /// something is kept that no socket will announce.
    fn wait(&mut self, cx: &mut Context) -> Poll<io::Result<()>> {
        while self.held.len() < READ && !self.ended {
            match self.fill(cx) {
                Poll::Ready(read) => read?,
                Poll::Pending => break,
            }
        }
        // Who closes his side before his answer has left: what is done for him ends, and a child with it.
        if self.ended && self.held.is_empty() && self.connection.phase.get() == Phase::Working {
            self.connection.finish(End::Silent(Reason::Left));
            return Poll::Pending;
        }
        if matches!(*self.connection.passage.borrow(), Passage::Giving(0)) && (!self.held.is_empty() || self.ended) {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    /// Waits for a whole head. True when there is one, false when the client has closed its side instead.
    fn await_head(&mut self, cx: &mut Context) -> Poll<io::Result<bool>> {
        let connection = Rc::clone(&self.connection);
        loop {
            let whole = connection.passage.borrow_mut().head_in(&self.held);
            if let Some(length) = whole {
                connection.passage.replace(Passage::Giving(length));
                connection.enter(Phase::Given);
                return Poll::Ready(Ok(true));
            }
            if !self.held.is_empty() && matches!(connection.phase.get(), Phase::New | Phase::Idle) {
                connection.enter(Phase::Head);
            }
            let cut = self.ended && !self.held.is_empty();
            if self.held.len() >= MAX_HEAD || self.is_not_http() || cut {
                let kind = if self.held.len() >= MAX_HEAD { Kind::HeadTooLarge } else { Kind::MalformedRequest };
                connection.finish(End::Told(Reason::Malformed, kind));
                return Poll::Pending;
            }
            if self.ended {
                return Poll::Ready(Ok(false));
            }
            ready!(self.fill(cx))?;
        }
    }

    /// A first byte that begins no request: TLS on a port without it, for one.
    fn is_not_http(&self) -> bool {
        let first = self.held.iter().find(|byte| !matches!(byte, b'\r' | b'\n'));
        first.is_some_and(|byte| !byte.is_ascii_graphic())
    }

    /// Hands on at most `most` bytes that are held, or else what the socket has.
    fn pass(&mut self, cx: &mut Context, out: &mut ReadBuf, most: u64) -> Poll<io::Result<usize>> {
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(out.remaining());
        if self.held.is_empty() {
            if self.ended {
                return Poll::Ready(Ok(0));
            }
            let mut part = ReadBuf::new(out.initialize_unfilled_to(most));
            ready!(receive(&self.connection, cx, &mut part))?;
            let read = part.filled().len();
            self.ended = read == 0;
            out.advance(read);
            return Poll::Ready(Ok(read));
        }
        let part = self.held.split_to(most.min(self.held.len()));
        out.put_slice(&part);
        Poll::Ready(Ok(part.len()))
    }

    /// Hands on bytes of a body in chunks; what comes after its end is held.
    fn pass_chunks(&mut self, cx: &mut Context, out: &mut ReadBuf, chunks: &mut Chunks) -> Poll<io::Result<bool>> {
        let start = out.filled().len();
        ready!(self.pass(cx, out, u64::MAX))?;
        match chunks.scan(&out.filled()[start..]) {
            Scan::More => Poll::Ready(Ok(false)),
            Scan::End(length) => {
                let mut after = BytesMut::from(&out.filled()[start + length..]);
                after.extend_from_slice(&self.held);
                self.held = after;
                out.set_filled(start + length);
                Poll::Ready(Ok(true))
            }
            Scan::Bad => {
                out.set_filled(start);
                // Where the answer is out already, or on its way, nothing more is said.
                self.connection.finish(match self.connection.phase.get() {
                    Phase::Receiving => End::Told(Reason::Malformed, Kind::MalformedRequest),
                    _ => End::Silent(Reason::Malformed),
                });
                Poll::Pending
            }
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context, out: &mut ReadBuf) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let connection = Rc::clone(&this.connection);
        if connection.end.get().is_some() {
            return Poll::Pending;
        }
        // Nothing is borrowed while bytes are passed on; what is put back is what was taken, a step further.
        let passage = connection.passage.replace(Passage::Rest);
        let (passage, read) = match passage {
            Passage::Head(head) => {
                connection.passage.replace(Passage::Head(head));
                return match ready!(this.await_head(cx))? {
                    true => Pin::new(this).poll_read(cx, out),
                    false => Poll::Ready(Ok(())),
                };
            }
            Passage::Giving(0) | Passage::Rest => {
                connection.passage.replace(passage);
                return this.wait(cx);
            }
            Passage::Giving(left) => match this.pass(cx, out, left as u64) {
                Poll::Ready(Ok(read)) => (Passage::Giving(left - read), Poll::Ready(Ok(()))),
                other => (Passage::Giving(left), other.map_ok(drop)),
            },
            Passage::Length(left) => match this.pass(cx, out, left) {
                Poll::Ready(Ok(read)) if read as u64 == left => (Passage::Rest, Poll::Ready(Ok(()))),
                Poll::Ready(Ok(read)) => (Passage::Length(left - read as u64), Poll::Ready(Ok(()))),
                other => (Passage::Length(left), other.map_ok(drop)),
            },
            Passage::Chunked(mut chunks) => match this.pass_chunks(cx, out, &mut chunks) {
                Poll::Ready(Ok(true)) => (Passage::Rest, Poll::Ready(Ok(()))),
                other => (Passage::Chunked(chunks), other.map_ok(drop)),
            },
            Passage::Stream => {
                let read = this.pass(cx, out, u64::MAX);
                (Passage::Stream, read.map_ok(drop))
            }
        };
        if matches!(passage, Passage::Rest) {
            connection.received();
        }
        connection.passage.replace(passage);
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let connection = &self.connection;
        if connection.end.get().is_some() {
            return Poll::Pending;
        }
        match connection.phase.get() {
            Phase::Receiving | Phase::Working | Phase::Answering => {}
            Phase::Head | Phase::Given => {
                let too_large = bytes.starts_with(b"HTTP/1.1 431") || bytes.starts_with(b"HTTP/1.0 431");
                let kind = if too_large { Kind::HeadTooLarge } else { Kind::MalformedRequest };
                connection.finish(End::Told(Reason::Malformed, kind));
                return Poll::Pending;
            }
            Phase::New | Phase::Idle | Phase::Leaving => {
                connection.finish(End::Silent(Reason::Malformed));
                return Poll::Pending;
            }
        }
        let written = ready!(send(connection, cx, bytes))?;
        if connection.phase.get() == Phase::Answering {
            connection.moved(written);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        // The next request may be here already: no socket will announce it.
        if self.connection.flushed() && (!self.held.is_empty() || self.ended) {
            cx.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context) -> Poll<io::Result<()>> {
        match rustix::net::shutdown(&self.connection.stream, Shutdown::Write) {
            Ok(()) | Err(rustix::io::Errno::NOTCONN) => Poll::Ready(Ok(())),
            Err(error) => Poll::Ready(Err(error.into())),
        }
    }
}

/// What the socket has; nothing when the client has closed its side.
pub fn receive(connection: &Connection, cx: &mut Context, out: &mut ReadBuf) -> Poll<io::Result<()>> {
    loop {
        ready!(connection.stream.poll_read_ready(cx))?;
        match connection.stream.try_read(out.initialize_unfilled()) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            read => {
                let read = read?;
                if matches!(connection.phase.get(), Phase::Receiving) {
                    connection.moved(read);
                }
                out.advance(read);
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// Gives the socket what it takes.
pub fn send(connection: &Connection, cx: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
    loop {
        ready!(connection.stream.poll_write_ready(cx))?;
        match connection.stream.try_write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            written => return Poll::Ready(written),
        }
    }
}
