//! Why a Word file could not be read or written, in words that say what to do.

use crate::finding::Text;
use std::fmt;

/// Why a Word file could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocxError {
    /// An Office container that is encrypted.
    PasswordProtected,
    /// The binary format of Word 97–2003.
    OldWord,
    /// The container of old Office files or of something else.
    OtherOle,
    /// Bytes that are no zip container at all: a text file that was named `.docx`.
    NotZip,
    /// A file without a byte.
    Empty,
    /// The zip container has no end: a download that was cut off.
    CutOff,
    /// The zip container is damaged.
    Damaged(String),
    /// A sound zip container without a Word document: an `.odt`, an archive.
    NotWord,
    /// A spreadsheet.
    Spreadsheet,
    /// A part is missing that another part needs.
    MissingPart(String),
    /// More data than any report has.
    TooLarge(String),
    /// A part that unpacks to very many times its packed size.
    Bomb(String),
    /// A document type declaration or an entity, which no Word file has.
    Entities(String),
    /// Elements nested too deeply.
    TooDeep(String),
    /// XML that is not well-formed.
    Xml {
        /// The part.
        part: String,
        /// What the XML reader says.
        detail: String,
    },
    /// A part that is not UTF-8.
    Encoding(String),
    /// The copy could not be put together.
    Write(String),
}

impl DocxError {
    /// The message in both languages: what is wrong, then what to do.
    pub fn message(&self) -> Text {
        use DocxError::*;
        match self {
            PasswordProtected => Text::new(
                "tệp Word có đặt mật khẩu nên không đọc được; hãy mở bằng Word, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ tài liệu) rồi lưu lại",
                "the Word file is protected by a password; open it in Word, remove the password (File > Info > Protect Document) and save it again",
            ),
            OldWord => Text::new(
                "đây là tệp .doc kiểu cũ (Word 97–2003); hãy mở bằng Word hoặc LibreOffice rồi lưu thành .docx",
                "this is a .doc file of Word 97–2003; open it in Word or LibreOffice and save it as .docx",
            ),
            OtherOle => Text::new(
                "đây là tệp Office kiểu cũ, không phải văn bản Word .docx; hãy lưu lại thành .docx",
                "this is an old Office file, not a .docx document; save it again as .docx",
            ),
            NotZip => Text::new(
                "tệp mang đuôi .docx nhưng không phải tệp Word; nếu là văn bản thuần, hãy đổi đuôi thành .txt hoặc .md, còn không hãy lưu lại từ Word thành .docx",
                "the file is named .docx but is no Word file; if it is plain text, name it .txt or .md, else save it from Word as .docx",
            ),
            Empty => Text::new(
                "tệp rỗng (0 byte): tải về hoặc lưu chưa xong; hãy lấy lại tệp gốc",
                "the file is empty (0 bytes): it was not downloaded or saved to its end; fetch the original again",
            ),
            CutOff => Text::new(
                "tệp .docx bị cụt, thiếu phần cuối: tải về hoặc chép chưa xong; hãy lấy lại tệp gốc",
                "the .docx file is cut off, its end is missing: it was not downloaded or copied to its end; fetch the original again",
            ),
            Damaged(detail) => Text::new(
                format!("tệp .docx bị hỏng ({detail}); hãy lấy lại tệp gốc, hoặc mở bằng Word để sửa rồi lưu lại"),
                format!(
                    "the .docx file is damaged ({detail}); fetch the original again, or let Word repair it and save it again"
                ),
            ),
            NotWord => Text::new(
                "tệp nén này không chứa văn bản Word (không có word/document.xml); hãy dùng tệp .docx của dự thảo",
                "this zip file holds no Word document (word/document.xml is missing); give the .docx file of the draft",
            ),
            Spreadsheet => Text::new(
                "đây là bảng tính Excel: ô chỉ giữ giá trị gốc, không giữ chữ số như in ra, nên không đối chiếu được; hãy dán bảng vào tệp Word (số giữ nguyên như in) rồi đưa tệp Word",
                "this is a spreadsheet: its cells hold raw values, not the digits that are printed, so that nothing can be compared; paste the table into a Word file (which keeps the printed digits) and give that",
            ),
            MissingPart(part) => Text::new(
                format!("tệp .docx thiếu phần {part}; hãy mở bằng Word để sửa rồi lưu lại"),
                format!("the .docx file lacks its part {part}; let Word repair it and save it again"),
            ),
            TooLarge(part) => Text::new(
                format!(
                    "tệp .docx quá lớn ({part}): không phải một dự thảo báo cáo; nếu đúng là báo cáo, hãy tách thành nhiều tệp"
                ),
                format!(
                    "the .docx file is too large ({part}) for a report draft; if it is one, split it into several files"
                ),
            ),
            Bomb(part) => Text::new(
                format!(
                    "phần {part} của tệp .docx nở ra gấp hơn 200 lần khi giải nén nên không đọc: tệp không đáng tin; hãy xin lại tệp từ người soạn"
                ),
                format!(
                    "part {part} of the .docx file unpacks to more than 200 times its size and is not read: it is not to be trusted; ask the author for the file again"
                ),
            ),
            Entities(part) => Text::new(
                format!(
                    "phần {part} của tệp .docx có khai báo DOCTYPE hoặc thực thể XML, Word không bao giờ ghi như vậy, nên không đọc: tệp không đáng tin; hãy xin lại tệp từ người soạn"
                ),
                format!(
                    "part {part} of the .docx file declares a DOCTYPE or an XML entity, which Word never writes, and is not read: it is not to be trusted; ask the author for the file again"
                ),
            ),
            TooDeep(part) => Text::new(
                format!(
                    "phần {part} của tệp .docx lồng quá nhiều tầng nên không đọc: tệp hỏng hoặc không đáng tin; hãy xin lại tệp từ người soạn"
                ),
                format!(
                    "part {part} of the .docx file is nested too deeply and is not read: it is damaged or not to be trusted; ask the author for the file again"
                ),
            ),
            Xml { part, detail } => Text::new(
                format!("phần {part} của tệp .docx bị hỏng ({detail}); hãy mở bằng Word để sửa rồi lưu lại"),
                format!("part {part} of the .docx file is damaged ({detail}); let Word repair it and save it again"),
            ),
            Encoding(part) => Text::new(
                format!("phần {part} của tệp .docx không phải UTF-8; hãy mở bằng Word rồi lưu lại"),
                format!("part {part} of the .docx file is not UTF-8; open it in Word and save it again"),
            ),
            Write(detail) => Text::new(
                format!("không ghi được bản sao có nhận xét: {detail}"),
                format!("the copy with comments could not be written: {detail}"),
            ),
        }
    }
}

impl fmt::Display for DocxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().vi)
    }
}

impl std::error::Error for DocxError {}
