//! Amounts in French words, with the traditional hyphens. Never rounds: it is given cents.

const UNITS: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
    "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const TENS: [&str; 10] =
    ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"];

/// `quinze mille deux cent douze euros et soixante-seize centimes`.
pub(super) fn euros(cents: u128) -> String {
    let (whole, part) = (cents / 100, cents % 100);
    let centimes = format!("{} centime{}", number(part), plural(part));
    match (whole, part) {
        (0, 1..) => centimes,
        (_, 0) => whole_euros(whole),
        _ => format!("{} et {centimes}", whole_euros(whole)),
    }
}

fn whole_euros(whole: u128) -> String {
    // « deux millions d’euros » : million est un nom, mille n’en est pas un.
    let link = if whole > 0 && whole.is_multiple_of(1_000_000) { "d’" } else { "" };
    format!("{} {link}euro{}", number(whole), plural(whole))
}

fn plural(count: u128) -> &'static str {
    if count < 2 { "" } else { "s" }
}

/// A whole number in words.
pub(super) fn number(value: u128) -> String {
    if value == 0 {
        return UNITS[0].to_owned();
    }
    let mut words = Vec::new();
    let mut rest = value;
    for (size, noun) in [(1_000_000_000_000, "billion"), (1_000_000_000, "milliard"), (1_000_000, "million")] {
        let count = rest / size;
        if count > 0 {
            // « quatre-vingts millions », « deux cents millions » : l’accord se fait devant un nom.
            words.push(format!("{} {noun}{}", number(count), plural(count)));
        }
        rest %= size;
    }
    match rest / 1000 {
        0 => {}
        1 => words.push("mille".to_owned()),
        // « quatre-vingt mille », « deux cent mille » : pas d’accord devant mille.
        thousands => words.push(format!("{} mille", below_thousand(thousands, false))),
    }
    if !rest.is_multiple_of(1000) {
        words.push(below_thousand(rest % 1000, true));
    }
    words.join(" ")
}

/// `agrees`: whether « vingts » and « cents » take their s at the end.
fn below_thousand(value: u128, agrees: bool) -> String {
    let (hundreds, rest) = (value / 100, value % 100);
    let hundred = match hundreds {
        0 => return below_hundred(rest, agrees),
        1 => "cent".to_owned(),
        _ if rest == 0 && agrees => format!("{} cents", UNITS[index(hundreds)]),
        _ => format!("{} cent", UNITS[index(hundreds)]),
    };
    if rest == 0 { hundred } else { format!("{hundred} {}", below_hundred(rest, agrees)) }
}

fn below_hundred(value: u128, agrees: bool) -> String {
    if value < 20 {
        return UNITS[index(value)].to_owned();
    }
    // Soixante et quatre-vingt comptent jusqu’à dix-neuf.
    let tens = value / 10;
    let unit = if matches!(tens, 7 | 9) { value % 10 + 10 } else { value % 10 };
    let ten = TENS[index(tens)];
    match (tens, unit) {
        (8, 0) if agrees => format!("{ten}s"),
        (_, 0) => ten.to_owned(),
        (2..=6, 1) | (7, 11) => format!("{ten} et {}", UNITS[index(unit)]),
        _ => format!("{ten}-{}", UNITS[index(unit)]),
    }
}

/// A number below a hundred as a place in a table; anything greater has no word.
fn index(value: u128) -> usize {
    usize::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_follow_the_rules_of_agreement() {
        for (value, words) in [
            (0, "zéro"),
            (1, "un"),
            (16, "seize"),
            (17, "dix-sept"),
            (20, "vingt"),
            (21, "vingt et un"),
            (22, "vingt-deux"),
            (60, "soixante"),
            (61, "soixante et un"),
            (70, "soixante-dix"),
            (71, "soixante et onze"),
            (72, "soixante-douze"),
            (79, "soixante-dix-neuf"),
            (80, "quatre-vingts"),
            (81, "quatre-vingt-un"),
            (90, "quatre-vingt-dix"),
            (91, "quatre-vingt-onze"),
            (99, "quatre-vingt-dix-neuf"),
            (100, "cent"),
            (101, "cent un"),
            (180, "cent quatre-vingts"),
            (200, "deux cents"),
            (201, "deux cent un"),
            (280, "deux cent quatre-vingts"),
            (421, "quatre cent vingt et un"),
            (999, "neuf cent quatre-vingt-dix-neuf"),
            (1000, "mille"),
            (1001, "mille un"),
            (1100, "mille cent"),
            (2000, "deux mille"),
            (15_212, "quinze mille deux cent douze"),
            (80_000, "quatre-vingt mille"),
            (80_080, "quatre-vingt mille quatre-vingts"),
            (200_000, "deux cent mille"),
            (200_200, "deux cent mille deux cents"),
            (1_000_000, "un million"),
            (80_000_000, "quatre-vingts millions"),
            (200_000_000, "deux cents millions"),
            (1_234_567, "un million deux cent trente-quatre mille cinq cent soixante-sept"),
            (2_000_000_001, "deux milliards un"),
        ] {
            assert_eq!(number(value), words, "{value}");
        }
    }

    #[test]
    fn amounts_name_euros_and_centimes() {
        for (cents, words) in [
            (0, "zéro euro"),
            (1, "un centime"),
            (50, "cinquante centimes"),
            (100, "un euro"),
            (101, "un euro et un centime"),
            (200, "deux euros"),
            (8000, "quatre-vingts euros"),
            (8100, "quatre-vingt-un euros"),
            (100_000_000, "un million d’euros"),
            (200_000_000, "deux millions d’euros"),
            (200_000_050, "deux millions d’euros et cinquante centimes"),
            (200_100_000, "deux millions mille euros"),
            (1_521_276, "quinze mille deux cent douze euros et soixante-seize centimes"),
            (123_456_789, "un million deux cent trente-quatre mille cinq cent soixante-sept euros et quatre-vingt-neuf centimes"),
        ] {
            assert_eq!(euros(cents), words, "{cents}");
        }
    }
}
