//! A mention counts as printed only if a person can read it: an overlay that prints each mention so that nobody can is refused, and
//! each mention is named; one that changes its looks and leaves it readable is not.

use std::fs;
use std::path::Path;

use recouvrance::assets::Assets;
use recouvrance::compliance::{Report, Status};
use recouvrance::service::{Refused, Service};
use serde_json::json;

use crate::support::{SERVICE, bytes, example, service_of, with};

const TYPES: [&str; 2] = ["fr/mise-en-demeure", "fr/injonction-de-payer"];
const MENTION: &str = "letter-templates/_common/mention.typ";
const LETTER: &str = "letter-templates/_common/letter.typ";

/// The overlays of a folder of `tests/mentions/`: name, first line, and a file that defines `changed(body)`.
fn overlays(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mentions")).join(folder);
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), fs::read_to_string(&path).expect("text"))
        })
        .collect();
    found.sort();
    found
}

/// The house's templates, with what a mention prints handed to `changed` first.
fn changed(overlay: &str) -> Service {
    let assets = Assets::embedded();
    let text = assets.text(MENTION).expect("text").to_owned();
    let (own, ours) = (" = engine.marked\n", "(ids, body) = engine.marked(ids, if body != none { changed([#body]) })\n");
    assert_eq!(text.matches(own).count(), 2, "a mention is marked otherwise");
    let text = format!("{overlay}\n{}", text.replace(own, ours));
    service_of(&assets.with_file(MENTION, text))
}

/// The letter's frame with one setting of its sheet more.
fn on_a_sheet(setting: &str) -> Service {
    let assets = Assets::embedded();
    let text = assets.text(LETTER).expect("text").to_owned();
    assert!(text.contains("  set page(\n"), "the sheet is set otherwise");
    service_of(&assets.with_file(LETTER, text.replace("  set page(\n", &format!("  set page({setting}\n"))))
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
    // The types take turns.
    for (turn, (name, overlay)) in overlays.iter().enumerate() {
        let why = overlay.lines().next().and_then(|line| line.strip_prefix("//")).expect("its first line says why").trim();
        let service = changed(overlay);
        let id = TYPES[turn % TYPES.len()];
        let present = SERVICE.check(id, &bytes(&example(id))).expect("a report").mentions;
        let present = || present.iter().filter(|mention| mention.status == Status::Present).map(|mention| &mention.id);
        match refused(&service, id) {
            Err(other) => wrong.push(format!("{name}, {id}: {other}")),
            Ok(report) => {
                let told = |mention: &&String| {
                    report.findings.iter().any(|finding| finding.mention == **mention && finding.says.contains("cette mention"))
                };
                let says: Vec<&str> = report.findings.iter().map(|finding| finding.says.as_str()).collect();
                let so = says.iter().filter(|says| says.contains("cette mention") && says.contains(why)).count();
                // A mention that stands alone in its place may escape words printed beside it.
                if 2 * present().filter(told).count() < present().count() || 3 * so < present().count() {
                    wrong.push(format!("{name}, {id}: {so} of {} are « {why} »", present().count()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sheet_that_hides_its_letter_is_refused_and_a_pale_one_is_not() {
    let relance = |setting| refused(&on_a_sheet(setting), "fr/relance");
    for (setting, why) in [
        ("fill: luma(20%),", "sans contraste"),
        ("fill: gradient.linear(white, black),", "sans contraste"),
        ("foreground: rect(width: 100%, height: 100%, fill: white),", "cachée"),
        ("foreground: place(top + left, dy: 10cm, rect(width: 100%, height: 14cm, fill: luma(98%))),", "cachée"),
    ] {
        let report = relance(setting).unwrap_or_else(|other| panic!("{setting}: {other}"));
        assert!(report.findings.iter().any(|finding| finding.says.contains(why)), "{setting}");
    }
    for setting in ["fill: luma(97%),", "fill: gradient.linear(white, luma(95%)),"] {
        assert_eq!(relance(setting).map(|report| report.findings).err().as_deref(), Some("accepted"), "{setting}");
    }
}

#[test]
fn what_a_template_leaves_out_is_named_even_where_no_file_can_be_made() {
    let service = changed("#let changed(body) = []");
    for id in TYPES {
        let Err(Refused::ByLaw(report)) = service.draft(id, &bytes(&example(id))) else {
            panic!("{id}: no draft without a title")
        };
        let named = report.findings.iter().filter(|finding| finding.says.contains("ne montre pas entièrement")).count();
        assert!(named > 10, "{id}: {named}");
    }
}

#[test]
fn a_word_that_leaves_the_margins_leaves_the_page() {
    let id = "fr/assignation-au-fond";
    let at = |count: usize| with(example(id), "/filing/hearing", json!({ "on": "2027-03-01", "at": "W".repeat(count) }));
    let case = bytes(&at(40));
    let Err(Refused::ByLaw(report)) = SERVICE.document(id, &case) else { panic!("forty capitals hold in no column") };
    assert!(report.findings.iter().any(|finding| finding.mention == "page-layout"));
    assert!(SERVICE.document(id, &bytes(&at(15))).is_ok());
}

#[test]
fn a_paper_of_many_exhibits_and_invoices_keeps_its_margins_on_each_page() {
    for id in ["fr/injonction-de-payer", "fr/petites-creances", "lu/provision-sur-requete", "fr/decompte"] {
        for count in [1, 2, 3, 5, 8, 13, 21, 34, 50] {
            let mut case = example(id);
            let exhibits = case["exhibits"].as_array().cloned().unwrap_or_default();
            let more =
                (exhibits.len()..count).map(|rank| json!({ "title": format!("Pièce de rang {rank}"), "dated_on": "2026-06-05" }));
            let all: Vec<_> = exhibits.into_iter().chain(more).collect();
            case["exhibits"] = json!(all);
            let mut invoices = case["claim"]["invoices"].as_array().cloned().unwrap_or_default();
            // Where they are few, the annex is a page by itself, whose body the engine does not keep apart.
            for rank in 0..count % 10 {
                let mut one = invoices[0].clone();
                one["number"] = json!(format!("N-{rank}"));
                invoices.push(one);
            }
            case["claim"]["invoices"] = json!(invoices);
            let draft = SERVICE.draft(id, &bytes(&case)).unwrap_or_else(|why| panic!("{id}, {count}: {why:?}"));
            let report = SERVICE.check(id, &bytes(&case)).expect("a report");
            let off: Vec<_> = report.findings.iter().filter(|finding| finding.says.contains("hors de la page")).collect();
            assert!(off.is_empty() && draft.rendered.pages > 0, "{id}, {count}: {off:?}");
            assert!(report.findings.iter().all(|finding| finding.mention != "page-layout"), "{id}, {count}");
        }
    }
}

#[test]
fn a_mention_that_looks_otherwise_and_reads_is_printed() {
    let mut wrong = Vec::new();
    for (name, overlay) in overlays("readable") {
        let service = changed(&overlay);
        // A paragraph of a filing holds in no box of one line.
        let types = if overlay.contains("box(") { vec!["fr/relance"] } else { vec!["fr/relance", TYPES[1]] };
        for id in types {
            if let Err(why) = service.document(id, &bytes(&example(id))) {
                let told = match why {
                    Refused::ByLaw(report) => {
                        report.findings.into_iter().map(|finding| finding.says).collect::<Vec<_>>().join("\n  ")
                    }
                    other => format!("{other:?}"),
                };
                wrong.push(format!("{name}, {id}: {told}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
