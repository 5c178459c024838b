//! Countries and postcodes: codes, French names, where a postcode stands. Which law reigns where is `territory`'s.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::case::problem::Fault;
use crate::case::territory::Territory;

/// Where the postcode of an address stands (`countries.tsv` says what was read).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostcodePlace {
    /// Before the town, on its line; or the order of the country is not certain, and the address is left as it is given.
    Before,
    /// After the town, on its line: « New York NY 10001 ».
    After,
    /// Alone on the line below the town: « London », then « SW1A 1AA ».
    Below,
}

struct Known {
    name: &'static str,
    postcode: PostcodePlace,
}

/// ISO 3166-1 alpha-2, and XK that the banks use for Kosovo.
static COUNTRIES: LazyLock<BTreeMap<&'static str, Known>> = LazyLock::new(|| {
    let lines = include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#'));
    let read = lines.filter_map(|line| {
        let mut columns = line.split('\t');
        let (code, name, place) = (columns.next()?, columns.next()?, columns.next()?);
        let postcode = match place {
            "after" => PostcodePlace::After,
            "below" => PostcodePlace::Below,
            _ => PostcodePlace::Before,
        };
        Some((code, Known { name, postcode }))
    });
    read.collect()
});

pub(super) fn is_country(code: &str) -> bool {
    COUNTRIES.contains_key(code)
}

/// The French name of a country of the norm: « Hongrie ».
pub(super) fn name(code: &str) -> &'static str {
    COUNTRIES.get(code).map_or("", |known| known.name)
}

pub(super) fn postcode_place(code: &str) -> PostcodePlace {
    COUNTRIES.get(code).map_or(PostcodePlace::Before, |known| known.postcode)
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

/// What is wrong with a postcode in this country: checked for France, its overseas codes and Luxembourg only.
pub(in crate::case) fn postcode_in(country: &str, postcode: &str) -> Option<Fault> {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let corsican = || postcode.len() == 5 && (postcode.starts_with("2A") || postcode.starts_with("2B"));
    match country {
        "FR" if corsican() => Some(Fault::new(
            format!("« {postcode} » est un code de commune de l’INSEE, non un code postal."),
            "Un code postal de Corse compte 5 chiffres et commence par 20, par exemple « 20000 » pour Ajaccio.",
        )),
        "FR" if !digits(postcode, 5) => {
            Some(Fault::new("Un code postal français compte 5 chiffres.", "Écrivez-le sans espace, par exemple « 69002 »."))
        }
        "LU" if !digits(postcode.strip_prefix("L-").unwrap_or(postcode), 4) => {
            Some(Fault::new("Un code postal luxembourgeois compte 4 chiffres.", "Écrivez « 1234 » ou « L-1234 »."))
        }
        _ => Territory::postcode_fault(country, postcode),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_two_capital_letters_of_the_norm() {
        assert!(["FR", "LU", "GP", "XK"].iter().all(|code| is_country(code)));
        assert!(["fr", "FRA", "ZZ", "", "A", "R ", "é"].iter().all(|code| country(code).is_err()));
        assert_eq!(COUNTRIES.len(), 250);
        assert_eq!(include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#')).count(), 250);
    }

    #[test]
    fn each_country_of_the_norm_has_a_french_name() {
        for (code, french) in
            [("HU", "Hongrie"), ("BG", "Bulgarie"), ("CI", "Côte d’Ivoire"), ("HK", "Hong Kong"), ("XK", "Kosovo")]
        {
            assert_eq!(name(code), french);
        }
        for (code, known) in &*COUNTRIES {
            let plain = known.name.chars().all(|c| c.is_alphabetic() || " ’-.()".contains(c));
            assert!(code.len() == 2 && known.name.chars().count() > 2 && plain, "{code}: {}", known.name);
        }
    }

    #[test]
    fn a_postcode_stands_where_the_post_of_its_country_reads_it() {
        for (code, place) in [
            ("FR", PostcodePlace::Before),
            ("DE", PostcodePlace::Before),
            ("GB", PostcodePlace::Below),
            ("IE", PostcodePlace::Below),
            ("US", PostcodePlace::After),
            ("CA", PostcodePlace::After),
        ] {
            assert_eq!(postcode_place(code), place, "{code}");
        }
    }

    #[test]
    fn a_postcode_has_the_shape_of_its_country() {
        for (country, code, good) in [
            ("FR", "69002", true),
            ("FR", "6900", false),
            ("FR", "2A004", false),
            ("RE", "97400", true),
            ("RE", "97100", false),
            ("NC", "98800", true),
            ("MC", "98000", true),
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
