//! Who may reach the service: on the loopback, this machine's own programs and no page of the web; elsewhere, a proxy that guards it.
//!
//! The service knows no users and speaks no TLS. On the loopback a browser is the danger: a page from anywhere may post to
//! `localhost`, or give its own name this machine's address (DNS rebinding). A browser always says the name it asked (`Host`) and,
//! when a page asks, whose page (`Origin`, `Sec-Fetch-Site`): what it says is checked.

use std::io;
use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use actix_web::http::{Method, Uri};

use super::errors::{Kind, Problem};
use super::settings::Settings;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// What is checked of each request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exposure {
    /// Nobody but this machine: its own names only, and no page of another origin.
    Loopback,
    /// A proxy is in front: these names, or any where there are none.
    BehindProxy(Vec<String>),
}

/// Refuses an address that others reach when no proxy is said to guard it.
///
/// # Errors
/// The sentence that says what to do.
pub fn allowed(settings: &Settings, addresses: &[SocketAddr]) -> io::Result<()> {
    let Some(open) = addresses.iter().find(|address| !address.ip().to_canonical().is_loopback()) else { return Ok(()) };
    if settings.behind_proxy {
        return Ok(());
    }
    let says = format!(
        "{open} n’est pas une adresse de la boucle locale : le service n’a ni authentification ni TLS, et quiconque l’atteint peut l’employer. \
         Écoutez sur 127.0.0.1, ou placez devant lui un serveur mandataire qui chiffre et qui contrôle qui appelle \
         (docs/exploitation.md en donne un, éprouvé), puis ajoutez --behind-proxy (RECOUVRANCE_BEHIND_PROXY=true, ou behind_proxy = true)."
    );
    Err(io::Error::new(io::ErrorKind::InvalidInput, says))
}

impl Exposure {
    pub fn of(settings: &Settings) -> Self {
        if !settings.behind_proxy {
            return Self::Loopback;
        }
        let names = settings.allowed_hosts.split(',').map(|name| name.trim().to_ascii_lowercase());
        Self::BehindProxy(names.filter(|name| !name.is_empty()).collect())
    }

    /// Refuses a request that names another host, or that a page of another origin makes.
    ///
    /// # Errors
    /// `WrongHost` or `ForeignOrigin`.
    pub fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
        // An address in full says the host itself (RFC 9112, 3.2.2); both must do.
        let asked = uri.authority().map(|host| host.as_str().as_bytes());
        let mut hosts = asked.into_iter().chain(headers.get_all(HOST).map(|host| host.as_bytes())).map(name_of);
        match self {
            Self::BehindProxy(names) if names.is_empty() => Ok(()),
            Self::BehindProxy(names) => {
                let known =
                    |host: Option<&str>| host.is_some_and(|host| names.iter().any(|name| name.eq_ignore_ascii_case(host)));
                if hosts.all(known) { Ok(()) } else { Err(wrong_host("des noms que donne le réglage allowed_hosts")) }
            }
            Self::Loopback if !hosts.all(|host| host.is_some_and(is_loopback)) => {
                Err(wrong_host("localhost, 127.0.0.1 ou [::1]"))
            }
            Self::Loopback => {
                let foreign = headers.get_all(ORIGIN).any(|origin| !is_ours(origin.as_bytes()));
                let from_elsewhere = headers.get_all(SEC_FETCH_SITE).any(|site| site.as_bytes() == b"cross-site");
                // A link followed from elsewhere shows our page to its reader, and nothing to the page it came from.
                let link = *method == Method::GET && headers.get(SEC_FETCH_MODE).is_some_and(|mode| mode == "navigate");
                if foreign || (from_elsewhere && !link) { Err(foreign_origin()) } else { Ok(()) }
            }
        }
    }
}

/// The host without its port; `None` where it is none.
fn name_of(host: &[u8]) -> Option<&str> {
    let host = std::str::from_utf8(host).ok()?.trim();
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, "")) => (name, "0"),
        Some((name, after)) => (name, after.strip_prefix(':')?),
        None => host.split_once(':').unwrap_or((host, "0")),
    };
    port.parse::<u16>().is_ok().then_some(name)
}

fn is_loopback(name: &str) -> bool {
    let address = name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    address || name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case("localhost.")
}

/// An origin is of this machine when its host is; `null` is a page that hides its own.
fn is_ours(origin: &[u8]) -> bool {
    let host = origin.strip_prefix(b"http://").or_else(|| origin.strip_prefix(b"https://"));
    host.and_then(name_of).is_some_and(is_loopback)
}

fn wrong_host(names: &str) -> Problem {
    let says = format!(
        "L’en-tête Host (ou l’adresse) n’est pas l’un de ceux auxquels le service répond : {names}. Ainsi une page web ne peut pas \
         l’atteindre sous un autre nom. Derrière un serveur mandataire : --behind-proxy."
    );
    Problem::new(Kind::WrongHost, says)
}

fn foreign_origin() -> Problem {
    let says = "Une page web d’une autre origine (en-tête Origin ou Sec-Fetch-Site) ne peut pas employer le service de cette machine. \
                Passez par votre propre serveur.";
    Problem::new(Kind::ForeignOrigin, says)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn kind(exposure: &Exposure, request: TestRequest) -> Option<Kind> {
        let request = request.to_http_request();
        exposure.check(request.method(), request.uri(), request.headers()).err().map(|problem| problem.kind)
    }

    #[test]
    fn on_the_loopback_only_this_machines_names_are_answered() {
        for (host, expected) in [
            ("localhost", None),
            ("LOCALHOST:8080", None),
            ("127.0.0.1:8080", None),
            ("127.9.9.9", None),
            ("[::1]:8080", None),
            ("[::ffff:127.0.0.1]", None),
            ("attacker.example:8080", Some(Kind::WrongHost)),
            ("localhost.attacker.example", Some(Kind::WrongHost)),
            ("127.0.0.1.attacker.example", Some(Kind::WrongHost)),
            ("192.168.1.4", Some(Kind::WrongHost)),
            ("localhost:x", Some(Kind::WrongHost)),
            ("a@localhost", Some(Kind::WrongHost)),
            ("[::1]x", Some(Kind::WrongHost)),
            ("", Some(Kind::WrongHost)),
        ] {
            assert_eq!(kind(&Exposure::Loopback, TestRequest::get().insert_header((HOST, host))), expected, "{host}");
        }
        let in_full = TestRequest::get().uri("http://attacker.example/v1/document-types").insert_header((HOST, "localhost"));
        assert_eq!(kind(&Exposure::Loopback, in_full), Some(Kind::WrongHost));
    }

    #[test]
    fn a_page_of_another_origin_cannot_use_a_local_service() {
        for (origin, expected) in [
            ("http://localhost:8080", None),
            ("https://127.0.0.1", None),
            ("http://[::1]:3000", None),
            ("https://attacker.example", Some(Kind::ForeignOrigin)),
            ("http://localhost.attacker.example", Some(Kind::ForeignOrigin)),
            ("null", Some(Kind::ForeignOrigin)),
            ("localhost", Some(Kind::ForeignOrigin)),
        ] {
            assert_eq!(kind(&Exposure::Loopback, TestRequest::post().insert_header((ORIGIN, origin))), expected, "{origin}");
        }
        let from = |method: TestRequest, mode: &'static str| {
            method.insert_header((SEC_FETCH_SITE, "cross-site")).insert_header((SEC_FETCH_MODE, mode))
        };
        assert_eq!(kind(&Exposure::Loopback, from(TestRequest::post(), "navigate")), Some(Kind::ForeignOrigin));
        assert_eq!(kind(&Exposure::Loopback, from(TestRequest::get(), "no-cors")), Some(Kind::ForeignOrigin));
        assert_eq!(kind(&Exposure::Loopback, from(TestRequest::get(), "navigate")), None, "a link to the page of tries");
    }

    #[test]
    fn behind_a_proxy_the_operator_says_which_names_are_answered() {
        let behind =
            |hosts: &str| Exposure::of(&Settings { behind_proxy: true, allowed_hosts: hosts.to_owned(), ..Settings::default() });
        let host = |name: &'static str| TestRequest::get().insert_header((HOST, name));
        assert_eq!(kind(&behind(""), host("anything.example")), None);
        let named = behind("recouvrement.example, interne.example");
        assert_eq!(kind(&named, host("Interne.Example:443")), None);
        assert_eq!(kind(&named, host("anything.example")), Some(Kind::WrongHost));
    }

    #[test]
    fn an_address_that_others_reach_is_refused_unless_a_proxy_guards_it() {
        let address = |text: &str| [text.parse::<SocketAddr>().unwrap()];
        for local in ["127.0.0.1:80", "[::1]:80", "127.0.0.2:80"] {
            assert!(allowed(&Settings::default(), &address(local)).is_ok(), "{local}");
        }
        for open in ["0.0.0.0:80", "[::]:80", "192.168.1.4:80", "[::ffff:10.0.0.1]:80"] {
            let refused = allowed(&Settings::default(), &address(open)).unwrap_err().to_string();
            assert!(refused.contains("--behind-proxy"), "{refused}");
            assert!(allowed(&Settings { behind_proxy: true, ..Settings::default() }, &address(open)).is_ok());
        }
    }
}
