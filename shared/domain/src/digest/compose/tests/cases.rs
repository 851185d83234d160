//! The digest as people read it, case by case: each snapshot is one case in all languages.

use super::spare::spare_of;
use super::*;

/// The mornings that a person of the product reads in each language. A case composes whichever template `compose` chooses.
pub(super) fn cases() -> Vec<(&'static str, Scene)> {
    let named = |name: &str| {
        Scene::monday().with(|scene| {
            scene.alerts = vec![overspent(name)];
            let (adjustment, _) = scene.shift.as_mut().unwrap();
            name.clone_into(&mut adjustment.from.name);
        })
    };
    let in_arabic = named("عروض رمضان").with(|scene| {
        "متجر النور".clone_into(&mut scene.workspace.name);
        "ليلى حداد".clone_into(&mut scene.member.name);
        "تخفيضات الشتاء 2026".clone_into(&mut scene.shift.as_mut().unwrap().0.to.name);
    });
    let in_hindi = named("दिवाली सेल: पुराने ग्राहक").with(|scene| {
        "रंगोली स्टोर".clone_into(&mut scene.workspace.name);
        "प्रिया शर्मा".clone_into(&mut scene.member.name);
        "दिवाली सेल: नए ग्राहक".clone_into(&mut scene.shift.as_mut().unwrap().0.to.name);
    });
    vec![
        ("normal", Scene::monday()),
        ("clear", all_clear()),
        ("partial_data", partial()),
        (
            "nothing_but_partial_data",
            partial().with(|scene| (scene.alerts, scene.shift) = (Vec::new(), None)),
        ),
        ("one_campaign", one_campaign()),
        ("no_data", no_data()),
        ("yen", in_yen()),
        ("negative_revenue", negative_revenue()),
        ("long_names", long_names()),
        ("arabic_names", in_arabic),
        ("hindi_names", in_hindi),
    ]
}

fn partial() -> Scene {
    let waiting_for = vec![("google".parse().unwrap(), Some(date(2026, 10, 4)))];
    let complete = channels(&["meta"]);
    Scene::monday()
        .with(|scene| scene.report.completeness = DayCompleteness::Partial { waiting_for, complete })
}

/// A workspace with one campaign, between which and itself nothing can be shifted.
fn one_campaign() -> Scene {
    Scene::monday().with(|scene| {
        scene.shift = None;
        scene.alerts = vec![stopped("Brand Search")];
        scene.report.completeness = DayCompleteness::Complete { channels: channels(&["google"]) };
        scene.report.planned_spend = Some(dollars(900));
        scene.report.total = Kpis::new(values(0, 120));
    })
}

fn no_data() -> Scene {
    all_clear().with(|scene| {
        scene.report.total = Kpis::default();
        scene.report.completeness = DayCompleteness::NoData;
    })
}

fn in_yen() -> Scene {
    let yen = |minor| Money::from_minor(minor, "JPY".parse().unwrap());
    Scene::monday().with(|scene| {
        scene.workspace.currency = "JPY".parse().unwrap();
        "東京ストア".clone_into(&mut scene.workspace.name);
        "Asia/Tokyo".clone_into(&mut scene.workspace.zone);
        scene.report.planned_spend = Some(yen(400_000));
        let evidence = AlertEvidence::OverspentDailyBudget { spend: yen(112_000), budget: yen(90_000) };
        scene.alerts = vec![alert("リターゲティング", AlertRule::OverspentDailyBudget, evidence)];
        let (adjustment, _) = scene.shift.as_mut().unwrap();
        adjustment.amount = yen(30_000);
        "リターゲティング".clone_into(&mut adjustment.from.name);
        "新規獲得".clone_into(&mut adjustment.to.name);
    })
}

/// A day on which more was paid back than earned.
fn negative_revenue() -> Scene {
    Scene::monday().with(|scene| scene.report.total = Kpis::new(values(4_120, -320)))
}

fn long_names() -> Scene {
    let name = |start: &str| format!("{start}_Prospecting Europe, Autumn Sales 2026, Lookalike 3%, mobile");
    Scene::monday().with(|scene| {
        scene.workspace.name = name("Acme Store International Ltd.");
        scene.member.name = "Maya Wilhelmina Papadopoulos-Featherstonehaugh of Cholmondeley".to_owned();
        scene.alerts = vec![low_roas(&name("DE"), 7)];
        let (adjustment, _) = scene.shift.as_mut().unwrap();
        (adjustment.from.name, adjustment.to.name) = (name("DE"), name("US"));
    })
}

/// Joins what the readers of all languages see, each under the tag of the language.
fn in_each_language(on_the_phone: impl Fn(&Scene) -> String, scene: &Scene) -> String {
    let read = |language: Language| {
        format!("───── {}\n{}", language.tag(), on_the_phone(&speaking(scene.clone(), language)))
    };
    Language::ALL.map(read).join("\n\n")
}

#[test]
fn each_case_as_people_read_it() {
    for (case, scene) in cases() {
        insta::assert_snapshot!(case, in_each_language(Scene::on_the_phone, &scene));
    }
}

#[test]
fn no_part_of_a_day_is_compared_with_a_whole_one_in_whatever_template_and_language() {
    let is_sum = |name: &str| name.parse::<u8>().is_ok_and(|place| place == 4 || place == 5);
    let sums = |scene: &Scene| {
        let lines = scene.compose().variables.into_iter().filter(|(name, _)| is_sum(name));
        lines.map(|(_, line)| line).collect::<Vec<_>>()
    };
    let with_gaps = Scene::monday().with(|scene| {
        scene.report.missing_values.spend = 1;
        scene.report.missing_values.revenue = 1;
    });
    for language in Language::ALL {
        let say = |scene: Scene| sums(&speaking(scene, language));
        let compared = say(Scene::monday());
        assert!(compared.iter().all(|line| line.contains('%')), "{compared:?}");
        let nothing_else = partial().with(|scene| (scene.alerts, scene.shift) = (Vec::new(), None));
        let no_decision = partial().with(|scene| scene.shift = None);
        for scene in [partial(), nothing_else, no_decision, with_gaps.clone()] {
            let part = say(scene);
            assert!(part.len() == 2 && part.iter().all(|line| !line.contains('%')), "{part:?}");
        }
    }
}

#[test]
fn the_short_form_as_people_read_it() {
    let on_the_phone = |scene: &Scene| {
        let spare = spare_of(scene);
        with_buttons(&spare.text, spare.template.read(scene.compose().language))
    };
    insta::assert_snapshot!("short", in_each_language(on_the_phone, &Scene::monday()));
}

/// Returns what stands around the names of a line, and the Arabic letters of each name.
fn apart(line: &str) -> (String, Vec<String>) {
    let mut parts = line.split(['\u{2068}', '\u{2069}']);
    let (mut around, mut names) = (String::new(), Vec::new());
    while let Some(outside) = parts.next() {
        around.push_str(outside);
        names.extend(parts.next().map(|name| name.chars().filter(|c| !c.is_ascii()).collect::<String>()));
    }
    (around, names)
}

#[test]
fn arabic_names_leave_every_amount_of_every_language_where_it_was() {
    let (_, scene) = cases().into_iter().find(|(case, _)| *case == "arabic_names").unwrap();
    for language in Language::ALL {
        let composed = speaking(scene.clone(), language).compose();
        for line in composed.text.lines().filter(|line| !line.is_empty()) {
            let told = unicode_bidi::BidiInfo::new(line, None);
            let looks = told.reorder_line(&told.paragraphs[0], told.paragraphs[0].range.clone());
            let ((around, names), (shown, backwards)) = (apart(line), apart(&looks));
            assert_eq!(shown, around, "{}: {line}", language.tag());
            let expected: Vec<String> = names.iter().map(|name| name.chars().rev().collect()).collect();
            assert_eq!(backwards, expected, "{}: {line}", language.tag());
        }
    }
}
