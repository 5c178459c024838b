//! Who acts for the creditor, and who signs. Never says what they may do.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::address::{Address, BankAccount, Contact};
use super::format;
use super::ids::Siren;
use super::party::{Civility, Register};
use crate::money::Euros;

/// Celui qui agit pour le créancier ; absent, le créancier agit lui-même.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Filer {
    /// Qualité de celui qui agit.
    pub kind: FilerKind,
    /// Nom ou dénomination.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Civilité : « M. » ou « Mme ».
    pub civility: Option<Civility>,
    /// Barreau de l’avocat : « Lyon ».
    #[validate(length(min = 1, max = 200))]
    pub bar: Option<String>,
    /// Toque, ou case au palais.
    #[validate(length(min = 1, max = 200))]
    pub toque: Option<String>,
    /// Forme sociale.
    #[validate(length(min = 1, max = 200))]
    pub legal_form: Option<String>,
    /// Capital social, en euros.
    #[schemars(with = "Option<format::Amount>")]
    pub share_capital: Option<Euros>,
    /// Numéro SIREN.
    pub siren: Option<Siren>,
    /// Immatriculation.
    #[validate(nested)]
    pub register: Option<Register>,
    /// Adresse ou siège.
    #[validate(nested)]
    pub address: Option<Address>,
    /// Personne à joindre.
    #[validate(nested)]
    pub contact: Option<Contact>,
    /// Compte où payer entre ses mains.
    #[validate(nested)]
    pub bank_account: Option<BankAccount>,
    /// Pouvoir écrit de former la demande.
    pub power: Option<Power>,
    /// Convention qui donne mandat de recevoir pour le créancier (CPCE, art. R. 124-3).
    pub mandate: Option<Power>,
    /// Assurance de responsabilité : assureur et numéro de police.
    #[validate(length(min = 1, max = 500))]
    pub insurance: Option<String>,
    /// Vrai si les fonds vont sur un compte qui leur est exclusivement affecté.
    pub dedicated_account: Option<bool>,
    /// Jour de la déclaration au procureur de la République.
    #[schemars(with = "Option<format::Day>")]
    pub prosecutor_declared_on: Option<NaiveDate>,
}

/// Qualité de celui qui agit pour le créancier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilerKind {
    /// Avocat.
    Avocat,
    /// Commissaire de justice.
    CommissaireDeJustice,
    /// Société de recouvrement amiable.
    CollectionAgency,
    /// Autre mandataire.
    Agent,
}

/// Un pouvoir ou un mandat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// Date de l’acte.
    #[schemars(with = "Option<format::Day>")]
    pub dated_on: Option<NaiveDate>,
}

/// Signataire du document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Nom du signataire.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Qualité du signataire : « gérante », « responsable du recouvrement »…
    #[validate(length(min = 1, max = 200))]
    pub quality: Option<String>,
}
