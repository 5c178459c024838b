//! What the law of each country gives the décompte: its figures, by id, and its articles. Computes nothing.

use crate::law::Jurisdiction;

/// ECB refinancing rate on the first day of each half-year, that both countries refer to.
pub const BCE: &str = "bce-refinancement";

/// The figures and the articles of one country.
#[derive(Debug)]
pub struct National {
    /// Points added to the ECB's rate between professionals.
    pub points: &'static str,
    /// The same against a public body.
    pub public_points: &'static str,
    /// Against a public body the rate of the first half-year stays.
    pub public_rate_is_frozen: bool,
    /// Legal rate, in all cases but one.
    pub legal: &'static str,
    /// Legal rate of a natural person not acting for professional needs.
    pub legal_of_persons: &'static str,
    /// Points added to the legal rate of a decision, and the months after which they are.
    pub raise: &'static str,
    pub raise_delay: &'static str,
    pub lump_sum: &'static str,
    /// Days to pay where nothing was agreed.
    pub default_delay: &'static str,
    /// What lets a syndicat charge a co-owner the costs made since its notice; nothing elsewhere.
    pub condominium_costs: Option<&'static str>,
    /// Whether interest is counted by the days of each year unless the case says otherwise.
    pub calendar_years: bool,
    pub articles: Articles,
}

/// Articles as lines cite them.
#[derive(Debug)]
pub struct Articles {
    pub contract: &'static str,
    pub other_source: &'static str,
    pub commercial: &'static str,
    pub public: &'static str,
    pub civil: &'static str,
    pub judgment: &'static str,
    pub raised: &'static str,
    pub lump_sum: &'static str,
    pub public_lump_sum: &'static str,
    pub costs: &'static str,
    /// The same from a public body.
    pub public_costs: &'static str,
    pub penalty: &'static str,
    /// Which debt a payment goes to, and what it pays first.
    pub imputation: &'static str,
    pub interest_first: &'static str,
    /// Interest from the due day by contract, without summons.
    pub without_notice: &'static str,
    /// The first day against a public body, and the last one that counts.
    pub public_start: &'static str,
    pub public_end: &'static str,
    pub legal_rate: &'static str,
    pub capitalisation: &'static str,
    pub insolvency: &'static str,
    pub over_indebtedness: &'static str,
    /// Where the formula of interest was read.
    pub formula: &'static str,
    /// The lump sum before the principal, a choice.
    pub lump_sum_first: &'static str,
}

const FRANCE: National = National {
    points: "fr-penalites-majoration",
    public_points: "fr-marche-public-majoration",
    public_rate_is_frozen: true,
    legal: "fr-interet-legal-autres",
    legal_of_persons: "fr-interet-legal-particuliers",
    raise: "fr-majoration-l313-3",
    raise_delay: "fr-majoration-l313-3-delai",
    lump_sum: "fr-indemnite-forfaitaire",
    default_delay: "fr-delai-paiement-defaut",
    condominium_costs: Some("L. n° 65-557 du 10 juillet 1965, art. 10-1, a"),
    calendar_years: false,
    articles: Articles {
        contract: "C. civ., art. 1103",
        other_source: "C. proc. civ., art. 1405",
        commercial: "C. com., art. L. 441-10, II",
        public: "CCP, art. R. 2192-31",
        civil: "C. civ., art. 1231-6 et 1344-1",
        judgment: "C. civ., art. 1231-7",
        raised: "C. mon. fin., art. L. 313-3",
        lump_sum: "C. com., art. D. 441-5",
        public_lump_sum: "CCP, art. D. 2192-35",
        costs: "C. com., art. L. 441-10, II",
        public_costs: "CCP, art. L. 2192-13",
        penalty: "C. civ., art. 1231-5",
        imputation: "C. civ., art. 1342-10",
        interest_first: "C. civ., art. 1343-1",
        without_notice: "C. civ., art. 1344",
        public_start: "CCP, art. L. 2192-13",
        public_end: "CCP, art. R. 2192-32",
        legal_rate: "C. mon. fin., art. L. 313-2",
        capitalisation: "C. civ., art. 1343-2",
        insolvency: "C. com., art. L. 622-28",
        over_indebtedness: "C. conso., art. L. 722-14",
        formula: "Service-Public, fiche F20688",
        lump_sum_first: "par analogie, Cass. 1re civ., 7 février 1995, n° 92-14.216",
    },
};

const LUXEMBOURG: National = National {
    points: "lu-majoration",
    public_points: "lu-majoration",
    public_rate_is_frozen: false,
    legal: "lu-interet-legal",
    legal_of_persons: "lu-interet-legal",
    raise: "lu-majoration-jugement",
    raise_delay: "lu-majoration-jugement-delai",
    lump_sum: "lu-indemnite-forfaitaire",
    default_delay: "lu-delai-paiement-defaut",
    condominium_costs: None,
    calendar_years: true,
    articles: Articles {
        contract: "C. civ. lux., art. 1134",
        other_source: "Cause de la créance",
        commercial: "L. du 18 avril 2004, art. 3",
        public: "L. du 18 avril 2004, art. 4",
        civil: "C. civ. lux., art. 1153",
        judgment: "C. civ. lux., art. 1153",
        raised: "L. du 18 avril 2004, art. 15",
        lump_sum: "L. du 18 avril 2004, art. 5",
        public_lump_sum: "L. du 18 avril 2004, art. 5",
        costs: "L. du 18 avril 2004, art. 5",
        public_costs: "L. du 18 avril 2004, art. 5",
        penalty: "C. civ. lux., art. 1152 et 1226",
        imputation: "C. civ. lux., art. 1256",
        interest_first: "C. civ. lux., art. 1254",
        without_notice: "C. civ. lux., art. 1139",
        public_start: "L. du 18 avril 2004, art. 4",
        public_end: "Règle de calcul",
        legal_rate: "L. du 18 avril 2004, art. 14 et 15-1",
        capitalisation: "C. civ. lux., art. 1154",
        insolvency: "C. com. lux., art. 451",
        over_indebtedness: "Règle de calcul (lecture prudente)",
        formula: "Règle de calcul",
        lump_sum_first: "Règle de calcul",
    },
};

impl National {
    pub fn of(jurisdiction: Jurisdiction) -> &'static Self {
        match jurisdiction {
            Jurisdiction::France => &FRANCE,
            Jurisdiction::Luxembourg => &LUXEMBOURG,
        }
    }
}
