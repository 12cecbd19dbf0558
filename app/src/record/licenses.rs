//! Licenses in words, and which of them a form offers.

use crate::form::FormState;
use crate::ui::form::error_view;
use crate::ui::text;
use db::record::{RecordCard, RecordView};
use domain::RecordId;
use domain::license::{License, LicenseError, SourceLicense, allowed_licenses};
use domain::text::Field;
use leptos::prelude::*;

/// What a record's license means, for its page.
pub(super) struct LicenseWords {
    /// The name people know it by.
    pub(super) name: String,
    /// What it means for whoever wants to remix it.
    pub(super) meaning: String,
    /// Where it can be read.
    pub(super) url: Option<&'static str>,
}

/// The license of a record in plain words.
pub(super) fn license_words(record: &RecordView) -> LicenseWords {
    let known = record.card.license.as_deref().map(str::parse::<License>);
    match (known, record.card.license.as_deref()) {
        (Some(Ok(license)), _) => LicenseWords {
            name: license.name().to_owned(),
            meaning: match asked_by_sources(record, license) {
                true => format!("{} Its sources ask for that.", license.meaning()),
                false => license.meaning().to_owned(),
            },
            url: license.url(),
        },
        (_, Some(foreign)) => LicenseWords {
            name: foreign.to_owned(),
            meaning: "It came with an import, under a license that cannot be combined with ours, so it may not be remixed here. What else you may do with it, that license says.".to_owned(),
            url: None,
        },
        (_, None) if record.external_id.is_some() => LicenseWords {
            name: "Not recorded".to_owned(),
            meaning: "It came with an import that did not record its license, so it may not be remixed here. Ask its author before you use it elsewhere.".to_owned(),
            url: None,
        },
        _ => LicenseWords {
            name: "None yet".to_owned(),
            meaning: "Choose one before you publish it.".to_owned(),
            url: None,
        },
    }
}

/// Whether the sources leave no other license.
fn asked_by_sources(record: &RecordView, license: License) -> bool {
    let sources = source_licenses(record.sources.iter().map(|source| &source.card));
    !sources.is_empty() && allowed_licenses(&sources) == Ok(vec![license])
}

/// The licenses of sources, as far as they are ones of ours.
pub(super) fn source_licenses<'a>(
    cards: impl Iterator<Item = &'a RecordCard>,
) -> Vec<SourceLicense> {
    cards
        .map(|card| SourceLicense {
            source: card.id,
            license: card.license.as_deref().and_then(|id| id.parse().ok()),
        })
        .collect()
}

/// What stands against a remix's license where it has this source, in words: a claim that is accepted does not change
/// the license, so that the two may contradict each other.
pub(crate) fn contradiction(remix: &RecordCard, source: &RecordCard) -> Option<String> {
    let license: License = remix.license.as_deref()?.parse().ok()?;
    let source_license = source.license.as_deref()?.parse::<License>();
    let allowed = source_license
        .as_ref()
        .is_ok_and(|source| source.allows(license));
    let of_source = match &source_license {
        Ok(license) => license.name().to_owned(),
        Err(_) => source.license.clone().unwrap_or_default(),
    };
    (!allowed).then(|| {
        format!(
            "“{}” is under {of_source}, which does not allow remixes under {}. The claim is not held up by that, and changes no license: its author may want to talk to the author of the source.",
            text::short_title(&source.title, 80),
            license.name()
        )
    })
}

/// Whether a record may be remixed here at all.
pub(crate) fn may_be_remixed(card: &RecordCard) -> bool {
    card.license
        .as_deref()
        .is_some_and(|id| id.parse::<License>().is_ok())
}

/// Better words for a refusal by sources or license, which knows their titles.
pub(super) fn refusal(error: &LicenseError, sources: &[RecordCard]) -> String {
    let name = |id: RecordId| {
        let card = sources.iter().find(|card| card.id == id);
        match card {
            Some(card) => format!("“{}”", text::short_title(&card.title, 60)),
            None => format!("record {id}"),
        }
    };
    match error {
        LicenseError::Disagree { first, second } => format!(
            "{} ({}) and {} ({}) cannot be remixed together: no license satisfies both. Leave one of them out.",
            name(first.0),
            first.1.name(),
            name(second.0),
            second.1.name()
        ),
        LicenseError::NotRemixable { source } => format!(
            "{} has no license that allows remixing here. Leave it out, or ask its author.",
            name(*source)
        ),
        LicenseError::NotAllowed { license, source } => format!(
            "{} does not allow its remixes to be under {}. Choose one of the licenses offered.",
            name(*source),
            license.name()
        ),
    }
}

/// The choice of a license, of those that the sources allow; the others say why not.
pub(super) fn license_choice(
    state: &FormState,
    at_first: &str,
    sources: &[RecordCard],
) -> impl IntoView + use<> {
    let licenses = source_licenses(sources.iter());
    let body = match allowed_licenses(&licenses) {
        Ok(allowed) => choices(state, at_first, sources, &licenses, &allowed).into_any(),
        // The list of sources above says which of them disagree.
        Err(_) => view! {
            <div class="notice notice-danger"><p>"No license fits these sources together. Leave one of them out first."</p></div>
        }
        .into_any(),
    };
    let hint = match sources.is_empty() {
        true => "What others may do with it. It cannot be changed once it is published.",
        false => {
            "Only what all its sources allow can be chosen. It cannot be changed once it is published."
        }
    };
    let id = Field::License.as_str();
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby="license-hint license-error">
            <legend>"License"</legend>
            <p class="hint" id="license-hint">{hint}</p>
            {body}
            {error_view(id, state.error_at(Field::License))}
        </fieldset>
    }
}

fn choices(
    state: &FormState,
    at_first: &str,
    sources: &[RecordCard],
    licenses: &[SourceLicense],
    allowed: &[License],
) -> impl IntoView + use<> {
    let chosen = state.value(Field::License.as_str(), at_first);
    let only = allowed.len() == 1;
    let choices: Vec<_> = License::ALL
        .into_iter()
        .map(|license| {
            let why_not =
                (!allowed.contains(&license)).then(|| why_not(license, sources, licenses));
            let checked = why_not.is_none() && (only || chosen == license.spdx());
            choice(license, checked, why_not)
        })
        .collect();
    view! { <div class="choices">{choices}</div> }
}

fn choice(license: License, checked: bool, why_not: Option<String>) -> impl IntoView + use<> {
    let disabled = why_not.is_some();
    let note = match why_not {
        Some(reason) => view! { <small class="why-not">{reason}</small> }.into_any(),
        None => view! { <small>{license.meaning()}</small> }.into_any(),
    };
    view! {
        <label class="choice">
            <input r#type="radio" name="license" value=license.spdx() checked=checked disabled=disabled/>
            <span><b>{license.name()}</b>{note}</span>
        </label>
    }
}

/// Why a license is not offered: the first source that stands against it.
fn why_not(license: License, sources: &[RecordCard], licenses: &[SourceLicense]) -> String {
    let against = licenses.iter().zip(sources).find_map(|(known, card)| {
        Some((known.license?, card)).filter(|(own, _)| !own.allows(license))
    });
    match against {
        Some((own, card)) => format!(
            "Not possible: “{}” is under {}, which does not allow it.",
            text::short_title(&card.title, 60),
            own.name()
        ),
        None => "Not possible with these sources.".to_owned(),
    }
}
