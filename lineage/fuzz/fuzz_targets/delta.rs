#![no_main]

use lineage::map::{decode_delta, encode_delta};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(delta) = decode_delta(bytes) {
        assert!(delta.records.len() <= bytes.len() / 5);
        assert_eq!(decode_delta(&encode_delta(&delta)), Ok(delta));
    }
});
