//! Which law of interest governs a claim: between professionals, against a public body, or the common civil rule; the first and
//! the last day that bear interest. Gives no rate (see `schedule`) and computes no amount.

use chrono::{Days, NaiveDate};

use super::schedule::legal_interest_of;
use crate::case::Case;
use crate::case::claim::{Invoice, Nature};
use crate::case::event::{Event, EventKind};
use crate::case::party::ActsAs;
use crate::case::terms::{JudgmentDay, LatePaymentRate};
use crate::law::Consultation;

/// Legal rate where the creditor is a natural person not acting for professional needs.
pub const LEGAL_PARTICULIERS: &str = "fr-interet-legal-particuliers";
/// Legal rate in all other cases.
pub const LEGAL_AUTRES: &str = "fr-interet-legal-autres";
/// Days to pay where nothing was agreed.
pub const DELAI_DEFAUT: &str = "fr-delai-paiement-defaut";

/// The law of interest of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// « Les pénalités de retard sont exigibles sans qu'un rappel soit nécessaire. » (C. com., art. L. 441-10, II)
    Commercial,
    /// Public procurement: ECB + 8 points, frozen (CCP, art. R. 2192-31).
    Public,
    /// « […] l'intérêt au taux légal, à compter de la mise en demeure. » (C. civ., art. 1231-6)
    Civil,
}

impl Regime {
    /// Leases, consumer credit and condominium charges are no sale or service between professionals: civil, which never
    /// over-claims.
    pub fn of(case: &Case) -> Self {
        let trade = matches!(case.claim.nature, Nature::Commercial | Nature::Civil | Nature::Transport);
        match case.debtor.acts_as {
            ActsAs::PublicBody if case.creditor.is_professional() && trade => Self::Public,
            _ if case.creditor.is_professional() && case.debtor.is_professional() && trade => Self::Commercial,
            _ => Self::Civil,
        }
    }

    /// Whether the lump sum of 40 € is due: both regimes in which a professional or a public body pays late.
    pub fn has_lump_sum(self) -> bool {
        self != Self::Civil
    }
}

/// « créances des personnes physiques n'agissant pas pour des besoins professionnels » or « tous les autres cas ».
pub fn legal_column(case: &Case) -> &'static str {
    let private = case.creditor.is_person() && case.creditor.acts_as == ActsAs::Consumer;
    if private { LEGAL_PARTICULIERS } else { LEGAL_AUTRES }
}

/// The day on which an invoice is to be paid: the day agreed; else, between professionals, 30 days after performance
/// (C. com., art. L. 441-10, I).
///
/// Carriage has a period of its own (C. com., art. L. 441-11), which was not read: none is derived there.
pub fn due_day(law: &Consultation, regime: Regime, nature: Nature, invoice: &Invoice) -> Option<NaiveDate> {
    invoice.due_on.or_else(|| {
        let performed = invoice.performed_on.filter(|_| regime == Regime::Commercial && nature != Nature::Transport)?;
        let days = law.count(DELAI_DEFAUT, performed).ok()?;
        performed.checked_add_days(Days::new(days.into()))
    })
}

/// The first day that bears interest. The day that sets interest running (due day, receipt of the mise en demeure, decision) does
/// not count: interest pays for days that have passed, « le jour suivant la date de règlement » (C. com., art. L. 441-10, II).
pub fn accrues_from(case: &Case, regime: Regime, due: NaiveDate) -> Option<NaiveDate> {
    if let Some(judgment) = legal_interest_of(case) {
        // « à compter du prononcé du jugement à moins que le juge n'en décide autrement » (C. civ., art. 1231-7)
        return judgment.interest_from.unwrap_or(judgment.on).max(due).succ_opt();
    }
    let without_notice = case.claim.late_payment_rate.as_ref().is_some_and(LatePaymentRate::runs_without_notice);
    match regime {
        Regime::Commercial | Regime::Public => due.succ_opt(),
        // « […] soit, si le contrat le prévoit, par la seule exigibilité de l'obligation » (C. civ., art. 1344)
        Regime::Civil if without_notice => due.succ_opt(),
        Regime::Civil => mise_en_demeure_after(case, due)?.succ_opt(),
    }
}

/// The last day that may bear interest for this invoice: the letter's day, or the one at which a procedure stops interest.
pub fn accrues_until(case: &Case, invoice: &Invoice) -> NaiveDate {
    let mut until = case.letter_date;
    // « Le jugement d'ouverture arrête le cours des intérêts […] à moins qu'il ne s'agisse des intérêts résultant de contrats de
    // prêt conclus pour une durée égale ou supérieure à un an » (C. com., art. L. 622-28). Whether the day of the judgment bears
    // interest is unsettled: by default it does not, which never over-claims.
    if let Some(insolvency) = &case.insolvency
        && !case.claim.long_term_credit
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

/// Whether the claim was born before `judgment`: by performance, else by the invoice's day.
pub fn born_before(invoice: &Invoice, judgment: NaiveDate) -> bool {
    invoice.performed_on.or(invoice.issued_on).or(invoice.due_on).is_none_or(|born| born < judgment)
}

/// The day on which the first mise en demeure sent after `due` reached the debtor.
fn mise_en_demeure_after(case: &Case, due: NaiveDate) -> Option<NaiveDate> {
    let reached = |event: &Event| {
        let relevant = event.kind == EventKind::MiseEnDemeure && event.on > due;
        relevant.then(|| event.received_on.or(event.presented_on)).flatten()
    };
    case.history.iter().filter_map(reached).filter(|day| *day <= case.letter_date).min()
}
