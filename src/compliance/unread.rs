//! Why a person cannot read a mention that stands on the page: the closed list, in words.

/// What is the matter with words that are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unread {
    /// Below the least size, all transforms counted.
    Small,
    /// Flattened, scattered, in a mirror, upside down.
    Distorted,
    /// Cut by its box, under something drawn later, or struck out.
    Hidden,
    /// Words stand upon words, or letters upon letters.
    Overprinted,
    /// Its ink is too near to what lies under it.
    Faint,
    /// Beyond the sheet, or in its margin.
    OffPage,
    /// Letters that their font draws as nothing.
    Blank,
}

impl Unread {
    /// What it is, after « cette mention ne se lit pas », in brackets.
    pub fn says(self) -> &'static str {
        match self {
            Self::Small => "trop petite",
            Self::Distorted => "déformée ou retournée",
            Self::Hidden => "cachée, coupée ou rayée",
            Self::Overprinted => "mêlée à d’autres mots",
            Self::Faint => "sans contraste suffisant",
            Self::OffPage => "hors de la page ou dans sa marge",
            Self::Blank => "écrite en signes que sa police ne dessine pas",
        }
    }

    /// What the template has to do.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Small => "imprimez-la à 6,5 points au moins, échelle et transformations comprises",
            Self::Distorted => "retirez ce qui l’aplatit, la disperse, la retourne ou la reflète (scale, skew, rotate, tracking)",
            Self::Hidden => "retirez ce qui la recouvre (place, rect, image), la coupe (clip) ou la raye (line, strike)",
            Self::Overprinted => "écartez les mots ou les lettres (leading, tracking, place, move)",
            Self::Faint => "donnez à son encre un contraste d’au moins 4,5 contre 1 avec le fond (WCAG 2.2)",
            Self::OffPage => "ramenez-la entre les marges de la page (move, place, pad)",
            Self::Blank => "prenez une police qui dessine ses lettres",
        }
    }
}
