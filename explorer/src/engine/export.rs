//! What is seen, as files, and the whole of it, small.

use lineage::map::{Camera, Frame};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, HtmlCanvasElement};

use super::paint::{Painter, context, picture_links};
use super::state::{Source, State};
use super::view;

/// Hands the canvas as a PNG file to `done`.
pub(super) fn png(canvas: &HtmlCanvasElement, done: impl FnOnce(Option<Blob>) + 'static) {
    let heard = Closure::once_into_js(move |blob: Option<Blob>| done(blob));
    // Fails only where the canvas holds what other sites forbid to read; then nothing comes.
    let _ = canvas.to_blob(heard.unchecked_ref());
}

/// The camera of the map in the corner.
pub(super) fn small(state: &State, (width, height): (i32, i32)) -> Camera {
    let pixels = |size: i32| f64::from(size.max(1));
    let extent = state.limits.extent;
    extent.fitted(pixels(width), pixels(height), 4.0)
}

/// Draws everything small, with a frame round what is in view.
pub(super) fn minimap(state: &mut State, canvas: &HtmlCanvasElement, ratio: f64) {
    let (width, height) = (
        f64::from(canvas.client_width().max(1)),
        f64::from(canvas.client_height().max(1)),
    );
    let Ok(context) = context(canvas, false) else {
        return;
    };
    let camera = small(state, (canvas.client_width(), canvas.client_height()));
    let mut frame = Frame::default();
    match &mut state.source {
        Source::Map(map) => map.small(&camera, &state.standings, &mut frame),
        Source::Lineage(lineage) => lineage.frame(&camera, &state.standings, &mut frame),
    }
    canvas.set_width((width * ratio).round() as u32);
    canvas.set_height((height * ratio).round() as u32);
    // Numbers that are not finite were clamped out of the camera.
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.set_fill_style_str(&state.palette.paper);
    context.fill_rect(0.0, 0.0, width, height);
    if let Source::Lineage(lineage) = &state.source {
        picture_links(&context, &lineage.links(), &camera, &state.palette, ratio);
    }
    Painter::specks(&context, &frame, &state.palette, ratio);
    frame_view(&context, state, &camera);
}

fn frame_view(context: &web_sys::CanvasRenderingContext2d, state: &State, small: &Camera) {
    let seen = state.target();
    let (left, top) = view::pixel(small, view::place(&seen, (0.0, 0.0)));
    let (right, bottom) = view::pixel(small, view::place(&seen, (seen.width, seen.height)));
    let inside = |at: f64, most: f64| at.clamp(1.0, most - 1.0);
    let (left, right) = (inside(left, small.width), inside(right, small.width));
    let (top, bottom) = (inside(top, small.height), inside(bottom, small.height));
    // However near one looks, the frame can be seen.
    let (wide, high) = ((right - left).max(6.0), (bottom - top).max(6.0));
    context.set_fill_style_str(&state.palette.leaf);
    context.set_global_alpha(0.1);
    context.fill_rect(left, top, wide, high);
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(&state.palette.leaf);
    context.set_line_width(1.5);
    context.stroke_rect(left, top, wide, high);
}
