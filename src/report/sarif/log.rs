//! Owns the shape of a SARIF 2.1.0 log: the part of the format that is used, by its own names. Holds no decisions.

use std::borrow::Cow;

use serde::Serialize;

/// The log.
#[derive(Serialize)]
pub(super) struct Log<'a> {
    /// The address of the schema.
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    /// Of the format.
    pub(super) version: &'static str,
    /// One run.
    pub(super) runs: [Run<'a>; 1],
}

/// A run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    /// What ran.
    pub(super) tool: Tool<'a>,
    /// How it went.
    pub(super) invocations: [Invocation<'a>; 1],
    /// What columns count.
    pub(super) column_kind: &'static str,
    /// What was found.
    pub(super) results: Vec<SarifResult<'a>>,
}

/// What ran.
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    /// The program.
    pub(super) driver: Driver<'a>,
}

/// The program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver<'a> {
    /// Its name.
    pub(super) name: &'static str,
    /// Its version.
    pub(super) semantic_version: &'static str,
    /// The rules of the results.
    pub(super) rules: Vec<Rule<'a>>,
}

/// A rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Its title.
    pub(super) short_description: Message<'a>,
    /// What is wrong.
    pub(super) full_description: Message<'a>,
    /// What to do.
    pub(super) help: Help,
    /// Its tags.
    pub(super) properties: RuleProperties<'a>,
}

/// What to do, twice.
#[derive(Serialize)]
pub(super) struct Help {
    /// As text.
    pub(super) text: String,
    /// As Markdown.
    pub(super) markdown: String,
}

/// The property bag of a rule.
#[derive(Serialize)]
pub(super) struct RuleProperties<'a> {
    /// Words to filter by, no two alike.
    pub(super) tags: Vec<&'a str>,
}

/// A message, and what else is one text.
#[derive(Serialize)]
pub(super) struct Message<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
}

/// A finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'a> {
    /// The rule's id.
    pub(super) rule_id: &'a str,
    /// The rule's place among the rules.
    pub(super) rule_index: usize,
    /// How bad.
    pub(super) level: &'static str,
    /// What is wrong.
    pub(super) message: Message<'a>,
    /// Where.
    pub(super) locations: [Location<'a>; 1],
    /// Labels and further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location<'a>>,
    /// What stays the same when lines move.
    pub(super) partial_fingerprints: Fingerprints<'a>,
    /// The allowance that accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressions: Option<[Suppression<'a>; 1]>,
    /// What SARIF has no word for.
    pub(super) properties: Properties<'a>,
}

/// What stays the same when lines move.
#[derive(Serialize)]
pub(super) struct Fingerprints<'a> {
    /// What GitHub tells results apart by.
    #[serde(rename = "primaryLocationLineHash")]
    pub(super) primary_location_line_hash: String,
    /// The keyed hash that `subrosa allow` takes.
    #[serde(rename = "subrosa/v1", skip_serializing_if = "Option::is_none")]
    pub(super) keyed: Option<&'a str>,
}

/// An allowance.
#[derive(Serialize)]
pub(super) struct Suppression<'a> {
    /// Outside of the draft.
    pub(super) kind: &'static str,
    /// Whether it holds.
    pub(super) status: &'static str,
    /// The reason.
    pub(super) justification: &'a str,
}

/// The property bag of a result.
#[derive(Serialize)]
pub(super) struct Properties<'a> {
    /// The rule's category.
    pub(super) category: &'a str,
    /// How sure.
    pub(super) strength: &'static str,
    /// What sort of draft.
    pub(super) kind: &'static str,
    /// Its channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) channel: Option<&'a str>,
    /// The client's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client: Option<&'a str>,
    /// The matter's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) matter: Option<&'a str>,
    /// Words that are safe instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rewrite: Option<&'a str>,
}

/// A place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    /// Its number among the related ones, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    /// Where in which file.
    pub(super) physical_location: PhysicalLocation,
    /// The part of a container, the record, or the path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation<'a>>,
    /// What it adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message<'a>>,
}

/// A place by a name.
#[derive(Serialize)]
pub(super) struct LogicalLocation<'a> {
    /// The name.
    pub(super) name: &'a str,
}

/// Where in which file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    /// The file.
    pub(super) artifact_location: ArtifactLocation,
    /// Where in it.
    pub(super) region: Region,
}

/// A file.
#[derive(Serialize)]
pub(super) struct ArtifactLocation {
    /// A relative reference.
    pub(super) uri: String,
}

/// A stretch of a file; at less than full disclosure it has no end.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    /// From 1.
    pub(super) start_line: u32,
    /// In characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start_column: Option<u32>,
    /// The line of the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_line: Option<u32>,
    /// One past the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_column: Option<u32>,
}

/// How a run went.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    /// Whether the job was done whole.
    pub(super) execution_successful: bool,
    /// What is no result.
    pub(super) tool_execution_notifications: Vec<Notification<'a>>,
}

/// Something that is no result.
#[derive(Serialize)]
pub(super) struct Notification<'a> {
    /// What sort.
    pub(super) descriptor: Descriptor,
    /// How bad.
    pub(super) level: &'static str,
    /// The words.
    pub(super) message: Message<'a>,
    /// The file it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<ArtifactPlace>,
}

/// What sort of notification.
#[derive(Serialize)]
pub(super) struct Descriptor {
    /// `gate/unchecked`.
    pub(super) id: &'static str,
}

/// A whole file as a place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactPlace {
    /// The file.
    physical_location: WholeFile,
}

impl ArtifactPlace {
    /// The file of a relative reference.
    pub(super) const fn new(uri: String) -> Self {
        Self { physical_location: WholeFile { artifact_location: ArtifactLocation { uri } } }
    }
}

/// A file without a region.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WholeFile {
    /// The file.
    artifact_location: ArtifactLocation,
}
