//! How amounts and rates look in a JSON Schema: decimal strings. Never reads one.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Euros, Rate};

impl JsonSchema for Euros {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Euros".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "description": "Montant en euros, en texte décimal.", "examples": ["1200.00"] })
    }
}

impl JsonSchema for Rate {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "description": "Taux annuel en pour cent, en texte décimal.", "examples": ["12.15"] })
    }
}
