//! What the phrases of the lexicon mean. The tables are made by `build.rs`, which writes these names.

use domain::question::query::{Comparator, Dimension, Intent, Metric};
use domain::question::time::RelativeTime;
use jiff::civil::Weekday;

/// One meaning of a phrase. A phrase may have several; what stands around it decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Metric(Metric),
    /// A metric only if no other one is named: "money", "expensive".
    WeakMetric(Metric),
    /// What rows are about, as a noun.
    Noun(Dimension, Amount),
    /// What rows are about, in one word: "daily".
    Grain(Dimension),
    /// A whole span of time.
    Time(RelativeTime),
    /// A unit of the calendar, as a noun.
    Unit(CalendarUnit),
    Number(u16),
    Ordinal(u16),
    Month(i8),
    /// A month if something says so, because it is also another word: "may", "mar".
    MonthIfIntroduced(i8),
    Weekday(Weekday),
    Quarter(i8),
    Half(i8),
    Comparator(Comparator),
    Rank(RankWord),
    /// What sort of answer is wanted.
    Cue(Intent),
    /// What sort of answer is wanted if nothing else says it.
    WeakCue(Intent),
    Status(&'static str),
    /// An ad platform, by the identifier of its channel.
    Channel(&'static str),
    Screen(Screen),
    Mark(Mark),
}

/// How many things a noun is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    One,
    Many,
    /// The form does not say.
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalendarUnit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
}

/// Words that put rows in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RankWord {
    /// The best first, however many.
    Top,
    /// The worst first, however many.
    Bottom,
    Best,
    Worst,
    /// The largest number.
    Most,
    /// The smallest number.
    Least,
    /// Costs least.
    Cheapest,
    /// Costs most.
    Dearest,
}

/// What must not be answered as a question about the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    Injection,
    /// An order to change something, wherever it stands.
    Write,
    /// An order if the sentence begins with it: "increase", "cut".
    WriteFirst,
    Forecast,
    OtherWorkspace,
    /// A number, or a way to tell numbers apart, that is not there.
    Unsupported,
    Unrelated,
}

/// Words that say something about the words beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    // Time.
    Past,
    This,
    Next,
    Since,
    From,
    Until,
    Between,
    Ago,
    /// "the week before", "the 7 days before".
    Before,
    StartOf,
    ToDate,
    Now,
    /// "ever", "all time".
    AllTime,
    /// "calendar week", with its number.
    CalendarWeek,
    // Comparison.
    Versus,
    Compare,
    Than,
    Change,
    PreviousPeriod,
    PreviousYear,
    SameWeekday,
    DayOverDay,
    WeekOverWeek,
    MonthOverMonth,
    QuarterOverQuarter,
    YearOverYear,
    // Joining and leaving out.
    And,
    Or,
    Exclude,
    /// "no conversions".
    No,
    Not,
    Only,
    // Rows.
    Which,
    /// "which of": one, although the noun says several.
    OneOf,
    Per,
    HowMuch,
    HowMany,
    /// Begins a question that is answered by yes or no.
    YesNo,
    SortBy,
    Ascending,
    Descending,
    All,
    Average,
    // Amounts.
    Currency,
    Percent,
    Thousand,
    Million,
    Lakh,
    Crore,
    OrMore,
    OrLess,
    // Budgets.
    Overspending,
    Underspending,
    Pacing,
    Remaining,
    Used,
    // Conversation.
    FollowUp,
    MakeIt,
    Also,
    Pronoun,
    Should,
    /// "how can we get": the way to a change, which is advice.
    HowTo,
    Polite,
    /// "workspace", "account".
    Workspace,
    /// A kind of campaign that ad platforms offer.
    Product,
    /// "is called", "means": about a word and not about a number.
    Definition,
    // Words without weight.
    /// Articles and prepositions, which may stand inside what belongs together.
    Link,
    Filler,
}
