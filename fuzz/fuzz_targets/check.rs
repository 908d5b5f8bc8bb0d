//! Bytes -> check. The first byte chooses the dialect; most values leave it to detection.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

use doisoat::document::Dialect;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some((&first, rest)) = data.split_first() {
        holds::bytes(rest, Dialect::of_text().nth(usize::from(first)));
    }
});
