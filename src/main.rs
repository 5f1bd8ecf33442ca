//! The `subrosa` program: parses, runs, exits.

fn main() -> std::process::ExitCode {
    subrosa::cli::main()
}
