//! Sounds of the demonstration world, made by arithmetic: plucked melodies, slow chords, a drum pattern.

use std::f64::consts::{PI, TAU};

/// What a sound is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sound {
    /// A plucked melody over a scale.
    Melody,
    /// Slow chords that swell and fade.
    Chords,
    /// Drums and a bass.
    Beat,
}

const RATE: u32 = 16_000;
const SECONDS: u32 = 12;
/// Semitones of a minor pentatonic scale over two octaves.
const SCALE: [i32; 10] = [0, 3, 5, 7, 10, 12, 15, 17, 19, 22];

/// Makes a mono 16-bit WAV file; the same seed gives the same bytes.
pub(crate) fn play(sound: Sound, seed: u32) -> Vec<u8> {
    let count = RATE * SECONDS;
    let mut samples = vec![0.0_f64; usize::try_from(count).unwrap_or_default()];
    match sound {
        Sound::Melody => melody(&mut samples, seed),
        Sound::Chords => chords(&mut samples, seed),
        Sound::Beat => beat(&mut samples, seed),
    }
    wav(&samples)
}

fn melody(samples: &mut [f64], seed: u32) {
    let mut step = 4_i32;
    for note in 0..32_u32 {
        step = (step + i32::try_from(draw(note, seed) % 5).unwrap_or_default() - 2).clamp(0, 9);
        if draw(note, seed + 7).is_multiple_of(5) {
            continue;
        }
        let pitch = frequency(57 + scale(step) + i32::try_from(seed % 5).unwrap_or_default());
        tone(samples, f64::from(note) * 0.36, 1.4, |time| {
            (pitch * time * TAU).sin() * (-time * 3.2).exp() * 0.34
                + (pitch * 2.0 * time * TAU).sin() * (-time * 6.0).exp() * 0.12
        });
    }
}

fn chords(samples: &mut [f64], seed: u32) {
    for bar in 0..4_u32 {
        let root = scale(i32::try_from(draw(bar, seed) % 5).unwrap_or_default());
        for interval in [-12, 0, 7, 10, 15] {
            let pitch = frequency(52 + root + interval);
            tone(samples, f64::from(bar) * 2.9, 3.6, |time| {
                let swell = (time / 3.6 * PI).sin().powi(2);
                ((pitch * time * TAU).sin() + (pitch * 1.004 * time * TAU).sin()) * swell * 0.085
            });
        }
    }
}

fn beat(samples: &mut [f64], seed: u32) {
    for eighth in 0..48_u32 {
        let start = f64::from(eighth) * 0.25;
        if eighth.is_multiple_of(4) {
            tone(samples, start, 0.3, |time| {
                ((50.0 + 90.0 * (-time * 30.0).exp()) * time * TAU).sin()
                    * (-time * 11.0).exp()
                    * 0.7
            });
        }
        if eighth % 4 == 2 || draw(eighth, seed).is_multiple_of(9) {
            let mut noise = seed + eighth;
            tone(samples, start, 0.18, |time| {
                noise = draw(noise, 1);
                (f64::from(noise % 2_000) / 1_000.0 - 1.0) * (-time * 26.0).exp() * 0.3
            });
        }
        let pitch =
            frequency(33 + scale(i32::try_from(draw(eighth / 3, seed) % 4).unwrap_or_default()));
        tone(samples, start, 0.24, |time| {
            (pitch * time * TAU).sin().powi(3) * (-time * 5.0).exp() * 0.35
        });
    }
}

fn tone(samples: &mut [f64], start: f64, length: f64, mut wave: impl FnMut(f64) -> f64) {
    #[expect(
        clippy::as_conversions,
        reason = "start is a small positive number of seconds"
    )]
    let first = (start * f64::from(RATE)) as usize;
    for (n, sample) in (0_u32..).zip(samples.iter_mut().skip(first)) {
        let time = f64::from(n) / f64::from(RATE);
        if time > length {
            break;
        }
        *sample += wave(time);
    }
}

fn scale(step: i32) -> i32 {
    usize::try_from(step)
        .ok()
        .and_then(|step| SCALE.get(step))
        .copied()
        .unwrap_or_default()
}

/// The frequency of a MIDI note in hertz.
fn frequency(note: i32) -> f64 {
    440.0 * 2.0_f64.powf(f64::from(note - 69) / 12.0)
}

fn draw(n: u32, seed: u32) -> u32 {
    let mixed = n
        .wrapping_mul(747_796_405)
        .wrapping_add(seed.wrapping_mul(2_891_336_453));
    let mixed = ((mixed >> ((mixed >> 28) + 4)) ^ mixed).wrapping_mul(277_803_737);
    (mixed >> 22) ^ mixed
}

fn wav(samples: &[f64]) -> Vec<u8> {
    let bytes = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(samples.len() * 2 + 44);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&RATE.to_le_bytes());
    file.extend_from_slice(&(RATE * 2).to_le_bytes());
    file.extend_from_slice(&2_u16.to_le_bytes());
    file.extend_from_slice(&16_u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&bytes.to_le_bytes());
    for sample in samples {
        #[expect(
            clippy::as_conversions,
            reason = "the cast saturates, which is what is wanted of a loud sample"
        )]
        let value = (sample.clamp(-1.0, 1.0) * 30_000.0) as i16;
        file.extend_from_slice(&value.to_le_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_sound_and_it_is_heard() {
        for sound in [Sound::Melody, Sound::Chords, Sound::Beat] {
            let file = play(sound, 2);
            assert_eq!(file, play(sound, 2));
            assert_ne!(file, play(sound, 3));
            assert_eq!(
                file.len(),
                usize::try_from(RATE * SECONDS * 2 + 44).unwrap()
            );
            assert!(file.iter().skip(44).any(|byte| *byte != 0));
        }
    }
}
