//! Reads the message of a commit, as git leaves it for its hook: plain text, in which lines that git will drop are not
//! read. What is read keeps its place in the file. Does not know how git is configured; `cli` says what is dropped.

use std::sync::Arc;

use super::builder::DraftBuilder;
use super::decode::decode;
use super::{Reader, Reading, Unchecked, plain, read_with};
use crate::draft::{Draft, Source};
use crate::policy::Kind;

/// What stands on a line, after the sign of a comment and a space, where everything below is dropped.
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// What git will drop of a message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Message {
    /// What comments begin with; none where it is the first character of the last line.
    pub sign: Option<String>,
    /// Whether comments are dropped.
    pub comments: bool,
    /// Whether everything from the scissors on is dropped.
    pub scissors: bool,
}

/// Reads a message and hands its draft to `each`.
pub fn message(message: &Message, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Reading {
    read_with(message, source, each)
}

impl Reader for Message {
    fn name(&self) -> &'static str {
        "commit message"
    }

    fn endings(&self) -> &'static [&'static str] {
        &[]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let sign = match &self.sign {
            Some(sign) => Some(sign.as_str()),
            None => last_sign(&decoded.text),
        };
        let sign = sign.filter(|sign| !sign.is_empty());
        let end = sign.filter(|_| self.scissors).map_or(decoded.text.len(), |sign| cut(&decoded.text, sign));
        let starts = |at: usize| at == 0 || decoded.text.as_bytes().get(at - 1) == Some(&b'\n');
        // To git a lone carriage return ends no line, so what looks like a comment after one is none.
        let dropped = |at, line: &str| self.comments && sign.is_some_and(|sign| line.starts_with(sign)) && starts(at);
        let mut builder = DraftBuilder::new(source, &decoded, Kind::Post);
        plain::paragraphs_but(&mut builder, 0..end, &dropped);
        each(builder.finish());
        Ok(())
    }
}

/// The sign that git chose where it may choose: its own lines stand last.
fn last_sign(text: &str) -> Option<&str> {
    let line = text.lines().rev().find(|line| !line.is_empty())?;
    let first = line.chars().next().filter(|first| "#;@!$%^&|:".contains(*first))?;
    line.get(..first.len_utf8())
}

/// Where the scissors begin, or the end. As git looks for them: at the start of a line, with nothing more on it.
fn cut(text: &str, sign: &str) -> usize {
    let line = format!("\n{sign} {SCISSORS}\n");
    if line.get(1..).is_some_and(|line| text.starts_with(line)) {
        return 0;
    }
    text.find(&line).map_or(text.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{Message, message};
    use crate::draft::{Draft, Source};
    use crate::text::Span;
    use std::sync::Arc;

    /// What is read of a message.
    fn read(bytes: &str, how: &Message) -> Vec<Draft> {
        let source = Source { path: "M".into(), file: "M".into(), bytes: bytes.into() };
        let mut drafts = Vec::new();
        message(how, &Arc::new(source), &mut |draft| drafts.push(draft));
        drafts
    }

    #[test]
    fn a_name_around_a_comment_is_one_and_keeps_its_place() {
        let text = "Thanks to Northgate\r\n# a comment\r\nMemorial\n\n# ------------------------ >8 ------------------------\nno\n";
        let how = Message { sign: Some("#".to_owned()), comments: true, scissors: true };
        let drafts = read(text, &how);
        assert_eq!(drafts[0].text, "Thanks to Northgate\nMemorial\nM");
        let at = drafts[0].text.find("Northgate").unwrap();
        let home = drafts[0].home(Span::at(at..at + "Northgate\nMemorial".len())).range();
        assert_eq!(&text[home], "Northgate\r\n# a comment\r\nMemorial");
    }

    #[test]
    fn what_git_keeps_is_read() {
        let how = Message { sign: Some("#".to_owned()), comments: true, scissors: true };
        let text = "a\r# Northgate\n# ------------------------ >8 ------------------------\r\nbelow\n";
        let read_whole = read(text, &how)[0].text.clone();
        assert!(read_whole.contains("Northgate") && read_whole.contains("below"), "{read_whole}");
        let text = "#Northgate won\n; ------------------------ >8 ------------------------\nand more\n";
        assert!(read(text, &Message::default())[0].text.contains("#Northgate won"));
        let how = Message { sign: Some(";".to_owned()), comments: true, scissors: false };
        assert_eq!(read(text, &how)[0].text, "#Northgate won\nand more\nM");
        let how = Message { sign: None, comments: true, scissors: true };
        assert_eq!(read("# a heading\n\n; drop\n; drop\n", &how)[0].text, "# a heading\nM");
    }
}
