//! One line of the décompte: what it is about, what it amounts to, what it rests on.

use chrono::NaiveDate;
use serde::Serialize;

use super::national::National;
use super::schedule::Period;
use crate::money::{Euros, Rate};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Principal,
    /// Avoir : il diminue le principal.
    CreditNote,
    /// Partie contestée et laissée de côté : elle diminue le principal réclamé.
    DisputedPart,
    Payment,
    PenalitesRetard,
    InteretLegal,
    IndemniteForfaitaire,
    ClausePenale,
    Cost,
}

impl LineKind {
    /// Whether the amount comes off the sum due.
    pub fn is_subtracted(self) -> bool {
        matches!(self, Self::CreditNote | Self::DisputedPart | Self::Payment)
    }

    pub fn is_interest(self) -> bool {
        matches!(self, Self::PenalitesRetard | Self::InteretLegal)
    }
}

/// One line of the décompte. Amounts are never negative: a payment is subtracted because it is a payment.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Line {
    pub kind: LineKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Premier jour compté.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accrued_from: Option<NaiveDate>,
    /// Dernier jour compté.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accrued_to: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Taux, en pour cent par an.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// Somme qui porte intérêt, ou dont le montant est tiré.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Euros>,
    /// Part de la base qui est faite d’intérêts capitalisés.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capitalised: Option<Euros>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imputed: Option<Imputed>,
    pub amount: Euros,
    pub basis: String,
}

/// Ce qu’un paiement a payé.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Imputed {
    pub interest: Euros,
    pub principal: Euros,
    /// Indemnités forfaitaires, clause pénale et frais.
    pub accessories: Euros,
}

impl Imputed {
    pub fn total(&self) -> Euros {
        self.interest + self.principal + self.accessories
    }
}

impl Line {
    pub(super) fn plain(kind: LineKind, invoice: Option<&str>, amount: Euros, basis: &str) -> Self {
        Self {
            kind,
            invoice: invoice.map(str::to_owned),
            label: None,
            accrued_from: None,
            accrued_to: None,
            days: None,
            rate: None,
            base: None,
            capitalised: None,
            received_on: None,
            imputed: None,
            amount,
            basis: basis.to_owned(),
        }
    }

    /// Interest on `principal` and on the interest capitalised, over one period: the one rounding of the line.
    pub(super) fn interest(
        kind: LineKind,
        invoice: &str,
        principal: Euros,
        capitalised: Euros,
        period: Period,
        basis: &str,
    ) -> Self {
        let days = u32::try_from((period.to - period.from).num_days() + 1).unwrap_or(0);
        let base = principal + capitalised;
        Self {
            accrued_from: Some(period.from),
            accrued_to: Some(period.to),
            days: Some(days),
            rate: Some(period.rate),
            base: Some(base),
            capitalised: (!capitalised.is_zero()).then_some(capitalised),
            ..Self::plain(kind, Some(invoice), base.interest(period.rate, days, period.year), basis)
        }
    }

    /// The part of its interest that accrued after `day`, by the days that it counts.
    pub fn accrued_after(&self, day: NaiveDate) -> Euros {
        let (Some(from), Some(to), Some(days)) = (self.accrued_from, self.accrued_to, self.days) else { return Euros::ZERO };
        if from > day {
            return self.amount;
        }
        let after = u32::try_from((to - day).num_days()).unwrap_or(0);
        self.amount.prorata(Euros::from_cents(after.into()), Euros::from_cents(days.into()))
    }

    pub(super) fn payment(invoice: Option<&str>, day: NaiveDate, amount: Euros, imputed: Imputed, national: &National) -> Self {
        let articles = &national.articles;
        let basis = if imputed.interest.is_zero() { articles.imputation } else { articles.interest_first };
        Self { received_on: Some(day), imputed: Some(imputed), ..Self::plain(LineKind::Payment, invoice, amount, basis) }
    }
}
