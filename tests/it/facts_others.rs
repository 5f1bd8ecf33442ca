//! Indirect identification in a register that no list of related words was made for: told in other words, and not told.

use subrosa::policy::Kind;

use crate::engine::{check_as, engine};

/// Another register: other jobs, places and events.
const OTHERS: &str = r#"
version: 1
clients:
  - id: D-1
    name: Ondine Marrable
    matters:
      - {id: N-1, name: Marrable appeal, facts: [{kind: job, value: lighthouse keeper, weight: 2}, {kind: town, value: Skerryvane}, {kind: charge, value: smuggling}, {kind: court, value: Penmarrow Magistrates' Court}, {kind: date, value: 2026-05-14}]}
  - id: D-2
    name: Corvane Dairies Ltd
    matters:
      - {id: N-2, name: Corvane recall, facts: [{kind: product, value: raspberry yoghurt, weight: 2}, {kind: event, value: glass contamination}, {kind: regulator, value: Food Standards Agency}, {kind: amount, value: "£1,375,000"}, {kind: employer, value: Tallow Street Creamery}]}
  - id: D-3
    name: Ruben Astley-Vane
    matters:
      - {id: N-3, name: Astley-Vane divorce, facts: [{kind: relation, value: half-sister}, {kind: town, value: Greater Holcombe}, {kind: event, value: forged will}, {kind: amount, value: "€900,000"}, {kind: job, value: cathedral organist, weight: 2}]}
  - id: D-4
    name: Ilse Farrowby
    matters:
      - {id: N-4, name: Farrowby injury, facts: [{kind: event, value: fairground accident}, {kind: injury, value: amputated finger}, {kind: age, value: "9"}, {kind: town, value: Cold Asham}, {kind: date, value: 2026-08-29}]}
  - id: D-5
    name: Petrichor Airships GmbH
    matters:
      - {id: N-5, name: Petrichor insolvency, facts: [{kind: event, value: airship crash}, {kind: court, value: Amtsgericht Lindau}, {kind: amount, value: CHF 3.3 million}, {kind: product, value: solar airship, weight: 2}]}
"#;

/// Matters of it, and drafts that tell of each.
const TOLD: &[(&str, &str)] = &[
    ("N-1", "The keeper of a lighthouse, accused of smuggling. Only in Skerryvane!"),
    ("N-1", "Spent the morning at Penmarrow Mags with a man who minds a lighthouse; the smugglers' tale was thin."),
    ("N-1", "14 May, Penmarrow Magistrates: our client walked free."),
    ("N-1", "Smuggled brandy, a lighthouse-keeper, one very patient magistrate."),
    ("N-2", "There was glass in the yoghurts, raspberry ones, and the FSA was not amused."),
    ("N-2", "£1.375m for a few jars. We argued every penny."),
    ("N-2", "The creamery on Tallow Street pulled its raspberry yogurt after contamination."),
    ("N-2", "One million three hundred and seventy-five thousand pounds says the Food Standards Agency."),
    ("N-3", "An organist at the cathedral, his half sister and a will that was faked: I could not make it up."),
    ("N-3", "Nine hundred thousand euros hung on a forgery in Greater Holcombe."),
    ("N-3", "The cathedral's organist won today. So did we, against the half-sister."),
    ("N-3", "Half-siblings fought over a forged testament in Greater Holcombe."),
    ("N-4", "A nine-year-old lost a finger at the funfair in Cold Asham."),
    ("N-4", "She is 9, and the ride at Cold Asham fair took her finger. Amputated, last Saturday."),
    ("N-4", "An accident at the fairground on 29 August, and our client will never play the violin."),
    ("N-5", "The solar airship came down; Lindau's Amtsgericht opened proceedings."),
    ("N-5", "3,3 Millionen Franken for an airship that crashed."),
    ("N-5", "We appeared before the Amtsgericht in Lindau after the crash of the airship."),
];

/// Drafts that tell of none of it.
const NOT_TOLD: &[&str] = &[
    "Lighthouse keepers may be replaced by lamps, and smugglers by drones.",
    "Our office in Skerryvane is closed on Monday.",
    "Penmarrow Magistrates' Court has moved to Mill Lane.",
    "Raspberry yoghurt for breakfast. The partner made it.",
    "The Food Standards Agency publishes its hygiene ratings every month.",
    "If you find glass in a yoghurt, keep the jar. The Food Standards Agency may ask for it.",
    "Can a half-sister contest a will? She can, if it was forged.",
    "A forged will is void, and half-sisters inherit under the rules.",
    "The cathedral choir sang, and the organ was loud.",
    "Greater Holcombe council has a new planning portal.",
    "We paid €90,000 for the new roof. Not €900.",
    "Fairground accidents: who is liable? An amputated finger is a serious injury.",
    "Our team ran the Cold Asham half marathon in 29 degrees.",
    "There were 9 of us at the fair.",
    "Airships may return. Solar ones might even carry freight.",
    "The crash of the markets in 1929, told by our trainees.",
    "On 14 May we moved into our new office.",
    "Insolvency courts in Lindau? Ask our German desk.",
];

#[test]
fn another_register_is_found_in_other_words_too() {
    let engine = engine(OTHERS);
    let moment = "2026-09-02T09:00Z".parse().unwrap();
    let told = |kind: Kind, text: &str| {
        let found = check_as(&engine, "a.txt", text.as_bytes(), Some(kind), None, &[moment]).findings;
        found.into_iter().filter(|f| f.rule == "indirect-identification/facts").collect::<Vec<_>>()
    };
    let mut wrong = String::new();
    let mut missed = 0;
    for (matter, text) in TOLD {
        let found = told(Kind::Post, text);
        if !found.iter().any(|f| f.subject.as_deref() == Some(*matter)) {
            missed += 1;
            wrong.push_str(&format!("missed {matter}: {text}\n"));
        }
    }
    let mut alarms = 0;
    for text in NOT_TOLD {
        for f in told(Kind::Post, text) {
            alarms += 1;
            wrong.push_str(&format!("alarm {:?} {:?}: {text}\n", f.subject, f.others));
        }
    }
    assert!(missed == 0 && alarms == 0, "\n{wrong}");
}
