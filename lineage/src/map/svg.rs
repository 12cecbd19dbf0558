//! A frame as SVG.

use super::Frame;

/// The frame as SVG to stand inside a page, coloured by the page's classes; `href` answers where a record's mark
/// leads, and `title` what it is called.
#[must_use]
pub fn render_map(_frame: &Frame, _width: f64, _height: f64, _name: &str) -> String {
    String::new()
}
