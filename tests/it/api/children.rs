//! Long documents and bundles in child processes: the same bytes as on a thread; and whatever ends a child ends one request only.

use std::num::NonZeroUsize;

use actix_web::test::TestRequest;
use actix_web::web::Data;
use recouvrance::assets::Assets;
use recouvrance::http::{Program, Settings, State};
use serde_json::{Value, json};

use super::{RELANCE, STATE, ask, post};
use crate::support::{SERVICE, bytes, example, service_of};

const PROGRAM: &str = env!("CARGO_BIN_EXE_recouvrance");

fn with_children(settings: Settings, program: Program) -> Data<State> {
    Data::new(State::start(service_of(&Assets::embedded()), settings, Some(program)).expect("threads"))
}

fn ours() -> Program {
    Program { path: PROGRAM.into(), arguments: vec!["compose".into()] }
}

/// A child that says that it is ready, and then does what `script` says.
fn a_child_that(script: &str) -> Program {
    let script = format!("\"{PROGRAM}\" compose < /dev/null; {script}");
    Program { path: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()] }
}

/// A relance of so many invoices, which no thread of the service is asked to set.
fn long_case(invoices: usize) -> Value {
    let mut case = example("fr/relance");
    let first = case["claim"]["invoices"][0].clone();
    let all = (1..=invoices).map(|number| {
        let mut invoice = first.clone();
        invoice["number"] = json!(format!("2026-{number:04}"));
        invoice
    });
    case["claim"]["invoices"] = all.collect();
    case["claim"]["payments"] = json!([]);
    case
}

fn upload(case: &Value, files: &[(&str, Vec<u8>)]) -> TestRequest {
    let mut body = b"--x\r\nContent-Disposition: form-data; name=\"case\"\r\n\r\n".to_vec();
    body.extend(bytes(case));
    for (name, file) in files {
        let head = format!("\r\n--x\r\nContent-Disposition: form-data; name=\"exhibits\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(file);
    }
    body.extend(b"\r\n--x--\r\n");
    TestRequest::post()
        .uri("/v1/bundles/fr/injonction-de-payer")
        .insert_header(("content-type", "multipart/form-data; boundary=x"))
        .set_payload(body)
}

#[actix_web::test]
async fn a_long_document_made_by_a_child_is_the_one_that_a_thread_makes() {
    let state = with_children(Settings::default(), ours());
    let case = long_case(120);
    for path in [RELANCE, "/v1/drafts/fr/relance", "/v1/checks/fr/relance", "/v1/decomptes/fr"] {
        let (child, thread) = (ask(&state, post(path, &case)).await, ask(&STATE, post(path, &case)).await);
        assert_eq!((child.status, child.header("etag")), (thread.status, thread.header("etag")), "{path}");
        assert_eq!(child.body, thread.body, "{path}");
        assert_eq!(child.header("content-disposition"), thread.header("content-disposition"), "{path}");
    }
}

#[actix_web::test]
async fn a_refusal_comes_through_the_pipe_whole() {
    let state = with_children(Settings::default(), ours());
    let mut case = long_case(120);
    case["letter"]["level"] = Value::Null;
    let (child, thread) = (ask(&state, post(RELANCE, &case)).await, ask(&STATE, post(RELANCE, &case)).await);
    assert_eq!((child.status.as_u16(), child.problem()), (422, thread.problem()));
    let without_number = |mut answer: Value| {
        answer["request_id"] = Value::Null;
        answer
    };
    assert_eq!(without_number(child.json()), without_number(thread.json()));
}

#[actix_web::test]
async fn a_bundle_made_by_a_child_is_the_one_that_a_thread_makes_with_files_in_memory_or_on_disk() {
    let state = with_children(Settings::default(), ours());
    let mut case = example("fr/injonction-de-payer");
    let exhibits = case["exhibits"].as_array_mut().expect("exhibits");
    let names: Vec<String> = (0..exhibits.len()).map(|at| format!("{at}.pdf")).collect();
    for (exhibit, name) in exhibits.iter_mut().zip(&names) {
        exhibit["file"] = json!(name);
    }
    let annex = SERVICE.document("fr/decompte", &bytes(&example("fr/decompte"))).expect("ready").rendered.pdf;
    for filler in [0, 1_200_000] {
        // What follows the end of a PDF is not read: it makes the upload large enough to be set aside.
        let file = [annex.clone(), vec![b'\n'; filler]].concat();
        let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), file.clone())).collect();
        let (child, thread) = (ask(&state, upload(&case, &files)).await, ask(&STATE, upload(&case, &files)).await);
        assert_eq!((child.status.as_u16(), thread.status.as_u16()), (200, 200), "{}", String::from_utf8_lossy(&child.body));
        assert_eq!(child.body, thread.body);
    }
}

#[actix_web::test]
async fn a_document_that_needs_more_memory_than_it_is_given_is_refused_and_the_next_one_is_made() {
    let settings = Settings { child_bytes: 20_000_000, ..Settings::default() };
    let state = with_children(settings, ours());
    let answer = ask(&state, post(RELANCE, &long_case(400))).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "too-heavy"));
    assert_eq!(ask(&state, post(RELANCE, &example("fr/relance"))).await.status, 200);
}

#[actix_web::test]
async fn a_child_that_is_killed_is_a_503_to_be_tried_again() {
    let state = with_children(Settings::default(), a_child_that("kill -9 $$"));
    let answer = ask(&state, post(RELANCE, &long_case(120))).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (503, "interrupted"));
    assert_eq!(answer.header("retry-after"), "1");
}

#[actix_web::test]
async fn a_child_that_never_answers_is_not_waited_for_and_leaves_its_place() {
    let settings = Settings { render_seconds: 1, children: NonZeroUsize::MIN, ..Settings::default() };
    let state = with_children(settings, a_child_that("exec sleep 600"));
    for _ in 0..2 {
        let answer = ask(&state, post(RELANCE, &long_case(120))).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (503, "too-long"));
    }
}

#[actix_web::test]
async fn a_full_house_refuses_what_is_large_and_takes_a_letter() {
    let settings = Settings { memory_bytes: 200_000, ..Settings::default() };
    let state = with_children(settings, ours());
    let answer = ask(&state, post(RELANCE, &long_case(480))).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (503, "full-house"));
    assert_eq!(ask(&state, post("/v1/checks/fr/relance?places=false", &example("fr/relance"))).await.status, 200);
}
