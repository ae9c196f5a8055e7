//! What news makes of the mirror, and the reads that it makes the client do.
//!
//! At most one read of the same thing is under way. A hint that comes meanwhile makes it be read once more; a read that
//! fails is not repeated before the next hint. What nothing serves is read when something does again.

use alloc::vec::Vec;

use tapi_wire::consts::{Constants as _, LineErr, MessageId, ProxyRequestType, ProxyStatus};

use super::mirror::Gone;
use super::requests::Asked;
use super::rereading::{Reading, carried, hinted, may_hint_at, named_by};
use super::subject::Subject;
use super::{Client, Event, Say};
use crate::answer::Answer;
use crate::function::Out;
use crate::ids::DeviceId;
use crate::message::{Message, ResultCode};
use crate::time::Instant;

/// A read that the client has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) enum Read {
    /// As soon as something serves it.
    Wanted,
    /// It has been called.
    UnderWay,
    /// It was in vain.
    Failed,
}

impl Client {
    /// A status message has come over a line of the device, and the mirror has what it says by itself.
    #[inline(always)]
    pub(super) fn hear(&mut self, device: DeviceId, message: &Message) {
        let gone = Gone::by(message);
        // Mostly nothing is gone, and nothing that the message speaks of is known or asked for.
        if gone.is_some()
            || self.heeded().intersects(may_hint_at(message.id()))
            || message.id() == MessageId::PROXY_STATUS
        {
            self.heed(device, message, gone);
        }
    }

    fn heed(&mut self, device: DeviceId, message: &Message, gone: Option<Gone>) {
        if let Some(gone) = gone {
            self.is_gone(device, gone);
        }
        if let Some(subject) = carried(message) {
            self.overtake(device, |asked| asked == subject);
        }
        if let Message::ProxyStatus { changed, request_type } = *message {
            if changed.contains(ProxyStatus::OPEN) {
                self.is_served(device, request_type);
            }
            if changed.contains(ProxyStatus::CLOSE) {
                self.is_served_no_more(device, request_type);
            }
        }
        let is_there = |subject: &Subject| gone.is_none_or(|gone| !gone.takes(*subject));
        for (topic, subject) in hinted(message, self.heeded()) {
            match subject {
                Some(subject) if is_there(&subject) => self.outdate(device, subject),
                Some(_) => {}
                None => {
                    let every = self.mirror.every(device, topic).into_iter().filter(is_there);
                    every.for_each(|subject| self.outdate(device, subject));
                }
            }
        }
    }

    /// Takes in what a function came to; whether it told what it was to tell.
    pub(super) fn succeeded(
        &mut self,
        at: Instant,
        asked: &Asked,
        out: &Out,
        answer: Option<&Answer>,
        say: &mut impl Say,
    ) -> bool {
        if let Some(meant) = asked.function.meant() {
            self.mirror.function_succeeded(&meant, out);
            self.cancel(say);
        }
        match (asked.reads, out, answer) {
            (Some((device, Subject::ProxyStatus)), Out::RequestTypes(types), _) => {
                if !asked.overtaken {
                    self.learn_types(device, types);
                }
                true
            }
            (Some((device, subject)), _, Some(answer)) if subject.fits(answer) => {
                self.mirror.learn(at, (device, subject), answer.clone(), asked.overtaken);
                if !asked.overtaken {
                    self.follow_list(device, subject);
                }
                true
            }
            _ => false,
        }
    }

    /// A function was refused at once: where the version has it, nothing serves it.
    pub(super) fn refused(&mut self, asked: &Asked, result: ResultCode) {
        let Some((device, subject)) = asked.reads.filter(|_| result == LineErr::OPERATION_UNAVAIL.into())
        else {
            return;
        };
        let line = asked.function.meant().and_then(|meant| meant.line());
        let knows = line.is_none_or(|line| {
            self.mirror.lines.get(&line).is_some_and(|open| open.version >= subject.topic().since())
        });
        if let Some(request_type) = subject.topic().request().filter(|_| knows) {
            self.is_unserved(device, request_type);
        }
    }

    /// A read of the client's own is over.
    pub(super) fn finish(&mut self, asked: &Asked, result: ResultCode, learned: bool, say: &mut impl Say) {
        let Some((device, subject)) = asked.reads else { return };
        let again = asked.overtaken || !learned && self.mirror.is_unserved(device, subject.topic());
        match (again, learned) {
            (true, _) => self.reads.insert((device, subject), Read::Wanted),
            (false, false) => self.reads.insert((device, subject), Read::Failed),
            (false, true) => self.reads.remove(&(device, subject)),
        };
        if !learned {
            self.mirror.outdate(device, subject);
        }
        say.event(Event::Read { device, subject, result });
    }

    /// Calls what is to be read and can be.
    #[inline(always)]
    pub(super) fn read_on(&mut self, say: &mut impl Say) {
        if !self.reads.is_empty() {
            self.read_wanted(say);
        }
    }

    fn read_wanted(&mut self, say: &mut impl Say) {
        let wanted = self.reads.iter().filter(|(_, read)| **read == Read::Wanted);
        let wanted: Vec<_> = wanted.map(|(key, _)| *key).collect();
        for (device, subject) in wanted {
            if self.mirror.is_unserved(device, subject.topic()) {
                continue;
            }
            let Some((line, open)) = self.mirror.line_to(device, subject.topic()) else { continue };
            let function = subject.function(line, open);
            self.reads.insert((device, subject), Read::UnderWay);
            self.call(function, true, say);
        }
    }

    /// Gives up what was asked on a line or a registration that is no more; the client reads over another line.
    pub(super) fn cancel(&mut self, say: &mut impl Say) {
        for asked in self.requests.cancelled(&self.mirror) {
            match asked.reads.filter(|_| asked.own) {
                Some(key) => drop(self.reads.insert(key, Read::Wanted)),
                None if asked.own => {}
                None => {
                    let function = asked.function;
                    say.event(Event::Cancelled { function });
                }
            }
        }
        // Where no line is left nothing hints any more; what was asked by way of the registration has come to nothing.
        let mirror = &self.mirror;
        let silent = |device, subject: Subject| mirror.line_to(device, subject.topic()).is_none();
        self.reads.retain(|(device, subject), _| !silent(*device, *subject));
        for asked in self.requests.about(silent).filter(|asked| asked.own) {
            asked.reads = None;
        }
    }

    /// What the mirror has of a subject is stale, and on its way is nothing better; the client reads it if it may.
    fn outdate(&mut self, device: DeviceId, subject: Subject) {
        self.mirror.outdate(device, subject);
        self.overtake(device, |asked| asked == subject);
        self.want(device, subject);
    }

    /// The topics of which anything is known, under way, or read by itself: of the others nothing can be stale, and who
    /// hears of every agent need not go through all of them with each news.
    fn heeded(&self) -> Reading {
        if self.requests.len() > 0 { Reading::ALL } else { self.reading.union(self.mirror.read) }
    }

    fn overtake(&mut self, device: DeviceId, is: impl Fn(Subject) -> bool) {
        if self.requests.len() == 0 {
            return;
        }
        for asked in self.requests.about(|of, subject| of == device && is(subject)) {
            asked.overtaken = true;
        }
    }

    /// Something is to be read, if the user chose so and a line's version has the function.
    fn want(&mut self, device: DeviceId, subject: Subject) {
        let topic = subject.topic();
        if self.reading.contains(topic) && self.mirror.line_to(device, topic).is_some() {
            let read = self.reads.entry((device, subject)).or_insert(Read::Wanted);
            if *read == Read::Failed {
                *read = Read::Wanted;
            }
        }
    }

    fn is_gone(&mut self, device: DeviceId, gone: Gone) {
        self.mirror.remove(device, gone);
        self.reads.retain(|(of, subject), _| *of != device || !gone.takes(*subject));
        for asked in self.requests.about(|of, subject| of == device && gone.takes(subject)) {
            asked.reads = None;
        }
        if let Gone::Session(_) = gone {
            self.overtake(device, |subject| matches!(subject, Subject::SessionList(_)));
        }
    }

    fn is_served(&mut self, device: DeviceId, request_type: ProxyRequestType) {
        if request_type.is_defined() {
            self.mirror.set_served(self.now, device, request_type, true);
        }
    }

    /// Who served the type is lost.
    fn is_served_no_more(&mut self, device: DeviceId, request_type: ProxyRequestType) {
        if request_type.is_defined() {
            self.mirror.set_served(self.now, device, request_type, true);
            self.is_unserved(device, request_type);
        }
    }

    /// Nothing serves the type; if something did, what it told is stale and the handles that it minted are gone.
    fn is_unserved(&mut self, device: DeviceId, request_type: ProxyRequestType) {
        let before = self.mirror.set_served(self.now, device, request_type, false);
        if before != Some(true) {
            return;
        }
        if let Some(gone) = Gone::with(request_type) {
            self.is_gone(device, gone);
        }
        if request_type == ProxyRequestType::GET_AGENT_STATUS {
            self.mirror.outdate_addresses(device);
        }
        let known = self.mirror.answers.keys().chain(self.reads.keys());
        let of_type = |subject: &Subject| subject.topic().request() == Some(request_type);
        let told = known.filter(|(of, subject)| *of == device && of_type(subject));
        for (device, subject) in told.copied().collect::<Vec<_>>() {
            self.outdate(device, subject);
        }
    }

    fn learn_types(&mut self, device: DeviceId, served: &[ProxyRequestType]) {
        for row in ProxyRequestType::FAMILY.rows {
            let request_type = ProxyRequestType(row.value);
            if served.contains(&request_type) {
                self.is_served(device, request_type);
            } else {
                self.is_unserved(device, request_type);
            }
        }
    }

    /// Reads what a list names for the first time, and forgets the queues of groups that it names no more.
    fn follow_list(&mut self, device: DeviceId, list: Subject) {
        let named = self.mirror.named(device, list);
        if list == Subject::GroupList {
            let known = self.mirror.answers.keys().chain(self.reads.keys());
            let groups = known.filter_map(|(of, subject)| match subject {
                Subject::QueueList(group) if *of == device && !named.contains(subject) => Some(*group),
                _ => None,
            });
            for group in groups.collect::<Vec<_>>() {
                self.is_gone(device, Gone::Group(group));
            }
        }
        if named_by(list.topic()).is_some() {
            for subject in named {
                if !self.mirror.answers.contains_key(&(device, subject)) {
                    self.want(device, subject);
                }
            }
        }
    }
}
