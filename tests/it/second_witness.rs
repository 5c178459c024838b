//! A mention counts as printed only if a person can read it: an overlay that prints each mention so that nobody can is refused, and
//! each mention is named; one that changes its looks and leaves it readable is not.

use std::fs;
use std::path::Path;

use recouvrance::assets::Assets;
use recouvrance::compliance::Report;
use recouvrance::service::{Refused, Service};

use crate::support::{SERVICE, bytes, example, service_of};

const TYPES: [&str; 2] = ["fr/mise-en-demeure", "fr/injonction-de-payer"];
const MENTION: &str = "letter-templates/_common/mention.typ";

/// The overlays of a folder of `tests/mentions/`: name, first line, and a file that defines `changed(body)`.
fn overlays(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mentions")).join(folder);
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), fs::read_to_string(&path).expect("text")))
        .collect();
    found.sort();
    found
}

/// The house's templates, with what a mention prints handed to `changed` first.
fn changed(overlay: &str) -> Service {
    let assets = Assets::embedded();
    let mention = assets.text(MENTION).expect("text");
    let mut text = format!("{overlay}\n{mention}");
    for head in ["#let mention(id, body) = {", "#let mentions(ids, body) = {"] {
        assert!(text.contains(head), "{head} is no longer how a mention begins");
        text = text.replace(head, &format!("{head} let body = changed(body)\n"));
    }
    service_of(&assets.with_file(MENTION, text))
}

fn refused(service: &Service, id: &str) -> Result<Box<Report>, String> {
    match service.document(id, &bytes(&example(id))) {
        Err(Refused::ByLaw(report)) => Ok(report),
        Err(other) => Err(format!("{other:?}")),
        Ok(_) => Err("accepted".to_owned()),
    }
}

#[test]
fn no_mention_that_nobody_can_read_counts_as_printed() {
    let mut wrong = Vec::new();
    let overlays = overlays("unreadable");
    assert!(overlays.len() > 40, "{}", overlays.len());
    for (name, overlay) in &overlays {
        let why = overlay.lines().next().and_then(|line| line.strip_prefix("//")).expect("its first line says why").trim();
        let service = changed(overlay);
        for id in TYPES {
            let present = SERVICE.check(id, &bytes(&example(id))).expect("a report").mentions;
            let present = present.iter().filter(|mention| !mention.rendered.is_empty()).map(|mention| &mention.id);
            match refused(&service, id) {
                Err(other) => wrong.push(format!("{name}, {id}: {other}")),
                Ok(report) => {
                    let told = |mention: &String| {
                        report.findings.iter().any(|finding| finding.mention == *mention && finding.says.contains(why))
                    };
                    let untold: Vec<&String> = present.filter(|mention| !told(mention)).collect();
                    let some = report.findings.iter().filter(|finding| finding.says.contains(why)).count();
                    if some == 0 || (why.is_empty() && !untold.is_empty()) {
                        let says: Vec<&str> = report.findings.iter().map(|finding| finding.says.as_str()).collect();
                        wrong.push(format!("{name}, {id}: nothing is « {why} », {untold:?} among {says:#?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_mention_that_looks_otherwise_and_reads_is_printed() {
    let mut wrong = Vec::new();
    for (name, overlay) in overlays("readable") {
        let service = changed(&overlay);
        for id in TYPES {
            if let Err(why) = service.document(id, &bytes(&example(id))) {
                let told = match why {
                    Refused::ByLaw(report) => report.findings.into_iter().map(|finding| finding.says).collect::<Vec<_>>().join("\n  "),
                    other => format!("{other:?}"),
                };
                wrong.push(format!("{name}, {id}: {told}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
