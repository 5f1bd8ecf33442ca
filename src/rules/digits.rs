//! Owns how many digits every match of a regex holds: in a row, and in a stretch in which at most one other character
//! stands between two digits (`12-34 56`). Called by `regexes`; `spot` looks for the regex only where so many stand.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// The digits of an expression, each count the least that every match holds. `gap`: how many other characters may stand
/// between two digits of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// In the longest stretch anywhere in it.
    pub(super) longest: usize,
    /// In the stretch at its beginning.
    first: usize,
    /// In the stretch at its end.
    last: usize,
    /// Other characters before the first stretch, at most; those of the whole where it need not hold a digit.
    lead: usize,
    /// Other characters after the last stretch, at most.
    trail: usize,
    /// Whether it is one stretch, so that those before and after it join.
    only: bool,
}

/// More than any gap.
const FAR: usize = 1000;
/// Most repetitions that are counted.
const MOST: u32 = 32;

impl Digits {
    /// What need not hold a digit, and is so long at most.
    const fn none(most: usize) -> Self {
        Self { longest: 0, first: 0, last: 0, lead: most, trail: most, only: true }
    }

    /// One digit.
    const ONE: Self = Self { longest: 1, first: 1, last: 1, lead: 0, trail: 0, only: true };

    /// With another one after it.
    fn then(self, next: Self, gap: usize) -> Self {
        // Of what holds no digit the whole is a gap.
        if self.only && self.longest == 0 {
            let lead = (self.lead + next.lead).min(FAR);
            let trail = if next.only && next.longest == 0 { lead } else { next.trail };
            return Self { lead, trail, only: next.only && (next.longest > 0 || lead <= FAR), ..next };
        }
        if next.only && next.longest == 0 {
            return Self { trail: (self.trail + next.trail).min(FAR), ..self };
        }
        let joins = self.trail + next.lead <= gap;
        Self {
            longest: self.longest.max(next.longest).max(if joins { self.last + next.first } else { 0 }),
            first: if self.only && joins { self.first + next.first } else { self.first },
            last: if next.only && joins { self.last + next.last } else { next.last },
            lead: self.lead,
            trail: next.trail,
            only: self.only && next.only && joins,
        }
    }

    /// Either of two.
    fn or(self, other: Self) -> Self {
        Self {
            longest: self.longest.min(other.longest),
            first: self.first.min(other.first),
            last: self.last.min(other.last),
            lead: self.lead.max(other.lead),
            trail: self.trail.max(other.trail),
            only: self.only && other.only,
        }
        .settled()
    }

    /// What may be missing.
    fn or_nothing(self) -> Self {
        Self::none(if self.only { self.lead.max(self.trail) } else { FAR })
    }

    /// Where no digit is sure, nothing is known of where digits begin.
    const fn settled(self) -> Self {
        if self.longest > 0 {
            return self;
        }
        let most = if self.only && self.lead < FAR { self.lead } else { FAR };
        Self::none(if most > self.trail { most } else { self.trail })
    }
}

/// The digits of an expression.
pub(super) fn digits(hir: &Hir, gap: usize) -> Digits {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let chars = String::from_utf8_lossy(&literal.0).into_owned();
            let one = |c: char| if c.is_ascii_digit() { Digits::ONE } else { Digits::none(1) };
            chars.chars().map(one).fold(Digits::none(0), |before, next| before.then(next, gap))
        }
        HirKind::Class(class) => {
            let only = match class {
                Class::Unicode(class) => class.ranges().iter().all(|r| r.start() >= '0' && r.end() <= '9'),
                Class::Bytes(class) => class.ranges().iter().all(|r| r.start() >= b'0' && r.end() <= b'9'),
            };
            if only { Digits::ONE } else { Digits::none(1) }
        }
        // What matches no character parts nothing.
        HirKind::Empty | HirKind::Look(_) => Digits::none(0),
        HirKind::Capture(capture) => digits(&capture.sub, gap),
        HirKind::Repetition(repetition) => repeated(repetition, gap),
        HirKind::Concat(parts) => {
            parts.iter().map(|part| digits(part, gap)).fold(Digits::none(0), |before, next| before.then(next, gap))
        }
        HirKind::Alternation(parts) => {
            let each = parts.iter().map(|part| digits(part, gap));
            each.reduce(Digits::or).unwrap_or(Digits::none(FAR))
        }
    }
}

/// The digits of a repetition.
fn repeated(repetition: &Repetition, gap: usize) -> Digits {
    let one = digits(&repetition.sub, gap);
    let mut all = Digits::none(0);
    for _ in 0..repetition.min.min(MOST) {
        all = all.then(one, gap);
    }
    // What may follow joins the stretch, or parts it from what comes after.
    let more = repetition.max.is_none_or(|most| most > repetition.min.min(MOST));
    let pure = one.only && one.longest > 0 && one.lead + one.trail <= gap;
    match (more, pure) {
        (false, _) => all,
        (true, true) => all.then(one.or_nothing(), gap),
        (true, false) if repetition.max == Some(1) => all.then(one.or_nothing(), gap),
        (true, false) => all.then(Digits::none(FAR), gap),
    }
}
