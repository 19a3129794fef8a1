//! Names from a file are drawn as they are, whatever they contain.

use crate::harness::{App, World, departing_today};

/// Names that would do something if they were taken for markup, a command or a direction.
const IMAGE: &str = "<img src=x onerror=document.title='x'> CONTOH";
const APOSTROPHE: &str = "NUR'AINI O'CONTOH";
const RIGHT_TO_LEFT: &str = "SITI \u{202E}HOTNOC CONTOH";

#[tokio::test]
async fn a_name_that_looks_like_markup_is_shown_letter_by_letter() {
    let world = World::new("hostile-names");
    let long = format!("{} CONTOH", "PANJANG ".repeat(36));
    let rows = [
        (IMAGE, "X0000901", "01/02/1990"),
        (APOSTROPHE, "X0000902", "02/02/1991"),
        (RIGHT_TO_LEFT, "X0000903", "03/02/1992"),
        (long.as_str(), "X0000904", "04/02/1993"),
    ];
    let file = world.file("manifes.csv", &departing_today(&rows));
    let app = App::open(&world).await;
    app.first_run().await;
    app.import(&file, "KM CONTOH", "24/11/2026").await;
    app.picture("board").await;
    let text = app.page_text().await;
    assert!(text.contains(IMAGE), "the tag is text: {text}");
    assert!(text.contains(APOSTROPHE), "an apostrophe is kept");
    assert!(
        !text.contains('\u{202E}'),
        "a mark that turns the line around is not drawn"
    );
    let rows = app.all("[data-test='board-row']").await.len();
    assert_eq!(rows, 4, "nobody is lost, however odd the name");
    assert!(
        !app.has("img[src='x']").await,
        "no element was made from a name"
    );
    assert_eq!(app.title().await, "Suar", "and nothing ran");
}
