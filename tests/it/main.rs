//! One test binary: a second one would link Typst twice.

mod api;
mod bundle;
mod canaries;
mod case;
mod compliance;
mod corpora;
mod decompte;
mod exhibits;
mod hard_cases;
mod input;
mod law;
mod letters;
mod luxembourg_filings;
mod next;
mod pages;
mod parties;
mod replays;
mod second_witness;
mod shared_layout;
mod snapshots;
mod start_up;
mod support;
mod tidy;
mod variants;
mod words;
