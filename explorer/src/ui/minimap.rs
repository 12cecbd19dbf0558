//! The whole map, small, with a frame round what is in view. A click or a drag on it moves the view.

use super::dom::{find, listen};
use super::explorer::Explorer;
use std::rc::Rc;
use web_sys::{HtmlCanvasElement, PointerEvent};

/// Listens to the small map.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let Some(canvas) = canvas(explorer) else {
        return;
    };
    for event in ["pointerdown", "pointermove"] {
        let (held, canvas_held) = (Rc::clone(explorer), canvas.clone());
        listen(&canvas, event, move |event: PointerEvent| {
            if event.buttons() & 1 == 0 {
                return;
            }
            event.prevent_default();
            let _ = canvas_held.set_pointer_capture(event.pointer_id());
            move_view(&held, &canvas_held, &event);
        });
    }
    draw(explorer);
}

fn canvas(explorer: &Explorer) -> Option<HtmlCanvasElement> {
    find(&explorer.root, ".explorer-minimap")
}

/// Draws it.
pub(crate) fn draw(explorer: &Explorer) {
    if let (Some(canvas), Some(engine)) = (canvas(explorer), explorer.engine())
        && canvas.client_width() > 0
    {
        engine.draw_minimap(&canvas);
    }
}

fn move_view(explorer: &Explorer, canvas: &HtmlCanvasElement, event: &PointerEvent) {
    let Some(engine) = explorer.engine() else {
        return;
    };
    let (width, height) = (
        f64::from(canvas.client_width()),
        f64::from(canvas.client_height()),
    );
    let bounds = explorer.info.bounds;
    let (left, top) = (f64::from(bounds.left), f64::from(bounds.top));
    let (wide, high) = (
        f64::from(bounds.right) - left,
        f64::from(bounds.bottom) - top,
    );
    let scale = (width / wide.max(1.0)).min(height / high.max(1.0));
    let along = |at: f64, size: f64, from: f64, length: f64| {
        from + length / 2.0 + (at - size / 2.0) / scale
    };
    let x = along(f64::from(event.offset_x()), width, left, wide);
    let y = along(f64::from(event.offset_y()), height, top, high);
    let unit = f64::from(lineage::map::UNIT);
    let camera = engine.camera();
    engine.jump(lineage::map::Camera {
        x: x / unit,
        y: y / unit,
        ..camera
    });
    draw(explorer);
}
