//! The people of a workspace as replies and lists name them, stored as one item so that one batched read returns
//! everybody.

use crate::identity::{MemberId, WorkspaceId};
use crate::workspace::rules::Permission;
use crate::workspace::{Member, Role, Workspace};
use serde::{Deserialize, Serialize};

/// A person as others see them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teammate {
    /// The identifier.
    pub id: MemberId,
    pub name: String,
    /// The role of the person.
    pub role: Role,
    /// The language of the person's messages.
    #[serde(default)]
    pub language: String,
}

impl std::fmt::Debug for Teammate {
    /// Leaves out the name, so that it does not end up in a log by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Teammate").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The active people of a workspace, for naming them. The membership determines what somebody may do. The roster only
/// determines whether there is a second person who may approve, and then its version is a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub workspace: WorkspaceId,
    /// The people, sorted by name.
    pub people: Vec<Teammate>,
    /// Grows by one with every change; 0 for a roster that was just set up.
    #[serde(default)]
    pub version: u64,
}

impl From<&Member> for Teammate {
    fn from(member: &Member) -> Self {
        Self {
            id: member.id.clone(),
            name: member.name.clone(),
            role: member.role,
            language: member.language.clone(),
        }
    }
}

impl Roster {
    /// Creates the roster of a workspace from its members.
    #[must_use]
    pub fn new(workspace: &WorkspaceId, members: &[Member]) -> Self {
        let people = members.iter().filter(|member| member.active).map(Teammate::from).collect();
        Self { workspace: workspace.clone(), people: by_name(people), version: 0 }
    }

    /// Returns the roster after a membership changed: it contains the person while the membership is active.
    #[must_use]
    pub fn with(&self, member: &Member) -> Self {
        let others = self.people.iter().filter(|person| person.id != member.id).cloned();
        let people = others.chain(member.active.then(|| Teammate::from(member))).collect();
        Self { workspace: self.workspace.clone(), people: by_name(people), version: self.version + 1 }
    }

    /// Finds a person.
    #[must_use]
    pub fn find(&self, id: &MemberId) -> Option<&Teammate> {
        self.people.iter().find(|person| person.id == *id)
    }

    /// Returns the people who have a permission, sorted by name.
    pub fn who_may<'a>(
        &'a self,
        workspace: &'a Workspace,
        permission: Permission,
    ) -> impl Iterator<Item = &'a Teammate> {
        self.people.iter().filter(move |person| workspace.rules.allow(&person.id, person.role, permission))
    }
}

fn by_name(mut people: Vec<Teammate>) -> Vec<Teammate> {
    people.sort_by_key(|person| (person.name.to_lowercase(), person.id.clone()));
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{anna, lee, maya, member, workspace};

    fn names(roster: &Roster) -> Vec<&str> {
        roster.people.iter().map(|person| person.name.as_str()).collect()
    }

    fn roster() -> Roster {
        Roster::new(&workspace().id, &[maya(), lee(), anna()])
    }

    #[test]
    fn people_are_in_order_of_their_names_whatever_their_letters_and_who_left_is_not_among_them() {
        let people = [member("b", "bea", Role::Owner), member("c", "Cem", Role::Owner), anna()];
        let gone = Member { active: false, ..maya() };
        let all: Vec<Member> = people.into_iter().chain([gone]).collect();
        assert_eq!(names(&Roster::new(&workspace().id, &all)), ["Anna", "bea", "Cem"]);
    }

    #[test]
    fn a_change_of_one_membership_is_another_version_and_leaves_the_others() {
        let joined = roster().with(&member("kim", "Kim", Role::Marketer));
        assert_eq!((names(&joined), joined.version), (vec!["Anna", "Kim", "Lee", "Maya"], 1));
        let renamed = joined.with(&Member { name: "Zed".to_owned(), ..lee() });
        assert_eq!((names(&renamed), renamed.version), (vec!["Anna", "Kim", "Maya", "Zed"], 2));
        let left = renamed.with(&Member { active: false, ..maya() });
        assert_eq!((names(&left), left.version), (vec!["Anna", "Kim", "Zed"], 3));
        assert!(left.find(&maya().id).is_none() && left.find(&lee().id).is_some());
    }

    #[test]
    fn those_who_may_are_the_named_who_decide() {
        let mut workspace = workspace();
        let may = |workspace: &Workspace| -> Vec<String> {
            let roster = roster();
            let who = roster.who_may(workspace, Permission::ApproveShifts);
            who.map(|person| person.name.clone()).collect()
        };
        assert_eq!(may(&workspace), ["Lee", "Maya"]);
        workspace.rules.named.approve_shifts = Some(vec![anna().id, lee().id]);
        assert_eq!(may(&workspace), ["Lee"]);
    }

    #[test]
    fn a_person_never_shows_the_name_in_a_log() {
        assert!(!format!("{:?}", roster().people).contains("Maya"));
    }
}
