//! Owns the walk over a stretch's words that looks each one up and aligns the candidates. Called by `spot` for every
//! stretch of every block.

use super::admit::{Candidate, is_small_here};
use super::align::{self, Way, align};
use super::index::Slot;
use super::interest::{Interests, KNOWN};
use super::masks::{ends_masked, masked_at};
use super::slips::LEAST_WORD;
use super::stretch::{Start, Stretch};
use super::{BEGINNING, Entry, Mention, NameIndex, posting, salt};
use crate::draft::{NumberedBlock, Role};
use crate::register::forms::camel_parts;
use crate::text::fold::{fold_char, fold_word, folded};
use crate::text::lexicon;
use crate::text::words::{Gap, Shape, Word, key, key_of_both, pair_key};

/// Buffers that are reused from block to block.
#[derive(Default)]
pub(in crate::spot) struct Scratch {
    /// For the word that is compared.
    pub(super) align: align::Scratch,
    /// For joined words.
    pub(super) joined: String,
    /// Candidates of the word at hand: entry, and the last word at which it may begin.
    pub(super) candidates: Vec<(u32, usize)>,
    /// Their entries: fetched for all at once, since most are far away.
    pub(super) entries: Vec<Entry>,
    /// Alignments tried at the word at hand.
    pub(super) tried: u32,
    /// Of these, with a slip.
    pub(super) slips: u32,
    /// Which words of the stretch at hand are looked at.
    interests: Interests,
    /// Whether near misses are noted too.
    pub(in crate::spot) asked: bool,
    /// Whether a word had more candidates than are tried.
    pub(in crate::spot) overflow: bool,
}

/// Alignments tried at one word; beyond it the draft is reported as unchecked.
pub(super) const MOST_ALIGNMENTS: u32 = 64;
/// What a posting may ask for beside the words before.
const NEAR: u32 = posting::PAIRS | posting::TITLE | posting::LETTERS;
/// Words that joints may join into one.
const LONGEST_CHAIN: usize = 5;

impl NameIndex {
    /// Adds the mentions that begin in this stretch of `block` to `out`. `text` is the draft's.
    pub(in crate::spot) fn find(
        &self,
        text: &str,
        numbered: NumberedBlock<'_>,
        words: &[Word],
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let block = numbered.block;
        let stretch = Stretch { text, block: block.text, words };
        let token = matches!(block.role, Role::Url | Role::Path | Role::Code);
        let mut interests = std::mem::take(&mut scratch.interests);
        let every = token || scratch.asked;
        let (marked, homes) = interests.of(words, (self.number, &self.table), &self.reasons, every);
        let mut home = homes.iter();
        for marked in marked {
            let index = (*marked & !KNOWN) as usize;
            let Some(word) = words.get(index) else { break };
            if *marked & KNOWN != 0
                && let Some(home) = home.next()
            {
                let small = !scratch.asked && is_small_here(&stretch, block, index);
                self.look_up_from((word.key, *home, small), &stretch, (index, index), scratch);
            }
            if word.shape != Shape::Lower {
                self.look_at_capital(&stretch, numbered, index, scratch, out);
            }
            let parted = word.gap != Gap::Space;
            if parted {
                self.look_at_parted(&stretch, numbered, index, scratch, out);
            }
            if (parted || token) && word.len as usize > BEGINNING && is_token(&stretch, index, block.role) {
                self.inner(&stretch, numbered, index, scratch, out);
            }
            if !scratch.candidates.is_empty() {
                self.try_candidates(&stretch, numbered, scratch, out);
            }
        }
        scratch.interests = interests;
        if self.slips.is_open() && ends_masked(&stretch) {
            self.masks(&stretch, numbered.number, words.len() - 1, out);
        }
    }

    /// Looks for what only a word may be that more than a blank parts from the one before: the last of several joined ones, a
    /// legal form after a small word, one with letters masked.
    #[inline]
    fn look_at_parted(
        &self,
        stretch: &Stretch<'_>,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        index: usize,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let Some(word) = stretch.words.get(index) else { return };
        // `pickering-ltd`, `pickering a/s`, `pickering & co`: only the next word shows that a joint or a form follows.
        if word.gap == Gap::Joint || word.len == 1 || bytes_of(stretch.text, word) == b"co" {
            let from = index.saturating_sub(1 + usize::from(word.len == 1));
            self.look_before(stretch, (from, index), scratch);
        }
        if self.slips.is_open()
            && let Some(last) = masked_at(word, stretch, index, block.role)
        {
            self.masks(stretch, number, last, out);
        }
        if word.gap == Gap::Joint && index > 0 {
            self.chain(stretch, index, scratch);
        }
    }

    /// Looks for what only a word with a capital, or of another script, may be: a slip, a name in another script, several words.
    fn look_at_capital(
        &self,
        stretch: &Stretch<'_>,
        numbered: NumberedBlock<'_>,
        index: usize,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let Some(word) = stretch.words.get(index) else { return };
        if self.slips.is_open() {
            let written = bytes_of(stretch.text, word);
            if word.len >= LEAST_WORD as u32
                && self.slips.may_be(written)
                && scratch.candidates.is_empty()
                && !lexicon::holds(word.key)
            {
                self.slips_of(stretch, numbered.number, index, scratch, out);
            }
            if matches!(written.first(), Some(0xCE..=0xD3)) {
                self.heard(stretch, index, scratch);
            }
        }
        match word.shape {
            Shape::Mixed => self.mixed(stretch, index, scratch),
            Shape::Title if word.len <= 2 && self.slips.is_open() => self.spaced(stretch, numbered.number, index, out),
            Shape::Unspaced => self.unspaced(stretch, numbered, index, out),
            _ => {}
        }
    }

    /// Looks up the parts of a word that capitals cut: `TeamKestrelfordInstruments`.
    fn mixed(&self, stretch: &Stretch<'_>, index: usize, scratch: &mut Scratch) {
        let mut before = None;
        for part in camel_parts(stretch.written(index)) {
            let part = key(&folded(part));
            self.look_up((part, false), stretch, (index, index), scratch);
            if let Some(pair) = before.map(|before| pair_key(before, part) ^ salt::PAIR) {
                scratch.candidates.extend(self.salted.get(pair).map(|entry| (entry, index)));
            }
            before = Some(part);
        }
    }

    /// Notes the entries of a key, seen at words `first..=last`. `small`: not those that count only with a capital.
    fn look_up(&self, (key, small): (u64, bool), stretch: &Stretch<'_>, place: (usize, usize), scratch: &mut Scratch) {
        self.look_up_from((key, self.table.home_of(key), small), stretch, place, scratch);
    }

    /// The same, given what stands where the key stands first of all.
    fn look_up_from(
        &self,
        (key, home, small): (u64, Slot, bool),
        stretch: &Stretch<'_>,
        (first, last): (usize, usize),
        scratch: &mut Scratch,
    ) {
        let (mut asks, mut open) = (0, 0);
        for found in self.table.get_from(key, home) {
            let counts = !(small && found & posting::CAPITAL != 0);
            if found & posting::ASK != 0 {
                // What one entry asks for is looked at for all: there is one table of neighbours.
                asks |= found;
                open |= if counts { found } else { 0 };
            } else if counts {
                scratch.candidates.push((found & !posting::CAPITAL, first));
            }
        }
        if open & posting::BEFORE != 0 {
            self.look_before(stretch, (first.saturating_sub(3), first), scratch);
        }
        if open & NEAR != 0 {
            self.neighbours((key, asks), stretch, (first, last), scratch);
        }
    }

    /// Notes the entries that count only with a capital and stand in small letters at words `from..to`, where what follows
    /// makes a name of them.
    fn look_before(&self, stretch: &Stretch<'_>, (from, to): (usize, usize), scratch: &mut Scratch) {
        let filter = self.table.filter();
        for (index, word) in (from..to).zip(stretch.words.get(from..to).unwrap_or_default()) {
            if word.shape == Shape::Lower && filter.may_hold(word.key) {
                self.look_at_small(stretch, (index, word.key), scratch);
            }
        }
    }

    /// Notes those that stand at word `index`.
    fn look_at_small(&self, stretch: &Stretch<'_>, (index, key): (usize, u64), scratch: &mut Scratch) {
        let (mut asks, mut open) = (0, 0);
        for found in self.table.get(key) {
            let counts = found & posting::CAPITAL != 0;
            if found & posting::ASK != 0 {
                asks |= found;
                open |= if counts { found } else { 0 };
            } else if counts {
                scratch.candidates.push((found & !posting::CAPITAL, index));
            }
        }
        if open & NEAR != 0 {
            self.neighbours((key, asks), stretch, (index, index), scratch);
        }
    }

    /// Looks at a word that may be a slip: digits for letters, or a letter wrong.
    #[cold]
    fn slips_of(&self, stretch: &Stretch<'_>, block: u32, index: usize, scratch: &mut Scratch, out: &mut Vec<Mention>) {
        if stretch.written(index).bytes().any(|b| b.is_ascii_digit()) {
            self.masks(stretch, block, index, out);
        } else {
            self.slip(stretch, index, scratch);
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
                self.look_up((joined, false), stretch, (first, last), scratch);
            }
        }
    }

    /// Looks for names inside one long word of a hashtag, handle, URL or path, where nothing marks their edges.
    fn inner(
        &self,
        stretch: &Stretch<'_>,
        numbered: NumberedBlock<'_>,
        index: usize,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let written = stretch.written(index);
        if written.len() > 200 {
            return;
        }
        if self.joined_slips.is_open() {
            self.joined_slip(stretch, numbered.number, index, out);
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
            if !self.salted.may_hold(beginning) {
                continue;
            }
            for number in self.salted.get(beginning).take(MOST_ALIGNMENTS as usize) {
                let Some(entry) = self.entries.get(number as usize) else { continue };
                let candidate = Candidate { number, entry: *entry, arena: &self.arena, first: index };
                let at = Start { word: index, offset };
                if let Some(aligned) =
                    align(stretch, candidate.words(), entry.kind(), at, Way::LOOSE, &mut scratch.align)
                    && aligned.last == index
                {
                    self.admit(stretch, numbered, candidate, &aligned, scratch.asked, out);
                }
            }
        }
    }
}

/// The key of words `first..=last` written as one.
pub(super) fn joined_key(stretch: &Stretch<'_>, first: usize, last: usize, scratch: &mut String) -> u64 {
    if last == first + 1
        && let Some(key) = key_of_both(stretch.written(first), stretch.written(last))
    {
        return key;
    }
    scratch.clear();
    for index in first..=last {
        fold_word(stretch.written(index), scratch);
    }
    key(scratch)
}

/// The bytes of a word.
fn bytes_of<'t>(text: &'t str, word: &Word) -> &'t [u8] {
    text.as_bytes().get(word.span().range()).unwrap_or_default()
}

/// Whether a word stands in a hashtag, a handle, a URL, a path or code.
fn is_token(stretch: &Stretch<'_>, index: usize, role: Role) -> bool {
    matches!(role, Role::Url | Role::Path | Role::Code)
        || stretch.words.get(index).is_some_and(|w| {
            preceded_by(stretch, w.at, &['@', '#']) || stretch.between(index).ends_with(['/', '_', '@'])
        })
}

/// Whether the character before byte `at`, inside the block, is one of these.
pub(super) fn preceded_by(stretch: &Stretch<'_>, at: u32, signs: &[char]) -> bool {
    let before = stretch.text.get(stretch.block.start as usize..at as usize).unwrap_or_default();
    before.chars().next_back().is_some_and(|c| signs.contains(&c))
}
