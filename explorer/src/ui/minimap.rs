//! The whole map, small, with a frame round what is in view. A click or a drag on it moves the view.

use super::dom::{self, find, listen};
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

/// Milliseconds in which changes of what is shown are drawn together.
const TOGETHER: i32 = 150;

/// Draws it soon, however often it is asked for until then.
pub(crate) fn soon(explorer: &Rc<Explorer>) {
    if !explorer.overdue.replace(true) {
        let explorer = Rc::clone(explorer);
        dom::later(TOGETHER, move || {
            explorer.overdue.set(false);
            draw(&explorer);
        });
    }
}

/// Draws it.
pub(crate) fn draw(explorer: &Explorer) {
    let (Some(canvas), Some(engine)) = (canvas(explorer), explorer.engine()) else {
        return;
    };
    // What is seen whole needs no smaller one, which would only cover some of it.
    dom::set_hidden(&canvas, engine.shows_all());
    if canvas.client_width() > 0 {
        engine.draw_minimap(&canvas);
    }
}

fn move_view(explorer: &Explorer, canvas: &HtmlCanvasElement, event: &PointerEvent) {
    let Some(engine) = explorer.engine() else {
        return;
    };
    let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
    let (x, y) = engine.place_on_minimap(canvas, at);
    let camera = engine.camera();
    engine.jump(lineage::map::Camera { x, y, ..camera });
    draw(explorer);
}
