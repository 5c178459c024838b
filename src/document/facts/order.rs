//! Promises and orders of the history, and the title that is enforced.

use chrono::NaiveDate;

use super::Facts;
use crate::case::event::{Event, EventKind};
use crate::decompte::declared::Declared;
use crate::decompte::plan::{self, Instalments};
use crate::money::Euros;

impl Facts<'_> {
    /// The instalments of the plan.
    pub fn instalments(&self) -> Option<Instalments> {
        plan::of(self.case, self.decompte)
    }

    /// « dans la limite de deux années » (C. civ., art. 1343-5): what a judge could give at most, for comparison.
    pub fn plan_is_over_two_years(&self) -> bool {
        let limit = self.case.letter_date.checked_add_months(chrono::Months::new(24));
        let last = self.instalments().and_then(|plan| plan.rows.last().map(|row| row.on));
        last.zip(limit).is_some_and(|(last, limit)| last > limit)
    }

    /// The first payment of the plan is due before the debtor must answer.
    pub fn plan_begins_before_the_answer(&self) -> bool {
        let first = self.case.plan.as_ref().map(|plan| match plan.down_payment {
            Some(_) => plan.down_payment_on.unwrap_or(self.case.letter_date).min(plan.first_on),
            None => plan.first_on,
        });
        first.zip(super::super::letter::last_day_to_pay(self)).is_some_and(|(first, answer)| first < answer)
    }

    pub fn has_event(&self, kind: EventKind) -> bool {
        self.last_event(kind).is_some()
    }

    pub fn last_event(&self, kind: EventKind) -> Option<&Event> {
        self.case.history.iter().filter(|event| event.kind == kind).max_by_key(|event| event.on)
    }

    /// Ten calls within thirty days: a choice of this service, where the text sets no number (C. pén., art. 222-16).
    pub fn calls_are_close_together(&self) -> bool {
        const CALLS: usize = 10;
        const DAYS: i64 = 30;
        let mut days: Vec<NaiveDate> =
            self.case.history.iter().filter(|event| event.kind == EventKind::Call).map(|event| event.on).collect();
        days.sort_unstable();
        days.windows(CALLS).any(|calls| (calls[CALLS - 1] - calls[0]).num_days() < DAYS)
    }

    /// Whether some promise is broken, or with `broken` false still pending.
    pub fn a_promise_is(&self, broken: bool) -> bool {
        let day = self.case.letter_date;
        let promises = self.case.history.iter().filter(|event| event.kind == EventKind::Promise);
        let open = |event: &&Event| !self.is_kept(event);
        promises.filter(open).filter_map(|event| event.expected_on).any(|expected| (expected < day) == broken)
    }

    /// The sum promised came by the promised day, or some payment where no sum was said.
    pub fn is_kept(&self, promise: &Event) -> bool {
        let until = promise.expected_on.unwrap_or(self.case.letter_date);
        let payments = self.case.claim.payments.iter().filter(|paid| promise.on <= paid.received_on && paid.received_on <= until);
        let paid: Euros = payments.map(|payment| payment.amount).sum();
        promise.amount.map_or(!paid.is_zero(), |amount| paid >= amount)
    }

    /// A decision that may be enforced by the letter's day, or an order that may.
    pub fn judgment_is_enforceable(&self) -> bool {
        let judgment = self.case.claim.judgment.as_ref().and_then(|judgment| judgment.enforceable_on);
        judgment.is_some_and(|on| on <= self.case.letter_date)
    }

    /// What may be declared to the insolvency procedure.
    pub fn declared(&self) -> Option<Declared> {
        Declared::of(self.case, self.law, self.jurisdiction())
    }

    /// The order grants less than what was due on its day.
    pub fn order_grants_less(&self) -> bool {
        let Some((on, granted)) = self.order().and_then(|order| Some((order.given.on, order.given.amount?))) else {
            return false;
        };
        let since: Euros = self.decompte.interest_lines().map(|line| line.accrued_after(on)).sum();
        granted + since < self.decompte.totals.due
    }

    /// Some invoice was born on the day of the judgment that opens the procedure, or after it.
    pub fn claim_is_partly_after_insolvency(&self) -> bool {
        let Some(insolvency) = &self.case.insolvency else { return false };
        let before = |invoice| crate::decompte::regime::born_before(invoice, insolvency.judgment_on);
        self.case.claim.invoices.iter().any(|invoice| !before(invoice))
    }
}
