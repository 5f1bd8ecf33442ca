//! Owns the decision whether a name stands at a candidate: its letters are compared with the letters of the text, word by
//! word, and what lies between them with what a name may be parted by. Called by `names`; the evidence that an ambiguous
//! name needs besides is `evidence`'s business.

use super::slips::{differs_by_more, is_one_slip};
use super::stretch::{Start, Stretch};
use crate::register::forms::{FormKind, camel_parts};
use crate::register::legal;
use crate::text::Span;
use crate::text::fold::{fold_char, fold_word, is_ignorable};

/// Where a name stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Aligned {
    /// From the first to the last letter, in the draft's text.
    pub(super) span: Span,
    /// Index of the first word it touches.
    pub(super) first: usize,
    /// Index of the last word it touches.
    pub(super) last: usize,
    /// Written without a gap where the register has one.
    pub(super) joined: bool,
    /// It begins or ends inside a word, at a change of case or at digits.
    pub(super) inside: bool,
    /// One of its words has a slip.
    pub(super) slip: bool,
    /// A possessive `s` without its apostrophe is taken in.
    pub(super) bare_s: bool,
}

/// Folded text of the words at hand, reused.
#[derive(Default)]
pub(super) struct Scratch {
    /// The word that is being compared.
    token: String,
}

/// How strictly names are aligned.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// It may end inside a word, wherever that is.
    pub(super) loose: bool,
    /// One word of it may have one slip.
    pub(super) slip: bool,
}

impl Way {
    /// Letter by letter, from edge to edge.
    pub(super) const PLAIN: Self = Self { loose: false, slip: false };
    /// It may end inside a word.
    pub(super) const LOOSE: Self = Self { loose: true, slip: false };
    /// One word may have a slip.
    pub(super) const SLIP: Self = Self { loose: false, slip: true };
}

/// Tries to align `entry` (folded words with blanks, `&` for a connector, `v` for versus) so that it begins `at` a
/// place.
pub(super) fn align(
    stretch: &Stretch<'_>,
    entry: &str,
    kind: FormKind,
    at: Start,
    way: Way,
    scratch: &mut Scratch,
) -> Option<Aligned> {
    let Start { word: first, offset } = at;
    let start = stretch.words.get(first)?;
    let written = stretch.written(first).as_bytes().get(offset..)?;
    // Words are short: a search for the blank costs more than a look at each letter.
    let len = entry.bytes().position(|byte| byte == b' ').unwrap_or(entry.len());
    let opening = entry.as_bytes().get(..len).unwrap_or_default();
    if begins_otherwise(written, opening)
        && (!way.slip
            || offset > 0
            || written.iter().all(u8::is_ascii_alphanumeric) && differs_by_more(written, opening))
    {
        return None;
    }
    let mut walk = Walk {
        stretch,
        kind,
        index: first,
        offset,
        token: &mut scratch.token,
        at: 0,
        joined: false,
        crossed: false,
        slip: if way.slip { Slip::Allowed } else { Slip::Refused },
    };
    walk.load()?;
    let listed = entry.bytes().any(|byte| byte == b'&');
    let mut begun = false;
    let mut list = entry.split(' ').peekable();
    while let Some(word) = list.next() {
        if word == "&" {
            walk.connector()?;
            continue;
        }
        if word == "v" && begun {
            walk.versus(list.peek().copied().unwrap_or_default())?;
            continue;
        }
        if begun {
            walk.boundary(listed)?;
        }
        walk.letters(word)?;
        begun = true;
    }
    let (end, inside_end) = walk.end(way.loose)?;
    Some(Aligned {
        span: Span::new(start.at + offset as u32, end),
        first,
        last: walk.index,
        joined: walk.joined,
        inside: offset > 0 || inside_end,
        slip: walk.slip == Slip::Made,
        bare_s: false,
    })
}

/// Whether the bytes of a word and the first word of an entry differ in a letter of ASCII before either ends, so that there
/// is no need to fold the word.
fn begins_otherwise(written: &[u8], opening: &[u8]) -> bool {
    for (a, &b) in written.iter().zip(opening) {
        if !(a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric()) {
            return false;
        }
        if a.to_ascii_lowercase() != b {
            return true;
        }
    }
    false
}

/// Whether a word may have a slip.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// No.
    Refused,
    /// One may.
    Allowed,
    /// One has.
    Made,
}

/// Where in the text the comparison stands.
struct Walk<'s, 'a> {
    /// The text.
    stretch: &'s Stretch<'a>,
    /// Names and identifiers are parted differently.
    kind: FormKind,
    /// The word.
    index: usize,
    /// Bytes of the written word that were skipped before its folded form.
    offset: usize,
    /// Its folded form.
    token: &'s mut String,
    /// Bytes of the folded form that are compared.
    at: usize,
    /// A gap of the register was missing.
    joined: bool,
    /// A connector was crossed and the next word is loaded.
    crossed: bool,
    /// Whether a word may have a slip, or has.
    slip: Slip,
}

impl Walk<'_, '_> {
    /// Folds the word that stands at `index`.
    fn load(&mut self) -> Option<()> {
        let written = self.stretch.written(self.index).get(self.offset..)?;
        self.token.clear();
        fold_word(written, self.token);
        self.at = 0;
        (!self.token.is_empty()).then_some(())
    }

    /// Goes to the next word.
    fn step(&mut self) -> Option<()> {
        self.index += 1;
        self.offset = 0;
        self.stretch.words.get(self.index)?;
        self.load()
    }

    /// Whether the word is used up.
    fn spent(&self) -> bool {
        self.at >= self.token.len()
    }

    /// Compares one word of the entry, with a slip if one is allowed.
    fn letters(&mut self, word: &str) -> Option<()> {
        let (index, at, offset) = (self.index, self.at, self.offset);
        if self.exact_letters(word).is_some() {
            return Some(());
        }
        if self.slip != Slip::Allowed || at != 0 || offset != 0 {
            return None;
        }
        (self.index, self.offset) = (index, offset);
        self.load()?;
        if !is_one_slip(self.token, word) {
            return None;
        }
        self.slip = Slip::Made;
        self.at = self.token.len();
        Some(())
    }

    /// Compares one word of the entry; gaps of the text inside it must be joints.
    fn exact_letters(&mut self, word: &str) -> Option<()> {
        let mut rest = word;
        while !rest.is_empty() {
            if self.spent() {
                self.inside_gap()?;
                self.step()?;
            }
            let have = self.token.get(self.at..)?;
            let take = have.len().min(rest.len());
            if have.as_bytes().get(..take)? != rest.as_bytes().get(..take)? {
                return None;
            }
            self.at += take;
            rest = rest.get(take..)?;
        }
        Some(())
    }

    /// Crosses from one party to the other: legal forms of the first may stand before `v`, `v.`, `vs` or `versus`.
    fn versus(&mut self, next: &str) -> Option<()> {
        if !self.spent() {
            let rest = self.token.get(self.at..)?;
            let fits =
                |word: &&str| rest.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(next));
            let word = ["versus", "vs", "v"].into_iter().find(fits)?;
            self.at += word.len();
            return Some(());
        }
        let mut form = String::new();
        for _ in 0..=legal::LONGEST {
            let gap = self.stretch.between(self.index + 1);
            if !gap.chars().all(|c| c.is_whitespace() || is_joint(c) || is_ignorable(c) || matches!(c, ',' | '&' | '/'))
            {
                return None;
            }
            self.index += 1;
            self.offset = 0;
            self.load()?;
            if matches!(self.token.as_str(), "v" | "vs" | "versus") {
                self.at = self.token.len();
                return (form.is_empty() || legal::is_form(&form)).then_some(());
            }
            if !form.is_empty() && gap != "." {
                form.push(' ');
            }
            form.push_str(self.token);
        }
        None
    }

    /// What may part the letters of one word: a joint, a hyphen at a line's end, the dots and blanks of initials.
    fn inside_gap(&self) -> Option<()> {
        let gap = self.stretch.between(self.index + 1);
        let ok = match self.kind {
            FormKind::Identifier => is_identifier_gap(gap),
            _ => {
                let visible = || gap.chars().filter(|c| !is_ignorable(*c));
                let initial = self.token.chars().count() == 1;
                let hyphen = visible().next().is_none_or(is_hyphen);
                let broken = visible().skip(1).all(char::is_whitespace) && visible().skip(1).any(|c| c == '\n');
                visible().count() == 0
                    || (visible().count() == 1 && visible().all(is_joint))
                    || (hyphen && broken)
                    || (initial && matches!(gap, "." | ". " | " " | ".\u{a0}" | "\u{a0}"))
            }
        };
        ok.then_some(())
    }

    /// Crosses from one word of the entry to the next.
    fn boundary(&mut self, listed: bool) -> Option<()> {
        if std::mem::take(&mut self.crossed) {
            return Some(());
        }
        if !self.spent() {
            self.joined = true;
            return Some(());
        }
        let gap = self.stretch.between(self.index + 1);
        if !self.may_part(gap, listed) {
            return None;
        }
        self.joined |= !gap.contains(char::is_whitespace);
        self.step()
    }

    /// Whether two words of the entry may be parted by this text.
    fn may_part(&self, gap: &str, listed: bool) -> bool {
        match self.kind {
            FormKind::Identifier => is_identifier_gap(gap),
            _ => {
                let lines = gap.matches('\n').count();
                // A mail quotes line by line: `Kestrelford\n> Instruments`.
                let quoted = gap.contains('\n') && gap.trim_start().starts_with('>');
                let plus = gap == "+" && self.stretch.is_address(self.index);
                let plain = gap.chars().all(|c| {
                    c.is_whitespace()
                        || is_joint(c)
                        || is_ignorable(c)
                        || (listed && c == ',')
                        || (quoted && matches!(c, '>' | '|'))
                        || is_emphasis(gap, c)
                }) || plus;
                let stop = gap.contains('.') && gap.contains(char::is_whitespace);
                plain && lines <= 1 && (!stop || self.is_abbreviation()) && gap.chars().count() <= 40
            }
        }
    }

    /// Whether the word just compared may have a full stop of its own.
    fn is_abbreviation(&self) -> bool {
        self.token.chars().count() <= 2
            || matches!(
                self.token.as_str(),
                "bros"
                    | "intl"
                    | "univ"
                    | "dept"
                    | "assn"
                    | "corp"
                    | "inc"
                    | "ltd"
                    | "mfg"
                    | "natl"
                    | "ste"
                    | "mrs"
                    | "prof"
                    | "co"
                    | "svcs"
                    | "hosp"
                    | "inst"
                    | "assoc"
                    | "govt"
            )
    }

    /// Crosses a connector: a sign, a word, or nothing.
    fn connector(&mut self) -> Option<()> {
        if !self.spent() {
            // `smithandjones`, `smithundjones`.
            let rest = self.token.get(self.at..)?;
            if let Some(word) = ["and", "und"].into_iter().find(|word| rest.starts_with(word)) {
                self.at += word.len();
            }
            return Some(());
        }
        let gap = self.stretch.between(self.index + 1);
        if gap.contains(['&', '+', '＆']) {
            let plain =
                |c: char| c.is_whitespace() || matches!(c, '&' | '+' | '＆' | '-' | '_' | '.' | ',') || is_ignorable(c);
            if !gap.chars().all(plain) {
                return None;
            }
            self.crossed = true;
            return self.step();
        }
        let next = self.stretch.written(self.index + 1);
        let is_word =
            ["and", "und", "et", "y", "e", "og", "och", "en", "n"].iter().any(|word| next.eq_ignore_ascii_case(word));
        if is_word && self.may_part(gap, true) {
            // The blank after the connector is crossed by `boundary`.
            self.index += 1;
            self.offset = 0;
            return self.load().map(|()| self.at = self.token.len());
        }
        Some(())
    }

    /// The byte in the draft's text after the last letter, and whether that is inside a word. Ends inside a word only at
    /// a change of case or between letters and digits, unless `loose`.
    fn end(&self, loose: bool) -> Option<(u32, bool)> {
        let word = self.stretch.words.get(self.index)?;
        if self.spent() {
            return Some((word.span().end, false));
        }
        let written = self.stretch.written(self.index).get(self.offset..)?;
        let used = self.token.get(..self.at)?.chars().count();
        let cut = written_len(written, used)?;
        let before = written.get(..cut)?.chars().next_back()?;
        let after = written.get(cut..)?.chars().next()?;
        let camel = before.is_lowercase() && after.is_uppercase()
            || before.is_uppercase() && after.is_uppercase() && is_part_border(written, cut);
        let digits =
            before.is_alphabetic() && after.is_ascii_digit() || before.is_ascii_digit() && after.is_alphabetic();
        (loose || camel || digits).then(|| (word.at + (self.offset + cut) as u32, true))
    }
}

/// Whether a word is cut at byte `at` when it is cut by its capitals.
fn is_part_border(written: &str, at: usize) -> bool {
    let mut sum = 0;
    camel_parts(written).iter().any(|part| {
        sum += part.len();
        sum == at
    })
}

/// How many bytes of `written` give `folded_chars` characters when folded; none if that is inside a character.
fn written_len(written: &str, folded_chars: usize) -> Option<usize> {
    let (mut have, mut scratch) = (0, String::new());
    for (at, c) in written.char_indices() {
        if have == folded_chars && !is_ignorable(c) && !unicode_normalization::char::is_combining_mark(c) {
            return Some(at);
        }
        scratch.clear();
        fold_char(c, &mut scratch);
        have += scratch.chars().count();
        if have > folded_chars {
            return None;
        }
    }
    (have == folded_chars).then_some(written.len())
}

/// Hyphens of any length, and the underscore.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '−' | '\u{AD}' | '_')
}

/// What may stand inside a name without parting it.
fn is_joint(c: char) -> bool {
    is_hyphen(c) || matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '.' | '·')
}

/// Whether a sign between two words is one of plain text's marks of emphasis: it touches a word (`**Kestrelford** Instruments`)
/// and opens no item of a list.
pub(super) fn is_emphasis(gap: &str, sign: char) -> bool {
    matches!(sign, '*' | '`' | '~')
        && !gap.contains('\n')
        && (gap.starts_with(sign) != gap.ends_with(sign) || gap.len() < 3)
}

/// What may part the pieces of an identifier: at most three separators.
fn is_identifier_gap(gap: &str) -> bool {
    gap.chars().count() <= 3
        && gap
            .chars()
            .all(|c| is_joint(c) || is_ignorable(c) || matches!(c, ' ' | '\u{a0}' | '@' | '/' | ':' | '(' | ')' | '#'))
}
