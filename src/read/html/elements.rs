//! Owns what each element means for reading: what starts a block, what is read together, which attributes hold text.
//! Knows no state: `flow` asks it.

use crate::draft::Role;

/// What an element does to the flow of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    /// Nothing: text goes on through it.
    Inline,
    /// A control in a line: words do not go on through it.
    Spaced,
    /// A link: text goes on through it, but not from one into the next.
    Anchor,
    /// A line break.
    Break,
    /// A quotation in a line: the page shows quotation marks.
    InlineQuote,
    /// Starts and ends a block.
    Block,
    /// A block that never has an end tag.
    Void,
    /// A heading.
    Heading,
    /// A page's title.
    Title,
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A row of a table.
    Row,
    /// A table.
    Table,
    /// A list.
    List,
    /// A picture with its caption.
    Figure,
    /// Other people's words.
    Quote,
    /// Text whose white space stands.
    Pre,
    /// A drawing.
    Drawing,
    /// Content that the page does not show.
    Template,
    /// A picture or field in a line, without an end tag.
    Embedded,
    /// No display and no end tag: `link`, `meta`.
    Silent,
}

impl Sort {
    /// Whether text stops at it.
    pub(crate) const fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Inline
                | Self::Spaced
                | Self::Anchor
                | Self::Break
                | Self::InlineQuote
                | Self::Embedded
                | Self::Silent
                | Self::Template
        )
    }

    /// Whether it never has content.
    pub(crate) const fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Void | Self::Embedded | Self::Silent)
    }

    /// The role of text directly in it, where it decides that.
    pub(crate) const fn role(self) -> Option<Role> {
        match self {
            Self::Heading | Self::Title => Some(Role::Heading),
            Self::Item => Some(Role::ListItem),
            Self::Cell => Some(Role::Cell),
            Self::Pre => Some(Role::Code),
            _ => None,
        }
    }

    /// Whether all blocks in it are one group.
    pub(crate) const fn holds_group(self) -> bool {
        matches!(self, Self::List | Self::Row | Self::Figure)
    }
}

/// What an element does, by its name in lower case.
pub(crate) fn sort(name: &str) -> Sort {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Sort::Heading,
        "title" => Sort::Title,
        "li" | "dt" | "dd" => Sort::Item,
        "td" | "th" => Sort::Cell,
        "tr" => Sort::Row,
        "table" => Sort::Table,
        "ul" | "ol" | "dl" | "menu" | "dir" => Sort::List,
        "figure" => Sort::Figure,
        "blockquote" => Sort::Quote,
        "pre" | "listing" | "xmp" => Sort::Pre,
        "svg" => Sort::Drawing,
        "template" => Sort::Template,
        "a" => Sort::Anchor,
        "br" => Sort::Break,
        "q" => Sort::InlineQuote,
        "label" | "output" | "meter" | "progress" => Sort::Spaced,
        "img" | "input" | "embed" | "source" | "track" | "area" | "image" | "use" => Sort::Embedded,
        "link" | "meta" | "base" | "wbr" | "param" | "script" | "style" => Sort::Silent,
        "hr" | "col" | "frame" => Sort::Void,
        "address" | "article" | "aside" | "body" | "button" | "canvas" | "caption" | "center" | "colgroup" | "desc"
        | "details" | "dialog" | "div" | "fieldset" | "figcaption" | "footer" | "foreignobject" | "form"
        | "frameset" | "head" | "header" | "hgroup" | "html" | "iframe" | "legend" | "main" | "map" | "nav"
        | "noembed" | "noframes" | "noscript" | "object" | "optgroup" | "option" | "p" | "search" | "section"
        | "o:author" | "o:company" | "o:lastauthor" | "o:manager" | "select" | "summary" | "tbody" | "text"
        | "textarea" | "tfoot" | "thead" | "video" | "audio" => Sort::Block,
        _ => Sort::Inline,
    }
}

/// The role of an attribute's value by the attribute's name in lower case, `None` where it is no text. `open` says that the
/// element is none of HTML's: a component, whose attributes may all hold text.
pub(crate) fn attribute_role(name: &str, open: bool) -> Option<Role> {
    match name {
        "alt" => Some(Role::Alt),
        "title"
        | "aria-label"
        | "aria-description"
        | "aria-placeholder"
        | "aria-valuetext"
        | "aria-roledescription"
        | "placeholder"
        | "value"
        | "label"
        | "summary"
        | "abbr"
        | "srcdoc"
        | "caption"
        | "description"
        | "excerpt"
        // Where a drawing lay on the machine of who drew it.
        | "sodipodi:docbase"
        | "sodipodi:absref"
        | "inkscape:export-filename" => Some(Role::Attribute),
        // An anchor is part of an address: `#case-of-tarnwick`.
        "id" | "href" | "src" | "srcset" | "action" | "formaction" | "cite" | "poster" | "data" | "background"
        | "longdesc" | "o:href" | "xlink:href" | "data-src" | "data-srcset" | "data-href" | "data-url" | "download"
        | "imagesrcset" => Some(Role::Url),
        _ => {
            const WORDS: [&str; 12] = [
                "caption", "title", "desc", "alt", "text", "content", "tooltip", "label", "name", "quote", "author",
                "message",
            ];
            let data = name.strip_prefix("data-");
            let own = open && !is_structural(name);
            match data {
                Some(rest) if WORDS.iter().any(|word| rest.contains(word)) => Some(Role::Attribute),
                // Scripts keep in it what they like: names are looked for in it, sentences are not.
                Some(_) => Some(Role::Code),
                None => own.then_some(Role::Attribute),
            }
        }
    }
}

/// Attributes of components that never hold text.
fn is_structural(name: &str) -> bool {
    const NAMES: [&str; 24] = [
        "class",
        "classname",
        "id",
        "style",
        "slot",
        "is",
        "ref",
        "key",
        "type",
        "width",
        "height",
        "size",
        "variant",
        "color",
        "role",
        "lang",
        "dir",
        "rel",
        "target",
        "name",
        "for",
        "htmlfor",
        "loading",
        "layout",
    ];
    const PREFIXES: [&str; 8] = ["data-", "aria-", "on", "v-", ":", "@", "client:", "xmlns"];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The role of a `meta` element's content by the element's name; `None` where it is no text. A name nobody knows counts as
/// text.
pub(crate) fn meta_role(name: &str) -> Option<Role> {
    const SILENT: [&str; 21] = [
        "viewport",
        "theme-color",
        "robots",
        "googlebot",
        "bingbot",
        "referrer",
        "color-scheme",
        "format-detection",
        "generator",
        "csrf-token",
        "csrf-param",
        "handheldfriendly",
        "mobileoptimized",
        "og:type",
        "og:locale",
        "twitter:card",
        "fb:app_id",
        "fb:admins",
        "rating",
        "revisit-after",
        "next-head-count",
    ];
    const PARTS: [&str; 8] = [
        "verification",
        "msapplication-tile",
        "mobile-web-app",
        "msvalidate",
        ":width",
        ":height",
        "image:type",
        "config",
    ];
    if SILENT.contains(&name) || PARTS.iter().any(|part| name.contains(part)) {
        return None;
    }
    let url = ["url", "image", "video", "audio", "secure_url", "player"];
    let last = name.rsplit([':', '.', '-']).next().unwrap_or(name);
    Some(if url.contains(&last) || name.ends_with(":src") { Role::Url } else { Role::Meta })
}
