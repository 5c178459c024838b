//! JSON answers packed with gzip for whoever accepts it: a report is ten times smaller. PDF and ZIP are packed already.

use std::io::{self, Write};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, Encoding, HeaderMap, HeaderValue, QualityItem, VARY,
};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Below it a packed answer saves no packet of the network.
const WORTH_BYTES: u64 = 1400;

/// The same answer, packed where it is worth it and `request` accepts it.
pub fn packed(request: &HeaderMap, response: HttpResponse) -> HttpResponse {
    let is_json = response.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.as_bytes();
        kind.starts_with(b"application/") && kind.ends_with(b"json")
    });
    let large = matches!(response.body().size(), BodySize::Sized(bytes) if bytes >= WORTH_BYTES);
    if !(is_json && large && !response.headers().contains_key(CONTENT_ENCODING)) {
        return response;
    }
    let accepted = accepts_gzip(request);
    let (mut response, body) = response.into_parts();
    response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
    let bytes = match body.try_into_bytes() {
        Ok(bytes) if accepted => bytes,
        Ok(bytes) => return response.set_body(bytes).map_into_boxed_body(),
        Err(body) => return response.set_body(body).map_into_boxed_body(),
    };
    let Ok(small) = gzip(&bytes) else { return response.set_body(bytes).map_into_boxed_body() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    // The digest is that of the bytes unpacked: the same document, not the same bytes (RFC 9110, 8.8.1).
    let weak = headers.get(ETAG).and_then(|tag| HeaderValue::from_str(&format!("W/{}", tag.to_str().ok()?)).ok());
    if let Some(weak) = weak {
        headers.insert(ETAG, weak);
    }
    response.set_body(small).map_into_boxed_body()
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    packer.write_all(bytes)?;
    packer.finish()
}

/// Only who names gzip gets it, and not at a quality of nought: « * » may be anything.
fn accepts_gzip(request: &HeaderMap) -> bool {
    let named = |value: &HeaderValue| {
        let items = value.to_str().unwrap_or_default().split(',').filter_map(|item| item.parse::<QualityItem<Encoding>>().ok());
        items.into_iter().any(|item| item.item == Encoding::gzip() && item.quality > actix_web::http::header::q(0.0))
    };
    request.get_all(ACCEPT_ENCODING).any(named)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn asked(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(accept).unwrap());
        headers
    }

    fn report(bytes: usize) -> HttpResponse {
        let body = format!("\"{}\"", "rapport ".repeat(bytes / 8));
        HttpResponse::Ok().content_type("application/problem+json").insert_header((ETAG, "\"abc\"")).body(body)
    }

    fn header(response: &HttpResponse, name: actix_web::http::header::HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[actix_web::test]
    async fn a_report_is_packed_for_who_names_gzip_and_is_the_same_unpacked() {
        let whole = actix_web::body::to_bytes(report(50_000).into_body()).await.unwrap();
        for accept in ["gzip", "br;q=1.0, gzip;q=0.5"] {
            let response = packed(&asked(accept), report(50_000));
            assert_eq!(header(&response, CONTENT_ENCODING), "gzip");
            assert_eq!((header(&response, ETAG), header(&response, VARY)), ("W/\"abc\"", "accept-encoding"));
            let small = actix_web::body::to_bytes(response.into_body()).await.unwrap();
            let mut unpacked = Vec::new();
            GzDecoder::new(&*small).read_to_end(&mut unpacked).unwrap();
            assert!(small.len() < 5_000 && unpacked == whole);
        }
    }

    #[actix_web::test]
    async fn nobody_gets_gzip_who_did_not_name_it_nor_for_what_is_small() {
        for accept in ["", "identity", "gzip;q=0", "br", "*"] {
            let response = packed(&asked(accept), report(50_000));
            assert!(!response.headers().contains_key(CONTENT_ENCODING), "{accept}");
            assert_eq!((header(&response, ETAG), response.body().size()), ("\"abc\"", BodySize::Sized(50_002)));
        }
        assert!(!packed(&asked("gzip"), report(800)).headers().contains_key(CONTENT_ENCODING));
    }
}
