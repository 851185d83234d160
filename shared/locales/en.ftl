# What people read on WhatsApp, in English. One message id for each `Phrase` of `language.rs`.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (plan { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } vs { $weekday } avg)
digest-value-alone = { $value }
digest-no-spend = no spend
digest-no-value = not known
digest-roas-with-target = { $roas } (target { $target })
digest-data-complete = complete to 23:59 { $zone }, { $channels }
digest-data-waiting = not final, waiting for { $channels } (last in: { $day })
digest-data-never = not final, waiting for { $channels }
digest-data-none = nothing has arrived for this day yet
digest-data-gaps = { $data }; { $count ->
    [one] 1 value is
   *[other] { $count } values are
  } missing in the source
digest-needs = { $decisions ->
    [0] { $alerts ->
        [one] 1 alert
       *[other] { $alerts } alerts
    }
    [one] 1 decision{ $alerts ->
        [0] { "" }
        [one] , 1 alert
       *[other] , { $alerts } alerts
    }
   *[other] { $decisions } decisions{ $alerts ->
        [0] { "" }
        [one] , 1 alert
       *[other] , { $alerts } alerts
    }
  }
digest-no-alert = none
digest-clear = nothing. All clear.
digest-clear-so-far = nothing in the data so far
digest-clear-unknown = not known without data
digest-shift = Move { $amount }/day from { $from } to { $to }
digest-shift-why = ROAS { $fromRoas } vs { $toRoas } over { $days } days, confidence { $confidence }
digest-shift-why-estimated = ROAS { $fromRoas } vs { $toRoas } over { $days } days, confidence { $confidence }; budgets estimated from spend

confidence-high = high
confidence-medium = medium
confidence-low = low

list-and = { $first } and { $last }

# -- Alerts
alert-overspent = { $campaign } spent { $spend }, { $over } over its { $budget } budget
alert-roas = { $campaign } ROAS { $roas } over { $days ->
    [one] 1 day
   *[other] { $days } days
  }, target { $target }
alert-zero = { $campaign } did not deliver; its budget is { $budget }/day
alert-zero-estimated = { $campaign } did not deliver; it usually spends { $spend }/day

alerts-heading = { $count ->
    [one] *1 alert* for { $workspace } on { $day }
   *[other] *{ $count } alerts* for { $workspace } on { $day }
  }
alerts-none = No open alerts for { $workspace } on { $day }.
alerts-more = … and { $count } more on the dashboard.

# -- Replies to a tap
reply-approved =
    ✅ Approved via WhatsApp by { $name } on { $time }
    { $from }: { $fromBefore } → { $fromAfter } a day
    { $to }: { $toBefore } → { $toAfter } a day
    Recorded in the audit log. Not live yet: somebody still changes the budgets in the ad account.
reply-approved-estimated = Budgets estimated from spend: compare them with your ad account.
reply-already-by-you = Already done, nothing changed. You approved this shift on { $time } ({ $source }).
reply-already-by-other = { $name } approved this shift on { $time } ({ $source }). Nothing changed.
reply-superseded = A newer proposal took the place of this one, so nothing was changed. It is in your latest report.
reply-expired = This button expired on { $time }, so nothing was changed. Your latest report has fresh numbers.
reply-target-moved = Not applied. The budget of { $campaign } changed since this message: it is now { $now } a day (was { $before }). Your next report brings a new proposal.
reply-target-moved-plain = Not applied. This proposal changed since the message was sent. Your latest report has the current one.
reply-may-not = You can see this shift but not approve it. Nothing was changed. Ask the owner of { $workspace }.
reply-over-limit = { $amount } a day is over the { $limit } that one tap may approve in { $workspace }. Nothing was changed. The owner can raise the limit or change the budgets in the ad account.
reply-not-member = You are no longer a member of this workspace, so nothing was changed.
reply-not-yours = This button was sent to another phone, so nothing was changed.
reply-opted-out = You stopped these messages, so nothing was changed. Send START to get them again.
reply-gone = This button no longer leads anywhere, so nothing was changed. Your latest report has the current ones.
reply-unknown-button = I could not read that button, so nothing was changed. Please tap a button of your latest report.
reply-try-again = Something went wrong on our side and nothing was changed. Please tap again in a minute.

source-whatsapp = WhatsApp
source-system = automatically

state-proposed = Waiting for a decision
state-approved = Approved via WhatsApp
state-superseded = Replaced by a newer proposal

# -- Replies to text
reply-stopped = You get no reports from this number. Send START to get them again.
reply-started = Welcome back. Your daily reports continue with the next one.
reply-help = This number sends your daily advertising report, with buttons that act on it. Send STOP to end the reports, START to get them again.
reply-text = I only understand the buttons of your reports and the words HELP, STOP and START. Tap a button of your latest report, or open its dashboard.
reply-unsupported = I can only read text and button taps here. Send HELP to see what works.

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace } on { $day }
page-report = Daily report
page-data-complete = Complete to 23:59 { $zone }: { $channels }.
page-data-waiting = Not final: { $channels } not in yet, last full day { $day }. These numbers will still change.
page-data-never = Not final: { $channels } not in yet. These numbers will still change.
page-data-none = No data has arrived for this day yet.
page-data-gaps = { $count ->
    [one] 1 value is
   *[other] { $count } values are
  } missing in the source, so the sums may be too low.
page-spend = Spend
page-revenue = Revenue
page-roas = ROAS
page-conversions = Conversions
page-cost-per-conversion = Cost per conversion
page-click-rate = Click rate
page-percent = { $number }%
page-over-plan = { $percent } over the { $plan } plan
page-under-plan = { $percent } under the { $plan } plan
page-on-plan = right on the { $plan } plan
page-above-target = { $percent } above the { $target } target
page-below-target = { $percent } below the { $target } target
page-on-target = right on the { $target } target
page-above-usual = { $percent } above the average { $weekday }
page-below-usual = { $percent } below the average { $weekday }
page-as-usual = in line with the average { $weekday }
page-so-far = so far { $note }
page-not-known = not known
page-not-reported = the source did not report it
page-no-spend = no spend
page-no-conversions = no conversions
page-no-impressions = no impressions
weekday-name = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
  }
page-shifts = Budget shifts
page-no-shift = No budget shift is proposed.
page-shift-decided = by { $name } on { $time }
page-shift-proposed = Proposed on { $time }
page-shift-not-live = Approved, not live yet: somebody still changes the budgets in the ad account.
page-shift-approve-there = Approve it with the button in your WhatsApp report.
page-shift-approvers = { $names } can approve it in WhatsApp.
page-budget-change = { $before } → { $after } a day
page-budget-change-estimated = { $before } → { $after } a day, budget estimated from spend
page-alerts = Open alerts
page-no-alert = All clear: no open alerts.
page-alert-since = since { $day }
page-alert-stake = { $stake } a day at stake
severity-critical = Critical
severity-high = High
severity-medium = Medium
severity-info = Info
page-trend = Spend and revenue
page-trend-label = Spend and revenue a day from { $first } to { $last }
page-trend-day = { $day }: spend { $spend }, revenue { $revenue }
page-channels = Channels
page-channel = Channel
page-campaigns = Campaigns
page-campaign = Campaign
page-best = Best
page-worst = Lowest
page-budget-line = budget { $budget }
page-budget-line-over = budget { $budget }, { $percent } over
page-no-delivery = did not deliver
page-not-in-yet = not in yet
page-more-campaigns = … and { $count ->
    [one] 1 more campaign
   *[other] { $count } more campaigns
  } with { $spend } spend.
page-empty = Nothing to show yet. As soon as your first export is imported, this page fills with numbers.
page-as-of = Live, checked on { $time }
page-personal = This page only shows, it changes nothing. Its link is for { $name } alone and works until { $time }.
page-changed = This page was updated.
page-offline = No connection: this may be out of date.
link-unknown-title = This link leads nowhere
link-unknown-text = Open the dashboard with the button in your latest WhatsApp report.
link-expired-title = This link has expired
link-expired-text = A dashboard link works for 7 days. Open the dashboard with the button in your latest WhatsApp report.
link-member-title = This dashboard is closed to you
link-member-text = The link belongs to somebody who is no longer in the workspace. Ask its owner if that is wrong.
page-failed-title = The dashboard cannot be read right now
page-failed-text = Nothing is lost. Please reload this page in a minute.
home-title = Your dashboard is in WhatsApp
home-text = Tap “View dashboard” in your daily report. The link in it is yours alone and works for 7 days.
