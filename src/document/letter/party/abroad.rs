//! What a body of another country adds to its name: its law, its register. Words only what the case gives.

use super::super::super::french::names::of_town;
use super::super::Values;
use crate::case::ids::Country;
use crate::case::party::{Party, Register};

/// « de droit allemand », of a company whose seat or register is not in the country of the document.
pub fn law(party: &Party, home: &str) -> Option<String> {
    let registered = party.register.as_ref().and_then(|register| register.country.as_ref());
    let country = registered.or_else(|| party.country())?;
    if !party.is_company() || country.as_str() == home {
        return None;
    }
    Some(match adjective(country.as_str()) {
        Some(adjective) => format!("de droit {adjective}"),
        None => format!("de droit étranger ({})", country.name()),
    })
}

fn adjective(country: &str) -> Option<&'static str> {
    Some(match country {
        "AT" => "autrichien",
        "BE" => "belge",
        "BG" => "bulgare",
        "CA" => "canadien",
        "CH" => "suisse",
        "CY" => "chypriote",
        "CZ" => "tchèque",
        "DE" => "allemand",
        "DK" => "danois",
        "DZ" => "algérien",
        "EE" => "estonien",
        "ES" => "espagnol",
        "FI" => "finlandais",
        "FR" => "français",
        "GR" => "grec",
        "HR" => "croate",
        "HU" => "hongrois",
        "IE" => "irlandais",
        "IT" => "italien",
        "LT" => "lituanien",
        "LU" => "luxembourgeois",
        "LV" => "letton",
        "MA" => "marocain",
        "MC" => "monégasque",
        "MT" => "maltais",
        "NL" => "néerlandais",
        "NO" => "norvégien",
        "PL" => "polonais",
        "PT" => "portugais",
        "RO" => "roumain",
        "SE" => "suédois",
        "SI" => "slovène",
        "SK" => "slovaque",
        "TN" => "tunisien",
        _ => return None,
    })
}

/// « Registre de commerce de Wittlich, n° HRB 12345 » and, in a sentence, « registre de commerce de Wittlich sous le numéro HRB 12345 ».
pub fn put_register(values: &mut Values, at: &str, register: &Register, seat: Option<&Country>) {
    let Some(number) = &register.number else { return };
    let of = match (&register.city, register.country.as_ref().or(seat)) {
        (Some(city), _) => format!(" {}", of_town(city)),
        (None, Some(country)) => format!(" ({})", country.name()),
        (None, None) => String::new(),
    };
    values.put(format!("{at}/register/line"), format!("Registre de commerce{of}, n°\u{a0}{number}"));
    values.put(format!("{at}/register/long"), format!("registre de commerce{of} sous le numéro {number}"));
}
