//! Owns which lines of a source are kept until the report, and where a byte of the source stands among them. `run` notes
//! them, `view` asks.

/// The lines of a source that are kept, one stretch after the other. The default keeps all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kept {
    /// The stretches, in their order; none where all is kept.
    stretches: Vec<Stretch>,
}

/// Some lines that follow one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Stretch {
    /// Where they begin in the source, in bytes.
    from: u32,
    /// Where they begin in what is kept, in bytes.
    at: u32,
    /// Lines of the source before them that are not kept.
    left_out: u32,
}

impl Kept {
    /// Notes the next stretch: where it begins in the source and in what is kept, in bytes, and how many lines of the source
    /// before it are left out.
    pub fn push(&mut self, from: u32, at: u32, left_out: u32) {
        self.stretches.push(Stretch { from, at, left_out });
    }

    /// Where a byte of the source stands in what is kept, and how many lines before it are left out.
    pub fn place(&self, byte: u32) -> (u32, u32) {
        let next = self.stretches.partition_point(|stretch| stretch.from <= byte);
        let stretch = next.checked_sub(1).and_then(|at| self.stretches.get(at)).copied().unwrap_or_default();
        (byte - stretch.from + stretch.at, stretch.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn a_byte_is_found_in_the_stretch_that_begins_before_it() {
        assert_eq!(Kept::default().place(17), (17, 0), "all is kept");
        let mut kept = Kept::default();
        kept.push(10, 0, 2);
        kept.push(50, 20, 5);
        assert_eq!([10, 29, 50, 55].map(|byte| kept.place(byte)), [(0, 2), (19, 2), (20, 5), (25, 5)]);
    }
}
