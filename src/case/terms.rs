//! What contract, law or decision put on top of a claim: rates, capitalisation, a penalty clause, choices. Never applies one.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::format;
use crate::money::{Euros, Rate};

/// Taux des intérêts de retard.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LatePaymentRate {
    /// Taux de la loi, faute de convention.
    Statutory {},
    /// Taux convenu.
    Agreed {
        /// Taux, en pour cent par an.
        #[schemars(with = "format::Percent")]
        rate: Rate,
        /// Clause qui le stipule : « article 8 des CGV ».
        #[schemars(length(min = 1, max = 500))]
        clause: Option<String>,
        /// Vrai si le contrat fait courir l’intérêt dès l’échéance, sans mise en demeure (C. civ., art. 1344).
        #[serde(default)]
        without_notice: bool,
    },
    /// Taux convenu par référence au taux de l’intérêt légal : « trois fois le taux légal ».
    LegalMultiple {
        /// Nombre de fois.
        #[schemars(range(min = 1, max = 20))]
        times: u32,
        /// Clause qui le stipule : « article 8 des CGV ».
        #[schemars(length(min = 1, max = 500))]
        clause: Option<String>,
        /// Vrai si le contrat fait courir l’intérêt dès l’échéance, sans mise en demeure (C. civ., art. 1344).
        #[serde(default)]
        without_notice: bool,
    },
    /// Taux convenu par référence au taux de refinancement de la Banque centrale européenne, majoré de points.
    RefinancingPlus {
        /// Points de pourcentage ajoutés.
        #[schemars(with = "format::Percent")]
        points: Rate,
        /// Clause qui le stipule : « article 8 des CGV ».
        #[schemars(length(min = 1, max = 500))]
        clause: Option<String>,
        /// Vrai si le contrat fait courir l’intérêt dès l’échéance, sans mise en demeure (C. civ., art. 1344).
        #[serde(default)]
        without_notice: bool,
    },
}

impl LatePaymentRate {
    /// The clause that sets an agreed rate.
    pub fn clause(&self) -> Option<&str> {
        match self {
            Self::Statutory {} => None,
            Self::Agreed { clause, .. } | Self::LegalMultiple { clause, .. } | Self::RefinancingPlus { clause, .. } => {
                clause.as_deref()
            }
        }
    }

    pub fn is_agreed(&self) -> bool {
        !matches!(self, Self::Statutory {})
    }

    /// Whether the contract makes interest run from the due day alone.
    pub fn runs_without_notice(&self) -> bool {
        match self {
            Self::Statutory {} => false,
            Self::Agreed { without_notice, .. }
            | Self::LegalMultiple { without_notice, .. }
            | Self::RefinancingPlus { without_notice, .. } => *without_notice,
        }
    }
}

/// Capitalisation acquise : à chaque année entière, les intérêts échus produisent intérêt.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CapitalisationGranted {
    /// Ce qui l’accorde.
    pub by: GrantedBy,
    /// Clause ou décision : « article 11 du contrat ».
    #[validate(length(min = 1, max = 500))]
    pub clause: Option<String>,
    /// Jour à partir duquel les années se comptent ; pour un contrat, à défaut, le premier jour d’intérêt.
    #[schemars(with = "Option<format::Day>")]
    pub from: Option<NaiveDate>,
}

/// Ce qui accorde la capitalisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantedBy {
    /// Le contrat.
    Contract,
    /// Une décision de justice.
    Judgment,
}

/// Décision de justice qui condamne le débiteur.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Judgment {
    /// Jour de la décision.
    #[schemars(with = "format::Day")]
    pub on: NaiveDate,
    /// Juridiction : « tribunal de commerce de Lyon ».
    #[validate(length(min = 1, max = 200))]
    pub court: Option<String>,
    /// Numéro de la décision.
    #[validate(length(min = 1, max = 200))]
    pub reference: Option<String>,
    /// Jour où elle est devenue exécutoire, fût-ce par provision.
    #[schemars(with = "Option<format::Day>")]
    pub enforceable_on: Option<NaiveDate>,
    /// Jour à compter duquel elle fait courir les intérêts : le premier jour compté est le lendemain.
    #[schemars(with = "Option<format::Day>")]
    pub interest_from: Option<NaiveDate>,
    /// Jour de sa signification au débiteur.
    #[schemars(with = "Option<format::Day>")]
    pub served_on: Option<NaiveDate>,
    /// Vrai si elle ordonne la majoration du taux légal (Luxembourg, L. du 18 avril 2004, art. 15).
    #[serde(default)]
    pub increase_ordered: bool,
    /// Intérêt qu’elle accorde.
    #[serde(default)]
    pub interest: JudgmentInterest,
}

/// Intérêt accordé par la décision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JudgmentInterest {
    /// Intérêt au taux légal, majoré ensuite de cinq points (C. mon. fin., art. L. 313-3).
    #[default]
    Legal,
    /// Intérêt tel qu’il était demandé : pénalités de retard ou taux convenu, jusqu’au paiement.
    Claimed,
}

/// Choix de calcul ; à défaut, ceux qui ne réclament jamais trop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct Choices {
    /// Ordre d’imputation d’un paiement sur une dette.
    pub imputation: Imputation,
    /// Rang de l’indemnité forfaitaire dans l’imputation d’un paiement.
    pub lump_sum_rank: LumpSumRank,
    /// Intérêt du jour même du jugement qui ouvre la procédure collective.
    pub insolvency_judgment_day: JudgmentDay,
    /// Nombre de jours de l’année au Luxembourg ; en France, il est toujours de 365.
    pub day_count: Option<DayCount>,
}

/// Nombre de jours par lequel l’intérêt annuel est divisé.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Ceux de l’année : 366 pour une année bissextile.
    CalendarYear,
    /// Toujours 365.
    #[serde(rename = "fixed_365")]
    Fixed365,
}

/// Ordre d’imputation d’un paiement sur une dette.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Imputation {
    /// Les intérêts, puis le principal (C. civ., art. 1343-1).
    #[default]
    InterestFirst,
    /// Le principal, puis les intérêts : le contrat le prévoit, ou le créancier y consent.
    PrincipalFirst,
}

/// Rang de l’indemnité forfaitaire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LumpSumRank {
    /// Après tous les intérêts et tout le principal.
    #[default]
    AfterPrincipal,
    /// Après les intérêts et avant le principal de sa facture.
    BeforePrincipal,
}

/// Le jour d’un jugement porte-t-il intérêt ?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JudgmentDay {
    /// Non : l’intérêt s’arrête la veille.
    #[default]
    Excluded,
    /// Oui.
    Included,
}

/// Clause pénale (C. civ., art. 1231-5) : ou bien un pourcentage, ou bien un montant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ClausePenale {
    /// Pourcentage de la somme que dit le champ suivant.
    #[schemars(with = "Option<format::Percent>")]
    pub percent: Option<Rate>,
    /// Somme dont le pourcentage est pris.
    #[serde(default)]
    pub of: PenaltyBase,
    /// Montant, en euros.
    #[schemars(with = "Option<format::PositiveAmount>")]
    pub amount: Option<Euros>,
    /// Clause qui la stipule : « article 9 des CGV ».
    #[validate(length(min = 1, max = 500))]
    pub clause: Option<String>,
}

/// Somme dont une clause pénale prend un pourcentage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyBase {
    /// Principal restant dû.
    #[default]
    PrincipalDue,
    /// Principal facturé, avoirs et parties contestées déduits.
    PrincipalInvoiced,
    /// Principal et intérêts restant dus.
    PrincipalAndInterestDue,
}
