//! The server: actix's acceptor and workers, and before actix's dispatcher our own door. Every connection has its place in the crowd and
//! its clock.

use std::io;
use std::rc::Rc;
use std::time::Duration;

use actix_http::{Extensions, HttpServiceBuilder, KeepAlive, Request, Response};
use actix_server::{Server, ServerBuilder};
use actix_service::{Service, ServiceFactory, apply_fn_factory, fn_factory, fn_service, map_config};
use actix_web::body::BoxBody;
use actix_web::dev::AppConfig;
use actix_web::rt::net::{TcpSocket, TcpStream};
use actix_web::web::Data;
use actix_web::{App, Error, HttpResponse};

use super::crowd::Here;
use super::watched::Watched;
use super::{Connection, End, Patience, answer, farewell, guard};
use crate::http::{State, configure};

/// Connections that wait for the acceptor; the system's own limit is 4096.
const BACKLOG: u32 = 1024;
/// What the system keeps of an answer that a client has not taken. Enough for a distant client's line; small, so that a client that
/// reads nothing is known as one soon.
const SEND_BUFFER: usize = 128 * 1024;

/// Serves `state` at `addresses`, until `stop` ends.
///
/// # Errors
/// When no address can be listened on.
pub fn serve(
    state: Data<State>,
    addresses: &[std::net::SocketAddr],
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<Server> {
    let settings = &state.settings;
    let mut builder = ServerBuilder::new()
        .workers(settings.workers.get())
        .max_concurrent_connections(state.crowd.limit())
        .shutdown_timeout(settings.stop_seconds)
        .shutdown_signal(stop);
    let mut last = None;
    let mut listening = false;
    for address in addresses {
        match listen(*address) {
            Ok(listener) => {
                tracing::info!(address = %listener.local_addr()?, "listening");
                builder = add(builder, listener, state.clone())?;
                listening = true;
            }
            Err(error) => last = Some(io::Error::new(error.kind(), format!("{address} : {error}"))),
        }
    }
    match last {
        Some(error) if !listening => Err(error),
        _ => Ok(builder.run()),
    }
}

fn listen(address: std::net::SocketAddr) -> io::Result<std::net::TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

fn add(builder: ServerBuilder, listener: std::net::TcpListener, state: Data<State>) -> io::Result<ServerBuilder> {
    let address = listener.local_addr()?;
    let stopping = builder.graceful_shutdown_signal();
    builder.listen(format!("http-{address}"), listener, move || {
        let app = App::new().configure(configure(state.clone()));
        let app = map_config(app, |()| AppConfig::default());
        let app = apply_fn_factory(app, |mut request: Request, app| {
            let connection = answer::begin(&mut request);
            let response = Service::call(app, request);
            async move {
                let response: Response<BoxBody> = match response.await {
                    Ok(response) => response.into(),
                    Err(error) => HttpResponse::from_error(error).into(),
                };
                Ok::<_, Error>(answer::through(response, connection))
            }
        });
        let stopping = stopping.clone();
        let patience = Patience::of(&state.settings);
        let h1 = HttpServiceBuilder::default()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            // Heads and silences are timed by the connection's own clock.
            .client_request_timeout(Duration::ZERO)
            .keep_alive(KeepAlive::Os)
            .client_disconnect_timeout(patience.head)
            .local_addr(address)
            .on_connect_ext(|socket: &Watched, data: &mut Extensions| {
                data.insert(Rc::clone(socket.connection()));
            })
            .h1(app);
        let here = Here::new(state.crowd.clone());
        let state = state.clone();
        fn_factory(move || {
            let (h1, here, state) = (h1.new_service(()), Rc::clone(&here), state.clone());
            async move {
                let h1 = Rc::new(h1.await?);
                Ok::<_, ()>(fn_service(move |stream: TcpStream| {
                    receive(stream, Rc::clone(&h1), Rc::clone(&here), state.clone(), patience)
                }))
            }
        })
    })
}

/// One connection, from its acceptance to its end.
async fn receive<D>(
    stream: TcpStream,
    dispatchers: Rc<D>,
    here: Rc<Here>,
    state: Data<State>,
    patience: Patience,
) -> Result<(), ()>
where
    D: Service<(Watched, Option<std::net::SocketAddr>), Response = ()>,
{
    // Without it the service still works: the system then keeps more of an answer than it has to.
    let _ = rustix::net::sockopt::set_socket_send_buffer_size(&stream, SEND_BUFFER);
    let _ = stream.set_nodelay(true);
    let peer = stream.peer_addr().ok();
    let connection = Rc::new(Connection::new(stream, patience));
    let Some(_place) = here.admit(&connection) else { return Ok(()) };
    // Boxed, and so are the last words: a future held by value is kept twice, as what is given and as what is polled.
    let dispatcher = Box::pin(dispatchers.call((Watched::new(Rc::clone(&connection)), peer)));
    let Some(end) = guard::within(&connection, dispatcher).await else { return Ok(()) };
    let (End::Silent(reason) | End::Told(reason, _)) = end;
    state.crowd.note(reason);
    if let End::Told(_, kind) = end {
        let took = connection.since.get().elapsed();
        connection.end.set(None);
        guard::within(&connection, Box::pin(farewell::tell(&connection, kind, &state, took))).await;
    }
    Ok(())
}
