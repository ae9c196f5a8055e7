//! Functions on their way: called, waiting for LINE_REPLY, done.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use super::mirror::Mirror;
use super::subject::Subject;
use crate::answer::Answer;
use crate::function::{Function, Owner};
use crate::ids::{DeviceId, RequestId};
use crate::message::ResultCode;
use crate::time::Instant;

/// A function that was called and is not done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Asked {
    pub(super) function: Box<Function>,
    /// What it goes with; unknown for a line that was not open when it was called.
    owner: Owner,
    /// Asked by the client itself and not by its user.
    pub(super) own: bool,
    /// What it reads; none once that is no more.
    pub(super) reads: Option<(DeviceId, Subject)>,
    /// Since it was called a message has told of what it reads.
    pub(super) overtaken: bool,
}

/// What LINE_REPLY brought, and when.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Reply {
    pub(super) at: Instant,
    pub(super) result: ResultCode,
    pub(super) answer: Option<Answer>,
}

/// Every function that is not done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Requests {
    /// Those that have not returned, in the order of calling.
    calling: VecDeque<Asked>,
    /// Those that LINE_REPLY has not met.
    waiting: BTreeMap<RequestId, Asked>,
    /// Replies that came before their function had returned (erratum E19).
    early: BTreeMap<RequestId, Reply>,
}

impl Requests {
    pub(super) fn call(&mut self, function: Function, own: bool, mirror: &Mirror) {
        let meant = function.meant();
        let reads = meant.as_deref().and_then(|meant| subject_of(meant, mirror));
        let owner = meant.map_or(Owner::Unknown, |meant| owner_of(&meant, mirror));
        self.calling.push_back(Asked { function: Box::new(function), owner, own, reads, overtaken: false });
    }

    /// How many are not done.
    pub(super) fn len(&self) -> usize {
        self.calling.len() + self.waiting.len()
    }

    /// The function that was called longest ago returns.
    pub(super) fn returned(&mut self) -> Option<Asked> {
        self.calling.pop_front()
    }

    /// A function waits for LINE_REPLY, unless that was faster.
    pub(super) fn wait(&mut self, id: RequestId, asked: Asked) -> Option<(Asked, Reply)> {
        if let Some(reply) = self.early.remove(&id) {
            return Some((asked, reply));
        }
        self.waiting.insert(id, asked);
        None
    }

    /// The function that a reply meets; one that has not returned yet will find it later.
    pub(super) fn replied(&mut self, id: RequestId, reply: Reply) -> Option<(Asked, Reply)> {
        match self.waiting.remove(&id) {
            Some(asked) => Some((asked, reply)),
            // A reply to nothing, where no function is under way.
            None if self.calling.is_empty() => None,
            None => {
                self.early.insert(id, reply);
                None
            }
        }
    }

    /// Gives up what waits for LINE_REPLY on a line or a registration that is no more.
    pub(super) fn cancelled(&mut self, mirror: &Mirror) -> Vec<Asked> {
        let gone = self.waiting.iter().filter(|(_, asked)| match &asked.owner {
            Owner::Line(line) => !mirror.lines.contains_key(line),
            Owner::App(app) => !mirror.apps.contains(app),
            Owner::Unknown => false,
        });
        let gone: Vec<_> = gone.map(|(id, _)| *id).collect();
        gone.into_iter().filter_map(|id| self.waiting.remove(&id)).collect()
    }

    /// What was asked about such a subject.
    pub(super) fn about(
        &mut self,
        is: impl Fn(DeviceId, Subject) -> bool,
    ) -> impl Iterator<Item = &mut Asked> {
        let all = self.calling.iter_mut().chain(self.waiting.values_mut());
        all.filter(move |asked| asked.reads.is_some_and(|(device, subject)| is(device, subject)))
    }
}

/// What a function reads, and on which device.
fn subject_of(function: &Function, mirror: &Mirror) -> Option<(DeviceId, Subject)> {
    let subject = Subject::of(function)?;
    let device = match *function {
        Function::GetProxyStatus { device, .. } | Function::GetAgentCaps { device, .. } => device,
        _ => mirror.lines.get(&function.line()?)?.device,
    };
    Some((device, subject))
}

/// What a function goes with, of what is open; a call handle tells its line while it lives.
fn owner_of(function: &Function, mirror: &Mirror) -> Owner {
    match function.owner(|call| mirror.calls.get(&call).map(|call| call.line)) {
        Owner::Line(line) if !mirror.lines.contains_key(&line) => Owner::Unknown,
        owner => owner,
    }
}
