//! Owns what is asked of ways when the rarest of their classes is seen. Called by `find` and `narrow`.

use super::bits::{self, Bits, words_for};
use super::find::Link;

/// Ways by their rarest class.
#[derive(Default)]
pub(super) struct Links {
    /// All, class by class.
    list: Vec<Link>,
    /// Where the links of each class begin.
    by_class: Vec<u32>,
    /// The classes that have links.
    linked: Vec<u64>,
}

impl Links {
    /// Some links; `classes`: how many classes there are. Sorts them.
    pub(super) fn new(mut list: Vec<Link>, classes: usize) -> Self {
        list.sort_by_key(|link| link.class);
        let mut linked = vec![0; words_for(classes)];
        list.iter().for_each(|link| bits::set(&mut linked, link.class));
        let begins = |class: usize| list.partition_point(|link| (link.class as usize) < class) as u32;
        let by_class = (0..=classes).map(begins).collect();
        Self { list, by_class, linked }
    }

    /// Those of some signals.
    pub(super) fn of(&self, signals: &Bits) -> Self {
        let own = self.list.iter().filter(|link| signals.has(link.signal.0)).copied().collect();
        Self::new(own, self.by_class.len().saturating_sub(1))
    }

    /// All classes that they ask for.
    pub(super) fn classes(&self) -> impl Iterator<Item = u32> {
        self.list.iter().flat_map(|link| std::iter::once(link.class).chain(link.others))
    }

    /// Whether any way of some sort may stand where these classes do.
    pub(super) fn any_stands(&self, classes: &[u64], of: impl Fn(&Link) -> bool) -> bool {
        bits::each_of_both(classes, &self.linked)
            .any(|class| self.of_class(class).iter().any(|link| of(link) && link.stands_in(classes)))
    }

    /// The links of a class.
    fn of_class(&self, class: u32) -> &[Link] {
        let Some([from, to]) = self.by_class.get(class as usize..class as usize + 2) else { return &[] };
        self.list.get(*from as usize..*to as usize).unwrap_or_default()
    }

    /// Calls `each` with the ways that may stand where these classes do.
    pub(super) fn may_stand(&self, classes: &[u64], mut each: impl FnMut(&Link)) {
        for class in bits::each_of_both(classes, &self.linked) {
            self.of_class(class).iter().filter(|link| link.stands_in(classes)).for_each(&mut each);
        }
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
            is_regex: false,
        };
        let all = Links::new(vec![link(2, 70, 1), link(1, 3, 3), link(3, 70, 70)], 80);
        let told = |links: &Links, classes: &[u32]| {
            let (mut set, mut told) = (vec![0; words_for(80)], Vec::new());
            classes.iter().for_each(|class| bits::set(&mut set, *class));
            links.may_stand(&set, |link| told.push(link.signal.0));
            told
        };
        assert_eq!(told(&all, &[70]), [3]);
        assert_eq!(told(&all, &[1, 3, 70, 79]), [1, 2, 3]);
        let mut some = Bits::new(4);
        [1, 2].into_iter().for_each(|signal| _ = some.add(signal));
        assert_eq!(told(&all.of(&some), &[1, 3, 70, 79]), [1, 2]);
        assert_eq!(told(&Links::default(), &[1]), Vec::<u32>::new());
    }
}
