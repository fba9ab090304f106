use gambeson::Masked;

mod hex {
    pub fn serialize<S: serde::Serializer>(value: &u64, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&format_args!("{value:x}"))
    }
}

#[derive(Masked, serde::Serialize)]
struct Order {
    #[serde(serialize_with = "hex::serialize")]
    id: u64,
}

fn main() {}
