//! Owns what `check --why` is told of a draft: the notes of `spot` with the ids of their subjects, without those that only
//! repeat another. `source` calls it where the run asks.

use crate::judge::FindingSubject;
use crate::register::Register;
use crate::report::why::WhyNote;
use crate::spot::why::{Reason, Why, Written};
use crate::spot::{Label, Signal, Spotted, Subject};

/// The notes of a draft, sorted by place: why each signal of the register stands there, and what near misses lacked.
pub(super) fn notes(spotted: &Spotted, register: &Register) -> Vec<WhyNote> {
    let signals: Vec<&Signal> = spotted.signals.iter().filter(|signal| signal.subject.is_some()).collect();
    let mut notes: Vec<WhyNote> = signals.iter().filter_map(|signal| found(signal, &spotted.whys, register)).collect();
    let longest = signals.iter().map(|signal| signal.span.len()).max().unwrap_or_default();
    let missed = spotted.whys.iter().filter(|why| !why.found && !is_inside_signal(why, &signals, longest));
    notes.extend(missed.filter_map(|why| note(why, None, register)));
    notes.sort_by_key(|note| note.span);
    notes
}

/// Why a signal stands there: the note that `spot` made, or what can be said of a number or a fact.
fn found(signal: &Signal, whys: &[Why], register: &Register) -> Option<WhyNote> {
    let subject = signal.subject?;
    let at = whys.partition_point(|why| why.span < signal.span);
    let same = |why: &&Why| why.found && (why.label, why.subject) == (signal.label, subject);
    let own = whys.get(at..)?.iter().take_while(|why| why.span == signal.span).find(same).copied();
    let (written, reason) = match signal.label {
        Label::Fact(_) => (Written::Fact, Reason::Near),
        _ => (Written::Identifier, Reason::Agrees),
    };
    let other = Why { span: signal.span, label: signal.label, subject, written, reason, found: true };
    note(&own.unwrap_or(other), Some(signal), register)
}

/// Whether a near miss stands in a place where the same subject is found by another of its names. `signals` are sorted by
/// place, none longer than `longest`.
fn is_inside_signal(why: &Why, signals: &[&Signal], longest: u32) -> bool {
    let end = signals.partition_point(|signal| signal.span.start < why.span.end);
    let near = signals.get(..end).unwrap_or_default().iter().rev();
    let mut near = near.take_while(|signal| signal.span.start + longest >= why.span.start);
    near.any(|signal| {
        signal.span.overlaps(why.span) && (signal.label, signal.subject) == (why.label, Some(why.subject))
    })
}

/// A note in the words of output.
fn note(why: &Why, signal: Option<&Signal>, register: &Register) -> Option<WhyNote> {
    let Subject { client, matter } = why.subject;
    let client = register.clients.get(client as usize)?;
    let matter = matter.and_then(|number| client.matters.get(number as usize));
    Some(WhyNote {
        span: why.span,
        subject: FindingSubject { client: client.id().into(), matter: matter.map(|matter| matter.id.as_str().into()) },
        what: what(why.label)?,
        written: why.written.as_str(),
        reason: why.reason.as_str(),
        strength: signal.map(|signal| signal.strength),
    })
}

/// The word for what is named.
const fn what(label: Label) -> Option<&'static str> {
    match label {
        Label::Client => Some("client"),
        Label::Person => Some("person"),
        Label::Matter => Some("matter"),
        Label::Adverse => Some("adverse"),
        Label::Identifier => Some("identifier"),
        Label::Fact(_) => Some("fact"),
        Label::Pack(_) | Label::Note(_) | Label::Canary => None,
    }
}
