#![no_main]

use lineage::map::{decode_tile, encode_tile};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(tile) = decode_tile(bytes) {
        assert!(tile.records.len() <= bytes.len() / 5);
        assert_eq!(decode_tile(&encode_tile(&tile)), Ok(tile));
    }
});
