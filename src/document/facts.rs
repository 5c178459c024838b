//! The facts of a case that conditions ask about: one question, one answer, nothing worded.

mod amicable;
pub mod guarantee;
mod luxembourg;
mod order;
mod parties;
mod ways;

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::deadlines::order::Order;
use super::french::folded;
use super::letter::forms::{self, LegalForm};
use super::limitation::{self, Limitation};
use super::when::When;
use crate::case::Case;
use crate::case::address::Address;
use crate::case::bundle::Accepted;
use crate::case::claim::{Invoice, Nature, Source};
use crate::case::event::{Event, EventKind};
use crate::case::filer::{Filer, FilerKind};
use crate::case::letter::{Acceleration, CourtKind, Delivery, Filing, Letter as LetterOptions};
use crate::case::party::{ActsAs, Party, RegisterKind};
use crate::case::territory::{Collectivity, Department, Territory};
use crate::decompte::{Balance, Decompte, Regime, regime};
use crate::law::calendar::Place;
use crate::law::{Consultation, Jurisdiction};

/// A case with its décompte and the law of its day.
pub struct Facts<'a> {
    pub case: &'a Case,
    pub decompte: &'a Decompte,
    pub law: &'a Consultation<'a>,
    /// The exhibits are bound after the document, and their pages are those of the files.
    pub is_bound: bool,
    /// What the case accepts that is missing of each exhibit, where they are bound.
    pub accepted: Vec<Vec<Accepted>>,
    held: OnceCell<BTreeSet<When>>,
    limitations: OnceCell<Vec<Limitation>>,
    order: OnceCell<Option<Order>>,
}

impl<'a> Facts<'a> {
    pub fn new(case: &'a Case, decompte: &'a Decompte, law: &'a Consultation<'a>) -> Self {
        let accepted = Vec::new();
        Self {
            case,
            decompte,
            law,
            is_bound: false,
            accepted,
            held: OnceCell::new(),
            limitations: OnceCell::new(),
            order: OnceCell::new(),
        }
    }

    /// The same, for a document that its exhibits follow in one file, with what is missing of each and accepted.
    pub fn bound(self, accepted: Vec<Vec<Accepted>>) -> Self {
        Self { is_bound: true, accepted, ..self }
    }

    /// The conditions that hold, each asked once for the whole case.
    pub fn held(&self) -> &BTreeSet<When> {
        self.held.get_or_init(|| When::ALL.iter().copied().filter(|when| when.holds(self)).collect())
    }
}

const PLAFOND: &str = "fr-petites-creances-plafond";
const TAE_TOWNS: &str = "fr-tae-villes";
const CJE_CLAIM: &str = "fr-cje-seuil";
const CJE_STAFF: &str = "fr-cje-effectif";
const ALSACE_MOSELLE: &str = "fr-alsace-moselle-departements";
/// First day on which claims invoiced between merchants left the petites créances: sources date the loi 2026-307 and its entry into
/// force from 23 to 25 April 2026 (entreprendre.service-public.fr, A18889, 27 April 2026); the last of these days is taken.
const MERCHANT_INVOICES_EXCLUDED: (i32, u32, u32) = (2026, 4, 25);

impl Facts<'_> {
    pub fn letter(&self) -> Option<&LetterOptions> {
        self.case.letter.as_ref()
    }

    pub fn filing(&self) -> Option<&Filing> {
        self.case.filing.as_ref()
    }

    pub fn level(&self) -> Option<u32> {
        self.letter()?.level
    }

    pub fn delivery(&self) -> Option<Delivery> {
        self.letter()?.delivery
    }

    pub fn acceleration(&self) -> Option<&Acceleration> {
        self.letter()?.acceleration.as_ref()
    }

    /// Sent in a way that is tracked, and its number known.
    pub fn tracked(&self) -> bool {
        let registered = matches!(self.delivery(), Some(Delivery::RegisteredPost | Delivery::Lre));
        registered && self.letter().is_some_and(|letter| letter.tracking_number.is_some())
    }

    pub fn first_letter_recalled(&self) -> bool {
        self.letter().is_some_and(|letter| letter.first_letter.is_some())
    }

    pub fn court_kind(&self) -> Option<CourtKind> {
        Some(self.filing()?.court.as_ref()?.kind)
    }

    pub fn filer_is(&self, kinds: &[FilerKind]) -> bool {
        self.case.filer.as_ref().is_some_and(|filer| kinds.contains(&filer.kind))
    }

    pub fn creditor_form(&self) -> Option<&'static LegalForm> {
        forms::known(self.case.creditor.legal_form()?)
    }

    pub fn creditor_capital_varies(&self) -> bool {
        self.case.creditor.company().is_some_and(|company| company.variable_capital)
    }

    /// Registered at the RCS: it says so; or it has another register, or is foreign, and is not; or it has a form, or a trade, that
    /// must be.
    pub fn creditor_at_rcs(&self) -> bool {
        let creditor = &self.case.creditor;
        let must_be = || match self.creditor_form() {
            Some(form) => form.commercial || form.civil || form.initials == "GIE",
            None => creditor.is_merchant(),
        };
        match creditor.register.as_ref().map(|register| register.kind) {
            Some(RegisterKind::Rcs) => true,
            Some(RegisterKind::Rne | RegisterKind::Foreign) => false,
            Some(RegisterKind::None) | None => must_be() && !self.creditor_is_foreign_company(),
        }
    }

    pub fn creditor_is_registered(&self) -> bool {
        let creditor = &self.case.creditor;
        let registered =
            creditor.register.as_ref().is_some_and(|register| matches!(register.kind, RegisterKind::Rcs | RegisterKind::Rne));
        creditor.siren.is_some() || registered || self.creditor_form().is_some_and(|form| form.commercial || form.civil)
    }

    pub fn creditor_is_foreign_company(&self) -> bool {
        let creditor = &self.case.creditor;
        let foreign_register = creditor.register.as_ref().is_some_and(|register| register.kind == RegisterKind::Foreign);
        let foreign_seat = creditor.address.as_ref().is_some_and(|address| !address.is_in(self.home()));
        creditor.is_company() && (foreign_register || foreign_seat)
    }

    /// The country whose law the document follows.
    pub fn jurisdiction(&self) -> Jurisdiction {
        self.decompte.jurisdiction
    }

    /// Its code.
    pub fn home(&self) -> &'static str {
        self.jurisdiction().code()
    }

    pub fn debtor_abroad(&self) -> bool {
        // A French collectivity whose law is not loaded is not abroad: another finding refuses what is asked there.
        let loaded = |address: &Address| self.is_luxembourg() || address.territory().collectivity().is_none();
        self.case.debtor.address.as_ref().is_some_and(|address| !address.is_in(self.home()) && loaded(address))
    }

    /// Who or what is in a French collectivity whose law is not loaded, with the pointer of its address; the creditor first.
    pub fn outside_loaded_law(&self) -> Vec<(&'static str, &'static str, Collectivity)> {
        if self.is_luxembourg() {
            return Vec::new();
        }
        let court = self.filing().and_then(|filing| filing.court.as_ref()).and_then(|court| court.address.as_ref());
        let places = [
            ("Le créancier", "/creditor/address", self.case.creditor.address.as_ref()),
            ("Le débiteur", "/debtor/address", self.case.debtor.address.as_ref()),
            ("La juridiction", "/filing/court/address", court),
        ];
        let found = places.into_iter().filter_map(|(who, at, address)| Some((who, at, address?.territory().collectivity()?)));
        found.collect()
    }

    pub fn debtor_in_alsace_moselle(&self) -> bool {
        self.place_of(&self.case.debtor) == Place::AlsaceMoselle
    }

    /// Whose holidays count where a party is found.
    pub fn place_of(&self, party: &Party) -> Place {
        if self.jurisdiction() == Jurisdiction::Luxembourg {
            return Place::Luxembourg;
        }
        if let Territory::Department(department) = self.territory_of(party) {
            return match department {
                Department::Guadeloupe => Place::Guadeloupe,
                Department::Martinique => Place::Martinique,
                Department::Guyane => Place::Guyane,
                Department::Reunion => Place::Reunion,
                Department::Mayotte => Place::Mayotte,
            };
        }
        let postcode =
            party.address.as_ref().filter(|address| address.is_in_france()).and_then(|address| address.postcode.as_ref());
        let departments = self.law.list(ALSACE_MOSELLE, self.case.letter_date).unwrap_or_default();
        let local = |postcode: &str| departments.iter().any(|department| postcode.starts_with(department));
        if postcode.is_some_and(|postcode| local(postcode.as_str())) { Place::AlsaceMoselle } else { Place::France }
    }

    /// Where a party lives; the mainland where nothing says otherwise.
    pub fn territory_of(&self, party: &Party) -> Territory {
        party.address.as_ref().map_or(Territory::Mainland, Address::territory)
    }

    /// Where the court sits, if its address is known.
    pub fn court_territory(&self) -> Option<Territory> {
        self.filing()?.court.as_ref()?.address.as_ref().map(Address::territory)
    }

    pub fn sender_phone(&self) -> Option<&str> {
        self.case.creditor.contact.as_ref()?.phone.as_deref()
    }

    pub fn phone_is_surcharged(&self) -> bool {
        self.case.creditor.contact.as_ref().is_some_and(|contact| contact.phone_surcharged == Some(true))
    }

    /// The last mise en demeure sent before the letter's day.
    pub fn mise_en_demeure(&self) -> Option<&Event> {
        let sent = |event: &&Event| event.kind == EventKind::MiseEnDemeure && event.on <= self.case.letter_date;
        self.case.history.iter().filter(sent).max_by_key(|event| event.on)
    }

    /// The due day itself is no lateness: « le jour suivant la date de règlement » (C. com., art. L. 441-10, II).
    pub fn an_invoice_is_not_late(&self) -> bool {
        self.decompte.balances.iter().any(|balance| balance.due_on.is_some_and(|due| due >= self.case.letter_date))
    }

    /// Every due day is known and still to come, or today.
    pub fn no_invoice_is_late(&self) -> bool {
        self.decompte.balances.iter().all(|balance| balance.due_on.is_some_and(|due| due >= self.case.letter_date))
    }

    pub fn due_day_derived(&self) -> bool {
        let invoices = self.case.claim.invoices.iter().zip(&self.decompte.balances);
        invoices.into_iter().any(|(invoice, balance)| invoice.due_on.is_none() && balance.due_on.is_some())
    }

    /// Who names the files of some exhibits forgot those of the others; who names none joins them otherwise.
    pub fn exhibit_file_is_forgotten(&self) -> bool {
        let with_file = self.case.exhibits.iter().filter(|exhibit| exhibit.file.is_some()).count();
        with_file > 0 && with_file < self.case.exhibits.len()
    }

    /// A sale or a service that follows the civil rule: the quality of a party has barred the penalties and the lump sum.
    pub fn is_civil_trade(&self) -> bool {
        self.decompte.regime == Regime::Civil && self.case.claim.judgment.is_none() && regime::is_trade(self.case)
    }

    /// A professional or a public body would owe them to a professional; this creditor is none.
    pub fn creditor_quality_bars_penalties(&self) -> bool {
        let debtor = &self.case.debtor;
        self.is_civil_trade() && !self.case.creditor.is_professional() && (debtor.is_professional() || debtor.is_public_body())
    }

    /// Between professionals, or from a public body, what the claim is barred the penalties: a lease, a credit, condominium charges.
    pub fn nature_bars_penalties(&self) -> bool {
        let pays_late = self.case.debtor.is_professional() || self.case.debtor.is_public_body();
        self.case.claim.judgment.is_none() && !regime::is_trade(self.case) && self.case.creditor.is_professional() && pays_late
    }

    pub fn claim_before_insolvency(&self) -> bool {
        let Some(insolvency) = &self.case.insolvency else { return false };
        let before = |invoice: &Invoice| crate::decompte::regime::born_before(invoice, insolvency.judgment_on);
        self.case.claim.invoices.iter().any(before)
    }

    pub fn claim_before_over_indebtedness(&self) -> bool {
        let Some(file) = &self.case.over_indebtedness else { return false };
        self.case.claim.invoices.iter().any(|invoice| crate::decompte::regime::born_before(invoice, file.admissible_on))
    }

    /// Whether the third party that collects lacks what `has` looks for; false when nobody collects for the creditor.
    pub fn collector_lacks(&self, has: impl Fn(&Filer) -> bool) -> bool {
        self.filer_is(&[FilerKind::CollectionAgency, FilerKind::Agent]) && !self.case.filer.as_ref().is_some_and(has)
    }

    /// Consent comes before the sending (C. postes et com. électr., art. L. 100).
    pub fn lre_consent_is_missing(&self) -> bool {
        let consented = self.letter().and_then(|letter| letter.lre_consent_on).is_some_and(|on| on <= self.case.letter_date);
        self.delivery() == Some(Delivery::Lre) && !consented
    }

    /// Whether some free text of the case says one of `words`, whatever its case and accents.
    pub fn says_any(&self, words: &[&str]) -> bool {
        self.any_text(|text| words.iter().any(|word| text.contains(word)))
    }

    /// The same of any question put to a free text, folded, with a space before it.
    pub fn any_text(&self, ask: impl Fn(&str) -> bool) -> bool {
        let case = self.case;
        let claim = &case.claim;
        let clauses = [
            claim.clause_penale.as_ref().and_then(|clause| clause.clause.as_deref()),
            self.acceleration().and_then(|term| term.clause.as_deref()),
            self.letter().and_then(|letter| letter.salutation.as_deref()),
            claim.grounds.as_deref(),
            case.reference.as_deref(),
            case.creditor.activity.as_deref(),
            case.creditor.person().and_then(|person| person.trading_name.as_deref()),
            case.signatory.as_ref().and_then(|signatory| signatory.quality.as_deref()),
        ];
        let facts = claim.facts.iter().map(|fact| fact.text.as_str());
        let labels = claim.invoices.iter().filter_map(|invoice| invoice.label.as_deref());
        let costs = claim.costs.iter().map(|cost| cost.label.as_str());
        let exhibits = case.exhibits.iter().map(|exhibit| exhibit.title.as_str());
        let means = case.filing.iter().flat_map(|filing| filing.means.iter().map(String::as_str));
        let settled = case.settlement.iter().flat_map(|settlement| {
            let concessions = settlement.creditor_concessions.iter().chain(&settlement.debtor_concessions);
            settlement.dispute.iter().chain(concessions).map(String::as_str)
        });
        let outcomes = case.history.iter().filter_map(|event| event.outcome.as_deref());
        let mut all = clauses
            .into_iter()
            .flatten()
            .chain(facts)
            .chain(labels)
            .chain(costs)
            .chain(exhibits)
            .chain(outcomes)
            .chain(means)
            .chain(settled);
        all.any(|text| ask(&format!(" {}", folded(text))))
    }

    /// « ayant fait l'objet d'une facturation entre commerçants »: a professional who is no merchant never counts.
    pub fn invoices_between_merchants_excluded(&self) -> bool {
        let (year, month, day) = MERCHANT_INVOICES_EXCLUDED;
        let since = NaiveDate::from_ymd_opt(year, month, day).is_some_and(|first| self.case.letter_date >= first);
        since && self.case.creditor.acts_as == ActsAs::Merchant && self.case.debtor.acts_as == ActsAs::Merchant
    }

    /// Principal and interest against the ceiling of the day (CPCE, art. R. 125-1); the lump sums and the penalty clause are
    /// neither.
    pub fn against_petites_creances(&self) -> Option<Ordering> {
        let ceiling = self.law.euros(PLAFOND, self.case.letter_date).ok()?;
        let totals = &self.decompte.totals;
        Some((totals.principal_due + totals.interest_due).cmp(&ceiling))
    }

    pub fn court_city_is_tae(&self) -> bool {
        let city = self.court_city();
        let towns = self.law.list(TAE_TOWNS, self.case.letter_date).unwrap_or_default();
        city.is_some_and(|city| towns.iter().any(|town| town.to_lowercase() == city.trim().to_lowercase()))
    }

    pub fn court_city(&self) -> Option<&str> {
        self.filing()?.court.as_ref()?.city.as_deref()
    }

    /// The town of some debtor is the court's own: the only thing that a name can tell of territorial competence.
    pub fn a_debtor_lives_in_the_court_city(&self) -> bool {
        let town = |party: &Party| party.address.as_ref().and_then(|address| address.city.as_deref()).map(folded);
        let court = self.court_city().map(folded);
        court.is_some() && std::iter::once(&self.case.debtor).chain(&self.case.co_debtors).any(|party| town(party) == court)
    }

    /// The building, or the premises let, stand in the court's own town.
    pub fn building_is_in_the_court_city(&self) -> bool {
        let building =
            self.filing().and_then(|filing| filing.building_address.as_ref()).and_then(|address| address.city.as_deref());
        building.is_some() && building.map(folded) == self.court_city().map(folded)
    }

    /// Every party trades: creditor, debtor and co-debtors.
    pub fn all_are_merchants(&self) -> bool {
        let debtors = std::iter::once(&self.case.debtor).chain(&self.case.co_debtors);
        self.case.creditor.is_merchant() && debtors.into_iter().all(Party::is_merchant)
    }

    /// A commercial court, and a debtor who is neither merchant nor artisan, on no bill of exchange.
    pub fn non_trader_before_a_commercial_court(&self) -> bool {
        let commercial =
            [CourtKind::TribunalDeCommerce, CourtKind::TribunalDesActivitesEconomiques, CourtKind::ChambreCommerciale];
        let debtor = &self.case.debtor;
        self.court_kind().is_some_and(|kind| commercial.contains(&kind))
            && !matches!(debtor.acts_as, ActsAs::Merchant | ActsAs::Artisan | ActsAs::Consumer)
            && self.case.claim.source != Source::NegotiableInstrument
    }

    /// The letter leaves the debtor less time than the clause, or than what a consumer must have.
    pub fn acceleration_deadline_is_too_short(&self) -> bool {
        let Some(days) = self.letter().and_then(|letter| letter.deadline_days) else { return false };
        self.acceleration().is_some_and(|term| {
            term.notice_days.is_some_and(|notice| days < notice) || self.case.debtor.is_consumer() && days <= 15
        })
    }

    /// An invoice that is no sale: fees of recovery written as one.
    pub fn an_invoice_is_for_fees(&self) -> bool {
        const FEES: [&str; 6] = [
            "indemnite forfaitaire",
            "frais de relance",
            "frais de dossier",
            "frais de recouvrement",
            "frais de mise en demeure",
            "frais de rejet",
        ];
        let labels = self.case.claim.invoices.iter().filter_map(|invoice| invoice.label.as_deref()).map(folded);
        labels.into_iter().any(|label| FEES.iter().any(|fee| label.contains(fee)))
    }

    /// Both are merchants, artisans or commercial companies, and the claim is no lease, credit or charge (C. com., art. L. 721-3).
    pub fn commercial_court_expected(&self) -> bool {
        let trader = |acts_as: ActsAs| matches!(acts_as, ActsAs::Merchant | ActsAs::Artisan);
        matches!(self.case.claim.nature, Nature::Commercial | Nature::Transport)
            && trader(self.case.creditor.acts_as)
            && trader(self.case.debtor.acts_as)
    }

    /// Loi 2023-1059, art. 27: claims above the threshold, before a TAE, by a creditor of so many people; with `known` false,
    /// whether the headcount is all that is missing to tell.
    pub fn economic_justice_contribution(&self, known: bool) -> bool {
        let day = self.case.letter_date;
        let tae = match self.court_kind() {
            Some(CourtKind::TribunalDesActivitesEconomiques) => true,
            Some(CourtKind::TribunalDeCommerce) => self.court_city_is_tae(),
            _ => false,
        };
        let Ok(threshold) = self.law.euros(CJE_CLAIM, day) else { return false };
        let Ok(staff) = self.law.count(CJE_STAFF, day) else { return false };
        if !tae || self.decompte.totals.due <= threshold {
            return false;
        }
        match self.case.creditor.headcount {
            Some(headcount) => known && headcount >= staff,
            None => !known && self.case.creditor.is_company(),
        }
    }

    /// What became of the last order for payment of the history.
    pub fn order(&self) -> Option<&Order> {
        self.order.get_or_init(|| Order::of(self)).as_ref()
    }

    /// A Luxembourg court in a French document, or the reverse.
    pub fn court_is_of_another_country(&self) -> bool {
        let luxembourg =
            [CourtKind::JusticeDePaix, CourtKind::TribunalArrondissement, CourtKind::TribunalArrondissementCommercial];
        self.court_kind().is_some_and(|kind| luxembourg.contains(&kind) != self.is_luxembourg())
    }

    pub fn hearing_given(&self) -> bool {
        self.filing().is_some_and(|filing| filing.hearing.is_some())
    }

    /// Whether an open invoice may no longer be claimed, by this period.
    pub fn time_barred(&self, period: limitation::Period) -> bool {
        let day = self.case.letter_date;
        self.limitations().iter().any(|limitation| limitation.period == period && limitation.is_over(day))
    }

    /// When each open invoice may no longer be claimed.
    pub fn limitations(&self) -> &[Limitation] {
        self.limitations.get_or_init(|| limitation::of(self))
    }

    /// Invoices on which principal remains due.
    pub fn open_invoices(&self) -> impl Iterator<Item = (&Invoice, &Balance)> {
        let pairs = self.case.claim.invoices.iter().zip(&self.decompte.balances);
        pairs.filter(|(_, balance)| !balance.principal.is_zero())
    }
}
