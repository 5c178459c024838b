//! French words around values: days, lists, elisions, spaces. Never computes, never knows a document.

mod mute_h;
pub mod names;

use chrono::{Datelike, NaiveDate, Weekday};

/// No-break space.
pub const NBSP: char = '\u{a0}';

/// In order, as a day is written.
pub const MONTHS: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/// « 21 novembre 2026 », day and month unbreakable.
pub fn long_day(day: NaiveDate) -> String {
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{number}{NBSP}{} {}", MONTHS[day.month0() as usize], day.year())
}

/// « mercredi 23 septembre 2026 », unbreakable: a last day to pay.
pub fn weekday_and_day(day: NaiveDate) -> String {
    let name = match day.weekday() {
        Weekday::Mon => "lundi",
        Weekday::Tue => "mardi",
        Weekday::Wed => "mercredi",
        Weekday::Thu => "jeudi",
        Weekday::Fri => "vendredi",
        Weekday::Sat => "samedi",
        Weekday::Sun => "dimanche",
    };
    format!("{name}{NBSP}{}", long_day(day).replace(' ', "\u{a0}"))
}

/// « 21/11/2026 », for table cells only.
pub fn short_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// « 16 juillet et 4 août 2026 »: the year once where it is the same.
pub fn days_together(days: &[NaiveDate]) -> String {
    let same_year = days.windows(2).all(|pair| pair[0].year() == pair[1].year());
    let last = days.len().saturating_sub(1);
    let words = days.iter().enumerate().map(|(place, day)| {
        let long = long_day(*day);
        if same_year && place < last { long.rsplit_once(' ').map_or(long.clone(), |(start, _)| start.to_owned()) } else { long }
    });
    listed(&words.collect::<Vec<_>>())
}

/// « a, b et c ».
pub fn listed<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} et {}", start.join(", "), last.as_ref())
        }
    }
}

/// « 1 pièce », « 2 pièces »: the word given in the singular takes an s.
pub fn counted(count: usize, singular: &str) -> String {
    let ending = if count > 1 { "s" } else { "" };
    format!("{count}{NBSP}{singular}{ending}")
}

/// « la moitié », « le tiers », « les trois quarts », « trois huitièmes »; « la totalité » of a whole.
pub fn fraction(parts: u32, of: u32) -> String {
    const COUNTS: [&str; 10] = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];
    const ORDINALS: [&str; 8] = ["cinquième", "sixième", "septième", "huitième", "neuvième", "dixième", "onzième", "douzième"];
    let divisor = greatest_common_divisor(parts, of).max(1);
    let (parts, of) = (parts / divisor, of / divisor);
    let count = parts.checked_sub(1).and_then(|place| COUNTS.get(place as usize));
    match (parts, of) {
        (_, 1) => "la totalité".to_owned(),
        (1, 2) => "la moitié".to_owned(),
        (1, 3) => "le tiers".to_owned(),
        (2, 3) => "les deux tiers".to_owned(),
        (1, 4) => "le quart".to_owned(),
        (3, 4) => "les trois quarts".to_owned(),
        _ => match (count, of.checked_sub(5).and_then(|place| ORDINALS.get(place as usize))) {
            (Some(count), Some(name)) => format!("{count}\u{a0}{name}{}", if parts > 1 { "s" } else { "" }),
            _ => format!("{parts}/{of}"),
        },
    }
}

fn greatest_common_divisor(one: u32, other: u32) -> u32 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

/// Capitals without accents and without punctuation, one space between words: the last lines of a postal address.
pub fn postal_capitals(line: &str) -> String {
    let plain: String =
        line.chars().flat_map(unaccented).map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    plain.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One letter as one or two without accents, in capitals where it had any.
fn unaccented(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' | 'Ã' | 'Å' => ('A', None),
        'ç' | 'Ç' => ('C', None),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => ('E', None),
        'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' | 'Í' | 'Ì' => ('I', None),
        'ñ' | 'Ñ' => ('N', None),
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' | 'Ô' | 'Ö' | 'Ó' | 'Ò' | 'Õ' | 'Ø' => ('O', None),
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => ('U', None),
        'ÿ' | 'ý' | 'Ÿ' | 'Ý' => ('Y', None),
        'œ' | 'Œ' => ('O', Some('E')),
        'æ' | 'Æ' => ('A', Some('E')),
        'ß' => ('S', Some('S')),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

/// Letters and digits, lower-cased, without accents: what hyphenation, justification, postal capitals and spaces cannot change.
pub fn essence(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            if letter.is_ascii_alphanumeric() {
                kept.push(letter.to_ascii_lowercase());
            }
        } else {
            let plain = unaccented(letter).filter(|letter| letter.is_alphanumeric());
            kept.extend(plain.flat_map(char::to_uppercase).flat_map(char::to_lowercase));
        }
    }
    kept
}

/// Lower case without accents, typographic apostrophes as straight ones, one space between words: to look a word up in a text.
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut apart = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            apart = !plain.is_empty();
            continue;
        }
        if std::mem::take(&mut apart) {
            plain.push(' ');
        }
        match letter {
            '’' => plain.push('\''),
            letter if letter.is_ascii() => plain.push(letter.to_ascii_lowercase()),
            letter => plain.extend(unaccented(letter).flat_map(char::to_lowercase)),
        }
    }
    plain
}

/// The first letter in capitals.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn days_read_as_a_letter_writes_them() {
        assert_eq!(long_day(day("2026-11-21")), "21\u{a0}novembre 2026");
        assert_eq!(long_day(day("2026-07-01")), "1er\u{a0}juillet 2026");
        assert_eq!(weekday_and_day(day("2026-09-23")), "mercredi\u{a0}23\u{a0}septembre\u{a0}2026");
        assert_eq!(days_together(&[day("2026-07-16"), day("2026-08-04")]), "16\u{a0}juillet et 4\u{a0}août 2026");
        assert_eq!(days_together(&[day("2025-12-16"), day("2026-01-04")]), "16\u{a0}décembre 2025 et 4\u{a0}janvier 2026");
    }

    #[test]
    fn a_fraction_reads_as_an_act_writes_it() {
        for (parts, of, expected) in [
            (1, 2, "la moitié"),
            (2, 4, "la moitié"),
            (1, 3, "le tiers"),
            (3, 4, "les trois quarts"),
            (1, 6, "un\u{a0}sixième"),
            (3, 8, "trois\u{a0}huitièmes"),
            (37, 100, "37/100"),
            (1, 1, "la totalité"),
        ] {
            assert_eq!(fraction(parts, of), expected);
        }
    }

    #[test]
    fn the_post_reads_capitals_without_accents_or_punctuation() {
        assert_eq!(postal_capitals("12, allée de l’Œuvre — Bât. B"), "12 ALLEE DE L OEUVRE BAT B");
    }
}
