//! `facts`: the figures of a checked draft as a file of facts, or those of many
//! drafts as one table.

use super::args::{Common, Format, Paths};
use super::output::{Output, complain};
use super::put::{Existing, Partial};
use super::run::each;
use super::verbs::is_draft_of;
use super::{FAILED, FINE, Problem};
use crate::batch::draft::own_place;
use crate::check::Report;
use crate::config::real;
use crate::facts::write::{Written, csv, dated, of_draft, table_head, table_rows, toml};
use crate::finding::Text;
use crate::report::Lang;
use std::io;
use std::path::Path;

/// How the figures are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Toml,
}

/// Writes the figures.
pub fn facts(paths: &Paths, file: Option<&Path>, force: bool, common: &Common, output: &mut Output) -> io::Result<u8> {
    let many = !matches!(paths.paths.as_slice(), [one] if !one.is_dir());
    let form = match form(common, file, many) {
        Ok(form) => form,
        Err(message) => {
            complain(&format!("doisoat: {}", common.lang.of(&message)));
            return Ok(FAILED);
        }
    };
    let existing = if force { Existing::Replaced } else { Existing::Kept };
    let Some(file) = file else {
        return write(paths, form, many, common, &mut |bytes| output.write(bytes)).map(|(status, _)| status);
    };
    let refused = |text: Text| {
        complain(&Problem::new(&file.to_string_lossy(), text).line(common.lang));
        Ok(FAILED)
    };
    if is_draft_of(paths, file, common) {
        return refused(Text::new(
            "là một dự thảo được đọc nên không bị ghi đè. Hãy chọn tên khác cho --output.",
            "is one of the drafts and is not replaced. Choose another name for --output.",
        ));
    }
    if file.is_file() && !force {
        return refused(Text::new(
            "tệp đã có. Hãy chọn tên khác cho -o, hoặc thêm --force để ghi đè.",
            "the file exists. Choose another name for -o, or add --force to replace it.",
        ));
    }
    let unwritable = |error: io::Error| {
        Text::new(
            format!("không ghi được ({error}). Hãy kiểm tra thư mục và quyền ghi."),
            format!("cannot be written ({error}). Check the folder and its access rights."),
        )
    };
    let mut partial = match Partial::begin(file) {
        Ok(partial) => partial,
        Err(error) => return refused(unwritable(error)),
    };
    // A file that cannot be written further is no fault of the drafts.
    let mut broken = None;
    let (status, count) = write(paths, form, many, common, &mut |bytes| {
        if broken.is_none() {
            broken = partial.write(bytes).err();
        }
        Ok(())
    })?;
    if count == 0 {
        return Ok(status);
    }
    if let Some(error) = broken.or_else(|| partial.finish(existing).err()) {
        return refused(unwritable(error));
    }
    output.line(&match common.lang {
        Lang::Vi => format!("Đã ghi {}: {count} số liệu.", file.display()),
        Lang::En => format!("Wrote {}: {count} figures.", file.display()),
    })?;
    Ok(status)
}

/// What is asked for, by the flag, the ending of the file, else by what is read.
fn form(common: &Common, file: Option<&Path>, many: bool) -> Result<Form, Text> {
    let ending = file.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    let form = match (common.format, ending.as_deref()) {
        (Format::Csv, _) => Form::Csv,
        (Format::Toml, _) => Form::Toml,
        (Format::Human, Some("csv")) => Form::Csv,
        (Format::Human, Some("toml")) => Form::Toml,
        (Format::Human, None) if many => Form::Csv,
        (Format::Human, None) => Form::Toml,
        (Format::Human, Some(other)) => {
            return Err(Text::new(
                format!("không rõ dạng .{other}; hãy thêm --format csv hoặc --format toml."),
                format!("the form .{other} is not known; add --format csv or --format toml."),
            ));
        }
        _ => {
            return Err(Text::new(
                "lệnh facts chỉ ghi --format csv hoặc --format toml.",
                "facts writes --format csv or --format toml only.",
            ));
        }
    };
    if many && form == Form::Toml {
        return Err(Text::new(
            "nhiều dự thảo thì chỉ ghi được một bảng --format csv; TOML chỉ dùng cho một dự thảo.",
            "many drafts make one table, --format csv; TOML is for one draft.",
        ));
    }
    Ok(form)
}

/// Writes what the drafts state, draft by draft; gives the status and how many figures there are.
fn write(
    paths: &Paths,
    form: Form,
    many: bool,
    common: &Common,
    put: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(u8, usize)> {
    let lang = common.lang;
    let mut count = 0;
    if many {
        put(&table_head())?;
    }
    let make = |report: &Report| {
        let (written, left_out) = of_draft(report, lang);
        (report.document.source.path.clone(), commune(report, common), written, left_out)
    };
    let outcome = each(&paths.paths, common, make, |(path, commune, written, left_out)| {
        if left_out > 0 {
            complain(&Problem::new(&path, faulty(left_out)).line(lang));
        }
        if many {
            count += written.len();
            return put(&table_rows(&commune, &written));
        }
        let written: Vec<&Written> = dated(&written);
        count += written.len();
        if written.is_empty() {
            let message = Text::new(
                "không có số liệu nào nêu rõ chỉ tiêu và thời kỳ, nên không ghi gì.",
                "no figure of it has a clear indicator and period; nothing was written.",
            );
            complain(&Problem::new(&path, message).line(lang));
            return Ok(());
        }
        match form {
            Form::Csv => put(&csv(&written)),
            Form::Toml => put(toml(&written).as_bytes()),
        }
    })?;
    let status = if outcome.failed || (count == 0 && !many) { FAILED } else { FINE };
    Ok((status, count))
}

/// Whose draft it is, as people write it: by the configuration, else by its letterhead.
fn commune(report: &Report, common: &Common) -> String {
    let path = real(Path::new(&report.document.source.path));
    let named = common.config.members.as_ref().and_then(|m| m.name(&path));
    named.map_or_else(|| own_place(&report.document).1, str::to_owned)
}

fn faulty(count: usize) -> Text {
    Text::new(
        format!("bỏ {count} số liệu đang có lỗi; xem bằng doisoat check."),
        format!("{count} figures with findings of severity error were left out; see doisoat check."),
    )
}
