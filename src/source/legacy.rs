//! Vietnamese text from before Unicode, as bytes or shown in the wrong letters
//! inside a Unicode file: it can only be named, the person has to convert it.

use crate::finding::Text;
use memchr::memmem;

/// How much of a file is looked at.
const SAMPLE: usize = 1 << 16;
/// Fewer letters of an old encoding are a quotation or an accident.
const FEWEST: usize = 12;

/// An encoding from before Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN3, the fonts `.VnTime`.
    Tcvn3,
    /// VNI, the fonts `VNI-Times`.
    Vni,
    /// VPS.
    Vps,
    /// Windows code page 1258.
    Windows1258,
    /// UTF-8 that was read as Windows-1252 and saved again.
    DoubleUtf8,
}

impl Legacy {
    /// What it is and what to do.
    pub fn message(self) -> Text {
        let name = match self {
            Legacy::Tcvn3 => "TCVN3 (ABC)",
            Legacy::Vni => "VNI",
            Legacy::Vps => "VPS",
            Legacy::Windows1258 => "Windows-1258",
            Legacy::DoubleUtf8 => {
                return Text::new(
                    "chữ Việt bị lỗi mã (UTF-8 bị đọc nhầm rồi lưu lại). Hãy xuất lại từ tệp gốc với mã UTF-8.",
                    "Vietnamese letters are garbled (UTF-8 read as Windows-1252 and saved again). Export again as UTF-8.",
                );
            }
        };
        Text::new(
            format!(
                "chữ Việt theo bảng mã cũ {name}, không phải Unicode. \
                 Hãy mở trong Word, chuyển mã sang Unicode (ví dụ bằng công cụ chuyển mã của UniKey), lưu rồi xuất lại."
            ),
            format!(
                "Vietnamese text in the old encoding {name}, not Unicode. \
                 Open it in Word, convert it to Unicode (for example with UniKey's converter), save and export it again."
            ),
        )
    }
}

/// Recognises bytes that are not UTF-8.
pub(super) fn in_bytes(bytes: &[u8]) -> Option<Legacy> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // Mostly UTF-8: some bytes of it are damaged.
    let (mut sound, mut stray) = (0, 0);
    for chunk in sample.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    if sound > stray { None } else { recognise(sample.iter().copied()) }
}

/// Recognises Unicode text that holds the bytes of an old encoding as Latin
/// letters. Text with letters that only Vietnamese has is never meant.
pub(super) fn in_text(text: &str) -> Option<Legacy> {
    let bytes = text.as_bytes();
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // U+1E80–U+1EFF, đ, ư, ơ, and combining marks.
    let vietnamese: [&[u8]; 7] =
        [b"\xE1\xBB", b"\xE1\xBA", b"\xC4\x91", b"\xC6\xB0", b"\xC6\xA1", b"\xCC\x80", b"\xCC\x81"];
    if sample.is_ascii() || vietnamese.iter().any(|v| memmem::find(sample, v).is_some()) {
        return None;
    }
    let sample = String::from_utf8_lossy(sample);
    // á» and áº begin most toned letters of UTF-8 seen as Windows-1252.
    if sample.matches("á»").count() + sample.matches("áº").count() >= FEWEST {
        return Some(Legacy::DoubleUtf8);
    }
    // Typographic signs are no letters of an old font here.
    recognise(sample.chars().filter_map(|c| u8::try_from(c as u32).ok()).filter(|b| !(0x80..0xA0).contains(b)))
}

/// Tells an encoding by where its letters lie: TCVN3 has đ, ư, ơ, ă, â and tones
/// in A8–BF; VPS uses 80–9F; VNI writes a tone as a letter of its own after a vowel.
fn recognise(bytes: impl Iterator<Item = u8>) -> Option<Legacy> {
    let (mut letters, mut high, mut low, mut control, mut tones) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let (mut tcvn_d, mut vni_d, mut windows_d) = (0usize, 0usize, 0usize);
    let mut previous = 0;
    for b in bytes {
        letters += usize::from(b.is_ascii_alphabetic() || b >= 0x80);
        if b >= 0x80 {
            high += 1;
            low += usize::from((0xA8..=0xBF).contains(&b));
            control += usize::from(b < 0xA0);
            tcvn_d += usize::from(b == 0xAE);
            vni_d += usize::from(matches!(b, 0xF1 | 0xD1));
            windows_d += usize::from(matches!(b, 0xF0 | 0xD0));
            let vowel = matches!(previous | 0x20, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') || previous >= 0xC0;
            tones += usize::from(b >= 0xC0 && vowel);
        }
        previous = b;
    }
    // Every fifth letter of Vietnamese carries a mark.
    if high < FEWEST || high * 12 < letters {
        return None;
    }
    if low * 4 >= high && tcvn_d * 40 >= high {
        Some(Legacy::Tcvn3)
    } else if control * 8 >= high {
        Some(Legacy::Vps)
    } else if tones * 5 >= high * 2 && vni_d + windows_d > 0 {
        Some(if vni_d >= windows_d { Legacy::Vni } else { Legacy::Windows1258 })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Kế hoạch phát triển kinh tế - xã hội, đời sống nhân dân được nâng cao" in each encoding, as Latin letters.
    const TCVN3: &str = "KÕ ho¹ch ph¸t triÓn kinh tÕ - x· héi, ®êi sèng nh©n d©n ®\u{ad}îc n©ng cao";
    const VNI: &str = "Keá hoaïch phaùt trieån kinh teá - xaõ hoäi, ñôøi soáng nhaân daân ñöôïc naâng cao";

    const UNICODE: &str =
        "Kế hoạch phát triển kinh tế, xã hội, đời sống của nhân dân các xã vùng cao được cải thiện rõ rệt";

    fn latin1(text: &str) -> Vec<u8> {
        text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect()
    }

    #[test]
    fn old_fonts_are_named() {
        assert_eq!(in_text(TCVN3), Some(Legacy::Tcvn3));
        assert_eq!(in_bytes(&latin1(TCVN3)), Some(Legacy::Tcvn3));
        assert_eq!(in_text(VNI), Some(Legacy::Vni));
        assert_eq!(in_bytes(&latin1(VNI)), Some(Legacy::Vni));
        assert_eq!(in_bytes(&[UNICODE.as_bytes(), b"\xff\xfe"].concat()), None);
        assert!(Legacy::Vni.message().vi.contains("VNI"));
    }

    #[test]
    fn garbled_utf8_is_named() {
        let garbled: String = UNICODE.bytes().map(char::from).collect::<String>();
        assert_eq!(in_text(&garbled), Some(Legacy::DoubleUtf8));
        assert_eq!(in_text(UNICODE), None);
    }

    #[test]
    fn unicode_and_other_languages_are_left_alone() {
        let french =
            "Le développement économique et social a été élevé; les écoles sont créées près du marché. ".repeat(9);
        assert_eq!(in_text(&french), None);
        assert_eq!(in_bytes(&latin1(&french)), None);
        assert_eq!(in_text(&format!("Kinh tế - xã hội. Sai phông: {TCVN3}")), None);
        assert_eq!(in_text("Tong 12 ha, 5 %"), None);
    }
}
