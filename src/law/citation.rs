//! Where a rule comes from: how far its source was read, and the page where a reader finds it. Decides nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How well a fact of law is sourced. Only `Verified` may refuse a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sourcing {
    /// A page that quotes or officially summarises the text was read.
    Verified,
    /// A serious copy or reading note, not checked against the official text: warns.
    Secondary,
    /// General knowledge of the law, not re-read: warns at most.
    Memory,
    /// A figure brought by the caller with its case, printed and reported as theirs.
    Supplied,
}

/// The codes that citations abbreviate, and the articles whose own page is known.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    codes: BTreeMap<String, CodeEntry>,
    articles: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    code: Vec<CodeEntry>,
    #[serde(default)]
    article: Vec<ArticleEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeEntry {
    abbreviation: String,
    name: String,
    /// « de la loi du 18 avril 2004 », where « du » does not go before the name.
    #[serde(default)]
    genitive: Option<String>,
    link: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleEntry {
    article: String,
    id: String,
    /// First day of the version that `id` names; for the reader of the data.
    #[serde(rename = "from")]
    _from: Option<String>,
}

impl Codes {
    /// # Errors
    /// The parser's message.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: CodesFile = toml::from_str(text).map_err(|error| error.to_string())?;
        Ok(Self {
            codes: file.code.into_iter().map(|code| (code.abbreviation.clone(), code)).collect(),
            articles: file.article.into_iter().map(|article| (article.article, article.id)).collect(),
        })
    }

    /// The official page of a citation: the article's own where its number is known, else the code's; none for what is no code.
    pub fn link(&self, citation: &str) -> Option<String> {
        let known =
            self.articles.iter().filter(|(article, _)| stands_in(citation, article)).max_by_key(|(article, _)| article.len());
        if let Some((_, id)) = known {
            return Some(format!("https://www.legifrance.gouv.fr/codes/article_lc/{id}"));
        }
        self.code_of(citation)?.link.clone()
    }

    /// The full name of the code cited, after an article: « du code de commerce », « de la loi du 18 avril 2004 ».
    pub fn genitive(&self, citation: &str) -> Option<String> {
        let code = self.code_of(citation)?;
        Some(code.genitive.clone().unwrap_or_else(|| format!("du {}", code.name)))
    }

    /// « loi modifiée du 18 avril 2004, art. 3 » of « L. du 18 avril 2004, art. 3 »; what is no law named by its date stays as it is.
    pub fn in_full(&self, citation: &str) -> String {
        let plain = citation.replace('\u{a0}', " ");
        let dated = self.code_of(&plain).filter(|code| code.name.starts_with("loi ") || code.name.starts_with("règlement "));
        match (dated, citation.split_once(", ")) {
            (Some(code), Some((_, article))) => format!("{}, {article}", code.name),
            _ => citation.to_owned(),
        }
    }

    fn code_of(&self, citation: &str) -> Option<&CodeEntry> {
        let (abbreviation, _) = citation.split_once(", ")?;
        self.codes.get(abbreviation)
    }
}

/// Whether `citation` is `article` or a part of it (« …, 2° », « …, II »), and not a longer number that begins alike.
fn stands_in(citation: &str, article: &str) -> bool {
    citation.strip_prefix(article).is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ' ', ';']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_leads_to_its_article_when_known_and_else_to_its_code() {
        let codes = Codes::parse(
            "[[code]]\nabbreviation = \"C. com.\"\nname = \"code de commerce\"\nlink = \"https://code\"\n\
             [[article]]\narticle = \"C. com., art. R. 123-23\"\nid = \"LEGIARTI1\"\n",
        )
        .unwrap();
        for (citation, expected) in [
            ("C. com., art. R. 123-23, 2°", Some("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI1")),
            ("C. com., art. R. 123-237, 2°", Some("https://code")),
            ("NF Z 10-011", None),
        ] {
            assert_eq!(codes.link(citation).as_deref(), expected, "{citation}");
        }
    }
}
