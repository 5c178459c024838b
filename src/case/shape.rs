//! The shape of a case: the JSON against its schema, each error said in French at its place. Never compares two fields.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::format::{self, FORMATS};
use super::problem::{Fault, Found, child};
use super::schema::{self, LABELS, PLAIN};
use super::text::shown;
use super::words::{in_a_sentence, place_of};

mod unknown;

/// The validator of a case but for the items of its lists, and those of the items by the path of their list: the errors of one item are
/// said and gone before the next is looked at, however many there are.
struct Validators {
    whole: Validator,
    items: BTreeMap<String, Validator>,
}

/// The schema is our own: were it wrong, the error is kept, and the tests of the schema fail.
static VALIDATORS: LazyLock<Result<Validators, String>> = LazyLock::new(|| {
    let mut options = jsonschema::draft202012::options().should_validate_formats(true);
    for (name, check) in FORMATS {
        options = options.with_format(name, move |text: &str| check(text).is_ok());
    }
    let build = |schema: &Value| options.build(schema).map_err(|error| error.to_string());
    let (mut whole, mut items) = (PLAIN.clone(), BTreeMap::new());
    take_items(&mut whole, "", &mut items)?;
    let items = items.into_iter().map(|(path, schema)| Ok((path, build(&schema)?))).collect::<Result<_, String>>()?;
    Ok(Validators { whole: build(&whole)?, items })
});

/// Takes the schema of the items out of each list, by the path of the list without indexes. The kinds of a party have their lists in common.
fn take_items(schema: &mut Value, path: &str, taken: &mut BTreeMap<String, Value>) -> Result<(), String> {
    let Value::Object(fields) = schema else { return Ok(()) };
    if let Some(mut items) = fields.shift_remove("items") {
        take_items(&mut items, path, taken)?;
        if taken.insert(path.to_owned(), items.clone()).is_some_and(|other| other != items) {
            return Err(format!("two lists at {path}"));
        }
    }
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.iter_mut().try_for_each(|(name, field)| take_items(field, &format!("{path}/{name}"), taken))?;
    }
    if let Some(Value::Array(branches)) = fields.get_mut("allOf") {
        branches.iter_mut().try_for_each(|branch| take_items(&mut branch["then"], path, taken))?;
    }
    Ok(())
}

/// Notes each error of shape.
pub(super) fn check(value: &Value, found: &mut Found) {
    match &*VALIDATORS {
        Ok(validators) => {
            validators.whole.iter_errors(value).for_each(|error| describe(&error, value, "", found));
            check_items(value, "", "", &validators.items, found);
        }
        Err(error) => found.push(Fault::new(format!("Le schéma du dossier est faux : {error}."), "Signalez-le.").at("")),
    }
}

/// The same for the items of each list at or below a value, which stands at a pointer, at a path without indexes.
fn check_items(value: &Value, path: &str, pointer: &str, items: &BTreeMap<String, Validator>, found: &mut Found) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(_, field)| field.is_object() || field.is_array()) {
                check_items(field, &format!("{path}/{name}"), &child(pointer, name), items, found);
            }
        }
        Value::Array(list) => {
            let Some(validator) = items.get(path) else { return };
            for (at, item) in list.iter().enumerate() {
                let pointer = child(pointer, at);
                validator.iter_errors(item).for_each(|error| describe(&error, item, &pointer, found));
                check_items(item, path, &pointer, items, found);
            }
        }
        _ => {}
    }
}

/// An error in a value that stands at a pointer.
fn describe(error: &ValidationError<'_>, value: &Value, pointer: &str, found: &mut Found) {
    let within = error.instance_path().as_str();
    let pointer = format!("{pointer}{within}");
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => {
            let object = value.pointer(within).unwrap_or(&Value::Null);
            for name in unexpected {
                found.add(child(&pointer, name).as_str(), || unknown::field(name, object, &pointer));
            }
        }
        Kind::Required { property } => {
            let pointer = child(&pointer, property.as_str().unwrap_or_default());
            found.add(pointer.as_str(), || missing(&pointer));
        }
        kind => found.add(pointer.as_str(), || fault(kind, error.instance(), &pointer)),
    }
}

fn missing(pointer: &str) -> Fault {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let place = place_of(pointer);
    let hint = match (schema::description_of(pointer), values_at(pointer)) {
        (_, Some(values)) => format!("Écrivez l’une de ces valeurs : {values}."),
        (Some(description), None) => format!("À indiquer : {}.", in_a_sentence(&description)),
        (None, None) => "Ajoutez-le.".to_owned(),
    };
    match place.as_str() {
        "" => Fault::new(format!("Le champ « {name} » manque."), hint),
        place => Fault::new(format!("Il manque {place} ({name})."), hint),
    }
}

/// The values that the field at a pointer may have, each with what it is, where they are a closed list.
fn values_at(pointer: &str) -> Option<String> {
    let field = schema::find(&PLAIN, pointer)?;
    let label = |at: usize| field.get(LABELS).and_then(|labels| labels.get(at)?.as_str());
    let values = field.get("enum")?.as_array()?.iter().filter_map(Value::as_str).enumerate();
    let said: Vec<String> = values
        .map(|(at, value)| match label(at) {
            Some(label) => format!("« {} » ({value})", in_a_sentence(label)),
            None => format!("« {value} »"),
        })
        .collect();
    Some(said.join(", "))
}

/// The fault of a text that is too long for its format: « 2026-11-21T00:00:00.000Z » is no day, rather than a long text.
fn formatted(instance: &Value, pointer: &str) -> Option<Fault> {
    let format = schema::find(&PLAIN, pointer)?.get("format")?.as_str()?;
    format::fault(format, instance.as_str()?)
}

/// What a negative amount means where programs write one: a credit note, a payment given back.
fn meant(pointer: &str, text: &str) -> Option<Fault> {
    let negative = text.starts_with(['-', '−']) && pointer.ends_with("/amount");
    let hint = match pointer.split('/').nth(2).filter(|_| negative && pointer.starts_with("/claim/"))? {
        "invoices" => {
            "Un avoir s’écrit sans signe, parmi les avoirs (claim.credit_notes), avec ou sans la facture qu’il diminue."
        }
        "credit_notes" => "Un avoir s’écrit sans signe : il diminue déjà la créance.",
        "payments" => {
            "Un paiement revenu impayé s’écrit sans signe, avec le jour de son retour (returned_on) ; un paiement rendu au débiteur se retire de la liste (claim.payments)."
        }
        _ => return None,
    };
    Some(Fault::new("Le montant est négatif : un montant s’écrit sans signe.", hint))
}

fn fault(kind: &Kind, instance: &Value, pointer: &str) -> Fault {
    let own = || schema::description_of(pointer).unwrap_or_else(|| "Reportez-vous au schéma.".to_owned());
    match kind {
        Kind::Type { kind: TypeKind::Single(expected) } => wrong_type(&expected.to_string(), instance, pointer),
        Kind::Enum { .. } => Fault::new(
            format!("La valeur {} n’est pas prévue.", named(instance)),
            format!("Écrivez l’une de ces valeurs : {}.", values_at(pointer).unwrap_or_default()),
        ),
        Kind::MinLength { .. } => empty(),
        Kind::Format { format } => match instance.as_str() {
            Some("") | None => empty(),
            Some(text) => meant(pointer, text).unwrap_or_else(|| format::fault(format, text).unwrap_or_else(empty)),
        },
        Kind::MaxLength { .. } if formatted(instance, pointer).is_some() => formatted(instance, pointer).unwrap_or_else(empty),
        Kind::MaxLength { limit } => Fault::new(
            format!("Le texte est trop long : {limit} caractères au plus."),
            format!("Il en compte {} : abrégez-le.", instance.as_str().unwrap_or_default().chars().count()),
        ),
        Kind::MinItems { limit } => {
            Fault::new(format!("La liste compte moins de {limit} élément."), format!("Ajoutez-en. {}", own()))
        }
        Kind::MaxItems { limit } => Fault::new(
            format!("La liste compte plus de {limit} éléments."),
            format!("Elle en compte {} : retirez-en, ou faites plusieurs dossiers.", instance.as_array().map_or(0, Vec::len)),
        ),
        Kind::Minimum { limit } => Fault::new(format!("Le nombre est inférieur à {limit}."), own()),
        Kind::Maximum { limit } => Fault::new(format!("Le nombre est supérieur à {limit}."), own()),
        _ => Fault::new("Cette valeur n’est pas valable.", own()),
    }
}

fn empty() -> Fault {
    Fault::new("Le texte est vide.", "Écrivez-le, ou retirez le champ.")
}

/// Said by what is there and what is wanted; an amount written as a number is the usual one.
fn wrong_type(expected: &str, instance: &Value, pointer: &str) -> Fault {
    let schema = schema::find(&PLAIN, pointer);
    let format = schema.and_then(|schema| schema.get("format")?.as_str()).unwrap_or_default();
    let hint = match (expected, instance) {
        ("string", Value::Number(number)) if matches!(format, "amount" | "positive-amount") => {
            format!("Écrivez le montant entre guillemets : {}.", quoted(number, 2))
        }
        ("string", Value::Number(number)) if format == "rate" => {
            format!("Écrivez le taux entre guillemets : {}.", quoted(number, 2))
        }
        ("string", _) if matches!(format, "date" | "birth-date") => {
            "Écrivez le jour sous la forme année-mois-jour, entre guillemets : \"2026-11-21\".".to_owned()
        }
        ("string", Value::Number(number)) => format!("Écrivez-le entre guillemets : {}.", quoted(number, 0)),
        ("integer", Value::String(text)) if text.parse::<u32>().is_ok() => {
            format!("Retirez les guillemets : {}.", shown(text))
        }
        ("boolean", Value::String(_)) => "Écrivez true ou false, sans guillemets.".to_owned(),
        ("array", _) => "Mettez la valeur entre crochets : [ … ].".to_owned(),
        _ => schema::description_of(pointer).unwrap_or_else(|| "Reportez-vous au schéma.".to_owned()),
    };
    Fault::new(format!("Il faut {}, et non {}.", wanted(expected), given(instance)), hint)
}

/// A number as the text to write, with at least `decimals` decimals.
fn quoted(number: &serde_json::Number, decimals: usize) -> String {
    let text = number.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if decimals == 0 && part.is_empty() { format!("\"{whole}\"") } else { format!("\"{whole}.{part:0<decimals$}\"") }
}

fn wanted(name: &str) -> &'static str {
    match name {
        "string" => "un texte entre guillemets",
        "integer" => "un nombre entier sans guillemets",
        "boolean" => "true ou false",
        "array" => "une liste",
        "object" => "un objet { … }",
        _ => "une autre valeur",
    }
}

fn given(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true ou false",
        Value::Number(_) => "un nombre",
        Value::String(_) => "un texte",
        Value::Array(_) => "une liste",
        Value::Object(_) => "un objet",
    }
}

/// A value as it is said back.
fn named(value: &Value) -> String {
    value.as_str().map_or_else(|| "donnée".to_owned(), |text| format!("« {} »", shown(text)))
}
