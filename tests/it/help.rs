//! What `--help`, the manual and lists show: short, in lines that fit, and with what else a reader needs.

use crate::support::Bench;

/// What the program prints, in a folder of its own.
fn printed(arguments: &[&str]) -> String {
    Bench::new().run(arguments).exits(0).stdout
}

#[test]
fn help_ends_with_what_is_the_same_everywhere() {
    for command in ["check", "rules list", "register impact", "hook install", "man"] {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = printed(&words);
        let everywhere = help.find("\nEverywhere:\n").unwrap_or_else(|| panic!("{help}"));
        let rest = &help[everywhere..];
        for option in ["--color <WHEN>", "-h, --help", "-V, --version"] {
            assert!(rest.contains(option) && !help[..everywhere].contains(option), "{help}");
        }
        assert!(!rest.contains("Possible values"), "{help}");
    }
    let help = printed(&["check", "--help"]);
    for part in
        ["Formats: pretty, json, ndjson, sarif, ", "\nExit codes:\n  0  ", "\n  2  ", "\nExamples:\n  subrosa check "]
    {
        assert!(help.contains(part), "{part}:\n{help}");
    }
    assert!(printed(&["check", "--version"]).starts_with("subrosa"));
}

#[test]
fn every_page_of_the_manual_tells_exit_codes_files_and_examples() {
    for page in [&["man"][..], &["man", "check"], &["man", "register", "impact"], &["man", "hook", "install"]] {
        let text = printed(page);
        for part in [".SH \"EXIT STATUS\"", ".SH \"FILES\"", ".SH \"EXAMPLES\"", "\\&.subrosa.yaml", ".SH VERSION"] {
            assert!(text.contains(part), "{page:?}: {part}\n{text}");
        }
        assert!(!text.contains(".SH EXTRA"), "{text}");
    }
    assert!(printed(&["man", "register", "impact"]).contains("subrosa register impact new\\-register.yaml content/"));
}

#[test]
fn the_list_of_rules_fits_a_hundred_columns() {
    let list = printed(&["rules", "list"]);
    let long: Vec<&str> = list.lines().filter(|line| line.chars().count() > 100).collect();
    assert_eq!(long, [""; 0]);
    assert!(list.lines().any(|line| line.starts_with("direct-identifier/uk-nhs ")));
}
