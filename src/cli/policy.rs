//! Owns `subrosa policy`: the packs of a run as a social media policy for staff, in Markdown. It reads rules alone: no
//! register is loaded, so that none of it can stand in a paper that is handed around.

use std::fmt::Write as _;

use clap::Args;

use super::duties::{DUTIES, Duty};
use super::gate::PackArgs;
use super::output;
use super::prose::one_line;
use super::rules::{Off, load, places};
use super::trouble::Trouble;
use crate::config::Config;
use crate::policy::{Kind, Severity};
use crate::rules::{Example, Rule, RuleSet};
use crate::run::Ending;

/// Most examples of what may be published, for a category.
const MOST_FINE: usize = 6;

/// The options of `policy`.
#[derive(Args, Debug)]
pub(super) struct Policy {
    /// The firm, for the title
    #[arg(long, value_name = "NAME")]
    firm: Option<String>,
    /// Tell every rule, with examples and who says so, instead of one line a duty
    #[arg(long)]
    full: bool,
    /// Which packs are read.
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs it.
pub(super) fn run(args: &Policy) -> Result<Ending, Trouble> {
    let (rules, config) = load(&args.packs)?;
    let text = text(&rules, &config, args);
    output::shown(|out| out.write_all(text.as_bytes()))
}

/// The policy.
fn text(rules: &RuleSet, config: &Config, args: &Policy) -> String {
    let mut out = String::from("# Social media policy");
    if let Some(firm) = &args.firm {
        out.push_str(" of ");
        escape(&mut out, &one_line(firm));
    }
    out.push_str(OPENING);
    let where_we_are = match &config.policy.jurisdictions[..] {
        [] => "everywhere".to_owned(),
        list => list.join(", "),
    };
    // Writing to a string does not fail, here and below.
    let _ = writeln!(out, "It holds the rules for: {where_we_are}.\n");
    if args.full {
        DUTIES.iter().for_each(|duty| chapter(&mut out, rules, config, duty));
        out.push_str(CLOSING);
        sources(&mut out, rules, config);
    } else {
        out.push_str("## What we keep to ourselves\n\n");
        DUTIES.iter().for_each(|duty| line(&mut out, rules, config, duty));
        out.push('\n');
        out.push_str(CLOSING);
    }
    out.push_str(NO_ADVICE);
    out
}

/// A duty on one line: how bad a breach is, what the duty is and why, the worst of what not to write and what to write instead.
fn line(out: &mut String, rules: &RuleSet, config: &Config, duty: &Duty) {
    let list = rules_of(rules, config, duty.category);
    let named = duty.category == "identity";
    if list.is_empty() && !named {
        return;
    }
    let stops = named || list.first().is_some_and(|rule| worst(rule, config) == Severity::Error);
    let why = duty.why.split_once(". ").map_or(duty.why.trim_end_matches('.'), |(first, _)| first);
    let _ = write!(out, "- {} {}: {}.", if stops { "**stop**" } else { "*ask*" }, duty.title, one_line(why));
    if named {
        out.push_str(
            " Ask the owner of the register whether there is a consent: for which words, where, and until when.",
        );
    }
    // Where several are as bad, one that says what to write instead.
    let bad = list.first().map(|rule| worst(rule, config));
    let mut told = list.iter().filter(|rule| plain(&rule.flags).is_some() && Some(worst(rule, config)) == bad);
    let shown = told.clone().find(|rule| rule.rewrite.is_some()).or_else(|| told.next());
    if let Some((rule, example)) = shown.and_then(|rule| Some((rule, plain(&rule.flags)?))) {
        out.push_str(" Not: ");
        quote(out, rule, example);
        if let Some(words) = &rule.rewrite {
            out.push_str(" Rather: “");
            escape(out, &one_line(words));
            out.push('”');
        }
    }
    out.push('\n');
}

/// What stands before the rules.
const OPENING: &str = "

For everybody who writes, posts, replies or publishes for us: lawyers, staff, marketing, agencies.

Whatever we learn for a client is confidential: that somebody is a client, what the matter is about, what was said, what came
of it. It does not matter that the news is good, that it stands in a public file, that no name is given, or that the client
spoke first. The duty has no end. Only the client can lift it, beforehand, for these words and this place.

Before you publish, ask:

1. Does it speak of one person, one matter, one day? Then it waits for a consent.
2. Would a neighbour, a colleague or the other side know who is meant?
3. Would the client be glad to read it, today and in ten years?
4. Is it true, and does it promise nothing?

This policy is made from the rules by which `subrosa` checks drafts. What is marked **stop** is never published as it is; what
is marked *ask* goes to the responsible partner first. ";

/// What stands at the end.
const NO_ADVICE: &str =
    "Rules differ between places and change. This paper is no legal advice; have it read by whoever answers for it.\n";

/// What stands after the rules.
const CLOSING: &str = "## When it has happened

Tell the responsible partner at once, also when you are not sure. Do not delete, edit or answer before that: what was said can
matter later. Nobody is blamed for telling early.

";

/// The rules of a category that run here, the worst first. Words that add up forbid no wording that staff could learn.
fn rules_of<'a>(rules: &'a RuleSet, config: &Config, category: &str) -> Vec<&'a Rule> {
    let told = |rule: &&Rule| rule.category() == category && !rule.is_only_weighed();
    let runs = |rule: &&Rule| told(rule) && Off::of(rules, &config.policy, rule).is_none();
    let mut list: Vec<&Rule> =
        rules.rules.iter().filter(runs).filter(|rule| worst(rule, config) > Severity::Off).collect();
    list.sort_by_key(|rule| std::cmp::Reverse(worst(rule, config)));
    list
}

/// How bad a rule is at worst.
fn worst(rule: &Rule, config: &Config) -> Severity {
    let kinds = Kind::ALL.into_iter().filter(|kind| rule.is_for(*kind));
    kinds.map(|kind| config.policy.severity(&rule.id, rule.severity.of(kind))).max().unwrap_or(Severity::Off)
}

/// One category.
fn chapter(out: &mut String, rules: &RuleSet, config: &Config, duty: &Duty) {
    let list = rules_of(rules, config, duty.category);
    let named = duty.category == "identity";
    if list.is_empty() && !named {
        return;
    }
    let _ = writeln!(out, "## {}\n\n{}\n", duty.title, duty.why);
    if named {
        out.push_str(NAMES);
    }
    if list.is_empty() {
        return;
    }
    out.push_str("Don’t:\n\n");
    for rule in &list {
        dont(out, rule, worst(rule, config));
    }
    let mut fine = list.iter().take(MOST_FINE).filter_map(|rule| Some((rule, plain(&rule.passes)?))).peekable();
    if fine.peek().is_some() {
        out.push_str("\nDo, these may be published:\n\n");
    }
    for (rule, example) in fine {
        out.push_str("- ");
        quote(out, rule, example);
        out.push('\n');
    }
    out.push('\n');
}

/// The first example that is read as it stands: nobody learns from the source of a page.
fn plain(examples: &[Example]) -> Option<&Example> {
    examples.iter().find(|example| example.format.is_none())
}

/// What a rule forbids, with an example and what to do instead.
fn dont(out: &mut String, rule: &Rule, severity: Severity) {
    let mark = if severity == Severity::Error { "**stop**" } else { "*ask*" };
    let _ = write!(out, "- {mark} ");
    escape(out, rule.message.trim_end_matches('.'));
    if !rule.jurisdictions.is_empty() || !rule.except.is_empty() {
        escape(out, &format!(" ({})", places(rule)));
    }
    out.push('.');
    if let Some(example) = plain(&rule.flags) {
        out.push(' ');
        quote(out, rule, example);
    }
    out.push('\n');
    if rule.help.is_none() && rule.rewrite.is_none() {
        return;
    }
    out.push_str("  - Instead: ");
    let help = rule.help.as_deref().map(one_line);
    help.iter().for_each(|help| escape(out, help));
    if let Some(words) = &rule.rewrite {
        out.push_str(if help.is_some() { " Write: “" } else { "“" });
        escape(out, &one_line(words));
        out.push('”');
    }
    out.push('\n');
}

/// What is said of names: the register knows them, and this paper does not.
const NAMES: &str = "Don’t:

- **stop** Name a client, a person of a client, a matter or its code name, in a text, a hashtag, a file name or the words
  behind a picture, unless a consent in our register covers it.
- **stop** Say anything of a matter under embargo, whatever has been consented to.
- *ask* Name the other side of a matter.

Do:

- Ask the owner of the register whether there is a consent: for which words, where, and until when.
- Describe instead of naming: the register has safe words for many clients.

";

/// An example with the kind of draft it stands for.
fn quote(out: &mut String, rule: &Rule, example: &Example) {
    let kind = super::rules::kind_of(rule, example);
    let words = match kind {
        Kind::Reply => "In a reply: ",
        Kind::Page => "On a page: ",
        Kind::Email => "In a mail: ",
        Kind::Document => "In a document: ",
        Kind::Post => "",
    };
    out.push_str(words);
    out.push('“');
    escape(out, &one_line(&example.text));
    out.push('”');
}

/// Who says so, each once, by title of the category.
fn sources(out: &mut String, rules: &RuleSet, config: &Config) {
    let mut lines = String::new();
    for duty in &DUTIES {
        let list = rules_of(rules, config, duty.category);
        let mut authorities: Vec<&str> = list.iter().flat_map(|rule| &rule.authorities).map(String::as_str).collect();
        authorities.sort_unstable();
        authorities.dedup();
        if !authorities.is_empty() {
            let _ = write!(lines, "- {}: ", duty.title);
            escape(&mut lines, &authorities.join("; "));
            lines.push('\n');
        }
    }
    if !lines.is_empty() {
        let _ = writeln!(out, "## Who says so\n\n{lines}");
    }
}

/// Writes a text so that Markdown, HTML and templates of site generators leave it as it is.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_example_becomes_markup() {
        let mut out = String::new();
        escape(&mut out, "Dear {{first_name}}, <b>see</b> [client] *now* `x` a|b\u{1b}[0m");
        assert_eq!(
            out,
            "Dear &#123;&#123;first\\_name&#125;&#125;, &lt;b&gt;see&lt;/b&gt; \\[client\\] \\*now\\* \\`x\\` a\\|b \\[0m"
        );
    }
}
