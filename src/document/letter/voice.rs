//! Who speaks in a letter, and the sentences that its page and its e-mail share: the client, what was paid, what is left beside principal.

use super::super::facts::Facts;
use super::super::french::{capitalised, listed, long_day};
use super::super::when::When;
use super::Letter;
use crate::decompte::{LineKind, Regime};

pub fn put(letter: &mut Letter, facts: &Facts) {
    put_client(letter);
    put_payments(letter, facts);
    if letter.holds(When::OnlyAccessoriesRemain) {
        letter.values.put("/claim/leftovers", leftovers(facts));
    }
}

/// « ma cliente » for an avocat, « notre mandante » for any other who writes for the creditor.
fn put_client(letter: &mut Letter) {
    let avocat = letter.holds(When::FiledByAvocat);
    if !avocat && !letter.holds(When::CollectedByThirdParty) && !letter.holds(When::RepresentedByCounsel) {
        return;
    }
    let feminine = letter.values.get("/creditor/gender") != Some("m");
    let client = match (avocat, feminine) {
        (true, true) => "ma cliente",
        (true, false) => "mon client",
        (false, true) => "notre mandante",
        (false, false) => "notre mandant",
    };
    letter.values.put("/voice/client", client);
    letter.values.put("/voice/client_starts", capitalised(client));
}

fn put_payments(letter: &mut Letter, facts: &Facts) {
    let payments = &facts.case.claim.payments;
    let Some(total) = letter.values.get("/amounts/payments").map(str::to_owned) else { return };
    let said = match payments.as_slice() {
        [] => return,
        [only] => format!("Votre paiement du {}, de {total}, est déduit du décompte.", long_day(only.received_on)),
        _ => format!("Vos paiements, d’un total de {total}, sont déduits du décompte."),
    };
    letter.values.put("/claim/payments_said", said);
}

/// « restent à payer les pénalités de retard et l’indemnité forfaitaire de recouvrement »: the principal is paid.
fn leftovers(facts: &Facts) -> String {
    let decompte = facts.decompte;
    let totals = &decompte.totals;
    let mut left = Vec::new();
    if !totals.interest_due.is_zero() {
        left.push(match decompte.regime {
            _ if decompte.has(LineKind::InteretLegal) => "les intérêts au taux légal",
            Regime::Commercial if !facts.is_luxembourg() => "les pénalités de retard",
            Regime::Public => "les intérêts moratoires",
            _ => "les intérêts de retard",
        });
    }
    let lump = if facts.is_luxembourg() {
        "le montant forfaitaire de recouvrement"
    } else {
        "l’indemnité forfaitaire de recouvrement"
    };
    let kinds = [
        (LineKind::IndemniteForfaitaire, lump),
        (LineKind::ClausePenale, "la clause pénale"),
        (LineKind::Cost, "les frais justifiés"),
    ];
    left.extend(kinds.into_iter().filter(|(kind, _)| decompte.has(*kind)).map(|(_, name)| name));
    let verb = if left.len() == 1 && !left[0].starts_with("les ") { "reste" } else { "restent" };
    format!("{verb} à payer {}", listed(&left))
}
