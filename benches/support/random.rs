//! Numbers that look random and are the same everywhere (SplitMix64).

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of the item `index` of an archive, apart from those of all other items.
    pub fn new(seed: u64, index: u64) -> Self {
        let mut stream = Self(seed ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        stream.next();
        stream
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True in `count` of 100,000 cases.
    pub fn of_100k(&mut self, count: usize) -> bool {
        self.below(100_000) < count
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below `end`, the small ones often: about as Zipf's law has it.
    pub fn zipf(&mut self, end: usize) -> usize {
        let rank = ((end as f64 + 1.0).ln() * self.unit()).exp() as usize;
        (rank - 1).min(end - 1)
    }

    /// One of a list, which is not empty.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list.get(self.below(list.len()))
            .copied()
            .unwrap_or_else(|| unreachable!("an empty list"))
    }
}
