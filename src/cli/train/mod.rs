//! Owns `subrosa train`: a short quiz of rule examples. On a terminal it asks and answers; without one it prints the
//! questions, then the answers. `questions` picks them.

mod questions;

use std::fmt::Write as _;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufRead, IsTerminal, Write};

use clap::Args;

use super::gate::PackArgs;
use super::output;
use super::prose::{hang, wrap};
use super::rules::load;
use super::trouble::Trouble;
use crate::run::Ending;
use questions::{Question, pick};

/// The options of `train`.
#[derive(Args, Debug)]
pub(super) struct Train {
    /// How many drafts to judge
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=500))]
    questions: u16,
    /// The same number gives the same drafts in the same order
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Only rules of this category: case-facts
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Which packs are read.
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs it.
pub(super) fn run(args: &Train) -> Result<Ending, Trouble> {
    let (rules, config) = load(&args.packs)?;
    let seed = args.seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let questions = pick(&rules, &config.policy, args.category.as_deref(), usize::from(args.questions), seed)?;
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return output::shown(|out| ask(&questions, &mut io::stdin().lock(), out));
    }
    output::shown(|out| out.write_all(sheet(&questions).as_bytes()))
}

/// All questions, then all answers: for paper, and for who has no terminal.
fn sheet(questions: &[Question]) -> String {
    let mut out = String::from("Publish or not?\n");
    for (number, question) in (1..).zip(questions) {
        out.push('\n');
        out.push_str(&asked(number, question));
    }
    out.push_str("\nAnswers\n");
    for (number, question) in (1..).zip(questions) {
        // Writing to a string does not fail, here and below.
        let _ =
            writeln!(out, "\n{number}. {}", if question.stopped.is_some() { "Do not publish." } else { "Publish." });
        out.push_str(&answer(question));
    }
    out
}

/// Asks on a terminal, one by one. `q` or the end of the input ends it.
fn ask(questions: &[Question], input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} drafts. Publish or not? Answer y or n; q ends.", questions.len())?;
    let (mut right, mut asked_so_far) = (0, 0);
    for (number, question) in (1..).zip(questions) {
        write!(out, "\n{}", asked(number, question))?;
        let Some(publish) = wish(input, out)? else { break };
        asked_so_far += 1;
        let is_right = publish == question.stopped.is_none();
        right += usize::from(is_right);
        writeln!(out, "\n{}", if is_right { "Right." } else { "No." })?;
        out.write_all(answer(question).as_bytes())?;
    }
    writeln!(out, "\n{right} of {asked_so_far} right.")?;
    out.flush()
}

/// What somebody answers: publish or not; none: enough.
fn wish(input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Option<bool>> {
    loop {
        write!(out, "   Publish? [y/n/q] ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" | "publish" => return Ok(Some(true)),
            "n" | "no" | "not" => return Ok(Some(false)),
            "q" | "quit" | "exit" => return Ok(None),
            _ => {}
        }
    }
}

/// A question.
fn asked(number: usize, question: &Question) -> String {
    let mut out = format!("{number}. {}\n", question.what);
    hang(&mut out, "   “", "    ", &format!("{}”", question.text));
    out
}

/// The finding and the reason, or why there is none.
fn answer(question: &Question) -> String {
    let mut out = String::new();
    match &question.stopped {
        Some(finding) => {
            wrap(&mut out, "   ", &format!("{} ({}).", finding.message.trim_end_matches('.'), finding.rule));
            wrap(&mut out, "   ", &format!("The words: “{}”", finding.words));
            finding.why.iter().for_each(|why| wrap(&mut out, "   ", why));
            finding.rewrite.iter().for_each(|words| wrap(&mut out, "   ", &format!("Write instead: {words}")));
            if !finding.authorities.is_empty() {
                wrap(&mut out, "   ", &format!("See {}", finding.authorities.join("; ")));
            }
        }
        None => {
            wrap(&mut out, "   ", &format!("Nothing in it need be stopped. It is a near miss of {}:", question.near.0));
            wrap(&mut out, "   ", &format!("{}. Here that is not so.", question.near.1.trim_end_matches('.')));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use questions::Stopped;

    /// Two questions: one to stop, one to publish.
    fn two() -> Vec<Question> {
        let stopped = Stopped {
            rule: "case-facts/x".to_owned(),
            message: "It tells facts".to_owned(),
            words: "lost".to_owned(),
            why: Some("Facts are confidential."),
            rewrite: Some("Nothing.".to_owned()),
            authorities: vec!["A".to_owned()],
        };
        let near = ("case-facts/x".to_owned(), "It tells facts".to_owned());
        let question = |text: &str, stopped| Question {
            what: "A post".to_owned(),
            text: text.to_owned(),
            stopped,
            near: near.clone(),
        };
        vec![question("She lost.", Some(stopped)), question("Nobody lost.", None)]
    }

    /// What is said to somebody who types this.
    fn said(typed: &str) -> String {
        let mut out = Vec::new();
        ask(&two(), &mut typed.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn right_answers_are_counted_and_each_gets_its_reason() {
        let all = said("n\ny\n");
        assert!(all.contains("2 of 2 right."), "{all}");
        assert!(all.contains("It tells facts (case-facts/x).") && all.contains("Facts are confidential."), "{all}");
        assert!(all.contains("near miss of case-facts/x"), "{all}");
        let none = said("YES\nno\n");
        assert!(none.contains("0 of 2 right.") && none.contains("\nNo.\n"), "{none}");
    }

    #[test]
    fn who_stops_or_stumbles_is_asked_no_more_or_again() {
        assert!(said("n\nq\n").contains("1 of 1 right."));
        assert!(said("").contains("0 of 0 right."));
        let again = said("maybe\nn\ny\n");
        assert_eq!(again.matches("Publish? [y/n/q]").count(), 3);
        assert!(again.contains("2 of 2 right."));
    }
}
