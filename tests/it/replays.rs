//! Whole cases that once failed, or were once refused wrongly, as they were sent: `tests/replays/COUNTRY/TYPE/NAME.json`. What
//! became of each is a snapshot to read: the verdict, what refuses and warns, the pages; or the problems of what is no case.
//!
//! `INSTA_UPDATE=always cargo test --release replays` accepts a change that was read and is right.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use recouvrance::compliance::Report;
use recouvrance::document::Severity;
use recouvrance::service::Refused;

use crate::support::SERVICE;

fn files(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(below).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

fn findings(report: &Report) -> String {
    let worth = report.findings.iter().filter(|finding| finding.severity != Severity::Note);
    worth.fold(String::new(), |mut text, finding| {
        let _ = write!(text, "\n  {:?} {}", finding.severity, finding.mention);
        text
    })
}

/// What became of one case: never an error of ours.
fn told(document_type: &str, name: &str, json: &[u8]) -> String {
    match SERVICE.document(document_type, json) {
        Ok(made) => format!("{name}: Ready, {} p.{}\n", made.rendered.pages, findings(&made.report)),
        Err(Refused::ByLaw(report)) => format!("{name}: {:?}{}\n", report.verdict, findings(&report)),
        Err(Refused::NotACase(problems)) => problems.iter().fold(format!("{name}: no case\n"), |mut text, problem| {
            let _ = writeln!(text, "  {}: {} {}", problem.pointer, problem.says, problem.hint);
            text
        }),
        Err(other) => panic!("{document_type} {name}: {other:?}"),
    }
}

#[test]
fn each_case_that_once_failed_is_answered_as_it_was_read_to_be_right() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/replays"));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for country in ["fr", "lu"] {
        let mut text = String::new();
        for path in files(&root.join(country)) {
            let document_type = path.parent().and_then(|folder| folder.strip_prefix(root).ok()).expect("below the root");
            let name = path.file_stem().expect("a name").to_string_lossy();
            let json = fs::read(&path).expect("a file");
            let document_type = document_type.to_string_lossy();
            text.push_str(&told(&document_type, &format!("{document_type} {name}"), &json));
        }
        assert!(text.lines().count() > 30, "{country}: {text}");
        settings.bind(|| insta::assert_snapshot!(format!("replays-{country}"), text));
    }
}
