//! Sums of the lines, by kind: what a reader with a calculator finds. Adds nothing that is on no line.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::Decompte;
use super::account::Account;
use super::line::{Imputed, Line, LineKind};
use crate::law::parameter::{half_year_start, next_half_year};
use crate::law::{Cadence, Consultation, UsedValue};
use crate::money::{Euros, Rate};

/// Sommes par nature de ligne. `due` − `overpaid` = `principal` − `credit_notes` − `disputed` + intérêts + accessoires − `payments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Totals {
    /// Somme des factures, avant avoirs et paiements.
    pub principal: Euros,
    pub credit_notes: Euros,
    /// Parties contestées et laissées de côté.
    pub disputed: Euros,
    pub penalites_retard: Euros,
    pub interet_legal: Euros,
    pub indemnite_forfaitaire: Euros,
    pub clause_penale: Euros,
    pub costs: Euros,
    pub payments: Euros,
    /// Ce qui reste dû.
    pub due: Euros,
    /// Ce qui reste dû en principal, paiements imputés.
    pub principal_due: Euros,
    /// Ce qui reste dû en pénalités de retard et en intérêts, paiements imputés.
    pub interest_due: Euros,
    /// Ce qui reste dû en indemnités forfaitaires, clause pénale et frais.
    pub accessories_due: Euros,
    /// Ce qui fut payé au-delà de tout ce qui était dû.
    pub overpaid: Euros,
}

/// What the accounts leave, before accessories.
#[derive(Debug, Clone, Copy)]
pub struct Remaining {
    pub principal: Euros,
    pub interest: Euros,
    /// Invoices less credit notes and disputed parts left out, before payments.
    pub claimed_principal: Euros,
}

impl Remaining {
    pub(super) fn of<'a>(accounts: impl Iterator<Item = &'a Account> + Clone) -> Self {
        Self {
            principal: accounts.clone().map(|account| account.principal).sum(),
            interest: accounts.clone().map(|account| account.interest).sum(),
            claimed_principal: accounts.map(|account| account.claimed).sum(),
        }
    }
}

impl Totals {
    pub(super) fn of(lines: &[Line], remaining: Remaining) -> Self {
        let mut sums: BTreeMap<LineKind, Euros> = BTreeMap::new();
        let mut imputed = Euros::ZERO;
        for line in lines {
            *sums.entry(line.kind).or_default() += line.amount;
            imputed += line.imputed.map_or(Euros::ZERO, |imputed| imputed.accessories);
        }
        let sum = |kind: LineKind| sums.get(&kind).copied().unwrap_or_default();
        let payments = sum(LineKind::Payment);
        let accessories = sum(LineKind::IndemniteForfaitaire) + sum(LineKind::ClausePenale) + sum(LineKind::Cost);
        let interest = sum(LineKind::PenalitesRetard) + sum(LineKind::InteretLegal);
        let claimed = remaining.claimed_principal + interest + accessories;
        Self {
            principal: sum(LineKind::Principal),
            credit_notes: sum(LineKind::CreditNote),
            disputed: sum(LineKind::DisputedPart),
            penalites_retard: sum(LineKind::PenalitesRetard),
            interet_legal: sum(LineKind::InteretLegal),
            indemnite_forfaitaire: sum(LineKind::IndemniteForfaitaire),
            clause_penale: sum(LineKind::ClausePenale),
            costs: sum(LineKind::Cost),
            payments,
            due: claimed - claimed.min(payments),
            principal_due: remaining.principal,
            interest_due: remaining.interest,
            accessories_due: accessories - imputed,
            overpaid: payments - claimed.min(payments),
        }
    }

    /// Principal and interest alone, where no payment went to the rest.
    pub(super) fn without_accessories(self) -> Self {
        let none = Euros::ZERO;
        let due = self.principal_due + self.interest_due;
        Self { indemnite_forfaitaire: none, clause_penale: none, costs: none, accessories_due: none, due, ..self }
    }
}

/// Interest at one rate: in one half-year, or over all the days that bear it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateShare {
    pub half_year: Option<NaiveDate>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rate: Rate,
    pub periods: usize,
    pub amount: Euros,
}

impl Decompte {
    /// The interest added up by rate, in order of time: the check of the sum by invoice.
    pub fn by_rate(&self) -> Vec<RateShare> {
        let mut shares: Vec<RateShare> = Vec::new();
        for line in self.interest_lines() {
            let (Some(from), Some(to), Some(rate)) = (line.accrued_from, line.accrued_to, line.rate) else { continue };
            let half_year = self.schedule.is_by_half_year().then(|| half_year_start(from));
            match shares.iter_mut().find(|share| share.half_year == half_year && share.rate == rate) {
                Some(share) => {
                    share.from = share.from.min(from);
                    share.to = share.to.max(to);
                    share.periods += 1;
                    share.amount += line.amount;
                }
                None => shares.push(RateShare { half_year, from, to, rate, periods: 1, amount: line.amount }),
            }
        }
        shares.sort_by_key(|share| (share.from, share.rate));
        shares
    }

    /// What all payments paid.
    pub fn imputed(&self) -> Imputed {
        let all = self.lines.iter().filter_map(|line| line.imputed);
        all.fold(Imputed::default(), |sum, imputed| Imputed {
            interest: sum.interest + imputed.interest,
            principal: sum.principal + imputed.principal,
            accessories: sum.accessories + imputed.accessories,
        })
    }

    /// The figures of the law that its rates are made of.
    pub fn rates_used(&self, law: &Consultation) -> Vec<UsedValue> {
        let ids = self.schedule.parameters(self.national());
        let bears = |used: &UsedValue| {
            let bore = |day: NaiveDate| match used.cadence {
                Cadence::Open => true,
                Cadence::HalfYear => (used.from..next_half_year(used.from)).contains(&day),
                Cadence::Year => day.year() == used.from.year() && day >= used.from,
            };
            self.interest_lines().filter_map(|line| line.accrued_from).any(bore)
        };
        let raised = |used: &UsedValue| used.id != self.national().raise || self.is_raised();
        let used = law.used().into_iter().filter(|used| ids.contains(&used.id.as_str()) && bears(used) && raised(used));
        if self.interest_lines().next().is_none() { Vec::new() } else { used.collect() }
    }
}
