//! The facts on which a judicial way opens or closes, and what the letter announces.

use super::Facts;
use crate::case::letter::Consequence;
use crate::decompte::Schedule;
use crate::decompte::national::BCE;
use crate::law::{Figure, Jurisdiction};

/// Member states bound by règlement (CE) n° 1896/2006: all but Denmark (art. 2, § 3).
const UNDER_EUROPEAN_ORDER: [&str; 26] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL",
    "PT", "RO", "SE", "SI", "SK",
];

/// From how many times the rate that the law would give an agreed one is questioned: a choice of this service, no text.
const FAR_ABOVE: u32 = 3;

impl Facts<'_> {
    /// The letter announces one of these ways.
    pub fn announces(&self, ways: &[Consequence]) -> bool {
        self.letter().and_then(|letter| letter.consequence).is_some_and(|way| ways.contains(&way))
    }

    /// A way that only the other country has.
    pub fn consequence_is_of_another_country(&self) -> bool {
        use Consequence as Way;
        let luxembourg =
            [Way::OrdonnanceConditionnelle, Way::ProvisionSurRequete, Way::RequeteTribunalDuTravail, Way::RequeteBail];
        let french = [
            Way::InjonctionDePayer,
            Way::PetitesCreances,
            Way::VoieAdministrative,
            Way::CommandementDePayer,
            Way::ConseilDePrudHommes,
            Way::CreancesIncontestees,
        ];
        if self.is_luxembourg() { self.announces(&french) } else { self.announces(&luxembourg) }
    }

    /// The claim that the letter announces must follow an amicable attempt, and none is known (C. proc. civ., art. 750-1).
    pub fn amicable_attempt_comes_first(&self) -> bool {
        let attempted = self.case.history.iter().any(|event| event.kind == crate::case::event::EventKind::AmicableAttempt);
        let exempt = self.filing().is_some_and(|filing| filing.amicable_exemption.is_some());
        self.announces(&[Consequence::Assignation, Consequence::RefereProvision])
            && self.amicable_attempt_is_required()
            && !attempted
            && !exempt
    }

    /// In another member state that the European order for payment reaches.
    pub fn debtor_is_under_the_european_order(&self) -> bool {
        let reached = |code: &&str| self.case.debtor.address.as_ref().is_some_and(|address| address.is_in(code));
        UNDER_EUROPEAN_ORDER.iter().any(reached)
    }

    /// A fixed agreed rate of more than three times what the law gives between professionals that day, in France.
    pub fn agreed_rate_is_far_above(&self) -> bool {
        let Schedule::Agreed(agreed) = self.decompte.schedule else { return false };
        if self.jurisdiction() != Jurisdiction::France {
            return false;
        }
        // Asked of the law without a trace: no amount rests on it.
        let rate = |id: &str| match self.law.law().parameter(id)?.values.on(self.case.letter_date)?.value.figure {
            Figure::Rate(rate) => Some(rate.percent()),
            _ => None,
        };
        let usual = rate(BCE).zip(rate(self.decompte.national().points)).map(|(refinancing, points)| refinancing + points);
        usual.is_some_and(|usual| agreed.percent() > usual * rust_decimal::Decimal::from(FAR_ABOVE))
    }
}
