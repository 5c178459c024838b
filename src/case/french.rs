//! The spaces that French puts before and inside its marks. Never changes a letter.

/// No-break space before a colon, narrow one before the other double marks and inside the quotation marks.
pub(super) fn french(text: &str) -> String {
    let marks = [
        (" :", "\u{A0}:"),
        (" ;", "\u{202F};"),
        (" ?", "\u{202F}?"),
        (" !", "\u{202F}!"),
        (" %", "\u{202F}%"),
        ("« ", "«\u{202F}"),
        (" »", "\u{202F}»"),
        (" €", "\u{A0}€"),
        ("n° ", "n°\u{A0}"),
        ("art. ", "art.\u{A0}"),
        ("art.\u{A0}L. ", "art.\u{A0}L.\u{A0}"),
        ("art.\u{A0}R. ", "art.\u{A0}R.\u{A0}"),
    ];
    marks.into_iter().fold(text.to_owned(), |text, (plain, french)| text.replace(plain, french))
}

#[cfg(test)]
mod tests {
    use super::french;

    #[test]
    fn the_marks_keep_to_their_words() {
        let text = french("C. com., art. R. 123-237 : « SARL » ; 12 % ? Pièce n° 3");
        assert_eq!(
            text,
            "C. com., art.\u{A0}R.\u{A0}123-237\u{A0}: «\u{202F}SARL\u{202F}»\u{202F}; 12\u{202F}%\u{202F}? Pièce n°\u{A0}3"
        );
    }
}
