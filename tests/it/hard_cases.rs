//! The hard cases of practice, one file each: a complete case, what the service must say of it and what it must not.

use std::collections::BTreeMap;

use recouvrance::document::french::essence;
use recouvrance::service::Refused;
use serde::Deserialize;
use serde_json::Value;

use crate::support::{SERVICE, bytes, example};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HardCase {
    /// What the expectation rests on: an article, a decision, a published fiche.
    oracle: String,
    /// The type asked for.
    document: String,
    /// The example that the case starts from; the type's own where it is absent.
    example: Option<String>,
    /// A file of `tests/filings` that the case starts from instead.
    case: Option<String>,
    /// Fields that replace those of the example (RFC 7396: an object is merged, a list is replaced).
    #[serde(default)]
    change: Value,
    /// Fields taken away, as pointers.
    #[serde(default)]
    remove: Vec<String>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// `ready`, `incomplete` or `forbidden`.
    verdict: String,
    /// Rule or mention → `refusal`, `warning` or `note`.
    #[serde(default)]
    findings: BTreeMap<String, String>,
    /// Rules and mentions that must not be found fault with.
    #[serde(default)]
    absent: Vec<String>,
    /// Mention → words that stand in it on the finished pages, in this order.
    #[serde(default)]
    printed: BTreeMap<String, Vec<String>>,
    /// Words that stand in no mention of the finished pages.
    #[serde(default)]
    unprinted: Vec<String>,
    /// Words that no finding may say.
    #[serde(default)]
    unsaid: Vec<String>,
    due: Option<String>,
    /// Totals of the décompte, by name.
    #[serde(default)]
    totals: BTreeMap<String, String>,
    /// `kind [invoice] from to rate amount`, of every interest line.
    lines: Option<Vec<String>>,
    /// Deadline → `day`, `day (extended day)`, `-` while it does not run; then its status.
    #[serde(default)]
    deadlines: BTreeMap<String, String>,
    /// Deadlines that must not be told.
    #[serde(default)]
    absent_deadlines: Vec<String>,
    /// Words that the finished pages say, and words that they do not: letters and digits are compared.
    #[serde(default)]
    page: Vec<String>,
    #[serde(default)]
    page_without: Vec<String>,
    /// The same of the e-mail's text and of its HTML.
    #[serde(default)]
    email: Vec<String>,
    #[serde(default)]
    email_without: Vec<String>,
    /// What another choice would give: `imputation lump_sum_rank due`.
    #[serde(default)]
    alternatives: Vec<String>,
}

pub fn merge(target: &mut Value, change: &Value) {
    let Value::Object(fields) = change else {
        *target = change.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    for (name, value) in fields {
        merge(&mut target[name], value);
    }
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or_default().to_owned()
}

#[test]
fn each_hard_case_is_answered_as_the_law_answers_it() {
    let (mut seen, mut failed) = (0, Vec::new());
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let hard: HardCase = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!hard.oracle.is_empty(), "{name} names no oracle");
        if std::panic::catch_unwind(|| check(&name, &hard)).is_err() {
            failed.push(name);
        }
        seen += 1;
    }
    assert!(failed.is_empty(), "{} of {seen} cases: {failed:#?}", failed.len());
    assert!(seen >= 12, "{seen} cases");
}

fn check(name: &str, hard: &HardCase) {
    let given = hard.case.as_ref().map(|file| {
        let path = format!("{}/tests/filings/{file}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"))).unwrap()
    });
    let mut case = given.unwrap_or_else(|| example(hard.example.as_ref().unwrap_or(&hard.document)));
    for pointer in &hard.remove {
        case = crate::support::without(case, pointer).unwrap_or_else(|| panic!("{name}: nothing at {pointer}"));
    }
    if !hard.change.is_null() {
        merge(&mut case, &hard.change);
    }
    let report = match SERVICE.check(&hard.document, &bytes(&case)) {
        Ok(report) => report,
        Err(Refused::NotACase(problems)) => panic!("{name} is no case: {problems:#?}"),
        Err(other) => panic!("{name}: {other:?}"),
    };
    let expected = &hard.expect;
    let told: Vec<String> =
        report.findings.iter().map(|finding| format!("{} {}", word(&finding.severity), finding.mention)).collect();
    assert_eq!(word(&report.verdict), expected.verdict, "{name}: {told:#?}");
    for (id, severity) in &expected.findings {
        assert!(told.contains(&format!("{severity} {id}")), "{name}: no {severity} {id} in {told:#?}");
    }
    for id in &expected.absent {
        assert!(report.findings.iter().all(|finding| finding.mention != *id), "{name}: {id} is found fault with");
    }
    for words in &expected.unsaid {
        let said = report.findings.iter().any(|finding| finding.says.contains(words) || finding.hint.contains(words));
        assert!(!said, "{name}: a finding says « {words} »");
    }
    if !expected.printed.is_empty() || !expected.unprinted.is_empty() {
        pages(name, hard, &case);
    }
    for id in &expected.absent_deadlines {
        assert!(report.deadlines.iter().all(|deadline| deadline.id != id), "{name}: {id} is told");
    }
    let decompte = &report.decompte;
    if let Some(due) = &expected.due {
        assert_eq!(decompte.totals.due.plain(), *due, "{name}: {:#?}", decompte.lines);
    }
    let totals = serde_json::to_value(&decompte.totals).unwrap();
    for (total, amount) in &expected.totals {
        assert_eq!(totals[total].as_str(), Some(amount.as_str()), "{name}: {total}");
    }
    if let Some(lines) = &expected.lines {
        let interest = decompte.lines.iter().filter(|line| line.kind.is_interest());
        let found: Vec<String> = interest
            .map(|line| {
                let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
                let rate = line.rate.map(recouvrance::money::Rate::plain).unwrap_or_default();
                let number = line.invoice.clone().unwrap_or_default();
                format!(
                    "{} {number} {} {} {rate} {}",
                    word(&line.kind),
                    day(line.accrued_from),
                    day(line.accrued_to),
                    line.amount.plain()
                )
            })
            .collect();
        assert_eq!(found, *lines, "{name}");
    }
    for (id, when) in &expected.deadlines {
        let found = report.deadlines.iter().find(|deadline| deadline.id == id).map(|deadline| {
            let day = deadline.falls_on.map_or_else(|| "-".to_owned(), |day| day.to_string());
            let extended = deadline.extended_to.map(|day| format!(" ({day})")).unwrap_or_default();
            format!("{day}{extended} {}", word(&deadline.status))
        });
        assert_eq!(found.as_ref(), Some(when), "{name}: {id}");
    }
    for other in &expected.alternatives {
        let found: Vec<String> = decompte
            .alternatives
            .iter()
            .map(|other| format!("{} {} {}", word(&other.imputation), word(&other.lump_sum_rank), other.due.plain()))
            .collect();
        assert!(found.contains(other), "{name}: {found:?}");
    }
    if !expected.page.is_empty() || !expected.page_without.is_empty() {
        let made = SERVICE.document(&hard.document, &bytes(&case)).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        told_in("page", name, &made.rendered.seen.words, &expected.page, &expected.page_without);
    }
    if !expected.email.is_empty() || !expected.email_without.is_empty() {
        let made = SERVICE.email(&hard.document, &bytes(&case)).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        told_in("e-mail", name, &essence(&made.text), &expected.email, &expected.email_without);
        told_in("e-mail in HTML", name, &essence(&made.html), &expected.email, &expected.email_without);
    }
}

fn told_in(paper: &str, name: &str, words: &str, said: &[String], unsaid: &[String]) {
    for phrase in said {
        assert!(words.contains(&essence(phrase)), "{name}: the {paper} does not say « {phrase} »: {words}");
    }
    for phrase in unsaid {
        assert!(!words.contains(&essence(phrase)), "{name}: the {paper} says « {phrase} »: {words}");
    }
}

/// What the finished pages say, in letters and figures alone.
fn pages(name: &str, hard: &HardCase, case: &Value) {
    let made = SERVICE.document(&hard.document, &bytes(case)).unwrap_or_else(|why| panic!("{name}: {why:?}"));
    for (id, all) in &hard.expect.printed {
        let text = made.rendered.seen.text(id).unwrap_or_else(|| panic!("{name}: {id} is not printed"));
        let mut from = 0;
        for words in all {
            let found = text[from..].find(&essence(words)).unwrap_or_else(|| panic!("{name}: no « {words} » in {id}: {text}"));
            from += found + essence(words).len();
        }
    }
    for mention in &made.report.mentions {
        let text = made.rendered.seen.text(&mention.id).unwrap_or_default();
        for words in &hard.expect.unprinted {
            assert!(!text.contains(&essence(words)), "{name}: « {words} » stands in {}: {text}", mention.id);
        }
    }
}
