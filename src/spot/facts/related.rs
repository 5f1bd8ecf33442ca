//! Owns the bundled table of words that say the same (`related.txt`, where it is documented): jobs, relations, vehicles,
//! buildings, accidents, courts, regulators. Called by `compile`, once a run, for the sets that the register touches.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::stem::stem;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::words;

/// The table as text.
const TABLE: &str = include_str!("related.txt");

/// The sets, and where the stems of their members stand.
pub(super) struct Related {
    /// The members of each set, as lists of stems.
    pub(super) sets: Vec<Vec<Vec<String>>>,
    /// Set and member by the first stem of the member.
    by_first: HashMap<String, Vec<(usize, usize)>>,
}

/// The table, cut and stemmed.
pub(super) static RELATED: LazyLock<Related> = LazyLock::new(|| {
    let mut related = Related { sets: Vec::new(), by_first: HashMap::new() };
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut members: Vec<Vec<String>> = line.split('|').map(stems).collect();
        members.retain(|member| !member.is_empty());
        for (number, member) in members.iter().enumerate() {
            if let Some(first) = member.first() {
                related.by_first.entry(first.clone()).or_default().push((related.sets.len(), number));
            }
        }
        related.sets.push(members);
    }
    related
});

/// The stems of all words of a text.
fn stems(text: &str) -> Vec<String> {
    let mut cut = Vec::new();
    words(text, Span::at(0..text.len()), &mut cut);
    cut.iter().map(|w| stem(&folded(text.get(w.span().range()).unwrap_or_default()))).collect()
}

impl Related {
    /// The sets with a member that begins `stems`, and the length of that member in words.
    pub(super) fn starting(&self, stems: &[String]) -> Vec<(usize, usize)> {
        let Some(places) = stems.first().and_then(|first| self.by_first.get(first)) else { return Vec::new() };
        let fits = |(set, number): &&(usize, usize)| {
            self.sets.get(*set).and_then(|s| s.get(*number)).is_some_and(|member| stems.starts_with(member))
        };
        let len = |set: usize, number: usize| self.sets.get(set).and_then(|s| s.get(number)).map_or(0, Vec::len);
        places.iter().filter(fits).map(|&(set, number)| (set, len(set, number))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_its_members_are_found() {
        assert!(RELATED.sets.len() > 300 && RELATED.sets.iter().all(|set| set.len() > 1));
        assert!(RELATED.sets.iter().flatten().all(|member| member.len() <= 8));
        let fda = RELATED.starting(&stems("food and drug administration"));
        assert!(fda.iter().any(|(_, len)| *len == 4));
        assert_eq!(RELATED.starting(&stems("saltmarsh")), []);
    }
}
