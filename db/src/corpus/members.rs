//! Members made of an import's authors: one each, without a password, to be claimed later.

use super::known::Known;
use super::read::Corpus;
use super::{Progress, Watch};
use crate::sql::{self, Columns, values};
use crate::{Result, entity};
use domain::Handle;
use domain::text::NAME_MAX;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use std::collections::{HashMap, HashSet};

/// Rows to a statement.
const CHUNK: usize = 1000;

/// The members of all authors of new works, and of those who accepted new claims, by the author's number (0 for the others), with their handles,
/// and how many were made.
pub(super) async fn find_or_make<C: ConnectionTrait>(
    on: &C,
    name: &str,
    corpus: &Corpus,
    known: &Known,
    watch: Watch<'_>,
) -> Result<(Vec<(i64, String)>, u64)> {
    let mut members = vec![(0, String::new()); corpus.authors.words.len()];
    let mut first_acts: Vec<Option<i64>> = vec![None; members.len()];
    for (place, work) in (0..).zip(&corpus.works) {
        if known.id(place).is_none() {
            let first = &mut first_acts[work.author as usize];
            *first = Some(first.map_or(work.at, |at| at.min(work.at)));
        }
    }
    for (decider, at) in corpus.claims.deciders() {
        let first = &mut first_acts[decider as usize];
        *first = Some(first.map_or(at, |first| first.min(at)));
    }
    let there = find(on, name).await?;
    let mut handles = Handles::taken(on).await?;
    let mut new = Vec::new();
    for (number, first_act) in first_acts.iter().enumerate() {
        let author = &*corpus.authors.words[number];
        match (there.get(author), first_act) {
            (Some(member), _) => members[number].clone_from(member),
            (None, Some(at)) => new.push((number, author, handles.give(author), *at)),
            (None, None) => {}
        }
    }
    for (at, chunk) in new.chunks(CHUNK).enumerate() {
        watch(Progress {
            step: "members",
            done: (at * CHUNK) as u64,
            total: new.len() as u64,
        });
        let rows = chunk
            .iter()
            .map(|(_, author, handle, at)| row(name, author, handle, *at));
        entity::member::Entity::insert_many(rows)
            .exec_without_returning(on)
            .await?;
    }
    if !new.is_empty() {
        let made = find(on, name).await?;
        for (number, author, ..) in &new {
            if let Some(member) = made.get(*author) {
                members[*number].clone_from(member);
            }
        }
    }
    Ok((members, new.len() as u64))
}

fn row(corpus: &str, author: &str, handle: &str, at: i64) -> entity::member::ActiveModel {
    entity::member::ActiveModel {
        handle: Set(handle.to_owned()),
        name: Set(author.chars().take(NAME_MAX).collect()),
        role: Set(domain::Role::Member.to_string()),
        bio: Set(String::new()),
        corpus: Set(Some(corpus.to_owned())),
        external_id: Set(Some(format!("{corpus}/{author}"))),
        created_at: Set(at),
        ..Default::default()
    }
}

/// Members of a corpus by the author's name in its files: id and handle.
async fn find<C: ConnectionTrait>(on: &C, name: &str) -> Result<HashMap<String, (i64, String)>> {
    let sql = "SELECT external_id, id, handle FROM member WHERE corpus = $1";
    let mut members = HashMap::new();
    for row in &sql::all(on, sql, values![name]).await? {
        let mut columns = Columns::of(row);
        let external_id: String = columns.take()?;
        if let Some((_, author)) = external_id.split_at_checked(name.len() + 1) {
            members.insert(author.to_owned(), (columns.take()?, columns.take()?));
        }
    }
    Ok(members)
}

/// Handles that are given, and the last number given behind each.
struct Handles {
    taken: HashSet<String>,
    numbers: HashMap<Handle, u32>,
}

impl Handles {
    async fn taken<C: ConnectionTrait>(on: &C) -> Result<Self> {
        let mut taken = HashSet::new();
        for row in sql::all(on, "SELECT handle FROM member", Vec::new()).await? {
            taken.insert(row.try_get_by_index(0)?);
        }
        Ok(Self {
            taken,
            numbers: HashMap::new(),
        })
    }

    /// The handle nearest to a name that nobody has.
    fn give(&mut self, name: &str) -> String {
        let nearest = Handle::nearest(name);
        let number = self.numbers.entry(nearest.clone()).or_insert(1);
        let mut handle = nearest.clone();
        while handle.is_reserved() || self.taken.contains(handle.as_str()) {
            *number += 1;
            handle = nearest.numbered(*number);
        }
        self.taken.insert(handle.to_string());
        handle.into()
    }
}
