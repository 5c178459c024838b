//! SIREN and SIRET. Never asks Sirene whether the number was given.

use super::without_spaces;
use crate::case::problem::Fault;

/// La Poste, whose establishments are too many for Luhn.
const LA_POSTE: &str = "356000000";

pub(super) fn siren(text: &str) -> Result<String, Fault> {
    let digits = digits_of(text, 9, "SIREN")?;
    if luhn(&digits) && digits != "000000000" { Ok(digits) } else { Err(mistyped("SIREN")) }
}

pub(super) fn siret(text: &str) -> Result<String, Fault> {
    let digits = digits_of(text, 14, "SIRET")?;
    siren(&digits[..9]).map_err(|_| mistyped("SIRET"))?;
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).sum();
    let la_poste = digits.starts_with(LA_POSTE) && sum.is_multiple_of(5);
    if luhn(&digits) || la_poste { Ok(digits) } else { Err(mistyped("SIRET")) }
}

/// By threes for the SIREN, then the five digits of the establishment.
pub(super) fn spaced(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 3 | 6 | 9) {
            text.push('\u{A0}');
        }
        text.push(digit);
    }
    text
}

fn digits_of(text: &str, length: usize, name: &str) -> Result<String, Fault> {
    let digits = without_spaces(text);
    if digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(digits);
    }
    Err(Fault::new(
        format!("Un numéro {name} compte {length} chiffres."),
        format!("Recopiez les {length} chiffres de l’avis de situation au répertoire Sirene."),
    ))
}

fn mistyped(name: &str) -> Fault {
    Fault::new(
        format!("Ce numéro {name} n’existe pas : sa clé de contrôle (Luhn) est fausse."),
        "Vérifiez les chiffres : il y en a un de faux, ou deux sont échangés.",
    )
}

/// From the right, every second digit is doubled; the sum of the digits is a multiple of ten.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_tells_a_number_given_from_a_number_mistyped() {
        for good in ["732829320", "732 829 320", "356000000", "123456782"] {
            assert!(siren(good).is_ok(), "{good}");
        }
        for bad in ["732829321", "73282932", "7328293200", "73282932A", "000000000", "", "７３２８２９３２０"] {
            assert!(siren(bad).is_err(), "{bad}");
        }
        assert!(siret("732 829 320 00074").is_ok());
        assert!(siret("73282932000075").is_err());
    }

    #[test]
    fn the_establishments_of_la_poste_follow_a_sum_that_is_a_multiple_of_five() {
        assert!(siret("35600000049837").is_ok(), "sum 45, Luhn false");
        assert!(!luhn("35600000049837"));
        assert!(siret("35600000049838").is_err());
        assert!(siret("35600000000048").is_ok(), "the head office follows Luhn");
    }
}
