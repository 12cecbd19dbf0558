use super::*;

fn at(id: i32, x: f64, y: f64, time: f64) -> Pointer {
    Pointer {
        id,
        at: (x, y),
        device: Device::Mouse,
        time,
        shift: false,
        ctrl: false,
    }
}

fn touch(id: i32, x: f64, y: f64, time: f64) -> Pointer {
    Pointer {
        device: Device::Touch,
        ..at(id, x, y, time)
    }
}

fn is_tap(actions: &[Action]) -> bool {
    matches!(actions, [Action::Tap { .. }])
}

#[test]
fn a_press_that_hardly_moves_is_a_tap() {
    let mut gestures = Gestures::default();
    gestures.press(at(1, 100.0, 100.0, 0.0));
    assert_eq!(gestures.motion(at(1, 103.0, 101.0, 10.0)), []);
    assert!(is_tap(&gestures.release(at(1, 103.0, 101.0, 90.0))));
    // A finger is less steady than a mouse.
    gestures.press(touch(1, 300.0, 100.0, 1000.0));
    assert_eq!(gestures.motion(touch(1, 308.0, 104.0, 1010.0)), []);
    assert!(is_tap(&gestures.release(touch(1, 308.0, 104.0, 1090.0))));
}

#[test]
fn a_drag_moves_the_view_by_all_of_its_way_and_is_no_tap() {
    let mut gestures = Gestures::default();
    gestures.press(at(1, 100.0, 100.0, 0.0));
    gestures.motion(at(1, 103.0, 100.0, 5.0));
    let mut moved = 0.0;
    for x in [110.0, 120.0, 150.0] {
        for action in gestures.motion(at(1, x, 100.0, x)) {
            if let Action::Pan(dx, _) = action {
                moved += dx;
            }
        }
    }
    assert_eq!(moved, 50.0);
    assert_eq!(
        gestures.release(at(1, 150.0, 100.0, 99.0)),
        [Action::Held(false)]
    );
}

#[test]
fn two_taps_in_a_row_are_one_double_tap_unless_far_apart() {
    let tap = |gestures: &mut Gestures, x: f64, time: f64| {
        gestures.press(at(1, x, 0.0, time));
        gestures.release(at(1, x, 0.0, time + 50.0))
    };
    let mut gestures = Gestures::default();
    assert!(is_tap(&tap(&mut gestures, 0.0, 0.0)));
    assert!(matches!(
        tap(&mut gestures, 2.0, 200.0)[..],
        [Action::DoubleTap { .. }]
    ));
    // A third begins anew.
    assert!(is_tap(&tap(&mut gestures, 2.0, 300.0)));
    assert!(is_tap(&tap(&mut gestures, 90.0, 400.0)));
    assert!(is_tap(&tap(&mut gestures, 90.0, 2000.0)));
}

#[test]
fn a_press_that_stays_is_a_long_one_and_then_nothing_more() {
    let mut gestures = Gestures::default();
    gestures.press(touch(1, 5.0, 5.0, 0.0));
    assert_eq!(gestures.deadline(), Some(LONG_PRESS));
    assert_eq!(gestures.wait(400.0), []);
    assert_eq!(gestures.wait(500.0), [Action::LongPress((5.0, 5.0))]);
    assert_eq!(gestures.deadline(), None);
    assert_eq!(gestures.motion(touch(1, 90.0, 5.0, 600.0)), []);
    let after = gestures.release(touch(1, 90.0, 5.0, 700.0));
    assert_eq!(after, [Action::Held(false)]);
    // Lifted before anything woke for it.
    let mut busy = Gestures::default();
    busy.press(touch(1, 5.0, 5.0, 0.0));
    let after = busy.release(touch(1, 6.0, 5.0, 650.0));
    assert_eq!(after, [Action::LongPress((5.0, 5.0))]);
    assert_eq!(busy.deadline(), None);
    busy.press(touch(1, 5.0, 5.0, 700.0));
    assert!(is_tap(&busy.release(touch(1, 5.0, 5.0, 750.0))));
}

#[test]
fn two_fingers_pinch_about_their_middle_and_one_goes_on_moving() {
    let mut gestures = Gestures::default();
    gestures.press(touch(1, 100.0, 100.0, 0.0));
    gestures.press(touch(2, 200.0, 100.0, 10.0));
    assert_eq!(gestures.deadline(), None);
    let actions = gestures.motion(touch(2, 300.0, 100.0, 20.0));
    assert_eq!(
        actions,
        [
            Action::Pan(50.0, 0.0),
            Action::Zoom {
                factor: 2.0,
                about: (200.0, 100.0)
            }
        ]
    );
    assert_eq!(gestures.release(touch(1, 100.0, 100.0, 30.0)), []);
    assert_eq!(
        gestures.motion(touch(2, 310.0, 90.0, 40.0)),
        [Action::Pan(10.0, -10.0)]
    );
    assert_eq!(
        gestures.release(touch(2, 310.0, 90.0, 50.0)),
        [Action::Held(false)]
    );
}

#[test]
fn shift_or_the_mode_draws_a_lasso() {
    let mut gestures = Gestures::default();
    let shifted = |x: f64, y: f64| Pointer {
        shift: true,
        ..at(1, x, y, 0.0)
    };
    gestures.press(shifted(0.0, 0.0));
    gestures.motion(shifted(50.0, 0.0));
    gestures.motion(shifted(50.0, 50.0));
    assert_eq!(gestures.lasso().len(), 3);
    let closed = gestures.release(shifted(0.0, 50.0));
    assert!(matches!(
        &closed[2],
        Action::LassoClosed { corners, add: true } if corners.len() == 3
    ));
    assert!(gestures.lasso().is_empty());

    gestures.draws = true;
    gestures.press(touch(1, 0.0, 0.0, 0.0));
    gestures.motion(touch(1, 50.0, 0.0, 1.0));
    // A second finger means that the view is to move.
    gestures.press(touch(2, 90.0, 0.0, 2.0));
    assert!(gestures.lasso().is_empty());
}

#[test]
fn what_the_browser_takes_away_ends() {
    let mut gestures = Gestures::default();
    gestures.press(at(1, 0.0, 0.0, 0.0));
    gestures.motion(at(1, 50.0, 0.0, 1.0));
    assert_eq!(gestures.cancel(), [Action::Held(false)]);
    assert_eq!(
        gestures.motion(at(1, 60.0, 0.0, 2.0)),
        [Action::Hover((60.0, 0.0))]
    );
    assert_eq!(gestures.release(at(1, 60.0, 0.0, 3.0)), []);
}

#[test]
fn a_long_lasso_keeps_its_corners() {
    let side = |at: u32| f64::from(at);
    let mut square: Vec<(f64, f64)> = (0..100).map(|at| (side(at), 0.0)).collect();
    square.extend((0..100).map(|at| (100.0, side(at))));
    square.extend((0..100).map(|at| (100.0 - side(at), 100.0)));
    let short = simplified(&square, 8);
    assert_eq!(short.len(), 8);
    for corner in [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)] {
        assert!(short.contains(&corner), "{short:?}");
    }
}

#[test]
fn wheels_and_touch_pads_are_told_apart() {
    let (factor, is_fine) = wheel(-100.0, 0, false, 800.0);
    assert!(factor > 1.15 && factor < 1.35 && !is_fine, "{factor}");
    let (factor, is_fine) = wheel(3.0, 0, true, 800.0);
    assert!(factor > 0.95 && factor < 1.0 && is_fine, "{factor}");
    let (factor, _) = wheel(9000.0, 2, false, 800.0);
    assert!(factor > 0.4, "{factor}");
}
