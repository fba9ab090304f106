use gambeson::log_execution_time;

struct Shop {
    id: String,
}

impl Shop {
    #[log_execution_time(args(self))]
    fn open(&self) -> usize {
        self.id.len()
    }
}

fn main() {
    let id = String::new();
    drop(Shop { id }.open());
}
