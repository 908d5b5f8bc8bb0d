//! Work counted, so that tests can hold the program to linear time without a clock.
//!
//! What every stage is made of counts itself: a letter folded, a token cut, a
//! comparison of two figures, an exact operation. A loop over all pairs of
//! claims shows in the count at once. Only builds with debug assertions count.

#[cfg(debug_assertions)]
thread_local! {
    static DONE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts one step of work.
#[inline]
pub(crate) fn step() {
    #[cfg(debug_assertions)]
    DONE.with(|done| done.set(done.get() + 1));
}

/// The steps of this thread so far; 0 in a build without debug assertions.
pub fn done() -> u64 {
    #[cfg(debug_assertions)]
    return DONE.with(std::cell::Cell::get);
    #[cfg(not(debug_assertions))]
    0
}
