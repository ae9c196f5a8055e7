//! The rows: `fixtures/spec/errata.md` has each at length.

use super::{Erratum, Pin, Place};

/// Every erratum, in the order of the ids.
pub const ERRATA: &[Erratum] = &[
    Erratum {
        id: "E01",
        page: "LINE_AGENTSTATUSEX message, dwParam2",
        defect: "the page of LINE_AGENTSTATUSEX says that dwParam2 holds LINEQUEUESTATUS_ bits",
        decision: "dwParam2 of LINE_AGENTSTATUSEX holds LINEAGENTSTATUSEX_ bits, which the text for \
                   dwParam3 tests.",
        note: Some(
            "With queue bits the value 2 would announce a new queue; [MS-TRP] has the agent bits too.",
        ),
        confidence: "certain",
        touches: &["LINE_AGENTSTATUSEX", "LINEAGENTSTATUSEX_"],
        code: &[
            Place { file: "tapi-acd/src/message.rs", item: "Message::AgentStatusEx" },
            Place { file: "tapi-acd/src/message/shape.rs", item: "SHAPES" },
        ],
        pin: Pin::Tests(&["messages::e01_an_agents_changes_are_of_their_own_family"]),
    },
    Erratum {
        id: "E02",
        page: "LINE_AGENTSESSIONSTATUS message, dwParam2 and dwParam3",
        defect: "the page of LINE_AGENTSESSIONSTATUS ties dwParam2 and dwParam3 to the families of \
                 agents",
        decision: "dwParam2 of LINE_AGENTSESSIONSTATUS holds LINEAGENTSESSIONSTATUS_ bits, and with \
                   STATE dwParam3 is a LINEAGENTSESSIONSTATE_ value.",
        note: Some("From 4 on the same numbers mean other things for a session than for an agent."),
        confidence: "certain",
        touches: &["LINE_AGENTSESSIONSTATUS", "LINEAGENTSESSIONSTATUS_", "LINEAGENTSESSIONSTATE_"],
        code: &[
            Place { file: "tapi-acd/src/message.rs", item: "Message::AgentSessionStatus" },
            Place { file: "tapi-acd/src/message/shape.rs", item: "SHAPES" },
        ],
        pin: Pin::Tests(&["messages::e02_a_sessions_states_are_of_their_own_family"]),
    },
    Erratum {
        id: "E03",
        page: "LINE_PROXYSTATUS message",
        defect: "LINE_PROXYSTATUS may carry several changes, but has room for one request type",
        decision: "The model sends one bit and one request type in a LINE_PROXYSTATUS; a receiver tests \
                   bits, and takes OPEN together with ALLOPENFORACD.",
        note: Some("The monitor gives a hint (P07) for several bits."),
        confidence: "medium",
        touches: &["LINE_PROXYSTATUS", "LINEPROXYSTATUS_"],
        code: &[
            Place { file: "tapi-acd/src/server/lines.rs", item: "proxy_status" },
            Place { file: "tapi-acd/src/contract/params.rs", item: "broken" },
        ],
        pin: Pin::Tests(&[
            "messages::e03_the_server_tells_one_bit_and_one_type_at_a_time",
            "messages::e03_a_receiver_accepts_two_bits",
        ]),
    },
    Erratum {
        id: "E04",
        page: "lineOpen function",
        defect: "the page of lineOpen names errors that its list lacks, and a fixed number of request \
                 types",
        decision: "NOTREGISTERED (another handler serves the type) and INVALADDRESSID are accepted from \
                   lineOpen, and the array of request types has any length.",
        note: Some("A refused open registers nothing at all."),
        confidence: "high",
        touches: &["lineOpen", "LINEERR_NOTREGISTERED", "LINEERR_INVALADDRESSID"],
        code: &[
            Place { file: "tapi-acd/src/server/lines.rs", item: "check_proxy_types" },
            Place { file: "tapi-acd/src/function/raw/arg.rs", item: "call_params" },
        ],
        pin: Pin::Tests(&[
            "errata::e04_a_type_is_registered_once_and_a_refused_open_registers_none",
            "raw_calls::the_options_of_line_open_read_their_structure",
        ]),
    },
    Erratum {
        id: "E05",
        page: "LINECALLPARAMS structure, remarks; lineOpen function",
        defect: "LINECALLPARAMS says that lineOpen ignores the fields in which PROXY hands over its \
                 types",
        decision: "With LINEOPENOPTION_PROXY lineOpen reads dwDevSpecificSize and dwDevSpecificOffset.",
        note: None,
        confidence: "certain",
        touches: &["lineOpen", "LINEOPENOPTION_PROXY", "LINECALLPARAMS"],
        code: &[
            Place { file: "tapi-wire/src/layout/tails.rs", item: "BytesOrRequestTypes" },
            Place { file: "tapi-acd/src/function/raw/arg.rs", item: "call_params" },
        ],
        pin: Pin::Tests(&[
            "raw_calls::the_options_of_line_open_read_their_structure",
            "tapi-wire layouts::call_params::request_types_are_an_array_of_dwords",
        ]),
    },
    Erratum {
        id: "E06",
        page: "LINEPROXYREQUEST structure",
        defect: "LINEPROXYREQUEST ties two of its arms to the wrong request types, one of which does \
                 not exist",
        decision: "The SetAgentGroup arm of LINEPROXYREQUEST belongs to SETAGENTGROUP (1), the \
                   GetAgentStatus arm to GETAGENTSTATUS (5); the outer dwSize is that of the whole \
                   buffer.",
        note: None,
        confidence: "certain",
        touches: &[
            "LINEPROXYREQUEST_SETAGENTGROUP",
            "LINEPROXYREQUEST_GETAGENTSTATUS",
            "LINEPROXYREQUEST_AGENTSPECIFIC",
            "LINEPROXYREQUEST",
            "LINEPROXYREQUEST.SetAgentGroup",
            "LINEPROXYREQUEST.GetAgentStatus",
            "LINEPROXYREQUEST.AgentSpecific",
        ],
        code: &[Place { file: "tapi-wire/src/layout/proxy_arms.rs", item: "PROXY_ARMS" }],
        pin: Pin::Tests(&[
            "tapi-wire layouts::spec::every_arm_belongs_to_the_request_type_of_the_file",
            "tapi-wire vectors::requests::a_request_says_its_size_and_its_arm",
        ]),
    },
    Erratum {
        id: "E07",
        page: "LINE_PROXYREQUEST message; LINE_CLOSE message",
        defect: "after LINE_CLOSE a handler shall answer its requests on a handle that is no longer \
                 valid",
        decision: "hDevice of LINE_PROXYREQUEST is the handler's own line, and lineProxyResponse for a \
                   request pending at LINE_CLOSE is accepted with the dead handle.",
        note: Some("A handler that leaves by itself fails its requests (erratum E29)."),
        confidence: "high / medium",
        touches: &["LINE_PROXYREQUEST", "LINE_CLOSE", "lineProxyResponse"],
        code: &[
            Place { file: "tapi-acd/src/server/requests.rs", item: "proxied" },
            Place { file: "tapi-acd/src/server/requests.rs", item: "check_proxy_response" },
        ],
        pin: Pin::Tests(&[
            "errata::e07_a_request_names_the_handlers_own_line",
            "closing::e07_a_request_pending_at_line_close_is_answered_by_the_dead_handle",
        ]),
    },
    Erratum {
        id: "E08",
        page: "lineSetAgentState function",
        defect: "the page of lineSetAgentState names LINEAGENTSTATE_WORKAFTERCALL, which does not exist",
        decision: "The state that lineSetAgentState means is LINEAGENTSTATE_WORKINGAFTERCALL (0x80).",
        note: None,
        confidence: "certain",
        touches: &["lineSetAgentState", "LINEAGENTSTATE_WORKINGAFTERCALL"],
        code: &[Place { file: "tapi-wire/src/consts/agent.rs", item: "WORKING_AFTER_CALL" }],
        pin: Pin::Tests(&[
            "tapi-wire double_entry::spec::every_entry_has_a_row_and_every_row_an_entry",
            "tapi-wire double_entry::windows::every_row_has_the_value_of_windows_sys",
        ]),
    },
    Erratum {
        id: "E09",
        page: "LINE_AGENTSPECIFIC message",
        defect: "the description of LINE_AGENTSPECIFIC is a copy of that of LINE_AGENTSTATUS",
        decision: "LINE_AGENTSPECIFIC is an indication that handler and application agree on; its page \
                   is right about the parameters.",
        note: None,
        confidence: "certain",
        touches: &["LINE_AGENTSPECIFIC"],
        code: &[
            Place { file: "tapi-acd/src/message.rs", item: "Message::AgentSpecific" },
            Place { file: "tapi-acd/src/message/shape.rs", item: "Param::Free" },
        ],
        pin: Pin::Tests(&["messages::e09_agent_specific_is_no_agent_status"]),
    },
    Erratum {
        id: "E10",
        page: "lineSetAgentSessionState function",
        defect: "an error for bad session states exists, but lineSetAgentSessionState lists the one for \
                 agents",
        decision: "Since TAPI 2.2 INVALAGENTSESSIONSTATE may be returned as well, and clients accept \
                   both; a strict reading keeps to the page.",
        note: Some("The server and the handler of this model return what the page lists."),
        confidence: "medium",
        touches: &["lineSetAgentSessionState", "LINEERR_INVALAGENTSESSIONSTATE", "LINEERR_INVALAGENTSTATE"],
        code: &[
            Place { file: "tapi-acd/src/server/requests.rs", item: "check_states" },
            Place { file: "tapi-acd/src/machine/agent_session.rs", item: "INVALID_STATE" },
        ],
        pin: Pin::Tests(&[
            "errata::e10_a_refused_session_state_is_an_invalid_agent_state",
            "machines::a_request_is_granted_or_refused_with_a_documented_error",
        ]),
    },
    Erratum {
        id: "E11",
        page: "LINEERR_ Constants",
        defect: "the page of the LINEERR_ codes defines some twice, one wrongly, and leaves one out",
        decision: "The first definitions count, INVALADDRESSSTATE from an agent function means that the \
                   address's state does not permit it, request ids start at 1, and versions do not \
                   follow from the order of the numbers.",
        note: None,
        confidence: "high",
        touches: &[
            "LINEERR_INVALAGENTACTIVITY",
            "LINEERR_TARGETSELF",
            "LINEERR_INVALADDRESSSTATE",
            "LINEERR_INVALADDRESSTYPE",
            "LINEERR_SERVICE_NOT_RUNNING",
        ],
        code: &[Place { file: "tapi-acd/src/ids.rs", item: "RequestId" }],
        pin: Pin::Tests(&["errata::e11_a_request_id_is_positive"]),
    },
    Erratum {
        id: "E12",
        page: "LINEAGENTCAPS structure",
        defect: "LINEAGENTCAPS says 0 extension ids when extensions are supported, and sizes a list by \
                 a field that does not exist",
        decision: "dwNumAgentExtensionIDs is 0 when extensions are not supported, the list takes 16 \
                   bytes for each, and dwMaxNumGroupEntries counts groups.",
        note: None,
        confidence: "certain",
        touches: &["lineGetAgentCaps", "LINEAGENTCAPS"],
        code: &[
            Place { file: "tapi-wire/src/layout/agent.rs", item: "agent_extension_ids" },
            Place { file: "tapi-wire/src/layout/tails.rs", item: "TAILS" },
        ],
        pin: Pin::Tests(&[
            "tapi-wire layouts::tail_rows::an_array_has_a_field_that_counts_and_elements_that_the_field_names",
            "tapi-wire vectors::views::the_views_read_and_write_what_the_annotations_say",
        ]),
    },
    Erratum {
        id: "E13",
        page: "LINEAGENTLIST, LINEAGENTSESSIONLIST, LINEQUEUELIST and LINEPROXYREQUESTLIST structures",
        defect: "the list structures describe dwListOffset as the size of the list",
        decision: "The number of entries of a list times their size is dwListSize; dwListOffset is an \
                   offset in bytes.",
        note: None,
        confidence: "certain",
        touches: &[
            "lineGetAgentActivityList",
            "lineGetAgentGroupList",
            "lineGetAgentSessionList",
            "lineGetGroupList",
            "lineGetProxyStatus",
            "lineGetQueueList",
            "LINEAGENTACTIVITYLIST",
            "LINEAGENTGROUPLIST",
            "LINEAGENTLIST",
            "LINEAGENTSESSIONLIST",
            "LINEPROXYREQUESTLIST",
            "LINEQUEUELIST",
        ],
        code: &[
            Place { file: "tapi-wire/src/layout/list.rs", item: "List" },
            Place { file: "tapi-wire/src/layout/tails.rs", item: "TAILS" },
        ],
        pin: Pin::Tests(&[
            "tapi-wire layouts::lists::an_array_shorter_than_its_elements_is_refused",
            "tapi-wire vectors::views::the_views_read_and_write_what_the_annotations_say",
        ]),
    },
    Erratum {
        id: "E14",
        page: "LINEQUEUEINFO structure and its siblings; LINEPROXYREQUEST_ Constants",
        defect: "the queue structures ask for TAPI 3.0, the functions and messages that use them for 2.2",
        decision: "Everything about queues is TAPI 2.2; request types 1 to 8 are 2.0, 9 to 20 are 2.2.",
        note: None,
        confidence: "high",
        touches: &[
            "LINE_QUEUESTATUS",
            "LINEPROXYREQUEST_",
            "lineGetQueueInfo",
            "lineGetQueueList",
            "LINEQUEUEENTRY",
            "LINEQUEUEINFO",
            "LINEQUEUELIST",
        ],
        code: &[
            Place { file: "tapi-acd/src/function/rows.rs", item: "FUNCTIONS" },
            Place { file: "tapi-wire/src/layout/queue.rs", item: "LineQueueInfo" },
        ],
        pin: Pin::Tests(&[
            "errata::e14_a_function_is_as_old_as_its_version_table_says",
            "messages::a_message_is_withheld_from_lines_of_older_versions",
            "tapi-wire layouts::spec::every_structure_has_a_table_and_every_table_a_structure",
        ]),
    },
    Erratum {
        id: "E15",
        page: "LINEQUEUEINFO structure, dwFinalDisposition",
        defect: "LINEQUEUEINFO gives dwFinalDisposition neither a meaning nor a unit",
        decision: "dwFinalDisposition counts the calls that ran to the end of the call guide unanswered \
                   in the measurement period.",
        note: Some("As TAPI 3 has it."),
        confidence: "high",
        touches: &["lineGetQueueInfo", "LINEQUEUEINFO"],
        code: &[
            Place { file: "tapi-wire/src/layout/queue.rs", item: "final_disposition" },
            Place { file: "tapi-acd/src/handler/queues.rs", item: "info" },
        ],
        pin: Pin::Tests(&[
            "handler::a_queue_counts_its_calls",
            "tapi-wire layouts::spec::every_structure_has_a_table_and_every_table_a_structure",
        ]),
    },
    Erratum {
        id: "E16",
        page: "LINECALLPARAMS structure",
        defect: "LINECALLPARAMS has 180 bytes in the documents and 176 in one header",
        decision: "LINECALLPARAMS has 176 bytes in TAPI 2.x and 180 since 3.0; a dwTotalSize of 176 or \
                   more is accepted.",
        note: None,
        confidence: "certain",
        touches: &["lineOpen", "LINECALLPARAMS"],
        code: &[
            Place { file: "tapi-wire/src/layout/call_params.rs", item: "LineCallParams" },
            Place { file: "tapi-acd/src/function/raw.rs", item: "LineCallParams" },
        ],
        pin: Pin::Tests(&[
            "tapi-wire layouts::call_params::a_total_size_is_accepted_from_176_to_the_end",
            "tapi-wire layouts::call_params::the_total_size_tells_whether_there_is_an_address_type",
            "raw_calls::every_structure_that_is_too_small_is_refused",
        ]),
    },
    Erratum {
        id: "E17",
        page: "lineGetAgentCaps function; lineGetAgentGroupList function",
        defect: "lineGetAgentCaps promises the groups of a named agent, and takes no agent",
        decision: "lineGetAgentCaps takes no agent, groups come from lineGetAgentGroupList, and that \
                   function too needs dwTotalSize set.",
        note: None,
        confidence: "certain",
        touches: &["lineGetAgentCaps", "lineGetAgentGroupList"],
        code: &[
            Place { file: "tapi-acd/src/function/rows.rs", item: "FUNCTIONS" },
            Place { file: "tapi-acd/src/function/raw.rs", item: "STRUCTURE_TOO_SMALL" },
        ],
        pin: Pin::Tests(&[
            "raw_calls::the_rows_are_those_of_the_facts",
            "raw_calls::every_structure_that_is_too_small_is_refused",
        ]),
    },
    Erratum {
        id: "E18",
        page: "LINEAGENTLIST structure; LINEAGENTENTRY structure",
        defect: "LINEAGENTLIST and LINEAGENTENTRY are documented, but nothing uses them",
        decision: "LINEAGENTLIST and LINEAGENTENTRY are kept as data types; there is no function \
                   lineGetAgentList.",
        note: None,
        confidence: "high",
        touches: &["LINEAGENTENTRY", "LINEAGENTLIST"],
        code: &[
            Place { file: "tapi-wire/src/layout/agent.rs", item: "LineAgentList" },
            Place { file: "tapi-wire/src/layout/agent.rs", item: "LineAgentEntry" },
        ],
        pin: Pin::Tests(&["errata::e18_nothing_carries_the_list_of_agents"]),
    },
    Erratum {
        id: "E19",
        page: "Asynchronous Functions; Synchronous/Asynchronous Model",
        defect: "one page lets LINE_REPLY arrive before the function has returned, another rules that \
                 out",
        decision: "TAPI lets a function return before its LINE_REPLY comes, but a second thread may see \
                   the reply first, so a client keeps replies to unknown ids.",
        note: Some(
            "The server of this model sends the id first; the monitor accepts an early reply once its \
             function returns the id.",
        ),
        confidence: "high",
        touches: &["LINE_REPLY"],
        code: &[
            Place { file: "tapi-acd/src/client.rs", item: "replied" },
            Place { file: "tapi-acd/src/client.rs", item: "returned" },
            Place { file: "tapi-acd/src/contract/replies.rs", item: "reply" },
        ],
        pin: Pin::Tests(&[
            "errata::e19_a_client_keeps_a_reply_that_comes_before_the_return",
            "contract::what_the_pages_show_gives_no_finding",
        ]),
    },
    Erratum {
        id: "E20",
        page: "LINEAGENTGROUPENTRY, LINEAGENTACTIVITYENTRY, LINEAGENTENTRY and LINEQUEUEENTRY structures",
        defect: "the name offsets in list entries seem to count from the entry",
        decision: "The name offsets of list entries count from the start of the structure that carries \
                   the list.",
        note: None,
        confidence: "high",
        touches: &[
            "lineGetAgentActivityList",
            "lineGetAgentGroupList",
            "lineGetAgentStatus",
            "lineGetGroupList",
            "lineGetQueueList",
            "lineSetAgentGroup",
            "LINEAGENTACTIVITYENTRY",
            "LINEAGENTENTRY",
            "LINEAGENTGROUPENTRY",
            "LINEQUEUEENTRY",
        ],
        code: &[
            Place { file: "tapi-wire/src/layout/tails.rs", item: "Holder" },
            Place { file: "tapi-wire/src/layout/list.rs", item: "List" },
        ],
        pin: Pin::Tests(&[
            "tapi-wire layouts::tail_rows::an_offset_of_an_entry_counts_from_the_holder",
            "tapi-wire vectors::views::the_views_read_and_write_what_the_annotations_say",
        ]),
    },
    Erratum {
        id: "E21",
        page: "LINEPROXYREQUEST structure",
        defect: "the newer arms of LINEPROXYREQUEST do not say where their offsets count from",
        decision: "Inner structures of LINEPROXYREQUEST count offsets from themselves, agent id and PIN \
                   count from the first field of the arm (byte 28), client names from LINEPROXYREQUEST.",
        note: None,
        confidence: "high",
        touches: &[
            "LINE_PROXYREQUEST",
            "lineCreateAgent",
            "lineCreateAgentSession",
            "LINEPROXYREQUEST",
            "LINEPROXYREQUEST.CreateAgent",
            "LINEPROXYREQUEST.CreateAgentSession",
        ],
        code: &[
            Place { file: "tapi-wire/src/layout/tails.rs", item: "Own" },
            Place { file: "tapi-wire/src/layout/proxy_buffer.rs", item: "ProxyBuffer" },
        ],
        pin: Pin::Tests(&[
            "tapi-wire layouts::requests::an_agent_is_created_byte_by_byte",
            "tapi-wire vectors::requests::a_request_is_read_and_written_whole",
        ]),
    },
    Erratum {
        id: "E22",
        page: "the functions of agents, groups and queues: Return value",
        defect: "the lists of errors lack codes that the functions need, and have some that cannot occur",
        decision: "The lists of errors on the pages are taken as not exhaustive.",
        note: Some("What must be expected beyond the pages stands beside each function, as our reasoning."),
        confidence: "high",
        touches: &[
            "lineCreateAgent",
            "lineCreateAgentSession",
            "lineGetAgentInfo",
            "lineGetAgentSessionInfo",
            "lineGetAgentSessionList",
            "lineGetGroupList",
            "lineGetProxyStatus",
            "lineGetQueueInfo",
            "lineGetQueueList",
            "lineSetAgentActivity",
            "lineSetAgentGroup",
        ],
        code: &[
            Place { file: "tapi-acd/src/function/row.rs", item: "unlisted" },
            Place { file: "tapi-acd/src/function/rows.rs", item: "FUNCTIONS" },
        ],
        pin: Pin::Tests(&[
            "raw_calls::the_rows_are_those_of_the_facts",
            "raw_calls::every_function_refuses_every_pointer_that_leads_nowhere",
            "random::whatever_is_asked_the_protocol_holds",
        ]),
    },
    Erratum {
        id: "E23",
        page: "LINEMESSAGE structure; LINE_REPLY message",
        defect: "dwCallbackInstance is said to come from a parameter that lineInitializeEx does not have",
        decision: "dwCallbackInstance is the pointer-sized value given to lineOpen; LINE_REPLY carries \
                   that of the line concerned, or 0.",
        note: None,
        confidence: "high / medium",
        touches: &["LINE_REPLY", "lineInitializeEx", "lineOpen", "LINEMESSAGE"],
        code: &[
            Place { file: "tapi-acd/src/server.rs", item: "reply" },
            Place { file: "tapi-acd/src/server/delivery.rs", item: "to" },
        ],
        pin: Pin::Tests(&["errata::e23_a_reply_carries_the_instance_of_the_requests_line"]),
    },
    Erratum {
        id: "E24",
        page: "LINE_GROUPSTATUS message; LINEGROUPSTATUS_ Constants",
        defect: "LINEGROUPSTATUS_ speaks of this group, but LINE_GROUPSTATUS names none",
        decision: "LINE_GROUPSTATUS means that the list of groups changed; the receiver reads it again \
                   and compares.",
        note: None,
        confidence: "certain",
        touches: &["LINE_GROUPSTATUS", "LINEGROUPSTATUS_"],
        code: &[
            Place { file: "tapi-acd/src/message.rs", item: "Message::GroupStatus" },
            Place { file: "tapi-acd/src/handler.rs", item: "announce" },
        ],
        pin: Pin::Tests(&["messages::e24_a_group_is_found_by_reading_the_list_again"]),
    },
    Erratum {
        id: "E25",
        page: "LINEDISCONNECTMODE_ Constants",
        defect: "the upper half of LINEDISCONNECTMODE_ is called device specific, but has predefined \
                 values",
        decision: "The predefined values of LINEDISCONNECTMODE_ win; DESTINATIONBARRED and FDNRESTRICT \
                   are undocumented and never sent.",
        note: None,
        confidence: "high",
        touches: &["LINE_CALLSTATE", "LINEDISCONNECTMODE_"],
        code: &[
            Place { file: "tapi-acd/src/message/shape.rs", item: "CALL_STATE_MODES" },
            Place { file: "tapi-acd/src/contract/params.rs", item: "allowed" },
        ],
        pin: Pin::Tests(&["errata::e25_a_predefined_disconnect_mode_wins_over_the_device_specific_range"]),
    },
    Erratum {
        id: "E26",
        page: "the messages of TAPI 2.2, LINEAGENTSESSIONSTATUS_, LINEAGENTSTATUS_ and \
               LINEAGENTSTATEEX_ Constants, lineGetProxyStatus function",
        defect: "several pages carry wrong labels, such as dwDevice, or texts copied from a neighbour",
        decision: "The first parameter is hDevice, LINEAGENTSESSIONSTATUS_ bits are changes, \
                   LINEAGENTSTATUS_GROUP is about groups, and LINEAGENTSTATEEX_ values belong to an \
                   agent handle.",
        note: Some("The misspelt lpLineProxyReqestList keeps its name, as headers have it."),
        confidence: "certain",
        touches: &[
            "LINE_AGENTSESSIONSTATUS",
            "LINE_AGENTSTATUSEX",
            "LINE_GROUPSTATUS",
            "LINE_PROXYSTATUS",
            "LINE_QUEUESTATUS",
            "LINEAGENTSESSIONSTATUS_",
            "LINEAGENTSTATEEX_",
            "LINEAGENTSTATUS_GROUP",
            "LINEINITIALIZEEXOPTION_USECOMPLETIONPORT",
            "lineGetProxyStatus",
        ],
        code: &[
            Place { file: "tapi-acd/src/message/shape.rs", item: "SHAPES" },
            Place { file: "tapi-acd/src/function/rows.rs", item: "lpLineProxyReqestList" },
        ],
        pin: Pin::Tests(&[
            "messages::every_parameter_is_what_the_facts_say",
            "raw_calls::the_rows_are_those_of_the_facts",
        ]),
    },
    Erratum {
        id: "E27",
        page: "lineProxyMessage function; LINEMESSAGE structure",
        defect: "lineProxyMessage takes DWORD parameters, LINEMESSAGE has pointer-sized ones",
        decision: "Parameters of lineProxyMessage are extended with zeros; only dwParam1 of \
                   LINE_PROXYREQUEST, which TAPI makes, needs the full width.",
        note: Some("A wider value in a handler's message is a hint (P05)."),
        confidence: "high",
        touches: &["LINE_PROXYREQUEST", "lineProxyMessage", "LINEMESSAGE"],
        code: &[
            Place { file: "tapi-acd/src/server/requests.rs", item: "proxy_message" },
            Place { file: "tapi-acd/src/contract/params.rs", item: "broken_by" },
        ],
        pin: Pin::Tests(&["errata::e27_a_handlers_numbers_are_extended_with_zeros"]),
    },
    Erratum {
        id: "E28",
        page: "LINEPROXYSTATUS_ Constants",
        defect: "the request types that ALLOPENFORACD stands for are listed nowhere",
        decision: "The model infers 13 request types for ALLOPENFORACD, and a program may choose others.",
        note: Some(
            "The set is a setting of the server: the twelve types of TAPI 2.2 and GETAGENTCAPS unless \
             told otherwise.",
        ),
        confidence: "medium",
        touches: &["LINEPROXYSTATUS_ALLOPENFORACD"],
        code: &[
            Place { file: "tapi-acd/src/server.rs", item: "acd_types" },
            Place { file: "tapi-acd/src/server.rs", item: "ACD_TYPES" },
            Place { file: "tapi-acd/src/server/lines.rs", item: "all_open_for_acd" },
        ],
        pin: Pin::Tests(&[
            "errata::e28_the_set_for_acd_is_the_inferred_one",
            "messages::e03_the_server_tells_one_bit_and_one_type_at_a_time",
        ]),
    },
    Erratum {
        id: "E29",
        page: "LINE_CLOSE message; lineClose function",
        defect: "what becomes of pending requests is told for a forced close of the handler only",
        decision: "When a handler closes its line or fails, TAPI completes its pending requests with \
                   LINEERR_OPERATIONFAILED.",
        note: None,
        confidence: "medium",
        touches: &["LINE_CLOSE", "lineClose"],
        code: &[Place { file: "tapi-acd/src/server/leaving.rs", item: "fail_requests" }],
        pin: Pin::Tests(&[
            "errata::e29_what_a_leaving_handler_leaves_unanswered_fails",
            "server::the_server_keeps_account_of_every_request",
        ]),
    },
    Erratum {
        id: "E30",
        page: "LINECALLPARAMS structure; lineOpen function",
        defect: "LINECALLPARAMS forbids LINEADDRESSMODE_ADDRESSID for lineOpen, SINGLEADDRESS needs it",
        decision: "LINEOPENOPTION_SINGLEADDRESS requires LINEADDRESSMODE_ADDRESSID.",
        note: None,
        confidence: "certain",
        touches: &["LINEADDRESSMODE_ADDRESSID", "LINEOPENOPTION_SINGLEADDRESS", "lineOpen", "LINECALLPARAMS"],
        code: &[
            Place { file: "tapi-acd/src/function/raw/arg.rs", item: "SINGLE_ADDRESS" },
            Place { file: "tapi-wire/src/layout/call_params.rs", item: "single_address" },
        ],
        pin: Pin::Tests(&[
            "raw_calls::the_options_of_line_open_read_their_structure",
            "tapi-wire layouts::call_params::a_single_address_is_named_by_its_id",
        ]),
    },
    Erratum {
        id: "E31",
        page: "lineSetAgentState function; LINEPROXYREQUEST structure, SetAgentState",
        defect: "a next state of 0 is the agent's default on one page and the state's default on another",
        decision: "A next state of 0 reaches the handler unchanged, and the handler decides.",
        note: None,
        confidence: "medium",
        touches: &["lineSetAgentState", "LINEPROXYREQUEST_SETAGENTSTATE", "LINEPROXYREQUEST.SetAgentState"],
        code: &[
            Place { file: "tapi-acd/src/request.rs", item: "SetAgentState" },
            Place { file: "tapi-acd/src/server/requests.rs", item: "check_before_handler" },
        ],
        pin: Pin::Tests(&["errata::e31_a_next_state_of_zero_reaches_the_handler"]),
    },
    Erratum {
        id: "E32",
        page: "LINEAGENTSTATE_ Constants; LINEAGENTSTATUS structure",
        defect: "LINEAGENTSTATE_ refers to a field that exists nowhere",
        decision: "A dwState of 0 in LINEAGENTSTATUS means UNAVAIL too, so dwState has at most one bit.",
        note: None,
        confidence: "high",
        touches: &["LINE_AGENTSTATUS", "LINEAGENTSTATE_", "lineGetAgentStatus", "LINEAGENTSTATUS"],
        code: &[
            Place { file: "tapi-acd/src/answer.rs", item: "AgentStatus" },
            Place { file: "tapi-acd/src/contract/params.rs", item: "allowed" },
        ],
        pin: Pin::Tests(&["hand_traces::the_judge_finds_in_each_trace_exactly_what_its_first_line_lists"]),
    },
    Erratum {
        id: "E33",
        page: "[MS-TRP] 3.1.4.2; LINEAGENTSTATUS structure",
        defect: "[MS-TRP] fails the queries of an address without an agent, the API answers LOGGEDOFF",
        decision: "A query of an address without an agent goes to the handler, which answers it.",
        note: Some("The handler of this model serves no query of an address yet."),
        confidence: "medium",
        touches: &[
            "lineGetAgentActivityList",
            "lineGetAgentGroupList",
            "lineGetAgentStatus",
            "LINEAGENTSTATUS",
        ],
        code: &[Place { file: "tapi-acd/src/server/requests.rs", item: "check_proxied" }],
        pin: Pin::Tests(&["errata::e33_a_query_of_an_address_goes_to_the_handler"]),
    },
    Erratum {
        id: "E34",
        page: "LINE_AGENTSPECIFIC message; lineProxyMessage function",
        defect: "the page of LINE_AGENTSPECIFIC knows a line handle only",
        decision: "When lineProxyMessage names a call, hDevice of LINE_AGENTSPECIFIC is the call handle.",
        note: Some("The call must be one that the handler holds on that line (inferred)."),
        confidence: "high",
        touches: &["LINE_AGENTSPECIFIC", "lineProxyMessage"],
        code: &[Place { file: "tapi-acd/src/server/requests.rs", item: "check_proxy_message" }],
        pin: Pin::Tests(&[
            "errata::e34_a_message_about_a_stranger_call_is_refused",
            "closing::e34_each_receiver_gets_its_own_handle_of_the_call",
        ]),
    },
    Erratum {
        id: "E35",
        page: "[MS-TRP] 3.1.1; lineOpen function",
        defect: "[MS-TRP] keeps one handler for a line, the API speaks of one for each request type",
        decision: "A handler is registered for a line and a request type, not for the line.",
        note: None,
        confidence: "high",
        touches: &["LINE_PROXYREQUEST", "LINEPROXYSTATUS_", "lineOpen"],
        code: &[Place { file: "tapi-acd/src/server/lines.rs", item: "check_proxy_types" }],
        pin: Pin::Tests(&["errata::e04_a_type_is_registered_once_and_a_refused_open_registers_none"]),
    },
    Erratum {
        id: "E36",
        page: "LINEPROXYREQUEST structure; lineSetAgentStateEx function; lineSetAgentSessionState \
               function",
        defect: "two arms of LINEPROXYREQUEST ask for a state, the functions also pass 0",
        decision: "A state of 0 from lineSetAgentStateEx or lineSetAgentSessionState reaches the \
                   handler.",
        note: Some("TAPI itself refuses only zero in both places, and what is no single state."),
        confidence: "high",
        touches: &[
            "LINEPROXYREQUEST_SETAGENTSESSIONSTATE",
            "LINEPROXYREQUEST_SETAGENTSTATEEX",
            "lineSetAgentSessionState",
            "lineSetAgentStateEx",
            "LINEPROXYREQUEST.SetAgentSessionState",
            "LINEPROXYREQUEST.SetAgentStateEx",
        ],
        code: &[
            Place { file: "tapi-acd/src/server/requests.rs", item: "check_states" },
            Place { file: "tapi-acd/src/handler/requests.rs", item: "wish" },
            Place { file: "tapi-acd/src/handler/requests.rs", item: "planned" },
        ],
        pin: Pin::Tests(&["errata::e36_a_state_of_zero_reaches_the_handler"]),
    },
    Erratum {
        id: "E37",
        page: "TAPI version negotiation; lineInitializeEx function",
        defect: "the first application to open a line is said to select the versions of all later ones",
        decision: "Every application gets the messages of the version that it negotiated itself.",
        note: None,
        confidence: "medium",
        touches: &["lineInitializeEx", "lineNegotiateAPIVersion"],
        code: &[
            Place { file: "tapi-acd/src/server/delivery.rs", item: "tell_device" },
            Place { file: "tapi-acd/src/server/delivery.rs", item: "tell_call" },
        ],
        pin: Pin::Tests(&[
            "messages::a_message_is_withheld_from_lines_of_older_versions",
            "messages::a_line_of_tapi_2_0_hears_of_no_session",
        ]),
    },
];
