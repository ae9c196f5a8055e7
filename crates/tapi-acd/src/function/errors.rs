//! Where the errors of a function arise: the matrix of functions and errors, cell by cell.

use core::fmt;

use tapi_wire::consts::LineErr;

/// An error that a function may come back with: a cell of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The error.
    pub error: LineErr,
    /// Where it arises in the model.
    pub arises: Arises,
}

impl ErrorRow {
    /// The layers in which it arises; none where it cannot.
    pub const fn layers(&self) -> &'static [Layer] {
        match self.arises {
            Arises::In(layers) => layers,
            Arises::Never(_) => &[],
        }
    }

    /// Why it cannot arise, if it cannot.
    pub const fn never(&self) -> Option<&'static str> {
        match self.arises {
            Arises::In(_) => None,
            Arises::Never(why) => Some(why),
        }
    }
}

/// Whether an error arises in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arises {
    /// In these layers, for a reason of its own in each.
    In(&'static [Layer]),
    /// Nowhere, and why: what it is for does not exist in the model.
    Never(&'static str),
}

/// Who finds out that a call cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The raw call: a pointer or a size is wrong.
    RawCall,
    /// The server: a handle, a device, a version or a value is wrong, or nobody serves the request.
    Server,
    /// The agent handler: the request is sound and does not fit what the handler has.
    Handler,
    /// What goes on around the call: nothing is initialised, there is no room, the handler was lost.
    Lifecycle,
}

impl Layer {
    /// Every layer, from the caller inwards.
    pub const ALL: [Self; 4] = [Self::RawCall, Self::Server, Self::Handler, Self::Lifecycle];
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Layer::RawCall => "raw call",
            Layer::Server => "server",
            Layer::Handler => "handler",
            Layer::Lifecycle => "lifecycle",
        })
    }
}
