//! From a pointer of the letter to the place in the case where a person mends it.

use crate::case::Case;
use crate::case::address::Address;
use crate::case::party::Party;

/// Values that the letter computes, by the start of their pointer, with the field of the case that they come from.
const COMPUTED: &[(&str, &str)] = &[
    ("/deadline", "/letter/deadline_days"),
    ("/amounts/clause_penale", "/claim/clause_penale"),
    ("/amounts/payments", "/claim/payments"),
    ("/amounts", "/claim/invoices"),
    ("/decompte", "/claim/late_payment_rate"),
    ("/later_interest", "/claim/late_payment_rate"),
    ("/texts", "/letter_date"),
    ("/subject", "/claim/invoices"),
    ("/letter/first_letter", "/letter/first_letter"),
    ("/history", "/history"),
    ("/plan/instalments", "/plan"),
    ("/plan/down_payment", "/plan/down_payment"),
    ("/plan/notice_days", "/plan/acceleration_notice_days"),
    ("/plan/rate", "/plan/rate"),
    ("/plan", "/plan"),
    ("/settlement/amount", "/settlement/amount"),
    ("/settlement/waived", "/settlement/amount"),
    ("/amicable/answer_by", "/amicable/answer_days"),
    ("/amicable/third_party", "/amicable/third_party"),
    ("/order", "/history"),
    ("/judgment/raised_from", "/claim/judgment/enforceable_on"),
    ("/insolvency/declare_before", "/insolvency/published_on"),
    ("/declared", "/claim/invoices"),
    ("/competent", "/debtor/address/commune"),
    ("/guarantor/claimed", "/guarantors"),
    ("/guarantor/year_end", "/claim/invoices"),
    ("/guarantor/first_default", "/claim/invoices"),
    ("/filing/court", "/filing/court"),
    ("/filing/referral", "/filing/referral_court"),
    ("/filing/negotiation", "/filing/negotiation"),
    ("/filing/officer/address", "/filing/officer/address"),
    ("/filer/activity", "/filer/kind"),
    ("/filer/display", "/filer/name"),
    ("/filer/society", "/filer/name"),
];

/// The pointer into the case for a value that is missing at `pointer` of the letter.
pub fn in_case(pointer: &str, case: &Case) -> String {
    let starts = |start: &str| {
        pointer == start || pointer.strip_prefix(start).is_some_and(|rest| rest.starts_with('/') || rest.starts_with('_'))
    };
    if let Some((_, place)) = COMPUTED.iter().find(|(start, _)| starts(start)) {
        return (*place).to_owned();
    }
    if let Some(rest) = pointer.strip_prefix("/judgment/") {
        return format!("/claim/judgment/{rest}");
    }
    if let Some(rest) = pointer.strip_prefix("/insolvency/officer/").filter(|rest| rest.starts_with("address")) {
        return format!("/insolvency/officer/{}", rest.trim_end_matches("/line"));
    }
    let Some((at, field)) = party_of(pointer, case) else {
        return pointer.trim_end_matches("/line").trim_end_matches("_long").to_owned();
    };
    let Some(party) = party_at(case, &at) else { return format!("{at}/{}", field.trim_end_matches("/line")) };
    match field.as_str() {
        "display" | "society" | "name" | "identity_name" => format!("{at}/{}", name_field(party)),
        "legal_form_long" => format!("{at}/legal_form"),
        "domicile" => match party.person().and_then(|person| person.home_address.as_ref()) {
            Some(home) => format!("{at}/home_address{}", missing_part(Some(home))),
            None => format!("{at}/address{}", missing_part(party.address.as_ref())),
        },
        "address/line" => format!("{at}/address{}", missing_part(party.address.as_ref())),
        "home_address/line" => {
            let home = party.person().and_then(|person| person.home_address.as_ref());
            format!("{at}/home_address{}", missing_part(home))
        }
        "in_liquidation/line" => format!("{at}/in_liquidation"),
        "ei" => format!("{at}/entrepreneur_individuel"),
        field => format!("{at}/{}", field.trim_end_matches("/line")),
    }
}

/// What a guarantor has beside what any party has.
const OF_GUARANTOR: [&str; 6] = ["deed_on", "deed_reference", "cap", "ends_on", "informed_on", "annual_informed_on"];

fn party_of(pointer: &str, case: &Case) -> Option<(String, String)> {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["guarantor", field @ ..] => {
            let rank = case.letter.as_ref().and_then(|letter| letter.guarantor).unwrap_or(1).saturating_sub(1);
            let own = field.first().is_some_and(|name| OF_GUARANTOR.contains(name));
            Some((format!("/guarantors/{rank}{}", if own { "" } else { "/party" }), field.join("/")))
        }
        [party @ ("creditor" | "debtor" | "filer"), field @ ..] => Some((format!("/{party}"), field.join("/"))),
        ["co_creditors", index, field @ ..] => Some((format!("/co_creditors/{index}"), field.join("/"))),
        ["co_debtors", index, field @ ..] => Some((format!("/co_debtors/{index}"), field.join("/"))),
        _ => None,
    }
}

fn party_at<'a>(case: &'a Case, at: &str) -> Option<&'a Party> {
    match at {
        "/creditor" => Some(&case.creditor),
        "/debtor" => Some(&case.debtor),
        at if at.starts_with("/guarantors/") => {
            let rank = at.strip_prefix("/guarantors/")?.strip_suffix("/party")?;
            Some(&case.guarantors.get(rank.parse::<usize>().ok()?)?.party)
        }
        at if at.starts_with("/co_creditors/") => {
            case.co_creditors.get(at.strip_prefix("/co_creditors/")?.parse::<usize>().ok()?)
        }
        _ => case.co_debtors.get(at.strip_prefix("/co_debtors/")?.parse::<usize>().ok()?),
    }
}

fn name_field(party: &Party) -> &'static str {
    match party.person() {
        None => "name",
        Some(person) if person.last_name.is_none() => "last_name",
        Some(_) => "first_names",
    }
}

fn missing_part(address: Option<&Address>) -> &'static str {
    match address {
        None => "",
        Some(address) if address.lines.is_empty() => "/lines",
        Some(address) if address.city.is_none() => "/city",
        Some(address) if address.postcode.is_none() => "/postcode",
        Some(_) => "",
    }
}
