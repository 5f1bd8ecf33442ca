//! Owns which findings come first where a service shows only so many: the worst.

use std::cmp::Reverse;

use super::model::{Report, Shown};

/// The findings with their numbers in the report, the worst first, allowed ones last; otherwise in the report's order.
pub(super) fn worst_first(report: &Report) -> Vec<(usize, &Shown)> {
    let mut findings: Vec<(usize, &Shown)> = report.findings.iter().enumerate().collect();
    findings.sort_by_key(|(_, shown)| (shown.allowed.is_some(), Reverse(shown.severity)));
    findings
}
