//! One request in the hands of an agent handler, from LINE_PROXYREQUEST to lineProxyResponse.
//!
//! Who waits and which line was asked depend on more than the state: to any line that was not asked, the request is
//! absent. LINE_REPLY goes out where the machine leaves a state in which somebody waits for [`State::Answered`] or
//! [`State::Failed`], and nowhere else. Of what is over the server keeps nothing; who answers once more finds it
//! absent.

use tapi_wire::consts::LineErr;

use super::Basis::{Documented, Inferred};
use super::{Basis, machine};

const ASKING: Basis = Documented("LINE_PROXYREQUEST message");
const ANSWERING: Basis = Documented("lineProxyResponse function");
const CLOSER: Basis = Documented("lineClose function");
const TAKEN: Basis = Documented("LINE_CLOSE message");
const BY_DEAD_HANDLE: Basis =
    Inferred("LINE_CLOSE obliges the handler to answer, and leaves it no other handle (erratum E07)");
const DROPPED: Basis = Inferred("the handler owes an answer that nobody waits for any more");
const FAILS: Basis =
    Inferred("what a handler leaves unanswered fails, so that nobody waits for ever (erratum E29)");
const ONCE: Basis = Inferred("a buffer is answered once, by the line that got it; the pages name no code");
const NOBODY_LEFT: Basis = Inferred("nobody waits already");
const ONE_BUFFER: Basis = Inferred("every request has a buffer of its own");
const HANDLE_LIVES: Basis = Inferred("the line that was asked is open");
const HANDLE_DEAD: Basis = Inferred("the line that was asked has been taken away");
const NOT_THERE: Basis = Inferred("there is no such request, or none any more");

const INVALID_BUFFER: LineErr = LineErr::INVAL_POINTER;
const INVALID_HANDLE: LineErr = LineErr::INVAL_LINE_HANDLE;

machine! {
    name: "proxy request",
    /// Where a request stands.
    states {
        /// It has not been asked, or not of this line.
        Absent,
        /// The handler has it, the client waits.
        Awaited,
        /// The handler has it, the client is gone.
        Unawaited,
        /// The handler has it and has lost its line by force, the client waits.
        AwaitedOfLost,
        /// The handler has it and has lost its line by force, the client is gone.
        UnawaitedOfLost,
        /// lineProxyResponse has come.
        Answered,
        /// It has gone with the handler.
        Failed,
    }
    /// What can happen to a request.
    events {
        /// A function asks it of the line that serves the type.
        Asked,
        /// The line that asked closes, or the registration ends that did; how, those tables say.
        RequesterGone,
        /// The line that was asked is closed by force.
        HandlerTaken,
        /// The line that was asked is closed by its application; or that application shuts down or dies.
        HandlerGone,
        /// lineProxyResponse by an open line.
        Response,
        /// lineProxyResponse by a dead handle.
        ResponseByDeadHandle,
    }
    rows {
        Absent, Asked => Go(State::Awaited), ASKING;
        Absent, RequesterGone => Never, NOT_THERE;
        Absent, HandlerTaken => Never, NOT_THERE;
        Absent, HandlerGone => Never, NOT_THERE;
        Absent, Response => Refuse(INVALID_BUFFER), ONCE;
        Absent, ResponseByDeadHandle => Refuse(INVALID_HANDLE), ONCE;

        Awaited, Asked => Never, ONE_BUFFER;
        Awaited, RequesterGone => Go(State::Unawaited), CLOSER;
        Awaited, HandlerTaken => Go(State::AwaitedOfLost), TAKEN;
        Awaited, HandlerGone => Go(State::Failed), FAILS;
        Awaited, Response => Go(State::Answered), ANSWERING;
        Awaited, ResponseByDeadHandle => Never, HANDLE_LIVES;

        Unawaited, Asked => Never, ONE_BUFFER;
        Unawaited, RequesterGone => Stay, NOBODY_LEFT;
        Unawaited, HandlerTaken => Go(State::UnawaitedOfLost), TAKEN;
        Unawaited, HandlerGone => Go(State::Failed), FAILS;
        Unawaited, Response => Go(State::Answered), DROPPED;
        Unawaited, ResponseByDeadHandle => Never, HANDLE_LIVES;

        AwaitedOfLost, Asked => Never, ONE_BUFFER;
        AwaitedOfLost, RequesterGone => Go(State::UnawaitedOfLost), CLOSER;
        AwaitedOfLost, HandlerTaken => Never, HANDLE_DEAD;
        AwaitedOfLost, HandlerGone => Go(State::Failed), FAILS;
        AwaitedOfLost, Response => Never, HANDLE_DEAD;
        AwaitedOfLost, ResponseByDeadHandle => Go(State::Answered), BY_DEAD_HANDLE;

        UnawaitedOfLost, Asked => Never, ONE_BUFFER;
        UnawaitedOfLost, RequesterGone => Stay, NOBODY_LEFT;
        UnawaitedOfLost, HandlerTaken => Never, HANDLE_DEAD;
        UnawaitedOfLost, HandlerGone => Go(State::Failed), FAILS;
        UnawaitedOfLost, Response => Never, HANDLE_DEAD;
        UnawaitedOfLost, ResponseByDeadHandle => Go(State::Answered), BY_DEAD_HANDLE;

        Answered, Asked => Never, ONE_BUFFER;
        Answered, RequesterGone => Never, NOT_THERE;
        Answered, HandlerTaken => Never, NOT_THERE;
        Answered, HandlerGone => Never, NOT_THERE;
        Answered, Response => Refuse(INVALID_BUFFER), ONCE;
        Answered, ResponseByDeadHandle => Refuse(INVALID_HANDLE), ONCE;

        Failed, Asked => Never, ONE_BUFFER;
        Failed, RequesterGone => Never, NOT_THERE;
        Failed, HandlerTaken => Never, NOT_THERE;
        Failed, HandlerGone => Never, NOT_THERE;
        Failed, Response => Refuse(INVALID_BUFFER), ONCE;
        Failed, ResponseByDeadHandle => Refuse(INVALID_HANDLE), ONCE;
    }
}

impl State {
    /// Whether somebody waits for the answer.
    pub const fn is_awaited(self) -> bool {
        matches!(self, State::Awaited | State::AwaitedOfLost)
    }
}
