//! Documents: a case comes in; a report, a PDF, a draft, an e-mail or a décompte goes out. All the work is on the render threads.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, EntityTag, Header, HeaderName, IF_NONE_MATCH, IfNoneMatch, VARY,
};
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::types::{jurisdiction, type_id};
use super::{Group, Method, Route, binary, of, text};
use crate::compliance::Report;
use crate::compliance::report::DecompteReport;
use crate::document::email::Email;
use crate::http::State;
use crate::http::accept::{Media, preferred};
use crate::http::admission::Kept;
use crate::http::body::Body;
use crate::http::desk::{self, Finished};
use crate::http::errors::{Kind, Problem};
use crate::http::file_name;
use crate::http::task::{FileMark, Task};
use crate::http::watch::RenderTime;
use crate::service::Next;

/// What whoever asked for a bundle alone must know of it.
pub const RECOUVRANCE_WARNINGS: HeaderName = HeaderName::from_static("recouvrance-warnings");
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
pub struct Paper {
    pub report: Report,
    /// Le PDF, en base64.
    pub pdf: String,
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
    work(&request, payload, &state, Task::Check { id, places: asked.places }).await
}

async fn document(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    let media = preferred(&request, &[Media::Pdf, Media::Json])?;
    let id = type_id(&request, &state)?;
    work(&request, payload, &state, Task::Document { id, media }).await
}

async fn draft(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    let media = preferred(&request, &[Media::Pdf, Media::Json])?;
    let id = type_id(&request, &state)?;
    work(&request, payload, &state, Task::Draft { id, media }).await
}

async fn email(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let id = type_id(&request, &state)?;
    work(&request, payload, &state, Task::Email { id }).await
}

async fn decompte(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    let media = preferred(&request, &[Media::Json, Media::Csv, Media::Pdf])?;
    let country = jurisdiction(&request, &state)?;
    work(&request, payload, &state, Task::Decompte { country, media }).await
}

async fn next(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let country = jurisdiction(&request, &state)?;
    work(&request, payload, &state, Task::Next { country }).await
}

/// Reads the case and has the work done.
async fn work(request: &HttpRequest, payload: Payload, state: &Data<State>, task: Task) -> Result<HttpResponse, Problem> {
    let settings = &state.settings;
    let body = Body::read(request, payload, settings, &state.admission).await?;
    let patience = settings.render_time();
    let done = desk::done(state, task, body, patience).await?;
    Ok(answer(request, state, done))
}

/// The answer that carries what was made, noted in the metrics.
pub fn answer(request: &HttpRequest, state: &State, done: Finished) -> HttpResponse {
    let Finished { made, document_type, took, room } = done;
    request.extensions_mut().insert(RenderTime(took));
    if let Some(id) = &document_type {
        state.metrics.rendered(id, took);
        state.metrics.found(id, &made.found);
    }
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((RECOUVRANCE_LAW, state.service.law_digest()));
    if let Some(FileMark { name, sha256, warnings }) = made.file {
        let tag = EntityTag::new_strong(sha256);
        let known = request.headers().contains_key(IF_NONE_MATCH)
            && IfNoneMatch::parse(request).is_ok_and(|known| match known {
                IfNoneMatch::Any => true,
                IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
            });
        answer.insert_header((ETAG, tag)).insert_header((VARY, "accept"));
        if let Some(warnings) = warnings {
            answer.insert_header((RECOUVRANCE_WARNINGS, warnings));
        }
        if known {
            return answer.status(StatusCode::NOT_MODIFIED).finish();
        }
        if made.media != Media::Json {
            answer.insert_header((CONTENT_DISPOSITION, file_name::attachment(&name)));
        }
    }
    answer.content_type(made.media.name()).body(Kept::new(made.body, room))
}
