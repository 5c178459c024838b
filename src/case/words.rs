//! The fields of a case in words: a lawyer reads « la ville du greffe du créancier (creditor.register.city) », never a key alone.
//!
//! Hints and problems are written with the fields' own names, which are checked; here each is put in words, the name staying in
//! brackets. Never says what is wrong.

mod lexicon;
mod sentence;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::schema::{self, LABELS, PLAIN};
use lexicon::{ITEMS, NAMES, SILENT, VALUES};
pub use sentence::{bare_keys, unknown_words, worded};

/// What a field is, as the sentence that names it needs to know.
#[derive(Debug, Default)]
struct Field {
    /// A list, an object or a long text: something is written *in* it.
    holds: bool,
    list: bool,
    /// What each of its values is, where they are a closed list.
    labels: BTreeMap<String, String>,
}

/// Every field of a case, by its path without indexes: `claim.invoices.due_on`.
static FIELDS: LazyLock<BTreeMap<String, Field>> = LazyLock::new(|| {
    let mut fields = BTreeMap::new();
    gather(&PLAIN, "", &mut fields);
    fields
});

fn gather(schema: &Value, path: &str, fields: &mut BTreeMap<String, Field>) {
    if !path.is_empty() {
        let field = fields.entry(path.to_owned()).or_default();
        let name = path.rsplit('.').next().unwrap_or_default();
        field.list |= schema.get("items").is_some();
        field.holds |= schema["type"] != "string" || super::text::LONG_TEXTS.contains(&name);
        field.holds &= !matches!(schema["type"].as_str(), Some("boolean" | "integer"));
        let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for (at, value) in values.enumerate() {
            let label = schema.get(LABELS).and_then(|labels| labels.get(at)?.as_str()).unwrap_or(value);
            let short = VALUES.iter().find(|(known, _)| *known == value).map(|(_, short)| (*short).to_owned());
            field.labels.insert(value.to_owned(), short.unwrap_or_else(|| in_a_sentence(label)));
        }
    }
    for branch in schema::branches(schema) {
        // The kind of a choice stands beside its branches.
        let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let named = branch.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (name, field) in named.chain(own.filter(|_| !std::ptr::eq(branch, schema))) {
            gather(field, &if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, fields);
        }
    }
    if let Some(items) = schema.get("items") {
        gather(items, path, fields);
    }
}

/// The fields that a path may be: the one of that path, else those whose path ends so.
fn fields(path: &str) -> impl Iterator<Item = (&'static str, &'static Field)> {
    let bare = path.replace("[]", "");
    let whole = FIELDS.get_key_value(bare.as_str());
    let ends = FIELDS.iter().filter(move |(known, _)| {
        whole.is_none() && known.strip_suffix(bare.as_str()).is_some_and(|before| before.ends_with('.'))
    });
    whole.into_iter().chain(ends).map(|(path, field)| (path.as_str(), field))
}

/// Without its full stop, and without its capital unless the whole word is in capitals.
pub(super) fn in_a_sentence(label: &str) -> String {
    let label = label.trim_end_matches('.');
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == '’' => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

/// What a field is called, with its article: `creditor.register.city` is « la ville du greffe du créancier ». `None` for what is no field.
pub fn name_of(path: &str) -> Option<String> {
    let path = path.replace("[]", "");
    fields(&path).next()?;
    called(&path)
}

fn called(path: &str) -> Option<String> {
    let (before, name) = named(path)?;
    let owner = if before.is_empty() || SILENT.contains(&before) { None } else { called(before) };
    Some(owner.map_or_else(|| name.to_owned(), |owner| format!("{name} {}", of(&owner))))
}

/// The name of the longest end of a path that has one, and what comes before it.
fn named(path: &str) -> Option<(&str, &'static str)> {
    let mut cut = 0;
    loop {
        let end = &path[cut..];
        if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == end) {
            return Some((path[..cut].trim_end_matches('.'), name));
        }
        cut += end.find('.')? + 1;
    }
}

/// Where a JSON pointer leads, in words: `/claim/invoices/3/due_on` is « la date d’échéance de la 4e facture ».
pub fn place_of(pointer: &str) -> String {
    let mut words = String::new();
    let mut path = String::new();
    // The field since the last item of a list, named apart so that « de la 4e facture » follows it.
    let mut items: Vec<String> = Vec::new();
    let mut since = 0;
    for step in pointer.split('/').skip(1) {
        if let Ok(index) = step.parse::<usize>() {
            if let Some((_, item, feminine)) = ITEMS.iter().find(|(list, ..)| *list == path) {
                items.push(ranked(item, *feminine, index));
                since = path.len() + 1;
            }
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(step);
    }
    let own = path.get(since..).unwrap_or_default();
    if let Some(item) = items.pop() {
        match called(own).filter(|_| !own.is_empty()) {
            Some(name) => words = format!("{name} {}", of(&item)),
            None => words = item,
        }
    } else if let Some(name) = name_of(&path) {
        words = name;
    }
    words
}

/// « la 4e facture », « le 1er paiement ».
fn ranked(item: &str, feminine: bool, index: usize) -> String {
    let rank = match (index, feminine) {
        (0, true) => "1re".to_owned(),
        (0, false) => "1er".to_owned(),
        (index, _) => format!("{}e", index + 1),
    };
    format!("{} {rank} {item}", if feminine { "la" } else { "le" })
}

/// « de » before a name with its article.
fn of(name: &str) -> String {
    contracted(name, "du", "des", "de")
}

/// « à » before a name with its article.
fn to(name: &str) -> String {
    contracted(name, "au", "aux", "à")
}

fn contracted(name: &str, masculine: &str, plural: &str, else_: &str) -> String {
    match name.split_once(' ') {
        Some(("le", rest)) => format!("{masculine} {rest}"),
        Some(("les", rest)) => format!("{plural} {rest}"),
        _ => format!("{else_} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_of_a_case_has_a_name_and_each_name_is_a_fields() {
        for path in FIELDS.keys() {
            assert!(called(path).is_some(), "{path} has no name in src/case/words/lexicon.rs");
        }
        for (end, name) in NAMES {
            assert!(fields(end).next().is_some(), "{end} is no field of a case");
            assert!(
                ["le ", "la ", "les ", "l’", "ce ", "celui "].iter().any(|article| name.starts_with(article)),
                "{name}: no article"
            );
        }
        for (list, ..) in ITEMS {
            assert!(FIELDS.contains_key(*list), "{list}");
        }
        for (value, _) in VALUES {
            assert!(FIELDS.values().any(|field| field.labels.contains_key(*value)), "{value}");
        }
    }

    #[test]
    fn a_field_is_named_with_whose_it_is() {
        for (path, name) in [
            ("creditor.register.city", "la ville du greffe du créancier"),
            ("debtor.address.postcode", "le code postal de l’adresse du débiteur"),
            ("claim.invoices.due_on", "la date d’échéance des factures"),
            ("guarantors[].party.last_name", "le nom de famille de la caution"),
            ("exhibits", "la liste des pièces"),
            ("due_on", "la date d’échéance"),
        ] {
            assert_eq!(name_of(path).as_deref(), Some(name), "{path}");
        }
        assert_eq!(name_of("creditor.registre"), None);
    }

    #[test]
    fn a_pointer_is_a_place_in_words() {
        for (pointer, place) in [
            ("/claim/invoices/3/due_on", "la date d’échéance de la 4e facture"),
            ("/claim/payments/0", "le 1er paiement"),
            ("/co_debtors/0/address/city", "la ville de l’adresse du 1er codébiteur"),
            ("/letter/deadline_days", "le délai laissé pour payer"),
            ("", ""),
            ("/nowhere", ""),
        ] {
            assert_eq!(place_of(pointer), place, "{pointer}");
        }
    }
}
