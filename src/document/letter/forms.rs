//! Legal forms of French companies, as letters name them. A form that is not here is printed as given and asks nothing.

use std::sync::LazyLock;

use super::super::french::folded;

/// A legal form and what the law wants letters to say of it.
#[derive(Debug, PartialEq, Eq)]
pub struct LegalForm {
    pub initials: &'static str,
    pub long: &'static str,
    /// Commercial by its form, hence registered at the RCS.
    pub commercial: bool,
    pub civil: bool,
    /// C. com., art. R. 123-238, 3° and 4°, b): SARL and companies by shares state their capital.
    pub states_capital: bool,
    /// Grammatical gender of the long name.
    pub feminine: bool,
}

impl LegalForm {
    /// A form that is a word, « commune », has no initials.
    pub fn is_word(&self) -> bool {
        self.initials.to_lowercase() == self.long
    }

    /// « SARL », « commune ».
    fn short(&self) -> &'static str {
        if self.is_word() { self.long } else { self.initials }
    }
}

const fn company(initials: &'static str, long: &'static str, states_capital: bool) -> LegalForm {
    LegalForm { initials, long, commercial: true, civil: false, states_capital, feminine: true }
}

const fn civil(initials: &'static str, long: &'static str, feminine: bool) -> LegalForm {
    LegalForm { initials, long, commercial: false, civil: true, states_capital: false, feminine }
}

const fn other(initials: &'static str, long: &'static str, feminine: bool) -> LegalForm {
    LegalForm { initials, long, commercial: false, civil: false, states_capital: false, feminine }
}

const FORMS: &[LegalForm] = &[
    company("SARL", "société à responsabilité limitée", true),
    company("EURL", "société à responsabilité limitée à associé unique", true),
    company("SARL-S", "société à responsabilité limitée simplifiée", true),
    company("SAS", "société par actions simplifiée", true),
    company("SASU", "société par actions simplifiée à associé unique", true),
    company("SA", "société anonyme", true),
    company("SE", "société européenne", true),
    company("SCA", "société en commandite par actions", true),
    company("SCS", "société en commandite simple", false),
    company("SNC", "société en nom collectif", false),
    company("SELURL", "société d’exercice libéral unipersonnelle à responsabilité limitée", true),
    company("SCOP", "société coopérative de production", false),
    company("SCIC", "société coopérative d’intérêt collectif", false),
    company("SELARL", "société d’exercice libéral à responsabilité limitée", true),
    company("SELAS", "société d’exercice libéral par actions simplifiée", true),
    company("SELAFA", "société d’exercice libéral à forme anonyme", true),
    company("SELCA", "société d’exercice libéral en commandite par actions", true),
    company("SENC", "société en nom collectif", false),
    company("SECS", "société en commandite simple", false),
    company("SECA", "société en commandite par actions", true),
    company("SCSP", "société en commandite spéciale", false),
    civil("SCI", "société civile immobilière", true),
    civil("SC", "société civile", true),
    civil("SCM", "société civile de moyens", true),
    civil("SCP", "société civile professionnelle", true),
    civil("SCCV", "société civile de construction-vente", true),
    civil("SCEA", "société civile d’exploitation agricole", true),
    civil("EARL", "exploitation agricole à responsabilité limitée", true),
    civil("GAEC", "groupement agricole d’exploitation en commun", false),
    other("GIE", "groupement d’intérêt économique", false),
    other("ASSOCIATION", "association", true),
    other("SYNDICAT DES COPROPRIÉTAIRES", "syndicat des copropriétaires", false),
    other("COMMUNE", "commune", true),
    other("DÉPARTEMENT", "département", false),
    other("RÉGION", "région", true),
    other("SYNDICAT", "syndicat", false),
    other("SYNDICAT PROFESSIONNEL", "syndicat professionnel", false),
    other("MUTUELLE", "mutuelle", true),
    other("FONDS DE DOTATION", "fonds de dotation", false),
    other("FCT", "fonds commun de titrisation", false),
    other("AARPI", "association d’avocats à responsabilité professionnelle individuelle", true),
    other("ASBL", "association sans but lucratif", true),
    other("FONDATION", "fondation", true),
    other("SOCIÉTÉ COOPÉRATIVE", "société coopérative", true),
];

/// Each form with its two names as they are looked up.
static PLAIN: LazyLock<Vec<(&LegalForm, String, String)>> =
    LazyLock::new(|| FORMS.iter().map(|form| (form, folded(form.initials), folded(form.long))).collect());

/// The form known by these initials or this long name, whatever the case, accents and dots, and whatever follows
/// (« SARL unipersonnelle », « société anonyme à directoire et conseil de surveillance »).
pub fn known(form: &str) -> Option<&'static LegalForm> {
    // « S.à r.l. » is the Luxembourg spelling of SARL.
    let plain = folded(&form.replace('.', "")).replace("sa rl", "sarl");
    let begins = |start: &str| plain == start || plain.strip_prefix(start).is_some_and(|rest| rest.starts_with([' ', ',', '(']));
    let fits = |(_, initials, long): &&(&LegalForm, String, String)| begins(initials) || begins(long);
    PLAIN.iter().filter(fits).map(|(known, ..)| *known).max_by_key(|known| known.long.len())
}

/// First words of the forms and names of bodies that are no company, with their gender: what tells « le syndicat » from « la ville »
/// where the case gives no form that is known.
const HEADS: &[(&str, bool)] = &[
    ("agence", true),
    ("association", true),
    ("caisse", true),
    ("centre", false),
    ("chambre", true),
    ("college", false),
    ("comite", false),
    ("commune", true),
    ("communaute", true),
    ("conseil", false),
    ("cooperative", true),
    ("departement", false),
    ("etablissement", false),
    ("etat", false),
    ("federation", true),
    ("fondation", true),
    ("fonds", false),
    ("groupement", false),
    ("hopital", false),
    ("lycee", false),
    ("metropole", true),
    ("mutuelle", true),
    ("office", false),
    ("region", true),
    ("sdc", false),
    ("syndicat", false),
    ("union", true),
    ("universite", true),
    ("ville", true),
];

/// A form as letters give it short: « SARL », « commune »; as it was given where it is not known.
pub fn short(form: &str) -> &str {
    known(form).map_or(form, |known| known.short())
}

/// Whether the first word of a form or of a name is feminine; `None` where it is no such word.
pub fn feminine_head(words: &str) -> Option<bool> {
    let plain = folded(words);
    let first = plain.split([' ', '-', ',']).next()?;
    HEADS.iter().find(|(head, _)| *head == first).map(|(_, feminine)| *feminine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_initials_or_its_name_in_any_case() {
        for (given, expected) in [
            ("SARL", Some("SARL")),
            ("sarl", Some("SARL")),
            ("S.A.R.L.", Some("SARL")),
            ("S.à r.l.", Some("SARL")),
            ("S.à r.l.-S", Some("SARL-S")),
            ("a.s.b.l.", Some("ASBL")),
            ("Société à responsabilité limitée", Some("SARL")),
            ("SARL unipersonnelle", Some("SARL")),
            ("société anonyme à directoire et conseil de surveillance", Some("SA")),
            ("SCOP SARL", Some("SCOP")),
            ("SARLU", None),
            ("GmbH", None),
        ] {
            assert_eq!(known(given).map(|form| form.initials), expected, "{given}");
        }
    }
}
