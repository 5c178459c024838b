//! What a guarantor may be asked for, and the state of a debt at the end of a year that he is told of. Words nothing.

use chrono::{Datelike, NaiveDate};

use super::Decompte;
use super::totals::Totals;
use crate::case::Case;
use crate::case::event::InsolvencyKind;
use crate::case::party::Guarantor;
use crate::case::terms::{Choices, Imputation, LumpSumRank};
use crate::law::Consultation;
use crate::money::Euros;

/// Who is asked to pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Against {
    #[default]
    Debtor,
    /// One who guarantees the debt, a natural person or not.
    Guarantor { is_person: bool },
}

impl Against {
    /// Of the guarantor, where the case names him.
    pub fn guarantor(guarantor: &Guarantor) -> Self {
        Self::Guarantor { is_person: guarantor.party.is_person() }
    }

    /// Whether the judgment that stops interest for the debtor stops it for him too. In Luxembourg it does so « à l'égard de la masse
    /// seulement » (C. com. lux., art. 451). In France « les personnes physiques […] ayant consenti une sûreté personnelle […] peuvent se
    /// prévaloir des dispositions du présent alinéa » (C. com., art. L. 622-28), and no other; a liquidation takes up its first sentence
    /// alone (art. L. 641-3). Whether a receivership gives them the second is in doubt: it does here, which never over-claims.
    pub fn is_spared_by(self, kind: InsolvencyKind) -> bool {
        match self {
            Self::Debtor => true,
            Self::Guarantor { is_person } => {
                is_person && matches!(kind, InsolvencyKind::Sauvegarde | InsolvencyKind::Redressement)
            }
        }
    }
}

/// What may be claimed from a guarantor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guaranteed {
    pub principal: Euros,
    pub interest: Euros,
    pub accessories: Euros,
    /// Their sum, whatever the cap.
    pub whole: Euros,
    /// The whole, or the cap of the deed.
    pub claimed: Euros,
    pub is_capped: bool,
}

/// What interest a guarantor no longer guarantees, for want of information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deprivation {
    None,
    /// What accrued up to the day on which he was told.
    Until(NaiveDate),
    Whole,
}

impl Guaranteed {
    /// Of a guarantor deprived of interest, « les paiements effectués par le débiteur […] sont imputés prioritairement sur le principal »
    /// (C. civ., art. 2302 and 2303), and the interest « échus entre la date de cet incident et celle à laquelle elle en a été informée »
    /// is left out; so are all accessories, which never over-claims.
    pub fn of(case: &Case, law: &Consultation, decompte: &Decompte, guarantor: &Guarantor, deprived: Deprivation) -> Self {
        let principal_first = || {
            let choices = Choices {
                imputation: Imputation::PrincipalFirst,
                lump_sum_rank: LumpSumRank::AfterPrincipal,
                ..decompte.choices
            };
            Decompte::with(case, law, decompte.jurisdiction, choices, Against::guarantor(guarantor))
        };
        let totals = &decompte.totals;
        let (principal, interest, accessories) = match deprived {
            Deprivation::None => (totals.principal_due, totals.interest_due, totals.accessories_due),
            Deprivation::Until(told) => {
                let other = principal_first();
                let since: Euros = other.interest_lines().map(|line| line.accrued_after(told)).sum();
                (other.totals.principal_due, since.min(other.totals.interest_due), Euros::ZERO)
            }
            Deprivation::Whole => (principal_first().totals.principal_due, Euros::ZERO, Euros::ZERO),
        };
        let whole = principal + interest + accessories;
        let claimed = guarantor.cap.map_or(whole, |cap| cap.min(whole));
        Self { principal, interest, accessories, whole, claimed, is_capped: claimed < whole }
    }
}

/// The 31 December before the year of `day`.
pub fn year_end_before(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year() - 1, 12, 31)
}

/// The debt as it stood at the end of the year before the letter's: « le montant du principal de la dette, des intérêts et autres
/// accessoires restant dus au 31 décembre de l'année précédente » (C. civ., art. 2302). `None` where there was none yet, or where a rate
/// of that time is not known.
pub fn at_year_end(case: &Case, law: &Consultation, decompte: &Decompte) -> Option<Totals> {
    let then = super::declared::as_it_stood(case, year_end_before(case.letter_date)?)?;
    let decompte = Decompte::against(&then, law, decompte.jurisdiction, decompte.against);
    (decompte.missing.is_empty() && !decompte.too_long).then_some(decompte.totals)
}
