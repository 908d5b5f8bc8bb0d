//! Why a file could not be read, and what a person can do about it.

use super::Legacy;
use crate::finding::Text;
use std::io::{self, ErrorKind};

/// A file that could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// The file as the user named it.
    pub path: String,
    /// What is wrong with it.
    pub kind: ReadErrorKind,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum ReadErrorKind {
    /// The system refused.
    Io(io::Error),
    /// 4 GiB or more.
    TooLarge,
    /// Not UTF-8.
    NotUtf8 {
        /// Offset of the first bad byte.
        byte: u64,
        /// Its line, from 1.
        line: u64,
        /// The byte itself.
        value: u8,
    },
    /// A UTF-16 mark, but not UTF-16.
    NotUtf16 {
        /// Offset of the first bad pair of bytes.
        byte: u64,
    },
    /// Zero bytes: no text.
    Binary,
    /// Text in an encoding older than Unicode.
    Legacy(Legacy),
    /// A Word 97–2003 file.
    OldWord,
    /// A Word file behind a password.
    Encrypted,
    /// A zip archive where text was expected.
    Zip,
    /// PDF.
    Pdf,
    /// Rich Text Format.
    Rtf,
    /// A web page, its archive, or XML: often named `.doc` by the system that wrote it.
    Page,
}

impl ReadError {
    /// What is wrong and what to do, without the name of the file.
    pub fn message(&self) -> Text {
        use ReadErrorKind::*;
        match &self.kind {
            Io(error) => io_message(error),
            TooLarge => Text::new(
                "tệp từ 4 GiB trở lên, quá lớn. Hãy chia thành nhiều tệp.",
                "the file has 4 GiB or more. Split it into several files.",
            ),
            NotUtf8 { byte, line, value } => Text::new(
                format!(
                    "không phải văn bản UTF-8: byte 0x{value:02X} ở vị trí {byte} (dòng {line}). \
                     Hãy lưu lại tệp với mã UTF-8."
                ),
                format!("not UTF-8: byte 0x{value:02X} at offset {byte} (line {line}). Save the file as UTF-8."),
            ),
            NotUtf16 { byte } => Text::new(
                format!("văn bản UTF-16 bị hỏng ở byte {byte}. Hãy lưu lại tệp với mã UTF-8."),
                format!("broken UTF-16 at byte {byte}. Save the file as UTF-8."),
            ),
            Binary => Text::new(
                "tệp nhị phân, không phải văn bản. Hãy đưa vào tệp Word (.docx), Markdown (.md) hoặc văn bản (.txt).",
                "a binary file, no text. Give a Word (.docx), Markdown (.md) or text (.txt) file.",
            ),
            Legacy(legacy) => legacy.message(),
            OldWord => Text::new(
                "tệp Word (hoặc Office) đời cũ. Hãy mở bằng Word, chọn Lưu thành (Save As) dạng .docx.",
                "a Word (or Office) 97–2003 file. Open it in Word and save it as .docx.",
            ),
            Encrypted => Text::new(
                "tệp Word có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu rồi lưu lại.",
                "a Word file behind a password. Open it in Word, remove the password and save it.",
            ),
            Zip => Text::new(
                "tệp nén, không phải văn bản. Nếu là tệp Word, hãy kiểm tra tệp có đuôi .docx và mở được bằng Word.",
                "a zip archive, no text. If it is a Word file, check that it is named .docx and opens in Word.",
            ),
            Pdf => Text::new(
                "tệp PDF. Hãy dùng tệp Word gốc (.docx), hoặc xuất ra Markdown hay văn bản.",
                "a PDF file. Use the Word file it was made from, or export it to Markdown or text.",
            ),
            Rtf => Text::new(
                "tệp RTF. Hãy mở bằng Word, chọn Lưu thành (Save As) dạng .docx.",
                "an RTF file. Open it in Word and save it as .docx.",
            ),
            Page => Text::new(
                "trang HTML hoặc tệp XML, không phải Markdown hay văn bản thuần. Hãy mở bằng Word, chọn Lưu thành (Save As) dạng .docx.",
                "an HTML page or an XML file, not Markdown or plain text. Open it in Word and save it as .docx.",
            ),
        }
    }
}

fn io_message(error: &io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => {
            Text::new("không tìm thấy tệp. Hãy kiểm tra lại đường dẫn.", "no such file. Check the path.")
        }
        ErrorKind::PermissionDenied => Text::new(
            "không có quyền đọc tệp. Hãy kiểm tra quyền truy cập.",
            "no permission to read the file. Check its access rights.",
        ),
        ErrorKind::IsADirectory => Text::new("đây là thư mục, không phải tệp.", "this is a folder, not a file."),
        _ => Text::new(format!("không đọc được tệp ({error})."), format!("cannot read the file ({error}).")),
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message().en)
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_byte_and_what_to_do() {
        let kind = ReadErrorKind::NotUtf8 { byte: 12, line: 3, value: 0xE1 };
        let error = ReadError { path: "a.md".into(), kind };
        assert!(error.message().vi.contains("0xE1") && error.message().vi.contains("dòng 3"));
        assert!(error.to_string().starts_with("a.md: not UTF-8: byte 0xE1 at offset 12"));
    }
}
