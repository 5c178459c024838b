//! A letter as the templates read it: one small JSON file for each part that changes on its own, made when it is asked.
//!
//! Typst keeps what a function of a template gave as long as the files that it read hold the same bytes: what a page says of its
//! sender is not made again for the next debtor. Never words anything; the spaces of the page are put here.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{Letter, spaces};

/// Names that stand under these pointers are the sender's: they have a file of their own.
const SENDER: [&str; 4] = ["/creditor/", "/filer/", "/co_creditors/", "/signatory/"];

impl Letter {
    /// The file of this path below `letter/`, for a paper of so many pages; `None` for a path that no letter has.
    ///
    /// | path | holds |
    /// |---|---|
    /// | `meta`, `gaps`, `basis` | what the paper is; what a draft lacks; the articles |
    /// | `pages` | how many pages it has, and where each bound exhibit begins |
    /// | `values/creditor.display`, `counts/exhibits` | what stands at or below `/creditor/display`, `/exhibits` |
    /// | `flags/level-2` | whether a condition holds |
    /// | `tables/payments` | the rows of a table |
    /// | `names/sender`, `names/others` | names after « de » and after « à » |
    pub fn file(&self, path: &str, pages: usize) -> Option<Vec<u8>> {
        let (folder, name) = path.split_once('/').unwrap_or(("", path));
        match (folder, name) {
            ("", "meta") => written(&self.meta),
            ("", "gaps") => written(&self.gaps),
            ("", "basis") => written(&self.basis),
            ("", "pages") => written(&json!({ "count": pages, "begins": self.begins(pages) })),
            ("flags", flag) => written(&self.flags.get(flag).copied().unwrap_or(false)),
            ("tables", table) => written(self.tables.get(table).unwrap_or(&Json::Array(Vec::new()))),
            ("values", group) => written(&below(group, &self.values.0)),
            ("counts", group) => written(&below(group, &self.counts)),
            ("names", "sender") => written(&self.names(true)),
            ("names", "others") => written(&self.names(false)),
            _ => None,
        }
    }

    /// The inflected names that the sender has, or those that it has not.
    fn names(&self, of_sender: bool) -> Json {
        let own = |name: &String| {
            let told = SENDER.iter().flat_map(|start| below_start(start, &self.values.0));
            told.into_iter().any(|(_, words)| words == name)
        };
        let kept = self.inflected.iter().filter(|(name, _)| own(name) == of_sender);
        kept.map(|(name, inflected)| (name.clone(), json!(inflected))).collect::<serde_json::Map<_, _>>().into()
    }
}

/// The entries of `/group` and below it.
fn below<T: Serialize>(group: &str, of: &std::collections::BTreeMap<String, T>) -> Json {
    let start = format!("/{}", group.replacen('.', "/", 1));
    let under = below_start(&start, of).filter(|(pointer, _)| matches!(pointer.as_bytes().get(start.len()), None | Some(b'/')));
    under.map(|(pointer, held)| (pointer.clone(), json!(held))).collect::<serde_json::Map<_, _>>().into()
}

fn below_start<'a, T>(
    start: &'a str,
    of: &'a std::collections::BTreeMap<String, T>,
) -> impl Iterator<Item = (&'a String, &'a T)> {
    of.range(start.to_owned()..).take_while(move |(pointer, _)| pointer.starts_with(start))
}

fn written(told: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_string(told).ok().map(|json| spaces::on_paper(&json).into_bytes())
}
