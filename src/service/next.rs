//! What may be made of a case on its letter's day: each type that may, each that may not and why, and the deadlines that run. States
//! rules and facts of the case; advises nothing.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Refused, Service, bounded};
use crate::compliance::ways::{self, Standing};
use crate::compliance::{self, Finding, Verdict};
use crate::decompte::{Decompte, MOST_LINES};
use crate::document::deadlines::{self, Deadline};
use crate::document::{DocumentType, Facts, Severity};
use crate::law::Jurisdiction;
use crate::money::Euros;

/// From this stage on, types are papers that go with others and no steps of their own.
const ACCOMPANIES: u32 = 97;

const NOTE: &str = "Ceci énonce des règles et les faits du dossier\u{202f}; ce n’est pas une consultation juridique.";

/// Ce qui peut être fait du dossier au jour du document.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Next {
    /// Pays dont le droit s’applique.
    pub country: &'static str,
    pub letter_date: NaiveDate,
    pub note: &'static str,
    /// Somme due à ce jour ; absente tant que manque une valeur du droit, car elle serait trop basse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Euros>,
    /// D’abord ce qui peut être établi, dans l’ordre de la pratique ; puis ce à quoi il manque quelque chose ; puis les étapes déjà
    /// faites ; puis ce que le droit interdit ; enfin ce qui est sans objet.
    pub types: Vec<NextType>,
    /// Les voies judiciaires auxquelles le dossier peut prétendre, ouvertes ou fermées, dans l’ordre de la pratique.
    pub ways: Vec<Standing>,
    /// Les délais, le plus proche d’abord.
    pub deadlines: Vec<Deadline>,
}

/// Un type de document, tel que le dossier le permet ou non.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct NextType {
    pub document_type: String,
    pub title: String,
    pub audience: String,
    /// `ready` : il peut être établi ; `incomplete` : il manque ce que disent `refusals` ; `forbidden` : le droit s’y oppose.
    pub verdict: Verdict,
    /// Vrai si l’histoire du dossier montre que l’étape est déjà franchie.
    pub behind: bool,
    /// Faux si le dossier n’a pas ce dont le document traite : une ordonnance, une caution, une procédure collective.
    pub concerned: bool,
    /// Ce qui manque ou s’oppose, chaque fois avec son article, son champ et ce qu’il faut faire.
    pub refusals: Vec<Finding>,
    /// Ce qui n’empêche pas, mais doit être su.
    pub warnings: Vec<Finding>,
}

impl Service {
    /// What may be made of the case under the law of one country.
    ///
    /// # Errors
    /// `NotACase`.
    pub fn next(&self, jurisdiction: Jurisdiction, json: &[u8]) -> Result<Next, Refused> {
        let case = self.parse(json)?;
        let consultation = self.law.consult(self.supplied(&case)?);
        let decompte = Decompte::of(&case, &consultation, jurisdiction);
        bounded(&case, &decompte, MOST_LINES, |unpaid| Decompte::of(unpaid, &consultation, jurisdiction).lines.len())?;
        let facts = Facts::new(&case, &decompte, &consultation);
        let own = self.library.types().filter(|document| document.jurisdiction == jurisdiction);
        let ways = own.clone().next().map(|document| ways::standings(&document.ways, &facts, self.policy)).unwrap_or_default();
        let mut types: Vec<(u32, NextType)> =
            own.map(|document| (document.stage, NextType::of(document, &facts, self))).collect();
        types.sort_by_key(|(stage, next)| (next.rank(*stage), *stage));
        let mut deadlines = deadlines::of_case(&facts);
        deadlines.sort_by_key(|deadline| (deadline.falls_on.is_none(), deadline.falls_on));
        Ok(Next {
            country: jurisdiction.folder(),
            letter_date: case.letter_date,
            note: NOTE,
            due: decompte.missing.is_empty().then_some(decompte.totals.due),
            types: types.into_iter().map(|(_, next)| next).collect(),
            ways,
            deadlines,
        })
    }
}

impl NextType {
    fn of(document: &DocumentType, facts: &Facts, service: &Service) -> Self {
        // The facts of the case are asked once for all; those of a paper whose sum is another, anew.
        let sum = document.tells_another_sum().then(|| document.decompte(facts.case, facts.law));
        let own = sum.as_ref().map(|sum| Facts::new(facts.case, sum, facts.law));
        let facts = own.as_ref().unwrap_or(facts);
        let checked = compliance::check(document, facts, service.policy);
        // A mention that lacks several values is said once.
        let of = |severity: Severity| {
            let mut known = BTreeSet::new();
            let mut found = checked.findings().to_vec();
            found.retain(|finding| finding.severity == severity && known.insert((finding.mention.clone(), finding.hint.clone())));
            found
        };
        Self {
            document_type: document.id.clone(),
            title: document.title.clone(),
            audience: document.audience.clone(),
            verdict: checked.verdict(),
            behind: document.behind.iter().any(|when| facts.held().contains(when)),
            concerned: document.concerns.is_empty() || document.concerns.iter().any(|when| facts.held().contains(when)),
            refusals: of(Severity::Refusal),
            warnings: of(Severity::Warning),
        }
    }

    fn rank(&self, stage: u32) -> u8 {
        match (self.verdict, self.behind) {
            _ if !self.concerned => 6,
            (Verdict::Ready, false) if stage < ACCOMPANIES => 0,
            (Verdict::Incomplete, false) if stage < ACCOMPANIES => 1,
            (Verdict::Ready, false) => 2,
            (Verdict::Ready, true) => 3,
            (Verdict::Incomplete, _) => 4,
            (Verdict::Forbidden, _) => 5,
        }
    }
}
