//! Where Microsoft's documents contradict themselves or each other, and what this project decided.

/// One contradiction, as `fixtures/spec/errata.md` has it at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erratum {
    /// Its id, E01 and up.
    pub id: &'static str,
    /// What is wrong in the documents, in one line.
    pub defect: &'static str,
    /// What this project takes for right, in one sentence.
    pub decision: &'static str,
    /// How sure the decision is.
    pub confidence: &'static str,
    /// The messages, functions, families and constants that it touches, by C name.
    pub touches: &'static [&'static str],
}

macro_rules! errata {
    ($($id:literal, $confidence:literal, $defect:literal, $decision:literal => [$($name:literal),*];)*) => {
        /// Every erratum, in the order of the ids.
        pub const ERRATA: &[Erratum] = &[
            $(Erratum {
                id: $id,
                defect: $defect,
                decision: $decision,
                confidence: $confidence,
                touches: &[$($name),*],
            },)*
        ];
    };
}

errata! {
    "E01", "certain", "the page of LINE_AGENTSTATUSEX says that dwParam2 holds LINEQUEUESTATUS_ bits",
        "dwParam2 of LINE_AGENTSTATUSEX holds LINEAGENTSTATUSEX_ bits, which the text for dwParam3 tests."
        => ["LINE_AGENTSTATUSEX", "LINEAGENTSTATUSEX_"];
    "E02", "certain", "the page of LINE_AGENTSESSIONSTATUS ties dwParam2 and dwParam3 to the families of agents",
        "dwParam2 of LINE_AGENTSESSIONSTATUS holds LINEAGENTSESSIONSTATUS_ bits, and with STATE dwParam3 is a \
         LINEAGENTSESSIONSTATE_ value."
        => ["LINE_AGENTSESSIONSTATUS", "LINEAGENTSESSIONSTATUS_", "LINEAGENTSESSIONSTATE_"];
    "E03", "medium", "LINE_PROXYSTATUS may carry several changes, but has room for one request type",
        "The model sends one bit and one request type in a LINE_PROXYSTATUS; a receiver tests bits, and takes OPEN \
         together with ALLOPENFORACD."
        => ["LINE_PROXYSTATUS", "LINEPROXYSTATUS_"];
    "E04", "high", "the page of lineOpen names errors that its list lacks, and a fixed number of request types",
        "NOTREGISTERED (another handler serves the type) and INVALADDRESSID are accepted from lineOpen, and the \
         array of request types has any length."
        => ["lineOpen", "LINEERR_NOTREGISTERED", "LINEERR_INVALADDRESSID"];
    "E05", "certain", "LINECALLPARAMS says that lineOpen ignores the fields in which PROXY hands over its types",
        "With LINEOPENOPTION_PROXY lineOpen reads dwDevSpecificSize and dwDevSpecificOffset."
        => ["lineOpen", "LINEOPENOPTION_PROXY"];
    "E06", "certain", "LINEPROXYREQUEST ties two of its arms to the wrong request types, one of which does not exist",
        "The SetAgentGroup arm of LINEPROXYREQUEST belongs to SETAGENTGROUP (1), the GetAgentStatus arm to \
         GETAGENTSTATUS (5); the outer dwSize is that of the whole buffer."
        => ["LINEPROXYREQUEST_SETAGENTGROUP", "LINEPROXYREQUEST_GETAGENTSTATUS", "LINEPROXYREQUEST_AGENTSPECIFIC"];
    "E07", "high / medium", "after LINE_CLOSE a handler shall answer its requests on a handle that is no longer valid",
        "hDevice of LINE_PROXYREQUEST is the handler's own line, and lineProxyResponse for a request pending at \
         LINE_CLOSE is accepted with the dead handle."
        => ["LINE_PROXYREQUEST", "LINE_CLOSE", "lineProxyResponse"];
    "E08", "certain", "the page of lineSetAgentState names LINEAGENTSTATE_WORKAFTERCALL, which does not exist",
        "The state that lineSetAgentState means is LINEAGENTSTATE_WORKINGAFTERCALL (0x80)."
        => ["lineSetAgentState", "LINEAGENTSTATE_WORKINGAFTERCALL"];
    "E09", "certain", "the description of LINE_AGENTSPECIFIC is a copy of that of LINE_AGENTSTATUS",
        "LINE_AGENTSPECIFIC is an indication that handler and application agree on; its page is right about the \
         parameters."
        => ["LINE_AGENTSPECIFIC"];
    "E10", "medium", "an error for bad session states exists, but lineSetAgentSessionState lists the one for agents",
        "Since TAPI 2.2 INVALAGENTSESSIONSTATE may be returned as well, and clients accept both; a strict reading \
         keeps to the page."
        => ["lineSetAgentSessionState", "LINEERR_INVALAGENTSESSIONSTATE", "LINEERR_INVALAGENTSTATE"];
    "E11", "high", "the page of the LINEERR_ codes defines some twice, one wrongly, and leaves one out",
        "The first definitions count, INVALADDRESSSTATE from an agent function means that the address's state does \
         not permit it, request ids start at 1, and versions do not follow from the order of the numbers."
        => [
            "LINEERR_INVALAGENTACTIVITY", "LINEERR_TARGETSELF", "LINEERR_INVALADDRESSSTATE",
            "LINEERR_INVALADDRESSTYPE", "LINEERR_SERVICE_NOT_RUNNING"
        ];
    "E12", "certain", "LINEAGENTCAPS says 0 extension ids when extensions are supported, and sizes a list by a field \
        that does not exist",
        "dwNumAgentExtensionIDs is 0 when extensions are not supported, the list takes 16 bytes for each, and \
         dwMaxNumGroupEntries counts groups."
        => ["lineGetAgentCaps"];
    "E13", "certain", "the list structures describe dwListOffset as the size of the list",
        "The number of entries of a list times their size is dwListSize; dwListOffset is an offset in bytes."
        => [
            "lineGetAgentActivityList", "lineGetAgentGroupList", "lineGetAgentSessionList", "lineGetGroupList",
            "lineGetProxyStatus", "lineGetQueueList"
        ];
    "E14", "high", "the queue structures ask for TAPI 3.0, the functions and messages that use them for 2.2",
        "Everything about queues is TAPI 2.2; request types 1 to 8 are 2.0, 9 to 20 are 2.2."
        => ["LINE_QUEUESTATUS", "LINEPROXYREQUEST_", "lineGetQueueInfo", "lineGetQueueList"];
    "E15", "high", "LINEQUEUEINFO gives dwFinalDisposition neither a meaning nor a unit",
        "dwFinalDisposition counts the calls that ran to the end of the call guide unanswered in the measurement \
         period."
        => ["lineGetQueueInfo"];
    "E16", "certain", "LINECALLPARAMS has 180 bytes in the documents and 176 in one header",
        "LINECALLPARAMS has 176 bytes in TAPI 2.x and 180 since 3.0; a dwTotalSize of 176 or more is accepted."
        => ["lineOpen"];
    "E17", "certain", "lineGetAgentCaps promises the groups of a named agent, and takes no agent",
        "lineGetAgentCaps takes no agent, groups come from lineGetAgentGroupList, and that function too needs \
         dwTotalSize set."
        => ["lineGetAgentCaps", "lineGetAgentGroupList"];
    "E18", "high", "LINEAGENTLIST and LINEAGENTENTRY are documented, but nothing uses them",
        "LINEAGENTLIST and LINEAGENTENTRY are kept as data types; there is no function lineGetAgentList."
        => [];
    "E19", "high", "one page lets LINE_REPLY arrive before the function has returned, another rules that out",
        "TAPI lets a function return before its LINE_REPLY comes, but a second thread may see the reply first, so a \
         client keeps replies to unknown ids."
        => ["LINE_REPLY"];
    "E20", "high", "the name offsets in list entries seem to count from the entry",
        "The name offsets of list entries count from the start of the structure that carries the list."
        => [
            "lineGetAgentActivityList", "lineGetAgentGroupList", "lineGetAgentStatus", "lineGetGroupList",
            "lineGetQueueList", "lineSetAgentGroup"
        ];
    "E21", "high", "the newer arms of LINEPROXYREQUEST do not say where their offsets count from",
        "Inner structures of LINEPROXYREQUEST count offsets from themselves, agent id and PIN count from the first \
         field of the arm (byte 28), client names from LINEPROXYREQUEST."
        => ["LINE_PROXYREQUEST", "lineCreateAgent", "lineCreateAgentSession"];
    "E22", "high", "the lists of errors lack codes that the functions need, and have some that cannot occur",
        "The lists of errors on the pages are taken as not exhaustive."
        => [
            "lineCreateAgent", "lineCreateAgentSession", "lineGetAgentInfo", "lineGetAgentSessionInfo",
            "lineGetAgentSessionList", "lineGetGroupList", "lineGetProxyStatus", "lineGetQueueInfo",
            "lineGetQueueList", "lineSetAgentActivity", "lineSetAgentGroup"
        ];
    "E23", "high / medium", "dwCallbackInstance is said to come from a parameter that lineInitializeEx does not have",
        "dwCallbackInstance is the pointer-sized value given to lineOpen; LINE_REPLY carries that of the line \
         concerned, or 0."
        => ["LINE_REPLY", "lineInitializeEx", "lineOpen"];
    "E24", "certain", "LINEGROUPSTATUS_ speaks of this group, but LINE_GROUPSTATUS names none",
        "LINE_GROUPSTATUS means that the list of groups changed; the receiver reads it again and compares."
        => ["LINE_GROUPSTATUS", "LINEGROUPSTATUS_"];
    "E25", "high", "the upper half of LINEDISCONNECTMODE_ is called device specific, but has predefined values",
        "The predefined values of LINEDISCONNECTMODE_ win; DESTINATIONBARRED and FDNRESTRICT are undocumented and \
         never sent."
        => ["LINE_CALLSTATE", "LINEDISCONNECTMODE_"];
    "E26", "certain", "several pages carry wrong labels, such as dwDevice, or texts copied from a neighbour",
        "The first parameter is hDevice, LINEAGENTSESSIONSTATUS_ bits are changes, LINEAGENTSTATUS_GROUP is about \
         groups, and LINEAGENTSTATEEX_ values belong to an agent handle."
        => [
            "LINE_AGENTSESSIONSTATUS", "LINE_AGENTSTATUSEX", "LINE_GROUPSTATUS", "LINE_PROXYSTATUS",
            "LINE_QUEUESTATUS", "LINEAGENTSESSIONSTATUS_", "LINEAGENTSTATEEX_", "LINEAGENTSTATUS_GROUP",
            "LINEINITIALIZEEXOPTION_USECOMPLETIONPORT", "lineGetProxyStatus"
        ];
    "E27", "high", "lineProxyMessage takes DWORD parameters, LINEMESSAGE has pointer-sized ones",
        "Parameters of lineProxyMessage are extended with zeros; only dwParam1 of LINE_PROXYREQUEST, which TAPI \
         makes, needs the full width."
        => ["LINE_PROXYREQUEST", "lineProxyMessage"];
    "E28", "medium", "the request types that ALLOPENFORACD stands for are listed nowhere",
        "The model infers 13 request types for ALLOPENFORACD, and a program may choose others."
        => ["LINEPROXYSTATUS_ALLOPENFORACD"];
    "E29", "medium", "what becomes of pending requests is told for a forced close of the handler only",
        "When a handler closes its line or fails, TAPI completes its pending requests with LINEERR_OPERATIONFAILED."
        => ["LINE_CLOSE", "lineClose"];
    "E30", "certain", "LINECALLPARAMS forbids LINEADDRESSMODE_ADDRESSID for lineOpen, SINGLEADDRESS needs it",
        "LINEOPENOPTION_SINGLEADDRESS requires LINEADDRESSMODE_ADDRESSID."
        => ["LINEADDRESSMODE_ADDRESSID", "LINEOPENOPTION_SINGLEADDRESS", "lineOpen"];
    "E31", "medium", "a next state of 0 is the agent's default on one page and the state's default on another",
        "A next state of 0 reaches the handler unchanged, and the handler decides."
        => ["lineSetAgentState", "LINEPROXYREQUEST_SETAGENTSTATE"];
    "E32", "high", "LINEAGENTSTATE_ refers to a field that exists nowhere",
        "A dwState of 0 in LINEAGENTSTATUS means UNAVAIL too, so dwState has at most one bit."
        => ["LINEAGENTSTATE_", "lineGetAgentStatus"];
    "E33", "medium", "[MS-TRP] fails the queries of an address without an agent, the API answers LOGGEDOFF",
        "A query of an address without an agent goes to the handler, which answers it."
        => ["lineGetAgentActivityList", "lineGetAgentGroupList", "lineGetAgentStatus"];
    "E34", "high", "the page of LINE_AGENTSPECIFIC knows a line handle only",
        "When lineProxyMessage names a call, hDevice of LINE_AGENTSPECIFIC is the call handle."
        => ["LINE_AGENTSPECIFIC", "lineProxyMessage"];
    "E35", "high", "[MS-TRP] keeps one handler for a line, the API speaks of one for each request type",
        "A handler is registered for a line and a request type, not for the line."
        => ["LINE_PROXYREQUEST", "LINEPROXYSTATUS_", "lineOpen"];
    "E36", "high", "two arms of LINEPROXYREQUEST ask for a state, the functions also pass 0",
        "A state of 0 from lineSetAgentStateEx or lineSetAgentSessionState reaches the handler."
        => [
            "LINEPROXYREQUEST_SETAGENTSESSIONSTATE", "LINEPROXYREQUEST_SETAGENTSTATEEX",
            "lineSetAgentSessionState", "lineSetAgentStateEx"
        ];
    "E37", "medium", "the first application to open a line is said to select the versions of all later ones",
        "Every application gets the messages of the version that it negotiated itself."
        => ["lineInitializeEx", "lineNegotiateAPIVersion"];
}

/// The errata that touch one of these names, in the order of the ids.
pub(super) fn touching(names: &[&str]) -> Vec<&'static Erratum> {
    ERRATA.iter().filter(|erratum| erratum.touches.iter().any(|touched| names.contains(touched))).collect()
}

/// The errata that a text refers to by id, in the order of the ids.
pub(super) fn cited(text: &str) -> Vec<&'static Erratum> {
    ERRATA.iter().filter(|erratum| text.contains(erratum.id)).collect()
}
