//! JSON → `Case`, or every problem at once, each with its JSON pointer. Never computes an amount, never words a
//! document, never says what the law wants.
//!
//! The JSON is read strictly (`json`), its texts are cleaned (`text`), its shape is checked against the schema
//! (`shape`), its fields against each other (`coherence`); only then is it parsed (`wire`).

pub mod address;
pub mod agreement;
pub mod bundle;
pub mod claim;
mod coherence;
pub mod event;
pub mod filer;
mod format;
mod french;
pub mod ids;
mod json;
pub mod letter;
pub mod party;
mod problem;
mod schema;
mod shape;
pub mod terms;
pub mod territory;
mod text;
mod wire;
pub mod words;

use chrono::NaiveDate;
use validator::Validate;

use agreement::{Amicable, Plan, Settlement};
use bundle::Bundle;
use claim::Claim;
use event::{Event, Exhibit, Insolvency, LawValue, OverIndebtedness};
use filer::{Filer, Signatory};
use letter::{Filing, Letter};
use party::{Estate, Guarantor, Party};
use problem::Found;
pub use problem::{Fault, Problem, Problems};
pub use text::shown;

/// A case that can be reasoned about.
///
/// Invariant: each identifier, day and amount is possible, and no two fields contradict each other; `parse` alone
/// makes one. What a document needs and does not find here is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub reference: Option<String>,
    pub letter_date: NaiveDate,
    pub place: Option<String>,
    pub creditor: Party,
    pub co_creditors: Vec<Party>,
    pub debtor: Party,
    pub co_debtors: Vec<Party>,
    pub estate: Option<Estate>,
    pub guarantors: Vec<Guarantor>,
    pub filer: Option<Filer>,
    pub signatory: Option<Signatory>,
    pub claim: Claim,
    pub history: Vec<Event>,
    pub law_values: Vec<LawValue>,
    pub insolvency: Option<Insolvency>,
    pub over_indebtedness: Option<OverIndebtedness>,
    pub exhibits: Vec<Exhibit>,
    pub bundle: Bundle,
    pub letter: Option<Letter>,
    pub filing: Option<Filing>,
    pub plan: Option<Plan>,
    pub settlement: Option<Settlement>,
    pub amicable: Option<Amicable>,
}

/// The seven levels of a case, and three more so that what is nested too far is told from what is nested without end.
pub const DEPTH: usize = 10;

/// How much JSON is accepted.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How deep objects and lists may be nested: a case has seven levels (`/guarantors/0/party/consumer_mediator/address/lines/0`). Beyond
    /// 120 it changes nothing.
    pub max_depth: usize,
    /// How many invoices a case may have; beyond 500, the schema's own limit, it changes nothing.
    pub max_invoices: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_depth: DEPTH, max_invoices: 500 }
    }
}

/// Reads a case, or says everything that is wrong with it.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Case, Problems> {
    let (mut found, mut characters) = (Found::default(), Found::default());
    let read = json::read(bytes, limits.max_depth, &mut found);
    let as_written = found.is_empty();
    let mut value = read.unwrap_or_default();
    if as_written || value.is_object() {
        text::clean(&mut value, &mut characters);
        shape::check(&value, &mut found);
        found.append(characters);
    }
    // Fields are compared only where all of them could be read.
    if as_written {
        coherence::check(&value, limits.max_invoices, &mut found);
    }
    if let Some(problems) = found.problems() {
        return Err(problems);
    }
    let case: wire::Case = serde_json::from_value(value).map_err(disagreement)?;
    case.validate().map_err(disagreement)?;
    Ok(case.into())
}

/// The files that the exhibits of a case name, spelled as the case will have them; none of a JSON that cannot be read.
pub fn exhibit_files(bytes: &[u8], limits: &Limits) -> Vec<String> {
    let mut found = Found::default();
    let Some(mut case) = json::read(bytes, limits.max_depth, &mut found) else { return Vec::new() };
    text::clean(&mut case, &mut found);
    let exhibits = case["exhibits"].as_array().into_iter().flatten();
    exhibits.filter_map(|exhibit| exhibit["file"].as_str().map(str::to_owned)).collect()
}

/// The schema let pass what the types refuse: a fault of this room, which the tests look for.
fn disagreement(error: impl std::fmt::Display) -> Problems {
    Fault::new(format!("Le dossier n’a pas pu être lu : {error}."), "Comparez-le au schéma, et signalez-le.").at("").into()
}

/// The JSON Schema 2020-12 of a case, with its French descriptions.
pub fn schema() -> serde_json::Value {
    schema::PUBLISHED.clone()
}

/// The French description of the field at a pointer of a case, whatever the indexes; `None` for a field that is not
/// one of the case.
pub fn description_of(pointer: &str) -> Option<String> {
    schema::description_of(pointer)
}
