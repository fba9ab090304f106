use gambeson::Masked;

#[derive(Masked)]
#[mask(default = hide)]
struct User {
    name: String,
}

#[derive(Masked)]
#[mask(default = "show")]
struct Other {
    name: String,
}

fn main() {}
