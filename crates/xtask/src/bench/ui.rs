//! Weight of the page.

use super::row::{Goal, Row};
use crate::{Stop, page, project, tools};

/// Weight of the page after gzip.
pub(super) fn measure() -> Result<Vec<Row>, Stop> {
    let folder = project::root().join("ui/dist");
    let mut files = Vec::new();
    page::files_below(&folder, &mut files);
    let mut code = 0;
    for file in &files {
        if file
            .extension()
            .is_some_and(|end| end == "js" || end == "css" || end == "html")
        {
            code += tools::gzip_size(file)?;
        }
    }
    if code == 0 {
        return Err(Stop::new(
            "The page has not been built.",
            "Run `cargo xtask run` or `npm run build` in ui/ first.",
        ));
    }
    let limit = 300.0;
    let goal = Some(Goal {
        of: "value",
        op: "<=",
        limit,
    });
    let kilobytes = code as f64 / 1000.0;
    Ok(vec![Row {
        area: "ui",
        name: "page: js, css and html after gzip".to_owned(),
        value: kilobytes,
        unit: "kB".to_owned(),
        baseline: None,
        measured_ratio: None,
        goal,
    }])
}
