//! What is wrong with a JSON that is not a case. Never a point of law: those are findings, made elsewhere.

mod found;
mod path;

use std::fmt;
use std::ops::Deref;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::french::french;
use super::words::{place_of, worded};
pub(super) use found::Found;
pub(super) use path::Path;

const HINT_OF_THE_OTHERS: &str = "Corrigez d’abord ceux qui précèdent.";

/// One thing wrong, where it is, and how to mend it. Said in French.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON pointer to the value at fault (RFC 6901); empty for the whole text.
    pub pointer: String,
    /// What is wrong.
    pub says: String,
    /// How to mend it.
    pub hint: String,
}

impl Problem {
    /// With its fields in words: « la date d’échéance (due_on) ».
    fn in_words(self) -> Self {
        Self { says: worded(&self.says), hint: worded(&self.hint), ..self }
    }

    /// What stands for the problems that are not shown.
    fn of_the_others(count: usize) -> Self {
        let says = match count {
            1 => "Et un autre problème, qui n’est pas montré.".to_owned(),
            count => format!("Et {count} autres problèmes, qui ne sont pas montrés."),
        };
        Self { pointer: String::new(), says, hint: HINT_OF_THE_OTHERS.to_owned() }
    }

    /// It is no problem by itself: it counts those that are not shown.
    pub fn is_of_the_others(&self) -> bool {
        self.hint == HINT_OF_THE_OTHERS
    }
}

/// With `place`, where the pointer leads, in words.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Problem", 4)?;
        fields.serialize_field("pointer", &self.pointer)?;
        fields.serialize_field("place", &place_of(&self.pointer))?;
        fields.serialize_field("says", &self.says)?;
        fields.serialize_field("hint", &self.hint)?;
        fields.end()
    }
}

/// Every problem of a JSON text: those of its shape, of its characters, then of its fields together.
///
/// Invariant: there is at least one, at most one for a pointer and 200 in all, and as JSON they are below 57 kB; the last one counts
/// those that are not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problems {
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem.in_words()])
    }
}

impl Deref for Problems {
    type Target = [Problem];
    fn deref(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.pointer.as_str(), place_of(&self.pointer)) {
            ("", _) => write!(f, "Tout le texte\u{A0}: {} {}", self.says, self.hint),
            (pointer, place) if place.is_empty() => write!(f, "{pointer}\u{A0}: {} {}", self.says, self.hint),
            (pointer, place) => write!(f, "{place} ({pointer})\u{A0}: {} {}", self.says, self.hint),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// What is wrong with one text, and how to mend it, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub says: String,
    pub hint: String,
}

impl Fault {
    pub(super) fn new(says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { says: french(&says.into()), hint: french(&hint.into()) }
    }

    pub(super) fn at(self, pointer: impl Into<String>) -> Problem {
        Problem { pointer: pointer.into(), says: self.says, hint: self.hint }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.says, self.hint)
    }
}

impl std::error::Error for Fault {}

/// A pointer one step further: `~` and `/` of a field's name are escaped.
pub(super) fn child(pointer: &str, name: impl fmt::Display) -> String {
    format!("{pointer}/{}", path::Escaped(&name.to_string()))
}
