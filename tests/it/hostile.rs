//! Hostile input, at the level of the library: whatever the bytes are, reading, searching and judging end without a
//! panic, every span leads home, and the number of threads changes nothing.

use std::fs;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use subrosa::config::{Config, MAX_FILE};
use subrosa::draft::{Draft, Role, Source};
use subrosa::judge::{Case, judge};
use subrosa::policy::{Kind, Policy};
use subrosa::read::{Reading, read};
use subrosa::report::{Disclose, REPORTERS, Style, disclose};
use subrosa::run::{self, Claims, Inputs, Job, Request};
use subrosa::spot::{Engine, Scratch, spot};

use crate::support::{Bench, CLEAN, LEAK, REGISTER};

/// The name that the register protects.
const NAME: &str = "Northgate Memorial Hospital";

/// The folder of the demo.
fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo")
}

/// The demo's drafts: path and content.
fn demo_drafts() -> Vec<(String, Vec<u8>)> {
    let (mut drafts, mut folders) = (Vec::new(), vec![demo()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(demo()).unwrap().to_string_lossy().into_owned();
                drafts.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    drafts.sort();
    assert!(drafts.len() > 10);
    drafts
}

/// The engine of the demo's register.
fn demo_engine() -> Engine {
    Engine::compile(subrosa::register::load("r", &fs::read(demo().join("register.yaml")).unwrap()).unwrap())
}

/// What came of hostile bytes.
struct Survived {
    /// How the reading ended.
    reading: Reading,
    /// Each finding's rule and the bytes of the source it stands on.
    found: Vec<(String, String)>,
}

impl Survived {
    /// Whether the protected name was found in the content.
    fn has(&self, slice: &str) -> bool {
        self.found.iter().any(|(_, found)| found == slice)
    }
}

/// Takes bytes through reading, searching and judging; fails where one of them panics or a span leads astray.
#[track_caller]
fn survive(engine: &Engine, path: &str, bytes: &[u8]) -> Survived {
    let source = Arc::new(Source { path: path.to_owned(), file: path.into(), bytes: bytes.to_vec() });
    let policy = Policy::default();
    let case = Case { kind: Kind::Page, channel: None, moments: vec![jiff::Timestamp::UNIX_EPOCH], policy: &policy };
    let mut scratch = Scratch::default();
    let mut found = Vec::new();
    let ended = catch_unwind(AssertUnwindSafe(|| {
        read(&source, &mut |draft: Draft| {
            let spotted = spot(&draft, engine, &mut scratch);
            for finding in judge(&draft, &spotted, engine, &case).findings {
                let block = draft.block_at(finding.span.start).expect("a finding stands in a block");
                let home = draft.home(finding.span);
                let whole = if draft.blocks[block].role == Role::Path { path.as_bytes() } else { bytes };
                assert!(home.start < home.end && home.end as usize <= whole.len(), "{home:?} of {}", whole.len());
                let slice = String::from_utf8_lossy(&whole[home.range()]).into_owned();
                found.push((finding.rule.into_owned(), slice));
            }
        })
    }));
    let reading = ended.unwrap_or_else(|_| panic!("{path} of {} bytes panicked", bytes.len()));
    if let Reading::Unchecked(reason) = &reading {
        assert!(!reason.0.contains("bug"), "{path} of {} bytes: {}", bytes.len(), reason.0);
    }
    Survived { reading, found }
}

#[test]
fn every_truncation_of_the_demo_is_survived() {
    let engine = demo_engine();
    for (path, bytes) in demo_drafts() {
        for end in 0..bytes.len().min(2500) {
            survive(&engine, &path, &bytes[..end]);
        }
    }
}

#[test]
fn flipped_bits_and_changed_bytes_are_survived() {
    let engine = demo_engine();
    for (path, bytes) in demo_drafts() {
        for at in (0..bytes.len().min(2500)).step_by(2) {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            survive(&engine, &path, &changed);
            changed[at] = [0, 0xFF, 0xC3, b'<', b'>', b'&', b'"', b'`', b'-', b'\n', 0xE2, b'|'][at / 2 % 12];
            survive(&engine, &path, &changed);
        }
    }
}

#[test]
fn a_draft_read_as_any_other_format_is_survived() {
    let engine = demo_engine();
    for (path, bytes) in demo_drafts() {
        for ending in subrosa::read::formats().flat_map(|(_, endings)| endings.iter().copied()) {
            survive(&engine, &format!("{path}.{ending}"), &bytes);
        }
    }
}

#[test]
fn encodings_change_nothing_about_what_is_found() {
    let engine = crate::support::engine(REGISTER);
    let utf8 = LEAK.as_bytes().to_vec();
    let wide = |to: fn(u16) -> [u8; 2], mark: bool| {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter().chain(LEAK.encode_utf16()).flat_map(to).collect::<Vec<u8>>()
    };
    let with = |before: &[u8], after: &[u8]| [before, &utf8, after].concat();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("plain", utf8.clone()),
        ("byte order mark", with(b"\xEF\xBB\xBF", b"")),
        ("two byte order marks", with(b"\xEF\xBB\xBF\xEF\xBB\xBF", b"")),
        ("NUL at the start", with(b"a\0b ", b"")),
        ("NUL at the end", with(b"", b"\0")),
        ("a lone continuation byte", with(b"\x80 ", b"")),
        ("a cut sequence at the end", with(b"", b"\xE2\x82")),
        ("an overlong slash", with(b"\xC0\xAF ", b"")),
        ("a surrogate", with(b"\xED\xA0\x80 ", b"")),
        ("Windows-1252", with(b"caf\xE9 \x93\x94 ", b"")),
        ("carriage returns", with(b"one\rtwo\r", b"\r")),
        ("both line ends", with(b"one\r\ntwo\n\r\n", b"\r\n")),
        ("form feeds and other controls", with(b"\x0C\x1B[31m\x07\x08", b"\x1A")),
        ("a line of a hundred thousand characters", with(&b"word ".repeat(20_000), b"")),
        ("a hundred thousand lines", with(&b"\n".repeat(100_000), b"")),
        ("a hundred thousand words without a space", with(&[&b"word".repeat(100_000)[..], b" "].concat(), b"")),
        ("combining marks", with("e\u{301}\u{302}\u{303}".repeat(10_000).as_bytes(), b"")),
        ("right to left", with("\u{202E}\u{2066}".repeat(100).as_bytes(), "\u{202C}".as_bytes())),
    ];
    for ending in ["txt", "md", "html"] {
        for (what, bytes) in &cases {
            let survived = survive(&engine, &format!("a.{ending}"), bytes);
            assert!(survived.has(NAME), "{what} in {ending}: {:?} {:?}", survived.found, survived.reading);
        }
        for bytes in [wide(u16::to_le_bytes, true), wide(u16::to_be_bytes, true)] {
            let survived = survive(&engine, &format!("a.{ending}"), &bytes);
            assert_eq!(survived.found.len(), 1, "UTF-16 in {ending}");
            assert_eq!(survived.found[0].1.replace('\0', ""), NAME);
        }
    }
}

#[test]
fn deep_nesting_ends_in_findings_or_a_reason() {
    let engine = crate::support::engine(REGISTER);
    let deep = |open: &str, close: &str, times: usize| {
        format!("{}{LEAK}{}", open.repeat(times), close.repeat(times)).into_bytes()
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("a.html", deep("<div>", "</div>", 50_000)),
        ("a.html", deep("<b><i>", "", 50_000)),
        ("a.html", deep("</p>", "", 50_000)),
        ("a.html", deep("<!--", "-->", 10_000)),
        ("a.html", deep("<a title='", "", 10_000)),
        ("a.html", deep("&amp;&#x26;&", ";", 10_000)),
        ("a.md", deep("> ", "", 5_000)),
        ("a.md", deep("- ", "", 5_000)),
        ("a.md", deep("*_", "_*", 20_000)),
        ("a.md", deep("[", "](x)", 20_000)),
        ("a.md", deep("![", "](x)", 20_000)),
        ("a.md", deep("a `", "", 50_000)),
        ("a.md", deep("<b>", "", 20_000)),
        ("a.md", deep("|", "|", 20_000)),
        ("a.md", deep("[^1]: ", "", 2_000)),
        ("a.md", format!("---\na: {}{LEAK}", "[".repeat(20_000)).into_bytes()),
        ("a.md", format!("---\n{}\n---\n{LEAK}", "a: &a [*a]\n".repeat(200)).into_bytes()),
        ("a.md", format!("+++\na = {}\n+++\n{LEAK}", "[".repeat(20_000)).into_bytes()),
        ("a.tsx", deep("<A b={", "}>", 20_000)),
        ("a.svg", deep("<g>", "</g>", 20_000)),
        ("a.txt", deep("> ", "", 20_000)),
    ];
    for (path, bytes) in cases {
        let start = Instant::now();
        let survived = survive(&engine, path, &bytes);
        let begins = String::from_utf8_lossy(&bytes[..30]).into_owned();
        let told = survived.has(NAME) || survived.reading != Reading::Checked;
        assert!(told, "{path} {begins:?} says nothing: {:?}", survived.found);
        let limit = Duration::from_secs(20);
        assert!(start.elapsed() < limit, "{path} {begins:?} took {:?}", start.elapsed());
    }
}

#[test]
fn a_name_twenty_thousand_times_is_no_trap() {
    let engine = crate::support::engine(REGISTER);
    for text in [
        "We met Northgate Memorial Hospital today. ",
        "and Northgate Memorial Hospital ",
        "#NorthgateMemorialHospital ",
    ] {
        for ending in ["txt", "md", "html"] {
            let start = Instant::now();
            let survived = survive(&engine, &format!("a.{ending}"), text.repeat(20_000).as_bytes());
            assert_eq!(survived.found.len(), 20_000, "{text:?} in {ending}");
            assert!(start.elapsed() < Duration::from_secs(20), "{text:?} in {ending}: {:?}", start.elapsed());
        }
    }
}

#[test]
fn a_register_made_to_be_slow_is_not() {
    // Names of the same words, in a text of nothing but these words.
    let names: String = (0..200)
        .map(|n| format!("  - {{id: C-{n}, name: \"Zorvath Beltrane {}\"}}\n", "Quimbold ".repeat(n % 9 + 1)))
        .collect();
    let engine = crate::support::engine(&format!("clients:\n{names}"));
    let text = "Zorvath Beltrane Quimbold ".repeat(200);
    let start = Instant::now();
    let survived = survive(&engine, "a.txt", text.as_bytes());
    assert!(!survived.found.is_empty() || survived.reading != Reading::Checked);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn twice_the_text_takes_about_twice_the_time() {
    let engine = crate::support::engine(REGISTER);
    let seeds = ["a* ", "[a](", "<b ", "&a", "Northgate Memorial ", "#northgate", "\u{301}", "| a ", "<!-- ", "\"'"];
    for ending in ["txt", "md", "html"] {
        for seed in seeds {
            let time = |bytes: usize| {
                let text = seed.repeat(bytes / seed.len());
                let run = || {
                    let start = Instant::now();
                    survive(&engine, &format!("a.{ending}"), text.as_bytes());
                    start.elapsed()
                };
                run().min(run())
            };
            let (one, mut eight) = (time(50_000), time(400_000));
            // Eight times the text: quadratic work would take sixty-four times as long.
            let allowed = one * 30 + Duration::from_millis(200);
            // Other work on the machine can slow one measurement, quadratic work slows all.
            for _ in 0..3 {
                if eight >= allowed {
                    eight = eight.min(time(400_000));
                }
            }
            assert!(eight < allowed, "{seed:?} in {ending}: {one:?}, then {eight:?}");
        }
    }
}

#[test]
fn fifty_megabytes_on_one_line_take_seconds() {
    let engine = crate::support::engine(REGISTER);
    let mut text = "The court sat on Monday and heard nobody at all that day. ".repeat(50 * 1024 * 1024 / 58);
    text.push_str(LEAK);
    for ending in ["txt", "md", "html"] {
        let start = Instant::now();
        let survived = survive(&engine, &format!("a.{ending}"), text.as_bytes());
        assert!(survived.has(NAME), "{ending}: {:?}", survived.reading);
        assert!(start.elapsed() < Duration::from_secs(60), "{ending}: {:?}", start.elapsed());
    }
}

/// All reports of a run over a folder.
fn reports(bench: &Bench, threads: usize) -> Vec<Vec<u8>> {
    let config = Config::none(bench.path());
    let paths: [PathBuf; 1] = [bench.at("site")];
    let request = Request { paths: &paths, stdin_filename: None, force_exclude: false, config: &config, own: &[] };
    let inputs = Inputs::gather(&request).unwrap();
    let job = Job {
        engine: &crate::support::engine(REGISTER),
        config: &config,
        claims: Claims::default(),
        now: jiff::Timestamp::UNIX_EPOCH,
        max_file: MAX_FILE,
        threads: NonZeroUsize::new(threads).unwrap(),
        read,
        why: false,
        whole: true,
        tick: &|| {},
    };
    let ran = run::run(&job, &inputs).unwrap();
    let mut all = Vec::new();
    for level in Disclose::ALL {
        let report = disclose(&ran.outcome, level, false);
        for reporter in REPORTERS {
            let mut out = Vec::new();
            reporter.write(&report, &Style::default(), &mut out).unwrap();
            all.push(out);
        }
    }
    all
}

#[test]
fn hostile_files_give_the_same_bytes_on_one_thread_and_on_four() {
    let mut bench = Bench::new();
    for (path, bytes) in demo_drafts() {
        for (number, end) in [bytes.len() / 3, bytes.len() / 2, bytes.len()].into_iter().enumerate() {
            let text = [&bytes[..end], b"\0\xFF\n", LEAK.as_bytes(), b"\x1B[2J\xE2\x80\xAE"].concat();
            bench = bench.file(&format!("site/{number}/{path}"), text);
        }
    }
    let bench = bench.file("site/empty.md", "").file("site/clean.md", CLEAN).file("site/a.zip", "PK\x03\x04");
    let one = reports(&bench, 1);
    assert!(one.iter().any(|out| out.len() > 10_000));
    for out in &one {
        assert!(!out.contains(&0x1B), "control characters of a draft reach the terminal");
    }
    assert_eq!(one, reports(&bench, 4));
}
