//! Documents: a case comes in; a report, a PDF, a draft, an e-mail or a décompte goes out. All the work is on the render threads.

use std::time::Duration;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, EntityTag, Header, HeaderName, IF_NONE_MATCH, IfNoneMatch, VARY,
};
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::types::{jurisdiction, type_id};
use super::{Group, Method, Route, binary, of, text};
use crate::compliance::report::DecompteReport;
use crate::compliance::{Finding, Report};
use crate::document::email::Email;
use crate::http::State;
use crate::http::accept::{Media, preferred};
use crate::http::body::Body;
use crate::http::errors::{Kind, Problem};
use crate::http::file_name;
use crate::http::watch::RenderTime;
use crate::law::hex;
use crate::service::{Document, Next, Refused, Service, Sheet};

pub const RECOUVRANCE_LAW: HeaderName = HeaderName::from_static("recouvrance-law");

const ROUTE: Route =
    Route { method: Method::Post, group: Group::Papers, takes_case: true, refuses: &[Kind::UnknownType], ..Route::BLANK };

pub static ROUTES: &[Route] = &[
    Route {
        path: "/v1/checks/{country}/{type}",
        summary: "Vérifier un dossier",
        description: "Le rapport, pour tout JSON qui est un dossier : verdict, mentions avec leur place sur la page, décompte, \
                      délais, valeurs du droit employées. Ce qui manque n’est pas une erreur : c’est dans findings.",
        gives: &[(Media::Json, of::<Report>)],
        refuses: &[Kind::UnknownType, Kind::BadQuery],
        places: true,
        handler: |route| route.to(check),
        ..ROUTE
    },
    Route {
        path: "/v1/documents/{country}/{type}",
        summary: "Établir le document",
        description: "Le PDF définitif (PDF/A-2a et PDF/UA-1) ; 422 avec le rapport si le droit demande davantage. Même dossier, \
                      même droit, mêmes modèles : mêmes octets, donc même ETag ; If-None-Match répond 304.",
        gives: &[(Media::Pdf, binary), (Media::Json, of::<Paper>)],
        refuses: &[Kind::UnknownType, Kind::RefusedByLaw],
        handler: |route| route.to(document),
        ..ROUTE
    },
    Route {
        path: "/v1/drafts/{country}/{type}",
        summary: "Établir le projet",
        description: "La même page marquée PROJET ; chaque mention qui manque y est un vide visible et nommé. À ne pas envoyer.",
        gives: &[(Media::Pdf, binary), (Media::Json, of::<Paper>)],
        handler: |route| route.to(draft),
        ..ROUTE
    },
    Route {
        path: "/v1/emails/{country}/{type}",
        summary: "Rédiger l’e-mail",
        description: "Objet, texte et HTML de la lettre, des mêmes données que la page.",
        gives: &[(Media::Json, of::<Email>)],
        refuses: &[Kind::UnknownType, Kind::NoSuchPaper, Kind::RefusedByLaw],
        handler: |route| route.to(email),
        ..ROUTE
    },
    Route {
        path: "/v1/decomptes/{country}",
        summary: "Calculer le décompte",
        description: "Le seul objet decompte du rapport : chaque ligne avec sa période, son taux, son assiette et son article ; en \
                      CSV pour un tableur (« ; » et virgule décimale), ou en PDF : l’annexe qui accompagne les requêtes.",
        gives: &[(Media::Json, of::<DecompteReport>), (Media::Csv, text), (Media::Pdf, binary)],
        refuses: &[Kind::UnknownCountry, Kind::Unpublished, Kind::RefusedByLaw],
        handler: |route| route.to(decompte),
        ..ROUTE
    },
    Route {
        path: "/v1/next/{country}",
        summary: "Dire ce qui peut être fait ce jour",
        description: "Chaque type de document que le dossier permet au jour du document, chacun de ceux auxquels il manque quelque chose ou \
                      auxquels le droit s’oppose, avec l’article, et les délais qui courent. Des règles et des faits, non un conseil.",
        gives: &[(Media::Json, of::<Next>)],
        refuses: &[Kind::UnknownCountry],
        handler: |route| route.to(next),
        ..ROUTE
    },
];

/// A document as JSON carries it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(title = "Document")]
struct Paper {
    report: Report,
    /// Le PDF, en base64.
    pdf: String,
}

/// A file to send, with what names and identifies it.
pub struct File {
    bytes: Vec<u8>,
    media: Media,
    sha256: String,
    name: String,
    pub findings: Vec<Finding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedCheck {
    #[serde(default = "yes")]
    places: bool,
}

fn yes() -> bool {
    true
}

async fn check(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let id = type_id(&request, &state)?;
    let asked = Query::<AskedCheck>::from_query(request.query_string())
        .map_err(|_| Problem::new(Kind::BadQuery, "Seul « places » est pris : ?places=false."))?;
    let make = if asked.places { Service::check } else { Service::check_without_places };
    let report = work(&request, payload, &state, Some(&id), make).await?;
    state.metrics.found(&id, &report.findings);
    Ok(json(&state, &report))
}

async fn document(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    paper(request, payload, state, Service::document, Service::sheet).await
}

async fn draft(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    paper(request, payload, state, Service::draft, Service::draft_sheet).await
}

async fn email(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let id = type_id(&request, &state)?;
    let email = work(&request, payload, &state, Some(&id), |service, id, case| service.email(id, case)).await?;
    Ok(json(&state, &email))
}

async fn decompte(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    let media = preferred(&request, &[Media::Json, Media::Csv, Media::Pdf])?;
    let country = jurisdiction(&request, &state)?;
    match media {
        Media::Pdf => {
            let annex = move |service: &Service, _: &str, case: &[u8]| Ok(File::alone(service.decompte_pdf(country, case)?));
            Ok(work(&request, payload, &state, None, annex).await?.answer(&request, &state))
        }
        Media::Csv => {
            let table = move |service: &Service, _: &str, case: &[u8]| service.decompte_csv(country, case);
            let (name, bytes) = work(&request, payload, &state, None, table).await?;
            Ok(File::new(bytes, media, name, Vec::new()).answer(&request, &state))
        }
        _ => {
            let decompte = work(&request, payload, &state, None, move |service, _, case| service.decompte(country, case)).await?;
            Ok(json(&state, &decompte))
        }
    }
}

async fn next(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let country = jurisdiction(&request, &state)?;
    let next = work(&request, payload, &state, None, move |service, _, case| service.next(country, case)).await?;
    Ok(json(&state, &next))
}

async fn paper(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    with_report: fn(&Service, &str, &[u8]) -> Result<Document, Refused>,
    alone: fn(&Service, &str, &[u8]) -> Result<Sheet, Refused>,
) -> Result<HttpResponse, Problem> {
    let media = preferred(&request, &[Media::Pdf, Media::Json])?;
    let id = type_id(&request, &state)?;
    let make = move |service: &Service, id: &str, case: &[u8]| match media {
        Media::Json => File::with_report(with_report(service, id, case)?),
        _ => Ok(File::alone(alone(service, id, case)?)),
    };
    let file = work(&request, payload, &state, Some(&id), make).await?;
    state.metrics.found(&id, &file.findings);
    Ok(file.answer(&request, &state))
}

/// Reads the case and does the work on a render thread.
async fn work<T: Send + 'static>(
    request: &HttpRequest,
    payload: Payload,
    state: &Data<State>,
    id: Option<&str>,
    make: impl FnOnce(&Service, &str, &[u8]) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Problem> {
    let settings = &state.settings;
    let body = Body::read(request, payload, settings.body_bytes, settings.body_time()).await?;
    let (shared, type_of_work) = (state.clone(), id.unwrap_or_default().to_owned());
    let task = move || make(&shared.service, &type_of_work, &body.unpacked()?).map_err(Problem::from);
    let done = state.pool.run(settings.render_time(), task).await?;
    note(request, state, id, done.took);
    done.value
}

fn note(request: &HttpRequest, state: &State, id: Option<&str>, took: Duration) {
    request.extensions_mut().insert(RenderTime(took));
    if let Some(id) = id {
        state.metrics.rendered(id, took);
    }
}

impl File {
    fn with_report(document: Document) -> Result<Self, Refused> {
        let paper = Paper { report: document.report, pdf: STANDARD.encode(&document.rendered.pdf) };
        let bytes = serde_json::to_vec(&paper).map_err(|error| Refused::Internal(error.to_string()))?;
        Ok(Self::new(bytes, Media::Json, document.file_name, paper.report.findings))
    }

    fn alone(sheet: Sheet) -> Self {
        Self::new(sheet.rendered.pdf, Media::Pdf, sheet.file_name, sheet.findings)
    }

    pub fn new(bytes: Vec<u8>, media: Media, name: String, findings: Vec<Finding>) -> Self {
        let sha256 = hex(&Sha256::digest(&bytes));
        Self { bytes, media, sha256, name, findings }
    }

    pub fn answer(self, request: &HttpRequest, state: &State) -> HttpResponse {
        let tag = EntityTag::new_strong(self.sha256);
        let known = request.headers().contains_key(IF_NONE_MATCH)
            && IfNoneMatch::parse(request).is_ok_and(|known| match known {
                IfNoneMatch::Any => true,
                IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
            });
        let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "no-store")).insert_header((VARY, "accept"));
        answer.insert_header((RECOUVRANCE_LAW, state.service.law_digest()));
        if known {
            return answer.finish();
        }
        if self.media != Media::Json {
            answer.insert_header((CONTENT_DISPOSITION, file_name::attachment(&self.name)));
        }
        answer.content_type(self.media.name()).body(self.bytes)
    }
}

fn json(state: &State, value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((RECOUVRANCE_LAW, state.service.law_digest()))
        .json(value)
}
