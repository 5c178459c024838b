//! What a paper given to a Luxembourg court words as its courts do: the town before the street, the register in full, the body that
//! represents a company, the trade of a person, the periods in words.

use super::super::facts::Facts;
use super::super::mention::Family;
use super::{Letter, Values, address, party};
use crate::case::address::Address;
use crate::case::claim::SecurityRank;
use crate::case::party::{ActsAs, Civility, Party, PartyKind};
use crate::law::Figure;
use crate::money::count_in_words;

const CONTREDIT: &str = "lu-contredit";
const RAISE: &str = "lu-majoration-jugement";
const RAISE_DELAY: &str = "lu-majoration-jugement-delai";

pub fn put(letter: &mut Letter, family: Family, facts: &Facts) {
    if !facts.is_luxembourg() || family != Family::Filing {
        return;
    }
    let case = facts.case;
    let values = &mut letter.values;
    put_party(values, "/creditor", &case.creditor, facts.home());
    put_party(values, "/debtor", &case.debtor, facts.home());
    for (index, debtor) in case.co_debtors.iter().enumerate() {
        put_party(values, &format!("/co_debtors/{index}"), debtor, facts.home());
    }
    let line = |address: Option<&Address>| address.and_then(|address| town_first(address, facts.home()));
    values.put_some("/filer/address/line", line(case.filer.as_ref().and_then(|filer| filer.address.as_ref())));
    let officer = case.insolvency.as_ref().and_then(|open| open.officer.as_ref());
    values.put_some("/insolvency/officer/address/line", line(officer.and_then(|officer| officer.address.as_ref())));
    let building = facts.filing().and_then(|filing| filing.building_address.as_ref());
    values.put_some("/filing/building_address/line", line(building));
    values.put_some("/claim/security/rank", case.claim.security.as_ref().and_then(|security| security.rank).map(rank));
    let count = |id: &str| match facts.law.law().parameter(id)?.values.on(case.letter_date)?.value.figure {
        Figure::Count(count) => Some(count),
        _ => None,
    };
    values.put_some("/filing/opposition_days", count(CONTREDIT).map(|days| format!("{} jours", count_in_words(days))));
    let points = facts.law.law().parameter(RAISE).and_then(|raise| raise.values.on(case.letter_date)).and_then(|entry| {
        if let Figure::Rate(points) = &entry.value.figure { points.percent().normalize().to_string().parse().ok() } else { None }
    });
    values.put_some("/filing/raise_points", points.map(|points: u32| format!("{} points", count_in_words(points))));
    values.put_some("/filing/raise_month", count(RAISE_DELAY).and_then(ordinal).map(|rank| format!("{rank} mois")));
}

fn put_party(values: &mut Values, at: &str, party: &Party, home: &str) {
    let key = |name: &str| format!("{at}/{name}");
    let line = |address: Option<&Address>| address.and_then(|address| town_first(address, home));
    values.put_some(key("address/line"), line(party.address.as_ref()));
    let at_home = party.person().and_then(|person| person.home_address.as_ref());
    values.put_some(key("home_address/line"), line(at_home));
    values.put_some(key("domicile"), line(at_home.or(party.address.as_ref())));
    if let (Some(long), Some(number)) =
        (values.get(&key("register/long")), party.register.as_ref().and_then(|of| of.number.as_deref()))
        && long.starts_with("Registre de commerce")
    {
        let long = long.replace(number, &spaced(number));
        values.put(key("register/line"), long);
    }
    match &party.kind {
        PartyKind::Company(_) => put_organ(values, at, party),
        PartyKind::Person(person) => {
            let feminine = person.civility == Some(Civility::Mme);
            let trade = match (party.acts_as, feminine) {
                (ActsAs::Merchant, false) => Some("commerçant"),
                (ActsAs::Merchant, true) => Some("commerçante"),
                (ActsAs::Artisan, false) => Some("artisan"),
                (ActsAs::Artisan, true) => Some("artisane"),
                _ => None,
            };
            values.put_some(key("trade"), trade);
        }
    }
}

/// « sa gérante actuellement en fonctions, Mme Claire Hansen ».
pub fn put_organ(values: &mut Values, at: &str, party: &Party) {
    let Some(organ) = party.company().and_then(|company| company.represented_by.as_ref()) else { return };
    let Some(quality) = organ.quality.as_deref() else { return };
    let name = values.get(&format!("{at}/represented_by/name")).map(|name| format!(", {name}")).unwrap_or_default();
    let own = if is_hers(organ.civility, quality) { "sa" } else { "son" };
    values.put(format!("{at}/represented_by/line"), format!("{own} {quality} actuellement en fonctions{name}"));
}

/// « sa gérante », « son administratrice déléguée », « son gérant ».
fn is_hers(civility: Option<Civility>, quality: &str) -> bool {
    let first = quality.split_whitespace().next().unwrap_or_default();
    let consonant = !first.to_lowercase().starts_with(|sign: char| "aeiouyhéèêâîôû".contains(sign));
    civility == Some(Civility::Mme) && first.ends_with('e') && consonant
}

/// « L-1234 Luxembourg, 14, rue de la Forge »; abroad « D-54290 Trèves (Allemagne), Saarstraße 12 ».
pub fn town_first(address: &Address, home: &str) -> Option<String> {
    let whole = party::address_line(address, home)?;
    let city = address.city.as_deref()?;
    let town = address::town(address, city).join("\u{a0}");
    // What the line says, whoever wrote it, must be there: the postcode as it stands in it.
    let town = if whole.contains(&town) { town } else { whole.split(", ").find(|part| part.ends_with(city))?.to_owned() };
    // Postcode and town stay on one line.
    let town = town.strip_suffix(city).map_or_else(|| town.clone(), |before| format!("{}{city}", before.replace(' ', "\u{a0}")));
    let country = if address.is_in(home) { String::new() } else { format!(" ({})", address.country_name()) };
    let lines: Vec<String> = address.lines.iter().map(|line| numbered(line, address.is_in("LU"))).collect();
    Some(format!("{town}{country}, {}", lines.join(", ")))
}

/// « 14, rue de la Forge »: in Luxembourg a comma follows the number.
fn numbered(line: &str, luxembourg: bool) -> String {
    let Some((number, street)) = line.trim().split_once(' ') else { return line.to_owned() };
    if !number.starts_with(|first: char| first.is_ascii_digit()) {
        return line.to_owned();
    }
    let repeated = ["bis", "ter", "quater"].iter().any(|word| street.split_whitespace().next() == Some(word));
    let comma = if luxembourg && !number.ends_with(',') && !repeated { "," } else { "" };
    format!("{number}{comma}\u{a0}{street}")
}

/// « B 123456 » of « B123456 ».
pub fn spaced(number: &str) -> String {
    match number.split_at_checked(1) {
        Some((section, rest))
            if section.starts_with(char::is_alphabetic) && rest.starts_with(|sign: char| sign.is_ascii_digit()) =>
        {
            format!("{section}\u{a0}{rest}")
        }
        _ => number.to_owned(),
    }
}

fn rank(rank: SecurityRank) -> &'static str {
    match rank {
        SecurityRank::Privilege => "à titre privilégié",
        SecurityRank::Mortgage => "à titre hypothécaire",
        SecurityRank::Pledge => "à titre de créancier gagiste",
    }
}

fn ordinal(count: u32) -> Option<&'static str> {
    ["premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième"].get(count.checked_sub(1)? as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_luxembourg_the_town_comes_before_the_street() {
        let address = |json: &str| serde_json::from_str::<Address>(json).unwrap();
        for (json, expected) in [
            (
                r#"{"lines":["14 rue de la Forge"],"postcode":"1234","city":"Luxembourg","country":"LU"}"#,
                "L-1234\u{a0}Luxembourg, 14,\u{a0}rue de la Forge",
            ),
            (
                r#"{"lines":["Centre Kirchberg","14, rue de la Forge"],"postcode":"1234","city":"Luxembourg","country":"LU"}"#,
                "L-1234\u{a0}Luxembourg, Centre Kirchberg, 14,\u{a0}rue de la Forge",
            ),
            (
                r#"{"lines":["12 bis rue Haute"],"postcode":"1718","city":"Luxembourg","country":"LU"}"#,
                "L-1718\u{a0}Luxembourg, 12\u{a0}bis rue Haute",
            ),
        ] {
            assert_eq!(town_first(&address(json), "LU").as_deref(), Some(expected), "{json}");
        }
        assert_eq!(town_first(&address(r#"{"city":"Luxembourg","country":"LU"}"#), "LU"), None);
    }

    #[test]
    fn an_organ_is_hers_or_his() {
        for (civility, quality, expected) in [
            (Some(Civility::Mme), "gérante", true),
            (Some(Civility::Mme), "administratrice déléguée", false),
            (Some(Civility::Mme), "gérant", false),
            (Some(Civility::M), "gérant", false),
        ] {
            assert_eq!(is_hers(civility, quality), expected, "{quality}");
        }
    }

    #[test]
    fn a_registered_number_shows_its_section_apart() {
        for (number, expected) in [("B123456", "B\u{a0}123456"), ("B 123456", "B 123456"), ("HRB 12345", "HRB 12345")] {
            assert_eq!(spaced(number), expected);
        }
    }
}
