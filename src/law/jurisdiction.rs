//! The countries whose law is known. Says nothing of what that law is.

use serde::{Deserialize, Serialize};

/// A country whose law a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Jurisdiction {
    France,
    Luxembourg,
}

impl Jurisdiction {
    pub const ALL: [Self; 2] = [Self::France, Self::Luxembourg];

    /// The country of a type's folder: `fr`, `lu`.
    pub fn of(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.folder() == folder)
    }

    pub fn folder(self) -> &'static str {
        match self {
            Self::France => "fr",
            Self::Luxembourg => "lu",
        }
    }

    /// Its code in ISO 3166-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::France => "FR",
            Self::Luxembourg => "LU",
        }
    }
}
