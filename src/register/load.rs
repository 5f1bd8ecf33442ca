//! Owns how a register comes from YAML: the top of the file, and that every mistake in it is told in one run, with its
//! place and never a value. `entries` reads clients, matters and consents. Called by `run` and the `register` commands.

use super::entries;
use super::key;
use super::model::{Client, Register};
use super::moment::Zone;
use super::texts::Together;
use super::values::Reading;
use crate::text::Secret;
use crate::threads;
use crate::yaml::{Doc, Fields, Node, Piece, Pieces, Problem, Problems};

/// Pieces of a register that each thread reads before they are put together: all at once take their memory twice.
const PIECES: usize = 16;

/// The keys of a register's top.
const KEYS: &[&str] = &["version", "key", "timezone", "clients"];

/// The keys that each mapping of a register may have, by what it is: for who describes the format.
pub fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    [("register", KEYS.to_vec())].into_iter().chain(entries::keys()).collect()
}

/// Loads a register. `file` is its name as the user gave it. A register that protects nobody is a mistake, since a gate
/// that knows no client must not pass anything.
pub fn load(file: &str, bytes: &[u8]) -> Result<Register, Vec<Problem>> {
    if let Some(register) = quickly(file, bytes) {
        return Ok(register);
    }
    let doc = Doc::read(file, bytes).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new();
    let register = read(doc.root(), &mut problems);
    match register {
        Some(register) if problems.is_empty() => Ok(register),
        _ => Err(doc.resolve(problems)),
    }
}

/// Loads a register in which nothing is wrong and whose clients stand last, piece by piece on several threads. None for all
/// others: they are read as a whole, which knows the places of mistakes.
fn quickly(file: &str, bytes: &[u8]) -> Option<Register> {
    let pieces = Pieces::cut(file, bytes, "clients")?;
    let mut problems = Problems::new();
    let top = top(&pieces.head.root().fields(KEYS, &mut problems)?, &mut problems);
    if !problems.is_empty() {
        return None;
    }
    let read = |piece: &Piece<'_>| {
        let doc = piece.read()?;
        let mut problems = Problems::new();
        let mut reading = Reading::of_piece(top.zone.clone(), top.declared, &mut problems);
        let clients = entries::clients(doc.root(), &mut reading);
        problems.is_empty().then_some(clients)
    };
    let (mut together, mut left) = (Together::default(), pieces.list.len());
    for some in pieces.list.chunks(PIECES * threads::count()) {
        let parts: Vec<Vec<Client>> = threads::map(some, read).into_iter().collect::<Option<_>>()?;
        together.add(parts, left);
        left -= some.len();
    }
    let clients = together.finish();
    entries::are_unique(&clients).then_some(Register { key: top.key, timezone: top.timezone, clients })
}

/// What stands at the top of a register beside the clients.
struct Top {
    /// The key of fingerprints.
    key: Option<Secret<[u8; 32]>>,
    /// The zone, where one is declared that is known.
    timezone: Option<jiff::tz::TimeZone>,
    /// The zone in which days are read. With a bad one they are still read, in UTC, so that other mistakes in them are told
    /// in the same run.
    zone: Zone,
    /// Whether a zone is declared.
    declared: bool,
}

/// Reads the top.
fn top(fields: &Fields<'_>, problems: &mut Problems) -> Top {
    if let Some(node) = fields.get("version") {
        version(node, problems);
    }
    let key = fields.get("key").and_then(|node| key::read(node, problems)).map(Secret::new);
    let zone = fields.get("timezone").and_then(|node| Zone::read(node, problems));
    let timezone = zone.clone().map(Zone::into_inner);
    Top { key, timezone, zone: zone.unwrap_or_default(), declared: fields.get("timezone").is_some() }
}

/// The whole file. None only where `problems` says why.
fn read(root: Node<'_>, problems: &mut Problems) -> Option<Register> {
    if root.is_null() {
        root.problem(problems, "the register is empty", Some(NO_CLIENTS.to_owned()));
        return None;
    }
    let fields = root.fields(KEYS, problems)?;
    let top = top(&fields, problems);
    let list = fields.required("clients", problems)?;
    let mut reading = Reading::new(top.zone, top.declared, problems);
    let clients = entries::clients(list, &mut reading);
    Some(Register { key: top.key, timezone: top.timezone, clients })
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
