//! Types of documents and law as JSON shows them. Only chooses fields; words nothing.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use crate::document::{DocumentType, Family, Force, Provision, Severity};
use crate::law::citation::Sourcing;
use crate::law::dated::Entry;
use crate::law::parameter::{Cadence, Unit, Value};
use crate::law::text::Version;
use crate::law::{Codes, Law, LawText, Parameter};
use crate::service::Service;

/// Un type de document.
#[derive(Serialize, JsonSchema)]
pub struct DocumentTypeSummary {
    /// Dossier de modèles, adresse et valeur JSON : `fr/relance`.
    pub id: String,
    pub title: String,
    /// Pays, en deux lettres minuscules.
    pub country: String,
    pub family: Family,
    /// À qui le document s’adresse.
    pub audience: String,
    pub summary: String,
}

/// Un type de document, avec tout ce que le droit et l’usage en attendent.
#[derive(Serialize, JsonSchema)]
pub struct DocumentTypeDetails {
    #[serde(flatten)]
    pub document_type: DocumentTypeSummary,
    /// Si un avocat a validé le type.
    pub lawyer_validated: bool,
    /// Le jour demandé par `?on=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Ce qui doit être imprimé.
    pub mentions: Vec<ProvisionDetails>,
    /// Ce qui est interdit, ou à vérifier.
    pub rules: Vec<ProvisionDetails>,
    /// Les articles que le texte cite.
    pub citations: Vec<ProvisionDetails>,
}

/// Une mention, une interdiction ou une citation, avec son article, ses dates et ce qui en répond.
#[derive(Serialize, JsonSchema)]
pub struct ProvisionDetails {
    pub id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// Nom court, imprimé dans le vide d’un projet.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// L’article.
    pub basis: String,
    /// La page officielle de l’article, ou à défaut du code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sanction: Option<String>,
    /// `law` : un texte l’exige ; `custom` : l’usage le recommande.
    pub force: Force,
    /// Ce que son absence, ou sa violation, fait d’un document définitif.
    pub severity: Severity,
    pub sourced: Sourcing,
    /// Qui a été lu.
    pub source: String,
    pub lawyer_validated: bool,
    /// Premier jour d’application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Dernier jour d’application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Si elle s’applique le jour demandé par `?on=` ; absent sans ce jour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<bool>,
    /// Conditions dont chacune doit être remplie.
    pub when: Vec<String>,
    /// Conditions dont aucune ne doit l’être.
    pub unless: Vec<String>,
    /// Valeurs de la lettre qui doivent se lire sur la page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Où, dans le dossier, cela se corrige.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// Un chiffre du droit, avec toutes ses valeurs dans le temps.
#[derive(Serialize, JsonSchema)]
pub struct ParameterDetails {
    pub id: String,
    pub title: String,
    pub unit: Unit,
    /// Le texte qui fixe le chiffre.
    pub basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    pub cadence: Cadence,
    pub lawyer_validated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Premier jour dont personne n’a encore publié la valeur.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_from: Option<NaiveDate>,
    /// Sans `?on=` : toutes les valeurs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ParameterValue>,
    /// Le jour demandé par `?on=` ; suivent les champs de la seule valeur de ce jour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    #[serde(flatten)]
    pub in_force: Option<ParameterValue>,
}

/// Une valeur, avec ce qui en répond.
#[derive(Serialize, JsonSchema)]
pub struct ParameterValue {
    pub from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Un décimal écrit en texte, ou une liste de textes.
    pub value: Json,
    pub source: String,
    pub sourced: Sourcing,
    /// Le jour où une personne a lu la source.
    pub read_on: NaiveDate,
}

/// Un texte du droit, mot pour mot, avec ses versions.
#[derive(Serialize, JsonSchema)]
pub struct TextDetails {
    pub id: String,
    pub title: String,
    pub citation: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    pub lawyer_validated: bool,
    /// Sans `?on=` : toutes les versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<TextVersion>,
    /// Le jour demandé par `?on=` ; suivent les champs de la seule version de ce jour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    #[serde(flatten)]
    pub in_force: Option<TextVersion>,
}

/// Une version d’un texte.
#[derive(Serialize, JsonSchema)]
pub struct TextVersion {
    pub from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    pub paragraphs: Vec<String>,
    pub source: String,
    pub sourced: Sourcing,
    /// Le jour où une personne a lu la source.
    pub read_on: NaiveDate,
}

impl DocumentTypeSummary {
    pub fn of(document: &DocumentType) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title.clone(),
            country: document.country().to_owned(),
            family: document.family,
            audience: document.audience.clone(),
            summary: document.summary.clone(),
        }
    }
}

impl DocumentTypeDetails {
    pub fn of(document: &DocumentType, service: &Service, on: Option<NaiveDate>) -> Self {
        let strict = service.policy().require_verified_law;
        let all = |provisions: &[Provision]| {
            provisions.iter().map(|provision| ProvisionDetails::of(provision, &service.law, strict, on)).collect()
        };
        Self {
            document_type: DocumentTypeSummary::of(document),
            lawyer_validated: document.lawyer_validated,
            on,
            mentions: all(&document.mentions),
            rules: all(&document.rules),
            citations: all(&document.citations),
        }
    }
}

impl ProvisionDetails {
    fn of(provision: &Provision, law: &Law, require_verified_law: bool, on: Option<NaiveDate>) -> Self {
        let day = on.unwrap_or(NaiveDate::MAX);
        let names = |conditions: &[crate::document::When]| conditions.iter().map(|when| when.name().to_owned()).collect();
        Self {
            id: provision.id.clone(),
            says: provision.says.clone(),
            label: provision.label.clone(),
            basis: provision.cited(law, day).to_owned(),
            link: provision.link_on(law, day),
            sanction: provision.sanction.clone(),
            force: provision.force,
            severity: provision.severity(require_verified_law),
            sourced: provision.sourcing,
            source: provision.source.clone(),
            lawyer_validated: provision.lawyer_validated,
            from: provision.from,
            until: provision.until,
            in_force: on.map(|day| provision.in_force(day)),
            when: names(&provision.when),
            unless: names(&provision.unless),
            needs: provision.needs.clone(),
            pointer: provision.pointer.clone(),
            hint: provision.hint.clone(),
        }
    }
}

impl ParameterDetails {
    /// With every value, or with that of one day alone.
    pub fn of(parameter: &Parameter, codes: &Codes, only: Option<(NaiveDate, &Entry<Value>)>) -> Self {
        let values = if only.is_some() { &[] } else { parameter.values.entries() };
        Self {
            id: parameter.id.clone(),
            title: parameter.title.clone(),
            unit: parameter.unit,
            link: codes.link(&parameter.basis),
            basis: parameter.basis.clone(),
            cadence: parameter.cadence,
            lawyer_validated: parameter.lawyer_validated,
            note: parameter.note.clone(),
            unknown_from: parameter.values.unknown_from(),
            values: values.iter().map(ParameterValue::of).collect(),
            on: only.map(|(day, _)| day),
            in_force: only.map(|(_, entry)| ParameterValue::of(entry)),
        }
    }
}

impl ParameterValue {
    fn of(entry: &Entry<Value>) -> Self {
        Self {
            from: entry.from,
            until: entry.until,
            value: entry.value.figure.plain(),
            source: entry.value.source.clone(),
            sourced: entry.value.sourcing,
            read_on: entry.value.read_on,
        }
    }
}

impl TextDetails {
    /// With every version, or with that of one day alone.
    pub fn of(text: &LawText, codes: &Codes, only: Option<(NaiveDate, &Entry<Version>)>) -> Self {
        let versions = if only.is_some() { &[] } else { text.versions.entries() };
        Self {
            id: text.id.clone(),
            title: text.title.clone(),
            link: codes.link(&text.citation),
            citation: text.citation.clone(),
            lawyer_validated: text.lawyer_validated,
            versions: versions.iter().map(TextVersion::of).collect(),
            on: only.map(|(day, _)| day),
            in_force: only.map(|(_, entry)| TextVersion::of(entry)),
        }
    }
}

impl TextVersion {
    fn of(entry: &Entry<Version>) -> Self {
        Self {
            from: entry.from,
            until: entry.until,
            paragraphs: entry.value.paragraphs.clone(),
            source: entry.value.source.clone(),
            sourced: entry.value.sourcing,
            read_on: entry.value.read_on,
        }
    }
}
