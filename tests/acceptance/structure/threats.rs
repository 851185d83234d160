//! What the threat model says is so: the tests that it names exist, and the roles may do what it says.

use std::collections::{BTreeMap, BTreeSet};

use super::source::sources;
use super::text;
use crate::harness::root;
use crate::roles::statements;

const MODEL: &str = "docs/threat-model.md";

fn model() -> String {
    text(&root().join(MODEL))
}

/// Returns what stands in backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Returns the last cell of each row about somebody: where it is tested.
fn evidence(model: &str) -> Vec<&str> {
    let rows = model.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Somebody who"));
    rows.filter_map(|row| row.trim_end().trim_end_matches('|').rsplit('|').next()).collect()
}

fn names_of_tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in ["shared", "functions", "infra", "tests"].into_iter().flat_map(sources) {
        for line in text(&source).lines() {
            let line = line.trim_start().trim_start_matches("async ").trim_start_matches("pub ");
            if let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next()) {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

#[test]
fn every_test_and_file_that_the_threat_model_names_is_there() {
    let (model, tests) = (model(), names_of_tests());
    let evidence = evidence(&model);
    assert!(evidence.len() > 20, "{evidence:?}");
    let mut missing = Vec::new();
    for cell in evidence {
        let named = quoted(cell);
        assert!(!named.is_empty(), "no test is named: {cell}");
        let is_there =
            |name: &&str| if name.contains('/') { root().join(name).exists() } else { tests.contains(*name) };
        missing.extend(named.into_iter().filter(|name| !is_there(name)));
    }
    assert_eq!(missing, Vec::<&str>::new(), "{MODEL} names what is not there");
}

/// Returns the policies of the functions' roles, by the name of the function.
fn roles() -> BTreeMap<String, String> {
    let template = text(&root().join("infra/template.yaml"));
    let mut roles: BTreeMap<String, String> = BTreeMap::new();
    let mut at = None;
    for line in template.lines() {
        if line.starts_with("  ") && !line.starts_with("   ") && line.trim_end().ends_with(':') {
            let name = line.trim().trim_end_matches(':');
            at = name
                .strip_suffix("Role")
                .map(str::to_lowercase)
                .filter(|name| root().join("functions").join(name).exists());
        } else if let Some(role) = &at {
            roles.entry(role.clone()).or_default().push_str(&format!("{line}\n"));
        }
    }
    roles
}

#[test]
fn no_role_scans_or_deletes_an_item_and_only_import_and_proof_write_batches_each_of_its_own_keys() {
    let roles = roles();
    let functions = std::fs::read_dir(root().join("functions")).expect("functions").count();
    assert_eq!(roles.len(), functions, "{:?}", roles.keys());
    for (role, policy) in &roles {
        for action in ["dynamodb:Scan", "dynamodb:DeleteItem", "dynamodb:DeleteTable", "dynamodb:*", "'*'"] {
            assert!(!policy.contains(action), "{role} has {action}");
        }
        let writes_batches = policy.contains("dynamodb:BatchWriteItem");
        assert_eq!(writes_batches, ["import", "proof"].contains(&role.as_str()), "{role}");
    }
    assert!(roles["import"].contains("dynamodb:LeadingKeys: ['W#*#CREATIVE', 'W#*#FACT#*']"));
    assert!(roles["proof"].contains("dynamodb:LeadingKeys: ['W#*#REPORT', 'W#canary"));
}

#[test]
fn the_threat_model_says_which_functions_read_which_secret() {
    let model = model().replace("\n  ", " ");
    let line =
        model.lines().find(|line| line.contains("read the credentials")).expect("the line about the secrets");
    let (twilio, rest) = line.split_once(" read the credentials of Twilio").expect("who has those of Twilio");
    let (tokens, rest) = rest.split_once(" the keys of tokens").expect("who has those of tokens");
    let (audit, rest) = rest.split_once(" those of the audit log").expect("who has those of the log");
    let (none, _) = rest.split_once(" none.").expect("who has none");
    let readers = |reads: &dyn Fn(&str) -> bool| -> BTreeSet<String> {
        let of_this = roles().into_iter().filter(|(_, policy)| reads(policy));
        of_this.map(|(role, _)| role).collect()
    };
    assert_eq!(named(twilio), readers(&|policy| policy.contains("!Ref TwilioSecretArn")));
    assert_eq!(named(tokens), readers(&|policy| policy.contains("!Ref TokenSecretArn")));
    assert_eq!(named(audit), readers(&|policy| policy.contains("!Ref AuditSecretArn")));
    assert_eq!(named(none), readers(&|policy| !policy.contains("secretsmanager:")));
    let writes_audit = |role: &str| {
        writes(role, "dynamodb:PutItem").contains("W#*#AUDIT")
            && roles()[role].contains("!Ref AuditSecretArn")
    };
    assert!(!roles().keys().any(|role| writes_audit(role)), "who writes audit events could seal them");
}

fn named(part: &str) -> BTreeSet<String> {
    quoted(part).into_iter().map(str::to_owned).collect()
}

/// Returns the kinds of partitions on which a role allows an action, but for the synthetic workspaces.
fn writes(role: &str, action: &str) -> BTreeSet<String> {
    let allowed = statements(role).into_iter().filter(|one| one.allows);
    let these = allowed.filter(|one| one.actions.iter().any(|allowed| allowed == action));
    these.flat_map(|one| one.forms).filter(|form| !form.contains("canary")).collect()
}

const WRITES: [&str; 3] = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"];

#[test]
fn the_data_model_says_who_may_write_what() {
    let model = text(&root().join("docs/data-model.md"));
    let (_, section) = model.split_once("\n## Who may write what\n").expect("the section");
    let rows = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows: Vec<Vec<&str>> =
        rows.take_while(|line| line.starts_with('|')).map(|line| line.split('|').collect()).collect();
    for (column, action) in WRITES.into_iter().enumerate() {
        let said: BTreeSet<(String, String)> = rows
            .iter()
            .flat_map(|row| named(row[column + 2]).into_iter().map(|role| (form_of(row[1]), role)))
            .collect();
        let roles = roles().into_keys();
        let allowed =
            roles.flat_map(|role| writes(&role, action).into_iter().map(move |form| (form, role.clone())));
        assert_eq!(said, allowed.collect(), "{action}");
    }
}

/// Returns the form of a partition key as policies name it: `W#*#TALK#*` for `W#w#TALK#m`.
fn form_of(cell: &str) -> String {
    let parts = cell.trim().trim_matches('`').split('#').enumerate();
    parts.map(|(place, part)| if place % 2 == 1 { "*" } else { part }).collect::<Vec<_>>().join("#")
}

#[test]
fn no_role_puts_a_member_a_consent_or_rules() {
    for role in roles().into_keys() {
        for action in WRITES {
            let written = writes(&role, action);
            for nobodys in ["W#*#RULES", "ADDRESS#*", "CONTENT", "WORKSPACES"] {
                assert!(!written.contains(nobodys), "{role} has {action} on {nobodys}");
            }
        }
        for one in statements(&role).iter().filter(|one| one.allows) {
            let is_write = one.actions.iter().any(|action| WRITES.contains(&action.as_str()));
            assert!(!is_write || (!one.forms.is_empty() && one.needs_keys), "{role} writes whatever the key");
        }
        let refused = |action: &str| -> BTreeSet<String> {
            let denials = statements(&role).into_iter().filter(|one| !one.allows);
            let of_action = denials.filter(|one| one.actions.iter().any(|denied| denied == action));
            of_action.flat_map(|one| one.attributes).collect()
        };
        if writes(&role, "dynamodb:PutItem").contains("W#*") {
            let made = ["consent", "people", "phone", "role", "rules", "single_tap_limit"];
            assert!(
                made.iter().all(|name| refused("dynamodb:PutItem").contains(*name)),
                "{role} may make people"
            );
        }
        if writes(&role, "dynamodb:UpdateItem").contains("W#*") {
            let kept = ["people", "rules", "single_tap_limit"];
            assert!(kept.iter().all(|name| refused("dynamodb:UpdateItem").contains(*name)), "{role}");
        }
    }
}
