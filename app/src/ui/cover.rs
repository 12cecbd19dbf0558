//! Covers: the picture that stands for a record in lists. The title beside it says it in words.

use crate::ui::mark::{medium_class, use_symbol};
use crate::ui::text::plain_words;
use db::record::{RecordCard, Thumbnail};
use domain::Medium;
use domain::record::Status;
use leptos::prelude::*;

/// Bars of a wave in a cover.
const COVER_BARS: usize = 64;

/// A record's cover as in cards: its picture, its first words, its wave, or a vine.
#[component]
pub fn Cover<'a>(
    /// The record.
    card: &'a RecordCard,
) -> impl IntoView + use<> {
    let medium = medium_class(card.medium);
    if card.status == Status::Withdrawn {
        return gone(card, "cover cover-gone").into_any();
    }
    if let Some(thumbnail) = &card.thumbnail {
        return picture(card, thumbnail, "cover").into_any();
    }
    match card.medium {
        Medium::Text if !card.excerpt.trim().is_empty() => view! {
            <div class=format!("cover cover-text {medium}") aria-hidden="true">
                <p dir="auto">{first_words(card)}</p>
            </div>
        }
        .into_any(),
        Medium::Code if !card.excerpt.trim().is_empty() => {
            let lines: Vec<&str> = card.excerpt.lines().take(12).collect();
            view! {
                <div class=format!("cover cover-code {medium}") aria-hidden="true">
                    <code>{lines.join("\n")}</code>
                </div>
            }
            .into_any()
        }
        _ => match &card.peaks {
            Some(peaks) if !peaks.is_empty() => view! {
                <div class=format!("cover cover-audio {medium}") aria-hidden="true">
                    <svg
                        class="wave"
                        viewBox=wave_box(COVER_BARS)
                        preserveAspectRatio="none"
                        inner_html=format!("<path d=\"{}\"/>", wave_path(peaks, COVER_BARS))
                    ></svg>
                </div>
            }
            .into_any(),
            _ => vine(card, "cover cover-vine").into_any(),
        },
    }
}

/// A record's cover as it stands in lines: its picture or a vine.
#[component]
pub fn Thumb<'a>(
    /// The record.
    card: &'a RecordCard,
) -> impl IntoView + use<> {
    match &card.thumbnail {
        _ if card.status == Status::Withdrawn => gone(card, "cover thumb cover-gone").into_any(),
        Some(thumbnail) => picture(card, thumbnail, "cover thumb").into_any(),
        None => vine(card, "cover thumb cover-vine").into_any(),
    }
}

/// The beginning of a text, without its title where that is the first line: it stands below anyway.
fn first_words(card: &RecordCard) -> String {
    let words = plain_words(&card.excerpt);
    match words.split_once('\n') {
        Some((first, rest)) if first.trim() == card.title.trim() => rest.trim_start().to_owned(),
        _ => words,
    }
}

fn picture(card: &RecordCard, thumbnail: &Thumbnail, class: &str) -> impl IntoView + use<> {
    let kind = match card.medium {
        Medium::Video => "cover-video",
        _ => "cover-img",
    };
    view! {
        <div class=format!("{class} {kind} {}", medium_class(card.medium)) aria-hidden="true">
            <img
                src=format!("/media/{}/{}", thumbnail.media, thumbnail.variant)
                alt=""
                loading="lazy"
                decoding="async"
                width=thumbnail.width
                height=thumbnail.height
            />
        </div>
    }
}

fn vine(card: &RecordCard, class: &str) -> impl IntoView + use<> {
    let class = format!(
        "{class} cover-{} {}",
        (card.id.0 / 8 + card.id.0 * 3).rem_euclid(8),
        medium_class(card.medium)
    );
    view! { <div class=class aria-hidden="true"><svg inner_html=vine_of(card)></svg></div> }
}

fn gone(card: &RecordCard, class: &'static str) -> impl IntoView + use<> {
    view! { <div class=class aria-hidden="true"><svg inner_html=vine_of(card)></svg></div> }
}

/// Neighbours in a list have neighbouring ids, and should not look alike.
fn vine_of(card: &RecordCard) -> String {
    use_symbol(&format!("vine-{}", card.id.0.rem_euclid(8)))
}

/// The view box of a wave of so many bars.
#[must_use]
pub fn wave_box(bars: usize) -> String {
    format!("0 0 {} 100", bars * 6)
}

/// The path of a wave: upright bars 6 apart, centred on 50 of 100, each the loudest of its stretch of `peaks`
/// (0 to 100, see [`db::media::Upload::peaks`]).
#[must_use]
pub fn wave_path(peaks: &[u8], bars: usize) -> String {
    let mut path = String::with_capacity(bars * 12);
    for bar in 0..bars {
        let from = bar * peaks.len() / bars;
        let to = ((bar + 1) * peaks.len() / bars).max(from + 1);
        let loudest = peaks.get(from..to.min(peaks.len())).unwrap_or_default();
        let peak = loudest.iter().copied().max().unwrap_or(0).min(100);
        let half = (peak / 2).clamp(2, 48);
        let x = bar * 6 + 3;
        path.push_str(&format!("M{x} {}V{}", 50 - half, 50 + half));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_fit_their_box() {
        assert_eq!(wave_box(2), "0 0 12 100");
        assert_eq!(wave_path(&[0, 100], 2), "M3 48V52M9 2V98");
        assert_eq!(wave_path(&[10, 80, 20, 40], 2), "M3 10V90M9 30V70");
        assert_eq!(wave_path(&[60], 3).matches('M').count(), 3);
        assert_eq!(wave_path(&[], 1), "M3 48V52");
    }
}
