//! Which of the formats on offer the caller prefers. Knows headers only.

use actix_web::HttpRequest;
use actix_web::http::header::{Accept, Header, Quality};
use serde::{Deserialize, Serialize};

use super::errors::{Kind, Problem};

/// A format that an address gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Media {
    Json,
    SchemaJson,
    Pdf,
    Csv,
    Zip,
    Html,
    Text,
    Metrics,
}

impl Media {
    /// As `Content-Type` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::SchemaJson => "application/schema+json",
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Zip => "application/zip",
            Self::Html => "text/html; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Metrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// The type and the subtype alone.
    pub fn essence(self) -> &'static str {
        self.name().split(';').next().unwrap_or_default()
    }
}

/// The offer that the caller likes best; the first one where nothing, or anything, is accepted.
///
/// # Errors
/// `NotAcceptable` when none will do.
pub fn preferred(request: &HttpRequest, offers: &[Media]) -> Result<Media, Problem> {
    let accept = Accept::parse(request).unwrap_or_else(|_| Accept::star());
    if accept.is_empty() {
        return Ok(offers[0]);
    }
    let liked = offers.iter().map(|offer| (quality(&accept, *offer), *offer)).filter(|(quality, _)| *quality > Quality::ZERO);
    let best = liked.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, offer)| offer).ok_or_else(|| {
        let names: Vec<&str> = offers.iter().map(|offer| offer.essence()).collect();
        Problem::new(Kind::NotAcceptable, format!("Cette adresse donne {}.", names.join(" ou "))).knowing(names)
    })
}

/// What the most specific range that names the offer says of it.
fn quality(accept: &Accept, offer: Media) -> Quality {
    let (kind, subtype) = offer.essence().split_once('/').unwrap_or_default();
    let ranges = accept.iter().filter_map(|range| {
        let (wanted, under) = (range.item.type_().as_str(), range.item.essence_str().split_once('/').map_or("", |(_, sub)| sub));
        let precision = match (wanted == kind, under == subtype) {
            (true, true) => 2,
            (true, false) if under == "*" => 1,
            _ if wanted == "*" => 0,
            _ => return None,
        };
        Some((precision, range.quality))
    });
    ranges.max_by_key(|(precision, _)| *precision).map_or(Quality::ZERO, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_caller_has_what_it_likes_best() {
        for (accept, expected) in [
            ("", Some(Media::Pdf)),
            ("*/*", Some(Media::Pdf)),
            ("application/*", Some(Media::Pdf)),
            ("application/json", Some(Media::Json)),
            ("text/html, application/json;q=0.9, */*;q=0.1", Some(Media::Json)),
            ("application/pdf;q=0.5, application/json;q=0.6", Some(Media::Json)),
            ("application/pdf;q=0, */*", Some(Media::Json)),
            ("text/html", None),
            ("application/json;q=0", None),
        ] {
            let request = TestRequest::default().insert_header(("accept", accept)).to_http_request();
            assert_eq!(preferred(&request, &[Media::Pdf, Media::Json]).ok(), expected, "{accept}");
        }
    }
}
