//! The page to try the service: Swagger UI, carried in the binary and served from here. Asks nothing of any other host.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use actix_web::web::{Bytes, Path};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

use crate::http::errors::{Kind, Problem};

const PAGE: &str = include_str!("../docs/index.html");
const SCRIPT: &str = include_str!("../docs/docs.js");
const STYLE: &str = include_str!("../docs/docs.css");

/// Swagger UI writes styles into its elements, and draws its signs as `data:` images.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The two files of Swagger UI that the page uses, unpacked when somebody first asks.
static SWAGGER_UI: LazyLock<HashMap<&'static str, Bytes>> = LazyLock::new(|| {
    let unpacked = ["swagger-ui-bundle.js", "swagger-ui.css"].into_iter().filter_map(|name| Some((name, unpack(name)?)));
    unpacked.collect()
});

fn unpack(name: &str) -> Option<Bytes> {
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED)).ok()?;
    let wanted = format!("/dist/{name}");
    let path = archive.file_names().flatten().find(|path| path.ends_with(&wanted))?.into_owned();
    let mut bytes = Vec::new();
    archive.by_name(&path).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes.into())
}

/// The page itself.
pub async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .content_type("text/html; charset=utf-8")
        .body(PAGE)
}

/// A file that the page asks for.
///
/// # Errors
/// `UnknownPath` when there is no such file.
pub async fn asset(name: Path<String>) -> Result<HttpResponse, Problem> {
    let (media, bytes) = match name.as_str() {
        "docs.js" => ("text/javascript; charset=utf-8", Bytes::from_static(SCRIPT.as_bytes())),
        "docs.css" => ("text/css; charset=utf-8", Bytes::from_static(STYLE.as_bytes())),
        name => {
            let bytes =
                SWAGGER_UI.get(name).cloned().ok_or_else(|| Problem::new(Kind::UnknownPath, "Ce fichier n’existe pas."))?;
            (if name.ends_with(".css") { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" }, bytes)
        }
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "max-age=3600")).content_type(media).body(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_files_of_swagger_ui_are_in_the_binary() {
        assert_eq!(SWAGGER_UI.len(), 2);
        assert!(SWAGGER_UI.values().all(|bytes| bytes.len() > 100_000));
    }
}
