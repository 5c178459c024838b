//! What each type says of its example: the report, and the words that stand in each mention on the finished pages. Never PDF bytes.
//!
//! A change of words or of verdict shows here as a difference to read; `INSTA_UPDATE=always cargo test --release snapshots` accepts it.

use std::fmt::Write as _;

use recouvrance::compliance::{Report, Status};

use crate::support::SERVICE;

/// The report without what changes with every letter of a template: digests and places on the page.
fn told(report: &Report) -> String {
    let mut text = format!("{:?} on {}\n\n", report.verdict, report.letter_date);
    for finding in &report.findings {
        let _ = writeln!(
            text,
            "[{:?}] {} ({}) {}\n  {}",
            finding.severity, finding.mention, finding.basis, finding.pointer, finding.says
        );
    }
    let _ = writeln!(text);
    for mention in report.mentions.iter().filter(|mention| mention.status == Status::Present) {
        let _ = writeln!(text, "{} ({})", mention.id, mention.basis);
    }
    let _ = writeln!(text);
    for line in &report.decompte.lines {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| format!(" {day}")).unwrap_or_default();
        let kind = serde_json::to_string(&line.kind).unwrap_or_default();
        let number = line.invoice.as_deref().unwrap_or("-");
        let _ = writeln!(
            text,
            "{kind} {number}{}{}{} {} ({})",
            day(line.accrued_from),
            day(line.accrued_to),
            day(line.received_on),
            line.amount.plain(),
            line.basis
        );
    }
    let _ = writeln!(text, "due {}\n", report.decompte.totals.due.plain());
    for deadline in &report.deadlines {
        let day = deadline.falls_on.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let _ = writeln!(text, "{} {day} {:?} ({})", deadline.id, deadline.status, deadline.basis);
    }
    text
}

#[test]
fn each_example_is_reported_and_worded_as_before() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for document in SERVICE.library.types() {
            let made = SERVICE
                .document(&document.id, document.example.as_bytes())
                .unwrap_or_else(|why| panic!("{}: {why:?}", document.id));
            let name = document.id.replace('/', "-");
            insta::assert_snapshot!(format!("{name}.report"), told(&made.report));
            let mut words = String::new();
            for mention in made.report.mentions.iter().filter(|mention| mention.status == Status::Present) {
                let _ = writeln!(words, "{}\n  {}\n", mention.id, made.rendered.seen.text(&mention.id).unwrap_or_default());
            }
            insta::assert_snapshot!(format!("{name}.words"), words);
        }
    });
}
