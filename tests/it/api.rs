//! The service as a client meets it: statuses, headers, one form for every refusal, and nothing of a case in the journal.

mod children;
mod reading;
mod refusals;

use std::sync::LazyLock;

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::test::{self, TestRequest};
use actix_web::web::{Bytes, Data};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use recouvrance::assets::Assets;
use recouvrance::http::{Settings, State, configure};
use serde_json::Value;

use super::support::{bytes, example, service_of, without};

const RELANCE: &str = "/v1/documents/fr/relance";

static STATE: LazyLock<Data<State>> = LazyLock::new(|| started(Assets::embedded(), Settings::default()));

fn started(assets: Assets, settings: Settings) -> Data<State> {
    Data::new(State::start(service_of(&assets), settings, None).expect("threads"))
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The kind of a refusal, once its form is checked.
    #[track_caller]
    fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", String::from_utf8_lossy(&self.body));
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        assert!(problem["title"].is_string() && problem["detail"].is_string());
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem["type"].as_str().expect("a type").trim_start_matches("/problems/").to_owned()
    }
}

async fn ask(state: &Data<State>, request: TestRequest) -> Answer {
    let app = test::init_service(App::new().configure(configure(state.clone()))).await;
    let response = test::call_service(&app, request.to_request()).await;
    Answer { status: response.status(), headers: response.headers().clone(), body: test::read_body(response).await }
}

fn post(path: &str, case: &Value) -> TestRequest {
    TestRequest::post().uri(path).insert_header(("content-type", "application/json")).set_payload(bytes(case))
}

fn raw(body: impl Into<Bytes>) -> TestRequest {
    TestRequest::post().uri(RELANCE).insert_header(("content-type", "application/json")).set_payload(body)
}

#[actix_web::test]
async fn each_example_becomes_a_pdf_with_its_name_its_digest_and_its_law() {
    for kind in ["relance", "mise-en-demeure", "injonction-de-payer", "petites-creances"] {
        let id = format!("fr/{kind}");
        let answer = ask(&STATE, post(&format!("/v1/documents/{id}"), &example(&id))).await;
        assert_eq!(answer.status, 200, "{id}: {}", String::from_utf8_lossy(&answer.body));
        assert!(answer.body.starts_with(b"%PDF-"));
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.header("content-disposition").starts_with(&format!("attachment; filename=\"{kind}-")));
        assert_eq!((answer.header("recouvrance-law").len(), answer.header("etag").len()), (64, 66));
    }
}

#[actix_web::test]
async fn a_pdf_already_known_is_not_sent_again() {
    let case = example("fr/relance");
    let first = ask(&STATE, post(RELANCE, &case)).await;
    let tag = first.header("etag").to_owned();
    let again = ask(&STATE, post(RELANCE, &case).insert_header(("if-none-match", format!("\"other\", {tag}")))).await;
    assert_eq!((again.status.as_u16(), again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
    let other = ask(&STATE, post(RELANCE, &case).insert_header(("if-none-match", "\"other\""))).await;
    assert_eq!((other.status.as_u16(), &other.body), (200, &first.body));
}

#[actix_web::test]
async fn a_document_as_json_holds_its_report_and_the_same_pdf() {
    let case = example("fr/relance");
    let pdf = ask(&STATE, post(RELANCE, &case)).await;
    let answer = ask(&STATE, post(RELANCE, &case).insert_header(("accept", "application/json"))).await;
    let paper = answer.json();
    assert_eq!(paper["report"]["verdict"], "ready");
    assert_eq!(paper["pdf"], STANDARD.encode(&pdf.body));
    assert_ne!(answer.header("etag"), pdf.header("etag"));
}

#[actix_web::test]
async fn a_case_that_the_law_refuses_is_checked_and_drafted_but_makes_no_document() {
    let case = without(example("fr/mise-en-demeure"), "/letter/deadline_days").expect("a deadline");
    let check = ask(&STATE, post("/v1/checks/fr/mise-en-demeure", &case)).await;
    assert_eq!((check.status.as_u16(), check.json()["verdict"].as_str()), (200, Some("incomplete")));
    for path in ["/v1/documents/fr/mise-en-demeure", "/v1/emails/fr/mise-en-demeure"] {
        let refused = ask(&STATE, post(path, &case)).await;
        if refused.status == 404 {
            continue; // the type has no e-mail
        }
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (422, "refused-by-law"));
        let problem = refused.json();
        assert_eq!(problem["findings"], problem["report"]["findings"]);
        assert!(problem["findings"].as_array().is_some_and(|findings| !findings.is_empty()));
    }
    let draft = ask(&STATE, post("/v1/drafts/fr/mise-en-demeure", &case)).await;
    assert_eq!(draft.status, 200);
    assert!(draft.header("content-disposition").contains("projet-mise-en-demeure-"));
}

#[actix_web::test]
async fn a_filing_has_no_email_and_a_decompte_comes_alone() {
    let case = example("fr/injonction-de-payer");
    let email = ask(&STATE, post("/v1/emails/fr/injonction-de-payer", &case)).await;
    assert_eq!((email.status.as_u16(), email.problem().as_str()), (404, "no-such-paper"));
    let decompte = ask(&STATE, post("/v1/decomptes/fr", &case)).await.json();
    let check = ask(&STATE, post("/v1/checks/fr/injonction-de-payer", &case)).await.json();
    assert_eq!(decompte, check["decompte"]);
}

#[actix_web::test]
async fn what_comes_next_is_said_of_every_type_of_the_country_in_order() {
    let case = example("fr/mise-en-demeure");
    let next = ask(&STATE, post("/v1/next/fr", &case)).await.json();
    let types = next["types"].as_array().expect("a list");
    let place = |id: &str| types.iter().position(|kind| kind["document_type"] == id).unwrap_or_else(|| panic!("{id}"));
    assert!(place("fr/mise-en-demeure") < place("fr/demande-de-signification"), "what may be made comes first");
    assert!(types.iter().all(|kind| kind["document_type"].as_str().is_some_and(|id| id.starts_with("fr/"))));
    let forbidden = types.iter().find(|kind| kind["verdict"] == "forbidden").expect("some type is against the law here");
    assert!(forbidden["refusals"][0]["basis"].as_str().is_some_and(|basis| !basis.is_empty()));
    assert!(next["deadlines"].as_array().is_some_and(|deadlines| !deadlines.is_empty()));
    assert_eq!(ask(&STATE, post("/v1/next/xx", &case)).await.status, 404);
}

#[actix_web::test]
async fn a_decompte_comes_as_a_table_for_spreadsheets_or_as_an_annex() {
    let mut case = example("fr/decompte");
    case["claim"]["invoices"][0]["number"] = "=1+1".into();
    let with = |accept: &'static str| post("/v1/decomptes/fr", &case).insert_header(("accept", accept));
    let table = ask(&STATE, with("text/csv")).await;
    let text = String::from_utf8(table.body.to_vec()).unwrap();
    let mut rows = text.strip_prefix('\u{FEFF}').expect("its mark").split("\r\n").map(|row| row.split(';').collect::<Vec<_>>());
    let amount = rows.next().unwrap().iter().position(|head| *head == "montant").unwrap();
    let cents = |row: Vec<&str>| row[amount].replace(',', "").parse::<i64>().unwrap();
    let sum: i64 = rows.filter(|row| row.len() > 1).map(cents).sum();
    let due = ask(&STATE, post("/v1/decomptes/fr", &case)).await.json()["totals"]["due"].clone();
    assert_eq!(sum.to_string(), due.as_str().unwrap().replace('.', ""), "the column adds up to the sum due");
    assert!(text.contains(";'=1+1;"), "a spreadsheet would compute the number: {text}");
    let annex = ask(&STATE, with("application/pdf")).await;
    assert!(annex.status.is_success() && annex.body.starts_with(b"%PDF-1.7"));
}
