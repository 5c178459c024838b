//! Spaces of the printed page, in the words of the case as in ours: a day, an article, a quotation never breaks inside, and a sign has the
//! same space before it everywhere. No letter and no figure ever changes.

use super::super::french::{MONTHS, NBSP};

/// Narrow no-break space.
const NARROW: char = '\u{202f}';
/// What is read with the word that follows.
const ABBREVIATIONS: [&str; 22] = [
    "n°", "N°", "art.", "al.", "C.", "L.", "R.", "D.", "A.", "M.", "Mme", "civ.", "proc.", "com.", "conso.", "mon.", "pén.",
    "trav.", "exéc.", "assur.", "p.", "v.",
];

/// The same text with the spaces of the page.
pub fn on_paper(text: &str) -> String {
    let mut set = String::with_capacity(text.len() + text.len() / 32);
    let mut from = 0;
    for (at, space) in text.match_indices([' ', NBSP, NARROW]) {
        set.push_str(&text[from..at]);
        from = at + space.len();
        set.push(between(&text[..at], space.chars().next().unwrap_or(' '), &text[from..]));
    }
    set.push_str(&text[from..]);
    set
}

/// The space that stands between these words.
fn between(before: &str, given: char, after: &str) -> char {
    let next = after.chars().next();
    if matches!(next, Some(';' | '?' | '!' | '»')) || before.ends_with('«') {
        return NARROW;
    }
    if next == Some(':') {
        return NBSP;
    }
    if given != ' ' {
        return given;
    }
    let word = before.rsplit([' ', NBSP, NARROW, '(', '"', '’']).next().unwrap_or_default();
    let number = |word: &str| (1..=2).contains(&word.len()) && word.bytes().all(|digit| digit.is_ascii_digit());
    let a_day = (number(word) || word == "1er") && MONTHS.iter().any(|month| after.starts_with(month));
    let a_year = MONTHS.contains(&word) && after.len() >= 4 && after.bytes().take(4).all(|digit| digit.is_ascii_digit());
    if a_day || a_year || ABBREVIATIONS.contains(&word) { NBSP } else { given }
}

#[cfg(test)]
mod tests {
    use super::on_paper;

    #[test]
    fn a_day_and_an_article_never_break_inside() {
        for (given, set) in [
            ("reçus le 5 juin 2026, sans réserve", "reçus le 5\u{a0}juin\u{a0}2026, sans réserve"),
            ("21\u{a0}novembre 2026", "21\u{a0}novembre\u{a0}2026"),
            ("le 1er mars 2026", "le 1er\u{a0}mars\u{a0}2026"),
            ("C. proc. civ., art. 750-1 et L. 441-10", "C.\u{a0}proc.\u{a0}civ., art.\u{a0}750-1 et L.\u{a0}441-10"),
            ("devis n° D-2026-018", "devis n°\u{a0}D-2026-018"),
            ("« Bonjour » ; sinon : non", "«\u{202f}Bonjour\u{202f}»\u{202f}; sinon\u{a0}: non"),
            ("14\u{202f}640,00\u{a0}€ le 12 mardi", "14\u{202f}640,00\u{a0}€ le 12 mardi"),
        ] {
            assert_eq!(on_paper(given), set);
        }
    }

    #[test]
    fn the_file_of_a_letter_stays_the_same_json() {
        let file = r#"{"values":{"/a":"x ; y"},"tables":{"b":[{"c":"« d »"}]},"gaps":[]}"#;
        let read: serde_json::Value = serde_json::from_str(&on_paper(file)).expect("JSON");
        assert_eq!(read["values"]["/a"], "x\u{202f}; y");
    }
}
