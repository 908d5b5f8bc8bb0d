//! The command line.

/// Reading a draft makes many small pieces: this allocator takes half the time of the system's for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    doisoat::cli::run(std::env::args_os().collect())
}
