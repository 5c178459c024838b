//! `Letter`: all that a template may see, as text already worded and formatted, under the pointers of the case it comes from.
//!
//! Values that are missing are absent, so that what a mention needs either resolves or is a finding. Never does arithmetic.

mod address;
mod agreement;
mod announced;
mod claim;
pub mod decompte;
mod files;
pub mod forms;
mod guarantor;
mod item;
mod luxembourg;
mod paper;
mod party;
mod pleading;
mod spaces;
mod title;
mod voice;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value as Json;

use super::french::names::{self, Inflected};
use super::when::When;
use super::{DocumentType, Facts, Family, Recipient, french};
pub use address::{AddressFault, block_of};
pub use paper::deadline as last_day_to_pay;
pub use party::{address_line_of, is_entrepreneur_individuel};

/// All that a template may see.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    pub meta: Meta,
    pub values: Values,
    /// Name → the same after « de » and after « à »: the page says « du Mans » where a value is « Le Mans ».
    pub inflected: BTreeMap<String, Inflected>,
    /// The conditions of the vocabulary that hold; those that do not are absent, which makes the file smaller to read.
    pub flags: BTreeMap<&'static str, bool>,
    /// Mention, rule or citation → its article, for those that concern this case on its day.
    pub basis: BTreeMap<String, String>,
    /// Length of each list that needs with `*` run over.
    pub counts: BTreeMap<String, usize>,
    pub tables: BTreeMap<&'static str, Json>,
    /// What a draft shows as missing.
    pub gaps: Vec<Gap>,
    /// Pages of each exhibit that is bound after the document.
    #[serde(skip)]
    exhibit_pages: Vec<u32>,
}

/// What the file says of itself. Its title, author and day are no template's to set: in a style they would be part of the key of
/// everything laid out after them, and no two letters would share a paragraph.
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    #[serde(rename = "type")]
    pub document_type: String,
    pub title: String,
    #[serde(skip)]
    pub pdf_title: String,
    #[serde(skip)]
    pub author: String,
    #[serde(skip)]
    pub letter_date: NaiveDate,
    pub draft: bool,
    /// The pointer of who receives it: `/debtor`, `/guarantor`.
    pub recipient: &'static str,
    /// How many pages the document is expected to have.
    #[serde(skip)]
    pub pages: usize,
}

/// A mention that a draft shows as missing, in the place of its words.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    pub number: usize,
    pub mention: String,
    pub label: String,
    pub pointers: Vec<String>,
    pub why: String,
    pub basis: String,
    pub hint: String,
}

/// Pointer → text. What is missing, or blank, is absent.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Values(BTreeMap<String, String>);

impl Values {
    pub fn put(&mut self, pointer: impl Into<String>, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.insert(pointer.into(), text);
        }
    }

    pub fn put_some<T: Into<String>>(&mut self, pointer: impl Into<String>, text: Option<T>) {
        if let Some(text) = text {
            self.put(pointer, text);
        }
    }

    pub fn get(&self, pointer: &str) -> Option<&str> {
        self.0.get(pointer).map(String::as_str)
    }

    pub fn has(&self, pointer: &str) -> bool {
        self.0.contains_key(pointer)
    }

    /// The pointer of the first value whose text is one that is looked for.
    pub fn first_of(&self, wanted: impl Fn(&str) -> bool) -> Option<&str> {
        self.0.iter().find(|(_, text)| wanted(text)).map(|(pointer, _)| pointer.as_str())
    }

    /// For tests that knock one value out.
    pub fn remove(&mut self, pointer: &str) {
        self.0.remove(pointer);
    }
}

impl Letter {
    /// Words the facts of a case for one document type.
    pub fn of(document: &DocumentType, facts: &Facts) -> Self {
        let case = facts.case;
        let mut letter = Self {
            meta: Meta {
                document_type: document.id.clone(),
                title: document.title.clone(),
                pdf_title: String::new(),
                author: String::new(),
                letter_date: case.letter_date,
                draft: false,
                recipient: match address::recipient(document, facts) {
                    Recipient::Debtor => "/debtor",
                    Recipient::Guarantor => "/guarantor",
                    Recipient::Officer => "/filing/officer",
                    Recipient::InsolvencyOfficer => "/insolvency/officer",
                    Recipient::Court => "/filing/court",
                },
                pages: document.usual_pages,
            },
            exhibit_pages: if facts.is_bound {
                case.exhibits.iter().map(|exhibit| exhibit.pages.unwrap_or(0)).collect()
            } else {
                Vec::new()
            },
            values: Values::default(),
            inflected: BTreeMap::new(),
            flags: facts.held().iter().map(|when| (when.name(), true)).collect(),
            basis: bases(document, facts),
            counts: BTreeMap::new(),
            tables: BTreeMap::new(),
            gaps: Vec::new(),
        };
        party::put_all(&mut letter, facts);
        claim::put(&mut letter, facts);
        item::put(&mut letter.values, facts);
        decompte::put(&mut letter, document.family, facts);
        party::put_debtors(&mut letter, document, facts);
        agreement::put(&mut letter, facts);
        guarantor::put(&mut letter, document.recipient, facts);
        title::put(&mut letter, facts);
        paper::put(&mut letter, document, facts);
        pleading::put(&mut letter, document.family, facts);
        letter.texts(document, facts);
        letter.procedure(document, facts);
        letter.titles(document.family);
        letter.inflect();
        letter
    }

    /// Names that a sentence may put after « de » or « à », by the last word of their pointers.
    fn inflect(&mut self) {
        for (pointer, words) in &self.values.0 {
            let Some((at, last)) = pointer.rsplit_once('/') else { continue };
            let inflected = match last {
                "city" | "place" | "bar" | "born_at" => names::town(words),
                "display" | "society" | "name" | "identity_name" | "holder" if self.values.has(&format!("{at}/last_name")) => {
                    names::person(words)
                }
                "display" | "society" | "name" | "identity_name" | "holder" | "court" | "profession" => names::entity(words),
                _ => continue,
            };
            self.inflected.entry(words.clone()).or_insert(inflected);
        }
    }

    /// The page on which each bound exhibit begins, after so many pages.
    fn begins(&self, pages: usize) -> Vec<String> {
        let first = |before: &mut usize, pages: &u32| {
            let first = *before + 1;
            *before += *pages as usize;
            Some(first.to_string())
        };
        self.exhibit_pages.iter().scan(pages, first).collect()
    }

    /// What names this file among all others, for the PDF's identifier: the same letter has the same one.
    pub fn ident(&self) -> String {
        use sha2::{Digest, Sha256};
        crate::law::hex(&Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }

    /// Whether a flag of the vocabulary holds.
    pub fn holds(&self, when: When) -> bool {
        self.flags.get(when.name()).copied().unwrap_or(false)
    }

    /// The pointers that a need stands for: `/claim/invoices/*/number` → one for each invoice.
    pub fn expand(&self, need: &str) -> Vec<String> {
        match need.split_once("/*") {
            None => vec![need.to_owned()],
            Some((list, rest)) => {
                // A list that the case does not have at all lacks its first item.
                let count = self.counts.get(list).copied().unwrap_or(1);
                (0..count).map(|index| format!("{list}/{index}{rest}")).collect()
            }
        }
    }

    /// The law texts that the type's mentions print word for word: a need `/texts/<id>` names its text.
    fn texts(&mut self, document: &DocumentType, facts: &Facts) {
        let needs = document.mentions.iter().flat_map(|mention| &mention.needs);
        for need in needs.filter(|need| need.starts_with("/texts/")) {
            let id = need.trim_start_matches("/texts/");
            let law = facts.law.law();
            let words = law.text_on(id, facts.case.letter_date);
            self.values.put_some(need.clone(), words.map(|paragraphs| paragraphs.join("\n\n")));
            let named = law.text(id).and_then(|text| text.citation.split_once(", art. ")).map(|(code, article)| {
                let of_code = law.codes().genitive(&format!("{code}, art.")).unwrap_or_else(|| format!("du {code}"));
                unbreakable(&format!("l’article {article} {of_code}"))
            });
            self.values.put_some(format!("{need}/named"), named);
        }
    }

    /// « Articles 1405 à 1425 du code de procédure civile », for a title: the citation named `procedure`, in full.
    fn procedure(&mut self, document: &DocumentType, facts: &Facts) {
        let cited = document.citations.iter().find(|citation| citation.id == "procedure" && citation.applies(facts));
        let Some((code, articles)) =
            cited.and_then(|citation| citation.cited(facts.law.law(), facts.case.letter_date).split_once(", art. "))
        else {
            return;
        };
        let of_code = facts.law.law().codes().genitive(&format!("{code}, art.")).unwrap_or_else(|| format!("du {code}"));
        let noun = if articles.contains(" à ") || articles.contains(" et ") { "Articles" } else { "Article" };
        self.values.put("/texts/procedure", unbreakable(&format!("{noun} {articles} {of_code}")));
    }

    /// What the file is called: its object and its addressee; a filing by its name and its parties.
    fn titles(&mut self, family: Family) {
        let sender = if self.holds(When::CollectedByThirdParty) { "/filer/display" } else { "/creditor/display" };
        let author = self.values.get(sender).or_else(|| self.values.get("/creditor/display")).unwrap_or("Recouvrance").to_owned();
        let subject = self.values.get("/subject").unwrap_or(&self.meta.title).to_owned();
        let debtor = self.values.get("/debtor/display").unwrap_or("débiteur non désigné").to_owned();
        let day = self.values.get("/letter_date").unwrap_or_default().to_owned();
        self.meta.pdf_title = match (family, self.values.get("/creditor/name"), self.values.get("/debtor/name")) {
            (Family::Filing | Family::Request | Family::Agreement, Some(creditor), Some(debtor)) => {
                format!("{} – {creditor} contre {debtor} – {day}", self.meta.title)
            }
            (Family::Annex, ..) => format!("{} – {debtor} – {day}", self.meta.title),
            _ => format!("{} – {debtor} – {day}", french::capitalised(&subject)),
        };
        self.meta.author = author;
    }
}

fn bases(document: &DocumentType, facts: &Facts) -> BTreeMap<String, String> {
    let concerned = document.provisions().filter(|provision| provision.applies(facts));
    // An act names a law of Luxembourg in full: « loi modifiée du 18 avril 2004 ».
    let whole = facts.is_luxembourg() && document.family == Family::Filing;
    let cited = |provision: &super::Provision| {
        let cited = unbreakable(provision.cited(facts.law.law(), facts.case.letter_date));
        if whole {
            cited.split(" ; ").map(|one| facts.law.law().codes().in_full(one)).collect::<Vec<_>>().join(" ; ")
        } else {
            cited
        }
    };
    concerned.map(|provision| (provision.id.clone(), cited(provision))).collect()
}

/// A citation with its spaces unbreakable after the abbreviations (« art. L. 441-10 »).
pub fn unbreakable(citation: &str) -> String {
    [
        ("art. ", "art.\u{a0}"),
        ("C. ", "C.\u{a0}"),
        ("L. ", "L.\u{a0}"),
        ("R. ", "R.\u{a0}"),
        ("D. ", "D.\u{a0}"),
        ("n° ", "n°\u{a0}"),
        ("§ ", "§\u{a0}"),
        // A Luxembourg paper cites its own codes: only there do these stand.
        ("C.\u{a0}civ. lux.", "C.\u{a0}civ."),
        ("C.\u{a0}com. lux.", "C.\u{a0}com."),
        ("C.\u{a0}conso. lux.", "C.\u{a0}conso."),
        ("C.\u{a0}trav. lux.", "C.\u{a0}trav."),
    ]
    .iter()
    .fold(citation.to_owned(), |text, (breakable, fixed)| text.replace(breakable, fixed))
}
