//! Owns the [`Engine`]: register and packs, compiled once and shared by all threads; and the canary that proves it sees.
//! `cli` compiles it, `run` uses it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, LazyLock, OnceLock};

use super::facts::FactIndex;
use super::identifiers::Identifiers;
use super::names::{Forms, NameIndex};
use super::phrases::{Common, PhraseIndex};
use super::weights::WeightIndex;
use super::{Label, Packs, Scratch, Subject, spot_with};
use crate::draft::{Block, Claims, Draft, Role, Source};
use crate::policy::Kind;
use crate::register::Register;
use crate::rules::{Length, Rule, RuleSet};
use crate::text::{Encoding, How, Run, Secret, SourceMap, Span};

/// What drafts of a kind need of the packs.
#[derive(Default)]
struct OfKind {
    /// What is the same for all of them.
    common: OnceLock<Arc<Common>>,
    /// What short ones need, and long ones.
    by_length: [OnceLock<PhraseIndex>; 2],
}

/// All that a run looks for.
pub struct Engine {
    /// The register, without the names that are compiled; empty where there is none.
    pub register: Register,
    /// The rule packs; empty where there are none.
    pub rules: RuleSet,
    /// The names, compiled.
    pub(super) names: NameIndex,
    /// Its identifiers with digits.
    pub(super) identifiers: Identifiers,
    /// The facts of its matters.
    pub(super) facts: FactIndex,
    /// The packs' signals, compiled for each kind of draft when the first one comes; the last for drafts of any.
    phrases: [OfKind; Kind::ALL.len() + 1],
    /// The packs' signals with weights, compiled when the first draft comes.
    weights: OnceLock<WeightIndex>,
    /// Whether packs are tried without any shortcut.
    exhaustive: bool,
    /// A random word that is looked for like a name.
    canary: String,
    /// A random key: where the register has none, findings of this run are told from one another by it.
    pub run_key: Secret<[u8; 32]>,
}

impl Engine {
    /// Compiles a register, without packs.
    pub fn compile(register: Register) -> Self {
        Self::compile_with(register, RuleSet::default())
    }

    /// Compiles a register and packs.
    pub fn compile_with(mut register: Register, rules: RuleSet) -> Self {
        let canary = random_word();
        let (identifiers, facts) = (Identifiers::compile(&register), FactIndex::compile(&register));
        let forms = Forms::of(&register, &canary);
        register.forget_names();
        let names = NameIndex::compile(forms);
        let phrases = std::array::from_fn(|_| OfKind::default());
        let run_key = Secret::new(random_key());
        let weights = OnceLock::new();
        Self { register, rules, names, identifiers, facts, phrases, weights, exhaustive: false, canary, run_key }
    }

    /// This engine's register and another one's packs: the two are loaded beside one another.
    #[must_use]
    pub fn with_packs_of(self, packs: Self) -> Self {
        Self {
            rules: packs.rules,
            phrases: packs.phrases,
            weights: packs.weights,
            exhaustive: packs.exhaustive,
            ..self
        }
    }

    /// Compiles what drafts of a kind need of the packs, before the first one comes.
    pub fn warm(&self, kind: Kind) {
        self.common(Some(kind));
        self.weights();
    }

    /// Whether more than ten matters share the value of a matter's fact.
    pub fn is_shared(&self, subject: Subject, fact: u32) -> bool {
        self.facts.is_shared(subject, fact)
    }

    /// The facts that are days from `from` to `to`: subject and number.
    pub fn facts_between(
        &self,
        from: jiff::civil::Date,
        to: jiff::civil::Date,
    ) -> impl Iterator<Item = (Subject, u32)> + '_ {
        self.facts.between(from, to).map(|fact| (fact.subject(), fact.fact))
    }

    /// The same without any shortcut: every phrase is tried everywhere. It finds the same, slowly; tests compare the two.
    #[must_use]
    pub fn exhaustive(mut self) -> Self {
        self.exhaustive = true;
        self.phrases = std::array::from_fn(|_| OfKind::default());
        self
    }

    /// The rules that are tried on every group, since a condition of theirs has no rare word.
    pub fn rules_without_seed(&self) -> impl Iterator<Item = &Rule> {
        self.common(None)
            .map(|(common, _)| common.without_seed())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|index| self.rules.rules.get(index as usize))
    }

    /// What is looked for in a draft of some kind, or of any, and of some length.
    pub(super) fn packs(&self, kind: Option<Kind>, length: Length) -> Packs<'_> {
        let weights = Some(self.weights());
        Packs { phrases: self.phrases(kind, length), weights, kind: kind.unwrap_or_default(), length }
    }

    /// The packs' signals, as far as rules for a kind of draft need them, and where they are compiled by length.
    fn common(&self, kind: Option<Kind>) -> Option<(&Arc<Common>, &[OnceLock<PhraseIndex>; 2])> {
        let place = kind.map_or(Kind::ALL.len(), |kind| kind as usize);
        let of_kind = self.phrases.get(place).filter(|_| !self.rules.rules.is_empty())?;
        let compile = || Arc::new(Common::compile(&self.rules, kind, self.exhaustive));
        Some((of_kind.common.get_or_init(compile), &of_kind.by_length))
    }

    /// The same, for drafts of a length.
    fn phrases(&self, kind: Option<Kind>, length: Length) -> &PhraseIndex {
        static NONE: LazyLock<PhraseIndex> = LazyLock::new(PhraseIndex::default);
        let Some((common, by_length)) = self.common(kind) else { return &NONE };
        let cell = by_length.get(length as usize);
        cell.map_or(&NONE, |cell| {
            cell.get_or_init(|| PhraseIndex::compile(common, &self.rules, length, self.weights()))
        })
    }

    /// The packs' signals with weights.
    pub(super) fn weights(&self) -> &WeightIndex {
        self.weights.get_or_init(|| WeightIndex::compile(&self.rules))
    }

    /// How many written forms of names are looked for.
    pub fn forms(&self) -> usize {
        self.names.len().saturating_sub(1)
    }

    /// Whether the engine finds its canary in a draft made for it. A gate that answers «no» is blind, and the run fails.
    pub fn sees(&self) -> bool {
        let text = format!("Nothing to see but {} here.", self.canary);
        let span = Span::at(0..text.len());
        let mut map = SourceMap::default();
        map.push(Run { text: 0, source: 0, source_len: span.end, how: How::Copy });
        let source = Source { path: String::new(), file: std::path::PathBuf::new(), bytes: Vec::new() };
        let block = Block { text: span, group: 0, section: 0, role: Role::Paragraph, label: None, quoted: false };
        let draft = Draft {
            source: Arc::new(source),
            encoding: Encoding::Utf8,
            text,
            blocks: vec![block],
            map,
            notes: Vec::new(),
            claims: Claims { format_kind: Kind::Post, ..Claims::default() },
            record: None,
            part: None,
        };
        // Packs have no part in it, and are not compiled for it.
        let phrases = &PhraseIndex::default();
        let packs = Packs { phrases, weights: None, kind: Kind::default(), length: Length::Short };
        let spotted = spot_with(&draft, self, &packs, &mut Scratch::default());
        spotted.signals.iter().any(|s| s.label == Label::Canary && draft.slice(s.span) == self.canary)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Engine {{ {} clients, {:?}, {} rules }}",
            self.register.clients.len(),
            self.names,
            self.rules.rules.len()
        )
    }
}

/// Sixteen letters that no draft holds by chance. The standard library's seed of its hash maps is the source of chance.
fn random_word() -> String {
    let mut bits = RandomState::new().build_hasher().finish();
    let mut word = String::from("q");
    for _ in 0..15 {
        word.push(char::from(b'a' + (bits % 16) as u8));
        bits >>= 4;
    }
    word
}

/// Bytes that nobody knows beforehand, from the same source of chance.
fn random_key() -> [u8; 32] {
    let mut key = [0; 32];
    for part in key.chunks_mut(8) {
        part.copy_from_slice(&RandomState::new().build_hasher().finish().to_le_bytes());
    }
    key
}
