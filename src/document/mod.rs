//! The library of document types, one folder each, and the `Letter`: all that a template may see, already worded and formatted.
//!
//! Adding a type is adding a folder; nothing here names one. Never does arithmetic, never renders.

pub mod csv;
pub mod deadlines;
pub mod email;
pub mod facts;
pub mod french;
pub mod letter;
pub mod limitation;
pub mod mention;
pub mod ways;
pub mod when;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::assets::Assets;
use crate::case::Case;
use crate::case::words::worded;
use crate::decompte::guarantee::Against;
use crate::decompte::{Decompte, declared};
use crate::law::{Consultation, Jurisdiction};
pub use facts::Facts;
pub use letter::Letter;
pub use mention::{Family, Force, Provision, ProvisionFile, Recipient, Severity};
pub use ways::{Way, Ways};
pub use when::When;

/// A document type: what its folder holds.
#[derive(Debug, Clone)]
pub struct DocumentType {
    /// Folder name, URL and JSON value: `fr/relance`.
    pub id: String,
    pub title: String,
    /// The country whose law it follows: that of its folder.
    pub jurisdiction: Jurisdiction,
    pub family: Family,
    pub recipient: Recipient,
    /// Its place in the order of a practitioner.
    pub stage: u32,
    /// Conditions of which any one tells that this step is behind.
    pub behind: Vec<When>,
    /// Conditions of which one must hold for it to be about a case at all; none: always.
    pub concerns: Vec<When>,
    pub audience: String,
    pub summary: String,
    /// Its object, where that does not follow from its level.
    pub subject: Option<String>,
    pub usual_pages: usize,
    /// Whether it asks for what is neither principal nor interest: lump sum, penalty clause, costs.
    pub accessories: bool,
    /// Conditions of which any one makes the document print what the décompte computes: `None`, it always does; an empty list, it never
    /// does, and a figure that nobody has published is then no obstacle.
    pub computed_when: Option<Vec<When>>,
    pub lawyer_validated: bool,
    /// What must be printed.
    pub mentions: Vec<Provision>,
    /// What must not be.
    pub rules: Vec<Provision>,
    /// Articles that the words need.
    pub citations: Vec<Provision>,
    /// The complete fictitious case, as JSON.
    pub example: String,
    /// `email.hbs`, for letters.
    pub email: Option<String>,
    /// The judicial ways of its country.
    pub ways: Arc<Ways>,
}

impl DocumentType {
    pub fn country(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// Its sum may be another than the debtor's on the paper's day.
    pub fn tells_another_sum(&self) -> bool {
        self.recipient == Recipient::Guarantor || self.concerns == [When::DebtorIsInsolvent] || !self.accessories
    }

    /// The décompte that the paper tells: what its addressee owes, on its day; of a declaration to an insolvency procedure, as the debt
    /// stood on the day of the judgment; without what the paper may not ask for.
    pub fn decompte(&self, case: &Case, law: &Consultation) -> Decompte {
        let whole = match self.recipient {
            Recipient::Guarantor => match facts::guarantee::guarantor_of(case) {
                Some(guarantor) => Decompte::against(case, law, self.jurisdiction, Against::guarantor(guarantor)),
                None => Decompte::of(case, law, self.jurisdiction),
            },
            _ if self.concerns == [When::DebtorIsInsolvent] => match declared::at_the_judgment(case) {
                Some(then) => Decompte::of(&then, law, self.jurisdiction),
                None => Decompte::of(case, law, self.jurisdiction),
            },
            _ => Decompte::of(case, law, self.jurisdiction),
        };
        if self.accessories { whole } else { whole.without_accessories() }
    }

    /// Whether this case's document prints what the décompte computes.
    pub fn prints_computed(&self, facts: &Facts) -> bool {
        self.computed_when.as_ref().is_none_or(|any| any.iter().any(|when| facts.held().contains(when)))
    }

    /// Mentions, rules and citations together.
    pub fn provisions(&self) -> impl Iterator<Item = &Provision> {
        self.mentions.iter().chain(&self.rules).chain(&self.citations)
    }
}

/// Every document type, by id.
#[derive(Debug, Clone)]
pub struct Library {
    types: BTreeMap<String, DocumentType>,
}

/// A folder that is no sound document type: which file, and why.
#[derive(Debug)]
pub struct BadType {
    pub file: String,
    pub reason: String,
}

impl fmt::Display for BadType {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for BadType {}

impl Library {
    /// Reads every folder under `letter-templates/` that holds a `mentions.toml`.
    ///
    /// # Errors
    /// The first folder that is not whole or not sound.
    pub fn read(assets: &Assets) -> Result<Self, BadType> {
        let ids = assets.below("letter-templates").filter_map(|(name, _)| name.strip_suffix("/mentions.toml"));
        let types = ids.map(|id| read_type(assets, id).map(|read| (id.to_owned(), read)));
        let mut library = Self { types: types.collect::<Result<_, _>>()? };
        let titles: Vec<(String, String)> = library.types.values().map(|read| (read.id.clone(), read.title.clone())).collect();
        let say = |provision: &mut Provision| provision.hint = titled(&worded(&provision.hint), &titles);
        // Each hint in words: it names fields and types by their keys, and whoever reads it is a person.
        for read in library.types.values_mut() {
            read.mentions.iter_mut().chain(&mut read.rules).for_each(say);
        }
        for jurisdiction in Jurisdiction::ALL {
            let file = format!("letter-templates/_common/{}.toml", Ways::file(jurisdiction));
            let refuse = |reason: String| BadType { file: file.clone(), reason };
            let text = assets.text(&file).ok_or_else(|| refuse("the file is missing or no text".to_owned()))?;
            let mut read = parse(&file, text)?;
            read.rule.iter_mut().for_each(say);
            let ways = Arc::new(Ways::join(read.way, &read.rule, &mut library.types).map_err(refuse)?);
            for own in library.types.values_mut().filter(|own| own.jurisdiction == jurisdiction) {
                own.ways = Arc::clone(&ways);
            }
        }
        for (id, read) in &library.types {
            check(read).map_err(|reason| BadType { file: format!("letter-templates/{id}/mentions.toml"), reason })?;
        }
        Ok(library)
    }

    pub fn get(&self, id: &str) -> Option<&DocumentType> {
        self.types.get(id)
    }

    pub fn types(&self) -> impl Iterator<Item = &DocumentType> + Clone {
        self.types.values()
    }
}

/// With « the title » before each type that a sentence names by its id alone; an id in brackets follows words already.
fn titled(sentence: &str, titles: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    let mut depth = 0_i32;
    while let Some(letter) = rest.chars().next() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        let starts = !out.ends_with(|before: char| before.is_alphanumeric() || before == '/');
        // The longest id: `fr/mise-en-demeure-caution` begins as another does.
        let named = titles.iter().filter(|(id, _)| starts && depth == 0 && rest.starts_with(id.as_str()));
        if let Some((id, title)) = named.max_by_key(|(id, _)| id.len()) {
            out.push_str(&format!("«\u{202f}{title}\u{202f}» ({id})"));
            rest = &rest[id.len()..];
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

fn read_type(assets: &Assets, id: &str) -> Result<DocumentType, BadType> {
    let folder = format!("letter-templates/{id}");
    let text = |name: &str| {
        let file = format!("{folder}/{name}");
        let missing = BadType { file: file.clone(), reason: "the file is missing or no text".to_owned() };
        assets.text(&file).ok_or(missing)
    };
    text("template.typ")?;
    let own = parse(&format!("{folder}/mentions.toml"), text("mentions.toml")?)?;
    let refuse = |reason: String| BadType { file: format!("{folder}/mentions.toml"), reason };
    let country = id.split('/').next().unwrap_or_default();
    let jurisdiction = Jurisdiction::of(country).ok_or_else(|| refuse(format!("no law is known for « {country} »")))?;
    let family = own.family.ok_or_else(|| refuse("`family` is missing".to_owned()))?;
    let mut read = DocumentType {
        id: id.to_owned(),
        title: own.title.clone(),
        jurisdiction,
        family,
        recipient: own.recipient,
        stage: own.stage,
        behind: own.behind,
        concerns: own.concerns,
        audience: own.audience.clone(),
        summary: own.summary.clone(),
        subject: own.subject.clone(),
        usual_pages: own.usual_pages.unwrap_or(1),
        accessories: own.accessories,
        computed_when: own.computed_when,
        lawyer_validated: own.lawyer_validated,
        mentions: own.mention,
        rules: own.rule,
        citations: own.citation,
        example: text("case.json")?.to_owned(),
        email: assets.text(&format!("{folder}/email.hbs")).map(str::to_owned),
        ways: Arc::default(),
    };
    for name in &own.include {
        let file = format!("letter-templates/_common/{name}.toml");
        let missing = || BadType { file: file.clone(), reason: format!("included by {id}, but missing") };
        let shared = parse(&file, assets.text(&file).ok_or_else(missing)?)?;
        read.mentions.extend(shared.mention);
        read.rules.extend(shared.rule);
        read.citations.extend(shared.citation);
    }
    Ok(read)
}

fn parse(file: &str, text: &str) -> Result<ProvisionFile, BadType> {
    toml::from_str(text).map_err(|error| BadType { file: file.to_owned(), reason: error.to_string() })
}

/// The lists over which `*` runs in a need.
const LISTS: [&str; 8] = [
    "/claim/invoices",
    "/claim/costs",
    "/exhibits",
    "/co_creditors",
    "/co_debtors",
    "/plan/instalments",
    "/settlement/creditor_concessions",
    "/settlement/debtor_concessions",
];

/// Ids are unique, and what a reader or a finding will show is there.
fn check(read: &DocumentType) -> Result<(), String> {
    let mut ids = BTreeSet::new();
    for provision in read.provisions() {
        let id = &provision.id;
        if !ids.insert(id) {
            return Err(format!("`{id}` stands twice"));
        }
        if provision.basis.trim().is_empty() || provision.source.trim().is_empty() {
            return Err(format!("`{id}` has no basis or no source"));
        }
        if provision.from.zip(provision.until).is_some_and(|(from, until)| until < from) {
            return Err(format!("`{id}` ends before it begins"));
        }
    }
    for mention in &read.mentions {
        if mention.says.is_empty() || mention.label.is_empty() {
            return Err(format!("`{}` has no `says` or no `label`", mention.id));
        }
        if let Some(bad) = mention.needs.iter().find(|need| !need.starts_with('/')) {
            return Err(format!("`{}` needs « {bad} », which is no pointer", mention.id));
        }
        let unknown = |need: &&String| need.split_once("/*").is_some_and(|(list, _)| !LISTS.contains(&list));
        if let Some(bad) = mention.needs.iter().find(unknown) {
            return Err(format!("`{}` needs « {bad} »: `*` runs over {}", mention.id, LISTS.join(", ")));
        }
    }
    match read.rules.iter().find(|rule| rule.says.is_empty() || rule.hint.is_empty() || !rule.pointer.starts_with('/')) {
        Some(rule) => Err(format!("`{}` needs `says`, `hint` and a `pointer`", rule.id)),
        None => Ok(()),
    }
}
