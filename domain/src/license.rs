//! Licenses, and which a remix may carry.
//!
//! The rules follow the Creative Commons license compatibility chart
//! (<https://creativecommons.org/faq/#can-i-combine-material-under-different-creative-commons-licenses-in-my-work>),
//! with `LicenseRef-Understory` beside it: remixable on this platform only, and
//! its remixes stay under it.

use crate::ids::RecordId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A license that can be given to a record here, by its SPDX identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum License {
    /// `CC0-1.0`: no rights reserved.
    #[serde(rename = "CC0-1.0")]
    Cc0,
    /// `CC-BY-4.0`: credit.
    #[serde(rename = "CC-BY-4.0")]
    CcBy,
    /// `CC-BY-SA-4.0`: credit, and remixes under the same license.
    #[serde(rename = "CC-BY-SA-4.0")]
    CcBySa,
    /// `CC-BY-NC-4.0`: credit, not commercially.
    #[serde(rename = "CC-BY-NC-4.0")]
    CcByNc,
    /// `CC-BY-NC-SA-4.0`: credit, not commercially, and remixes under the same license.
    #[serde(rename = "CC-BY-NC-SA-4.0")]
    CcByNcSa,
    /// `LicenseRef-Understory`: may be remixed here; the company may produce it, non-exclusively.
    #[serde(rename = "LicenseRef-Understory")]
    Understory,
}

impl License {
    /// All licenses, from the most to the least open.
    pub const ALL: [Self; 6] = [
        Self::Cc0,
        Self::CcBy,
        Self::CcBySa,
        Self::CcByNc,
        Self::CcByNcSa,
        Self::Understory,
    ];

    /// The SPDX identifier.
    #[must_use]
    pub fn spdx(self) -> &'static str {
        match self {
            Self::Cc0 => "CC0-1.0",
            Self::CcBy => "CC-BY-4.0",
            Self::CcBySa => "CC-BY-SA-4.0",
            Self::CcByNc => "CC-BY-NC-4.0",
            Self::CcByNcSa => "CC-BY-NC-SA-4.0",
            Self::Understory => "LicenseRef-Understory",
        }
    }

    /// The name people know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cc0 => "CC0 1.0",
            Self::CcBy => "CC BY 4.0",
            Self::CcBySa => "CC BY-SA 4.0",
            Self::CcByNc => "CC BY-NC 4.0",
            Self::CcByNcSa => "CC BY-NC-SA 4.0",
            Self::Understory => "Understory license",
        }
    }

    /// What it means for whoever wants to remix the record, in one plain sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Cc0 => "Anyone may use it for anything, here and elsewhere, without conditions.",
            Self::CcBy => {
                "You may remix it here and elsewhere, also commercially, with credit to the whole chain."
            }
            Self::CcBySa => {
                "You may remix it here and elsewhere, with credit to the whole chain, under the same license."
            }
            Self::CcByNc => {
                "You may remix it here and elsewhere, with credit to the whole chain, but not commercially."
            }
            Self::CcByNcSa => {
                "You may remix it here and elsewhere, with credit to the whole chain, under the same license, but not commercially."
            }
            Self::Understory => {
                "You may remix it here. The company may produce it, non-exclusively, and shares the profit."
            }
        }
    }

    /// Where the license can be read, or `None` for the platform's own.
    #[must_use]
    pub fn url(self) -> Option<&'static str> {
        match self {
            Self::Cc0 => Some("https://creativecommons.org/publicdomain/zero/1.0/"),
            Self::CcBy => Some("https://creativecommons.org/licenses/by/4.0/"),
            Self::CcBySa => Some("https://creativecommons.org/licenses/by-sa/4.0/"),
            Self::CcByNc => Some("https://creativecommons.org/licenses/by-nc/4.0/"),
            Self::CcByNcSa => Some("https://creativecommons.org/licenses/by-nc-sa/4.0/"),
            Self::Understory => None,
        }
    }

    /// Whether a remix that has a record under `self` as its only source may be under `remix`.
    #[must_use]
    pub fn allows(self, remix: Self) -> bool {
        match self {
            Self::Cc0 => true,
            Self::CcBy => remix != Self::Cc0,
            Self::CcByNc => matches!(remix, Self::CcByNc | Self::CcByNcSa),
            Self::CcBySa | Self::CcByNcSa | Self::Understory => remix == self,
        }
    }
}

impl fmt::Display for License {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spdx())
    }
}

/// The identifier is none of the licenses that can be given here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLicense;

impl FromStr for License {
    type Err = UnknownLicense;
    fn from_str(spdx: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|license| license.spdx() == spdx)
            .ok_or(UnknownLicense)
    }
}

/// The license of a source, as far as it is known: imported records may carry a license
/// that cannot be given here, or none at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLicense {
    /// The source.
    pub source: RecordId,
    /// Its license, or `None` where it is foreign or not recorded, so that nothing is allowed.
    pub license: Option<License>,
}

/// Why a remix cannot be licensed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LicenseError {
    /// No license satisfies both of these sources.
    Disagree {
        /// One source and its license.
        first: (RecordId, License),
        /// Another source and its license.
        second: (RecordId, License),
    },
    /// This source's license is foreign or not recorded, so nothing says that it may be remixed here.
    NotRemixable {
        /// The source.
        source: RecordId,
    },
    /// The sources allow other licenses, but not this one.
    NotAllowed {
        /// The license that was asked for.
        license: License,
        /// A source that does not allow it.
        source: RecordId,
    },
}

/// The licenses that a remix of these sources may carry; all of them for a root.
///
/// # Errors
/// [`LicenseError::NotRemixable`] or [`LicenseError::Disagree`] where there is none.
pub fn allowed_licenses(sources: &[SourceLicense]) -> Result<Vec<License>, LicenseError> {
    let mut known = Vec::with_capacity(sources.len());
    for SourceLicense { source, license } in sources {
        let license = license.ok_or(LicenseError::NotRemixable { source: *source })?;
        known.push((*source, license));
    }
    let allowed: Vec<License> = License::ALL
        .into_iter()
        .filter(|remix| known.iter().all(|(_, license)| license.allows(*remix)))
        .collect();
    if !allowed.is_empty() {
        return Ok(allowed);
    }
    // Any set of sources without a common license holds a pair without one (a property test).
    let disagreement = known.iter().enumerate().find_map(|(i, first)| {
        known[i + 1..]
            .iter()
            .find(|second| {
                !License::ALL
                    .into_iter()
                    .any(|remix| first.1.allows(remix) && second.1.allows(remix))
            })
            .map(|second| LicenseError::Disagree {
                first: *first,
                second: *second,
            })
    });
    match disagreement {
        Some(error) => Err(error),
        None => Ok(allowed),
    }
}

/// Checks that a remix of these sources may be under `license`.
///
/// # Errors
/// As [`allowed_licenses`], and [`LicenseError::NotAllowed`] naming a source that stands against it.
pub fn check_license(license: License, sources: &[SourceLicense]) -> Result<(), LicenseError> {
    if allowed_licenses(sources)?.contains(&license) {
        return Ok(());
    }
    match sources
        .iter()
        .find(|s| s.license.is_none_or(|l| !l.allows(license)))
    {
        Some(against) => Err(LicenseError::NotAllowed {
            license,
            source: against.source,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sources(licenses: &[License]) -> Vec<SourceLicense> {
        (1..)
            .zip(licenses)
            .map(|(id, license)| SourceLicense {
                source: RecordId(id),
                license: Some(*license),
            })
            .collect()
    }

    #[test]
    fn the_chart() {
        use License::{Cc0, CcBy, CcByNc, CcByNcSa, CcBySa, Understory};
        let rows: [(&[License], &[License]); 12] = [
            (&[], &License::ALL),
            (&[Cc0], &License::ALL),
            (&[CcBy], &[CcBy, CcBySa, CcByNc, CcByNcSa, Understory]),
            (&[CcBySa], &[CcBySa]),
            (&[CcByNc], &[CcByNc, CcByNcSa]),
            (&[CcByNcSa], &[CcByNcSa]),
            (&[Understory], &[Understory]),
            (&[Cc0, CcBy], &[CcBy, CcBySa, CcByNc, CcByNcSa, Understory]),
            (&[CcBy, CcBySa], &[CcBySa]),
            (&[CcBy, CcByNc], &[CcByNc, CcByNcSa]),
            (&[CcByNc, CcByNcSa], &[CcByNcSa]),
            (&[CcBy, Understory], &[Understory]),
        ];
        for (from, expected) in rows {
            assert_eq!(
                allowed_licenses(&sources(from)).unwrap(),
                expected,
                "{from:?}"
            );
        }
    }

    #[test]
    fn share_alike_and_non_commercial_have_no_answer() {
        let error = allowed_licenses(&sources(&[License::CcBy, License::CcBySa, License::CcByNc]));
        assert_eq!(
            error,
            Err(LicenseError::Disagree {
                first: (RecordId(2), License::CcBySa),
                second: (RecordId(3), License::CcByNc)
            })
        );
    }

    #[test]
    fn an_unrecorded_license_allows_nothing() {
        let mut list = sources(&[License::Cc0]);
        list.push(SourceLicense {
            source: RecordId(9),
            license: None,
        });
        assert_eq!(
            allowed_licenses(&list),
            Err(LicenseError::NotRemixable {
                source: RecordId(9)
            })
        );
    }

    proptest! {
        #[test]
        fn an_empty_intersection_always_names_a_pair(
            picks in prop::collection::vec(prop::sample::select(&License::ALL[..]), 0..8)
        ) {
            match allowed_licenses(&sources(&picks)) {
                Ok(allowed) => {
                    prop_assert!(!allowed.is_empty());
                    for remix in License::ALL {
                        let fits = picks.iter().all(|license| license.allows(remix));
                        prop_assert_eq!(fits, allowed.contains(&remix));
                        prop_assert_eq!(fits, check_license(remix, &sources(&picks)).is_ok());
                    }
                }
                Err(LicenseError::Disagree { first, second }) => {
                    let both = |remix: &License| first.1.allows(*remix) && second.1.allows(*remix);
                    prop_assert!(!License::ALL.iter().any(both));
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }

        #[test]
        fn spdx_round_trips(license in prop::sample::select(&License::ALL[..])) {
            prop_assert_eq!(license.spdx().parse(), Ok(license));
        }
    }
}
