//! What is read: types, law, schemas, the description of the interface, the journal and the metrics.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use actix_web::test::TestRequest;
use recouvrance::http::{journal, routes};
use serde_json::Value;

use super::{RELANCE, STATE, ask, post};
use crate::support::{example, with};

async fn get(path: &str) -> Value {
    let answer = ask(&STATE, TestRequest::get().uri(path)).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.json()
}

#[actix_web::test]
async fn a_type_shows_its_mentions_with_article_link_dates_and_sourcing() {
    let types = get("/v1/document-types").await;
    assert!(types.as_array().is_some_and(|types| types.iter().any(|one| one["id"] == "fr/relance" && one["family"] == "letter")));
    let relance = get("/v1/document-types/fr/relance").await;
    let mentions = relance["mentions"].as_array().expect("mentions");
    assert!(mentions.iter().all(|mention| mention["basis"].is_string() && mention["sourced"].is_string()));
    assert!(mentions.iter().any(|mention| mention["link"].as_str().is_some_and(|link| link.starts_with("https://"))));
    assert!(mentions.iter().all(|mention| mention.get("in_force").is_none()));
    let dated = get("/v1/document-types/fr/relance?on=2026-11-21").await;
    assert!(dated["mentions"].as_array().is_some_and(|all| all.iter().all(|mention| mention["in_force"].is_boolean())));
}

#[actix_web::test]
async fn the_example_of_a_type_is_valid_by_its_own_schema_and_ready() {
    let schema = get("/v1/document-types/fr/relance/schema").await;
    assert_eq!(schema["$id"], "/v1/document-types/fr/relance/schema");
    let case = get("/v1/document-types/fr/relance/example").await;
    assert!(jsonschema::is_valid(&schema, &case));
    let report = ask(&STATE, post("/v1/checks/fr/relance", &case)).await.json();
    assert_eq!(report["verdict"], "ready", "{}", report["findings"]);
}

#[actix_web::test]
async fn a_figure_of_the_law_has_its_value_of_a_day_or_says_that_nobody_published_one() {
    assert!(get("/v1/law/parameters").await.as_array().is_some_and(|all| all.len() > 10));
    assert!(get("/v1/law/texts").await.as_array().is_some_and(|all| !all.is_empty()));
    let path = "/v1/law/parameters/fr-interet-legal-autres";
    let dated = get(&format!("{path}?on=2026-03-01")).await;
    assert_eq!((&dated["value"], &dated["from"]), (&"2.62".into(), &"2026-01-01".into()));
    assert!(dated["source"].is_string() && dated.get("values").is_none());
    assert!(get(path).await["values"].as_array().is_some_and(|values| values.len() > 1));
    let unknown = ask(&STATE, TestRequest::get().uri(&format!("{path}?on=2099-03-01"))).await;
    assert_eq!((unknown.status.as_u16(), unknown.problem().as_str()), (404, "no-value-in-force"));
    let detail = unknown.json()["detail"].as_str().unwrap_or_default().to_owned();
    for told in ["fr-interet-legal-autres", "01/03/2099", "law_values"] {
        assert!(detail.contains(told), "{told}: {detail}");
    }
}

#[actix_web::test]
async fn openapi_describes_each_route_and_no_other_and_each_answers() {
    let document = get("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    let methods = |path: &str| paths[path].as_object().expect("methods").keys().cloned().collect::<Vec<_>>();
    let described: BTreeSet<String> =
        paths.keys().flat_map(|path| methods(path).into_iter().map(move |method| format!("{method} {path}"))).collect();
    let registered: BTreeSet<String> = routes().map(|route| format!("{} {}", route.method.name(), route.path)).collect();
    assert_eq!(described, registered);
    for line in &described {
        let (method, path) = line.split_once(' ').expect("two words");
        let path = path.replace("{country}", "fr").replace("{type}", "relance");
        let request = if method == "get" { TestRequest::get() } else { TestRequest::post() };
        let answer = ask(&STATE, request.uri(&path)).await;
        assert!(
            answer.status != 405 && !(answer.status == 404 && answer.problem() == "unknown-path" && path != "/docs/{asset}"),
            "{line}"
        );
    }
}

#[actix_web::test]
async fn openapi_refers_to_nothing_that_it_does_not_hold() {
    fn references<'a>(json: &'a Value, found: &mut Vec<&'a str>) {
        match json {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = get("/openapi.json").await;
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a reference into the document");
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[actix_web::test]
async fn the_page_to_try_it_asks_nothing_of_another_host() {
    let page = ask(&STATE, TestRequest::get().uri("/docs")).await;
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    let text = String::from_utf8_lossy(&page.body).into_owned();
    assert!(!text.contains("http://") && !text.contains("https://"));
    let sources = text.split(['"']).filter(|word| word.starts_with("/docs/"));
    for source in sources {
        assert_eq!(ask(&STATE, TestRequest::get().uri(source)).await.status, 200, "{source}");
    }
    let home = ask(&STATE, TestRequest::get().uri("/")).await;
    assert_eq!((home.status.as_u16(), home.header("location")), (307, "/docs"));
}

/// What the journal wrote.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn the_journal_has_a_line_a_request_and_no_word_of_the_case() {
    // One journal for the whole test binary: scoped ones race with the tests that write beside this one.
    static WRITTEN: LazyLock<Written> = LazyLock::new(|| {
        let written = Written::default();
        let writer = written.clone();
        tracing::subscriber::set_global_default(journal("trace", move || writer.clone()).expect("a filter"))
            .expect("the only journal");
        written
    });
    let written = &*WRITTEN;
    let case = with(example("fr/relance"), "/place", "Zzyzx-les-Bains");
    let answer = ask(&STATE, post(RELANCE, &case).insert_header(("x-request-id", "essai-42"))).await;
    assert_eq!(answer.header("x-request-id"), "essai-42");
    let unknown = post("/v1/documents/fr/Zzyzx?name=Zzyzx", &with(case, "/Zzyzx", "Zzyzx"));
    ask(&STATE, unknown.insert_header(("x-request-id", "essai-43"))).await;
    ask(&STATE, TestRequest::get().uri("/Zzyzx/Zzyzx").insert_header(("x-request-id", "essai-44"))).await;
    let text = String::from_utf8(written.0.lock().unwrap_or_else(PoisonError::into_inner).clone()).expect("UTF-8");
    assert!(!text.contains("Zzyzx"), "{text}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let requests: Vec<&Value> = lines
        .iter()
        .filter(|line| line["message"] == "request" && line["request_id"].as_str().is_some_and(|id| id.starts_with("essai-")))
        .collect();
    assert_eq!(requests.len(), 3, "{requests:?}");
    assert_eq!((&requests[0]["request_id"], &requests[0]["status"]), (&"essai-42".into(), &200.into()));
    assert_eq!(requests[0]["route"], "/v1/documents/{country}/{type}");
    assert!(requests[0]["render_ms"].is_number() && requests[0]["bytes"].is_number());
    assert_eq!(requests[2]["route"], "unmatched");
}

#[actix_web::test]
async fn the_metrics_count_requests_renders_and_findings() {
    ask(&STATE, post("/v1/checks/fr/relance", &with(example("fr/relance"), "/letter/deadline_days", Value::Null))).await;
    let page = ask(&STATE, TestRequest::get().uri("/metrics")).await;
    let text = String::from_utf8_lossy(&page.body).into_owned();
    for start in [
        "recouvrance_http_requests_total{method=\"POST\",route=\"/v1/checks/{country}/{type}\",status=\"200\"}",
        "recouvrance_render_duration_seconds_count{document_type=\"fr/relance\"}",
        "recouvrance_findings_total{document_type=\"fr/relance\",mention=\"payment-deadline\",severity=\"",
        "recouvrance_memory_resident_bytes ",
    ] {
        assert!(text.lines().any(|line| line.starts_with(start)), "{start}\n{text}");
    }
}
