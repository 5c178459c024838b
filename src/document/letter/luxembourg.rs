//! What only a Luxembourg letter says: who speaks and in whose name, the court and the way that it announces, the delay that a summons
//! leaves.

use super::super::facts::Facts;
use super::super::french::names::of_town;
use super::{Letter, pleading};
use crate::case::claim::Nature;
use crate::case::filer::FilerKind;
use crate::case::letter::Consequence;
use crate::money::count_in_words;

/// The words of whoever writes, under `/voice/`: the creditor and an agent say « nous », an avocat or a huissier in his own name says « je »,
/// and both of the latter speak of « ma mandante ».
pub fn put_voice(letter: &mut Letter, facts: &Facts) {
    let filer = facts.case.filer.as_ref();
    let counsel = filer.filter(|filer| matches!(filer.kind, FilerKind::Avocat | FilerKind::CommissaireDeJustice));
    let single = counsel.is_some_and(|filer| filer.legal_form.is_none());
    let feminine = letter.values.get("/creditor/gender") != Some("m");
    let client = match (single, feminine) {
        (true, true) => "ma mandante",
        (true, false) => "mon mandant",
        (false, true) => "notre mandante",
        (false, false) => "notre mandant",
    };
    let notice = letter.values.get("/history/mise_en_demeure/sent_on").map(str::to_owned);
    let mut say = |name: &str, alone: &str, together: &str| {
        letter.values.put(format!("/voice/{name}"), if single { alone } else { together });
    };
    say("asks", "Je vous demande", "Nous vous demandons");
    say("thanks", "Je vous remercie", "Nous vous remercions");
    say("summons", "Je vous mets en demeure", "Nous vous mettons en demeure");
    say("prays", "Je vous prie", "Nous vous prions");
    say("addresses", "Je vous adresse", "Nous vous adressons");
    say("us", "moi", "nous");
    say("our", "mes", "nos");
    say("my", "ma", "notre");
    say("error", "Sauf erreur de ma part", "Sauf erreur de notre part");
    if counsel.is_some() {
        let alone = "Je me permets de vous écrire en ma qualité de mandataire";
        say("introduction", alone, "Nous nous permettons de vous écrire en notre qualité de mandataires");
    }
    // After a notice, none is announced: what it announced follows.
    let noticed = notice.map(|day| format!("la suite annoncée par la mise en demeure du {day} sera donnée à ce dossier"));
    let then = |usual: &str| noticed.clone().unwrap_or_else(|| usual.to_owned());
    let Some(_) = filer else {
        say("seizes", "", "nous saisirons");
        say("reserves", "", "Nous nous réservons");
        say("will_ask", "", "nous demanderons");
        say("answers", "", "nous y répondrons");
        say("then", "", &then("nous vous adresserons une mise en demeure"));
        return;
    };
    let reserves = if feminine { "Elle se réserve" } else { "Il se réserve" };
    say("client", client, client);
    say("seizes", &format!("{client} pourra saisir"), &format!("{client} pourra saisir"));
    say("reserves", reserves, reserves);
    say("will_ask", &format!("{client} demandera"), &format!("{client} demandera"));
    say("answers", &format!("je le soumettrai à {client}"), &format!("nous le soumettrons à {client}"));
    let then = then("une mise en demeure vous sera adressée");
    say("then", &then, &then);
}

/// What the text that an officer may copy says of the parties as an act does: their number in the register, the body that represents
/// them; and the delay that he leaves, counted from his act, for nobody knows its day.
pub fn put_summons(letter: &mut Letter, facts: &Facts) {
    let values = &mut letter.values;
    for (at, party) in [("/creditor", &facts.case.creditor), ("/debtor", &facts.case.debtor)] {
        pleading::put_organ(values, at, party);
        let number = party.register.as_ref().and_then(|register| register.number.as_deref());
        let long = values.get(&format!("{at}/register/long")).zip(number);
        if let Some(spaced) = long.map(|(long, number)| long.replace(number, &pleading::spaced(number))) {
            values.put(format!("{at}/register/long"), spaced);
        }
    }
    let days = facts.letter().and_then(|letter| letter.deadline_days);
    values.put_some("/deadline/from_service", days.map(delay));
}

/// « seize jours », counted from the service of a summons.
fn delay(days: u32) -> String {
    format!("{} jour{}", count_in_words(days), if days > 1 { "s" } else { "" })
}

/// Whom the sender will seize, and of what. The act follows the court: a claim of work goes to the tribunal du travail by request
/// (NCPC, art. 25 and 47), one between landlord and tenant to the juge de paix, by request for a home (NCPC, art. 3, 3°; L. du 21
/// septembre 2006, art. 19 and 20); any other to the juge de paix by citation up to the threshold, to the tribunal d'arrondissement by
/// assignation above it (NCPC, art. 2, 20, 101 and 154). `None` for a way of France.
pub fn announced(facts: &Facts, guarantor: bool, way: Consequence) -> Option<(String, &'static str)> {
    let guarantor = facts.guarantor().filter(|_| guarantor);
    // A guarantor is sued at his own home, and his is not the claim of a landlord or of an employee.
    let seat = match guarantor {
        Some(guarantor) => guarantor.party.address.as_ref().and_then(|address| facts.seat_of(address)),
        None => facts.seat(),
    };
    let nature = if guarantor.is_some() { Nature::Civil } else { facts.case.claim.nature };
    let principal = match guarantor.and(facts.guaranteed()) {
        Some(guaranteed) => guaranteed.principal.min(guaranteed.claimed),
        None => facts.decompte.totals.principal_due,
    };
    let at = |court: &str, town: Option<&str>| match town {
        Some(town) => format!("{court} {}", of_town(town)),
        None => format!("{court} compétent{}", if court.starts_with("la ") { "e" } else { "" }),
    };
    let peace = || at("la justice de paix", seat.map(|seat| seat.town()));
    let district = |court: &str| at(court, seat.map(|seat| seat.district()));
    Some(match (way, nature) {
        (Consequence::OrdonnanceConditionnelle, _) => (peace(), "d’une demande d’ordonnance conditionnelle de paiement"),
        (Consequence::ProvisionSurRequete, _) => {
            (district("le président du tribunal d’arrondissement"), "d’une requête en obtention d’une provision")
        }
        (Consequence::RefereProvision, _) => ("le juge des référés".to_owned(), "d’une demande de provision"),
        (Consequence::RequeteTribunalDuTravail, _) => {
            ("le tribunal du travail compétent".to_owned(), "d’une demande en paiement, par voie de requête")
        }
        (Consequence::RequeteBail, _) => (peace(), "d’une demande en paiement, par voie de requête"),
        (Consequence::InjonctionEuropeenne, _) => {
            ("la juridiction compétente".to_owned(), "d’une demande d’injonction de payer européenne")
        }
        (Consequence::Assignation, Nature::ResidentialLease | Nature::CommercialLease) => {
            (peace(), "d’une demande en paiement, par voie de citation")
        }
        (Consequence::Assignation, _) if seat.is_none() => ("la juridiction compétente".to_owned(), "d’une demande en paiement"),
        (Consequence::Assignation, _) if facts.exceeds_justice_de_paix(principal) => {
            (district("le tribunal d’arrondissement"), "d’une demande en paiement, par voie d’assignation")
        }
        (Consequence::Assignation, _) => (peace(), "d’une demande en paiement, par voie de citation"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_of_a_summons_is_in_words() {
        assert_eq!(
            (delay(16).as_str(), delay(1).as_str(), delay(80).as_str()),
            ("seize jours", "un jour", "quatre-vingts jours")
        );
    }
}
