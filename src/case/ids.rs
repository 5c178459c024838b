//! Identifiers, each checked as the administration that gives it checks it. Never asks a register whether it exists.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::problem::Fault;

mod bank;
pub(super) mod country;
mod enterprise;
mod vat;

pub use country::PostcodePlace;

/// A text that has been read by `$read`, which checks it and gives it its one spelling.
macro_rules! identifier {
    ($(#[$about:meta])* $name:ident, $format:literal, $description:literal, $example:literal, $read:path) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Fault;
            fn from_str(text: &str) -> Result<Self, Fault> {
                $read(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string", "format": $format, "minLength": 1, "maxLength": 60,
                    "description": $description, "examples": [$example]
                })
            }
        }
    };
}

identifier!(
    /// SIREN: nine digits, kept without spaces, whose Luhn sum holds.
    Siren, "siren", "Numéro SIREN : 9 chiffres, avec ou sans espaces.", "732829320", enterprise::siren);
identifier!(
    /// SIRET: fourteen digits, kept without spaces; Luhn, or La Poste's own rule.
    Siret, "siret", "Numéro SIRET : 14 chiffres, avec ou sans espaces.", "73282932000074", enterprise::siret);
identifier!(
    /// VAT number of a State of the European Union (and of its neighbours), kept without spaces.
    VatNumber, "vat-number", "Numéro de TVA intracommunautaire.", "FR44732829320", vat::vat_number);
identifier!(
    /// IBAN, kept without spaces, whose remainder by 97 and whose country's shape hold.
    Iban, "iban", "IBAN, avec ou sans espaces.", "FR7630006000011234567890189", bank::iban);
identifier!(
    /// BIC: eight or eleven characters, kept in capitals.
    Bic, "bic", "Code BIC de la banque : 8 ou 11 caractères.", "AGRIFRPP", bank::bic);
identifier!(
    /// Country: ISO 3166-1, two letters.
    Country, "country", "Pays : code ISO 3166-1 à deux lettres (« FR » par défaut).", "FR", country::country);
identifier!(
    /// Postcode. Its shape according to the country is an invariant of the address, not of the code.
    Postcode, "postcode", "Code postal : 5 chiffres en France, 4 au Luxembourg (« L-1234 » ou « 1234 »).", "69002", country::postcode);

impl Siren {
    /// As it is printed: `732 829 320`, with no-break spaces.
    pub fn spaced(&self) -> String {
        enterprise::spaced(&self.0)
    }
}

impl Siret {
    /// As it is printed: `732 829 320 00074`, with no-break spaces.
    pub fn spaced(&self) -> String {
        enterprise::spaced(&self.0)
    }

    /// The nine digits of the enterprise.
    pub fn siren_digits(&self) -> &str {
        &self.0[..9]
    }
}

impl Iban {
    /// As it is printed: by fours, with no-break spaces.
    pub fn spaced(&self) -> String {
        bank::by_fours(&self.0)
    }
}

impl Country {
    /// Its French name: « Hongrie ».
    pub fn name(&self) -> &'static str {
        country::name(&self.0)
    }

    /// Where the post of the country wants the postcode.
    pub fn postcode_place(&self) -> PostcodePlace {
        country::postcode_place(&self.0)
    }
}

impl Default for Country {
    fn default() -> Self {
        Self("FR".to_owned())
    }
}

/// The text without the spaces that people put between the groups of a number.
fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\u{A0}' | '\u{202F}')).collect()
}
