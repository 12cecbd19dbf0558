//! Records.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Place in the order of publication; none for drafts.
    pub seq: Option<i64>,
    /// The author.
    pub author_id: i64,
    /// The author's name as credited.
    pub credited_name: String,
    /// The title.
    pub title: String,
    /// `text`, `image`, `audio`, `video` or `code`.
    pub medium: String,
    /// SPDX identifier.
    pub license: Option<String>,
    /// `draft`, `published` or `withdrawn`.
    pub status: String,
    /// Grows with every change.
    pub version: i64,
    /// Sources named.
    pub source_count: i64,
    /// Published remixes.
    pub remix_count: i64,
    /// Hearts.
    pub heart_count: i64,
    /// When it was begun.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// When it was published.
    pub published_at: Option<i64>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// Its file.
    pub media_id: Option<i64>,
    /// `CORPUS/ID`.
    pub external_id: Option<String>,
    /// Link out.
    pub url: Option<String>,
    /// The language of code.
    pub language: String,
    /// The first characters of the body.
    pub excerpt: String,
    /// Markdown.
    pub description: String,
    /// Text or code.
    pub body: String,
}

/// Relations.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The author.
    #[sea_orm(
        belongs_to = "super::member::Entity",
        from = "Column::AuthorId",
        to = "super::member::Column::Id"
    )]
    Author,
    /// Its file.
    #[sea_orm(
        belongs_to = "super::media::Entity",
        from = "Column::MediaId",
        to = "super::media::Column::Id"
    )]
    Media,
    /// Its tags.
    #[sea_orm(has_many = "super::record_tag::Entity")]
    Tag,
    /// Its hearts.
    #[sea_orm(has_many = "super::heart::Entity")]
    Heart,
}

impl Related<super::member::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Author.def()
    }
}

impl Related<super::media::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Media.def()
    }
}

impl Related<super::record_tag::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Tag.def()
    }
}

impl Related<super::heart::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Heart.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
