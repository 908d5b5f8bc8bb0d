//! The JSON Schema of `doisoat.toml`, for editors that complete and check while one types.

use super::{Level, Levels, Values};
use crate::rules::{Group, RULES};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Map;
use std::borrow::Cow;

/// The schema as text.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Values);
    schema.insert("title".into(), "doisoat.toml".into());
    format!("{:#}\n", schema.as_value())
}

impl JsonSchema for Levels {
    fn schema_name() -> Cow<'static, str> {
        "Levels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<Level>();
        let names = Group::ALL.map(Group::name).into_iter().chain(RULES.iter().map(|r| r.name));
        let properties: Map<_, _> = names.map(|name| (name.to_owned(), level.clone().into())).collect();
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}
