//! The closed table of formats a text of the case may have, each with what to say when it is not respected.
//! Never looks at another field.

use chrono::{Datelike, NaiveDate};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::ids::{Bic, Country, Iban, Postcode, Siren, Siret, VatNumber};
use super::problem::Fault;
use crate::money::{Euros, MoneyError, Rate};

/// Says whether a text has a format.
pub(super) type Check = fn(&str) -> Result<(), Fault>;

/// Every `format` of the schema, with its check.
pub(super) const FORMATS: [(&str, Check); 15] = [
    ("date", day),
    ("birth-date", birth_day),
    ("amount", amount),
    ("positive-amount", positive_amount),
    ("rate", rate),
    ("siren", |text| text.parse::<Siren>().map(drop)),
    ("siret", |text| text.parse::<Siret>().map(drop)),
    ("vat-number", |text| text.parse::<VatNumber>().map(drop)),
    ("iban", |text| text.parse::<Iban>().map(drop)),
    ("bic", |text| text.parse::<Bic>().map(drop)),
    ("country", |text| text.parse::<Country>().map(drop)),
    ("postcode", |text| text.parse::<Postcode>().map(drop)),
    ("phone", phone),
    ("email", email),
    ("website", website),
];

/// The fault of a text in a format, if there is one.
pub(super) fn fault(format: &str, text: &str) -> Option<Fault> {
    let (_, check) = FORMATS.iter().find(|(name, _)| *name == format)?;
    check(text).err()
}

fn day(text: &str) -> Result<(), Fault> {
    day_between(text, 2000, 2100)
}

fn birth_day(text: &str) -> Result<(), Fault> {
    day_between(text, 1900, 2100)
}

fn day_between(text: &str, first: i32, last: i32) -> Result<(), Fault> {
    let day = read_day(text).ok_or_else(|| not_a_day(text))?;
    if (first..=last).contains(&day.year()) {
        return Ok(());
    }
    Err(Fault::new(
        format!("L’année {} n’est pas vraisemblable.", day.year()),
        format!("Écrivez une année comprise entre {first} et {last}."),
    ))
}

/// `2026-11-21` and nothing else.
pub(super) fn read_day(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    if shape { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

fn not_a_day(text: &str) -> Fault {
    let digits = |c: char| c.is_ascii_digit() || c == '-';
    if text.len() == 10 && text.chars().all(digits) && text.matches('-').count() == 2 && text.as_bytes()[4] == b'-' {
        return Fault::new(format!("Le jour {text} n’existe pas."), "Écrivez un jour du calendrier : année-mois-jour.");
    }
    if let Some((day, time)) = text.split_at_checked(10)
        && read_day(day).is_some()
        && time.starts_with(['T', 't', ' '])
    {
        let says = "Un jour est attendu, sans heure.";
        // In France midnight by universal time is one or two o’clock: whoever wrote it may have meant another day.
        let universal = time.ends_with(['Z', 'z']) || time.contains('+');
        return if universal {
            Fault::new(
                says,
                "Écrivez le jour seul, tel qu’il est en France, par exemple « 2026-11-21 » : l’heure universelle ne le dit pas sûrement.",
            )
        } else {
            Fault::new(says, format!("Écrivez le jour seul : « {day} »."))
        };
    }
    Fault::new("Ce n’est pas une date.", "Écrivez le jour sous la forme année-mois-jour, par exemple « 2026-11-21 ».")
}

fn amount(text: &str) -> Result<(), Fault> {
    if text.strip_prefix(['-', '−']).is_some_and(|rest| Euros::from_str_exact(rest).is_ok()) {
        return Err(Fault::new("Le montant est négatif : un montant s’écrit sans signe.", "Écrivez-le par exemple « 1200.00 »."));
    }
    Euros::from_str_exact(text).map(drop).map_err(|error| not_money(error, "Ce montant n’est pas valable", "1200.00"))
}

fn positive_amount(text: &str) -> Result<(), Fault> {
    amount(text)?;
    if Euros::from_str_exact(text).is_ok_and(Euros::is_positive) {
        return Ok(());
    }
    Err(Fault::new("Le montant est nul.", "Écrivez un montant supérieur à zéro, ou retirez cet élément."))
}

fn rate(text: &str) -> Result<(), Fault> {
    let rate = Rate::from_str_exact(text).map_err(|error| {
        let fault = not_money(error, "Ce taux n’est pas valable", "12.15");
        if error == MoneyError::RateTooLarge { Fault::new(fault.says, PER_YEAR) } else { fault }
    })?;
    if rate.is_zero() {
        return Err(Fault::new("Le taux est nul.", "Écrivez un taux supérieur à zéro, ou retirez cet élément."));
    }
    Ok(())
}

/// How a rate by month, by fortnight or by day is written.
pub(super) const PER_YEAR: &str = "Le taux s’écrit en pour cent par an : multipliez par 12 un taux mensuel, par 24 un taux par quinzaine, par 365 un taux journalier.";

fn not_money(error: MoneyError, opening: &str, example: &str) -> Fault {
    Fault::new(format!("{opening} : {error}."), format!("Écrivez-le par exemple « {example} »."))
}

/// Six to fifteen digits, perhaps a `+` before them, and the signs people put between.
fn phone(text: &str) -> Result<(), Fault> {
    let rest = text.strip_prefix('+').unwrap_or(text);
    let plain = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '.' | '-' | '(' | ')'));
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    if plain && (6..=15).contains(&digits) {
        return Ok(());
    }
    Err(Fault::new("Ce n’est pas un numéro de téléphone.", "Écrivez par exemple « 04 65 71 24 12 » ou « +352 26 12 34 56 »."))
}

fn email(text: &str) -> Result<(), Fault> {
    let shape = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && user.len() <= 64
            && !user.starts_with('.')
            && !user.ends_with('.')
            && !user.contains("..")
            && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
            && is_host(host)
    });
    if shape {
        Ok(())
    } else {
        Err(Fault::new("Ce n’est pas une adresse électronique.", "Écrivez par exemple « contact@durand.example »."))
    }
}

fn website(text: &str) -> Result<(), Fault> {
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    if is_host(host) && !text.contains(char::is_whitespace) {
        return Ok(());
    }
    Err(Fault::new("Ce n’est pas l’adresse d’un site.", "Écrivez par exemple « https://www.durand.example »."))
}

/// Labels of letters, digits and hyphens, at least two of them.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    host.len() <= 253 && host.contains('.') && host.split('.').all(label)
}

/// What a field that holds a text of some format says in the schema.
macro_rules! format_of {
    ($name:ident, $format:literal, $most:literal, $example:literal $(, $pattern:literal)?) => {
        #[doc = concat!("Schema of a text whose format is `", $format, "`: never a value.")]
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "format": $format, "minLength": 1, "maxLength": $most, "examples": [$example] $(, "pattern": $pattern)?})
            }
        }
    };
}

format_of!(Day, "date", 20, "2026-11-21", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
format_of!(BirthDay, "birth-date", 20, "1980-03-03", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
format_of!(Amount, "amount", 60, "1200.00", "^[0-9]+(\\.[0-9]{1,2})?$");
format_of!(PositiveAmount, "positive-amount", 60, "1200.00", "^[0-9]+(\\.[0-9]{1,2})?$");
format_of!(Percent, "rate", 60, "12.15", "^[0-9]+(\\.[0-9]{1,4})?$");
format_of!(Phone, "phone", 60, "04 65 71 24 12");
format_of!(Email, "email", 254, "contact@durand.example");
format_of!(Website, "website", 500, "https://www.durand.example");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_accepts_and_refuses() {
        for (format, good, bad) in [
            (
                "date",
                &["2026-11-21", "2028-02-29"][..],
                &["2026-02-30", "2026-2-3", "21/11/2026", "1999-12-31", "2101-01-01", "+2026-1-1", ""][..],
            ),
            ("birth-date", &["1942-01-31"], &["1899-01-01"]),
            ("amount", &["0", "12.5"], &["-1.00", "1.234", "1e3", "12,50", "1 200"]),
            ("positive-amount", &["0.01"], &["0", "0.00"]),
            ("rate", &["12.15", "3.125"], &["0", "1001", "12,15", "12.15 %"]),
            (
                "phone",
                &["04 65 71 24 12", "+352 26 12 34 56", "3949 00"],
                &["123", "abc", "++33465712412", "04 65 71 24 12 ext. 3"],
            ),
            (
                "email",
                &["a.b+c@durand.example", "x@été.example"],
                &["a@b", "a b@c.fr", "@c.fr", "a@", "a..b@c.fr", "a@-c.fr", "a@c.fr\n"],
            ),
            (
                "website",
                &["https://www.durand.example/x?y", "durand.example"],
                &["durand", "javascript:alert(1)", "https://a b.fr"],
            ),
        ] {
            for text in good {
                assert_eq!(fault(format, text), None, "{format} {text}");
            }
            for text in bad {
                assert!(fault(format, text).is_some(), "{format} {text}");
            }
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_from_a_text_that_is_not_a_day() {
        assert_eq!(fault("date", "2026-02-30").unwrap().says, "Le jour 2026-02-30 n’existe pas.");
        assert_eq!(fault("date", "30/02/2026").unwrap().says, "Ce n’est pas une date.");
    }

    #[test]
    fn a_moment_is_told_from_a_day_and_never_taken_for_one() {
        for (moment, hint) in [
            ("2026-11-21T00:00:00.000Z", "heure universelle"),
            ("2026-11-21T22:00:00Z", "heure universelle"),
            ("2026-11-21T00:00:00+01:00", "heure universelle"),
            ("2026-11-21T00:00:00", "2026-11-21"),
            ("2026-11-21 00:00:00.000", "2026-11-21"),
        ] {
            let fault = fault("date", moment).unwrap();
            assert!(fault.says.contains("sans heure") && fault.hint.contains(hint), "{moment}: {fault}");
        }
        assert_eq!(fault("date", "2026-13-21T00:00:00").unwrap().says, "Ce n’est pas une date.");
    }
}
