//! Properties of the décompte that hold for every case: what adds up, what does not matter, what never falls.

use proptest::prelude::*;
use recouvrance::decompte::LineKind;
use recouvrance::money::{Euros, Rate};
use serde_json::{Value, json};

use super::{compute, sample};

fn day(offset: i64) -> String {
    (chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Duration::days(offset)).to_string()
}

prop_compose! {
    fn any_invoices()(raw in prop::collection::vec((1u32..2_000_000, 0i64..900), 1..8)) -> Vec<Value> {
        raw.iter().enumerate().map(|(index, (cents, due))| {
            json!({ "number": format!("F{index}"), "due_on": day(*due), "amount": format!("{}.{:02}", cents / 100, cents % 100) })
        }).collect()
    }
}

prop_compose! {
    /// Few due days, so that debts of one rank share payments; credit notes and disputed parts on some.
    fn any_tangle()(raw in prop::collection::vec((100u32..500_000, 0i64..4, 0u32..60, 0u32..60), 1..8)) -> (Vec<Value>, Vec<Value>) {
        let euros = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
        let mut notes = Vec::new();
        let invoices = raw.iter().enumerate().map(|(index, (cents, due, credited, disputed))| {
            let number = format!("F{index}");
            if *credited > 30 {
                notes.push(json!({ "number": format!("AV{index}"), "invoice": number, "amount": euros(*credited) }));
            }
            let mut invoice = json!({ "number": number, "due_on": day(due * 150), "amount": euros(*cents) });
            if *disputed > 30 {
                invoice["disputed"] = json!({ "amount": euros(disputed / 2) });
            }
            invoice
        });
        (invoices.collect(), notes)
    }
}

fn with_terms(mut case: Value, notes: &[Value], terms: u8) -> Value {
    case["claim"]["credit_notes"] = json!(notes);
    if terms & 1 > 0 {
        case["claim"]["capitalisation_granted"] = json!({ "by": "contract" });
    }
    match terms >> 1 & 3 {
        1 => case["claim"]["choices"] = json!({ "imputation": "principal_first" }),
        2 => case["claim"]["choices"] = json!({ "lump_sum_rank": "before_principal" }),
        3 => case["claim"]["judgment"] = json!({ "on": day(200), "enforceable_on": day(230) }),
        _ => {}
    }
    case
}

fn cents(amount: Euros) -> i128 {
    amount.cents()
}

prop_compose! {
    fn any_payments()(raw in prop::collection::vec((1u32..1_500_000, 0i64..1000), 0..6)) -> Vec<Value> {
        raw.iter().map(|(cents, on)| json!({ "received_on": day(*on), "amount": format!("{}.{:02}", cents / 100, cents % 100) })).collect()
    }
}

const LETTER: i64 = 1040;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn totals_are_the_sums_of_the_lines_and_nothing_is_negative(invoices in any_invoices(), payments in any_payments()) {
        let report = compute(&sample(&day(LETTER), &invoices, &payments));
        let sum = |kinds: &[LineKind]| report.lines.iter().filter(|line| kinds.contains(&line.kind)).map(|line| line.amount).sum::<Euros>();
        let claimed = sum(&[LineKind::Principal, LineKind::PenalitesRetard, LineKind::InteretLegal, LineKind::IndemniteForfaitaire, LineKind::ClausePenale, LineKind::Cost])
            - sum(&[LineKind::CreditNote, LineKind::DisputedPart]);
        let paid = sum(&[LineKind::Payment]);
        let totals = &report.totals;
        prop_assert_eq!(totals.due - totals.overpaid, claimed - paid);
        prop_assert_eq!(totals.due, totals.principal_due + totals.interest_due + totals.accessories_due);
        let given: Euros = payments.iter().map(|payment| Euros::from_str_exact(payment["amount"].as_str().unwrap()).unwrap()).sum();
        prop_assert_eq!(paid, given);
        prop_assert!(report.lines.iter().all(|line| !line.amount.is_negative()));
        prop_assert!(!totals.due.is_negative() && !totals.overpaid.is_negative());
    }

    #[test]
    fn whatever_the_terms_the_lines_add_up((invoices, notes) in any_tangle(), payments in any_payments(), terms in 0u8..8) {
        let report = compute(&with_terms(sample(&day(LETTER), &invoices, &payments), &notes, terms));
        let signed = report.lines.iter().map(|line| if line.kind.is_subtracted() { -line.amount } else { line.amount });
        let totals = &report.totals;
        prop_assert_eq!(signed.sum::<Euros>(), totals.due - totals.overpaid);
        prop_assert_eq!(totals.due, totals.principal_due + totals.interest_due + totals.accessories_due);
        prop_assert!(report.lines.iter().all(|line| !line.amount.is_negative()));
        prop_assert!(![totals.principal_due, totals.interest_due, totals.accessories_due, totals.overpaid].iter().any(|sum| sum.is_negative()));
    }

    #[test]
    fn the_order_of_tangled_lists_does_not_matter((invoices, notes) in any_tangle(), payments in any_payments(), terms in 0u8..8) {
        let straight = compute(&with_terms(sample(&day(LETTER), &invoices, &payments), &notes, terms)).totals;
        let turn = |list: &[Value]| list.iter().rev().cloned().collect::<Vec<_>>();
        let turned = with_terms(sample(&day(LETTER), &turn(&invoices), &turn(&payments)), &turn(&notes), terms);
        prop_assert_eq!(compute(&turned).totals, straight);
    }

    /// The rounding rule, written down: a line is rounded once, so a period cut in two differs from the whole by a cent at most.
    #[test]
    fn a_period_cut_anywhere_differs_by_a_cent_at_most(base in 1i64..100_000_000, rate in 1u32..2_000, days in 2u32..1_000, cut in 1u32..1_000) {
        let rate = Rate::from_str_exact(&format!("{}.{:02}", rate / 100, rate % 100)).unwrap();
        let (base, cut) = (Euros::from_cents(base), cut.min(days - 1));
        let parts = base.interest(rate, cut, 365) + base.interest(rate, days - cut, 365);
        prop_assert!((cents(parts) - cents(base.interest(rate, days, 365))).abs() <= 1);
    }

    /// A payment cuts periods, and each cut may cost a cent: no more than that.
    #[test]
    fn more_payment_never_means_more_due_beyond_the_cents_of_its_cuts(
        (invoices, notes) in any_tangle(), payments in any_payments(), terms in 0u8..8, more in 1u32..500_000, on in 0i64..1000,
    ) {
        let whole = |payments: &[Value]| compute(&with_terms(sample(&day(LETTER), &invoices, payments), &notes, terms));
        let interest = |report: &recouvrance::compliance::report::DecompteReport| report.lines.iter().filter(|line| line.kind.is_interest()).count();
        let before = whole(&payments);
        let mut paid = payments.clone();
        paid.push(json!({ "received_on": day(on), "amount": format!("{}.{:02}", more / 100, more % 100) }));
        let after = whole(&paid);
        let cuts = interest(&after).saturating_sub(interest(&before)) as i128;
        let allowed = if payments.is_empty() { 0 } else { cuts };
        prop_assert!(cents(after.totals.due) <= cents(before.totals.due) + allowed);
    }

    #[test]
    fn a_day_later_never_means_less_due_whatever_was_paid((invoices, notes) in any_tangle(), payments in any_payments(), terms in 0u8..8, offset in 1000i64..1041) {
        let on = |offset: i64| compute(&with_terms(sample(&day(offset), &invoices, &payments), &notes, terms)).totals;
        prop_assert!(on(offset).due <= on(offset + 1).due);
    }

    #[test]
    fn a_case_without_lateness_costs_nothing((invoices, notes) in any_tangle(), terms in 0u8..6, late in 0i64..2) {
        // On the first due day of all, at the latest, nothing is late.
        let invoices: Vec<Value> = invoices.into_iter().map(|mut invoice| { invoice["due_on"] = json!(day(600)); invoice }).collect();
        let totals = compute(&with_terms(sample(&day(600 - late), &invoices, &[]), &notes, terms)).totals;
        prop_assert!(totals.interest_due.is_zero() && totals.accessories_due.is_zero());
        prop_assert_eq!(totals.due, totals.principal - totals.credit_notes - totals.disputed);
    }

    #[test]
    fn the_order_of_the_lists_does_not_matter(invoices in any_invoices(), payments in any_payments()) {
        let straight = compute(&sample(&day(LETTER), &invoices, &payments)).totals;
        let turned: Vec<Value> = payments.iter().rev().cloned().collect();
        prop_assert_eq!(&compute(&sample(&day(LETTER), &invoices, &turned)).totals, &straight);
        let turned: Vec<Value> = invoices.iter().rev().cloned().collect();
        prop_assert_eq!(compute(&sample(&day(LETTER), &turned, &payments)).totals.due, straight.due);
    }

    #[test]
    fn more_payment_never_means_more_due(invoices in any_invoices(), payments in any_payments(), cents in 1u32..500_000, on in 0i64..1000) {
        let before = compute(&sample(&day(LETTER), &invoices, &payments)).totals.due;
        let mut more = payments.clone();
        more.push(json!({ "received_on": day(on), "amount": format!("{}.{:02}", cents / 100, cents % 100) }));
        prop_assert!(compute(&sample(&day(LETTER), &invoices, &more)).totals.due <= before);
    }

    #[test]
    fn a_day_later_never_means_less_due(invoices in any_invoices(), offset in 1000i64..1041) {
        let today = compute(&sample(&day(offset), &invoices, &[])).totals.due;
        let tomorrow = compute(&sample(&day(offset + 1), &invoices, &[])).totals.due;
        prop_assert!(today <= tomorrow);
    }
}
