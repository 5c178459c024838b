//! The characters a text of the case may hold, and its trimming. Never judges what a text means.

use serde_json::{Number, Value};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Fault, Problem, child};

/// The fields whose text may go to the next line.
pub(super) const LONG_TEXTS: [&str; 8] =
    ["grounds", "text", "terms", "joint_liability", "means", "dispute", "creditor_concessions", "debtor_concessions"];

/// Trims the texts, gives their accents and line ends one spelling, and notes each character that may not be printed. Drops what is
/// null or empty: null, "" and absent are the same, as programs that export every column have it.
pub(super) fn clean(value: &mut Value, pointer: &str, found: &mut Vec<Problem>) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !is_absent(field));
            for (name, field) in fields.iter_mut() {
                let pointer = child(pointer, name);
                if let Value::String(text) = field {
                    clean_text(text, LONG_TEXTS.contains(&name.as_str()), &pointer, found);
                } else if let Value::Array(items) = field
                    && LONG_TEXTS.contains(&name.as_str())
                {
                    items.retain(|item| !item.as_str().is_some_and(is_empty));
                    for (at, item) in items.iter_mut().enumerate() {
                        match item {
                            Value::String(text) => clean_text(text, true, &child(&pointer, at), found),
                            other => clean(other, &child(&pointer, at), found),
                        }
                    }
                } else {
                    clean(field, &pointer, found);
                }
            }
        }
        Value::Array(items) => {
            items.retain(|item| !item.as_str().is_some_and(is_empty));
            for (at, item) in items.iter_mut().enumerate() {
                clean(item, &child(pointer, at), found);
            }
        }
        Value::String(text) => clean_text(text, false, pointer, found),
        Value::Number(number) if !is_whole(number) => found.push(
            Fault::new(
                "Un nombre à virgule n’est jamais attendu.",
                "Écrivez les montants et les taux entre guillemets : « \"1200.00\" ».",
            )
            .at(pointer),
        ),
        _ => {}
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(is_empty)
}

fn is_empty(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64()
}

fn clean_text(text: &mut String, long: bool, pointer: &str, found: &mut Vec<Problem>) {
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
    if let Some(fault) = text.chars().find_map(|character| forbidden(character, long)) {
        found.push(fault.at(pointer));
    }
}

/// Why a character may not stand in a text, if it may not.
fn forbidden(character: char, long: bool) -> Option<Fault> {
    let code = u32::from(character);
    let named = |what: &str, hint: &str| Some(Fault::new(format!("Le texte contient {what} (U+{code:04X})."), hint));
    match character {
        '\n' if long => None,
        '\n' => named("un retour à la ligne", "Ce texte tient sur une seule ligne : remplacez le retour par une espace."),
        '\t' => named("une tabulation", "Remplacez-la par une espace."),
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => {
            named("un caractère de contrôle", "Retirez-le : il vient souvent d’un copier-coller.")
        }
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}' => {
            named("une marque de sens d’écriture", "Retirez-la : elle peut faire lire autre chose que ce qui est écrit.")
        }
        '\u{200B}'
        | '\u{200C}'
        | '\u{200D}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0000}'..='\u{E0FFF}' => named("un caractère invisible", "Retirez-le : il vient souvent d’un copier-coller."),
        '\u{FFFD}' => named("un caractère de remplacement", "Le texte d’origine a été mal lu : écrivez le caractère voulu."),
        _ if is_private(code) => named("un caractère à usage privé", "Remplacez-le : aucune police ne lui donne de sens."),
        _ if is_noncharacter(code) => named("un code qui n’est pas un caractère", "Retirez-le."),
        _ => None,
    }
}

fn is_private(code: u32) -> bool {
    matches!(code, 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD)
}

fn is_noncharacter(code: u32) -> bool {
    matches!(code, 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_printed_is_a_problem_at_its_place() {
        for (character, good) in [
            ('é', true),
            ('\u{A0}', true),
            ('\u{202F}', true),
            ('’', true),
            ('漢', true),
            ('\u{0}', false),
            ('\u{1F}', false),
            ('\u{7F}', false),
            ('\u{9F}', false),
            ('\t', false),
            ('\n', false),
            ('\r', false),
            ('\u{202E}', false),
            ('\u{2066}', false),
            ('\u{200F}', false),
            ('\u{E000}', false),
            ('\u{10FFFD}', false),
            ('\u{FDD0}', false),
            ('\u{FFFF}', false),
            ('\u{1FFFE}', false),
        ] {
            let mut found = Vec::new();
            clean(&mut json!({"a": [format!("x{character}y")]}), "", &mut found);
            assert_eq!(found.is_empty(), good, "U+{:04X}", u32::from(character));
            assert!(found.iter().all(|problem| problem.pointer == "/a/0"));
        }
    }

    #[test]
    fn null_is_absent_texts_are_trimmed_and_long_ones_keep_their_lines() {
        let mut value = json!({
            "a": null, "b": [null, {"c": null}], "text": " l’un\r\nl’autre\rfin\r\n", "d": "\u{A0}x ", "e": "", "f": " \u{A0}", "g": ["", "y\n"]
        });
        let mut found = Vec::new();
        clean(&mut value, "", &mut found);
        let expected = json!({"b": [null, {}], "text": "l’un\nl’autre\nfin", "d": "x", "g": ["y"]});
        assert_eq!((value, found), (expected, vec![]));
    }
}
