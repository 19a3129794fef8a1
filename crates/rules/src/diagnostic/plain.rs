//! Texts that others wrote, shown without moving a cursor, turning a line around or hiding a letter.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character is not shown as one itself: control characters (a terminal obeys them), characters that turn
/// the direction of a line, and letters without width.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A text with every hidden character written as its number, except line ends and tabs: as in `\u001b`. Inside a
/// string of JSON this is the same string.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let obeyed = |character: char| is_hidden(character) && !matches!(character, '\n' | '\t');
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if obeyed(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // Writing into a String cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_moves_a_cursor_or_turns_a_line() {
        assert_eq!(
            plain("a\u{1b}[2J\r\u{9b}31m"),
            "a\\u001b[2J\\u000d\\u009b31m"
        );
        assert_eq!(plain("kor\u{200b}ban \u{202e}"), "kor\\u200bban \\u202e");
        assert_eq!(
            plain("\u{e0041}"),
            "\\udb40\\udc41",
            "both halves, as in JSON"
        );
        assert_eq!(plain("two\nlines\tof text – é"), "two\nlines\tof text – é");
    }
}
