//! `subrosa explain` and `subrosa policy`: pages that people read.

use std::collections::BTreeSet;

use crate::support::Bench;

/// What the program prints, in a folder of its own.
fn printed(arguments: &[&str]) -> String {
    Bench::new().run(arguments).exits(0).stdout
}

#[test]
fn the_page_of_a_rule() {
    insta::assert_snapshot!(printed(&["explain", "direct-identifier/uk-nhs"]));
}

#[test]
fn the_page_of_a_rule_of_the_register() {
    insta::assert_snapshot!(printed(&["explain", "identity/embargo"]));
}

#[test]
fn every_rule_has_its_page_with_all_that_a_reader_asks() {
    let list = printed(&["rules", "list"]);
    let ids: Vec<&str> = list
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split(' ').next())
        .filter(|id| !id.is_empty())
        .collect();
    assert!(ids.len() > 140);
    // A page is a run of the program: a few of each category are enough.
    let mut seen = BTreeSet::new();
    for id in ids.iter().filter(|id| seen.insert(id.split('/').next())) {
        let page = printed(&["explain", id]);
        for part in ["severity", "Why", "What it looks for", "Not like this", "Like this", "How to change it"] {
            assert!(page.contains(part), "{id} has no {part}:\n{page}");
        }
        assert!(page.contains(&format!("severities: {{{id}: off}}")), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    }
    assert!(seen.len() >= 17);
}

#[test]
fn every_rule_of_the_engine_has_its_page() {
    for id in [
        "identity/client",
        "identity/person",
        "identity/matter",
        "identity/adverse",
        "identity/identifier",
        "identity/embargo",
        "identity/consent-lapsed",
        "indirect-identification/facts",
        "gate/nested-config",
        "gate/unchecked",
        "gate/verdict",
    ] {
        let page = printed(&["explain", id]);
        assert!(page.contains("Why") && page.contains("What to do"), "{page}");
    }
}

#[test]
fn a_category_lists_its_rules() {
    let page = printed(&["explain", "leftover/"]);
    assert!(page.contains("Why") && page.contains("leftover/todo") && page.contains("leftover/legend"), "{page}");
    assert!(printed(&["explain", "identity"]).contains("identity/embargo"));
}

#[test]
fn an_id_that_is_none_gets_the_nearest() {
    let said = |id: &str| Bench::new().run(&["explain", id]).exits(2).stderr;
    assert!(said("case-facts/reply-storie").contains("case-facts/reply-story"));
    assert!(said("identity/clients").contains("did you mean identity/client"));
    assert!(said("us-ssn").contains("direct-identifier/us-ssn"));
    assert!(said("disparagment").contains("did you mean disparagement"));
    assert!(said("qqqqqqqqqq").contains("`subrosa rules list` lists them"));
}

#[test]
fn a_rule_of_ones_own_has_its_page_too() {
    let bench = Bench::new();
    bench.run(&["rules", "new", "ours"]).exits(0);
    let ran = bench.run(&["explain", "--packs", "ours.yaml", "house/ours-prices"]).exits(0);
    ran.shows("ours (ours.yaml)").shows("Write instead: Our fees are listed on our website.");
}

/// The headings of a policy.
fn headings(policy: &str) -> Vec<&str> {
    policy.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

#[test]
fn a_policy_has_a_chapter_for_every_duty_of_the_packs() {
    let policy = printed(&["policy", "--full", "--firm", "Dock *Street* Law"]);
    assert!(policy.starts_with("# Social media policy of Dock \\*Street\\* Law\n"));
    let headings = headings(&policy);
    assert!(headings.len() >= 19, "{headings:?}");
    assert_eq!((headings[0], *headings.last().unwrap()), ("Names that we protect", "Who says so"));
    for part in
        ["**stop**", "*ask*", "  - Instead: ", " Write: “", "ABA Model Rule 1.6(a)", "Do, these may be published:"]
    {
        assert!(policy.contains(part), "{part}");
    }
    assert!(!policy.contains("Our own style"), "a chapter without rules");
    assert!(!policy.contains("Many weak signs"), "nobody learns from words that add up");
}

#[test]
fn a_policy_tells_each_duty_on_one_line() {
    let policy = printed(&["policy"]);
    assert!(policy.lines().count() < 60, "{policy}");
    assert_eq!(headings(&policy), ["What we keep to ourselves", "When it has happened"]);
    let duties: Vec<&str> =
        policy.lines().filter(|line| line.starts_with("- **stop** ") || line.starts_with("- *ask* ")).collect();
    assert!(duties.len() >= 18, "{policy}");
    assert!(
        duties[0].starts_with("- **stop** Names that we protect: ") && duties[0].contains("the owner of the register")
    );
    assert!(duties.iter().filter(|line| line.contains(" Not: ")).count() >= duties.len() - 2, "{policy}");
    assert!(!policy.contains("Many weak signs") && policy.ends_with("by whoever answers for it.\n"));
}

#[test]
fn the_page_of_a_rule_of_words_that_add_up_says_so_in_plain_words() {
    let page = printed(&["explain", "case-facts/weighed"]);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("words that add up: every word of the draft"), "{page}");
    assert!(
        page.contains("over the whole of a short draft, or over one sentence of a long one. No single word decides.")
    );
    assert!(page.contains("`advice` makes it milder") && !page.contains("`advice` or `warning`"), "{page}");
    assert!(!page.contains("a draft with words of"), "{page}");
    assert!(printed(&["explain", "identity/embargo"]).contains("`advice` or `warning` make it milder"));
    let lapsed = printed(&["explain", "identity/consent-lapsed"]);
    assert!(lapsed.contains("has lapsed") && !lapsed.contains("does not hold yet"), "{lapsed}");
}

#[test]
fn a_policy_of_one_pack_of_ones_own() {
    let bench = Bench::new();
    bench.run(&["rules", "new", "ours"]).exits(0);
    let config = "packs: [ours.yaml]\nseverities: {client-confirmation: off, case-facts: off, outcome-amount: off, privileged-communication: off, strategy: off, criminal-history: off, sensitive-personal: off, indirect-identification: off, direct-identifier: off, disparagement: off, individual-advice: off, guarantee-misleading: off, unsafe-channel: off, conflict-prospective: off, realtime-location: off, trial-publicity: off, leftover: off, metadata: off}\njurisdictions: [us-va]\n";
    let bench = bench.file(".subrosa.yaml", config);
    insta::assert_snapshot!(bench.run(&["policy", "--full"]).exits(0).stdout);
}

#[test]
fn a_policy_follows_the_configuration() {
    let with = |config: &str| Bench::new().file(".subrosa.yaml", config).run(&["policy", "--full"]).exits(0).stdout;
    let plain = with("");
    assert!(plain.contains("An NHS number") && !plain.contains("says that the reviewer is a patient"));
    assert!(!with("severities: {direct-identifier/uk-nhs: off}\n").contains("An NHS number"));
    assert!(with("packs: [health-providers]\n").contains("says that the reviewer is a patient"));
    assert!(with("jurisdictions: [us-ny]\n").contains("disclaimer of New York (us-ny). "));
    assert!(plain.contains("public record (everywhere but us-va). "));
    assert!(!with("jurisdictions: [uk]\n").contains("disclaimer of New York"));
}

#[test]
fn nothing_of_the_register_stands_in_a_policy_or_a_page() {
    // The examples of rules have a register of their own, with another client.
    let register = "clients: [{id: C-77, name: Tidewrack Ferries}]\n";
    let bench = Bench::new().file("register.yaml", register).file(".subrosa.yaml", "register: register.yaml\n");
    for arguments in [
        &["policy"][..],
        &["policy", "--full"],
        &["train", "--questions", "40"],
        &["explain", "identity/client"],
        &["rules", "list"],
    ] {
        let ran = bench.run(arguments).exits(0);
        assert!(!ran.stdout.contains("Tidewrack Ferries") && !ran.stdout.contains("C-77"), "{arguments:?}");
    }
}

#[test]
fn completions_and_manual_know_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&["completions", shell]);
        for word in ["check", "explain", "policy", "train", "schema"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert!(printed(&["man"]).contains(".TH subrosa 1"));
    assert!(printed(&["man", "rules", "test"]).contains("subrosa rules test"));
    Bench::new()
        .run(&["man", "rulez"])
        .exits(2)
        .says("There is no command rulez")
        .says("there are: check, ")
        .says(", rules, ");
}
