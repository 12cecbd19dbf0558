//! The forest of primary links: one source for each remix.

use crate::dag::{Dag, Dense};

/// Stands where there is no record.
pub(super) const NONE: u32 = u32::MAX;

/// How a record stands in its tree, whatever shows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Root,
    /// Goes on with its source's stem, the heaviest of its remixes.
    Stem,
    /// Begins a stem of its own.
    Branch,
    /// Begins the next row of a stem too long for one.
    Wrap,
    Petal,
    Twig,
    Single,
}

impl Role {
    /// Whether a line comes to it from the left.
    pub(super) fn is_on_stem(self) -> bool {
        matches!(self, Self::Stem | Self::Branch | Self::Wrap)
    }
}

/// A branch of at most so many records stands as a twig on its source's blossom,
const TWIG_SIZE: u32 = 7;
/// if it is at most so deep
const TWIG_DEPTH: u8 = 3;
/// and none of it has more remixes than this.
const TWIG_FAN: u8 = 3;

/// Each record's primary source, the first that it names, and its preorder index.
///
/// What hangs on the record at `index` by primary links is `index..index + size`. After a record come its petals,
/// its twigs, its branches, each earliest first, and last what goes on with its stem. Trees stand largest first;
/// records without any link come last.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    /// By index.
    pub(super) size: Vec<u32>,
    /// By index: the primary source's index.
    pub(super) primary: Vec<u32>,
    /// By index.
    pub(super) role: Vec<Role>,
    /// By index: the dense id.
    pub(super) dense: Vec<u32>,
    /// By dense id.
    pub(super) index: Vec<u32>,
    /// The first index of a record without any link.
    pub(super) linked: u32,
}

impl Forest {
    /// O(records + links), and the trees sorted.
    #[must_use]
    pub fn new(dag: &Dag) -> Self {
        let shapes = Shapes::new(dag);
        let (roots, singles) = roots(dag, &shapes);
        let index = number(&shapes, &roots, &singles);
        let n = index.len();
        let linked = (n - singles.len()) as u32;
        let mut forest = Self {
            size: vec![1; n],
            primary: vec![NONE; n],
            role: vec![Role::Single; n],
            dense: vec![0; n],
            index,
            linked,
        };
        for (dense, &index) in forest.index.iter().enumerate() {
            let at = index as usize;
            forest.dense[at] = dense as u32;
            forest.size[at] = shapes.size[dense];
            let source = shapes.primary[dense];
            if source != NONE {
                forest.primary[at] = forest.index[source as usize];
                forest.role[at] = shapes.role[dense];
            } else if index < linked {
                forest.role[at] = Role::Root;
            }
        }
        // All of a twig is a twig.
        for at in 0..n {
            let source = forest.primary[at];
            if source != NONE && forest.role[source as usize] == Role::Twig {
                forest.role[at] = Role::Twig;
            }
        }
        forest
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.size.len() as u32
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.size.is_empty()
    }

    /// What hangs on the record at `index` by primary links, itself included.
    #[must_use]
    pub fn size(&self, index: u32) -> Option<u32> {
        self.size.get(index as usize).copied()
    }

    /// The index of its primary source.
    #[must_use]
    pub fn primary(&self, index: u32) -> Option<u32> {
        let primary = self.primary.get(index as usize).copied();
        primary.filter(|&source| source != NONE)
    }

    /// The index of a record.
    #[must_use]
    pub fn index(&self, record: Dense) -> Option<u32> {
        self.index.get(record.index()).copied()
    }

    /// The record of an index.
    #[must_use]
    pub fn dense(&self, index: u32) -> Option<Dense> {
        self.dense.get(index as usize).copied().map(Dense)
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let lists = [&self.size, &self.primary, &self.dense, &self.index];
        let numbers: usize = lists.iter().map(|list| list.capacity()).sum();
        numbers * size_of::<u32>() + self.role.capacity() * size_of::<Role>()
    }

    /// Whether two records are on one stem: what goes on with a stem comes last of all that hangs on a record.
    pub(super) fn is_same_stem(&self, one: u32, other: u32) -> bool {
        one + self.size[one as usize] == other + self.size[other as usize]
    }

    /// The remixes of the record at `index`, by their roles.
    pub(super) fn remixes(&self, index: u32) -> Remixes {
        let end = index + self.size[index as usize];
        let run = |from: u32, role: Role| {
            let mut at = from;
            while at < end && self.role[at as usize] == role {
                at += self.size[at as usize];
            }
            at
        };
        let petals = run(index + 1, Role::Petal);
        let twigs = run(petals, Role::Twig);
        let branches = run(twigs, Role::Branch);
        Remixes {
            petals: (index + 1, petals),
            twigs: (petals, twigs),
            branches: (twigs, branches),
            stem: (branches < end).then_some(branches),
        }
    }

    /// The first records of the parts that stand side by side in `from..to`.
    pub(super) fn parts(&self, (from, to): (u32, u32)) -> impl Iterator<Item = u32> + '_ {
        let mut next = from;
        std::iter::from_fn(move || {
            let at = (next < to).then_some(next)?;
            next += self.size[at as usize];
            Some(at)
        })
    }
}

/// A record's remixes: ranges of indexes, whole subtrees, and the first record of what goes on with the stem.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remixes {
    pub(super) petals: (u32, u32),
    pub(super) twigs: (u32, u32),
    pub(super) branches: (u32, u32),
    pub(super) stem: Option<u32>,
}

impl Remixes {
    pub(super) fn petal_count(&self) -> u32 {
        self.petals.1 - self.petals.0
    }
}

/// How the records stand; all by dense id.
struct Shapes {
    primary: Vec<u32>,
    size: Vec<u32>,
    /// [`Role::Single`] where there is no primary source.
    role: Vec<Role>,
}

impl Shapes {
    fn new(dag: &Dag) -> Self {
        let n = dag.len();
        let primary: Vec<u32> = (0..n as u32)
            .map(|record| dag.sources(Dense(record)).next().map_or(NONE, |s| s.0))
            .collect();
        let (mut size, mut depth) = (vec![1_u32; n], vec![0_u8; n]);
        let (mut fan, mut remixes) = (vec![0_u8; n], vec![0_u8; n]);
        for record in (0..n).rev() {
            fan[record] = fan[record].max(remixes[record]);
            let source = primary[record];
            if source == NONE {
                continue;
            }
            let source = source as usize;
            size[source] += size[record];
            depth[source] = depth[source].max(depth[record].saturating_add(1));
            fan[source] = fan[source].max(fan[record]);
            remixes[source] = remixes[source].saturating_add(1);
        }
        // The remix with which the stem goes on.
        let mut heavy = vec![NONE; n];
        for (record, &source) in primary.iter().enumerate() {
            if source == NONE || size[record] == 1 {
                continue;
            }
            let best = &mut heavy[source as usize];
            if *best == NONE || size[record] > size[*best as usize] {
                *best = record as u32;
            }
        }
        let role = |(record, &source): (usize, &u32)| {
            let is_small =
                size[record] <= TWIG_SIZE && depth[record] <= TWIG_DEPTH && fan[record] <= TWIG_FAN;
            match source {
                NONE => Role::Single,
                _ if size[record] == 1 => Role::Petal,
                _ if heavy[source as usize] == record as u32 => Role::Stem,
                _ if is_small => Role::Twig,
                _ => Role::Branch,
            }
        };
        let role = primary.iter().enumerate().map(role).collect();
        Self {
            primary,
            size,
            role,
        }
    }
}

/// The records without a primary source: those with other links or remixes, the largest tree first, and those
/// without any link.
fn roots(dag: &Dag, shapes: &Shapes) -> (Vec<u32>, Vec<u32>) {
    let (mut roots, singles): (Vec<u32>, Vec<u32>) = (0..dag.len() as u32)
        .filter(|&record| shapes.primary[record as usize] == NONE)
        .partition(|&record| {
            shapes.size[record as usize] > 1 || dag.remixes(Dense(record)).next().is_some()
        });
    roots.sort_by_key(|&root| std::cmp::Reverse(shapes.size[root as usize]));
    (roots, singles)
}

/// Each record's preorder index.
fn number(shapes: &Shapes, roots: &[u32], singles: &[u32]) -> Vec<u32> {
    let n = shapes.primary.len();
    let mut index = vec![NONE; n];
    let mut next = 0;
    for &root in roots.iter().chain(singles) {
        index[root as usize] = next;
        next += shapes.size[root as usize];
    }
    // First how many records each part after a record has, then where the next of that part goes.
    let (mut petal, mut twig, mut branch) = (vec![0_u32; n], vec![0_u32; n], vec![0_u32; n]);
    for record in 0..n {
        let source = shapes.primary[record];
        if source == NONE {
            continue;
        }
        let source = source as usize;
        match shapes.role[record] {
            Role::Petal => petal[source] += 1,
            Role::Twig => twig[source] += shapes.size[record],
            _ => {}
        }
    }
    for record in 0..n {
        let source = shapes.primary[record];
        if source != NONE {
            let source = source as usize;
            let place = match shapes.role[record] {
                Role::Petal => &mut petal[source],
                Role::Twig => &mut twig[source],
                Role::Branch => &mut branch[source],
                _ => {
                    let end = index[source] + shapes.size[source];
                    index[record] = end - shapes.size[record];
                    &mut next
                }
            };
            if index[record] == NONE {
                index[record] = *place;
                *place += shapes.size[record];
            }
        }
        let (petals, twigs) = (petal[record], twig[record]);
        petal[record] = index[record] + 1;
        twig[record] = petal[record] + petals;
        branch[record] = twig[record] + twigs;
    }
    index
}
