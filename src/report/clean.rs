//! Owns what may be drawn: characters that would steer a terminal or hide are replaced by a picture one column wide.
//! Does not touch what machine formats carry: there such characters are escaped. `snippet` and `pretty` call it.

use std::borrow::Cow;

/// What stands for a character that must not be drawn as it is; `None` where it may. Tabs may, line ends may not.
pub(super) fn picture(c: char) -> Option<char> {
    let picture = match c {
        '\t' => return None,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}' => '\u{FFFD}',
        // Marks, embeddings, overrides and isolates: they turn the order of what follows.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{21C4}',
        '\u{2028}' | '\u{2029}' => '\u{2424}',
        // Characters without width: soft hyphen, joiners, fillers, tags.
        '\u{AD}'
        | '\u{034F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => '\u{00B7}',
        _ => return None,
    };
    Some(picture)
}

/// A text for one line of a terminal.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| c == '\t' || picture(c).is_some()) {
        Cow::Owned(text.chars().map(|c| if c == '\t' { ' ' } else { picture(c).unwrap_or(c) }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The columns that a character takes in a terminal: two for the wide scripts and for emoji. Good enough for clipping.
pub(super) const fn columns(c: char) -> usize {
    match c {
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{FFDC}' | '\u{1F300}'..='\u{3FFFF}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_becomes_a_picture() {
        assert_eq!(line("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(line("a\u{202e}b\u{9b}c\u{7f}d"), "a⇄b\u{FFFD}c␡d");
        assert_eq!(line("x\r\ny"), "x␍␊y");
    }

    #[test]
    fn ordinary_text_is_left_as_it_is() {
        assert!(matches!(line("Żółć, 法律, e\u{301}"), Cow::Borrowed(_)));
    }
}
