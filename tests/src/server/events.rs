//! Server-sent events of a mailbox.

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    answer::{Answer, Payload},
    fault::Promise,
    record::Recorded,
    state::Shared,
};

/// A published event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    id: String,
    data: Value,
}

impl Event {
    /// The event on the wire.
    fn text(&self) -> String {
        let kind = self.data["event_type"].as_str().unwrap_or("message");
        format!("id: {}\nevent: {kind}\ndata: {}\n\n", self.id, self.data)
    }
}

impl Shared {
    /// Keeps an event and wakes every stream.
    pub(super) fn publish(&self, data: &Value) -> String {
        let wrong = self.document.violations("/components/schemas/MailboxRealtimeEvent", data);
        assert_eq!(wrong, Vec::<String>::new(), "an event has to be one of the document's");
        let mut memory = self.lock();
        let id = memory.new_id("evt");
        memory.events.push(Event { id: id.clone(), data: data.clone() });
        self.published.send_replace(memory.events.len());
        id
    }

    /// The events after a position.
    fn after(&self, position: usize) -> Vec<Event> {
        self.lock().events.iter().skip(position).cloned().collect()
    }
}

/// What one stream remembers.
struct Listener {
    shared: std::sync::Arc<Shared>,
    published: watch::Receiver<usize>,
    stopped: watch::Receiver<bool>,
    position: usize,
    left: Option<usize>,
}

/// Opens a stream: what came after `Last-Event-ID`, then what comes.
pub(super) fn answer(shared: &std::sync::Arc<Shared>, request: &Recorded) -> Answer {
    let last = request.header("last-event-id").or(request.query("last_event_id"));
    let memory = shared.lock();
    let found = last.map(|last| memory.events.iter().position(|event| event.id == last));
    let resumes = memory.keeps(Promise::Resume);
    let (position, greeting) = match found {
        Some(Some(position)) if resumes => (position + 1, ": resumed\n\n".to_owned()),
        Some(None) if resumes => (memory.events.len(), sync_required(shared)),
        _ => (0, "retry: 20\n: connected\n\n".to_owned()),
    };
    let listener = Listener {
        shared: std::sync::Arc::clone(shared),
        published: shared.published.subscribe(),
        stopped: shared.stopped.clone(),
        position,
        left: memory.close_after,
    };
    drop(memory);
    let events = stream::unfold(listener, Listener::next);
    let greeting = stream::once(async move { Ok(Bytes::from(greeting)) });
    Answer::new(StatusCode::OK, Payload::Stream(greeting.chain(events).boxed()))
}

/// Tells the client that events are lost.
fn sync_required(shared: &Shared) -> String {
    let instances = shared.document.instances("/components/schemas/MailboxRealtimeEvent");
    let mut data = instances.minimal();
    data["event_type"] = json!("sync_required");
    format!("event: sync_required\ndata: {data}\n\n")
}

impl Listener {
    async fn next(mut self) -> Option<(Result<Bytes, std::io::Error>, Self)> {
        loop {
            if self.left == Some(0) {
                return None;
            }
            self.published.mark_unchanged();
            if let Some(event) = self.shared.after(self.position).first() {
                self.position += 1;
                self.left = self.left.map(|left| left - 1);
                return Some((Ok(Bytes::from(event.text())), self));
            }
            tokio::select! {
                _ = self.published.changed() => {}
                _ = self.stopped.wait_for(|stop| *stop) => return None,
            }
        }
    }
}
