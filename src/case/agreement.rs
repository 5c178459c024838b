//! What the creditor offers or agrees: instalments, a settlement, an amicable way. Never computes an instalment.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::format;
use super::letter::Professional;
use crate::money::{Euros, Rate};

/// Échéancier proposé : des parts égales de la somme due, la dernière prenant les centimes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Jour de la première échéance.
    #[schemars(with = "format::Day")]
    pub first_on: NaiveDate,
    /// Nombre d’échéances.
    #[validate(range(min = 2, max = 120))]
    pub count: u32,
    /// Rythme des échéances.
    #[serde(default)]
    pub every: Rhythm,
    /// Intérêt pendant l’échéancier.
    #[serde(default)]
    pub interest: PlanInterest,
    /// Taux convenu, en pour cent par an, si l’intérêt de l’échéancier est au taux convenu.
    #[schemars(with = "Option<format::Percent>")]
    pub rate: Option<Rate>,
    /// Premier versement, payé avant les échéances, en euros.
    #[schemars(with = "Option<format::PositiveAmount>")]
    pub down_payment: Option<Euros>,
    /// Jour du premier versement ; celui du document s’il est absent.
    #[schemars(with = "Option<format::Day>")]
    pub down_payment_on: Option<NaiveDate>,
    /// Jours de préavis avant la déchéance du terme.
    #[validate(range(min = 1, max = 365))]
    pub acceleration_notice_days: Option<u32>,
}

/// Rythme des échéances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Chaque semaine.
    Week,
    /// Chaque mois.
    #[default]
    Month,
    /// Chaque trimestre.
    Quarter,
}

/// Intérêt pendant l’échéancier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanInterest {
    /// Aucun, tant que l’échéancier est respecté.
    #[default]
    Waived,
    /// Au taux convenu, sur le principal restant, payé avec chaque échéance.
    Agreed,
    /// Celui du décompte continue de courir ; il sera liquidé à la fin.
    Reserved,
}

/// Transaction (C. civ., art. 2044).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// Différend auquel elle met fin.
    #[validate(length(min = 1, max = 2000))]
    pub dispute: Option<String>,
    /// Somme que le débiteur paiera, en euros.
    #[schemars(with = "Option<format::PositiveAmount>")]
    pub amount: Option<Euros>,
    /// Concessions du créancier, une par élément.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schemars(inner(length(min = 1, max = 2000)))]
    pub creditor_concessions: Vec<String>,
    /// Concessions du débiteur, une par élément.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schemars(inner(length(min = 1, max = 2000)))]
    pub debtor_concessions: Vec<String>,
    /// Voie choisie pour la rendre exécutoire.
    pub enforcement: Option<Enforcement>,
    /// Vrai si les parties gardent le protocole confidentiel ; vrai s’il est absent.
    #[serde(default = "yes")]
    pub confidential: bool,
    /// Nombre d’originaux ; autant que de parties s’il est absent.
    #[validate(range(min = 2, max = 20))]
    pub originals: Option<u32>,
}

/// Voie qui rend une transaction exécutoire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Enforcement {
    /// Homologation par le juge.
    Homologation,
    /// Acte contresigné par les avocats de chaque partie et revêtu de la formule exécutoire par le greffe.
    Avocats,
}

/// Voie amiable proposée.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Amicable {
    /// Voie proposée.
    pub mode: AmicableMode,
    /// Conciliateur, médiateur ou avocat.
    #[validate(nested)]
    pub third_party: Option<Professional>,
    /// Délai laissé pour répondre, en jours à compter de la date du document.
    #[validate(range(min = 1, max = 90))]
    pub answer_days: Option<u32>,
    /// Précision utile : lieu, frais, première réunion.
    #[validate(length(min = 1, max = 500))]
    pub note: Option<String>,
}

/// Voie amiable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AmicableMode {
    /// Conciliation par un conciliateur de justice.
    Conciliation,
    /// Médiation.
    Mediation,
    /// Procédure participative, chaque partie ayant son avocat.
    Participatory,
}

fn yes() -> bool {
    true
}
