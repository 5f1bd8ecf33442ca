//! Owns links whose destinations templates write: `[text]({{< ref "page.md" >}})`, `[text]({{ "/page" | url }})`,
//! `[text]({{ site.baseurl }}{% link page.md %}#part)`. Blanks in them make text of such a link for Markdown, brackets and
//! all; the page shows only the text in the brackets. The Markdown reader asks before it sets down text.

use std::ops::Range;

/// What templates put between these marks is no text.
const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")];
/// Bytes of the longest text of a link that its bracket is looked for in.
const LONGEST_TEXT: usize = 500;
/// Bytes of the longest destination: on a long line without an end none may be looked for to the end each time.
const LONGEST_DESTINATION: usize = 500;

/// A stretch of a link that is not its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    /// What the page does not show: `[`, or all from `]` to `)`.
    pub(crate) range: Range<usize>,
    /// The destination in it; empty for `[`.
    pub(crate) url: Range<usize>,
}

/// The marks of all such links from `start` on, in the order of the text.
pub(crate) fn marks(text: &str, start: usize) -> Vec<Mark> {
    let body = text.as_bytes().get(start..).unwrap_or_default();
    let mut all: Vec<Mark> = Vec::new();
    let mut done = start;
    let mut opener = start;
    for close in memchr::memmem::find_iter(body, b"](").map(|at| start + at) {
        if opener < close {
            // Most links are none of these: the next template is looked for once, not for each of them.
            opener = next_opener(text, close);
        }
        if opener > close + LONGEST_DESTINATION || close < done {
            continue;
        }
        let Some(url) = destination(text, close + 2) else { continue };
        if let Some(open) = opening(text, start, close) {
            all.push(Mark { range: open, url: close..close });
        }
        done = text.get(url.end..).and_then(|rest| rest.find(')')).map_or(url.end, |len| url.end + len + 1);
        all.push(Mark { range: close..done, url });
    }
    all.sort_by_key(|mark| mark.range.start);
    all
}

/// Where the next template opens from an offset on; the end where none does.
fn next_opener(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let opens = |at: &usize| {
        MARKS.iter().any(|(open, _)| rest.get(*at..).is_some_and(|rest| rest.starts_with(open.as_bytes())))
    };
    memchr::memchr2_iter(b'{', b'<', rest).find(opens).map_or(text.len(), |at| from + at)
}

/// The destination that starts at an offset, if a template writes any of it and it ends on its line.
fn destination(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let line = rest.get(..rest.floor_char_boundary(LONGEST_DESTINATION))?.lines().next()?;
    let (mut at, mut written) = (0, false);
    loop {
        let rest = line.get(at..)?;
        if let Some((open, close)) = MARKS.iter().find(|(open, _)| rest.starts_with(open)) {
            at += open.len() + rest.get(open.len()..)?.find(close)? + close.len();
            written = true;
            continue;
        }
        let first = rest.chars().next()?;
        let titled = || rest.trim_start().starts_with(['"', '\'']) && rest.contains(')');
        if first == ')' || first.is_whitespace() && titled() {
            return written.then_some(start..start + at);
        }
        if first.is_whitespace() {
            return None;
        }
        at += first.len_utf8();
    }
}

/// The bracket that opens the text that ends at `close`, with the `!` of a picture.
fn opening(text: &str, start: usize, close: usize) -> Option<Range<usize>> {
    let from = close.saturating_sub(LONGEST_TEXT).max(start);
    let bytes = text.as_bytes().get(from..close)?;
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => {
                let picture = at > 0 && bytes.get(at - 1) == Some(&b'!');
                return Some(from + at - usize::from(picture)..from + at + 1);
            }
            b'[' => depth -= 1,
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::marks;

    /// What is taken out, and the destinations.
    fn taken(text: &str) -> Vec<(&str, &str)> {
        marks(text, 0).into_iter().map(|mark| (&text[mark.range], &text[mark.url])).collect()
    }

    #[test]
    fn templates_in_a_destination_may_stand_together_and_beside_plain_parts() {
        assert_eq!(
            taken("See [the logs]({{ site.baseurl }}{% link _docs/logs.md %}#top) and go."),
            [
                ("[", ""),
                ("]({{ site.baseurl }}{% link _docs/logs.md %}#top)", "{{ site.baseurl }}{% link _docs/logs.md %}#top")
            ]
        );
        assert_eq!(taken("![A hall](<%= asset 'hall.png' %> \"Hall\")")[1].1, "<%= asset 'hall.png' %>");
    }

    #[test]
    fn a_text_over_two_lines_and_brackets_inside_it_belong_to_the_link() {
        let text = "from [your\npay [slip]]({% page \"/a/\" %}).";
        assert_eq!(taken(text), [("[", ""), ("]({% page \"/a/\" %})", "{% page \"/a/\" %}")]);
        assert_eq!(super::marks(text, 0)[0].range, 5..6);
    }

    #[test]
    fn what_no_template_writes_or_what_never_ends_is_left_alone() {
        for text in ["[a](b c)", "[a]({{ b", "[a]({{ b }} c)", "[a](b)", "](", "[a]({% b %}\n)"] {
            assert_eq!(taken(text), [], "{text}");
        }
    }
}
