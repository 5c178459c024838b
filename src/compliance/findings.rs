//! Findings: what the law still wants, or forbids, each with its article, its link, and where and how to mend it.

use serde::Serialize;

use super::{Policy, Unproved, Unread, origin};
use crate::case::event::LawValue;
use crate::case::territory::Collectivity;
use crate::case::words::{place_of, worded};
use crate::document::letter::{AddressFault, Letter, block_of};
use crate::document::{DocumentType, Facts, Family, Force, Provision, Severity};
use crate::law::{Figure, NoValueInForce, Sourcing, UsedValue};

/// One thing that the law wants, forbids, or makes worth knowing.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Finding {
    /// `refusal` stops a final document.
    pub severity: Severity,
    /// Id of the mention or rule.
    pub mention: String,
    pub says: String,
    /// The article.
    pub basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sanction: Option<String>,
    /// How well the rule is sourced.
    pub sourced: Sourcing,
    /// Whether a lawyer has validated the rule.
    pub lawyer_validated: bool,
    /// JSON pointer into the case.
    pub pointer: String,
    /// Where that is, in words: « la date d’échéance de la 4e facture ».
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    pub hint: String,
    /// A rule broken, as opposed to something missing.
    #[serde(skip)]
    pub forbids: bool,
}

impl Finding {
    /// A mention that lacks the value at `pointer` of the letter.
    pub fn missing(mention: &Provision, pointer: &str, facts: &Facts, policy: Policy) -> Self {
        let at = origin::in_case(pointer, facts.case);
        let hint = if mention.hint.is_empty() { fill_in(&at) } else { mention.hint.clone() };
        Self { pointer: at, hint, forbids: false, ..Self::of(mention, facts, policy) }
    }

    /// With the place of its pointer in words.
    pub fn placed(self) -> Self {
        Self { place: place_of(&self.pointer), ..self }
    }

    /// The same, that stops nothing.
    pub fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    pub fn of(provision: &Provision, facts: &Facts, policy: Policy) -> Self {
        Self {
            severity: provision.severity(policy.require_verified_law),
            mention: provision.id.clone(),
            says: provision.says.clone(),
            basis: provision.cited(facts.law.law(), facts.case.letter_date).to_owned(),
            link: provision.link_on(facts.law.law(), facts.case.letter_date),
            sanction: provision.sanction.clone(),
            sourced: provision.sourcing,
            lawyer_validated: provision.lawyer_validated,
            pointer: provision.pointer.clone(),
            place: String::new(),
            hint: provision.hint.clone(),
            forbids: provision.force != Force::Form && !provision.gap,
        }
    }
}

/// « Renseignez la ville (/creditor/address/city). »
fn fill_in(pointer: &str) -> String {
    match place_of(pointer).as_str() {
        "" => format!("Renseignez {pointer}."),
        place => format!("Renseignez {place} ({pointer})."),
    }
}

/// Rules that the case breaks.
///
/// A rule's words may name a value of the letter, `{/decompte/floor}`, which then stands in its place.
pub fn of_rules(document: &DocumentType, facts: &Facts, letter: &Letter, policy: Policy) -> Vec<Finding> {
    let broken = document.rules.iter().filter(|rule| rule.applies(facts));
    let told = |rule: &Provision| {
        let finding = Finding::of(rule, facts, policy);
        Finding { says: filled(&finding.says, letter), hint: filled(&finding.hint, letter), ..finding }
    };
    broken.map(told).collect()
}

fn filled(words: &str, letter: &Letter) -> String {
    let Some((before, rest)) = words.split_once("{/") else { return words.to_owned() };
    let Some((pointer, after)) = rest.split_once('}') else { return words.to_owned() };
    let value = letter.values.get(&format!("/{pointer}")).unwrap_or("…");
    format!("{before}{value}{}", filled(after, letter))
}

/// Where the official guide of drafting tells which law applies overseas: articles 73 and 74 and title XIII of the Constitution.
const OVERSEAS_GUIDE: &str = "https://www.legifrance.gouv.fr/Droit-francais/Guide-de-legistique/III.-Redaction-des-textes/3.6.-Application-et-applicabilite-des-textes-outre-mer/3.6.1.-Principales-regles-relatives-aux-collectivites-d-outre-mer";

/// A party or a court in a French collectivity whose law nobody has loaded: that of metropolitan France is not computed there.
pub fn of_territory(facts: &Facts) -> Vec<Finding> {
    let told = |(who, pointer, place): (&str, &str, Collectivity)| Finding {
        says: french_spaces(&format!(
            "{who} est {} : le droit applicable dans cette collectivité n’est pas chargé ici, et celui de la métropole n’y est pas appliqué à sa place.",
            place.within()
        )),
        basis: place.article().to_owned(),
        link: Some(OVERSEAS_GUIDE.to_owned()),
        mention: "law-territory".to_owned(),
        sanction: Some("Document fondé sur des textes qui n’y sont pas en vigueur, ou pas tels quels".to_owned()),
        pointer: pointer.to_owned(),
        hint: french_spaces(
            "Vérifiez le pays (address.country) et le code postal (address.postcode) ; s’ils sont justes, confiez ce document à un praticien de la collectivité.",
        ),
        forbids: true,
        ..without_glyph([])
    };
    facts.outside_loaded_law().into_iter().map(told).collect()
}

/// Figures that nobody has published, figures that rest on a secondary source, figures that the caller brought.
pub fn of_law(document: &DocumentType, facts: &Facts, policy: Policy) -> Vec<Finding> {
    let computed = document.prints_computed(facts);
    let unpublished = facts.decompte.missing.iter().filter(|_| computed).map(|none| no_value(none, facts));
    let mut used = facts.law.used();
    // Rates are the décompte's alone.
    used.retain(|value| computed || !matches!(value.figure, Figure::Rate(_)));
    let weak = used.iter().filter_map(|value| weakly_sourced(value, facts, policy));
    let idle = facts.case.law_values.iter().enumerate().filter(|(_, given)| {
        !used.iter().any(|value| value.sourcing == Sourcing::Supplied && value.id == given.id && value.from == given.from)
    });
    unpublished.chain(weak).chain(idle.map(|(index, given)| unused(index, given, facts))).collect()
}

/// Lines of the recipient's address that do not fit the window: the page cannot be set, so the letter is refused.
pub fn of_address(document: &DocumentType, facts: &Facts) -> Vec<Finding> {
    if document.family != Family::Letter {
        return Vec::new();
    }
    let (_, faults) = block_of(document, facts);
    let finding = |fault: AddressFault| {
        let shown = |line: &str| line.chars().take(60).collect::<String>();
        let (severity, says, pointer, hint) = match fault {
            AddressFault::LineTooLong { line, characters, pointer } => (
                Severity::Refusal,
                format!("Une ligne de l’adresse compte {characters} caractères, pour 38 au plus : « {} ».", shown(&line)),
                pointer,
                "Abrégez la ligne, ou répartissez-la sur deux lignes : rien n’est coupé en silence.",
            ),
            AddressFault::TooManyLines { lines, pointer } => (
                Severity::Refusal,
                format!("L’adresse compte {lines} lignes, nom compris, pour 6 au plus (7 à l’étranger)."),
                pointer,
                "Retirez une ligne de l’adresse (address.lines), ou abrégez le nom s’il en prend plusieurs : rien n’est coupé en silence.",
            ),
            AddressFault::AttentionLeftOut { line, pointer } => (
                Severity::Note,
                format!(
                    "« {} » n’est pas imprimé : l’adresse n’a pas la place d’une ligne de plus, ou celle-ci dépasse 38 caractères.",
                    shown(&line)
                ),
                pointer,
                "Abrégez le nom de la personne (contact.name), ou retirez une ligne de l’adresse (address.lines), si cette mention doit y être.",
            ),
        };
        Finding {
            severity,
            mention: "recipient-address".to_owned(),
            says: french_spaces(&says),
            basis: "NF Z 10-011".to_owned(),
            link: None,
            sanction: None,
            sourced: Sourcing::Verified,
            lawyer_validated: false,
            pointer,
            place: String::new(),
            hint: french_spaces(hint),
            forbids: false,
        }
    };
    faults.into_iter().map(finding).collect()
}

/// Characters that no font of the house can draw: found on the laid-out pages, never printed as boxes.
pub fn without_glyph(characters: impl IntoIterator<Item = char>) -> Finding {
    let named: Vec<String> =
        characters.into_iter().map(|character| format!("{character} (U+{:04X})", character as u32)).collect();
    Finding {
        severity: Severity::Refusal,
        mention: "printable-text".to_owned(),
        says: format!("Aucune police du service ne sait dessiner {}.", named.join(", ")),
        basis: "ISO 19005-2".to_owned(),
        link: None,
        sanction: None,
        sourced: Sourcing::Verified,
        lawyer_validated: false,
        pointer: String::new(),
        place: String::new(),
        hint: "Remplacez ces caractères par des lettres latines.".to_owned(),
        forbids: false,
    }
}

/// The same, at the field of the case that has one of them.
pub fn without_glyph_of(document: &DocumentType, facts: &Facts, characters: impl IntoIterator<Item = char>) -> Finding {
    let characters: Vec<char> = characters.into_iter().collect();
    let letter = Letter::of(document, facts);
    let holder = letter.values.first_of(|text| text.contains(characters.as_slice()));
    let pointer = holder.map(|pointer| origin::in_case(pointer, facts.case)).unwrap_or_default();
    Finding { pointer, ..without_glyph(characters) }
}

/// An exhibit that cannot be bound, or a file that is no exhibit's.
pub fn of_exhibit(document: &DocumentType, pointer: String, id: &str, says: &str, hint: &str) -> Finding {
    let basis = if document.family == Family::Filing { "C. proc. civ., art. 1407" } else { "Usage" };
    Finding {
        mention: id.to_owned(),
        says: french_spaces(says),
        basis: basis.to_owned(),
        pointer,
        hint: worded(hint),
        ..without_glyph([])
    }
}

/// Words that leave the sheet, or that stand in the window of the envelope.
pub fn misplaced(words: impl IntoIterator<Item = String>) -> Finding {
    let named: Vec<String> = words.into_iter().take(5).map(|word| format!("« {word} »")).collect();
    Finding {
        mention: "page-layout".to_owned(),
        says: french_spaces(&format!("Un texte est trop long pour sa place sur la page : {}.", named.join(", "))),
        basis: "NF Z 10-011".to_owned(),
        hint: "Raccourcissez ce texte : rien n’est coupé en silence.".to_owned(),
        ..without_glyph([])
    }
}

/// A mention that the finished pages do not show whole, or that nobody could read there.
pub fn unproved(document: &DocumentType, unproved: &Unproved, facts: &Facts) -> Finding {
    let id = unproved.mention.as_str();
    let mention = document.mentions.iter().find(|mention| mention.id == id);
    let pointer =
        mention.and_then(|mention| mention.needs.first()).map(|need| origin::in_case(&need.replace("/*/", "/0/"), facts.case));
    let joined = |words: fn(Unread) -> &'static str, between: &str| {
        unproved.unread.iter().map(|unread| words(*unread)).collect::<Vec<_>>().join(between)
    };
    let told = mention.map_or(id, |mention| &mention.says);
    let (says, hint) = if unproved.unread.is_empty() {
        (
            format!("La page composée ne montre pas entièrement cette mention : {told}."),
            "Raccourcissez ou corrigez les textes de cette mention ; si le modèle a été modifié, vérifiez qu’il l’imprime."
                .to_owned(),
        )
    } else {
        (
            format!("Sur la page composée, cette mention ne se lit pas ({}) : {told}.", joined(Unread::says, ", ")),
            format!("Dans le modèle, {}.", joined(Unread::hint, " ; ")),
        )
    };
    Finding {
        mention: id.to_owned(),
        says: french_spaces(&says),
        basis: mention.map(|mention| mention.cited(facts.law.law(), facts.case.letter_date).to_owned()).unwrap_or_default(),
        pointer: pointer.unwrap_or_default(),
        hint: french_spaces(&hint),
        ..without_glyph([])
    }
}

fn no_value(none: &NoValueInForce, facts: &Facts) -> Finding {
    let parameter = facts.law.law().parameter(&none.parameter);
    let basis =
        parameter.map(|parameter| facts.law.law().cited(&parameter.basis, facts.case.letter_date).to_owned()).unwrap_or_default();
    Finding {
        severity: Severity::Refusal,
        mention: "law-value".to_owned(),
        says: none.to_string(),
        link: facts.law.law().codes().link(&basis),
        basis,
        sanction: None,
        sourced: Sourcing::Verified,
        lawyer_validated: false,
        pointer: "/law_values".to_owned(),
        place: String::new(),
        hint: none.mend(),
        forbids: false,
    }
}

/// A figure that the caller brought and that nothing used: the law's own files have one, or the décompte needs none that day.
fn unused(index: usize, given: &LawValue, facts: &Facts) -> Finding {
    let basis = facts.law.law().parameter(&given.id).map(|parameter| parameter.basis.clone()).unwrap_or_default();
    Finding {
        severity: Severity::Warning,
        mention: "law-value-unused".to_owned(),
        says: french_spaces(&format!(
            "La valeur {} fournie pour « {} » n’est pas utilisée : une valeur publiée prévaut, ou le décompte n’en a pas besoin.",
            given.value, given.id
        )),
        link: facts.law.law().codes().link(&basis),
        basis,
        sanction: None,
        sourced: Sourcing::Supplied,
        lawyer_validated: false,
        pointer: format!("/law_values/{index}"),
        place: String::new(),
        hint: "Retirez-la, ou corrigez son premier jour.".to_owned(),
        forbids: false,
    }
}

fn weakly_sourced(value: &UsedValue, facts: &Facts, policy: Policy) -> Option<Finding> {
    let (severity, says) = match value.sourcing {
        Sourcing::Verified => return None,
        Sourcing::Supplied => (Severity::Warning, format!("La valeur « {} » est celle fournie avec le dossier.", value.title)),
        Sourcing::Secondary | Sourcing::Memory => {
            let severity = if policy.require_verified_law { Severity::Refusal } else { Severity::Warning };
            let day = value.from.format("%d/%m/%Y");
            (
                severity,
                format!("La valeur « {} » en vigueur depuis le {day} n’est pas vérifiée à sa source officielle.", value.title),
            )
        }
    };
    Some(Finding {
        severity,
        mention: "law-value-sourcing".to_owned(),
        says: french_spaces(&says),
        basis: value.basis.clone(),
        link: facts.law.law().codes().link(&value.basis),
        sanction: None,
        sourced: value.sourcing,
        lawyer_validated: value.lawyer_validated,
        pointer: "/law_values".to_owned(),
        place: String::new(),
        hint: french_spaces(&format!("{} À confirmer par un avocat.", source_of(value))),
        forbids: false,
    })
}

/// Where the figure comes from; a `source` that says itself what was not read is no « source lue ».
fn source_of(value: &UsedValue) -> String {
    let source = value.source.trim_end_matches('.');
    match value.sourcing {
        Sourcing::Supplied => format!("Source donnée par le dossier : {source}."),
        _ => format!("Provenance : {source}."),
    }
}

pub(super) fn french_spaces(text: &str) -> String {
    text.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»").replace(" :", "\u{a0}:")
}
