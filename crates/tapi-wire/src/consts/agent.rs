//! Agents, agent sessions, ACD groups and queues.

family! {
    /// What an application may do with the agent on an address.
    flags AgentFeatures, "LINEAGENTFEATURE_", "LINEAGENTFEATURE_ Constants";
    "The application may call lineSetAgentGroup."
    SET_AGENT_GROUP = 0x0000_0001, "LINEAGENTFEATURE_SETAGENTGROUP", Documented(V2_0);
    "The application may call lineSetAgentState."
    SET_AGENT_STATE = 0x0000_0002, "LINEAGENTFEATURE_SETAGENTSTATE", Documented(V2_0);
    "The application may call lineSetAgentActivity."
    SET_AGENT_ACTIVITY = 0x0000_0004, "LINEAGENTFEATURE_SETAGENTACTIVITY", Documented(V2_0);
    "The application may call lineAgentSpecific."
    AGENT_SPECIFIC = 0x0000_0008, "LINEAGENTFEATURE_AGENTSPECIFIC", Documented(V2_0);
    "The application may call lineGetAgentActivityList."
    GET_AGENT_ACTIVITY_LIST = 0x0000_0010, "LINEAGENTFEATURE_GETAGENTACTIVITYLIST", Documented(V2_0);
    "The application may call lineGetAgentGroupList."
    GET_AGENT_GROUP = 0x0000_0020, "LINEAGENTFEATURE_GETAGENTGROUP", Documented(V2_0);
}

family! {
    /// The state of an agent session.
    value AgentSessionState, "LINEAGENTSESSIONSTATE_", "LINEAGENTSESSIONSTATE_ Constants";
    "The agent takes no calls of this session, for example during a break."
    NOT_READY = 0x0000_0001, "LINEAGENTSESSIONSTATE_NOTREADY", Documented(V2_2);
    "The agent accepts ACD calls of this session."
    READY = 0x0000_0002, "LINEAGENTSESSIONSTATE_READY", Documented(V2_2);
    "The agent is on an ACD call of this session."
    BUSY_ON_CALL = 0x0000_0004, "LINEAGENTSESSIONSTATE_BUSYONCALL", Documented(V2_2);
    "The agent does after-call work for an ACD call of this session."
    BUSY_WRAP_UP = 0x0000_0008, "LINEAGENTSESSIONSTATE_BUSYWRAPUP", Documented(V2_2);
    "The session is over and its duration no longer counts up."
    ENDED = 0x0000_0010, "LINEAGENTSESSIONSTATE_ENDED", Documented(V2_2);
    "The session handle is released and must not be used again."
    RELEASED = 0x0000_0020, "LINEAGENTSESSIONSTATE_RELEASED", Documented(V2_2);
}

family! {
    /// What changed about an agent session, in LINE_AGENTSESSIONSTATUS.
    flags AgentSessionStatus, "LINEAGENTSESSIONSTATUS_", "LINEAGENTSESSIONSTATUS_ Constants";
    "A session was created."
    NEW_SESSION = 0x0000_0001, "LINEAGENTSESSIONSTATUS_NEWSESSION", Documented(V2_2);
    "The session state changed; dwParam3 holds the new one."
    STATE = 0x0000_0002, "LINEAGENTSESSIONSTATUS_STATE", Documented(V2_2);
    "The statistics of the session changed."
    UPDATE_INFO = 0x0000_0004, "LINEAGENTSESSIONSTATUS_UPDATEINFO", Documented(V2_2);
}

family! {
    /// The state of the agent on an address (TAPI 2.0 view).
    value AgentState, "LINEAGENTSTATE_", "LINEAGENTSTATE_ Constants";
    "Nobody is logged in on the address."
    LOGGED_OFF = 0x0000_0001, "LINEAGENTSTATE_LOGGEDOFF", Documented(V2_0);
    "Logged in but not serving calls, for example on a break; no call should come."
    NOT_READY = 0x0000_0002, "LINEAGENTSTATE_NOTREADY", Documented(V2_0);
    "Logged in and waiting for calls."
    READY = 0x0000_0004, "LINEAGENTSTATE_READY", Documented(V2_0);
    "On a call that came from an ACD queue."
    BUSY_ACD = 0x0000_0008, "LINEAGENTSTATE_BUSYACD", Documented(V2_0);
    "On an incoming call that did not come from an ACD queue of this agent."
    BUSY_INCOMING = 0x0000_0010, "LINEAGENTSTATE_BUSYINCOMING", Documented(V2_0);
    "On an outgoing call, for example one that a predictive dialler placed."
    BUSY_OUTBOUND = 0x0000_0020, "LINEAGENTSTATE_BUSYOUTBOUND", Documented(V2_0);
    "On another kind of call, such as an outgoing personal one, or on a call of unknown kind."
    BUSY_OTHER = 0x0000_0040, "LINEAGENTSTATE_BUSYOTHER", Documented(V2_0);
    "The call is over, but work on it goes on; no new call should come."
    WORKING_AFTER_CALL = 0x0000_0080, "LINEAGENTSTATE_WORKINGAFTERCALL", Documented(V2_0);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0100, "LINEAGENTSTATE_UNKNOWN", Documented(V2_0);
    "Not known and never will be; LINEAGENTSTATUS.dwState may be 0 instead."
    UNAVAIL = 0x0000_0200, "LINEAGENTSTATE_UNAVAIL", Documented(V2_0);
}

family! {
    /// The state of an agent handle (TAPI 2.2 view).
    value AgentStateEx, "LINEAGENTSTATEEX_", "LINEAGENTSTATEEX_ Constants";
    "Logged in but not serving calls, for example on a break; no call should come."
    NOT_READY = 0x0000_0001, "LINEAGENTSTATEEX_NOTREADY", Documented(V2_2);
    "Logged in and waiting for calls."
    READY = 0x0000_0002, "LINEAGENTSTATEEX_READY", Documented(V2_2);
    "On a call that came from an ACD queue."
    BUSY_ACD = 0x0000_0004, "LINEAGENTSTATEEX_BUSYACD", Documented(V2_2);
    "On an incoming call that did not come from an ACD queue of this agent."
    BUSY_INCOMING = 0x0000_0008, "LINEAGENTSTATEEX_BUSYINCOMING", Documented(V2_2);
    "On an outgoing call, for example one that a predictive dialler placed."
    BUSY_OUTGOING = 0x0000_0010, "LINEAGENTSTATEEX_BUSYOUTGOING", Documented(V2_2);
    "Not known at present; it may become known later."
    UNKNOWN = 0x0000_0020, "LINEAGENTSTATEEX_UNKNOWN", Documented(V2_2);
    "The agent handle is released, as a rule because the agent logged off."
    RELEASED = 0x0000_0040, "LINEAGENTSTATEEX_RELEASED", Documented(V2_2);
}

family! {
    /// What changed about the agent on an address, in LINE_AGENTSTATUS.
    flags AgentStatus, "LINEAGENTSTATUS_", "LINEAGENTSTATUS_ Constants";
    "The list of groups the agent is logged in to changed."
    GROUP = 0x0000_0001, "LINEAGENTSTATUS_GROUP", Documented(V2_0);
    "The state (dwState) changed; dwParam3 holds the new one."
    STATE = 0x0000_0002, "LINEAGENTSTATUS_STATE", Documented(V2_0);
    "The state to enter after the current call (dwNextState) changed."
    NEXT_STATE = 0x0000_0004, "LINEAGENTSTATUS_NEXTSTATE", Documented(V2_0);
    "The current activity changed."
    ACTIVITY = 0x0000_0008, "LINEAGENTSTATUS_ACTIVITY", Documented(V2_0);
    "The list of activities to choose from changed; read it with lineGetAgentActivityList."
    ACTIVITY_LIST = 0x0000_0010, "LINEAGENTSTATUS_ACTIVITYLIST", Documented(V2_0);
    "The list of groups open to the agent changed; read it with lineGetAgentGroupList."
    GROUP_LIST = 0x0000_0020, "LINEAGENTSTATUS_GROUPLIST", Documented(V2_0);
    "The agent capabilities changed; read them with lineGetAgentCaps."
    CAPS_CHANGE = 0x0000_0040, "LINEAGENTSTATUS_CAPSCHANGE", Documented(V2_0);
    "The set of states the agent may enter (dwValidStates) changed."
    VALID_STATES = 0x0000_0080, "LINEAGENTSTATUS_VALIDSTATES", Documented(V2_0);
    "The set of next states the agent may choose (dwValidNextStates) changed."
    VALID_NEXT_STATES = 0x0000_0100, "LINEAGENTSTATUS_VALIDNEXTSTATES", Documented(V2_0);
}

family! {
    /// What changed about an agent handle, in LINE_AGENTSTATUSEX.
    flags AgentStatusEx, "LINEAGENTSTATUSEX_", "LINEAGENTSTATUSEX_ Constants";
    "An agent handle was created."
    NEW_AGENT = 0x0000_0001, "LINEAGENTSTATUSEX_NEWAGENT", Documented(V2_2);
    "The agent state changed; dwParam3 holds the new one."
    STATE = 0x0000_0002, "LINEAGENTSTATUSEX_STATE", Documented(V2_2);
    "The statistics of the agent changed."
    UPDATE_INFO = 0x0000_0004, "LINEAGENTSTATUSEX_UPDATEINFO", Documented(V2_2);
}

family! {
    /// What changed about the ACD groups, in LINE_GROUPSTATUS.
    flags GroupStatus, "LINEGROUPSTATUS_", "LINEGROUPSTATUS_ Constants";
    "A group was added; the message does not say which."
    NEW_GROUP = 0x0000_0001, "LINEGROUPSTATUS_NEWGROUP", Documented(V2_2);
    "A group was removed; the message does not say which."
    GROUP_REMOVED = 0x0000_0002, "LINEGROUPSTATUS_GROUPREMOVED", Documented(V2_2);
}

family! {
    /// What changed about a queue, in LINE_QUEUESTATUS.
    flags QueueStatus, "LINEQUEUESTATUS_", "LINEQUEUESTATUS_ Constants";
    "The statistics of the queue changed."
    UPDATE_INFO = 0x0000_0001, "LINEQUEUESTATUS_UPDATEINFO", Documented(V2_2);
    "A queue was added."
    NEW_QUEUE = 0x0000_0002, "LINEQUEUESTATUS_NEWQUEUE", Documented(V2_2);
    "The queue was removed."
    QUEUE_REMOVED = 0x0000_0004, "LINEQUEUESTATUS_QUEUEREMOVED", Documented(V2_2);
}
