//! Owns the way from markup to blocks: what goes on through a tag and what ends at it, what is hidden, quoted or read
//! together. HTML pages run all their tokens through one [`Flow`]; Markdown runs its raw HTML through one that lasts as long
//! as the page, so that a hidden element may span Markdown.

use std::ops::Range;

use super::elements::{self, Sort};
use super::entities::{self, Place};
use super::spaces;
use super::tokens::{Tag, Token, Tokens};
use crate::draft::Role;
use crate::read::MAX_DEPTH;
use crate::read::builder::DraftBuilder;

/// Which kin of HTML it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flavour {
    /// A page.
    Html,
    /// XML: elements that HTML does not know are blocks.
    Xml,
    /// A template or component with program code between the tags, which is read as code.
    Component,
    /// HTML inside Markdown.
    Markdown,
}

/// An open element that matters.
#[derive(Debug)]
struct Element {
    /// Its name in lower case.
    name: Box<str>,
    /// What it does.
    sort: Sort,
    /// Whether it hides its content.
    hides: bool,
}

/// What the content of a raw element is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RawKind {
    /// JSON whose strings are text.
    Json,
    /// A template: text that the page does not show.
    Hidden,
    /// Program code or style.
    Code,
    /// Style.
    Style,
}

/// The state of the flow.
#[derive(Debug)]
pub(crate) struct Flow {
    /// Which kin of HTML.
    pub(super) flavour: Flavour,
    /// Open elements, the innermost last.
    stack: Vec<Element>,
    /// How many of them hide their content.
    hidden: usize,
    /// How many of them hold a group together.
    holds: usize,
    /// How many of them keep white space.
    pre: usize,
    /// How many of them are drawings.
    drawings: usize,
    /// The next block begins a group.
    fresh: bool,
    /// The last block was running text and nothing but a list may follow to belong to it.
    lead: bool,
    /// Hidden text in the middle of a block is being set aside.
    hidden_side: bool,
    /// An anchor has just ended.
    after_anchor: bool,
    /// What comes in a raw token.
    pub(super) raw: RawKind,
    /// It stands inside a block of Markdown, whose group holds.
    inside: bool,
    /// The role of text outside of elements that decide it; Markdown sets it.
    pub(crate) base: Role,
    /// Nesting went past what is followed.
    pub(crate) too_deep: bool,
}

impl Flow {
    /// A flow at the start of a page.
    pub(crate) fn new(flavour: Flavour) -> Self {
        Self {
            flavour,
            stack: Vec::new(),
            hidden: 0,
            holds: 0,
            pre: 0,
            drawings: 0,
            fresh: true,
            lead: false,
            hidden_side: false,
            after_anchor: false,
            raw: RawKind::Code,
            inside: false,
            base: Role::Paragraph,
            too_deep: false,
        }
    }

    /// Reads a stretch of HTML.
    pub(crate) fn read(&mut self, builder: &mut DraftBuilder<'_>, range: Range<usize>) {
        let strict = self.flavour != Flavour::Html;
        let mut tokens = Tokens::new(builder.input(), range, strict);
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(range) => self.text(builder, range),
                Token::Raw(range) => self.raw_text(builder, range),
                Token::Start(tag) => self.start(builder, &tokens, &tag),
                Token::End(tag) => self.end(builder, &tokens, &tag),
                Token::Comment(range) => self.alone(builder, Role::Comment, None, |b| b.copy(range)),
                Token::Code(range) => super::script::read(self, builder, range, false),
            }
        }
    }

    /// Reads a stretch of HTML in Markdown: in the middle of a block if `inside`, else as a block of its own.
    pub(crate) fn read_in_markdown(&mut self, builder: &mut DraftBuilder<'_>, range: Range<usize>, inside: bool) {
        self.inside = inside;
        self.fresh = true;
        self.read(builder, range);
    }

    /// Whether an element around hides what comes.
    pub(crate) fn hides(&self) -> bool {
        self.hidden > 0
    }

    /// The role of a block here.
    pub(crate) fn role(&self) -> Role {
        if self.hidden > 0 {
            return Role::Hidden;
        }
        let title_in_drawing = |e: &Element| self.drawings > 0 && e.sort == Sort::Title;
        let role = |e: &Element| if title_in_drawing(e) { Some(Role::Alt) } else { e.sort.role() };
        self.stack.iter().rev().find_map(role).unwrap_or(self.base)
    }

    /// Begins a group where one is due.
    pub(super) fn due_group(&mut self, builder: &mut DraftBuilder<'_>) {
        if !self.inside && std::mem::take(&mut self.fresh) {
            builder.new_group();
        }
    }

    /// A block of its own, set aside where another one is under way.
    pub(super) fn alone(
        &mut self,
        builder: &mut DraftBuilder<'_>,
        role: Role,
        label: Option<&str>,
        fill: impl FnOnce(&mut DraftBuilder<'_>),
    ) {
        self.due_group(builder);
        builder.begin_side(role, label);
        fill(builder);
        builder.end_side();
        // A comment between blocks says something of its own, not something about the next one.
        if role == Role::Comment && self.holds == 0 && !builder.is_open() {
            self.fresh = true;
        }
    }

    /// Ends the block under way.
    fn boundary(&mut self, builder: &mut DraftBuilder<'_>) {
        if builder.has_text() {
            self.lead = self.hidden == 0;
        }
        builder.end();
        self.hidden_side = false;
        self.after_anchor = false;
        if self.holds == 0 {
            self.fresh = true;
        }
    }

    /// Text between tags.
    pub(super) fn text(&mut self, builder: &mut DraftBuilder<'_>, range: Range<usize>) {
        let input = builder.input();
        let slice = input.get(range.clone()).unwrap_or_default();
        let blank = slice.trim_ascii().is_empty();
        if blank && (slice.is_empty() || !builder.has_text()) {
            return;
        }
        self.prepare(builder);
        self.after_anchor &= blank;
        if self.flavour == Flavour::Component && slice.contains("${") {
            super::script::filled(builder, range);
        } else if self.pre > 0 {
            entities::pieces(input, range, Place::Text, &mut |piece| builder.push(piece));
        } else {
            spaces::collapsed(builder, range, Place::Text);
        }
    }

    /// Sees to it that text that comes now lands in the right block.
    pub(crate) fn prepare(&mut self, builder: &mut DraftBuilder<'_>) {
        if self.hidden > 0 && builder.has_text() && !self.hidden_side && builder.open_role() != Some(Role::Hidden) {
            builder.begin_side(Role::Hidden, None);
            self.hidden_side = true;
        }
        if !builder.is_open() {
            self.due_group(builder);
            // The properties of a document that Word writes: what each is, its element says.
            let property = self.stack.last().map(|element| &*element.name).filter(|name| name.starts_with("o:"));
            builder.begin(self.role(), property);
        }
    }

    /// The content of a raw element or of a CDATA section.
    fn raw_text(&mut self, builder: &mut DraftBuilder<'_>, range: Range<usize>) {
        let kind = std::mem::replace(&mut self.raw, RawKind::Hidden);
        match kind {
            RawKind::Json => super::data(self, builder, range),
            RawKind::Hidden if self.flavour == Flavour::Xml => {
                // Feeds wrap the HTML of their entries so. A section ends at its first closing mark: it never nests.
                self.flavour = Flavour::Html;
                self.boundary(builder);
                self.read(builder, range);
                self.boundary(builder);
                self.flavour = Flavour::Xml;
            }
            RawKind::Hidden => self.alone(builder, Role::Hidden, None, |b| b.copy(range)),
            RawKind::Code if self.flavour == Flavour::Component => super::script::read(self, builder, range, false),
            // Whoever reads the source of a page reads them too: they are looked through for names.
            RawKind::Code | RawKind::Style => self.alone(builder, Role::Code, None, |b| b.copy(range)),
        }
    }

    /// A start tag.
    pub(super) fn start(&mut self, builder: &mut DraftBuilder<'_>, tokens: &Tokens<'_>, tag: &Tag) {
        let written = tokens.slice(&tag.name);
        let name = written.to_ascii_lowercase();
        let sort = self.sort_of(&name, written);
        self.raw = super::raw_kind(&name, tokens);
        if sort.is_block() {
            self.implied_ends(builder, &name, sort);
            self.boundary(builder);
        }
        let hides = sort == Sort::Template || super::is_hidden(tokens);
        self.open_group(builder, sort);
        let at = tag.range.start..tag.range.start;
        match sort {
            Sort::Break => spaces::gap(builder, "\n", at.clone()),
            Sort::Embedded | Sort::Spaced => spaces::gap(builder, " ", at.clone()),
            Sort::Anchor if self.after_anchor => spaces::gap(builder, " ", at.clone()),
            Sort::InlineQuote => {
                self.prepare(builder);
                builder.gap("“", at.clone());
            }
            _ => {}
        }
        let empty = sort.is_void() || tag.closed && self.flavour != Flavour::Html;
        if !empty {
            self.push(builder, &name, sort, hides);
        }
        super::attributes(self, builder, tokens, &name, written);
    }

    /// What an element does in this kin of HTML.
    fn sort_of(&self, name: &str, written: &str) -> Sort {
        let sort = elements::sort(name);
        let foreign = match self.flavour {
            Flavour::Xml => self.drawings == 0,
            Flavour::Component | Flavour::Markdown => written.starts_with(|c: char| c.is_ascii_uppercase()),
            Flavour::Html => false,
        };
        if sort == Sort::Inline && foreign { Sort::Block } else { sort }
    }

    /// Begins what is read together.
    fn open_group(&mut self, builder: &mut DraftBuilder<'_>, sort: Sort) {
        match sort {
            Sort::Heading if self.hidden == 0 => {
                builder.new_section();
                self.fresh = false;
            }
            Sort::List if self.holds == 0 => {
                if self.lead && builder.last_role() == Some(Role::Paragraph) {
                    self.fresh = false;
                }
                self.due_group(builder);
            }
            Sort::Row | Sort::Figure => {
                self.fresh = true;
                self.due_group(builder);
            }
            _ => {}
        }
        if sort.is_block() {
            self.lead = false;
        }
    }

    /// Opens an element that matters: one that nests, decides a role, or hides its content.
    fn push(&mut self, builder: &mut DraftBuilder<'_>, name: &str, sort: Sort, hides: bool) {
        // What looks like a component may be a type's parameter, which nothing closes.
        let own = self.flavour == Flavour::Xml || elements::sort(name).is_block();
        let nests = sort.is_block() && own && name != "p" && name != "option";
        if !nests && !hides {
            return;
        }
        if self.stack.len() >= MAX_DEPTH {
            self.too_deep = true;
            return;
        }
        self.hidden += usize::from(hides);
        self.holds += usize::from(sort.holds_group());
        self.pre += usize::from(sort == Sort::Pre || name == "textarea");
        self.drawings += usize::from(sort == Sort::Drawing);
        builder.quoted += u32::from(sort == Sort::Quote);
        self.stack.push(Element { name: name.into(), sort, hides });
    }

    /// Ends elements whose end tag may be missing before this one.
    fn implied_ends(&mut self, builder: &mut DraftBuilder<'_>, name: &str, sort: Sort) {
        let mut until: Option<usize> = None;
        for (i, element) in self.stack.iter().enumerate().rev() {
            let (ends, stops) = match sort {
                Sort::Item => (element.sort == Sort::Item, element.sort == Sort::List),
                Sort::Cell => (element.sort == Sort::Cell, matches!(element.sort, Sort::Row | Sort::Table)),
                Sort::Row => (matches!(element.sort, Sort::Row | Sort::Cell), element.sort == Sort::Table),
                _ if matches!(name, "tbody" | "tfoot" | "thead") => (
                    matches!(element.sort, Sort::Row | Sort::Cell) || matches!(&*element.name, "tbody" | "thead"),
                    element.sort == Sort::Table,
                ),
                Sort::Heading => (element.sort == Sort::Heading, element.sort != Sort::Inline),
                _ => (&*element.name == "p", true),
            };
            if ends {
                until = Some(i);
            }
            if stops {
                break;
            }
        }
        if let Some(until) = until {
            self.pop_to(builder, until);
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, builder: &mut DraftBuilder<'_>, tokens: &Tokens<'_>, tag: &Tag) {
        let written = tokens.slice(&tag.name);
        let name = written.to_ascii_lowercase();
        let sort = self.sort_of(&name, written);
        let at = tag.range.start..tag.range.start;
        match sort {
            Sort::InlineQuote if builder.has_text() => builder.gap("”", at.clone()),
            Sort::Spaced => spaces::gap(builder, " ", at.clone()),
            Sort::Break => spaces::gap(builder, "\n", at.clone()),
            _ => {}
        }
        if sort.is_block() {
            self.boundary(builder);
            let inner = matches!(sort, Sort::List | Sort::Table | Sort::Row) || matches!(&*name, "p" | "summary");
            self.lead &= inner;
        }
        if let Some(index) = self.stack.iter().rposition(|element| *element.name == *name) {
            self.pop_to(builder, index);
        }
        self.after_anchor = sort == Sort::Anchor;
    }

    /// Closes the elements from `index` on.
    fn pop_to(&mut self, builder: &mut DraftBuilder<'_>, index: usize) {
        let (hidden, holds) = (self.hidden, self.holds);
        while self.stack.len() > index {
            let Some(element) = self.stack.pop() else { break };
            if element.sort.is_block() && builder.is_open() {
                self.boundary(builder);
            }
            self.hidden -= usize::from(element.hides);
            self.holds -= usize::from(element.sort.holds_group());
            self.pre -= usize::from(element.sort == Sort::Pre || &*element.name == "textarea");
            self.drawings -= usize::from(element.sort == Sort::Drawing);
            builder.quoted = builder.quoted.saturating_sub(u32::from(element.sort == Sort::Quote));
            self.fresh |= element.sort == Sort::Heading;
        }
        if holds > 0 && self.holds == 0 {
            self.fresh = true;
        }
        if hidden > 0 && self.hidden == 0 {
            if std::mem::take(&mut self.hidden_side) {
                builder.end_side();
            } else if builder.open_role() == Some(Role::Hidden) {
                builder.end();
            }
        }
    }
}
