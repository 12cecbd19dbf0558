//! Pictures of the demonstration world, drawn by arithmetic: hills in mist, a harbour at night, leaves, rain on tin.

use image::{ImageFormat, Rgb, RgbImage};
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

const SIZE: (u32, u32) = (1280, 860);

/// Draws a scene as a JPEG file; the same seed gives the same bytes.
pub(crate) fn draw(scene: Scene, seed: u32) -> Vec<u8> {
    let mut picture = RgbImage::new(SIZE.0, SIZE.1);
    let palette = palette(seed);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (u, v) = (
            f64::from(x) / f64::from(SIZE.0),
            f64::from(y) / f64::from(SIZE.1),
        );
        let colour = match scene {
            Scene::Hills => hills(u, v, seed, &palette),
            Scene::Harbour => harbour(u, v, seed, &palette),
            Scene::Leaves => leaves(u, v, seed, &palette),
            Scene::Rain => rain(u, v, seed, &palette),
        };
        *pixel = Rgb(colour.map(|part| byte(part + grain(x, y, seed))));
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
fn ridge(u: f64, layer: u32, seed: u32) -> f64 {
    (0..5_u32)
        .map(|octave| {
            let frequency = 1.7 * 1.9_f64.powi(i32::try_from(octave).unwrap_or_default());
            (u * frequency * 6.283 + chance(layer, octave, seed) * 6.283).sin() / frequency
        })
        .sum::<f64>()
        * 0.16
}

fn hills(u: f64, v: f64, seed: u32, palette: &[Colour; 4]) -> Colour {
    let sun = (chance(1, 2, seed) * 0.6 + 0.2, 0.28);
    let glow = (-((u - sun.0).powi(2) * 9.0 + (v - sun.1).powi(2) * 14.0)).exp();
    let mut colour = mix(
        mix(palette[1], palette[0], v * 1.6),
        [1.0, 0.98, 0.92],
        glow * 0.7,
    );
    for layer in 0..6_u32 {
        let depth = f64::from(layer) / 5.0;
        let top = 0.36 + depth * 0.5 + ridge(u, layer, seed) * (0.6 + depth);
        if v > top {
            let mist = ((v - top) * 5.0).min(1.0) * 0.25;
            let rock = mix(
                palette[1],
                mix(palette[2], palette[3], depth * 1.2 - 0.3),
                depth + 0.12,
            );
            colour = mix(rock, palette[0], mist * (1.0 - depth));
        }
    }
    colour
}

fn harbour(u: f64, v: f64, seed: u32, palette: &[Colour; 4]) -> Colour {
    let horizon = 0.46;
    let night = mix(palette[3], [0.01, 0.02, 0.05], 0.45);
    let mut colour = mix(
        night,
        palette[2],
        (1.0 - (v - horizon).abs() * 2.6).max(0.0) * 0.55,
    );
    let quay = horizon
        - 0.05
        - (ridge(u * 3.0, 9, seed) * 0.25).abs()
        - if chance(step(u, 26.0), 3, seed) > 0.6 {
            0.05
        } else {
            0.0
        };
    if v > quay && v < horizon {
        colour = mix(night, [0.0, 0.0, 0.0], 0.5);
    }
    for light in 0..22_u32 {
        let x = chance(light, 5, seed);
        let lamp = horizon - 0.02 - chance(light, 6, seed) * 0.06;
        let warm = mix([1.0, 0.78, 0.42], palette[0], chance(light, 7, seed));
        let strength = 0.4 + chance(light, 8, seed) * 0.6;
        if v < horizon + 0.01 {
            let distance = ((u - x) * 1.5).hypot(v - lamp);
            colour = mix(colour, warm, (-distance * 150.0).exp() * 3.0 * strength);
        } else {
            let below = v - horizon;
            let ripple = (v * 260.0 + (u * 40.0).sin() * 2.0 + f64::from(light)).sin()
                * 0.007
                * (1.0 + below * 8.0);
            let width = 0.004 + below * 0.03;
            let spread = (-((u - x + ripple) / width).powi(2)).exp();
            colour = mix(
                colour,
                warm,
                spread * strength * (0.75 - below * 1.2).max(0.0),
            );
        }
    }
    colour
}

fn step(u: f64, count: f64) -> u32 {
    #[expect(
        clippy::as_conversions,
        reason = "u is from 0 to 1, so the number is small and positive"
    )]
    let step = (u * count) as u32;
    step
}

fn leaves(u: f64, v: f64, seed: u32, palette: &[Colour; 4]) -> Colour {
    let mut colour = mix(palette[0], palette[1], v * 0.5 + (u * 2.1 + v).sin() * 0.08);
    for leaf in 0..34_u32 {
        let (x, y) = (
            chance(leaf, 1, seed) * 1.2 - 0.1,
            chance(leaf, 2, seed) * 1.2 - 0.1,
        );
        let angle = chance(leaf, 3, seed) * 6.283;
        let length = 0.10 + chance(leaf, 4, seed) * 0.16;
        let (dx, dy) = ((u - x) * 1.49, v - y);
        let (along, across) = (
            dx * angle.cos() + dy * angle.sin(),
            dy * angle.cos() - dx * angle.sin(),
        );
        let place = along / length;
        if place.abs() < 1.0 {
            let half = length * 0.34 * (1.0 - place * place).powf(0.8) * (1.0 + place * 0.3);
            if across.abs() < half {
                let tone = mix(palette[1], palette[3], chance(leaf, 5, seed) * 0.9 + 0.1);
                let vein =
                    across.abs() < 0.0022 || ((along * 90.0 - across.abs() * 70.0).sin() > 0.97);
                let light = 0.12 * (across / half);
                colour = mix(tone, palette[0], if vein { 0.4 } else { 0.1 + light });
            }
        }
    }
    colour
}

fn rain(u: f64, v: f64, seed: u32, palette: &[Colour; 4]) -> Colour {
    let wave = ((u * 34.0 + ridge(v, 2, seed)) * 6.283).sin() * 0.5 + 0.5;
    let rust = ridge(u * 2.0 + v, 4, seed) * 2.0 + ridge(v * 3.0 - u, 5, seed) * 2.0;
    let mut colour = mix(
        mix(palette[2], palette[3], wave),
        palette[1],
        rust.clamp(0.0, 0.8),
    );
    colour = mix(colour, palette[0], (1.0 - v) * 0.25);
    for stroke in 0..60_u32 {
        let (x, y) = (
            chance(stroke, 1, seed) * 1.3 - 0.15,
            chance(stroke, 2, seed) * 1.2 - 0.2,
        );
        let length = 0.05 + chance(stroke, 3, seed) * 0.14;
        let along = v - y;
        if along > 0.0 && along < length && (u - x + along * 0.22).abs() < 0.0012 {
            colour = mix(colour, [1.0, 1.0, 1.0], 0.55 * (along / length));
        }
    }
    colour
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
