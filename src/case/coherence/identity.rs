//! What the identifiers of one party or address say together. Never compares two parties.

use serde_json::{Map, Value};

use crate::case::ids::country::postcode_in;
use crate::case::ids::{Siren, Siret};
use crate::case::problem::{Fault, Found, child};

/// Checks each object of the case, wherever it stands.
pub(super) fn check(value: &Value, pointer: &str, found: &mut Found) {
    match value {
        Value::Object(fields) => {
            postcode(fields, pointer, found);
            siret(fields, pointer, found);
            luxembourg_number(fields, pointer, found);
            company_of_one(fields, pointer, found);
            for (name, field) in fields {
                check(field, &child(pointer, name), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                check(item, &child(pointer, at), found);
            }
        }
        _ => {}
    }
}

fn text<'v>(fields: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    fields.get(name)?.as_str()
}

fn postcode(fields: &Map<String, Value>, pointer: &str, found: &mut Found) {
    let Some(code) = text(fields, "postcode") else { return };
    let country = text(fields, "country").unwrap_or("FR");
    found.extend(postcode_in(country, code).map(|fault| fault.at(child(pointer, "postcode"))));
}

/// A SIRET begins with the SIREN of the enterprise.
fn siret(fields: &Map<String, Value>, pointer: &str, found: &mut Found) {
    let siren = text(fields, "siren").and_then(|siren| siren.parse::<Siren>().ok());
    let siret = text(fields, "siret").and_then(|siret| siret.parse::<Siret>().ok());
    if let (Some(siren), Some(siret)) = (siren, siret)
        && siret.siren_digits() != siren.as_str()
    {
        let fault = Fault::new(
            "Le SIRET ne commence pas par le SIREN.",
            "Le SIRET est le SIREN suivi des cinq chiffres de l’établissement.",
        );
        found.push(fault.at(child(pointer, "siret")));
    }
}

/// In the register of Luxembourg a number is the letter of its section, B for a commercial company, then digits.
fn luxembourg_number(fields: &Map<String, Value>, pointer: &str, found: &mut Found) {
    let Some(register) = fields.get("register").and_then(Value::as_object) else { return };
    let seat = fields.get("address").and_then(|address| address.get("country")?.as_str());
    let country = text(register, "country").or(seat);
    let Some(number) = text(register, "number").filter(|_| country == Some("LU")) else { return };
    let (section, digits) = number.split_at_checked(1).unwrap_or_default();
    let known = section.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=7).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit());
    if !known {
        let fault = Fault::new(
            "Ce n’est pas un numéro du RCS de Luxembourg.",
            "Écrivez la lettre de la section suivie des chiffres, par exemple « B123456 ».",
        );
        found.push(fault.at(child(&child(pointer, "register"), "number")));
    }
}

/// « entrepreneur individuel » is no form of a company: he is a natural person (C. com., art. L. 526-22), who bears other mentions.
fn company_of_one(fields: &Map<String, Value>, pointer: &str, found: &mut Found) {
    const PERSONS: [&str; 9] = [
        "ei",
        "e i",
        "eirl",
        "auto entrepreneur",
        "autoentrepreneur",
        "micro entrepreneur",
        "micro entreprise",
        "entreprise individuelle",
        "entrepreneur individuel",
    ];
    let Some(form) = text(fields, "legal_form").filter(|_| text(fields, "kind") == Some("company")) else { return };
    let plain = form.to_lowercase().replace(['.', '-', '(', ')'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if PERSONS.iter().any(|person| plain == *person || plain.starts_with(&format!("{person} "))) {
        let fault = Fault::new(
            "Un entrepreneur individuel n’est pas une société : il est une personne physique, quel que soit le nom de son commerce.",
            "Décrivez une personne : « kind » vaut « person », avec last_name, first_names, trading_name (le nom commercial) et \
             entrepreneur_individuel = true.",
        );
        found.push(fault.at(child(pointer, "legal_form")));
    }
}
