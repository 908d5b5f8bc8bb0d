//! Arguments: verbs, flags and their help.

use crate::config::{Config, FailOn};
use crate::document::Dialect;
use crate::facts::Facts;
use crate::report::Lang;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::sync::Arc;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "doisoat",
    version,
    about = "Đối soát số liệu trong dự thảo báo cáo [checks the figures of a Vietnamese report draft]",
    after_help = "Trạng thái thoát [exit status]: 0 không có gì từ mức --fail-on trở lên [nothing at or above --fail-on]; \
                  1 có [something]; 2 không làm được việc [could not do the work].",
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// What holds for every verb.
    #[command(flatten)]
    pub common: Common,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Tìm số liệu sai, thiếu, sót [find figures that are wrong, missing or left over]
    Check {
        #[command(flatten)]
        paths: Paths,
        /// Chỉ phát hiện do các sửa đổi sau commit, nhánh hoặc thẻ git này gây ra [only what changes since then introduced]
        #[arg(long, value_name = "GIT_REF")]
        since: Option<String>,
        /// Tệp sẽ ghi kết quả vào, thay vì in ra [write the result to this file instead of printing it]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Liệt kê mọi phép tính đã đối chiếu và kết luận [the ledger: every claim with its verdict]
    Claims {
        /// Chỉ liệt kê số liệu không được đối chiếu, kèm lý do [only the figures no claim covers, and why]
        #[arg(long)]
        uncovered: bool,
        #[command(flatten)]
        paths: Paths,
    },
    /// Ghi số liệu của dự thảo thành tệp số liệu gốc; của nhiều dự thảo thành một bảng [figures as reference figures]
    Facts {
        #[command(flatten)]
        paths: Paths,
        /// Tệp sẽ ghi, .toml hoặc .csv; không nêu thì in ra [the file; printed unless named]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Ghi đè tệp đã có [replace a file that exists]
        #[arg(long)]
        force: bool,
    },
    /// Đặt hai dự thảo cạnh nhau: số nào đổi, số nào chưa sửa theo [two drafts: what changed, what was left behind]
    Diff {
        /// Bản trước và bản sau [the old draft and the new one]
        #[arg(num_args = 2, required = true, value_names = ["OLD", "NEW"])]
        drafts: Vec<PathBuf>,
    },
    /// Liệt kê mọi con số và cách hiểu từng con số [every number seen, and what it was taken for]
    Figures(Paths),
    /// Ghi phát hiện thành nhận xét trong một bản sao của tệp Word [findings as comments in a copy of a Word file]
    Annotate {
        /// Tệp .docx của dự thảo [the draft]
        draft: PathBuf,
        /// Tệp sẽ ghi; mặc định: thêm .doisoat vào tên [the copy; default: .doisoat in the name]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Ghi đè bản sao đã có [replace a copy that exists]
        #[arg(long)]
        force: bool,
        /// Ngày ghi ở nhận xét, ví dụ 2025-03-01T08:00:00Z [date of the comments]
        #[arg(long, value_parser = super::annotate::date)]
        date: Option<String>,
    },
    /// Gieo lỗi gõ thử vào bản sao của dự thảo, xem bắt được bao nhiêu [plant slips into a copy: how many are caught?]
    SeedErrors {
        /// Tệp dự thảo; tệp không bị sửa [the draft; it is not changed]
        draft: PathBuf,
        /// Số lỗi gieo nhiều nhất của mỗi loại [slips of each class at most]
        #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..))]
        per_class: u16,
        /// Số khác thì gieo lỗi khác [another number draws other slips]
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
    },
    /// In thẻ của một quy tắc: ý nghĩa, ví dụ [print the card of a rule]
    Explain {
        /// Tên quy tắc [name of the rule]
        rule: String,
    },
    /// Liệt kê mọi quy tắc [list all rules]
    Rules,
    /// Chấp nhận các phát hiện hiện có, kèm lý do [accept today's findings, with a reason]
    Accept {
        #[command(flatten)]
        paths: Paths,
        /// Lý do; không nêu thì hỏi trên màn hình [why; asked for on a terminal]
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Chỉ phát hiện của quy tắc này; có thể nêu nhiều lần [only findings of this rule]
        #[arg(long, value_name = "RULE")]
        rule: Vec<String>,
        /// Chỉ liệt kê các mục không còn khớp [only list entries that no longer match]
        #[arg(long, conflicts_with_all = ["reason", "rule", "prune"])]
        list: bool,
        /// Bỏ các mục không còn khớp [drop entries that no longer match]
        #[arg(long, conflicts_with_all = ["reason", "rule"])]
        prune: bool,
        /// Ngày ghi trong mục, ví dụ 2025-12-01; mặc định: hôm nay [date of the entries; default: today]
        #[arg(long, value_parser = super::accept::date)]
        date: Option<toml::value::Datetime>,
    },
    /// Ghi một doisoat.toml có chú giải, in mục cho pre-commit [write a commented doisoat.toml]
    Init {
        /// Thư mục gốc của các dự thảo [the folder of the drafts]
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// In lược đồ JSON của doisoat.toml [print the JSON Schema of doisoat.toml]
    Schema,
}

/// The drafts to read.
#[derive(Debug, Args)]
pub struct Paths {
    /// Tệp, thư mục, hoặc `-` để đọc đầu vào chuẩn; để trống là thư mục này [files, folders, or `-`; default: this folder]
    pub paths: Vec<PathBuf>,
}

/// What holds for every verb.
#[derive(Debug, Args)]
pub struct Common {
    /// Dạng kết quả [output format]
    #[arg(long, global = true, value_enum, default_value_t, hide_possible_values = false)]
    pub format: Format,
    /// Ngôn ngữ: vi hoặc en [language of messages]
    #[arg(long, global = true, value_enum, default_value_t)]
    pub lang: Lang,
    /// Từ mức nào thì trạng thái thoát là 1 [severity from which the exit status is 1]
    #[arg(long, global = true, value_enum, default_value_t)]
    pub fail_on: FailOn,
    /// Bản trình ký: chỗ trống và lời nhắc soạn thảo là lỗi [final draft: blanks and drafting notes are errors]
    #[arg(long = "final", global = true)]
    pub final_stage: bool,
    /// Bản đang soạn, dù doisoat.toml ghi là bản trình ký [not final, whatever doisoat.toml says]
    #[arg(long = "draft", global = true, conflicts_with = "final_stage")]
    pub draft_stage: bool,
    /// Tô màu [colours]
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: When,
    /// Số luồng chạy song song; 0 là mọi lõi [threads; 0 = all cores]
    #[arg(long, global = true, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    /// Công cụ đã xuất tệp, khi nhận dạng tự động sai [the writer of the export, where detection is wrong]
    #[arg(long, global = true, value_parser = dialect_parser(), value_name = "NAME")]
    pub dialect: Option<Dialect>,
    /// In thêm tên công cụ xuất tệp và số đã đếm của từng tệp [also print what each file was taken for]
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Tệp cấu hình; mặc định: doisoat.toml của dự thảo, tìm ngược lên [the configuration; default: found upwards]
    #[arg(long = "config", global = true, value_name = "FILE")]
    pub config_file: Option<PathBuf>,
    /// Tệp số liệu gốc để đối chiếu: CSV hoặc TOML [reference figures to compare with]
    #[arg(long = "facts", global = true, value_name = "FILE")]
    pub facts_file: Option<PathBuf>,
    /// What the configuration says, once it is read.
    #[arg(skip)]
    pub config: Config,
    /// The reference figures, once they are read.
    #[arg(skip)]
    pub facts: Option<Arc<Facts>>,
    /// The commit that drafts are compared with.
    #[arg(skip)]
    pub since: Option<String>,
    /// What the drafts of a batch show side by side, once they are compared.
    #[arg(skip)]
    pub batch: super::batch::Findings,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Cho người đọc [for people]
    #[default]
    Human,
    /// Mỗi phát hiện một dòng [one line a finding]
    Short,
    /// Mỗi dòng một đối tượng JSON [one JSON object a line]
    Json,
    /// SARIF 2.1.0, cho kho mã và trình soạn thảo [for code hosts and editors; check only]
    Sarif,
    /// Chú thích của GitHub Actions [annotations of GitHub Actions; check only]
    Github,
    /// Một trang HTML: dự thảo, phát hiện, bảng đối chiếu [one page with draft, findings and ledger; check only]
    Html,
    /// Bảng số liệu, ngăn bằng dấu phẩy [a table of figures; facts only]
    Csv,
    /// Tệp số liệu gốc [a file of reference figures; facts only]
    Toml,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
#[allow(missing_docs)]
pub enum When {
    #[default]
    Auto,
    Always,
    Never,
}

/// Reads the name of a dialect.
fn dialect_parser() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::names())
        .try_map(|name| Dialect::parse(&name).ok_or_else(|| format!("unknown dialect {name:?}")))
}
