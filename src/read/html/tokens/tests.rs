//! Holds the cutting of HTML against html5gum on pages made of pieces.

use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

use super::{Token, Tokens};
use crate::read::builder::Piece;
use crate::read::html::entities::{Place, pieces};

/// Text, tags, attributes and comments in one line each, as this file cuts them.
fn ours(page: &str) -> Vec<String> {
    let mut tokens = Tokens::new(page, 0..page.len(), false);
    let mut seen = Vec::new();
    let decoded = |range: std::ops::Range<usize>, place| {
        let mut text = String::new();
        pieces(page, range, place, &mut |piece| match piece {
            Piece::Copy(range) => text.push_str(&page[range]),
            Piece::Decoded(decoded, _) => text.push_str(&decoded),
            Piece::Gap(..) => {}
        });
        text
    };
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(range) => add_text(&mut seen, &decoded(range, Place::Text)),
            Token::Raw(range) => add_text(&mut seen, &page[range]),
            Token::Start(tag) => {
                let mut attributes: Vec<String> = Vec::new();
                for attribute in &tokens.attributes {
                    let name = page[attribute.name.clone()].to_ascii_lowercase() + "=";
                    if !attributes.iter().any(|a| a.starts_with(&name)) {
                        attributes.push(name + &decoded(attribute.value.clone(), Place::Attribute));
                    }
                }
                attributes.sort();
                seen.push(format!("<{} {}", page[tag.name].to_ascii_lowercase(), attributes.join(" ")));
            }
            Token::End(tag) => seen.push(format!("</{}", page[tag.name].to_ascii_lowercase())),
            Token::Comment(range) | Token::Code(range) => seen.push(format!("<!--{}", &page[range])),
        }
    }
    seen
}

/// Joins text to the text before it.
fn add_text(seen: &mut Vec<String>, text: &str) {
    match seen.last_mut().filter(|last| last.starts_with('T')) {
        Some(last) => last.push_str(text),
        None if text.is_empty() => {}
        None => seen.push(format!("T{text}")),
    }
}

/// The same by html5gum.
fn theirs(page: &str) -> Vec<String> {
    let mut emitter = html5gum::DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut seen = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for token in html5gum::Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Ok(html5gum::Token::String(s)) => add_text(&mut seen, &text(&s)),
            Ok(html5gum::Token::StartTag(tag)) => {
                let show = |(name, value): (&html5gum::HtmlString, &html5gum::Spanned<html5gum::HtmlString, ()>)| {
                    format!("{}={}", text(name), text(value))
                };
                let mut attributes: Vec<String> = tag.attributes.iter().map(show).collect();
                attributes.sort();
                seen.push(format!("<{} {}", text(&tag.name), attributes.join(" ")));
            }
            Ok(html5gum::Token::EndTag(tag)) => seen.push(format!("</{}", text(&tag.name))),
            Ok(html5gum::Token::Comment(comment)) => seen.push(format!("<!--{}", text(&comment))),
            _ => {}
        }
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn it_cuts_as_html5gum_does(parts in prop::collection::vec(prop::sample::select(vec![
        "a", " ", "\n", "é", "<b>", "</b>", "<p class=x>", "<a href=\"u&amp;v\" title='t'>", "<a b=c&copy=d>", "<i/>", "< ", "<", ">", "</", "</>", "</ x>", "&amp;", "&notit;", "&#65;",
        "&eacute", "&", ";", "<!--", "-->", "--!>", "--", "-", "<!-->", "<!x>", "<title>", "</title>", "<TextArea>", "</textarea>", "<style>", "</style>", "</style", "=", "\"", "'", "/",
    ]), 0..24)) {
        let page = parts.concat();
        let (mut ours, mut theirs) = (ours(&page), theirs(&page));
        // A comment that the end cuts off loses the dashes of its closing mark in browsers.
        for comment in ours.iter_mut().chain(&mut theirs).filter(|t| t.starts_with("<!--")) {
            comment.truncate(comment.trim_end_matches(['-', '!']).len().max(4));
        }
        // An unfinished tag at the end is dropped by browsers and text to us, for it is published all the same.
        if ours.len() != theirs.len() || ours.last() != theirs.last() {
            let shared = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
            if let Some(last) = ours.get(shared).filter(|last| shared + 1 == ours.len() && last.starts_with('T')) {
                let dropped = theirs.get(shared).map_or("T", String::as_str).to_owned();
                if last.starts_with(&dropped) && last[dropped.len()..].starts_with('<') {
                    theirs.truncate(shared);
                    theirs.push(last.clone());
                }
            }
        }
        prop_assert_eq!(ours, theirs);
    }
}
