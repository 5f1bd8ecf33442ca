//! `subrosa init`: what it writes, what it leaves alone, and that what it wrote works.

use std::fs;

use crate::support::{Bench, CLEAN};

/// A repository in a folder `repo`, with what marks it as one.
fn repository() -> Bench {
    Bench::new().file("repo/.git/HEAD", "ref: refs/heads/main\n").file("repo/site/a.md", CLEAN)
}

/// Runs `init --yes` in it.
fn init(bench: &Bench, more: &[&str]) -> crate::support::Ran {
    run(bench, &[&["init", "--yes", "--no-hook"], more].concat())
}

/// Runs the program in the repository.
fn run(bench: &Bench, arguments: &[&str]) -> crate::support::Ran {
    let mut command = bench.command(arguments);
    command.current_dir(bench.at("repo"));
    crate::support::Ran::of(&command.output().unwrap())
}

/// A file of the bench.
fn text(bench: &Bench, file: &str) -> String {
    fs::read_to_string(bench.at(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn what_it_writes_works_at_once() {
    let bench = repository();
    let ran =
        init(&bench, &[]).exits(0).shows("wrote  .subrosa.yaml").shows("../repo-register/register.yaml").shows("Next:");
    assert!(!ran.stdout.contains("GitHub") && !ran.stdout.contains("GitLab"), "{}", ran.stdout);
    let config = text(&bench, "repo/.subrosa.yaml");
    assert!(
        config.contains("\nregister: required\n")
            && config.contains("\nregister_path: \"../repo-register/register.yaml\"\n")
    );
    run(&bench, &["check"]).exits(0).says("nobody but the sample");
    fs::write(bench.at("repo/site/b.md"), "We act for the Hollowmere Clinic.\n").unwrap();
    run(&bench, &["check"]).exits(1).shows("SAMPLE-1").shows("fingerprint");
    run(&bench, &["config", "show"]).exits(0).shows("../repo-register/register.yaml").shows("# .subrosa.yaml:7");
    fs::remove_file(bench.at("repo-register/register.yaml")).unwrap();
    run(&bench, &["check"]).exits(2).says("there is no such file").says(".subrosa.yaml:7");
}

#[test]
fn the_register_is_the_owners_alone_and_has_a_key_of_its_own() {
    let key = |bench: &Bench| {
        init(bench, &[]).exits(0);
        let register = text(bench, "repo-register/register.yaml");
        assert!(subrosa::register::load("register.yaml", register.as_bytes()).unwrap().key.is_some());
        register.lines().find(|line| line.starts_with("key: ")).unwrap().to_owned()
    };
    let (first, second) = (repository(), repository());
    assert_ne!(key(&first), key(&second));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |file: &str| fs::metadata(first.at(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("repo-register/register.yaml"), mode("repo-register")), (0o600, 0o700));
    }
    let said = init(&repository(), &[]).exits(0);
    assert!(!said.stdout.contains("key: "), "the key is not printed");
}

#[test]
fn all_that_stands_in_comments_of_the_samples_is_right_once_it_counts() {
    let bench = repository();
    init(&bench, &[]).exits(0);
    // The words of the explanations are no YAML: what looks like a key is.
    let uncommented = |text: &str| {
        let key =
            regex::Regex::new(r"^( *)# ( *(?:- )?[a-z_{\x22][a-z_A-Z/*. \-\x22]*:(?: .*)?|  .*: .*|  - .*)$").unwrap();
        text.lines().map(|line| key.replace(line, "$1$2").into_owned() + "\n").collect::<String>()
    };
    let register = uncommented(&text(&bench, "repo-register/register.yaml"));
    assert!(register.contains("\n    aliases: ") && register.contains("\n          - {kind: town"), "{register}");
    let loaded = subrosa::register::load("register.yaml", register.as_bytes());
    assert_eq!(
        loaded.map(|register| register.clients[0].matters[0].facts.len()).map_err(|e| e[0].to_string()),
        Ok(2),
        "{register}"
    );
    let config = uncommented(&text(&bench, "repo/.subrosa.yaml"));
    assert!(config.contains("\nkinds:\n  \"replies/\": reply\n"), "{config}");
    fs::write(bench.at("repo/.subrosa.yaml"), &config).unwrap();
    let loaded = subrosa::config::load(&bench.at("repo/.subrosa.yaml"), "c", bench.path());
    assert!(loaded.is_ok(), "{:?}\n{config}", loaded.err());
}

#[test]
fn nothing_is_written_over() {
    let bench = repository()
        .file("repo/.subrosa.yaml", "version: 1\nregister: ../secret/ours.yaml\n")
        .file("secret/ours.yaml", crate::support::REGISTER)
        .file("repo/.gitignore", "built/")
        .file("repo/.github/workflows/subrosa.yml", "ours\n");
    init(&bench, &[]).exits(0).shows("kept   .subrosa.yaml").shows("kept   ../secret/ours.yaml");
    assert_eq!(text(&bench, "repo/.subrosa.yaml"), "version: 1\nregister: ../secret/ours.yaml\n");
    assert_eq!(text(&bench, "repo/.github/workflows/subrosa.yml"), "ours\n");
    assert_eq!(text(&bench, "secret/ours.yaml"), crate::support::REGISTER);
    let ignored = text(&bench, "repo/.gitignore");
    assert!(ignored.starts_with("built/\n\n# subrosa") && ignored.contains("\n/register.yaml\n"), "{ignored}");
    assert!(!bench.at("repo-register").exists());
    let again = init(&bench, &[]).exits(0);
    assert!(!again.stdout.contains("wrote"), "{}", again.stdout);
    assert_eq!(text(&bench, "repo/.gitignore"), ignored);
    // A register that is there is used, wherever the option says it lies.
    let bench = repository().file("kept/register.yaml", crate::support::REGISTER);
    init(&bench, &["--register", "../kept/register.yaml"]).exits(0).shows("kept   ../kept/register.yaml");
    assert!(text(&bench, "repo/.subrosa.yaml").contains("register_path: \"../kept/register.yaml\""));
}

#[test]
fn it_asks_and_without_a_terminal_says_what_it_needs() {
    let bench = repository();
    let ran = run(&bench, &["init"]).exits(2).says("no terminal").says("--yes").says(".subrosa.yaml");
    assert!(ran.stdout.is_empty() && !bench.at("repo/.subrosa.yaml").exists());
    init(&bench, &["--register", "register.yaml"]).exits(2).says("must not lie in the repository");
    init(&bench, &["--git", "a\"; rm b"]).exits(2);
}

#[test]
fn it_writes_a_job_for_the_ci_that_it_sees() {
    let bench =
        repository().file("repo/.github/CODEOWNERS", "* @x\n").file("repo/.gitlab-ci.yml", "test: {script: [a]}\n");
    init(&bench, &[])
        .exits(0)
        .shows("SUBROSA_REGISTER of the repository on GitHub")
        .shows("in place of OWNER in .github/workflows/subrosa.yml")
        .shows("Include .gitlab/subrosa.gitlab-ci.yml");
    assert_eq!(text(&bench, "repo/.gitlab-ci.yml"), "test: {script: [a]}\n");
    let github = text(&bench, "repo/.github/workflows/subrosa.yml");
    assert!(
        github.contains("uses: OWNER/subrosa@main") && github.contains("register: ${{ secrets.SUBROSA_REGISTER }}")
    );
    assert!(!github.contains("cargo install"), "the action keeps its build");
    let gitlab = text(&bench, "repo/.gitlab/subrosa.gitlab-ci.yml");
    for job in [&github, &gitlab] {
        assert!(
            !job.contains("{git}")
                && !job.contains("{action}")
                && !job.contains("{set}")
                && !job.contains("{variables}"),
            "{job}"
        );
        let parsed: Result<serde_yaml::Value, _> = serde_yaml::from_str(job);
        assert!(parsed.is_ok(), "{:?}\n{job}", parsed.err());
    }
    let bench =
        repository().file("repo/.github/CODEOWNERS", "* @x\n").file("repo/.gitlab-ci.yml", "test: {script: [a]}\n");
    init(&bench, &["--git", "https://git.example/subrosa.git"]).exits(0);
    let github = text(&bench, "repo/.github/workflows/subrosa.yml");
    assert!(github.contains("SUBROSA_GIT: \"https://git.example/subrosa.git\"") && github.contains("actions/cache@v4"));
    let gitlab: serde_yaml::Value = serde_yaml::from_str(&text(&bench, "repo/.gitlab/subrosa.gitlab-ci.yml")).unwrap();
    assert_eq!(gitlab["subrosa"]["variables"]["SUBROSA_GIT"], "https://git.example/subrosa.git");
    for address in ["https://github.com/dock-street/subrosa.git", "git@github.com:dock-street/subrosa"] {
        let bench = repository().file("repo/.github/CODEOWNERS", "* @x\n");
        let ran = init(&bench, &["--git", address]).exits(0);
        assert!(!ran.stdout.contains("OWNER"), "{}", ran.stdout);
        assert!(text(&bench, "repo/.github/workflows/subrosa.yml").contains("uses: dock-street/subrosa@main"));
    }
    // The files of the gate hold no finding of their own.
    run(&bench, &["check", "--fail-on", "advice"]).exits(0);
}

#[test]
fn inside_another_repository_the_register_goes_to_the_users_configuration() {
    let bench = Bench::new().file(".git/HEAD", "").file("repo/.git/HEAD", "");
    init(&bench, &[]).exits(2).says("There is no place for the register").says("--register FILE");
    let home = bench.at("home").display().to_string();
    let bench = bench.variable("HOME", &home);
    init(&bench, &[]).exits(0).shows("wrote  ../home/.config/subrosa/repo/register.yaml");
    run(&bench, &["check"]).exits(0).says("the sample");
    let bench = Bench::new().file(".git/HEAD", "").file("repo/.git/HEAD", "").file("file", "");
    let config = bench.at("file").display().to_string();
    let bench = bench.variable("XDG_CONFIG_HOME", &config);
    let ran = init(&bench, &[]).exits(2);
    assert!(ran.stdout.contains("wrote  .subrosa.yaml"), "{}", ran.stdout);
    ran.says("../file/subrosa/repo/register.yaml cannot be written");
    let bench = Bench::new().file("repo/a.md", CLEAN);
    init(&bench, &[]).exits(0);
    assert!(!bench.at("repo/.gitignore").exists(), "without a repository there is nothing to ignore");
    assert!(bench.at("repo-register/register.yaml").exists());
}

#[test]
fn it_installs_the_hook_and_leaves_somebody_elses() {
    let bench = Bench::new().file("repo/site/a.md", CLEAN);
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.args(arguments).current_dir(bench.at("repo")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert!(git.output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    fs::create_dir_all(bench.at("repo/.git/hooks")).unwrap();
    fs::write(bench.at("repo/.git/hooks/commit-msg"), "#!/bin/sh\n").unwrap();
    let ran = run(&bench, &["init", "--yes"]).exits(1).says("pre-commit is installed").says("another hook");
    ran.says("add this line to it: subrosa check").shows("Next:").shows("Not every hook is installed");
    assert!(text(&bench, "repo/.git/hooks/pre-commit").contains("subrosa check --staged"));
    assert_eq!(text(&bench, "repo/.git/hooks/commit-msg"), "#!/bin/sh\n");
}
