//! What a call costs: the generated client against the same exchange written by hand with reqwest
//! and serde, on one thread, with a server in another.
//!
//! `cargo run --release -p benches` prints a line of JSON for each; `cargo xtask bench --calls` makes
//! a table of them. Allocations are those of the client's thread, which also runs the connection.

mod by_hand;
mod server;

use allocation_counter::AllocationInfo;
use generated_client::Client;
use generated_client::types::ProviderItemCursorListResponse;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

/// How often a call is made before it counts, and then.
const WARM: usize = 200;
const COUNTED: usize = 2_000;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let url = server::start();
    let client = Client::builder().base_url(&url).bearer("key").build().expect("a client");
    let hand = by_hand::Client::new(&url);
    let generated = |exchange: &str, cost| print(exchange, "generated", cost);
    let by_hand = |exchange: &str, cost| print(exchange, "by hand", cost);
    let one = async || drop(client.sending_accounts().get("a").await.expect("an account"));
    generated("one account", cost(&runtime, one));
    by_hand(
        "one account",
        cost(&runtime, async || drop(hand.account("a").await.expect("an account"))),
    );
    let page = async || drop(client.sending_accounts().list().limit(100).await.expect("a page"));
    generated("a page of 100 accounts", cost(&runtime, page));
    by_hand(
        "a page of 100 accounts",
        cost(&runtime, async || drop(hand.accounts(100).await.expect("a page"))),
    );
    decoding(&runtime);
}

/// What decoding alone costs: a page that is there.
fn decoding(runtime: &Runtime) {
    let page = server::page(100).to_string();
    let generated = async || {
        let page = serde_json::from_str::<ProviderItemCursorListResponse>(&page);
        drop(black_box(page.expect("a page")));
    };
    print("decoding the page", "generated", cost(runtime, generated));
    let by_hand = async || {
        let page = serde_json::from_str::<by_hand::Accounts>(&page);
        drop(black_box(page.expect("a page")));
    };
    print("decoding the page", "by hand", cost(runtime, by_hand));
}

/// Allocations and bytes of a call, and the microseconds of the fastest tenth at most.
fn cost(runtime: &Runtime, call: impl AsyncFn()) -> Value {
    let counted = allocated(runtime, &call);
    let mut times: Vec<f64> = (0..COUNTED)
        .map(|_| {
            let started = Instant::now();
            runtime.block_on(call());
            started.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    json!({
        "allocations": counted.count_total,
        "bytes": counted.bytes_total,
        "microseconds": times[COUNTED / 10],
    })
}

/// What one call allocates once all is warm.
fn allocated(runtime: &Runtime, call: &impl AsyncFn()) -> AllocationInfo {
    for _ in 0..WARM {
        runtime.block_on(call());
    }
    allocation_counter::measure(|| runtime.block_on(call()))
}

fn print(exchange: &str, side: &str, cost: Value) {
    println!("{}", json!({ "exchange": exchange, "side": side, "cost": cost }));
}

#[cfg(test)]
mod tests {
    use super::{allocated, by_hand, server};
    use generated_client::Client;
    use tokio::runtime::Builder;

    /// How many allocations a call may have for 100 of the same exchange by hand.
    const ALLOWED: u64 = 105;

    #[test]
    fn a_call_allocates_hardly_more_than_one_by_hand() {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let url = server::start();
        let client = Client::builder().base_url(&url).bearer("key").build().expect("a client");
        let hand = by_hand::Client::new(&url);
        let accounts = client.sending_accounts();
        let one = async || drop(accounts.get("a").await.expect("an account"));
        let one_by_hand = async || drop(hand.account("a").await.expect("an account"));
        let page = async || drop(accounts.list().limit(100).await.expect("a page"));
        let page_by_hand = async || drop(hand.accounts(100).await.expect("a page"));
        for (generated, by_hand) in [
            (allocated(&runtime, &one), allocated(&runtime, &one_by_hand)),
            (allocated(&runtime, &page), allocated(&runtime, &page_by_hand)),
        ] {
            let [generated, by_hand] = [generated, by_hand].map(|it| it.count_total);
            assert!(generated * 100 <= by_hand * ALLOWED, "{generated} where {by_hand} do");
        }
    }
}
