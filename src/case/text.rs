//! The characters a text of the case may hold, and its trimming. Never judges what a text means.

mod characters;

use serde_json::{Number, Value};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Fault, Found, Path};
pub(super) use characters::is_shown;

/// The fields whose text may go to the next line.
pub(super) const LONG_TEXTS: [&str; 8] =
    ["grounds", "text", "terms", "joint_liability", "means", "dispute", "creditor_concessions", "debtor_concessions"];

/// Trims the texts, gives their accents and line ends one spelling, and notes each character that may not be printed. Drops what is
/// null or empty: null, "" and absent are the same, as programs that export every column have it.
pub(super) fn clean(value: &mut Value, found: &mut Found) {
    clean_at(value, Path::default(), false, found);
}

/// `long`: the text may go to the next line, or those of the list.
fn clean_at(value: &mut Value, path: Path<'_>, long: bool, found: &mut Found) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !is_absent(field));
            for (name, field) in fields.iter_mut() {
                clean_at(field, path.field(name), LONG_TEXTS.contains(&name.as_str()), found);
            }
        }
        Value::Array(items) => {
            items.retain(|item| !item.as_str().is_some_and(is_empty));
            for (at, item) in items.iter_mut().enumerate() {
                clean_at(item, path.item(at), long && item.is_string(), found);
            }
        }
        Value::String(text) => clean_text(text, long, path, found),
        Value::Number(number) if !is_whole(number) => found.add(path, || {
            Fault::new(
                "Un nombre à virgule n’est jamais attendu.",
                "Écrivez les montants et les taux entre guillemets : « \"1200.00\" ».",
            )
        }),
        _ => {}
    }
}

/// Null, "" and blanks say what an absent field says.
pub(super) fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(is_empty)
}

fn is_empty(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64()
}

fn clean_text(text: &mut String, long: bool, path: Path<'_>, found: &mut Found) {
    // Forms of the web and Windows end their lines so.
    if text.contains('\r') {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    // Accents written apart, as some systems do, become the letters that fonts and postal capitals know.
    if !text.is_ascii() {
        *text = text.nfc().collect();
    }
    let trimmed = text.trim();
    if trimmed.len() < text.len() {
        *text = trimmed.to_owned();
    }
    if let Some(refused) = characters::refused(text, long) {
        found.add(path, || refused.fault(text));
    }
}

/// A text of the case short enough to be said back, without what could not be printed.
pub fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut signs = text.chars().map(|sign| if is_shown(sign) { sign } else { char::REPLACEMENT_CHARACTER });
    let mut shown: String = signs.by_ref().take(MOST).collect();
    if signs.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::problem::{Problem, Problems};
    use super::*;

    fn problems(mut value: Value) -> Vec<Problem> {
        let mut found = Found::default();
        clean(&mut value, &mut found);
        found.problems().map(Problems::into_vec).unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_printed_is_a_problem_at_its_place() {
        for (text, good) in [("x\u{A0}y", true), ("x\ty", false), ("x\ny", false), ("x\ry", false), ("x\u{202E}y", false)] {
            let found = problems(json!({"a": [text]}));
            assert_eq!(found.is_empty(), good, "{text:?}");
            assert!(found.iter().all(|problem| problem.pointer == "/a/0"));
        }
        assert_eq!(problems(json!({"grounds": ["a\nb", {"x": "a\nb"}], "text": "a\nb"}))[0].pointer, "/grounds/1/x");
    }

    #[test]
    fn a_text_that_is_said_back_is_short_and_harmless() {
        assert_eq!(shown("Évry\u{1B}[31m\u{202E}"), "Évry\u{FFFD}[31m\u{FFFD}");
        assert_eq!(shown(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
    }

    #[test]
    fn null_is_absent_texts_are_trimmed_and_long_ones_keep_their_lines() {
        let mut value = json!({
            "a": null, "b": [null, {"c": null}], "text": " l’un\r\nl’autre\rfin\r\n", "d": "\u{A0}x ", "e": "", "f": " \u{A0}", "g": ["", "y\n"]
        });
        let mut found = Found::default();
        clean(&mut value, &mut found);
        let expected = json!({"b": [null, {}], "text": "l’un\nl’autre\nfin", "d": "x", "g": ["y"]});
        assert!(found.is_empty());
        assert_eq!(value, expected);
    }
}
