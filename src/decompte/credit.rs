//! Credit notes that name no invoice: which invoices they lower, and by how much. Words nothing.

use chrono::NaiveDate;

use crate::case::Case;
use crate::money::Euros;

/// A part of a credit note that lowers one invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Place of the credit note in the case.
    pub note: usize,
    pub amount: Euros,
}

/// For each invoice, what credit notes that name none take off it from its origin: the one that fell due first, then the next, each
/// up to what its own credit notes and its disputed part leave. The oldest bears interest longest, so that, at one rate, no other
/// order would claim less. `due` gives the day on which each invoice is to be paid.
pub fn shares(case: &Case, due: &[Option<NaiveDate>]) -> Vec<Vec<Share>> {
    let claim = &case.claim;
    let mut shares = vec![Vec::new(); claim.invoices.len()];
    if claim.credit_notes.iter().all(|note| note.invoice.is_some()) {
        return shares;
    }
    let mut open: Vec<Euros> = claim
        .invoices
        .iter()
        .map(|invoice| {
            let own = claim.credit_notes.iter().filter(|note| note.invoice.as_ref() == Some(&invoice.number));
            let own: Euros = own.map(|note| note.amount).sum();
            let disputed = invoice.disputed.iter().filter(|part| !part.claimed).map(|part| part.amount).sum::<Euros>();
            invoice.amount - own - disputed
        })
        .collect();
    let mut by_age: Vec<usize> = (0..claim.invoices.len()).collect();
    by_age.sort_by_key(|place| {
        let day = due.get(*place).copied().flatten();
        (day.is_none(), day, &claim.invoices[*place].number)
    });
    for (note, given) in claim.credit_notes.iter().enumerate().filter(|(_, note)| note.invoice.is_none()) {
        let mut left = given.amount;
        for place in &by_age {
            let amount = left.min(open[*place]);
            if amount.is_positive() {
                left -= amount;
                open[*place] -= amount;
                shares[*place].push(Share { note, amount });
            }
        }
    }
    shares
}
