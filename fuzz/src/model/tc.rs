//! The TC string, versions 2.0 to 2.3 (IAB Europe, "Consent string and vendor list formats v2"), field after field.

use cookie_consent::visit::{TcfPurpose, TcfPurposes};

use super::bits::Bits;

/// All that a string says.
#[derive(Clone, Debug)]
pub struct Tc {
    /// In tenths of seconds.
    pub created: u64,
    pub last_updated: u64,
    pub cmp_id: u64,
    pub vendor_list_version: u64,
    pub policy_version: u64,
    pub service_specific: bool,
    pub special_features: Vec<bool>,
    pub purposes: TcfPurposes,
    pub legitimate_interests: TcfPurposes,
    pub purpose_one_treatment: bool,
    pub publisher_country: Option<[u8; 2]>,
    pub consents: Set,
    pub interests: Set,
    pub restrictions: Vec<Restriction>,
    pub disclosed: Option<Set>,
    pub allowed: Option<Set>,
    /// Purposes of the publisher: consented to, of legitimate interest, and of its own both.
    pub publisher: Option<(TcfPurposes, TcfPurposes, Vec<(bool, bool)>)>,
    pub cmp_version: u64,
    pub screen: u64,
    pub language: Option<[u8; 2]>,
}

/// Vendors, as ranges; a field of bits is a range for each.
#[derive(Clone, Debug)]
pub struct Set {
    max: u64,
    pub ranges: Vec<(u64, u64)>,
}

/// What a publisher forbids: for a purpose, of a type, these vendors.
#[derive(Clone, Debug)]
pub struct Restriction {
    purpose: u64,
    kind: u64,
    vendors: Vec<(u64, u64)>,
}

impl Set {
    /// Beyond the greatest id that the set names nobody is in it.
    #[must_use]
    pub fn contains(&self, id: u16) -> bool {
        u64::from(id) <= self.max && in_ranges(&self.ranges, id)
    }

    fn read(bits: &mut Bits) -> Option<Self> {
        let max = bits.number(16)?;
        let is_range = bits.bit()?;
        let ranges = if is_range {
            read_ranges(bits)?
        } else {
            let field = bits.bits(max)?;
            (1..).zip(field).filter(|(_, set)| *set).map(|(id, _)| (id, id)).collect()
        };
        Some(Self { max, ranges })
    }
}

fn in_ranges(ranges: &[(u64, u64)], id: u16) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u64::from(id)))
}

/// A list of ranges: how many; of each whether it is one, its first and its last id. No id is 0, and none is backwards.
fn read_ranges(bits: &mut Bits) -> Option<Vec<(u64, u64)>> {
    let count = bits.number(12)?;
    let mut ranges = Vec::new();
    for _ in 0..count {
        let is_range = bits.bit()?;
        let first = bits.number(16)?;
        let last = if is_range { bits.number(16)? } else { first };
        if first == 0 || last < first {
            return None;
        }
        ranges.push((first, last));
    }
    Some(ranges)
}

/// Eleven purposes are known, of 24.
fn purposes(bits: &[bool]) -> TcfPurposes {
    let known = TcfPurpose::ALL.iter().zip(bits);
    known.filter(|(_, set)| **set).map(|(purpose, _)| *purpose).collect()
}

impl Tc {
    /// Reads a string; `None` if it is cut, of another version, or says something that no such string says.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        if text.len() > 4_096 {
            return None;
        }
        let segments: Option<Vec<Bits>> = text.split(|byte| *byte == b'.').map(Bits::of).collect();
        let mut segments = segments?.into_iter();
        let mut tc = Self::read_core(&mut segments.next()?)?;
        let mut seen = Vec::new();
        for mut segment in segments {
            let kind = segment.number(3)?;
            if seen.contains(&kind) {
                return None;
            }
            seen.push(kind);
            match kind {
                1 => tc.disclosed = Some(Set::read(&mut segment)?),
                2 => tc.allowed = Some(Set::read(&mut segment)?),
                3 => {
                    let (consents, interests) = (purposes(&segment.bits(24)?), purposes(&segment.bits(24)?));
                    let own = segment.number(6)?;
                    let (consented, interested) = (segment.bits(own)?, segment.bits(own)?);
                    tc.publisher = Some((consents, interests, consented.into_iter().zip(interested).collect()));
                }
                _ => return None,
            }
        }
        Some(tc)
    }

    fn read_core(bits: &mut Bits) -> Option<Self> {
        if bits.number(6)? != 2 {
            return None;
        }
        let (created, last_updated) = (bits.number(36)?, bits.number(36)?);
        let cmp_id = bits.number(12)?;
        let (cmp_version, screen) = (bits.number(12)?, bits.number(6)?);
        let language = [bits.number(6)?, bits.number(6)?];
        let (vendor_list_version, policy_version) = (bits.number(12)?, bits.number(6)?);
        let (service_specific, _non_standard_texts) = (bits.bit()?, bits.bit()?);
        let special_features = bits.bits(12)?;
        let (purposes_consent, purposes_interest) = (purposes(&bits.bits(24)?), purposes(&bits.bits(24)?));
        let purpose_one_treatment = bits.bit()?;
        let country = [bits.number(6)?, bits.number(6)?];
        let letter = |number: u64| {
            let letters = (b'A'..=b'Z').zip(0..).chain((b'A'..=b'Z').zip(32..));
            letters.into_iter().find(|(_, at)| *at == number).map(|(letter, _)| letter)
        };
        let letters = |[one, two]: [u64; 2]| letter(one).zip(letter(two)).map(<[u8; 2]>::from);
        let (consents, interests) = (Set::read(bits)?, Set::read(bits)?);
        let count = bits.number(12)?;
        let mut restrictions = Vec::new();
        for _ in 0..count {
            let (purpose, kind) = (bits.number(6)?, bits.number(2)?);
            if kind == 3 {
                return None;
            }
            restrictions.push(Restriction { purpose, kind, vendors: read_ranges(bits)? });
        }
        Some(Self {
            created,
            last_updated,
            cmp_id,
            vendor_list_version,
            policy_version,
            service_specific,
            special_features,
            purposes: purposes_consent,
            legitimate_interests: purposes_interest,
            purpose_one_treatment,
            publisher_country: letters(country),
            consents,
            interests,
            restrictions,
            disclosed: None,
            allowed: None,
            publisher: None,
            cmp_version,
            screen,
            language: letters(language),
        })
    }

    /// The purposes that are restricted for a vendor by restrictions of a type.
    #[must_use]
    pub fn restricted(&self, id: u16, kind: u64) -> TcfPurposes {
        let of_it = self.restrictions.iter().filter(|it| it.kind == kind && in_ranges(&it.vendors, id));
        of_it.filter_map(|it| TcfPurpose::ALL.get(usize::try_from(it.purpose.checked_sub(1)?).ok()?).copied()).collect()
    }

    /// Ids that are worth asking for: at the edges of ranges, and the first few.
    #[must_use]
    pub fn edges(&self) -> Vec<u16> {
        let sets = [&self.consents, &self.interests].into_iter().chain(&self.disclosed);
        let sets: Vec<_> = sets.collect();
        let ranges = sets.iter().flat_map(|set| set.ranges.iter().take(8));
        let ranges = ranges.chain(self.restrictions.iter().take(4).flat_map(|it| it.vendors.iter().take(4)));
        let edges = ranges.flat_map(|(first, last)| [*first - 1, *first, *last, *last + 1]);
        let ends = sets.iter().flat_map(|set| [set.max, set.max + 1]);
        let mut ids: Vec<u16> = edges.chain(ends).filter_map(|id| id.try_into().ok()).collect();
        ids.extend((0..24).chain([u16::MAX]));
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
