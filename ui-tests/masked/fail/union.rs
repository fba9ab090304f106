use gambeson::Masked;

#[derive(Masked)]
union Either {
    a: u32,
    b: f32,
}

fn main() {}
