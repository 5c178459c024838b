//! What a letter says of itself and what a filing says of its court: object, deadline, delivery, salutation, addressee.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::super::facts::Facts;
use super::super::french::names::of_town;
use super::super::french::{listed, long_day, short_day, weekday_and_day};
use super::super::mention::{Family, Recipient};
use super::super::{DocumentType, When};
use super::item::Noun;
use super::{Letter, Values, address, announced, claim, luxembourg, party, voice};
use crate::case::Case;
use crate::case::letter::{AmicableExemption, Court, CourtKind, Delivery, Filing, Measure};
use crate::case::party::ProtectionKind;
use crate::case::territory::Territory;
use crate::law::calendar::next_working_day;
use crate::money::Euros;

/// Days that the addressee of an electronic registered letter has to accept it (C. postes et com. électr., art. R. 53-3).
const LRE_ACCEPTANCE: &str = "fr-lre-acceptation";

pub fn put(letter: &mut Letter, document: &DocumentType, facts: &Facts) {
    let case = facts.case;
    if let Some(signatory) = &case.signatory {
        letter.values.put_some("/signatory/name", signatory.name.as_deref());
        letter.values.put_some("/signatory/quality", signatory.quality.as_deref().map(party::quality));
    }
    let (block, _) = address::block_of(document, facts);
    letter.tables.insert("address_block", block.into());
    put_letter(letter, document, facts);
    put_filing(letter, facts);
    put_competent(letter, facts);
    if facts.is_luxembourg() {
        luxembourg::put_voice(letter, facts);
    }
    let subject = subject(letter, document, facts);
    letter.values.put("/subject", subject);
    put_references(letter, document, facts);
    put_visas(letter, document, facts);
}

fn put_letter(letter: &mut Letter, document: &DocumentType, facts: &Facts) {
    let greeting = match address::recipient(document, facts) {
        Recipient::Officer if document.family == Family::Letter => Some("Maître,".to_owned()),
        Recipient::Guarantor => given_greeting(facts).or_else(|| Some(party::salutation(&facts.guarantor()?.party))),
        _ => given_greeting(facts).or_else(|| Some(party::salutation(&facts.case.debtor))),
    };
    letter.values.put("/letter/salutation", greeting.unwrap_or_else(|| "Madame, Monsieur,".to_owned()));
    let Some(options) = facts.letter() else { return };
    letter.values.put_some("/letter/level", options.level.map(|level| level.to_string()));
    letter.values.put_some("/letter/tracking_number", options.tracking_number.as_deref());
    letter.values.put_some("/letter/lre_consent_on", options.lre_consent_on.map(long_day));
    letter.values.put_some("/letter/delivery", options.delivery.map(|mode| delivery_label(mode, facts.is_luxembourg())));
    if facts.delivery() == Some(Delivery::Huissier) {
        luxembourg::put_summons(letter, facts);
    } else if let Some(last) = deadline(facts).filter(|_| !letter.holds(When::CourtesyReminder)) {
        letter.values.put("/deadline/long", weekday_and_day(last));
        letter.values.put("/deadline/short", short_day(last));
    }
    if let Some(first) = &options.first_letter
        && let (Some(reference), Some(sent_on)) = (&first.reference, first.sent_on)
    {
        letter.values.put("/letter/first_letter/line", format!("lettre {reference} du {}", long_day(sent_on)));
    }
    letter.values.put_some("/letter/acceleration/clause", options.acceleration.as_ref().and_then(|term| term.clause.as_deref()));
    letter.values.put_some("/letter/termination/clause", options.termination.as_ref().and_then(|end| end.clause.as_deref()));
    voice::put(letter, facts);
    announced::put(letter, facts);
}

fn given_greeting(facts: &Facts) -> Option<String> {
    facts.letter().and_then(|options| options.salutation.clone())
}

/// The last day to pay, never a day on which nobody pays. An electronic registered letter is read after up to 15 days, which are
/// added: the debtor keeps the whole time.
pub fn deadline(facts: &Facts) -> Option<NaiveDate> {
    let options = facts.letter()?;
    let mut days = u64::from(options.deadline_days?);
    if options.delivery == Some(Delivery::Lre) {
        days += u64::from(facts.law.count(LRE_ACCEPTANCE, facts.case.letter_date).ok()?);
    }
    facts.case.letter_date.checked_add_days(Days::new(days)).map(|day| next_working_day(day, facts.place_of(&facts.case.debtor)))
}

fn delivery_label(delivery: Delivery, luxembourg: bool) -> &'static str {
    match delivery {
        Delivery::RegisteredPost if luxembourg => "Lettre recommandée avec accusé de réception",
        Delivery::RegisteredPost => "Lettre recommandée avec demande d’avis de réception",
        Delivery::Lre => "Lettre recommandée électronique",
        Delivery::Post => "Lettre simple",
        Delivery::Email => "Courriel",
        Delivery::Huissier => "Sommation par huissier de justice",
    }
}

fn put_filing(letter: &mut Letter, facts: &Facts) {
    let Some(filing) = facts.filing() else { return };
    let values = &mut letter.values;
    if let Some(court) = &filing.court
        && let Some(name) = court_name(court)
    {
        let (_, judge) = judge(court.kind);
        values.put("/filing/court/addressee", addressee(court).unwrap_or_default());
        values.put("/filing/court/genitive", genitive(&name));
        values.put("/filing/court/judge", judge);
        let title = ["le ", "la ", "l’"].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
        values.put("/filing/court/title", title);
        values.put("/filing/court/name", name);
        values.put_some(
            "/filing/court/address/line",
            court.address.as_ref().and_then(|address| party::address_line(address, facts.home())),
        );
        if court.kind == CourtKind::TribunalDesActivitesEconomiques
            && let Some(city) = &court.city
        {
            let former = format!(
                "ancien tribunal de commerce {} (loi n°\u{a0}2023-1059 du 20\u{a0}novembre 2023, article 26)",
                of_town(city)
            );
            values.put("/filing/court/former", former);
        }
    }
    let referral = filing.referral_court.as_ref().or(filing.court.as_ref()).filter(|_| filing.referral_on_opposition);
    values.put_some("/filing/referral/court", referral.and_then(court_name));
    values.put_some(
        "/filing/notification_address/line",
        filing.notification_address.as_ref().and_then(|address| party::address_line(address, facts.home())),
    );
    values.put_some(
        "/filing/building_address/line",
        filing.building_address.as_ref().and_then(|address| party::address_line(address, facts.home())),
    );
    if let Some(officer) = &filing.officer {
        party::put_officer(values, officer);
        values.put_some("/filing/officer/email", officer.email.as_deref());
        values.put_some(
            "/filing/officer/address/line",
            officer.address.as_ref().and_then(|address| party::address_line(address, facts.home())),
        );
    }
    put_hearing(values, facts.case, filing);
    letter.tables.insert("means", serde_json::json!(filing.means));
    let measures = filing.measures.iter().map(|measure| serde_json::json!({ "id": measure, "label": measure_label(*measure) }));
    letter.tables.insert("measures", measures.collect());
    if let Some(terms) = &filing.negotiation {
        let instalments = terms.instalments.map(|count| match count {
            1 => "paiement en une seule échéance".to_owned(),
            _ => format!("paiement échelonné en {count}\u{a0}mensualités au plus"),
        });
        let discount = terms.discount_percent.map(|rate| format!("remise de {} au plus", rate.french()));
        let parts: Vec<String> = [instalments, discount, terms.terms.clone()].into_iter().flatten().collect();
        values.put("/filing/negotiation/line", parts.join("\u{202f}; "));
    }
}

fn put_hearing(values: &mut Values, case: &Case, filing: &Filing) {
    if let Some(hearing) = &filing.hearing {
        values.put_some("/filing/hearing/on", hearing.on.map(weekday_and_day));
        values.put_some("/filing/hearing/at", hearing.at.as_deref());
        values.put_some("/filing/hearing/place", hearing.place.as_deref());
        values.put_some("/filing/hearing/room", hearing.room.as_deref());
        values.put_some("/filing/hearing/chamber", hearing.chamber.as_deref());
    }
    values.put_some("/filing/procedural_costs", filing.procedural_costs.map(Euros::french));
    values.put_some("/filing/measures_note", filing.measures_note.as_deref());
    values.put_some("/filing/amicable_exemption", filing.amicable_exemption.map(exemption));
    values.put_some("/filing/amicable_exemption_fact", filing.amicable_exemption_fact.as_deref());
    let exhibit = filing.amicable_exemption_exhibit.map(|number| claim::printed(case, number));
    values.put_some("/filing/amicable_exemption_exhibit", exhibit);
}

/// C. proc. civ., art. 750-1, 1° to 5°.
fn exemption(ground: AmicableExemption) -> &'static str {
    match ground {
        AmicableExemption::RequestOfParties => "une partie au moins sollicite l’homologation d’un accord (1°)",
        AmicableExemption::PriorAppeal => "l’exercice d’un recours préalable est imposé auprès de l’auteur de la décision (2°)",
        AmicableExemption::LegitimateReason => "l’absence de recours à une voie amiable est justifiée par un motif légitime (3°)",
        AmicableExemption::JudgeMustTry => {
            "une disposition particulière impose au juge ou à l’autorité administrative de tenter une conciliation (4°)"
        }
        AmicableExemption::FailedPetitesCreances => {
            "le créancier a vainement engagé une procédure simplifiée de recouvrement des petites créances (5°)"
        }
    }
}

fn measure_label(measure: Measure) -> &'static str {
    match measure {
        Measure::BankAccount => "Saisie-attribution de comptes bancaires",
        Measure::Movables => "Saisie-vente de biens meubles corporels",
        Measure::Wages => "Saisie des rémunérations",
        Measure::Vehicle => "Mesure sur un véhicule terrestre à moteur",
        Measure::Other => "Autre mesure",
    }
}

/// The courts that the table of communes gives, in Luxembourg.
fn put_competent(letter: &mut Letter, facts: &Facts) {
    let Some(seat) = facts.seat().filter(|_| facts.is_luxembourg()) else { return };
    let peace = format!("justice de paix {}", of_town(seat.town()));
    let district = format!("tribunal d’arrondissement {}", of_town(seat.district()));
    let small = match facts.court_kind() {
        Some(kind) => kind == CourtKind::JusticeDePaix,
        None => facts.is_within_justice_de_paix() || !facts.is_over_justice_de_paix() && !facts.value_is_uncertain(),
    };
    letter.values.put("/competent/court", if small { peace.clone() } else { district.clone() });
    letter.values.put("/competent/justice_de_paix", peace);
    letter.values.put("/competent/tribunal_arrondissement", district);
}

/// « le tribunal des activités économiques de Lyon ».
pub fn court_name(court: &Court) -> Option<String> {
    let city = court.city.as_deref()?;
    let town = of_town(city);
    Some(match court.kind {
        CourtKind::TribunalDeCommerce if is_overseas(court) => format!("le tribunal mixte de commerce {town}"),
        CourtKind::TribunalDeCommerce => format!("le tribunal de commerce {town}"),
        CourtKind::TribunalDesActivitesEconomiques => format!("le tribunal des activités économiques {town}"),
        CourtKind::TribunalJudiciaire => format!("le tribunal judiciaire {town}"),
        CourtKind::JugeDesContentieuxDeLaProtection => format!("le juge des contentieux de la protection {town}"),
        CourtKind::ChambreCommerciale => format!("la chambre commerciale du tribunal judiciaire {town}"),
        // « de et à »: the court of that district, which sits in that town.
        CourtKind::JusticeDePaix => format!("la justice de paix de et à {city}"),
        CourtKind::TribunalArrondissement => format!("le tribunal d’arrondissement de et à {city}"),
        CourtKind::TribunalArrondissementCommercial => {
            format!("le tribunal d’arrondissement de et à {city}, siégeant en matière commerciale")
        }
    })
}

/// The commercial court of an overseas department is a « tribunal mixte de commerce » (C. com., art. D. 732-1 and annexe 7-3).
fn is_overseas(court: &Court) -> bool {
    court.address.as_ref().is_some_and(|address| matches!(address.territory(), Territory::Department(_)))
}

fn genitive(name: &str) -> String {
    name.strip_prefix("le ").map_or_else(|| format!("de {name}"), |rest| format!("du {rest}"))
}

/// Whom the petition addresses, and how it calls him (C. proc. civ., art. 1406).
fn judge(kind: CourtKind) -> (&'static str, &'static str) {
    match kind {
        CourtKind::JugeDesContentieuxDeLaProtection => (
            "À Madame ou Monsieur le Juge des contentieux de la protection",
            "Madame ou Monsieur le Juge des contentieux de la protection",
        ),
        CourtKind::JusticeDePaix => ("À Madame ou Monsieur le Juge de paix", "Madame ou Monsieur le Juge de paix"),
        CourtKind::TribunalArrondissementCommercial => ("Au greffe", "le greffe"),
        _ => ("À Madame ou Monsieur le Président", "Madame ou Monsieur le Président"),
    }
}

fn addressee(court: &Court) -> Option<String> {
    let town = of_town(court.city.as_deref()?);
    let (call, _) = judge(court.kind);
    let second = match court.kind {
        CourtKind::JugeDesContentieuxDeLaProtection => format!("du tribunal judiciaire {town}"),
        _ => genitive(&court_name(court)?),
    };
    Some(format!("{call}\n{second}"))
}

fn subject(letter: &Letter, document: &DocumentType, facts: &Facts) -> String {
    let claimed = if document.recipient == Recipient::Guarantor { "/guarantor/claimed" } else { "/amounts/due" };
    let amount = letter.values.get(claimed).unwrap_or_default();
    if document.family != Family::Letter {
        return claim_subject(letter, document, amount);
    }
    if facts.delivery() == Some(Delivery::Huissier) {
        return format!("Sommation de payer la somme de {amount}\u{a0}: instructions");
    }
    if let Some(subject) = &document.subject {
        return subject.replace("{amount}", amount);
    }
    let noun = Noun::of(facts);
    let late = match (letter.holds(When::NoInvoiceIsLate), noun.feminine) {
        (true, _) => "à échoir",
        (false, true) => "échues",
        (false, false) => "échus",
    };
    let invoices = match facts.case.claim.invoices.len() {
        1 => noun.numbered(&facts.case.claim.invoices[0].number),
        count => format!("{} {} {late}", french_count(count), noun.many),
    };
    match facts.level() {
        Some(1) if letter.holds(When::NoInvoiceIsLate) => format!("Échéance prochaine\u{a0}: {invoices}"),
        Some(1) => format!("Rappel\u{a0}: {invoices}"),
        Some(2) => format!("Deuxième rappel\u{a0}: {invoices}"),
        Some(3) => format!("Dernier rappel avant mise en demeure\u{a0}: {invoices}"),
        _ => format!("{}\u{a0}: {invoices}", document.title),
    }
}

/// « Paiement de la somme de …, arrêtée au …, outre les pénalités de retard postérieures et les dépens »: only what is asked.
fn claim_subject(letter: &Letter, document: &DocumentType, amount: &str) -> String {
    let day = letter.values.get("/letter_date").unwrap_or_default();
    let whole = format!("Paiement de la somme de {amount}, arrêtée au {day}");
    if document.family != Family::Filing {
        return whole;
    }
    let penalties = if letter.holds(When::BetweenProfessionals) {
        "les pénalités de retard postérieures"
    } else {
        "les intérêts postérieurs"
    };
    let interest = letter.holds(When::LaterInterestAsked).then_some(penalties);
    let costs = letter.holds(When::DepensAsked).then_some("les dépens");
    let beyond: Vec<&str> = [interest, costs].into_iter().flatten().collect();
    if beyond.is_empty() { whole } else { format!("{whole}, outre {}", listed(&beyond)) }
}

fn french_count(count: usize) -> String {
    const WORDS: [&str; 9] = ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];
    count.checked_sub(2).and_then(|place| WORDS.get(place)).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn put_references(letter: &mut Letter, document: &DocumentType, facts: &Facts) {
    let for_another = letter.holds(When::CollectedByThirdParty) || letter.holds(When::RepresentedByCounsel);
    let sender = if for_another { "/filer" } else { "/creditor" };
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut row = |label: &str, text: Option<&str>| rows.extend(text.map(|text| [label.to_owned(), text.to_owned()]));
    row("Dossier", facts.case.reference.as_deref());
    row("Suivi par", letter.values.get(&format!("{sender}/contact/name")));
    let protection = facts.case.debtor.person().and_then(|person| person.protection.as_deref());
    let curator =
        protection.filter(|protection| protection.kind == ProtectionKind::Curatelle && document.recipient == Recipient::Debtor);
    let copy = curator
        .and_then(|protection| Some(format!("{}, {}", party::protector(protection)?, party::quality_of_protector(protection))));
    rows.extend(copy.map(|copy| ["Copie à".to_owned(), copy]));
    letter.tables.insert("references", serde_json::json!(rows));
}

/// « Vu les articles 1103 et 1343-1 du code civil, »: the citations in force and at work in this case, code by code.
fn put_visas(letter: &mut Letter, document: &DocumentType, facts: &Facts) {
    let mut by_code: BTreeMap<usize, (String, Vec<String>)> = BTreeMap::new();
    for provision in document.provisions().filter(|provision| provision.visa && provision.applies(facts)) {
        for (code, articles) in provision
            .cited(facts.law.law(), facts.case.letter_date)
            .split(" ; ")
            .filter_map(|citation| citation.split_once(", art. "))
        {
            let place = by_code.values().position(|(known, _)| known == code).unwrap_or(by_code.len());
            let (_, entry) = by_code.entry(place).or_insert_with(|| (code.to_owned(), Vec::new()));
            let numbers = articles.split([';', ',']).flat_map(|part| part.split(" et ")).map(article_number);
            entry.extend(numbers.filter(|number| !number.is_empty()));
        }
    }
    // In Luxembourg always in one order: procedure, civil code, commercial code, laws by their names.
    let mut entries: Vec<(String, Vec<String>)> = by_code.into_values().collect();
    if facts.is_luxembourg() {
        let rank = |code: &str| ["NCPC", "C. civ. lux.", "C. com. lux."].iter().position(|known| *known == code).unwrap_or(3);
        entries.sort_by_key(|(code, _)| (rank(code), code.clone()));
    }
    let lines = entries.into_iter().filter(|(_, articles)| !articles.is_empty()).map(|(code, mut articles)| {
        articles.sort_by_key(|article| sort_key(article));
        articles.dedup();
        let of_code = facts.law.law().codes().genitive(&format!("{code}, art.")).unwrap_or_else(|| format!("du {code}"));
        let several = articles.len() > 1 || articles.iter().any(|article| article.contains(" à "));
        let noun = if several { "les articles" } else { "l’article" };
        format!("Vu {noun} {} {of_code},", listed(&articles))
    });
    letter.tables.insert("visas", lines.collect());
}

/// The article of « L. 441-10 », « 1405 », « art. D. 441-5 »; nothing of « II », « 1° », « al. 2 ».
fn article_number(part: &str) -> String {
    let part = part.trim().trim_start_matches("art. ").trim();
    let number = part.split_once(". ").map_or(part, |(_, number)| number);
    let is_article = number.starts_with(|first: char| first.is_ascii_digit()) && !part.ends_with('°') && !part.starts_with("al.");
    if is_article { part.replace(". ", ".\u{a0}") } else { String::new() }
}

/// Laws before decrees: « L. » before « R. » before « D. »; what is in an annex, last.
fn sort_key(article: &str) -> (bool, usize, Vec<u32>) {
    let letter: String = article.chars().take_while(char::is_ascii_uppercase).collect();
    let letter = ["", "L", "R", "D", "A"].iter().position(|known| *known == letter).unwrap_or(usize::MAX);
    let numbers = article.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    (article.contains("annexe"), letter, numbers)
}
