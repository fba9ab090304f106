//! `#[fallback]`: a value, or the answer of another function, where a function fails.

use gambeson::fallback;

#[derive(Debug)]
enum PriceError {
    Unknown,
    Down,
}

struct Shop {
    open: bool,
    price_of_tea: u32,
}

impl Shop {
    /// Nothing off where nobody knows better; a shop that is down is the caller's to know.
    #[fallback(0, only(PriceError::Unknown))]
    async fn discount(&self, item: &str) -> Result<u32, PriceError> {
        if !self.open {
            return Err(PriceError::Down);
        }
        if item == "tea" {
            Ok(10)
        } else {
            Err(PriceError::Unknown)
        }
    }

    #[fallback(with = Self::price_of_yesterday)]
    async fn price(&self, item: &str) -> Result<u32, PriceError> {
        if self.open {
            Ok(399)
        } else {
            Err(PriceError::Down)
        }
    }

    fn price_of_yesterday(&self, item: &str, error: PriceError) -> Result<u32, PriceError> {
        println!("{item}: {error:?}, so the price of yesterday");
        if item == "tea" {
            Ok(self.price_of_tea)
        } else {
            Err(error)
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for open in [true, false] {
        let shop = Shop {
            open,
            price_of_tea: 379,
        };
        for item in ["tea", "milk"] {
            println!(
                "{item}: {:?} less {:?} %",
                shop.price(item).await,
                shop.discount(item).await
            );
        }
    }
}
