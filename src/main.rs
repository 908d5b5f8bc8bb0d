//! The command line.

/// Reading a draft makes many small pieces. Of the memory they take this allocator asks the
/// system for large pages: a quarter of the page faults of the system's own, which cost more than its calls.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    doisoat::cli::run(std::env::args_os().collect())
}
