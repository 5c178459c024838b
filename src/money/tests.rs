//! What `Euros` and `Rate` promise.

use super::*;

fn euros(text: &str) -> Euros {
    Euros::from_str_exact(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::from_str_exact(text).unwrap()
}

#[test]
fn only_digits_a_point_and_two_decimals_are_an_amount() {
    for (text, expected) in
        [("0", "0.00"), ("1200", "1200.00"), ("1200.5", "1200.50"), ("007.10", "7.10"), ("999999999.99", "999999999.99")]
    {
        assert_eq!(euros(text).plain(), expected);
    }
    for text in ["", ".", ".5", "5.", "-1", "+1", "1e3", "1 200", "1,50", " 1", "1_000", "NaN", "１２", "0x1"] {
        assert_eq!(Euros::from_str_exact(text), Err(MoneyError::NotANumber), "{text}");
    }
    assert_eq!(Euros::from_str_exact("1.005"), Err(MoneyError::TooManyDecimals(2)));
    assert_eq!(Euros::from_str_exact("1000000000.00"), Err(MoneyError::AmountTooLarge));
    assert_eq!(Euros::from_str_exact(&"9".repeat(40)), Err(MoneyError::AmountTooLarge));
}

#[test]
fn a_rate_keeps_two_to_four_decimals() {
    for (text, plain, french) in [
        ("12.15", "12.15", "12,15\u{202F}%"),
        ("8", "8.00", "8,00\u{202F}%"),
        ("3.1250", "3.125", "3,125\u{202F}%"),
        ("0", "0.00", "0,00\u{202F}%"),
        ("1000", "1000.00", "1000,00\u{202F}%"),
    ] {
        assert_eq!((rate(text).plain().as_str(), rate(text).french().as_str()), (plain, french));
    }
    assert_eq!(Rate::from_str_exact("1000.01"), Err(MoneyError::RateTooLarge));
    assert_eq!(Rate::from_str_exact("1.23456"), Err(MoneyError::TooManyDecimals(4)));
    assert_eq!((rate("2.15") + rate("10")).plain(), "12.15");
    assert_eq!(rate("2.62").times(3).plain(), "7.86");
}

#[test]
fn interest_is_rounded_half_away_from_zero() {
    // 1 200 € × 12,15 % × 46 jours ÷ 36 500 = 18,3748… €
    assert_eq!(euros("1200.00").interest(rate("12.15"), 46, 365).plain(), "18.37");
    // 100 € × 36,5 % × 5 jours ÷ 36 500 = 0,5 € ; 1 € : 0,005 € → 0,01 €
    assert_eq!(euros("1.00").interest(rate("36.5"), 5, 365).plain(), "0.01");
    assert_eq!((-euros("1.00")).interest(rate("36.5"), 5, 365).plain(), "-0.01");
    assert_eq!(euros("999999999.99").interest(rate("1000"), u32::MAX, 365).plain(), "117670336848138365.12");
}

#[test]
fn shares_and_percentages_are_rounded_to_the_cent() {
    assert_eq!(euros("1234.55").percent_of(rate("10")).plain(), "123.46");
    assert_eq!(euros("100.00").prorata(euros("1.00"), euros("3.00")).plain(), "33.33");
    assert_eq!(euros("100.00").prorata(euros("1.00"), Euros::ZERO), Euros::ZERO);
    assert_eq!(euros("40.00").times(3).plain(), "120.00");
    assert_eq!([euros("1.10"), euros("2.20")].iter().sum::<Euros>() - euros("4.00"), Euros::from_cents(-70));
}

#[test]
fn printed_amounts_keep_their_signs_and_spaces_together() {
    for (amount, french) in [
        (euros("1234.56"), "1\u{202F}234,56\u{A0}€"),
        (euros("1234567.8"), "1\u{202F}234\u{202F}567,80\u{A0}€"),
        (euros("0"), "0,00\u{A0}€"),
        (-euros("192.58"), "\u{2212}\u{A0}192,58\u{A0}€"),
        (-euros("0"), "0,00\u{A0}€"),
    ] {
        assert_eq!(amount.french(), french);
    }
    assert_eq!(euros("20000").french_short(), "20\u{202F}000\u{A0}€");
    assert_eq!(euros("1524.49").french_short(), "1\u{202F}524,49\u{A0}€");
    assert_eq!((-euros("1.00")).in_words(), "moins un euro");
}

#[test]
fn json_holds_amounts_and_rates_as_strings() {
    assert_eq!(serde_json::to_string(&(euros("1200"), rate("12.15"))).unwrap(), r#"["1200.00","12.15"]"#);
    assert!(serde_json::from_str::<Euros>("1200.00").is_err());
    assert_eq!(serde_json::from_str::<Euros>("\"1200.00\"").unwrap(), euros("1200"));
}

/// The division in whole numbers gives what a decimal division, rounded half away from zero, gives.
#[test]
fn interest_is_rounded_once_and_half_away_from_zero() {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let percents = ["0.01", "2.75", "10.05", "12.15", "12.40", "3.1250", "1000.00"];
    for percent in percents {
        for cents in [1, 3, 7, 99, 365, 36_500, 100_000, 123_457, 99_999_999_999] {
            for days in [1, 2, 30, 182, 184, 365, 366, 3_650] {
                let base = Euros::from_cents(cents);
                let exact = base.decimal() * rate(percent).percent() * Decimal::from(days) / Decimal::from(36_500);
                let expected = exact.round_dp_with_strategy(2, MidpointAwayFromZero);
                assert_eq!(base.interest(rate(percent), days, 365).decimal(), expected, "{cents} at {percent} for {days}");
            }
        }
    }
    // A half, whatever the way: 36,50 € at 10 % for a day is one cent; 18,25 € is half a cent, which becomes one.
    assert_eq!(euros("18.25").interest(rate("10.00"), 1, 365), euros("0.01"));
    assert_eq!(euros("18.24").interest(rate("10.00"), 1, 365), Euros::ZERO);
    assert_eq!((-euros("18.25")).interest(rate("10.00"), 1, 365), -euros("0.01"));
    assert_eq!(euros("0.01").prorata(euros("1.00"), euros("2.00")), euros("0.01"));
    assert_eq!(euros("10.00").prorata(euros("1.00"), euros("3.00")), euros("3.33"));
}
