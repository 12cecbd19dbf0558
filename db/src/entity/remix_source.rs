//! What was made from what.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remix_source")]
pub struct Model {
    /// The remix.
    #[sea_orm(primary_key, auto_increment = false)]
    pub remix_id: i64,
    /// A source of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: i64,
    /// Place among the sources it names.
    pub position: i64,
    /// What was used, or thanks.
    pub used: String,
    /// Its part among the sources, for credit.
    pub weight: i64,
}

/// Relations.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The remix.
    #[sea_orm(
        belongs_to = "super::record::Entity",
        from = "Column::RemixId",
        to = "super::record::Column::Id"
    )]
    Remix,
    /// The source.
    #[sea_orm(
        belongs_to = "super::record::Entity",
        from = "Column::SourceId",
        to = "super::record::Column::Id"
    )]
    Source,
}

impl ActiveModelBehavior for ActiveModel {}
