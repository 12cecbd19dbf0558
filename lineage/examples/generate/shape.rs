//! How often what occurs: counts of a full crawl of ccMixter, 2004 to 2026, as its publisher gives them.

/// Works in the crawl.
#[cfg(test)]
pub(crate) const CRAWL: usize = 51_486;

/// How many records have `from` to `to` of something, spread within by the power `-slope`.
pub(crate) struct Band {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) records: usize,
    slope: f64,
}

const fn band(from: usize, to: usize, records: usize, slope: f64) -> Band {
    Band {
        from,
        to,
        records,
        slope,
    }
}

/// Remixes that a record received. The slopes are chosen so that the crawl's 59,186 links come out.
pub(crate) const REMIXES: [Band; 7] = [
    band(0, 0, 32_720, 0.0),
    band(1, 1, 8_922, 0.0),
    band(2, 2, 3_820, 0.0),
    band(3, 5, 3_786, 2.0),
    band(6, 10, 1_390, 2.0),
    band(11, 25, 679, 2.0),
    band(26, 493, 169, 3.3),
];

/// Sources that a record used. One work of the crawl used 195; Understory takes at most 64.
pub(crate) const SOURCES: [Band; 7] = [
    band(0, 0, 20_258, 0.0),
    band(1, 1, 20_344, 0.0),
    band(2, 2, 5_185, 0.0),
    band(3, 3, 2_233, 0.0),
    band(4, 4, 1_298, 0.0),
    band(5, 5, 812, 0.0),
    band(6, 64, 1_356, 2.9),
];

/// Records by the most links that lead from them up to one without a source.
pub(crate) const DEPTHS: [usize; 11] = [20_258, 23_824, 4_744, 1_547, 666, 248, 112, 45, 29, 10, 3];

/// Splits `total` as `parts` are to each other, by largest remainder.
pub(crate) fn share_out(total: usize, parts: &[usize]) -> Vec<usize> {
    let sum: usize = parts.iter().sum();
    let mut shares: Vec<usize> = parts.iter().map(|part| total * part / sum).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(total * parts[at] % sum));
    let missing = total - shares.iter().sum::<usize>();
    for at in order.into_iter().take(missing) {
        shares[at] += 1;
    }
    shares
}

/// One number for each of `total` records, ascending.
pub(crate) fn spread(total: usize, bands: &[Band]) -> Vec<usize> {
    let records: Vec<usize> = bands.iter().map(|band| band.records).collect();
    let shares = share_out(total, &records);
    let of_band = |(band, share): (&Band, usize)| {
        let weights: Vec<f64> = (band.from..=band.to)
            .map(|value| (value.max(1) as f64).powf(-band.slope))
            .collect();
        let sum: f64 = weights.iter().sum();
        let (mut value, mut passed) = (0, weights[0] / sum);
        (0..share)
            .map(|nth| {
                while passed < (nth as f64 + 0.5) / share as f64 && value + 1 < weights.len() {
                    value += 1;
                    passed += weights[value] / sum;
                }
                // The most that was seen is there, however few records there are.
                let is_most = nth + 1 == share && share > 50;
                if is_most { band.to } else { band.from + value }
            })
            .collect::<Vec<usize>>()
    };
    bands.iter().zip(shares).flat_map(of_band).collect()
}
