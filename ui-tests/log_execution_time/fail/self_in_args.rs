use gambeson::log_execution_time;

struct Shop {
    name: String,
}

impl Shop {
    #[log_execution_time(args(self))]
    fn open(&self) -> usize {
        self.name.len()
    }
}

fn main() {
    let name = String::new();
    drop(Shop { name }.open());
}
