//! What happened: history, insolvency, over-indebtedness; the exhibits that show it; the figures the user brings.
//! Never says what follows from it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::address::Address;
use super::format;
use crate::money::Euros;

/// Un événement du dossier : rappel, mise en demeure, appel, promesse, reconnaissance de dette.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Jour de l’événement ou de l’envoi.
    #[schemars(with = "format::Day")]
    pub on: NaiveDate,
    /// Nature de l’événement.
    pub kind: EventKind,
    /// Voie par laquelle il a été fait.
    pub channel: Option<Channel>,
    /// Référence de l’envoi, ou numéro du recommandé.
    #[validate(length(min = 1, max = 200))]
    pub reference: Option<String>,
    /// Jour de la réception par le débiteur.
    #[schemars(with = "Option<format::Day>")]
    pub received_on: Option<NaiveDate>,
    /// Jour de la première présentation du recommandé.
    #[schemars(with = "Option<format::Day>")]
    pub presented_on: Option<NaiveDate>,
    /// Jour où ce qui a commencé a pris fin : décision qui termine l’instance, fin de la médiation, clôture.
    #[schemars(with = "Option<format::Day>")]
    pub ended_on: Option<NaiveDate>,
    /// Pour une signification : vrai si elle fut faite à la personne du débiteur.
    pub to_person: Option<bool>,
    /// Somme promise, accordée ou remise, en euros.
    #[schemars(with = "Option<format::PositiveAmount>")]
    pub amount: Option<Euros>,
    /// Jour pour lequel le paiement est promis.
    #[schemars(with = "Option<format::Day>")]
    pub expected_on: Option<NaiveDate>,
    /// Celui des débiteurs qui l’a fait, s’ils sont plusieurs : « la société Alpha », « M. Luc Perrin ».
    #[validate(length(min = 1, max = 200))]
    pub by: Option<String>,
    /// Suite donnée : « promesse de règlement », « pli non réclamé »…
    #[validate(length(min = 1, max = 500))]
    pub outcome: Option<String>,
    /// Numéro de la pièce qui le prouve.
    #[validate(range(min = 1, max = 200))]
    pub exhibit: Option<u32>,
}

/// Nature de l’événement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Rappel ou relance.
    Reminder,
    /// Mise en demeure.
    MiseEnDemeure,
    /// Appel téléphonique.
    Call,
    /// Promesse de payer.
    Promise,
    /// Reconnaissance de la dette par le débiteur.
    Recognition,
    /// Demande en justice, même en référé.
    CourtClaim,
    /// Mesure conservatoire ou acte d’exécution forcée.
    Enforcement,
    /// Médiation ou conciliation convenue par les parties.
    Mediation,
    /// Tentative de conciliation, de médiation ou de procédure participative, restée sans accord.
    AmicableAttempt,
    /// Déclaration de la créance à la procédure collective.
    ClaimDeclared,
    /// Ordonnance portant injonction de payer, ordonnance conditionnelle de paiement ou de provision ; le jour de l’événement est sa date.
    PaymentOrder,
    /// Signification de cette ordonnance, ou sa notification par le greffe au Luxembourg.
    PaymentOrderServed,
    /// Ordonnance luxembourgeoise rendue exécutoire.
    PaymentOrderExecutory,
    /// Opposition à l’ordonnance, ou contredit.
    Opposition,
    /// Autre événement.
    Other,
}

/// Voie de l’envoi.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Courrier électronique.
    Email,
    /// Lettre simple.
    Post,
    /// Lettre recommandée avec demande d’avis de réception.
    RegisteredPost,
    /// Lettre recommandée électronique.
    Lre,
    /// Téléphone.
    Phone,
    /// Acte de commissaire de justice, ou d’huissier de justice au Luxembourg.
    Huissier,
}

/// Procédure collective ouverte contre le débiteur.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Insolvency {
    /// Procédure ouverte.
    pub kind: InsolvencyKind,
    /// Jour du jugement d’ouverture.
    #[schemars(with = "format::Day")]
    pub judgment_on: NaiveDate,
    /// Jour de la publication du jugement au BODACC ; au Luxembourg, le délai part du jugement.
    #[schemars(with = "Option<format::Day>")]
    pub published_on: Option<NaiveDate>,
    /// Juridiction qui l’a ouverte : « tribunal de commerce de Lyon ».
    #[validate(length(min = 1, max = 200))]
    pub court: Option<String>,
    /// Numéro de la procédure.
    #[validate(length(min = 1, max = 200))]
    pub case_number: Option<String>,
    /// Jour de sa clôture.
    #[schemars(with = "Option<format::Day>")]
    pub closed_on: Option<NaiveDate>,
    /// Mandataire judiciaire, liquidateur ou curateur.
    #[validate(nested)]
    pub officer: Option<InsolvencyOfficer>,
}

/// Procédure collective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InsolvencyKind {
    /// Sauvegarde.
    Sauvegarde,
    /// Redressement judiciaire.
    Redressement,
    /// Liquidation judiciaire.
    Liquidation,
    /// Faillite (Luxembourg).
    Faillite,
    /// Réorganisation judiciaire (Luxembourg).
    ReorganisationJudiciaire,
}

impl InsolvencyKind {
    /// A procedure that only Luxembourg has.
    pub fn is_of_luxembourg(self) -> bool {
        matches!(self, Self::Faillite | Self::ReorganisationJudiciaire)
    }
}

/// Mandataire judiciaire ou liquidateur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct InsolvencyOfficer {
    /// Nom du mandataire ou du liquidateur.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Adresse du mandataire ou du liquidateur.
    #[validate(nested)]
    pub address: Option<Address>,
}

/// Procédure de surendettement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverIndebtedness {
    /// Jour de la décision de recevabilité.
    #[schemars(with = "format::Day")]
    pub admissible_on: NaiveDate,
}

/// Une pièce. Son numéro est son rang, à partir de 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Exhibit {
    /// Intitulé de la pièce, tel qu’au bordereau.
    #[validate(length(min = 1, max = 200))]
    pub title: String,
    /// Date de la pièce.
    #[schemars(with = "Option<format::Day>")]
    pub dated_on: Option<NaiveDate>,
    /// Nom du fichier joint.
    #[validate(length(min = 1, max = 200))]
    pub file: Option<String>,
    /// Nombre de pages.
    #[validate(range(min = 1, max = 10_000))]
    pub pages: Option<u32>,
    /// Mot de passe du fichier, s’il est chiffré ; il n’est ni imprimé, ni gardé, ni journalisé.
    #[validate(length(min = 1, max = 127))]
    pub password: Option<String>,
}

/// Une valeur légale que le service ne connaît pas, apportée et garantie par l’utilisateur.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LawValue {
    /// Identifiant du paramètre : « lu-interet-legal ».
    #[validate(length(min = 1, max = 200))]
    pub id: String,
    /// Premier jour où la valeur s’applique.
    #[schemars(with = "format::Day")]
    pub from: NaiveDate,
    /// Valeur, écrite comme dans le paramètre : « 12.15 » pour 12,15 %.
    #[validate(length(min = 1, max = 200))]
    pub value: String,
    /// Où elle a été lue.
    #[validate(length(min = 1, max = 500))]
    pub source: String,
}
