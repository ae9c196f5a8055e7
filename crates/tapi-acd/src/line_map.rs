//! What is at a line: a table for the lines that there are, and a map for any others that somebody names.

use alloc::vec::Vec;

use crate::id_map::IdMap;
use crate::ids::DeviceId;

/// What is at each line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct LineMap<V> {
    known: Vec<Option<V>>,
    others: IdMap<DeviceId, V>,
}

impl<V> Default for LineMap<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> LineMap<V> {
    /// Where it is not known which lines there are.
    pub(crate) const fn new() -> Self {
        Self { known: Vec::new(), others: IdMap::new() }
    }
}

impl<V: Copy> LineMap<V> {
    /// Where there are so many lines.
    pub(crate) fn with_lines(lines: u32) -> Self {
        Self { known: alloc::vec![None; lines as usize], others: IdMap::new() }
    }

    #[inline]
    pub(crate) fn get(&self, line: DeviceId) -> Option<V> {
        match self.known.get(line.0 as usize) {
            Some(at_line) => *at_line,
            None => self.others.get(line).copied(),
        }
    }

    pub(crate) fn insert(&mut self, line: DeviceId, value: V) {
        match self.known.get_mut(line.0 as usize) {
            Some(at_line) => *at_line = Some(value),
            None => self.others.insert(line, value),
        }
    }

    pub(crate) fn remove(&mut self, line: DeviceId) {
        match self.known.get_mut(line.0 as usize) {
            Some(at_line) => *at_line = None,
            None => drop(self.others.remove(line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_nobody_has_is_one_like_any_other() {
        let (few, none) = (LineMap::with_lines(2), LineMap::new());
        for mut lines in [few, none] {
            for line in [0, 1, 2, u32::MAX].map(DeviceId) {
                assert_eq!(lines.get(line), None);
                lines.insert(line, 'a');
                lines.insert(line, 'b');
                assert_eq!(lines.get(line), Some('b'));
                lines.remove(line);
                lines.remove(line);
                assert_eq!(lines.get(line), None);
            }
        }
    }
}
