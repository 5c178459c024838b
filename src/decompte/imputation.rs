//! Which debt a payment goes to. Among debts: the debtor's choice, else the order of the law; within a debt, the account decides.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::account::{Account, Terms};
use crate::case::claim::Payment;
use crate::money::{Euros, Rate};

/// Spends one payment on the accounts and gives back what no principal or interest wanted.
pub fn impute(accounts: &mut [Account], terms: &Terms, payment: &Payment) -> Euros {
    let day = payment.received_on;
    let mut rest = payment.amount;
    // « Le débiteur de plusieurs dettes peut indiquer, lorsqu'il paie, celle qu'il entend acquitter. » (C. civ., art. 1342-10)
    if let Some(number) = &payment.invoice
        && let Some(account) = accounts.iter_mut().find(|account| account.number == *number)
    {
        rest = account.pay(terms, day, rest);
    }
    while !rest.is_zero() {
        let group = next_debts(accounts, terms, day);
        if group.is_empty() {
            break;
        }
        rest = pay_group(accounts, terms, day, &group, rest);
    }
    rest
}

/// Where a debt stands in the order of the law: the least comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    due: Reverse<bool>,
    bears: Reverse<bool>,
    rate: Reverse<Option<Rate>>,
    due_on: Option<NaiveDate>,
}

/// The debts that come first, as places in `accounts`; several only where the law puts them all at the same rank, none when all
/// is paid.
///
/// « […] d'abord sur les dettes échues ; parmi celles-ci, sur les dettes que le débiteur avait le plus d'intérêt d'acquitter. A
/// égalité d'intérêt, l'imputation se fait sur la plus ancienne ; toutes choses égales, elle se fait proportionnellement. »
/// (C. civ., art. 1342-10). The debtor's interest is read as the rate that the debt bears; its age as its due day.
fn next_debts(accounts: &[Account], terms: &Terms, day: NaiveDate) -> Vec<usize> {
    let mut group = Vec::new();
    let mut first: Option<Rank> = None;
    for (place, account) in accounts.iter().enumerate().filter(|(_, account)| !account.owes().is_zero()) {
        let rank = Rank {
            due: Reverse(account.is_due(day)),
            bears: Reverse(account.bears_interest(day)),
            rate: Reverse(if terms.course.is_uniform() { None } else { account.rate_on(terms, day) }),
            due_on: account.due_on,
        };
        match &first {
            Some(known) if rank > *known => continue,
            Some(known) if rank == *known => group.push(place),
            _ => {
                group.clear();
                group.push(place);
                first = Some(rank);
            }
        }
    }
    group
}

fn pay_group(accounts: &mut [Account], terms: &Terms, day: NaiveDate, group: &[usize], amount: Euros) -> Euros {
    for place in group {
        accounts[*place].accrue(terms, day);
    }
    let owed: Euros = group.iter().map(|place| accounts[*place].owes()).sum();
    if amount >= owed || group.len() == 1 {
        return group.iter().fold(amount, |rest, place| accounts[*place].pay(terms, day, rest));
    }
    // In proportion to what each debt owes; the last takes the cents that rounding leaves.
    let mut left = amount;
    for (rank, place) in group.iter().enumerate() {
        let last = rank + 1 == group.len();
        let share = if last { left } else { amount.prorata(accounts[*place].owes(), owed).min(left) };
        left = left - share + accounts[*place].pay(terms, day, share);
    }
    left
}
