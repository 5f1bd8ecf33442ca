//! Owns what is said of the engine's own rules, which no pack holds: those of the register and those about the gate itself.

/// One of the engine's own rules, for reading.
#[derive(Debug)]
pub(super) struct Own {
    /// Its id.
    pub(super) id: &'static str,
    /// What it finds.
    pub(super) what: &'static str,
    /// Why.
    pub(super) why: &'static str,
    /// What to do.
    pub(super) help: &'static str,
    /// What it stops, with a fictional client, Hollowmere Clinic (C-1).
    pub(super) bad: &'static [&'static str],
    /// What it lets pass.
    pub(super) good: &'static [&'static str],
    /// Who says so.
    pub(super) authorities: &'static [&'static str],
    /// How bad it is.
    pub(super) severity: &'static str,
}

/// The rule with this id.
pub(super) fn own(id: &str) -> Option<&'static Own> {
    OWN.iter().find(|own| own.id == id)
}

/// The ids of the engine's own rules.
pub(in crate::cli) fn own_rules() -> impl Iterator<Item = &'static str> {
    OWN.iter().map(|own| own.id)
}

/// Who says that clients are not named.
const IDENTITY: &[&str] = &["ABA Model Rule 1.6(a)", "SRA Code para 6.3", "FLSC r 3.3-1 and commentary [4]"];

/// How bad a mention is.
const BY_STRENGTH: &str = "error where the name is distinct; a shortened form warns, a doubtful one advises";

/// All of them.
const OWN: [Own; 14] = [
    Own {
        id: "identity/client",
        what: "A client of the register is named, in any of the ways people write it: other case, initials, without the \
               legal form, in a hashtag, an address or a file name.",
        why: "That somebody is or was a client is itself confidential.",
        help: "Take the name out, or record the client’s informed consent in the register: what it covers, where, in \
               which words and until when.",
        bad: &["We are proud that Hollowmere Clinic chose us.", "#HollowmereClinic opens its third house!"],
        good: &["We are proud that a clinic by the sea chose us.", "The name, on the channel that a consent lists."],
        authorities: IDENTITY,
        severity: BY_STRENGTH,
    },
    Own {
        id: "identity/person",
        what: "A person of a client is named.",
        why: "Whoever knows the person knows the client.",
        help: "Take the name out, or record a consent of the client that covers the name.",
        bad: &["Lovely lunch with Dr A. Venn (and the usual papers)."],
        good: &["Lovely lunch with an old friend of the firm."],
        authorities: IDENTITY,
        severity: BY_STRENGTH,
    },
    Own {
        id: "identity/matter",
        what: "A matter of the register is named, by its name, its code name or the names of its parties.",
        why: "A matter’s name leads to the client, and a code name is a name to whoever knows it.",
        help: "Take the name out, or record a consent that covers the matter.",
        bad: &["Project Tidewrack signed at two in the morning!"],
        good: &["A long night is over. Thank you to everybody who stayed."],
        authorities: &["ABA Model Rule 1.6(a)", "ABA Formal Op. 480 (2018)", "SRA Code para 6.3"],
        severity: BY_STRENGTH,
    },
    Own {
        id: "identity/adverse",
        what: "The other side of a matter is named.",
        why: "Alone it is only worth a look. Beside the client, another sign of the matter or a word of our part in it, it \
              tells who is being fought.",
        help: "Take the name out, or whatever ties it to us.",
        bad: &["We are up against Brass & Fallow again."],
        good: &["Brass & Fallow have moved to Dock Street."],
        authorities: &["ABA Model Rule 1.6(a)", "SRA Code para 6.3"],
        severity: "advice alone; warning with another sign of the matter; error under embargo",
    },
    Own {
        id: "identity/identifier",
        what: "A number, address or account of a client stands in the draft, in any usual notation.",
        why: "It leads to the client as surely as the name.",
        help: "Take it out.",
        bad: &["Ring 020 7946 0991 and ask for the director."],
        good: &["Ring our office and ask for the duty solicitor."],
        authorities: &["ABA Model Rule 1.6(a)", "UK GDPR art 4(1)", "GDPR art 4(1)"],
        severity: BY_STRENGTH,
    },
    Own {
        id: "identity/embargo",
        what: "Something of a matter under embargo stands in the draft: its name, its other side, its facts, or the client \
               beside them.",
        why: "Until its moment nothing of the matter may be said, whatever consents there are.",
        help: "Wait until the embargo has ended, and check again with the day of publication: --publish-at.",
        bad: &["Big news on Project Tidewrack tomorrow. Stay tuned!"],
        good: &["Nothing of the matter, until its moment has passed."],
        authorities: &["ABA Model Rule 1.6(a)", "SRA Code para 6.3"],
        severity: "error",
    },
    Own {
        id: "identity/consent-lapsed",
        what: "A client is named under a consent that covered it once and has lapsed. A consent that begins later is none yet: \
               then it is identity/client.",
        why: "A consent ends when it says so. What was right last year is a disclosure today.",
        help: "Renew the consent in the register, or take the name out.",
        bad: &["The client’s name on the website, the day after the consent ended."],
        good: &["The same page, within the days of the consent."],
        authorities: IDENTITY,
        severity: BY_STRENGTH,
    },
    Own {
        id: "indirect-identification/facts",
        what: "Facts of one matter add up, although nobody is named: a court, a sum, a day, a relation that the register \
               lists.",
        why: "A statement that could lead a third person to the client is a disclosure. Who knows the family needs only a \
              few facts.",
        help: "Take out place and time, change the fact that decides, or widen the job. `subrosa register check --facts` \
               says how much each fact weighs.",
        bad: &["Argued for a grandmother in the harbour town’s court today; £2.4 million is at stake."],
        good: &["Grandparents have rights, too: a guide to the law."],
        authorities: &["ABA Model Rule 1.6 cmt. [4]", "ABA Formal Op. 511 (2024)", "GDPR recital 26"],
        severity: "warning from three points, error from four of two kinds",
    },
    Own {
        id: "allowance/expired",
        what: "The last day of an entry in .subrosa-allow.yaml is over.",
        why: "What it accepted is a finding again.",
        help: "Take the words out of the draft, or let somebody decide anew and set another day.",
        bad: &[],
        good: &[],
        authorities: &[],
        severity: "warning",
    },
    Own {
        id: "allowance/unused",
        what: "An entry in .subrosa-allow.yaml accepts nothing in the files that it speaks of.",
        why: "It would accept the same words if they came back, unseen.",
        help: "Remove it.",
        bad: &[],
        good: &[],
        authorities: &[],
        severity: "advice",
    },
    Own {
        id: "gate/nested-config",
        what: "A .subrosa.yaml or .subrosa-allow.yaml lies below the one that the run obeys.",
        why: "A folder cannot loosen the gate for itself: the run does not obey it, and says so.",
        help: "Move what it says into the one at the top, and remove it.",
        bad: &[],
        good: &[],
        authorities: &[],
        severity: "warning",
    },
    Own {
        id: "gate/register-tracked",
        what: "Git keeps a register in plain text.",
        why: "Who clones the repository reads the names of all clients, and history does not forget.",
        help: "Move the register out of the repository, take it out of git’s index, and treat its key as known.",
        bad: &[],
        good: &[],
        authorities: &["ABA Model Rule 1.6(c) and cmt. [18]", "SRA Code para 6.3"],
        severity: "error",
    },
    Own {
        id: "gate/unchecked",
        what: "A file may hold words and could not be read: broken, encrypted, unknown, too large, too deep.",
        why: "A gate that cannot read a file must not pass it. The exit code is 2.",
        help: "Mend the file or save it in another format; where people have read it, accept it by its path with a reason: \
               `accept_unchecked` in .subrosa.yaml.",
        bad: &[],
        good: &[],
        authorities: &[],
        severity: "no finding; the run is not whole",
    },
    Own {
        id: "gate/verdict",
        what: "The outcome of a run at `--disclose verdict`: pass or fail, and nothing else.",
        why: "In a public log a place is a name.",
        help: "Run the check where only those who may read the drafts read its output.",
        bad: &[],
        good: &[],
        authorities: &[],
        severity: "that of the worst finding",
    },
];
