//! Two columns with one meaning: the second is named, and stands in where the first is empty.

use super::*;

fn numbers(manifest: &ReadManifest) -> Vec<Option<&str>> {
    let numbers = manifest
        .lines
        .iter()
        .map(|line| line.fields.document_number.as_ref());
    numbers.map(|number| Some(number?.as_str())).collect()
}

fn repeated(header: &str) -> FileNote {
    FileNote::RepeatedColumn {
        header: header.into(),
    }
}

#[test]
fn a_second_column_of_numbers_is_noted_and_used_where_the_first_is_empty() {
    let manifest = reading(
        "Nama,No Paspor,Passport No,Tgl Lahir\n\
         BUDI CONTOH,X0000471,Y0000471,14/09/2001\n\
         RATNA CONTOH,,Y0000472,14/09/2001\n\
         SITI CONTOH,belum ada,y 0000473,14/09/2001\n\
         ANI CONTOH,,,14/09/2001\n",
    );
    assert_eq!(manifest.notes, [repeated("Passport No")]);
    assert_eq!(
        numbers(&manifest),
        [Some("X0000471"), Some("Y0000472"), Some("Y0000473"), None]
    );
    assert_eq!(
        codes(&manifest),
        [set([]), set([]), set(["doc_spaces"]), set(["doc_missing"])]
    );
    let spaces = &manifest.lines[2].defects[0];
    assert_eq!(
        spaces.column,
        Some(2),
        "the defect points at the cell that was read"
    );
    assert_eq!(
        manifest.lines[3].defects[0].column,
        Some(1),
        "the first column is to be filled"
    );
    let fixed = reinterpret(&manifest, &[(3, 1, "X0000472".into())]);
    assert_eq!(
        numbers(&fixed)[1],
        Some("X0000472"),
        "a correction in the first column wins"
    );
}

#[test]
fn the_same_header_twice_and_names_twice_are_joined_the_same_way() {
    let manifest = reading(
        "Nama,Nama Lengkap,Tgl Lahir,TTL,No Paspor\n\
         ,BUDI CONTOH,,\"Nunukan, 14/09/2001\",X0000471\n\
         RATNA CONTOH,RATNA LAIN,14/09/2001,,X0000472\n",
    );
    assert_eq!(manifest.notes, [repeated("Nama Lengkap"), repeated("TTL")]);
    let names: Vec<_> = manifest
        .lines
        .iter()
        .map(|line| line.fields.full_name.as_ref().map(|name| name.as_str()))
        .collect();
    assert_eq!(names, [Some("BUDI CONTOH"), Some("RATNA CONTOH")]);
    let births = |at: usize| manifest.lines[at].fields.birth_date.map(|d| d.to_string());
    assert_eq!(births(0).as_deref(), Some("2001-09-14"));
    assert_eq!(births(1).as_deref(), Some("2001-09-14"));
    let place = manifest.lines[0].fields.birth_place.as_ref();
    assert_eq!(place.map(|place| place.as_str()), Some("Nunukan"));
    let twice = reading("Nama,No Paspor,No Paspor\nBUDI CONTOH,,X0000471\n");
    assert_eq!(numbers(&twice), [Some("X0000471")]);
    assert_eq!(twice.notes, [repeated("No Paspor")]);
}

#[test]
fn a_column_that_only_sounds_alike_never_stands_in() {
    let manifest =
        reading("Nama,Nama Ayah,No Paspor,No Paspor Lama\n,BUDI CONTOH,,X0000471\n1,2,X0000472,\n");
    assert_eq!(manifest.notes, []);
    assert_eq!(manifest.lines[0].fields.full_name, None);
    assert_eq!(numbers(&manifest)[0], None);
}

#[test]
fn a_port_alone_does_not_hide_an_address() {
    let manifest = reading(
        "Nama,No Paspor,Tujuan,Alamat Tujuan\nBUDI CONTOH,X0000471,Tawau,Ladang Contoh Blok 7\n",
    );
    let destination = manifest.lines[0].fields.destination.as_ref();
    assert_eq!(
        destination.map(|line| line.as_str()),
        Some("Ladang Contoh Blok 7")
    );
}
