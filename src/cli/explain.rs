//! Owns `subrosa explain RULE`: one rule for reading, what it finds and why, who says so, and what is safe instead.

use std::fmt::Write as _;

use clap::Args;

use super::gate::GateArgs;
use super::output;
use super::rules::{load, places, severity};
use super::trouble::Trouble;
use crate::policy::Kind;
use crate::rules::{Example, Rule, RuleSet};
use crate::run::Ending;

/// The options of `explain`.
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The id of a rule: case-facts/reply
    #[arg(value_name = "RULE")]
    rule: String,
    /// What the gate knows.
    #[command(flatten)]
    gate: GateArgs,
}

/// Runs it.
pub(super) fn run(args: &Explain) -> Result<Ending, Trouble> {
    let rules = load(&args.gate)?;
    let page = match rules.rule(&args.rule) {
        Some(rule) => page(&rules, rule),
        None => own_page(&args.rule).ok_or_else(|| unknown(&rules, &args.rule))?,
    };
    output::shown(|out| out.write_all(page.as_bytes()))
}

/// What is said of an id that is none.
fn unknown(rules: &RuleSet, written: &str) -> Trouble {
    let own = OWN.iter().map(|(id, _, _)| *id);
    let known = rules.rules.iter().map(|rule| rule.id.as_str()).chain(own);
    let near = known.map(|id| (strsim::levenshtein(id, written), id)).filter(|(far, _)| *far <= 4).min();
    let help = near.map(|(_, id)| format!("did you mean {id}?"));
    let help = help.as_deref().unwrap_or("`subrosa rules list` lists them");
    Trouble::new(format!("There is no rule {written}"), Some(help))
}

/// Longest line of the page, in characters.
const WIDTH: usize = 88;

/// The page of a rule of a pack.
fn page(rules: &RuleSet, rule: &Rule) -> String {
    let mut out = String::new();
    let pack = rules.packs.get(rule.pack);
    // Writing to a string does not fail, here and below.
    let _ = writeln!(out, "{}\n", rule.id);
    wrap(&mut out, "", &rule.message);
    out.push('\n');
    let kinds: Vec<&str> = rule.kinds.iter().map(|kind| kind.as_str()).collect();
    let kinds = if kinds.is_empty() { "every kind of draft".to_owned() } else { kinds.join(", ") };
    let _ = writeln!(out, "severity   {}", severity(rule));
    let _ = writeln!(out, "for        {kinds}");
    let _ = writeln!(out, "holds      {}", places(rule));
    if let Some(pack) = pack {
        let origin = if pack.builtin { "built in" } else { pack.file.as_str() };
        let _ = writeln!(out, "pack       {} ({origin})", pack.name);
    }
    if let Some(help) = &rule.help {
        section(&mut out, "What to do");
        wrap(&mut out, "  ", help);
    }
    if let Some(rewrite) = &rule.rewrite {
        section(&mut out, "Safe words instead");
        wrap(&mut out, "  ", rewrite);
    }
    if !rule.authorities.is_empty() {
        section(&mut out, "Who says so");
        rule.authorities.iter().for_each(|authority| wrap(&mut out, "  ", authority));
    }
    section(&mut out, "Flagged");
    rule.flags.iter().for_each(|example| quote(&mut out, example));
    section(&mut out, "Passed");
    rule.passes.iter().for_each(|example| quote(&mut out, example));
    section(&mut out, "How to change it");
    let _ = writeln!(
        out,
        "  In .subrosa.yaml, `severities: {{{}: off}}` switches it off; `advice` or `warning` make it milder,",
        rule.id
    );
    let _ = writeln!(out, "  and `{}:` alone means all rules of this category.", rule.category());
    let _ = writeln!(out, "  `subrosa allow FINGERPRINT --reason … --by …` accepts a single finding.");
    out
}

/// A heading.
fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n{title}");
}

/// An example, with its kind where it says one.
fn quote(out: &mut String, example: &Example) {
    let text = example.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let kind = example.kind.map(Kind::as_str).map(|kind| format!("({kind}) ")).unwrap_or_default();
    wrap(out, "  ", &format!("{kind}“{text}”"));
}

/// Writes a text in lines of [`WIDTH`], each after `indent`.
fn wrap(out: &mut String, indent: &str, text: &str) {
    let mut width = 0;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if width == 0 {
            out.push_str(indent);
            width = indent.len();
        } else if width + 1 + len > WIDTH {
            out.push('\n');
            out.push_str(indent);
            width = indent.len();
        } else {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += len;
    }
    out.push('\n');
}

/// The engine's own rules: id, what they find, why.
const OWN: [(&str, &str, &str); 10] = [
    (
        "identity/client",
        "A client of the register is named.",
        "That somebody is or was a client is itself confidential. A consent in the register that covers the name, this \
         channel and this time lifts it.",
    ),
    (
        "identity/person",
        "A person of a client is named.",
        "Whoever knows the person knows the client. A consent of the client that covers the name lifts it.",
    ),
    (
        "identity/matter",
        "A matter of the register is named, by its name or code name.",
        "A matter's name leads to the client. A consent that covers the matter lifts it.",
    ),
    (
        "identity/adverse",
        "The other side of a matter is named.",
        "Alone it is only worth a look; beside the client, another sign of the matter or a word of the firm's part in it \
         it tells who is being fought.",
    ),
    (
        "identity/identifier",
        "A number, address or account of a client stands in the draft.",
        "It leads to the client as surely as the name.",
    ),
    (
        "identity/embargo",
        "Something of a matter under embargo stands in the draft.",
        "Until its moment nothing of the matter may be said, whatever consents there are.",
    ),
    (
        "identity/consent-lapsed",
        "A client is named under a consent that no longer holds, or does not hold yet.",
        "Renew the consent in the register, or take the name out.",
    ),
    (
        "allowance/expired",
        "The last day of an entry in .subrosa-allow.yaml is over.",
        "What it accepted is a finding again. Take it out of the draft, or let somebody decide anew and set another day.",
    ),
    (
        "allowance/unused",
        "An entry in .subrosa-allow.yaml accepts nothing in the files that it speaks of.",
        "It would accept the same words if they came back, unseen. Remove it.",
    ),
    (
        "gate/nested-config",
        "A .subrosa.yaml or .subrosa-allow.yaml lies below the one that the run obeys.",
        "A folder cannot loosen the gate for itself: the run does not obey it, and says so.",
    ),
];

/// The ids of the engine's own rules, for those who switch them, and the categories that are kept for it.
pub(super) fn own_rules() -> impl Iterator<Item = &'static str> {
    OWN.iter().map(|(id, ..)| *id).chain(["indirect-identification/facts", "metadata", "recipients"])
}

/// The page of a rule of the engine's own.
fn own_page(id: &str) -> Option<String> {
    let (id, what, why) = OWN.iter().find(|(own, _, _)| *own == id)?;
    let mut out = format!("{id}\n\n");
    wrap(&mut out, "", what);
    out.push('\n');
    wrap(&mut out, "", why);
    section(&mut out, "Where it comes from");
    let from = if id.starts_with("identity/") {
        "The register: clients, their people, matters, adverse parties and identifiers."
    } else {
        "The gate's own files."
    };
    wrap(&mut out, "  ", from);
    Some(out)
}
