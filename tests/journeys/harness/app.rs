//! The app under WebKit's automation.
//!
//! `WebKitWebDriver` starts the app itself, so the app is a grandchild: it is found in `/proc` and ended by its id.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::Once;
use std::time::Duration;

use serde_json::json;
use suar_xtask::process::{Guarded, leashed, poll, signal};
use thirtyfour::{By, Capabilities, Key, WebDriver, WebElement};

use super::world::Camera;
use super::{PATIENCE, World, program, until};

/// A running app with its window.
pub struct App {
    browser: Option<WebDriver>,
    driver: Guarded,
    id: u32,
    camera: Camera,
}

impl App {
    /// Starts the app on the world's registry and waits for its page.
    pub async fn open(world: &World) -> Self {
        // Feature unification gives the driver's plain HTTP client a TLS that has no provider of its own.
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let port = free_port();
        let mut command = leashed("WebKitWebDriver");
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .envs(world.environment());
        // Both switches make pictures through the driver hang, and change how the window is drawn.
        command
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = Guarded::start(&mut command).expect("WebKitWebDriver starts");
        let listens = || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok();
        poll(PATIENCE, listens).expect("WebKitWebDriver listens");
        let registry = world.registry();
        let mut wishes = Capabilities::new();
        let options = json!({"binary": program("suar"), "args": ["--registry", registry]});
        wishes
            .set("webkitgtk:browserOptions", options)
            .expect("a JSON value");
        let browser = WebDriver::new(format!("http://127.0.0.1:{port}"), wishes)
            .await
            .expect("the app starts");
        let id =
            poll(PATIENCE, || child_of(driver.id())).expect("the app is a child of the driver");
        let app = Self {
            browser: Some(browser),
            driver,
            id,
            camera: world.camera(),
        };
        until("the page is there", async || {
            app.browser().find(By::Css("[data-test]")).await.ok()
        })
        .await;
        app
    }

    fn browser(&self) -> &WebDriver {
        self.browser.as_ref().expect("the window is open")
    }

    /// Ends the app as a power cut would.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let gone = || !fs::exists(format!("/proc/{}/exe", self.id)).unwrap_or(false);
        signal("KILL", self.id);
        if poll(Duration::from_secs(10), || gone().then_some(())).is_none() {
            eprintln!("the app {} is still there", self.id);
        }
        if let Some(browser) = self.browser.take() {
            // There is nobody left to say goodbye to.
            let _ = browser.leak();
        }
    }

    /// Process id of the app.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Title of the window.
    pub async fn title(&self) -> String {
        self.browser().title().await.expect("a title")
    }

    /// Finds a visible element by its test name, waiting for it.
    pub async fn see(&self, name: &str) -> WebElement {
        self.see_css(&format!("[data-test='{name}']")).await
    }

    /// Finds a visible element by a CSS selector, waiting for it.
    pub async fn see_css(&self, css: &str) -> WebElement {
        until(&format!("{css} is on the screen"), async || {
            for element in self.browser().find_all(By::Css(css)).await.ok()? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Some(element);
                }
            }
            None
        })
        .await
    }

    /// Whether an element is visible now.
    pub async fn has(&self, css: &str) -> bool {
        for element in self
            .browser()
            .find_all(By::Css(css))
            .await
            .unwrap_or_default()
        {
            if element.is_displayed().await.unwrap_or(false) {
                return true;
            }
        }
        false
    }

    /// All elements that match now, visible or not.
    pub async fn all(&self, css: &str) -> Vec<WebElement> {
        self.browser()
            .find_all(By::Css(css))
            .await
            .expect("the page answers")
    }

    /// Clicks an element once it can be clicked.
    pub async fn click(&self, name: &str) {
        until(&format!("{name} can be clicked"), async || {
            self.see(name).await.click().await.ok()
        })
        .await;
    }

    /// Replaces what a field holds, and waits until it holds that: typing reaches the page key by key.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = until(&format!("{name} takes text"), async || {
            let field = self.see(name).await;
            field.is_enabled().await.ok()?.then_some(field)
        })
        .await;
        field.clear().await.expect("a field");
        field.send_keys(text).await.expect("it takes text");
        until(&format!("{name} holds what was typed"), async || {
            let value = field.value().await.ok()?;
            (value.as_deref() == Some(text)).then_some(())
        })
        .await;
    }

    /// Chooses a file in a file field, which need not be visible.
    pub async fn choose(&self, name: &str, file: &std::path::Path) {
        let css = format!("[data-test='{name}']");
        let field = until("the file field is there", async || {
            self.browser().find(By::Css(css.as_str())).await.ok()
        })
        .await;
        field
            .send_keys(file.to_string_lossy().into_owned())
            .await
            .expect("it takes a file");
    }

    /// Presses keys one after the other, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        self.browser()
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .expect("the keys arrive");
    }

    /// Presses a key while another is held.
    pub async fn chord(&self, held: Key, key: impl Into<char>) {
        let key = key.into();
        let chain = self
            .browser()
            .action_chain()
            .key_down(held.clone())
            .key_down(key)
            .key_up(key)
            .key_up(held);
        chain.perform().await.expect("the keys arrive");
    }

    /// Text of an element; an element that is drawn anew meanwhile is looked for again.
    pub async fn text(&self, name: &str) -> String {
        until(&format!("{name} has text"), async || {
            self.see(name).await.text().await.ok()
        })
        .await
    }

    /// Waits until an attribute of an element has a value.
    pub async fn wait_for(&self, name: &str, attribute: &str, value: &str) {
        let css = format!("[data-test='{name}'][{attribute}='{value}']");
        until(&format!("{name} has {attribute} {value}"), async || {
            self.browser().find(By::Css(css.as_str())).await.ok()
        })
        .await;
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, script: &str) -> serde_json::Value {
        let answer = self
            .browser()
            .execute(script, vec![])
            .await
            .expect("the script runs");
        answer.json().clone()
    }

    /// Keeps a picture of the window once what was last changed is drawn.
    pub async fn picture(&self, name: &str) {
        let drawn = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(1)));";
        // A page that does not draw makes a worse picture, nothing else.
        let _ = self.browser().execute_async(drawn, vec![]).await;
        self.camera.settle();
        self.camera.take(name);
    }

    /// All text of the page.
    pub async fn page_text(&self) -> String {
        self.script("return document.body.innerText")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if self.browser.is_some() {
            if std::thread::panicking() {
                self.camera.take("failed");
            }
            self.end();
        }
        let _ = self.driver.ended();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("it is bound").port()
}

/// The process whose parent is `parent` and whose program is ours.
fn child_of(parent: u32) -> Option<u32> {
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let (name, rest) = stat.rsplit_once(')')?;
        let is_child = rest.split_whitespace().nth(1)?.parse() == Ok(parent);
        (is_child && name.ends_with("(suar")).then_some(id)
    })
}
