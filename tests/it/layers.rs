//! The architecture, read from the sources: who imports whom, how long files are, who may look at a secret, and what
//! never stands in the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate's top and its layer. A file imports from lower layers and its own folder; the exceptions are
/// in [`NEIGHBOURS`].
const LAYERS: [(&str, u8); 15] = [
    ("text", 0),
    ("yaml", 0),
    ("threads", 0),
    ("policy", 1),
    ("draft", 1),
    ("register", 1),
    ("rules", 1),
    ("read", 2),
    ("spot", 2),
    ("judge", 3),
    ("report", 4),
    ("config", 5),
    ("run", 5),
    ("cli", 6),
    ("main", 7),
];

/// Imports within a layer: plain data that the other is about. None leads back.
const NEIGHBOURS: [(&str, &str); 4] =
    [("draft", "policy"), ("register", "policy"), ("rules", "policy"), ("run", "config")];

/// The files that may look at a secret, by their beginning: where names are read in, compiled or compared.
const MAY_EXPOSE: [&str; 6] = ["src/text/secret.rs", "src/register/", "src/spot/", "src/judge/", DISCLOSE, REVEAL];

/// The one place that turns spans and the register's safe words into text, at the level that was asked for.
const DISCLOSE: &str = "src/report/disclose.rs";

/// `register check --reveal` shows the owner names, on a terminal alone.
const REVEAL: &str = "src/cli/register.rs";

/// Lines that a source file may have, its unit tests included.
const LONGEST: usize = 450;

/// All Rust files of `src`, by their paths from the root of the repository.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = BTreeMap::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                sources.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(sources.len() > 20, "the sources are not where they were");
    sources
}

/// The layer of a module of the crate's top.
fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, layer)| *layer)
}

/// The modules of the crate's top that a line of code names: `crate::a`, and each of `crate::{a, b::c}`.
fn named(line: &str) -> Vec<&str> {
    let word = |text: &'_ str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut modules = Vec::new();
    for (at, _) in line.match_indices("crate::").chain(line.match_indices("subrosa::")) {
        let rest = &line[line[at..].find("::").map_or(line.len(), |colons| at + colons + 2)..];
        match rest.strip_prefix('{') {
            Some(list) => modules.extend(list.trim_end_matches(['}', ';']).split(',').map(|item| {
                let item = item.trim();
                &item[..word(item)]
            })),
            None => modules.push(&rest[..word(rest)]),
        }
    }
    modules.retain(|module| layer(module).is_some());
    modules
}

#[test]
fn files_import_only_from_lower_layers_and_their_own_folder() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if file == "src/lib.rs" {
            continue;
        }
        let own = file.trim_start_matches("src/").split(['/', '.']).next().unwrap();
        let own_layer = layer(own).unwrap_or_else(|| panic!("{file}: its module is in no layer"));
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for module in code.flat_map(named) {
            let allowed = module == own || layer(module).unwrap() < own_layer || NEIGHBOURS.contains(&(own, module));
            if !allowed {
                wrong.push(format!("{file} imports {module}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_are_recognised_in_every_spelling() {
    assert_eq!(named("use crate::spot::Engine;"), ["spot"]);
    assert_eq!(named("use crate::{draft, text::Span};"), ["draft", "text"]);
    assert_eq!(named("let x = crate::run::read_alone(a);"), ["run"]);
    assert_eq!(named("use std::fs;"), [""; 0]);
}

#[test]
fn every_module_of_the_top_has_a_layer() {
    let text = &sources()["src/lib.rs"];
    let modules: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() > 5);
    let homeless: Vec<_> = modules.into_iter().filter(|module| layer(module).is_none()).collect();
    assert!(homeless.is_empty(), "{homeless:?}");
    let sources = sources();
    let is_there = |name: &str| {
        sources.keys().any(|file| *file == format!("src/{name}.rs") || file.starts_with(&format!("src/{name}/")))
    };
    let empty: Vec<_> = LAYERS.iter().map(|(name, _)| *name).filter(|name| !is_there(name)).collect();
    assert!(empty.is_empty(), "rows without a module: {empty:?}");
}

#[test]
fn files_stay_short_and_say_what_they_own() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{file} has {lines} lines: split it by meaning");
        assert!(text.starts_with("//!"), "{file} does not say what it owns");
    }
}

#[test]
fn secrets_are_exposed_only_where_names_are_compiled_or_compared() {
    for (file, text) in sources() {
        let exposes = text.lines().any(|line| line.contains(".expose()") && !line.trim_start().starts_with("//"));
        let may = MAY_EXPOSE.iter().any(|beginning| file.starts_with(beginning));
        assert!(may || !exposes, "{file} looks at a secret of the register");
    }
}

#[test]
fn only_one_module_names_the_yaml_crates() {
    for (file, text) in sources() {
        let names = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let names = names.filter(|line| line.contains("serde_yaml::") || line.contains("saphyr_parser::")).count();
        let may = file.starts_with("src/yaml") || file.starts_with("src/read/front");
        assert!(may || names == 0, "{file} names a YAML crate");
    }
}

#[test]
fn no_path_of_a_machine_stands_in_the_repository() {
    // Put together here, so that this file does not hold them.
    let paths = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat()];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["src", "tests", "rules", "docs", "benches", "examples", "fixtures"]
        .iter()
        .map(|folder| root.join(folder))
        .collect();
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                read += 1;
                let found = paths.iter().find(|part| text.contains(part.as_str()));
                assert!(found.is_none(), "{} holds {found:?}", path.display());
            }
        }
    }
    assert!(read > 20);
}
