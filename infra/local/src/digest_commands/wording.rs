//! What the API tells of a digest, as a person reads it on a terminal.

use serde_json::Value;

use crate::console::{bubble, indent};

/// Writes the digest that a person would get, and below it whether it goes out.
pub(super) fn preview(shown: &Value) -> String {
    let outlook = &shown["outlook"];
    let mut lines = vec![heading(text(&shown["person"]), shown), String::new(), bubble_of(shown)];
    lines.push(due(shown));
    let obstacles =
        listed(&outlook["obstacles"]).map(|one| format!("It does not go out: {}.", text(&one["message"])));
    lines.extend(obstacles);
    let waits_for: Vec<&str> = listed(&outlook["waits_for"]).map(text).collect();
    if !waits_for.is_empty() {
        lines.push(format!(
            "If nothing more comes in before, it waits for {}, for an hour at most.",
            waits_for.join(", ")
        ));
    }
    lines.push(data(&shown["data"]));
    lines.push("Nothing was sent, and nothing was stored.".to_owned());
    lines.join("\n")
}

/// Writes a digest that was composed, and below it what became of it.
pub(super) fn replay(shown: &Value) -> String {
    let mut lines = vec![heading(text(&shown["member"]), shown), String::new(), bubble_of(shown)];
    lines.push(format!("Composed at {} from {}.", text(&shown["composed_at"]), metrics(&shown["metrics"])));
    lines.push(format!("Message {}: {}.", text(&shown["message"]), standing(shown)));
    for attempt in listed(&shown["attempts"]) {
        lines.push(attempt_line(attempt));
        match attempt["text"].as_str() {
            None => lines.push("  its text is not known any more".to_owned()),
            Some(sent) if Some(sent) == shown["text"].as_str() => {}
            Some(sent) => lines.push(format!("\n{}\n", indent(sent))),
        }
    }
    lines.join("\n")
}

fn heading(whose: &str, shown: &Value) -> String {
    format!(
        "# {whose}, digest of {} about {}: {} version {}, {}",
        text(&shown["date"]),
        text(&shown["report_day"]),
        text(&shown["template"]),
        shown["template_version"],
        text(&shown["language"])
    )
}

fn bubble_of(shown: &Value) -> String {
    let titles: Vec<String> = listed(&shown["buttons"]).map(|title| text(title).to_owned()).collect();
    bubble(text(&shown["text"]), &titles)
}

fn due(shown: &Value) -> String {
    let outlook = &shown["outlook"];
    let Some(at) = outlook["due_at"].as_str() else {
        return "It is never due by itself.".to_owned();
    };
    let goes_out = if outlook["goes_out"] == true { "goes out" } else { "is due" };
    let quiet = if outlook["moved_by_quiet_hours"] == true { ", moved there by quiet hours" } else { "" };
    let late = if outlook["late"] == true { ", and late by now" } else { "" };
    let to = shown["to"].as_str().map(|number| format!(", to {number}")).unwrap_or_default();
    format!(
        "It {goes_out} at {} in {} ({at}){quiet}{late}{to}.",
        text(&outlook["local_time"]),
        text(&outlook["zone"])
    )
}

fn data(data: &Value) -> String {
    let complete: Vec<&str> = listed(&data["complete"]).map(text).collect();
    let late: Vec<String> = listed(&data["waiting_for"])
        .map(|one| match one["complete_through"].as_str() {
            Some(day) => format!("{} (in up to {day})", text(&one["channel"])),
            None => format!("{} (never came in)", text(&one["channel"])),
        })
        .collect();
    match data["state"].as_str() {
        Some("complete") => format!("Its data is complete: {}.", complete.join(", ")),
        Some("partial") => {
            let complete = if complete.is_empty() { "no channel".to_owned() } else { complete.join(", ") };
            format!("Its data is partial: complete of {complete}, missing of {}.", late.join(", "))
        }
        _ => "It has no data of that day yet.".to_owned(),
    }
}

fn metrics(metrics: &Value) -> String {
    let known = metrics.as_object().into_iter().flatten();
    let known: Vec<String> = known.map(|(name, value)| format!("{name} {value}")).collect();
    if known.is_empty() { "no figures".to_owned() } else { known.join(", ") }
}

fn standing(shown: &Value) -> String {
    let reason = shown["reason"].as_str().map(|reason| format!(": {reason}")).unwrap_or_default();
    let mailed = if shown["mailed_instead"] == true { ", mailed instead" } else { "" };
    format!("{}{reason}{mailed}", text(&shown["status"]))
}

fn attempt_line(attempt: &Value) -> String {
    let told = ["ended", "status"].into_iter().filter_map(|name| attempt[name].as_str());
    let told: Vec<&str> = told.chain(attempt["reason"].as_str()).collect();
    let told = if told.is_empty() { "not heard of yet".to_owned() } else { told.join(", ") };
    format!(
        "Attempt {} at {} as {} version {}: {told}",
        attempt["number"],
        text(&attempt["started_at"]),
        text(&attempt["template"]),
        attempt["template_version"]
    )
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("–")
}

fn listed(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
