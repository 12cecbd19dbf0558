//! What a record's page tells programs in its head: canonical address, Open Graph, oEmbed, JSON-LD.

use crate::ui::text;
use db::record::{RecordView, SourceView};
use domain::Medium;
use domain::license::License;
use domain::record::Status;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};
use serde_json::{Value, json};

/// Everything in the head of a published record's page.
pub(super) fn head(record: &RecordView, public_url: &str) -> impl IntoView + use<> {
    let address = format!("{public_url}/records/{}", record.card.id);
    let api = format!("/api/v1/records/{}", record.card.id);
    let feed = format!("/records/{}/remixes.atom", record.card.id);
    let title = text::short_title(&record.card.title, 120);
    let description = description(record);
    let image = image(record, public_url);
    let kind = match record.card.medium {
        Medium::Audio => "music.song",
        Medium::Video => "video.other",
        _ => "article",
    };
    let card = match image.1 {
        true => "summary_large_image",
        false => "summary",
    };
    let oembed = format!(
        "{public_url}/oembed?format=json&url={}",
        text::query_value(&address)
    );
    view! {
        <Title text=title.clone()/>
        <Link rel="canonical" href=address.clone()/>
        <Link rel="alternate" type_="application/json" href=api.clone()/>
        <Link rel="alternate" type_="application/atom+xml" title="Remixes" href=feed/>
        <Link rel="alternate" type_="image/svg+xml" title="Lineage" href=format!("{api}/lineage.svg")/>
        <Link rel="alternate" type_="application/json+oembed" title=title.clone() href=oembed/>
        <Meta name="description" content=description.clone()/>
        <Meta name="author" content=record.card.author_name.clone()/>
        <Meta property="og:site_name" content="Understory"/>
        <Meta property="og:type" content=kind/>
        <Meta property="og:title" content=title.clone()/>
        <Meta property="og:description" content=description.clone()/>
        <Meta property="og:url" content=address.clone()/>
        <Meta property="og:image" content=image.0.clone()/>
        <Meta name="twitter:card" content=card/>
        <Meta name="twitter:title" content=title/>
        <Meta name="twitter:description" content=description/>
        <Meta name="twitter:image" content=image.0/>
        <script type="application/ld+json" inner_html=script_json(&linked_data(record, public_url))></script>
    }
}

/// The address of a picture for links to the page, and whether it is one of the work.
fn image(record: &RecordView, public_url: &str) -> (String, bool) {
    let media = record
        .media
        .as_ref()
        .filter(|_| record.card.status == Status::Published);
    match media.and_then(|media| Some((media, media.variants.last()?))) {
        Some((media, variant)) => (
            format!("{public_url}/media/{}/{}", media.id, variant.name),
            true,
        ),
        None => (format!("{public_url}/og.png"), false),
    }
}

/// One sentence on what it is, of at most 300 characters.
fn description(record: &RecordView) -> String {
    let said = match record.description.trim() {
        "" => record.card.excerpt.trim(),
        description => description,
    };
    let said = domain::text::clean_line(&text::plain_words(said));
    let card = &record.card;
    let facts = format!(
        "{} by {}, {}.",
        card.medium.label(),
        card.author_name,
        text::made_from(card.source_count, None)
    );
    let all = if said.is_empty() {
        facts
    } else {
        format!("{facts} {said}")
    };
    text::short_title(&all, 300)
}

/// The record as schema.org's `CreativeWork`.
fn linked_data(record: &RecordView, public_url: &str) -> Value {
    let card = &record.card;
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind(card.medium),
        "@id": format!("{public_url}/records/{}", card.id),
        "url": format!("{public_url}/records/{}", card.id),
        "name": text::title(&card.title),
        "creator": person(&card.author_name, card.author.as_str(), public_url),
        "creditText": card.author_name,
        "datePublished": record.published_at.map(db::Timestamp::rfc3339),
        "keywords": record.tags,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": card.heart_count
        },
        "isBasedOn": record.sources.iter().map(|source| based_on(source, public_url)).collect::<Vec<_>>(),
    });
    let license = card
        .license
        .as_deref()
        .map(|id| match id.parse::<License>().map(License::url) {
            Ok(Some(url)) => url.to_owned(),
            _ => id.to_owned(),
        });
    if let Some(license) = license {
        data["license"] = license.into();
    }
    if let Some(media) = record
        .media
        .as_ref()
        .filter(|_| card.status == Status::Published)
    {
        data["contentUrl"] = format!("{public_url}/media/{}", media.id).into();
        data["encodingFormat"] = media.mime.clone().into();
    }
    data
}

fn based_on(source: &SourceView, public_url: &str) -> Value {
    let card = &source.card;
    json!({
        "@type": kind(card.medium),
        "@id": format!("{public_url}/records/{}", card.id),
        "url": format!("{public_url}/records/{}", card.id),
        "name": text::title(&card.title),
        "creator": person(&card.author_name, card.author.as_str(), public_url),
    })
}

fn person(name: &str, handle: &str, public_url: &str) -> Value {
    json!({ "@type": "Person", "name": name, "url": format!("{public_url}/members/{handle}") })
}

fn kind(medium: Medium) -> Value {
    match medium {
        Medium::Text => json!(["CreativeWork", "Article"]),
        Medium::Image => json!(["CreativeWork", "ImageObject"]),
        Medium::Audio => json!(["CreativeWork", "AudioObject"]),
        Medium::Video => json!(["CreativeWork", "VideoObject"]),
        Medium::Code => json!(["CreativeWork", "SoftwareSourceCode"]),
    }
}

/// JSON that stands in a `<script>`: nothing in it can end the script or begin a comment.
fn script_json(data: &Value) -> String {
    let mut escaped = String::new();
    for c in data.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script() {
        let title = "</script><script>alert(1)</script><!-- & \u{2028} \"quoted\"";
        let text = script_json(&json!({ "name": title }));
        for bad in ["<", ">", "&", "\u{2028}"] {
            assert!(!text.contains(bad), "{text}");
        }
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], title);
    }
}
