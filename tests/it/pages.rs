//! No page that nobody would send: none is left half white before the end, and the last one holds more than a total or three lines of
//! sources. Each type is set with few and many lines, short and long labels, payments, a contested part, a clause, exhibits.

use std::time::Instant;

use recouvrance::document::Family;
use recouvrance::render::Sheet;
use recouvrance::service::Refused;
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes, example};

const LONG: &str = "Agencement de la boutique, situation intermédiaire et fournitures posées";

/// What a case adds to its invoices.
#[derive(Debug)]
struct Shape {
    payments: usize,
    contested: bool,
    clause: bool,
    exhibits: Option<usize>,
}

const SHAPES: [Shape; 5] = [
    Shape { payments: 0, contested: false, clause: false, exhibits: None },
    Shape { payments: 1, contested: false, clause: false, exhibits: None },
    Shape { payments: 3, contested: true, clause: true, exhibits: None },
    Shape { payments: 0, contested: true, clause: false, exhibits: Some(3) },
    Shape { payments: 1, contested: false, clause: true, exhibits: Some(9) },
];

/// The example of a type with so many invoices, from January 2026 on.
fn shaped(id: &str, count: usize, label: &str, shape: &Shape) -> Value {
    let mut case = example(id);
    let mut first = case["claim"]["invoices"][0].clone();
    for field in ["exhibit", "disputed"] {
        first.as_object_mut().expect("an invoice").remove(field);
    }
    let invoice = |index: usize| {
        let mut invoice = first.clone();
        let (month, day) = (1 + index * 17 % 150 / 28, 1 + index * 17 % 28);
        invoice["number"] = format!("F-2026-{}", 100 + index).into();
        invoice["issued_on"] = format!("2026-{month:02}-{day:02}").into();
        invoice["due_on"] = format!("2026-{:02}-{day:02}", month + 1).into();
        for at in ["received_on", "performed_on"] {
            if invoice.get(at).is_some() {
                invoice[at] = invoice["issued_on"].clone();
            }
        }
        // Above the justice of the peace's threshold, or under every ceiling.
        let least = if id.contains("provision-sur") { 16_000 } else { 100 };
        invoice["amount"] = format!("{}.{:02}", least + index * 7, index * 7 % 100).into();
        invoice["label"] = label.into();
        invoice
    };
    case["claim"]["invoices"] = (0..count).map(invoice).collect();
    case["claim"].as_object_mut().expect("a claim").remove("credit_notes");
    let payment = |index: usize| {
        let number = format!("F-2026-{}", 100 + index % count);
        json!({ "received_on": format!("2026-07-{:02}", 10 + index), "amount": format!("{}.00", 20 + index * 3), "invoice": number })
    };
    case["claim"]["payments"] = (0..shape.payments).map(payment).collect();
    if shape.contested {
        case["claim"]["invoices"][0]["disputed"] = json!({ "amount": "30.00", "reason": "défaut d’aplomb" });
    }
    if shape.clause {
        case["claim"]["clause_penale"] = json!({ "percent": "10.00", "clause": "article 9 des conditions générales" });
    }
    if let Some(exhibits) = shape.exhibits {
        case["exhibits"] =
            (0..exhibits).map(|index| json!({ "title": format!("Facture F-2026-{}", 100 + index), "pages": 1 })).collect();
        for (list, field) in [("/claim/facts", "exhibits"), ("/history", "exhibit")] {
            for entry in case.pointer_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                entry.as_object_mut().expect("an entry").remove(field);
            }
        }
    }
    for guarantor in case.get_mut("guarantors").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(default) = guarantor.get_mut("first_default") {
            default["invoice"] = "F-2026-100".into();
        }
    }
    case
}

/// How a family's pages are laid out, in millimetres and points.
struct Layout {
    /// Where the body ends.
    bottom: f64,
    /// White that a page may have at its foot when the text goes on.
    white: f64,
    /// A page with letters so large starts a part of its own: an annex, a list of exhibits, an acknowledgement.
    part: f64,
}

const LETTER: Layout = Layout { bottom: 274.5, white: 80.0, part: 12.4 };
const PAPER: Layout = Layout { bottom: 272.0, white: 100.0, part: 14.5 };
/// A signature never comes with less.
const FEWEST_LINES: usize = 5;

fn faults(sheets: &[Sheet], layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let lines: Vec<f64> = sheet.lines.iter().copied().filter(|foot| *foot < layout.bottom + 3.0).collect();
        let Some(last) = lines.last() else {
            faults.push(format!("page {} is empty", index + 1));
            continue;
        };
        let ends = sheets.get(index + 1).is_none_or(|next| next.largest >= layout.part);
        if !ends && layout.bottom - last > layout.white {
            faults.push(format!("{:.0} mm of white on page {} of {}", layout.bottom - last, index + 1, sheets.len()));
        }
        if ends && index > 0 && lines.len() < FEWEST_LINES {
            faults.push(format!("{} lines on page {} of {}", lines.len(), index + 1, sheets.len()));
        }
    }
    faults
}

/// Sets each type of a family with so many invoices and each label; the shapes take turns.
fn set(family_is: impl Fn(Family) -> bool, layout: &Layout, counts: &[usize], labels: &[&str]) {
    let (mut found, mut ready, started) = (Vec::new(), 0, Instant::now());
    for document in SERVICE.library.types().filter(|document| family_is(document.family)) {
        let mut of_type = 0;
        let turns = counts.iter().flat_map(|count| labels.iter().map(move |label| (*count, *label)));
        for (turn, (count, label)) in turns.enumerate() {
            let shape = &SHAPES[turn % SHAPES.len()];
            match SERVICE.document(&document.id, &bytes(&shaped(&document.id, count, label, shape))) {
                Ok(made) => {
                    of_type += 1;
                    let name = format!("{}, {count} invoices « {label} », {shape:?}", document.id);
                    found.extend(faults(&made.rendered.seen.sheets, layout).into_iter().map(|fault| format!("{name}: {fault}")));
                }
                Err(Refused::ByLaw(_)) => {}
                Err(other) => panic!("{}: {other:?}", document.id),
            }
        }
        // A ceiling or a threshold of the law leaves fewer of some types.
        assert!(of_type > 2, "{}: {of_type} ready", document.id);
        ready += of_type;
    }
    assert!(found.is_empty(), "{} pages of {ready} documents ({:?}):\n{}", found.len(), started.elapsed(), found.join("\n"));
}

#[test]
fn no_letter_leaves_a_page_that_nobody_would_send() {
    let counts: Vec<usize> = (1..=14).chain([17, 20, 25, 37, 44, 60]).collect();
    set(|family| family == Family::Letter, &LETTER, &counts, &["Agencement", LONG]);
}

#[test]
fn no_filing_and_no_annex_leaves_a_page_that_nobody_would_send() {
    let counts = [1, 2, 3, 6, 7, 9, 12, 16, 22, 31, 38, 49];
    set(|family| family != Family::Letter, &PAPER, &counts, &["Agencement"]);
}

#[test]
fn every_letter_leaves_room_to_sign() {
    // From the foot of the closing to the foot of the name: twenty millimetres of white and a line.
    const ROOM: f64 = 23.5;
    for document in SERVICE.library.types().filter(|document| document.family == Family::Letter) {
        // The exhibits stand beside that white.
        let mut case = example(&document.id);
        case["exhibits"] = json!([]);
        let made = SERVICE.document(&document.id, &bytes(&case)).expect("an example is ready");
        let white = made.rendered.seen.sheets.iter().enumerate().flat_map(|(index, sheet)| {
            let from = if index == 0 { 120.0 } else { 0.0 };
            let lines: Vec<f64> = sheet.lines.iter().copied().filter(|foot| (from..277.0).contains(foot)).collect();
            lines.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
        });
        assert!(white.fold(0.0, f64::max) >= ROOM, "{}", document.id);
    }
}

#[test]
fn the_example_of_a_reminder_holds_on_one_page() {
    for id in ["fr/relance", "lu/rappel"] {
        assert_eq!(SERVICE.document(id, &bytes(&example(id))).expect("ready").rendered.pages, 1, "{id}");
    }
}

#[test]
fn no_email_has_a_row_too_wide_for_a_phone() {
    for document in SERVICE.library.types().filter(|document| document.email.is_some()) {
        let html = SERVICE.email(&document.id, &bytes(&example(&document.id))).expect("an example is ready").html;
        for row in html.split("<tr").skip(1).filter_map(|rest| rest.split("</tr>").next()) {
            let cells = row.matches("<td").count() + row.matches("<th ").count();
            assert!(cells <= 4, "{}: {cells} columns", document.id);
        }
    }
}
