//! A whole `LINEPROXYREQUEST`: what TAPI hands to an agent handler, and where the handler writes its answer.

use alloc::vec::Vec;

use super::LineProxyRequest;
use super::filled::ABI;
use super::proxy_arm_view::ProxyArmView;
use super::table::Structure as _;
use super::whole::Whole;
use crate::consts::ApiVersion;
use crate::error::{DecodeError, EncodeError};
use crate::varpart::{Place, Unverified};

const SIZE: Place = Place::of(LineProxyRequest::LAYOUT, "dwSize");
const MACHINE_NAME: Place = Place::of(LineProxyRequest::LAYOUT, "dwClientMachineNameOffset");
const USER_NAME: Place = Place::of(LineProxyRequest::LAYOUT, "dwClientUserNameOffset");

/// A request to an agent handler with everything that belongs to it: header, names, arm.
///
/// C name: `LINEPROXYREQUEST`; TAPI 2.0. Microsoft page: *LINEPROXYREQUEST structure*.
///
/// An offset counts from the structure that its field belongs to (erratum E21): the names of the client from the
/// header, an agent's id and PIN from the first field of the arm, everything in an [`Inner`](super::Inner) from the
/// start of that structure. A [`DecodeError`] counts in the same way from the structure that it names; an arm starts
/// at [`LineProxyRequest::ARM_OFFSET`].
///
/// The request goes through four hands:
///
/// 1. TAPI makes it: [`ProxyBuffer::encode`], with room where the handler is to answer.
/// 2. The handler reads it: [`ProxyBuffer::decode`].
/// 3. The handler writes its answer into the same bytes: [`ProxyBuffer::answer_mut`].
/// 4. TAPI reads the answer: [`ProxyBuffer::decode`] again.
///
/// ```
/// use tapi_wire::layout::{GroupEntry, GroupList, Inner, ProxyArmView, ProxyBuffer};
/// use tapi_wire::varpart::wide_bytes;
/// use tapi_wire::{ApiVersion, Guid};
///
/// let request = ProxyBuffer {
///     client_machine_name: &wide_bytes("DESK7"),
///     client_user_name: &wide_bytes("ada"),
///     client_app_api_version: ApiVersion::V2_2,
///     arm: ProxyArmView::GetGroupList { group_list: Inner::room(200) },
/// };
/// let mut buffer = request.encode().expect("200 bytes have room for a list");
/// assert_eq!(ProxyBuffer::decode(&buffer), Ok(request));
///
/// let sales = GroupEntry { group_id: Guid([7; 16]), name: &wide_bytes("Sales") };
/// let room = ProxyBuffer::answer_mut(&mut buffer).expect("TAPI made the buffer");
/// GroupList::encode_into([sales], room).expect("the room is that of a list");
///
/// let ProxyArmView::GetGroupList { group_list } = ProxyBuffer::decode(&buffer).expect("it is canonical").arm else {
///     panic!("the handler does not change the request type")
/// };
/// let groups = group_list.view().expect("the handler has filled it").entries;
/// assert_eq!(groups.iter().collect::<Vec<_>>(), [Ok(sales)]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyBuffer<'a> {
    /// The name of the client's computer, as bytes with the terminator, in Unicode.
    pub client_machine_name: &'a [u8],
    /// The name of the client's user, as bytes with the terminator, in Unicode.
    pub client_user_name: &'a [u8],
    /// The highest TAPI version that the client knows; a structure in the arm is as this version has it.
    pub client_app_api_version: ApiVersion,
    /// What is asked for and, once the handler has written it, the answer.
    pub arm: ProxyArmView<'a>,
}

impl<'a> ProxyBuffer<'a> {
    /// Reads the request at the start of `bytes`; nothing is copied, and what follows `dwSize` bytes is left alone.
    ///
    /// # Errors
    /// `bytes` is too short for the header or for `dwSize`, `dwSize` for the header or the arm, or something that the
    /// request points to leaves its structure. A wrong entry of a list comes from
    /// [`Entries::iter`](super::Entries::iter).
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let header = LineProxyRequest::decode_fixed(ABI, bytes)?;
        let whole = SIZE.total_part(header.size, LineProxyRequest::ARM_OFFSET, bytes)?;
        let machine_name = Unverified {
            size: header.client_machine_name_size,
            offset: header.client_machine_name_offset,
            place: MACHINE_NAME,
        };
        let user_name = Unverified {
            size: header.client_user_name_size,
            offset: header.client_user_name_offset,
            place: USER_NAME,
        };
        let (client_machine_name, client_user_name) = (machine_name.verify(whole)?, user_name.verify(whole)?);
        let version = header.client_app_api_version;
        let arm = &whole[LineProxyRequest::ARM_OFFSET..];
        let names = [machine_name, user_name].into_iter().filter(|name| name.size > 0);
        let names = names
            .filter_map(|name| usize::try_from(name.offset).ok()?.checked_sub(LineProxyRequest::ARM_OFFSET));
        let names = names.min().unwrap_or(arm.len());
        let arm = ProxyArmView::decode(header.request_type, version, arm, names)?;
        Ok(Self { client_machine_name, client_user_name, client_app_api_version: version, arm })
    }

    /// The bytes of the request: the structure as C has it, what belongs to the arm, then the names of the client.
    ///
    /// A structure in the arm, and the parameters of `AgentSpecific`, start within the union and may go on behind it.
    ///
    /// # Errors
    /// The room for a structure is less than its fixed part, or everything together takes more than 4 GiB.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let version = self.client_app_api_version;
        let mut whole = Whole::new(SIZE);
        whole.reserve(LineProxyRequest::ARM_OFFSET)?;
        self.arm.put(version, &mut whole)?;
        // TAPI allocates the whole structure, however short the arm is; nobody knows how long a type without a name is.
        if !matches!(self.arm, ProxyArmView::Unknown { .. }) {
            whole.reserve_to(LineProxyRequest::SIZE)?;
        }
        let (client_machine_name_size, client_machine_name_offset) =
            whole.put(0, self.client_machine_name)?;
        let (client_user_name_size, client_user_name_offset) = whole.put(0, self.client_user_name)?;
        let header = LineProxyRequest {
            size: whole.len(),
            client_machine_name_size,
            client_machine_name_offset,
            client_user_name_size,
            client_user_name_offset,
            client_app_api_version: version,
            request_type: self.arm.request_type(),
        };
        whole.write(version, 0, &header)?;
        Ok(whole.finish())
    }

    /// The part of a request that the handler may write, and nothing else.
    ///
    /// * An out structure: its `dwTotalSize` bytes, for [`List::encode_into`](super::List::encode_into),
    ///   [`AgentCaps::encode_into`](super::AgentCaps::encode_into) or
    ///   [`Filled::encode_filled`](super::Filled::encode_filled). What does not fit is left out whole, and
    ///   `dwNeededSize` says so.
    /// * A new agent or agent session: the four bytes of its handle.
    /// * `AgentSpecific`: the parameters.
    /// * Any other request: no bytes, since the result is the whole answer.
    ///
    /// # Errors
    /// Those of [`ProxyBuffer::decode`].
    pub fn answer_mut(bytes: &mut [u8]) -> Result<&mut [u8], DecodeError> {
        let answer = ProxyBuffer::decode(bytes)?.arm.answer();
        Ok(&mut bytes[LineProxyRequest::ARM_OFFSET..][answer])
    }
}
