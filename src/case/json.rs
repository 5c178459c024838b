//! Bytes → JSON, strictly: UTF-8 (or UTF-16 that says so), no field written twice, no nesting without end. Never knows what a case is.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::problem::{Fault, Found, Path};
use super::text::{is_absent, shown};

/// Beyond this `serde_json` itself stops, so that the stack is never at risk.
const DEEPEST: usize = 120;
/// Items of a list: no list of a case may have more, says its schema. Those beyond are counted, never held.
pub(super) const MOST_ITEMS: usize = 500;
/// Values of a text, those left empty apart: the schema lets a case have some 46,000. Those beyond are counted, never held.
pub(super) const MOST_VALUES: usize = 50_000;
/// Bytes of a field's name; the longest of a case has fewer than 40.
const LONGEST_NAME: usize = 100;
/// Ends the reading where the problem has already been said, with its pointer.
const TOLD: &str = "told";

/// Reads a JSON text; `None`, and a problem, for what cannot be read. A nesting deeper than `max_depth`, or than 120, is one.
pub(super) fn read(bytes: &[u8], max_depth: usize, found: &mut Found) -> Option<Value> {
    let text = match decoded(bytes) {
        Ok(text) => text,
        Err(fault) => {
            found.add("", || fault);
            return None;
        }
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let reading = Reading { found: RefCell::new(std::mem::take(found)), values: Cell::new(0) };
    let node = Node { path: Path::default(), depth_left: max_depth.min(DEEPEST), reading: &reading };
    let value = node.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    *found = reading.found.into_inner();
    match value {
        Ok(value) => {
            if reading.values.get() > MOST_VALUES {
                found.add("", too_many_values);
            }
            Some(value)
        }
        Err(error) => {
            if !error.to_string().starts_with(TOLD) {
                found.add("", || syntax(&error));
            }
            None
        }
    }
}

fn too_many_values() -> Fault {
    Fault::new(
        format!("Le texte compte plus de {MOST_VALUES} valeurs : aucun dossier n’en a autant."),
        "Vérifiez qu’il s’agit d’un seul dossier, et retirez ce qui n’en est pas.",
    )
}

/// The text: UTF-8, or UTF-16 where a mark of byte order makes it certain (what Windows PowerShell writes with `>`).
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
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
        )),
    }
}

fn not_utf8(bytes: &[u8], valid_up_to: usize) -> Fault {
    let line = 1 + bytes[..valid_up_to].iter().filter(|byte| **byte == b'\n').count();
    Fault::new(format!("Le texte n’est pas en UTF-8 (ligne {line})."), "Enregistrez le fichier en UTF-8, sans autre encodage.")
}

/// A syntax error, with its place, in French.
fn syntax(error: &serde_json::Error) -> Fault {
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
    Fault::new(format!("Le JSON est illisible ligne {}, colonne {} : {says}.", error.line(), error.column()), hint)
}

/// What one reading has met so far.
struct Reading {
    found: RefCell<Found>,
    /// Values met, held or not; those left empty are not counted, as programs that export every column have them.
    values: Cell<usize>,
}

/// A value yet to be read, at its place.
struct Node<'r> {
    path: Path<'r>,
    depth_left: usize,
    reading: &'r Reading,
}

impl Node<'_> {
    fn inner<'s>(&'s self, path: Path<'s>) -> Node<'s> {
        Node { path, depth_left: self.depth_left - 1, reading: self.reading }
    }

    fn enter<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth_left > 0 {
            return Ok(());
        }
        let fault = || {
            Fault::new(
                "Les objets sont trop imbriqués.",
                "Un dossier n’a que quelques niveaux : vérifiez les crochets et les accolades.",
            )
        };
        self.add(self.path, fault);
        Err(E::custom(TOLD))
    }

    fn add(&self, path: Path<'_>, fault: impl FnOnce() -> Fault) {
        self.reading.found.borrow_mut().add(path, fault);
    }

    fn has_room(&self) -> bool {
        self.reading.values.get() < MOST_VALUES
    }

    fn count_one(&self) {
        self.reading.values.set(self.reading.values.get() + 1);
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
        let mut count = 0;
        loop {
            let held = count < MOST_ITEMS && self.has_room();
            let more = if held {
                let item = items.next_element_seed(self.inner(self.path.item(count)))?;
                item.map(|item| list.push(item)).is_some()
            } else {
                items.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                break;
            }
            count += 1;
            self.count_one();
        }
        if count > MOST_ITEMS {
            self.add(self.path, || {
                Fault::new(
                    format!("La liste compte plus de {MOST_ITEMS} éléments."),
                    format!("Elle en compte {count} : retirez-en, ou faites plusieurs dossiers."),
                )
            });
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut object = Map::new();
        // The names of what is not held: a field written twice is one whatever it holds.
        let mut others = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            if name.len() > LONGEST_NAME {
                self.add(self.path, || Fault::new("Le nom d’un champ est démesuré.", "Aucun champ n’a un nom aussi long."));
                return Err(serde::de::Error::custom(TOLD));
            }
            if object.contains_key(&name) || others.contains(&name) {
                let says = || format!("Le champ « {} » est écrit deux fois.", shown(&name));
                self.add(self.path.field(&name), || Fault::new(says(), "Gardez-en un seul."));
            }
            if !self.has_room() {
                fields.next_value::<IgnoredAny>()?;
                self.count_one();
                others.insert(name);
                continue;
            }
            let value = fields.next_value_seed(self.inner(self.path.field(&name)))?;
            if is_absent(&value) {
                others.insert(name);
            } else {
                self.count_one();
                object.insert(name, value);
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::{Problem, Problems};
    use super::*;

    fn read(text: &[u8], max_depth: usize) -> Result<Value, Problems> {
        let mut found = Found::default();
        let value = super::read(text, max_depth, &mut found);
        found.problems().map_or_else(|| Ok(value.unwrap()), Err)
    }

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
        assert_eq!(problem("[".repeat(70).as_bytes()).pointer, "/0".repeat(64));
        assert!(read(format!("{}{}", "[".repeat(64), "]".repeat(64)).as_bytes(), 64).is_ok());
        assert!(read("[".repeat(100_000).as_bytes(), usize::MAX).is_err());
    }

    #[test]
    fn what_no_case_can_hold_is_counted_and_not_held() {
        let list = format!("[{}1]", "1,".repeat(699));
        let mut found = Found::default();
        let value = super::read(list.as_bytes(), 64, &mut found).unwrap();
        assert_eq!(value.as_array().map(Vec::len), Some(MOST_ITEMS));
        assert!(found.problems().is_some_and(|problems| problems[0].hint.contains("700")));

        let wide = format!("[{}0]", format!("[{}1],", "1,".repeat(499)).repeat(200));
        let found = read(wide.as_bytes(), 64).unwrap_err();
        assert!(found[0].says.contains("50000 valeurs") && found.len() == 1, "{found}");
    }

    #[test]
    fn an_empty_field_is_not_held_and_counts_for_nothing_but_its_name() {
        let fields: String = (0..60_000).map(|index| format!("\"x{index}\": null, \"y{index}\": \" \",")).collect();
        assert_eq!(read(format!("{{{fields}\"a\": 1}}").as_bytes(), 64).unwrap(), serde_json::json!({"a": 1}));
        assert_eq!(read(br#"{"a": null, "a": ""}"#, 64).unwrap_err()[0].pointer, "/a");
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
