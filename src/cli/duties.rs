//! Owns what stands behind each category of rules: its title and the reason for it, in words for staff. `explain` and
//! `policy` show them; the authorities come from the rules themselves.

/// A category of rules, for reading.
#[derive(Debug)]
pub(super) struct Duty {
    /// The first part of the ids: `case-facts`.
    pub(super) category: &'static str,
    /// A title.
    pub(super) title: &'static str,
    /// Why.
    pub(super) why: &'static str,
}

/// The duty behind a category.
pub(super) fn duty(category: &str) -> Option<&'static Duty> {
    DUTIES.iter().find(|duty| duty.category == category)
}

/// The categories in the order in which a policy tells them.
pub(super) const DUTIES: [Duty; 21] = [
    Duty {
        category: "identity",
        title: "Names that we protect",
        why: "That somebody is or was a client is itself confidential, and so are the people, matters and opponents that \
              lead to the client. What the client has consented to, in these words, on this channel and until this day, \
              may be said, and nothing beyond it.",
    },
    Duty {
        category: "client-confirmation",
        title: "Who is a client",
        why: "Whether somebody is or was a client is confidential, even where the person says so in public, even where \
              the answer is kind. A review or a question lifts nothing: only the client can.",
    },
    Duty {
        category: "case-facts",
        title: "Facts of a matter",
        why: "Everything learned for a client is confidential, whatever its source, for ever, and even where a court file \
              or a newspaper has it. Changing the name does not change the facts.",
    },
    Duty {
        category: "outcome-amount",
        title: "Results and sums",
        why: "A result belongs to the client, and a sum identifies a case. Settlements are often secret by agreement, and a \
              result that stands alone promises the next reader the same.",
    },
    Duty {
        category: "privileged-communication",
        title: "What clients and lawyers say to each other",
        why: "What was said between lawyer and client is the core of the privilege. Telling it, in either direction, \
              breaks confidence and may cost the client the privilege itself.",
    },
    Duty {
        category: "strategy",
        title: "Plans and assessments",
        why: "What we plan, fear or would accept helps the other side as soon as it is public. A hint is enough.",
    },
    Duty {
        category: "criminal-history",
        title: "Charges and convictions",
        why: "Suspicion follows a person for life. Data on offences have special protection, and a public record is no \
              leave to repeat them.",
    },
    Duty {
        category: "sensitive-personal",
        title: "Health, family, origin, belief and money",
        why: "The most private facts of a life are told to lawyers and doctors because they keep silent. Most of these data \
              have special protection by law, and neighbours recognise a person by two of them.",
    },
    Duty {
        category: "indirect-identification",
        title: "Nobody named, somebody recognised",
        why: "The test is what an acquaintance can work out, not what a stranger can. A court, a day and a relation are \
              enough for a family, a colleague or the other side.",
    },
    Duty {
        category: "direct-identifier",
        title: "Names, numbers and addresses",
        why: "A number leads to one person as surely as a name, and what was posted can be found for ever. Docket and file \
              numbers are names to everybody who can look them up.",
    },
    Duty {
        category: "disparagement",
        title: "Clients, judges, opponents and colleagues",
        why: "Whoever mocks a client is trusted by no other. Attacks on judges, opponents and witnesses bring the \
              profession into disrepute, and are read in court.",
    },
    Duty {
        category: "individual-advice",
        title: "Advice to a stranger",
        why: "Advice to one person makes a client of a stranger: without a conflict check, without the facts, and in \
              public, where the answer tells everybody what was asked.",
    },
    Duty {
        category: "guarantee-misleading",
        title: "Promises and comparisons",
        why: "No result can be promised. What we say of ourselves must be true and must not raise hopes that the facts do \
              not carry.",
    },
    Duty {
        category: "unsafe-channel",
        title: "Where secrets are asked for",
        why: "Who invites facts in public, or over channels that others read, breaks the confidence before it begins. We \
              answer for the channel that we offer.",
    },
    Duty {
        category: "conflict-prospective",
        title: "Conflicts and people we did not take on",
        why: "Those who only asked are protected as clients are. That we act for somebody else, or why we said no, tells \
              both stories.",
    },
    Duty {
        category: "realtime-location",
        title: "Where we are right now",
        why: "A court, a prison or a hospital at this hour tells for whom we are there, and to whoever waits outside.",
    },
    Duty {
        category: "trial-publicity",
        title: "Pending proceedings and news before its day",
        why: "What is said in public reaches juries, witnesses and markets. It can prejudice a trial, be a contempt, or \
              break an embargo.",
    },
    Duty {
        category: "leftover",
        title: "What was left in by mistake",
        why: "A gap, a note, a legend or a chatbot’s phrase shows that nobody read the text to its end, and what stands \
              beside it is often a name.",
    },
    Duty {
        category: "metadata",
        title: "What files say beside their text",
        why: "Authors, places, paths and tracked changes travel with a file and are read by whoever opens it.",
    },
    Duty {
        category: "recipients",
        title: "Who gets a mail",
        why: "A mail to the wrong address is a disclosure like any other, and cannot be called back.",
    },
    Duty { category: "house", title: "Our own style", why: "What this firm has decided for itself." },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Category;

    #[test]
    fn every_category_has_its_duty() {
        for category in Category::ALL {
            assert!(duty(category).is_some(), "{category}");
        }
        assert_eq!(DUTIES.len(), Category::ALL.len() + 1, "and the register's identities");
    }
}
