//! Factors as the lexicon writes them: also read when the program is built.

/// A factor (`1000`, `0.5`, `10^9`) as a fraction in its lowest terms.
pub fn factor(text: &str) -> Option<(i128, i128)> {
    let (base, power) = text.split_once("10^").unwrap_or((text, "0"));
    let (whole, part) = base.split_once('.').unwrap_or((if base.is_empty() { "1" } else { base }, ""));
    let digits = format!("{whole}{part}");
    if digits.len() > 18 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let power = power.parse::<i32>().ok()? - part.len() as i32;
    let ten = 10i128.checked_pow(power.unsigned_abs())?;
    let digits: i128 = digits.parse().ok()?;
    let (above, below) = if power < 0 { (digits, ten) } else { (digits.checked_mul(ten)?, 1) };
    let (mut common, mut rest) = (above, below);
    while rest != 0 {
        (common, rest) = (rest, common % rest);
    }
    Some((above / common, below / common))
}
