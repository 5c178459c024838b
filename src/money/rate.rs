//! A rate in percent per year. Never negative, never a binary fraction.

use std::fmt;
use std::ops::Add;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{MoneyError, THIN, digits_and_point};

/// A percentage, per year when it is a rate of interest.
///
/// Invariant: between 0 and 1000 as read, with at most four decimals and at least two.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(Decimal);

impl Rate {
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Reads `"12.15"`, that is 12,15 %: digits, then a point and at most four decimals; nothing else.
    pub fn from_str_exact(text: &str) -> Result<Self, MoneyError> {
        let percent = digits_and_point(text, 4, MoneyError::RateTooLarge)?;
        if percent > Decimal::ONE_THOUSAND {
            return Err(MoneyError::RateTooLarge);
        }
        Ok(Self(percent))
    }

    /// The number of percent.
    pub fn percent(self) -> Decimal {
        self.0
    }

    /// The number of percent as a whole number and its count of decimals.
    pub(super) fn fraction(self) -> (i128, u32) {
        (self.0.mantissa(), self.0.scale())
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The rate taken `count` times, as in « trois fois le taux de l’intérêt légal ».
    pub fn times(self, count: u32) -> Self {
        Self(self.0 * Decimal::from(count))
    }

    /// As it is printed: `12,15 %`.
    pub fn french(self) -> String {
        format!("{}{THIN}%", self.plain().replace('.', ","))
    }

    /// As it is written in JSON, with at least two decimals: `12.15`, `8.00`, `3.125`.
    pub fn plain(self) -> String {
        let mut percent = self.0.normalize();
        if percent.scale() < 2 {
            percent.rescale(2);
        }
        percent.to_string()
    }
}

/// Points added to a rate, as in « majoré de dix points ».
impl Add for Rate {
    type Output = Self;
    fn add(self, points: Self) -> Self {
        Self(self.0 + points.0)
    }
}

/// The same text as in JSON.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain())
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.plain())
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_str_exact(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
