//! Owns how a pack's regex is compiled: classes held to ASCII, mistakes told with their place, and which literals every
//! match must hold, so that `spot` runs it only where one of them stands. Called by `load`.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::digits::digits;
use super::model::Pattern;
use super::skeleton::{CAPITAL, skeletons};

/// How a regex is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    /// Classes mean Unicode.
    pub(super) unicode: bool,
    /// Upper and lower case differ.
    pub(super) exact_case: bool,
    /// It is of a pack that is built in.
    pub(super) builtin: bool,
}

/// Largest compiled size of one regex, in bytes.
const LARGEST: usize = 1 << 20;
/// Most literals that are looked for in place of one regex.
const MOST_LITERALS: usize = 200;

/// Compiles a regex. The error says what is wrong and at which character.
pub(super) fn compile(written: &str, options: Options) -> Result<Pattern, String> {
    // Parsed as written first: places in messages must be those of the pack. Of the built-in ones a test sees that they parse.
    if !options.builtin
        && let Err(error) = regex_syntax::Parser::new().parse(written)
    {
        return Err(explain(&error));
    }
    let plain = if options.unicode { written.to_owned() } else { ascii_classes(written) };
    let hir = regex_syntax::Parser::new().parse(&plain).map_err(|error| explain(&error))?;
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err("the regex matches the empty text".to_owned());
    }
    let literals = literals(&hir);
    let (exact_case, regex) = (options.exact_case, Arc::default());
    let (digits, stretch) = (digits(&hir, 0).longest, digits(&hir, 1).longest);
    let mut texts = skeletons(&hir);
    if !exact_case {
        texts.iter_mut().flatten().for_each(|text| *text = text.replace(CAPITAL, "@"));
    }
    Ok(Pattern { written: written.to_owned(), plain, exact_case, regex, literals, texts, digits, stretch })
}

impl Pattern {
    /// The regex. A group named `at` narrows the match. None where it is too large to be compiled, which `load` refuses
    /// of packs that are not built in.
    pub fn regex(&self) -> Option<&Regex> {
        let build = || {
            let mut builder = RegexBuilder::new(&self.plain);
            builder.case_insensitive(!self.exact_case).multi_line(true).size_limit(LARGEST).build().ok()
        };
        self.regex.get_or_init(build).as_ref()
    }
}

/// A parser's complaint in one line.
fn explain(error: &regex_syntax::Error) -> String {
    let (what, at) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.column),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.column),
        _ => return "the regex does not compile".to_owned(),
    };
    format!("the regex does not compile: {what}, at character {at}")
}

/// The regex with `\d \w \s \b` and their opposites held to ASCII.
fn ascii_classes(written: &str) -> String {
    let mut out = String::with_capacity(written.len() + 16);
    let mut depth = 0_u32;
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str("[0-9]"),
                Some('D') => out.push_str("[^0-9]"),
                Some('w') => out.push_str("[0-9A-Za-z_]"),
                Some('W') => out.push_str("[^0-9A-Za-z_]"),
                Some('s') => out.push_str(BLANKS),
                Some('S') => out.push_str(NO_BLANKS),
                Some('b') if depth == 0 && chars.peek() != Some(&'{') => out.push_str("(?-u:\\b)"),
                Some('B') if depth == 0 => out.push_str("(?-u:\\B)"),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            '[' => {
                depth += 1;
                out.push(c);
                // A bracket right at the start of a class is a member of it.
                for sign in ['^', ']'] {
                    if chars.peek() == Some(&sign) {
                        chars.next();
                        out.push(sign);
                    }
                }
            }
            ']' => {
                depth = depth.saturating_sub(1);
                out.push(c);
            }
            other => out.push(other),
        }
    }
    out
}

/// What `\s` means without Unicode: also the blanks that typesetters put into sums.
const BLANKS: &str = "[\\t\\n\\v\\f\\r \u{A0}\u{2009}\u{202F}]";
/// What `\S` means without Unicode.
const NO_BLANKS: &str = "[^\\t\\n\\v\\f\\r \u{A0}\u{2009}\u{202F}]";

/// Literals of so many letters tell enough: fewer of them are then better than longer ones.
const ENOUGH: usize = 3;

/// The most telling literals of which every match holds one: those that it begins or ends with, or those of a part.
fn literals(hir: &Hir) -> Vec<String> {
    let edges = [ExtractKind::Prefix, ExtractKind::Suffix].into_iter().filter_map(|kind| edge(hir, kind));
    required(hir)
        .into_iter()
        .chain(edges)
        .max_by_key(|found| (found.1.min(ENOUGH), MOST_LITERALS - found.0.len()))
        .unwrap_or_default()
        .0
}

/// The literals that every match begins or ends with, where they are few.
fn edge(hir: &Hir, kind: ExtractKind) -> Option<Required> {
    let found = Extractor::new().kind(kind).limit_class(12).limit_total(MOST_LITERALS).extract(hir);
    let mut out = Vec::new();
    for literal in found.literals()? {
        let text = std::str::from_utf8(literal.as_bytes()).ok()?;
        // What isn't ASCII and has other cases is unknown to the automaton.
        if text.chars().any(is_cased) {
            return None;
        }
        out.push(text.to_ascii_lowercase());
    }
    telling(out)
}

/// Whether a character has another case that only Unicode knows.
fn is_cased(c: char) -> bool {
    !c.is_ascii() && (c.is_lowercase() || c.is_uppercase())
}

/// Literals of which every match holds one, and how telling the least telling of them is.
type Required = (Vec<String>, usize);

/// The most telling required literals of an expression, in lower case; none where there are none.
fn required(hir: &Hir) -> Option<Required> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            // What isn't ASCII has other cases that the automaton does not know.
            let longest = text.split(is_cased).max_by_key(|part| part.len())?;
            telling(vec![longest.to_ascii_lowercase()])
        }
        HirKind::Class(class) => telling(members(class)?),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Concat(parts) => {
            // Neighbouring single characters, as (?i) makes of words, are one literal again.
            let joined = joined_literals(parts);
            parts.iter().filter_map(required).chain(joined).max_by_key(|found| found.1)
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(required(part)?.0);
            }
            telling(all)
        }
        _ => None,
    }
}

/// The members of a small class, in lower case.
fn members(class: &Class) -> Option<Vec<String>> {
    let mut out = Vec::new();
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                if range.len() > 8 || (range.start()..=range.end()).any(is_cased) {
                    return None;
                }
                out.extend((range.start()..=range.end()).map(|c| c.to_ascii_lowercase().to_string()));
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                if range.len() > 8 || !range.end().is_ascii() {
                    return None;
                }
                out.extend((range.start()..=range.end()).map(|b| char::from(b.to_ascii_lowercase()).to_string()));
            }
        }
    }
    out.sort();
    out.dedup();
    (out.len() <= 8).then_some(out)
}

/// The longest run of neighbours that are each one letter in either case.
fn joined_literals(parts: &[Hir]) -> Option<Required> {
    let (mut best, mut run) = (String::new(), String::new());
    for part in parts {
        let letter = match part.kind() {
            HirKind::Class(class) => members(class).filter(|m| m.len() == 1).map(|mut m| m.remove(0)),
            HirKind::Literal(literal) => {
                std::str::from_utf8(&literal.0).ok().filter(|t| t.is_ascii()).map(str::to_ascii_lowercase)
            }
            _ => None,
        };
        match letter {
            Some(letter) => run.push_str(&letter),
            None => run.clear(),
        }
        if run.len() > best.len() {
            best.clone_from(&run);
        }
    }
    telling(vec![best])
}

/// Longest literal that is looked for, in bytes: more letters tell little more, and make the automaton large.
const LONGEST_LITERAL: usize = 6;

/// Literals with how telling they are; none if one of them stands nearly everywhere. Only beginnings are kept, and only
/// those without a shorter one.
fn telling(literals: Vec<String>) -> Option<Required> {
    let short =
        |literal: String| literal.get(..literal.floor_char_boundary(LONGEST_LITERAL)).unwrap_or_default().to_owned();
    let mut literals: Vec<String> = literals.into_iter().map(short).collect();
    literals.sort();
    literals.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    let least = literals.iter().map(|literal| weight(literal)).min()?;
    (least > 0 && literals.len() <= MOST_LITERALS).then_some((literals, least))
}

/// How telling a literal is: its length; of single characters only the rare signs count.
fn weight(literal: &str) -> usize {
    match literal.as_bytes() {
        [] => 0,
        [one] if one.is_ascii_alphanumeric() || b" .,-'()/:;\n\t".contains(one) => 0,
        [one] if b"$@#%&+=<>|~*".contains(one) => 3,
        b"\"" => 2,
        [_] => 1,
        two if two.iter().all(|b| b" .,-\n0123456789".contains(b)) => 0,
        // Two letters stand inside half of all words.
        two if two.len() == 2 && two.iter().all(u8::is_ascii_alphanumeric) => 1,
        longer => longer.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compiles with the usual options.
    fn compiled(regex: &str) -> Pattern {
        compile(regex, Options::default()).expect(regex)
    }

    #[test]
    fn every_match_holds_one_of_the_literals() {
        for (regex, literals) in [
            (r"\$\s?\d+", vec!["$"]),
            (r"(?:USD|EUR) \d+", vec!["eur", "usd"]),
            (r"\bref\.? \d+", vec!["ref"]),
            (r"\d+ (dollars|pounds)?", vec![]),
            (r"[$%]\d", vec!["$", "%"]),
            (r"(?i)docket \d", vec!["doc"]),
            (r"\d{3}-\d{4}", vec![]),
            (r"café \d", vec!["caf"]),
            (r"(ab|\d)", vec![]),
            (r"█{2} \d", vec!["██"]),
        ] {
            assert_eq!(compiled(regex).literals, literals, "{regex}");
        }
    }

    #[test]
    fn every_match_holds_so_many_digits_in_a_row() {
        for (regex, digits) in [
            (r"\d{3}-\d{2}-\d{4}", 4),
            (r"\d{3}-?\d{4}", 4),
            (r"(?:4\d{3}|5[1-5]\d{2})\b\d", 5),
            (r"(?:\d{2}|\d{6,8})", 2),
            (r"T20\d{6}", 8),
            (r"\d+ ?\d*", 1),
            (r"(?:\d\d){3}", 6),
            (r"(?:\d\d,){3}", 2),
            (r"x\d?", 0),
            (r"[0-9a]{4}", 0),
        ] {
            assert_eq!(compiled(regex).digits, digits, "{regex}");
        }
        assert_eq!(compile(r"\d{4}", Options { unicode: true, ..Options::default() }).map(|p| p.digits), Ok(0));
    }

    #[test]
    fn classes_are_ascii_unless_asked() {
        assert!(!compiled(r"x\d").regex().is_some_and(|r| r.is_match("x٣")));
        assert!(
            compile(r"x\d", Options { unicode: true, ..Options::default() })
                .is_ok_and(|p| p.regex().is_some_and(|r| r.is_match("x٣")))
        );
        assert!(compiled(r"\$\s\d").regex().is_some_and(|r| r.is_match("$\u{A0}5")));
        assert!(compiled(r"[^]\d]x\b").regex().is_some_and(|r| r.is_match("axé")));
        assert!(compiled(r"Abc").regex().is_some_and(|r| r.is_match("aBC")));
    }

    #[test]
    fn the_regexes_of_built_in_packs_parse_as_they_are_written() {
        let rules = crate::rules::load(&crate::rules::builtin::packs()).expect("the packs are right");
        let finders = rules.signals.iter().map(|def| &def.finder);
        let patterns = finders.filter_map(|finder| match finder {
            crate::rules::model::Finder::Wording { patterns, .. } => Some(patterns),
            _ => None,
        });
        let mut seen = 0;
        for pattern in patterns.flatten() {
            assert!(regex_syntax::Parser::new().parse(&pattern.written).is_ok(), "{}", pattern.written);
            seen += 1;
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn mistakes_have_a_place() {
        let error = |regex| compile(regex, Options::default()).expect_err(regex);
        assert_eq!(error(r"ab(c"), "the regex does not compile: unclosed group, at character 3");
        assert!(error(r"\p{Nope}x").contains("at character 1"));
        assert_eq!(error("a*"), "the regex matches the empty text");
        assert!(compiled(r"(\w{1000}){1000}").regex().is_none());
    }

    proptest::proptest! {
        #[test]
        fn no_regex_panics(regex in "[a-c\\\\dwsb\\[\\]^(){}|?*+.$é]{0,24}") {
            let _ = compile(&regex, Options::default());
        }
    }
}
