//! Where everything stands, concluded from the tables and from the annotated sizes and offsets.

use tapi_wire::layout::*;
use tapi_wire::{Abi, FieldRow, Layout};

use crate::case::{Case, Item};

/// A part of the bytes that has one name.
#[derive(Debug, PartialEq, PartialOrd, Eq, Ord)]
pub(crate) struct Place {
    offset: usize,
    size: usize,
    path: String,
}

impl Place {
    pub(crate) fn of(item: &Item) -> Self {
        Self { offset: item.offset, size: item.bytes.len(), path: item.path.clone() }
    }
}

/// A structure somewhere in the bytes.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) layout: &'static Layout,
    pub(crate) at: usize,
    /// What stands before the names of its fields.
    pub(crate) prefix: String,
}

/// Rows that are structures.
const NESTED: &[(&str, &Layout)] = &[
    ("DialParams", LineDialParams::LAYOUT),
    ("GroupList", LineAgentGroupList::LAYOUT),
    ("AgentCaps", LineAgentCaps::LAYOUT),
    ("AgentStatus", LineAgentStatus::LAYOUT),
    ("ActivityList", LineAgentActivityList::LAYOUT),
    ("AgentInfo", LineAgentInfo::LAYOUT),
    ("SessionList", LineAgentSessionList::LAYOUT),
    ("SessionInfo", LineAgentSessionInfo::LAYOUT),
    ("QueueList", LineQueueList::LAYOUT),
    ("QueueInfo", LineQueueInfo::LAYOUT),
];

/// Variable parts that are arrays: structure, name, the field that counts, and the elements where they are no `DWORD`s.
const ARRAYS: &[(&str, &str, Option<&str>, Option<&Layout>)] = &[
    ("LINEAGENTGROUPLIST", "List", Some("dwNumEntries"), Some(LineAgentGroupEntry::LAYOUT)),
    ("LINEAGENTACTIVITYLIST", "List", Some("dwNumEntries"), Some(LineAgentActivityEntry::LAYOUT)),
    ("LINEAGENTLIST", "List", Some("dwNumEntries"), Some(LineAgentEntry::LAYOUT)),
    ("LINEAGENTSESSIONLIST", "List", Some("dwNumEntries"), Some(LineAgentSessionEntry::LAYOUT)),
    ("LINEQUEUELIST", "List", Some("dwNumEntries"), Some(LineQueueEntry::LAYOUT)),
    ("LINEPROXYREQUESTLIST", "List", Some("dwNumEntries"), None),
    ("LINEAGENTSTATUS", "GroupList", Some("dwNumEntries"), Some(LineAgentGroupEntry::LAYOUT)),
    ("LINEAGENTCAPS", "AgentExtensionIDList", Some("dwNumAgentExtensionIDs"), Some(LineExtensionId::LAYOUT)),
    ("LINECALLPARAMS", "DevSpecific", None, None),
];

pub(crate) fn nested(row: &str) -> Option<&'static Layout> {
    NESTED.iter().find(|(name, _)| *name == row).map(|(_, layout)| *layout)
}

/// All structures and all places of a file.
pub(crate) struct Plan<'c> {
    case: &'c Case,
    abi: Abi,
    pub(crate) instances: Vec<Instance>,
    /// In the order of the bytes.
    pub(crate) places: Vec<Place>,
}

impl<'c> Plan<'c> {
    pub(crate) fn of(case: &'c Case) -> Self {
        let abi = case.abis()[0];
        let mut plan = Self { case, abi, instances: Vec::new(), places: Vec::new() };
        for (layout, at, prefix) in case.roots() {
            // The names of an application stand in a LINEDEVSTATUS, which is not in the file.
            let base = (layout.name != "LINEAPPINFO").then_some(at);
            plan.structure(layout, at, &prefix, base);
        }
        plan.places.sort();
        plan
    }

    /// A structure whose offsets count from `base`.
    fn structure(&mut self, layout: &'static Layout, at: usize, prefix: &str, base: Option<usize>) {
        self.fixed_part(layout, at, prefix);
        for row in layout.fields {
            let Some(stem) = row.name.strip_prefix("dw").and_then(|name| name.strip_suffix("Offset")) else {
                continue;
            };
            let size = self.case.size(&format!("{prefix}dw{stem}Size"));
            let offset = self.case.size(&format!("{prefix}{}", row.name));
            assert!(size > 0 || offset == 0, "{}: {prefix}{stem} is nothing, somewhere", self.case.name);
            let Some(base) = base.filter(|_| size > 0) else { continue };
            self.tail(layout, base, stem, prefix, base + offset, size);
        }
    }

    fn fixed_part(&mut self, layout: &'static Layout, at: usize, prefix: &str) {
        self.instances.push(Instance { layout, at, prefix: prefix.into() });
        for row in layout.fields.iter().filter(|row| self.case.has(row)) {
            let (offset, path) = (at + row.offset(self.abi), format!("{prefix}{}", row.name));
            if let Some(inner) = nested(row.name) {
                // Erratum E21: a structure in an arm is its own base.
                self.structure(inner, offset, &format!("{path}."), Some(offset));
                continue;
            }
            let counted = row.name == "Params";
            let size = if counted { self.case.size(&format!("{prefix}dwSize")) } else { row.size(self.abi) };
            self.places.push(Place { offset, size, path });
        }
    }

    fn tail(&mut self, layout: &Layout, base: usize, stem: &str, prefix: &str, at: usize, size: usize) {
        let array = ARRAYS.iter().find(|(name, array, ..)| (*name, *array) == (layout.name, stem));
        let Some(&(_, _, count, element)) = array else {
            return self.places.push(Place { offset: at, size, path: format!("{prefix}{stem}") });
        };
        let each = element.map_or(4, |entry| entry.size(self.abi));
        let entries = count.map_or(size / each, |count| self.case.size(&format!("{prefix}{count}")));
        assert_eq!(entries * each, size, "{}: {prefix}{stem}", self.case.name);
        for (index, offset) in (at..).step_by(each).take(entries).enumerate() {
            let path = format!("{prefix}{stem}[{index}]");
            match element {
                // Erratum E20: the names of an entry count from the structure that holds the array.
                Some(entry) => self.structure(entry, offset, &format!("{path}."), Some(base)),
                None => self.places.push(Place { offset, size: each, path }),
            }
        }
    }
}

/// Bytes that are wrong still annotate each field of the fixed part that they have.
pub(crate) fn check_fixed_part(case: &Case) {
    let places = case.roots().into_iter().flat_map(|(layout, at, prefix)| rows(case, layout, at, &prefix));
    let places: Vec<_> = places.take_while(|place| place.offset + place.size <= case.bytes.len()).collect();
    let annotated: Vec<_> = case.items.iter().take(places.len()).map(Place::of).collect();
    assert_eq!(annotated, places, "{}", case.name);
}

/// The fields of a fixed part, those of the structures in it too.
fn rows(case: &Case, layout: &Layout, at: usize, prefix: &str) -> Vec<Place> {
    let abi = case.abis()[0];
    let place = |row: &FieldRow| {
        let (offset, path) = (at + row.offset(abi), format!("{prefix}{}", row.name));
        match nested(row.name) {
            Some(inner) => rows(case, inner, offset, &format!("{path}.")),
            None => vec![Place { offset, size: row.size(abi), path }],
        }
    };
    layout.fields.iter().filter(|row| case.has(row)).flat_map(place).collect()
}
