//! Owns the globs of configuration: written as in `.gitignore` (`drafts/`, `*.md`, `blog/**`), relative to the folder of
//! the configuration. `config` makes them; `run` asks through [`Config`](super::Config).

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// One compiled glob.
#[derive(Clone, Debug)]
pub struct Glob {
    /// As written.
    pub pattern: String,
    /// What decides.
    matcher: Gitignore,
}

impl Glob {
    /// Compiles a glob; none where it is no glob. `!` has no meaning here: the last entry that fits decides.
    pub fn new(pattern: &str) -> Option<Self> {
        if pattern.starts_with(['!', '#']) {
            return None;
        }
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        builder.add_line(None, pattern.strip_prefix("./").unwrap_or(pattern)).ok()?;
        let matcher = builder.build().ok()?;
        (matcher.num_ignores() == 1).then(|| Self { pattern: pattern.to_owned(), matcher })
    }

    /// Whether it fits a path or a folder above it. `relative` is from the configuration's folder.
    pub fn fits(&self, relative: &Path, is_dir: bool) -> bool {
        // The matcher panics on a path from the root; such a path lies outside the configuration's folder.
        !relative.has_root() && self.matcher.matched_path_or_any_parents(relative, is_dir).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_read_like_an_ignore_file() {
        let fits = |glob: &str, path: &str| {
            Glob::new(glob).is_some_and(|glob| glob.fits(Path::new(path.trim_end_matches('/')), path.ends_with('/')))
        };
        assert!(fits("*.md", "a/b.md"));
        assert!(fits("drafts/", "drafts/a/b.md"));
        assert!(fits("drafts/", "drafts/"));
        assert!(!fits("drafts/", "drafts"));
        assert!(fits("./blog/**", "blog/x.html"));
        assert!(fits("/blog/*.md", "blog/x.md"));
        assert!(!fits("/blog/*.md", "site/blog/x.md"));
        assert!(!fits("*.md", "/a.md"));
        assert!(Glob::new("!*.md").is_none());
        assert!(Glob::new("a[").is_none());
    }
}
