//! Pictures of the demonstration world, drawn by arithmetic: hills in mist, a harbour at night, leaves, rain on tin.

use image::{ImageFormat, Rgb, RgbImage};
use std::f64::consts::TAU;
use std::io::Cursor;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// Ridges behind one another, paler with distance.
    Hills,
    /// Lights over black water.
    Harbour,
    /// Overlapping leaves.
    Leaves,
    /// Slanting strokes over corrugated bands.
    Rain,
}

const SIZE: (u32, u32) = (1080, 720);

/// The colour at a place: from 0 to 1 across, and down.
type Paint = Box<dyn Fn(f64, f64) -> Colour>;

/// Draws a scene as a JPEG file; the same seed gives the same bytes.
pub(crate) fn draw(scene: Scene, seed: u32) -> Vec<u8> {
    let palette = palette(seed);
    let paint = match scene {
        Scene::Hills => hills(seed, palette),
        Scene::Harbour => harbour(seed, palette),
        Scene::Leaves => leaves(seed, palette),
        Scene::Rain => rain(seed, palette),
    };
    let mut picture = RgbImage::new(SIZE.0, SIZE.1);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (u, v) = (
            f64::from(x) / f64::from(SIZE.0),
            f64::from(y) / f64::from(SIZE.1),
        );
        *pixel = Rgb(paint(u, v).map(|part| byte(part + grain(x, y, seed))));
    }
    let mut file = Cursor::new(Vec::new());
    match picture.write_to(&mut file, ImageFormat::Jpeg) {
        Ok(()) => file.into_inner(),
        Err(error) => {
            tracing::error!(%error, "a picture of the demonstration world could not be encoded");
            Vec::new()
        }
    }
}

type Colour = [f64; 3];

const PALETTES: [[Colour; 4]; 5] = [
    [
        [0.95, 0.88, 0.74],
        [0.83, 0.61, 0.42],
        [0.36, 0.45, 0.37],
        [0.10, 0.17, 0.15],
    ],
    [
        [0.86, 0.92, 0.93],
        [0.47, 0.66, 0.71],
        [0.20, 0.37, 0.42],
        [0.06, 0.13, 0.18],
    ],
    [
        [0.97, 0.90, 0.80],
        [0.93, 0.66, 0.48],
        [0.62, 0.32, 0.36],
        [0.16, 0.10, 0.19],
    ],
    [
        [0.91, 0.94, 0.82],
        [0.64, 0.77, 0.48],
        [0.26, 0.45, 0.25],
        [0.07, 0.16, 0.09],
    ],
    [
        [0.92, 0.89, 0.95],
        [0.68, 0.62, 0.80],
        [0.35, 0.31, 0.52],
        [0.11, 0.10, 0.22],
    ],
];

fn palette(seed: u32) -> [Colour; 4] {
    let index = usize::try_from(seed).unwrap_or_default() % PALETTES.len();
    PALETTES[index]
}

fn byte(part: f64) -> u8 {
    // The cast saturates, which is what is wanted of a colour out of range.
    #[expect(
        clippy::as_conversions,
        reason = "there is no checked way from f64 to u8"
    )]
    let byte = (part * 255.0).round() as u8;
    byte
}

fn mix(a: Colour, b: Colour, share: f64) -> Colour {
    let share = share.clamp(0.0, 1.0);
    [0, 1, 2].map(|i| a[i] + (b[i] - a[i]) * share)
}

/// A hash of two numbers and a seed, as a fraction.
fn chance(a: u32, b: u32, seed: u32) -> f64 {
    let mut n = a
        .wrapping_mul(0x9e37_79b1)
        .wrapping_add(b.wrapping_mul(0x85eb_ca77))
        .wrapping_add(seed.wrapping_mul(0xc2b2_ae3d));
    n = (n ^ (n >> 15)).wrapping_mul(0x2c1b_3c6d);
    n = (n ^ (n >> 12)).wrapping_mul(0x297a_2d39);
    f64::from((n ^ (n >> 15)) >> 8) / f64::from(1_u32 << 24)
}

fn grain(x: u32, y: u32, seed: u32) -> f64 {
    (chance(x, y, seed) - 0.5) * 0.035
}

/// Smooth noise along a line: sums of sines whose phases come from the seed.
struct Ridge([(f64, f64); 5]);

impl Ridge {
    fn new(layer: u32, seed: u32) -> Self {
        Self([0, 1, 2, 3, 4].map(|octave| {
            let frequency = 1.7 * 1.9_f64.powi(i32::try_from(octave).unwrap_or_default());
            (frequency, chance(layer, octave, seed) * TAU)
        }))
    }

    fn at(&self, u: f64) -> f64 {
        let waves = self
            .0
            .iter()
            .map(|(frequency, phase)| (u * frequency * TAU + phase).sin() / frequency);
        waves.sum::<f64>() * 0.16
    }
}

fn hills(seed: u32, palette: [Colour; 4]) -> Paint {
    let sun = (chance(1, 2, seed) * 0.6 + 0.2, 0.28);
    let ridges = [0, 1, 2, 3, 4, 5].map(|layer| (f64::from(layer) / 5.0, Ridge::new(layer, seed)));
    Box::new(move |u, v| {
        // From the nearest ridge to the farthest: the first that reaches up to here hides the others.
        for (depth, ridge) in ridges.iter().rev() {
            let top = 0.36 + depth * 0.5 + ridge.at(u) * (0.6 + depth);
            if v > top {
                let mist = ((v - top) * 5.0).min(1.0) * 0.25;
                let near = mix(palette[2], palette[3], depth * 1.2 - 0.3);
                let rock = mix(palette[1], near, depth + 0.12);
                return mix(rock, palette[0], mist * (1.0 - depth));
            }
        }
        let glow = (-((u - sun.0).powi(2) * 9.0 + (v - sun.1).powi(2) * 14.0)).exp();
        let sky = mix(palette[1], palette[0], v * 1.6);
        mix(sky, [1.0, 0.98, 0.92], glow * 0.7)
    })
}

/// A lamp on the quay, and its reflection.
struct Lamp {
    x: f64,
    y: f64,
    warm: Colour,
    strength: f64,
    phase: f64,
}

const HORIZON: f64 = 0.46;

impl Lamp {
    fn new(number: u32, seed: u32, palette: &[Colour; 4]) -> Self {
        Self {
            x: chance(number, 5, seed),
            y: HORIZON - 0.02 - chance(number, 6, seed) * 0.06,
            warm: mix([1.0, 0.78, 0.42], palette[0], chance(number, 7, seed)),
            strength: 0.4 + chance(number, 8, seed) * 0.6,
            phase: f64::from(number),
        }
    }

    /// How much of its colour lies at a place.
    fn share(&self, u: f64, v: f64) -> f64 {
        let aside = (u - self.x).abs();
        if v < HORIZON + 0.01 {
            // Farther off it is less than one step of a colour.
            if aside > 0.04 {
                return 0.0;
            }
            let distance = (aside * 1.5).hypot(v - self.y);
            return (-distance * 150.0).exp() * 3.0 * self.strength;
        }
        let below = v - HORIZON;
        let width = 0.004 + below * 0.03;
        let sway = 0.007 * (1.0 + below * 8.0);
        if aside > sway + width * 2.6 {
            return 0.0;
        }
        let ripple = (v * 260.0 + (u * 40.0).sin() * 2.0 + self.phase).sin() * sway;
        let spread = (-((u - self.x + ripple) / width).powi(2)).exp();
        spread * self.strength * (0.75 - below * 1.2).max(0.0)
    }
}

fn harbour(seed: u32, palette: [Colour; 4]) -> Paint {
    let night = mix(palette[3], [0.01, 0.02, 0.05], 0.45);
    let roofs = Ridge::new(9, seed);
    let lamps: Vec<Lamp> = (0..22)
        .map(|number| Lamp::new(number, seed, &palette))
        .collect();
    Box::new(move |u, v| {
        let haze = (1.0 - (v - HORIZON).abs() * 2.6).max(0.0) * 0.55;
        let mut colour = mix(night, palette[2], haze);
        if v < HORIZON && v > HORIZON - 0.2 {
            let shed = if chance(step(u, 26.0), 3, seed) > 0.6 {
                0.05
            } else {
                0.0
            };
            let quay = HORIZON - 0.05 - (roofs.at(u * 3.0) * 0.25).abs() - shed;
            if v > quay {
                colour = mix(night, [0.0, 0.0, 0.0], 0.5);
            }
        }
        for lamp in &lamps {
            colour = mix(colour, lamp.warm, lamp.share(u, v));
        }
        colour
    })
}

fn step(u: f64, count: f64) -> u32 {
    #[expect(
        clippy::as_conversions,
        reason = "u is from 0 to 1, so the number is small and positive"
    )]
    let step = (u * count) as u32;
    step
}

/// One leaf, lying anywhere.
struct Leaf {
    x: f64,
    y: f64,
    cos: f64,
    sin: f64,
    length: f64,
    tone: Colour,
}

impl Leaf {
    fn new(number: u32, seed: u32, palette: &[Colour; 4]) -> Self {
        let angle = chance(number, 3, seed) * TAU;
        Self {
            x: chance(number, 1, seed) * 1.2 - 0.1,
            y: chance(number, 2, seed) * 1.2 - 0.1,
            cos: angle.cos(),
            sin: angle.sin(),
            length: 0.10 + chance(number, 4, seed) * 0.16,
            tone: mix(palette[1], palette[3], chance(number, 5, seed) * 0.9 + 0.1),
        }
    }

    fn colour(&self, u: f64, v: f64, light: Colour) -> Option<Colour> {
        let (dx, dy) = ((u - self.x) * 1.49, v - self.y);
        let along = dx * self.cos + dy * self.sin;
        let across = dy * self.cos - dx * self.sin;
        let place = along / self.length;
        if place.abs() >= 1.0 || across.abs() >= self.length * 0.5 {
            return None;
        }
        let half = self.length * 0.34 * (1.0 - place * place).powf(0.8) * (1.0 + place * 0.3);
        if across.abs() >= half {
            return None;
        }
        let vein = across.abs() < 0.0022 || (along * 90.0 - across.abs() * 70.0).sin() > 0.97;
        Some(mix(
            self.tone,
            light,
            if vein {
                0.4
            } else {
                0.1 + 0.12 * (across / half)
            },
        ))
    }
}

fn leaves(seed: u32, palette: [Colour; 4]) -> Paint {
    let leaves: Vec<Leaf> = (0..34)
        .map(|number| Leaf::new(number, seed, &palette))
        .collect();
    Box::new(move |u, v| {
        // The last leaf lies on top.
        let on_top = leaves
            .iter()
            .rev()
            .find_map(|leaf| leaf.colour(u, v, palette[0]));
        on_top.unwrap_or_else(|| mix(palette[0], palette[1], v * 0.5 + (u * 2.1 + v).sin() * 0.08))
    })
}

fn rain(seed: u32, palette: [Colour; 4]) -> Paint {
    let ridges = [2, 4, 5].map(|layer| Ridge::new(layer, seed));
    let strokes: Vec<(f64, f64, f64)> = (0..60)
        .map(|stroke| {
            let x = chance(stroke, 1, seed) * 1.3 - 0.15;
            let y = chance(stroke, 2, seed) * 1.2 - 0.2;
            (x, y, 0.05 + chance(stroke, 3, seed) * 0.14)
        })
        .collect();
    Box::new(move |u, v| {
        let wave = ((u * 34.0 + ridges[0].at(v)) * TAU).sin() * 0.5 + 0.5;
        let rust = ridges[1].at(u * 2.0 + v) * 2.0 + ridges[2].at(v * 3.0 - u) * 2.0;
        let tin = mix(palette[2], palette[3], wave);
        let mut colour = mix(tin, palette[1], rust.clamp(0.0, 0.8));
        colour = mix(colour, palette[0], (1.0 - v) * 0.25);
        for (x, y, length) in &strokes {
            let along = v - y;
            if along > 0.0 && along < *length && (u - x + along * 0.22).abs() < 0.0012 {
                colour = mix(colour, [1.0, 1.0, 1.0], 0.55 * (along / length));
            }
        }
        colour
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_picture() {
        let one = draw(Scene::Leaves, 3);
        assert_eq!(one, draw(Scene::Leaves, 3));
        assert_ne!(one, draw(Scene::Leaves, 4));
        assert_eq!(image::load_from_memory(&one).unwrap().width(), SIZE.0);
    }
}
