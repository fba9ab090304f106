use gambeson::cached;

struct Table {
    rows: Vec<u64>,
}

#[cached(ttl = "5m")]
fn table(n: u64) -> Table {
    Table { rows: (0..n).collect() }
}

fn main() {
    table(1);
}
