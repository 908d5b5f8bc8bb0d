//! `annotate`: a copy of a Word file with the findings as comments. The
//! original is never written to, and the copy is there whole or not at all.

use super::args::Common;
use super::checked::{Checked, Checker};
use super::drafts::Draft;
use super::guard::guarded;
use super::output::{Output, complain};
use super::put::{Existing, put};
use super::{FAILED, FINE, Problem};
use crate::docx::{self, AnnotateOptions, Annotated};
use crate::finding::Text;
use crate::report::{Lang, comment};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is to be written.
pub struct Wanted<'a> {
    /// The Word file.
    pub draft: &'a Path,
    /// The copy; `None` for the draft's name with `.doisoat`.
    pub copy: Option<&'a Path>,
    /// Whether a copy that exists gives way.
    pub force: bool,
    /// The date of the comments.
    pub date: Option<&'a str>,
}

/// A date as Word writes it: `2025-03-01T08:00:00Z`.
pub fn date(given: &str) -> Result<String, String> {
    let shape: String = given.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape == "0000-00-00T00:00:00Z" { Ok(given.to_owned()) } else { Err("2025-03-01T08:00:00Z".to_owned()) }
}

/// Checks the draft and writes the copy.
pub fn annotate(wanted: &Wanted<'_>, common: &Common, output: &mut Output) -> io::Result<u8> {
    let name = wanted.draft.to_string_lossy();
    let copy = wanted.copy.map_or_else(|| beside(wanted.draft), Path::to_path_buf);
    let draft = Draft::File(wanted.draft.to_path_buf());
    let checker = match Checker::new(&[draft], common) {
        Ok(checker) => checker,
        Err(lines) => {
            lines.iter().for_each(|l| complain(l));
            return Ok(FAILED);
        }
    };
    match guarded(&name, || write(wanted, &copy, &checker, common)) {
        Ok((done, accepted)) => {
            for line in said(&done, accepted, &copy, common.lang) {
                output.say(&line)?;
            }
            Ok(FINE)
        }
        Err(problem) => {
            complain(&problem.line(common.lang));
            Ok(FAILED)
        }
    }
}

/// `draft.docx` -> `draft.doisoat.docx`.
fn beside(draft: &Path) -> PathBuf {
    draft.with_extension("doisoat.docx")
}

/// The copy, and how many findings had been accepted.
fn write(
    wanted: &Wanted<'_>,
    copy: &Path,
    checker: &Checker<'_>,
    common: &Common,
) -> Result<(Annotated, usize), Problem> {
    let name = wanted.draft.to_string_lossy();
    let refused = |vi: &str, en: &str| Problem::new(&copy.to_string_lossy(), Text::new(vi, en));
    let same = match (fs::canonicalize(wanted.draft), fs::canonicalize(copy)) {
        (Ok(draft), Ok(copy)) => draft == copy,
        _ => wanted.draft == copy,
    };
    if same {
        return Err(refused(
            "bản sao trùng với tệp gốc; tệp gốc không bao giờ bị ghi đè. Hãy chọn tên khác cho -o.",
            "the copy is the draft itself, which is never written to. Choose another name for -o.",
        ));
    }
    if copy.exists() && !wanted.force {
        return Err(refused(
            "tệp đã có. Hãy chọn tên khác cho -o, hoặc thêm --force để ghi đè.",
            "the file exists. Choose another name for -o, or add --force to replace it.",
        ));
    }
    let draft = Draft::File(wanted.draft.to_path_buf());
    let bytes = draft.bytes()?;
    let named = wanted.draft.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx"));
    if !named && !docx::is_office_file(&bytes) {
        let vi = "không phải tệp Word .docx. Lệnh này chỉ ghi nhận xét vào bản sao của tệp Word.";
        let en = "no .docx file. This command only writes comments into a copy of a Word file.";
        return Err(Problem::new(&name, Text::new(vi, en)));
    }
    let unread = |e: docx::DocxError| Problem::new(&name, e.message());
    let (document, _) = docx::read_docx(&name, &bytes).map_err(unread)?;
    let Checked { report, acceptance } = checker.check(&draft, document);
    let comments = comment::comments(&report, common.lang);
    let options = AnnotateOptions {
        date: wanted.date.map(str::to_owned),
        english: common.lang == Lang::En,
        ..AnnotateOptions::default()
    };
    let existing = if wanted.force { Existing::Replaced } else { Existing::Kept };
    let done = docx::annotate(&bytes, &comments, &options).map_err(unread)?;
    put(copy, &done.bytes, existing).map_err(|e| {
        Problem::new(
            &copy.to_string_lossy(),
            Text::new(
                format!("không ghi được ({e}). Hãy kiểm tra thư mục và quyền ghi."),
                format!("cannot be written ({e}). Check the folder and its access rights."),
            ),
        )
    })?;
    Ok((done, acceptance.accepted))
}

/// What a person has to know about the copy.
fn said(done: &Annotated, accepted: usize, copy: &Path, lang: Lang) -> Vec<String> {
    let copy = copy.display();
    let mut lines = vec![match lang {
        Lang::Vi => format!("Đã ghi {copy}: {} nhận xét.", done.written),
        Lang::En => format!("Wrote {copy}: {} comments.", done.written),
    }];
    if done.replaced > 0 {
        lines.push(match lang {
            Lang::Vi => format!("Đã bỏ {} nhận xét của lần chạy trước.", done.replaced),
            Lang::En => format!("Removed {} comments of an earlier run.", done.replaced),
        });
    }
    if done.left_out > 0 {
        lines.push(match lang {
            Lang::Vi => format!("Còn {} phát hiện không ghi thành nhận xét; xem bằng doisoat check.", done.left_out),
            Lang::En => format!("{} findings got no comment; see doisoat check.", done.left_out),
        });
    }
    if accepted > 0 {
        lines.push(match lang {
            Lang::Vi => format!("Không ghi {accepted} phát hiện đã chấp nhận."),
            Lang::En => format!("Left out {accepted} accepted findings."),
        });
    }
    if done.signed {
        lines.push(
            lang.pick(
                "Tệp gốc có chữ ký số; chữ ký không còn giá trị trong bản sao.",
                "The draft is digitally signed; the signature does not hold for the copy.",
            )
            .to_owned(),
        );
    }
    lines
}
