//! Work on several threads whose results are taken in order, a few ahead at most: memory does not
//! grow with the number of things to do, and no thread waits for the slowest of a group.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

/// How many results a thread may be ahead of what was taken.
const AHEAD: usize = 4;

/// The threads for `jobs`: as many as asked for, all cores for 0, never more than there is to do.
pub fn threads(jobs: usize, count: usize) -> usize {
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    if jobs == 0 { cores() } else { jobs }.min(count)
}

/// The threads of the run. Both passes over a batch use the same ones: what the first pass has freed in a thread
/// only that thread uses again.
fn pool(threads: usize) -> io::Result<Arc<ThreadPool>> {
    static POOL: Mutex<Option<Arc<ThreadPool>>> = Mutex::new(None);
    let mut kept = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = kept.as_ref().filter(|pool| pool.current_num_threads() >= threads) {
        return Ok(Arc::clone(pool));
    }
    let pool = Arc::new(ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?);
    *kept = Some(Arc::clone(&pool));
    Ok(pool)
}

/// Does `work` for each number below `count` and hands the results to `take`, in order.
/// An error of `take` ends it.
pub fn ordered<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T) -> io::Result<()>,
) -> io::Result<()> {
    // One thing, or one thread, needs no other thread: starting one takes longer than reading a draft.
    if threads < 2 {
        return (0..count).try_for_each(|i| take(i, work(i)));
    }
    // Who has a ticket works on the thing of that number; one taken result gives one ticket.
    let (tickets, queue) = mpsc::channel();
    let (queue, work) = (&Mutex::new(queue), &work);
    let (hand_in, results) = mpsc::channel();
    let ticket = |i: usize| if i < count { tickets.send(i).map_err(io::Error::other) } else { Ok(()) };
    let ahead = threads * AHEAD;
    (0..ahead).try_for_each(ticket)?;
    pool(threads)?.in_place_scope(|scope| {
        for _ in 0..threads {
            let hand_in = hand_in.clone();
            let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            scope.spawn(move |_| while next().is_ok_and(|i| hand_in.send((i, work(i))).is_ok()) {});
        }
        // Dropped at the end of this block, whatever ends it: then the threads end, too.
        let (tickets, results) = (tickets, results);
        drop(hand_in);
        let mut early = BTreeMap::new();
        for i in 0..count {
            while !early.contains_key(&i) {
                let (at, result): (usize, T) = results.recv().map_err(io::Error::other)?;
                early.insert(at, result);
            }
            if let Some(result) = early.remove(&i) {
                take(i, result)?;
            }
            if i + ahead < count {
                tickets.send(i + ahead).map_err(io::Error::other)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_and_few_wait() {
        for threads in [1, 2, 5] {
            let (made, mut taken) = (AtomicUsize::new(0), Vec::new());
            let work = |i: usize| {
                // Every seventh takes long: the others must neither wait for it nor run away from it.
                thread::sleep(Duration::from_micros(if i.is_multiple_of(7) { 3000 } else { 10 }));
                made.fetch_add(1, Ordering::SeqCst);
                i * i
            };
            let done = ordered(200, threads, work, |i, square| {
                assert_eq!(square, i * i);
                assert!(made.load(Ordering::SeqCst) <= taken.len() + threads * AHEAD);
                taken.push(i);
                Ok(())
            });
            done.unwrap();
            assert_eq!(taken, (0..200).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let made = AtomicUsize::new(0);
        let work = |_| made.fetch_add(1, Ordering::SeqCst);
        let done =
            ordered(100_000, 2, work, |i, _| if i == 3 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) });
        assert_eq!(done.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(made.load(Ordering::SeqCst) < 100);
    }
}
