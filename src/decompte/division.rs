//! A debt that divides among its debtors: what one of them owes. Never says why it divides.

use crate::case::party::Share;
use crate::money::Euros;

/// The part of a sum that a share gives, the fraction of a cent dropped: the parts of all never exceed the whole.
pub fn part_of(sum: Euros, share: Share) -> Euros {
    let cents = sum.cents() * i128::from(share.parts) / i128::from(share.of.max(1));
    Euros::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// What the others owe of it.
pub fn rest_of(sum: Euros, share: Share) -> Euros {
    sum - part_of(sum, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_all_never_exceed_the_whole() {
        let sum = Euros::from_str_exact("100.00").expect("an amount");
        let third = Share { parts: 1, of: 3 };
        assert_eq!(part_of(sum, third).plain(), "33.33");
        assert_eq!(rest_of(sum, third).plain(), "66.67");
        assert_eq!(part_of(Euros::from_str_exact("1000.00").expect("an amount"), Share { parts: 1, of: 2 }).plain(), "500.00");
    }
}
