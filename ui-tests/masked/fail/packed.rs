use gambeson::Masked;

#[derive(Masked)]
#[repr(C, packed)]
struct Frame {
    id: u8,
    length: u32,
}

fn main() {}
