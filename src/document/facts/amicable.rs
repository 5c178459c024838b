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
    /// 750-1): by the court that the case names, else by the one that the parties make competent. « Toutefois, cette obligation ne
    /// s'applique pas aux litiges relatifs à l'application des dispositions mentionnées à l'article L. 314-26 du code de la consommation »
    /// (L. n° 2016-1547, art. 4): credit to consumers.
    pub fn amicable_attempt_is_required(&self) -> bool {
        if self.case.claim.nature == Nature::ConsumerCredit {
            return false;
        }
        let civil = match self.court_kind() {
            Some(kind) => matches!(kind, CourtKind::TribunalJudiciaire | CourtKind::JugeDesContentieuxDeLaProtection),
            None => !self.commercial_court_expected(),
        };
        let threshold = self.threshold(AMICABLE_THRESHOLD);
        civil && self.jurisdiction() == Jurisdiction::France && threshold.is_some_and(|most| self.decompte.totals.due <= most)
    }

    /// The principal alone does not exceed the threshold, and the whole sum does: whether the attempt is required is then arguable.
    pub fn amicable_attempt_is_arguable(&self) -> bool {
        if self.case.claim.nature == Nature::ConsumerCredit {
            return false;
        }
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
        // Before a commercial court alone, the exemption also covers the demand that « a pour origine l'exécution d'une obligation dont le
        // montant n'excède pas 10 000 euros » (art. 853): more is then asked only by interest and accessories.
        let smaller = threshold == AVOCAT_TC && self.principal_is_within(AVOCAT_TC);
        !smaller && self.threshold(threshold).is_some_and(|most| self.decompte.totals.due > most)
    }

    /// A commercial court is asked for more than the sum beyond which counsel is compulsory, for an obligation that does not exceed it.
    pub fn avocat_is_arguable(&self) -> bool {
        let commercial =
            matches!(self.court_kind(), Some(CourtKind::TribunalDeCommerce | CourtKind::TribunalDesActivitesEconomiques));
        let over = self.threshold(AVOCAT_TC).is_some_and(|most| self.decompte.totals.due > most);
        commercial && over && self.principal_is_within(AVOCAT_TC)
    }

    /// What was owed at first in principal, whatever was paid since.
    fn principal_is_within(&self, threshold: &str) -> bool {
        self.threshold(threshold).is_some_and(|most| self.decompte.totals.principal <= most)
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
