//! The agent handler: proxy request types and their availability.

family! {
    /// The type of a proxy request.
    value ProxyRequestType, "LINEPROXYREQUEST_", "LINEPROXYREQUEST_ Constants";
    "The client logs an agent in to groups, or off, on an address; raised by lineSetAgentGroup."
    SET_AGENT_GROUP = 0x0000_0001, "LINEPROXYREQUEST_SETAGENTGROUP", Documented(V2_0);
    "The client changes the agent state on an address; raised by lineSetAgentState."
    SET_AGENT_STATE = 0x0000_0002, "LINEPROXYREQUEST_SETAGENTSTATE", Documented(V2_0);
    "The client changes the agent's activity on an address; raised by lineSetAgentActivity."
    SET_AGENT_ACTIVITY = 0x0000_0003, "LINEPROXYREQUEST_SETAGENTACTIVITY", Documented(V2_0);
    "The client reads the agent capabilities of an address; raised by lineGetAgentCaps."
    GET_AGENT_CAPS = 0x0000_0004, "LINEPROXYREQUEST_GETAGENTCAPS", Documented(V2_0);
    "The client reads the agent status of an address; raised by lineGetAgentStatus."
    GET_AGENT_STATUS = 0x0000_0005, "LINEPROXYREQUEST_GETAGENTSTATUS", Documented(V2_0);
    "The client sends data of a format private to the handler; raised by lineAgentSpecific."
    AGENT_SPECIFIC = 0x0000_0006, "LINEPROXYREQUEST_AGENTSPECIFIC", Documented(V2_0);
    "The client reads which activities the agent may choose; raised by lineGetAgentActivityList."
    GET_AGENT_ACTIVITY_LIST = 0x0000_0007, "LINEPROXYREQUEST_GETAGENTACTIVITYLIST", Documented(V2_0);
    "The client reads which groups the agent may log in to; raised by lineGetAgentGroupList."
    GET_AGENT_GROUP_LIST = 0x0000_0008, "LINEPROXYREQUEST_GETAGENTGROUPLIST", Documented(V2_0);
    "The client asks for a new agent handle; raised by lineCreateAgent."
    CREATE_AGENT = 0x0000_0009, "LINEPROXYREQUEST_CREATEAGENT", Documented(V2_2);
    "The client sets the agent's measurement period; raised by lineSetAgentMeasurementPeriod."
    SET_AGENT_MEASUREMENT_PERIOD = 0x0000_000A, "LINEPROXYREQUEST_SETAGENTMEASUREMENTPERIOD", Documented(V2_2);
    "The client reads an agent's state and statistics; raised by lineGetAgentInfo."
    GET_AGENT_INFO = 0x0000_000B, "LINEPROXYREQUEST_GETAGENTINFO", Documented(V2_2);
    "The client asks for a new session of an agent in a group; raised by lineCreateAgentSession."
    CREATE_AGENT_SESSION = 0x0000_000C, "LINEPROXYREQUEST_CREATEAGENTSESSION", Documented(V2_2);
    "The client reads the list of an agent's sessions; raised by lineGetAgentSessionList."
    GET_AGENT_SESSION_LIST = 0x0000_000D, "LINEPROXYREQUEST_GETAGENTSESSIONLIST", Documented(V2_2);
    "The client changes the state of a session; raised by lineSetAgentSessionState."
    SET_AGENT_SESSION_STATE = 0x0000_000E, "LINEPROXYREQUEST_SETAGENTSESSIONSTATE", Documented(V2_2);
    "The client reads a session's state and statistics; raised by lineGetAgentSessionInfo."
    GET_AGENT_SESSION_INFO = 0x0000_000F, "LINEPROXYREQUEST_GETAGENTSESSIONINFO", Documented(V2_2);
    "The client reads the list of a group's queues; raised by lineGetQueueList."
    GET_QUEUE_LIST = 0x0000_0010, "LINEPROXYREQUEST_GETQUEUELIST", Documented(V2_2);
    "The client sets a queue's measurement period; raised by lineSetQueueMeasurementPeriod."
    SET_QUEUE_MEASUREMENT_PERIOD = 0x0000_0011, "LINEPROXYREQUEST_SETQUEUEMEASUREMENTPERIOD", Documented(V2_2);
    "The client reads a queue's statistics; raised by lineGetQueueInfo."
    GET_QUEUE_INFO = 0x0000_0012, "LINEPROXYREQUEST_GETQUEUEINFO", Documented(V2_2);
    "The client reads the list of ACD groups; raised by lineGetGroupList."
    GET_GROUP_LIST = 0x0000_0013, "LINEPROXYREQUEST_GETGROUPLIST", Documented(V2_2);
    "The client changes the state of an agent handle; raised by lineSetAgentStateEx."
    SET_AGENT_STATE_EX = 0x0000_0014, "LINEPROXYREQUEST_SETAGENTSTATEEX", Documented(V2_2);
}

family! {
    /// What changed about the proxied request types of a line, in LINE_PROXYSTATUS.
    flags ProxyStatus, "LINEPROXYSTATUS_", "LINEPROXYSTATUS_ Constants";
    "A handler registered for the request type in dwParam2."
    OPEN = 0x0000_0001, "LINEPROXYSTATUS_OPEN", Documented(V2_2);
    "The handler of the request type in dwParam2 is gone."
    CLOSE = 0x0000_0002, "LINEPROXYSTATUS_CLOSE", Documented(V2_2);
    "Every request type that ACD under TAPI 3 needs now has a handler."
    ALL_OPEN_FOR_ACD = 0x0000_0004, "LINEPROXYSTATUS_ALLOPENFORACD", Documented(V2_2);
}
