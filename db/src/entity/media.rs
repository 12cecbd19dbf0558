//! Uploaded files, one row for each member who put one up.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who put it up.
    pub owner_id: i64,
    /// Hex BLAKE3 of the content.
    pub hash: String,
    /// Media type.
    pub mime: String,
    /// The medium it makes.
    pub medium: String,
    /// Bytes.
    pub bytes: i64,
    /// Pixels across.
    pub width: Option<i32>,
    /// Pixels down.
    pub height: Option<i32>,
    /// Milliseconds.
    pub duration_ms: Option<i64>,
    /// Loudness.
    pub peaks: Option<Vec<u8>>,
    /// The file's name.
    pub file_name: String,
    /// The smallest variant.
    pub thumb_name: Option<String>,
    /// Its pixels across.
    pub thumb_width: Option<i32>,
    /// Its pixels down.
    pub thumb_height: Option<i32>,
    /// When it was put up.
    pub created_at: i64,
}

/// Relations.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who put it up.
    #[sea_orm(
        belongs_to = "super::member::Entity",
        from = "Column::OwnerId",
        to = "super::member::Column::Id"
    )]
    Owner,
    /// Derived files.
    #[sea_orm(has_many = "super::media_variant::Entity")]
    Variant,
    /// The record that holds it.
    #[sea_orm(has_one = "super::record::Entity")]
    Record,
}

impl Related<super::member::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Owner.def()
    }
}

impl Related<super::media_variant::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Variant.def()
    }
}

impl Related<super::record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Record.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
