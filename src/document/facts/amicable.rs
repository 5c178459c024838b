//! When an amicable attempt, or an avocat, comes before the court.

use super::Facts;
use crate::case::claim::Nature;
use crate::case::letter::CourtKind;
use crate::law::{Figure, Jurisdiction};
use crate::money::Euros;

const AMICABLE_THRESHOLD: &str = "fr-tentative-amiable-seuil";
const AVOCAT_TJ: &str = "fr-avocat-seuil-tj";
const AVOCAT_TC: &str = "fr-avocat-seuil-tc";

impl Facts<'_> {
    /// « lorsqu'elle tend au paiement d'une somme n'excédant pas 5 000 euros » before the tribunal judiciaire (C. proc. civ., art.
    /// 750-1): by the court that the case names, else by the one that the parties make competent.
    pub fn amicable_attempt_is_required(&self) -> bool {
        let civil = match self.court_kind() {
            Some(kind) => matches!(kind, CourtKind::TribunalJudiciaire | CourtKind::JugeDesContentieuxDeLaProtection),
            None => !self.commercial_court_expected(),
        };
        let threshold = self.threshold(AMICABLE_THRESHOLD);
        civil && self.jurisdiction() == Jurisdiction::France && threshold.is_some_and(|most| self.decompte.totals.due <= most)
    }

    /// The principal alone does not exceed the threshold, and the whole sum does: whether the attempt is required is then arguable.
    pub fn amicable_attempt_is_arguable(&self) -> bool {
        let civil =
            matches!(self.court_kind(), Some(CourtKind::TribunalJudiciaire | CourtKind::JugeDesContentieuxDeLaProtection));
        let totals = &self.decompte.totals;
        civil && self.threshold(AMICABLE_THRESHOLD).is_some_and(|most| totals.principal_due <= most && totals.due > most)
    }

    /// Before these courts the parties are represented beyond a sum (C. proc. civ., art. 760, 761 and 853), and whatever the sum for a
    /// commercial lease (C. org. jud., art. R. 211-3-26); never before the judge of protection litigation.
    pub fn avocat_is_required(&self) -> bool {
        let lease = self.case.claim.nature == Nature::CommercialLease;
        let threshold = match self.court_kind() {
            Some(CourtKind::TribunalJudiciaire) if lease => return true,
            Some(CourtKind::TribunalJudiciaire | CourtKind::ChambreCommerciale) => AVOCAT_TJ,
            Some(CourtKind::TribunalDeCommerce | CourtKind::TribunalDesActivitesEconomiques) => AVOCAT_TC,
            _ => return false,
        };
        self.threshold(threshold).is_some_and(|most| self.decompte.totals.due > most)
    }

    /// A sum of the law on the letter's day. Not noted as used: no amount rests on it.
    pub fn threshold(&self, id: &str) -> Option<Euros> {
        let parameter = self.law.law().parameter(id)?;
        match parameter.values.on(self.case.letter_date)?.value.figure {
            Figure::Euros(euros) => Some(euros),
            _ => None,
        }
    }
}
