use gambeson::log_exceptions;

#[log_exceptions]
async fn pay(id: u32) -> Result<u32, String> {
    id
}

#[log_exceptions]
fn pay_sync(id: u32) -> Result<u32, String> {
    id
}

#[log_exceptions(reraise = false)]
async fn paid(id: u32) -> Result<u32, String> {
    id
}

#[log_exceptions(reraise = false)]
fn paid_sync(id: u32) -> Result<u32, String> {
    id
}

#[log_exceptions(panics, reraise = false, default = 7)]
fn counted(id: u32) -> u32 {
    "one"
}

fn main() {
    drop((pay(1), paid(1)));
    drop((pay_sync(1), paid_sync(1), counted(1)));
}
