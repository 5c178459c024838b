//! Whole cases of letters, each with what its page and its e-mail must say and must not: `tests/letters/NAME.json` and `NAME.toml`.

use std::collections::BTreeMap;

use recouvrance::document::french::essence;
use recouvrance::service::Refused;
use serde::Deserialize;

use crate::support::SERVICE;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// What the expectation rests on.
    oracle: String,
    document: String,
    verdict: String,
    /// Rule or mention → `refusal`, `warning` or `note`.
    #[serde(default)]
    findings: BTreeMap<String, String>,
    /// Words that stand in the mentions of the page.
    #[serde(default)]
    page: Vec<String>,
    /// Words of the e-mail.
    #[serde(default)]
    email: Vec<String>,
    /// Words that neither says.
    #[serde(default)]
    unsaid: Vec<String>,
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or_default().to_owned()
}

/// A line of an e-mail may break anywhere and its spaces may not: letters and figures only.
fn faults(asked: &Asked, json: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let (report, page) = match SERVICE.document(&asked.document, json) {
        Ok(made) => {
            let mentions = made.report.mentions.iter();
            let words: Vec<&str> = mentions.filter_map(|mention| made.rendered.seen.text(&mention.id)).collect();
            let page = essence(&words.join(" "));
            (made.report, page)
        }
        Err(Refused::ByLaw(report)) => (*report, String::new()),
        Err(other) => return vec![format!("{other:?}")],
    };
    let told: Vec<String> =
        report.findings.iter().map(|finding| format!("{} {}", word(&finding.severity), finding.mention)).collect();
    if word(&report.verdict) != asked.verdict {
        faults.push(format!("{} and not {}: {told:?}", word(&report.verdict), asked.verdict));
    }
    for (id, severity) in &asked.findings {
        if !told.contains(&format!("{severity} {id}")) {
            faults.push(format!("no {severity} {id} in {told:?}"));
        }
    }
    if asked.verdict != "ready" {
        return faults;
    }
    let email = SERVICE.email(&asked.document, json).map(|email| essence(&format!("{} {}", email.text, email.html)));
    let email = match email {
        Ok(email) => email,
        Err(Refused::NoSuchPaper) if asked.email.is_empty() => String::new(),
        Err(why) => return vec![format!("no e-mail: {why:?}")],
    };
    faults.extend(
        asked.page.iter().filter(|words| !page.contains(&essence(words))).map(|words| format!("the page lacks « {words} »")),
    );
    faults.extend(
        asked.email.iter().filter(|words| !email.contains(&essence(words))).map(|words| format!("the e-mail lacks « {words} »")),
    );
    let said = |words: &&String| page.contains(&essence(words)) || email.contains(&essence(words));
    faults.extend(asked.unsaid.iter().filter(said).map(|words| format!("« {words} » is said")));
    faults
}

#[test]
fn each_letter_says_what_is_true_of_its_case_and_nothing_else() {
    let (mut seen, mut failed) = (0, Vec::new());
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/letters")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let asked: Asked =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!asked.oracle.is_empty(), "{name} names no oracle");
        let json = std::fs::read(path.with_extension("json")).unwrap_or_else(|error| panic!("{name}: {error}"));
        failed.extend(faults(&asked, &json).into_iter().map(|fault| format!("{name}: {fault}")));
        seen += 1;
    }
    assert!(failed.is_empty(), "{} faults:\n{}", failed.len(), failed.join("\n"));
    assert!(seen >= 20, "{seen} letters");
}
