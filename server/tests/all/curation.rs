//! What members and curators say of records, over the wire: forms that come back, all or nothing, who sees what.

use crate::http::Ask;
use crate::site::{Site, Somebody};
use domain::{RecordId, Role};

async fn post(
    site: &Site,
    by: &Somebody,
    path: &str,
    form: &[(&str, &str)],
) -> (u16, String, String) {
    let referer = format!("http://{}{path}", site.address);
    let ask = Ask::form(path, form)
        .html()
        .header("referer", &referer)
        .with(Some(&by.token));
    let answer = site.send(ask).await;
    let place = answer.header("location").unwrap_or_default().to_owned();
    (answer.status, place, answer.text())
}

async fn page(site: &Site, by: Option<&Somebody>, path: &str) -> (u16, String) {
    let token = by.map(|by| by.token.as_str());
    let answer = site.send(Ask::get(path).html().with(token)).await;
    (answer.status, answer.text())
}

async fn ratings(site: &Site, curator: &Somebody, record: RecordId) -> usize {
    let db = &site.state.site.db;
    let review = db::review::find_review(db, &curator.viewer, record)
        .await
        .unwrap();
    review.ratings.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recommendation_is_shown_at_the_record_and_on_the_members_page() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let id = site.published(&ann).await;
    let path = format!("/records/recommend?id={id}");
    let line = "It \"rains\" <b>here</b>.";
    let id_text = id.to_string();
    let (status, place, _) = post(&site, &bo, &path, &[("id", &id_text), ("line", line)]).await;
    assert_eq!(status, 303);
    assert_eq!(
        place,
        format!("/records/{id}?done=recommended#recommendations")
    );
    for path in [
        format!("/records/{id}"),
        format!("/records/{id}/recommendations"),
        format!("/members/{}", bo.handle),
        format!("/members/{}/recommendations", bo.handle),
    ] {
        let (status, text) = page(&site, None, &path).await;
        assert_eq!(status, 200, "{path}");
        assert!(
            text.contains("It \"rains\" &lt;b&gt;here&lt;/b&gt;.")
                || text.contains("&quot;rains&quot; &lt;b&gt;"),
            "{path}"
        );
    }
    // Too long, it comes back with what was typed, at its field.
    let long = "x".repeat(501);
    let (status, _, text) = post(&site, &bo, &path, &[("id", &id_text), ("line", &long)]).await;
    assert_eq!(status, 422);
    assert!(text.contains("Line on why is 501, over 500 characters.") && text.contains(&long));
    // Withdrawn, nothing of it is shown.
    db::record::withdraw(&site.state.site.db, &ann.viewer, id)
        .await
        .unwrap();
    for path in [
        format!("/records/{id}"),
        format!("/records/{id}/recommendations"),
        format!("/members/{}", bo.handle),
    ] {
        assert!(
            !page(&site, None, &path).await.1.contains("rains"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_and_curators_tags_are_seen_by_curators_alone() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let cleo = site.join(Role::Curator).await;
    let id = site.published(&ann).await;
    let rate = format!("/curate/records/rate?id={id}");
    let form = [
        ("version", "0"),
        ("stars", "4"),
        ("reason", "secretly-fine"),
    ];
    assert_eq!(post(&site, &cleo, &rate, &form).await.0, 303);
    let tag = format!("/curate/records/tag?id={id}");
    let form = [("version", "1"), ("tags", "secret-tag")];
    assert_eq!(post(&site, &cleo, &tag, &form).await.0, 303);
    let path = format!("/curate/records/{id}");
    let (status, text) = page(&site, Some(&cleo), &path).await;
    assert_eq!(status, 200);
    assert!(text.contains("secretly-fine") && text.contains("secret-tag"));
    let public = [
        format!("/records/{id}"),
        format!("/records/{id}/lineage"),
        "/records?tag=secret-tag".to_owned(),
        format!("/members/{}", cleo.handle),
        format!("/api/v1/records/{id}"),
        "/api/v1/records?tag=secret-tag".to_owned(),
    ];
    for viewer in [None, Some(&ann)] {
        for path in &public {
            let (_, text) = page(&site, viewer, path).await;
            assert!(!text.contains("secretly-fine"), "{path}");
            let named = text
                .replace("/records?tag=secret-tag", "")
                .replace("value=\"secret-tag\"", "");
            assert!(!named.contains("secret-tag</span>"), "{path}");
        }
        let (status, _) = page(&site, viewer, &path).await;
        assert!(matches!(status, 401 | 404), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_curator_is_told_and_what_they_typed_stays() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let (cleo, dara) = (
        site.join(Role::Curator).await,
        site.join(Role::Director).await,
    );
    let id = site.published(&ann).await;
    let path = format!("/curate/records/rate?id={id}");
    let first = [("version", "0"), ("stars", "2"), ("reason", "Not yet.")];
    assert_eq!(post(&site, &cleo, &path, &first).await.0, 303);
    let second = [
        ("version", "0"),
        ("stars", "5"),
        ("reason", "Typed with care."),
    ];
    let (status, _, text) = post(&site, &dara, &path, &second).await;
    assert_eq!(status, 409);
    for part in ["Another curator was here", "Not yet.", "Typed with care."] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(ratings(&site, &cleo, id).await, 1);
    // The form that came back goes with how the record stands now.
    assert!(text.contains("name=\"version\" value=\"1\""));
    let again = [
        ("version", "1"),
        ("stars", "5"),
        ("reason", "Typed with care."),
    ];
    assert_eq!(post(&site, &dara, &path, &again).await.0, 303);
    assert_eq!(ratings(&site, &cleo, id).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_with_many_is_done_with_all_or_with_none() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let cleo = site.join(Role::Curator).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(site.published(&ann).await);
    }
    let seen: Vec<String> = ids.iter().map(|id| format!("{id}.0")).collect();
    let path = "/curate?sort=oldest";
    let form = |last: &'static str| {
        vec![
            ("act", "rate"),
            ("seen[]", "1.0"),
            ("stars", "3"),
            ("reason", "Each of them."),
            ("seen[]", last),
        ]
    };
    let (status, _, text) = post(&site, &cleo, path, &form("99999.0")).await;
    assert_eq!(status, 409);
    assert!(text.contains("Record 99999 is not public"), "{text}");
    // What was ticked and typed is still there.
    assert!(text.contains("Each of them."));
    assert!(text.contains("value=\"1.0\" checked"), "{text}");
    assert_eq!(ratings(&site, &cleo, ids[0]).await, 0);
    let mut all = vec![("act", "rate"), ("stars", "3"), ("reason", "Each of them.")];
    all.extend(seen.iter().map(|seen| ("seen[]", seen.as_str())));
    let (status, place, _) = post(&site, &cleo, path, &all).await;
    assert_eq!(
        (status, place.as_str()),
        (303, "/curate?sort=oldest&done=desk")
    );
    for id in &ids {
        assert_eq!(ratings(&site, &cleo, *id).await, 1);
    }
    let nothing = [("act", "tag"), ("tags", "slow")];
    let (status, _, text) = post(&site, &cleo, path, &nothing).await;
    assert_eq!(status, 422);
    assert!(text.contains("No record is chosen."));
    for (act, bad) in [
        ("rate", ("stars", "6")),
        ("tag", ("tags", "")),
        ("dance", ("stars", "3")),
    ] {
        let form = [("act", act), ("seen[]", "1.1"), bad, ("reason", "Why.")];
        let (status, _, _) = post(&site, &cleo, path, &form).await;
        assert!((400..500).contains(&status), "{act}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_goes_to_a_shortlist_or_a_collection_whole() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let cleo = site.join(Role::Curator).await;
    let root = site.published(&ann).await;
    let (a, b) = (site.remix(&ann, root).await, site.remix(&ann, root).await);
    let epoch = site.settle().await;
    let (status, place, _) = post(
        &site,
        &cleo,
        "/curate/shortlists/new",
        &[("title", "Ferry"), ("body", ""), ("project", "")],
    )
    .await;
    assert_eq!(status, 303);
    let list = place
        .split(['/', '?'])
        .find_map(|part| part.parse::<i64>().ok())
        .unwrap();
    let id = list.to_string();
    let sent = |query: String| format!("/curate/shortlists/add?{query}");
    let form = [("shortlist", id.as_str()), ("reason", "The branch.")];
    let (status, text) = page(
        &site,
        Some(&cleo),
        &sent(format!("epoch={epoch}&subtree={root}")),
    )
    .await;
    assert_eq!(status, 200);
    assert!(text.contains("3 records, all of them or none."), "{text}");
    let (status, _, _) = post(
        &site,
        &cleo,
        &sent(format!("record={a}&record=99999")),
        &form,
    )
    .await;
    assert_eq!(status, 409);
    let (status, _, text) = post(
        &site,
        &cleo,
        &sent(format!("record={a}")),
        &[("shortlist", &id), ("reason", "")],
    )
    .await;
    assert_eq!(status, 422);
    assert!(text.contains("Say why, in a line."));
    let (status, _, _) = post(
        &site,
        &cleo,
        &sent(format!("epoch={epoch}&subtree={root}")),
        &form,
    )
    .await;
    assert_eq!(status, 303);
    let (_, text) = page(&site, Some(&cleo), &format!("/curate/shortlists/{list}")).await;
    assert_eq!(
        text.matches("The branch.").count(),
        6,
        "each with its reason, and three steps"
    );
    // What lies within a lasso of another map is not guessed at; what is named means the same on every map.
    let lasso = "epoch=old&within=-1000,-1000,1000,-1000,1000,1000".to_owned();
    assert_eq!(page(&site, Some(&cleo), &sent(lasso)).await.0, 409);
    assert_eq!(
        page(
            &site,
            Some(&cleo),
            &sent(format!("epoch=old&subtree={root}"))
        )
        .await
        .0,
        200
    );
    assert_eq!(
        page(&site, Some(&cleo), &sent("epoch=old&subtree=x".to_owned()))
            .await
            .0,
        400
    );
    assert_eq!(
        page(&site, Some(&cleo), "/curate/shortlists/add").await.0,
        422
    );
    // The same goes to a collection, whoever one is.
    let new = format!("/collections/new?record={a}&record={b}");
    let (status, place, _) = post(
        &site,
        &ann,
        &new,
        &[("title", "Two"), ("body", ""), ("public", "false")],
    )
    .await;
    assert_eq!(status, 303);
    let private = place.split('?').next().unwrap();
    assert_eq!(page(&site, Some(&ann), private).await.0, 200);
    for viewer in [None, Some(&cleo)] {
        assert_eq!(page(&site, viewer, private).await.0, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_of_a_collection_lose_nothing() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let (a, b) = (site.published(&ann).await, site.published(&ann).await);
    let new = format!("/collections/new?record={a}&record={b}");
    let form = [("title", "Two"), ("body", ""), ("public", "true")];
    let (_, place, _) = post(&site, &ann, &new, &form).await;
    let id = place
        .split(['/', '?'])
        .find_map(|part| part.parse::<i64>().ok())
        .unwrap()
        .to_string();
    let record = b.to_string();
    let to_top = [
        ("id", id.as_str()),
        ("version", "1"),
        ("record", &record),
        ("to", "top"),
    ];
    let path = format!("/collections/move?id={id}&arrange=1");
    assert_eq!(post(&site, &ann, &path, &to_top).await.0, 303);
    let note = [
        ("id", id.as_str()),
        ("version", "1"),
        ("record", &record),
        ("note", "Typed in the other tab."),
    ];
    let path = format!("/collections/note?id={id}&arrange=1");
    let (status, _, text) = post(&site, &ann, &path, &note).await;
    assert_eq!(status, 409);
    assert!(
        text.contains("This was changed meanwhile") && text.contains("Typed in the other tab.")
    );
    assert!(text.contains("name=\"version\" value=\"2\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_these_forms_do_not_have_change_nothing() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let id = site.published(&ann).await.to_string();
    let other = ann.viewer.member.to_string();
    let extra = [
        ("member_id", other.as_str()),
        ("owner_id", &other),
        ("curator_id", &other),
        ("role", "admin"),
        ("record_count", "9"),
        ("vote_sum", "9"),
    ];
    let mut form = vec![("id", id.as_str()), ("line", "Mine to say.")];
    form.extend(extra);
    assert_eq!(
        post(&site, &bo, &format!("/records/recommend?id={id}"), &form)
            .await
            .0,
        303
    );
    let db = &site.state.site.db;
    let record = RecordId(id.parse().unwrap());
    let said = db::recommendation::list_recommendations_of(db, record, None, 9)
        .await
        .unwrap();
    assert_eq!(said.rows[0].member, bo.viewer.member);
    let mut form = vec![("title", "T"), ("body", ""), ("public", "true")];
    form.extend(extra);
    let (_, place, _) = post(&site, &bo, "/collections/new", &form).await;
    let collection = place
        .split(['/', '?'])
        .find_map(|part| part.parse().ok())
        .unwrap();
    let collection = db::collection::find_collection(db, None, domain::CollectionId(collection))
        .await
        .unwrap();
    assert_eq!(
        (collection.owner, collection.record_count),
        (bo.viewer.member, 0)
    );
}
