//! Owns how a phrase is read, and what is said of one that is wrong.

use super::{LONGEST, Node, Phrase, PhraseError, WIDEST_GAP};
use crate::rules::inflect;
use crate::rules::model::SignalId;
use crate::text::Span;
use crate::text::tokens::{self, What, folded_token};

/// Deepest nesting of brackets.
const DEEPEST: u32 = 32;

/// Reads a phrase. `name` finds the signal with a name as written: `common.money`, `<we>`, `@client`.
///
/// # Errors
/// What is wrong with the phrase, and at which character.
pub fn parse(written: &str, name: &dyn Fn(&str) -> Option<SignalId>) -> Result<Phrase, PhraseError> {
    let chars: Vec<char> = written.chars().collect();
    let mut parser = Parser { chars, at: 0, depth: 0, name };
    let root = parser.sequence()?;
    if let Some(c) = parser.peek() {
        return Err(parser.error(match c {
            '|' => "`|` stands only inside ( )".to_owned(),
            other => format!("`{other}` closes nothing"),
        }));
    }
    let (least, most) = root.width();
    if least == 0 {
        return Err(PhraseError { at: 1, message: "the phrase can match without any word".to_owned() });
    }
    if most > LONGEST {
        return Err(PhraseError { at: 1, message: format!("the phrase can span more than {LONGEST} words") });
    }
    let mut signals = Vec::new();
    root.signals(&mut |id| signals.push(id));
    Ok(Phrase { written: written.to_owned(), root, signals })
}

/// Reads one phrase.
struct Parser<'a> {
    /// The phrase.
    chars: Vec<char>,
    /// The next character.
    at: usize,
    /// Brackets that are open.
    depth: u32,
    /// Finds signals.
    name: &'a dyn Fn(&str) -> Option<SignalId>,
}

/// Characters with a meaning, which end a word.
const OPERATORS: &str = "()[]|{}<>~^+*@\\";

impl Parser<'_> {
    /// An error at the next character.
    fn error(&self, message: String) -> PhraseError {
        PhraseError { at: self.at + 1, message }
    }

    /// An error at character `at` (from 0).
    fn error_at(at: usize, message: impl Into<String>) -> PhraseError {
        PhraseError { at: at + 1, message: message.into() }
    }

    /// The next character, blanks passed over.
    fn peek(&mut self) -> Option<char> {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    /// The character right here.
    fn here(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Items up to `|`, a closing bracket or the end.
    fn sequence(&mut self) -> Result<Node, PhraseError> {
        let start = self.at;
        let mut nodes: Vec<Node> = Vec::new();
        let mut gap_at = None;
        while let Some(c) = self.peek() {
            let at = self.at;
            if matches!(c, '|' | ')' | ']') {
                break;
            }
            let before = nodes.len();
            match c {
                '~' => {
                    if nodes.is_empty() || gap_at.is_some() {
                        return Err(Self::error_at(at, "`~` stands between two words"));
                    }
                    nodes.push(self.gap()?);
                    gap_at = Some(at);
                    continue;
                }
                '^' if nodes.is_empty() => {
                    self.at += 1;
                    nodes.push(Node::SentenceStart);
                    continue;
                }
                '^' => return Err(self.error("`^` stands only at the beginning".to_owned())),
                '(' | '[' => nodes.push(self.bracket(c)?),
                '{' | '<' | '@' => nodes.push(self.signal(c)?),
                '+' | '*' => return Err(self.error(format!("`{c}` follows a word without a blank"))),
                '}' | '>' => return Err(self.error(format!("`{c}` closes nothing"))),
                _ => self.literal(&mut nodes)?,
            }
            if nodes.len() > before {
                gap_at = None;
            }
        }
        if let Some(at) = gap_at {
            return Err(Self::error_at(at, "`~` stands between two words"));
        }
        if nodes.iter().all(|node| *node == Node::SentenceStart) {
            return Err(Self::error_at(start.min(self.at), "a word is missing here"));
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Seq(nodes) })
    }

    /// `~3`.
    fn gap(&mut self) -> Result<Node, PhraseError> {
        let at = self.at;
        self.at += 1;
        let mut digits = String::new();
        while let Some(c) = self.here().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        match digits.parse() {
            Ok(words) if (1..=WIDEST_GAP).contains(&words) => Ok(Node::Gap(words)),
            _ => Err(Self::error_at(at, format!("`~` needs a number of words from 1 to {WIDEST_GAP}"))),
        }
    }

    /// `(a|b)`, `(a|b)+`, `[a]`, `[a|b]`.
    fn bracket(&mut self, open: char) -> Result<Node, PhraseError> {
        let at = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Self::error_at(at, "the brackets are nested too deep"));
        }
        let mut choices = vec![self.sequence()?];
        while self.peek() == Some('|') {
            self.at += 1;
            choices.push(self.sequence()?);
        }
        let close = if open == '(' { ')' } else { ']' };
        if self.peek() != Some(close) {
            return Err(Self::error_at(at, format!("`{open}` is never closed by `{close}`")));
        }
        self.at += 1;
        self.depth -= 1;
        if self.here() == Some('+') {
            self.inflect_all(&mut choices)?;
            self.at += 1;
        }
        let node = merge(choices);
        if open == '[' {
            return Ok(Node::Optional(Box::new(node)));
        }
        Ok(node)
    }

    /// `(sue|settle)+`: every alternative must be one word.
    fn inflect_all(&self, choices: &mut [Node]) -> Result<(), PhraseError> {
        for choice in choices {
            let Node::Word(forms) = choice else {
                return Err(self.error("`+` after a bracket needs single words inside".to_owned()));
            };
            *forms = forms.iter().flat_map(|form| inflect::forms(form)).collect();
            forms.sort();
            forms.dedup();
        }
        Ok(())
    }

    /// `{name}`, `{pack.name}`, `<we>`, `@client`, `@client?`.
    fn signal(&mut self, open: char) -> Result<Node, PhraseError> {
        let at = self.at;
        self.at += 1;
        let mut name = String::new();
        while let Some(c) = self.here().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
            name.push(c);
            self.at += 1;
        }
        let full = match open {
            '@' => {
                if self.here() == Some('?') {
                    self.at += 1;
                    name.push('?');
                }
                format!("@{name}")
            }
            _ => {
                let close = if open == '{' { '}' } else { '>' };
                if self.here() != Some(close) {
                    return Err(Self::error_at(at, format!("`{open}` is never closed by `{close}`")));
                }
                self.at += 1;
                if open == '{' { name } else { format!("<{name}>") }
            }
        };
        let help = match open {
            '@' => "; write `\\@` for the sign itself",
            '<' => "; write `\\<` for the sign itself",
            _ => "",
        };
        match (self.name)(&full) {
            Some(id) => Ok(Node::Signal(id)),
            None => Err(Self::error_at(at, format!("there is no signal `{full}`{help}"))),
        }
    }

    /// Words and signs up to a blank or an operator, with `+` or `*` after the last word.
    fn literal(&mut self, nodes: &mut Vec<Node>) -> Result<(), PhraseError> {
        let at = self.at;
        let mut text = String::new();
        while let Some(c) = self.here().filter(|c| !c.is_whitespace()) {
            if c == '\\' {
                let Some(escaped) = self.chars.get(self.at + 1).copied().filter(|c| !c.is_whitespace()) else {
                    return Err(self.error("`\\` needs a sign after it".to_owned()));
                };
                if text.is_empty() {
                    text.push(escaped);
                    self.at += 2;
                }
                break;
            }
            if OPERATORS.contains(c) {
                break;
            }
            text.push(c);
            self.at += 1;
        }
        // Nearly every word of every pack.
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            text.make_ascii_lowercase();
            nodes.push(match self.here().filter(|c| matches!(c, '+' | '*')) {
                Some('+') => Node::Word(inflect::forms(&text)),
                Some(_) => Node::Beginning(text),
                None => {
                    nodes.push(Node::Word(vec![text]));
                    return Ok(());
                }
            });
            self.at += 1;
            return Ok(());
        }
        let mut cut = Vec::new();
        tokens::tokens(&text, Span::at(0..text.len()), &mut tokens::Scratch::default(), &mut cut);
        let before = nodes.len();
        for token in &cut {
            match token.what {
                What::Sign(sign) => nodes.push(Node::Sign(sign)),
                What::Word if token.key == 0 => {
                    return Err(Self::error_at(at, "a script without spaces has no words; use a regex"));
                }
                What::Word => nodes.push(word(&folded_token(&text, token))),
            }
        }
        if nodes.len() == before {
            return Err(Self::error_at(at, format!("`{text}` is punctuation, which phrases pass over; leave it out")));
        }
        if let Some(mark) = self.here().filter(|c| matches!(c, '+' | '*')) {
            let Some(last) = nodes.pop().filter(|_| cut.last().is_some_and(|t| t.what == What::Word)) else {
                return Err(self.error(format!("`{mark}` follows a word")));
            };
            let Some(plain) = cut.last().map(|token| folded_token(&text, token)).filter(|w| !w.contains('\'')) else {
                return Err(self.error(format!("`{mark}` does not go with an apostrophe")));
            };
            drop(last);
            self.at += 1;
            nodes.push(if mark == '+' { Node::Word(inflect::forms(&plain)) } else { Node::Beginning(plain) });
        }
        Ok(())
    }
}

/// Alternatives, single words among them joined into one.
fn merge(choices: Vec<Node>) -> Node {
    let (mut words, mut rest) = (Vec::new(), Vec::new());
    for choice in choices {
        match choice {
            Node::Word(forms) => words.extend(forms),
            Node::Choice(inner) => rest.extend(inner),
            other => rest.push(other),
        }
    }
    if !words.is_empty() {
        words.sort();
        words.dedup();
        rest.insert(0, Node::Word(words));
    }
    if rest.len() == 1 { rest.remove(0) } else { Node::Choice(rest) }
}

/// Contractions whose letters alone are another word: only the apostrophe tells them.
const ANOTHER_WORD: [&str; 11] =
    ["we're", "we'll", "we'd", "i'll", "i'd", "he'll", "she'll", "she'd", "it's", "let's", "who're"];

/// A word as it stands in a phrase. A contraction is also found without its apostrophe, and with «not» in full.
fn word(folded: &str) -> Node {
    let Some((stem, ending)) = folded.split_once('\'') else { return Node::Word(vec![folded.to_owned()]) };
    let mut forms = vec![folded.to_owned()];
    if !ANOTHER_WORD.contains(&folded) {
        forms.push(format!("{stem}{ending}"));
    }
    if ending != "t" {
        return Node::Word(forms);
    }
    let whole = match stem {
        "can" => "can",
        "won" => "will",
        "shan" => "shall",
        "ain" => return Node::Word(forms),
        other => other.strip_suffix('n').unwrap_or(other),
    };
    if stem == "can" {
        forms.push("cannot".to_owned());
    }
    let in_full = Node::Seq(vec![Node::Word(vec![whole.to_owned()]), Node::Word(vec!["not".to_owned()])]);
    Node::Choice(vec![Node::Word(forms), in_full])
}

#[cfg(test)]
mod tests;
