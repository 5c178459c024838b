//! French grammar of names: what becomes of « de » and « à » before them. Never knows a document.

use serde::Serialize;

use super::{folded, mute_h};

/// A name after « de » and after « à »: « du Mans » and « au Mans », « d’Hélène Martel » and « à Hélène Martel ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inflected {
    pub of: String,
    pub to: String,
}

/// « du Mans », « de La Rochelle », « d’Hyères », « de Honfleur », « des Sables-d’Olonne ». A town given in capitals is read as any
/// other: « du Havre ».
pub fn of_town(town: &str) -> String {
    self::town(town).of
}

/// A town, whose article contracts.
pub fn town(town: &str) -> Inflected {
    let town = &recased(town);
    contracted(town).unwrap_or_else(|| plain(town, town_elides(town)))
}

/// Whoever is not a natural person, as a sentence names it: « la société Alpha », « le syndicat … », « Le Comptoir SARL ».
pub fn entity(name: &str) -> Inflected {
    contracted(name).unwrap_or_else(|| plain(name, elides(name)))
}

/// A natural person: an article is part of the name and stays (« de Le Goff »).
pub fn person(name: &str) -> Inflected {
    plain(name, elides(name))
}

fn plain(name: &str, elided: bool) -> Inflected {
    Inflected { of: if elided { format!("d’{name}") } else { format!("de {name}") }, to: format!("à {name}") }
}

/// « Le » and « Les » melt into the preposition; « La » and « L’ » stay.
fn contracted(name: &str) -> Option<Inflected> {
    let (article, rest) = name.split_once(' ')?;
    let (of, to) = match article {
        "le" | "Le" => ("du", "au"),
        "les" | "Les" => ("des", "aux"),
        _ => return None,
    };
    Some(Inflected { of: format!("{of} {rest}"), to: format!("{to} {rest}") })
}

/// Whether « de », « le », « la » lose their vowel before this name of a party or this common word.
pub fn elides(name: &str) -> bool {
    let Some(word) = first_word(name) else { return false };
    let mut letters = word.chars();
    match letters.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => !["oui", "onze", "onzieme"].contains(&word.as_str()),
        // « d’Yves », « d’Y. Carlin », but « de Yann », « de Yasmine ».
        Some('y') => letters.next().is_none_or(|second| !is_vowel(second)),
        Some('h') => listed(mute_h::GIVEN_NAMES, &word) || listed(mute_h::COMMON_WORDS, &word),
        _ => false,
    }
}

fn town_elides(town: &str) -> bool {
    let Some(word) = first_word(town) else { return false };
    let mut letters = word.chars();
    match letters.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => true,
        Some('y') => letters.next().is_none_or(|second| !is_vowel(second)) || listed(mute_h::TOWNS, &word),
        Some('h') => listed(mute_h::TOWNS, &word),
        _ => false,
    }
}

fn is_vowel(letter: char) -> bool {
    "aeiou".contains(letter)
}

fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Lower-cased, without accents: « hyeres » of « Hyères-les-Palmiers », « a » of « A. Martin ».
fn first_word(name: &str) -> Option<String> {
    let plain = folded(name);
    let word: String =
        plain.trim_start_matches(['«', '"', '\'', ' ']).chars().take_while(|sign| sign.is_alphanumeric()).collect();
    (!word.is_empty()).then_some(word)
}

/// « LES SABLES-D'OLONNE » → « Les Sables-d'Olonne »; a name with one small letter is left as it is.
fn recased(town: &str) -> String {
    const SMALL: [&str; 17] =
        ["d", "de", "des", "du", "l", "la", "le", "les", "en", "sur", "sous", "lès", "lez", "près", "et", "à", "aux"];
    if town.chars().any(char::is_lowercase) || !town.chars().any(char::is_alphabetic) {
        return town.to_owned();
    }
    let mut cased = String::new();
    let close = |word: &mut String, cased: &mut String| {
        let lower = word.to_lowercase();
        if SMALL.contains(&lower.as_str()) && !cased.is_empty() {
            cased.push_str(&lower);
        } else {
            cased.push_str(&super::capitalised(&lower));
        }
        word.clear();
    };
    let mut word = String::new();
    for sign in town.chars() {
        if sign.is_alphanumeric() {
            word.push(sign);
        } else {
            close(&mut word, &mut cased);
            cased.push(sign);
        }
    }
    close(&mut word, &mut cased);
    cased
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_contracts_elides_or_keeps_its_article() {
        for (name, of, to) in [
            ("Lyon", "de Lyon", "à Lyon"),
            ("Angers", "d’Angers", "à Angers"),
            ("Évry", "d’Évry", "à Évry"),
            ("Œting", "d’Œting", "à Œting"),
            ("Le Mans", "du Mans", "au Mans"),
            ("Le Havre", "du Havre", "au Havre"),
            ("LE HAVRE", "du Havre", "au Havre"),
            ("Le Creusot", "du Creusot", "au Creusot"),
            ("Les Sables-d’Olonne", "des Sables-d’Olonne", "aux Sables-d’Olonne"),
            ("LES SABLES-D'OLONNE", "des Sables-d'Olonne", "aux Sables-d'Olonne"),
            ("La Rochelle", "de La Rochelle", "à La Rochelle"),
            ("LA ROCHE-SUR-YON", "de La Roche-sur-Yon", "à La Roche-sur-Yon"),
            ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
            ("Hyères", "d’Hyères", "à Hyères"),
            ("Hazebrouck", "d’Hazebrouck", "à Hazebrouck"),
            ("Hendaye", "d’Hendaye", "à Hendaye"),
            ("Hénin-Beaumont", "d’Hénin-Beaumont", "à Hénin-Beaumont"),
            ("Houilles", "d’Houilles", "à Houilles"),
            ("Herblay-sur-Seine", "d’Herblay-sur-Seine", "à Herblay-sur-Seine"),
            ("Honfleur", "de Honfleur", "à Honfleur"),
            ("Haguenau", "de Haguenau", "à Haguenau"),
            ("Hem", "de Hem", "à Hem"),
            ("Haute-Goulaine", "de Haute-Goulaine", "à Haute-Goulaine"),
            ("Hesperange", "de Hesperange", "à Hesperange"),
            ("Hambourg", "de Hambourg", "à Hambourg"),
            ("Yvetot", "d’Yvetot", "à Yvetot"),
            ("Yerres", "d’Yerres", "à Yerres"),
            ("Yokohama", "de Yokohama", "à Yokohama"),
            ("Esch-sur-Alzette", "d’Esch-sur-Alzette", "à Esch-sur-Alzette"),
        ] {
            assert_eq!((town(name).of.as_str(), town(name).to.as_str()), (of, to));
        }
    }

    #[test]
    fn a_name_elides_before_a_vowel_that_is_heard() {
        for (name, of) in [
            ("Henri Martel", "d’Henri Martel"),
            ("Hélène Vasseur", "d’Hélène Vasseur"),
            ("Yves Carlin EI", "d’Yves Carlin EI"),
            ("Yann Le Goff", "de Yann Le Goff"),
            ("Yasmine Haddad", "de Yasmine Haddad"),
            ("Hugo Prat", "de Hugo Prat"),
            ("Hassan Diallo", "de Hassan Diallo"),
            ("Étienne Martel", "d’Étienne Martel"),
            ("Anne Imbert EI", "d’Anne Imbert EI"),
            ("A. Martin", "d’A. Martin"),
            ("Y. Carlin", "d’Y. Carlin"),
            ("Le Goff", "de Le Goff"),
            ("M. Henri Martel", "de M. Henri Martel"),
        ] {
            assert_eq!(person(name).of, of);
        }
        for (name, of, to) in [
            ("Alpha Immobilier", "d’Alpha Immobilier", "à Alpha Immobilier"),
            ("Établissements Oudin", "d’Établissements Oudin", "à Établissements Oudin"),
            ("Hôtel du Moulin", "d’Hôtel du Moulin", "à Hôtel du Moulin"),
            ("Hansen Menuiserie", "de Hansen Menuiserie", "à Hansen Menuiserie"),
            ("1001 Meubles", "de 1001 Meubles", "à 1001 Meubles"),
            ("11 Conseil", "de 11 Conseil", "à 11 Conseil"),
            ("Onze Plus", "de Onze Plus", "à Onze Plus"),
            ("EDF", "d’EDF", "à EDF"),
            ("SNCF Réseau", "de SNCF Réseau", "à SNCF Réseau"),
            ("le syndicat des copropriétaires", "du syndicat des copropriétaires", "au syndicat des copropriétaires"),
            ("les héritiers Martel", "des héritiers Martel", "aux héritiers Martel"),
            ("la société Alpha", "de la société Alpha", "à la société Alpha"),
            ("l’association Alpha", "de l’association Alpha", "à l’association Alpha"),
            ("Le Comptoir SARL", "du Comptoir SARL", "au Comptoir SARL"),
        ] {
            assert_eq!((entity(name).of.as_str(), entity(name).to.as_str()), (of, to));
        }
    }
}
