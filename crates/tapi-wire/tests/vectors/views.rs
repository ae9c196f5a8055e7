//! Lists, capabilities, status and statistics with their variable parts.

use std::fmt::Debug;

use tapi_wire::consts::ProxyRequestType;
use tapi_wire::layout::*;
use tapi_wire::varpart::{Sizes, WideStr};
use tapi_wire::{Abi, ApiVersion, DecodeError, EncodeError, Guid, Layout};

use crate::case::{Case, Purpose};
use crate::plan::{Instance, Plan};
use crate::value::Value;
use crate::{case, fixed, good};

/// An entry as the annotations have it.
trait Annotated<'a>: Entry<'a> + PartialEq + Debug {
    fn annotated(case: &'a Case, path: &str) -> Self;

    /// Its names as texts.
    fn texts(&self) -> Vec<(&'static str, Result<WideStr<'a>, DecodeError>)> {
        Vec::new()
    }
}

pub(crate) fn guid(case: &Case, path: &str) -> Guid {
    match case.item(path).value {
        Value::Guid(_, memory) => Guid(memory),
        _ => panic!("{}: {path} is no GUID", case.name),
    }
}

impl<'a> Annotated<'a> for GroupEntry<'a> {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self { group_id: guid(case, &format!("{path}.GroupID")), name: case.tail(&format!("{path}.Name")) }
    }

    fn texts(&self) -> Vec<(&'static str, Result<WideStr<'a>, DecodeError>)> {
        vec![("Name", self.wide_name())]
    }
}

impl<'a> Annotated<'a> for ActivityEntry<'a> {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self { id: case.number(&format!("{path}.dwID")), name: case.tail(&format!("{path}.Name")) }
    }

    fn texts(&self) -> Vec<(&'static str, Result<WideStr<'a>, DecodeError>)> {
        vec![("Name", self.wide_name())]
    }
}

impl<'a> Annotated<'a> for QueueEntry<'a> {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self { queue_id: case.number(&format!("{path}.dwQueueID")), name: case.tail(&format!("{path}.Name")) }
    }

    fn texts(&self) -> Vec<(&'static str, Result<WideStr<'a>, DecodeError>)> {
        vec![("Name", self.wide_name())]
    }
}

impl<'a> Annotated<'a> for AgentEntry<'a> {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self {
            agent: case.number(&format!("{path}.hAgent")),
            name: case.tail(&format!("{path}.Name")),
            id: case.tail(&format!("{path}.ID")),
            pin: case.tail(&format!("{path}.PIN")),
        }
    }

    fn texts(&self) -> Vec<(&'static str, Result<WideStr<'a>, DecodeError>)> {
        vec![("Name", self.wide_name()), ("ID", self.wide_id()), ("PIN", self.wide_pin())]
    }
}

impl<'a> Annotated<'a> for LineAgentSessionEntry {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self {
            agent_session: case.number(&format!("{path}.hAgentSession")),
            agent: case.number(&format!("{path}.hAgent")),
            group_id: guid(case, &format!("{path}.GroupID")),
            working_address_id: case.number(&format!("{path}.dwWorkingAddressID")),
        }
    }
}

impl<'a> Annotated<'a> for LineExtensionId {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self {
            extension_id0: case.number(&format!("{path}.dwExtensionID0")),
            extension_id1: case.number(&format!("{path}.dwExtensionID1")),
            extension_id2: case.number(&format!("{path}.dwExtensionID2")),
            extension_id3: case.number(&format!("{path}.dwExtensionID3")),
        }
    }
}

impl<'a> Annotated<'a> for ProxyRequestType {
    fn annotated(case: &'a Case, path: &str) -> Self {
        Self(case.number(path))
    }
}

/// Calls a function for the list with this layout: `for_list!(layout, f(arguments), otherwise)`.
macro_rules! for_list {
    ($layout:expr, $f:ident($($argument:expr),*), $otherwise:expr) => {
        match $layout.name {
            "LINEAGENTGROUPLIST" => $f::<LineAgentGroupList, GroupEntry<'_>>($($argument),*),
            "LINEAGENTACTIVITYLIST" => $f::<LineAgentActivityList, ActivityEntry<'_>>($($argument),*),
            "LINEAGENTLIST" => $f::<LineAgentList, AgentEntry<'_>>($($argument),*),
            "LINEAGENTSESSIONLIST" => $f::<LineAgentSessionList, LineAgentSessionEntry>($($argument),*),
            "LINEQUEUELIST" => $f::<LineQueueList, QueueEntry<'_>>($($argument),*),
            "LINEPROXYREQUESTLIST" => $f::<LineProxyRequestList, ProxyRequestType>($($argument),*),
            _ => $otherwise,
        }
    };
}

/// Reads all that a structure has, its names as texts too.
pub(crate) fn read(layout: &Layout, abi: Abi, version: ApiVersion, bytes: &[u8]) -> Result<(), DecodeError> {
    match layout.name {
        name if name.starts_with("LINEPROXYREQUEST.") => ProxyBuffer::decode(bytes).map(drop),
        "LINECALLPARAMS" => CallParams::decode(version, bytes)?.proxy_request_types().map(drop),
        "LINEAGENTCAPS" => read_entries(AgentCaps::decode(version, bytes)?.extension_ids).map(drop),
        "LINEAGENTSTATUS" => read_entries(AgentStatus::decode(bytes)?.groups).map(drop),
        "LINEAGENTINFO" => LineAgentInfo::decode_filled(version, bytes).map(drop),
        "LINEAGENTSESSIONINFO" => LineAgentSessionInfo::decode_filled(version, bytes).map(drop),
        "LINEQUEUEINFO" => LineQueueInfo::decode_filled(version, bytes).map(drop),
        _ => for_list!(layout, read_list(bytes), fixed::recode_at(layout, abi, version, bytes).map(drop)),
    }
}

fn read_list<'a, L: ListStructure, E: Annotated<'a>>(bytes: &'a [u8]) -> Result<(), DecodeError> {
    read_entries(List::<L, E>::decode(bytes)?.entries).map(drop)
}

fn read_entries<'a, E: Annotated<'a>>(entries: Entries<'a, E>) -> Result<Vec<E>, DecodeError> {
    let entries: Vec<_> = entries.iter().collect::<Result<_, _>>()?;
    for (_, text) in entries.iter().flat_map(E::texts) {
        text?;
    }
    Ok(entries)
}

/// A structure with a variable part, somewhere in a file.
struct Scene<'a> {
    case: &'a Case,
    instance: &'a Instance,
    /// Its `dwTotalSize` bytes.
    bytes: &'a [u8],
}

impl<'a> Scene<'a> {
    /// [`None`] for other structures.
    fn of(case: &'a Case, instance: &'a Instance) -> Option<Self> {
        let sizes = ["dwTotalSize", "dwNeededSize", "dwUsedSize"];
        let rows = instance.layout.fields.iter().map(|row| row.name);
        rows.take(3).eq(sizes).then(|| {
            let total = case.size(&format!("{}dwTotalSize", instance.prefix));
            let end = instance.at + total;
            let mut starts = case.items.iter().map(|item| item.offset).chain([case.bytes.len()]);
            assert!(starts.any(|start| start == end), "{}: its room ends within something", case.name);
            Self { case, instance, bytes: &case.bytes[instance.at..][..total] }
        })
    }

    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.instance.prefix)
    }

    /// The entries of an array that this file has.
    fn entries<E: Annotated<'a>>(&self, array: &str) -> Vec<E> {
        let size = self.case.size(&self.path(&format!("dw{array}Size")));
        let paths = (0..size / E::SIZE).map(|index| self.path(&format!("{array}[{index}]")));
        paths.map(|path| E::annotated(self.case, &path)).collect()
    }

    /// Decoded entries are those of the file, and so are their texts.
    fn compare<E: Annotated<'a>>(&self, array: &str, decoded: Entries<'a, E>) {
        let decoded = read_entries(decoded).expect("the file is good");
        assert_eq!(decoded, self.entries::<E>(array), "{}", self.case.name);
        for (index, entry) in decoded.iter().enumerate() {
            for (name, text) in entry.texts() {
                let path = self.path(&format!("{array}[{index}].{name}"));
                let text = text.expect("the file is good").to_text();
                assert_eq!(text.as_deref(), Some(self.case.text(&path)), "{}: {path}", self.case.name);
            }
        }
    }

    /// The same value with everything that the buffer of this file had no room for.
    fn whole(&self) -> Whole<'a> {
        match &self.case.purpose {
            Purpose::Partial(whole) => Whole { case: case(whole), prefix: String::new() },
            _ => Whole { case: self.case, prefix: self.instance.prefix.clone() },
        }
    }

    /// Filling a buffer of this size gives the bytes of the file.
    fn refill(&self, fill: impl FnOnce(&mut [u8]) -> Result<Sizes, EncodeError>) {
        let start = self.instance.at;
        let mut buffer = self.case.unwritten(start..start + self.bytes.len());
        let sizes = fill(&mut buffer).expect("the fixed part has room");
        let number = |name| self.case.number(&self.path(name));
        let stated = Sizes {
            total: number("dwTotalSize"),
            needed: number("dwNeededSize"),
            used: number("dwUsedSize"),
        };
        assert_eq!(sizes, stated, "{}", self.case.name);
        assert_eq!(buffer, self.bytes, "{}", self.case.name);
    }
}

/// Where the whole of a value is annotated.
struct Whole<'a> {
    case: &'a Case,
    prefix: String,
}

impl<'a> Whole<'a> {
    fn entries<E: Annotated<'a>>(&self, array: &str, count: &str) -> Vec<E> {
        let count = self.case.size(&format!("{}{count}", self.prefix));
        let paths = (0..count).map(|index| format!("{}{array}[{index}]", self.prefix));
        paths.map(|path| E::annotated(self.case, &path)).collect()
    }

    fn tail(&self, name: &str) -> &'a [u8] {
        self.case.tail(&format!("{}{name}", self.prefix))
    }
}

fn check_list<'a, L: ListStructure, E: Annotated<'a>>(scene: &Scene<'a>) {
    let list = List::<L, E>::decode(scene.bytes).expect("the file is good");
    assert_eq!(
        list.entries.announced(),
        scene.case.number(&scene.path("dwNumEntries")),
        "{}",
        scene.case.name
    );
    scene.compare("List", list.entries);
    if scene.case.is_request() || scene.case.purpose != Purpose::ReadOnly {
        let entries = scene.whole().entries::<E>("List", "dwNumEntries");
        scene.refill(|buffer| List::<L, E>::encode_into(entries, buffer));
    }
}

fn check_caps(scene: &Scene<'_>) {
    let version = scene.case.version;
    let caps = AgentCaps::decode(version, scene.bytes).expect("the file is good");
    assert_eq!(caps.extension_ids.announced(), scene.case.number(&scene.path("dwNumAgentExtensionIDs")));
    assert_eq!(caps.agent_handler_info, scene.case.tail(&scene.path("AgentHandlerInfo")));
    scene.compare("AgentExtensionIDList", caps.extension_ids);
    let whole = scene.whole();
    let ids = whole.entries::<LineExtensionId>("AgentExtensionIDList", "dwNumAgentExtensionIDs");
    let info = whole.tail("AgentHandlerInfo");
    scene.refill(|buffer| AgentCaps::encode_into(caps.fixed, info, &ids, version, buffer));
}

fn check_status(scene: &Scene<'_>) {
    let status = AgentStatus::decode(scene.bytes).expect("the file is good");
    assert_eq!(status.groups.announced(), scene.case.number(&scene.path("dwNumEntries")));
    assert_eq!(status.activity, scene.case.tail(&scene.path("Activity")));
    scene.compare("GroupList", status.groups);
    let whole = scene.whole();
    let groups = whole.entries::<GroupEntry<'_>>("GroupList", "dwNumEntries");
    scene.refill(|buffer| AgentStatus::encode_into(status.fixed, &groups, whole.tail("Activity"), buffer));
}

fn check_statistics<T: Filled>(scene: &Scene<'_>) {
    let (statistics, used) = T::decode_filled(scene.case.version, scene.bytes).expect("the file is good");
    assert_eq!(used.len(), scene.case.size(&scene.path("dwUsedSize")));
    scene.refill(|buffer| statistics.encode_filled(scene.case.version, buffer));
}

#[test]
fn the_views_read_and_write_what_the_annotations_say() {
    for case in good() {
        for instance in &Plan::of(case).instances {
            let Some(scene) = Scene::of(case, instance) else { continue };
            if case.number(&scene.path("dwUsedSize")) == 0 {
                unfilled(&scene);
                continue;
            }
            for_list!(
                instance.layout,
                check_list(&scene),
                match instance.layout.name {
                    "LINEAGENTCAPS" => check_caps(&scene),
                    "LINEAGENTSTATUS" => check_status(&scene),
                    "LINEAGENTINFO" => check_statistics::<LineAgentInfo>(&scene),
                    "LINEAGENTSESSIONINFO" => check_statistics::<LineAgentSessionInfo>(&scene),
                    "LINEQUEUEINFO" => check_statistics::<LineQueueInfo>(&scene),
                    // It is given, not filled.
                    "LINEINITIALIZEEXPARAMS" => {}
                    other => panic!("{}: nothing reads a {other}", case.name),
                }
            );
        }
    }
}

/// What TAPI gives a handler to fill is `dwTotalSize` and zeros, and no value yet.
fn unfilled(scene: &Scene<'_>) {
    assert!(scene.bytes[4..].iter().all(|&byte| byte == 0), "{}", scene.case.name);
    let layout = scene.instance.layout;
    let error = read(layout, Abi::Win32, scene.case.version, scene.bytes).expect_err("nobody filled it");
    assert_eq!((error.structure, error.field), (layout.name, "dwUsedSize"), "{}", scene.case.name);
}
