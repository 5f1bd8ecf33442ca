//! Owns how work on many pieces is shared by as many threads as the machine has, with the same outcome on any number of
//! them. A system that gives no thread is no mistake: then the caller works alone. Called where registers and packs are
//! loaded and compiled; drafts are shared out by `run`.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// How many threads work at once: what [`limit`] said first, else as many as the machine has.
static COUNT: OnceLock<usize> = OnceLock::new();

/// Has no more than so many threads work at once from now on. Said once, before anything was counted; later it changes nothing.
pub fn limit(most: NonZeroUsize) {
    let _ = COUNT.set(most.get());
}

/// How many threads work at once.
pub fn count() -> usize {
    *COUNT.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// What `work` makes of each item, in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(item)));
        }
    };
    let others = count().min(items.len()).saturating_sub(1);
    let mut all: Vec<(usize, R)> = Vec::with_capacity(items.len());
    thread::scope(|scope| {
        let started: Vec<_> =
            (0..others).filter_map(|_| thread::Builder::new().spawn_scoped(scope, take).ok()).collect();
        all.extend(take());
        for thread in started {
            all.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    all.sort_unstable_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, done)| done).collect()
}

/// Items that a thread of its own is worth.
const WORTH: usize = 1 << 14;

/// Sorts; equal items may change places.
pub fn sort<T: Ord + Send>(items: &mut [T]) {
    sort_with(items, count());
}

/// The same with so many threads.
fn sort_with<T: Ord + Send>(items: &mut [T], threads: usize) {
    if threads < 2 || items.len() < WORTH {
        items.sort_unstable();
        return;
    }
    let middle = items.len() / 2;
    let (left, _, right) = items.select_nth_unstable(middle);
    let left = Mutex::new(left);
    let sort_left = || sort_with(&mut left.lock().unwrap_or_else(PoisonError::into_inner), threads / 2);
    thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, sort_left).is_ok();
        sort_with(right, threads - threads / 2);
        if !started {
            sort_left();
        }
    });
}

#[cfg(test)]
mod tests {
    #[test]
    fn sorting_on_several_threads_sorts() {
        let mut items: Vec<usize> = (0..200_000).map(|n: usize| n.wrapping_mul(0x9E37_79B9) % 65_521).collect();
        let mut other = items.clone();
        other.sort_unstable();
        super::sort_with(&mut items, 5);
        assert_eq!(items, other);
    }

    #[test]
    fn what_is_made_of_the_items_comes_in_their_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(super::map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(super::map(&[] as &[usize], |item| *item), Vec::<usize>::new());
    }
}
