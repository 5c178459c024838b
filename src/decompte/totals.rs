//! Sums of the lines, by kind: what a reader with a calculator finds. Adds nothing that is on no line.

use serde::Serialize;

use super::account::Account;
use super::{Line, LineKind};
use crate::money::Euros;

/// Sums by kind. `due` = all but `payments`, less `payments`, and never below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Totals {
    /// Sum of the invoices, before payments.
    pub principal: Euros,
    pub penalites_retard: Euros,
    pub interet_legal: Euros,
    pub indemnite_forfaitaire: Euros,
    pub clause_penale: Euros,
    pub costs: Euros,
    pub payments: Euros,
    pub due: Euros,
    /// What remains due in principal, payments imputed.
    pub principal_due: Euros,
    /// What remains due in late-payment penalties and legal interest, payments imputed.
    pub interest_due: Euros,
    /// What remains due in lump sums, penalty clause and costs.
    pub accessories_due: Euros,
    /// What was paid beyond everything due.
    pub overpaid: Euros,
}

impl Totals {
    pub(super) fn of(lines: &[Line], accounts: &[Account]) -> Self {
        let sum = |kind: LineKind| lines.iter().filter(|line| line.kind == kind).map(|line| line.amount).sum::<Euros>();
        let (principal, payments) = (sum(LineKind::Principal), sum(LineKind::Payment));
        let (penalites_retard, interet_legal) = (sum(LineKind::PenalitesRetard), sum(LineKind::InteretLegal));
        let indemnite_forfaitaire = sum(LineKind::IndemniteForfaitaire);
        let (clause_penale, costs) = (sum(LineKind::ClausePenale), sum(LineKind::Cost));
        let accessories = indemnite_forfaitaire + clause_penale + costs;
        let claimed = principal + penalites_retard + interet_legal + accessories;
        let imputed = lines.iter().filter_map(|line| line.imputed).map(|imputed| imputed.accessories).sum::<Euros>();
        Self {
            principal,
            penalites_retard,
            interet_legal,
            indemnite_forfaitaire,
            clause_penale,
            costs,
            payments,
            due: claimed - claimed.min(payments),
            principal_due: accounts.iter().map(|account| account.principal).sum(),
            interest_due: accounts.iter().map(|account| account.interest).sum(),
            accessories_due: accessories - imputed,
            overpaid: payments - claimed.min(payments),
        }
    }
}
