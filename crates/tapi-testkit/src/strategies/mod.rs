//! Strategies for proptest: messages, structures, requests, functions.
//!
//! They lean towards what decides something (constants that have names, small numbers, strings of few characters) and
//! still reach every value. [`damaged`] makes hostile bytes out of good ones.
//!
//! ```
//! use proptest::prelude::*;
//! use tapi_acd::request::ProxyRequest;
//! use tapi_testkit::strategies;
//!
//! proptest!(|(request in strategies::request(), requester in strategies::requester())| {
//!     let buffer = request.to_buffer(&requester.as_ref()).expect("it has room");
//!     prop_assert_eq!(ProxyRequest::from_buffer(&buffer), Ok(Some(request)));
//! });
//! ```

mod functions;
mod messages;
mod requests;
mod structures;
mod values;

pub use functions::{function, out, proxied_function, raw_call};
pub use messages::{line_message, message_id, parameter};
pub use requests::{
    AnyRequester, agent_caps, agent_info, agent_session_info, agent_status, answer, answer_to, queue_info,
    request, request_buffer, requester,
};
pub use structures::{damaged, fixed, structure_bytes};
pub use values::{constant, currency, guid, id, ole_date, text};
