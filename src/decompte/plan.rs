//! An instalment plan computed to the cent: equal shares of the sum due, the last one taking the cents, each paying interest, then
//! principal, then accessories, as the décompte does. Knows no rate to come: interest during the plan is agreed, or it is not counted.

use chrono::{Days, Months, NaiveDate};

use super::Decompte;
use crate::case::Case;
use crate::case::agreement::{Plan, PlanInterest, Rhythm};
use crate::money::{Euros, Rate};

/// Days of the year by which the agreed rate is divided (Service-Public, fiche F20688).
const YEAR: u32 = 365;

/// One instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    pub on: NaiveDate,
    /// Parts of the sum due.
    pub interest: Euros,
    pub principal: Euros,
    pub accessories: Euros,
    /// Interest agreed for the plan, on the principal that remained.
    pub plan_interest: Euros,
    pub amount: Euros,
    /// What remains of the sum due after it.
    pub rest: Euros,
}

/// A plan as it is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instalments {
    /// What is paid before the instalments.
    pub down: Option<Instalment>,
    pub rows: Vec<Instalment>,
    /// All that is paid, the down payment and the interest of the plan included.
    pub total: Euros,
    pub interest: Euros,
}

/// The plan of a case, on the sum of its settlement if there is one; `None` where the shares would be nothing.
pub fn of(case: &Case, decompte: &Decompte) -> Option<Instalments> {
    let plan = case.plan.as_ref()?;
    let settled = case.settlement.as_ref().and_then(|settlement| settlement.amount);
    let mut owed = match settled {
        Some(amount) => Owed { principal: amount, ..Owed::default() },
        None => Owed {
            interest: decompte.totals.interest_due,
            principal: decompte.totals.principal_due,
            accessories: decompte.totals.accessories_due,
        },
    };
    let rate = plan.rate.filter(|_| plan.interest == PlanInterest::Agreed);
    let mut course = Course { rate, since: case.letter_date, accrued: Euros::ZERO };
    let down = plan.down_payment.unwrap_or_default();
    if down >= owed.total() {
        return None;
    }
    let mut before = None;
    if !down.is_zero() {
        let on = plan.down_payment_on.unwrap_or(case.letter_date);
        course.run(owed.principal, on.min(plan.first_on));
        let paid = owed.pay(down);
        before = Some(Instalment {
            on,
            interest: paid.interest,
            principal: paid.principal,
            accessories: paid.accessories,
            plan_interest: Euros::ZERO,
            amount: down,
            rest: owed.total(),
        });
    }
    let count = i64::from(plan.count);
    let share = Euros::from_cents(i64::try_from(owed.total().cents()).ok()? / count);
    if share.is_zero() {
        return None;
    }
    let mut rows = Vec::new();
    for rank in 0..plan.count {
        let on = day(plan, rank)?;
        course.run(owed.principal, on);
        let due = if rank + 1 == plan.count { owed.total() } else { share };
        let paid = owed.pay(due);
        let plan_interest = std::mem::take(&mut course.accrued);
        rows.push(Instalment {
            on,
            interest: paid.interest,
            principal: paid.principal,
            accessories: paid.accessories,
            plan_interest,
            amount: due + plan_interest,
            rest: owed.total(),
        });
    }
    let interest: Euros = rows.iter().map(|row| row.plan_interest).sum();
    Some(Instalments { down: before, total: down + rows.iter().map(|row| row.amount).sum::<Euros>(), interest, rows })
}

/// What remains of the sum due.
#[derive(Debug, Clone, Copy, Default)]
struct Owed {
    interest: Euros,
    principal: Euros,
    accessories: Euros,
}

impl Owed {
    fn total(&self) -> Euros {
        self.interest + self.principal + self.accessories
    }

    /// Takes `amount`, at most what is owed, and says what it paid.
    fn pay(&mut self, amount: Euros) -> Self {
        let mut left = amount;
        let mut take = |owed: &mut Euros| {
            let taken = left.min(*owed);
            left -= taken;
            *owed -= taken;
            taken
        };
        Self {
            interest: take(&mut self.interest),
            principal: take(&mut self.principal),
            accessories: take(&mut self.accessories),
        }
    }
}

/// The interest agreed, as days pass.
struct Course {
    rate: Option<Rate>,
    since: NaiveDate,
    accrued: Euros,
}

impl Course {
    /// The days after the last one seen, up to `day`, included.
    fn run(&mut self, principal: Euros, day: NaiveDate) {
        let days = u32::try_from((day - self.since).num_days()).unwrap_or(0);
        self.accrued += self.rate.map_or(Euros::ZERO, |rate| principal.interest(rate, days, YEAR));
        self.since = self.since.max(day);
    }
}

/// A month ends on the same day of the month, else on its last.
fn day(plan: &Plan, rank: u32) -> Option<NaiveDate> {
    match plan.every {
        Rhythm::Week => plan.first_on.checked_add_days(Days::new(7 * u64::from(rank))),
        Rhythm::Month => plan.first_on.checked_add_months(Months::new(rank)),
        Rhythm::Quarter => plan.first_on.checked_add_months(Months::new(3 * rank)),
    }
}
