//! Around every request: its number, its line in the journal, its metrics, and one form for every refusal.

use std::time::{Duration, Instant};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};

use super::State;
use super::errors::{Kind, PROBLEM_JSON, Problem};
use super::logs::{self, Line};
use super::packing::packed;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long the request was on a render thread: left on the request by the handler that waited for it.
#[derive(Debug, Clone, Copy)]
pub struct RenderTime(pub Duration);

/// Answers the request, and notes that it did.
///
/// # Errors
/// Only what no handler gives: an error between the framework and the handlers.
pub async fn watch(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let request_id = logs::request_id(request.request());
    let (request, response) = match reachable(request.request()) {
        Ok(()) => next.call(request).await?.map_into_boxed_body().into_parts(),
        Err(problem) => (request.into_parts().0, HttpResponse::from_error(problem)),
    };
    let bare = is_bare_error(&response).then(|| bare_problem(response.status()));
    let problem = response.error().and_then(|error| error.as_error::<Problem>()).or(bare.as_ref());
    let answer = problem.map(|problem| problem.answer(&request_id));
    note(&request, &request_id, answer.as_ref().unwrap_or(&response), problem, begun.elapsed());
    let mut response = packed(request.headers(), answer.unwrap_or(response));
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(ServiceResponse::new(request, response))
}

/// Refuses who may not reach the service.
fn reachable(request: &HttpRequest) -> Result<(), Problem> {
    let Some(state) = request.app_data::<web::Data<State>>() else { return Ok(()) };
    state.exposure.check(request.method(), request.uri(), request.headers())
}

fn note(request: &HttpRequest, request_id: &str, response: &HttpResponse, problem: Option<&Problem>, took: Duration) {
    let pattern = request.match_pattern();
    let route = pattern.as_deref().filter(|pattern| !pattern.is_empty()).unwrap_or("unmatched");
    let (method, status) = (method_name(request.method()), response.status().as_u16());
    if let Some(state) = request.app_data::<web::Data<State>>() {
        state.metrics.answered(method, route, status, took);
        if let Some(told) = problem.and_then(Problem::report) {
            state.metrics.found(&told.document_type, &told.found);
        }
    }
    Line {
        request_id,
        method,
        route,
        status,
        took,
        render: request.extensions().get::<RenderTime>().map(|time| time.0),
        bytes: match response.body().size() {
            BodySize::Sized(bytes) => Some(bytes),
            BodySize::None => Some(0),
            BodySize::Stream => None,
        },
        problem: problem.map(|problem| problem.kind.slug()),
        cause: problem.and_then(Problem::cause),
    }
    .write();
}

/// A method's name as a label: what a client invents is not one.
fn method_name(method: &Method) -> &'static str {
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]
        .iter()
        .zip(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        .find_map(|(known, name)| (known == method).then_some(name))
        .unwrap_or("OTHER")
}

/// An error that nobody here made: the framework's own.
fn is_bare_error(response: &HttpResponse) -> bool {
    let status = response.status();
    let is_problem = response.headers().get("content-type").is_some_and(|value| value.as_bytes() == PROBLEM_JSON.as_bytes());
    (status.is_client_error() || status.is_server_error()) && !is_problem
}

fn bare_problem(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "Le corps est trop gros."),
        StatusCode::NOT_FOUND => Problem::new(Kind::UnknownPath, "Cette adresse n’existe pas."),
        status if status.is_client_error() => Problem::new(Kind::BrokenBody, "La requête n’a pas pu être lue."),
        status => Problem::internal(format!("the framework answered {status}")),
    }
}
