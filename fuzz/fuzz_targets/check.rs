//! Bytes -> check. The first byte chooses the dialect; most values leave it to detection.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some((&first, rest)) = data.split_first() {
        holds::bytes(rest, holds::DIALECTS.get(usize::from(first)).copied());
    }
});
