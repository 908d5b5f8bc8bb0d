//! What a mistyped word was probably meant to be.

/// The candidate nearest to `word`, when it is near at all.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| {
            // A part of the name is a fair guess, too: `share` for `share-mismatch`.
            let part = if word.len() >= 4 && c.contains(&word) { 0.8 } else { 0.0 };
            (strsim::jaro_winkler(&word, c).max(part), c)
        })
        .filter(|(score, _)| *score >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_found_and_nonsense_is_not() {
        let names = ["share-mismatch", "sum-mismatch", "placeholder"];
        assert_eq!(nearest("share-mismach", names), Some("share-mismatch"));
        assert_eq!(nearest("Placeholdr", names), Some("placeholder"));
        assert_eq!(nearest("share", names), Some("share-mismatch"));
        assert_eq!(nearest("xyz", names), None);
    }
}
