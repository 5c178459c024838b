//! See `drivers/overlay.rs`.

#![no_main]

#[path = "../drivers/overlay.rs"]
mod driver;

libfuzzer_sys::fuzz_target!(|data: &[u8]| driver::run(data));
