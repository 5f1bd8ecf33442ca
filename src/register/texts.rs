//! Owns where the texts of clients stand: those of all clients in one, since of a million names each by itself takes twice the
//! memory, and what is let go of in small pieces is not soon of use to others. `load` puts clients together, `spot` has the names
//! let go of once they are compiled.

use std::sync::Arc;

use super::model::{Client, Register};
use crate::text::Secret;

/// Where the texts of a client stand.
#[derive(Clone, Default)]
pub(super) struct Texts {
    /// Those of many clients.
    all: Arc<String>,
    /// The first byte of its own.
    at: u32,
    /// Their length in bytes.
    len: u32,
}

impl Texts {
    /// Of a client alone.
    pub(super) fn alone(texts: String) -> Self {
        let len = texts.len() as u32;
        Self { all: Arc::new(texts), at: 0, len }
    }

    /// What stands there.
    pub(super) fn as_str(&self) -> &str {
        self.all.get(self.at as usize..(self.at + self.len) as usize).unwrap_or_default()
    }

    /// The same place in these texts.
    fn of(&self, all: &Arc<String>) -> Self {
        Self { all: Arc::clone(all), ..*self }
    }
}

impl Register {
    /// Lets go of the clients' names, once all that is looked for is compiled from them: of nearly all clients only the id is
    /// asked for again, and a million names take as much memory as what is compiled from them.
    pub fn forget_names(&mut self) {
        Client::put_together(&mut self.clients, |client| {
            // Names whose capitals count are compared as they are registered.
            if client.matching.exact_case { client.texts() } else { client.id() }
        });
    }
}

impl Client {
    /// Puts the texts of clients together, of each what is `kept`: of a million names each text by itself takes twice the memory.
    pub(super) fn put_together(clients: &mut [Self], kept: impl Fn(&Self) -> &str) {
        let mut together = Together::with_room(0, clients.iter().map(|client| kept(client).len()).sum());
        let places: Vec<Texts> = clients.iter().map(|client| together.place(kept(client))).collect();
        clients.iter_mut().zip(places).for_each(|(client, place)| client.texts = Secret::new(place));
        together.hand_out(clients);
    }
}

/// Clients that are put together part by part.
#[derive(Default)]
pub(super) struct Together {
    /// The clients.
    clients: Vec<Client>,
    /// Their texts.
    texts: String,
    /// What stands for these until all have come.
    none: Arc<String>,
}

impl Together {
    /// None yet, with room for so many and so many bytes of texts.
    fn with_room(clients: usize, texts: usize) -> Self {
        Self { clients: Vec::with_capacity(clients), texts: String::with_capacity(texts), none: Arc::default() }
    }

    /// Adds clients; the first who come tell how much room there must be: `parts` of about as many are left, these among them.
    pub(super) fn add(&mut self, some: Vec<Vec<Client>>, parts: usize) {
        if self.clients.is_empty() {
            let own = || some.iter().flatten();
            let room = |own: usize| if parts > some.len() { own * parts / some.len() * 33 / 32 } else { own };
            *self = Self::with_room(room(own().count()), room(own().map(|client| client.texts().len()).sum()));
        }
        for mut client in some.into_iter().flatten() {
            client.texts = Secret::new(self.place(client.texts()));
            self.clients.push(client);
        }
    }

    /// The clients.
    pub(super) fn finish(mut self) -> Vec<Client> {
        let mut clients = std::mem::take(&mut self.clients);
        self.hand_out(&mut clients);
        clients
    }

    /// Adds a text, and says where it stands.
    fn place(&mut self, text: &str) -> Texts {
        let at = self.texts.len() as u32;
        self.texts.push_str(text);
        Texts { all: Arc::clone(&self.none), at, len: text.len() as u32 }
    }

    /// Gives clients that have their places the texts.
    fn hand_out(self, clients: &mut [Client]) {
        let all = Arc::new(self.texts);
        clients.iter_mut().for_each(|client| client.texts = Secret::new(client.texts.expose().of(&all)));
    }
}
