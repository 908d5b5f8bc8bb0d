//! The files that people write by hand: configuration and accepted findings.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|text: &str| holds::by_hand(text));
