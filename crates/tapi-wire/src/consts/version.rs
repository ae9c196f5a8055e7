use core::fmt;

/// A TAPI version as the functions carry it: the major number in the high word, the minor in the low word.
///
/// C type: `DWORD`; range: 1.3 (`0x00010003`) to 3.1 (`0x00030001`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct ApiVersion(pub u32);

impl ApiVersion {
    /// TAPI 1.3, Windows 3.1.
    pub const V1_3: Self = Self::new(1, 3);
    /// TAPI 1.4, Windows 95.
    pub const V1_4: Self = Self::new(1, 4);
    /// TAPI 2.0: the first call-center functions, bound to an address.
    pub const V2_0: Self = Self::new(2, 0);
    /// TAPI 2.1: client and server management.
    pub const V2_1: Self = Self::new(2, 1);
    /// TAPI 2.2: agent handles, agent sessions, groups and queues.
    pub const V2_2: Self = Self::new(2, 2);
    /// TAPI 3.0, Windows 2000.
    pub const V3_0: Self = Self::new(3, 0);
    /// TAPI 3.1, Windows XP.
    pub const V3_1: Self = Self::new(3, 1);

    /// The version `major.minor`.
    pub const fn new(major: u16, minor: u16) -> Self {
        Self((major as u32) << 16 | minor as u32)
    }

    /// The number before the point.
    pub const fn major(self) -> u32 {
        self.0 >> 16
    }

    /// The number after the point.
    pub const fn minor(self) -> u32 {
        self.0 & 0xFFFF
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major(), self.minor())
    }
}

impl fmt::Debug for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiVersion({self})")
    }
}
