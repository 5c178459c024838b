//! Parties who are several, or who act through another: whether a debt divides among its debtors, who is protected, who is no more.

use super::Facts;
use crate::case::filer::FilerKind;
use crate::case::party::{ActsAs, Party, ProtectionKind, Share};
use crate::decompte::Regime;

impl Facts<'_> {
    /// Every debtor, the one addressed first.
    pub fn debtors(&self) -> impl Iterator<Item = &Party> {
        std::iter::once(&self.case.debtor).chain(&self.case.co_debtors)
    }

    /// Every creditor, the one who writes first.
    pub fn creditors(&self) -> impl Iterator<Item = &Party> {
        std::iter::once(&self.case.creditor).chain(&self.case.co_creditors)
    }

    /// The debtors are held for the whole, each of them; never the heirs of one (C. civ., art. 1309: « l’obligation fût-elle solidaire »).
    pub fn debt_is_joint(&self) -> bool {
        !self.case.co_debtors.is_empty() && self.case.estate.is_none() && self.case.claim.joint_liability.is_some()
    }

    /// The debt divides among several debtors (C. civ., art. 1309), or is that of an heir for his part (art. 873).
    pub fn debt_is_divided(&self) -> bool {
        let several = !self.case.co_debtors.is_empty() && !self.debt_is_joint();
        several || self.case.estate.is_some() && self.case.debtor.share.is_some()
    }

    /// The share of a debtor: the case's own, else an equal part of those who are given.
    pub fn share_of(&self, party: &Party) -> Option<Share> {
        let equal = Share { parts: 1, of: u32::try_from(self.case.co_debtors.len() + 1).unwrap_or(u32::MAX) };
        self.debt_is_divided().then(|| party.share.unwrap_or(equal))
    }

    /// An heir's part is not given, and there are several heirs, or others may be.
    pub fn an_heir_has_no_share(&self) -> bool {
        self.case.estate.is_some() && self.debtors().any(|debtor| debtor.share.is_none())
    }

    /// Between merchants usage presumes what the case does not say.
    pub fn merchants_without_solidarity(&self) -> bool {
        self.debt_is_divided() && self.case.estate.is_none() && self.debtors().all(|debtor| debtor.acts_as == ActsAs::Merchant)
    }

    /// Interest between professionals, or of a public contract, is counted for all the debtors, and some co-debtor owes none: he is
    /// no professional, no public buyer (C. com., art. L. 441-10, II; L. du 18 avril 2004, art. 2).
    pub fn a_co_debtor_is_of_another_regime(&self) -> bool {
        let owes = |party: &Party| match self.decompte.regime {
            Regime::Commercial => party.is_professional() || self.is_luxembourg() && party.is_public_body(),
            Regime::Public => party.is_public_body(),
            Regime::Civil => true,
        };
        self.case.claim.judgment.is_none() && !self.case.co_debtors.iter().all(owes)
    }

    /// An avocat writes, and it is the creditor, or who represents him, that signs.
    pub fn client_signs_for_the_avocat(&self) -> bool {
        let signs = self.case.signatory.as_ref().and_then(|signatory| signatory.name.as_deref()).map(super::folded);
        let head = |party: &Party| party.company()?.represented_by.as_ref()?.name.clone();
        let own = |party: &Party| party.person()?.full_name();
        let client = |party: &Party| head(party).or_else(|| own(party)).map(|name| super::folded(&name));
        self.filer_is(&[FilerKind::Avocat]) && signs.is_some() && self.creditors().any(|party| client(party) == signs)
    }

    pub fn debtor_is_protected(&self, kind: ProtectionKind) -> bool {
        let protection = self.case.debtor.person().and_then(|person| person.protection.as_deref());
        protection.is_some_and(|protection| protection.kind == kind)
    }

    /// The one addressed answers for another, or through a tutor.
    pub fn debtor_has_a_capacity(&self) -> bool {
        let acts = self.case.debtor.person().is_some_and(|person| person.acts_for_company.is_some());
        let under_tutelle = self.debtor_is_protected(ProtectionKind::Tutelle);
        acts || self.case.estate.as_ref().is_some_and(|estate| estate.name.is_some()) || under_tutelle
    }

    /// Some debtor is protected, and who protects him is not named or cannot be written to.
    pub fn a_protector_is_unknown(&self) -> bool {
        self.debtors()
            .filter_map(|debtor| debtor.person()?.protection.as_deref())
            .any(|protection| protection.name.is_none() || protection.address.is_none())
    }

    pub fn debtor_is_struck_off(&self) -> bool {
        let day = self.case.debtor.company().and_then(|company| company.struck_off_on);
        day.is_some_and(|day| day <= self.case.letter_date)
    }

    /// A company that says it is in formation has no personality yet.
    pub fn is_in_formation(party: &Party) -> bool {
        let said = |text: Option<&str>| text.is_some_and(|text| super::folded(text).contains("en formation"));
        party.company().is_some_and(|company| said(company.name.as_deref()) || said(company.legal_form.as_deref()))
    }

    /// A filing against a struck-off company names the agent that a judge appointed to represent it.
    pub fn has_no_ad_hoc_agent(&self) -> bool {
        let head = self.case.debtor.company().and_then(|company| company.represented_by.as_ref());
        let quality = head.and_then(|head| head.quality.as_deref()).unwrap_or_default();
        self.debtor_is_struck_off()
            && !super::folded(quality).contains("ad hoc")
            && !super::folded(quality).contains("liquidateur")
    }
}
