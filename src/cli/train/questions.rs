//! Owns which drafts a quiz asks about, and what the engine finds in each: half to stop, half to publish, from as many
//! rules as there are, in an order that the seed decides.

use std::collections::HashMap;

use crate::cli::duties::duty;
use crate::cli::prose::one_line;
use crate::cli::rules::{Off, examples_register, judged, kind_of};
use crate::cli::trouble::Trouble;
use crate::policy::{Kind, Policy, Severity};
use crate::rules::{Example, Rule, RuleSet};
use crate::spot::{Engine, Scratch};

/// Longest draft that is asked about, in bytes: a quiz is read on one screen.
const LONGEST: usize = 600;

/// A draft to judge.
#[derive(Debug)]
pub(super) struct Question {
    /// What it is: `A reply to a review`.
    pub(super) what: String,
    /// The draft, on one line.
    pub(super) text: String,
    /// Why it is stopped; none: it may be published.
    pub(super) stopped: Option<Stopped>,
    /// The rule it comes from: id and message.
    pub(super) near: (String, String),
}

/// Why a draft is stopped.
#[derive(Debug)]
pub(super) struct Stopped {
    /// The rule.
    pub(super) rule: String,
    /// What is wrong.
    pub(super) message: String,
    /// The words.
    pub(super) words: String,
    /// Why.
    pub(super) why: Option<&'static str>,
    /// Safe words instead.
    pub(super) rewrite: Option<String>,
    /// Who says so.
    pub(super) authorities: Vec<String>,
}

/// Picks questions.
///
/// # Errors
/// Where no rule of the category runs.
pub(super) fn pick(
    rules: &RuleSet,
    policy: &Policy,
    category: Option<&str>,
    count: usize,
    seed: u64,
) -> Result<Vec<Question>, Trouble> {
    let register = examples_register().map_err(|why| Trouble::new(why, None))?;
    let engine = Engine::compile_with(register, rules.clone());
    let fits = |rule: &&Rule| {
        category.is_none_or(|category| rule.category() == category) && Off::of(rules, policy, rule).is_none()
    };
    let mut rules: Vec<&Rule> = engine.rules.rules.iter().filter(fits).collect();
    if rules.is_empty() {
        let help = "`subrosa rules list` lists what runs; a category is the first part of an id";
        return Err(Trouble::new("There is no rule to ask about", Some(help)));
    }
    let mut chance = Chance(seed);
    chance.shuffle(&mut rules);
    take_turns(&mut rules);
    let mut scratch = Scratch::default();
    let stop = count.div_ceil(2);
    let mut list = draws(&engine, policy, &rules, stop, true, &mut chance, &mut scratch);
    // What passes comes of other rules: a draft beside its near miss would give the answer away.
    let others = stop % rules.len();
    rules.rotate_left(others);
    list.extend(draws(&engine, policy, &rules, count - stop, false, &mut chance, &mut scratch));
    chance.shuffle(&mut list);
    Ok(list)
}

/// Orders rules so that categories take turns.
fn take_turns(rules: &mut [&Rule]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    rules.sort_by_cached_key(|rule| {
        let turn = seen.entry(rule.category().to_owned()).or_default();
        *turn += 1;
        *turn
    });
}

/// Draws examples that are stopped, or that pass: one of each rule, then a second of each, until there are enough.
fn draws(
    engine: &Engine,
    policy: &Policy,
    rules: &[&Rule],
    count: usize,
    stopped: bool,
    chance: &mut Chance,
    scratch: &mut Scratch,
) -> Vec<Question> {
    let examples = |rule: &Rule| {
        let mut list: Vec<Example> = if stopped { rule.flags.clone() } else { rule.passes.clone() };
        // The source of a page is no draft that anybody would read aloud.
        list.retain(|example| example.text.len() <= LONGEST && example.format.is_none());
        list
    };
    let mut all: Vec<(&Rule, Vec<Example>)> = rules.iter().map(|rule| (*rule, examples(rule))).collect();
    all.iter_mut().for_each(|(_, list)| chance.shuffle(list));
    let mut out = Vec::new();
    while out.len() < count && all.iter().any(|(_, list)| !list.is_empty()) {
        for (rule, list) in &mut all {
            let Some(example) = list.pop().filter(|_| out.len() < count) else { continue };
            let question = question(engine, policy, rule, &example, scratch);
            // What only advises is no question of yes or no.
            out.extend(question.filter(|question| question.stopped.is_some() == stopped));
        }
    }
    out
}

/// The question that an example makes; none where the engine only advises.
fn question(
    engine: &Engine,
    policy: &Policy,
    rule: &Rule,
    example: &Example,
    scratch: &mut Scratch,
) -> Option<Question> {
    let found = judged(engine, scratch, rule, example, policy);
    // The rule that the example belongs to, where it is among the worst.
    let worst = found.iter().max_by_key(|found| (found.severity, found.rule == rule.id));
    if worst.is_some_and(|worst| worst.severity == Severity::Advice) {
        return None;
    }
    let stopped = worst.and_then(|worst| {
        let rule = engine.rules.rule(&worst.rule)?;
        Some(Stopped {
            rule: rule.id.clone(),
            message: rule.message.clone(),
            words: worst.words.clone(),
            why: duty(rule.category()).map(|duty| duty.why),
            rewrite: rule.rewrite.clone(),
            authorities: rule.authorities.clone(),
        })
    });
    let what = match kind_of(rule, example) {
        Kind::Post => "A post",
        Kind::Reply => "A reply to a review or a comment",
        Kind::Page => "A page of the website",
        Kind::Email => "A mail or newsletter",
        Kind::Document => "A document",
    };
    let channel = example.channel.as_ref().map(|channel| format!(" ({})", channel.as_str())).unwrap_or_default();
    let near = (rule.id.clone(), rule.message.clone());
    Some(Question { what: format!("{what}{channel}"), text: one_line(&example.text), stopped, near })
}

/// Numbers by chance that a seed decides, the same on every machine (SplitMix64).
struct Chance(u64);

impl Chance {
    /// The next number.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Brings a list in another order.
    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            // The bias of a remainder is far below what a quiz can show.
            let other = (self.next() % (last as u64 + 1)) as usize;
            list.swap(last, other);
        }
    }
}
