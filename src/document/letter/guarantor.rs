//! The guarantor as a letter names him, and what is claimed from him.

use super::super::facts::Facts;
use super::super::french::{capitalised, long_day};
use super::super::mention::Recipient;
use super::item::Noun;
use super::{Letter, party};
use crate::decompte::guarantee::{at_year_end, year_end_before};
use crate::money::Euros;

pub fn put(letter: &mut Letter, recipient: Recipient, facts: &Facts) {
    let Some(guarantor) = facts.guarantor() else { return };
    let values = &mut letter.values;
    party::put(values, "/guarantor", &guarantor.party, facts.home());
    values.put_some("/guarantor/deed_on", guarantor.deed_on.map(long_day));
    values.put_some("/guarantor/deed_reference", guarantor.deed_reference.as_deref());
    values.put_some("/guarantor/cap", guarantor.cap.map(Euros::french));
    values.put_some("/guarantor/ends_on", guarantor.ends_on.map(long_day));
    values.put_some("/guarantor/informed_on", guarantor.informed_on.map(long_day));
    values.put_some("/guarantor/annual_informed_on", guarantor.annual_informed_on.map(long_day));
    if let Some((invoice, due_on)) = facts.first_default() {
        values.put("/guarantor/first_default/invoice", invoice.number.as_str());
        values.put("/guarantor/first_default/the", capitalised(&Noun::of(facts).the_numbered(&invoice.number)));
        values.put("/guarantor/first_default/due_on", long_day(due_on));
    }
    // What follows computes another décompte: only for a paper that he receives.
    if recipient != Recipient::Guarantor {
        return;
    }
    if let Some(guaranteed) = facts.guaranteed() {
        values.put("/guarantor/claimed", guaranteed.claimed.french());
        values.put("/guarantor/claimed_words", guaranteed.claimed.in_words());
        values.put("/guarantor/claimed_principal", guaranteed.principal.french());
        values.put("/guarantor/before_cap", guaranteed.whole.french());
        let positive = |amount: Euros| (!amount.is_zero()).then(|| amount.french());
        values.put_some("/guarantor/claimed_interest", positive(guaranteed.interest));
        values.put_some("/guarantor/claimed_accessories", positive(guaranteed.accessories));
        let beyond = guaranteed.claimed - guaranteed.principal - guaranteed.interest - guaranteed.accessories;
        values.put_some("/guarantor/beyond_cap", (!beyond.is_zero()).then(|| beyond.french()));
    }
    if let Some((day, totals)) = year_end_before(facts.case.letter_date).zip(at_year_end(facts.case, facts.law, facts.decompte)) {
        values.put("/guarantor/year_end/on", long_day(day));
        values.put("/guarantor/year_end/principal", totals.principal_due.french());
        values.put("/guarantor/year_end/interest", totals.interest_due.french());
        values.put("/guarantor/year_end/accessories", totals.accessories_due.french());
        values.put("/guarantor/year_end/total", totals.due.french());
    }
}
