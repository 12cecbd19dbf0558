//! Members.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The handle, unique.
    pub handle: String,
    /// The name.
    pub name: String,
    /// `member`, `curator`, `director` or `admin`.
    pub role: String,
    /// argon2id as a PHC string; none for members of an import that nobody has claimed.
    pub password_hash: Option<String>,
    /// Markdown.
    pub bio: String,
    /// The corpus they were imported with.
    pub corpus: Option<String>,
    /// `CORPUS/AUTHOR`.
    pub external_id: Option<String>,
    /// When they were suspended.
    pub suspended_at: Option<i64>,
    /// When they joined.
    pub created_at: i64,
}

/// Relations.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Records by the member.
    #[sea_orm(has_many = "super::record::Entity")]
    Record,
    /// Their sessions.
    #[sea_orm(has_many = "super::session::Entity")]
    Session,
    /// Their files.
    #[sea_orm(has_many = "super::media::Entity")]
    Media,
}

impl Related<super::record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Record.def()
    }
}

impl Related<super::session::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Session.def()
    }
}

impl Related<super::media::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Media.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
