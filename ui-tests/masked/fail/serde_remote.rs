use gambeson::Masked;

mod theirs {
    pub struct Id {
        pub value: u64,
    }
}

#[derive(Masked)]
#[serde(remote = "theirs::Id")]
struct Id {
    #[serde(getter = "theirs::Id::value")]
    value: u64,
}

fn main() {}
