//! How large and how deep a Word file may be. A draft of 300 pages stays far
//! below all of these; a file made to exhaust memory does not.

/// Most entries of the zip container.
pub const MAX_ENTRIES: usize = 10_000;

/// Most bytes of one unpacked part that is read.
pub const MAX_PART: u64 = 128 << 20;

/// Most bytes of all unpacked parts that are read.
pub const MAX_TOTAL: u64 = 256 << 20;

/// A part up to this size is read whatever it was packed to.
pub const SMALL_PART: u64 = 4 << 20;

/// How often a larger part may be the size of its packed bytes. The XML of long
/// tables packs about 40 to 1; the most that deflate can do is 1032 to 1.
pub const MAX_RATIO: u64 = 200;

/// Deepest nesting of XML elements. Nested tables in text boxes reach about 60.
pub const MAX_DEPTH: usize = 160;

/// Most columns a row of a table may span; Word itself stops at 63.
pub const MAX_COLUMNS: u32 = 1_000;

/// Longest pattern of an automatic number that is read (`Điều %1.%2.`).
pub const MAX_NUMBER_PATTERN: usize = 64;

/// Most comments written into one copy. Word refuses a file with more than
/// 32,767 ranges, and nobody reads more than some hundreds.
pub const MAX_COMMENTS: usize = 400;
