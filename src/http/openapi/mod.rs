//! `openapi.json`, OpenAPI 3.1: made of the table of routes and of the types that the answers are made of. Says nothing by hand
//! that the code says already.

mod schemas;

use serde_json::{Map, Value as Json, json};

use super::accept::Media;
use super::errors::{Kind, PROBLEM_JSON};
use super::routes::{self, Group, Route};
use crate::service::Service;
use schemas::Schemas;
pub use schemas::case;

/// The document for the types that the service knows.
pub fn document(service: &Service) -> Json {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for route in routes::all() {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.name()] = operation(route, service, &mut schemas);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Recouvrance",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": env!("CARGO_PKG_DESCRIPTION"),
            "description": "Un dossier de créance en JSON entre ; un document conforme en PDF sort, ou la liste exacte de ce que \
                            le droit demande encore, article par article. Aucune règle n’a encore été validée par un avocat : \
                            le champ lawyer_validated le dit partout. Les montants et les taux sont des décimaux écrits en \
                            texte (\"1200.00\", \"12.15\" pour 12,15 %) ; les jours s’écrivent AAAA-MM-JJ ; un champ inconnu \
                            est refusé. Un corps en JSON peut être compressé en gzip.",
        },
        "servers": [{"url": "/"}],
        "tags": Group::ALL.iter().map(|group| json!({"name": group.name(), "description": group.description()})).collect::<Json>(),
        "paths": paths,
        "components": {
            "schemas": schemas.into_components(service),
            "examples": examples(service),
        },
    })
}

fn operation(route: &Route, service: &Service, schemas: &mut Schemas) -> Json {
    let mut operation = json!({
        "operationId": operation_id(route),
        "tags": [route.group.name()],
        "summary": route.summary,
        "description": route.description,
        "parameters": parameters(route, service),
        "responses": responses(route, schemas),
    });
    if route.takes_files {
        operation["requestBody"] = json!({
            "required": true,
            "description": "Le dossier, et les fichiers que nomment ses exhibits[].file.",
            "content": {"multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["case"],
                    "properties": {
                        "case": {"$ref": "#/components/schemas/Case"},
                        "exhibits": {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "Un fichier par partie : PDF, JPEG, PNG ou TIFF."},
                    },
                },
                "encoding": {"case": {"contentType": "application/json"}},
            }},
        });
    }
    if route.takes_case {
        operation["requestBody"] = json!({
            "required": true,
            "description": "Le dossier.",
            "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Case"},
                "examples": service.library.types().map(|document| {
                    let key = example_key(&document.id);
                    (document.id.clone(), json!({"$ref": format!("#/components/examples/{key}")}))
                }).collect::<Map<_, _>>(),
            }},
        });
    }
    operation
}

/// `post-v1-documents-country-type`: unique because the method and the path are.
fn operation_id(route: &Route) -> String {
    let steps = route.path.split(['/', '.']).map(|step| step.trim_matches(['{', '}'])).filter(|step| !step.is_empty());
    std::iter::once(route.method.name()).chain(steps).collect::<Vec<_>>().join("-")
}

fn parameters(route: &Route, service: &Service) -> Vec<Json> {
    let steps = route.path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Json> = steps.map(|name| path_parameter(name, service)).collect();
    if route.on {
        parameters.push(json!({
            "name": "on", "in": "query", "required": false, "description": "Un jour, AAAA-MM-JJ.",
            "schema": {"type": "string", "format": "date"},
        }));
    }
    if route.places {
        parameters.push(json!({
            "name": "places", "in": "query", "required": false, "description": "false : sans composer la page.",
            "schema": {"type": "boolean", "default": true},
        }));
    }
    if route.form {
        parameters.push(json!({
            "name": "as", "in": "query", "required": false, "description": "pdf : un seul fichier ; zip : le document et chaque pièce à part.",
            "schema": {"type": "string", "enum": ["pdf", "zip"], "default": "pdf"},
        }));
    }
    parameters.push(json!({
        "name": "X-Request-Id", "in": "header", "required": false,
        "description": "Numéro de la requête, rendu dans la réponse et noté au journal ; le service en donne un à défaut.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    }));
    parameters
}

fn path_parameter(name: &str, service: &Service) -> Json {
    let mut values: Vec<&str> = match name {
        "country" => service.library.types().map(|document| document.country()).collect(),
        "type" => service.library.types().filter_map(|document| document.id.split('/').nth(1)).collect(),
        "parameter" => service.law.parameters().map(|parameter| parameter.id.as_str()).collect(),
        "text" => service.law.texts().map(|text| text.id.as_str()).collect(),
        "problem" => Kind::ALL.iter().map(|kind| kind.slug()).collect(),
        _ => Vec::new(),
    };
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert(*value));
    let description = match name {
        "country" => "Pays, en deux lettres minuscules.",
        "type" => "Type de document, dans ce pays.",
        "parameter" => "Identifiant d’un chiffre du droit.",
        "text" => "Identifiant d’un texte du droit.",
        "problem" => "Genre d’erreur.",
        _ => "Nom d’un fichier.",
    };
    let schema = if values.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "enum": values}) };
    json!({"name": name, "in": "path", "required": true, "description": description, "schema": schema})
}

fn responses(route: &Route, schemas: &mut Schemas) -> Json {
    let content: Map<String, Json> = route
        .gives
        .iter()
        .map(|(media, shape)| {
            let schema = if *media == Media::Pdf { json!({}) } else { schemas.add(*shape) };
            (media.essence().to_owned(), json!({"schema": schema}))
        })
        .collect();
    let mut success = json!({"description": if route.status == 307 { "Redirection." } else { "Réussite." }});
    if !content.is_empty() {
        success["content"] = content.into();
    }
    if route.gives.iter().any(|(media, _)| *media == Media::Pdf) {
        success["headers"] = pdf_headers();
        if route.takes_files {
            let told = "Ce qu’il faut savoir du fichier, en ASCII : chaque avertissement, et les numéros des pièces qu’il touche. Absent si tout est repris. Exemple : repaired;exhibits=\"2 5\", over-size-cap.";
            success["headers"]["Recouvrance-Warnings"] = json!({"description": told, "schema": {"type": "string"}});
        }
    }
    let mut responses = Map::new();
    responses.insert(route.status.to_string(), success);
    if route.gives.iter().any(|(media, _)| *media == Media::Pdf) {
        responses.insert("304".to_owned(), json!({"description": "Le document est celui que If-None-Match désigne."}));
    }
    for kind in refusals(route) {
        let response = responses.entry(kind.status().as_str()).or_insert_with(
            || json!({"description": "", "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}}),
        );
        let told = response["description"].as_str().filter(|told| !told.is_empty()).map(|told| format!("{told} · "));
        response["description"] = format!("{}{}", told.unwrap_or_default(), kind.title()).into();
    }
    responses.into()
}

/// The refusals of a route: its own, and those that come with a body, with a choice of formats, or with any work at all.
fn refusals(route: &Route) -> Vec<Kind> {
    let mut kinds = route.refuses.to_vec();
    if route.gives.iter().any(|(media, _)| matches!(media, Media::Json | Media::Pdf)) && route.group != Group::Operations {
        kinds.push(Kind::NotAcceptable);
    }
    if route.takes_case || route.takes_files {
        kinds.extend([Kind::NotACase, Kind::BrokenBody, Kind::SlowBody, Kind::TooLarge, Kind::UnsupportedMediaType]);
        kinds.extend([Kind::QueueFull, Kind::TooLong, Kind::TooHeavy, Kind::FullHouse, Kind::Interrupted]);
    }
    if route.takes_files {
        kinds.push(Kind::NoSpool);
    }
    // Those of the door, before any route.
    kinds.extend([
        Kind::MalformedRequest,
        Kind::ForeignOrigin,
        Kind::SlowHead,
        Kind::WrongHost,
        Kind::HeadTooLarge,
        Kind::Crowded,
    ]);
    kinds.push(Kind::Internal);
    if !kinds.contains(&Kind::BadQuery) {
        kinds.push(Kind::BadQuery);
    }
    kinds.sort_by_key(|kind| kind.status().as_u16());
    kinds
}

fn pdf_headers() -> Json {
    let header = |told: &str| json!({"description": told, "schema": {"type": "string"}});
    json!({
        "ETag": header("SHA-256 des octets : même dossier, même droit, mêmes modèles, même valeur."),
        "Content-Disposition": header("Nom du fichier, en lettres, chiffres et tirets."),
        "Recouvrance-Law": header("Empreinte du droit et des modèles employés."),
    })
}

fn example_key(id: &str) -> String {
    id.replace('/', ".")
}

fn examples(service: &Service) -> Map<String, Json> {
    let example = |text: &str| serde_json::from_str::<Json>(text).ok();
    let types = service.library.types().filter_map(|document| {
        let value = example(&document.example)?;
        Some((example_key(&document.id), json!({"summary": format!("{} ({})", document.title, document.id), "value": value})))
    });
    types.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_refusal_is_told_of_some_route() {
        let told: Vec<Kind> = crate::http::routes().flat_map(refusals).collect();
        // A method that an address does not take is no call that the document describes.
        let described = Kind::ALL.iter().filter(|kind| **kind != Kind::MethodNotAllowed);
        let untold: Vec<&Kind> = described.filter(|kind| !told.contains(kind)).collect();
        assert!(untold.is_empty(), "{untold:?}");
    }
}
