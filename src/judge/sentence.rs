//! Owns two judgements on the words around facts and names: whether the firm says that it had a part in something, and whether
//! a sentence speaks of things in general. Called by `identification` and `mentions`.

use std::collections::HashMap;

use crate::draft::Draft;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Word, words};

/// Wordings that say that the author had a part in the matter. `we` and `us` stand for themselves.
const INVOLVED: &str = "our client; my client; a client of ours; a client of mine; our man; our woman; our case; my case; \
    our trial; my trial; our appeal; our matter; my hearing; on our books; thanks to us; came to us; \
    come to us; comes to us; called us; rang us; phoned us; wrote to us; instructed us; hired us; \
    retained us; asked us; trusted us; turned to us; walked into our; said no to; couldn t take; \
    could not take; turned away; turned down; first call of the day; see you in court; acting for; \
    acted for; appeared for; appearing for; instructed by; retained by; working for; in our care; \
    our submissions; my submissions; our argument; my argument; my opponent; our opponent; signed us; \
    my first client; our newest client; up against; on the other side; against us; we act for her; we act for him; \
    taken on by us; saw us; met us; \
    on our client s behalf; my brief";

/// Subjects that are the firm.
const FIRM: &[&str] =
    &["we", "i", "our team", "our firm", "the firm", "our lawyers", "our partners", "our solicitors", "our attorneys"];

/// What firms did or are doing in a matter. What they do in general («we advise schools») says nothing of one.
const DEEDS: &str = "acted acting advised advising represented representing argued arguing defended defending won settled secured \
    recovered obtained got beat filed appeared appealed persuaded convinced negotiated negotiating drafted handled \
    assisted helped prosecuted examined lost fought fighting sued took taking tried counselled counseled";

/// In which groups of a draft the firm says that it had a part in something: each is read when first asked about.
pub(super) struct Involvements<'a> {
    /// The draft.
    draft: &'a Draft,
    /// By group.
    known: HashMap<u32, bool>,
}

impl<'a> Involvements<'a> {
    /// Those of a draft.
    pub(super) fn of(draft: &'a Draft) -> Self {
        Self { draft, known: HashMap::new() }
    }

    /// Whether one stands in the group of a block.
    pub(super) fn stand_beside(&mut self, block: u32) -> bool {
        let draft = self.draft;
        let Some(group) = draft.blocks.get(block as usize).map(|b| b.group) else { return false };
        *self.known.entry(group).or_insert_with(|| {
            let mut blocks = draft.blocks.iter().filter(|b| b.group == group && b.role.is_prose());
            blocks.any(|b| is_involved(draft, b.text))
        })
    }
}

/// Whether the words of a stretch say that the firm had a part in it.
fn is_involved(draft: &Draft, span: Span) -> bool {
    let list = plain(draft, span);
    (0..list.len()).any(|at| {
        if INVOLVED.split(';').any(|wording| begins(&list, at, wording.trim()).is_some()) {
            return true;
        }
        FIRM.iter().filter_map(|firm| begins(&list, at, firm)).any(|next| {
            let near = list.get(next..).unwrap_or_default().iter().take(3);
            near.take_while(|w| w.1 != Gap::Mark).any(|w| is_one_of(&w.0, DEEDS))
        })
    })
}

/// Whether a sentence speaks in general: of several, of what may or must be, of the law, of a case that is put; and of
/// nothing that happened.
pub(super) fn is_generic(draft: &Draft, sentence: Span, fact: Span) -> bool {
    const MODAL: &str = "may might can must should shall would could need needs cannot";
    const CASE: &str = "if unless whether suppose imagine when whenever any anyone anybody everyone every each many most often usually \
        generally typically rarely common always never example";
    const LAW: &str =
        "act law laws statute section regulation regulations rule rules directive code maximum minimum offence";
    const PAST: &str = "was were had did came went fell told won lost said took got gave left made broke drove rang paid met saw heard \
        flew ran began thought sat stood wrote brought held kept knew led sent spent struck hit settled found wept slept felt fled \
        fought grew drew chose swore woke taught caught bought sold lent dealt meant hid fed shook rose sank threw tore wore";
    const PERSONAL: &str = "we us i me my yesterday today ago";
    let list = plain(draft, sentence);
    let has = |words: &str| list.iter().any(|w| is_one_of(&w.0, words));
    let past = list.iter().enumerate().any(|(i, (word, ..))| {
        let before = i.checked_sub(1).and_then(|b| list.get(b)).map_or("", |w| w.0.as_str());
        let participle = is_one_of(before, "be been being is are have has not get gets");
        let were_to = word == "were" && list.get(i + 1).is_some_and(|w| w.0 == "to");
        let kept = participle && !is_one_of(before, "has have not");
        is_one_of(word, PAST) && !kept && !were_to
            || (word.len() > 4 && word.ends_with("ed") && !participle && fact_ends_before(&list, i, fact))
    });
    if past || has(PERSONAL) || tells_of_an_event(&list) {
        return false;
    }
    let plural = {
        let last = list.iter().rposition(|w| fact.contains(w.2));
        let first = list.iter().position(|w| fact.contains(w.2));
        let ends =
            last.and_then(|i| list.get(i)).is_some_and(|w| w.0.len() > 3 && w.0.ends_with('s') && !w.0.ends_with("ss"));
        let lead = first.and_then(|i| i.checked_sub(1)).and_then(|i| list.get(i)).map_or("", |w| w.0.as_str());
        let definite = is_one_of(lead, "the our my his her their these those this that two three four both");
        ends && !definite
    };
    let indefinite =
        list.iter().position(|w| fact.contains(w.2)).and_then(|i| i.checked_sub(1)).and_then(|i| list.get(i));
    let indefinite = indefinite.is_some_and(|w| is_one_of(&w.0, "a an any every each no"));
    // «A broken arm heals»: a verb of the third person after the fact.
    let verb = |w: &(String, Gap, Span)| {
        w.2.start >= fact.end && (is_one_of(&w.0, "is has does doesn isn") || (w.0.len() > 3 && w.0.ends_with('s')))
    };
    let present = list.iter().any(verb);
    plural || has(MODAL) || has(CASE) || has(LAW) || (indefinite && present)
}

/// Whether a sentence tells what happened without a verb of the past: what should not have been (`should never have been
/// sold`), unless a case is put, or how long a hearing took (`four hours of evidence`).
fn tells_of_an_event(list: &[(String, Gap, Span)]) -> bool {
    const CASE: &str = "if unless whether suppose imagine any every";
    const TAKEN: &str = "evidence testimony argument arguments deliberation deliberations mediation talks negotiation negotiations \
        waiting submissions cross questioning tears";
    let word = |i: usize| list.get(i).map_or("", |w| w.0.as_str());
    let put = list.iter().any(|w| is_one_of(&w.0, CASE));
    (0..list.len()).any(|i| {
        let have = if is_one_of(word(i + 1), "not never ever") { i + 2 } else { i + 1 };
        let perfect = is_one_of(word(i), "should shouldn could couldn must") && word(have) == "have";
        let time = is_one_of(word(i), "minutes hours days weeks months years") && word(i + 1) == "of";
        !put && perfect || time && is_one_of(word(i + 2), TAKEN)
    })
}

/// Whether word `index` stands outside the fact: a fact's own participle (`fractured hip`) tells no past.
fn fact_ends_before(list: &[(String, Gap, Span)], index: usize, fact: Span) -> bool {
    list.get(index).is_some_and(|w| !fact.contains(w.2))
}

/// The folded words of a stretch.
fn plain(draft: &Draft, span: Span) -> Vec<(String, Gap, Span)> {
    let mut list: Vec<Word> = Vec::new();
    words(&draft.text, span, &mut list);
    list.iter().map(|w| (folded(draft.slice(w.span())), w.gap, w.span())).collect()
}

/// If a wording stands at word `at`: the word after it.
fn begins(list: &[(String, Gap, Span)], at: usize, wording: &str) -> Option<usize> {
    let mut next = at;
    for word in wording.split(' ') {
        let here = list.get(next)?;
        if here.0 != word || (next > at && here.1 == Gap::Mark) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// Whether a word is in a list of words.
fn is_one_of(word: &str, list: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|known| known == word)
}
