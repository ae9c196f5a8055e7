//! The rules against traces written by hand: the judge is not proved by its own simulator.

use std::collections::BTreeSet;

use tapi_acd::contract::{Monitor, RULES, Severity, rule};

use crate::traces::trace;

/// A trace, the pages it is taken from, and what the monitor shall find: rule and record.
struct Case {
    page: &'static str,
    trace: &'static str,
    finds: &'static [(&'static str, u64)],
}

const fn good(page: &'static str, trace: &'static str) -> Case {
    Case { page, trace, finds: &[] }
}

const fn bad(page: &'static str, finds: &'static [(&'static str, u64)], trace: &'static str) -> Case {
    Case { page, trace, finds }
}

#[track_caller]
fn check(cases: &[Case]) {
    for case in cases {
        let records = trace(case.trace);
        let mut monitor = Monitor::new();
        records.iter().for_each(|record| monitor.observe(record));
        let found: Vec<_> =
            monitor.findings().iter().map(|finding| (finding.rule.id, finding.record)).collect();
        assert_eq!(found, case.finds, "{}\n{}\n{:?}", case.page, case.trace, monitor.findings());
        let broken = found.iter().any(|(id, _)| rule(id).map(|rule| rule.severity) == Some(Severity::Must));
        assert_eq!(monitor.holds(), !broken, "{}", case.page);
        assert_eq!(monitor.records(), records.len() as u64);
    }
}

const GOOD: &[Case] = &[
    good("no page: nothing was done", "end"),
    good(
        "Asynchronous Functions: a positive request id, then one LINE_REPLY with it",
        "1 #1 lineInitializeEx
         1 #1 returns 0 hLineApp=0x11
         1 #2 lineOpen 0x11 0
         1 #2 returns 0 hLine=0x21
         1 #3 lineGetGroupList 0x21
         1 #3 returns 7
         1 LINE_REPLY 0 7 0
         end",
    ),
    good(
        "lineGetGroupList function: a negative error completes the call, no LINE_REPLY follows",
        "1 #1 lineGetGroupList 0x21
         1 #1 returns LINEERR_OPERATIONUNAVAIL
         end",
    ),
    good(
        "LINE_REPLY message: dwParam2 is the error of a request that failed",
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         1 LINE_REPLY 0 7 LINEERR_OPERATIONFAILED
         end",
    ),
    good(
        "LINE_REPLY message: replies come in any order",
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 1
         1 #2 lineGetGroupList 0x21
         1 #2 returns 2
         1 LINE_REPLY 0 2 0
         1 LINE_REPLY 0 1 0
         end",
    ),
    good(
        "LINE_REPLY message: a request id is one application's; another seat's may be the same",
        "1 #1 lineGetGroupList 0x21
         2 #2 lineGetGroupList 0x22
         2 #2 returns 7
         1 #1 returns 7
         1 LINE_REPLY 0 7 0
         2 LINE_REPLY 0 7 0
         end",
    ),
    good(
        "Asynchronous Functions: an id may come again once its request is over",
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         1 LINE_REPLY 0 7 0
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 LINE_REPLY 0 7 0
         end",
    ),
    good(
        "Asynchronous Functions (erratum E19): a thread may see the reply before the function has returned",
        "1 #1 lineGetGroupList 0x21
         1 LINE_REPLY 0 7 0
         1 #1 returns 7
         end",
    ),
    good(
        "LINE_PROXYREQUEST message: the request id first, then the request, then one response, then the reply",
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         0 LINE_PROXYREQUEST 0x20 0x7FF612345670
         0 #2 lineProxyResponse 0x20 0x7FF612345670 0
         0 #2 returns 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    good(
        "lineProxyResponse function: the buffer is TAPI's again and may be used for another request",
        "0 LINE_PROXYREQUEST 0x20 0x1000
         0 #1 lineProxyResponse 0x20 0x1000 LINEERR_INVALAGENTGROUP
         0 #1 returns 0
         0 LINE_PROXYREQUEST 0x20 0x1000
         0 #2 lineProxyResponse 0x20 0x1000 0
         0 #2 returns 0
         end",
    ),
    good(
        "lineClose function: a handler that leaves has no requests any more, and TAPI may use their buffers again",
        "0 #1 lineOpen 0x10 0
         0 #1 returns 0 hLine=0x20
         0 LINE_PROXYREQUEST 0x20 0x1000
         0 #2 lineClose 0x20
         0 #2 returns 0
         0 #3 lineOpen 0x10 0
         0 #3 returns 0 hLine=0x22
         0 LINE_PROXYREQUEST 0x22 0x1000",
    ),
    good(
        "lineClose function: outstanding requests of the line get no LINE_REPLY",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineClose 0x21
         1 #3 returns 0
         end",
    ),
    good(
        "lineClose function: the other lines' requests are answered as before",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineOpen 0x11 1
         1 #2 returns 0 hLine=0x22
         1 #3 lineGetGroupList 0x22
         1 #3 returns 7
         1 #4 lineClose 0x21
         1 #4 returns 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    good(
        "lineClose function: a refused lineClose closes nothing",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineClose 0x21
         1 #3 returns LINEERR_OPERATIONFAILED
         1 LINE_REPLY 0 7 0
         end",
    ),
    good(
        "lineShutdown function: the application's lines are closed, another application's are not",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineOpen 0x12 0
         1 #2 returns 0 hLine=0x22
         1 #3 lineGetGroupList 0x21
         1 #3 returns 7
         1 #4 lineGetGroupList 0x22
         1 #4 returns 8
         1 #5 lineShutdown 0x11
         1 #5 returns 0
         1 LINE_REPLY 0 8 0
         end",
    ),
    good(
        "LINE_REPLY message: a request that is still under way is listed at the end, and so is a call",
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         1 #2 lineGetGroupList 0x21
         end 1:7 #2",
    ),
    good(
        "no page: a trace that has messages only tells nothing of requests",
        "1 LINE_REPLY 0 7 0
         1 LINE_REPLY 0 7 0
         1 LINE_REPLY 0 0 0
         end",
    ),
    good(
        "AGENT_SESSION_STATE enumeration: a day of one session",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_NOTREADY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_UPDATEINFO
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYWRAPUP
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_ENDED
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_RELEASED
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION",
    ),
    good(
        "AGENT_SESSION_STATE enumeration: a call may end in any of four states",
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB2 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB3 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB4 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB2 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_NOTREADY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB3 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYWRAPUP
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB4 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_ENDED",
    ),
    good(
        "LINE_AGENTSESSIONSTATUS message: who opens the line late has missed the announcement",
        "2 #1 lineOpen 0x12 0
         2 #1 returns 0 hLine=0x22
         2 LINE_AGENTSESSIONSTATUS 0x22 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION
         1 #2 lineOpen 0x11 0
         1 #2 returns 0 hLine=0x21
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL",
    ),
    good(
        "LINE_AGENTSTATUSEX message: who opens the line late has missed the announcement",
        "2 LINE_AGENTSTATUSEX 0x22 0xA1 LINEAGENTSTATUSEX_NEWAGENT
         1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_UPDATEINFO",
    ),
    good(
        "LINE_AGENTSTATUSEX message: an agent at work",
        "1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_NEWAGENT|LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_NOTREADY
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_READY
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_BUSYACD
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE|LINEAGENTSTATUSEX_UPDATEINFO LINEAGENTSTATEEX_READY
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_RELEASED",
    ),
    good(
        "LINE_APPNEWCALL, LINE_CALLSTATE and LINE_CALLINFO messages: a call comes, is answered and ends",
        "1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_OFFERING LINEOFFERINGMODE_ACTIVE LINECALLPRIVILEGE_OWNER
         1 LINE_CALLINFO 0xC1 LINECALLINFOSTATE_CALLERID
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_CONNECTED LINECONNECTEDMODE_ACTIVE
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_DISCONNECTED LINEDISCONNECTMODE_NORMAL
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_IDLE",
    ),
    good(
        "LINE_CALLSTATE message: dwParam2 of CONFERENCED is a call handle, of other states it is unused",
        "1 LINE_CALLSTATE 0xC1 LINECALLSTATE_CONFERENCED 0xC2
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_IDLE 99",
    ),
    good(
        "LINE_GROUPSTATUS, LINE_QUEUESTATUS, LINE_PROXYSTATUS and LINE_AGENTSPECIFIC messages",
        "1 LINE_GROUPSTATUS 0x21 0 LINEGROUPSTATUS_NEWGROUP
         1 LINE_QUEUESTATUS 0x21 0 LINEQUEUESTATUS_NEWQUEUE|LINEQUEUESTATUS_UPDATEINFO
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_ALLOPENFORACD
         1 LINE_AGENTSPECIFIC 0x21 3 0xFFFFFFFF 0x80000000",
    ),
    good(
        "LINE_CLOSE message: a handler answers what it had been asked, and may do so by the dead handle",
        "0 #1 lineOpen 0x10 0
         0 #1 returns 0 hLine=0x20
         0 LINE_PROXYREQUEST 0x20 0x1000
         0 LINE_CLOSE 0x20
         0 #2 lineProxyResponse 0x20 0x1000 LINEERR_OPERATIONFAILED
         0 #2 returns 0
         end",
    ),
    good(
        "no page: a request of a line that was closed by force is answered or not",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineGetGroupList 0x21
         1 #3 returns 8
         1 LINE_CLOSE 0x21
         1 LINE_REPLY 0 8 LINEERR_OPERATIONFAILED
         end",
    ),
    good(
        "lineOpen function: a number that comes again names a new line",
        "1 LINE_CLOSE 0x21
         1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CLOSE 0x21
         1 #2 lineOpen 0x11 0
         1 #2 returns 0 hLine=0x22
         1 LINE_APPNEWCALL 0x22 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_IDLE",
    ),
    good(
        "no page: what an application that has died waited for is not pending at the end",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineGetGroupList 0x21
         1 gone
         1 #4 lineGetGroupList 0x22
         1 #4 returns 8
         end 1:8",
    ),
    good(
        "LINE_PROXYSTATUS message: the handles of a handler that is gone are void, the next one mints its own",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_NEWAGENT|LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_BUSYACD
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE LINEPROXYREQUEST_CREATEAGENT
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_NEWAGENT|LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_NOTREADY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION",
    ),
    good(
        "LINE_PROXYSTATUS message: a line hears what its version knows",
        "1 #1 lineOpen 0x11 0 0x20000
         1 #1 returns 0 hLine=0x21
         1 #2 lineOpen 0x11 0 0x20002
         1 #2 returns 0 hLine=0x22
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_GROUP
         1 LINE_PROXYSTATUS 0x22 LINEPROXYSTATUS_OPEN LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_GROUPSTATUS 0x22 0 LINEGROUPSTATUS_NEWGROUP",
    ),
    good("no page: a message without a row is not judged", "1 LINE_DEVSPECIFIC 0x21 0x100000000 7 9"),
];

const BAD: &[Case] = &[
    // Lines
    bad(
        "LINE_CLOSE message: the line handle is no longer valid",
        &[("L01", 4)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_CLOSE 0x21
         1 LINE_GROUPSTATUS 0x21 0 LINEGROUPSTATUS_NEWGROUP",
    ),
    bad(
        "LINE_CLOSE message: the handles of the line's calls are no longer valid",
        &[("L01", 3)],
        "1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CLOSE 0x21
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_IDLE",
    ),
    bad("LINE_CLOSE message: a line is closed once", &[("L01", 2)], "1 LINE_CLOSE 0x21\n1 LINE_CLOSE 0x21"),
    // Agents
    bad(
        "LINE_AGENTSTATUSEX message: NEWAGENT tells of an agent first",
        &[("A01", 3)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_READY",
    ),
    bad(
        "LINEAGENTSTATEEX_ Constants: an ACD call comes to an agent who is ready (our model)",
        &[("A02", 2)],
        "1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_NOTREADY
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_BUSYACD",
    ),
    bad(
        "LINEAGENTSTATEEX_ Constants: each line is told the whole story, whatever another line heard",
        &[("A02", 4)],
        "1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_BUSYACD
         1 LINE_AGENTSTATUSEX 0x22 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_READY
         1 LINE_AGENTSTATUSEX 0x22 0xA1 LINEAGENTSTATUSEX_UPDATEINFO
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_BUSYOUTGOING",
    ),
    bad(
        "LINEAGENTSTATEEX_ Constants: RELEASED is the last that is heard",
        &[("A03", 2)],
        "1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_STATE LINEAGENTSTATEEX_RELEASED
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_UPDATEINFO",
    ),
    bad(
        "LINE_AGENTSTATUSEX message: an agent is new once",
        &[("A04", 2)],
        "1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_NEWAGENT
         1 LINE_AGENTSTATUSEX 0x21 0xA1 LINEAGENTSTATUSEX_NEWAGENT",
    ),
    // Parameters
    bad(
        "LINE_GROUPSTATUS message: dwParam1 and dwParam3 are reserved, set to zero",
        &[("P01", 1), ("P01", 2), ("P01", 3)],
        "1 LINE_GROUPSTATUS 0x21 1 LINEGROUPSTATUS_NEWGROUP
         1 LINE_GROUPSTATUS 0x21 0 LINEGROUPSTATUS_NEWGROUP 1
         1 LINE_GROUPSTATUS 0x21 0x100000000 LINEGROUPSTATUS_NEWGROUP",
    ),
    bad(
        "LINE_QUEUESTATUS message: dwParam3 is reserved, set to zero",
        &[("P01", 1)],
        "1 LINE_QUEUESTATUS 0x21 11 LINEQUEUESTATUS_UPDATEINFO 1",
    ),
    bad(
        "LINE_PROXYSTATUS message: dwParam3 is reserved, set to zero",
        &[("P01", 1)],
        "1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_ALLOPENFORACD 0 1",
    ),
    bad(
        "LINE_QUEUESTATUS message: dwParam2 is one or more of LINEQUEUESTATUS_",
        &[("P02", 1), ("P02", 2)],
        "1 LINE_QUEUESTATUS 0x21 11 0
         1 LINE_QUEUESTATUS 0x21 11 LINEQUEUESTATUS_UPDATEINFO|8",
    ),
    bad(
        "LINE_AGENTSTATUS message: dwParam3 is the state when dwParam2 has STATE, else zero",
        &[("P03", 1), ("P03", 2), ("P03", 3)],
        "1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE 0
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_GROUP LINEAGENTSTATE_READY
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_READY|LINEAGENTSTATE_NOTREADY",
    ),
    bad(
        "LINE_PROXYSTATUS message: dwParam2 is one request type for OPEN and CLOSE, else zero",
        &[("P03", 1), ("P03", 2), ("P03", 3)],
        "1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN 0
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE 21
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_ALLOPENFORACD LINEPROXYREQUEST_GETGROUPLIST",
    ),
    bad(
        "LINE_APPNEWCALL message: dwParam3 is the privilege, OWNER or MONITOR",
        &[("P04", 1), ("P04", 2)],
        "1 LINE_APPNEWCALL 0x21 0 0xC1 0
         1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER|LINECALLPRIVILEGE_MONITOR",
    ),
    bad(
        "LINE_CALLSTATE message: one call state, a mode of its family, a privilege or zero",
        &[("P04", 1), ("P04", 2), ("P04", 3)],
        "1 LINE_CALLSTATE 0xC1 LINECALLSTATE_OFFERING|LINECALLSTATE_ACCEPTED
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_OFFERING 0x80
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_IDLE 0 8",
    ),
    bad(
        "LINE_REPLY message: dwParam2 is zero or a negative error",
        &[("P04", 3)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         1 LINE_REPLY 0 7 1
         end",
    ),
    bad(
        "lineProxyMessage function: its parameters are DWORDs (erratum E27)",
        &[("P05", 1), ("P05", 2)],
        "1 LINE_AGENTSPECIFIC 0x21 0 0x100000000
         1 LINE_QUEUESTATUS 0x21 0x100000000 LINEQUEUESTATUS_UPDATEINFO",
    ),
    bad(
        "LINE_AGENTSESSIONSTATUS message: dwParam1 is the handle of a session",
        &[("P06", 1), ("P06", 2)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0 LINEAGENTSESSIONSTATUS_NEWSESSION
         1 LINE_APPNEWCALL 0x21 0 0 LINECALLPRIVILEGE_MONITOR",
    ),
    bad(
        "LINE_PROXYREQUEST message: dwParam1 points to a buffer",
        &[("P06", 1)],
        "0 LINE_PROXYREQUEST 0x20 0",
    ),
    bad(
        "LINE_PROXYSTATUS message: one or more bits, yet one request type (erratum E03)",
        &[("P07", 1)],
        "1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN|LINEPROXYSTATUS_ALLOPENFORACD LINEPROXYREQUEST_GETGROUPLIST",
    ),
    bad(
        "LINE_PROXYREQUEST, LINE_CLOSE and LINE_CALLINFO messages: parameters without a use",
        &[("P08", 1), ("P08", 2), ("P08", 3)],
        "0 LINE_PROXYREQUEST 0x20 0x1000 1
         1 LINE_CLOSE 0x21 0 0 1
         1 LINE_CALLINFO 0xC1 LINECALLINFOSTATE_CALLERID 1",
    ),
    // Returns
    bad(
        "lineGetGroupList function: a call returns once",
        &[("R01", 3)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns LINEERR_OPERATIONUNAVAIL
         1 #1 returns LINEERR_OPERATIONUNAVAIL
         end",
    ),
    bad(
        "lineGetGroupList function: a call is one call",
        &[("R01", 2)],
        "1 #1 lineGetGroupList 0x21
         1 #1 lineGetGroupList 0x21
         1 #1 returns LINEERR_OPERATIONUNAVAIL
         end",
    ),
    bad(
        "lineClose function: a call returns",
        &[("R01", 2)],
        "1 #1 lineClose 0x21
         end",
    ),
    bad(
        "lineClose function: 0 or a negative error",
        &[("R02", 2)],
        "1 #1 lineClose 0x21
         1 #1 returns 5
         end",
    ),
    bad(
        "lineGetGroupList function: a positive request id or a negative error",
        &[("R03", 2)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 0
         end",
    ),
    // Replies
    bad(
        "LINE_REPLY message: dwParam1 is the id that the function returned",
        &[("R04", 3)],
        "1 #1 lineClose 0x21
         1 #1 returns 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "LINE_REPLY message: zero and negative numbers are no request ids (erratum E11)",
        &[("R04", 3), ("R04", 4)],
        "1 #1 lineClose 0x21
         1 #1 returns 0
         1 LINE_REPLY 0 0 0
         1 LINE_REPLY 0 0x80000000 0
         end",
    ),
    bad(
        "Asynchronous Functions: a request is answered once",
        &[("R04", 4)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         1 LINE_REPLY 0 7 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "LINE_REPLY message: the reply goes to who asked",
        &[("R04", 5)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         2 #2 lineClose 0x22
         2 #2 returns 0
         2 LINE_REPLY 0 7 0
         end 1:7",
    ),
    bad(
        "Asynchronous Functions: an id under way is not given out again",
        &[("R04", 4)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "Asynchronous Functions (erratum E19): an early reply belongs to a function that returns its id",
        &[("R04", 4)],
        "1 #1 lineGetGroupList 0x21
         1 LINE_REPLY 0 7 0
         1 #1 returns LINEERR_OPERATIONUNAVAIL
         end",
    ),
    bad(
        "Asynchronous Functions (erratum E19): early or not, a request is answered once",
        &[("R04", 3), ("R04", 5)],
        "1 #1 lineGetGroupList 0x21
         1 LINE_REPLY 0 7 0
         1 LINE_REPLY 0 7 0
         1 #1 returns 7
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "lineClose function: no LINE_REPLY for what was outstanding",
        &[("R05", 7)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineClose 0x21
         1 #3 returns 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "Asynchronous Functions: an id that a closed line left behind may come again, and is answered once",
        &[("R04", 12)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineClose 0x21
         1 #3 returns 0
         1 #4 lineOpen 0x11 0
         1 #4 returns 0 hLine=0x22
         1 #5 lineGetGroupList 0x22
         1 #5 returns 7
         1 LINE_REPLY 0 7 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "lineShutdown function: no LINE_REPLY for what was outstanding",
        &[("R05", 7)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 #3 lineShutdown 0x11
         1 #3 returns 0
         1 LINE_REPLY 0 7 0
         end",
    ),
    bad(
        "LINE_REPLY message: each asynchronous request completes",
        &[("R06", 3)],
        "1 #1 lineGetGroupList 0x21
         1 #1 returns 7
         end 2:7 1:8",
    ),
    // Responses
    bad(
        "LINE_PROXYREQUEST message: lineProxyResponse is called once",
        &[("R07", 4)],
        "0 LINE_PROXYREQUEST 0x20 0x1000
         0 #1 lineProxyResponse 0x20 0x1000 0
         0 #1 returns 0
         0 #2 lineProxyResponse 0x20 0x1000 0
         0 #2 returns LINEERR_INVALPOINTER
         end",
    ),
    bad(
        "lineProxyResponse function: the buffer is one from LINE_PROXYREQUEST, and the receiver's own",
        &[("R07", 2)],
        "0 LINE_PROXYREQUEST 0x20 0x1000
         2 #1 lineProxyResponse 0x22 0x1000 0
         2 #1 returns LINEERR_INVALPOINTER
         end",
    ),
    bad(
        "lineProxyResponse function: dwResult is zero or a negative error",
        &[("R08", 2)],
        "0 LINE_PROXYREQUEST 0x20 0x1000
         0 #1 lineProxyResponse 0x20 0x1000 1
         0 #1 returns 0
         end",
    ),
    bad(
        "LINE_PROXYREQUEST message: lineProxyResponse frees the buffer, nothing else does",
        &[("R09", 2)],
        "0 LINE_PROXYREQUEST 0x20 0x1000
         0 LINE_PROXYREQUEST 0x20 0x1000",
    ),
    // Sessions
    bad(
        "LINE_AGENTSESSIONSTATUS message: NEWSESSION tells of a session first",
        &[("S01", 3)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY",
    ),
    bad(
        "AGENT_SESSION_STATE enumeration: NOT_READY does not lead to BUSY_ON_CALL",
        &[("S02", 2)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_NOTREADY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL",
    ),
    bad(
        "AGENT_SESSION_STATE enumeration: READY does not lead to BUSY_WRAPUP",
        &[("S02", 2)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYWRAPUP",
    ),
    bad(
        "AGENT_SESSION_STATE enumeration: BUSY_WRAPUP does not lead to BUSY_ON_CALL",
        &[("S02", 3)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYWRAPUP
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_UPDATEINFO
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_BUSYONCALL",
    ),
    bad(
        "AGENT_SESSION_STATE enumeration: nothing leads out of SESSION_ENDED",
        &[("S02", 2)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_ENDED
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY",
    ),
    bad(
        "LINEAGENTSESSIONSTATE_ Constants: RELEASED, and the handle must not be used again",
        &[("S03", 2)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_RELEASED
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY",
    ),
    bad(
        "LINE_AGENTSESSIONSTATUS message: a session is new once",
        &[("S04", 3)],
        "1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_STATE LINEAGENTSESSIONSTATE_READY
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 LINEAGENTSESSIONSTATUS_NEWSESSION",
    ),
    // Versions
    bad(
        "LINE_GROUPSTATUS message: not for applications of older versions than TAPI 2.2",
        &[("V01", 3)],
        "1 #1 lineOpen 0x11 0 0x20001
         1 #1 returns 0 hLine=0x21
         1 LINE_GROUPSTATUS 0x21 0 LINEGROUPSTATUS_NEWGROUP",
    ),
    bad(
        "LINE_AGENTSPECIFIC message: on a call of a line of TAPI 1.4",
        &[("V01", 3), ("V01", 4)],
        "1 #1 lineOpen 0x11 0 0x10004
         1 #1 returns 0 hLine=0x21
         1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_MONITOR
         1 LINE_AGENTSPECIFIC 0xC1 0",
    ),
    bad(
        "lineOpen function: LINE_PROXYSTATUS is for applications of TAPI 2.2 and later",
        &[("V02", 3)],
        "1 #1 lineOpen 0x11 0 0x20001
         1 #1 returns 0 hLine=0x21
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN LINEPROXYREQUEST_GETGROUPLIST",
    ),
];

#[test]
fn what_the_pages_show_gives_no_finding() {
    check(GOOD);
}

/// A call tells its line: LINE_APPNEWCALL gave the handle for it.
#[test]
fn a_closed_line_takes_the_requests_about_its_calls_with_it() {
    check(&[good(
        "lineClose function: outstanding requests of the line get no LINE_REPLY",
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_OFFERING LINEOFFERINGMODE_ACTIVE LINECALLPRIVILEGE_OWNER
         1 #2 lineAnswer 0xC1
         1 #2 returns 7
         1 #3 lineClose 0x21
         1 #3 returns 0
         end",
    )]);
}

#[test]
fn a_broken_rule_is_found_at_its_record() {
    check(BAD);
}

#[test]
fn every_rule_is_broken_alone_by_some_trace() {
    let alone = |case: &&Case| case.finds.iter().all(|(id, _)| *id == case.finds[0].0);
    let broken: BTreeSet<_> = BAD.iter().filter(alone).map(|case| case.finds[0].0).collect();
    assert_eq!(broken, RULES.iter().map(|rule| rule.id).collect::<BTreeSet<_>>());
}

#[test]
fn every_case_names_its_page() {
    for case in GOOD.iter().chain(BAD) {
        let words = ["message", "function", "enumeration", "Constants", "Asynchronous Functions", "no page"];
        assert!(words.iter().any(|word| case.page.contains(word)), "{}", case.page);
    }
}

#[test]
fn the_rules_are_in_the_order_of_their_ids() {
    assert!(RULES.is_sorted_by(|one, other| one.id < other.id), "an id twice or out of order");
    for rule in RULES {
        let inferred = rule.basis.starts_with("inferred");
        assert!(!(inferred && rule.severity == Severity::Must), "{}: a must needs a page", rule.id);
    }
}
