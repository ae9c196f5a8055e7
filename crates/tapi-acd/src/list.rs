//! Lists of things that are kept elsewhere: each of them holds the names of its neighbours.
//!
//! A thing goes from any place, and comes to either end, in the same short time however long the list is; between the
//! ends its place is looked for from the last one on.

/// The neighbours of something in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct Links<K> {
    before: Option<K>,
    behind: Option<K>,
}

/// Where the things of a list are kept.
pub(crate) trait Nodes<K> {
    /// The neighbours of something; none where it is in no list, or not there at all.
    fn links(&self, key: K) -> Option<Links<K>>;

    /// Sets the neighbours of something that is there.
    fn set_links(&mut self, key: K, links: Option<Links<K>>);
}

/// A list: its ends, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct List<K> {
    first: Option<K>,
    last: Option<K>,
    len: u32,
}

impl<K> Default for List<K> {
    fn default() -> Self {
        Self { first: None, last: None, len: 0 }
    }
}

impl<K: Copy> List<K> {
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// What is in the list, from the first on.
    pub(crate) fn iter<N: Nodes<K>>(self, nodes: &N) -> impl Iterator<Item = K> {
        core::iter::successors(self.first, |key| nodes.links(*key)?.behind)
    }

    /// Puts something that is in no list behind the last one that comes before it.
    pub(crate) fn insert<N: Nodes<K>>(&mut self, nodes: &mut N, key: K, is_before: impl Fn(&N, K) -> bool) {
        let mut before = self.last;
        // Most come last. Who has been away for a moment only may have been the first.
        if before.is_some_and(|last| !is_before(nodes, last)) {
            if self.first.is_some_and(|first| !is_before(nodes, first)) {
                before = None;
            }
            while let Some(at) = before.filter(|at| !is_before(nodes, *at)) {
                before = nodes.links(at).and_then(|links| links.before);
            }
        }
        let behind = match before {
            Some(before) => nodes.links(before).and_then(|links| links.behind),
            None => self.first,
        };
        nodes.set_links(key, Some(Links { before, behind }));
        self.set_behind(nodes, before, Some(key));
        self.set_before(nodes, behind, Some(key));
        self.len += 1;
    }

    /// Takes something out that is in this list.
    pub(crate) fn remove<N: Nodes<K>>(&mut self, nodes: &mut N, key: K) {
        if let Some(Links { before, behind }) = nodes.links(key) {
            nodes.set_links(key, None);
            self.set_behind(nodes, before, behind);
            self.set_before(nodes, behind, before);
            self.len -= 1;
        }
    }

    /// Sets who is behind something, or who is the first.
    fn set_behind<N: Nodes<K>>(&mut self, nodes: &mut N, key: Option<K>, behind: Option<K>) {
        match key {
            Some(key) => {
                let links = nodes.links(key).map(|links| Links { behind, ..links });
                nodes.set_links(key, links);
            }
            None => self.first = behind,
        }
    }

    /// Sets who is before something, or who is the last.
    fn set_before<N: Nodes<K>>(&mut self, nodes: &mut N, key: Option<K>, before: Option<K>) {
        match key {
            Some(key) => {
                let links = nodes.links(key).map(|links| Links { before, ..links });
                nodes.set_links(key, links);
            }
            None => self.last = before,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    impl Nodes<usize> for Vec<Option<Links<usize>>> {
        fn links(&self, key: usize) -> Option<Links<usize>> {
            self[key]
        }

        fn set_links(&mut self, key: usize, links: Option<Links<usize>>) {
            self[key] = links;
        }
    }

    #[test]
    fn whatever_comes_and_goes_the_list_is_in_order() {
        let (mut nodes, mut list, mut expected) = (alloc::vec![None; 16], List::default(), Vec::new());
        for step in 0..2_000_usize {
            let key = step * step % 67 % 16;
            if let Ok(at) = expected.binary_search(&key) {
                expected.remove(at);
                list.remove(&mut nodes, key);
            } else {
                expected.insert(expected.partition_point(|other| *other < key), key);
                list.insert(&mut nodes, key, |_, other| other < key);
            }
            assert!(list.iter(&nodes).eq(expected.iter().copied()), "{expected:?}");
            assert_eq!((list.len() as usize, list.first), (expected.len(), expected.first().copied()));
        }
    }
}
