//! Which law of interest governs a claim: between professionals, against a public body, or the common civil rule; the first and
//! the last day that bear interest. Gives no rate (see `schedule`) and computes no amount.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::account::Terms;
use super::national::National;
use super::schedule::legal_interest_of;
use crate::case::Case;
use crate::case::claim::{Invoice, Nature, Source};
use crate::case::event::{Event, EventKind, Insolvency};
use crate::case::party::{ActsAs, PublicBuyer};
use crate::case::terms::{JudgmentDay, LatePaymentRate};
use crate::law::{Consultation, Jurisdiction};

/// Months within which a Luxembourg professional sends a consumer his invoice, for interest to run by right.
const CONSUMER_INVOICE: &str = "lu-consommateur-facture";
/// Months after performance at whose end that interest runs.
const CONSUMER_MONTHS: &str = "lu-consommateur-mois";

/// The law of interest of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// « Les pénalités de retard sont exigibles sans qu'un rappel soit nécessaire. » (C. com., art. L. 441-10, II); in Luxembourg, L. du
    /// 18 avril 2004, art. 3.
    Commercial,
    /// Public procurement: ECB + 8 points, frozen in France (CCP, art. R. 2192-31; L. du 18 avril 2004, art. 4).
    Public,
    /// « […] l'intérêt au taux légal, à compter de la mise en demeure. » (C. civ., art. 1231-6); in Luxembourg « du jour de la sommation
    /// de payer » (C. civ. lux., art. 1153).
    Civil,
}

impl Regime {
    /// Leases, consumer credit and condominium charges are no sale or service between professionals: civil, which never
    /// over-claims.
    ///
    /// In France a public buyer owes it to « le créancier », whatever his quality (CCP, art. L. 2192-13): an association that holds the
    /// contract too. Neither a consumer nor a public body is read as holding one, which never over-claims.
    pub fn of(case: &Case, jurisdiction: Jurisdiction) -> Self {
        let (creditor, trade) = (&case.creditor, is_trade(case));
        let holds_contract = match jurisdiction {
            Jurisdiction::France => creditor.is_professional() || creditor.is_association(),
            Jurisdiction::Luxembourg => creditor.is_professional(),
        };
        match case.debtor.acts_as {
            ActsAs::PublicBody if holds_contract && trade => Self::Public,
            _ if creditor.is_professional() && case.debtor.is_professional() && trade => Self::Commercial,
            _ => Self::Civil,
        }
    }

    /// Whether the lump sum of 40 € is due: both regimes in which a professional or a public body pays late.
    pub fn has_lump_sum(self) -> bool {
        self != Self::Civil
    }
}

/// Sales and services, in the widest sense: neither a lease, nor a credit, nor condominium charges, nor wages.
pub fn is_trade(case: &Case) -> bool {
    matches!(case.claim.nature, Nature::Commercial | Nature::Civil | Nature::Transport)
}

/// « créances des personnes physiques n'agissant pas pour des besoins professionnels » or « tous les autres cas ».
pub fn legal_column(case: &Case, national: &National) -> &'static str {
    let private = case.creditor.is_person() && case.creditor.acts_as == ActsAs::Consumer;
    if private { national.legal_of_persons } else { national.legal }
}

/// The day on which an invoice is to be paid: the day agreed; else, in France between professionals, 30 days after performance
/// (C. com., art. L. 441-10, I); in Luxembourg 30 days after the invoice is received, or after performance where the receipt is
/// uncertain or came before it (L. du 18 avril 2004, art. 3 and 4).
///
/// Carriage has a period of its own in France (C. com., art. L. 441-11), which was not read: none is derived there.
pub fn due_day(terms: &Terms, invoice: &Invoice) -> Option<NaiveDate> {
    invoice.due_on.or_else(|| {
        let usual = terms.national.default_delay;
        let (from, delay) = match (terms.jurisdiction, terms.regime) {
            (_, Regime::Civil) => return None,
            (Jurisdiction::Luxembourg, _) => (invoice.received_on.max(invoice.performed_on), usual),
            (Jurisdiction::France, Regime::Public) => (asked_of_public_buyer(invoice), public_delay(terms.case)?),
            (Jurisdiction::France, _) if terms.case.claim.nature == Nature::Transport => return None,
            (Jurisdiction::France, _) => (invoice.performed_on, usual),
        };
        let days = terms.law.count(delay, from?).ok()?;
        from?.checked_add_days(Days::new(days.into()))
    })
}

/// The day from which a public buyer's period runs: the receipt of the invoice, « à défaut, la date de la demande de paiement augmentée
/// de deux jours », and performance where that is later (CCP, art. R. 2192-12 to R. 2192-14).
fn asked_of_public_buyer(invoice: &Invoice) -> Option<NaiveDate> {
    let sent = || invoice.issued_on?.checked_add_days(Days::new(2));
    invoice.received_on.or_else(sent).max(invoice.performed_on)
}

/// The period of this public buyer (CCP, art. R. 2192-10 and R. 2192-11); none where the case does not say which he is, for the shortest
/// would over-claim.
fn public_delay(case: &Case) -> Option<&'static str> {
    case.debtor.company()?.public_buyer.map(|buyer| match buyer {
        PublicBuyer::Authority => "fr-marche-public-delai",
        PublicBuyer::Health => "fr-marche-public-delai-sante",
        PublicBuyer::Undertaking => "fr-marche-public-delai-entreprise",
    })
}

/// The first day of the interest that a Luxembourg consumer owes by right: « à partir de l'expiration du troisième mois qui suit la
/// réception des marchandises, l'achèvement des travaux ou la prestation de services », if « dans le mois » the invoice was sent and «
/// contient la mention que le professionnel entend bénéficier de l'article 12 » (L. du 18 avril 2004, art. 12 and 13). The months are
/// read as calendar months, the later reading, and the due day agreed is waited for: never too much.
pub fn consumer_interest_from(terms: &Terms, invoice: &Invoice) -> Option<NaiveDate> {
    let case = terms.case;
    let by_contract = terms.jurisdiction == Jurisdiction::Luxembourg
        && case.creditor.is_professional()
        && case.debtor.is_consumer()
        && case.claim.source == Source::Contract;
    let performed = invoice.performed_on.filter(|_| by_contract && is_invoiced_in_time(terms.law, invoice))?;
    let months = terms.law.count(CONSUMER_MONTHS, performed).ok()?;
    let first = performed.with_day(1)?.checked_add_months(Months::new(months + 1))?;
    Some(invoice.due_on.and_then(|due| due.succ_opt()).map_or(first, |after| after.max(first)))
}

/// The invoice says that the creditor means to have that interest, and was sent within the month of performance.
pub fn is_invoiced_in_time(law: &Consultation, invoice: &Invoice) -> bool {
    let dates = invoice.performed_on.zip(invoice.issued_on).filter(|_| invoice.interest_notice);
    dates.is_some_and(|(performed, issued)| {
        let months = law.count(CONSUMER_INVOICE, performed).ok();
        months.and_then(|months| performed.checked_add_months(Months::new(months))).is_some_and(|last| issued <= last)
    })
}

/// The first day that bears interest. The day that sets interest running (due day, receipt of the mise en demeure, decision) does
/// not count: interest pays for days that have passed, « le jour suivant la date de règlement » (C. com., art. L. 441-10, II).
pub fn accrues_from(terms: &Terms, invoice: &Invoice, due: Option<NaiveDate>) -> Option<NaiveDate> {
    let case = terms.case;
    let notice = match (legal_interest_of(case), &case.claim.late_payment_rate) {
        (None, None | Some(LatePaymentRate::Statutory {})) => consumer_interest_from(terms, invoice),
        _ => None,
    };
    notice.or_else(|| after_due(terms, due?))
}

fn after_due(terms: &Terms, due: NaiveDate) -> Option<NaiveDate> {
    let (case, regime) = (terms.case, terms.regime);
    if let Some(judgment) = legal_interest_of(case) {
        // « à compter du prononcé du jugement à moins que le juge n'en décide autrement » (C. civ., art. 1231-7). Luxembourg has no such
        // article: interest is due « du jour de la sommation » (C. civ. lux., art. 1153), hence only from the day that the decision sets.
        let by_right = Some(judgment.on).filter(|_| terms.jurisdiction == Jurisdiction::France);
        return judgment.interest_from.or(by_right)?.max(due).succ_opt();
    }
    let without_notice = case.claim.late_payment_rate.as_ref().is_some_and(LatePaymentRate::runs_without_notice);
    match regime {
        Regime::Commercial | Regime::Public => due.succ_opt(),
        // « […] soit, si le contrat le prévoit, par la seule exigibilité de l'obligation » (C. civ., art. 1344)
        Regime::Civil if without_notice => due.succ_opt(),
        Regime::Civil => summons_after(terms, due)?.succ_opt(),
    }
}

/// The last day that may bear interest for this invoice: the letter's day, or the one at which a procedure stops interest.
pub fn accrues_until(terms: &Terms, invoice: &Invoice) -> NaiveDate {
    let case = terms.case;
    let mut until = case.letter_date;
    // « Le jugement d'ouverture arrête le cours des intérêts […] à moins qu'il ne s'agisse des intérêts résultant de contrats de
    // prêt conclus pour une durée égale ou supérieure à un an » (C. com., art. L. 622-28). Whether the day of the judgment bears
    // interest is unsettled: by default it does not, which never over-claims. In Luxembourg the same of a bankruptcy (C. com. lux.,
    // art. 451), and of a reorganisation, whose debts the law on late payment leaves out (L. du 18 avril 2004, art. 2). What stops for
    // the bankrupt does not always stop for who is asked.
    if let Some(insolvency) = &case.insolvency
        && !keeps_running(case, insolvency)
        && terms.against.is_spared_by(insolvency.kind)
        && born_before(invoice, insolvency.judgment_on)
    {
        let last = match case.claim.choices.insolvency_judgment_day {
            JudgmentDay::Excluded => insolvency.judgment_on.pred_opt(),
            JudgmentDay::Included => Some(insolvency.judgment_on),
        };
        until = until.min(last.unwrap_or(until));
    }
    // « Les créances […] ne peuvent produire d'intérêts […] à compter de la date de recevabilité » (C. conso., art. L. 722-14)
    if let Some(file) = &case.over_indebtedness
        && born_before(invoice, file.admissible_on)
        && let Some(eve) = file.admissible_on.pred_opt()
    {
        until = until.min(eve);
    }
    until
}

/// Interest of a credit of a year or more goes on through a French procedure, and through no other.
pub fn keeps_running(case: &Case, insolvency: &Insolvency) -> bool {
    !insolvency.kind.is_of_luxembourg() && case.claim.long_term_credit
}

/// Whether the claim was born before `judgment`: by performance, else by the invoice's day.
pub fn born_before(invoice: &Invoice, judgment: NaiveDate) -> bool {
    invoice.performed_on.or(invoice.issued_on).or(invoice.due_on).is_none_or(|born| born < judgment)
}

/// The day on which the first mise en demeure sent after `due` reached the debtor; in Luxembourg the notification of an order too
/// « fait courir les intérêts » (NCPC, art. 134 and 923).
fn summons_after(terms: &Terms, due: NaiveDate) -> Option<NaiveDate> {
    let case = terms.case;
    let reached = |event: &Event| match event.kind {
        _ if event.on <= due => None,
        EventKind::MiseEnDemeure => event.received_on.or(event.presented_on),
        EventKind::PaymentOrderServed if terms.jurisdiction == Jurisdiction::Luxembourg => Some(event.on),
        _ => None,
    };
    case.history.iter().filter_map(reached).filter(|day| *day <= case.letter_date).min()
}
