//! A sentence that names fields by their keys, made into one that names them by words. Never changes the sense.

use super::lexicon::STEPS;
use super::{FIELDS, Field, called, fields, named, of, to};
use crate::case::french::french;

/// The sentence with each field in words and its key in brackets: « Indiquez creditor.register.city. » is « Indiquez la ville du greffe du
/// créancier (creditor.register.city). » A key that stands in brackets after words stays as it is.
pub fn worded(sentence: &str) -> String {
    let mut writer = Writer { out: String::new(), rest: sentence };
    while !writer.rest.is_empty() {
        writer.step();
    }
    french(&writer.out)
}

/// What looks like a key of a case and is none: a slip in a hint.
pub fn unknown_words(sentence: &str) -> Vec<String> {
    keys(sentence).filter(|key| looks_like_a_key(key) && meaning(key).is_none()).map(str::to_owned).collect()
}

/// The keys that stand outside brackets: there should be none in what a person reads.
pub fn bare_keys(sentence: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut depth = 0_u32;
    for letter in sentence.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    keys(&outside).filter(|key| looks_like_a_key(key) || STEPS.contains(key)).map(str::to_owned).collect()
}

/// A key of a case, or one of its values.
enum Meaning {
    Field(&'static Field),
    Value(&'static str),
}

fn meaning(key: &str) -> Option<Meaning> {
    match fields(key).next() {
        Some((_, field)) => Some(Meaning::Field(field)),
        None => label_of(key).map(Meaning::Value),
    }
}

/// What a value is, whichever field has it.
fn label_of(value: &str) -> Option<&'static str> {
    FIELDS.values().find_map(|field| field.labels.get(value)).map(String::as_str)
}

/// `due_on`, `claim.invoices`, `guarantors[]`; no site of the web.
fn looks_like_a_key(word: &str) -> bool {
    let site = [".fr", ".lu", ".com", ".org", ".eu"].iter().any(|end| word.ends_with(end));
    let initials = word.split('.').any(|step| step.len() == 1);
    word.contains(['_', '.', '[']) && !site && !initials
}

fn is_in_a_key(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '.' | '[' | ']')
}

/// The word of key letters that `text` begins with; `None` where it begins with no key.
fn key_at(text: &str) -> Option<&str> {
    let end = text.find(|letter| !is_in_a_key(letter)).unwrap_or(text.len());
    let key = text[..end].trim_end_matches('.');
    let after = text[key.len()..].chars().next();
    let whole = !after.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '/' | '-' | '@' | '’'));
    (key.starts_with(|letter: char| letter.is_ascii_lowercase()) && whole).then_some(key)
}

fn keys(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.filter(|at| may_begin(text[..*at].chars().next_back())).filter_map(|at| key_at(&text[at..]))
}

/// Whether a key may follow this letter.
fn may_begin(before: Option<char>) -> bool {
    !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '/' | '-' | '@' | '{' | '[' | ']'))
}

struct Writer<'s> {
    out: String,
    rest: &'s str,
}

impl<'s> Writer<'s> {
    fn step(&mut self) {
        if self.rest.starts_with('{') {
            // A value of the letter will stand here.
            self.copy(self.rest.find('}').map_or(self.rest.len(), |end| end + 1));
        } else if let Some(inner) = self.bracket("(").filter(|inner| is_of_keys(inner)) {
            self.copy(inner.len() + 2);
        } else if !(may_begin(self.out.chars().next_back()) && self.key()) {
            self.copy(self.rest.chars().next().map_or(0, char::len_utf8));
        }
    }

    fn copy(&mut self, length: usize) {
        let (now, later) = self.rest.split_at(length);
        self.out.push_str(now);
        self.rest = later;
    }

    /// What stands in the bracket that comes now, after `opening`.
    fn bracket(&self, opening: &str) -> Option<&'s str> {
        let inner = self.rest.strip_prefix(opening)?;
        Some(&inner[..inner.find(')')?])
    }

    /// A key put in words, if one comes now.
    fn key(&mut self) -> bool {
        let in_it = self.out.ends_with("dans ");
        let is_key = |key: &&str| {
            let listed = || Self { out: String::new(), rest: &self.rest[key.len()..] }.bracket(" (").is_some_and(is_of_keys);
            looks_like_a_key(key) || STEPS.contains(key) || FIELDS.contains_key(*key) && (in_it || listed())
        };
        let Some(key) = key_at(self.rest).filter(is_key) else { return false };
        match meaning(key) {
            Some(Meaning::Field(field)) => {
                self.rest = &self.rest[key.len()..];
                self.field(key, field);
                true
            }
            Some(Meaning::Value(label)) => {
                self.rest = &self.rest[key.len()..];
                self.out.push_str(&format!("« {label} » ({key})"));
                true
            }
            None => false,
        }
    }

    fn field(&mut self, key: &str, field: &'static Field) {
        let (key, field) = self.joined(key, field);
        let Some(name) = called(&key.replace("[]", "")) else { return self.out.push_str(&key) };
        let noun = named(&key.replace("[]", "")).map_or("", |(_, noun)| noun).to_owned();
        self.name(&name, &noun, &key, field);
        if let Some(other) = self.bracket(" (").filter(|inner| inner.starts_with("ou ")) {
            // « (ou debtor.address) » is another field to fill, no remark on this one.
            self.rest = &self.rest[other.len() + 3..];
            self.out.push(' ');
            let mut inside = Writer { out: std::mem::take(&mut self.out), rest: other };
            while !inside.rest.is_empty() {
                inside.step();
            }
            self.out = inside.out;
        } else if let Some(inner) = self.bracket(" (").filter(|inner| is_of_keys(inner)) {
            self.rest = &self.rest[inner.len() + 3..];
            self.out.push_str(&format!(" : {} ({inner})", listed(&key, inner)));
        } else if let Some(inner) = self.bracket(" (") {
            // One bracket rather than two in a row.
            self.rest = &self.rest[inner.len() + 3..];
            self.out.pop();
            self.out.push_str(&format!(" : {inner})"));
        } else if let Some(rest) = self.rest.strip_prefix(" = ") {
            self.rest = rest;
            self.out.push_str(" : ");
            self.values(field);
        } else if let Some(verb) = [" à ", " vaut "]
            .into_iter()
            .find(|verb| self.rest.strip_prefix(verb).is_some_and(|value| is_truth(value) || is_value(value, field)))
        {
            self.copy(verb.len());
            self.values(field);
        }
    }

    /// « history, outcome » is one field of each item of the list.
    fn joined(&mut self, key: &str, field: &'static Field) -> (String, &'static Field) {
        let next = self.rest.strip_prefix(", ").and_then(key_at).filter(|_| field.holds);
        let child = next.and_then(|next| fields(&format!("{key}.{next}")).next().map(|(_, child)| (next, child)));
        let Some((next, child)) = child else { return (key.to_owned(), field) };
        self.rest = &self.rest[next.len() + 2..];
        let items = if field.list && !key.ends_with(']') { "[]" } else { "" };
        (format!("{key}{items}.{next}"), child)
    }

    /// The name, after « de » and « à » as French has it; the key alone where the words before have said it.
    fn name(&mut self, name: &str, noun: &str, key: &str, field: &Field) {
        let capital = self.out.is_empty() || self.out.ends_with(". ");
        if let Some(before) = self.out.strip_suffix(" dans ").map(str::to_owned) {
            // « Indiquez dans … le nombre de jours » says there what to write.
            let verb_alone = !before.rsplit(". ").next().unwrap_or_default().contains([' ', '-']);
            let pronoun = ["-le", "-la", "-les"].iter().any(|pronoun| before.ends_with(pronoun)) && !field.list;
            let told = said(noun, &before) || ends_with_a_word_of(&before, name);
            if !verb_alone && (told || pronoun || !field.holds) {
                let before = before.trim_end_matches(',');
                let bracket = if told { format!(" ({key})") } else { format!(" ({name} : {key})") };
                self.out = format!("{before}{bracket}");
                return;
            }
        }
        if let Some(before) = self.out.strip_suffix(" de ").filter(|before| ends_with_a_word_of(before, noun)) {
            self.out = format!("{before} ({key})");
            return;
        }
        let after = |preposition: &str| {
            let before = self.out.strip_suffix(preposition)?;
            may_begin(before.chars().next_back()).then_some(before.len())
        };
        let named = match (after("de "), after("à ")) {
            (Some(length), _) => {
                self.out.truncate(length);
                of(name)
            }
            (_, Some(length)) => {
                self.out.truncate(length);
                to(name)
            }
            _ if capital => capitalised(name),
            _ => name.to_owned(),
        };
        self.out.push_str(&format!("{named} ({key})"));
    }

    /// « registered_post ou lre », each with what it is.
    fn values(&mut self, field: &Field) {
        loop {
            if let Some((word, said)) = truth(self.rest) {
                self.rest = &self.rest[word.len()..];
                self.out.push_str(&format!("« {said} » ({word})"));
            } else if let Some((value, label)) = key_at(self.rest).and_then(|value| Some((value, field.labels.get(value)?))) {
                self.rest = &self.rest[value.len()..];
                self.out.push_str(&format!("« {label} » ({value})"));
            }
            let next = [", ", " ou ", " et "].into_iter().find(|sign| {
                let after = self.rest.strip_prefix(sign).and_then(key_at);
                after.is_some_and(|value| field.labels.contains_key(value))
            });
            let Some(sign) = next else { return };
            self.copy(sign.len());
        }
    }
}

fn truth(text: &str) -> Option<(&'static str, &'static str)> {
    [("true", "oui"), ("false", "non")].into_iter().find(|(word, _)| key_at(text) == Some(word))
}

fn is_truth(text: &str) -> bool {
    truth(text).is_some()
}

fn is_value(text: &str, field: &Field) -> bool {
    key_at(text).is_some_and(|value| field.labels.contains_key(value))
}

/// The words of a name that tell it from another.
fn words_of(noun: &str) -> impl Iterator<Item = &str> {
    noun.split([' ', '’', ',']).filter(|word| word.chars().count() > 3)
}

/// Whether the words before have named the field already.
fn said(noun: &str, before: &str) -> bool {
    let before = before.to_lowercase();
    let day = noun.starts_with("la date") || noun.starts_with("le jour");
    words_of(noun).any(|word| before.contains(word)) || day && before.contains("jour")
}

/// « cette facture » before « de claim.invoices ».
fn ends_with_a_word_of(before: &str, noun: &str) -> bool {
    let last = before.rsplit([' ', '’']).next().unwrap_or_default().trim_end_matches('s');
    words_of(noun).any(|word| word.trim_end_matches('s') == last)
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Keys and values alone, between commas, « et » and « ou »: `kind rcs, number`.
fn is_of_keys(inner: &str) -> bool {
    let words = || inner.split([',', ' ']).filter(|word| !word.is_empty());
    let named = |word: &str| key_at(word) == Some(word) && meaning(word).is_some();
    words().any(named)
        && words().all(|word| {
            let literal = word
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || "«»\u{a0}\u{202f}".contains(letter));
            literal
                || matches!(word, "et" | "ou" | "=" | ":" | "«" | "»" | "true" | "false" | "kind")
                || key_at(word) == Some(word) && (looks_like_a_key(word) || word.is_ascii()) && meaning(word).is_some()
        })
}

/// The same in words: a field of `key` is named, a value of it is quoted.
fn listed(key: &str, inner: &str) -> String {
    let bare = key.replace("[]", "");
    let labels = |value: &str| {
        let own = [bare.clone(), format!("{bare}.kind")];
        let label = own.iter().find_map(|path| FIELDS.get(path)?.labels.get(value)).map(String::as_str);
        label.or_else(|| label_of(value)).map(|label| format!("« {label} »"))
    };
    let mut out = String::new();
    for word in inner.split_inclusive([',', ' ']) {
        let bare_word = word.trim_end_matches([',', ' ']);
        let sign = &word[bare_word.len()..];
        if bare_word == "kind" && inner.contains("kind ") || bare_word == "=" {
            // Its value follows and says enough.
            continue;
        }
        let own = fields(&format!("{bare}.{bare_word}")).next().and_then(|_| called(bare_word));
        match own.or_else(|| labels(bare_word)).or_else(|| called(bare_word).filter(|_| looks_like_a_key(bare_word))) {
            Some(words) => out.push_str(&words),
            None => out.push_str(bare_word),
        }
        out.push_str(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_said_in_words_and_its_key_stays_in_brackets() {
        for (written, read) in [
            ("Renseignez debtor.name.", "Renseignez le nom du débiteur (debtor.name)."),
            ("Énumérez dans exhibits la copie.", "Énumérez dans la liste des pièces (exhibits) la copie."),
            ("Indiquez la ville du greffe dans creditor.register.city.", "Indiquez la ville du greffe (creditor.register.city)."),
            ("Indiquez 1, 2 ou 3 dans letter.level.", "Indiquez 1, 2 ou 3 (le niveau de la relance : letter.level)."),
            ("Retirez ces mots de history, outcome.", "Retirez ces mots de la suite donnée aux événements (history[].outcome)."),
            ("Retirez cette facture de claim.invoices.", "Retirez cette facture (claim.invoices)."),
            ("Retirez ce montant de claim.costs.", "Retirez ce montant des frais réclamés (claim.costs)."),
            (
                "Indiquez-le dans letter.tracking_number.",
                "Indiquez-le (le numéro de suivi du recommandé : letter.tracking_number).",
            ),
            (
                "Renseignez debtor.name (ou debtor.last_name).",
                "Renseignez le nom du débiteur (debtor.name) ou le nom de famille du débiteur (debtor.last_name).",
            ),
            ("Ajoutez-le à claim.costs.", "Ajoutez-le aux frais réclamés (claim.costs)."),
            (
                "Choisissez letter.delivery = post ou lre, et gardez l’avis.",
                "Choisissez le mode d’envoi (letter.delivery) : « lettre simple » (post) ou « lettre recommandée électronique » (lre), et \
                 gardez l’avis.",
            ),
            (
                "Complétez claim.invoices (number, due_on, amount).",
                "Complétez les factures (claim.invoices) : le numéro, la date d’échéance, le montant (number, due_on, amount).",
            ),
            (
                "puis notez-la dans history (mise_en_demeure).",
                "puis notez-la dans l’historique (history) : « mise en demeure » (mise_en_demeure).",
            ),
            ("Indiquez creditor.name (société).", "Indiquez le nom du créancier (creditor.name : société)."),
            (
                "mettez claim.long_term_credit à false.",
                "mettez le crédit d’un an ou plus (claim.long_term_credit) à « non » (false).",
            ),
            ("Vérifiez les échéances (claim.invoices, due_on).", "Vérifiez les échéances (claim.invoices, due_on)."),
            ("Attendez le {/order/enforceable_from}.", "Attendez le {/order/enforceable_from}."),
        ] {
            assert_eq!(worded(written), french(read), "{written}");
        }
    }

    #[test]
    fn a_key_that_is_none_is_seen() {
        assert_eq!(unknown_words("Indiquez claim.invoises (due_on) sur bodacc.fr."), ["claim.invoises"]);
        assert_eq!(bare_keys("Indiquez la ville (creditor.register.city) et due_on."), ["due_on"]);
    }
}
