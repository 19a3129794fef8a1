//! Machine-readable lines of a passport, written after ICAO 9303-4 and independently of the reader under test.

/// The two lines of a TD3 passport without a personal number. `name` as printed there (`CONTOH<<MELATI`), dates
/// as `YYMMDD`.
pub fn passport(name: &str, number: &str, birth: &str, sex: char, expiry: &str) -> [String; 2] {
    let first = padded(&format!("P<IDN{name}"), 44);
    let number = padded(number, 9);
    let personal = padded("", 14);
    let (number_check, birth_check, expiry_check) = (check(&number), check(birth), check(expiry));
    let personal_check = '0';
    let all = format!(
        "{number}{number_check}{birth}{birth_check}{expiry}{expiry_check}{personal}{personal_check}"
    );
    let composite = check(&all);
    let second = format!(
        "{number}{number_check}IDN{birth}{birth_check}{sex}{expiry}{expiry_check}{personal}{personal_check}{composite}"
    );
    [first, second]
}

fn padded(text: &str, length: usize) -> String {
    format!("{text:<<length$}")
}

/// Check digit: weights 7, 3, 1; digits count as themselves, letters from A = 10, the filler nothing.
fn check(text: &str) -> char {
    let value = |letter: char| match letter {
        '<' => 0,
        _ => letter
            .to_digit(36)
            .expect("digits, letters and fillers only"),
    };
    let sum: u32 = text
        .chars()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(letter, weight)| value(letter) * weight)
        .sum();
    char::from_digit(sum % 10, 10).expect("a digit")
}

#[test]
fn the_specimen_of_the_standard_has_the_printed_check_digits() {
    // ICAO 9303-4, the specimen of Utopia; its personal number is left out there, so only single digits are compared.
    assert_eq!(check("L898902C3"), '6');
    assert_eq!(check("740812"), '2');
    assert_eq!(check("120415"), '9');
    let [first, second] = passport("CONTOH<<MELATI", "X0000471", "010914", 'F', "310520");
    assert_eq!(
        (first.len(), second.len()),
        (44, 44),
        "TD3 lines have 44 characters"
    );
}
