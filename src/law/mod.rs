//! The law as dated data: figures and texts, each value with its first day, its source and how well it is sourced.
//!
//! Knows no case and no clock: a day goes in, a value comes out, or the fact that nobody has published one.

pub mod calendar;
pub mod citation;
pub mod consultation;
pub mod dated;
pub mod former;
pub mod jurisdiction;
pub mod parameter;
pub mod text;

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::assets::Assets;
pub use citation::{Codes, Sourcing};
pub use consultation::{Consultation, SuppliedValue, UsedValue};
pub use former::Former;
pub use jurisdiction::Jurisdiction;
pub use parameter::{Cadence, Figure, Parameter, Unit};
pub use text::LawText;

/// All the law that the service knows. Immutable once read.
#[derive(Debug, Clone)]
pub struct Law {
    parameters: BTreeMap<String, Parameter>,
    texts: BTreeMap<String, LawText>,
    codes: Codes,
    former: Former,
    digest: String,
    replaced: Vec<String>,
}

/// Nobody has published a value for this day, or none was found. Never replaced by a neighbour's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoValueInForce {
    pub parameter: String,
    pub title: String,
    pub day: NaiveDate,
}

impl NoValueInForce {
    /// How an operator, or the caller, adds the value.
    pub fn mend(&self) -> String {
        format!(
            "Joignez la valeur publiée et sa source aux valeurs du droit apportées par le dossier (law_values : [{{\"id\": \"{0}\", \
             \"from\": \"{1}\", \"value\": \"…\", \"source\": \"…\"}}]), ou demandez à l’exploitant du service de l’ajouter \
             (law/parameters/{0}.toml).",
            self.parameter,
            parameter::half_year_start(self.day)
        )
    }
}

impl fmt::Display for NoValueInForce {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "Aucune valeur connue au {} pour « {} » ({}).", self.day.format("%d/%m/%Y"), self.title, self.parameter)
    }
}

/// A file of law that cannot be taken: which, and why.
#[derive(Debug)]
pub struct LawError {
    pub file: String,
    pub reason: String,
}

impl fmt::Display for LawError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for LawError {}

impl Law {
    /// Reads every file under `law/`.
    ///
    /// # Errors
    /// The first file that is not sound, or whose name is not its id.
    pub fn read(assets: &Assets) -> Result<Self, LawError> {
        let parameters = read_folder(assets, "law/parameters", Parameter::parse, |parameter| &parameter.id)?;
        let texts = read_folder(assets, "law/texts", LawText::parse, |text| &text.id)?;
        let codes = assets.text("law/codes.toml").unwrap_or_default();
        let codes = Codes::parse(codes).map_err(|reason| LawError { file: "law/codes.toml".to_owned(), reason })?;
        let former = Former::parse(assets.text("law/former.toml").unwrap_or_default());
        let former = former.map_err(|reason| LawError { file: "law/former.toml".to_owned(), reason })?;
        // Fonts and notes change no rule and no word.
        let replaced = assets.replaced().filter(|path| !path.starts_with("fonts/") && !path.ends_with(".md")).map(str::to_owned);
        Ok(Self { parameters, texts, codes, former, digest: digest_of(assets), replaced: replaced.collect() })
    }

    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.values()
    }

    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.get(id)
    }

    pub fn texts(&self) -> impl Iterator<Item = &LawText> {
        self.texts.values()
    }

    pub fn text(&self, id: &str) -> Option<&LawText> {
        self.texts.get(id)
    }

    /// The words of a text in force on `day`, one paragraph a string.
    pub fn text_on(&self, id: &str, day: NaiveDate) -> Option<&[String]> {
        self.texts.get(id)?.versions.on(day).map(|entry| entry.value.paragraphs.as_slice())
    }

    /// The citation under the number it had on `day`.
    pub fn cited<'a>(&'a self, citation: &'a str, day: NaiveDate) -> &'a str {
        self.former.on(citation, day)
    }

    pub fn former(&self) -> &Former {
        &self.former
    }

    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// SHA-256 of every file of law and every template, in order: the same digest means the same rules and the same words.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The program's own rules, figures and templates that the operator has replaced, by path.
    pub fn replaced(&self) -> &[String] {
        &self.replaced
    }
}

fn read_folder<T>(
    assets: &Assets,
    folder: &str,
    parse: impl Fn(&str) -> Result<T, String>,
    id: impl Fn(&T) -> &String,
) -> Result<BTreeMap<String, T>, LawError> {
    let mut read = BTreeMap::new();
    for (name, bytes) in assets.below(folder) {
        let refuse = |reason: String| LawError { file: format!("{folder}/{name}"), reason };
        let text = std::str::from_utf8(bytes).map_err(|error| refuse(error.to_string()))?;
        let value = parse(text).map_err(refuse)?;
        if name.strip_suffix(".toml") != Some(id(&value)) {
            return Err(refuse(format!("the file must be named {}.toml", id(&value))));
        }
        read.insert(id(&value).clone(), value);
    }
    Ok(read)
}

fn digest_of(assets: &Assets) -> String {
    let mut hasher = Sha256::new();
    for folder in ["law", "letter-templates"] {
        for (name, bytes) in assets.below(folder).filter(|(name, _)| !name.ends_with(".md")) {
            hasher.update(name.as_bytes());
            hasher.update(bytes.len().to_le_bytes());
            hasher.update(bytes);
        }
    }
    hex(&hasher.finalize())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
