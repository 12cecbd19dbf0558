//! W3C PROV as PROV-JSON (<https://www.w3.org/submissions/prov-json/>): records are entities, derived from
//! their sources and attributed to their authors.

use super::super::lineage::Found;
use serde_json::{Map, Value, json};

pub(super) fn document(found: &Found, public_url: &str) -> Value {
    let mut entities = Map::new();
    let mut agents = Map::new();
    let mut attributed = Map::new();
    for line in &found.lines {
        let entity = format!("record:{}", line.id);
        let agent = format!("member:{}", line.author);
        entities.insert(
            entity.clone(),
            json!({
                "prov:label": line.title,
                "prov:type": { "$": "schema:CreativeWork", "type": "prov:QUALIFIED_NAME" },
                "dcterms:issued": { "$": line.published_at.rfc3339(), "type": "xsd:dateTime" },
                "understory:medium": line.medium.as_str(),
                "understory:withdrawn": { "$": line.withdrawn.to_string(), "type": "xsd:boolean" },
            }),
        );
        agents.insert(
            agent.clone(),
            json!({
                "prov:type": { "$": "prov:Person", "type": "prov:QUALIFIED_NAME" },
                "prov:label": line.author_name,
            }),
        );
        attributed.insert(
            format!("_:a{}", line.id),
            json!({ "prov:entity": entity, "prov:agent": agent }),
        );
    }
    let mut derived = Map::new();
    for link in found.links() {
        let mut derivation = json!({
            "prov:generatedEntity": format!("record:{}", link.remix),
            "prov:usedEntity": format!("record:{}", link.source),
        });
        if !link.used.is_empty() {
            derivation["prov:label"] = Value::from(link.used);
        }
        derived.insert(format!("_:d{}-{}", link.source, link.remix), derivation);
    }
    json!({
        "prefix": {
            "record": format!("{public_url}/records/"),
            "member": format!("{public_url}/members/"),
            "understory": format!("{public_url}/api/v1/"),
            "schema": "https://schema.org/",
            "dcterms": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "entity": entities,
        "agent": agents,
        "wasDerivedFrom": derived,
        "wasAttributedTo": attributed,
    })
}
