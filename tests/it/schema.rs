//! The JSON Schemas say what the loaders say: same keys, same words; what loads is valid, and what is broken in its
//! structure is refused by both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use subrosa::policy::Kind;
use subrosa::rules::{Category, Extent, PackFile, Validator, builtin};
use subrosa::{config, register, rules};

use crate::support::Bench;

/// The schema that the program prints.
fn schema(kind: &str) -> Value {
    let ran = Bench::new().run(&["schema", kind]).exits(0);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Whether a YAML text is valid, and if not, why.
fn invalid(schema: &Value, yaml: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error}:\n{yaml}"));
    let validator = jsonschema::draft202012::new(schema).unwrap_or_else(|error| panic!("{error}"));
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Asserts that a text is valid.
fn valid(schema: &Value, name: &str, yaml: &str) {
    assert_eq!(invalid(schema, yaml), [""; 0], "{name}");
}

/// The keys of every mapping that a schema describes closed.
fn keys_of(schema: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let closed = |(_, def): &(&String, &Value)| def["additionalProperties"] == Value::Bool(false);
    let keys = |def: &Value| def["properties"].as_object().unwrap().keys().cloned().collect();
    let defs = schema["$defs"].as_object().unwrap().iter();
    defs.filter(closed).map(|(name, def)| (name.clone(), keys(def))).collect()
}

/// The same of a loader.
fn keys_in(loader: Vec<(&'static str, Vec<&'static str>)>) -> BTreeMap<String, BTreeSet<String>> {
    let owned = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect();
    loader.into_iter().map(|(name, keys)| (name.to_owned(), owned(keys))).collect()
}

/// The words of an `enum`.
fn words(schema: &Value, pointer: &str) -> BTreeSet<String> {
    let list = schema.pointer(pointer).and_then(Value::as_array).expect(pointer);
    list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// Words as a set.
fn set<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

#[test]
fn the_schemas_are_schemas() {
    for kind in ["pack", "register", "config"] {
        let schema = schema(kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{kind}: {error}"));
    }
    Bench::new().run(&["schema", "poem"]).exits(2).says("pack, register, config");
}

#[test]
fn the_schemas_know_the_keys_that_the_loaders_take() {
    assert_eq!(keys_of(&schema("pack")), keys_in(rules::keys()));
    assert_eq!(keys_of(&schema("register")), keys_in(register::keys()));
    assert_eq!(keys_of(&schema("config")), keys_in(config::keys()));
}

#[test]
fn the_schemas_know_the_words_that_the_loaders_take() {
    let (pack, config) = (schema("pack"), schema("config"));
    let kinds = set(Kind::ALL.iter().map(|kind| kind.as_str()));
    assert_eq!(words(&pack, "/$defs/kind/enum"), kinds);
    assert_eq!(words(&config, "/$defs/config/properties/kinds/additionalProperties/enum"), kinds);
    let validators = words(&pack, "/$defs/signal/properties/validate/enum");
    assert_eq!(validators, set(Validator::WORDS.map(|(word, _)| word)));
    assert_eq!(words(&pack, "/$defs/signal/properties/extent/enum"), set(Extent::WORDS.map(|(word, _)| word)));
    let id = pack.pointer("/$defs/rule/properties/id/pattern").and_then(Value::as_str).unwrap();
    let categories = id.strip_prefix("^(").and_then(|rest| rest.split_once(')')).unwrap().0;
    assert_eq!(set(categories.split('|')), set(Category::ALL));
}

#[test]
fn every_built_in_pack_is_valid() {
    let schema = schema("pack");
    for pack in builtin::packs() {
        valid(&schema, &pack.name, std::str::from_utf8(&pack.bytes).unwrap());
    }
    let bench = Bench::new();
    bench.run(&["rules", "new", "ours"]).exits(0);
    valid(&schema, "a new pack", &fs::read_to_string(bench.at("ours.yaml")).unwrap());
}

/// The fenced blocks of a page whose fence says `info`.
fn blocks(page: &str, info: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let fence = format!("```{info}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
}

#[test]
fn what_demo_and_documentation_show_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (register, config, pack) = (schema("register"), schema("config"), schema("pack"));
    for file in ["fixtures/demo/register.yaml", "fixtures/corpus/register.yaml", "src/cli/rules/register.yaml"] {
        valid(&register, file, &fs::read_to_string(root.join(file)).unwrap());
    }
    valid(&register, "tests", crate::support::REGISTER);
    let demo = "fixtures/demo/.subrosa.yaml";
    valid(&config, demo, &fs::read_to_string(root.join(demo)).unwrap());
    let mut shown = 0;
    for page in ["README.md", "docs/configuration.md", "docs/register.md", "docs/writing-rules.md"] {
        for block in blocks(page, "yaml pack") {
            let bench = Bench::new().file("p.yaml", &block);
            bench.run(&["rules", "test", "p.yaml"]).exits(0).shows("all as they should be");
        }
        for (schema, info) in [(&config, "yaml config"), (&register, "yaml register"), (&pack, "yaml pack")] {
            for block in blocks(page, info) {
                valid(schema, page, &block);
                shown += 1;
            }
        }
    }
    for block in blocks("docs/register.md", "yaml") {
        valid(&register, "docs/register.md", &block);
        shown += 1;
    }
    assert!(shown >= 8, "{shown}");
}

#[test]
fn the_failure_that_the_documentation_shows_is_the_one_that_is_printed() {
    let pack = blocks("docs/writing-rules.md", "yaml pack").remove(0);
    let line = "        - You paid $500 and then missed your hearing.\n";
    let more = format!("{line}        - You handed us $500 for the hearing.\n");
    assert!(pack.contains(line));
    let bench = Bench::new().file("our-replies.yaml", pack.replace(line, &more));
    let ran = bench.run(&["rules", "test", "our-replies.yaml"]).exits(1);
    let shown = blocks("docs/writing-rules.md", "text").remove(0);
    assert!(ran.stdout.starts_with(&shown), "printed:\n{}", ran.stdout);
}

/// A good pack.
const PACK: &str = "pack: p
about: a
default: on
signals:
  s: {phrases: [x], label: l, outside: [f]}
  f: {phrases: [y], extent: clause}
  r: {regexes: ['[A-Z]x\\d'], validate: luhn, unicode: true, case: exact}
  w: {weights: {3: one my_two, -2: <name>}, at_least: {post: 3, page: 4}, at_words: 36}
  o: {of: w, at_most: -2, within: sentence, less_mean: 90}
rules:
  - id: house/r
    severity: {reply: error, other: advice}
    kinds: [reply, post]
    message: m
    help: h
    rewrite: w
    authorities: [a]
    jurisdictions: [us]
    except: [us-va]
    outside: [f]
    when:
      - sentence: {all: [s], any: [r], none: [f]}
      - group: {score: {s: 2, r: -1}, at_least: 1}
    examples: {flags: [x, {text: x, kind: post, format: md, channel: x}], passes: [1]}
";

/// Changes of the good pack that break it: what is replaced, by what.
const BROKEN_PACKS: [(&str, &str); 39] = [
    ("pack: p\n", ""),
    ("pack: p", "pack: P"),
    ("pack: p", "pack: p-"),
    ("about: a", "about: ' '"),
    ("about: a", "abut: a"),
    ("default: on", "default: true"),
    ("default: on", "default: maybe"),
    ("  s: {", "  S: {"),
    ("{phrases: [x], label: l, outside: [f]}", "[x]"),
    ("{phrases: [x], label: l, outside: [f]}", "{label: l}"),
    ("{phrases: [x], label: l, outside: [f]}", "{phrases: [x], validate: luhn}"),
    ("phrases: [x]", "phrases: x"),
    ("phrases: [x]", "phrase: [x]"),
    ("extent: clause", "extent: page"),
    ("validate: luhn", "validate: lun"),
    ("unicode: true", "unicode: 1"),
    ("case: exact", "case: upper"),
    ("weights: {3: one my_two, -2: <name>}", "weights: {3: [one], -2: <name>}"),
    ("{3: one", "{0: one"),
    (", at_least: {post: 3, page: 4}", ""),
    ("page: 4", "poem: 4"),
    ("at_words: 36", "at_words: -1"),
    (", at_most: -2", ""),
    ("within: sentence", "within: page"),
    ("less_mean: 90", "less_mean: 900"),
    ("id: house/r", "id: r"),
    ("id: house/r", "id: home/r"),
    ("id: house/r", "id: house/R"),
    ("    message: m\n", ""),
    ("reply: error", "reply: bad"),
    ("reply: error", "answer: error"),
    ("kinds: [reply, post]", "kinds: [reply, poem]"),
    ("authorities: [a]", "authorities: a"),
    (
        "      - sentence: {all: [s], any: [r], none: [f]}\n      - group: {score: {s: 2, r: -1}, at_least: 1}\n",
        "      []\n",
    ),
    ("sentence: {all: [s], any: [r], none: [f]}", "sentence: {none: [f]}"),
    ("sentence: {all: [s], any: [r], none: [f]}", "page: {all: [s]}"),
    (", at_least: 1", ""),
    ("s: 2", "s: 200"),
    ("flags: [x, {text: x, kind: post, format: md, channel: x}]", "flags: []"),
];

#[test]
fn what_breaks_a_pack_is_refused_by_schema_and_loader() {
    let schema = schema("pack");
    let load = |text: &str| {
        let file = PackFile { name: "p.yaml".to_owned(), bytes: text.as_bytes().to_vec(), builtin: false };
        rules::load(&[file]).map(|_| ())
    };
    valid(&schema, "the good one", PACK);
    assert_eq!(load(PACK), Ok(()));
    for (old, new) in BROKEN_PACKS {
        let text = PACK.replacen(old, new, 1);
        assert_ne!(text, PACK, "{old}");
        assert_ne!(invalid(&schema, &text), [""; 0], "the schema takes {new:?} for {old:?}");
        assert!(load(&text).is_err(), "the loader takes {new:?} for {old:?}");
    }
    for text in ["[]", "x", "pack: p"] {
        assert!(!invalid(&schema, text).is_empty() && load(text).is_err(), "{text}");
    }
}

/// A good register.
const REGISTER: &str = "version: 1
key: n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=
timezone: Europe/London
clients:
  - id: 1042
    name: Saltmarsh Ferries
    kind: organisation
    status: former
    aliases: [Saltmarsh]
    people: [Petra Quill, {name: Aldous Venn, role: director, match: {case: exact}}]
    domains: [saltmarsh.example]
    handles: ['@saltmarsh']
    identifiers: [\"+44 20 7946 0018\"]
    describe_as: a ferry company
    tags: [ships]
    match: {case: any, allow: [Saltmarsh Lane], context: [ferry], whole_name_only: false, acronym: true, fuzzy: true}
    consents: [{covers: [name, facts], matters: [M-1], channels: [website], wording: w, from: 2026-01-01, until: '2027-01-01T09:00[Europe/London]', basis: law, authorised_by: Q, reference: R}]
    matters:
      - id: M-1
        name: Project Tidewrack
        aliases: [Tidewrack]
        status: open
        adverse: [Helix Imaging]
        embargo_until: 2026-12-01T09:00:00Z
        recipients: [ann@saltmarsh.example]
        facts: [{kind: amount, value: $2.4 million, also: [a fortune], weight: 3}]
        match: {context: [ferry]}
";

/// Changes of the good register that break it.
const BROKEN_REGISTERS: [(&str, &str); 27] = [
    ("version: 1", "version: 2"),
    ("version: 1", "verison: 1"),
    ("key: n4bQ", "key: n4"),
    ("    name: Saltmarsh Ferries\n", ""),
    ("- id: 1042", "- id: '--'"),
    ("name: Saltmarsh Ferries", "name: ''"),
    ("kind: organisation", "kind: company"),
    ("status: former", "status: old"),
    ("aliases: [Saltmarsh]", "aliases: Saltmarsh"),
    ("{name: Aldous Venn, role: director", "{role: director"),
    ("role: director", "job: director"),
    ("domains: [saltmarsh.example]", "domains: saltmarsh.example"),
    ("case: any", "case: lower"),
    ("context: [ferry], whole_name_only", "context: [], whole_name_only"),
    ("whole_name_only: false", "whole_name_only: true"),
    ("case: any", "case: exact"),
    ("fuzzy: true", "fuzzy: maybe"),
    ("covers: [name, facts]", "covers: []"),
    ("covers: [name, facts]", "covers: [everything]"),
    ("covers: [name, facts], ", ""),
    ("channels: [website]", "channels: []"),
    ("from: 2026-01-01", "from: January"),
    ("basis: law", "basis: hope"),
    ("status: open", "status: ajar"),
    ("embargo_until: 2026-12-01T09:00:00Z", "embargo_until: soon"),
    ("kind: amount", "kind: the amount"),
    ("weight: 3", "weight: 4"),
];

#[test]
fn what_breaks_a_register_is_refused_by_schema_and_loader() {
    let schema = schema("register");
    let load = |text: &str| register::load("r.yaml", text.as_bytes()).map(|_| ());
    valid(&schema, "the good one", REGISTER);
    assert_eq!(load(REGISTER), Ok(()));
    for (old, new) in BROKEN_REGISTERS {
        let text = REGISTER.replacen(old, new, 1);
        assert_ne!(text, REGISTER, "{old}");
        assert_ne!(invalid(&schema, &text), [""; 0], "the schema takes {new:?} for {old:?}");
        assert!(load(&text).is_err(), "the loader takes {new:?} for {old:?}");
    }
    for text in ["clients: []", "clients: x", "version: 1", "[]"] {
        assert!(!invalid(&schema, text).is_empty() && load(text).is_err(), "{text}");
    }
}

/// A good configuration.
const CONFIG: &str = "version: 1
register: required
packs: [health-providers, rules/]
jurisdictions: us-va
severities: {case-facts: error}
kinds: {\"a/\": reply}
channels: {\"*.txt\": x}
publishes: {\"blog/\": on-date}
exclude: [vendor/]
accept_unchecked: [{path: \"*.pdf\", reason: scans}]
fail_on: advice
disclose: masked
max_file: 64 MiB
";

/// Changes of the good configuration that break it.
const BROKEN_CONFIGS: [(&str, &str); 16] = [
    ("version: 1", "version: 2"),
    ("register: required", "registr: required"),
    ("register: required", "register: [required]"),
    ("packs: [health-providers, rules/]", "packs: {a: b}"),
    ("jurisdictions: us-va", "jurisdictions: {us: va}"),
    ("case-facts: error", "case-facts: bad"),
    ("{\"a/\": reply}", "{\"a/\": poem}"),
    ("{\"a/\": reply}", "[reply]"),
    ("on-date", "later"),
    (", reason: scans", ""),
    ("reason: scans", "reason: ''"),
    ("[{path: \"*.pdf\", reason: scans}]", "[\"*.pdf\"]"),
    ("fail_on: advice", "fail_on: off"),
    ("disclose: masked", "disclose: some"),
    ("max_file: 64 MiB", "max_file: 64 GiB"),
    ("max_file: 64 MiB", "max_file: 300000000"),
];

#[test]
fn what_breaks_a_configuration_is_refused_by_schema_and_loader() {
    let schema = schema("config");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".subrosa.yaml");
    let load = |text: &str| {
        fs::write(&file, text).unwrap();
        config::load(&file, ".subrosa.yaml", folder.path()).is_ok()
    };
    valid(&schema, "the good one", CONFIG);
    valid(&schema, "an empty one", "");
    assert!(load(CONFIG) && load(""));
    for (old, new) in BROKEN_CONFIGS {
        let text = CONFIG.replacen(old, new, 1);
        assert_ne!(text, CONFIG, "{old}");
        assert_ne!(invalid(&schema, &text), [""; 0], "the schema takes {new:?} for {old:?}");
        assert!(!load(&text), "the loader takes {new:?} for {old:?}");
    }
}
