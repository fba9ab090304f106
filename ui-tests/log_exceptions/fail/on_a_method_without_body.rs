use gambeson::log_exceptions;

trait Shop {
    #[log_exceptions]
    fn pay(&self) -> Result<u32, String>;
}

fn main() {}
