//! Queues of an ACD group.

layout! {
    /// A queue in a list.
    ///
    /// Erratum E14: the page says TAPI 3.0, everything else says 2.2.
    LineQueueEntry, "LINEQUEUEENTRY", Documented(V2_2), "LINEQUEUEENTRY structure";
    "The queue; unique within the handler."
    queue_id: u32, "dwQueueID", "id";
    "Size of the name of the queue, its terminator included."
    name_size: u32, "dwNameSize", "byte";
    "Where the name of the queue starts in the structure that holds the array."
    name_offset: u32, "dwNameOffset", "byte";
}

layout! {
    /// The queues of an ACD group.
    LineQueueList, "LINEQUEUELIST", Documented(V2_2), "LINEQUEUELIST structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "Number of LINEQUEUEENTRY elements."
    num_entries: u32, "dwNumEntries", "count";
    "Bytes of the array: the number of elements times the size of one."
    list_size: u32, "dwListSize", "byte";
    "Where the array of queues starts in this structure; 0 where it is empty."
    list_offset: u32, "dwListOffset", "byte";
}

layout! {
    /// Statistics of a queue.
    LineQueueInfo, "LINEQUEUEINFO", Documented(V2_2), "LINEQUEUEINFO structure";
    "Bytes the caller provides for the structure and its variable part; the callee never changes it."
    total_size: u32, "dwTotalSize", "byte";
    "Bytes that everything would take, this fixed part included; may exceed dwTotalSize."
    needed_size: u32, "dwNeededSize", "byte";
    "Bytes filled with meaningful data."
    used_size: u32, "dwUsedSize", "byte";
    "The period that the statistics cover."
    measurement_period: u32, "dwMeasurementPeriod", "second";
    "Incoming calls queued in the period."
    total_calls_queued: u32, "dwTotalCallsQueued", "count";
    "Calls waiting now."
    current_calls_queued: u32, "dwCurrentCallsQueued", "count";
    "Calls abandoned in the period."
    total_calls_abandoned: u32, "dwTotalCallsAbandoned", "count";
    "Calls that came from another queue or group in the period."
    total_calls_flowed_in: u32, "dwTotalCallsFlowedIn", "count";
    "Calls passed on to another queue or group in the period."
    total_calls_flowed_out: u32, "dwTotalCallsFlowedOut", "count";
    "The longest wait of any call."
    longest_ever_wait_time: u32, "dwLongestEverWaitTime", "second";
    "The longest wait of a call that still waits."
    current_longest_wait_time: u32, "dwCurrentLongestWaitTime", "second";
    "The mean wait."
    average_wait_time: u32, "dwAverageWaitTime", "second";
    "Calls that reached the end of the call guide without an answer in the period (erratum E15)."
    final_disposition: u32, "dwFinalDisposition", "count";
}
