use gambeson::log_exceptions;

#[log_exceptions]
const fn half(n: u32) -> Result<u32, &'static str> {
    if n % 2 == 0 { Ok(n / 2) } else { Err("odd") }
}

fn main() {
    drop(half(2));
}
