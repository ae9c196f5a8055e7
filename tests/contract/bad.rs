//! Traces that break a rule, and where.

use super::{Case, bad};

pub(super) const BAD: &[Case] = &[
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
        "1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE 0x400
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_GROUP LINEAGENTSTATE_READY
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_READY|LINEAGENTSTATE_NOTREADY",
    ),
    bad(
        "LINE_PROXYSTATUS message: dwParam2 is one request type for OPEN and CLOSE, else zero",
        &[("P03", 1), ("P03", 2), ("P03", 3)],
        "1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN 0
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_ALLOPENFORACD LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE 21",
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
    bad(
        "LINEAGENTSTATE_ Constants: work after a call has a call before it (our model)",
        &[("A05", 2)],
        "1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_READY
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_WORKINGAFTERCALL",
    ),
    // Calls
    bad(
        "LINECALLSTATE_ Constants: a call can never transition out of the idle state",
        &[("C01", 2)],
        "1 LINE_CALLSTATE 0xC1 LINECALLSTATE_IDLE
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_CONNECTED",
    ),
    bad(
        "LINE_APPNEWCALL message: applications of TAPI 2.0 and later are sent it for a spontaneous handle",
        &[("C02", 3)],
        "1 #1 lineInitializeEx
         1 #1 returns 0 hLineApp=0x11
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_OFFERING 0 LINECALLPRIVILEGE_OWNER",
    ),
    bad(
        "LINE_APPNEWCALL message: always immediately followed by LINE_CALLSTATE",
        &[("C03", 2), ("C03", 3)],
        "1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_OWNER
         1 LINE_CALLINFO 0xC1 LINECALLINFOSTATE_CALLERID
         1 LINE_AGENTSPECIFIC 0xC1 0",
    ),
    bad(
        "LINECALLSTATE_ Constants: a call that has ended is not answered (our model)",
        &[("C04", 2)],
        "1 LINE_CALLSTATE 0xC1 LINECALLSTATE_DISCONNECTED
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_CONNECTED",
    ),
    // Handlers
    bad(
        "lineOpen function: the first who registers serves the type",
        &[("H01", 5)],
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         1 #2 lineOpen 0x11 0 0x20002 LINEPROXYREQUEST_CREATEAGENT LINEPROXYREQUEST_GETGROUPLIST
         1 #2 returns 0 hLine=0x21
         end",
    ),
    bad(
        "lineOpen function: until the first one calls lineClose",
        &[("H01", 6)],
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         1 #2 lineOpen 0x11 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         1 #2 returns 0 hLine=0x21
         0 #3 lineClose 0x20
         0 #3 returns 0
         end",
    ),
    bad(
        "LINE_PROXYREQUEST message: only to an application that registered",
        &[("H02", 3)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_PROXYREQUEST 0x21 0x1000",
    ),
    bad(
        "lineProxyMessage function: used by a registered proxy request handler",
        &[("H03", 4)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineProxyMessage 0x21 LINE_AGENTSTATUS 0 LINEAGENTSTATUS_GROUP 0
         1 #2 returns 0",
    ),
    bad(
        "lineProxyMessage function: a message that handlers may generate",
        &[("H04", 4)],
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         0 #2 lineProxyMessage 0x20 LINE_CLOSE 0 0 0
         0 #2 returns 0",
    ),
    bad(
        "lineProxyMessage function: TAPI suppresses the message on the hLine specified",
        &[("H05", 4)],
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         0 #2 lineProxyMessage 0x20 LINE_AGENTSTATUS 0 LINEAGENTSTATUS_GROUP 0
         0 LINE_AGENTSTATUS 0x20 0 LINEAGENTSTATUS_GROUP
         0 #2 returns 0",
    ),
    bad(
        "lineProxyMessage function: received by all applications that have the line open",
        &[("H06", 9)],
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         1 #2 lineOpen 0x11 0
         1 #2 returns 0 hLine=0x21
         0 #3 lineProxyMessage 0x20 LINE_AGENTSTATUS 0 LINEAGENTSTATUS_GROUP 0
         0 #3 returns 0
         0 #4 lineProxyMessage 0x20 LINE_AGENTSTATUS 0 LINEAGENTSTATUS_ACTIVITY 0
         0 #4 returns LINEERR_OPERATIONFAILED
         end",
    ),
    bad(
        "LINE_PROXYSTATUS message: sent when the available proxies change",
        &[("H07", 2), ("H07", 4)],
        "1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE LINEPROXYREQUEST_GETGROUPLIST",
    ),
    bad(
        "LINEPROXYSTATUS_ Constants: now open, so something has opened",
        &[("H08", 2)],
        "1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_ALLOPENFORACD",
    ),
    bad(
        "lineGetProxyStatus function: the types that are being serviced",
        &[("H09", 6), ("H09", 6)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_OPEN LINEPROXYREQUEST_GETGROUPLIST
         1 LINE_PROXYSTATUS 0x21 LINEPROXYSTATUS_CLOSE LINEPROXYREQUEST_GETQUEUELIST
         1 #2 lineGetProxyStatus 0x11 0
         1 #2 returns 0 types=LINEPROXYREQUEST_GETQUEUELIST",
    ),
    // Queues
    bad(
        "LINEQUEUESTATUS_ Constants: the queue was removed",
        &[("Q01", 2)],
        "1 LINE_QUEUESTATUS 0x21 7 LINEQUEUESTATUS_QUEUEREMOVED
         1 LINE_QUEUESTATUS 0x21 7 LINEQUEUESTATUS_UPDATEINFO",
    ),
    bad(
        "LINEQUEUESTATUS_ Constants: a queue is new once",
        &[("Q02", 2)],
        "1 LINE_QUEUESTATUS 0x21 7 LINEQUEUESTATUS_UPDATEINFO
         1 LINE_QUEUESTATUS 0x21 7 LINEQUEUESTATUS_NEWQUEUE",
    ),
    // Functions
    bad(
        "lineClose function: the handle is no longer valid",
        &[("L02", 8)],
        "1 #1 lineInitializeEx
         1 #1 returns 0 hLineApp=0x11
         1 #2 lineOpen 0x11 0
         1 #2 returns 0 hLine=0x21
         1 #3 lineClose 0x21
         1 #3 returns 0
         1 #4 lineClose 0x21
         1 #4 returns 0",
    ),
    bad(
        "lineGetGroupList function: requires TAPI 2.2",
        &[("V03", 5)],
        "1 #1 lineOpen 0x11 0 0x20001
         1 #1 returns 0 hLine=0x21
         1 #2 lineGetGroupList 0x21
         1 #2 returns 7
         1 LINE_REPLY 0 7 0",
    ),
    bad(
        "lineOpen function: LINEOPENOPTION_PROXY is of TAPI 2.0 or higher only",
        &[("V04", 2)],
        "0 #1 lineOpen 0x10 0 0x10004 LINEPROXYREQUEST_SETAGENTSTATE
         0 #1 returns 0 hLine=0x20",
    ),
    bad(
        "LINEAGENTSTATE_ Constants: after a call the agent's address shows the work on it (our table)",
        &[("W01", 9)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         1 #2 lineCreateAgentSession 0x21 0xA1 0
         1 #2 returns 7
         1 LINE_REPLY 0 7 0 hAgentSession=0xB1
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 3 LINEAGENTSESSIONSTATE_BUSYWRAPUP
         1 LINE_AGENTSTATUSEX 0x21 0xA1 3 LINEAGENTSTATEEX_NOTREADY
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_READY
         end",
    ),
    bad(
        "LINEAGENTSTATE_ Constants: the same, told to two lines by turns, is found once for each",
        &[("W01", 14), ("W01", 14)],
        "1 #1 lineOpen 0x11 0
         1 #1 returns 0 hLine=0x21
         2 #2 lineOpen 0x12 0
         2 #2 returns 0 hLine=0x22
         1 #3 lineCreateAgentSession 0x21 0xA1 0
         1 #3 returns 7
         1 LINE_REPLY 0 7 0 hAgentSession=0xB1
         1 LINE_AGENTSESSIONSTATUS 0x21 0xB1 3 LINEAGENTSESSIONSTATE_BUSYWRAPUP
         2 LINE_AGENTSESSIONSTATUS 0x22 0xB1 3 LINEAGENTSESSIONSTATE_BUSYWRAPUP
         1 LINE_AGENTSTATUSEX 0x21 0xA1 3 LINEAGENTSTATEEX_NOTREADY
         2 LINE_AGENTSTATUSEX 0x22 0xA1 3 LINEAGENTSTATEEX_NOTREADY
         1 LINE_AGENTSTATUS 0x21 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_READY
         2 LINE_AGENTSTATUS 0x22 0 LINEAGENTSTATUS_STATE LINEAGENTSTATE_READY
         end",
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
        &[("V01", 3), ("V01", 5)],
        "1 #1 lineOpen 0x11 0 0x10004
         1 #1 returns 0 hLine=0x21
         1 LINE_APPNEWCALL 0x21 0 0xC1 LINECALLPRIVILEGE_MONITOR
         1 LINE_CALLSTATE 0xC1 LINECALLSTATE_CONNECTED
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
