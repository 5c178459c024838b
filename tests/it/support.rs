//! What tests share: one service, and ways to change an example case.

use std::sync::LazyLock;

use recouvrance::assets::Assets;
use recouvrance::case::Limits;
use recouvrance::compliance::Policy;
use recouvrance::service::Service;
use serde_json::Value;

pub static SERVICE: LazyLock<Service> = LazyLock::new(|| service_of(&Assets::embedded()));

pub fn service_of(assets: &Assets) -> Service {
    Service::start(assets, Policy::default(), Limits::default()).expect("the embedded assets are sound")
}

/// The example of a type.
pub fn example(id: &str) -> Value {
    let document = SERVICE.library.get(id).expect("the type exists");
    serde_json::from_str(&document.example).expect("the example is JSON")
}

/// The same JSON without the value at `pointer`; `None` when there is none.
pub fn without(mut json: Value, pointer: &str) -> Option<Value> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match json.pointer_mut(parent)? {
        Value::Object(fields) => fields.remove(last)?,
        Value::Array(items) => items.remove(last.parse::<usize>().ok().filter(|index| *index < items.len())?),
        _ => return None,
    };
    Some(json)
}

/// The same JSON with a value put at `pointer`.
pub fn with(mut json: Value, pointer: &str, value: impl Into<Value>) -> Value {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    match json.pointer_mut(parent).expect("the parent is there") {
        Value::Object(fields) => {
            fields.insert(last.to_owned(), value.into());
        }
        Value::Array(items) => match last.parse::<usize>() {
            Ok(index) => items[index] = value.into(),
            Err(_) => items.push(value.into()),
        },
        other => panic!("{other} holds nothing"),
    }
    json
}

pub fn bytes(json: &Value) -> Vec<u8> {
    serde_json::to_vec(json).expect("JSON")
}
