//! How a letter greets the one it addresses: by the civility and the office that the case gives, never « Madame, Monsieur, » to a
//! person who is known.

use super::super::super::french::{capitalised, folded, names::elides};
use super::several::tutor;
use crate::case::party::{Civility, Party, PartyKind};

/// Offices by which the head of a body is greeted, masculine then feminine.
const OFFICES: &[(&str, &str)] = &[
    ("président", "présidente"),
    ("gérant", "gérante"),
    ("directeur", "directrice"),
    ("directeur général", "directrice générale"),
    ("administrateur", "administratrice"),
    ("administrateur délégué", "administratrice déléguée"),
    ("maire", "maire"),
    ("bourgmestre", "bourgmestre"),
    ("syndic", "syndic"),
    ("proviseur", "proviseure"),
    ("préfet", "préfète"),
];

/// « Monsieur, », « Madame la Présidente, », « Monsieur le Maire, »; « Madame, Monsieur, » where nobody is known.
pub fn salutation(party: &Party) -> String {
    let (civility, office) = match &party.kind {
        PartyKind::Person(person) => (tutor(party).map_or(person.civility, |protection| protection.civility), None),
        PartyKind::Company(company) => {
            let head = company.represented_by.as_ref();
            let contact = party.contact.as_ref().and_then(|contact| contact.name.as_deref());
            let same = |name: &str| {
                head.and_then(|head| head.name.as_deref()).is_some_and(|known| folded(name).contains(&folded(known)))
            };
            match contact {
                // The letter is for the contact's attention, whose office nobody tells.
                Some(name) if !same(name) => (civility_of(name), None),
                _ => (head.and_then(|head| head.civility), head.and_then(|head| head.quality.as_deref())),
            }
        }
    };
    let Some(civility) = civility else { return "Madame, Monsieur,".to_owned() };
    let called = match civility {
        Civility::M => "Monsieur",
        Civility::Mme => "Madame",
    };
    match office.and_then(|office| title(office, civility)) {
        Some(title) => format!("{called} {title},"),
        None => format!("{called},"),
    }
}

/// « la Présidente », « l’Administrateur délégué ».
fn title(office: &str, civility: Civility) -> Option<String> {
    let plain = folded(office).replace('-', " ");
    let (masculine, feminine) =
        OFFICES.iter().find(|(masculine, feminine)| plain == folded(masculine) || plain == folded(feminine))?;
    let word = capitalised(if civility == Civility::Mme { feminine } else { masculine });
    Some(match (elides(&word), civility) {
        (true, _) => format!("l’{word}"),
        (false, Civility::Mme) => format!("la {word}"),
        (false, Civility::M) => format!("le {word}"),
    })
}

/// The civility that a name given as one text begins with.
fn civility_of(name: &str) -> Option<Civility> {
    let plain = folded(name);
    if plain.starts_with("mme ") || plain.starts_with("madame ") {
        Some(Civility::Mme)
    } else if plain.starts_with("m. ") || plain.starts_with("monsieur ") {
        Some(Civility::M)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_takes_its_article_and_its_gender() {
        for (office, civility, expected) in [
            ("présidente", Civility::Mme, Some("la Présidente")),
            ("président", Civility::M, Some("le Président")),
            ("Gérant", Civility::M, Some("le Gérant")),
            ("maire", Civility::M, Some("le Maire")),
            ("directrice générale", Civility::Mme, Some("la Directrice générale")),
            ("administrateur-délégué", Civility::M, Some("l’Administrateur délégué")),
            ("responsable comptable", Civility::M, None),
        ] {
            assert_eq!(title(office, civility).as_deref(), expected, "{office}");
        }
    }
}
