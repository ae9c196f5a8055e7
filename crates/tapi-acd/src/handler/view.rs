//! What the handler would answer, for monitors: the truth behind what applications know.

use alloc::collections::VecDeque;

use tapi_wire::consts::ApiVersion;

use super::View;
use super::policy::Policy;
use crate::answer::Answer;
use crate::ids::DeviceId;
use crate::request::ProxyRequest;
use crate::time::Instant;

impl<P: Policy> View<'_, P> {
    /// What the handler would answer on a line if it were asked now; none where it would refuse or has nothing to say.
    ///
    /// A copy is asked, so nothing changes.
    pub fn answer(
        &self,
        now: Instant,
        device: DeviceId,
        client_version: ApiVersion,
        request: &ProxyRequest,
    ) -> Option<Answer> {
        let mut copy = self.handler.clone();
        copy.now = now;
        let mut unheard = VecDeque::new();
        copy.serve(device, client_version, request, &mut unheard).ok().flatten()
    }
}
