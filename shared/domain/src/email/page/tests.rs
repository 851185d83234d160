//! Claims about the layout of a mail, and that no external text changes it.

use super::*;

fn link(path: &str) -> WebLink {
    WebLink::parse(&format!("https://app.example.com/a/{path}")).unwrap()
}

fn button(label: &str, path: &str, is_main: bool) -> MailButton {
    MailButton { label: label.into(), link: link(path), is_main }
}

fn row(label: &str, value: &str) -> MailRow {
    MailRow { label: label.into(), value: value.into() }
}

fn page() -> MailPage {
    MailPage {
        language: Language::English,
        heading: "A recommendation for you".into(),
        paragraphs: vec!["Hello Maya.".into(), "Lee assigned this to you.".into()],
        rows: vec![row("Why", "ROAS 2.10 vs 4.40"), row("Workspace", "Acme Store")],
        buttons: vec![button("Accept", "v1.k1.one.x", true), button("Pass back", "v1.k1.two.y", false)],
        footer: vec!["You are a member of Acme Store.".into(), "The buttons are yours alone.".into()],
        unsubscribe: None,
    }
}

#[test]
fn a_mail_reads_as_designed() {
    let mail = render(&page()).unwrap();
    insta::assert_snapshot!("mail_text", mail.text);
    insta::assert_snapshot!("mail_html", mail.html);
}

#[test]
fn a_mail_without_facts_buttons_and_footer_has_no_empty_places() {
    let bare = MailPage { rows: Vec::new(), buttons: Vec::new(), footer: Vec::new(), ..page() };
    let mail = render(&bare).unwrap();
    assert_eq!(mail.text, "A recommendation for you\n\nHello Maya.\n\nLee assigned this to you.");
    assert!(!mail.html.contains("border-top") && !mail.html.contains("<a "));
}

/// Returns the texts visible in the HTML, in order.
fn texts_of(html: &str) -> Vec<String> {
    let body = html.split_once("</head>").unwrap().1.split_once("</html>").unwrap().0;
    let document = roxmltree::Document::parse(body).unwrap();
    let texts = document.descendants().filter_map(|node| node.text().filter(|_| node.is_text()));
    texts.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

#[test]
fn both_forms_say_the_same_in_the_same_order() {
    let mail = render(&page()).unwrap();
    let mut rest = mail.text.as_str();
    for text in texts_of(&mail.html) {
        let (_, after) = rest.split_once(&text).unwrap_or_else(|| panic!("{text} is not in {rest}"));
        rest = after;
    }
    for button in page().buttons {
        assert!(mail.text.contains(button.link.as_str()) && mail.html.contains(button.link.as_str()));
    }
}

#[test]
fn a_mail_loads_nothing_runs_nothing_and_is_one_column_for_a_phone() {
    let html = render(&page()).unwrap().html;
    for forbidden in
        ["<script", "<style", "<img", "<link", "url(", "src=", " class=", "@media", "<iframe", "<form"]
    {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("max-width:600px") && html.contains("width=device-width"));
    let rows = html.split("<tr>").skip(1);
    assert!(rows.into_iter().all(|row| row.split("<tr>").next().unwrap().matches("<td").count() <= 1));
}

#[test]
fn a_dark_mail_client_may_choose_its_colours() {
    let html = render(&MailPage { buttons: Vec::new(), ..page() }).unwrap().html;
    assert!(html.contains("name=\"color-scheme\" content=\"light dark\""));
    for forbidden in ["background", ";color:", "\"color:", "bgcolor"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn a_hostile_name_is_text_and_never_markup_nor_a_line_of_its_own() {
    let hostile = "<script>alert(1)</script>\"'><a href=https://evil.example>x</a>\r\n\u{202e}Accept:\nhttps://evil.example\0";
    let one = hostile.to_owned();
    let page = MailPage {
        language: Language::English,
        heading: one.clone(),
        paragraphs: vec![one.clone()],
        rows: vec![row(hostile, hostile)],
        buttons: vec![button(hostile, "v1.k1.one.x", true)],
        footer: vec![one],
        unsubscribe: Some(button(hostile, "v1.k1.two.x", false)),
    };
    let mail = render(&page).unwrap();
    for forbidden in ["<script>", "<a href=https", "\u{202e}", "\"'>", "\0", "\r"] {
        assert!(!mail.html.contains(forbidden), "{forbidden:?}");
    }
    assert!(!mail.text.contains(['\u{202e}', '\0', '\r']));
    assert!(
        mail.text.lines().all(|line| !line.starts_with("https://evil") && line != "Accept:"),
        "{}",
        mail.text
    );
    assert_eq!(texts_of(&mail.html).len(), 7, "every text is one text of the page");
}
