//! A field that does not exist: the nearest one, or the kind that has it. Never guesses a value.

use serde_json::Value;

use crate::case::format::PER_YEAR;
use crate::case::problem::Fault;
use crate::case::schema::{self, LABELS, PLAIN};
use crate::case::text::shown;
use crate::case::words::{in_a_sentence, name_of, place_of};

/// Names by which programs say that a rate is by month, fortnight or day.
const PERIODS: [&str; 8] = ["period", "per", "unit", "frequency", "every", "basis", "periodicity", "interval"];

/// Names by which programs say who acts for a person who is protected.
const PROTECTORS: [&str; 8] =
    ["represented_by", "representative", "tutor", "tuteur", "curator", "curateur", "guardian", "legal_representative"];

/// What to say of an unknown field of the object at a pointer.
pub(super) fn field(name: &str, object: &Value, pointer: &str) -> Fault {
    let schema = schema::find(&PLAIN, pointer).unwrap_or(&Value::Null);
    let kind = |branch: &Value| branch.pointer("/properties/kind/const").cloned();
    let branches = schema::branches(schema);
    let (own, others): (Vec<&Value>, Vec<&Value>) =
        branches.into_iter().partition(|branch| kind(branch).is_none_or(|kind| kind == object["kind"]));
    let known: Vec<&str> = own.iter().flat_map(|branch| names(branch)).collect();
    let other = others.iter().find(|branch| names(branch).contains(&name)).and_then(|branch| kind(branch));
    if pointer.ends_with("/late_payment_rate") && PERIODS.contains(&name.to_lowercase().as_str()) {
        return Fault::new(format!("Le champ « {} » n’existe pas ici.", shown(name)), PER_YEAR);
    }
    if known.contains(&"protection") && PROTECTORS.contains(&name.to_lowercase().as_str()) {
        let hint = format!("Le tuteur ou le curateur d’une personne protégée se nomme dans {}.", in_words("protection"));
        return Fault::new(format!("Le champ « {} » n’existe pas pour une personne.", shown(name)), hint);
    }
    let hint = match (other, nearest(name, &known)) {
        (Some(kind), _) => {
            let (what, kind) = (place_of(&format!("{pointer}/kind")), kind.as_str().unwrap_or_default());
            format!("Il n’est prévu que si {what} (kind) est « {} » ({kind}).", label(schema, kind))
        }
        (None, Some(near)) => format!("Vouliez-vous dire {} ?", in_words(near)),
        (None, None) => {
            let known: Vec<String> = known.iter().map(|known| in_words(known)).collect();
            format!("Retirez-le, ou choisissez parmi : {}.", known.join(", "))
        }
    };
    match name_of(name) {
        Some(words) => Fault::new(format!("Ce champ n’est pas prévu ici : {words} ({name})."), hint),
        None => Fault::new(format!("Le champ « {} » n’existe pas ici.", shown(name)), hint),
    }
}

/// « la date d’échéance (due_on) »; a key in brackets is left as it is.
fn in_words(name: &str) -> String {
    name_of(name).map_or_else(|| format!("« {name} »"), |words| format!("{words} ({name})"))
}

/// What a kind of the object is.
fn label(schema: &Value, kind: &str) -> String {
    let kinds = &schema["properties"]["kind"];
    let at = kinds["enum"].as_array().and_then(|kinds| kinds.iter().position(|known| known == kind));
    let label = at.and_then(|at| kinds[LABELS][at].as_str());
    in_a_sentence(label.unwrap_or(kind))
}

fn names(branch: &Value) -> Vec<&str> {
    branch["properties"].as_object().into_iter().flat_map(|fields| fields.keys().map(String::as_str)).collect()
}

/// The known name at the least distance, if it is near enough to be what was meant.
fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    let name: Vec<char> = name.chars().take(60).flat_map(char::to_lowercase).map(|c| if c == '-' { '_' } else { c }).collect();
    let (distance, near) = known.iter().map(|known| (distance(&name, known), *known)).min()?;
    if distance <= 1 + near.len() / 4 {
        return Some(near);
    }
    // « due » for « due_on ».
    let start: String = name.iter().collect();
    known.iter().find(|known| start.len() >= 3 && known.starts_with(&start)).copied()
}

/// How many characters must be added, removed or replaced (Levenshtein).
fn distance(name: &[char], known: &str) -> usize {
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (line, wanted) in known.chars().enumerate() {
        let mut corner = row[0];
        row[0] = line + 1;
        for (at, given) in name.iter().enumerate() {
            let replaced = corner + usize::from(*given != wanted);
            corner = row[at + 1];
            row[at + 1] = replaced.min(corner + 1).min(row[at] + 1);
        }
    }
    row[name.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_name_mistyped_finds_its_neighbour_and_a_stranger_finds_none() {
        let known = ["issued_on", "due_on", "amount", "number"];
        for (name, near) in [
            ("due", Some("due_on")),
            ("dueOn", Some("due_on")),
            ("Amount", Some("amount")),
            ("montant", None),
            ("issued-on", Some("issued_on")),
            ("", None),
        ] {
            let found = nearest(name, &known);
            assert!(found == near, "{name} → {found:?}");
        }
    }
}
