use gambeson::Masked;

#[derive(Clone, Masked, serde::Serialize)]
#[serde(into = "u64")]
struct Id {
    value: u64,
}

impl From<Id> for u64 {
    fn from(id: Id) -> u64 {
        id.value
    }
}

fn main() {}
