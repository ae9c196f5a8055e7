//! Traces that keep every rule.

use super::{Case, good};

pub(super) const GOOD: &[Case] = &[
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
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         0 LINE_PROXYREQUEST 0x20 0x1000
         0 #2 lineClose 0x20
         0 #2 returns 0
         0 #3 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
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
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
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
        "LINE_CLOSE message: it may still be on its way when the next handler registers",
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         1 #2 lineOpen 0x11 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         1 #2 returns 0 hLine=0x21
         0 LINE_PROXYREQUEST 0x20 0x1000
         0 LINE_CLOSE 0x20
         end",
    ),
    good(
        "lineClose function: the types are free at some time before it returns",
        "0 #1 lineOpen 0x10 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         0 #1 returns 0 hLine=0x20
         0 #2 lineClose 0x20
         1 #3 lineOpen 0x11 0 0x20002 LINEPROXYREQUEST_GETGROUPLIST
         1 #3 returns 0 hLine=0x21
         0 #2 returns 0
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
