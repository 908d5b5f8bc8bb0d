//! What the words of the lexicon mean for claims.

use serde::Deserialize;

/// What a word of the lexicon means for a claim. The words stand in `rules/lexicon/cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Cue {
    /// `tăng`, `tăng thêm`.
    Increase,
    /// `giảm`.
    Decrease,
    /// `vượt`, `cao hơn`, `nhiều hơn`.
    Exceed,
    /// `thấp hơn`, `hụt`, `ít hơn`, `kém`.
    FallShort,
    /// `còn thiếu`, `thiếu`.
    Lack,
    /// `đạt`, `ước đạt`.
    Reach,
    /// `bằng`.
    Equal,
    /// `là`, `có`.
    Is,
    /// `chiếm`, `chiếm tỷ lệ`.
    Share,
    /// `tỷ lệ`, `tỷ trọng`, `tỷ suất`, `độ che phủ`: what follows is a rate.
    RateNoun,
    /// `chỉ tiêu`, `nghị quyết`, `kế hoạch`, `dự toán`, `mục tiêu`.
    Target,
    /// `so với`, `so`.
    ComparedWith,
    /// `trong đó`.
    OfWhich,
    /// `gồm`, `bao gồm`, `chia ra`, `phân theo`.
    Comprise,
    /// `cụ thể`.
    Namely,
    /// `như`, `chủ yếu`, `nổi bật`, `một số`: a list that names only some.
    Partly,
    /// `còn`, `còn lại`.
    Remaining,
    /// `riêng`.
    Separately,
    /// `ngoài ra`.
    Besides,
    /// `do đó`, `cho nên`: what follows is drawn from what was said.
    Therefore,
    /// `bình quân`, `trung bình`.
    Average,
    /// `mỗi năm`, `hằng năm`, `hàng năm`, `/năm`.
    PerYear,
    /// `mỗi tháng`, `hằng tháng`.
    PerMonth,
    /// `tốc độ tăng trưởng`, `tăng trưởng`.
    Growth,
    /// `từ`.
    From,
    /// `lên`, `đến`, `xuống`, `xuống còn`, `lên tới`.
    To,
    /// `nâng`, `đưa … lên`, `nâng tổng số … lên`.
    RaiseTo,
    /// `kết nạp`, `phát triển mới`, `thành lập mới`: adds to a stock.
    NewlyAdded,
    /// `gấp`, `gấp … lần`.
    Multiple,
    /// `tương ứng`, `tương đương`.
    Corresponding,
    /// `lần lượt`.
    Respectively,
    /// `tổng`, `tổng số`, `tổng cộng`.
    Total,
    /// `xuất siêu`, `chênh lệch`, `tiết kiệm`: the difference of two amounts before it.
    Difference,
    /// `về` (`4% về số doanh nghiệp và 11% về vốn`).
    About,
    /// `lũy kế`, `tính chung`, `cộng dồn`.
    Cumulated,
    /// `phấn đấu`, `dự kiến`, `đến năm … đạt`: a goal or forecast.
    Goal,
    /// `ước`, `ước tính`, `ước thực hiện`.
    Estimate,
    /// `giải ngân`, `giải quyết`, `thực hiện`, `đã giao`: the done part of what stands before.
    Done,
    /// `kế hoạch vốn giao`, `phân bổ`, `tiếp nhận`, `thụ lý`: the whole of which a part is done.
    Given,
    /// `án cũ`, `kỳ trước chuyển sang`, `số cũ`: carried over.
    CarriedOver,
    /// `trừ`, `không tính`, `không kể`: another base.
    Except,
    /// `không`, `chưa`: negates what follows.
    Not,
    /// `giá so sánh`.
    ConstantPrices,
    /// `giá hiện hành`.
    CurrentPrices,
    /// `nam`, `nữ`, `thành thị`, `nông thôn`: names of a partition.
    Partition,
    /// `dân tộc thiểu số`, `tái cử`, `dưới 35 tuổi`: attributes that overlap.
    Attribute,
    /// `và`.
    And,
}

impl Cue {
    /// Whether a verb says that a figure is above or below another one: a change, or a distance from a plan.
    pub fn moves(self) -> bool {
        matches!(self, Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Lack)
    }
}
