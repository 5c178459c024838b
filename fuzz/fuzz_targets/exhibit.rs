//! Whatever bytes a party sends as an exhibit, the reader takes them within its budget or says why not.
//!
//! The reader's own files are compiled here, without the rest of the crate (Typst takes far too long to build with sanitizers).
//! The first byte of an input chooses whether a password is tried; the file follows.
//!
//! From the root of the repository, once (`cargo install --locked cargo-fuzz`, and a nightly toolchain):
//! seeds: `python3 tests/bundle/make_corpus.py target/bundle-tools/corpus && mkdir -p fuzz/corpus/exhibit && find
//! target/bundle-tools/corpus -type f -size -60k -exec sh -c '(printf 0; cat "$1") >fuzz/corpus/exhibit/"${1##*/}"' _ {} \;`
//! run (without sanitizer: no code here is unsafe, and lopdf takes minutes to build with one):
//! `cargo +nightly fuzz run -s none --dev exhibit -- -max_total_time=600 -rss_limit_mb=2048 -timeout=10 -max_len=60000`

#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;

/// The reader, as `src/bundle/mod.rs` declares it.
#[allow(dead_code)]
#[path = "../../src/bundle"]
mod bundle {
    mod cleaning;
    pub mod exhibit;
    mod forms;
    mod image;
    mod marked;
    mod page;
    mod reading;
}

use bundle::exhibit::{Budget, Exhibit, take};

const PAGES: usize = 50;
/// What a file of the size of the seeds may take, sanitizer included, before the deadline is a promise broken.
const DEADLINE: Duration = Duration::from_secs(2);

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let password = (choice & 1 == 1).then_some("sesame");
    let budget = Budget {
        pages: PAGES,
        objects: 20_000,
        decoded_bytes: 20_000_000,
        memory: 20_000_000,
        time: DEADLINE,
        deadline: Instant::now() + DEADLINE,
    };
    let Ok(mut taken) = take(&Exhibit { bytes, password }, &budget) else { return };
    assert!(taken.pages.len() <= PAGES, "{} pages", taken.pages.len());
    taken.document.save_to(&mut Vec::new()).expect("what was taken can be saved");
});
