//! Which judicial ways are open to a case, which are closed, and why: the one place that letters, filings and `next` ask.
//!
//! The ways of a country and what closes them are data: `_common/ways.toml` for France, `_common/lu-ways.toml` for Luxembourg, and each
//! rule of a type that says `closes`. Never words a document.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::facts::Facts;
use super::mention::{Provision, Recipient};
use super::when::When;
use super::{DocumentType, Severity};
use crate::case::letter::Consequence;
use crate::law::{Jurisdiction, Sourcing};

/// A judicial way: what it is called, the text that opens it, the cases it is about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// How a case and a caller name it: a value of `letter.consequence`.
    pub id: Consequence,
    /// « l’injonction de payer ».
    pub title: String,
    /// What it is, in a sentence.
    pub says: String,
    pub basis: String,
    pub sourcing: Sourcing,
    pub source: String,
    /// The type that takes it, if this service composes one.
    #[serde(default)]
    pub document_type: Option<String>,
    /// Conditions of which one must hold for it to be about the case at all; none: always.
    #[serde(default)]
    pub concerns: Vec<When>,
    /// What closes or questions it: of its own file, and of its type.
    #[serde(skip)]
    pub bars: Vec<Provision>,
}

impl Way {
    pub fn concerns(&self, facts: &Facts) -> bool {
        self.concerns.is_empty() || self.concerns.iter().any(|when| facts.held().contains(when))
    }

    /// What closes or questions it in this case.
    pub fn bars<'a>(&'a self, facts: &'a Facts) -> impl Iterator<Item = &'a Provision> {
        self.bars.iter().filter(|bar| bar.applies(facts))
    }

    /// About the case, and closed by nothing.
    pub fn is_open(&self, facts: &Facts, require_verified_law: bool) -> bool {
        self.concerns(facts) && !self.bars(facts).any(|bar| bar.severity(require_verified_law) == Severity::Refusal)
    }
}

/// The ways of a country, in the order of a practitioner.
#[derive(Debug, Clone, Default)]
pub struct Ways(pub Vec<Way>);

impl Ways {
    pub fn get(&self, id: Consequence) -> Option<&Way> {
        self.0.iter().find(|way| way.id == id)
    }

    /// The file of a country’s ways, under `letter-templates/_common/`.
    pub fn file(jurisdiction: Jurisdiction) -> &'static str {
        match jurisdiction {
            Jurisdiction::France => "ways",
            Jurisdiction::Luxembourg => "lu-ways",
        }
    }

    /// Gives each way what closes it, and each type that takes a way the rules of the shared file.
    ///
    /// # Errors
    /// A rule that closes no way, or a way of an unknown type.
    pub fn join(mut ways: Vec<Way>, rules: &[Provision], types: &mut BTreeMap<String, DocumentType>) -> Result<Self, String> {
        if let Some(idle) = rules.iter().find(|rule| rule.ways.is_empty()) {
            return Err(format!("`{}` closes no way", idle.id));
        }
        for way in &mut ways {
            let shared: Vec<Provision> = rules.iter().filter(|rule| rule.ways.contains(&way.id)).cloned().collect();
            if let Some(id) = &way.document_type {
                let taken = types.get_mut(id).ok_or_else(|| format!("no type is named « {id} »"))?;
                way.bars.extend(taken.rules.iter().filter(|rule| rule.closes).cloned());
                taken.rules.extend(shared.iter().cloned());
            }
            way.bars.extend(shared);
        }
        Ok(Self(ways))
    }
}

impl DocumentType {
    /// The way that a letter announces to the debtor in this case; nothing where its words announce none.
    pub fn announced(&self, facts: &Facts) -> Option<Consequence> {
        let announces = self.recipient == Recipient::Debtor && self.mentions.iter().any(|mention| mention.id == "consequences");
        facts.letter().filter(|_| announces).and_then(|letter| letter.consequence)
    }
}
