//! Which law of interest governs a claim: between professionals, against a public body, or the common civil rule. Gives rates by
//! period; computes no amount.

use chrono::{Days, NaiveDate};

use crate::case::Case;
use crate::case::claim::{Invoice, LatePaymentRate, Nature};
use crate::case::event::{Event, EventKind};
use crate::case::party::ActsAs;
use crate::law::parameter::{half_year_start, next_half_year};
use crate::law::{Consultation, NoValueInForce};
use crate::money::Rate;

/// ECB refinancing rate on the first day of each half-year.
pub const BCE: &str = "fr-bce-refinancement";
/// Points added to it between professionals.
pub const MAJORATION: &str = "fr-penalites-majoration";
/// Points added to it in public procurement.
pub const MAJORATION_PUBLIQUE: &str = "fr-marche-public-majoration";
/// How many times the legal rate an agreed rate must reach.
pub const PLANCHER: &str = "fr-penalites-plancher-multiple";
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
        let trade = matches!(case.claim.nature, Nature::Commercial | Nature::Civil);
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

/// How the yearly rate goes on in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// « […] le taux applicable pendant le premier semestre de l'année concernée est le taux en vigueur au 1er janvier […] »
    /// (C. com., art. L. 441-10, II)
    BcePlusTen,
    /// « […] en vigueur au premier jour du semestre […] au cours duquel les intérêts moratoires ont commencé à courir, majoré
    /// de huit points » (CCP, art. R. 2192-31)
    BcePlusEightFrozen,
    Agreed(Rate),
    /// The column is the creditor's, whoever the debtor is (C. mon. fin., art. L. 313-2).
    Legal {
        parameter: &'static str,
    },
}

/// Days at one rate, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rate: Rate,
}

impl Schedule {
    pub fn of(case: &Case, regime: Regime) -> Self {
        match (&case.claim.late_payment_rate, regime) {
            (Some(LatePaymentRate::Agreed { rate, .. }), Regime::Commercial | Regime::Civil) => Self::Agreed(*rate),
            (_, Regime::Commercial) => Self::BcePlusTen,
            (_, Regime::Public) => Self::BcePlusEightFrozen,
            (_, Regime::Civil) => Self::Legal { parameter: legal_column(case) },
        }
    }

    /// The periods from `from` to `to`, both included, for interest that began on `began`.
    ///
    /// Each half-year has its own period where the rate can change with it; a half-year without a rate is an error of its own,
    /// so that all are named at once.
    pub fn periods(
        self,
        law: &Consultation,
        began: NaiveDate,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<Result<Period, NoValueInForce>> {
        let whole = |rate: Result<Rate, NoValueInForce>| vec![rate.map(|rate| Period { from, to, rate })];
        match self {
            Self::Agreed(rate) => whole(Ok(rate)),
            Self::BcePlusEightFrozen => whole(bce_plus(law, MAJORATION_PUBLIQUE, half_year_start(began))),
            Self::BcePlusTen => half_years(from, to)
                .map(|(from, to)| period(from, to, bce_plus(law, MAJORATION, half_year_start(from))))
                .collect(),
            Self::Legal { parameter } => {
                half_years(from, to).map(|(from, to)| period(from, to, law.rate(parameter, half_year_start(from)))).collect()
            }
        }
    }
}

/// « créances des personnes physiques n'agissant pas pour des besoins professionnels » or « tous les autres cas ».
pub fn legal_column(case: &Case) -> &'static str {
    let private = case.creditor.is_person() && case.creditor.acts_as == ActsAs::Consumer;
    if private { LEGAL_PARTICULIERS } else { LEGAL_AUTRES }
}

/// The lowest rate that a contract may set between professionals on `day`: « un taux inférieur à trois fois le taux d'intérêt
/// légal » is forbidden (C. com., art. L. 441-10, II).
///
/// # Errors
/// When the legal rate of that half-year is not known.
pub fn floor(law: &Consultation, day: NaiveDate) -> Result<Rate, NoValueInForce> {
    let legal = law.rate(LEGAL_AUTRES, half_year_start(day))?;
    Ok(legal.times(law.count(PLANCHER, day)?))
}

/// The day on which an invoice is to be paid: the day agreed; else, between professionals, 30 days after performance
/// (C. com., art. L. 441-10, I).
pub fn due_day(law: &Consultation, regime: Regime, invoice: &Invoice) -> Option<NaiveDate> {
    invoice.due_on.or_else(|| {
        let performed = invoice.performed_on.filter(|_| regime == Regime::Commercial)?;
        let days = law.count(DELAI_DEFAUT, performed).ok()?;
        performed.checked_add_days(Days::new(days.into()))
    })
}

/// The first day that bears interest. The due day, and the day on which the mise en demeure is received, do not count: interest
/// pays for days that have passed, and this never over-claims.
pub fn accrues_from(case: &Case, regime: Regime, due: NaiveDate) -> Option<NaiveDate> {
    match regime {
        Regime::Commercial | Regime::Public => due.succ_opt(),
        Regime::Civil => mise_en_demeure_after(case, due)?.succ_opt(),
    }
}

/// The last day that may bear interest for this invoice: the letter's day, or the day before a judgment that stops interest.
pub fn accrues_until(case: &Case, invoice: &Invoice) -> NaiveDate {
    let mut until = case.letter_date;
    // « Le jugement d'ouverture arrête le cours des intérêts » (C. com., art. L. 622-28); whether the day of the judgment itself
    // bears interest is unsettled: it does not here, which never over-claims.
    if let Some(insolvency) = &case.insolvency
        && born_before(invoice, insolvency.judgment_on)
        && let Some(eve) = insolvency.judgment_on.pred_opt()
    {
        until = until.min(eve);
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

fn bce_plus(law: &Consultation, points: &str, anchor: NaiveDate) -> Result<Rate, NoValueInForce> {
    Ok(law.rate(BCE, anchor)? + law.rate(points, anchor)?)
}

fn period(from: NaiveDate, to: NaiveDate, rate: Result<Rate, NoValueInForce>) -> Result<Period, NoValueInForce> {
    rate.map(|rate| Period { from, to, rate })
}

/// `from`..=`to` cut at each 1 January and 1 July.
fn half_years(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    let mut next = from;
    std::iter::from_fn(move || {
        if next > to {
            return None;
        }
        let start = next;
        next = next_half_year(start);
        Some((start, next.pred_opt().unwrap_or(to).min(to)))
    })
}
