//! The days that matter after the letter: the last day to pay, the end of limitation, the periods of an injunction order and of an
//! insolvency. States rules and facts of the case, promises nothing.

mod luxembourg;
pub mod order;

use chrono::NaiveDate;
use serde::Serialize;

use super::facts::Facts;
use super::letter::last_day_to_pay;
use super::limitation::{Limitation, Period};
use super::{DocumentType, Family};
use crate::case::event::EventKind;
use crate::case::letter::CourtKind;
use crate::case::territory::Territory;
use crate::law::Figure;
use crate::law::calendar::{self, End};

/// The deposit of the registry's costs.
const DEPOSIT: &str = "C. proc. civ., art. 1425";

/// A day that the law or the letter sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Deadline {
    pub id: &'static str,
    /// Ce qui finit, ou commence, ce jour-là.
    pub says: String,
    /// Le dernier jour sûr ; absent tant que le délai ne court pas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub falls_on: Option<NaiveDate>,
    /// Le jour où le reporte la lecture de l’article 642 du code de procédure civile, quand `falls_on` est un jour chômé.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_to: Option<NaiveDate>,
    pub basis: String,
    pub status: DeadlineStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    /// Le délai court.
    Running,
    /// Il est expiré.
    Passed,
    /// L’acte attendu a été fait à temps.
    Met,
    /// Il ne court pas, ou plus : un événement du dossier l’arrête.
    Suspended,
}

impl Deadline {
    /// A day that is a last day; passed once the extended day is behind.
    fn last(id: &'static str, says: &str, end: End, basis: &str, today: NaiveDate) -> Self {
        let status = if end.extended_to < today { DeadlineStatus::Passed } else { DeadlineStatus::Running };
        Self {
            id,
            says: says.to_owned(),
            falls_on: Some(end.falls_on),
            extended_to: (end.extended_to != end.falls_on).then_some(end.extended_to),
            basis: basis.to_owned(),
            status,
        }
    }

    fn standing(id: &'static str, says: &str, basis: &str) -> Self {
        let (says, basis) = (says.to_owned(), basis.to_owned());
        Self { id, says, falls_on: None, extended_to: None, basis, status: DeadlineStatus::Suspended }
    }
}

/// The deadlines of a case on its letter's day.
pub fn of(document: &DocumentType, facts: &Facts) -> Vec<Deadline> {
    let today = facts.case.letter_date;
    let mut deadlines = Vec::new();
    if document.family == Family::Letter
        && let Some(last) = last_day_to_pay(facts)
    {
        let end = End { falls_on: last, extended_to: last };
        deadlines.push(Deadline::last(
            "payment-deadline",
            "Dernier jour que la lettre laisse au débiteur",
            end,
            if facts.is_luxembourg() {
                "C. civ. lux., art. 1139"
            } else {
                facts.law.law().cited("C. civ., art. 1231 et 1344", today)
            },
            today,
        ));
    }
    deadlines.extend(of_case(facts));
    // Only a type that speaks of the deposit has one to make.
    if document.provisions().any(|provision| provision.basis == DEPOSIT) {
        deadlines.extend(deposit(facts));
    }
    deadlines
}

/// The period to declare the claim to the insolvency is over; in Luxembourg also where it is on either of the texts that may govern.
pub fn declaration_period_is_over(facts: &Facts) -> bool {
    let passed = |deadline: &Deadline| deadline.id == "declaration-de-creance" && deadline.status == DeadlineStatus::Passed;
    of_case(facts).iter().any(passed) || luxembourg::declaration_is_late_on_either_text(facts)
}

/// No known text gives that period: a Luxembourg bankruptcy from before the law of 7 August 2023.
pub fn declaration_period_is_unknown(facts: &Facts) -> bool {
    luxembourg::older_judgment(facts).is_some()
}

/// The same, whatever the document: limitation, insolvency, order.
pub fn of_case(facts: &Facts) -> Vec<Deadline> {
    let mut deadlines: Vec<Deadline> = limitation(facts).into_iter().collect();
    deadlines.extend(if facts.is_luxembourg() { luxembourg::insolvency(facts) } else { insolvency(facts) });
    deadlines.extend(facts.order().map(|order| order.deadlines.clone()).unwrap_or_default());
    deadlines
}

/// The first open invoice that may no longer be claimed.
fn limitation(facts: &Facts) -> Option<Deadline> {
    let today = facts.case.letter_date;
    // `None` comes first in the order of options: what stands still matters least here.
    let first = facts.limitations().iter().min_by_key(|limitation| (limitation.ends_on.is_none(), limitation.ends_on))?;
    let (id, says) = match first.period {
        Period::Credit => ("forclusion", "Forclusion de l’action du prêteur"),
        Period::Title => ("prescription", "Fin du délai pour exécuter la décision"),
        _ => ("prescription", "Fin de la prescription de la première facture impayée"),
    };
    // The period that the quality of a party gives is said with the field that gives it.
    let quality = match first.period {
        Period::Consumer => {
            ", délai du professionnel contre le consommateur, selon les qualités déclarées (creditor.acts_as, debtor.acts_as)"
        }
        Period::Public => ", délai des personnes publiques, selon la qualité du débiteur (debtor.acts_as)",
        Period::LuGoods => ", délai des marchandises vendues à un particulier, selon la qualité du débiteur (debtor.acts_as)",
        Period::LuMerchant => ", délai des commerçants, selon les qualités déclarées (creditor.acts_as, debtor.acts_as)",
        _ => "",
    };
    let says = &format!("{says}{quality}");
    let Limitation { ends_on, basis, .. } = first;
    Some(match ends_on {
        Some(day) => Deadline::last(id, says, End { falls_on: *day, extended_to: *day }, basis, today),
        None => Deadline::standing(id, says, basis),
    })
}

/// « deux mois à compter de la publication du jugement d'ouverture », two more for a creditor who lives off the territory (C. com.,
/// art. R. 622-24); then six months to be relieved (art. L. 622-26).
fn insolvency(facts: &Facts) -> Vec<Deadline> {
    let Some(published) = facts.case.insolvency.as_ref().and_then(|insolvency| insolvency.published_on) else {
        return Vec::new();
    };
    let today = facts.case.letter_date;
    let place = facts.place_of(&facts.case.debtor);
    let entry = |id: &'static str, says: &str, figures: &[&str]| {
        let found: Option<Vec<(u32, String)>> = figures.iter().map(|figure| count(facts, figure)).collect();
        let found = found?;
        let months = found.iter().map(|(months, _)| months).sum();
        Some(Deadline::last(id, says, calendar::after_months(published, months, place)?, &found.first()?.1, today))
    };
    // The court is the debtor's: the mainland, or his own department or collectivity.
    let debtor = facts.territory_of(&facts.case.debtor);
    let far = debtor != Territory::Abroad && facts.territory_of(&facts.case.creditor) != debtor;
    let declaration: &[&str] = if far {
        &["fr-declaration-creance-delai", "fr-declaration-creance-eloignement"]
    } else {
        &["fr-declaration-creance-delai"]
    };
    let declared = facts.case.history.iter().filter(|event| event.kind == EventKind::ClaimDeclared).map(|event| event.on).min();
    let distance = if far { ", délai de distance compris, selon les adresses (creditor.address, debtor.address)" } else { "" };
    let says = format!("Dernier jour pour déclarer la créance{distance}");
    let declaration = entry("declaration-de-creance", &says, declaration);
    let in_time = |deadline: &Deadline| declared.is_some_and(|on| Some(on) <= deadline.extended_to.or(deadline.falls_on));
    let declaration = declaration.map(|deadline| match in_time(&deadline) {
        true => Deadline { status: DeadlineStatus::Met, ..deadline },
        false => deadline,
    });
    let relief = entry("releve-de-forclusion", "Dernier jour pour demander le relevé de forclusion", &["fr-releve-forclusion"]);
    [declaration, relief].into_iter().flatten().collect()
}

/// « consignés au greffe au plus tard dans les quinze jours de la demande » (C. proc. civ., art. 1425), before a commercial court.
fn deposit(facts: &Facts) -> Option<Deadline> {
    let commercial = [CourtKind::TribunalDeCommerce, CourtKind::TribunalDesActivitesEconomiques];
    facts.court_kind().filter(|kind| commercial.contains(kind))?;
    let (days, basis) = count(facts, "fr-injonction-consignation")?;
    let today = facts.case.letter_date;
    let end = calendar::after_days(today, days, facts.place_of(&facts.case.debtor))?;
    Some(Deadline::last(
        "consignation",
        "Dernier jour pour consigner les frais, si la requête est déposée ce jour",
        end,
        &basis,
        today,
    ))
}

/// A number in force on the letter's day, with its basis. Not noted as used: no amount rests on it.
fn count(facts: &Facts, id: &str) -> Option<(u32, String)> {
    count_on(facts, id, facts.case.letter_date)
}

fn count_on(facts: &Facts, id: &str, day: NaiveDate) -> Option<(u32, String)> {
    let parameter = facts.law.law().parameter(id)?;
    match parameter.values.on(day)?.value.figure {
        Figure::Count(count) => Some((count, facts.law.law().cited(&parameter.basis, day).to_owned())),
        _ => None,
    }
}
