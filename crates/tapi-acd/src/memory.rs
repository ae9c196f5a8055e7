//! What keeps memory small where there is an entry for every agent or every call: how lists grow, and lists that
//! several share.

#[cfg(feature = "serde")]
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Makes room for one more, and for a sixteenth of what is there: twice as much each time would leave half of the
/// memory unused at the worst, and an entry is moved sixteen times on the average.
pub(crate) fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 16 + 4);
    }
}

/// A list that several share, as one of each.
#[cfg(feature = "serde")]
pub(crate) fn shared<T: serde::Serialize, S: serde::Serializer>(
    list: &Arc<[T]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(list.iter())
}
