//! The account of one invoice: what it still owes in principal and interest, and the lines written on the way.

use chrono::NaiveDate;

use super::accessories;
use super::capitalisation::Years;
use super::credit::Share;
use super::guarantee::Against;
use super::line::{Imputed, Line, LineKind};
use super::national::National;
use super::regime::{self, Regime};
use super::schedule::{Course, Schedule, legal_interest_of};
use crate::case::Case;
use crate::case::claim::Invoice;
use crate::case::terms::{Choices, Imputation, LumpSumRank};
use crate::law::{Consultation, Jurisdiction, NoValueInForce};
use crate::money::{Euros, Rate};

/// What all accounts of a case share.
pub struct Terms<'a> {
    pub case: &'a Case,
    pub law: &'a Consultation<'a>,
    pub jurisdiction: Jurisdiction,
    pub national: &'static National,
    pub regime: Regime,
    pub course: Course<'a>,
    pub choices: Choices,
    pub against: Against,
    pub kind: LineKind,
    pub basis: String,
}

impl Terms<'_> {
    /// In Luxembourg the rate of the law is that of a simple interest (L. du 18 avril 2004, art. 1).
    fn interest_is_simple(&self) -> bool {
        let by_law = matches!(self.course.schedule(), Schedule::Statutory { .. });
        by_law && self.jurisdiction == Jurisdiction::Luxembourg
    }
}

/// Interest that a Luxembourg consumer owes by right.
pub const CONSUMER_BASIS: &str = "L. du 18 avril 2004, art. 12";

/// One invoice as days pass and payments come in.
#[derive(Debug, Clone)]
pub struct Account {
    pub number: String,
    pub due_on: Option<NaiveDate>,
    accrues_from: Option<NaiveDate>,
    accrues_until: NaiveDate,
    /// A judgment or an admissible over-indebtedness file stopped interest before the day of the décompte.
    interest_stopped: bool,
    accrued_to: Option<NaiveDate>,
    /// When interest due for a year joins what bears interest.
    years: Option<Years>,
    /// What remains due in principal.
    pub principal: Euros,
    /// The invoice less its credit notes and a disputed part left out, before payments.
    pub claimed: Euros,
    /// What remains due in interest, capitalised or not.
    pub interest: Euros,
    /// The part of `interest` that bears interest.
    capitalised: Euros,
    /// The due day of an invoice that owes the lump sum if it is late.
    lump_sum_day: Option<NaiveDate>,
    lump_sum_paid: Euros,
    /// The article of this invoice's interest, where it is not that of the others.
    basis: Option<&'static str>,
    /// What was paid on this invoice, whatever it was imputed to.
    pub paid: Euros,
    /// Unpaid in whole or in part at the end of the due day, and late on the day of the décompte.
    pub late: bool,
    pub lines: Vec<Line>,
    pub missing: Vec<NoValueInForce>,
}

impl Account {
    /// The day on which the invoice is to be paid.
    pub fn due_on(terms: &Terms, invoice: &Invoice) -> Option<NaiveDate> {
        match legal_interest_of(terms.case) {
            // The decision sets interest running, whenever the work was done.
            Some(judgment) => invoice.due_on.or(judgment.interest_from).or(Some(judgment.on)),
            None => regime::due_day(terms, invoice),
        }
    }

    /// `shares`: what credit notes that name no invoice take off this one.
    pub fn open(terms: &Terms, invoice: &Invoice, shares: &[Share]) -> Self {
        let case = terms.case;
        let due_on = Self::due_on(terms, invoice);
        let accrues_until = regime::accrues_until(terms, invoice);
        let accrues_from = regime::accrues_from(terms, invoice, due_on);
        let by_right = accrues_from.is_some() && accrues_from == regime::consumer_interest_from(terms, invoice);
        let mut lines =
            vec![Line::plain(LineKind::Principal, Some(&invoice.number), invoice.amount, super::principal_basis(terms))];
        lines.extend(reductions(case, invoice, shares));
        let claimed = invoice.amount - lines[1..].iter().map(|line| line.amount).sum();
        Self {
            number: invoice.number.clone(),
            due_on,
            accrues_from,
            accrues_until,
            interest_stopped: accrues_until < case.letter_date,
            accrued_to: None,
            years: accrues_from.filter(|_| !terms.interest_is_simple()).and_then(|began| Years::of(case, invoice, began)),
            principal: claimed,
            claimed,
            interest: Euros::ZERO,
            capitalised: Euros::ZERO,
            lump_sum_day: accessories::lump_sum_day(terms, invoice),
            lump_sum_paid: Euros::ZERO,
            basis: by_right.then_some(CONSUMER_BASIS),
            paid: Euros::ZERO,
            late: false,
            lines,
            missing: Vec::new(),
        }
    }

    /// Writes the interest up to `day`, included. A day already accrued is never accrued again.
    pub fn accrue(&mut self, terms: &Terms, day: NaiveDate) {
        self.note_lateness(day);
        let Some(began) = self.accrues_from else { return };
        let mut from = self.accrued_to.and_then(|last| last.succ_opt()).unwrap_or(began);
        let to = day.min(self.accrues_until);
        while from <= to {
            self.capitalise(from);
            let next = self.years.as_ref().and_then(|years| years.next_after(from, !self.capitalised.is_zero()));
            let until = next.and_then(|next| next.pred_opt()).map_or(to, |eve| eve.min(to));
            self.accrue_whole(terms, began, from, until);
            self.accrued_to = Some(until);
            let Some(next) = until.succ_opt() else { return };
            from = next;
        }
    }

    /// « Les intérêts échus, dus au moins pour une année entière, produisent intérêt si le contrat l'a prévu ou si une décision de
    /// justice le précise. » (C. civ., art. 1343-2)
    fn capitalise(&mut self, day: NaiveDate) {
        let Some(years) = &mut self.years else { return };
        if years.whole_on(day) {
            self.capitalised = self.interest;
        }
        if years.is_over(day) {
            self.capitalised = Euros::ZERO;
            self.years = None;
        }
    }

    /// Days in which nothing changes but the rate.
    fn accrue_whole(&mut self, terms: &Terms, began: NaiveDate, from: NaiveDate, to: NaiveDate) {
        let (principal, capitalised) = (self.principal, self.capitalised);
        if (principal + capitalised).is_zero() {
            return;
        }
        terms.course.periods(began, from, to, |period| match period {
            Ok(period) => {
                let basis = if period.raised { terms.national.articles.raised } else { self.basis.unwrap_or(&terms.basis) };
                let line = Line::interest(terms.kind, &self.number, principal, capitalised, period, basis);
                self.interest += line.amount;
                self.lines.push(line);
            }
            Err(missing) => self.missing.push(missing),
        });
    }

    /// Takes a payment received on `day` and gives back what is left of it.
    ///
    /// « Le paiement partiel s'impute d'abord sur les intérêts. » (C. civ., art. 1343-1), unless the case chose otherwise.
    pub fn pay(&mut self, terms: &Terms, day: NaiveDate, amount: Euros) -> Euros {
        if amount.is_zero() {
            return amount;
        }
        self.accrue(terms, day);
        let mut imputed = Imputed::default();
        let mut left = amount;
        if terms.choices.imputation == Imputation::PrincipalFirst {
            imputed.principal = take(&mut self.principal, &mut left);
        }
        imputed.interest = take(&mut self.interest, &mut left);
        // The oldest interest is the capitalised one.
        self.capitalised = self.capitalised - imputed.interest.min(self.capitalised);
        if !imputed.interest.is_zero() && self.interest.is_zero() {
            // Interest wholly paid is no longer « dû au moins pour une année entière »: the years count anew from the next day.
            self.years = self.years.take().and_then(|years| years.counted_anew_after(day));
        }
        let mut lump_sum = self.lump_sum_in_rank(terms);
        imputed.accessories = take(&mut lump_sum, &mut left);
        self.lump_sum_paid += imputed.accessories;
        imputed.principal += take(&mut self.principal, &mut left);
        let taken = imputed.total();
        if !taken.is_zero() {
            self.paid += taken;
            self.lines.push(Line::payment(Some(&self.number), day, taken, imputed, terms.national));
        }
        left
    }

    /// Whether the account bears interest on `day`.
    pub fn bears_interest(&self, day: NaiveDate) -> bool {
        let began = self.accrues_from.is_some_and(|began| began <= day);
        began && !self.base().is_zero() && !(self.interest_stopped && day > self.accrues_until)
    }

    /// The yearly rate that the account bears on `day`, if it bears interest that day.
    pub fn rate_on(&self, terms: &Terms, day: NaiveDate) -> Option<Rate> {
        let began = self.accrues_from.filter(|_| self.bears_interest(day))?;
        terms.course.rate_on(began, day)
    }

    /// What bears interest the day after the décompte.
    pub fn base(&self) -> Euros {
        self.principal + self.capitalised
    }

    pub fn is_due(&self, day: NaiveDate) -> bool {
        self.due_on.is_none_or(|due| due <= day)
    }

    pub fn owes(&self) -> Euros {
        self.principal + self.interest
    }

    /// What it will owe at the end of `day`, without writing it down.
    pub fn owes_on(&mut self, terms: &Terms, day: NaiveDate) -> Euros {
        let lines = std::mem::take(&mut self.lines);
        let mut probe = self.clone();
        self.lines = lines;
        probe.accrue(terms, day);
        probe.owes() + probe.lump_sum_in_rank(terms)
    }

    /// What remains of the lump sum, where it is paid before the principal.
    fn lump_sum_in_rank(&self, terms: &Terms) -> Euros {
        let before = terms.choices.lump_sum_rank == LumpSumRank::BeforePrincipal;
        let amount = self.lump_sum(terms).filter(|_| before).and_then(Result::ok);
        amount.map_or(Euros::ZERO, |amount| amount - self.lump_sum_paid)
    }

    pub fn began(&self) -> Option<NaiveDate> {
        self.accrues_from
    }

    /// The lump sum, where this invoice is late and owes it.
    pub fn lump_sum(&self, terms: &Terms) -> Option<Result<Euros, NoValueInForce>> {
        self.lump_sum_day.filter(|_| self.late).map(|due| terms.law.euros(terms.national.lump_sum, due))
    }

    fn note_lateness(&mut self, day: NaiveDate) {
        if self.due_on.is_some_and(|due| due < day) && !self.principal.is_zero() {
            self.late = true;
        }
    }
}

/// Moves as much of `left` as `owed` wants.
fn take(owed: &mut Euros, left: &mut Euros) -> Euros {
    let taken = (*left).min(*owed);
    *owed -= taken;
    *left -= taken;
    taken
}

/// Credit notes, then a disputed part that is not claimed: both reduce the invoice from its origin, which never over-claims.
fn reductions(case: &Case, invoice: &Invoice, shares: &[Share]) -> Vec<Line> {
    let notes = &case.claim.credit_notes;
    let own = notes.iter().filter(|note| note.invoice.as_ref() == Some(&invoice.number)).map(|note| (note, note.amount));
    let shared = shares.iter().filter_map(|share| Some((notes.get(share.note)?, share.amount)));
    let notes = own.chain(shared).map(|(note, amount)| Line {
        label: Some(note.number.clone()),
        ..Line::plain(LineKind::CreditNote, Some(&invoice.number), amount, "Avoir")
    });
    let disputed = invoice.disputed.iter().filter(|part| !part.claimed).map(|part| Line {
        label: part.reason.clone(),
        ..Line::plain(LineKind::DisputedPart, Some(&invoice.number), part.amount, "Partie contestée")
    });
    notes.chain(disputed).collect()
}
