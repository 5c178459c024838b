//! Where a person is found: address, contact, bank account. Never lays an address out.

use schemars::JsonSchema;
use serde::Deserialize;
use validator::Validate;

use super::format;
use super::ids::{Bic, Country, Iban, Postcode};
use super::territory::Territory;

/// Adresse, sans le nom du destinataire (la norme NF Z 10-011 la met en lignes à l’impression).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Lignes de la rue, sans le nom, le code postal ni la ville : bâtiment, numéro et voie, lieu-dit.
    #[serde(default)]
    #[validate(length(max = 4))]
    #[schemars(inner(length(min = 1, max = 200)))]
    pub lines: Vec<String>,
    /// Code postal : 5 chiffres en France, 4 au Luxembourg (« L-1234 » ou « 1234 »).
    pub postcode: Option<Postcode>,
    /// Ville, ou bureau distributeur.
    #[validate(length(min = 1, max = 200))]
    pub city: Option<String>,
    /// Commune, au Luxembourg, si la localité n’en porte pas le nom : la justice de paix en dépend.
    #[validate(length(min = 1, max = 200))]
    pub commune: Option<String>,
    /// Pays : code ISO 3166-1 à deux lettres ; « FR » s’il est absent. « GP », « MQ », « GF », « RE » et « YT » sont lus comme la France.
    #[serde(default)]
    pub country: Country,
}

/// Personne à joindre et moyens de la joindre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Nom de la personne qui suit le dossier.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Numéro de téléphone.
    #[schemars(with = "Option<format::Phone>")]
    pub phone: Option<String>,
    /// Vrai si l’appel de ce numéro est surtaxé.
    pub phone_surcharged: Option<bool>,
    /// Adresse électronique.
    #[schemars(with = "Option<format::Email>")]
    pub email: Option<String>,
    /// Site internet.
    #[schemars(with = "Option<format::Website>")]
    pub website: Option<String>,
}

/// Compte bancaire où payer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BankAccount {
    /// Titulaire du compte ; le créancier s’il est absent.
    #[validate(length(min = 1, max = 200))]
    pub holder: Option<String>,
    /// IBAN, avec ou sans espaces ; sa clé (modulo 97) est vérifiée.
    pub iban: Iban,
    /// Code BIC de la banque : 8 ou 11 caractères.
    pub bic: Option<Bic>,
}

impl Address {
    /// Whose law reigns there.
    pub fn territory(&self) -> Territory {
        Territory::of(self.country.as_str(), self.postcode.as_ref().map(Postcode::as_str))
    }

    /// In the country of this code of ISO 3166-1, an overseas department being in France whatever code it is given.
    pub fn is_in(&self, country: &str) -> bool {
        match self.territory() {
            Territory::Mainland | Territory::Department(_) => country == "FR",
            Territory::Collectivity(collectivity) => collectivity.code() == country,
            Territory::Abroad => self.abroad() == country,
        }
    }

    pub fn is_in_france(&self) -> bool {
        self.is_in("FR")
    }

    /// The country to name on an envelope that leaves another: « Hongrie », « Nouvelle-Calédonie ».
    pub fn country_name(&self) -> &'static str {
        match self.territory() {
            Territory::Mainland | Territory::Department(_) => "France",
            Territory::Collectivity(collectivity) => collectivity.name(),
            Territory::Abroad if self.abroad() == "MC" => "Monaco",
            Territory::Abroad => self.country.name(),
        }
    }

    /// The foreign country: that of the code, but Monaco's postcodes are Monaco's.
    fn abroad(&self) -> &str {
        if self.country.as_str() == "FR" { "MC" } else { self.country.as_str() }
    }
}
