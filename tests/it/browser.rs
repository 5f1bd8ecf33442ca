//! The HTML page in a real browser, without a window. Skipped, and said so, where no browser is installed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use subrosa::report::{Disclose, Outcome};

use super::report::{draft, file, named, outcome, phrase, spot, written};

/// Names of browsers that share Chromium's options.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Where a browser is, if one is installed.
fn browser() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&folders)
        .flat_map(|folder| BROWSERS.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    if found.is_none() {
        // Past the capture of tests: who reads the log is to see it.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no browser is installed, so the HTML page is not tried in one");
    }
    found
}

/// The document as it is once the page has loaded, with its scripts run.
fn loaded(browser: &Path, page: &str, hash: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("page.html"), folder.path().join("dom.html"));
    fs::write(&file, page).unwrap();
    let mut child = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}{hash}", file.display()))
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("the browser does not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    fs::read_to_string(out).unwrap()
}

/// The start tag of the element with an id.
fn tag<'a>(dom: &'a str, id: &str) -> &'a str {
    let at = dom.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {dom}"));
    let start = dom[..at].rfind('<').unwrap();
    &dom[start..=at + dom[at..].find('>').unwrap()]
}

/// The text directly inside the element with an id.
fn text<'a>(dom: &'a str, id: &str) -> &'a str {
    let after = dom.split_once(tag(dom, id)).unwrap().1;
    after.split('<').next().unwrap()
}

#[test]
fn a_browser_marks_the_right_words_and_filters() {
    let Some(browser) = browser() else { return };
    let page = written(&outcome(), Disclose::Full, "html");
    let dom = loaded(&browser, &page, "");
    assert_eq!(text(&dom, "said"), "4 of 4 findings shown");
    assert!(!tag(&dom, "filters").contains("hidden"), "the script has run");
    assert_eq!(text(&dom, "m1"), "Northgate\nMemorial");
    assert_eq!(text(&dom, "m2"), "northgate-memorial");
    assert!(!dom.contains(" off\""));

    let dom = loaded(&browser, &page, "#severity=warning");
    assert_eq!(text(&dom, "said"), "1 of 4 findings shown");
    let hidden = |id: &str| tag(&dom, id).contains(" hidden");
    assert_eq!(["f1", "f2", "f3", "f4"].map(hidden), [true, true, false, true]);
    assert!(tag(&dom, "m1").contains(" off\"") && !tag(&dom, "m3").contains(" off\""));
    assert!(hidden("d1") && !hidden("d2"), "a draft without a finding that is shown goes, too");

    let dom = loaded(&browser, &page, "#rule=identity%2Fclient&file=drafts%2Freply.txt");
    assert_eq!(text(&dom, "said"), "1 of 4 findings shown");
    assert!(!tag(&dom, "f4").contains(" hidden") && tag(&dom, "f1").contains(" hidden"));
}

#[test]
fn a_script_in_a_draft_stays_text_in_a_browser() {
    let Some(browser) = browser() else { return };
    let body =
        "<script>document.title = 'owned'</script> <img src=x onerror=\"document.title='owned'\"> Ruth was here.";
    let mut it = draft("<script>document.title='owned'</script>.md", body);
    it.record = Some("\"><svg onload=\"document.title='owned'\">".into());
    let findings =
        vec![named(spot(&it, "Ruth", 0)), phrase(spot(&it, "<script>document.title = 'owned'</script>", 0), vec![])];
    let outcome = Outcome { files: vec![file(it, findings, vec![])], checked: 1, ..Outcome::default() };
    let page = written(&outcome, Disclose::Full, "html");
    let dom = loaded(&browser, &page, "");
    assert!(dom.contains("<title>The drafts are held back – subrosa</title>"), "no script of the draft ran");
    assert_eq!(text(&dom, "said"), "2 of 2 findings shown", "and ours did");
    assert_eq!(text(&dom, "m1"), "&lt;script&gt;document.title = 'owned'&lt;/script&gt;");
    assert_eq!(text(&dom, "m2"), "Ruth");
    // Even a script that got in would not run: the policy knows ours alone.
    let injected = page.replace("<main", "<script>document.title='owned'</script><main");
    assert!(loaded(&browser, &injected, "").contains("<title>The drafts are held back – subrosa</title>"));
}
