//! What the built-in packs say of texts that should be safe, or alike: wordings that they propose themselves, and texts that
//! differ by the name of a person alone.

use subrosa::policy::{Kind, Severity};
use subrosa::register::Register;
use subrosa::rules::{builtin, load};
use subrosa::spot::Engine;

use crate::engine::check_as;

/// Rules of warnings and errors that a plain text sets off.
fn rules_for(engine: &Engine, text: &str, kind: Kind) -> Vec<String> {
    let found = check_as(engine, "a.txt", text.as_bytes(), Some(kind), None, &[]).findings;
    let mut rules: Vec<_> = found.into_iter().filter(|f| f.severity >= Severity::Warning).map(|f| f.rule).collect();
    rules.sort();
    rules
}

/// An engine of the built-in packs alone.
fn built_in() -> Engine {
    Engine::compile_with(Register::default(), load(&builtin::packs()).expect("good packs"))
}

#[test]
fn wordings_that_the_packs_propose_are_safe() {
    let engine = built_in();
    let mut tried = 0;
    for rule in &engine.rules.rules {
        let Some(rewrite) = &rule.rewrite else { continue };
        for kind in [Kind::Post, Kind::Reply, Kind::Email, Kind::Page] {
            if rule.kinds.is_empty() || rule.kinds.contains(&kind) {
                tried += 1;
                assert_eq!(
                    rules_for(&engine, rewrite, kind),
                    Vec::<String>::new(),
                    "{} as {kind:?}: {rewrite}",
                    rule.id
                );
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn points_know_no_names() {
    let engine = built_in();
    for text in [
        "Yesterday NAME told us about the move of the library.",
        "NAME is retiring after thirty years at the front desk.",
        "Congratulations to NAME, who finished the marathon on Sunday.",
        "We met NAME at the police station at three this morning, and the charge is fraud.",
    ] {
        let said = |name: &str| {
            let rules = rules_for(&engine, &text.replace("NAME", name), Kind::Post);
            rules.into_iter().filter(|rule| rule.ends_with("/weighed")).collect::<Vec<_>>()
        };
        let usual = said("Emily");
        for name in ["Aoife", "Deshawn", "Faisal", "Lamar", "Olga", "Priya", "Sean", "Tyrone", "Xiaoming", "Zsofia"] {
            assert_eq!(said(name), usual, "{text}: {name}");
        }
    }
}
