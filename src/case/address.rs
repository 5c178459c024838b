//! Where a person is found: address, contact, bank account. Never lays an address out.

use schemars::JsonSchema;
use serde::Deserialize;
use validator::Validate;

use super::format;
use super::ids::{Bic, Country, Iban, Postcode};

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
    /// Pays : code ISO 3166-1 à deux lettres ; « FR » s’il est absent.
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
    pub fn is_in(&self, country: &str) -> bool {
        self.country.as_str() == country
    }

    pub fn is_in_france(&self) -> bool {
        self.is_in("FR")
    }
}
