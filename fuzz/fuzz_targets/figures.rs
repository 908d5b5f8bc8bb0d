//! Text -> figures, printed and read again.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|text: &str| holds::figures_come_back(text));
