//! Owns the cutting of decoded text into lines: LF, CRLF and a lone CR each end one. Plain text and front matter call it.

/// The line that starts at byte `at`: the end of its content and the start of the next line. `None` at the end.
pub(crate) fn next_line(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
    let Some(len) = memchr::memchr2(b'\n', b'\r', rest) else { return Some((text.len(), text.len())) };
    let end = at + len;
    let crlf = rest.get(len..len + 2) == Some(b"\r\n");
    Some((end, end + if crlf { 2 } else { 1 }))
}
