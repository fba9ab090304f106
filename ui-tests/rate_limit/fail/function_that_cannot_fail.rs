use gambeson::rate_limit;

#[rate_limit("100/s")]
async fn length(word: &str) -> usize {
    word.len()
}

fn main() {}
