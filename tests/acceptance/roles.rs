//! What the roles of the functions allow by partition key, read from the template.

use std::collections::BTreeSet;

use crate::harness::root;

pub mod rare;
pub mod unused;

/// A statement of a role about items of the table.
pub struct Statement {
    pub allows: bool,
    pub actions: Vec<String>,
    /// The forms of the partition keys that it covers, such as `W#*#TOKEN`; none if it does not ask for keys.
    pub forms: BTreeSet<String>,
    /// The attributes that it is about; none if it does not ask for attributes.
    pub attributes: BTreeSet<String>,
    /// Whether a request without keys is left out.
    pub needs_keys: bool,
}

/// Returns a function's policy, from the template, without its comments.
pub fn policy_of(function: &str) -> String {
    let template = source("infra/template.yaml");
    let policy = template.split(&format!("- PolicyName: {function}\n")).nth(1).expect("its policy");
    // A resource of the template is indented by two spaces, and the policy ends with its role.
    let policy = policy.lines().take_while(|line| line.trim().is_empty() || line.starts_with("    "));
    policy.map(|line| line.split(" #").next().unwrap_or_default().to_owned() + "\n").collect()
}

/// Returns the statements of a function's role about items of the table.
pub fn statements(function: &str) -> Vec<Statement> {
    let policy = policy_of(function);
    let texts = policy.split("Effect: ").skip(1).filter(|text| text.contains("!GetAtt Table.Arn"));
    texts.map(statement).collect()
}

fn statement(text: &str) -> Statement {
    let rest = text.split_once("Action:").expect("its actions").1;
    let actions = rest.split_once("Resource:").expect("its resource").0;
    let actions = actions.split([',', '[', ']']).map(str::trim).filter(|action| !action.is_empty());
    let (like, unlike) =
        (listed(text, "ForAllValues:StringLike:"), listed(text, "ForAllValues:StringNotLike:"));
    let unknown: Vec<_> = unlike.iter().filter(|key| *key != "W#*#*" && !kinds().contains(*key)).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "no partition is called this");
    let mut forms = like;
    // The star stands for anything, also for what lies below a workspace.
    if forms.contains("W#*") && !unlike.contains("W#*#*") {
        forms.extend(kinds().into_iter().filter(|kind| !unlike.contains(kind)));
    }
    Statement {
        allows: text.starts_with("Allow"),
        actions: actions.map(str::to_owned).collect(),
        forms,
        attributes: listed(text, "ForAnyValue:StringEquals:"),
        needs_keys: text.contains("'Null': {'dynamodb:LeadingKeys': 'false'}"),
    }
}

/// Returns the list behind an operator.
fn listed(text: &str, operator: &str) -> BTreeSet<String> {
    // Within braces it is in quotes, because it has a colon.
    let text = text.replace(&format!("'{}':", operator.trim_end_matches(':')), operator);
    let Some((_, rest)) = text.split_once(operator) else {
        return BTreeSet::new();
    };
    let list = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
    list.split(',').map(|key| key.trim().trim_matches('\'').to_owned()).collect()
}

/// Returns the forms of all partition keys below a workspace, as the store makes them.
fn kinds() -> BTreeSet<String> {
    let code = source("shared/store/src/key.rs") + &source("shared/store/src/key/partition.rs");
    let made = code.split("\"W#{workspace}#").skip(1).filter_map(|rest| rest.split('"').next());
    // A sort key begins like this too, and goes on with a member.
    let made = made.filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()));
    let forms = made.map(|rest| {
        let (kind, more) = rest.split_once('#').map_or((rest, ""), |(kind, _)| (kind, "#*"));
        format!("W#*#{kind}{more}")
    });
    // The list of messages is a partition of the index.
    forms.filter(|form| form != "W#*#MESSAGES").collect()
}

fn source(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_kind_of_partition_is_known() {
    let kinds = kinds();
    for kind in ["W#*#TOKEN", "W#*#RULES", "W#*#AUDIT", "W#*#FACT#*", "W#*#TALK#*"] {
        assert!(kinds.contains(kind), "{kind} is not in {kinds:?}");
    }
}
