//! A panic over one draft is named and the run goes on.

use super::Problem;
use crate::finding::Text;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on a panic prints nothing by itself; [`guarded`] reports it.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |l| format!("{}:{}: ", l.file(), l.line()));
        let payload = info.payload();
        let what = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
        LAST.with(|last| *last.borrow_mut() = place + what.unwrap_or("?"));
    }));
}

/// Runs `work`; a panic becomes its place and message.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| LAST.with(|last| std::mem::take(&mut *last.borrow_mut())))
}

/// Runs what belongs to no single draft; a panic becomes a message.
pub fn overall<T>(work: impl FnOnce() -> T) -> Result<T, Text> {
    caught(work).map_err(|what| {
        Text::new(
            format!("lỗi của chương trình ({what}). Kết quả chưa đủ; xin báo lại kèm các tệp."),
            format!("a fault of the program ({what}). The result is not whole; please report it with the files."),
        )
    })
}

/// Runs `work` on a draft; a panic becomes a problem of that draft.
pub fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    caught(work).unwrap_or_else(|what| {
        Err(Problem::new(
            name,
            Text::new(
                format!("lỗi của chương trình ({what}). Tệp này chưa được kiểm; xin báo lại kèm tệp."),
                format!("a fault of the program ({what}). This file was not checked; please report it with the file."),
            ),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_with_its_place() {
        let before = panic::take_hook();
        install();
        let got = guarded("a.md", || -> Result<(), Problem> { panic!("row {}", 7) });
        panic::set_hook(before);
        let problem = got.unwrap_err();
        assert_eq!(problem.name, "a.md");
        assert!(problem.message.en.contains("guard.rs:") && problem.message.en.contains("row 7"), "{problem:?}");
        assert_eq!(guarded("a.md", || Ok(3)).unwrap(), 3);
        assert_eq!(overall(|| 3), Ok(3));
    }
}
