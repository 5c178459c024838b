//! What only Luxembourg asks: the court of a commune, the threshold of the justice de paix, the registration of who claims.

use std::collections::{BTreeMap, BTreeSet};

use super::super::french::folded;
use super::Facts;
use crate::case::address::Address;
use crate::case::claim::Nature;
use crate::case::letter::CourtKind;
use crate::case::party::{ActsAs, Party, RegisterKind};
use crate::decompte::Regime;
use crate::decompte::regime::is_invoiced_in_time;
use crate::decompte::schedule::legal_interest_of;
use crate::law::{Figure, Jurisdiction};
use crate::money::Euros;

const THRESHOLD: &str = "lu-seuil-justice-de-paix";
const MOST_DAYS: &str = "lu-delai-paiement-maximum";

/// Articles that the French code has since 2016 and that Luxembourg's, which keeps the numbers of 1804, has not, or for another matter.
const NEW_FRENCH_ARTICLES: [&str; 12] =
    ["1103", "1104", "1217", "1224", "1240", "1302", "1305", "1341", "1342", "1353", "2224", "2288"];

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
        self.seat_of(self.court_address()?)
    }

    /// The same of any address in Luxembourg.
    pub fn seat_of(&self, address: &Address) -> Option<Seat> {
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

    /// Some claim surely exceeds the threshold of the day, by its principal alone, « à l'exclusion des intérêts et frais » (NCPC, art. 2).
    pub fn is_over_justice_de_paix(&self) -> bool {
        self.is_luxembourg() && self.threshold(THRESHOLD).is_some_and(|most| self.demands().iter().any(|demand| *demand > most))
    }

    /// Some claim surely does not.
    pub fn is_within_justice_de_paix(&self) -> bool {
        let within = |most| match self.causes() {
            Some(causes) => causes.iter().any(|value| *value <= most),
            None => self.decompte.totals.principal_due <= most,
        };
        self.is_luxembourg() && self.threshold(THRESHOLD).is_some_and(within)
    }

    /// Several invoices whose causes are not told: together they exceed the threshold, while one alone does not.
    pub fn value_is_uncertain(&self) -> bool {
        let uncertain = |most| {
            let alone = self.open_invoices().any(|(_, balance)| balance.principal <= most);
            self.causes().is_none() && alone && self.decompte.totals.principal_due > most
        };
        self.is_luxembourg() && self.threshold(THRESHOLD).is_some_and(uncertain)
    }

    /// The invoices are known to have different causes.
    pub fn has_several_causes(&self) -> bool {
        self.is_luxembourg() && self.causes().is_some_and(|causes| causes.len() > 1)
    }

    /// The principal of each cause: « la nature et la valeur de chaque demande considérée isolément » where causes differ, « la valeur totale »
    /// where they are one (NCPC, art. 9). `None` where several invoices do not all say theirs.
    fn causes(&self) -> Option<Vec<Euros>> {
        let mut values: BTreeMap<String, Euros> = BTreeMap::new();
        let open: Vec<_> = self.open_invoices().collect();
        for (invoice, balance) in &open {
            let cause = invoice.cause.as_deref().map(folded);
            let cause = if open.len() == 1 { cause.unwrap_or_default() } else { cause? };
            *values.entry(cause).or_default() += balance.principal;
        }
        Some(values.into_values().collect())
    }

    /// The same; where the causes are not told, each invoice alone, the least that it may count for.
    fn demands(&self) -> Vec<Euros> {
        self.causes().unwrap_or_else(|| self.open_invoices().map(|(_, balance)| balance.principal).collect())
    }

    /// Another debtor lives outside the country: the condition is each one's (NCPC, art. 129 and 919).
    pub fn co_debtor_abroad(&self) -> bool {
        let abroad = |party: &Party| party.address.as_ref().is_some_and(|address| !address.is_in(self.home()));
        self.case.co_debtors.iter().any(abroad)
    }

    /// Some debtors have different addresses, as far as they are told.
    pub fn debtors_live_apart(&self) -> bool {
        let home = self.home();
        let debtors = std::iter::once(&self.case.debtor).chain(&self.case.co_debtors);
        let lines: BTreeSet<String> =
            debtors.filter_map(|party| super::super::letter::address_line_of(party, home)).map(|line| folded(&line)).collect();
        lines.len() > 1
    }

    /// A natural person among the other debtors whose profession nothing tells.
    pub fn co_debtor_profession_unknown(&self) -> bool {
        self.case.co_debtors.iter().any(has_no_known_trade)
    }

    /// The same of the debtor: a merchant or an artisan has one.
    pub fn debtor_profession_unknown(&self) -> bool {
        has_no_known_trade(&self.case.debtor)
    }

    /// The claim that a law usually prefers: of wages (C. civ. lux., art. 2101), of rent, charges (art. 2102, 1°; L. du 16 mai 1975) or
    /// carriage (art. 2102, 6°).
    pub fn a_privilege_is_likely(&self) -> bool {
        matches!(
            self.case.claim.nature,
            Nature::Employment
                | Nature::ResidentialLease
                | Nature::CommercialLease
                | Nature::Transport
                | Nature::CondominiumCharges
        )
    }

    /// The claimed interest of a decision that does not say from when it runs: no article sets it running.
    pub fn judgment_says_no_start(&self) -> bool {
        self.is_luxembourg() && legal_interest_of(self.case).is_some_and(|judgment| judgment.interest_from.is_none())
    }

    /// Its papers bear the mentions that the law of 10 August 1915 wants: SA, SAS and SE (art. 462-1), SCA (art. 600-3), SARL and SARL-S (art.
    /// 710-10 and 720-5), whatever it acts as; no other form.
    pub fn creditor_bears_lu_mentions(&self) -> bool {
        const FORMS: [&str; 9] = ["SA", "SAS", "SASU", "SE", "SCA", "SECA", "SARL", "SARL-S", "EURL"];
        Self::is_lu_company(&self.case.creditor) && self.creditor_form().is_some_and(|form| FORMS.contains(&form.initials))
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

    /// A free text cites the Code civil by a number of the French one: « C. civ., art. 1103 ».
    pub fn cites_new_french_civil_code(&self) -> bool {
        self.any_text(|text| {
            let civil = text.contains("code civil") || text.contains("c. civ");
            let numbers = || text.split(|sign: char| !sign.is_ascii_digit());
            civil && numbers().any(|number| NEW_FRENCH_ARTICLES.contains(&number))
        })
    }

    /// « injonction de payer », which Luxembourg has in its European form only.
    pub fn names_french_payment_order(&self) -> bool {
        self.any_text(|text| text.split("injonction de payer").skip(1).any(|rest| !rest.starts_with(" europeenne")))
    }

    /// The principal that a guarantor owes within his engagement, or else the debtor's, against the threshold of the day.
    pub fn exceeds_justice_de_paix(&self, principal: Euros) -> bool {
        self.threshold(THRESHOLD).is_some_and(|most| principal > most)
    }
}

fn has_no_known_trade(party: &Party) -> bool {
    party.is_person() && party.profession.is_none() && !matches!(party.acts_as, ActsAs::Merchant | ActsAs::Artisan)
}
