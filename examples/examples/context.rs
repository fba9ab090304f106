//! The context of a request: every event carries it, also of tasks, and what plain `tokio::spawn` loses.

use std::fmt;

use gambeson::context::{self, Context};
use gambeson::log_execution_time;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context as LayerContext, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Somewhere deep in the program, where nobody has heard of requests.
#[log_execution_time]
async fn price(sku: u32) -> u32 {
    tracing::info!("asks the warehouse");
    sku * 2
}

fn authenticate(token: &str) {
    // Whoever is found out about is known from here on, in the whole request.
    context::set_user(if token == "open sesame" {
        "ali"
    } else {
        "nobody"
    });
}

async fn handle(sku: u32, token: &str) -> u32 {
    tracing::info!("a request");
    authenticate(token);
    let answer = price(sku).await;

    let _ = context::spawn(async { tracing::info!("a task of context::spawn") }).await;
    let _ = tokio::spawn(async { tracing::info!("a task of tokio::spawn") }).await;

    let part = context::current().unwrap_or_else(Context::generate);
    context::scope(part.with("part", "audit"), async {
        tracing::info!("a part of the request");
    })
    .await;
    answer
}

#[tokio::main]
async fn main() {
    tracing_subscriber::registry().with(Print).init();

    let came = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    for id in ["req-7", "req-8\nERROR all is lost"] {
        let context = Context::from_foreign(Some(id), Some(came)).with("tenant", "north");
        println!("x-request-id {id:?} becomes {}", context.request_id());
        println!(
            "traceparent {came}\n    goes on as {}",
            context.traceparent()
        );
        context::scope(context, handle(21, "open sesame")).await;
    }
}

/// A layer of one's own asks for the context. (Those of `gambeson::log` do.)
struct Print;

impl<S: Subscriber> Layer<S> for Print {
    fn on_event(&self, event: &Event<'_>, _: LayerContext<'_, S>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        print!("    {:<24}", message.0);
        match context::current() {
            None => println!(" of no request"),
            Some(context) => {
                let user = context.user_id();
                let user = user.as_deref().unwrap_or("not known yet");
                print!(" request_id={} user_id={user}", context.request_id());
                for (name, value) in context.fields() {
                    print!(" {name}={value}");
                }
                println!();
            }
        }
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}
