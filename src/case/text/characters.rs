//! The characters that may stand in a text: what a reader sees, as often as a writing has it. Never changes a text.
//!
//! What has no appearance of its own is refused, for a page must not hold more than it shows: the Unicode properties say which
//! (General_Category Cc, Cf, Zl, Zp, Co; Default_Ignorable_Code_Point). Three kinds among them have a use and are refused all the same:
//! - the soft hyphen (U+00AD), for the page would show it at the end of a line and not within one;
//! - the joiners (U+200C, U+200D) and the variation selectors, which writings need that our fonts do not draw;
//! - the marks of direction, which make a text read other than it is written.
//!
//! Let through though they are of category Cf: the Arabic and Syriac signs of numbers and abbreviation, which are drawn
//! (Prepended_Concatenation_Mark). No-break and narrow spaces are spaces.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, PrependedConcatenationMark};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::super::problem::Fault;
use super::shown;

/// Combining marks on one letter, once the text is composed (NFC). Vietnamese and polytonic Greek then keep two at most, IPA three; a
/// Hebrew shin bears four: its dot, a dagesh, a vowel and an accent.
const MOST_MARKS: usize = 4;

/// The first character of a text that may not stand there, and why.
pub(super) struct Refused {
    /// Where it begins, in bytes.
    at: usize,
    character: char,
    why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Why {
    NewLine,
    Tab,
    Control,
    Direction,
    Invisible,
    Replacement,
    Private,
    NoCharacter,
    MarkTooMany,
    MarkAlone,
}

/// The first character that may not stand in a text, if there is one; `long`, its lines may end.
pub(super) fn refused(text: &str, long: bool) -> Option<Refused> {
    let mut marks = 0;
    let mut before = None;
    for (at, character) in text.char_indices() {
        let category = category(character);
        let mark = GeneralCategoryGroup::Mark.contains(category);
        marks = if mark { marks + 1 } else { 0 };
        let why = match why_not(character, category) {
            Some(Why::NewLine) if long => None,
            None if marks > MOST_MARKS => Some(Why::MarkTooMany),
            None if mark && before.is_none_or(char::is_whitespace) => Some(Why::MarkAlone),
            why => why,
        };
        if let Some(why) = why {
            return Some(Refused { at, character, why });
        }
        before = Some(character);
    }
    None
}

/// A reader sees the character, or the space that it makes.
pub(in crate::case) fn is_shown(character: char) -> bool {
    why_not(character, category(character)).is_none()
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

fn why_not(character: char, category: GeneralCategory) -> Option<Why> {
    use GeneralCategory as Is;
    let code = u32::from(character);
    match character {
        '\n' => return Some(Why::NewLine),
        '\t' => return Some(Why::Tab),
        // Of the marks of direction, only these; the property Bidi_Control is of the same twelve.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}' => return Some(Why::Direction),
        '\u{FFFC}' | '\u{FFFD}' => return Some(Why::Replacement),
        // Letters and notes that are drawn as nothing, which no property says.
        '\u{2800}' | '\u{1D159}' => return Some(Why::Invisible),
        _ => {}
    }
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character);
    match category {
        Is::Control => Some(Why::Control),
        Is::PrivateUse => Some(Why::Private),
        _ if matches!(code, 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE => Some(Why::NoCharacter),
        _ if ignorable => Some(Why::Invisible),
        Is::LineSeparator | Is::ParagraphSeparator => Some(Why::Invisible),
        Is::Format if !CodePointSetData::new::<PrependedConcatenationMark>().contains(character) => Some(Why::Invisible),
        _ => None,
    }
}

impl Refused {
    /// What to say of it, in the text where it stands: its code, its name if it has a usual one, and the words before it.
    pub fn fault(&self, text: &str) -> Fault {
        const WORDS_BEFORE: usize = 20;
        let (what, hint) = self.why.words();
        let code = u32::from(self.character);
        let name = name_of(code).map(|name| format!(", {name}")).unwrap_or_default();
        let before = &text[..self.at];
        let skipped = before.chars().count().saturating_sub(WORDS_BEFORE);
        let words: String = shown(before.char_indices().nth(skipped).map_or("", |(at, _)| &before[at..]));
        let after =
            if words.trim().is_empty() { String::new() } else { format!(", après « {} »", words.replace('\n', " ").trim()) };
        Fault::new(format!("Le texte contient {what} (U+{code:04X}{name}){after}."), hint)
    }
}

impl Why {
    /// What it is, and how to mend it.
    fn words(self) -> (&'static str, &'static str) {
        let copied = "Retirez-le : il vient souvent d’un copier-coller.";
        match self {
            Self::NewLine => ("un retour à la ligne", "Ce texte tient sur une seule ligne : remplacez le retour par une espace."),
            Self::Tab => ("une tabulation", "Remplacez-la par une espace."),
            Self::Control => ("un caractère de contrôle", copied),
            Self::Direction => {
                ("une marque de sens d’écriture", "Retirez-la : elle peut faire lire autre chose que ce qui est écrit.")
            }
            Self::Invisible => ("un caractère invisible", copied),
            Self::Replacement => {
                ("un caractère de remplacement", "Le texte d’origine a été mal lu : écrivez le caractère voulu.")
            }
            Self::Private => ("un caractère à usage privé", "Remplacez-le : aucune police ne lui donne de sens."),
            Self::NoCharacter => ("un code qui n’est pas un caractère", "Retirez-le."),
            Self::MarkTooMany => (
                "plus de quatre signes diacritiques sur une même lettre",
                "Aucune écriture n’en a autant : gardez la lettre et ses accents.",
            ),
            Self::MarkAlone => {
                ("un signe diacritique sans lettre qui le porte", "Écrivez la lettre avant son accent, ou retirez-le.")
            }
        }
    }
}

/// The names by which a typographer knows the invisible characters, so that he finds them in his own program. The others have
/// their code.
fn name_of(code: u32) -> Option<&'static str> {
    Some(match code {
        0xAD => "trait d’union conditionnel",
        0x34F => "gluon de graphèmes combinants",
        0x115F | 0x1160 | 0x3164 | 0xFFA0 => "remplissage hangûl",
        0x17B4 | 0x17B5 => "voyelle inhérente khmère",
        0x180E => "séparateur de voyelles mongol",
        0x180B..=0x180F | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF => "sélecteur de variante",
        0x200B => "espace sans chasse",
        0x200C => "antiliant sans chasse",
        0x200D => "liant sans chasse",
        0x2028 => "séparateur de lignes",
        0x2029 => "séparateur de paragraphes",
        0x2060 => "gluon de mots",
        0x2061..=0x2064 => "opérateur mathématique invisible",
        0x206A..=0x206F => "commande de mise en forme désuète",
        0x2800 => "motif braille vide",
        0xFEFF => "espace insécable sans chasse, ou marque d’ordre des octets",
        0xFFF9..=0xFFFB => "annotation interlinéaire",
        0xFFFC => "caractère de remplacement d’un objet",
        0x1BCA0..=0x1BCA3 => "commande de sténographie",
        0x1D159 => "tête de note vide",
        0x1D173..=0x1D17A => "commande de notation musicale",
        0xE0000..=0xE007F => "étiquette",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn why(text: &str) -> Option<Why> {
        let composed: String = text.nfc().collect();
        refused(&composed, false).map(|refused| refused.why)
    }

    #[test]
    fn what_a_reader_sees_may_stand_in_a_text() {
        for text in [
            "Évry-Grégy « n° 3 » 1\u{202F}200\u{A0}€ – l’œuvre",
            "漢字",
            "Nguyễn Thị Hường, Trần Đặng Ngữ",
            "Nguye\u{302}\u{303}n Thi\u{323} Hu\u{31B}o\u{31B}\u{300}ng",
            "ᾧ ᾷ ῒ ᾱ\u{313}\u{301}",
            "[ˈɔ̃ˑ t̪͡s̪ʰ ẽ̞ː]",
            "שִׁ֥ין שּׁ֔",
            "Ђорђе, Йо\u{301}сиф",
            "محمّدٌ",
            "ไม้ที่ ณัฐ",
            "\u{600}12",
        ] {
            assert_eq!(why(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_reader_does_not_see_may_not() {
        let invisible = [
            0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x180F, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060,
            0x2064, 0x2065, 0x206A, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF8, 0xFFF9, 0xFFFB,
            0x13430, 0x1BCA0, 0x1BCA3, 0x1D159, 0x1D173, 0x1D17A, 0xE0000, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xE0FFF,
        ];
        let others = [
            ('\u{0}', Why::Control),
            ('\u{1F}', Why::Control),
            ('\u{7F}', Why::Control),
            ('\u{9F}', Why::Control),
            ('\t', Why::Tab),
            ('\n', Why::NewLine),
            ('\u{61C}', Why::Direction),
            ('\u{200F}', Why::Direction),
            ('\u{202E}', Why::Direction),
            ('\u{2066}', Why::Direction),
            ('\u{FFFC}', Why::Replacement),
            ('\u{FFFD}', Why::Replacement),
            ('\u{E000}', Why::Private),
            ('\u{10FFFD}', Why::Private),
            ('\u{FDD0}', Why::NoCharacter),
            ('\u{FFFF}', Why::NoCharacter),
            ('\u{1FFFE}', Why::NoCharacter),
        ];
        let invisible = invisible.into_iter().filter_map(char::from_u32).map(|character| (character, Why::Invisible));
        for (character, expected) in invisible.chain(others) {
            assert_eq!(why(&format!("x{character}y")), Some(expected), "U+{:04X}", u32::from(character));
            assert_eq!(why(&character.to_string()), Some(expected), "U+{:04X} alone", u32::from(character));
            assert!(!is_shown(character));
        }
    }

    #[test]
    fn the_fault_says_the_code_the_name_and_the_words_before() {
        let text = "Facture de mars\u{180E}2026";
        let said = refused(text, false).map(|refused| refused.fault(text).says).unwrap_or_default();
        assert_eq!(
            said.replace(['\u{202F}', '\u{A0}'], " "),
            "Le texte contient un caractère invisible (U+180E, séparateur de voyelles mongol), après « Facture de mars »."
        );
        let marks = format!("e{}", "\u{316}".repeat(80));
        let said = refused(&marks, false).map(|refused| refused.fault(&marks).says).unwrap_or_default();
        assert!(said.contains("plus de quatre signes diacritiques sur une même lettre (U+0316)"), "{said}");
    }

    #[test]
    fn a_mark_has_a_letter_and_a_letter_at_most_four_marks() {
        assert_eq!(why(&format!("e{}", "\u{316}".repeat(4))), None);
        assert_eq!(why(&format!("e{}", "\u{316}".repeat(5))), Some(Why::MarkTooMany));
        // The mark would lie on our own words, before the text.
        assert_eq!(why("\u{338}Durand"), Some(Why::MarkAlone));
        assert_eq!(why("Durand \u{301}"), Some(Why::MarkAlone));
        assert_eq!(why("\u{20DD}"), Some(Why::MarkAlone));
    }
}
