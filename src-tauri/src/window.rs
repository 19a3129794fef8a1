//! The one window. Its title is always "Suar".

use suar_api::Topic;
use tauri::{
    AppHandle, Emitter, Manager, Url, UserAttentionType, WebviewUrl, WebviewWindowBuilder,
};

const LABEL: &str = "main";

/// Opens the window: the page in the binary, and nowhere else to go.
pub fn open(handle: &AppHandle) -> tauri::Result<()> {
    let builder = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::App("index.html".into()))
        .title("Suar")
        .inner_size(1366.0, 728.0)
        .min_inner_size(1280.0, 680.0)
        .incognito(!is_automated())
        .content_protected(true)
        .disable_drag_drop_handler()
        .on_navigation(is_own_page);
    #[cfg(windows)]
    let builder = builder.browser_extensions_enabled(false);
    builder.build()?;
    Ok(())
}

/// Tells the page what changed without it.
pub fn changed(handle: &AppHandle, topics: &[Topic]) {
    if let Err(error) = handle.emit("suar://changed", topics) {
        tracing::warn!(%error, "the window could not be told");
    }
}

/// Calls for attention without words, and lets the page read its list of requests again.
pub fn call(handle: &AppHandle) {
    changed(handle, &[Topic::Alert]);
    if let Some(window) = handle.get_webview_window(LABEL)
        && let Err(error) = window.request_user_attention(Some(UserAttentionType::Critical))
    {
        tracing::warn!(%error, "the window could not call");
    }
}

/// WebKitGTK's own automation, which the journeys use, cannot drive a private session. Without it the session is
/// private, so that the web view leaves nothing on the disk; the page itself stores nothing in either.
fn is_automated() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

/// The page of the binary has the scheme `tauri:` (or its stand-in on Windows); everything else is refused.
fn is_own_page(url: &Url) -> bool {
    url.scheme() == "tauri"
        || url.host_str() == Some("tauri.localhost")
        || url.as_str() == "about:blank"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        let url = |text: &str| text.parse::<Url>().expect("a URL of the table");
        assert!(is_own_page(&url("tauri://localhost/index.html")));
        assert!(!is_own_page(&url("https://example.org/")));
        assert!(!is_own_page(&url("file:///etc/passwd")));
    }
}
