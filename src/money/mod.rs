//! Amounts in euros and rates in percent per year: the only file that rounds or formats an amount.
//!
//! Never uses a binary fraction: every figure is a `Decimal`, read from text and rounded half away from zero.

mod rate;
mod schema;
mod words;

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use rate::Rate;

/// Between thousands, and before `%`: the narrow no-break space.
const THIN: char = '\u{202F}';
/// Before `€`, and after a minus sign: the no-break space.
const FIXED: char = '\u{A0}';
/// The greatest amount that may be read: 999 999 999,99 €.
const GREATEST_CENTS: i128 = 99_999_999_999;

/// Why a text is not an amount or a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    NotANumber,
    TooManyDecimals(u32),
    AmountTooLarge,
    RateTooLarge,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => f.write_str(
                "ce n’est pas un nombre décimal positif : des chiffres, puis un point et les décimales, sans signe ni espace",
            ),
            Self::TooManyDecimals(most) => write!(f, "il y a plus de {most} décimales"),
            Self::AmountTooLarge => f.write_str("le montant dépasse 999 999 999.99"),
            Self::RateTooLarge => f.write_str("le taux dépasse 1000 % par an"),
        }
    }
}

impl std::error::Error for MoneyError {}

/// An amount in euros.
///
/// Invariant: exactly two decimals. What is read is never negative; what is computed may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Euros(Decimal);

impl Euros {
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Reads `"1234.56"`: digits, then a point and at most two decimals; nothing else.
    pub fn from_str_exact(text: &str) -> Result<Self, MoneyError> {
        let amount = Self(digits_and_point(text, 2, MoneyError::AmountTooLarge)?);
        if amount.cents() > GREATEST_CENTS {
            return Err(MoneyError::AmountTooLarge);
        }
        Ok(amount)
    }

    /// An amount from a whole number of cents.
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// So many cents divided by so many, rounded half away from zero: the one place where anything is rounded. In whole numbers,
    /// which are exact and ten times as fast as a decimal division.
    fn quotient(dividend: i128, divisor: i128) -> Self {
        let half_away = |dividend: u64, divisor: u64| (dividend + divisor / 2) / divisor;
        let wide = || (2 * dividend.unsigned_abs() + divisor.unsigned_abs()) / (2 * divisor.unsigned_abs());
        // Nearly all divisions fit the machine's own words; an odd divisor has no half.
        let narrow = u64::try_from(dividend).ok().zip(u64::try_from(divisor).ok());
        let narrow = narrow.filter(|(dividend, divisor)| divisor % 2 == 0 && *dividend < u64::MAX / 2);
        let cents = narrow.map_or_else(wide, |(dividend, divisor)| u128::from(half_away(dividend, divisor)));
        let sign = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
        Self(Decimal::from_i128_with_scale(sign * i128::try_from(cents).unwrap_or(i128::MAX), 2))
    }

    /// The whole number of cents.
    pub fn cents(self) -> i128 {
        let mut value = self.0;
        value.rescale(2);
        value.mantissa()
    }

    /// The amount as a decimal number.
    pub fn decimal(self) -> Decimal {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_positive(self) -> bool {
        self > Self::ZERO
    }

    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// The sign taken away.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Simple interest: amount × rate × days ÷ (100 × days of the year), rounded to the cent.
    pub fn interest(self, rate: Rate, days: u32, year: u32) -> Self {
        let (percent, scale) = rate.fraction();
        Self::quotient(self.cents() * percent * i128::from(days), 100 * i128::from(year) * 10_i128.pow(scale))
    }

    /// This percentage of the amount, rounded to the cent: `percent_of` 10 % of 200 € is 20 €.
    pub fn percent_of(self, rate: Rate) -> Self {
        let (percent, scale) = rate.fraction();
        Self::quotient(self.cents() * percent, 100 * 10_i128.pow(scale))
    }

    /// The share of the amount that `part` is of `whole`, rounded to the cent; nothing of a null whole.
    pub fn prorata(self, part: Self, whole: Self) -> Self {
        if whole.is_zero() {
            return Self::ZERO;
        }
        Self::quotient(self.cents() * part.cents(), whole.cents())
    }

    /// The amount taken `count` times.
    pub fn times(self, count: u32) -> Self {
        Self(self.0 * Decimal::from(count))
    }

    /// As it is printed: `1 234,56 €`, `− 192,58 €`.
    pub fn french(self) -> String {
        let sign = if self.is_negative() { format!("\u{2212}{FIXED}") } else { String::new() };
        format!("{sign}{}{FIXED}€", self.digits_french())
    }

    /// As it is printed where whole euros need no decimals, as for a share capital: `20 000 €`, `1 524,49 €`.
    pub fn french_short(self) -> String {
        let long = self.french();
        match long.strip_suffix(&format!(",00{FIXED}€")) {
            Some(whole) => format!("{whole}{FIXED}€"),
            None => long,
        }
    }

    fn digits_french(self) -> String {
        let cents = self.cents().unsigned_abs();
        format!("{},{:02}", grouped(cents / 100), cents % 100)
    }

    /// As it is written in JSON: `1234.56`.
    pub fn plain(self) -> String {
        let mut value = self.0;
        value.rescale(2);
        value.to_string()
    }

    /// In French words: `quinze mille deux cent douze euros et soixante-seize centimes`.
    pub fn in_words(self) -> String {
        let words = words::euros(self.cents().unsigned_abs());
        if self.is_negative() { format!("moins {words}") } else { words }
    }
}

/// A count in French words, masculine: `seize`.
pub fn count_in_words(count: u32) -> String {
    words::number(count.into())
}

/// Digits, then perhaps a point and one to `most` decimals.
fn digits_and_point(text: &str, most: u32, too_large: MoneyError) -> Result<Decimal, MoneyError> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) {
        return Err(MoneyError::NotANumber);
    }
    if decimals.len() > most as usize {
        return Err(MoneyError::TooManyDecimals(most));
    }
    let mut value = Decimal::from_str_exact(text).map_err(|_| too_large)?;
    // A figure too long to carry its decimals would be rounded by `rescale`.
    if value > Decimal::from(10_000_000_000_u64) {
        return Err(too_large);
    }
    value.rescale(most);
    Ok(value)
}

/// Digits by threes: `1 234 567`.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    text
}

impl Add for Euros {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Euros {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Euros {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Euros {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Euros {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Euros {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Euros {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl Default for Euros {
    fn default() -> Self {
        Self::ZERO
    }
}

/// The same text as in JSON.
impl fmt::Display for Euros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain())
    }
}

impl fmt::Debug for Euros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} EUR", self.plain())
    }
}

impl Serialize for Euros {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> Deserialize<'de> for Euros {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_str_exact(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
