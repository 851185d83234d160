//! What campaigns are called where their names alone do not tell them apart: two of one name, or of names that look alike,
//! have the channel, the account or the end of the platform's identifier beside it.

use crate::identity::CampaignId;
use crate::metrics::Campaign;
use crate::text::look_of_short_name;
use std::collections::HashMap;
use unicode_security::confusable_detection::skeleton;

/// How many characters of an identifier tell campaigns apart for a person.
const LAST_CHARACTERS: usize = 6;

/// Returns the campaigns, each by a name that no other one has.
#[must_use]
pub fn told_apart(campaigns: &[Campaign]) -> Vec<Campaign> {
    let mut alike: HashMap<String, Vec<&Campaign>> = HashMap::new();
    for campaign in campaigns {
        alike.entry(look(&campaign.name)).or_default().push(campaign);
    }
    let labels: HashMap<&CampaignId, String> =
        alike.values().filter(|group| group.len() > 1).flat_map(|group| labels(group)).collect();
    let named = |campaign: &Campaign| Campaign {
        name: labels.get(&campaign.id).cloned().unwrap_or_else(|| campaign.name.clone()),
        ..campaign.clone()
    };
    campaigns.iter().map(named).collect()
}

/// Returns how a name looks on a phone: the skeleton of UTS 39, in lower case.
fn look(name: &str) -> String {
    skeleton(&look_of_short_name(name).to_lowercase()).collect::<String>().to_lowercase()
}

/// Names each campaign of a group by the first thing that tells all of them apart.
fn labels<'a>(group: &[&'a Campaign]) -> Vec<(&'a CampaignId, String)> {
    let ways: [fn(&Campaign) -> Option<String>; 3] = [
        |one| Some(one.channel.display_name()),
        |one| one.account.clone(),
        |one| one.external_id.as_deref().map(end),
    ];
    let tells_apart = |way: &fn(&Campaign) -> Option<String>| {
        let mut marks: Vec<Option<String>> = group.iter().map(|one| way(one)).collect();
        marks.sort();
        marks.windows(2).all(|pair| matches!(pair, [one, other] if one != other))
    };
    let way = ways.into_iter().find(tells_apart).unwrap_or(|one| Some(one.id.to_string()));
    let label = |one: &&'a Campaign| match way(one) {
        Some(mark) => (&one.id, format!("{} ({mark})", one.name)),
        None => (&one.id, one.name.clone()),
    };
    group.iter().map(label).collect()
}

fn end(identifier: &str) -> String {
    let characters: Vec<char> = identifier.chars().collect();
    match characters.len().checked_sub(LAST_CHARACTERS) {
        None | Some(0) => identifier.to_owned(),
        Some(cut) => format!("…{}", characters.get(cut..).unwrap_or_default().iter().collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn campaign(id: &str, name: &str, channel: &str) -> Campaign {
        Campaign { channel: channel.parse().unwrap(), ..testing::campaign(id, name, 100) }
    }

    fn names(campaigns: &[Campaign]) -> Vec<String> {
        told_apart(campaigns).into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn two_of_one_name_have_beside_it_what_tells_them_apart() {
        let on_two = [campaign("a", "Summer", "meta"), campaign("b", "Summer", "google")];
        assert_eq!(names(&on_two), ["Summer (Meta)", "Summer (Google)"]);
        let account = |id: &str, account: &str| Campaign {
            account: Some(account.into()),
            ..campaign(id, "Summer", "meta")
        };
        assert_eq!(names(&[account("a", "EU"), account("b", "US")]), ["Summer (EU)", "Summer (US)"]);
        let number =
            |id: &str, of: &str| Campaign { external_id: Some(of.into()), ..campaign(id, "Summer", "meta") };
        let two = [number("a", "120200000000000001"), number("b", "120200000000000002")];
        assert_eq!(names(&two), ["Summer (…000001)", "Summer (…000002)"]);
        assert_eq!(
            names(&[campaign("a", "Summer", "meta"), campaign("b", "Winter", "meta")]),
            ["Summer", "Winter"]
        );
    }

    #[test]
    fn names_that_look_alike_are_told_apart_like_one_name() {
        // The second one has a Cyrillic a.
        let alike = [campaign("a", "Sale", "meta"), campaign("b", "S\u{430}le", "google")];
        assert_eq!(names(&alike), ["Sale (Meta)", "S\u{430}le (Google)"]);
    }

    #[test]
    fn long_names_that_differ_only_where_a_message_leaves_something_out_are_told_apart_in_a_message() {
        let name = |middle: &str| format!("Prospecting Europe and Asia, {middle}, Lookalike, mobile");
        let alike = [campaign("a", &name("Spring"), "meta"), campaign("b", &name("Autumn"), "linkedin")];
        let told: Vec<String> = names(&alike).iter().map(|name| crate::text::short_name(name)).collect();
        assert_eq!(told, ["Prospecting Europe and As…(Meta)", "Prospecting Europe an…(LinkedIn)"]);
    }

    proptest! {
        #[test]
        fn no_two_campaigns_are_called_the_same(texts in proptest::collection::vec("(Sale|sale|S\u{430}le|Boots)", 0..6)) {
            let channels = ["meta", "google"];
            let campaigns: Vec<Campaign> = texts
                .iter()
                .enumerate()
                .map(|(place, text)| campaign(&format!("c{place}"), text, channels[place % 2]))
                .collect();
            let told: BTreeSet<String> = names(&campaigns).into_iter().map(|name| look(&name)).collect();
            prop_assert_eq!(told.len(), campaigns.len());
        }
    }
}
