//! Owns what is said where the job could not be done: mistakes in our own files, drawn by miette without a source line
//! (it may be a register's), and plain messages. All of it goes to standard error.

use std::io::{self, IsTerminal, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use super::Color;
use crate::yaml::Problem;

/// Why the job could not be done.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    /// Each with advice; none holds a value of the register.
    messages: Vec<(String, Option<String>)>,
}

impl Trouble {
    /// One message.
    pub(super) fn new(message: impl Into<String>, help: Option<&str>) -> Self {
        Self { messages: vec![(message.into(), help.map(str::to_owned))] }
    }

    /// Mistakes in a file of ours.
    pub(super) fn problems(problems: Vec<Problem>) -> Self {
        let message = |problem: Problem| (problem.to_string(), problem.help);
        Self { messages: problems.into_iter().map(message).collect() }
    }

    /// This and more.
    pub(super) fn and(mut self, more: Self) -> Self {
        self.messages.extend(more.messages);
        self
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Writes all messages to standard error.
    pub(super) fn draw(&self, paint: &Paint) {
        let mut text = String::new();
        for (message, help) in &self.messages {
            paint.error(&mut text, message, help.as_deref());
        }
        say(&text);
    }
}

/// How messages are drawn.
pub(super) struct Paint {
    /// Draws.
    handler: GraphicalReportHandler,
}

impl Paint {
    /// For standard error as it is.
    pub(super) fn new(color: Color) -> Self {
        let theme = if colored(color, io::stderr().is_terminal()) {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        Self { handler: GraphicalReportHandler::new_themed(theme).with_width(120).with_links(false) }
    }

    /// Adds an error to `text`.
    fn error(&self, text: &mut String, message: &str, help: Option<&str>) {
        let said = Said { message: message.to_owned(), help: help.map(str::to_owned) };
        if self.handler.render_report(text, &said).is_err() {
            text.push_str(message);
            text.push('\n');
        }
    }
}

/// Whether a stream gets colour.
pub(super) fn colored(color: Color, terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Says a line on standard error that is no error.
pub(super) fn note(message: &str) {
    say(&format!("subrosa: {message}\n"));
}

/// Writes to standard error. Where it is closed, nobody listens, and the exit code says the rest.
fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A message as miette draws it.
#[derive(Debug)]
struct Said {
    /// What is wrong.
    message: String,
    /// What to do.
    help: Option<String>,
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Said {}

impl Diagnostic for Said {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }
}
