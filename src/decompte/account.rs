//! The account of one invoice: what it still owes in principal and interest, and the lines written on the way.

use chrono::NaiveDate;

use super::regime::{self, Regime, Schedule};
use super::{Imputed, Line, LineKind};
use crate::case::Case;
use crate::case::claim::Invoice;
use crate::law::{Consultation, NoValueInForce};
use crate::money::{Euros, Rate};

/// One invoice as days pass and payments come in.
#[derive(Debug, Clone)]
pub struct Account {
    /// Place of the invoice in the case.
    pub index: usize,
    pub number: String,
    pub due_on: Option<NaiveDate>,
    accrues_from: Option<NaiveDate>,
    accrues_until: NaiveDate,
    /// A judgment or an admissible over-indebtedness file stopped interest before the day of the décompte.
    interest_stopped: bool,
    schedule: Schedule,
    accrued_to: Option<NaiveDate>,
    /// What remains due in principal.
    pub principal: Euros,
    /// What remains due in interest.
    pub interest: Euros,
    /// What was paid on this invoice, whatever it was imputed to.
    pub paid: Euros,
    /// Unpaid in whole or in part at the end of the due day, and late on the day of the décompte.
    pub late: bool,
    pub lines: Vec<Line>,
    pub missing: Vec<NoValueInForce>,
    basis: String,
    kind: LineKind,
}

impl Account {
    pub fn open(case: &Case, law: &Consultation, regime: Regime, index: usize, invoice: &Invoice) -> Self {
        let schedule = Schedule::of(case, regime);
        let accrues_until = regime::accrues_until(case, invoice);
        let due_on = regime::due_day(law, regime, invoice);
        let (kind, basis) = super::kind_and_basis(case, regime, schedule);
        let principal = Line::plain(LineKind::Principal, Some(&invoice.number), invoice.amount, super::principal_basis(case));
        Self {
            index,
            number: invoice.number.clone(),
            due_on,
            accrues_from: due_on.and_then(|due| regime::accrues_from(case, regime, due)),
            accrues_until,
            interest_stopped: accrues_until < case.letter_date,
            schedule,
            accrued_to: None,
            principal: invoice.amount,
            interest: Euros::ZERO,
            paid: Euros::ZERO,
            late: false,
            lines: vec![principal],
            missing: Vec::new(),
            basis,
            kind,
        }
    }

    /// Writes the interest up to `day`, included. A day already accrued is never accrued again.
    pub fn accrue(&mut self, law: &Consultation, day: NaiveDate) {
        self.note_lateness(day);
        let Some(began) = self.accrues_from else { return };
        let from = self.accrued_to.and_then(|last| last.succ_opt()).unwrap_or(began);
        let to = day.min(self.accrues_until);
        if from > to || self.principal.is_zero() {
            return;
        }
        for period in self.schedule.periods(law, began, from, to) {
            match period {
                Ok(period) => {
                    let line = Line::interest(self.kind, &self.number, self.principal, period, &self.basis);
                    self.interest += line.amount;
                    self.lines.push(line);
                }
                Err(missing) => self.missing.push(missing),
            }
        }
        self.accrued_to = Some(to);
    }

    /// Takes a payment received on `day` and gives back what is left of it.
    ///
    /// « Le paiement partiel s'impute d'abord sur les intérêts. » (C. civ., art. 1343-1)
    pub fn pay(&mut self, law: &Consultation, day: NaiveDate, amount: Euros) -> Euros {
        self.accrue(law, day);
        let interest = amount.min(self.interest);
        let principal = (amount - interest).min(self.principal);
        let taken = interest + principal;
        if !taken.is_zero() {
            self.interest -= interest;
            self.principal -= principal;
            self.paid += taken;
            let imputed = Imputed { interest, principal, accessories: Euros::ZERO };
            self.lines.push(Line::payment(Some(&self.number), day, taken, imputed));
        }
        amount - taken
    }

    /// The yearly rate that the account bears on `day`, if it bears interest that day.
    pub fn rate_on(&self, law: &Consultation, day: NaiveDate) -> Option<Rate> {
        let began = self.accrues_from.filter(|began| *began <= day)?;
        if self.interest_stopped && day > self.accrues_until {
            return None;
        }
        let period = self.schedule.periods(law, began, day, day).into_iter().next()?;
        period.ok().map(|period| period.rate)
    }

    pub fn is_due(&self, day: NaiveDate) -> bool {
        self.due_on.is_none_or(|due| due <= day)
    }

    pub fn owes(&self) -> Euros {
        self.principal + self.interest
    }

    pub fn began(&self) -> Option<NaiveDate> {
        self.accrues_from
    }

    fn note_lateness(&mut self, day: NaiveDate) {
        if self.due_on.is_some_and(|due| due < day) && !self.principal.is_zero() {
            self.late = true;
        }
    }
}
