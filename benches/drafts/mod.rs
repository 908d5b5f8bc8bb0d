//! Invented drafts for the benches: the same seed gives the same text, on every machine.

#![allow(dead_code)] // Each bench takes what it needs.

use std::fmt::Write as _;

/// An invented draft of about so many bytes; the same seed gives the same text.
pub fn draft(bytes: usize, seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let names = ["Pá Vạt", "Nậm Sỏi", "Khe Lừ", "Mường Lự", "Pa Hạ", "Nà Tủn"];
    let things = ["đàn trâu", "đàn lợn", "số hộ nghèo", "diện tích lúa", "số học sinh", "sản lượng ngô"];
    let units = ["con", "con", "hộ", "ha", "học sinh", "tấn"];
    // The same figures wherever a commune and a thing come again: the draft does not contradict itself.
    let values: Vec<(u32, u32)> =
        (0..names.len() * things.len()).map(|_| (random.u32(200..900), random.u32(2..90))).collect();
    let mut text = String::from("# BÁO CÁO\n\n");
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        let _ = writeln!(text, "## {section}. Tình hình xã {}\n", names[random.usize(..names.len())]);
        for _ in 0..6 {
            for _ in 0..5 {
                let (i, place) = (random.usize(..things.len()), random.usize(..names.len()));
                let (base, change) = values[place * things.len() + i];
                let rate = f64::from(change) / f64::from(base) * 100.0;
                let _ = write!(
                    text,
                    "Năm 2024, {} của xã {} ước đạt {} {u}, tăng {change} {u} (tăng {}%) so với năm 2023; công tác \
                     tuyên truyền, vận động nhân dân tiếp tục được quan tâm thực hiện. ",
                    things[i],
                    names[place],
                    base + change,
                    format!("{rate:.1}").replace('.', ","),
                    u = units[i],
                );
            }
            text.push_str("\n\n");
        }
        text.push_str("| STT | Bản | Số hộ | Hộ nghèo | Hộ khác |\n| --- | --- | --- | --- | --- |\n");
        for row in 1..=12 {
            let (all, poor) = (random.u32(60..200), random.u32(5..50));
            let _ = writeln!(text, "| {row} | {} | {all} | {poor} | {} |", names[row % names.len()], all - poor);
        }
        text.push('\n');
    }
    text
}

/// What the appendix of a commune's report lists: each name with its unit.
pub fn indicators() -> Vec<(String, &'static str)> {
    let crops = ["lúa xuân", "lúa mùa", "ngô hè", "sắn", "đậu tương", "lạc", "rau màu", "chè", "cam", "mía"];
    let herds = ["trâu", "bò thịt", "bò sữa", "lợn nái", "lợn thịt", "dê", "gia cầm", "ong mật"];
    let people = ["Hộ nghèo", "Hộ cận nghèo", "Tổng số hộ", "Hộ khá", "Hộ vay vốn", "Hộ dùng nước sạch"];
    let of = |what: &str, unit, names: &[&str]| -> Vec<(String, &'static str)> {
        names.iter().map(|name| (format!("{what} {name}").trim().to_owned(), unit)).collect()
    };
    [
        of("", "hộ", &people),
        of("Diện tích", "ha", &crops),
        of("Sản lượng", "tấn", &crops),
        of("Đàn", "con", &herds),
        of("Học sinh", "em", &["mầm non", "tiểu học", "trung học cơ sở"]),
        of("", "đảng viên", &["Đảng viên", "Đảng viên mới kết nạp"]),
    ]
    .concat()
}

/// The value of an indicator of a commune.
pub fn value(commune: usize, indicator: usize, year: usize) -> usize {
    300 + (commune * 37 + indicator * 101) % 1700 + (year - 2024) * (commune % 7 + 2)
}

/// The name of a commune: another for each, up to 3,600.
pub fn name(commune: usize) -> String {
    const FIRST: [&str; 60] = [
        "An",
        "Bình",
        "Cao",
        "Châu",
        "Diên",
        "Đại",
        "Đông",
        "Giang",
        "Hà",
        "Hải",
        "Hiệp",
        "Hòa",
        "Hồng",
        "Hưng",
        "Khánh",
        "Kim",
        "Lâm",
        "Liên",
        "Long",
        "Lộc",
        "Lương",
        "Mai",
        "Minh",
        "Mường",
        "Mỹ",
        "Nam",
        "Nậm",
        "Nghĩa",
        "Ngọc",
        "Nhân",
        "Ninh",
        "Pá",
        "Phong",
        "Phú",
        "Phước",
        "Quang",
        "Quảng",
        "Quế",
        "Sơn",
        "Suối",
        "Tà",
        "Tam",
        "Tân",
        "Tây",
        "Thái",
        "Thanh",
        "Thạch",
        "Thiện",
        "Thọ",
        "Thuận",
        "Tiên",
        "Trà",
        "Trung",
        "Trường",
        "Văn",
        "Vạn",
        "Việt",
        "Vĩnh",
        "Xuân",
        "Yên",
    ];
    const LAST: [&str; 60] = [
        "Ái",
        "Bắc",
        "Bảo",
        "Bồng",
        "Cát",
        "Cầu",
        "Chánh",
        "Công",
        "Cường",
        "Dân",
        "Dũng",
        "Đài",
        "Điền",
        "Định",
        "Đô",
        "Đồng",
        "Đức",
        "Được",
        "Hạnh",
        "Hậu",
        "Hiền",
        "Hoa",
        "Hội",
        "Hợp",
        "Khê",
        "Kiên",
        "Kỳ",
        "Lạc",
        "Lãnh",
        "Lập",
        "Lễ",
        "Lợi",
        "Luông",
        "Lý",
        "Mậu",
        "Mộc",
        "Nguyên",
        "Nhơn",
        "Nội",
        "Phúc",
        "Quý",
        "Sài",
        "Sen",
        "Tâm",
        "Thắng",
        "Thành",
        "Thịnh",
        "Thượng",
        "Tiến",
        "Trạch",
        "Trị",
        "Tú",
        "Tường",
        "Vân",
        "Vệ",
        "Vinh",
        "Vọng",
        "Vũ",
        "Vượng",
        "Xá",
    ];
    format!("{} {}", FIRST[commune / 60 % 60], LAST[commune % 60])
}

/// The report of a commune: letterhead, about so many bytes of text and tables, and an appendix.
pub fn report(commune: usize, bytes: usize) -> String {
    let name = name(commune);
    let mut text = format!(
        "**ỦY BAN NHÂN DÂN**  \n**XÃ {}**\n\nSố: {}/BC-UBND\n\n*{name}, ngày 03 tháng 12 năm 2025*\n\n",
        name.to_uppercase(),
        commune % 300 + 1
    );
    let body = draft(bytes.saturating_sub(5_000), commune as u64);
    text.push_str(&body.replacen("# BÁO CÁO\n", "# BÁO CÁO\n\n**Tình hình kinh tế - xã hội năm 2025**\n", 1));
    text.push_str("\n## PHỤ LỤC. Một số chỉ tiêu\n\n");
    text.push_str("| TT | Chỉ tiêu | ĐVT | TH 2024 | TH 2025 |\n| --- | --- | --- | --- | --- |\n");
    for (i, (indicator, unit)) in indicators().iter().enumerate() {
        let [before, now] = [2024, 2025].map(|year| value(commune, i, year));
        let _ = writeln!(text, "| {} | {indicator} | {unit} | {before} | {now} |", i + 1);
    }
    text
}

/// Communes that the roll-up lists one by one.
const LISTED: usize = 100;

/// The roll-up over so many communes: every indicator added up, and some communes one by one.
pub fn rollup(communes: usize) -> String {
    let mut text = String::from(
        "**ỦY BAN NHÂN DÂN**  \n**TỈNH ĐÔNG PHONG**\n\n# BÁO CÁO TỔNG HỢP\n\n**Tình hình kinh tế - xã hội năm 2025**\n\n\
         ## Biểu 1. Các chỉ tiêu\n\n| TT | Chỉ tiêu | ĐVT | TH 2024 | TH 2025 |\n| --- | --- | --- | ---: | ---: |\n",
    );
    for (i, (name, unit)) in indicators().iter().enumerate() {
        let [before, now] = [2024, 2025].map(|year| (0..communes).map(|c| value(c, i, year)).sum::<usize>());
        let _ = writeln!(text, "| {} | {name} | {unit} | {before} | {now} |", i + 1);
    }
    text += "\n## Biểu 2. Một số xã\n\n| TT | Xã |";
    let shown = || indicators().into_iter().enumerate().step_by(6);
    shown().for_each(|(_, (name, unit))| text += &format!(" {name} ({unit}) |"));
    text += &format!("\n| --- | --- |{}\n", " ---: |".repeat(shown().count()));
    for commune in 0..communes.min(LISTED) {
        let _ = write!(text, "| {} | {} |", commune + 1, name(commune));
        shown().for_each(|(i, _)| text += &format!(" {} |", value(commune, i, 2025)));
        text.push('\n');
    }
    text
}
