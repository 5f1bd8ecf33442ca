//! Owns identifiers that are numbers: telephones, accounts, plates, case and docket numbers, street addresses, dates and
//! sums. Each is brought into one form, or read as a value, when the register is compiled; of a draft only what stands around
//! digits is read, and what dates and sums begin with. Identifiers without digits (handles, domains, mail addresses) are
//! `names`' business. `engine` compiles it, `spot` calls it.

mod address;
mod docket;
mod parts;
mod phone;
mod value;

use super::names::index::Table;
use super::{Label, Signal, Strength, Subject};
use crate::draft::NumberedBlock;
use crate::register::Register;
use crate::text::Span;
use crate::text::words::{Word, key, words};
use docket::Docket;
use parts::{Part, Sep};
use value::{Value, Values};

/// The identifiers of a register, compiled. Its `Debug` prints counts alone.
pub(super) struct Identifiers {
    /// All of them.
    entries: Vec<Entry>,
    /// Their keys.
    table: Table,
    /// Which sorts there are.
    has: Has,
    /// Those that agree by value.
    values: Values,
}

/// Which sorts of identifiers there are, so that drafts are not read for others.
#[derive(Clone, Copy, Default)]
struct Has {
    /// Digits alone.
    digits: bool,
    /// Letters and digits, and case numbers.
    parts: bool,
    /// Docket numbers of federal courts.
    dockets: bool,
    /// Street addresses.
    addresses: bool,
}

/// One identifier.
struct Entry {
    /// What finds it: a letter for the sort, and the value in one form.
    form: String,
    /// What else must not conflict.
    more: More,
    /// What is said where it stands.
    label: Label,
    /// Whose it is.
    subject: Subject,
}

/// What of an identifier must not conflict.
#[derive(Clone, PartialEq, Eq, Debug)]
enum More {
    /// Nothing.
    Plain,
    /// A telephone number, with its country where one is said.
    Phone(Option<String>),
    /// Office and judge.
    Docket(Docket),
    /// The folded words after an address, which conflict with nothing: where they follow, they belong to it.
    Town(Vec<String>),
}

/// Digits that a number needs: shorter ones stand everywhere.
const LEAST_DIGITS: usize = 5;
/// Parts that one identifier may have.
const MOST_PARTS: usize = 14;

/// Buffers that are reused.
#[derive(Default)]
pub(super) struct Scratch {
    /// The parts around a word.
    parts: Vec<Part>,
}

impl Identifiers {
    /// Compiles the identifiers of a register.
    pub(super) fn compile(register: &Register) -> Self {
        let (mut entries, mut values) = (Vec::new(), Values::default());
        let mut add = |text: &str, label: Label, subject: Subject| {
            entries.extend(read(text).into_iter().map(|(form, more)| Entry { form, more, label, subject }));
        };
        for (client, entry) in (0_u32..).zip(&register.clients) {
            for text in &entry.identifiers {
                let subject = Subject { client, matter: None };
                let value = value::read(text.expose());
                if let Some(value) = value {
                    values.add(value, subject);
                }
                // The digits of a sum alone would stand in larger ones, too.
                if !matches!(value, Some(Value::Sum(..))) {
                    add(text.expose(), Label::Identifier, subject);
                }
            }
            for (matter, of) in (0_u32..).zip(&entry.matters) {
                for (number, fact) in (0_u32..).zip(&of.facts) {
                    for text in std::iter::once(&fact.value).chain(&fact.also) {
                        if is_number_of_fact(&fact.kind, text.expose()) {
                            add(text.expose(), Label::Fact(number), Subject { client, matter: Some(matter) });
                        }
                    }
                }
            }
        }
        let mut has = Has::default();
        for entry in &entries {
            match entry.form.as_bytes().first() {
                Some(b'n') => has.digits = true,
                Some(b'd') => has.dockets = true,
                Some(b'a') => has.addresses = true,
                _ => has.parts = true,
            }
        }
        let keys = (0_u32..).zip(&entries).map(|(number, entry)| (key(&entry.form), number)).collect();
        values.finish();
        Self { entries, table: Table::build(keys), has, values }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.values.is_empty()
    }

    /// Adds the identifiers of this stretch to `out`.
    pub(super) fn find(
        &self,
        text: &str,
        numbered: NumberedBlock<'_>,
        words: &[Word],
        scratch: &mut Scratch,
        out: &mut Vec<Signal>,
    ) {
        if !self.values.is_empty() {
            self.values.find(text, numbered, words, out);
        }
        if self.entries.is_empty() {
            return;
        }
        let mut digits_end = 0;
        let has_digit =
            |w: &Word| text.as_bytes().get(w.span().range()).is_some_and(|b| b.iter().any(u8::is_ascii_digit));
        for (index, word) in words.iter().enumerate().filter(|(_, w)| has_digit(w)) {
            let starts_with_digit = text.as_bytes().get(word.at as usize).is_some_and(u8::is_ascii_digit);
            if self.has.digits && word.at >= digits_end && starts_with_digit {
                self.digits(text, numbered, word.at, &mut digits_end, out);
            }
            if self.has.addresses {
                self.address(text, words, index, numbered.number, out);
            }
            if self.has.parts || self.has.dockets {
                let from = words.get(index.saturating_sub(4)).map_or(word.at, |w| w.at);
                let to = words.get((index + MOST_PARTS).min(words.len() - 1)).map_or(word.span().end, |w| w.span().end);
                parts::cut(text, Span::new(from, to), &mut scratch.parts);
                self.around(&scratch.parts, *word, numbered.number, out);
            }
        }
    }

    /// Looks up the stretch of digits that begins at byte `at`; lines of it for themselves, too.
    fn digits(
        &self,
        text: &str,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        at: u32,
        end: &mut u32,
        out: &mut Vec<Signal>,
    ) {
        let Some(found) = phone::at(text, block.text, at as usize) else { return };
        *end = found.span.end;
        for reading in phone::readings(&found) {
            let fits = |more: &More| match more {
                More::Phone(country) => country.is_none() || reading.country.is_none() || *country == reading.country,
                _ => !reading.as_phone,
            };
            self.emit(&format!("n:{}", reading.digits), found.span, number, fits, out);
        }
        // Numbers in lines under one another read as one stretch.
        let slice = text.get(found.span.range()).unwrap_or_default();
        if slice.contains('\n') {
            let mut from = found.span.start;
            for line in slice.split('\n') {
                let span = Span::new(from, from + line.len() as u32);
                from = span.end + 1;
                let first = line.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
                let Some(alone) = phone::at(text, span, span.start as usize + first) else { continue };
                for reading in phone::readings(&alone) {
                    let form = format!("n:{}", reading.digits);
                    self.emit(
                        &form,
                        alone.span,
                        number,
                        |more| matches!(more, More::Phone(_)) || !reading.as_phone,
                        out,
                    );
                }
            }
        }
    }

    /// Looks up what begins at, or with letters shortly before, the first digits of `word`.
    fn around(&self, parts: &[Part], word: Word, number: u32, out: &mut Vec<Signal>) {
        let inside = |p: &Part| word.span().contains(p.span);
        let Some(first) = parts.iter().position(|p| inside(p) && p.digits) else { return };
        if self.has.dockets {
            for at in first + 1..(first + 4).min(parts.len()) {
                if let Some((docket, span)) = docket::at(parts, at) {
                    self.emit(
                        &docket.key(),
                        span,
                        number,
                        |more| matches!(more, More::Docket(d) if d.agrees(&docket)),
                        out,
                    );
                }
            }
        }
        if !self.has.parts {
            return;
        }
        for start in (first.saturating_sub(3)..=first).rev() {
            let Some(part) = parts.get(start) else { break };
            if start < first && (part.digits || parts.get(start + 1).is_some_and(|next| next.sep == Sep::Other)) {
                break;
            }
            let glued = part.sep == Sep::None;
            let goes_on = part.digits && matches!(part.sep, Sep::Tight | Sep::Blank) && before_is_digits(parts, start);
            if !glued && !goes_on {
                self.window(parts, start, number, out);
            }
        }
    }

    /// Looks up every stretch of parts that begins with part `start`.
    fn window(&self, parts: &[Part], start: usize, number: u32, out: &mut Vec<Signal>) {
        let (mut compact, mut parted) = (String::from("c:"), String::from("p:"));
        let Some(from) = parts.get(start).map(|p| p.span.start) else { return };
        for at in start..(start + MOST_PARTS).min(parts.len()) {
            let Some(part) = parts.get(at) else { return };
            if at > start && part.sep == Sep::Other {
                return;
            }
            if part.text == "of" {
                continue;
            }
            compact.push_str(&part.text);
            push_part(part, &mut parted);
            let next = parts.get(at + 1);
            let ends = next.is_none_or(|next| {
                next.sep != Sep::None && !(part.digits && next.digits && matches!(next.sep, Sep::Tight | Sep::Blank))
            });
            if !ends || compact.len() < LEAST_DIGITS {
                continue;
            }
            let span = Span::new(from, part.span.end);
            for form in [&compact, &parted] {
                self.emit(form, span, number, |_| true, out);
            }
        }
    }

    /// Adds a signal for each entry of this form that fits.
    fn emit(&self, form: &str, span: Span, block: u32, mut fits: impl FnMut(&More) -> bool, out: &mut Vec<Signal>) {
        let key = key(form);
        if !self.table.may_hold(key) {
            return;
        }
        for entry in self.table.get(key).filter_map(|number| self.entries.get(number as usize)) {
            if entry.form == form && fits(&entry.more) {
                out.push(Signal {
                    label: entry.label,
                    span,
                    block,
                    strength: Strength::Exact,
                    ambiguous: false,
                    subject: Some(entry.subject),
                });
            }
        }
    }
}

impl std::fmt::Debug for Identifiers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identifiers {{ {} entries }}", self.entries.len())
    }
}

/// Whether the part before part `at` is digits.
fn before_is_digits(parts: &[Part], at: usize) -> bool {
    at.checked_sub(1).and_then(|i| parts.get(i)).is_some_and(|p| p.digits)
}

/// Adds a part to the form in which zeros before numbers and the century of years don't count.
fn push_part(part: &Part, out: &mut String) {
    if out.len() > 2 {
        out.push('/');
    }
    if !part.digits {
        out.push_str(&part.text);
        return;
    }
    let bare = part.text.trim_start_matches('0');
    let year = bare.len() == 4 && bare.parse::<u16>().is_ok_and(|y| (1980..2060).contains(&y));
    out.push_str(if year { bare.get(2..).unwrap_or(bare).trim_start_matches('0') } else { bare });
}

/// Whether a fact is a number that identifies, and not a sum, a day or words.
pub(super) fn is_number_of_fact(kind: &str, text: &str) -> bool {
    let named = matches!(
        kind,
        "docket"
            | "case"
            | "number"
            | "account"
            | "phone"
            | "telephone"
            | "plate"
            | "registration"
            | "reference"
            | "policy"
            | "invoice"
            | "licence"
            | "license"
            | "address"
            | "id"
            | "identifier"
            | "iban"
            | "citation"
            | "patent"
            | "claim-number"
    );
    named && !read(text).is_empty()
}

/// Whether an identifier is a whole date or a sum with its currency, which is found by value.
pub(super) fn is_value(text: &str) -> bool {
    value::read(text).is_some()
}

/// The forms of an identifier; none for one without enough digits, which is left to `names`.
fn read(text: &str) -> Vec<(String, More)> {
    let text = text.trim();
    let whole = Span::at(0..text.len());
    if text.contains(['@', '\n']) || !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut cut = Vec::new();
    words(text, whole, &mut cut);
    let mut addresses = (0..cut.len()).filter_map(|index| address::at(text, &cut, index));
    if let Some((form, span)) = addresses.next_back() {
        return vec![(form, More::Town(address::town(text, &cut, span)))];
    }
    let mut parts = Vec::new();
    parts::cut(text, whole, &mut parts);
    if let Some((docket, _)) = (0..parts.len()).find_map(|at| docket::at(&parts, at)) {
        return vec![(docket.key(), More::Docket(docket))];
    }
    let labels = parts.iter().take_while(|p| !p.digits && is_label(&p.text)).count();
    parts.drain(..labels.min(parts.len()));
    if parts.iter().all(|p| p.digits) {
        return digits(text);
    }
    let (mut compact, mut parted) = (String::from("c:"), String::from("p:"));
    for part in parts.iter().filter(|p| p.text != "of") {
        compact.push_str(&part.text);
        push_part(part, &mut parted);
    }
    let counted = parts.iter().filter(|p| p.digits).map(|p| p.text.len()).sum::<usize>();
    if counted < 2 || compact.len() < LEAST_DIGITS + 2 || parts.len() > MOST_PARTS {
        return Vec::new();
    }
    vec![(compact, More::Plain), (parted, More::Plain)]
}

/// The forms of a number that is digits alone.
fn digits(text: &str) -> Vec<(String, More)> {
    let Some(from) = text.find(|c: char| c.is_ascii_digit()) else { return Vec::new() };
    let Some(number) = phone::at(text, Span::at(0..text.len()), from) else { return Vec::new() };
    let bare = number.digits.trim_start_matches('0');
    if bare.len() < LEAST_DIGITS {
        return Vec::new();
    }
    let looks_like_phone = number.plus
        || number.digits.starts_with('0')
        || text.contains('(')
        || (number.digits.len() == 10 && text.contains(['-', '.', ' ']));
    if !looks_like_phone || !(7..=15).contains(&number.digits.len()) {
        return vec![(format!("n:{bare}"), More::Plain)];
    }
    let mut forms: Vec<(String, More)> = Vec::new();
    for reading in phone::readings(&number) {
        if reading.as_phone && !(number.plus || number.digits.starts_with("00")) {
            continue;
        }
        // Ten digits without a zero before them are written so in North America.
        let american = || (bare.len() == 10 && bare.len() == number.digits.len()).then(|| "1".to_owned());
        forms.push((format!("n:{}", reading.digits), More::Phone(reading.country.or_else(american))));
    }
    forms
}

/// Whether a word says what an identifier is and is no part of it.
fn is_label(word: &str) -> bool {
    const LABELS: &str = "tel telephone phone mobile cell fax case no nr number claim docket file ref reference account acct iban policy \
        invoice plate reg registration in re matter";
    LABELS.split_ascii_whitespace().any(|label| label == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of a value.
    fn forms(text: &str) -> Vec<String> {
        read(text).into_iter().map(|f| f.0).collect()
    }

    #[test]
    fn values_are_brought_into_one_form() {
        for (text, wanted) in [
            ("+44 20 7946 0018", vec!["n:442079460018", "n:2079460018"]),
            ("020 7946 0018", vec!["n:2079460018"]),
            ("12345678", vec!["n:12345678"]),
            ("1:24-cv-00137-ABC", vec!["d:24/cv/137"]),
            ("T20250884", vec!["c:t20250884", "p:t/20250884"]),
            ("Case C-694/20", vec!["c:c69420", "p:c/694/20"]),
            ("14 Harbour St., Ellerthwaite", vec!["a:14/harbour/street"]),
            ("Hafenstr. 5", vec!["a:5/hafen/strasse"]),
            ("someone@mail.example", vec![]),
            ("quarterdeck", vec![]),
            ("1234", vec![]),
        ] {
            assert_eq!(forms(text), wanted, "{text}");
        }
    }
}
