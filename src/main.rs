//! The `subrosa` program: parses, runs, exits.

/// Registers and packs are many small texts: an allocator made for those.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    subrosa::cli::main()
}
