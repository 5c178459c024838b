//! The JSON Schema of a case: the one that is published, and the same made plain to check with. Never reads a case.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::french::french;
use super::wire;

/// The schema that is published: JSON Schema 2020-12, with its French descriptions.
pub(super) static PUBLISHED: LazyLock<Value> = LazyLock::new(|| {
    let mut schema = generate(SchemaSettings::draft2020_12());
    finish(&mut schema);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("title".to_owned(), "Dossier de recouvrement".into());
    }
    schema
});

/// The same constraints without a reference, a null (dropped beforehand) or a choice without its `kind`,
/// so that each error of the validator is one error of the case, at its place.
pub(super) static PLAIN: LazyLock<Value> = LazyLock::new(|| {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    let mut schema = generate(settings);
    finish(&mut schema);
    make_plain(&mut schema);
    schema
});

fn generate(settings: SchemaSettings) -> Value {
    settings.into_generator().into_root_schema_for::<wire::Case>().to_value()
}

/// Drops `uint32`, which no one else understands, and sets the spaces of the French descriptions.
fn finish(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uint")) {
                fields.shift_remove("format");
            }
            if let Some(Value::String(description)) = fields.get_mut("description") {
                *description = french(description);
            }
            fields.values_mut().for_each(finish);
        }
        Value::Array(items) => items.iter_mut().for_each(finish),
        _ => {}
    }
}

/// Beside an `enum` of the plain schema: what each value is, in French.
pub(super) const LABELS: &str = "x-labels";

fn make_plain(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(make_plain);
            drop_null(fields);
            // A format says the same as its pattern, more strictly and in French.
            fields.shift_remove("pattern");
            name_choice(fields);
        }
        Value::Array(items) => items.iter_mut().for_each(make_plain),
        _ => {}
    }
}

/// `["string", "null"]` is `"string"`; any of X and null is X.
fn drop_null(fields: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = fields.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            fields.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(values)) = fields.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    let Some(Value::Array(choices)) = fields.get_mut("anyOf") else { return };
    choices.retain(|choice| choice["type"] != "null");
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        fields.shift_remove("anyOf");
        for (name, value) in only {
            fields.entry(name).or_insert(value);
        }
    }
}

/// One of several constants is an `enum`; one of several objects is `if` its kind `then` its fields.
fn name_choice(fields: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = fields.get("oneOf") else { return };
    let labels: Vec<Value> = choices.iter().map(|choice| choice["description"].clone()).collect();
    let constants: Vec<Value> = choices.iter().filter_map(|choice| choice.get("const").cloned()).collect();
    if constants.len() == choices.len() {
        fields.shift_remove("oneOf");
        fields.insert("type".to_owned(), "string".into());
        fields.insert("enum".to_owned(), constants.into());
        fields.insert(LABELS.to_owned(), labels.into());
        return;
    }
    let kind = |choice: &Value| choice.pointer("/properties/kind/const").cloned();
    let kinds: Vec<Value> = choices.iter().filter_map(kind).collect();
    let branches: Vec<Value> = choices
        .iter()
        .map(|choice| json!({"if": {"properties": {"kind": {"const": kind(choice)}}, "required": ["kind"]}, "then": choice}))
        .collect();
    fields.shift_remove("oneOf");
    fields.insert("type".to_owned(), "object".into());
    fields.insert("required".to_owned(), json!(["kind"]));
    let kind = json!({"type": "string", "enum": kinds, LABELS: labels, "description": french("Ce dont il s’agit : les autres champs en dépendent.")});
    fields.insert("properties".to_owned(), json!({"kind": kind}));
    fields.insert("allOf".to_owned(), branches.into());
}

/// The French description of the field at a pointer of a case; array indexes are passed over.
pub(super) fn description_of(pointer: &str) -> Option<String> {
    let field = find(&PLAIN, pointer)?;
    match field.get("description").and_then(Value::as_str) {
        Some(description) => Some(description.to_owned()),
        // An item that says nothing of itself is described by its list.
        None => description_of(pointer.rsplit_once('/')?.0),
    }
}

/// The plain schema at a pointer of a case.
pub(super) fn find<'s>(schema: &'s Value, pointer: &str) -> Option<&'s Value> {
    let Some(rest) = pointer.strip_prefix('/') else { return pointer.is_empty().then_some(schema) };
    let (name, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if let Some(items) = schema.get("items") {
        return find(items, rest);
    }
    let name = name.replace("~1", "/").replace("~0", "~");
    [schema]
        .into_iter()
        .chain(branches(schema))
        .filter_map(|branch| branch.get("properties")?.get(&name))
        .find_map(|field| find(field, rest))
}

/// The fields of each kind of an object; the object itself where it has one kind.
pub(super) fn branches(schema: &Value) -> Vec<&Value> {
    match schema.get("allOf").and_then(Value::as_array) {
        Some(choices) => choices.iter().filter_map(|choice| choice.get("then")).collect(),
        None => vec![schema],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::format::FORMATS;
    use crate::case::text::LONG_TEXTS;

    /// Each schema of a field, with the field's name.
    fn each<'s>(schema: &'s Value, name: &'s str, visit: &mut dyn FnMut(&'s str, &'s Value)) {
        visit(name, schema);
        for branch in branches(schema) {
            for (name, field) in branch.get("properties").and_then(Value::as_object).into_iter().flatten() {
                each(field, name, visit);
            }
        }
        if let Some(items) = schema.get("items") {
            each(items, name, visit);
        }
    }

    #[test]
    fn each_field_has_a_french_description() {
        each(&PLAIN, "", &mut |name, field| {
            let described = field.get("description").is_some()
                || matches!(name, "kind" | "lines" | "exhibits" | "measures")
                || LONG_TEXTS.contains(&name);
            assert!(described, "{name}: {field}");
        });
        for (pointer, start) in [
            ("/letter_date", "Date du document"),
            ("/creditor/siren", "Numéro SIREN"),
            ("/debtor/last_name", "Nom de famille"),
            ("/co_debtors/3/address/city", "Ville"),
            ("/claim/invoices/0/amount", "Montant toutes taxes"),
            ("/claim/late_payment_rate/rate", "Taux, en pour cent par an"),
            ("/guarantors/0/party/name", "Dénomination"),
            ("/filing/court/city", "Ville"),
        ] {
            let description = description_of(pointer).unwrap_or_default();
            assert!(description.starts_with(start), "{pointer}: {description}");
        }
        assert_eq!(description_of("/nowhere/at/all"), None);
        assert_eq!(description_of("x"), None);
    }

    #[test]
    fn each_format_is_known_and_each_text_has_a_greatest_length() {
        each(&PLAIN, "", &mut |name, field| {
            if let Some(format) = field.get("format") {
                assert!(FORMATS.iter().any(|(known, _)| known == format), "{name}: {format}");
            }
            if field["type"] == "string" && field.get("enum").is_none() && field.get("const").is_none() {
                assert!(field["maxLength"].is_u64() && field["minLength"] == 1, "{name}: {field}");
                assert_eq!(field["maxLength"] == 2000, LONG_TEXTS.contains(&name), "{name}");
            }
            if field["type"] == "array" {
                assert!(field["maxItems"].is_u64(), "{name}");
            }
            if field["type"] == "integer" && name != "exhibits" {
                assert!(field["maximum"].is_u64(), "{name}");
            }
        });
    }

    #[test]
    fn nothing_is_left_to_choose_without_a_kind() {
        let text = PLAIN.to_string();
        for word in ["$ref", "anyOf", "oneOf", "\"null\""] {
            assert!(!text.contains(word), "{word}");
        }
    }

    #[test]
    fn the_published_schema_is_titled_and_knows_its_own_definitions() {
        let schema = PUBLISHED.clone();
        assert_eq!(schema["title"], "Dossier de recouvrement");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema.get("$id").is_none() && schema["$defs"].is_object());
        assert!(jsonschema::meta::is_valid(&schema));
    }
}
