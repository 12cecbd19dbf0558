//! The work itself: text, picture, sound, moving picture or code; or what is left of a withdrawn one.

use super::player::{self, Player};
use crate::ssr::markdown;
use crate::ui::Time;
use crate::ui::cover::{wave_box, wave_path};
use crate::ui::mark::Vine;
use crate::ui::text;
use db::media::MediaView;
use db::record::RecordView;
use domain::Medium;
use domain::record::Status;
use leptos::prelude::*;

/// Bars of the wave in the player.
const PLAYER_BARS: usize = 160;

/// How wide the picture stands on the page, for the browser to choose a file.
const SIZES: &str = "(min-width: 1400px) 900px, (min-width: 960px) 66vw, 96vw";

/// The work, as large as the page lets it be.
pub(crate) fn work(record: &RecordView) -> AnyView {
    if record.card.status == Status::Withdrawn {
        return tombstone(record).into_any();
    }
    match (record.card.medium, &record.media) {
        (Medium::Text | Medium::Code, None) if is_elsewhere(record) => elsewhere(record).into_any(),
        (Medium::Text, None) => text_work(&record.body).into_any(),
        (Medium::Code, None) => code_work(record).into_any(),
        (Medium::Image, Some(media)) => image_work(record, media).into_any(),
        (Medium::Audio, Some(media)) => audio_work(record, media).into_any(),
        (Medium::Video, Some(media)) => video_work(record, media).into_any(),
        (_, Some(media)) => file_work(media).into_any(),
        (_, None) => elsewhere(record).into_any(),
    }
}

fn text_work(body: &str) -> impl IntoView + use<> {
    if body.trim().is_empty() {
        return view! { <div class="work work-text"><p class="muted">"Nothing is written here."</p></div> }
            .into_any();
    }
    let html = markdown::to_html(body);
    view! { <div class="work work-text"><div class="prose" dir="auto" inner_html=html></div></div> }
        .into_any()
}

fn code_work(record: &RecordView) -> impl IntoView + use<> {
    let code = record.body.trim_end_matches('\n').to_owned();
    let lines = code.lines().count().max(1);
    let numbers: Vec<String> = (1..=lines).map(|line| line.to_string()).collect();
    let language = match record.language.as_str() {
        "" => "Code".to_owned(),
        language => language.to_owned(),
    };
    view! {
        <div class="work work-code">
            <div class="code-bar">
                <span dir="auto">{language}</span>
                <span>{text::count(lines as i64, "line", "lines")}</span>
            </div>
            <div class="code">
                <pre class="code-nums" aria-hidden="true">{numbers.join("\n")}</pre>
                <pre class="code-body" tabindex="0" role="region" aria-label="Code"><code>{code}</code></pre>
            </div>
        </div>
    }
}

fn image_work(record: &RecordView, media: &MediaView) -> impl IntoView + use<> {
    let original = format!("/media/{}", media.id);
    // Smaller files of a moving picture stand still.
    let moves = media.mime == "image/gif";
    let smaller: Vec<String> = media
        .variants
        .iter()
        .map(|variant| format!("/media/{}/{} {}w", media.id, variant.name, variant.width))
        .collect();
    let largest = media.variants.last();
    let (source, sizes_set) = match largest {
        Some(variant) if !moves => (
            format!("/media/{}/{}", media.id, variant.name),
            Some(smaller.join(", ")),
        ),
        _ => (original.clone(), None),
    };
    let alt = format!("The picture {}", text::title(&record.card.title));
    view! {
        <figure class="work work-image">
            <a href=original title="Open the whole picture">
                <img
                    src=source
                    sizes=sizes_set.is_some().then_some(SIZES)
                    srcset=sizes_set
                    alt=alt
                    width=media.width
                    height=media.height
                    fetchpriority="high"
                />
            </a>
        </figure>
    }
}

fn audio_work(record: &RecordView, media: &MediaView) -> impl IntoView + use<> {
    let id = format!("wave-{}", record.card.id);
    let peaks = media.peaks.clone().unwrap_or_default();
    let path = wave_path(&peaks, PLAYER_BARS);
    let view_box = wave_box(PLAYER_BARS);
    let seconds = media.duration_ms.unwrap_or(0).max(0) / 1_000;
    let wave = view! {
        <svg
            class="wave"
            viewBox=view_box.clone()
            preserveAspectRatio="none"
            aria-hidden="true"
            inner_html=format!("<path id=\"{id}\" d=\"{path}\"/>")
        ></svg>
        <svg
            class="wave wave-played"
            viewBox=view_box
            preserveAspectRatio="none"
            aria-hidden="true"
            inner_html=format!("<use href=\"#{id}\"></use>")
        ></svg>
    };
    let source = format!("/media/{}", media.id);
    view! { <Player>{player::parts(wave, source, seconds)}</Player> }
}

fn video_work(record: &RecordView, media: &MediaView) -> impl IntoView + use<> {
    let poster = media
        .variants
        .last()
        .map(|variant| format!("/media/{}/{}", media.id, variant.name));
    let label = format!("The video {}", text::title(&record.card.title));
    view! {
        <div class="work work-video">
            <video
                controls
                playsinline
                preload="metadata"
                poster=poster
                src=format!("/media/{}", media.id)
                aria-label=label
                width=media.width
                height=media.height
            ></video>
        </div>
    }
}

/// A text or code that was put up as a file and cannot be shown in the page.
fn file_work(media: &MediaView) -> impl IntoView + use<> {
    view! {
        <div class="work empty">
            <Vine number=2/>
            <p><b dir="auto">{media.file_name.clone()}</b></p>
            <a class="btn" href=format!("/media/{}?download", media.id)>"Download it"</a>
        </div>
    }
}

/// Whether an import brought the record without its words.
fn is_elsewhere(record: &RecordView) -> bool {
    record.external_id.is_some() && record.body.trim().is_empty()
}

/// A record of an import, whose work stands elsewhere or nowhere.
fn elsewhere(record: &RecordView) -> impl IntoView + use<> {
    let medium = record.card.medium.as_str();
    let way = record.url.clone().filter(|url| is_web(url));
    let words = match &way {
        Some(_) => format!(
            "This {medium} came with an import: its lineage is here, the work itself stays where it was."
        ),
        None => format!(
            "This {medium} came with an import: its lineage is here, the work itself is not."
        ),
    };
    view! {
        <div class="work empty">
            <Vine number=record.card.id.0 / 8/>
            <p>{words}</p>
            {way.map(|url| view! {
                <a class="btn" href=url rel="noopener nofollow external">"See it where it stands"</a>
            })}
        </div>
    }
}

/// Whether an imported address may be linked to.
pub(super) fn is_web(url: &str) -> bool {
    let lower = url.trim_start().to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn tombstone(record: &RecordView) -> impl IntoView + use<> {
    let when = record.withdrawn_at.map(|at| view! { " on "<Time at/> });
    view! {
        <div class="work tombstone">
            <Vine number=3/>
            <h2>"This record was withdrawn"</h2>
            <p>
                "Its author took the work back"{when}
                ". Its title, credit, license and links stay, so that nobody else’s lineage is lost."
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::is_web;

    #[test]
    fn only_web_addresses_are_linked() {
        assert!(is_web("https://example.org/a") && is_web("HTTP://example.org"));
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "",
            "ftp://x",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
