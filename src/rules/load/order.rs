//! Owns the order in which signals are found, each after those that it needs, and what is said of circles.

use std::collections::HashMap;

use crate::rules::model::{Finder, RuleSet, SignalDef, SignalId};
use crate::yaml::{Node, Problems};

/// Sorts the signals into [`RuleSet::order`]. A circle is said where its first signal is defined.
pub(super) fn sort(set: &mut RuleSet, nodes: &HashMap<SignalId, (usize, Node<'_>)>, problems: &mut [Problems]) {
    let needs: Vec<Vec<SignalId>> = set.signals.iter().map(needs).collect();
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by: Vec<Vec<u32>> = vec![Vec::new(); needs.len()];
    for (index, list) in (0_u32..).zip(&needs) {
        for id in list {
            if let Some(users) = needed_by.get_mut(id.index()) {
                users.push(index);
            }
        }
    }
    let mut order: Vec<SignalId> =
        (0_u32..).zip(&waiting).filter(|(_, waiting)| **waiting == 0).map(|(index, _)| SignalId(index)).collect();
    let mut next = 0;
    while let Some(id) = order.get(next).copied() {
        next += 1;
        for user in needed_by.get(id.index()).into_iter().flatten() {
            let Some(left) = waiting.get_mut(*user as usize) else { continue };
            *left -= 1;
            if *left == 0 {
                order.push(SignalId(*user));
            }
        }
    }
    set.order = order;
    let Some(stuck) = waiting.iter().position(|left| *left > 0) else { return };
    // Every stuck signal needs a stuck one: walking from need to need ends in a circle.
    let mut path: Vec<usize> = Vec::new();
    let mut at = stuck;
    while !path.contains(&at) {
        path.push(at);
        let stuck_need = |id: &&SignalId| waiting.get(id.index()).is_some_and(|left| *left > 0);
        let Some(need) = needs.get(at).and_then(|list| list.iter().find(stuck_need)) else { return };
        at = need.index();
    }
    let from = path.iter().position(|step| *step == at).unwrap_or_default();
    let mut circle = path.split_off(from);
    let first = circle.iter().enumerate().min_by_key(|(_, step)| **step).map_or(0, |(i, _)| i);
    circle.rotate_left(first);
    circle.extend(circle.first().copied());
    let name = |step: &usize| set.signals.get(*step).map(|def| def.name.as_str()).unwrap_or_default();
    let names: Vec<&str> = circle.iter().map(name).collect();
    let first = circle.first().and_then(|step| u32::try_from(*step).ok()).map(SignalId);
    if let Some((doc, node)) = first.and_then(|id| nodes.get(&id))
        && let Some(problems) = problems.get_mut(*doc)
    {
        node.problem(problems, format!("these signals need one another in a circle: {}", names.join(", ")), None);
    }
}

/// The signals that one needs to be found, each once.
fn needs(def: &SignalDef) -> Vec<SignalId> {
    let mut out = def.outside.clone();
    if let Finder::Wording { phrases, .. } = &def.finder {
        for phrase in phrases {
            out.extend(&phrase.signals);
        }
    }
    out.sort();
    out.dedup();
    out
}
