//! Owns how a register comes from YAML: the top of the file, and that every mistake in it is told in one run, with its
//! place and never a value. `entries` reads clients, matters and consents. Called by `run` and the `register` commands.

use super::entries;
use super::key;
use super::model::Register;
use super::moment::Zone;
use super::values::Reading;
use crate::text::Secret;
use crate::yaml::{Doc, Node, Problem, Problems};

/// The keys of a register's top.
const KEYS: &[&str] = &["version", "key", "timezone", "clients"];

/// The keys that each mapping of a register may have, by what it is: for who describes the format.
pub fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    [("register", KEYS.to_vec())].into_iter().chain(entries::keys()).collect()
}

/// Loads a register. `file` is its name as the user gave it. A register that protects nobody is a mistake, since a gate
/// that knows no client must not pass anything.
pub fn load(file: &str, bytes: &[u8]) -> Result<Register, Vec<Problem>> {
    let doc = Doc::read(file, bytes).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new();
    let register = read(doc.root(), &mut problems);
    match register {
        Some(register) if problems.is_empty() => Ok(register),
        _ => Err(doc.resolve(problems)),
    }
}

/// The whole file. None only where `problems` says why.
fn read(root: Node<'_>, problems: &mut Problems) -> Option<Register> {
    if root.is_null() {
        root.problem(problems, "the register is empty", Some(NO_CLIENTS.to_owned()));
        return None;
    }
    let fields = root.fields(KEYS, problems)?;
    if let Some(node) = fields.get("version") {
        version(node, problems);
    }
    let key = fields.get("key").and_then(|node| key::read(node, problems)).map(Secret::new);
    let zone = fields.get("timezone").and_then(|node| Zone::read(node, problems));
    // With a bad time zone the days are still read, in UTC, so that other mistakes in them are told in the same run.
    let declared = fields.get("timezone").is_some();
    let list = fields.required("clients", problems)?;
    let timezone = zone.clone().map(Zone::into_inner);
    let mut reading = Reading::new(zone.unwrap_or_default(), declared, problems);
    let clients = entries::clients(list, &mut reading);
    Some(Register { key, timezone, clients })
}

/// What to do about a register without clients.
pub(super) const NO_CLIENTS: &str = "list the clients to protect under `clients:`, each with an id and a name; to check by rules alone, name no register";

/// The version of the format must be 1.
fn version(node: Node<'_>, problems: &mut Problems) {
    if let Some(version) = node.integer(problems)
        && version != 1
    {
        let help = "this subrosa reads version 1 of the format";
        node.problem(problems, "the version of a register must be 1", Some(help.to_owned()));
    }
}
