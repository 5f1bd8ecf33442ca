//! Owns what is asked of ways when the rarest of their classes is seen. Called by `find` and `narrow`.

use super::bits::{self, Bits, words_for};
use super::find::Link;

/// Ways by their rarest class.
#[derive(Default)]
pub(super) struct Links {
    /// All, class by class, of each class phrases before regexes.
    list: Vec<Link>,
    /// Where the links of each class begin: phrases, then regexes.
    by_class: Vec<u32>,
    /// The classes that have links, by [`Ways`].
    linked: [Vec<Part>; 3],
}

/// Part of a set of classes: sets of links leave most of the others out.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Which word of memory of the set.
    word: u32,
    /// Its bits; never none.
    bits: u64,
}

/// Which ways are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ways {
    /// Phrases.
    Phrases,
    /// Regexes.
    Regexes,
    /// Both.
    All,
}

impl Links {
    /// Some links; `classes`: how many classes there are. Sorts them.
    pub(super) fn new(mut list: Vec<Link>, classes: usize) -> Self {
        let place = |link: &Link| link.class as usize * 2 + usize::from(link.is_regex);
        list.sort_by_key(place);
        let mut linked: [Vec<u64>; 3] = std::array::from_fn(|_| vec![0; words_for(classes)]);
        for link in &list {
            let [phrases, regexes, all] = &mut linked;
            bits::set(if link.is_regex { regexes } else { phrases }, link.class);
            bits::set(all, link.class);
        }
        let mut by_class = vec![0; classes * 2 + 1];
        list.iter().for_each(|link| by_class.get_mut(place(link) + 1).into_iter().for_each(|count| *count += 1));
        let mut all = 0;
        by_class.iter_mut().for_each(|begin| {
            all += *begin;
            *begin = all;
        });
        let part = |(word, bits): (u32, u64)| Some(Part { word, bits }).filter(|part| part.bits != 0);
        let linked = linked.map(|set| (0_u32..).zip(set).filter_map(part).collect());
        Self { list, by_class, linked }
    }

    /// Those of some signals.
    pub(super) fn of(&self, signals: &Bits) -> Self {
        let own = self.list.iter().filter(|link| signals.has(link.signal.0)).copied().collect();
        Self::new(own, self.by_class.len() / 2)
    }

    /// All classes that they ask for.
    pub(super) fn classes(&self) -> impl Iterator<Item = u32> {
        self.list.iter().flat_map(|link| std::iter::once(link.class).chain(link.others))
    }

    /// Whether any of some ways may stand where these classes do.
    pub(super) fn any_stands(&self, classes: &[u64], ways: Ways) -> bool {
        self.any_class(classes, ways, |class| self.of_class(class, ways).iter().any(|link| link.stands_in(classes)))
    }

    /// Whether any of these classes that has links is `wanted`; they are asked in ascending order.
    #[inline]
    fn any_class(&self, classes: &[u64], ways: Ways, mut wanted: impl FnMut(u32) -> bool) -> bool {
        for Part { word, bits } in &self.linked[ways as usize] {
            let mut left = classes.get(*word as usize).copied().unwrap_or_default() & bits;
            while left != 0 {
                if wanted(word * 64 + left.trailing_zeros()) {
                    return true;
                }
                left &= left - 1;
            }
        }
        false
    }

    /// The links of a class.
    fn of_class(&self, class: u32, ways: Ways) -> &[Link] {
        let (from, to) = match ways {
            Ways::Phrases => (0, 1),
            Ways::Regexes => (1, 2),
            Ways::All => (0, 2),
        };
        let begin = |place: usize| self.by_class.get(class as usize * 2 + place).map(|begin| *begin as usize);
        let links = begin(from).zip(begin(to)).and_then(|(from, to)| self.list.get(from..to));
        links.unwrap_or_default()
    }

    /// Calls `each` with those of some ways that may stand where these classes do.
    pub(super) fn may_stand(&self, classes: &[u64], ways: Ways, mut each: impl FnMut(&Link)) {
        self.any_class(classes, ways, |class| {
            self.of_class(class, ways).iter().filter(|link| link.stands_in(classes)).for_each(&mut each);
            false
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::SignalId;

    #[test]
    fn only_ways_whose_classes_all_stand_are_told_and_only_of_the_signals_asked_for() {
        let link = |signal, class, other| Link {
            class,
            others: [other; 3],
            signal: SignalId(signal),
            way: 0,
            is_regex: signal == 1,
        };
        let all = Links::new(vec![link(2, 70, 1), link(1, 3, 3), link(3, 70, 70)], 80);
        let told = |links: &Links, classes: &[u32]| {
            let (mut set, mut told) = (vec![0; words_for(80)], Vec::new());
            classes.iter().for_each(|class| bits::set(&mut set, *class));
            links.may_stand(&set, Ways::All, |link| told.push(link.signal.0));
            told
        };
        assert_eq!(told(&all, &[70]), [3]);
        assert_eq!(told(&all, &[1, 3, 70, 79]), [1, 2, 3]);
        let mut some = Bits::new(4);
        [1, 2].into_iter().for_each(|signal| _ = some.add(signal));
        assert_eq!(told(&all.of(&some), &[1, 3, 70, 79]), [1, 2]);
        assert_eq!(told(&Links::default(), &[1]), Vec::<u32>::new());
        let mut set = vec![0; words_for(80)];
        bits::set(&mut set, 70);
        assert_eq!(
            [Ways::Phrases, Ways::Regexes, Ways::All].map(|ways| all.any_stands(&set, ways)),
            [true, false, true]
        );
        set.fill(0);
        bits::set(&mut set, 3);
        assert_eq!(
            [Ways::Phrases, Ways::Regexes, Ways::All].map(|ways| all.any_stands(&set, ways)),
            [false, true, true]
        );
    }
}
