//! Articles reproduced word for word, by version. Never abridges, never corrects.

use chrono::NaiveDate;
use serde::Deserialize;

use super::citation::Sourcing;
use super::dated::{Dated, Entry};

/// An article, or some of its paragraphs, with each version that was in force.
#[derive(Debug, Clone)]
pub struct LawText {
    pub id: String,
    pub title: String,
    pub citation: String,
    pub lawyer_validated: bool,
    pub versions: Dated<Version>,
}

/// The words of one version.
#[derive(Debug, Clone)]
pub struct Version {
    pub paragraphs: Vec<String>,
    pub source: String,
    pub sourcing: Sourcing,
    pub read_on: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: String,
    citation: String,
    lawyer_validated: bool,
    version: Vec<FileVersion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileVersion {
    from: NaiveDateText,
    until: Option<NaiveDateText>,
    source: String,
    sourcing: Sourcing,
    read_on: NaiveDateText,
    paragraphs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct NaiveDateText(NaiveDate);

impl TryFrom<String> for NaiveDateText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("« {text} » is no day"))
    }
}

impl LawText {
    /// # Errors
    /// A sentence that says what is wrong in the file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let entries = file.version.into_iter().map(FileVersion::entry).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            id: file.id,
            title: file.title,
            citation: file.citation,
            lawyer_validated: file.lawyer_validated,
            versions: Dated::new(entries, None)?,
        })
    }
}

impl FileVersion {
    fn entry(self) -> Result<Entry<Version>, String> {
        if self.source.trim().is_empty() || self.paragraphs.is_empty() {
            return Err(format!("the version of {} has no source or no words", self.from.0));
        }
        let value =
            Version { paragraphs: self.paragraphs, source: self.source, sourcing: self.sourcing, read_on: self.read_on.0 };
        Ok(Entry { from: self.from.0, until: self.until.map(|until| until.0), value })
    }
}
