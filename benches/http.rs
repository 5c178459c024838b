//! The same relance over HTTP: 20 clients for 30 seconds after 50 warm-ups, every letter different, client on the same machine;
//! beside the same work in process on every core, so that what the network, the queue and the journal cost is a ratio.
//!
//! Prints figures, asserts nothing. `cargo bench --bench http`; `RECOUVRANCE_BENCH_SECONDS` shortens it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use recouvrance::assets::Assets;
use recouvrance::case::Limits;
use recouvrance::compliance::Policy;
use recouvrance::http::Settings;
use recouvrance::service::Service;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TYPE: &str = "fr/relance";
const CLIENTS: usize = 20;
const WARM_UPS: usize = 50;
const ADDRESS: &str = "127.0.0.1:18431";

fn main() {
    let seconds = std::env::var("RECOUVRANCE_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    let settings = Settings { listen: ADDRESS.to_owned(), log: "error".to_owned(), ..Settings::default() };
    let renders = settings.renders.get();
    let service = service().for_renders_at_once(renders);
    let example: Value = serde_json::from_str(&service.library.get(TYPE).expect("the type").example).expect("JSON");

    let alone = in_process(&service, &example, renders, Duration::from_secs(5));
    println!("in process, {renders} threads              {alone:>8.0} letters a second");

    std::thread::spawn(move || recouvrance::http::serve(service, settings, None));
    while TcpStream::connect(ADDRESS).is_err() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut warm = TcpStream::connect(ADDRESS).expect("the service listens");
    for index in 0..WARM_UPS {
        ask(&mut warm, &changed(&example, index));
    }

    let started = Instant::now();
    let times = Arc::new(Mutex::new(Vec::new()));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (example, times) = (example.clone(), times.clone());
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(ADDRESS).expect("the service listens");
                let mut own = Vec::new();
                while started.elapsed() < Duration::from_secs(seconds) {
                    let body = changed(&example, 1_000 + client + own.len() * CLIENTS);
                    let clock = Instant::now();
                    ask(&mut stream, &body);
                    own.push(clock.elapsed());
                }
                times.lock().expect("no client panicked").extend(own);
            })
        })
        .collect();
    clients.into_iter().for_each(|client| client.join().expect("a client"));
    let took = started.elapsed().as_secs_f64();
    let mut times = times.lock().expect("no client panicked");
    times.sort_unstable();
    let rate = times.len() as f64 / took;
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!("over HTTP, {CLIENTS} clients, {seconds} s          {rate:>8.0} requests a second");
    println!("p50 {:>7.1} ms   p99 {:>7.1} ms   {} answers, all 200", at(50), at(99), times.len());
    println!("of the speed in process            {:>8.2}", rate / alone);
}

fn service() -> Service {
    Service::start(&Assets::embedded(), Policy::default(), Limits::default()).expect("sound assets")
}

fn in_process(service: &Service, example: &Value, threads: usize, lasting: Duration) -> f64 {
    let done = AtomicUsize::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while started.elapsed() < lasting {
                    let index = done.fetch_add(1, Ordering::Relaxed);
                    service.document(TYPE, &changed(example, 1_000_000 + index)).expect("ready");
                }
            });
        }
    });
    done.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64()
}

fn changed(example: &Value, index: usize) -> Vec<u8> {
    let mut json = example.clone();
    json["reference"] = format!("2026-{index:07}").into();
    json["debtor"]["name"] = format!("Comptoir {index}").into();
    for (place, invoice) in json["claim"]["invoices"].as_array_mut().into_iter().flatten().enumerate() {
        invoice["amount"] = format!("{}.{:02}", 100 + (index * 37 + place * 911) % 9000, index % 100).into();
    }
    serde_json::to_vec(&json).expect("JSON")
}

/// One request on a connection kept open, its whole answer read.
fn ask(stream: &mut TcpStream, body: &[u8]) {
    let head = format!(
        "POST /v1/documents/{TYPE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("the request is taken");
    let mut answer = Vec::with_capacity(80_000);
    let mut chunk = [0; 16_384];
    loop {
        let read = stream.read(&mut chunk).expect("an answer");
        assert!(read > 0, "the connection closed");
        answer.extend_from_slice(&chunk[..read]);
        let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let length: usize =
            head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok()).expect("a length");
        if answer.len() >= end + 4 + length {
            return;
        }
    }
}
