//! Instalment plans, what a guarantor owes, what is declared: computed by hand, to the cent.

use recouvrance::case::{self, Case, Limits};
use recouvrance::decompte::declared::Declared;
use recouvrance::decompte::guarantee::{Against, Deprivation, Guaranteed, at_year_end};
use recouvrance::decompte::{Decompte, plan};
use recouvrance::document::Facts;
use recouvrance::law::Jurisdiction;
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes};

fn consumer_case(letter_date: &str, amount: &str) -> Value {
    json!({
        "letter_date": letter_date,
        "creditor": { "kind": "company", "acts_as": "merchant" },
        "debtor": { "kind": "person", "acts_as": "consumer" },
        "claim": {
            "nature": "civil", "source": "contract",
            "invoices": [{ "number": "A", "issued_on": "2026-06-01", "due_on": "2026-07-01", "amount": amount }],
        },
    })
}

fn read(json: &Value) -> Case {
    case::parse(&bytes(json), &Limits::default()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn decompte(case: &Case) -> Decompte {
    Decompte::of(case, &SERVICE.law.consult(Vec::new()), Jurisdiction::France)
}

fn rows(json: &Value) -> Vec<String> {
    let case = read(json);
    let plan = plan::of(&case, &decompte(&case)).expect("a plan");
    let row =
        |row: &plan::Instalment| format!("{} {} {} {}", row.on, row.plan_interest.plain(), row.amount.plain(), row.rest.plain());
    let mut told: Vec<String> = plan.rows.iter().map(row).collect();
    told.push(format!("{} {}", plan.interest.plain(), plan.total.plain()));
    told
}

#[test]
fn the_last_instalment_takes_the_cents_that_the_others_leave() {
    let mut case = consumer_case("2026-12-05", "1000.00");
    case["plan"] = json!({ "first_on": "2027-01-05", "count": 3 });
    assert_eq!(
        rows(&case),
        ["2027-01-05 0.00 333.33 666.67", "2027-02-05 0.00 333.33 333.34", "2027-03-05 0.00 333.34 0.00", "0.00 1000.00"]
    );
}

/// 1 000 × 6 × 31 ÷ 36 500 = 5,0959 ; 666,67 × 6 × 31 ÷ 36 500 = 3,3973 ; 333,34 × 6 × 28 ÷ 36 500 = 1,5343.
#[test]
fn interest_agreed_is_paid_with_each_instalment_on_the_principal_that_remains() {
    let mut case = consumer_case("2026-12-05", "1000.00");
    case["plan"] = json!({ "first_on": "2027-01-05", "count": 3, "interest": "agreed", "rate": "6.00" });
    assert_eq!(
        rows(&case),
        ["2027-01-05 5.10 338.43 666.67", "2027-02-05 3.40 336.73 333.34", "2027-03-05 1.53 334.87 0.00", "10.03 1010.03"]
    );
}

/// 31 days from 31 January to 31 March go through the last day of February; the down payment leaves 800, 400 each.
#[test]
fn a_month_without_the_day_ends_on_its_last_and_a_down_payment_comes_first() {
    let mut case = consumer_case("2026-12-05", "1000.00");
    case["plan"] = json!({ "first_on": "2027-01-31", "count": 2, "down_payment": "200.00" });
    assert_eq!(rows(&case), ["2027-01-31 0.00 400.00 400.00", "2027-02-28 0.00 400.00 0.00", "0.00 1000.00"]);
}

/// A professional owes interest and 40 €: each share pays interest first, then principal, then the lump sum.
#[test]
fn each_share_pays_interest_then_principal_then_accessories_and_they_add_up_to_the_sum_due() {
    let mut json = consumer_case("2026-11-21", "1000.00");
    json["debtor"] = json!({ "kind": "company", "acts_as": "merchant" });
    json["claim"]["nature"] = "commercial".into();
    json["plan"] = json!({ "first_on": "2026-12-21", "count": 4, "every": "week" });
    let case = read(&json);
    let decompte = decompte(&case);
    let plan = plan::of(&case, &decompte).expect("a plan");
    assert_eq!(plan.total, decompte.totals.due);
    assert_eq!(plan.rows.iter().map(|row| row.interest).sum::<recouvrance::money::Euros>(), decompte.totals.interest_due);
    assert_eq!(plan.rows.iter().map(|row| row.accessories).sum::<recouvrance::money::Euros>().plain(), "40.00");
    assert_eq!(plan.rows[0].interest, decompte.totals.interest_due);
    assert!(plan.rows[0].accessories.is_zero() && plan.rows[3].accessories.plain() == "40.00");
    assert_eq!(plan.rows[1].on.to_string(), "2026-12-28");
}

#[test]
fn a_plan_on_a_settlement_is_on_its_sum_and_one_whose_shares_are_nothing_is_none() {
    let mut json = consumer_case("2026-12-05", "1000.00");
    json["plan"] = json!({ "first_on": "2027-01-05", "count": 2 });
    json["settlement"] = json!({ "amount": "700.00" });
    assert_eq!(rows(&json).last().unwrap(), "0.00 700.00");
    json["plan"]["down_payment"] = "700.00".into();
    let case = read(&json);
    assert_eq!(plan::of(&case, &decompte(&case)), None);
}

/// ECB 2.15 + 10 = 12.15 % on 1 200 from 16/05/2026: whole, 46 days to 30/06 are 18,37, then 12.40 % (2.40 + 10) for 144 days are 58,70.
/// Without interest, 200 € paid go to the principal: 1 000; and the cap holds what is claimed.
#[test]
fn a_guarantor_who_was_not_told_owes_the_principal_alone_and_never_more_than_the_cap() {
    let mut json = consumer_case("2026-11-21", "1200.00");
    json["debtor"] = json!({ "kind": "company", "acts_as": "merchant" });
    json["claim"]["nature"] = "commercial".into();
    json["claim"]["invoices"][0]["issued_on"] = "2026-04-15".into();
    json["claim"]["invoices"][0]["due_on"] = "2026-05-15".into();
    json["guarantors"] = json!([{ "party": { "kind": "person", "acts_as": "consumer" }, "cap": "5000.00" }]);
    let whole = |json: &Value, deprived: Deprivation| {
        let case = read(json);
        let law = SERVICE.law.consult(Vec::new());
        let decompte = Decompte::of(&case, &law, Jurisdiction::France);
        let owed = Guaranteed::of(&case, &law, &decompte, &case.guarantors[0], deprived);
        format!("{} {} {} {}", owed.principal.plain(), owed.interest.plain(), owed.accessories.plain(), owed.claimed.plain())
    };
    assert_eq!(whole(&json, Deprivation::None), "1200.00 77.07 40.00 1317.07");
    json["claim"]["payments"] = json!([{ "received_on": "2026-11-20", "amount": "200.00", "invoice": "A" }]);
    assert_eq!(whole(&json, Deprivation::Whole), "1000.00 0.00 0.00 1000.00");
    // Told on 31 October: 20 of the 143 days up to the payment came after it, 58,30 × 20 ÷ 143, and a day on 1 000.
    let told = Deprivation::Until("2026-10-31".parse().unwrap());
    assert_eq!(whole(&json, told), "1000.00 8.49 0.00 1008.49");
    json["guarantors"][0]["cap"] = "900.00".into();
    assert_eq!(whole(&json, Deprivation::Whole), "1000.00 0.00 0.00 900.00");
}

/// On 31/12/2025: 1 000 due 01/12/2025, 12.15 % (2.15 + 10) from 02/12 to 31/12, 30 days: 9,99. The payment of January is not there yet.
#[test]
fn the_state_of_the_debt_at_the_end_of_the_year_before_ignores_what_came_after() {
    let mut json = consumer_case("2026-03-15", "1000.00");
    json["debtor"] = json!({ "kind": "company", "acts_as": "merchant" });
    json["claim"]["invoices"] = json!([
        { "number": "A", "issued_on": "2025-11-01", "due_on": "2025-12-01", "amount": "1000.00" },
        { "number": "B", "issued_on": "2026-01-10", "due_on": "2026-02-10", "amount": "500.00" },
    ]);
    json["claim"]["payments"] = json!([{ "received_on": "2026-01-20", "amount": "300.00", "invoice": "A" }]);
    let case = read(&json);
    let law = SERVICE.law.consult(Vec::new());
    let decompte = Decompte::of(&case, &law, Jurisdiction::France);
    let totals = at_year_end(&case, &law, &decompte).expect("known");
    assert_eq!(
        [totals.principal_due.plain(), totals.interest_due.plain(), totals.accessories_due.plain(), totals.due.plain()],
        ["1000.00", "9.99", "40.00", "1049.99"]
    );
}

/// Judgment of 1 September 2026: A was due, B falls due later, C was born after. Interest of A stops on 31 August: 61 days at 12.40 %.
#[test]
fn claims_born_before_the_judgment_are_declared_due_or_falling_due() {
    let mut json = consumer_case("2026-10-01", "1000.00");
    json["debtor"] = json!({ "kind": "company", "acts_as": "merchant" });
    json["claim"]["invoices"] = json!([
        { "number": "A", "issued_on": "2026-06-01", "due_on": "2026-07-01", "amount": "1000.00" },
        { "number": "B", "issued_on": "2026-08-20", "due_on": "2026-09-20", "amount": "500.00" },
        { "number": "C", "issued_on": "2026-09-10", "due_on": "2026-09-30", "amount": "70.00" },
    ]);
    json["insolvency"] = json!({ "kind": "redressement", "judgment_on": "2026-09-01", "published_on": "2026-09-10" });
    let case = read(&json);
    let declared = Declared::of(&case, &SERVICE.law.consult(Vec::new()), Jurisdiction::France).expect("a procedure");
    let names: Vec<&str> = declared.claims.iter().map(|claim| claim.invoice.number.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!([declared.due.plain(), declared.falling_due.plain(), declared.interest.plain()], ["1000.00", "500.00", "20.72"]);
}

/// « avant le 31 mars de chaque année » (C. civ., art. 2302) and the default told within the month (art. 2303), on 21 November 2026.
#[test]
fn a_guarantor_told_late_is_a_guarantor_not_told() {
    let mut json = consumer_case("2026-11-21", "1000.00");
    json["debtor"] = json!({ "kind": "company", "acts_as": "merchant" });
    let deprivation = |annual: Option<&str>, default: Option<&str>, deed: &str| {
        let mut json = json.clone();
        json["guarantors"] = json!([{
            "party": { "kind": "person", "acts_as": "consumer" },
            "deed_on": deed, "annual_informed_on": annual, "informed_on": default,
        }]);
        let case = read(&json);
        let law = SERVICE.law.consult(Vec::new());
        let decompte = Decompte::of(&case, &law, Jurisdiction::France);
        Facts::new(&case, &decompte, &law).deprivation(&case.guarantors[0])
    };
    let until = |day: &str| Deprivation::Until(day.parse().unwrap());
    // The invoice of 1 July 2026 is a default on 1 August.
    for (annual, default, deed, expected) in [
        (Some("2026-03-15"), Some("2026-07-20"), "2023-01-10", Deprivation::None),
        (Some("2026-03-31"), Some("2026-07-20"), "2023-01-10", Deprivation::Whole),
        (Some("2026-05-15"), Some("2026-07-20"), "2023-01-10", Deprivation::Whole),
        (Some("2025-03-15"), Some("2026-07-20"), "2023-01-10", Deprivation::Whole),
        (None, Some("2026-07-20"), "2023-01-10", Deprivation::Whole),
        // A deed of this year has had no 31 March to be told before.
        (None, Some("2026-07-20"), "2026-01-10", Deprivation::None),
        (Some("2026-03-15"), Some("2026-09-10"), "2023-01-10", until("2026-09-10")),
        (Some("2026-03-15"), None, "2023-01-10", Deprivation::Whole),
    ] {
        assert_eq!(deprivation(annual, default, deed), expected, "{annual:?} {default:?} {deed}");
    }
}

/// 10 000 due 31/07/2026, 12.40 % (2.40 + 10): 113 days to 21/11 are 383,89; stopped on the eve of the judgment of 28/08, 27 days are 91,73.
/// « Les personnes physiques […] ayant consenti une sûreté personnelle […] peuvent se prévaloir des dispositions du présent alinéa »
/// (C. com., art. L. 622-28), no other; a liquidation takes up the first sentence alone (art. L. 641-3).
#[test]
fn what_stops_for_the_bankrupt_stops_only_for_the_guarantor_whom_the_law_names() {
    let mut json = consumer_case("2026-11-21", "10000.00");
    json["debtor"] = json!({ "kind": "company", "acts_as": "merchant" });
    json["claim"]["nature"] = "commercial".into();
    json["claim"]["invoices"][0]["issued_on"] = "2026-06-30".into();
    json["claim"]["invoices"][0]["due_on"] = "2026-07-31".into();
    let interest = |kind: &str, against: Against, jurisdiction: Jurisdiction| {
        let mut json = json.clone();
        json["insolvency"] = json!({ "kind": kind, "judgment_on": "2026-08-28" });
        let law = SERVICE.law.consult(Vec::new());
        Decompte::against(&read(&json), &law, jurisdiction, against).totals.interest_due.plain()
    };
    let (person, company) = (Against::Guarantor { is_person: true }, Against::Guarantor { is_person: false });
    for (kind, against, expected) in [
        ("redressement", Against::Debtor, "91.73"),
        ("sauvegarde", person, "91.73"),
        ("redressement", person, "91.73"),
        ("liquidation", person, "383.89"),
        ("sauvegarde", company, "383.89"),
        ("redressement", company, "383.89"),
    ] {
        assert_eq!(interest(kind, against, Jurisdiction::France), expected, "{kind} {against:?}");
    }
}
