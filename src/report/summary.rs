//! Owns the sentences that several formats end with: the counts of a run. Knows no format.

use super::model::Summary;

/// The counts of a run in a sentence.
pub(super) fn summary_line(summary: &Summary) -> String {
    let mut found = Vec::new();
    for (count, one, many) in [
        (summary.error, "error", "errors"),
        (summary.warning, "warning", "warnings"),
        (summary.advice, "advice", "advice"),
    ] {
        if count > 0 {
            found.push(counted(count, one, many));
        }
    }
    let mut line = counted(summary.checked, "file checked: ", "files checked: ");
    line.push_str(&if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") });
    if summary.allowed > 0 {
        line.push_str(&format!(" ({} allowed)", summary.allowed));
    }
    let wordless: usize = summary.wordless.iter().map(|(_, count)| count).sum();
    if wordless > 0 {
        let kinds: Vec<String> = summary.wordless.iter().map(|(what, count)| format!("{what}: {count}")).collect();
        line.push_str(&format!("; {} without words ({})", counted(wordless, "file", "files"), kinds.join(", ")));
    }
    if summary.unchecked > 0 {
        line.push_str(&format!("; {} not checked", summary.unchecked));
    }
    if summary.ignored > 0 {
        line.push_str(&format!("; {} ignored", summary.ignored));
    }
    line
}

/// What is said of a gate that lets drafts through in spite of findings.
pub const LET_THROUGH: &str = "there are findings, and --exit-zero lets them through";

/// A number with its noun.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
