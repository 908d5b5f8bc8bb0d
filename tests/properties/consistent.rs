//! Reports made by machine in which every figure follows from the others, and the place of each figure that does.

use proptest::prelude::*;

/// A figure that follows from others: whose rule must tell when it is changed, and where it stands.
#[derive(Clone, Debug)]
pub struct Derived {
    pub rule: &'static str,
    pub at: std::ops::Range<usize>,
}

/// A report and its derived figures.
#[derive(Clone, Debug)]
pub struct Made {
    pub text: String,
    pub derived: Vec<Derived>,
}

/// `1234567` as `1.234.567`.
pub fn dotted(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
    groups.join(".")
}

/// `part` of `whole` in per cent, rounded to two decimals: `58,54`.
fn percent(part: u64, whole: u64) -> String {
    let hundredths = (part * 20_000 + whole) / (2 * whole);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if rest == 0 { dotted(whole) } else { format!("{},{rest:02}", dotted(whole)).trim_end_matches('0').to_owned() }
}

impl Made {
    fn say(&mut self, text: &str) {
        self.text += text;
    }

    fn derive(&mut self, rule: &'static str, figure: &str) {
        let start = self.text.len();
        self.text += figure;
        self.derived.push(Derived { rule, at: start..self.text.len() });
    }

    fn share(&mut self, part: u64, whole: u64) {
        self.say(&format!("Toàn huyện có {}/{} trường học đạt chuẩn quốc gia, chiếm ", dotted(part), dotted(whole)));
        self.derive("share-mismatch", &percent(part, whole));
        self.say("%.\n\n");
    }

    fn sum(&mut self, parts: [u64; 3]) {
        self.say("Tổng đàn gia súc có ");
        self.derive("sum-mismatch", &dotted(parts.iter().sum()));
        let [a, b, c] = parts.map(dotted);
        self.say(&format!(" con, gồm: {a} con trâu, {b} con bò và {c} con dê.\n\n"));
    }

    fn change(&mut self, base: u64, rise: u64) {
        self.say(&format!("Sản lượng lương thực có hạt năm 2024 đạt {} tấn, tăng ", dotted(base + rise)));
        self.derive("change-mismatch", &dotted(rise));
        self.say(&format!(" tấn so với năm 2023 ({} tấn).\n\n", dotted(base)));
    }

    fn growth(&mut self, base: u64, rise: u64) {
        self.say(&format!("Tổng thu ngân sách trên địa bàn đạt {} triệu đồng, tăng ", dotted(base + rise)));
        self.derive("change-mismatch", &percent(rise, base));
        self.say(&format!("% so với cùng kỳ ({} triệu đồng).\n\n", dotted(base)));
    }

    fn target(&mut self, done: u64, planned: u64) {
        self.say(&format!("Trong năm đã trồng mới {} ha rừng, đạt ", dotted(done)));
        self.derive("target-mismatch", &percent(done, planned));
        self.say(&format!("% kế hoạch (kế hoạch là {} ha).\n\n", dotted(planned)));
    }

    fn table(&mut self, rows: &[u64; 4]) {
        self.say("Biểu 1. Số hộ nghèo theo xã\n\n| TT | Xã | Số hộ nghèo (hộ) |\n|---|---|---|\n");
        for (i, (name, n)) in ["Hạ Sơn", "Nậm Lìn", "Pú Tửu", "Hua Bon"].iter().zip(rows).enumerate() {
            self.say(&format!("| {} | {name} | {} |\n", i + 1, dotted(*n)));
        }
        self.say("| | Tổng cộng | ");
        self.derive("table-sum-mismatch", &dotted(rows.iter().sum()));
        self.say(" |\n\n");
    }
}

prop_compose! {
    /// A consistent report.
    pub fn report()(
        whole in 21_u64..90,
        part in 11_u64..20,
        parts in [120_u64..900, 1_000..9_000, 2_000..30_000],
        (base, rise) in (10_000_u64..40_000, 1_100_u64..4_000),
        (income, more) in (50_000_u64..90_000, 2_000_u64..20_000),
        (done, planned) in (55_u64..99, 40_u64..80),
        rows in [21_u64..60, 61..99, 110..300, 310..800],
        order in Just([0, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) -> Made {
        let mut made = Made { text: "# BÁO CÁO\n\n## I. KẾT QUẢ THỰC HIỆN NĂM 2024\n\n".to_owned(), derived: Vec::new() };
        for which in order {
            match which {
                0 => made.share(part, whole),
                1 => made.sum(parts),
                2 => made.change(base, rise),
                3 => made.growth(income, more),
                4 => made.target(done, planned),
                _ => made.table(&rows),
            }
        }
        made
    }
}
