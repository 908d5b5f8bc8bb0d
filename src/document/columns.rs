//! Columns on the screen: tables drawn with characters align by the width of
//! their letters, where a combining mark takes no room and a full-width letter two.

/// Room a character takes.
fn width(c: char) -> usize {
    match c as u32 {
        0..0x300 => 1,
        0x300..=0x36F | 0x200B..=0x200D | 0xFE00..=0xFE0F | 0xFEFF => 0,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF => 2,
        0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF => 2,
        _ => 1,
    }
}

/// The byte of the line at which each column begins; the end of the line for
/// columns behind it. `columns` is sorted.
pub(crate) fn cuts(line: &str, columns: &[usize]) -> Vec<usize> {
    let mut out = Vec::with_capacity(columns.len());
    let mut at = 0;
    let mut chars = line.char_indices().peekable();
    for &column in columns {
        while at < column {
            let Some((_, c)) = chars.next() else { break };
            at += width(c);
        }
        // Marks belong to the letter before them.
        while chars.next_if(|&(i, c)| i > 0 && width(c) == 0 && at > 0).is_some() {}
        out.push(chars.peek().map_or(line.len(), |&(i, _)| i));
    }
    out
}

/// Column and character of every place in a line.
pub(crate) fn places(line: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    line.chars().scan(0, |at, c| {
        let column = *at;
        *at += width(c);
        Some((column, c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_take_no_room() {
        assert_eq!(cuts("so\u{302}\u{301} 12", &[0, 3, 9]), [0, 7, 9]);
        assert_eq!(cuts("đạt 5", &[4]), ["đạt ".len()]);
        assert_eq!(cuts("１ a", &[2, 3]), [3, 4]);
    }
}
