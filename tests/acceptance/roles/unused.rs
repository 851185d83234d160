//! What the roles allow by key beyond what the functions ask for.

use local_stack::emulator::PolicyDecision;

use super::{Statement, source, statements};

/// Kinds of partitions for cases that do not occur in the day of the demo: the function, the action, the forms of the
/// keys, and the code that needs them.
const KEYS_FOR_RARE_CASES: &[(&str, &str, &[&str], &str, &str)] = &[
    // Twilio is away, or a digest goes by mail.
    (
        "delivery",
        "dynamodb:PutItem",
        &["BREAKERS"],
        "shared/app/src/delivery/attempt_result.rs",
        "change_breakers(",
    ),
    (
        "delivery",
        "dynamodb:PutItem",
        &["W#*#NOTICE#*"],
        "shared/store/src/messages/records.rs",
        "notification_put(",
    ),
    // The schedule stood still for hours, and each night everybody gets their place.
    ("digest", "dynamodb:PutItem", &["SCHEDULE"], "shared/app/src/schedule.rs", "leave_out("),
    (
        "digest",
        "dynamodb:BatchGetItem",
        &["W#*#MESSAGE#*"],
        "shared/app/src/digest/scheduled.rs",
        "messages_there(",
    ),
    ("digest", "dynamodb:PutItem", &["SLOT#*"], "shared/app/src/schedule.rs", ".schedule("),
    ("digest", "dynamodb:Query", &["WORKSPACES"], "shared/app/src/schedule.rs", ".workspaces("),
    // Links, and what programs and administrators do at the API.
    (
        "admin",
        "dynamodb:PutItem",
        &["W#*#AUDIT", "W#*#FINDING", "W#*#MESSAGE#*", "W#*#NOTICE#*", "W#*#REFUSAL"],
        "functions/admin/src/action.rs",
        "press(",
    ),
    ("admin", "dynamodb:UpdateItem", &["W#*", "W#*#TOKEN"], "functions/admin/src/action.rs", "press("),
    ("admin", "dynamodb:PutItem", &["W#*#TOKEN"], "shared/web/src/action_page/undo.rs", "issue_token("),
    ("admin", "dynamodb:PutItem", &["W#*"], "shared/app/src/catalog.rs", "create_campaign("),
    ("admin", "dynamodb:PutItem", &["W#*#CREATIVE"], "shared/app/src/catalog.rs", "put_creative("),
    ("admin", "dynamodb:Query", &["W#*#CREATIVE"], "shared/app/src/catalog.rs", "creatives("),
    ("admin", "dynamodb:PutItem", &["W#*#IMPORT"], "shared/app/src/intake/push.rs", "save_import_receipt("),
    ("admin", "dynamodb:UpdateItem", &["W#*#IMPORT"], "shared/app/src/intake/push.rs", "count_import("),
    ("admin", "dynamodb:UpdateItem", &["W#*#MESSAGE#*"], "shared/app/src/resend.rs", "requeue("),
    (
        "admin",
        "dynamodb:UpdateItem",
        &["W#*#NOTICE#*"],
        "shared/web/src/dashboard/seen.rs",
        "mark_notification_read(",
    ),
    // A stage names a language model, and the planner asks back.
    ("query", "dynamodb:UpdateItem", &["W#*#MODEL"], "shared/app/src/question/model.rs", "count_model_call("),
    // An import changes a budget on which a proposal rests.
    (
        "import",
        "dynamodb:PutItem",
        &["W#*#AUDIT", "W#*#FINDING", "W#*#MESSAGE#*", "W#*#NOTICE#*"],
        "shared/app/src/import.rs",
        "budget::change(",
    ),
    ("import", "dynamodb:Query", &["W#*#FINDING"], "shared/app/src/import.rs", "budget::change("),
    (
        "import",
        "dynamodb:Query",
        &["W#*#CREATIVE"],
        "shared/app/src/import/unchanged.rs",
        "creatives_of_all(",
    ),
];

/// Returns the actions that a role allows on a kind of partition although the function did not ask for them there and
/// nothing rare needs them. The synthetic workspaces are left out: nothing there is anybody's.
pub fn unused_keys(function: &str, asked: &[&PolicyDecision]) -> Vec<String> {
    let was_asked = |action: &str, form: &str| {
        asked.iter().any(|decision| decision.action == action && decision.key == form)
    };
    let mut unused = Vec::new();
    for Statement { actions, forms, .. } in statements(function).into_iter().filter(|one| one.allows) {
        for form in forms.iter().filter(|form| !form.contains("canary")) {
            let is_unused =
                |action: &&String| !was_asked(action, form) && !is_key_of_rare_case(function, action, form);
            unused.extend(
                actions.iter().filter(is_unused).map(|action| format!("{function}: {action} {form}")),
            );
        }
    }
    unused
}

fn is_key_of_rare_case(function: &str, action: &str, form: &str) -> bool {
    let rare = KEYS_FOR_RARE_CASES.iter().filter(|(of, asked, ..)| (*of, *asked) == (function, action));
    rare.into_iter().any(|(.., forms, file, call)| forms.contains(&form) && source(file).contains(call))
}
