//! Tests of the phrase language.

use super::*;

/// Parses with one known signal.
fn read(phrase: &str) -> Result<Node, PhraseError> {
    parse(phrase, &|name| (name == "common.money").then_some(SignalId(7))).map(|p| p.root)
}

/// A word node of one form.
fn one(word: &str) -> Node {
    Node::Word(vec![word.to_owned()])
}

#[test]
fn every_construct_is_read() {
    assert_eq!(read("Your Café"), Ok(Node::Seq(vec![one("your"), one("cafe")])));
    assert_eq!(read("lawy*"), Ok(Node::Beginning("lawy".to_owned())));
    assert_eq!(read("a ~3 {common.money}"), Ok(Node::Seq(vec![one("a"), Node::Gap(3), Node::Signal(SignalId(7))])));
    assert_eq!(read("^ a"), Ok(Node::Seq(vec![Node::SentenceStart, one("a")])));
    let two = Node::Seq(vec![one("the"), one("firm")]);
    assert_eq!(read("(we|I|the firm)"), Ok(Node::Choice(vec![Node::Word(vec!["i".to_owned(), "we".to_owned()]), two])));
    assert_eq!(read("[a] b"), Ok(Node::Seq(vec![Node::Optional(Box::new(one("a"))), one("b")])));
    assert_eq!(
        read("$500 👩\u{200D}⚖\u{FE0F}"),
        Ok(Node::Seq(vec![Node::Sign('$'), one("500"), Node::Sign('👩'), Node::Sign('⚖')]))
    );
    assert_eq!(read("\\@ home"), Ok(Node::Seq(vec![Node::Sign('@'), one("home")])));
    assert!(matches!(read("(sue|settle)+"), Ok(Node::Word(forms)) if forms.contains(&"suing".to_owned())));
}

#[test]
fn contractions_are_found_in_their_spellings() {
    assert_eq!(read("we've"), Ok(Node::Word(vec!["we've".to_owned(), "weve".to_owned()])));
    assert_eq!(read("we’re"), Ok(Node::Word(vec!["we're".to_owned()])));
    let Ok(Node::Choice(forms)) = read("can't") else { panic!("a choice") };
    assert_eq!(forms[1], Node::Seq(vec![one("can"), one("not")]));
}

#[test]
fn errors_name_the_character() {
    for (phrase, at, part) in [
        ("a (b|c", 3, "never closed"),
        ("a b)", 4, "closes nothing"),
        ("a | b", 3, "inside ( )"),
        ("~3 a", 1, "between two words"),
        ("a ~3", 3, "between two words"),
        ("a ~ b", 3, "number of words"),
        ("a ~21 b", 3, "number of words"),
        ("a {nope}", 3, "no signal `nope`"),
        ("a <nope>", 3, "no signal `<nope>`"),
        ("a @nope", 3, "no signal `@nope`"),
        ("(a|)", 4, "missing"),
        ("", 1, "missing"),
        ("[a]", 1, "without any word"),
        ("a , b", 3, "punctuation"),
        ("a +", 3, "without a blank"),
        ("(a b|c)+", 8, "single words"),
        ("$+", 2, "follows a word"),
        ("a ^b", 3, "only at the beginning"),
    ] {
        let error = read(phrase).expect_err(phrase);
        assert!(error.message.contains(part), "{phrase}: {}", error.message);
        assert_eq!(error.at, at, "{phrase}: {}", error.message);
    }
    assert!(read(&"(".repeat(100_000)).is_err());
}

proptest::proptest! {
    #[test]
    fn no_phrase_panics(phrase in "[a-c'|()\\[\\]{}<>~^+*@$\\\\ 0-9é,]{0,40}") {
        let _ = read(&phrase);
    }
}
