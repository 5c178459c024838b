//! Everything that a client may do wrong, or meet at a bad moment: one status each, one form for all.

use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::mpsc;
use std::time::Duration;

use actix_web::rt;
use actix_web::test::TestRequest;
use flate2::Compression;
use flate2::write::GzEncoder;
use recouvrance::assets::Assets;
use recouvrance::http::Settings;
use serde_json::json;

use super::{RELANCE, STATE, ask, post, raw, started};
use crate::support::{bytes, example, with};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

#[actix_web::test]
async fn what_is_not_a_case_is_a_400_that_names_each_problem() {
    let case = example("fr/relance");
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("no JSON", b"{\"letter_date\": ".to_vec()),
        ("no UTF-8", b"{\"place\": \"\xff\xfe\"}".to_vec()),
        ("deep", deep.into_bytes()),
        ("a list", b"[]".to_vec()),
        ("wrong type", bytes(&with(case.clone(), "/letter_date", 20261121))),
        ("impossible day", bytes(&with(case.clone(), "/letter_date", "2026-02-30"))),
        ("unknown field", bytes(&with(case.clone(), "/lettre", "x"))),
        ("a float", bytes(&with(case.clone(), "/claim/invoices/0/amount", 12.5))),
        ("three decimals", bytes(&with(case.clone(), "/claim/invoices/0/amount", "12.505"))),
        ("negative", bytes(&with(case.clone(), "/claim/invoices/0/amount", "-12.50"))),
        ("no invoice", bytes(&with(case, "/claim/invoices", json!([])))),
    ];
    for (what, body) in bodies {
        let answer = ask(&STATE, raw(body)).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, "not-a-case"), "{what}");
        let problems = answer.json()["problems"].as_array().cloned().unwrap_or_default();
        assert!(!problems.is_empty() && problems.iter().all(|problem| problem["hint"].is_string()), "{what}");
    }
}

#[actix_web::test]
async fn what_is_asked_wrongly_is_refused_in_one_form_with_its_own_status() {
    let large = vec![b' '; 1024 * 1024 + 1];
    let bomb = gzip(&vec![b' '; 50_000_000]);
    let typed = |media: &str| TestRequest::post().uri(RELANCE).insert_header(("content-type", media)).set_payload("{}");
    for (request, status, kind) in [
        (raw(large), 413, "too-large"),
        (raw(bomb).insert_header(("content-encoding", "gzip")), 413, "too-large"),
        (raw("{}").insert_header(("content-encoding", "gzip")), 400, "broken-body"),
        (raw("{}").insert_header(("content-encoding", "br")), 415, "unsupported-media-type"),
        (typed("text/plain"), 415, "unsupported-media-type"),
        (typed("application/json; charset=latin1"), 415, "unsupported-media-type"),
        (TestRequest::post().uri(RELANCE).set_payload("{}"), 415, "unsupported-media-type"),
        (raw("{}").insert_header(("accept", "image/png")), 406, "not-acceptable"),
        (raw("{}").uri("/v1/documents/fr/lettre-d-amour"), 404, "unknown-type"),
        (raw("{}").uri("/v1/documents/fr/%FF%00"), 404, "unknown-type"),
        (raw("{}").uri("/v1/decomptes/xx"), 404, "unknown-country"),
        (raw("{}").uri("/v1/emails/fr/injonction-de-payer"), 400, "not-a-case"),
        (TestRequest::get().uri(RELANCE), 405, "method-not-allowed"),
        (TestRequest::delete().uri("/v1/document-types"), 405, "method-not-allowed"),
        (TestRequest::get().uri("/v2"), 404, "unknown-path"),
        (TestRequest::get().uri("/docs/../Cargo.toml"), 404, "unknown-path"),
        (TestRequest::get().uri("/docs/secret"), 404, "unknown-path"),
        (TestRequest::get().uri("/problems/none"), 404, "unknown-problem"),
        (TestRequest::get().uri("/v1/document-types/fr/relance?on=hier"), 400, "bad-query"),
        (TestRequest::get().uri("/v1/document-types/fr/relance?le=2026-01-01"), 400, "bad-query"),
        (TestRequest::get().uri("/v1/law/parameters?on=hier"), 400, "bad-query"),
        (TestRequest::get().uri("/v1/law/texts?on=2026-01-01"), 400, "bad-query"),
        (TestRequest::get().uri("/v1/document-types?on=2026-01-01"), 400, "bad-query"),
        (TestRequest::get().uri("/healthz?a"), 400, "bad-query"),
        (raw("{}").uri("/v1/checks/fr/relance?on=2026-01-01"), 400, "bad-query"),
        (raw("{}").insert_header(("origin", "https://attacker.example")), 403, "foreign-origin"),
        (raw("{}").insert_header(("host", "attacker.example")), 421, "wrong-host"),
        (TestRequest::get().uri("/v1/law/parameters/fr-none"), 404, "unknown-parameter"),
        (TestRequest::get().uri("/v1/law/texts/none"), 404, "unknown-text"),
    ] {
        let answer = ask(&STATE, request).await;
        assert_eq!((answer.problem().as_str(), answer.status.as_u16()), (kind, status));
    }
    let unknown = ask(&STATE, raw("{}").uri("/v1/checks/fr/none")).await.json();
    assert!(unknown["known"].as_array().is_some_and(|known| known.contains(&json!("fr/relance"))));
    assert_eq!(ask(&STATE, TestRequest::get().uri(RELANCE)).await.header("allow"), "POST");
    let packed = raw(gzip(&bytes(&example("fr/relance")))).insert_header(("content-encoding", "gzip"));
    assert_eq!(ask(&STATE, packed).await.status, 200);
}

#[actix_web::test]
async fn a_slow_render_and_a_full_queue_answer_503_with_retry_after() {
    let one = NonZeroUsize::MIN;
    let settings = Settings { renders: one, queue: one, render_seconds: 0, ..Settings::default() };
    let state = started(Assets::embedded(), settings);
    let (release, released) = mpsc::channel::<()>();
    let busy = state.clone();
    rt::spawn(async move {
        let wait = move || released.recv().is_ok();
        busy.pool().run(Duration::from_secs(60), wait).await.map(|done| done.value)
    });
    while state.pool().load().running.get() == 0 {
        rt::time::sleep(Duration::from_millis(1)).await;
    }
    // The first waits in the queue, and its client does not wait for it; the second finds the only place taken.
    for (kind, retry_after) in [("too-long", "10"), ("queue-full", "1")] {
        let answer = ask(&state, post(RELANCE, &example("fr/relance"))).await;
        assert_eq!((answer.problem().as_str(), answer.header("retry-after")), (kind, retry_after));
        assert_eq!(answer.status, 503);
    }
    drop(release);
}

#[actix_web::test]
async fn a_broken_template_is_an_opaque_500_and_the_service_goes_on() {
    let broken = Assets::embedded().with_file("letter-templates/fr/relance/template.typ", "#panic(\"the cause\")");
    let state = started(broken, Settings::default());
    let answer = ask(&state, post(RELANCE, &example("fr/relance"))).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (500, "internal"));
    assert!(!String::from_utf8_lossy(&answer.body).contains("cause"));
    assert_eq!(ask(&state, TestRequest::get().uri("/readyz")).await.status, 200);
    state.stop();
    let stopping = ask(&state, TestRequest::get().uri("/readyz")).await;
    assert_eq!((stopping.status.as_u16(), stopping.problem().as_str()), (503, "stopping"));
}

#[actix_web::test]
async fn a_multipart_body_that_its_reader_cannot_bear_is_a_400() {
    for (boundary, body) in [("b", "\n"), ("b", "\r\n--b--\r\n"), ("bb", "-\n"), ("b", "--\n")] {
        let request = TestRequest::post()
            .uri("/v1/bundles/fr/injonction-de-payer")
            .insert_header(("content-type", format!("multipart/form-data; boundary={boundary}")))
            .set_payload(body);
        let answer = ask(&STATE, request).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, "broken-body"), "{boundary} {body:?}");
    }
}
