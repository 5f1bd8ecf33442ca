//! Reads Markdown (CommonMark with GFM's tables, footnotes, strikethrough and task lists). pulldown-cmark tells the
//! structure and the range of every event; text is always taken from the source by range. Front matter is `front`'s, raw HTML goes
//! through `html`'s flow, link targets are cut by `links`.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::builder::DraftBuilder;
use super::decode::decode;
use super::html::flow::{Flavour, Flow};
use super::html::too_deep;
use super::{MAX_DEPTH, Reader, Unchecked, front};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;

mod definitions;
mod links;
mod templates;

/// The reader of Markdown.
pub(crate) struct Markdown;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdx", "mdown", "mkd", "qmd", "rmd"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let mut builder = DraftBuilder::new(source, &decoded, Kind::Page);
        let start = front::read(&mut builder);
        let page = Page::new(&mut builder, start);
        let deep = page.run();
        each(builder.finish());
        if deep { Err(too_deep()) } else { Ok(()) }
    }
}

/// A link or picture under way.
struct Link {
    /// How it is written.
    kind: LinkType,
    /// Whether it is a picture, whose text is an alternative.
    picture: bool,
    /// Where its last child ends.
    inner_end: usize,
}

/// The state of reading one page. Offsets of events count from the end of the front matter; ranges here count from the
/// start of the decoded text.
struct Page<'b, 'a> {
    /// Where blocks go.
    builder: &'b mut DraftBuilder<'a>,
    /// Raw HTML.
    flow: Flow,
    /// The decoded text.
    input: &'a str,
    /// Where Markdown starts.
    start: usize,
    /// Links under way.
    links: Vec<Link>,
    /// Labels of definitions that a link used, as the link writes them.
    used: Vec<String>,
    /// Depth of lists.
    lists: u32,
    /// For every block quote under way, whether it is a quotation and not a note.
    quotes: Vec<bool>,
    /// Depth of blocks.
    depth: usize,
    /// The last block was a paragraph and may lead into a list.
    lead: bool,
    /// Where the text before a soft line break ended.
    soft: Option<usize>,
    /// Where the last text ended.
    text_end: usize,
    /// Parts of links whose destinations templates write, which Markdown takes for text.
    templates: Vec<templates::Mark>,
    /// Raw HTML that is being collected.
    html: Option<Range<usize>>,
    /// Where the last block of the page itself ended.
    covered: usize,
    /// What stands between such blocks: definitions, and those that an earlier one of the same name shadows.
    between: Vec<Range<usize>>,
    /// Where the last cell of a table ended.
    cell_end: usize,
    /// Went deeper than is followed.
    deep: bool,
}

impl<'b, 'a> Page<'b, 'a> {
    /// A page that starts at an offset.
    fn new(builder: &'b mut DraftBuilder<'a>, start: usize) -> Self {
        let input = builder.input();
        Self {
            builder,
            flow: Flow::new(Flavour::Markdown),
            input,
            start,
            links: Vec::new(),
            used: Vec::new(),
            lists: 0,
            quotes: Vec::new(),
            depth: 0,
            lead: false,
            soft: None,
            text_end: start,
            templates: templates::marks(input, start),
            html: None,
            covered: start,
            between: Vec::new(),
            cell_end: start,
            deep: false,
        }
    }

    /// Reads it all. Says whether it nests too deep.
    fn run(mut self) -> bool {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM;
        let body = self.input.get(self.start..).unwrap_or_default();
        let mut events = Parser::new_ext(body, options).into_offset_iter();
        for (event, range) in events.by_ref() {
            let range = range.start + self.start..range.end + self.start;
            self.event(event, range);
        }
        self.flush_html();
        self.builder.end();
        self.cover(self.input.len()..self.input.len());
        let definitions = events.reference_definitions().iter();
        let mut definitions: Vec<_> = definitions
            .map(|(label, definition)| (definition.span.start + self.start..definition.span.end + self.start, label))
            .collect();
        definitions.sort_by_key(|(span, _)| span.start);
        self.shadowed(&definitions);
        for (span, label) in definitions {
            self.definition(span, label);
        }
        self.builder.end();
        self.deep || self.flow.too_deep
    }

    /// Takes one event.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.html.is_some() && !matches!(event, Event::Html(_)) {
            self.flush_html();
        }
        if self.depth == 0 {
            self.cover(range.clone());
        }
        // The end of a link has the range of the whole, so only what starts in it counts.
        if let Some(link) = self.links.last_mut().filter(|_| !matches!(event, Event::End(_))) {
            link.inner_end = link.inner_end.max(range.end);
        }
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.code(&text, range),
            Event::Html(_) => self.collect_html(range),
            Event::InlineHtml(_) => {
                self.soft_break(range.start);
                self.flow.read_in_markdown(self.builder, range.clone(), true);
                self.text_end = range.end;
            }
            Event::SoftBreak | Event::HardBreak => {
                self.soft.get_or_insert(self.text_end);
            }
            Event::Rule => self.lead = false,
            Event::FootnoteReference(_) => {
                self.soft_break(range.start);
                self.text_end = range.end;
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Begins a block of a role.
    fn begin(&mut self, role: Role) {
        let role = if self.flow.hides() { Role::Hidden } else { role };
        self.flow.base = role;
        self.builder.ambient = role;
        self.builder.begin(role, None);
        self.soft = None;
        self.links.clear();
    }

    /// Begins a group, unless a list holds one together.
    fn group(&mut self) {
        if self.lists == 0 {
            self.builder.new_group();
        }
    }

    /// The start of an element.
    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        self.deep |= self.depth > MAX_DEPTH;
        match tag {
            Tag::Paragraph => {
                self.group();
                self.begin(if self.lists > 0 { Role::ListItem } else { Role::Paragraph });
            }
            Tag::Heading { .. } => {
                self.builder.new_section();
                self.begin(Role::Heading);
            }
            Tag::BlockQuote(kind) => {
                self.builder.end();
                self.quotes.push(kind.is_none());
                self.builder.quoted += u32::from(kind.is_none());
            }
            Tag::CodeBlock(_) => {
                self.group();
                self.begin(Role::Code);
                self.text_end = range.start;
            }
            Tag::List(_) => {
                self.builder.end();
                if self.lists == 0 && !self.lead {
                    self.builder.new_group();
                }
                self.lists += 1;
            }
            Tag::Item => self.begin(Role::ListItem),
            Tag::FootnoteDefinition(label) => self.footnote(&label, range),
            Tag::TableHead | Tag::TableRow => {
                self.builder.end();
                self.builder.new_group();
            }
            Tag::TableCell => self.begin(Role::Cell),
            Tag::Link { link_type, id, .. } => self.open_link(link_type, &id, false, range.start + 1),
            Tag::Image { link_type, id, .. } => {
                self.soft_break(range.start);
                if self.builder.has_text() && !self.builder.in_side() {
                    self.builder.gap(" ", range.start..range.start);
                }
                self.open_link(link_type, &id, true, range.start + 2);
                self.builder.begin_side(Role::Alt, None);
            }
            _ => {}
        }
        self.lead = false;
    }

    /// The end of an element.
    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            // A row may hold more cells than its table has columns; pages leave them out.
            TagEnd::TableRow => {
                let rest = self.input.get(self.cell_end..range.end).unwrap_or_default();
                if rest.contains(char::is_alphanumeric) {
                    self.builder.side(Role::Hidden, None, self.cell_end..range.end);
                }
            }
            TagEnd::TableCell => {
                self.builder.end();
                self.cell_end = range.end;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => {
                self.builder.end();
                self.lead = tag == TagEnd::Paragraph;
            }
            TagEnd::List(_) => {
                self.builder.end();
                self.lists = self.lists.saturating_sub(1);
                if self.lists > 0 {
                    self.begin(Role::ListItem);
                }
            }
            TagEnd::BlockQuote(_) => {
                self.builder.end();
                let quoted = self.quotes.pop().unwrap_or(false);
                self.builder.quoted = self.builder.quoted.saturating_sub(u32::from(quoted));
            }
            TagEnd::Link | TagEnd::Image => self.close_link(range),
            _ => {}
        }
    }

    /// The start of a link or picture.
    fn open_link(&mut self, kind: LinkType, id: &CowStr<'_>, picture: bool, inner_end: usize) {
        if !matches!(kind, LinkType::Inline | LinkType::Autolink | LinkType::Email) {
            self.used.push(id.to_lowercase());
        }
        self.links.push(Link { kind, picture, inner_end });
    }

    /// The end of a link or picture: its target is what stands behind its text.
    fn close_link(&mut self, range: Range<usize>) {
        let Some(link) = self.links.pop() else { return };
        if link.picture {
            self.builder.end_side();
        }
        if let Some(outer) = self.links.last_mut() {
            outer.inner_end = outer.inner_end.max(range.end);
        }
        self.text_end = range.end;
        if link.kind == LinkType::Inline
            && let Some(target) = links::inline(self.input, link.inner_end.min(range.end)..range.end)
        {
            links::set_down(self.builder, &target);
        }
    }

    /// Text. Nearly always it stands in the source as it is; else it is a reference.
    fn text(&mut self, text: &str, range: Range<usize>) {
        self.soft_break(range.start);
        if self.flow.hides() {
            self.flow.prepare(self.builder);
        }
        self.text_end = range.end;
        // Where it is that piece of the source itself, there is no need to compare letters.
        let same =
            |here: &str| here.len() == text.len() && (std::ptr::eq(here.as_ptr(), text.as_ptr()) || here == text);
        if self.input.get(range.clone()).is_some_and(same) {
            self.copy(range);
        } else {
            self.builder.decoded(text, range);
        }
    }

    /// Text as it stands, but for the parts of links whose destinations templates write: those are addresses.
    fn copy(&mut self, range: Range<usize>) {
        let mut from = range.start;
        let first = self.templates.partition_point(|mark| mark.range.end <= from);
        let inside = self.templates.iter().skip(first).take_while(|mark| mark.range.start < range.end);
        for mark in inside.cloned().collect::<Vec<_>>() {
            if from < mark.range.start {
                self.builder.copy(from..mark.range.start);
            }
            // The marks in it make several texts of it: the first sets it all down.
            if from <= mark.range.start && !mark.url.is_empty() {
                self.builder.side(Role::Url, None, mark.url.clone());
            }
            from = mark.range.end;
        }
        if from < range.end {
            self.builder.copy(from..range.end);
        }
    }

    /// The line break before text that goes on: as it stands where only white space is between, so that a paragraph stays
    /// one run; else (a quote's mark, a backslash) one newline.
    fn soft_break(&mut self, next: usize) {
        let Some(from) = self.soft.take() else { return };
        let between = self.input.get(from..next).unwrap_or_default();
        if between.trim_ascii().is_empty() {
            self.builder.copy(from..next);
        } else {
            self.builder.gap("\n", from..next.max(from));
        }
    }

    /// A code span. It is read with the sentence it stands in, as any other markup in a line.
    fn code(&mut self, text: &str, range: Range<usize>) {
        self.soft_break(range.start);
        self.text_end = range.end;
        let raw = self.input.get(range.clone()).unwrap_or_default();
        let ticks = raw.len() - raw.trim_start_matches('`').len();
        let inner = raw.get(ticks..raw.len().saturating_sub(ticks)).unwrap_or_default();
        let start = range.start + ticks;
        let pad = usize::from(inner.len() == text.len() + 2);
        let kept = start + pad..start + inner.len() - pad;
        if self.input.get(kept.clone()).is_some_and(|kept| kept.len() == text.len()) {
            self.builder.copy(kept);
        } else {
            self.builder.decoded(text, range);
        }
    }

    /// A footnote's text is a group of its own; its label becomes an anchor of the page.
    fn footnote(&mut self, label: &CowStr<'_>, range: Range<usize>) {
        self.builder.end();
        self.builder.new_group();
        let start = range.start + 2;
        if label.parse::<u64>().is_err() && self.input.get(start..start + label.len()) == Some(label) {
            self.builder.side(Role::Hidden, Some("footnote"), start..start + label.len());
        }
        self.begin(Role::Paragraph);
    }

    /// Collects the lines of an HTML block; a break in them (a quote's mark) ends a piece.
    fn collect_html(&mut self, range: Range<usize>) {
        match &mut self.html {
            Some(held) if held.end == range.start => held.end = range.end,
            _ => {
                self.flush_html();
                self.html = Some(range);
            }
        }
    }

    /// Reads the collected HTML.
    fn flush_html(&mut self) {
        let Some(range) = self.html.take() else { return };
        self.builder.end();
        let base = if self.lists > 0 { Role::ListItem } else { Role::Paragraph };
        self.flow.base = base;
        self.builder.ambient = base;
        self.flow.read_in_markdown(self.builder, range, self.lists > 0);
        self.builder.end();
        self.lead = false;
    }
}
