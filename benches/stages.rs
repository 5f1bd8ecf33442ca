//! One benchmark a stage, over the same made-up Markdown: `cargo bench`. `peers.py` compares the whole program with others.

#![allow(clippy::expect_used, reason = "a benchmark without its register has nothing to measure")]

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use subrosa::draft::{Draft, Source};
use subrosa::judge::{Case, judge};
use subrosa::policy::{Kind, Policy};
use subrosa::read::read;
use subrosa::register::load;
use subrosa::spot::{Engine, Scratch, spot};
use subrosa::text::words::words;

/// Words of the drafts: ordinary ones, and now and then one with an accent.
const WORDS: &str = "the court heard that a client may not be named and so the firm says less than it could about any \
    case of the year which was long and hard for everybody in the office where café lights burn until the naïve end";

/// A source of random numbers that is the same in every run.
struct Draw(u64);

impl Draw {
    /// A number under `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Five hundred pages of about 5 kB; one in four names somebody.
fn pages() -> Vec<Arc<Source>> {
    let (list, mut draw) = (WORDS.split_whitespace().collect::<Vec<_>>(), Draw(7));
    (0..500)
        .map(|number| {
            let mut text = format!("# Page {number}\n\n");
            while text.len() < 5000 {
                for _ in 0..draw.below(16) + 4 {
                    text.push_str(list[draw.below(list.len())]);
                    text.push(' ');
                }
                text.push_str(if draw.below(4) == 0 { "**end**.\n\n" } else { "end. " });
            }
            if number % 4 == 0 {
                text.push_str(&format!("We met Brantolis{} Optics today.\n", draw.below(1000)));
            }
            Arc::new(Source { path: format!("page-{number}.md"), file: PathBuf::new(), bytes: text.into_bytes() })
        })
        .collect()
}

/// A register of a thousand clients.
fn engine() -> Engine {
    let clients: String = (0..1000).map(|n| format!("- {{id: C{n}, name: Brantolis{n} Optics Ltd}}\n")).collect();
    Engine::compile(
        load("register.yaml", format!("version: 1\nclients:\n{clients}").as_bytes()).expect("a good register"),
    )
}

/// All stages.
fn stages(criterion: &mut Criterion) {
    let (sources, engine) = (pages(), engine());
    let bytes = sources.iter().map(|s| s.bytes.len() as u64).sum();
    let mut drafts: Vec<Draft> = Vec::new();
    for source in &sources {
        read(source, &mut |draft| drafts.push(draft));
    }
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes)).sample_size(20);
    group.bench_function("read", |b| {
        b.iter(|| sources.iter().for_each(|source| drop(read(source, &mut |draft| drop(black_box(draft))))));
    });
    let mut list = Vec::new();
    group.bench_function("words", |b| {
        b.iter(|| {
            for draft in &drafts {
                for block in &draft.blocks {
                    list.clear();
                    words(&draft.text, block.text, &mut list);
                    black_box(&list);
                }
            }
        });
    });
    let mut scratch = Scratch::default();
    group.bench_function("spot", |b| {
        b.iter(|| drafts.iter().for_each(|draft| drop(black_box(spot(draft, &engine, &mut scratch)))));
    });
    let spotted: Vec<_> = drafts.iter().map(|draft| spot(draft, &engine, &mut scratch)).collect();
    let policy = Policy::default();
    let case = Case { kind: Kind::Page, channel: None, moments: vec![jiff::Timestamp::UNIX_EPOCH], policy: &policy };
    group.bench_function("judge", |b| {
        b.iter(|| {
            drafts.iter().zip(&spotted).for_each(|(draft, seen)| drop(black_box(judge(draft, seen, &engine, &case))))
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
