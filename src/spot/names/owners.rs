//! Owns whose entries are: nearly each is one client's name, so that stands in the entry itself, and only others are listed.
//! Called by `gather` and by all who ask.

use super::Entry;
use crate::register::forms::{Holder, Owner};
use crate::threads;

/// Of what an entry says about its owner: it is no client's number but the place of a list.
const LISTED: u32 = 1 << 31;
/// What an entry says that has no owner, as the canary has none.
pub(super) const NOBODY: u32 = u32::MAX;

/// Of what stands in a list: it is its last.
const LAST: u32 = 1 << 31;
/// Of what stands in a list: it is no client's number but the place of another owner.
const OTHER: u32 = 1 << 30;

/// The owners that are listed.
#[derive(Default)]
pub(super) struct Owners {
    /// The lists, one after the other: nearly all are of clients who bear one name, so each is a client's number.
    listed: Vec<u32>,
    /// Those of them that are no clients.
    others: Vec<Owner>,
}

/// A client as the owner of its own name.
const fn client(number: u32) -> Owner {
    Owner { client: number, matter: None, holder: Holder::Client }
}

impl Owners {
    /// Those of an entry, sorted. Two clients may bear one name.
    pub(super) fn of(&self, entry: Entry) -> impl Iterator<Item = Owner> {
        let alone = (entry.owners & LISTED == 0).then(|| client(entry.owners));
        let listed = entry.owners & LISTED != 0 && entry.owners != NOBODY;
        let from = (entry.owners & !LISTED) as usize;
        let list = if listed { self.listed.get(from..).unwrap_or_default() } else { &[] };
        let len = list.iter().position(|listed| listed & LAST != 0).map_or(0, |at| at + 1);
        alone.into_iter().chain(list.get(..len).unwrap_or_default().iter().filter_map(|listed| self.owner(*listed)))
    }

    /// Whom something in a list stands for.
    fn owner(&self, listed: u32) -> Option<Owner> {
        let number = listed & !(LAST | OTHER);
        if listed & OTHER == 0 { Some(client(number)) } else { self.others.get(number as usize).copied() }
    }

    /// Lists one.
    fn list(&mut self, owner: Owner) {
        if owner == client(owner.client) {
            self.listed.push(owner.client);
        } else {
            self.listed.push(OTHER | self.others.len() as u32);
            self.others.push(owner);
        }
    }

    /// How many are listed.
    pub(super) const fn len(&self) -> usize {
        self.listed.len()
    }
}

/// The owners in the making.
#[derive(Default)]
pub(super) struct Claims {
    /// Entries with more owners than a client, and each of these.
    more: Vec<(u32, Owner)>,
}

impl Claims {
    /// Notes an owner of the entry with this number.
    pub(super) fn add(&mut self, number: u32, entry: &mut Entry, owner: Owner) {
        let alone = owner == client(owner.client);
        if alone && (entry.owners == NOBODY || entry.owners == owner.client) {
            entry.owners = owner.client;
            return;
        }
        if entry.owners & LISTED == 0 {
            self.more.push((number, client(entry.owners)));
        }
        entry.owners = LISTED;
        self.more.push((number, owner));
    }

    /// Lists them all.
    pub(super) fn finish(mut self, entries: &mut [Entry]) -> Owners {
        threads::sort(&mut self.more);
        self.more.dedup();
        let mut owners = Owners { listed: Vec::with_capacity(self.more.len()), others: Vec::new() };
        for same in self.more.chunk_by(|a, b| a.0 == b.0) {
            if let Some(entry) = same.first().and_then(|(number, _)| entries.get_mut(*number as usize)) {
                entry.owners = LISTED | owners.listed.len() as u32;
            }
            same.iter().for_each(|(_, owner)| owners.list(*owner));
            owners.listed.last_mut().into_iter().for_each(|last| *last |= LAST);
        }
        owners
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_stands_in_the_entry_and_others_are_listed_in_their_order() {
        let mut entries: Vec<Entry> = (0..4).map(|_| Entry::new("kestrel", 0, 0)).collect();
        let person = Owner { client: 3, matter: None, holder: Holder::Person(1) };
        let mut claims = Claims::default();
        for (number, owner) in
            [(0, client(7)), (1, client(9)), (0, client(7)), (2, person), (1, client(3)), (1, person), (1, client(9))]
        {
            claims.add(number, &mut entries[number as usize], owner);
        }
        let owners = claims.finish(&mut entries);
        let of = |number: usize| owners.of(entries[number]).collect::<Vec<_>>();
        assert_eq!(of(0), [client(7)]);
        assert_eq!(of(1), [client(3), person, client(9)]);
        assert_eq!(of(2), [person]);
        assert!(of(3).is_empty());
        assert_eq!(owners.len(), 4);
    }
}
