//! Types of documents: what each must carry, the case that it wants, an example. Reads the library, computes nothing.

use std::collections::BTreeSet;

use actix_web::http::header::ContentType;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use super::{Group, Route, object, of};
use crate::case;
use crate::document::DocumentType;
use crate::http::State;
use crate::http::accept::{Media, preferred};
use crate::http::errors::{Kind, Problem};
use crate::http::views::{DocumentTypeDetails, DocumentTypeSummary};
use crate::law::Jurisdiction;

const ROUTE: Route = Route { group: Group::Types, refuses: &[Kind::UnknownType], ..Route::BLANK };

pub static ROUTES: &[Route] = &[
    Route {
        path: "/v1/document-types",
        summary: "Les types de documents",
        description: "Chaque type que ce service établit.",
        gives: &[(Media::Json, of::<Vec<DocumentTypeSummary>>)],
        refuses: &[],
        handler: |route| route.to(list),
        ..ROUTE
    },
    Route {
        path: "/v1/document-types/{country}/{type}",
        summary: "Les mentions d’un type",
        description: "Chaque mention, interdiction et citation, avec son article, son lien, ses dates, sa sanction et ce qui en \
                      répond. Avec ?on=, chacune dit si elle s’applique ce jour-là.",
        on: true,
        gives: &[(Media::Json, of::<DocumentTypeDetails>)],
        refuses: &[Kind::UnknownType, Kind::BadQuery],
        handler: |route| route.to(details),
        ..ROUTE
    },
    Route {
        path: "/v1/document-types/{country}/{type}/schema",
        summary: "Le schéma du dossier",
        description: "JSON Schema 2020-12 du dossier, chaque champ décrit.",
        gives: &[(Media::SchemaJson, object), (Media::Json, object)],
        handler: |route| route.to(schema),
        ..ROUTE
    },
    Route {
        path: "/v1/document-types/{country}/{type}/example",
        summary: "Un dossier complet",
        description: "Un dossier fictif auquel rien ne manque : son verdict est ready.",
        gives: &[(Media::Json, crate::http::openapi::case)],
        handler: |route| route.to(example),
        ..ROUTE
    },
];

/// `?on=` a day; any other name is refused, so that a typing error is not passed over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct On {
    on: Option<NaiveDate>,
}

/// The day that the caller asks about.
///
/// # Errors
/// `BadQuery` when it is no day, or there is anything else.
pub fn on(request: &HttpRequest) -> Result<Option<NaiveDate>, Problem> {
    let query = Query::<On>::from_query(request.query_string());
    query
        .map(|query| query.on)
        .map_err(|_| Problem::new(Kind::BadQuery, "Seul « on » est pris, et c’est un jour : ?on=2026-11-21."))
}

/// The id of the type that the address names, where the library has it.
///
/// # Errors
/// `UnknownType`.
pub fn type_id(request: &HttpRequest, state: &State) -> Result<String, Problem> {
    document_type(request, state).map(|document| document.id.clone())
}

/// The country of the path.
///
/// # Errors
/// `UnknownCountry`, for one that has no type.
pub fn jurisdiction(request: &HttpRequest, state: &State) -> Result<Jurisdiction, Problem> {
    let country = request.match_info().get("country").unwrap_or_default();
    let known: BTreeSet<&str> = state.service.library.types().map(DocumentType::country).collect();
    let unknown = || Problem::new(Kind::UnknownCountry, format!("« {country} » n’est pas un pays connu ici."));
    let found = Jurisdiction::of(country).filter(|_| known.contains(country));
    found.ok_or_else(|| unknown().knowing(known))
}

fn document_type<'s>(request: &HttpRequest, state: &'s State) -> Result<&'s DocumentType, Problem> {
    let step = |name| request.match_info().get(name).unwrap_or_default();
    let id = format!("{}/{}", step("country"), step("type"));
    let known = || state.service.library.types().map(|document| document.id.as_str());
    state.service.document_type(&id).map_err(|refused| Problem::from(refused).knowing(known()))
}

async fn list(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let types: Vec<_> = state.service.library.types().map(DocumentTypeSummary::of).collect();
    Ok(HttpResponse::Ok().json(types))
}

async fn details(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let document = document_type(&request, &state)?;
    Ok(HttpResponse::Ok().json(DocumentTypeDetails::of(document, &state.service, on(&request)?)))
}

async fn schema(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    let media = preferred(&request, &[Media::SchemaJson, Media::Json])?;
    let document = document_type(&request, &state)?;
    let mut schema = case::schema();
    if let Json::Object(fields) = &mut schema {
        fields.insert("$id".to_owned(), format!("/v1/document-types/{}/schema", document.id).into());
        fields.insert("title".to_owned(), format!("Dossier : {}", document.title).into());
    }
    Ok(HttpResponse::Ok().content_type(media.name()).body(schema.to_string()))
}

async fn example(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let document = document_type(&request, &state)?;
    Ok(HttpResponse::Ok().insert_header(ContentType::json()).body(document.example.clone()))
}
