//! What a letter or a filing needs beside the claim. Never says whether it may be sent.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::address::Address;
use super::format;
use crate::money::Rate;

/// Ce qu’il faut à une lettre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Niveau de la relance : 1, 2 ou 3.
    #[validate(range(min = 1, max = 3))]
    pub level: Option<u32>,
    /// Délai laissé pour payer, en jours à compter de la date de la lettre : de 1 à 90.
    #[validate(range(min = 1, max = 90))]
    pub deadline_days: Option<u32>,
    /// Mode d’envoi.
    pub delivery: Option<Delivery>,
    /// Numéro de suivi du recommandé.
    #[validate(length(min = 1, max = 200))]
    pub tracking_number: Option<String>,
    /// Jour où le destinataire non professionnel a consenti à la lettre recommandée électronique.
    #[schemars(with = "Option<format::Day>")]
    pub lre_consent_on: Option<NaiveDate>,
    /// Appel : « Madame, Monsieur, ».
    #[validate(length(min = 1, max = 200))]
    pub salutation: Option<String>,
    /// Première lettre au débiteur, à rappeler dans les suivantes (CPCE, art. R. 124-4).
    #[validate(nested)]
    pub first_letter: Option<FirstLetter>,
    /// Déchéance du terme.
    #[validate(nested)]
    pub acceleration: Option<Acceleration>,
    /// Résiliation ou résolution du contrat.
    #[validate(nested)]
    pub termination: Option<Termination>,
    /// Suite annoncée à défaut de paiement.
    pub consequence: Option<Consequence>,
}

/// Mode d’envoi de la lettre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Lettre simple.
    Post,
    /// Lettre recommandée avec demande d’avis de réception.
    RegisteredPost,
    /// Lettre recommandée électronique.
    Lre,
    /// Courrier électronique.
    Email,
}

/// Première lettre envoyée au débiteur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct FirstLetter {
    /// Référence de la première lettre.
    #[validate(length(min = 1, max = 200))]
    pub reference: Option<String>,
    /// Date d’envoi de la première lettre.
    #[schemars(with = "Option<format::Day>")]
    pub sent_on: Option<NaiveDate>,
}

/// Déchéance du terme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Acceleration {
    /// Clause qui la stipule.
    #[validate(length(min = 1, max = 500))]
    pub clause: Option<String>,
    /// Préavis laissé pour régulariser, en jours.
    #[validate(range(min = 1, max = 365))]
    pub notice_days: Option<u32>,
}

/// Résiliation ou résolution du contrat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Termination {
    /// Clause qui la stipule.
    #[validate(length(min = 1, max = 500))]
    pub clause: Option<String>,
}

/// Suite annoncée à défaut de paiement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// Requête en injonction de payer.
    InjonctionDePayer,
    /// Assignation.
    Assignation,
    /// Procédure simplifiée de recouvrement des petites créances.
    PetitesCreances,
}

/// Ce qu’il faut à une requête.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Juridiction saisie.
    #[validate(nested)]
    pub court: Option<Court>,
    /// Vrai si le renvoi immédiat est demandé en cas d’opposition (CPC, art. 1408).
    #[serde(default)]
    pub referral_on_opposition: bool,
    /// Juridiction du renvoi.
    #[validate(nested)]
    pub referral_court: Option<Court>,
    /// Adresse où notifier au créancier.
    #[validate(nested)]
    pub notification_address: Option<Address>,
    /// Vrai si les dépens sont demandés ; vrai s’il est absent.
    #[serde(default = "yes")]
    pub ask_depens: bool,
    /// Vrai si les intérêts postérieurs à la requête sont demandés ; vrai s’il est absent.
    #[serde(default = "yes")]
    pub ask_later_interest: bool,
    /// Adresse de l’immeuble en copropriété.
    #[validate(nested)]
    pub building_address: Option<Address>,
    /// Vrai si la demande doit être publiée au fichier immobilier.
    #[serde(default)]
    pub real_estate_publication: bool,
    /// Commissaire de justice saisi.
    #[validate(nested)]
    pub officer: Option<Officer>,
    /// Ce qui est proposé au débiteur dans la procédure des petites créances.
    #[validate(nested)]
    pub negotiation: Option<Negotiation>,
}

fn yes() -> bool {
    true
}

/// Juridiction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Court {
    /// Juridiction.
    pub kind: CourtKind,
    /// Ville de son siège.
    #[validate(length(min = 1, max = 200))]
    pub city: Option<String>,
    /// Adresse du greffe.
    #[validate(nested)]
    pub address: Option<Address>,
}

/// Juridiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourtKind {
    /// Tribunal de commerce.
    TribunalDeCommerce,
    /// Tribunal des activités économiques.
    TribunalDesActivitesEconomiques,
    /// Tribunal judiciaire.
    TribunalJudiciaire,
    /// Juge des contentieux de la protection.
    JugeDesContentieuxDeLaProtection,
    /// Chambre commerciale du tribunal judiciaire (Alsace et Moselle).
    ChambreCommerciale,
}

/// Commissaire de justice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// Nom du commissaire de justice ou de l’étude.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Adresse de l’étude.
    #[validate(nested)]
    pub address: Option<Address>,
    /// Adresse électronique de l’étude.
    #[schemars(with = "Option<format::Email>")]
    pub email: Option<String>,
}

/// Proposition d’accord.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Negotiation {
    /// Nombre d’échéances acceptées.
    #[validate(range(min = 1, max = 120))]
    pub instalments: Option<u32>,
    /// Remise acceptée, en pour cent du principal.
    #[schemars(with = "Option<format::Percent>")]
    pub discount_percent: Option<Rate>,
    /// Autres conditions de l’accord.
    #[validate(length(min = 1, max = 2000))]
    pub terms: Option<String>,
}
