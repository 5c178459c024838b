//! What only Luxembourg asks: the court of a commune, the threshold of the justice de paix, the registration of who claims.

use super::super::french::folded;
use super::Facts;
use crate::case::address::Address;
use crate::case::claim::Nature;
use crate::case::letter::CourtKind;
use crate::case::party::{Party, RegisterKind};
use crate::decompte::Regime;
use crate::decompte::regime::is_invoiced_in_time;
use crate::law::{Figure, Jurisdiction};

const THRESHOLD: &str = "lu-seuil-justice-de-paix";
const MOST_DAYS: &str = "lu-delai-paiement-maximum";

/// The three justices de paix (L. du 7 mars 1980, art. 1 and annex).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    Luxembourg,
    Esch,
    Diekirch,
}

impl Seat {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Luxembourg, "lu-communes-luxembourg"),
        (Self::Esch, "lu-communes-esch"),
        (Self::Diekirch, "lu-communes-diekirch"),
    ];

    pub fn town(self) -> &'static str {
        match self {
            Self::Luxembourg => "Luxembourg",
            Self::Esch => "Esch-sur-Alzette",
            Self::Diekirch => "Diekirch",
        }
    }

    /// The seat of the tribunal d'arrondissement: there are two.
    pub fn district(self) -> &'static str {
        if self == Self::Diekirch { "Diekirch" } else { "Luxembourg" }
    }
}

impl Facts<'_> {
    pub fn is_luxembourg(&self) -> bool {
        self.jurisdiction() == Jurisdiction::Luxembourg
    }

    /// The address by whose commune the court is found: the debtor's, or that of the immovable of a lease (NCPC, art. 3, 3°).
    fn court_address(&self) -> Option<&Address> {
        let lease = matches!(self.case.claim.nature, Nature::ResidentialLease | Nature::CommercialLease);
        let building = self.filing().and_then(|filing| filing.building_address.as_ref()).filter(|_| lease);
        building.or(self.case.debtor.address.as_ref()).filter(|address| address.is_in("LU"))
    }

    /// The justice de paix of that commune; `None` for a locality that is no commune.
    pub fn seat(&self) -> Option<Seat> {
        let address = self.court_address()?;
        let commune = folded(address.commune.as_deref().or(address.city.as_deref())?);
        let day = self.case.letter_date;
        let holds = |id: &str| {
            let communes = self.law.law().parameter(id).and_then(|parameter| parameter.values.on(day));
            matches!(communes.map(|entry| &entry.value.figure), Some(Figure::List(known)) if known.iter().any(|known| folded(known) == commune))
        };
        Seat::ALL.into_iter().find(|(_, id)| holds(id)).map(|(seat, _)| seat)
    }

    pub fn commune_is_unknown(&self) -> bool {
        self.is_luxembourg() && self.court_address().is_some() && self.seat().is_none()
    }

    /// The court of the filing is not the one of the debtor's commune.
    pub fn lu_court_is_elsewhere(&self) -> bool {
        let Some((seat, city)) = self.seat().zip(self.court_city()) else { return false };
        match self.court_kind() {
            Some(CourtKind::JusticeDePaix) => folded(city) != folded(seat.town()),
            Some(CourtKind::TribunalArrondissement) => folded(city) != folded(seat.district()),
            _ => false,
        }
    }

    /// The principal alone, « à l'exclusion des intérêts et frais » (NCPC, art. 2), against the threshold of the day.
    pub fn is_over_justice_de_paix(&self) -> bool {
        let threshold = self.threshold(THRESHOLD);
        let principal = self.decompte.totals.principal_due;
        self.is_luxembourg() && threshold.is_some_and(|most| principal > most)
    }

    /// Interest by the law on late payment, between professionals or against a public body (L. du 18 avril 2004, chapter I).
    pub fn lu_statutory_interest(&self) -> bool {
        self.is_luxembourg() && self.decompte.regime != Regime::Civil && self.case.claim.judgment.is_none()
    }

    /// Some invoice leaves more than the days that the law on late payment allows unless it is expressly stipulated (L. du 18 avril 2004,
    /// art. 3, § 4), counted from its receipt, else from performance or its own day.
    pub fn a_payment_period_is_long(&self) -> bool {
        let most = self.law.law().parameter(MOST_DAYS).and_then(|parameter| parameter.values.on(self.case.letter_date));
        let Some(Figure::Count(most)) = most.map(|entry| &entry.value.figure) else { return false };
        let days = |invoice: &crate::case::claim::Invoice| {
            let from = invoice.received_on.or(invoice.performed_on).or(invoice.issued_on);
            invoice.due_on.zip(from).map(|(due, from)| (due - from).num_days())
        };
        self.is_luxembourg()
            && self.decompte.regime == Regime::Commercial
            && self.case.claim.invoices.iter().filter_map(days).any(|days| days > i64::from(*most))
    }

    /// Of a professional against a consumer: whether every invoice bears interest by right (L. du 18 avril 2004, art. 12 and 13), or
    /// with `by_right` false, whether one does not.
    pub fn lu_consumer_interest(&self, by_right: bool) -> bool {
        let consumer = self.is_luxembourg() && self.case.debtor.is_consumer() && self.case.creditor.is_professional();
        consumer && self.case.claim.invoices.iter().all(|invoice| is_invoiced_in_time(self.law, invoice)) == by_right
    }

    pub fn is_lu_company(party: &Party) -> bool {
        party.is_company() && party.address.as_ref().is_some_and(|address| address.is_in("LU"))
    }

    /// Registered in Luxembourg: the case says so, or the company has its seat there.
    pub fn creditor_at_lu_rcs(&self) -> bool {
        let creditor = &self.case.creditor;
        let register = creditor.register.as_ref();
        let said = register.is_some_and(|register| {
            register.kind == RegisterKind::Rcs && register.country.as_ref().is_some_and(|country| country.as_str() == "LU")
        });
        said || self.is_luxembourg()
            && Self::is_lu_company(creditor)
            && !register.is_some_and(|register| register.kind == RegisterKind::None)
    }

    pub fn creditor_form_says(&self, words: &[&str]) -> bool {
        self.case.creditor.legal_form().map(folded).is_some_and(|form| words.contains(&form.as_str()))
    }
}
