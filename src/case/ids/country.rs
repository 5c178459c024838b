//! Countries and postcodes. Never knows which place has which postcode.

use crate::case::problem::Fault;

/// ISO 3166-1 alpha-2, and XK that the banks use for Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF \
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW \
    KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL \
    NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST \
    SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

pub(super) fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|known| known == code)
}

pub(super) fn country(text: &str) -> Result<String, Fault> {
    if is_country(text) {
        return Ok(text.to_owned());
    }
    Err(Fault::new(
        "Ce n’est pas un code de pays.",
        "Écrivez le code ISO 3166-1 à deux lettres capitales, par exemple « FR », « LU » ou « BE ».",
    ))
}

/// The shape common to all countries: the address adds that of its own.
pub(super) fn postcode(text: &str) -> Result<String, Fault> {
    let plain = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b' ' | b'-'));
    if plain && (2..=10).contains(&text.len()) {
        return Ok(text.to_owned());
    }
    Err(Fault::new("Ce n’est pas un code postal.", "Écrivez le code postal seul, sans la ville, par exemple « 69002 »."))
}

/// What is wrong with a postcode in this country: checked for France and Luxembourg only.
pub(in crate::case) fn postcode_in(country: &str, postcode: &str) -> Option<Fault> {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match country {
        "FR" if !digits(postcode, 5) => {
            Some(Fault::new("Un code postal français compte 5 chiffres.", "Écrivez-le sans espace, par exemple « 69002 »."))
        }
        "LU" if !digits(postcode.strip_prefix("L-").unwrap_or(postcode), 4) => {
            Some(Fault::new("Un code postal luxembourgeois compte 4 chiffres.", "Écrivez « 1234 » ou « L-1234 »."))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_two_capital_letters_of_the_norm() {
        assert!(["FR", "LU", "GP", "XK"].iter().all(|code| is_country(code)));
        assert!(["fr", "FRA", "ZZ", "", "A", "R ", "é"].iter().all(|code| country(code).is_err()));
        assert_eq!(COUNTRIES.split_whitespace().count(), 250);
        assert!(!COUNTRIES.contains("  "));
    }

    #[test]
    fn a_postcode_has_the_shape_of_its_country() {
        for (country, code, good) in [
            ("FR", "69002", true),
            ("FR", "6900", false),
            ("FR", "2A004", false),
            ("LU", "1234", true),
            ("LU", "L-1234", true),
            ("LU", "L-12345", false),
            ("GB", "SW1A 1AA", true),
            ("BE", "1000", true),
        ] {
            assert_eq!(postcode_in(country, code).is_none(), good, "{country} {code}");
            assert!(postcode(code).is_ok());
        }
        assert!(postcode("69002 Lyon").is_err());
    }
}
