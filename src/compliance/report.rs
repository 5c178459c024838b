//! The report: the verdict with everything that carries it, as callers read it. Only gathers.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value as Json;

use super::{Checked, Finding, Status, Verdict};
use crate::case::terms::{Imputation, LumpSumRank};
use crate::decompte::{Line, Totals};
use crate::document::letter::decompte::{Rule, rules};
use crate::document::{DocumentType, Facts, Force};
use crate::law::{NoValueInForce, Sourcing, UsedValue};
use crate::money::Euros;

/// The report of a case for one document type.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Report {
    pub document_type: String,
    pub letter_date: NaiveDate,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    pub mentions: Vec<MentionReport>,
    pub decompte: DecompteReport,
    pub deadlines: Vec<crate::document::deadlines::Deadline>,
    pub law: LawReport,
}

/// One mention of the type: its text, and what became of it in this case.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct MentionReport {
    pub id: String,
    pub says: String,
    pub basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    pub force: Force,
    pub sourced: Sourcing,
    pub lawyer_validated: bool,
    pub status: Status,
    /// What the mention needs, as pointers into the case.
    pub needs: Vec<String>,
    /// Where it stands on the pages, once they are set.
    pub rendered: Vec<Json>,
}

/// Le décompte, ligne par ligne, avec ce dont il est fait.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct DecompteReport {
    pub as_of: NaiveDate,
    /// Jours exacts sur 365, même les années bissextiles.
    pub day_count: &'static str,
    pub lines: Vec<Line>,
    pub totals: Totals,
    /// Comment il fut calculé ; ce que le droit laisse au choix du dossier est marqué.
    pub rules: Vec<Rule>,
    /// Les valeurs du droit dont les taux sont faits.
    pub rates: Vec<UsedParameter>,
    /// Ce que donnerait un autre choix, là où il change la somme.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<AlternativeReport>,
    /// Valeurs que personne n’a publiées : tant qu’il y en a, les totaux sont trop bas.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingValue>,
}

/// Un autre choix du dossier, et la somme qui serait due.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct AlternativeReport {
    pub imputation: Imputation,
    pub lump_sum_rank: LumpSumRank,
    pub due: Euros,
}

/// A figure of the law that the décompte lacks.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct MissingValue {
    pub parameter: String,
    pub day: NaiveDate,
    pub says: String,
    pub hint: String,
    /// Where in the case it is mended.
    pub pointer: String,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct LawReport {
    /// Digest of the law and the templates used.
    pub digest: String,
    /// The program's own rules, figures and templates that the operator has replaced by others, as paths in his directory: what they
    /// demand, and on which basis, may differ from what the program knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<String>,
    /// Whether a lawyer has validated every rule and every figure used.
    pub lawyer_validated: bool,
    pub parameters: Vec<UsedParameter>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct UsedParameter {
    pub id: String,
    pub title: String,
    pub value: Json,
    pub from: NaiveDate,
    pub basis: String,
    pub source: String,
    pub sourced: Sourcing,
    pub lawyer_validated: bool,
}

impl Report {
    pub fn of(document: &DocumentType, facts: &Facts, checked: &Checked) -> Self {
        let status = |id: &str| {
            checked.statuses().iter().find(|(known, _)| known == id).map_or(Status::NotApplicable, |(_, status)| *status)
        };
        let mentions = document.mentions.iter().map(|mention| MentionReport {
            id: mention.id.clone(),
            says: mention.says.clone(),
            basis: mention.cited(facts.law.law(), facts.case.letter_date).to_owned(),
            link: mention.link_on(facts.law.law(), facts.case.letter_date),
            force: mention.force,
            sourced: mention.sourcing,
            lawyer_validated: mention.lawyer_validated,
            status: status(&mention.id),
            needs: needs(mention, facts, checked),
            rendered: Vec::new(),
        });
        let parameters: Vec<UsedParameter> = facts.law.used().into_iter().map(UsedParameter::from).collect();
        let validated = document.provisions().all(|provision| provision.lawyer_validated)
            && parameters.iter().all(|parameter| parameter.lawyer_validated);
        Self {
            document_type: document.id.clone(),
            letter_date: facts.case.letter_date,
            verdict: checked.verdict(),
            findings: checked.findings().to_vec(),
            mentions: mentions.collect(),
            decompte: DecompteReport::of(facts),
            deadlines: crate::document::deadlines::of(document, facts),
            law: LawReport {
                digest: facts.law.law().digest().to_owned(),
                replaced: facts.law.law().replaced().to_vec(),
                lawyer_validated: validated,
                parameters,
            },
        }
    }
}

impl DecompteReport {
    pub fn of(facts: &Facts) -> Self {
        let decompte = facts.decompte;
        let alternatives = decompte.alternatives(facts.case, facts.law).into_iter().map(|other| AlternativeReport {
            imputation: other.choices.imputation,
            lump_sum_rank: other.choices.lump_sum_rank,
            due: other.due,
        });
        Self {
            as_of: decompte.as_of,
            day_count: if decompte.calendar_years { "actual/actual" } else { "actual/365" },
            lines: decompte.lines.clone(),
            totals: decompte.totals.clone(),
            rules: rules(facts),
            rates: decompte.rates_used(facts.law).into_iter().map(UsedParameter::from).collect(),
            alternatives: alternatives.collect(),
            missing: decompte.missing.iter().map(MissingValue::of).collect(),
        }
    }
}

impl MissingValue {
    pub fn of(none: &NoValueInForce) -> Self {
        Self {
            parameter: none.parameter.clone(),
            day: none.day,
            says: none.to_string(),
            hint: none.mend(),
            pointer: "/law_values".to_owned(),
        }
    }
}

impl From<UsedValue> for UsedParameter {
    fn from(used: UsedValue) -> Self {
        Self {
            value: used.figure.plain(),
            id: used.id,
            title: used.title,
            from: used.from,
            basis: used.basis,
            source: used.source,
            sourced: used.sourcing,
            lawyer_validated: used.lawyer_validated,
        }
    }
}

fn needs(mention: &crate::document::Provision, facts: &Facts, checked: &Checked) -> Vec<String> {
    let pointers = mention.needs.iter().flat_map(|need| checked.letter().expand(need));
    let mut places: Vec<String> = pointers.map(|pointer| super::origin::in_case(&pointer, facts.case)).collect();
    places.dedup();
    places
}

impl Report {
    /// The same with the place of each mention on the pages.
    pub fn with_places<'a, P: Serialize + 'a>(mut self, places: impl Fn(&str) -> Option<&'a [P]>) -> Self {
        for mention in &mut self.mentions {
            let seen = places(&mention.id).unwrap_or_default();
            mention.rendered = seen.iter().filter_map(|place| serde_json::to_value(place).ok()).collect();
        }
        self
    }

    /// The same, with what whoever asked must know, and which refuses nothing.
    pub fn warned_of(mut self, findings: Vec<Finding>) -> Self {
        self.findings.extend(findings.into_iter().map(Finding::placed));
        self
    }

    /// The same, refused for what the pages themselves showed.
    pub fn refused_for(mut self, findings: Vec<Finding>) -> Self {
        self.findings.splice(0..0, findings.into_iter().map(Finding::placed));
        self.verdict = Verdict::Incomplete;
        self
    }
}
