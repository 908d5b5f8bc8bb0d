//! Word files. Bytes that begin like a zip container are taken as they are; else they are the XML of the parts,
//! one behind the other with a zero byte between, in a sound container: checksums would stop all else at the door.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

#[path = "../../tests/properties/packed.rs"]
mod packed;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    holds::word(&packed::pack(data));
});
