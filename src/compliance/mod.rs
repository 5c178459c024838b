//! Compliance: before, every value that a mention in force needs must resolve in the letter, and no rule may be broken; after,
//! the finished pages must show it.
//!
//! `Cleared` is the only way to a final PDF and cannot be made elsewhere. Never renders, never words a document.

pub mod findings;
pub mod origin;
pub mod report;
mod unread;
pub mod ways;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::document::french::essence;
use crate::document::letter::{Gap, unbreakable};
use crate::document::{DocumentType, Facts, Letter, Provision, Severity};
pub use findings::Finding;
pub use report::Report;
pub use unread::Unread;

/// What the operator decided about the law's sources.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy {
    /// A rule or a figure known from a secondary source only refuses instead of warning.
    pub require_verified_law: bool,
}

/// Whether the document may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ready,
    /// Something is missing.
    Incomplete,
    /// The law is against it.
    Forbidden,
}

/// What became of one mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Present,
    Missing,
    NotApplicable,
}

/// A case checked for one document type.
#[derive(Debug)]
pub struct Checked {
    letter: Letter,
    verdict: Verdict,
    findings: Vec<Finding>,
    statuses: Vec<(String, Status)>,
    required: Vec<Required>,
}

/// A mention that the pages must show, with the values that must stand in it.
#[derive(Debug, Clone)]
struct Required {
    id: String,
    values: Vec<String>,
}

/// A mention that the pages do not show to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproved {
    pub mention: String,
    /// What is the matter with what is printed of it; nothing where it is not printed, or not whole.
    pub unread: BTreeSet<Unread>,
}

static NOTHING: BTreeSet<Unread> = BTreeSet::new();

/// A letter that may become a final document.
#[derive(Debug)]
pub struct Cleared {
    letter: Letter,
    required: Vec<Required>,
}

/// A letter marked PROJET, whatever it lacks: never to be sent.
#[derive(Debug)]
pub struct Draft {
    letter: Letter,
    required: Vec<Required>,
}

impl Draft {
    pub fn letter(&self) -> &Letter {
        &self.letter
    }

    /// The mentions that the case has and the pages do not show: why a draft could not be made.
    pub fn unproved<'a>(&self, shown: impl Fn(&str) -> Option<(&'a str, &'a BTreeSet<Unread>)>) -> Vec<Unproved> {
        unproved(&self.letter, &self.required, shown)
    }
}

/// Checks a case for one document type, on the letter's day.
pub fn check(document: &DocumentType, facts: &Facts, policy: Policy) -> Checked {
    let letter = Letter::of(document, facts);
    check_letter(document, facts, letter, policy)
}

/// Checks a letter already worded: the door for tests that knock one value out.
pub fn check_letter(document: &DocumentType, facts: &Facts, letter: Letter, policy: Policy) -> Checked {
    let mut findings = findings::of_law(document, facts, policy);
    findings.extend(findings::of_territory(facts));
    findings.extend(findings::of_address(document, facts));
    findings.extend(findings::of_rules(document, facts, &letter, policy));
    findings.extend(ways::announced(document, facts, policy));
    let mut statuses = Vec::new();
    let mut required = Vec::new();
    let mut missing = false;
    for mention in &document.mentions {
        let applies = mention.applies(facts);
        let lacking: Vec<String> = if applies { lacking(mention, &letter) } else { Vec::new() };
        let status = match (applies, lacking.is_empty()) {
            (false, _) => Status::NotApplicable,
            (true, true) => Status::Present,
            (true, false) => Status::Missing,
        };
        if status == Status::Present {
            required.push(Required::of(mention, &letter));
        }
        missing |= status == Status::Missing && mention.severity(policy.require_verified_law) == Severity::Refusal;
        findings.extend(lacking.iter().map(|pointer| Finding::missing(mention, pointer, facts, policy)));
        statuses.push((mention.id.clone(), status));
    }
    let mut findings: Vec<Finding> = findings.into_iter().map(Finding::placed).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let forbidden = findings.iter().any(|finding| finding.severity == Severity::Refusal && finding.forbids);
    let refused = findings.iter().any(|finding| finding.severity == Severity::Refusal);
    let verdict = match (forbidden, missing || refused) {
        (true, _) => Verdict::Forbidden,
        (false, true) => Verdict::Incomplete,
        (false, false) => Verdict::Ready,
    };
    Checked { letter, verdict, findings, statuses, required }
}

impl Checked {
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub fn letter(&self) -> &Letter {
        &self.letter
    }

    pub fn statuses(&self) -> &[(String, Status)] {
        &self.statuses
    }

    /// The letter as a final document may have it; nothing unless the verdict is ready.
    pub fn clear(&self) -> Option<Cleared> {
        let ready = self.verdict == Verdict::Ready;
        ready.then(|| Cleared { letter: self.letter.clone(), required: self.required.clone() })
    }

    /// The letter as a draft shows it: each missing mention a numbered gap, what the law forbids said at the end.
    pub fn draft(&self, document: &DocumentType) -> Draft {
        let mut letter = self.letter.clone();
        letter.meta.draft = true;
        letter.meta.pdf_title = format!("PROJET – {}", letter.meta.pdf_title);
        for (id, _) in self.statuses.iter().filter(|(_, status)| *status == Status::Missing) {
            let Some(mention) = document.mentions.iter().find(|mention| mention.id == *id) else { continue };
            let findings: Vec<&Finding> = self.findings.iter().filter(|finding| finding.mention == *id).collect();
            letter.gaps.push(Gap {
                number: letter.gaps.len() + 1,
                mention: id.clone(),
                label: mention.label.clone(),
                pointers: lacking(mention, &self.letter),
                why: mention.says.clone(),
                basis: unbreakable(findings.first().map_or(&mention.basis, |finding| &finding.basis)),
                hint: findings.first().map(|finding| finding.hint.clone()).unwrap_or_default(),
            });
        }
        let missing = |id: &String| self.statuses.iter().any(|(known, status)| known == id && *status == Status::Missing);
        for finding in self.findings.iter().filter(|finding| finding.severity == Severity::Refusal && !missing(&finding.mention))
        {
            letter.gaps.push(Gap {
                number: letter.gaps.len() + 1,
                mention: finding.mention.clone(),
                label: "Obstacle".to_owned(),
                pointers: Vec::new(),
                why: finding.says.clone(),
                basis: unbreakable(&finding.basis),
                hint: finding.hint.clone(),
            });
        }
        Draft { letter, required: self.required.clone() }
    }
}

impl Cleared {
    pub fn letter(&self) -> &Letter {
        &self.letter
    }

    /// The second witness: each mention stands on the pages where a person can read all of it, with each value that it needs.
    ///
    /// `shown` gives what a person can read of a mention, reduced by [`essence`], and what keeps from reading the rest; a mark that
    /// shows nothing is no mention.
    ///
    /// # Errors
    /// The mentions that are not proved.
    pub fn confirm<'a>(&self, shown: impl Fn(&str) -> Option<(&'a str, &'a BTreeSet<Unread>)>) -> Result<(), Vec<Unproved>> {
        let missing = unproved(&self.letter, &self.required, shown);
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }
}

fn unproved<'a>(
    letter: &Letter,
    required: &[Required],
    shown: impl Fn(&str) -> Option<(&'a str, &'a BTreeSet<Unread>)>,
) -> Vec<Unproved> {
    let of = |required: &Required| {
        let (text, unread) = shown(&required.id).unwrap_or(("", &NOTHING));
        let whole = !text.is_empty() && required.values.iter().all(|value| reads(letter, text, value));
        (!whole || !unread.is_empty()).then(|| Unproved { mention: required.id.clone(), unread: unread.clone() })
    };
    required.iter().filter_map(of).collect()
}

/// Whether a value stands in a text, as it is or as a sentence inflects it: « du Mans » shows « Le Mans ».
fn reads(letter: &Letter, text: &str, value: &str) -> bool {
    let inflected = letter.inflected.get(value);
    let forms = inflected.into_iter().flat_map(|forms| [forms.of.as_str(), forms.to.as_str()]);
    std::iter::once(value).chain(forms).any(|form| text.contains(&essence(form)))
}

impl Required {
    fn of(mention: &Provision, letter: &Letter) -> Self {
        let pointers = mention.needs.iter().flat_map(|need| letter.expand(need));
        let values = pointers.filter_map(|pointer| letter.values.get(&pointer).map(str::to_owned)).collect();
        Self { id: mention.id.clone(), values }
    }
}

/// The pointers that a mention needs and the letter has not.
fn lacking(mention: &Provision, letter: &Letter) -> Vec<String> {
    let pointers = mention.needs.iter().flat_map(|need| letter.expand(need));
    pointers.filter(|pointer| !letter.values.has(pointer)).collect()
}
