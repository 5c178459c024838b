//! Which debt a payment goes to. Among debts: the debtor's choice, else the order of the law; within a debt, the account decides.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::account::Account;
use crate::case::claim::Payment;
use crate::law::Consultation;
use crate::money::Euros;

/// Spends one payment on the accounts and gives back what no principal or interest wanted.
pub fn impute(accounts: &mut [Account], law: &Consultation, payment: &Payment) -> Euros {
    let day = payment.received_on;
    let mut rest = payment.amount;
    // « Le débiteur de plusieurs dettes peut indiquer, lorsqu'il paie, celle qu'il entend acquitter. » (C. civ., art. 1342-10)
    if let Some(number) = &payment.invoice
        && let Some(account) = accounts.iter_mut().find(|account| account.number == *number)
    {
        rest = account.pay(law, day, rest);
    }
    while !rest.is_zero() {
        let Some(group) = next_debts(accounts, law, day) else { break };
        rest = pay_group(accounts, law, day, &group, rest);
    }
    rest
}

/// The debts that come first, as places in `accounts`; several only where the law puts them all at the same rank.
///
/// « […] d'abord sur les dettes échues ; parmi celles-ci, sur les dettes que le débiteur avait le plus d'intérêt d'acquitter. A
/// égalité d'intérêt, l'imputation se fait sur la plus ancienne ; toutes choses égales, elle se fait proportionnellement. »
/// (C. civ., art. 1342-10). The debtor's interest is read as the rate that the debt bears; its age as its due day.
fn next_debts(accounts: &[Account], law: &Consultation, day: NaiveDate) -> Option<Vec<usize>> {
    let rank = |account: &Account| (Reverse(account.is_due(day)), Reverse(account.rate_on(law, day)), account.due_on);
    let open = || accounts.iter().enumerate().filter(|(_, account)| !account.principal.is_zero() || !account.interest.is_zero());
    let first = open().map(|(_, account)| rank(account)).min()?;
    Some(open().filter(|(_, account)| rank(account) == first).map(|(place, _)| place).collect())
}

fn pay_group(accounts: &mut [Account], law: &Consultation, day: NaiveDate, group: &[usize], amount: Euros) -> Euros {
    for place in group {
        accounts[*place].accrue(law, day);
    }
    let owed: Euros = group.iter().map(|place| accounts[*place].owes()).sum();
    if amount >= owed || group.len() == 1 {
        return group.iter().fold(amount, |rest, place| accounts[*place].pay(law, day, rest));
    }
    // In proportion to what each debt owes; the last takes the cents that rounding leaves.
    let mut left = amount;
    for (rank, place) in group.iter().enumerate() {
        let last = rank + 1 == group.len();
        let share = if last { left } else { amount.prorata(accounts[*place].owes(), owed).min(left) };
        left = left - share + accounts[*place].pay(law, day, share);
    }
    left
}
