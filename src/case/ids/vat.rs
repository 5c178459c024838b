//! VAT numbers: the key of the French and Luxembourg ones, the shape of the others. Never asks VIES.

use super::without_spaces;
use crate::case::problem::Fault;

/// Member States (EL is Greece, XI Northern Ireland) with the least and the greatest length after the prefix,
/// then the neighbours a French creditor meets.
const SHAPES: [(&str, usize, usize); 31] = [
    ("AT", 9, 9),
    ("BE", 10, 10),
    ("BG", 9, 10),
    ("CY", 9, 9),
    ("CZ", 8, 10),
    ("DE", 9, 9),
    ("DK", 8, 8),
    ("EE", 9, 9),
    ("EL", 9, 9),
    ("ES", 9, 9),
    ("FI", 8, 8),
    ("FR", 11, 11),
    ("HR", 11, 11),
    ("HU", 8, 8),
    ("IE", 8, 9),
    ("IT", 11, 11),
    ("LT", 9, 12),
    ("LU", 8, 8),
    ("LV", 11, 11),
    ("MT", 8, 8),
    ("NL", 12, 12),
    ("PL", 10, 10),
    ("PT", 9, 9),
    ("RO", 2, 10),
    ("SE", 12, 12),
    ("SI", 8, 8),
    ("SK", 10, 10),
    ("XI", 5, 12),
    ("GB", 5, 12),
    ("CH", 10, 13),
    ("NO", 9, 12),
];

pub(super) fn vat_number(text: &str) -> Result<String, Fault> {
    let number = without_spaces(text).to_ascii_uppercase();
    let Some((prefix, rest)) = number.split_at_checked(2) else { return Err(not_a_vat_number()) };
    let Some((_, least, most)) = SHAPES.iter().find(|(country, ..)| *country == prefix) else { return Err(not_a_vat_number()) };
    let plain = rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || (prefix == "CH" && b"-.".contains(&b)));
    let shape = plain && (*least..=*most).contains(&rest.len());
    match prefix {
        _ if !shape => Err(not_a_vat_number()),
        "FR" => french_key(rest).then_some(number).ok_or_else(wrong_key),
        "LU" => luxembourg_key(rest).then_some(number).ok_or_else(wrong_key),
        _ => Ok(number),
    }
}

/// Two characters, then the SIREN. A key of two digits is (12 + 3 × (SIREN modulo 97)) modulo 97.
///
/// Monaco's enterprises have numbers of the same form whose nine digits begin with 000 and are no SIREN: Luhn does not hold for
/// them, the key does (FR 40 000066034, published by its holder).
fn french_key(rest: &str) -> bool {
    let (key, siren) = rest.split_at(2);
    let monaco = siren.starts_with("000") && siren != "000000000" && key.bytes().chain(siren.bytes()).all(|b| b.is_ascii_digit());
    if !monaco && super::enterprise::siren(siren).is_err() {
        return false;
    }
    match (key.parse::<u64>(), siren.parse::<u64>()) {
        (Ok(key), Ok(siren)) => key == (12 + 3 * (siren % 97)) % 97,
        // The keys with a letter, never O nor I, have no public rule.
        _ => !key.contains(['O', 'I']),
    }
}

/// Six digits, then their remainder by 89.
fn luxembourg_key(rest: &str) -> bool {
    matches!((rest[..6].parse::<u32>(), rest[6..].parse::<u32>()), (Ok(number), Ok(key)) if number % 89 == key)
}

fn not_a_vat_number() -> Fault {
    Fault::new(
        "Ce n’est pas un numéro de TVA intracommunautaire.",
        "Écrivez le code du pays suivi du numéro, par exemple « FR44732829320 ».",
    )
}

fn wrong_key() -> Fault {
    Fault::new(
        "La clé de ce numéro de TVA est fausse.",
        "Vérifiez les chiffres : en France, deux caractères de clé suivis du SIREN ; au Luxembourg, huit chiffres.",
    )
}

#[cfg(test)]
mod tests {
    use super::vat_number;

    #[test]
    fn a_number_of_monaco_has_the_french_key_without_a_siren() {
        for good in ["FR40000066034", "FR 26 000040583", "FR28000113851", "FR12000045202"] {
            assert!(vat_number(good).is_ok(), "{good}");
        }
        for bad in ["FR41000066034", "FR12000000000", "FRK7000066034"] {
            assert!(vat_number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_key_is_checked_where_its_rule_is_public_and_the_shape_elsewhere() {
        for good in
            ["FR44732829320", "fr 44 732829320", "FRK7732829320", "LU15027442", "DE123456789", "BE0123456789", "IE6388047V"]
        {
            assert!(vat_number(good).is_ok(), "{good}");
        }
        for bad in
            ["FR45732829320", "FR44732829321", "FRO7732829320", "LU15027443", "DE12345", "US123456789", "FR", "", "é44732829320"]
        {
            assert!(vat_number(bad).is_err(), "{bad}");
        }
    }
}
