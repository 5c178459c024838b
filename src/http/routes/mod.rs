//! The one table of routes: the server registers it, `openapi.json` describes it, so that neither can say more than the other.

mod bundles;
mod docs;
mod law;
mod operations;
mod papers;
mod types;

use std::collections::BTreeMap;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::guard::fn_guard;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, http};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::accept::Media;
use super::errors::{Kind, Problem};

pub use bundles::BundlePaper;
pub use papers::Paper;

/// The shape of an answer, by the type that makes it.
pub type ShapeOf = fn(&mut SchemaGenerator) -> Schema;

/// One call of the API.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub group: Group,
    pub summary: &'static str,
    pub description: &'static str,
    /// Whether it takes `?on=` a day.
    pub on: bool,
    /// Whether it takes `?places=false`.
    pub places: bool,
    /// Whether it takes `?as=` a form.
    pub form: bool,
    /// Whether its body is a case.
    pub takes_case: bool,
    /// Whether its body is a case with its files.
    pub takes_files: bool,
    /// The status of its success.
    pub status: u16,
    /// What it gives, the default format first.
    pub gives: &'static [(Media, ShapeOf)],
    /// The refusals of its own; those of every route with a body, or a format, are added.
    pub refuses: &'static [Kind],
    /// Binds the handler.
    handler: fn(actix_web::Route) -> actix_web::Route,
}

impl Route {
    /// What every route starts from: each says only how it differs.
    const BLANK: Self = Self {
        method: Method::Get,
        path: "",
        group: Group::Operations,
        summary: "",
        description: "",
        on: false,
        places: false,
        form: false,
        takes_case: false,
        takes_files: false,
        status: 200,
        gives: &[],
        refuses: &[],
        handler: |route| route,
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// And `HEAD`, which gives the same without its body.
    Get,
    Post,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
        }
    }

    fn allowed(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::Post => "POST",
        }
    }

    fn taken_by(self, method: &http::Method) -> bool {
        match self {
            Self::Get => *method == http::Method::GET || *method == http::Method::HEAD,
            Self::Post => *method == http::Method::POST,
        }
    }
}

/// A chapter of the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Papers,
    Types,
    Law,
    Operations,
}

impl Group {
    pub const ALL: &[Self] = &[Self::Papers, Self::Types, Self::Law, Self::Operations];

    pub fn name(self) -> &'static str {
        match self {
            Self::Papers => "Documents",
            Self::Types => "Types de documents",
            Self::Law => "Droit",
            Self::Operations => "Exploitation",
        }
    }

    pub fn description(self) -> &'static str {
        match self {
            Self::Papers => "Un dossier entre, un rapport, un document, un projet ou un e-mail sort.",
            Self::Types => "Ce que chaque document doit porter, article par article, et le dossier qu’il attend.",
            Self::Law => "Les chiffres et les textes du droit, datés, avec leurs sources.",
            Self::Operations => "État, mesures et documentation du service.",
        }
    }
}

/// Every route.
pub static ROUTES: &[&[Route]] = &[papers::ROUTES, bundles::ROUTES, types::ROUTES, law::ROUTES, operations::ROUTES];

/// Every route, in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().copied().flatten()
}

/// Puts the table on an application: what a path does not take is 405, what no path takes is 404.
pub fn register(app: &mut ServiceConfig) {
    let mut paths: BTreeMap<&str, Vec<&Route>> = BTreeMap::new();
    for route in all() {
        paths.entry(route.path).or_default().push(route);
    }
    for (path, routes) in paths {
        let mut resource = web::resource(path);
        for route in &routes {
            let method = route.method;
            let taken = fn_guard(move |context| method.taken_by(&context.head().method));
            let known: &'static [&'static str] = match (route.on, route.places, route.form) {
                (true, ..) => &["on"],
                (_, true, _) => &["places"],
                (.., true) => &["as"],
                _ => &[],
            };
            let handled = (route.handler)(web::route().guard(taken));
            resource = resource.route(handled.wrap(from_fn(move |request, next| only(known, request, next))));
        }
        let allowed = routes[0].method.allowed();
        app.service(resource.default_service(web::to(move || async move {
            let detail = format!("Cette adresse se demande par {allowed}.");
            Err::<String, _>(Problem::new(Kind::MethodNotAllowed, detail).allowing(allowed))
        })));
    }
    app.default_service(web::to(|| async {
        Err::<String, _>(Problem::new(Kind::UnknownPath, "La liste des adresses est à /docs et à /openapi.json."))
    }));
}

/// Refuses a query that the address does not take, where some would be ignored: a day asked and not heeded is a wrong answer.
async fn only(
    known: &'static [&'static str],
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let names = request.query_string().split('&').filter(|pair| !pair.is_empty());
    let unknown = names.map(|pair| pair.split('=').next().unwrap_or_default()).find(|name| !known.contains(name));
    if unknown.is_none() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let says = match known {
        [] => "Cette adresse ne prend aucun paramètre après « ? ».".to_owned(),
        known => format!("Le seul paramètre que prend cette adresse est « {} ».", known.join(" », « ")),
    };
    Ok(request.error_response(Problem::new(Kind::BadQuery, says)))
}

/// The shape of `T`, as a schema that the document keeps once.
fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// Bytes that no schema describes.
fn binary(_: &mut SchemaGenerator) -> Schema {
    Schema::from(serde_json::Map::new())
}

/// Plain text.
fn text(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({"type": "string"})
}

/// Any JSON object.
fn object(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({"type": "object"})
}
