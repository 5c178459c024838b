//! Exactly the JSON of a case, where its shape is not that of the parsed `Case`. Never leaves this room.
//!
//! The descriptions are French, for they are those of the schema. What has the same shape on both sides has one type.

mod party;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use validator::Validate;

use super::agreement::{Amicable, Plan, Settlement};
use super::bundle::Bundle;
use super::event::{Event, Exhibit, Insolvency, LawValue, OverIndebtedness};
use super::filer::{Filer, Signatory};
use super::letter::{Filing, Letter};
use super::party::Estate;
use super::{claim, format};
pub(super) use party::{Guarantor, Party};

/// Dossier de recouvrement : les parties, la créance, son histoire et ce que demande le document.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    /// Référence du dossier chez le créancier.
    #[validate(length(min = 1, max = 200))]
    reference: Option<String>,
    /// Date du document : les règles et les montants sont ceux de ce jour.
    #[schemars(with = "format::Day")]
    letter_date: NaiveDate,
    /// Lieu où le document est établi.
    #[validate(length(min = 1, max = 200))]
    place: Option<String>,
    /// Monnaie : l’euro seulement.
    currency: Option<Currency>,
    /// Créancier.
    #[validate(nested)]
    creditor: Party,
    /// Autres créanciers de la même créance, quand ils agissent ensemble : époux, indivisaires, cobailleurs.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 20))]
    co_creditors: Vec<Party>,
    /// Débiteur.
    #[validate(nested)]
    debtor: Party,
    /// Codébiteurs.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 20))]
    co_debtors: Vec<Party>,
    /// Succession du débiteur décédé, dont debtor et co_debtors sont les héritiers.
    #[validate(nested)]
    estate: Option<Estate>,
    /// Cautions.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 20))]
    guarantors: Vec<Guarantor>,
    /// Celui qui agit pour le créancier ; absent, le créancier agit lui-même.
    #[validate(nested)]
    filer: Option<Filer>,
    /// Signataire du document.
    #[validate(nested)]
    signatory: Option<Signatory>,
    /// Créance.
    #[validate(nested)]
    claim: claim::Claim,
    /// Rappels, mises en demeure et autres événements, dans l’ordre des dates.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 200))]
    history: Vec<Event>,
    /// Valeurs légales que le service ne connaît pas, apportées et garanties par l’utilisateur.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 50))]
    law_values: Vec<LawValue>,
    /// Procédure collective ouverte contre le débiteur.
    #[validate(nested)]
    insolvency: Option<Insolvency>,
    /// Procédure de surendettement du débiteur.
    over_indebtedness: Option<OverIndebtedness>,
    /// Pièces, dans l’ordre du bordereau : la première porte le numéro 1.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 200))]
    exhibits: Vec<Exhibit>,
    /// Façon de joindre les pièces au document.
    #[serde(default)]
    #[validate(nested)]
    bundle: Bundle,
    /// Ce qu’il faut à une lettre.
    #[validate(nested)]
    letter: Option<Letter>,
    /// Ce qu’il faut à une requête.
    #[validate(nested)]
    filing: Option<Filing>,
    /// Échéancier proposé.
    #[validate(nested)]
    plan: Option<Plan>,
    /// Transaction.
    #[validate(nested)]
    settlement: Option<Settlement>,
    /// Voie amiable proposée.
    #[validate(nested)]
    amicable: Option<Amicable>,
}

/// Monnaie.
#[derive(Deserialize, JsonSchema)]
enum Currency {
    /// Euro.
    #[serde(rename = "EUR")]
    Eur,
}

impl From<Case> for super::Case {
    fn from(case: Case) -> Self {
        // One currency is possible, so there is nothing to keep of it.
        let (Some(Currency::Eur) | None) = case.currency;
        Self {
            reference: case.reference,
            letter_date: case.letter_date,
            place: case.place,
            creditor: case.creditor.into(),
            co_creditors: case.co_creditors.into_iter().map(Into::into).collect(),
            debtor: case.debtor.into(),
            co_debtors: case.co_debtors.into_iter().map(Into::into).collect(),
            estate: case.estate,
            guarantors: case.guarantors.into_iter().map(Into::into).collect(),
            filer: case.filer,
            signatory: case.signatory,
            claim: case.claim.with_returned_apart(),
            history: case.history,
            law_values: case.law_values,
            insolvency: case.insolvency,
            over_indebtedness: case.over_indebtedness,
            exhibits: case.exhibits,
            bundle: case.bundle,
            letter: case.letter,
            filing: case.filing,
            plan: case.plan,
            settlement: case.settlement,
            amicable: case.amicable,
        }
    }
}
