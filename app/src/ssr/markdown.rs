//! Markdown to HTML that is safe to show.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::HashSet;
use std::sync::LazyLock;

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    // Pictures from elsewhere would tell that server who reads the page, and the policy blocks them anyway.
    builder
        .rm_tags(["h1", "img", "map", "area", "details", "summary"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("nofollow ugc noopener"))
        .rm_generic_attributes(["title"])
        .id_prefix(None);
    builder
});

/// Renders Markdown (CommonMark with tables, strikethrough and footnotes) to sanitised HTML. Headings stand one
/// level lower, under the page's own.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut raw, Parser::new_ext(markdown, options).map(lowered));
    SANITISER.clean(&raw).to_string()
}

fn lowered(mut event: Event<'_>) -> Event<'_> {
    if let Event::Start(Tag::Heading { level, .. }) | Event::End(TagEnd::Heading(level)) =
        &mut event
    {
        *level = HeadingLevel::try_from(*level as usize + 1).unwrap_or(HeadingLevel::H6);
    }
    event
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn nothing_that_runs_comes_through() {
        let attacks = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "<a href=\"JaVaScRiPt:alert(1)\">a</a>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
            "<p style=\"background:url(//evil)\" onclick=x>p</p>",
            "<form action=//evil><input></form>",
            "<base href=//evil>",
            "[x]: data:text/html,<script>alert(1)</script>\n\n[x]",
        ];
        for attack in attacks {
            let html = to_html(attack).to_lowercase();
            for bad in [
                "<script",
                "onerror=",
                "onclick=",
                "href=\"javascript",
                "style=",
                "<img",
                "<svg",
                "<iframe",
                "<form",
                "<base",
                "href=\"data",
            ] {
                assert!(!html.contains(bad), "{attack}\n{html}");
            }
        }
    }

    #[test]
    fn prose_stays_prose() {
        let html = to_html("# Rain\n\n*On* [tin](https://example.org) | a\n\n- one");
        assert!(html.contains("<h2>Rain</h2>") && html.contains("<em>On</em>"));
        assert!(html.contains("rel=\"nofollow ugc noopener\""));
        let html = to_html("<h1>Shout</h1>\n\n###### Whisper");
        assert!(
            !html.contains("<h1") && html.contains("<h6>Whisper</h6>"),
            "{html}"
        );
    }
}
