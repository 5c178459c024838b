//! What a type folder says the law demands: mentions to print, rules not to break, citations that the words need. Data only.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::ways::Way;
use super::when::When;
use crate::case::letter::Consequence;
use crate::law::{Law, Sourcing};

/// How strongly a text binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// A text demands or forbids it.
    Law,
    /// No text demands it, but the document cannot be written without it: it refuses, and forbids nothing.
    Form,
    /// Use recommends it.
    Custom,
}

/// What a finding does to a final document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Note,
    Warning,
    Refusal,
}

/// What mentions, rules and citations have in common: a text, its source, the days and the cases it holds for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// What must be there, or what is forbidden; not where it comes from.
    pub id: String,
    #[serde(default)]
    pub says: String,
    /// The article, as a citation.
    pub basis: String,
    #[serde(default)]
    pub link: Option<String>,
    #[serde(default)]
    pub sanction: Option<String>,
    #[serde(default = "law")]
    pub force: Force,
    pub sourcing: Sourcing,
    /// Who was read.
    pub source: String,
    /// First day in force.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day in force.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub when: Vec<When>,
    #[serde(default)]
    pub unless: Vec<When>,
    #[serde(default)]
    pub hint: String,
    /// The rule tells of something missing, which may be given: it is no prohibition.
    #[serde(default)]
    pub gap: bool,
    /// Softens what the force and the sourcing would give; never hardens it.
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub lawyer_validated: bool,
    /// Whether the citation belongs under « Vu les articles » of a filing.
    #[serde(default)]
    pub visa: bool,
    /// Short name, printed in a draft's gap.
    #[serde(default)]
    pub label: String,
    /// Values of the letter that must stand on the page, as pointers; `*` stands for every index.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Where in the case a broken rule is mended.
    #[serde(default)]
    pub pointer: String,
    /// The judicial ways that the rule closes or questions: only in `ways.toml`.
    #[serde(default)]
    pub ways: Vec<Consequence>,
    /// What the rule says closes the way itself, not this document alone: a letter that announces the way is told the same.
    #[serde(default)]
    pub closes: bool,
}

fn law() -> Force {
    Force::Law
}

impl Provision {
    /// Whether it concerns this case on its day.
    pub fn applies(&self, facts: &Facts) -> bool {
        self.in_force(facts.case.letter_date)
            && self.when.iter().all(|when| facts.held().contains(when))
            && !self.unless.iter().any(|when| facts.held().contains(when))
    }

    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Its article, under the number of the day.
    pub fn cited<'a>(&'a self, law: &'a Law, day: NaiveDate) -> &'a str {
        law.cited(&self.basis, day)
    }

    /// The page of that article: its own where it is known, else its code's.
    pub fn link_on(&self, law: &Law, day: NaiveDate) -> Option<String> {
        let cited = self.cited(law, day);
        let own = self.link.clone().filter(|_| cited == self.basis);
        own.or_else(|| law.codes().link(cited))
    }

    /// What breaking it does: only a text that was read may refuse; one known from a secondary source warns, and refuses where
    /// the operator wants verified law only.
    pub fn severity(&self, require_verified_law: bool) -> Severity {
        let full = match (self.force, self.sourcing) {
            (Force::Form, _) | (Force::Law, Sourcing::Verified) => Severity::Refusal,
            (Force::Law, Sourcing::Secondary) if require_verified_law => Severity::Refusal,
            _ => Severity::Warning,
        };
        self.severity.map_or(full, |softened| softened.min(full))
    }
}

/// A file of provisions: a type's own, or a set that several types share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionFile {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub family: Option<Family>,
    #[serde(default)]
    pub recipient: Recipient,
    /// Its place in the order of a practitioner, from the first call to the seizure.
    #[serde(default = "last_stage")]
    pub stage: u32,
    /// Conditions of which any one tells that this step is behind.
    #[serde(default)]
    pub behind: Vec<When>,
    /// Conditions of which one must hold for the type to be about this case at all; none: always.
    #[serde(default)]
    pub concerns: Vec<When>,
    #[serde(default)]
    pub audience: String,
    #[serde(default)]
    pub summary: String,
    /// The object of the paper, where it does not follow from its level; `{amount}` stands for the sum due.
    #[serde(default)]
    pub subject: Option<String>,
    /// How many pages it has as a rule: a letter that has as many is set once, another twice.
    #[serde(default)]
    pub usual_pages: Option<usize>,
    /// Whether it asks for what is neither principal nor interest: lump sum, penalty clause, costs.
    #[serde(default = "yes")]
    pub accessories: bool,
    /// Conditions of which any one makes the document print computed sums; absent: always.
    #[serde(default)]
    pub computed_when: Option<Vec<When>>,
    #[serde(default)]
    pub include: Vec<String>,
    #[serde(default)]
    pub lawyer_validated: bool,
    #[serde(default)]
    pub mention: Vec<Provision>,
    #[serde(default)]
    pub rule: Vec<Provision>,
    #[serde(default)]
    pub citation: Vec<Provision>,
    /// The judicial ways of a country: only in `ways.toml`.
    #[serde(default)]
    pub way: Vec<Way>,
}

fn yes() -> bool {
    true
}

fn last_stage() -> u32 {
    1_000
}

/// To whom a letter goes: his address stands in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    #[default]
    Debtor,
    /// The guarantor that the case names by his rank.
    Guarantor,
    /// `filing.officer`.
    Officer,
    /// `insolvency.officer`.
    InsolvencyOfficer,
    /// The registry of `filing.court`.
    Court,
}

/// What kind of paper a type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Sent to the debtor.
    Letter,
    /// Given to a court.
    Filing,
    /// Given to an officer or another third party.
    Request,
    /// Goes with another paper, or is read by itself: a décompte.
    Annex,
    /// Signed by both parties.
    Agreement,
}
