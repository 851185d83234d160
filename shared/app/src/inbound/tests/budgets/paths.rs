//! Every path on which a message comes in, as a thousand messages take it.

use super::{Path, Sender};

fn body(text: &str) -> Vec<(&'static str, String)> {
    vec![("Body", text.to_owned())]
}

fn button(payload: &str) -> Vec<(&'static str, String)> {
    vec![("ButtonPayload", payload.to_owned()), ("ButtonText", "Approve".to_owned())]
}

pub(super) const KEYWORDS: &[Path] = &[
    Path { name: "HELP", from: Sender::Maya, parameters: |_, _| body("HELP") },
    Path { name: "STOP", from: Sender::Maya, parameters: |_, _| body("STOP") },
    Path { name: "START", from: Sender::Maya, parameters: |_, _| body("START") },
    Path {
        name: "HELP that Twilio answered",
        from: Sender::Maya,
        parameters: |_, _| vec![("Body", "HELP".to_owned()), ("OptOutType", "HELP".to_owned())],
    },
    Path {
        name: "STOP and START in turn",
        from: Sender::Maya,
        parameters: |_, number| body(if number % 2 == 0 { "STOP" } else { "START" }),
    },
];

pub(super) const WORDS: &[Path] = &[
    Path { name: "words", from: Sender::Maya, parameters: |_, _| body("how was yesterday?") },
    Path {
        name: "words and HELP in turn",
        from: Sender::Maya,
        parameters: |_, number| body(if number % 2 == 0 { "HELP" } else { "how was yesterday?" }),
    },
    Path {
        name: "a sticker",
        from: Sender::Maya,
        parameters: |_, _| vec![("MessageType", "sticker".to_owned()), ("NumMedia", "1".to_owned())],
    },
    Path { name: "a picture", from: Sender::Maya, parameters: |_, _| vec![("NumMedia", "1".to_owned())] },
    Path { name: "assign Lee", from: Sender::Maya, parameters: |_, _| body("assign Lee") },
    Path { name: "assign", from: Sender::Maya, parameters: |_, _| body("assign") },
    Path { name: "a token as text", from: Sender::Maya, parameters: |buttons, _| body(&buttons.approve) },
    Path {
        name: "a reaction",
        from: Sender::Maya,
        parameters: |_, _| vec![("Body", "👍".to_owned()), ("MessageType", "reaction".to_owned())],
    },
    Path { name: "a viewer's Assign", from: Sender::Anna, parameters: |_, _| body("assign Lee") },
];

pub(super) const TAPS: &[Path] = &[
    Path { name: "Approve", from: Sender::Maya, parameters: |buttons, _| button(&buttons.approve) },
    Path { name: "View alerts", from: Sender::Maya, parameters: |buttons, _| button(&buttons.alerts) },
    Path { name: "Assign", from: Sender::Maya, parameters: |buttons, _| button(&buttons.assign) },
    Path {
        name: "View alerts and Assign in turn",
        from: Sender::Maya,
        parameters: |buttons, number| button(if number % 2 == 0 { &buttons.alerts } else { &buttons.assign }),
    },
    Path {
        name: "a row of a list",
        from: Sender::Maya,
        parameters: |buttons, _| vec![("ListId", buttons.row.clone()), ("ListTitle", "Lee".to_owned())],
    },
    Path { name: "an expired button", from: Sender::Maya, parameters: |buttons, _| button(&buttons.expired) },
    Path { name: "a made-up button", from: Sender::Maya, parameters: |_, _| button("approve") },
    Path {
        name: "a colleague's button",
        from: Sender::Maya,
        parameters: |buttons, _| button(&buttons.of_lee),
    },
];

pub(super) const UNKNOWN: &[Path] = &[
    Path { name: "unknown: words", from: Sender::Unknown, parameters: |_, _| body("hello") },
    Path { name: "unknown: STOP", from: Sender::Unknown, parameters: |_, _| body("STOP") },
    Path { name: "unknown: START", from: Sender::Unknown, parameters: |_, _| body("START") },
    Path { name: "unknown: a made-up button", from: Sender::Unknown, parameters: |_, _| button("approve") },
    Path {
        name: "unknown: a genuine button",
        from: Sender::Unknown,
        parameters: |buttons, _| button(&buttons.approve),
    },
];

pub(super) const NEW_OWNER: &[Path] = &[
    Path { name: "new owner: words", from: Sender::NewOwner, parameters: |_, _| body("hello") },
    Path { name: "new owner: START", from: Sender::NewOwner, parameters: |_, _| body("START") },
    Path {
        name: "new owner: a genuine button",
        from: Sender::NewOwner,
        parameters: |buttons, _| button(&buttons.approve),
    },
];
