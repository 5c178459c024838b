//! The schemas of the document, each once, under `#/components/schemas/`. Made of the types themselves.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value as Json, json};

use crate::case as case_room;
use crate::http::errors::Kind;
use crate::http::routes::ShapeOf;
use crate::service::Service;

const COMPONENTS: &str = "#/components/schemas/";

/// The schemas gathered so far.
pub struct Schemas {
    generator: SchemaGenerator,
}

/// The case's schema stands among the components under its own name.
pub fn case(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({"$ref": "#/components/schemas/Case"})
}

impl Schemas {
    pub fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Self { generator: settings.into_generator() }
    }

    /// The schema of one shape, or a reference to it.
    pub fn add(&mut self, shape: ShapeOf) -> Json {
        shape(&mut self.generator).to_value()
    }

    /// Everything gathered, with the case, the problem, and the types of documents.
    pub fn into_components(mut self, service: &Service) -> Map<String, Json> {
        let mut components = self.generator.take_definitions(true);
        components.extend(case_components());
        components.insert("Problem".to_owned(), problem());
        components.insert("CaseProblem".to_owned(), case_problem());
        let ids: Vec<&str> = service.library.types().map(|document| document.id.as_str()).collect();
        components.insert("DocumentTypeId".to_owned(), json!({"type": "string", "enum": ids}));
        components
    }
}

/// The published schema of a case, taken apart: `#/$defs/Party` becomes `#/components/schemas/CaseParty`.
fn case_components() -> Map<String, Json> {
    let mut schema = case_room::schema();
    rename(&mut schema);
    let mut components = Map::new();
    if let Json::Object(fields) = &mut schema {
        fields.shift_remove("$schema");
        if let Some(Json::Object(definitions)) = fields.shift_remove("$defs") {
            components.extend(definitions.into_iter().map(|(name, definition)| (format!("Case{name}"), definition)));
        }
    }
    components.insert("Case".to_owned(), schema);
    components
}

fn rename(schema: &mut Json) {
    match schema {
        Json::Object(fields) => {
            if let Some(Json::String(target)) = fields.get_mut("$ref")
                && let Some(name) = target.strip_prefix("#/$defs/")
            {
                *target = format!("{COMPONENTS}Case{name}");
            }
            fields.values_mut().for_each(rename);
        }
        Json::Array(items) => items.iter_mut().for_each(rename),
        _ => {}
    }
}

fn problem() -> Json {
    let text = |told: &str| json!({"type": "string", "description": told});
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("/problems/{}", kind.slug())).collect();
    json!({
        "type": "object",
        "description": "Un refus (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "enum": kinds},
            "title": text("Le genre d’erreur, toujours dans les mêmes mots."),
            "status": {"type": "integer"},
            "detail": text("Ce qui ne va pas cette fois."),
            "request_id": text("Numéro de la requête, à donner à l’exploitant."),
            "problems": {"type": "array", "items": {"$ref": format!("{COMPONENTS}CaseProblem")}},
            "known": {"type": "array", "items": {"type": "string"}, "description": "Ce qui aurait convenu."},
            "findings": {"type": "array", "items": {"$ref": format!("{COMPONENTS}Finding")}},
            "report": {"$ref": format!("{COMPONENTS}Report")},
        },
    })
}

fn case_problem() -> Json {
    let text = |told: &str| json!({"type": "string", "description": told});
    json!({
        "type": "object",
        "description": "Ce qui empêche de lire un dossier.",
        "required": ["pointer", "says", "hint"],
        "properties": {
            "pointer": text("Pointeur JSON (RFC 6901) ; vide pour tout le texte."),
            "place": text("Où il conduit, en mots ; vide pour tout le texte."),
            "says": text("Ce qui ne va pas."),
            "hint": text("Comment le corriger."),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_keeps_no_reference_to_a_place_it_has_left() {
        let components = case_components();
        let text = Json::from(components.clone()).to_string();
        assert!(!text.contains("#/$defs/"));
        for name in text.split(COMPONENTS).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(components.contains_key(name), "{name}");
        }
    }
}
