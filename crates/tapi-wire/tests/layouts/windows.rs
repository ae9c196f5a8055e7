//! The tables against the `windows-sys` crate, which is made from Microsoft's metadata and compiles on every system.
//!
//! The compiler computes the offsets of its structures, for the pointer width of the machine that runs the test. A
//! crate cannot list the fields of another, so the names are written out; one that `windows-sys` does not have does
//! not compile, and one that is missing here leaves the field before it too long.

use std::collections::BTreeMap;
use std::mem::{offset_of, size_of};

use tapi_wire::layout::LAYOUTS;
use tapi_wire::{Abi, ApiVersion, Layout};
use windows_sys::Win32::Devices::Tapi;

use crate::assert_none;

const HOST: Abi = if usize::BITS == 32 { Abi::Win32 } else { Abi::Win64 };

/// A structure of `windows-sys`: its size, and its fields with their offsets.
struct Theirs {
    name: &'static str,
    size: usize,
    fields: Vec<(&'static str, usize)>,
}

impl Theirs {
    /// Names, offsets and sizes: nothing is padded, so a field ends where the next one starts.
    fn places(&self) -> Vec<(&'static str, usize, usize)> {
        let starts = self.fields.iter().skip(1).map(|&(_, offset)| offset);
        let ends = starts.chain([self.size]);
        self.fields.iter().zip(ends).map(|(&(name, offset), end)| (name, offset, end - offset)).collect()
    }
}

macro_rules! theirs {
    ($($NAME:ident { $($field:ident)* })*) => {
        vec![$(theirs!(@one stringify!($NAME), $NAME { $($field)* })),*]
    };
    (arms $($arm:ident $NAME:ident { $($field:ident)* })*) => {
        vec![$(theirs!(@one concat!("LINEPROXYREQUEST.", stringify!($arm)), $NAME { $($field)* })),*]
    };
    (@one $name:expr, $NAME:ident { $($field:ident)* }) => {
        Theirs {
            name: $name,
            size: size_of::<Tapi::$NAME>(),
            fields: vec![$((stringify!($field), offset_of!(Tapi::$NAME, $field))),*],
        }
    };
}

fn structures() -> Vec<Theirs> {
    theirs! {
        LINEMESSAGE { hDevice dwMessageID dwCallbackInstance dwParam1 dwParam2 dwParam3 }
        LINEEXTENSIONID { dwExtensionID0 dwExtensionID1 dwExtensionID2 dwExtensionID3 }
        LINEAPPINFO {
            dwMachineNameSize dwMachineNameOffset dwUserNameSize dwUserNameOffset dwModuleFilenameSize
            dwModuleFilenameOffset dwFriendlyNameSize dwFriendlyNameOffset dwMediaModes dwAddressID
        }
        LINEINITIALIZEEXPARAMS {
            dwTotalSize dwNeededSize dwUsedSize dwOptions Handles dwCompletionKey
        }
        LINEDIALPARAMS { dwDialPause dwDialSpeed dwDigitDuration dwWaitForDialtone }
        LINECALLPARAMS {
            dwTotalSize dwBearerMode dwMinRate dwMaxRate dwMediaMode dwCallParamFlags dwAddressMode dwAddressID
            DialParams dwOrigAddressSize dwOrigAddressOffset dwDisplayableAddressSize dwDisplayableAddressOffset
            dwCalledPartySize dwCalledPartyOffset dwCommentSize dwCommentOffset dwUserUserInfoSize
            dwUserUserInfoOffset dwHighLevelCompSize dwHighLevelCompOffset dwLowLevelCompSize dwLowLevelCompOffset
            dwDevSpecificSize dwDevSpecificOffset dwPredictiveAutoTransferStates dwTargetAddressSize
            dwTargetAddressOffset dwSendingFlowspecSize dwSendingFlowspecOffset dwReceivingFlowspecSize
            dwReceivingFlowspecOffset dwDeviceClassSize dwDeviceClassOffset dwDeviceConfigSize
            dwDeviceConfigOffset dwCallDataSize dwCallDataOffset dwNoAnswerTimeout dwCallingPartyIDSize
            dwCallingPartyIDOffset
        }
        LINEAGENTCAPS {
            dwTotalSize dwNeededSize dwUsedSize dwAgentHandlerInfoSize dwAgentHandlerInfoOffset dwCapsVersion
            dwFeatures dwStates dwNextStates dwMaxNumGroupEntries dwAgentStatusMessages dwNumAgentExtensionIDs
            dwAgentExtensionIDListSize dwAgentExtensionIDListOffset ProxyGUID
        }
        LINEAGENTSTATUS {
            dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwGroupListSize dwGroupListOffset dwState dwNextState
            dwActivityID dwActivitySize dwActivityOffset dwAgentFeatures dwValidStates dwValidNextStates
        }
        LINEAGENTINFO {
            dwTotalSize dwNeededSize dwUsedSize dwAgentState dwNextAgentState dwMeasurementPeriod
            cyOverallCallRate dwNumberOfACDCalls dwNumberOfIncomingCalls dwNumberOfOutgoingCalls
            dwTotalACDTalkTime dwTotalACDCallTime dwTotalACDWrapUpTime
        }
        LINEAGENTENTRY { hAgent dwNameSize dwNameOffset dwIDSize dwIDOffset dwPINSize dwPINOffset }
        LINEAGENTLIST { dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwListSize dwListOffset }
        LINEAGENTACTIVITYENTRY { dwID dwNameSize dwNameOffset }
        LINEAGENTACTIVITYLIST {
            dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwListSize dwListOffset
        }
        LINEAGENTSESSIONENTRY { hAgentSession hAgent GroupID dwWorkingAddressID }
        LINEAGENTSESSIONLIST {
            dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwListSize dwListOffset
        }
        LINEAGENTSESSIONINFO {
            dwTotalSize dwNeededSize dwUsedSize dwAgentSessionState dwNextAgentSessionState dateSessionStartTime
            dwSessionDuration dwNumberOfCalls dwTotalTalkTime dwAverageTalkTime dwTotalCallTime dwAverageCallTime
            dwTotalWrapUpTime dwAverageWrapUpTime cyACDCallRate dwLongestTimeToAnswer dwAverageTimeToAnswer
        }
        LINEAGENTGROUPENTRY { GroupID dwNameSize dwNameOffset }
        LINEAGENTGROUPLIST {
            dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwListSize dwListOffset
        }
        LINEQUEUEENTRY { dwQueueID dwNameSize dwNameOffset }
        LINEQUEUELIST { dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwListSize dwListOffset }
        LINEQUEUEINFO {
            dwTotalSize dwNeededSize dwUsedSize dwMeasurementPeriod dwTotalCallsQueued dwCurrentCallsQueued
            dwTotalCallsAbandoned dwTotalCallsFlowedIn dwTotalCallsFlowedOut dwLongestEverWaitTime
            dwCurrentLongestWaitTime dwAverageWaitTime dwFinalDisposition
        }
        LINEPROXYREQUEST {
            dwSize dwClientMachineNameSize dwClientMachineNameOffset dwClientUserNameSize dwClientUserNameOffset
            dwClientAppAPIVersion dwRequestType Anonymous
        }
        LINEPROXYREQUESTLIST {
            dwTotalSize dwNeededSize dwUsedSize dwNumEntries dwListSize dwListOffset
        }
    }
}

fn arms() -> Vec<Theirs> {
    theirs! { arms
        SetAgentGroup LINEPROXYREQUEST_0_0 { dwAddressID GroupList }
        SetAgentState LINEPROXYREQUEST_0_1 { dwAddressID dwAgentState dwNextAgentState }
        SetAgentActivity LINEPROXYREQUEST_0_2 { dwAddressID dwActivityID }
        GetAgentCaps LINEPROXYREQUEST_0_3 { dwAddressID AgentCaps }
        GetAgentStatus LINEPROXYREQUEST_0_4 { dwAddressID AgentStatus }
        AgentSpecific LINEPROXYREQUEST_0_5 { dwAddressID dwAgentExtensionIDIndex dwSize Params }
        GetAgentActivityList LINEPROXYREQUEST_0_6 { dwAddressID ActivityList }
        GetAgentGroupList LINEPROXYREQUEST_0_7 { dwAddressID GroupList }
        CreateAgent LINEPROXYREQUEST_0_8 { hAgent dwAgentIDSize dwAgentIDOffset dwAgentPINSize dwAgentPINOffset }
        SetAgentStateEx LINEPROXYREQUEST_0_9 { hAgent dwAgentState dwNextAgentState }
        SetAgentMeasurementPeriod LINEPROXYREQUEST_0_10 { hAgent dwMeasurementPeriod }
        GetAgentInfo LINEPROXYREQUEST_0_11 { hAgent AgentInfo }
        CreateAgentSession LINEPROXYREQUEST_0_12 {
            hAgentSession dwAgentPINSize dwAgentPINOffset hAgent GroupID dwWorkingAddressID
        }
        GetAgentSessionList LINEPROXYREQUEST_0_13 { hAgent SessionList }
        GetAgentSessionInfo LINEPROXYREQUEST_0_14 { hAgentSession SessionInfo }
        SetAgentSessionState LINEPROXYREQUEST_0_15 { hAgentSession dwAgentSessionState dwNextAgentSessionState }
        GetQueueList LINEPROXYREQUEST_0_16 { GroupID QueueList }
        SetQueueMeasurementPeriod LINEPROXYREQUEST_0_17 { dwQueueID dwMeasurementPeriod }
        GetQueueInfo LINEPROXYREQUEST_0_18 { dwQueueID QueueInfo }
        GetGroupList LINEPROXYREQUEST_0_19 { GroupList }
    }
}

/// The field of our rows as `windows-sys` knows them.
///
/// Erratum E16: it stops before `LINECALLPARAMS.dwAddressType`, which TAPI 3.0 added.
fn ours(layout: &Layout) -> Vec<(&'static str, usize, usize)> {
    let known = layout.fields.iter().filter(|row| row.since != Some(ApiVersion::V3_0));
    known.map(|row| (row.name, row.offset(HOST), row.size(HOST))).collect()
}

#[test]
fn every_structure_has_the_places_of_windows_sys() {
    let mut theirs: BTreeMap<_, _> =
        structures().into_iter().chain(arms()).map(|one| (one.name, one)).collect();
    let mut problems = Vec::new();
    for layout in LAYOUTS {
        let Some(theirs) = theirs.remove(layout.name) else {
            problems.push(format!("{}: not listed", layout.name));
            continue;
        };
        let mut places = theirs.places();
        let mut size = theirs.size;
        // Its structure holds the union of the arms too; ours is the header.
        if let Some((_, offset, _)) = places.pop_if(|(name, _, _)| *name == "Anonymous") {
            size = offset;
        }
        if layout.size_in(HOST, ApiVersion::V2_2) != size {
            problems.push(format!("{}: {} bytes, windows-sys has {size}", layout.name, layout.size(HOST)));
        }
        let ours = ours(layout);
        if ours != places {
            problems.push(format!("{}: the table has {ours:?}, windows-sys {places:?}", layout.name));
        }
    }
    problems.extend(theirs.keys().map(|name| format!("{name}: no table has it")));
    assert_none(&problems);
}

#[test]
fn the_whole_request_has_the_size_of_windows_sys() {
    assert_eq!(tapi_wire::layout::LineProxyRequest::SIZE, size_of::<Tapi::LINEPROXYREQUEST>());
    assert_eq!(
        tapi_wire::layout::LineProxyRequest::ARM_OFFSET,
        offset_of!(Tapi::LINEPROXYREQUEST, Anonymous)
    );
}
