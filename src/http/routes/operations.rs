//! Operations: is it alive, is it ready, what does it do, what is it. Touches no case.

use std::sync::atomic::Ordering;

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Group, Route, docs, object, of, text};
use crate::http::State;
use crate::http::accept::Media;
use crate::http::errors::{Kind, Problem};

const ROUTE: Route = Route { group: Group::Operations, ..Route::BLANK };

pub static ROUTES: &[Route] = &[
    Route {
        path: "/healthz",
        summary: "Le service vit-il ?",
        description: "200 dès que le processus répond.",
        gives: &[(Media::Json, of::<Health>)],
        handler: |route| route.to(alive),
        ..ROUTE
    },
    Route {
        path: "/readyz",
        summary: "Le service est-il prêt ?",
        description: "200 quand l’exemple de chaque type a été composé et relu ; 503 avant, et pendant l’arrêt.",
        gives: &[(Media::Json, of::<Health>)],
        refuses: &[Kind::Starting, Kind::Stopping],
        handler: |route| route.to(ready),
        ..ROUTE
    },
    Route {
        path: "/metrics",
        summary: "Les mesures",
        description: "Au format de Prometheus : requêtes, durées, file d’attente, mémoire, constats par type.",
        gives: &[(Media::Metrics, text)],
        handler: |route| route.to(metrics),
        ..ROUTE
    },
    Route {
        path: "/openapi.json",
        summary: "Cette interface, en OpenAPI 3.1",
        description: "Faite de la même table que les adresses elles-mêmes.",
        gives: &[(Media::Json, object)],
        handler: |route| route.to(openapi),
        ..ROUTE
    },
    Route {
        path: "/problems/{problem}",
        summary: "Un genre d’erreur",
        description: "Ce que désigne le champ type d’une erreur.",
        gives: &[(Media::Json, of::<ProblemKind>)],
        refuses: &[Kind::UnknownProblem],
        handler: |route| route.to(problem),
        ..ROUTE
    },
    Route {
        path: "/docs",
        summary: "La page d’essai",
        description: "Toutes les adresses, à essayer.",
        gives: &[(Media::Html, text)],
        handler: |route| route.to(docs::page),
        ..ROUTE
    },
    Route {
        path: "/docs/{asset}",
        summary: "Les fichiers de la page d’essai",
        description: "Servis par le service lui-même.",
        gives: &[(Media::Text, text)],
        refuses: &[Kind::UnknownPath],
        handler: |route| route.to(docs::asset),
        ..ROUTE
    },
    Route {
        path: "/",
        summary: "L’accueil",
        description: "Conduit à la page d’essai.",
        status: 307,
        handler: |route| route.to(home),
        ..ROUTE
    },
];

/// L’état du service.
#[derive(Serialize, JsonSchema)]
struct Health {
    status: &'static str,
    /// Version du programme.
    version: &'static str,
    /// Empreinte du droit et des modèles lus.
    law_digest: String,
}

/// Un genre d’erreur.
#[derive(Serialize, JsonSchema)]
struct ProblemKind {
    #[serde(rename = "type")]
    #[schemars(with = "String")]
    kind: Kind,
    title: &'static str,
    status: u16,
}

impl Health {
    fn of(state: &State, status: &'static str) -> Self {
        Self { status, version: env!("CARGO_PKG_VERSION"), law_digest: state.service.law_digest().to_owned() }
    }
}

async fn alive(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok().json(Health::of(&state, "alive"))
}

async fn ready(state: Data<State>) -> Result<HttpResponse, Problem> {
    if state.stopping.load(Ordering::Relaxed) {
        return Err(Problem::new(Kind::Stopping, "Les requêtes en cours s’achèvent ; envoyez les suivantes ailleurs."));
    }
    if state.proving.load(Ordering::Relaxed) {
        return Err(Problem::new(
            Kind::Starting,
            "L’exemple de chaque type est en cours de vérification. Recommencez dans une seconde.",
        ));
    }
    Ok(HttpResponse::Ok().json(Health::of(&state, "ready")))
}

async fn metrics(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok().content_type(Media::Metrics.name()).body(state.metrics.page())
}

async fn openapi(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok().content_type(Media::Json.name()).body(state.openapi.clone())
}

async fn problem(slug: Path<String>) -> Result<HttpResponse, Problem> {
    let known = Kind::ALL.iter().find(|kind| kind.slug() == slug.as_str());
    let Some(&kind) = known else {
        let slugs = Kind::ALL.iter().map(|kind| kind.slug());
        return Err(Problem::new(Kind::UnknownProblem, "Les genres d’erreurs connus sont dans known.").knowing(slugs));
    };
    Ok(HttpResponse::Ok().json(ProblemKind { kind, title: kind.title(), status: kind.status().as_u16() }))
}

async fn home() -> HttpResponse {
    HttpResponse::TemporaryRedirect().insert_header((LOCATION, "/docs")).finish()
}
