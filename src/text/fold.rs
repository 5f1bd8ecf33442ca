//! Owns the folding of single words and characters: what makes `Hrdličková`, `HRDLICKOVA` and `ｈｒｄｌｉｃｋｏｖａ` one word.
//!
//! NFKD, marks dropped, a small table for letters without a decomposition, full case folding (ß = ss, final sigma),
//! default-ignorable characters dropped, look-alike letters mapped in words that mix scripts. `ue` for `ü` and the like
//! belong to the register's written forms, never here. Nothing folded is ever stored beside a text: words are folded one
//! at a time. Called by `words`, by the register's forms and by the phrase language.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded form of `word` to `out`. A word of ignorable characters alone gives nothing.
pub fn fold_word(word: &str, out: &mut String) {
    let start = out.len();
    if word.bytes().all(|byte| matches!(byte, 1..=0x7F)) {
        out.push_str(word);
        if let Some(folded) = out.get_mut(start..) {
            folded.make_ascii_lowercase();
        }
        return;
    }
    out.reserve(word.len());
    for c in word.chars() {
        fold_char(c, out);
    }
    unmask(out, start);
}

/// The folded form of `word`.
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_word(word, &mut out);
    out
}

/// Appends the folded form of one character, which may be nothing or several characters.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        if c != '\0' {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if let Some(known) = LATIN.get(c as usize - 0x80).copied().filter(|b| *b != 0) {
        out.push(char::from(known));
        return;
    }
    fold_rare(c, out);
}

/// The general case of [`fold_char`].
fn fold_rare(c: char, out: &mut String) {
    if is_ignorable(c) {
        return;
    }
    for piece in std::iter::once(c).nfkd() {
        if is_combining_mark(piece) || is_ignorable(piece) {
            continue;
        }
        match piece {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ħ' | 'Ħ' => out.push('h'),
            'ŧ' | 'Ŧ' => out.push('t'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            other => out.extend(other.to_lowercase().filter(|c| !is_combining_mark(*c))),
        }
    }
}

/// For U+0080 to U+024F: the one ASCII letter or digit it folds to, or 0. Spares the tables on Western text.
static LATIN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut scratch = String::new();
    (0x80..0x250_u32)
        .map(|code| {
            scratch.clear();
            if let Some(c) = char::from_u32(code) {
                fold_rare(c, &mut scratch);
            }
            match scratch.as_bytes() {
                [one] if one.is_ascii_alphanumeric() => *one,
                _ => 0,
            }
        })
        .collect()
});

/// Whether a character shows nothing and parts no word: Unicode's default-ignorable code points, the zero-width space,
/// byte order marks, and NUL, which broken exports leave in words.
pub const fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\0' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character is a Latin letter, as nearly all are that stand in a word of other characters than ASCII.
pub const fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}')
}

/// Whether a character is of a script that writes no spaces between words, or that hangs endings on names without one
/// (Hangul): there, matches need no word edges.
pub const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFD}')
}

/// Whether a character belongs to a word: letters and digits of any script, marks, and what shows nothing inside.
pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_ignorable(c)
}

/// Maps look-alike letters to Latin in `out[start..]` if that word mixes them with Latin letters.
fn unmask(out: &mut String, start: usize) {
    let word = out.get(start..).unwrap_or_default();
    // Nearly always only Latin letters had marks.
    if word.is_ascii()
        || !word.bytes().any(|b| b.is_ascii_alphabetic())
        || !word.chars().any(|c| look_alike(c).is_some())
    {
        return;
    }
    let plain: String = word.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
    out.truncate(start);
    out.push_str(&plain);
}

/// The Latin letter that a folded Greek, Cyrillic or Armenian letter looks like, in upper or lower case. After the
/// prototypes of Unicode Technical Standard 39, kept to letters that a reader would take for the Latin one.
const fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' | 'ь' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'ё' => 'e',
        'ԍ' => 'g',
        'һ' | 'н' | 'η' | 'հ' => 'h',
        'і' | 'ι' | 'ї' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' | 'ⅼ' => 'l',
        'м' | 'μ' => 'm',
        'п' | 'ո' => 'n',
        'о' | 'ο' | 'օ' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' | 'տ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ш' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ү' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_width_and_ligatures_fold_away() {
        for (written, plain) in [
            ("Hrdličková", "hrdlickova"),
            ("HRDLIC\u{30C}KOVA\u{301}", "hrdlickova"),
            ("Ｋｅｓｔｒｅｌ", "kestrel"),
            ("ﬁnch", "finch"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("İstanbul", "istanbul"),
            ("ıstanbul", "istanbul"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Ὀδυσσεύς", "οδυσσευσ"),
            ("Łódź", "lodz"),
            ("Ærø", "aero"),
            ("in\u{AD}stru\u{200B}ments", "instruments"),
        ] {
            assert_eq!(folded(written), plain, "{written}");
        }
    }

    #[test]
    fn look_alikes_are_mapped_only_in_words_that_mix_scripts() {
        assert_eq!(folded("Таrnwick"), "tarnwick", "with Cyrillic T and a");
        assert_eq!(folded("Тарас"), "тарас");
        assert_eq!(folded("Ωmega"), "wmega", "one of the letters is taken for the nearest Latin one");
    }

    #[test]
    fn latin_letters_are_letters_of_words_with_spaces() {
        let all = (0..0x300_u32).filter_map(char::from_u32).filter(|c| is_latin(*c));
        assert!(all.clone().count() > 400);
        assert!(all.clone().all(|c| c.is_alphabetic() && is_word_char(c) && !is_ignorable(c) && !is_unspaced(c)));
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for code in 0x80..0x3000_u32 {
            let Some(c) = char::from_u32(code) else { continue };
            let once = folded(&c.to_string());
            assert_eq!(folded(&once), once, "U+{code:04X}");
        }
    }
}
