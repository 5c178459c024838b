//! Which debt a payment goes to. Among debts: the debtor's choice, else the order of the law; within a debt, the account decides.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::account::{Account, Terms};
use super::credit;
use crate::case::claim::Payment;
use crate::money::{Euros, Rate};

/// The accounts of a case, with what finds the debt to pay without looking at all of them.
pub struct Ledger<'a> {
    pub accounts: Vec<Account>,
    terms: &'a Terms<'a>,
    by_number: HashMap<String, usize>,
    /// Places of the accounts by due day, then by number, so that the order of the case's list does not matter.
    by_age: Vec<usize>,
    /// Before this place of `by_age`, all is paid.
    oldest: usize,
}

/// Where a debt stands in the order of the law: the least comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    due: Reverse<bool>,
    bears: Reverse<bool>,
    rate: Reverse<Option<Rate>>,
    due_on: Option<NaiveDate>,
}

impl<'a> Ledger<'a> {
    pub fn open(terms: &'a Terms<'a>) -> Self {
        let invoices = || terms.case.claim.invoices.iter();
        let due: Vec<Option<NaiveDate>> = invoices().map(|invoice| Account::due_on(terms, invoice)).collect();
        let shares = credit::shares(terms.case, &due);
        let accounts: Vec<Account> =
            invoices().zip(&shares).map(|(invoice, shares)| Account::open(terms, invoice, shares)).collect();
        let by_number = accounts.iter().enumerate().map(|(place, account)| (account.number.clone(), place)).collect();
        let mut by_age: Vec<usize> = (0..accounts.len()).collect();
        by_age.sort_by_key(|place| (accounts[*place].due_on, &accounts[*place].number));
        Self { accounts, terms, by_number, by_age, oldest: 0 }
    }

    /// Spends one payment on the accounts and gives back what no principal or interest wanted.
    pub fn impute(&mut self, payment: &Payment) -> Euros {
        let day = payment.received_on;
        let mut rest = payment.amount;
        // « Le débiteur de plusieurs dettes peut indiquer, lorsqu'il paie, celle qu'il entend acquitter. » (C. civ., art. 1342-10)
        if let Some(place) = payment.invoice.as_ref().and_then(|number| self.by_number.get(number)) {
            rest = self.accounts[*place].pay(self.terms, day, rest);
        }
        while !rest.is_zero() {
            let group = self.next_debts(day);
            if group.is_empty() {
                break;
            }
            rest = self.pay_group(day, &group, rest);
        }
        rest
    }

    /// The debts that come first, as places of accounts; several only where the law puts them all at the same rank, none when all
    /// is paid.
    ///
    /// « […] d'abord sur les dettes échues ; parmi celles-ci, sur les dettes que le débiteur avait le plus d'intérêt d'acquitter. A
    /// égalité d'intérêt, l'imputation se fait sur la plus ancienne ; toutes choses égales, elle se fait proportionnellement. »
    /// (C. civ., art. 1342-10). The debtor's interest is read as the rate that the debt bears; its age as its due day.
    fn next_debts(&mut self, day: NaiveDate) -> Vec<usize> {
        while self.by_age.get(self.oldest).is_some_and(|place| self.accounts[*place].owes().is_zero()) {
            self.oldest += 1;
        }
        let mut group = Vec::new();
        let mut first: Option<Rank> = None;
        for place in &self.by_age[self.oldest..] {
            let account = &self.accounts[*place];
            if account.owes().is_zero() {
                continue;
            }
            let uniform = self.terms.course.is_uniform();
            let best = first.as_ref().is_some_and(|first| uniform && first.due.0 && first.bears.0);
            if best && first.as_ref().is_some_and(|first| first.due_on != account.due_on) {
                break;
            }
            let rank = Rank {
                due: Reverse(account.is_due(day)),
                bears: Reverse(account.bears_interest(day)),
                rate: Reverse(if uniform { None } else { account.rate_on(self.terms, day) }),
                due_on: account.due_on,
            };
            match &first {
                Some(known) if rank > *known => {}
                Some(known) if rank == *known => group.push(*place),
                _ => {
                    group.clear();
                    group.push(*place);
                    first = Some(rank);
                }
            }
        }
        group
    }

    fn pay_group(&mut self, day: NaiveDate, group: &[usize], amount: Euros) -> Euros {
        let (accounts, terms) = (&mut self.accounts, self.terms);
        if let [only] = group {
            return accounts[*only].pay(terms, day, amount);
        }
        let owed: Vec<Euros> = group.iter().map(|place| accounts[*place].owes_on(terms, day)).collect();
        let whole: Euros = owed.iter().sum();
        if amount >= whole {
            return group.iter().fold(amount, |rest, place| accounts[*place].pay(terms, day, rest));
        }
        // In proportion to what each debt owes; the last takes the cents that rounding leaves. A debt that has no share is not
        // touched: a period cut for nothing would cost a cent.
        let mut left = amount;
        for (rank, place) in group.iter().enumerate() {
            let last = rank + 1 == group.len();
            let share = if last { left } else { amount.prorata(owed[rank], whole).min(left) };
            if !share.is_zero() {
                left = left - share + accounts[*place].pay(terms, day, share);
            }
        }
        left
    }
}
