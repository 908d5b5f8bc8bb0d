//! The command line.

fn main() -> std::process::ExitCode {
    doisoat::cli::run(std::env::args_os().collect())
}
