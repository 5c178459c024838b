//! Whatever the bytes, the answer is a case or problems that say something of the case.

use proptest::prelude::*;
use recouvrance::case::{Limits, parse};
use serde_json::{Value, json};

use super::good::complete;

fn answers(bytes: &[u8]) {
    if let Err(problems) = parse(bytes, &Limits::default()) {
        assert!(!problems.is_empty());
        for problem in problems.iter() {
            assert!(!problem.says.contains("n’a pas pu être lu"), "the schema let pass what the types refuse: {problem}");
            assert!(!problem.says.is_empty() && !problem.hint.is_empty(), "{problem:?}");
        }
    }
}

/// Any JSON, with the texts that are most likely to be nearly right.
fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        Just("2026-11-21".to_owned()),
        Just("1200.00".to_owned()),
        Just("company".to_owned()),
        Just("statutory".to_owned()),
        "[0-9]{1,14}",
        "[A-Z]{2}[0-9]{2,30}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u64..400).prop_map(Value::from),
        Just(json!(1.5)),
        Just(json!(3.0)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let name = prop_oneof![any::<String>(), Just("kind".to_owned()), Just("address".to_owned()), Just("amount".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..5).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn pointers(value: &Value, pointer: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| pointers(field, format!("{pointer}/{name}"), all)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| pointers(item, format!("{pointer}/{at}"), all)),
        _ => {}
    }
    all.push(pointer);
}

#[test]
fn each_value_of_a_complete_case_may_be_replaced_or_removed() {
    let complete = complete();
    let mut all = Vec::new();
    pointers(&complete, String::new(), &mut all);
    for pointer in &all {
        for value in [
            json!(null),
            json!(""),
            json!("x"),
            json!(0),
            json!(2.0),
            json!(u64::MAX),
            json!([]),
            json!([null]),
            json!({}),
            json!({"kind": "person"}),
        ] {
            let mut case = complete.clone();
            *case.pointer_mut(pointer).unwrap() = value;
            answers(case.to_string().as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        answers(&bytes);
    }

    #[test]
    fn any_text_of_json_signs(text in "[\\[\\]{}\",:0-9eE.\\\\untrfalse -]{0,200}") {
        answers(text.as_bytes());
    }

    #[test]
    fn any_json_at_all(value in any_json()) {
        answers(value.to_string().as_bytes());
    }

    #[test]
    fn any_json_at_any_place_of_a_complete_case(place in any::<prop::sample::Index>(), value in any_json()) {
        let mut case = complete();
        let mut all = Vec::new();
        pointers(&case, String::new(), &mut all);
        *case.pointer_mut(&all[place.index(all.len())]).unwrap() = value;
        answers(case.to_string().as_bytes());
    }

    #[test]
    fn a_complete_case_cut_short(at in any::<prop::sample::Index>()) {
        let bytes = include_bytes!("good.json");
        answers(&bytes[..at.index(bytes.len())]);
    }
}
