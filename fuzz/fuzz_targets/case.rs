//! See `drivers/case.rs`.

#![no_main]

#[path = "../drivers/case.rs"]
mod driver;

libfuzzer_sys::fuzz_target!(|data: &[u8]| driver::run(data));
