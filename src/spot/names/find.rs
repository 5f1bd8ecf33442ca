//! Owns the walk over a stretch's words that looks each one up and aligns the candidates. Called by `spot` for every
//! stretch of every block.

use super::align::{self, Stretch, align, is_wall, reach, starts};
use super::evidence::{self, Verdict};
use super::{ASK_NEIGHBOURS, BEGINNING, Entry, Mention, NameIndex, flag, salt};
use crate::draft::{Block, Role};
use crate::register::forms::camel_parts;
use crate::register::legal;
use crate::text::fold::{fold_char, fold_word, folded, is_ignorable};
use crate::text::words::{Gap, Shape, Word, key, pair_key};
use crate::text::{Span, words};

/// Buffers that are reused from block to block.
#[derive(Default)]
pub(in crate::spot) struct Scratch {
    /// For the word that is compared.
    align: align::Scratch,
    /// For joined words.
    joined: String,
    /// Candidates of the word at hand: entry, and the last word at which it may begin.
    candidates: Vec<(u32, usize)>,
    /// Alignments tried at the word at hand.
    tried: u32,
    /// Whether a word had more candidates than are tried.
    pub(in crate::spot) overflow: bool,
}

/// Alignments tried at one word; beyond it the draft is reported as unchecked.
const MOST_ALIGNMENTS: u32 = 64;
/// Words that joints may join into one.
const LONGEST_CHAIN: usize = 5;

impl NameIndex {
    /// Adds the mentions that begin in this stretch of `block` to `out`. `text` is the draft's.
    pub(in crate::spot) fn find(
        &self,
        text: &str,
        (number, block): (u32, &Block),
        words: &[Word],
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let stretch = Stretch { text, block: block.text, words };
        let token = matches!(block.role, Role::Url | Role::Path | Role::Code);
        for (index, word) in words.iter().enumerate() {
            if self.table.may_hold(word.key) {
                self.look_up(word.key, &stretch, index, index, scratch);
            }
            if word.gap == Gap::Joint && index > 0 {
                self.chain(&stretch, index, scratch);
            }
            if word.shape == Shape::Mixed {
                self.mixed(&stretch, index, scratch);
            }
            if word.shape == Shape::Unspaced {
                self.unspaced(&stretch, (number, block), index, out);
            }
            if word.len as usize > BEGINNING
                && (token || word.gap != Gap::Space)
                && is_token(&stretch, index, block.role)
            {
                self.inner(&stretch, (number, block), index, scratch, out);
            }
            if !scratch.candidates.is_empty() {
                self.try_candidates(&stretch, (number, block), scratch, out);
            }
        }
    }

    /// Looks up the parts of a word that capitals cut: `TeamKestrelfordInstruments`.
    fn mixed(&self, stretch: &Stretch<'_>, index: usize, scratch: &mut Scratch) {
        let mut before = None;
        for part in camel_parts(stretch.written(index)) {
            let part = key(&folded(part));
            self.look_up(part, stretch, index, index, scratch);
            if let Some(pair) = before.map(|before| pair_key(before, part) ^ salt::PAIR) {
                self.look_up(pair, stretch, index, index, scratch);
            }
            before = Some(part);
        }
    }

    /// Notes the entries of a key, seen at words `first..=last`.
    fn look_up(&self, key: u64, stretch: &Stretch<'_>, first: usize, last: usize, scratch: &mut Scratch) {
        for entry in self.table.get(key) {
            if entry == ASK_NEIGHBOURS {
                self.neighbours(key, stretch, first, last, scratch);
            } else {
                scratch.candidates.push((entry, first));
            }
        }
    }

    /// Notes the entries that have this word next to one of its neighbours: the nearest word, the one after it (past a
    /// connector or an initial), or what joints join to one (`O'Brien Foods`).
    fn neighbours(&self, anchor: u64, stretch: &Stretch<'_>, first: usize, last: usize, scratch: &mut Scratch) {
        let note = |pair: u64, from: usize, scratch: &mut Scratch| {
            let pair = pair ^ salt::PAIR;
            if self.table.may_hold(pair) {
                scratch.candidates.extend(self.table.get(pair).map(|entry| (entry, from)));
            }
        };
        let joint = |i: usize| stretch.words.get(i).is_some_and(|w| w.gap == Gap::Joint);
        for back in 1..=2 {
            let Some(index) = first.checked_sub(back) else { break };
            if let Some(word) = stretch.words.get(index) {
                note(pair_key(word.key, anchor), index, scratch);
            }
            if index > 0 && joint(index) {
                let joined = joined_key(stretch, index - 1, index, &mut scratch.joined);
                note(pair_key(joined, anchor), index - 1, scratch);
            }
        }
        for index in [last + 1, last + 2] {
            if let Some(word) = stretch.words.get(index) {
                note(pair_key(anchor, word.key), first, scratch);
            }
            if joint(index + 1) {
                let joined = joined_key(stretch, index, index + 1, &mut scratch.joined);
                note(pair_key(anchor, joined), first, scratch);
            }
        }
    }

    /// Looks up what joints join up to this word: `O'Brien`, `kestrel-ford`, `J.P`.
    fn chain(&self, stretch: &Stretch<'_>, last: usize, scratch: &mut Scratch) {
        let mut first = last;
        while first > 0
            && last - first < LONGEST_CHAIN - 1
            && stretch.words.get(first).is_some_and(|w| w.gap == Gap::Joint)
        {
            first -= 1;
            let joined = joined_key(stretch, first, last, &mut scratch.joined);
            if self.table.may_hold(joined) {
                self.look_up(joined, stretch, first, last, scratch);
            }
        }
    }

    /// Aligns the candidates of the word at hand, each at the words where it may begin.
    fn try_candidates(
        &self,
        stretch: &Stretch<'_>,
        block: (u32, &Block),
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        scratch.tried = 0;
        let candidates = std::mem::take(&mut scratch.candidates);
        for &(number, first) in &candidates {
            let Some(entry) = self.entries.get(number as usize) else { continue };
            let words = self.words(*entry);
            let Some(initial) = words.chars().next() else { continue };
            let mut from = first;
            for _ in 0..=reach(words) {
                if self.try_start(stretch, block, (number, *entry, words, initial), from, scratch, out) {
                    break;
                }
                if from == 0 || is_wall(stretch, from) {
                    break;
                }
                from -= 1;
            }
        }
        scratch.candidates = candidates;
        scratch.candidates.clear();
    }

    /// Tries to align one entry so that it begins in word `from`. Says whether it did.
    fn try_start(
        &self,
        stretch: &Stretch<'_>,
        block: (u32, &Block),
        (number, entry, words, initial): (u32, Entry, &str, char),
        from: usize,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) -> bool {
        let Some(word) = stretch.words.get(from) else { return false };
        let written = stretch.written(from);
        let mut found = false;
        starts(word, written, &mut |offset| {
            let rest = written.get(offset..).unwrap_or_default();
            if found || !begins_with(rest, initial) {
                return;
            }
            scratch.tried += 1;
            if scratch.tried > MOST_ALIGNMENTS {
                scratch.overflow = true;
                return;
            }
            if let Some(aligned) = align(stretch, words, entry.kind(), (from, offset), false, &mut scratch.align) {
                found = self.admit(stretch, block, number, entry, &aligned, out);
            }
        });
        found
    }

    /// Weighs an aligned name and adds it to the mentions. Says whether it was added.
    fn admit(
        &self,
        stretch: &Stretch<'_>,
        (number, block): (u32, &Block),
        entry_number: u32,
        entry: Entry,
        aligned: &align::Aligned,
        out: &mut Vec<Mention>,
    ) -> bool {
        let (tail, legal_after) = legal_tail(stretch, aligned, entry);
        let verdict = if entry.is(flag::ALLOW) || !entry.is(flag::AMBIGUOUS) {
            Verdict::Yes
        } else if entry.is(flag::IDENTIFIER) {
            if preceded_by(stretch, aligned.span.start, &['@', '#', '/']) { Verdict::Yes } else { Verdict::No }
        } else {
            evidence::judge(stretch, aligned, block.role, entry.is(flag::SINGLE), entry.is(flag::PERSON), legal_after)
        };
        if verdict == Verdict::No || self.is_other_person(stretch, entry, aligned) {
            return false;
        }
        let end = possessive_end(stretch, aligned, tail);
        let start = if preceded_by(stretch, aligned.span.start, &['@', '#']) {
            aligned.span.start - 1
        } else {
            aligned.span.start
        };
        let derived = aligned.joined || aligned.inside;
        out.push(Mention { span: Span::new(start, end), block: number, entry: entry_number, verdict, derived });
        true
    }

    /// Whether a person's full name goes on with another surname: then it is somebody else.
    fn is_other_person(&self, stretch: &Stretch<'_>, entry: Entry, aligned: &align::Aligned) -> bool {
        let next = aligned.last + 1;
        entry.is(flag::PERSON)
            && !entry.is(flag::SINGLE)
            && stretch.words.get(next).is_some_and(|w| w.gap == Gap::Space && w.shape == Shape::Title)
            && {
                let plain = folded(stretch.written(next));
                crate::text::lexicon::is_surname(&plain) && !crate::text::lexicon::is_word(&plain)
            }
    }

    /// Looks for names inside one long word of a hashtag, handle, URL or path, where nothing marks their edges.
    fn inner(
        &self,
        stretch: &Stretch<'_>,
        block: (u32, &Block),
        index: usize,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let written = stretch.written(index);
        if written.len() > 200 {
            return;
        }
        for (offset, _) in written.char_indices() {
            scratch.joined.clear();
            for c in written.get(offset..).unwrap_or_default().chars() {
                fold_char(c, &mut scratch.joined);
                if scratch.joined.chars().count() >= BEGINNING {
                    break;
                }
            }
            if scratch.joined.chars().count() < BEGINNING {
                return;
            }
            let beginning = key(&scratch.joined) ^ salt::BEGINNING;
            if !self.table.may_hold(beginning) {
                continue;
            }
            for number in self.table.get(beginning).take(MOST_ALIGNMENTS as usize) {
                let Some(entry) = self.entries.get(number as usize) else { continue };
                let words = self.words(*entry);
                if let Some(aligned) = align(stretch, words, entry.kind(), (index, offset), true, &mut scratch.align)
                    && aligned.last == index
                {
                    self.admit(stretch, block, number, *entry, &aligned, out);
                }
            }
        }
    }

    /// Looks for names of scripts without spaces in one run of such a script.
    fn unspaced(&self, stretch: &Stretch<'_>, (number, block): (u32, &Block), index: usize, out: &mut Vec<Mention>) {
        let Some(automaton) = &self.unspaced else { return };
        // The run and what follows without a gap: names may mix scripts.
        let Some(word) = stretch.words.get(index) else { return };
        let written = stretch.text.get(word.at as usize..block.text.end as usize).unwrap_or_default();
        let run_len = word.len as usize;
        let mut plain = String::new();
        let mut homes: Vec<(usize, usize)> = Vec::new();
        for (at, c) in written
            .char_indices()
            .take_while(|(at, c)| *at < run_len || c.is_alphanumeric() || is_ignorable(*c))
            .take(4096)
        {
            let before = plain.len();
            fold_char(c, &mut plain);
            homes.extend(std::iter::repeat_n((at, at + c.len_utf8()), plain.len() - before));
        }
        for found in automaton.find_overlapping_iter(&plain) {
            let (Some(from), Some(to)) = (homes.get(found.start()), homes.get(found.end() - 1)) else { continue };
            let Some(entry) = self.unspaced_entries.get(found.pattern().as_usize()) else { continue };
            if from.0 >= run_len {
                continue;
            }
            let span = Span::new(word.at + from.0 as u32, word.at + to.1 as u32);
            out.push(Mention { span, block: number, entry: *entry, verdict: Verdict::Yes, derived: false });
        }
    }
}

/// The key of words `first..=last` written as one.
fn joined_key(stretch: &Stretch<'_>, first: usize, last: usize, scratch: &mut String) -> u64 {
    scratch.clear();
    for index in first..=last {
        fold_word(stretch.written(index), scratch);
    }
    key(scratch)
}

/// Whether a word begins with a folded character.
fn begins_with(written: &str, folded_initial: char) -> bool {
    let Some(first) = written.chars().next() else { return false };
    // Look-alike and decomposed letters are rare: let the aligner decide on them.
    !first.is_ascii() || !folded_initial.is_ascii() || first.to_ascii_lowercase() == folded_initial
}

/// Whether a word stands in a hashtag, a handle, a URL, a path or code.
fn is_token(stretch: &Stretch<'_>, index: usize, role: Role) -> bool {
    matches!(role, Role::Url | Role::Path | Role::Code)
        || stretch.words.get(index).is_some_and(|w| {
            preceded_by(stretch, w.at, &['@', '#']) || stretch.between(index).ends_with(['/', '_', '@'])
        })
}

/// Whether the character before byte `at`, inside the block, is one of these.
fn preceded_by(stretch: &Stretch<'_>, at: u32, signs: &[char]) -> bool {
    let before = stretch.text.get(stretch.block.start as usize..at as usize).unwrap_or_default();
    before.chars().next_back().is_some_and(|c| signs.contains(&c))
}

/// The end of the name with a legal form that follows it, and whether one does.
fn legal_tail(stretch: &Stretch<'_>, aligned: &align::Aligned, entry: Entry) -> (u32, bool) {
    let mut end = aligned.span.end;
    let plain_end = stretch.words.get(aligned.last).is_some_and(|w| w.span().end == end);
    if entry.flags & (flag::IDENTIFIER | flag::ALLOW | flag::PERSON) != 0 || !plain_end {
        return (end, false);
    }
    let mut found = false;
    let mut tail = String::new();
    let mut capital = true;
    for index in aligned.last + 1..=aligned.last + 6 {
        let Some(word) = stretch.words.get(index) else { break };
        let gap = stretch.between(index);
        let plain = gap
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '&' | '-' | '/' | '_' | '(') || is_ignorable(c));
        let sentence_end = gap.trim_end() == "." && gap.len() > 1 && !found && tail.chars().count() != 1;
        if !plain || gap.matches('\n').count() > 1 || sentence_end {
            break;
        }
        let written = folded(stretch.written(index));
        // `S.p.A.` is one form of three words.
        let spelt = !tail.is_empty() && gap == "." && written.chars().count() == 1;
        if !tail.is_empty() && !spelt {
            tail.push(' ');
        }
        tail.push_str(&written);
        let ordinary = crate::text::lexicon::is_word(&written) || written.len() <= 2;
        capital &= !ordinary || !matches!(word.shape, Shape::Lower) || gap.contains(',') || is_slug(gap);
        if legal::is_form(&tail) && capital {
            found = true;
            end = word.span().end;
            tail.clear();
            continue;
        }
        if tail.split(' ').count() > legal::LONGEST {
            break;
        }
    }
    (end, found)
}

/// Whether words are joined as in file names and addresses.
fn is_slug(gap: &str) -> bool {
    matches!(gap, "-" | "_")
}

/// The end of the name with its possessive.
fn possessive_end(stretch: &Stretch<'_>, aligned: &align::Aligned, end: u32) -> u32 {
    let rest = stretch.text.get(end as usize..stretch.block.end as usize).unwrap_or_default();
    let mut chars = rest.chars();
    let Some(mark @ ('\'' | '’' | 'ʼ' | '＇')) = chars.next() else { return end };
    let quoted = preceded_by(stretch, aligned.span.start, &['\'', '‘']);
    match (chars.next(), chars.next()) {
        (Some('s' | 'S'), after) if after.is_none_or(|c| !c.is_alphanumeric()) => end + mark.len_utf8() as u32 + 1,
        (after, _) if !quoted && after.is_none_or(|c| !c.is_alphanumeric()) => {
            let last = stretch.text.get(..end as usize).and_then(|t| t.chars().next_back());
            if matches!(last, Some('s' | 'S')) { end + mark.len_utf8() as u32 } else { end }
        }
        _ => end,
    }
}

/// Cuts a block into stretches of words that overlap enough for the longest name, and hands each to `each`.
pub(in crate::spot) fn stretches(text: &str, block: Span, buffer: &mut Vec<Word>, each: &mut dyn FnMut(&[Word])) {
    /// Bytes of a stretch: its words stay in the nearest cache.
    const STRETCH: u32 = 16 * 1024;
    /// Bytes that two neighbouring stretches share.
    const OVERLAP: u32 = 1024;
    let mut start = block.start;
    loop {
        let end =
            if block.end - start <= STRETCH + OVERLAP { block.end } else { edge(text, start + STRETCH, block.end) };
        buffer.clear();
        words::words(text, Span::new(start, end), buffer);
        each(buffer);
        if end >= block.end {
            return;
        }
        start = edge(text, end.saturating_sub(OVERLAP).max(start + 1), end);
    }
}

/// The next place at or after `at` where no word is cut; `limit` if there is none near.
fn edge(text: &str, at: u32, limit: u32) -> u32 {
    let bytes = text.as_bytes();
    let near = limit.min(at + 4096);
    let gap =
        (at..near).find(|i| bytes.get(*i as usize).is_some_and(|b| matches!(b, b' ' | b'\n' | b'\t' | b'>' | b',')));
    let border = || (at..limit).find(|i| text.is_char_boundary(*i as usize));
    gap.or_else(border).unwrap_or(limit)
}
