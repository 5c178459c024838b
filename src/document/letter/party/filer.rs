//! Who acts for the creditor, and the officer who is asked to act: a natural person « Maître … », a firm by its form (« la SELARL
//! Morin et Aubry »), never « Maître SELARL … ».

use super::super::super::facts::Facts;
use super::super::super::french::{folded, long_day, names::of_town};
use super::super::{Values, forms};
use super::names::{civil, uncapitalised, with_article};
use super::{put_address, put_bank_account, put_contact, put_register, siren};
use crate::case::filer::{Filer, FilerKind};
use crate::case::letter::Professional;
use crate::case::party::Civility;

/// Forms of the firms of avocats and officers, as their names give them.
const FIRMS: [&str; 15] = [
    "selarl", "selarlu", "selurl", "selas", "selasu", "selafa", "selca", "scp", "sarl", "eurl", "sas", "sasu", "aarpi", "scs",
    "sa",
];

/// What a name given as one text says of a firm.
enum Firm {
    /// « SELARL Morin et Aubry »: by its form.
    Form,
    /// « Morin et Aubry SELARL ».
    FormAtTheEnd,
    /// « Cabinet Morin », « Étude Aubry », « Association Morin ».
    House { feminine: bool },
}

fn firm(name: &str) -> Option<Firm> {
    let plain = folded(&name.replace('.', ""));
    let words: Vec<&str> = plain.split_whitespace().collect();
    let (first, last) = (*words.first()?, *words.last()?);
    match first {
        _ if words.len() < 2 => None,
        "cabinet" => Some(Firm::House { feminine: false }),
        "etude" | "association" | "societe" => Some(Firm::House { feminine: true }),
        _ if FIRMS.contains(&first) => Some(Firm::Form),
        _ if FIRMS.contains(&last) => Some(Firm::FormAtTheEnd),
        _ => None,
    }
}

/// A name without « Maître », which the page says itself.
fn untitled(name: &str) -> &str {
    ["Maître ", "Me ", "Mᵉ ", "maître "].iter().find_map(|title| name.strip_prefix(title)).unwrap_or(name)
}

/// « Maître Camille Arnaud », « la SELARL Morin et Aubry », « le cabinet Morin », « l’étude Aubry ».
fn in_a_sentence(name: &str, form: Option<&str>, luxembourg: bool) -> String {
    let form = form.filter(|form| !says(name, form));
    match (firm(name), form) {
        (Some(Firm::Form), _) => format!("la {name}").replacen("la AARPI", "l’AARPI", 1),
        (Some(Firm::FormAtTheEnd), _) => format!("la société {name}"),
        (_, Some(form)) if luxembourg => {
            let long = forms::known(form).map_or(form, |known| known.long);
            format!("{} {name}", with_article(&uncapitalised(long), true))
        }
        (_, Some(form)) => format!("{} {name}", with_article(forms::short(form), true)),
        (Some(Firm::House { feminine }), None) => with_article(&uncapitalised(name), feminine),
        (None, None) => format!("Maître {}", untitled(name)),
    }
}

fn says(name: &str, form: &str) -> bool {
    let plain = |text: &str| folded(&text.replace('.', ""));
    plain(name).split_whitespace().any(|word| word == plain(form))
}

fn is_firm(filer: &Filer) -> bool {
    filer.legal_form.is_some() || filer.name.as_deref().is_some_and(|name| firm(name).is_some())
}

/// Puts who acts for the creditor under `/filer`.
pub fn put(values: &mut Values, filer: &Filer, facts: &Facts) {
    let officer = matches!(filer.kind, FilerKind::Avocat | FilerKind::CommissaireDeJustice);
    let masculine_house = filer.legal_form.is_none()
        && filer.name.as_deref().is_some_and(|name| matches!(firm(name), Some(Firm::House { feminine: false })));
    let feminine = filer.civility == Some(Civility::Mme) || is_firm(filer) && !masculine_house;
    let name = filer.name.as_deref().map(|name| if officer && !is_firm(filer) { untitled(name) } else { name });
    values.put_some("/filer/name", name);
    values.put("/filer/gender", if feminine { "f" } else { "m" });
    if is_firm(filer) {
        values.put("/filer/firm", filer.legal_form.as_deref().unwrap_or("société"));
    }
    if let Some(name) = name {
        let form = filer.legal_form.as_deref();
        let added = form.filter(|form| !says(name, form)).map(forms::short);
        values.put("/filer/display", added.map_or_else(|| name.to_owned(), |form| format!("{name} {form}")));
        let society = match form {
            _ if officer => in_a_sentence(name, form, facts.is_luxembourg()),
            Some(_) => format!("la société {name}"),
            None if firm(name).is_some() => in_a_sentence(name, None, false),
            None => civil(filer.civility, name),
        };
        values.put("/filer/society", society);
    }
    values.put("/filer/kind_label", label(filer, feminine, facts.is_luxembourg()));
    // Who collects for others in Luxembourg may need a licence there: no activity is said for him.
    if !facts.is_luxembourg() && matches!(filer.kind, FilerKind::CollectionAgency | FilerKind::Agent) {
        values.put("/filer/activity", "activité de recouvrement amiable de créances");
    }
    values.put_some("/filer/bar", filer.bar.as_deref());
    values.put_some("/filer/toque", filer.toque.as_deref());
    values.put_some("/filer/legal_form", filer.legal_form.as_deref());
    values.put_some("/filer/form", filer.legal_form.as_deref());
    values.put_some("/filer/share_capital", filer.share_capital.map(|capital| capital.french_short()));
    values.put_some("/filer/siren", filer.siren.as_ref().map(siren));
    put_register(values, "/filer", filer.register.as_ref(), filer.siren.as_ref(), None);
    put_address(values, "/filer/address", filer.address.as_ref(), facts.home());
    put_contact(values, "/filer", filer.contact.as_ref());
    put_bank_account(values, "/filer", filer.bank_account.as_ref(), filer.name.clone());
    values.put_some("/filer/power/dated_on", filer.power.as_ref().and_then(|power| power.dated_on).map(long_day));
    values.put_some("/filer/mandate/dated_on", filer.mandate.as_ref().and_then(|mandate| mandate.dated_on).map(long_day));
    values.put_some("/filer/insurance", filer.insurance.as_deref());
    values.put_some("/filer/dedicated_account", filer.dedicated_account.filter(|given| *given).map(|_| "oui"));
    values.put_some("/filer/prosecutor_declared_on", filer.prosecutor_declared_on.map(long_day));
}

fn label(filer: &Filer, feminine: bool, luxembourg: bool) -> String {
    let several = is_firm(filer);
    let avocat = match (several, feminine) {
        (true, _) => "Avocats",
        (false, true) => "Avocate",
        (false, false) => "Avocat",
    };
    match filer.kind {
        FilerKind::Avocat if luxembourg => format!("{avocat} à la Cour"),
        FilerKind::Avocat => {
            filer.bar.as_deref().map_or_else(|| avocat.to_owned(), |bar| format!("{avocat} au barreau {}", of_town(bar)))
        }
        FilerKind::CommissaireDeJustice if luxembourg => {
            if several { "Huissiers de justice" } else { "Huissier de justice" }.to_owned()
        }
        FilerKind::CommissaireDeJustice => if several { "Commissaires de justice" } else { "Commissaire de justice" }.to_owned(),
        FilerKind::CollectionAgency => "Société de recouvrement amiable".to_owned(),
        FilerKind::Agent => "Mandataire".to_owned(),
    }
}

/// The officer who is asked to act: his name as given, and how an address line names him.
pub fn put_officer(values: &mut Values, officer: &Professional) {
    let Some(name) = officer.name.as_deref() else { return };
    values.put("/filing/officer/name", name);
    let several = firm(name).is_some();
    values.put("/filing/officer/society", if several { in_a_sentence(name, None, false) } else { name.to_owned() });
    values.put("/filing/officer/label", if several { "commissaires de justice" } else { "commissaire de justice" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_never_called_maitre() {
        for (name, form, expected) in [
            ("Camille Arnaud", None, "Maître Camille Arnaud"),
            ("Maître Camille Arnaud", None, "Maître Camille Arnaud"),
            ("SELARL Morin et Aubry", None, "la SELARL Morin et Aubry"),
            ("S.C.P. Morin", None, "la S.C.P. Morin"),
            ("Morin et Aubry SELARL", None, "la société Morin et Aubry SELARL"),
            ("Morin et Aubry", Some("SELARL"), "la SELARL Morin et Aubry"),
            ("SELARL Morin et Aubry", Some("SELARL"), "la SELARL Morin et Aubry"),
            ("Cabinet Morin", None, "le cabinet Morin"),
            ("Étude Aubry", None, "l’étude Aubry"),
            ("AARPI Morin", None, "l’AARPI Morin"),
            ("Étude Steffen & Associés", Some("SARL"), "la SARL Étude Steffen & Associés"),
        ] {
            assert_eq!(in_a_sentence(name, form, false), expected);
        }
        assert_eq!(
            in_a_sentence("Étude Steffen & Associés", Some("SARL"), true),
            "la société à responsabilité limitée Étude Steffen & Associés"
        );
    }
}
