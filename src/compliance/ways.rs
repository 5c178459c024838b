//! Findings on judicial ways: a letter that announces one which is closed, and the standing of each way for `next`. Decides nothing
//! itself: the ways of the country do.

use serde::Serialize;

use super::findings::french_spaces;
use super::{Finding, Policy};
use crate::case::letter::Consequence;
use crate::case::words::worded;
use crate::document::french::listed;
use crate::document::{DocumentType, Facts, Severity, Way, Ways};
use crate::law::Sourcing;

/// Une voie judiciaire, ouverte ou non à ce dossier.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Standing {
    /// La valeur de `letter.consequence` qui l’annonce.
    pub way: Consequence,
    pub title: String,
    /// Ce qu’elle est.
    pub says: String,
    /// Le texte qui l’ouvre.
    pub basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Qualité de la source.
    pub sourced: Sourcing,
    /// Le document qui la prend, si ce service le compose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_type: Option<String>,
    /// Faux si un texte lu la ferme à ce dossier : une lettre qui l’annonce est refusée.
    pub open: bool,
    /// Ce qui la ferme, chaque fois avec son article et ce qu’il faut faire.
    pub refusals: Vec<Finding>,
    /// Ce qui la rend incertaine.
    pub warnings: Vec<Finding>,
}

/// Each way that the case is about, in the order of a practitioner.
pub fn standings(ways: &Ways, facts: &Facts, policy: Policy) -> Vec<Standing> {
    let concerned = ways.0.iter().filter(|way| way.concerns(facts));
    let standing = |way: &Way| {
        let found = |severity: Severity| {
            let bars = way.bars(facts).map(|bar| Finding::of(bar, facts, policy).placed());
            bars.filter(|finding| finding.severity == severity).collect()
        };
        Standing {
            way: way.id,
            title: way.title.clone(),
            says: way.says.clone(),
            basis: way.basis.clone(),
            link: facts.law.law().codes().link(&way.basis),
            sourced: way.sourcing,
            document_type: way.document_type.clone(),
            open: way.is_open(facts, policy.require_verified_law),
            refusals: found(Severity::Refusal),
            warnings: found(Severity::Warning),
        }
    };
    concerned.map(standing).collect()
}

/// What closes or questions the way that a letter announces.
pub fn announced(document: &DocumentType, facts: &Facts, policy: Policy) -> Vec<Finding> {
    let Some(way) = document.announced(facts).and_then(|id| document.ways.get(id)) else { return Vec::new() };
    let open = |other: &&Way| other.id != way.id && other.is_open(facts, policy.require_verified_law);
    let others: Vec<&str> = document.ways.0.iter().filter(open).map(|other| other.title.as_str()).collect();
    let out = if others.is_empty() {
        "Retirez letter.consequence.".to_owned()
    } else {
        format!("Annoncez une voie ouverte dans letter.consequence : {}.", listed(&others))
    };
    let out = worded(&out);
    if !way.concerns(facts) {
        let finding = Finding {
            mention: "announced-way".to_owned(),
            says: french_spaces(&format!("La suite annoncée n’est pas celle d’un tel dossier : {}. {}", way.title, way.says)),
            basis: way.basis.clone(),
            link: facts.law.law().codes().link(&way.basis),
            sourced: way.sourcing,
            pointer: "/letter/consequence".to_owned(),
            hint: french_spaces(&out),
            ..super::findings::without_glyph([])
        };
        return vec![finding];
    }
    let told = |bar| {
        let finding = Finding::of(bar, facts, policy);
        let closed = finding.severity == Severity::Refusal;
        let verb = if closed { "n’est pas ouverte" } else { "est à vérifier" };
        Finding {
            says: french_spaces(&format!("La suite annoncée ({}) {verb} : {}", way.title, lowered(&finding.says))),
            hint: if closed { french_spaces(&format!("{out} {}", finding.hint)) } else { finding.hint.clone() },
            pointer: "/letter/consequence".to_owned(),
            ..finding
        }
    };
    way.bars(facts).map(told).collect()
}

/// A sentence that goes on after a colon.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
