//! `init`: a commented configuration to start from. `schema`: what may stand in it.

use super::args::Common;
use super::output::{Output, complain};
use super::put::{Existing, put};
use super::{FAILED, FINE, Problem};
use crate::config::{INIT, NAME, schema};
use crate::finding::Text;
use crate::report::{Lang, visible};
use std::io;
use std::path::Path;

/// The entry for `.pre-commit-config.yaml`.
const PRE_COMMIT: &str = r"repos:
  - repo: local
    hooks:
      - id: doisoat
        name: đối soát số liệu
        entry: doisoat check
        language: system
        files: \.(md|markdown|txt|docx)$
";

/// Writes the configuration into a folder and prints an entry for pre-commit.
pub fn init(folder: &Path, common: &Common, output: &mut Output) -> io::Result<u8> {
    let file = folder.join(NAME);
    let name = file.strip_prefix(".").unwrap_or(&file).to_string_lossy().into_owned();
    if let Err(error) = put(&file, INIT.as_bytes(), Existing::Kept) {
        let message = match error.kind() {
            io::ErrorKind::AlreadyExists => Text::new(
                "tệp đã có và được giữ nguyên. Hãy sửa tệp này, hoặc đổi tên rồi chạy lại.",
                "the file exists and is left as it is. Edit it, or rename it and run this again.",
            ),
            _ => Text::new(
                format!("không ghi được ({error}). Hãy kiểm tra thư mục và quyền ghi."),
                format!("cannot be written ({error}). Check the folder and its access rights."),
            ),
        };
        complain(&Problem::new(&name, message).line(common.lang));
        return Ok(FAILED);
    }
    let name = visible::line(&name);
    output.line(&match common.lang {
        Lang::Vi => format!("Đã ghi {name}. Để kiểm mỗi lần commit, thêm vào .pre-commit-config.yaml:\n"),
        Lang::En => format!("Wrote {name}. To check at each commit, add to .pre-commit-config.yaml:\n"),
    })?;
    output.write(PRE_COMMIT.as_bytes())?;
    Ok(FINE)
}

/// Prints the JSON Schema of the configuration.
pub fn print_schema(output: &mut Output) -> io::Result<u8> {
    output.write(schema().as_bytes())?;
    Ok(FINE)
}
