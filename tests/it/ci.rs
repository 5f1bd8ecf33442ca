//! What stands in CI: the action, the component of GitLab, and the jobs that `init` writes. They parse, name only options
//! that exist, and their scripts do what they say, run by a shell as a runner would.

use std::fs;
use std::path::Path;

use serde::Deserialize as _;
use serde_yaml::Value;

use crate::support::{Bench, CLEAN, LEAK, REGISTER, Ran};

/// A file of the repository.
fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file))
        .unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Its YAML documents.
fn documents(text: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).unwrap()).collect()
}

/// The scripts of a value, wherever `run:` or `script:` stands.
fn scripts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Mapping(pairs) => {
            for (key, inner) in pairs {
                match (key.as_str(), inner) {
                    (Some("run"), Value::String(script)) => found.push(script.clone()),
                    (Some("script"), Value::Sequence(lines)) => {
                        let lines: Vec<&str> = lines.iter().map(|line| line.as_str().unwrap()).collect();
                        found.push(lines.join("\n"));
                    }
                    _ => found.extend(scripts(inner)),
                }
            }
        }
        Value::Sequence(items) => found.extend(items.iter().flat_map(scripts)),
        _ => {}
    }
    found
}

/// The script that runs the check.
fn check_script(text: &str) -> String {
    let all: Vec<String> = documents(text).iter().flat_map(scripts).collect();
    let found: Vec<&String> =
        all.iter().filter(|script| script.contains("subrosa check") || script.contains("subrosa\" check")).collect();
    assert_eq!(found.len(), 1, "{all:#?}");
    found[0].clone()
}

/// A repository with a draft, a folder for the runner, and the program where CI has installed it.
fn runner(draft: &str) -> Bench {
    let bench = Bench::new()
        .file("repo/site/a.md", draft)
        .file("runner/subrosa/bin/.keep", "")
        .file("output", "")
        .file("bin/cargo", "#!/bin/sh\nexit 0\n");
    let program = assert_cmd::cargo::cargo_bin!("subrosa");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        symlink(program, bench.at("runner/subrosa/bin/subrosa")).unwrap();
        symlink(program, bench.at("bin/subrosa")).unwrap();
        fs::set_permissions(bench.at("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    bench
}

/// Runs a script in the repository of a bench.
fn shell(bench: &Bench, script: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = std::process::Command::new("bash");
    let path = format!("{}:{}", bench.at("bin").display(), std::env::var("PATH").unwrap());
    command.args(["-e", "-o", "pipefail", "-c", script]).current_dir(bench.at("repo")).env_clear();
    command.env("PATH", path).env("CI", "true").env("RUNNER_TEMP", bench.at("runner"));
    command.env("GITHUB_OUTPUT", bench.at("output")).envs(variables.iter().copied());
    Ran::of(&command.output().unwrap())
}

/// What of the runner's folder is left: no register.
fn assert_removed(bench: &Bench) {
    let mut folders = vec![bench.at("runner")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(!path.to_string_lossy().contains("register"), "{} is left", path.display());
            }
        }
    }
}

#[test]
fn options_that_ci_files_name_exist() {
    let help = Bench::new().run(&["check", "--help"]).exits(0).stdout;
    let option = regex::Regex::new(r"(?:^|[\s(\x22])(--[a-z][a-z-]+)").unwrap();
    let mut seen = 0;
    for file in ["action.yml", "templates/subrosa.yml", "src/cli/init/github-build.yml", "src/cli/init/gitlab.yml"] {
        let text = text(file).replace("{variables}", "").replace("{set}", "");
        for line in documents(&text).iter().flat_map(scripts).collect::<Vec<_>>().join("\n").lines() {
            if ["cargo ", "rustup ", "sha256sum"].iter().any(|other| line.contains(other)) {
                continue;
            }
            for found in option.captures_iter(line) {
                seen += 1;
                assert!(help.contains(&found[1]), "{file} names {}", &found[1]);
            }
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn the_action_is_what_its_page_says() {
    let action = &documents(&text("action.yml"))[0];
    assert_eq!(action["runs"]["using"], "composite");
    let inputs: Vec<&str> = action["inputs"].as_mapping().unwrap().keys().map(|key| key.as_str().unwrap()).collect();
    let page = text("docs/ci.md");
    let rows: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("| input |"))
        .skip(2)
        .map_while(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(inputs, rows);
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        assert!(step["run"].is_null() || step["shell"] == "bash", "a composite action says its shell");
        // What a user writes must reach a script as a variable alone.
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step:?}");
    }
    for (info, block) in crate::docs::blocks("docs/ci.md") {
        if info.starts_with("yaml") {
            let parsed: Result<Value, _> = serde_yaml::from_str(&block);
            let parsed = parsed.unwrap_or_else(|error| panic!("{error}\n{block}"));
            let with = &parsed["jobs"]["subrosa"]["steps"][1]["with"];
            let with = with.as_mapping().into_iter().flat_map(|with| with.keys());
            with.for_each(|key| assert!(inputs.contains(&key.as_str().unwrap()), "{key:?}"));
        }
    }
}

#[cfg(unix)]
#[test]
fn the_action_checks_and_leaves_no_register_behind() {
    let script = check_script(&text("action.yml"));
    let run = |draft: &str, more: &[(&str, &str)]| {
        let bench = runner(draft);
        let fixed = [
            ("CHECK_PATHS", "site"),
            ("CHECK_REGISTER", REGISTER),
            ("CHECK_REQUIRE", "true"),
            ("CHECK_CONFIG", ""),
            ("CHECK_DISCLOSE", ""),
            ("CHECK_FAIL_ON", ""),
        ];
        let ran = shell(&bench, &script, &[&fixed[..], more].concat());
        assert_removed(&bench);
        let said = fs::read_to_string(bench.at("output")).unwrap();
        let sarif =
            said.lines().find_map(|line| line.strip_prefix("sarif=")).map(|file| fs::read_to_string(file).unwrap());
        assert!(said.contains(&format!("exit-code={}", ran.code.unwrap())), "{said}");
        (ran, sarif)
    };
    let (ran, sarif) = run(LEAK, &[]);
    ran.exits(1).shows("::error file=site/a.md");
    let sarif = sarif.unwrap();
    assert!(sarif.contains("identity/client") && !sarif.contains("Northgate"));
    run(CLEAN, &[]).0.exits(0);
    let (ran, sarif) = run(LEAK, &[("CHECK_REGISTER", "")]);
    ran.exits(2).says("A register is required");
    assert!(sarif.is_none());
    run(CLEAN, &[("CHECK_REGISTER", ""), ("CHECK_REQUIRE", "false")]).0.exits(0);
    run(CLEAN, &[("CHECK_REGISTER", "clients: nobody")]).0.exits(2);
    run(CLEAN, &[("CHECK_PATHS", "site\n\nno such; touch here\n")]).0.exits(2).says("no such; touch here");
    run(LEAK, &[("CHECK_FAIL_ON", "error"), ("CHECK_DISCLOSE", "verdict")]).0.exits(1);
    run(LEAK, &[("CHECK_FAIL_ON", "never")]).0.exits(2);
}

#[cfg(unix)]
#[test]
fn the_jobs_of_init_check_and_are_red_without_a_register() {
    let github = check_script(&text("src/cli/init/github-build.yml"));
    for (draft, register, code) in [(LEAK, REGISTER, 1), (CLEAN, REGISTER, 0), (CLEAN, "", 2), (CLEAN, "broken: [", 2)]
    {
        let bench = runner(draft);
        let ran = shell(&bench, &github, &[("REGISTER", register)]);
        assert_eq!(ran.code, Some(code), "{}{}", ran.stdout, ran.stderr);
        assert_removed(&bench);
    }
    let component = documents(&text("templates/subrosa.yml"));
    assert!(
        component[0]["spec"]["inputs"]["git"]["default"].is_null()
            && component[0]["spec"]["inputs"]["git"].is_mapping()
    );
    for file in ["src/cli/init/gitlab.yml", "templates/subrosa.yml"] {
        let script = check_script(&text(file).replace("{variables}", "").replace("{set}", ""));
        for (draft, register, code) in
            [(LEAK, "register.yaml", 1), (CLEAN, "register.yaml", 0), (CLEAN, "", 2), (CLEAN, "gone.yaml", 2)]
        {
            let bench = runner(draft).file("repo/register.yaml", REGISTER);
            let variables = [
                ("SUBROSA_REGISTER", register),
                ("SUBROSA_GIT", "https://git.example/subrosa.git"),
                ("CHECK_PATHS", "site"),
                ("CHECK_DISCLOSE", "masked"),
            ];
            let ran = shell(&bench, &script, &variables);
            assert_eq!(ran.code, Some(code), "{file}: {}{}", ran.stdout, ran.stderr);
            if code < 2 {
                let report = fs::read_to_string(bench.at("repo/gl-code-quality-report.json")).unwrap();
                assert_eq!(report.contains("identity/client"), code == 1);
            }
        }
    }
}
