//! Running SQL that both databases understand: parameters are `$1`, `$2`, ...

use crate::{Error, Result, Timestamp};
use domain::Handle;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, TryGetable, Value,
};

/// The parameters of a statement, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$(sea_orm::Value::from($value)),*] };
}
pub(crate) use values;

fn statement<C: ConnectionTrait>(on: &C, sql: impl Into<String>, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(on.get_database_backend(), sql, values)
}

/// All rows of a query.
pub(crate) async fn all<C: ConnectionTrait>(
    on: &C,
    sql: impl Into<String>,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>> {
    Ok(on.query_all_raw(statement(on, sql, values)).await?)
}

/// The first row of a query.
pub(crate) async fn first<C: ConnectionTrait>(
    on: &C,
    sql: impl Into<String>,
    values: Vec<Value>,
) -> Result<Option<QueryResult>> {
    Ok(on.query_one_raw(statement(on, sql, values)).await?)
}

/// The first column of a query that always has a row.
pub(crate) async fn scalar<T: TryGetable, C: ConnectionTrait>(
    on: &C,
    sql: impl Into<String>,
    values: Vec<Value>,
) -> Result<T> {
    let row = first(on, sql, values).await?;
    let row = row.ok_or_else(|| Error::failed("a query that always has a row had none"))?;
    Ok(row.try_get_by_index(0)?)
}

/// Runs a statement. Answers how many rows it changed.
pub(crate) async fn run<C: ConnectionTrait>(
    on: &C,
    sql: impl Into<String>,
    values: Vec<Value>,
) -> Result<u64> {
    let done = on.execute_raw(statement(on, sql, values)).await?;
    Ok(done.rows_affected())
}

/// What ends a query whose rows are held until the transaction ends. On SQLite a transaction that writes holds all
/// of them from its start.
pub(crate) fn for_update(tx: &DatabaseTransaction) -> &'static str {
    match tx.get_database_backend() {
        DbBackend::Postgres => " FOR UPDATE",
        _ => "",
    }
}

/// The condition that `column` is one of the ids in parameter `$n`, given as [`id_list`].
pub(crate) fn is_among(backend: DbBackend, column: &str, n: usize) -> String {
    match backend {
        DbBackend::Postgres => format!("{column} = ANY (CAST(${n} AS text)::bigint[])"),
        _ => format!("{column} IN (SELECT value FROM json_each(${n}))"),
    }
}

/// Ids as one parameter, so that a statement's text does not depend on how many there are.
pub(crate) fn id_list(backend: DbBackend, ids: impl IntoIterator<Item = i64>) -> String {
    let (open, close) = match backend {
        DbBackend::Postgres => ('{', '}'),
        _ => ('[', ']'),
    };
    let mut list = String::new();
    list.push(open);
    for (at, id) in ids.into_iter().enumerate() {
        if at > 0 {
            list.push(',');
        }
        list.push_str(&id.to_string());
    }
    list.push(close);
    list
}

/// The ids in parameter `$n`, given as [`id_list`], as rows: what stands in `FROM`, where each is `k.value`, and the
/// expression of its place in the list, from 0.
pub(crate) fn listed_ids(backend: DbBackend, n: usize) -> (String, &'static str) {
    match backend {
        DbBackend::Postgres => (
            format!("unnest(CAST(${n} AS text)::bigint[]) WITH ORDINALITY AS k(value, key)"),
            "(k.key - 1)",
        ),
        _ => (format!("json_each(${n}) k"), "k.key"),
    }
}

/// The columns of a row, read from left to right.
pub(crate) struct Columns<'a> {
    row: &'a QueryResult,
    at: usize,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(row: &'a QueryResult) -> Self {
        Self { row, at: 0 }
    }

    /// The next column.
    pub(crate) fn take<T: TryGetable>(&mut self) -> Result<T> {
        let value = self.row.try_get_by_index(self.at)?;
        self.at += 1;
        Ok(value)
    }

    /// The next column as a point in time.
    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        self.take().map(Timestamp)
    }

    /// The next column as a point in time, or `None`.
    pub(crate) fn maybe_time(&mut self) -> Result<Option<Timestamp>> {
        Ok(self.take::<Option<i64>>()?.map(Timestamp))
    }

    /// The next column as a word of a closed list.
    pub(crate) fn word<T: std::str::FromStr>(&mut self) -> Result<T> {
        let word: String = self.take()?;
        word.parse()
            .map_err(|_| Error::failed(format!("unknown word in a table: {word}")))
    }

    /// The next column as a handle.
    pub(crate) fn handle(&mut self) -> Result<Handle> {
        self.word()
    }
}
