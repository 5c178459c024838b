//! What the creditor offers: instalments, a settlement, an amicable way, as text.

use chrono::Days;
use serde_json::json;

use super::super::facts::Facts;
use super::super::french::{long_day, short_day, weekday_and_day};
use super::{Letter, party};
use crate::case::agreement::{AmicableMode, PlanInterest, Rhythm};
use crate::decompte::plan::Instalment;
use crate::law::calendar::next_working_day;
use crate::money::Euros;

pub fn put(letter: &mut Letter, facts: &Facts) {
    put_plan(letter, facts);
    put_settlement(letter, facts);
    put_amicable(letter, facts);
}

fn put_plan(letter: &mut Letter, facts: &Facts) {
    let Some(plan) = &facts.case.plan else { return };
    let values = &mut letter.values;
    let rhythm = match plan.every {
        Rhythm::Week => "hebdomadaire",
        Rhythm::Month => "mensuelle",
        Rhythm::Quarter => "trimestrielle",
    };
    let interest = match plan.interest {
        PlanInterest::Waived => "Aucun intérêt n’est compté tant que l’échéancier est respecté".to_owned(),
        PlanInterest::Reserved => {
            "Les intérêts du décompte continuent de courir\u{a0}; ils seront liquidés à la dernière échéance".to_owned()
        }
        PlanInterest::Agreed => format!(
            "Le principal restant porte intérêt au taux convenu de {} l’an, payé avec chaque échéance",
            plan.rate.map(crate::money::Rate::french).unwrap_or_default()
        ),
    };
    values.put("/plan/count", plan.count.to_string());
    values.put("/plan/rhythm", rhythm);
    values.put("/plan/interest", interest);
    values.put_some("/plan/rate", plan.rate.map(crate::money::Rate::french));
    values.put_some("/plan/down_payment", plan.down_payment.map(Euros::french));
    let down_on = plan.down_payment.map(|_| long_day(plan.down_payment_on.unwrap_or(facts.case.letter_date)));
    values.put_some("/plan/down_payment_on", down_on);
    values.put_some("/plan/notice_days", plan.acceleration_notice_days.map(|days| days.to_string()));
    let Some(computed) = facts.instalments() else { return };
    let told = |row: &Instalment, number: String| {
        json!({
            "number": number,
            "on": short_day(row.on),
            "on_long": long_day(row.on),
            "interest": row.interest.french(),
            "principal": row.principal.french(),
            "accessories": row.accessories.french(),
            "plan_interest": row.plan_interest.french(),
            "amount": row.amount.french(),
            "rest": row.rest.french(),
        })
    };
    let before: Vec<_> = computed.down.iter().map(|row| told(row, String::new())).collect();
    letter.tables.insert("plan_before", before.into());
    let rows: Vec<_> = computed.rows.iter().zip(1..).map(|(row, number): (_, u32)| told(row, number.to_string())).collect();
    letter.counts.insert("/plan/instalments".to_owned(), rows.len());
    for (index, row) in computed.rows.iter().enumerate() {
        values.put(format!("/plan/instalments/{index}/on"), short_day(row.on));
        values.put(format!("/plan/instalments/{index}/amount"), row.amount.french());
    }
    letter.tables.insert("plan", rows.into());
    values.put_some("/plan/first_on", computed.rows.first().map(|row| long_day(row.on)));
    values.put_some("/plan/last_on", computed.rows.last().map(|row| long_day(row.on)));
    values.put_some("/plan/share", computed.rows.first().map(|row| (row.amount - row.plan_interest).french()));
    values.put_some("/plan/last_amount", computed.rows.last().map(|row| row.amount.french()));
    values.put("/plan/total", computed.total.french());
    values.put("/plan/total_words", computed.total.in_words());
    values.put_some("/plan/interest_total", (!computed.interest.is_zero()).then(|| computed.interest.french()));
}

fn put_settlement(letter: &mut Letter, facts: &Facts) {
    let Some(settlement) = &facts.case.settlement else { return };
    let values = &mut letter.values;
    values.put_some("/settlement/dispute", settlement.dispute.as_deref());
    values.put_some("/settlement/amount", settlement.amount.map(Euros::french));
    values.put_some("/settlement/amount_words", settlement.amount.map(Euros::in_words));
    let due = facts.decompte.totals.due;
    let waived = settlement.amount.filter(|amount| *amount < due).map(|amount| (due - amount).french());
    values.put_some("/settlement/waived", waived);
    let parties = 2 + u32::try_from(facts.case.co_debtors.len()).unwrap_or(0);
    values.put("/settlement/originals", settlement.originals.unwrap_or(parties).to_string());
    for (name, given) in
        [("creditor_concessions", &settlement.creditor_concessions), ("debtor_concessions", &settlement.debtor_concessions)]
    {
        letter.counts.insert(format!("/settlement/{name}"), given.len());
        for (index, words) in given.iter().enumerate() {
            values.put(format!("/settlement/{name}/{index}"), words.as_str());
        }
        letter.tables.insert(name, json!(given));
    }
}

fn put_amicable(letter: &mut Letter, facts: &Facts) {
    let Some(amicable) = &facts.case.amicable else { return };
    let mode = match amicable.mode {
        AmicableMode::Conciliation => "conciliation par un conciliateur de justice",
        AmicableMode::Mediation => "médiation",
        AmicableMode::Participatory => "procédure participative assistée par avocats",
    };
    letter.values.put("/amicable/mode", mode);
    letter.values.put_some("/amicable/note", amicable.note.as_deref());
    let day = amicable.answer_days.and_then(|days| facts.case.letter_date.checked_add_days(Days::new(days.into())));
    let day = day.map(|day| next_working_day(day, facts.place_of(&facts.case.debtor)));
    letter.values.put_some("/amicable/answer_by", day.map(weekday_and_day));
    if let Some(person) = &amicable.third_party {
        letter.values.put_some("/amicable/third_party/name", person.name.as_deref());
        let parts = [
            person.name.clone(),
            person.address.as_ref().and_then(|address| party::address_line(address, facts.home())),
            person.email.clone(),
        ];
        letter.values.put("/amicable/third_party", parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
}
