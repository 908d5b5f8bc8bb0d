//! Tables: one grid written as a pipe table and as HTML must be read and judged alike.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

#[path = "../../tests/properties/grids.rs"]
mod grids;

libfuzzer_sys::fuzz_target!(|grid: grids::Grid| grids::alike(&grid));
