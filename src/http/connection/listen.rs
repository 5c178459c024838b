//! Where the service listens, and how many files the system lets it open.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use rustix::process::{Resource, getrlimit, setrlimit};

/// Every address that the setting `listen` names.
///
/// # Errors
/// When it names none.
pub fn addresses(listen: &str) -> io::Result<Vec<SocketAddr>> {
    let told = |reason: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("listen = « {listen} » : {reason}"));
    let found: Vec<_> = listen.to_socket_addrs().map_err(|error| told(&error.to_string()))?.collect();
    if found.is_empty() { Err(told("aucune adresse de ce nom")) } else { Ok(found) }
}

/// Raises the number of files that the process may open to what the system allows at most, and gives it; `None` where there is no limit.
pub fn raise_open_files() -> Option<u64> {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let raised = rustix::process::Rlimit { current: limit.maximum, maximum: limit.maximum };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            limit.current = limit.maximum;
        }
    }
    limit.current
}
