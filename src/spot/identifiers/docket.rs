//! Owns the docket numbers of the federal courts of the United States, where year, type and number must agree while
//! office and judge may be missing but must not conflict. Other case numbers agree part by part, see `mod`. Called by
//! `mod` on both sides.

use super::parts::{Part, Sep};
use crate::text::Span;

/// A docket number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Docket {
    /// Year of the century.
    pub(super) year: u16,
    /// `cv`, `cr`, …
    pub(super) kind: &'static str,
    /// The number without zeros before it.
    pub(super) number: u32,
    /// The office's digit.
    pub(super) office: Option<u32>,
    /// The initials of the judge and what follows them, in lower case.
    pub(super) judges: Vec<String>,
}

impl Docket {
    /// Whether two dockets are one.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let office = self.office.is_none() || other.office.is_none() || self.office == other.office;
        let judges = self.judges.is_empty()
            || other.judges.is_empty()
            || self.judges.iter().any(|judge| other.judges.contains(judge));
        self.year == other.year && self.kind == other.kind && self.number == other.number && office && judges
    }

    /// What finds it.
    pub(super) fn key(&self) -> String {
        format!("d:{}/{}/{}", self.year, self.kind, self.number)
    }
}

/// The type of case that letters name.
fn kind(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "cv" | "civ" | "civil" => "cv",
        "cr" | "crim" | "criminal" => "cr",
        "mc" | "misc" => "mc",
        "mj" | "mag" => "mj",
        "bk" | "bankr" => "bk",
        "ap" | "adv" => "ap",
        "md" | "mdl" => "md",
        "po" => "po",
        "sw" => "sw",
        "cm" => "cm",
        _ => return None,
    })
}

/// The docket whose type is part `at`, with its span.
pub(super) fn at(parts: &[Part], at: usize) -> Option<(Docket, Span)> {
    let letters = parts.get(at)?;
    let kind = kind(&letters.text)?;
    let year_part = parts.get(at.checked_sub(1)?).filter(|p| p.digits && letters.sep != Sep::Other)?;
    let number_part = parts.get(at + 1).filter(|p| p.digits && p.sep != Sep::Other && p.text.len() <= 7)?;
    let year: u16 = match year_part.text.len() {
        2 => year_part.text.parse().ok()?,
        4 => year_part.text.parse::<u16>().ok().filter(|y| (1950..2100).contains(y))? % 100,
        _ => return None,
    };
    let mut start = year_part.span.start;
    let mut office = None;
    if year_part.sep == Sep::Tight
        && let Some(part) = at.checked_sub(2).and_then(|i| parts.get(i)).filter(|p| p.digits)
    {
        if part.text.len() > 2 {
            return None;
        }
        office = part.text.parse().ok();
        start = part.span.start;
    }
    let mut end = number_part.span.end;
    let mut judges = Vec::new();
    for part in parts.get(at + 2..)?.iter().take(3) {
        if part.sep != Sep::Tight || part.digits || !part.capitals || !(2..=4).contains(&part.text.len()) {
            break;
        }
        judges.push(part.text.clone());
        end = part.span.end;
    }
    let number = number_part.text.parse().ok()?;
    Some((Docket { year, kind, number, office, judges }, Span::new(start, end)))
}
