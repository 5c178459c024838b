//! What the fuzzers start from, and the inputs by which they once found something (`fuzz/seeds/`), each read as the fuzzers read it.

#[path = "../../fuzz/drivers/case.rs"]
mod case;
#[path = "../../fuzz/drivers/overlay.rs"]
mod overlay;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use actix_web::App;
use actix_web::test::{self, TestRequest};
use actix_web::web::Data;
use recouvrance::assets::Assets;
use recouvrance::http::{Settings, State, configure};

use crate::support::service_of;

/// Each file of a target's corpus, with its name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds")).join(target);
    let entries = fs::read_dir(&folder).expect("the corpus is there").map(|entry| entry.expect("an entry"));
    let read = |entry: fs::DirEntry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"));
    let seeds: Vec<_> = entries.map(read).collect();
    assert!(!seeds.is_empty(), "{target}");
    let bytes: usize = seeds.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes <= 100_000, "{target}: {bytes} bytes, and a corpus is kept small");
    seeds
}

#[test]
fn cases_of_the_corpus_are_read_or_refused() {
    for (name, bytes) in seeds("case") {
        println!("{name}");
        case::run(&bytes);
    }
}

#[test]
fn overlays_of_the_corpus_are_read_or_refused() {
    for (name, bytes) in seeds("overlay") {
        println!("{name}");
        overlay::run(&bytes);
    }
}

#[actix_web::test]
async fn multipart_bodies_of_the_corpus_are_answered_at_once() {
    let state = Data::new(State::start(service_of(&Assets::embedded()), Settings::default(), None).expect("threads"));
    let app = test::init_service(App::new().configure(configure(state))).await;
    for (name, bytes) in seeds("multipart") {
        let request =
            TestRequest::post().uri("/v1/bundles/fr/relance").insert_header(("content-type", "multipart/form-data; boundary=b"));
        let answer = test::call_service(&app, request.set_payload(bytes[1..].to_vec()).to_request());
        let answer = tokio::time::timeout(Duration::from_secs(60), answer).await.unwrap_or_else(|_| panic!("{name}: no answer"));
        assert!(answer.status().is_client_error(), "{name}: {}", answer.status());
    }
}

#[test]
fn exhibits_of_the_corpus_are_taken_or_refused() {
    for (name, bytes) in seeds("exhibit") {
        let (choice, bytes) = bytes.split_first().expect("a choice");
        let password = (choice & 1 == 1).then_some("sesame");
        let budget = recouvrance::bundle::Budget {
            pages: 50,
            objects: 20_000,
            decoded_bytes: 20_000_000,
            memory: 20_000_000,
            time: Duration::from_secs(60),
            deadline: Instant::now() + Duration::from_secs(60),
        };
        if let Ok(mut taken) = recouvrance::bundle::take(&recouvrance::bundle::Exhibit { bytes, password }, &budget) {
            taken.document.save_to(&mut Vec::new()).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}
