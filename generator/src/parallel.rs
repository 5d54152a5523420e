//! Work on many things, by as many threads as there are cores.

use std::num::NonZeroUsize;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, ScopedJoinHandle};

/// Stack for documents that are nested as deep as the limits allow.
const STACK: usize = 256 << 20;

/// How many things a thread has to find before it is worth starting.
const ENOUGH: usize = 4;

/// The number of cores. The system has to open files to tell, so it is asked once.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZeroUsize::get))
}

/// What comes of work by a thread of its own: the memory that it leaves belongs to no thread that
/// lives on, so that any other can have it once it is free.
pub(crate) fn apart<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        joined(builder.spawn_scoped(scope, work).expect("the system starts a thread"))
    })
}

/// What a thread made; its panic, where it had one.
pub(crate) fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What comes of each thing, in their order.
pub(crate) fn each<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = things.len() / ENOUGH + 1;
    by(threads, things.into_iter(), work)
}

/// What comes of each thing, in their order, where each of them is worth a thread.
pub(crate) fn each_large<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    by(things.len(), things.into_iter(), work)
}

/// What comes of each of many things that are yet to be found, in their order. Whichever thread
/// wants the next one looks for it, which should take much less time than the work.
pub(crate) fn each_found<T, R: Send>(
    things: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    by(usize::MAX, things, work)
}

/// What comes of each thing, by so many threads or as many as there are cores.
fn by<T, R: Send>(
    most: usize,
    things: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let threads = cores().min(most);
    let queue = Mutex::new(things.enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let some = || {
        let mut done = Vec::new();
        while let Some((at, thing)) = next() {
            done.push((at, work(thing)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let other = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, some).ok();
        let others: Vec<_> = (1..threads).filter_map(other).collect();
        let mut done = some();
        for other in others {
            done.extend(joined(other));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{each, each_found};

    #[test]
    fn results_come_in_the_order_of_the_things() {
        for count in [0, 1, 3, 4, 1_000] {
            let expected: Vec<usize> = (0..count).map(|at| at * 2).collect();
            assert_eq!(each((0..count).collect(), |at: usize| at * 2), expected);
            assert_eq!(each_found(0..count, |at: usize| at * 2), expected);
        }
    }

    #[test]
    #[should_panic(expected = "the seventieth")]
    fn a_panic_of_any_thread_comes_through() {
        each((0..100).collect(), |at: usize| assert_ne!(at, 70, "the seventieth"));
    }
}
