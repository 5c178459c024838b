//! What a letter or a filing needs beside the claim. Never says whether it may be sent.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::address::Address;
use super::format;
use crate::money::{Euros, Rate};

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
    /// Rang de la caution à qui la lettre s’adresse, à partir de 1 ; la première s’il est absent.
    #[validate(range(min = 1, max = 20))]
    pub guarantor: Option<u32>,
    /// Ce dont la lettre informe la caution.
    pub guarantor_notice: Option<GuarantorNotice>,
}

/// Ce dont une lettre informe la caution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GuarantorNotice {
    /// L’état de la dette au 31 décembre de l’année précédente (C. civ., art. 2302).
    Annual,
    /// Le premier incident de paiement non régularisé dans le mois (C. civ., art. 2303).
    FirstDefault,
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
    /// Sommation par huissier de justice, au Luxembourg : le document l’instruit.
    Huissier,
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

/// Voie judiciaire : la suite annoncée à défaut de paiement. Celles qui sont ouvertes à un dossier, et pourquoi : `POST /v1/next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// Requête en injonction de payer.
    InjonctionDePayer,
    /// Assignation.
    Assignation,
    /// Procédure simplifiée de recouvrement des petites créances.
    PetitesCreances,
    /// Assignation en référé-provision.
    RefereProvision,
    /// Ordonnance conditionnelle de paiement (Luxembourg).
    OrdonnanceConditionnelle,
    /// Provision sur requête (Luxembourg).
    ProvisionSurRequete,
    /// Injonction de payer européenne (règlement (CE) n° 1896/2006), dans un litige transfrontalier.
    InjonctionEuropeenne,
    /// Voie administrative : réclamation, puis juge administratif, contre une personne publique (France).
    VoieAdministrative,
    /// Commandement de payer visant la clause résolutoire d’un bail, par commissaire de justice (France).
    CommandementDePayer,
    /// Conseil de prud’hommes, pour une créance née du contrat de travail (France).
    ConseilDePrudHommes,
    /// Procédure des créances commerciales incontestées entre commerçants, par commissaire de justice (France).
    CreancesIncontestees,
    /// Requête au tribunal du travail (Luxembourg).
    RequeteTribunalDuTravail,
    /// Requête au juge de paix en matière de bail à loyer (Luxembourg).
    RequeteBail,
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
    /// Adresse de l’immeuble en copropriété, ou du local loué.
    #[validate(nested)]
    pub building_address: Option<Address>,
    /// Vrai si la demande doit être publiée au fichier immobilier.
    #[serde(default)]
    pub real_estate_publication: bool,
    /// Commissaire de justice, ou huissier de justice, saisi.
    #[validate(nested)]
    pub officer: Option<Professional>,
    /// Ce qui est proposé au débiteur dans la procédure des petites créances.
    #[validate(nested)]
    pub negotiation: Option<Negotiation>,
    /// Audience ; absente, elle reste à remplir.
    #[validate(nested)]
    pub hearing: Option<Hearing>,
    /// Moyens en droit, un paragraphe par élément.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schemars(inner(length(min = 1, max = 2000)))]
    pub means: Vec<String>,
    /// Indemnité de procédure demandée, en euros (CPC, art. 700 ; NCPC, art. 240).
    #[schemars(with = "Option<format::PositiveAmount>")]
    pub procedural_costs: Option<Euros>,
    /// Motif qui dispense de la tentative amiable (CPC, art. 750-1).
    pub amicable_exemption: Option<AmicableExemption>,
    /// Fait qui justifie cette dispense, en une phrase : « l’urgence tient à la cession annoncée du fonds ».
    #[validate(length(min = 1, max = 1000))]
    pub amicable_exemption_fact: Option<String>,
    /// Numéro de la pièce qui prouve ce fait.
    #[validate(range(min = 1, max = 200))]
    pub amicable_exemption_exhibit: Option<u32>,
    /// Mesures d’exécution demandées.
    #[serde(default)]
    #[schemars(length(max = 5))]
    pub measures: Vec<Measure>,
    /// Ce qui aide à les prendre : banque, employeur, lieu des biens.
    #[validate(length(min = 1, max = 500))]
    pub measures_note: Option<String>,
    /// Vrai si les débats sont demandés dès la requête pour le cas d’un contredit (Luxembourg, NCPC, art. 137).
    #[serde(default)]
    pub hearing_on_opposition: bool,
    /// Vrai si la majoration du taux légal est demandée (Luxembourg, L. du 18 avril 2004, art. 15).
    #[serde(default)]
    pub ask_interest_increase: bool,
}

/// Audience à laquelle le débiteur est appelé.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Hearing {
    /// Jour de l’audience.
    #[schemars(with = "Option<format::Day>")]
    pub on: Option<NaiveDate>,
    /// Heure de l’audience : « 9 h 30 ».
    #[validate(length(min = 1, max = 40))]
    pub at: Option<String>,
    /// Lieu de l’audience.
    #[validate(length(min = 1, max = 200))]
    pub place: Option<String>,
    /// Salle.
    #[validate(length(min = 1, max = 200))]
    pub room: Option<String>,
    /// Chambre désignée.
    #[validate(length(min = 1, max = 200))]
    pub chamber: Option<String>,
}

/// Motif qui dispense de la tentative amiable (C. proc. civ., art. 750-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AmicableExemption {
    /// Une partie au moins sollicite l’homologation d’un accord (1°).
    RequestOfParties,
    /// Un recours préalable est imposé auprès de l’auteur de la décision (2°).
    PriorAppeal,
    /// Un motif légitime : urgence, indisponibilité des conciliateurs, circonstances (3°).
    LegitimateReason,
    /// Le juge ou l’administration doit, par une disposition particulière, procéder à une tentative de conciliation (4°).
    JudgeMustTry,
    /// La procédure simplifiée de recouvrement des petites créances a échoué (5°).
    FailedPetitesCreances,
}

/// Mesure d’exécution forcée.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Saisie-attribution d’un compte bancaire.
    BankAccount,
    /// Saisie-vente de meubles corporels.
    Movables,
    /// Saisie des rémunérations.
    Wages,
    /// Immobilisation ou saisie d’un véhicule.
    Vehicle,
    /// Autre mesure, précisée à part.
    Other,
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
    /// Justice de paix (Luxembourg).
    JusticeDePaix,
    /// Président du tribunal d’arrondissement (Luxembourg).
    TribunalArrondissement,
    /// Tribunal d’arrondissement siégeant en matière commerciale (Luxembourg).
    TribunalArrondissementCommercial,
}

/// Officier, conciliateur, médiateur ou avocat à qui l’on s’adresse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Professional {
    /// Son nom, ou celui de l’étude.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Adresse où le joindre.
    #[validate(nested)]
    pub address: Option<Address>,
    /// Adresse électronique où le joindre.
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
