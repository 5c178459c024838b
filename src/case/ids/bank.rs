//! IBAN and BIC. Never asks a bank.

use super::{country, without_spaces};
use crate::case::problem::Fault;

pub(super) fn iban(text: &str) -> Result<String, Fault> {
    let compact = without_spaces(text).to_ascii_uppercase();
    match compact.parse::<iban::Iban>() {
        Ok(_) => Ok(compact),
        Err(iban::ParseIbanError::InvalidBaseIban { source: iban::ParseBaseIbanError::InvalidChecksum }) => Err(Fault::new(
            "Cet IBAN n’existe pas : sa clé de contrôle (modulo 97) est fausse.",
            "Recopiez l’IBAN du relevé d’identité bancaire : un caractère est faux, ou deux sont échangés.",
        )),
        Err(iban::ParseIbanError::UnknownCountry(_)) if country::is_country(&compact[..2]) => Err(Fault::new(
            format!(
                "La clé de cet IBAN est juste, mais le registre international des IBAN (ISO 13616) ne donne pas la forme de ceux de ce pays ({}) : il ne peut pas être vérifié en entier.",
                country::name(&compact[..2])
            ),
            "Indiquez un compte tenu dans un pays du registre, ou retirez ce compte et donnez ses coordonnées par un autre moyen.",
        )),
        Err(iban::ParseIbanError::InvalidBban(_)) => Err(Fault::new(
            format!(
                "La clé de cet IBAN est juste, mais sa longueur ou sa forme n’est pas celle de son pays ({}).",
                country::name(&compact[..2])
            ),
            "Recopiez l’IBAN du relevé d’identité bancaire : il y manque un caractère, ou il y en a un de trop.",
        )),
        Err(_) => Err(Fault::new(
            "Ce n’est pas un IBAN.",
            "Écrivez le code du pays, la clé et le compte, par exemple « FR76 3000 6000 0112 3456 7890 189 ».",
        )),
    }
}

/// Four letters for the bank, the country, two characters for the place, perhaps three for the branch.
pub(super) fn bic(text: &str) -> Result<String, Fault> {
    let code = without_spaces(text).to_ascii_uppercase();
    let shape = code.is_ascii()
        && matches!(code.len(), 8 | 11)
        && code[..4].bytes().all(|b| b.is_ascii_uppercase())
        && country::is_country(&code[4..6])
        && code[6..].bytes().all(|b| b.is_ascii_alphanumeric());
    if shape {
        return Ok(code);
    }
    Err(Fault::new(
        "Ce n’est pas un code BIC.",
        "Un BIC compte 8 ou 11 caractères : quatre lettres, le pays, puis deux ou cinq caractères, par exemple « AGRIFRPP ».",
    ))
}

pub(super) fn by_fours(iban: &str) -> String {
    let mut text = String::new();
    for (at, character) in iban.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('\u{A0}');
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_is_kept_compact_and_printed_by_fours() {
        let kept = iban("fr76 3000 6000 0112 3456 7890 189").unwrap();
        assert_eq!(kept, "FR7630006000011234567890189");
        assert!(by_fours(&kept).starts_with("FR76\u{A0}3000\u{A0}"));
        assert!(iban("LU28 0019 4006 4475 0000").is_ok());
        for bad in ["FR7630006000011234567890188", "FR76", "", "XX00", "é", "FR76-3000-6000-0112-3456-7890-189"] {
            assert!(iban(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_iban_of_a_country_out_of_the_registry_is_not_said_to_be_no_iban() {
        for (text, says) in [
            ("MA64011519000001205000534921", "La clé de cet IBAN est juste"),
            ("SN08SN0100152000048500003035", "(Sénégal)"),
            ("CI93CI0080111301134291200589", "(Côte d’Ivoire)"),
            ("ZZ93CI0080111301134291200589", "clé"),
        ] {
            let fault = iban(text).unwrap_err();
            assert!(fault.says.replace('\u{A0}', " ").contains(says), "{text}: {fault}");
        }
    }

    #[test]
    fn a_bic_has_eight_or_eleven_characters_and_a_country() {
        for good in ["AGRIFRPP", "agrifrpp882", "BCEELULL"] {
            assert!(bic(good).is_ok(), "{good}");
        }
        for bad in ["AGRIFRP", "AGR1FRPP", "AGRIZZPP", "AGRIFRPP88", "AGRIFRPéé", ""] {
            assert!(bic(bad).is_err(), "{bad}");
        }
    }
}
