//! Reads mail: headers, bodies in plain text and HTML, mails in mails and attachments that are text. A mail is one draft;
//! places are bytes of the file as it is, however the text is encoded in it. `walk` finds the parts, `fields` and `headers`
//! read what stands above them, `octets` undoes transfer encodings, `letter` character sets, `quotes` knows whose words they are;
//! this file makes blocks of it.

use std::sync::Arc;

use super::builder::DraftBuilder;
use super::decode::{Decoded, looks_binary};
use super::html::flow::{Flavour, Flow};
use super::html::too_deep;
use super::{Reader, Unchecked, plain};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;
use crate::text::Encoding;

mod fields;
mod headers;
mod letter;
mod octets;
mod quotes;
mod walk;

use octets::Octets;
use walk::{Walk, What};

/// The reader of mail.
pub(crate) struct Mail;

impl Reader for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let bytes = &source.bytes;
        if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
            return Err(Unchecked("a mail in UTF-16, which no mail is; save it as it was sent".to_owned()));
        }
        if looks_binary(bytes) {
            return Err(Unchecked("binary data of unknown type".to_owned()));
        }
        let encoding = if std::str::from_utf8(bytes).is_ok() { Encoding::Utf8 } else { Encoding::Windows1252 };
        let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let blank = bytes.iter().skip(mark).take_while(|byte| byte.is_ascii_whitespace()).count();
        let mut walk = Walk::default();
        walk.mail(&Octets::source(bytes), mark + blank, 0, 0);
        let reasons = reasons(&walk);
        let Walk { letter, items, .. } = walk;
        let decoded = Decoded::patched(letter.text, letter.map, encoding);
        let mut builder = DraftBuilder::new(source, &decoded, Kind::Email);
        let mut deep = false;
        for item in items {
            builder.quoted = item.quoted;
            match item.what {
                What::Headers => builder.new_section(),
                What::Part => builder.new_group(),
                What::Header(name) => {
                    builder.begin(Role::Header, Some(&name));
                    builder.copy(item.range);
                    builder.end();
                }
                What::Text => {
                    let start = quotes::start(&decoded.text, item.range.clone());
                    plain::paragraphs(&mut builder, item.range.start..start);
                    builder.quoted = item.quoted + 1;
                    plain::paragraphs(&mut builder, start..item.range.end);
                }
                What::Html => {
                    let first = builder.so_far().1.len();
                    let mut flow = Flow::new(Flavour::Html);
                    flow.read(&mut builder, item.range);
                    builder.end();
                    deep |= flow.too_deep;
                    let (text, blocks) = builder.so_far();
                    quotes::mark(text, blocks, first);
                }
            }
        }
        each(builder.finish());
        match (reasons, deep) {
            (Some(reasons), _) => Err(Unchecked(reasons)),
            (None, true) => Err(too_deep()),
            (None, false) => Ok(()),
        }
    }
}

/// Why a mail was not read whole. Says of attachments how many they are and what, never their names.
fn reasons(walk: &Walk) -> Option<String> {
    let mut reasons: Vec<String> = walk.faults.iter().map(ToString::to_string).collect();
    if walk.letter.unknown_set {
        reasons.push("a part is in a character set that is not known".to_owned());
    }
    let count: usize = walk.unread.values().sum();
    if count > 0 {
        let each: Vec<String> = walk.unread.iter().map(|(reason, count)| format!("{count} × {reason}")).collect();
        let noun = if count == 1 { "1 attachment was" } else { &format!("{count} attachments were") };
        reasons.push(format!("{noun} not read ({}); check them as files of their own", each.join(", ")));
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}
