//! How a letter says the way that it announces: « nous déposerons | une requête en injonction de payer ». Never decides whether it is open.

use super::super::facts::Facts;
use super::super::when::When;
use super::paper::court_name;
use super::{Letter, luxembourg};
use crate::case::letter::{Consequence, CourtKind};

pub fn put(letter: &mut Letter, facts: &Facts) {
    let Some(way) = facts.letter().and_then(|letter| letter.consequence) else { return };
    if facts.is_luxembourg() {
        let guarantor = letter.meta.recipient == "/guarantor";
        if let Some((seized, of)) = luxembourg::announced(facts, guarantor, way) {
            letter.values.put("/letter/seized", seized);
            letter.values.put("/letter/consequence", of);
        }
        return;
    }
    let words = in_france(way, facts);
    // An attempt comes first: it is another notice.
    let warned = if letter.holds(When::AmicableAttemptFirst) { "" } else { " sans autre avis" };
    let said = match letter.values.get("/voice/client") {
        Some(client) => format!("{client} pourra {}{warned} {}", words.to, words.what),
        None => format!("nous {}{warned} {}", words.we_will, words.what),
    };
    letter.values.put("/letter/announcement", said);
    letter.values.put("/letter/consequence", words.what);
}

/// The verb after « nous » and after « pourra », and what follows « sans autre avis ».
struct Announced {
    we_will: &'static str,
    to: &'static str,
    what: String,
}

fn in_france(way: Consequence, facts: &Facts) -> Announced {
    let named = |kinds: &[CourtKind]| {
        let court = facts.filing().and_then(|filing| filing.court.as_ref()).filter(|court| kinds.contains(&court.kind));
        court.and_then(court_name).unwrap_or_else(|| "la juridiction compétente".to_owned())
    };
    const CIVIL: [CourtKind; 5] = [
        CourtKind::TribunalDeCommerce,
        CourtKind::TribunalDesActivitesEconomiques,
        CourtKind::TribunalJudiciaire,
        CourtKind::JugeDesContentieuxDeLaProtection,
        CourtKind::ChambreCommerciale,
    ];
    let said = |we_will, to, what: String| Announced { we_will, to, what };
    match way {
        Consequence::Assignation => said("vous assignerons", "vous assigner", format!("en paiement devant {}", named(&CIVIL))),
        Consequence::RefereProvision => {
            said("vous assignerons", "vous assigner", "devant le juge des référés, en paiement d’une provision".to_owned())
        }
        Consequence::PetitesCreances => said(
            "demanderons",
            "demander",
            "à un commissaire de justice d’engager la procédure simplifiée de recouvrement des petites créances".to_owned(),
        ),
        Consequence::InjonctionEuropeenne => {
            said("demanderons", "demander", "une injonction de payer européenne à la juridiction compétente".to_owned())
        }
        Consequence::VoieAdministrative => said(
            "saisirons",
            "saisir",
            "le juge administratif, au besoin en référé, d’une demande de paiement ou de provision".to_owned(),
        ),
        Consequence::CommandementDePayer => said(
            "vous ferons signifier",
            "vous faire signifier",
            "par commissaire de justice un commandement de payer visant la clause résolutoire du bail".to_owned(),
        ),
        Consequence::ConseilDePrudHommes => {
            said("saisirons", "saisir", "le conseil de prud’hommes compétent d’une demande en paiement".to_owned())
        }
        Consequence::CreancesIncontestees => said(
            "demanderons",
            "demander",
            "à un commissaire de justice d’engager la procédure de recouvrement des créances commerciales incontestées"
                .to_owned(),
        ),
        // The ways of Luxembourg are refused in a French letter: these words are never printed there.
        _ => said("déposerons", "déposer", format!("une requête en injonction de payer devant {}", named(&CIVIL))),
    }
}
