//! The built-in packs against the labelled drafts of `fixtures/corpus/posts.jsonl`.

use std::path::Path;

use subrosa::rules;

/// All packs of `rules/`, as they lie there.
fn packs() -> rules::RuleSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files = rules::pack_files(&[folder]).expect("the folder can be read");
    rules::load(&files).unwrap_or_else(|problems| {
        let lines: Vec<String> =
            problems.iter().map(|p| format!("{p} {}", p.help.as_deref().unwrap_or_default())).collect();
        panic!("{}", lines.join("\n"))
    })
}

#[test]
fn the_built_in_packs_load() {
    assert!(packs().packs.len() >= 3);
}
