//! `GET /api/v1/openapi.json`: the API described for programs.

use super::answer;
use super::credits::CreditList;
use super::map::{self, MapDetail, MapLineage, MapSiblings, MapSummary};
use super::problem::Problem;
use super::production::{ProductionDetail, ProductionList};
use super::project_schema::{Challenge, ChallengeList, ContributionList, Project, ProjectList};
use super::schema::{Embed, Lineage, Record, RecordList};
use super::{
    attribution, challenge, credits, feeds, graph, lineage, list, oembed, one, production, project,
};
use crate::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::OpenApi;
use utoipa::openapi::Server;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Understory",
        version = "1",
        description = "Records, what each was made from, and how to credit them. Public and read-only: no account is needed, \
            and drafts do not show. Lists are pages: give `next` back as `after`. Answers carry an `ETag`; \
            errors are `application/problem+json`. Times are RFC 3339 in UTC.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        list::list_records,
        one::find_record,
        lineage::find_lineage,
        attribution::find_attribution,
        graph::svg,
        graph::graphml,
        graph::gexf,
        graph::prov,
        oembed::embed,
        feeds::remixes,
        feeds::member,
        production::list_productions,
        production::find_production,
        credits::find_credits,
        project::list_projects,
        project::find_project,
        challenge::list_challenges,
        challenge::find_challenge,
        challenge::list_contributions,
        challenge::feed,
        map::info::find_map,
        map::tiles::find_tile,
        map::tiles::find_labels,
        map::tiles::find_new,
        map::tiles::find_new_labels,
        map::live::listen,
        map::select::select,
        map::flow::find_flow,
        map::select::find_heaviest,
        map::summary::summarise,
        map::export::csv,
        map::export::graphml,
        map::export::gexf,
        map::detail::find_detail,
        map::detail::find_by_id,
        map::siblings::find_siblings,
        map::lineage::find_lineage,
    ),
    components(schemas(
        ProductionList, ProductionDetail, CreditList,
        RecordList, Record, Lineage, Embed, MapDetail, MapLineage, MapSiblings, MapSummary,
        Problem,
        ProjectList, Project, ChallengeList, Challenge, ContributionList,
    )),
    tags(
        (name = "records", description = "Published records"),
        (name = "lineage", description = "What records came from and what came from them"),
        (name = "projects", description = "Projects, the challenges they issue, and what is contributed"),
        (name = "map", description = "The map of all records: where each stands, and which are meant"),
        (name = "productions", description = "Works made from records, and who is credited"),
        (name = "embedding", description = "Showing records elsewhere"),
    )
)]
struct Description;

pub(super) async fn describe(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut description = Description::openapi();
    description.servers = Some(vec![Server::new(state.site.public_url.as_ref())]);
    answer::json(&headers, &description)
}
