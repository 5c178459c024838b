//! Bytes → JSON, strictly: UTF-8 (or UTF-16 that says so), no field written twice, no nesting without end. Never knows what a case is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::problem::{Fault, Problem, Problems, child};

/// Beyond this `serde_json` itself stops, so that the stack is never at risk.
const DEEPEST: usize = 120;

/// Reads a JSON text. A nesting deeper than `max_depth`, or than 120, is a problem.
pub(super) fn read(bytes: &[u8], max_depth: usize) -> Result<Value, Problems> {
    let text = decoded(bytes)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let found = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text);
    let node = Node { pointer: String::new(), depth_left: max_depth.min(DEEPEST), found: &found };
    let value = node.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    let mut found = found.into_inner();
    match value {
        Ok(value) if found.is_empty() => Ok(value),
        Ok(_) => Err(many(found)),
        Err(error) => {
            // The depth has already been said, with its pointer.
            if !error.to_string().starts_with(TOO_DEEP) {
                found.push(syntax(&error));
            }
            Err(many(found))
        }
    }
}

/// Bytes of a field's name; the longest of a case has fewer than 40.
const LONGEST_NAME: usize = 100;
const TOO_DEEP: &str = "too deep";

fn many(found: Vec<Problem>) -> Problems {
    Problems::gather(found).unwrap_or_else(|| Fault::new("Le JSON est illisible.", "Vérifiez-le.").at("").into())
}

/// The text: UTF-8, or UTF-16 where a mark of byte order makes it certain (what Windows PowerShell writes with `>`).
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Problems> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| not_utf8(bytes, error.valid_up_to())),
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<String, _>>();
    match text {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(Fault::new(
            "Le texte s’annonce en UTF-16, mais il est coupé ou abîmé.",
            "Enregistrez le fichier en UTF-8, sans autre encodage.",
        )
        .at("")
        .into()),
    }
}

fn not_utf8(bytes: &[u8], valid_up_to: usize) -> Problems {
    let line = 1 + bytes[..valid_up_to].iter().filter(|byte| **byte == b'\n').count();
    Fault::new(format!("Le texte n’est pas en UTF-8 (ligne {line})."), "Enregistrez le fichier en UTF-8, sans autre encodage.")
        .at("")
        .into()
}

/// A syntax error, with its place, in French.
fn syntax(error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let known = [
        ("EOF while parsing", "le texte s’arrête avant la fin", "Il manque un guillemet, une accolade ou un crochet fermant."),
        ("trailing comma", "une virgule est en trop", "Retirez la virgule qui précède l’accolade ou le crochet fermant."),
        ("trailing characters", "il y a du texte après la fin", "Un seul objet JSON est attendu."),
        ("key must be a string", "le nom d’un champ n’est pas entre guillemets", "Écrivez chaque nom entre guillemets droits."),
        ("expected `:`", "il manque deux-points après le nom d’un champ", "Écrivez « \"nom\": valeur »."),
        ("expected `,` or", "il manque une virgule ou un signe fermant", "Séparez les champs par des virgules."),
        ("surrogate", "une demi-paire de substitution (\\uD800 à \\uDFFF) est seule", "Écrivez le caractère lui-même, en UTF-8."),
        (
            "unexpected end of hex escape",
            "une demi-paire de substitution (\\uD800 à \\uDFFF) est seule",
            "Écrivez le caractère lui-même, en UTF-8.",
        ),
        ("invalid escape", "un échappement est inconnu", "Doublez la barre oblique inverse : « \\\\ »."),
        ("control character", "un texte contient un caractère de contrôle", "Écrivez un retour à la ligne « \\n »."),
        ("number out of range", "un nombre est démesuré", "Écrivez les montants entre guillemets."),
        ("invalid number", "un nombre est mal écrit", "Écrivez les montants entre guillemets."),
        (
            "expected value",
            "une valeur manque ou est mal écrite",
            "Les textes et les montants s’écrivent entre guillemets droits.",
        ),
        ("expected ident", "une valeur est mal écrite", "Seuls true, false et null s’écrivent sans guillemets."),
        ("recursion limit", "les objets sont trop imbriqués", "Un dossier n’a que quelques niveaux."),
    ];
    let (_, says, hint) = known.into_iter().find(|(start, ..)| message.contains(start)).unwrap_or((
        "",
        "la syntaxe est fausse",
        "Vérifiez le JSON à cet endroit.",
    ));
    Fault::new(format!("Le JSON est illisible ligne {}, colonne {} : {says}.", error.line(), error.column()), hint).at("")
}

/// A value yet to be read, at its place.
struct Node<'f> {
    pointer: String,
    depth_left: usize,
    found: &'f RefCell<Vec<Problem>>,
}

impl Node<'_> {
    fn inner(&self, name: impl fmt::Display) -> Self {
        Node { pointer: child(&self.pointer, name), depth_left: self.depth_left - 1, found: self.found }
    }

    fn enter<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth_left > 0 {
            return Ok(());
        }
        let fault = Fault::new(
            "Les objets sont trop imbriqués.",
            "Un dossier n’a que quelques niveaux : vérifiez les crochets et les accolades.",
        );
        self.found.borrow_mut().push(fault.at(self.pointer.clone()));
        Err(E::custom(TOO_DEEP))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    /// The one place where a binary fraction is named, for `serde` hands it over so. No field of a case holds a binary fraction: it is kept only to be refused by name at its place.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inner(list.len()))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut object = Map::new();
        let mut names = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            if name.len() > LONGEST_NAME {
                self.found.borrow_mut().push(
                    Fault::new("Le nom d’un champ est démesuré.", "Aucun champ n’a un nom aussi long.").at(self.pointer.clone()),
                );
                return Err(serde::de::Error::custom(TOO_DEEP));
            }
            let node = self.inner(&name);
            if !names.insert(name.clone()) {
                let fault = Fault::new(format!("Le champ « {name} » est écrit deux fois."), "Gardez-en un seul.");
                self.found.borrow_mut().push(fault.at(node.pointer.clone()));
            }
            let value = fields.next_value_seed(node)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &[u8]) -> Problem {
        read(text, 64).unwrap_err()[0].clone()
    }

    #[test]
    fn a_syntax_error_gives_its_line_and_column_in_french() {
        for (text, says) in [
            ("", "le texte s’arrête avant la fin"),
            ("{\"a\": 1,}", "une virgule est en trop"),
            ("{\"a\": 1} x", "il y a du texte après la fin"),
            ("{a: 1}", "le nom d’un champ n’est pas entre guillemets"),
            ("{\"a\" 1}", "il manque deux-points"),
            ("{\"a\": 1 \"b\": 2}", "il manque une virgule"),
            ("{\"a\": NaN}", "une valeur"),
            ("{\"a\": nul}", "une valeur est mal écrite"),
            ("{\"a\": 1e999}", "un nombre est démesuré"),
            ("[01]", "un nombre est mal écrit"),
            ("\"\\ud800\"", "une demi-paire"),
            ("\"\\udc00\"", "une demi-paire"),
            ("\"\\q\"", "un échappement est inconnu"),
            ("\"\u{1}\"", "un caractère de contrôle"),
        ] {
            let found = problem(text.as_bytes());
            assert!(found.says.contains(says) && found.says.contains("ligne 1"), "{text} → {found}");
        }
        assert!(problem(b"{\n\"a\": \xFF}").says.contains("UTF-8 (ligne 2)"));
    }

    #[test]
    fn each_field_written_twice_is_a_problem_at_its_place() {
        let found = read(br#"{"a": 1, "b": [{"x/y": 1, "x/y": 2}], "a": 3}"#, 64).unwrap_err();
        let pointers: Vec<&str> = found.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/b/0/x~1y", "/a"]);
    }

    #[test]
    fn a_nesting_without_end_is_a_problem_and_never_overflows_the_stack() {
        for (open, depth) in [("[", 65), ("[", 100_000), ("{\"a\":", 100_000)] {
            let found = problem(open.repeat(depth).as_bytes());
            assert!(found.says.contains("imbriqués"), "{found}");
        }
        assert_eq!(problem("[".repeat(70).as_bytes()).pointer.len(), 2 * 64);
        assert!(read(format!("{}{}", "[".repeat(64), "]".repeat(64)).as_bytes(), 64).is_ok());
        assert!(read("[".repeat(100_000).as_bytes(), usize::MAX).is_err());
    }

    #[test]
    fn a_mark_of_byte_order_is_passed_over() {
        assert_eq!(read("\u{FEFF}{}".as_bytes(), 64).unwrap(), serde_json::json!({}));
    }

    #[test]
    fn a_text_in_utf_16_is_read_where_its_mark_of_byte_order_makes_it_certain() {
        let written = "\u{FEFF}{\"place\": \"Évry 𝄞\"}";
        let little: Vec<u8> = written.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = written.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big] {
            assert_eq!(read(bytes, 64).unwrap(), serde_json::json!({"place": "Évry 𝄞"}));
            assert!(problem(&bytes[..bytes.len() - 1]).says.contains("UTF-16"));
        }
        assert!(problem(&little[2..]).says.contains("ligne 1"), "without a mark nothing is guessed");
    }
}
