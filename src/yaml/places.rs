//! Owns where values stand: one pass of saphyr events, counted as `values` counts. Also finds what serde_yaml does not
//! tell: anchors, aliases, a second document, nesting in brackets that would make it slow. Reads no meaning.

use super::{MAX_DEPTH, Place, count};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::HashMap;

/// Where the values of a document stand.
#[derive(Default)]
pub(super) struct Places {
    /// By ordinal.
    at: Vec<Place>,
    /// Numbers and booleans as they are written, by ordinal.
    spelled: HashMap<u32, String>,
    /// The first anchor or alias.
    pub(super) alias: Option<Place>,
    /// The start of a second document.
    pub(super) second: Option<Place>,
    /// The first list or mapping beyond the depth; nothing after it was looked at.
    pub(super) deep: Option<Place>,
}

/// A list or mapping that is open.
enum Open {
    /// A list.
    List,
    /// A mapping: the last key's place, where its value is still to come.
    Mapping(Option<Place>),
}

impl Places {
    /// One pass over `text`. `respelled`: ordinals of the scalars whose spelling is wanted, ascending.
    pub(super) fn find(text: &str, respelled: &[u32]) -> Self {
        let mut places = Self::default();
        let mut wanted = respelled.iter().copied().peekable();
        let mut open: Vec<Open> = Vec::new();
        let mut documents = 0;
        let mut parser = Parser::new_from_str(text);
        // An error cannot be told of here: serde_yaml speaks of syntax. What was found until then stays.
        while let Some(Ok((event, span))) = parser.next_event() {
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents == 2 {
                        places.second = Some(place(&span));
                        break;
                    }
                }
                Event::Scalar(written, style, anchor, _) => {
                    let ordinal = count(places.at.len());
                    places.note_anchor(anchor, &span);
                    places.add(&mut open, place(&span), written.is_empty() && style == ScalarStyle::Plain);
                    if wanted.next_if_eq(&ordinal).is_some() {
                        places.spelled.insert(ordinal, written.into_owned());
                    }
                }
                Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _)
                    if open.len() >= MAX_DEPTH as usize =>
                {
                    places.note_anchor(anchor, &span);
                    places.deep = Some(place(&span));
                    break;
                }
                Event::SequenceStart(anchor, _) => {
                    places.note_anchor(anchor, &span);
                    places.add(&mut open, place(&span), false);
                    open.push(Open::List);
                }
                Event::MappingStart(anchor, _) => {
                    places.note_anchor(anchor, &span);
                    places.add(&mut open, place(&span), false);
                    open.push(Open::Mapping(None));
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                }
                Event::Alias(_) => {
                    places.note_anchor(1, &span);
                    places.add(&mut open, place(&span), false);
                }
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        places
    }

    /// The place of a value; of the last one known, where the two parsers part.
    pub(super) fn at(&self, ordinal: u32) -> Place {
        self.at.get(ordinal as usize).or(self.at.last()).copied().unwrap_or((1, 1))
    }

    /// A number or boolean as it is written.
    pub(super) fn spelled(&self, ordinal: u32) -> Option<&str> {
        self.spelled.get(&ordinal).map(String::as_str)
    }

    /// Remembers the first anchor. Ids of anchors begin at 1.
    fn note_anchor(&mut self, anchor: usize, span: &Span) {
        if anchor > 0 {
            self.alias.get_or_insert(place(span));
        }
    }

    /// Adds a value's place. A value that isn't there stands at its key.
    fn add(&mut self, open: &mut [Open], place: Place, nothing: bool) {
        let mut place = place;
        if let Some(Open::Mapping(key)) = open.last_mut() {
            match key.take() {
                None => *key = Some(place),
                Some(at_key) if nothing => place = at_key,
                Some(_) => {}
            }
        }
        self.at.push(place);
    }
}

/// The start of a span.
fn place(span: &Span) -> Place {
    (count(span.start.line()), count(span.start.col()).saturating_add(1))
}
