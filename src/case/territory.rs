//! Which law reigns where an address is: mainland France, an overseas department, a collectivity whose law is not loaded, or abroad.
//! The one place that decides it; says nothing of what that law is.

use super::problem::Fault;

/// Where an address is, as the law sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Territory {
    /// Metropolitan France; also a French address without a postcode that says otherwise.
    Mainland,
    /// A department of article 73 of the Constitution: « les lois et règlements sont applicables de plein droit ».
    Department(Department),
    /// A collectivity of article 74 of the Constitution, or New Caledonia (title XIII): its law is its own in part, and is not loaded.
    Collectivity(Collectivity),
    Abroad,
}

macro_rules! places {
    ($(#[$about:meta])* $kind:ident { $($variant:ident $code:literal $name:literal $within:literal [$($start:literal),*],)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind { $($variant,)* }

        impl $kind {
            const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its code in ISO 3166-1.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// « La Réunion ».
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// « à La Réunion ».
            pub fn within(self) -> &'static str {
                match self { $(Self::$variant => $within,)* }
            }

            /// How its postcodes begin.
            fn starts(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($start,)*],)* }
            }

            fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|place| place.code() == code)
            }

            fn of_postcode(postcode: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|place| place.starts().iter().any(|start| postcode.starts_with(start)))
            }
        }
    };
}

places! {
    /// An overseas department and region (Constitution, art. 73).
    Department {
        Guadeloupe "GP" "Guadeloupe" "en Guadeloupe" ["971"],
        Martinique "MQ" "Martinique" "en Martinique" ["972"],
        Guyane "GF" "Guyane" "en Guyane" ["973"],
        Reunion "RE" "La Réunion" "à La Réunion" ["974"],
        Mayotte "YT" "Mayotte" "à Mayotte" ["976"],
    }
}

places! {
    /// An overseas collectivity (Constitution, art. 74), New Caledonia (art. 77), the southern lands (art. 72-3).
    Collectivity {
        SaintBarthelemy "BL" "Saint-Barthélemy" "à Saint-Barthélemy" ["97133", "9709", "977"],
        SaintMartin "MF" "Saint-Martin" "à Saint-Martin" ["97150", "970", "978"],
        SaintPierreEtMiquelon "PM" "Saint-Pierre-et-Miquelon" "à Saint-Pierre-et-Miquelon" ["975"],
        TerresAustrales "TF" "Terres australes et antarctiques françaises" "dans les Terres australes et antarctiques françaises" ["984"],
        WallisEtFutuna "WF" "Wallis-et-Futuna" "à Wallis-et-Futuna" ["986"],
        Polynesie "PF" "Polynésie française" "en Polynésie française" ["987"],
        NouvelleCaledonie "NC" "Nouvelle-Calédonie" "en Nouvelle-Calédonie" ["988"],
    }
}

impl Collectivity {
    /// The article of the Constitution that gives it a law of its own.
    pub fn article(self) -> &'static str {
        match self {
            Self::NouvelleCaledonie => "Constitution, art. 77",
            Self::TerresAustrales => "Constitution, art. 72-3",
            _ => "Constitution, art. 74",
        }
    }
}

/// The postcodes of Monaco, that files often put under the French code.
const MONACO: &str = "980";

impl Territory {
    /// By the country's code, and for France by the postcode: the collectivities are often written under « FR ».
    pub fn of(country: &str, postcode: Option<&str>) -> Self {
        let postcode = postcode.unwrap_or_default();
        if let Some(collectivity) = Collectivity::of_code(country) {
            return Self::Collectivity(collectivity);
        }
        let department = Department::of_code(country);
        if department.is_none() && country != "FR" {
            return Self::Abroad;
        }
        // The postcodes of Saint-Barthélemy and Saint-Martin are among those of Guadeloupe, of which they were communes; their CEDEX
        // begin with 970, and 977 and 978 are their codes at the INSEE.
        if let Some(collectivity) = Collectivity::of_postcode(postcode) {
            return Self::Collectivity(collectivity);
        }
        match department.or_else(|| Department::of_postcode(postcode)) {
            Some(department) => Self::Department(department),
            None if postcode.starts_with(MONACO) => Self::Abroad,
            None => Self::Mainland,
        }
    }

    /// What is wrong with a postcode that is not one of the overseas place whose code is given.
    pub(super) fn postcode_fault(country: &str, postcode: &str) -> Option<Fault> {
        let department = Department::of_code(country).map(|place| (place.name(), place.starts()));
        let collectivity = Collectivity::of_code(country).map(|place| (place.name(), place.starts()));
        let (name, starts) = department.or(collectivity)?;
        let five = postcode.len() == 5 && postcode.bytes().all(|b| b.is_ascii_digit());
        if five && starts.iter().any(|start| postcode.starts_with(start)) {
            return None;
        }
        let first = starts.first()?;
        Some(Fault::new(
            format!("Ce code postal n’est pas de ce lieu : {name} ({country})."),
            format!("Écrivez ses cinq chiffres, qui commencent par {first}, ou corrigez le pays (country)."),
        ))
    }

    /// Whose law is not loaded.
    pub fn collectivity(self) -> Option<Collectivity> {
        if let Self::Collectivity(place) = self { Some(place) } else { None }
    }

    pub fn is_overseas(self) -> bool {
        matches!(self, Self::Department(_) | Self::Collectivity(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_follows_one_law_however_it_is_written() {
        use Collectivity::{NouvelleCaledonie, Polynesie, SaintBarthelemy, SaintMartin, SaintPierreEtMiquelon, WallisEtFutuna};
        use Department::{Guadeloupe, Reunion};
        for (country, postcode, expected) in [
            ("FR", Some("69002"), Territory::Mainland),
            ("FR", Some("20000"), Territory::Mainland),
            ("FR", None, Territory::Mainland),
            ("FR", Some("97400"), Territory::Department(Reunion)),
            ("RE", Some("97400"), Territory::Department(Reunion)),
            ("RE", None, Territory::Department(Reunion)),
            ("GP", Some("97110"), Territory::Department(Guadeloupe)),
            ("FR", Some("97133"), Territory::Collectivity(SaintBarthelemy)),
            ("GP", Some("97133"), Territory::Collectivity(SaintBarthelemy)),
            ("BL", Some("97133"), Territory::Collectivity(SaintBarthelemy)),
            ("FR", Some("97150"), Territory::Collectivity(SaintMartin)),
            ("FR", Some("97057"), Territory::Collectivity(SaintMartin)),
            ("FR", Some("97098"), Territory::Collectivity(SaintBarthelemy)),
            ("FR", Some("97500"), Territory::Collectivity(SaintPierreEtMiquelon)),
            ("FR", Some("98600"), Territory::Collectivity(WallisEtFutuna)),
            ("FR", Some("98714"), Territory::Collectivity(Polynesie)),
            ("FR", Some("98800"), Territory::Collectivity(NouvelleCaledonie)),
            ("NC", None, Territory::Collectivity(NouvelleCaledonie)),
            ("FR", Some("98000"), Territory::Abroad),
            ("MC", Some("98000"), Territory::Abroad),
            ("DE", Some("97400"), Territory::Abroad),
        ] {
            assert_eq!(Territory::of(country, postcode), expected, "{country} {postcode:?}");
        }
    }
}
