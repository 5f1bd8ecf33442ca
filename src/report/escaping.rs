//! Owns how texts stand in JSON of any format: what would steer a terminal is escaped too. Called by the reporters that write
//! JSON.

use std::io;

use serde_json::ser::{CharEscape, Formatter};

use super::clean;

/// A formatter that also escapes what would steer a terminal: JSON itself allows DEL, C1 and bidi characters raw.
pub(super) struct Escaping<F>(pub(super) F);

/// Hands the calls that have no say in this over to the inner formatter.
macro_rules! hand_over {
    ($($name:ident($($arg:ident: $kind:ty),*);)*) => {$(
        fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $arg: $kind)*) -> io::Result<()> {
            self.0.$name(writer $(, $arg)*)
        }
    )*};
}

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        // Most texts are plain ASCII; what is below the space JSON escapes itself.
        if fragment.bytes().all(|byte| byte < 0x7F) {
            return writer.write_all(fragment.as_bytes());
        }
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| clean::picture(*c).is_some()) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }

    hand_over! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }
}
