# What people read on WhatsApp, in English. One message id for each `Phrase` of `language.rs`.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (plan { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } vs { $weekday } avg)
digest-value-alone = { $value }
digest-value-so-far = { $value } so far
digest-no-spend = no spend
digest-no-value = not known
digest-roas-with-target = { $roas } (target { $target })
digest-data-complete = complete to 23:59 { $zone }, { $channels }
digest-data-waiting = not final, waiting for { $channels } (last in: { $day })
digest-data-waiting-since = not final: { $channels } not in yet (whole to { $day }, last data { $moment })
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
digest-nothing-new = nothing new
digest-late = { $day }, late
digest-missing = { $data }; no report went out for { $day }
digest-missing-with-values = { $data }; { $day } was not sent: spend { $spend }, revenue { $revenue }
correction-title = All data is in now: here is the corrected report for { $workspace } on { $day }.
correction-line = { $label }: { $value } (was { $before })
correction-same = { $label }: { $value } (unchanged)
digest-shift = Move { $amount }/day from { $from } to { $to }
digest-shift-why = ROAS { $from } vs { $to } over { $days } days, confidence { $confidence }
digest-shift-why-estimated = ROAS { $from } vs { $to } over { $days } days, confidence { $confidence }; budgets estimated from spend
digest-shift-why-cost = Cost per conversion { $from } vs { $to } over { $days } days, confidence { $confidence }
digest-shift-why-cost-estimated = Cost per conversion { $from } vs { $to } over { $days } days, confidence { $confidence }; budgets estimated

confidence-high = high
confidence-medium = medium
confidence-low = low

list-and = { $first } and { $last }
list-or = { $first } or { $last }
another-approver = another approver

# -- Alerts
alert-overspent = { $campaign } spent { $spend }, { $over } over its { $budget } budget
alert-roas = { $campaign } ROAS { $roas } over { $days ->
    [one] 1 day
   *[other] { $days } days
  }, target { $target }
alert-zero = { $campaign } did not deliver; its budget is { $budget }/day
alert-zero-estimated = { $campaign } did not deliver; it usually spends { $spend }/day
alert-waste = { $campaign } spent { $spend } { $conversions ->
    [0] for no conversions
    [one] for 1 conversion
   *[other] for { $conversions } conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }in { $days } days
  }; usually { $cost } each
alert-waste-channel = { $campaign } spent { $spend } { $conversions ->
    [0] for no conversions
    [one] for 1 conversion
   *[other] for { $conversions } conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }in { $days } days
  }; usual on its channel: { $cost } each
alert-waste-workspace = { $campaign } spent { $spend } { $conversions ->
    [0] for no conversions
    [one] for 1 conversion
   *[other] for { $conversions } conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }in { $days } days
  }; usual here: { $cost } each
alert-cost = { $campaign }: cost per conversion { $cost } over { $days ->
    [one] 1 day
   *[other] { $days } days
  }, usual { $usual }
alert-unusual-spend = Spend { $value }, { $change } vs usual { $weekday } ({ $usual })
alert-unusual-spend-from-none = Spend { $value }; usual { $weekday }: { $usual }
alert-unusual-revenue = Revenue { $value }, { $change } vs usual { $weekday } ({ $usual })
alert-unusual-revenue-from-none = Revenue { $value }; usual { $weekday }: { $usual }
alert-largest-part = { $alert }; largest part: { $part }
alert-source-silent = { $channel } not in since { $time }
alert-source-behind = { $channel } is in only up to { $day }
alert-source-never = { $channel } has not come in yet
alert-source-refused = { $alert }; the last file was refused: { $reason }

alerts-heading = { $count ->
    [one] *1 alert* for { $workspace } on { $day }
   *[other] *{ $count } alerts* for { $workspace } on { $day }
  }
alerts-none = No open alerts for { $workspace } on { $day }.
alerts-more = … and { $count } more on the dashboard.

# -- Replies to a tap
reply-approved =
    ✅ Approved via { $source } by { $name } on { $time }
    { $from }: { $fromBefore } → { $fromAfter } a day
    { $to }: { $toBefore } → { $toAfter } a day
    Recorded in the audit log. Not live yet: somebody still has to change the budgets in the ad account.
reply-approved-estimated = Budgets estimated from spend: compare them with your ad account.
reply-already-by-you = Already done, nothing changed. You approved this shift on { $time } ({ $source }).
reply-already-by-other = { $name } approved this shift on { $time } ({ $source }). Nothing changed.
reply-superseded = A newer proposal took the place of this one, so nothing was changed.
reply-expired = This button expired on { $time }, so nothing was changed. Your latest report has fresh numbers.
reply-target-moved = Not applied. The budget of { $campaign } changed since this message: it is now { $now } a day (was { $before }). Your next report brings a new proposal.
reply-moved = Not applied. The budget of { $campaign } changed on { $time }: it is now { $now } a day (was { $before }).
reply-moved-by = Not applied. { $name } changed the budget of { $campaign } on { $time }: it is now { $now } a day (was { $before }).
reply-moved-stopped = Not applied. { $campaign } was switched off on { $time }.
reply-nothing-else = There is nothing else to decide here; your next report brings what is new.
reply-target-moved-plain = Not applied. This proposal changed since the message was sent. Your latest report has the current one.
reply-over-limit = { $amount } a day cannot be approved in { $workspace }, so nothing was changed. Change the budgets in the ad account, or ask the owner.
reply-not-member = You are no longer a member of this workspace, so nothing was changed.
reply-not-yours = This button was sent to another phone, so nothing was changed.
reply-opted-out = You stopped these messages, so nothing was changed. Send START to get them again.
reply-gone = This button no longer leads anywhere, so nothing was changed. Your latest report has the current ones.
reply-unknown-button = I could not read that button, so nothing was changed. Please tap a button of your latest report.
reply-try-again = Something went wrong on our side and nothing was changed. Please tap again in a minute.
reply-busy = Not done just now: another change came at the same moment, so yours changed nothing. Please try again in a moment.
reply-cards-underway = What you asked for before is still on its way. Please ask again once it is here.
reply-last-of-hour = That was message number { $count } within an hour. For the next { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} nothing but STOP is read; please send anything else again after that.

reply-approved-second =
    ✅ Approved via { $source } by { $name } on { $time }, after { $first } on { $firstTime }
    { $from }: { $fromBefore } → { $fromAfter } a day
    { $to }: { $toBefore } → { $toAfter } a day
    Recorded in the audit log. Not live yet: somebody still has to change the budgets in the ad account.
reply-approved-first = Your approval is recorded. { $amount } a day is over the { $limit } that one person may approve in { $workspace }, so { $names } must approve it too. The request is on its way; nothing changes before the second approval.
reply-declined = Noted: no. Nothing changes, and this shift is not proposed again for a week. To say why, write one line within 10 minutes.
reply-declined-plain = Noted: no. Nothing changes, and this shift is not proposed again for a week.
reply-reason-kept = Thank you. Your reason is kept with the decision.
reply-undone = Undone by { $name } on { $time }. { $from } stays at { $fromBefore } a day and { $to } at { $toBefore }. If the budgets were changed in the ad account already, somebody has to change them back there.
reply-undone-applied = Undone by { $name } on { $time }. The ad account had applied it already: somebody still has to set { $from } back to { $fromBefore } a day and { $to } to { $toBefore }.
reply-acknowledged = Acknowledged by { $name } on { $time }: { $alert }. It is off everybody’s report unless it gets worse.
reply-snoozed = Snoozed until { $until } by { $name }: { $alert }.
reply-assigned = Assigned to { $owner }: { $what }. { $owner } is told by email and in the app, and you hear the answer.
reply-assigned-self = It is yours: { $what }.
reply-accepted = You took it on: { $what }. { $name } is told.
reply-passed-back = You gave it back: { $what }. { $name } is told.
reply-already-declined-by-you = You said no to this shift on { $time } ({ $source }). Nothing changed.
reply-already-declined-by-other = { $name } said no to this shift on { $time } ({ $source }). Nothing changed.
reply-already-undone-by-you = You undid this shift on { $time } ({ $source }). Nothing changed.
reply-already-undone-by-other = { $name } undid this shift on { $time } ({ $source }). Nothing changed.
reply-awaits-second = You approved this shift on { $time } ({ $source }). It still needs a second approval: { $names } can give it. Nothing changed.
reply-same-person = Not approved: the first approval ({ $name }, { $time }, { $source }) came from the same WhatsApp account or mailbox as yours, and this shift needs two people. Nothing changed. Ask the owner to remove the member who is there twice.
reply-first-may-not = Not approved: the first approval ({ $name }, { $time }, { $source }) no longer counts, because { $name } may not approve shifts any more. Nothing changed. Your next report brings a new proposal if the numbers still speak for it.
reply-noted = Noted: no. This proposal no longer stands, so nothing was changed.
reply-not-verified = This WhatsApp account changed since it was verified, so nothing was changed. Ask the person who invited you for a new invitation to confirm it.
reply-void = Your role or your consent changed after this message was sent, so nothing was changed. Your next report has buttons that work.
reply-may-not-ask = You can see this shift but not decide on it. { $names } can. Nothing was changed.
reply-may-not-nobody = You can see this shift but not decide on it. Nothing was changed. Ask the owner of { $workspace }.
reply-may-not-alerts = You can see this alert but not act on it. Nothing was changed. Ask the owner of { $workspace }.
reply-may-not-assign-ask = You can see this recommendation but not assign it. { $names } can. Nothing was changed.
reply-may-not-assign = You can see this recommendation but not assign it. Nothing was changed. Ask the owner of { $workspace }.
reply-expired-open = This button expired on { $time }, so nothing was changed. The proposal still stands.
reply-over-limit-nobody = { $amount } a day is over the { $limit } that one person may approve in { $workspace }, and nobody else there may approve it. Nothing was changed. The owner can name a second approver.
reply-undo-too-late = Not undone: this approval could be undone until { $time }. Change the budgets in the ad account instead. Nothing was changed.
reply-undo-never = This approval cannot be undone here. Nothing was changed. Change the budgets in the ad account instead.
reply-undo-moved = Cannot be undone: the budget of { $campaign } was changed after the approval and is now { $now } a day. Nothing was changed. Change the budgets in the ad account instead.
reply-undo-moved-plain = Cannot be undone: a budget was changed after the approval. Nothing was changed. Change the budgets in the ad account instead.
reply-nothing-to-undo = The ad account refused this shift ({ $reason }), so there is nothing to undo. Nothing was changed.
reply-alert-acknowledged-by-you = You acknowledged this alert on { $time } ({ $source }). Nothing changed.
reply-alert-acknowledged-by-other = { $name } acknowledged this alert on { $time } ({ $source }). Nothing changed.
reply-alert-snoozed-by-you = You snoozed this alert until { $until } ({ $source }). Nothing changed.
reply-alert-snoozed-by-other = { $name } snoozed this alert until { $until } ({ $source }). Nothing changed.
reply-alert-over = This trouble is over, so nothing was changed. If it comes back, your report says so.
reply-already-assigned = { $name } assigned this to { $owner } on { $time } ({ $source }). Nothing changed.
reply-already-accepted = { $owner } has had this since { $time }. Nothing changed.
reply-already-passed-back = { $owner } gave this back on { $time }. Nothing changed.
reply-not-a-teammate = This person is not in { $workspace } any more or may not own it, so nothing was changed. Please choose somebody else.

source-whatsapp = WhatsApp
source-web-link = web link
source-api = app
source-system = automatically

state-proposed = Waiting for a decision
state-approved = Approved via { $source }
state-superseded = Replaced by a newer proposal
state-awaiting-second = Approved by one person, waiting for the second
state-declined = Declined via { $source }
state-undone = Undone via { $source }
state-applied = Applied in the ad account
state-refused = Refused by the ad account
state-undone-not-yet = Undone via { $source }, not yet in the ad account
state-undone-applied = Undone via { $source }, put back in the ad account
state-undone-refused = Undone via { $source }, refused by the ad account

# -- Cards: texts with buttons. A button has at most 20 characters, a row 24.
button-approve = Approve
button-confirm = Yes, approve
button-not-now = Not now
button-assign = Assign
button-undo = Undo
button-review = Review
button-acknowledge = Acknowledge
button-snooze = Snooze 4 h
button-snooze-tomorrow = Until tomorrow
button-choose-person = Choose a person
row-me = Me
row-me-note = Take it yourself
row-more = More people ›
row-back = ‹ Back
row-page = Page { $page } of { $pages }
role-owner = Owner
role-marketer = Marketer
role-viewer = Viewer
card-shift =
    { "*" }Budget shift*: move { $amount } a day
    { $from }: { $fromBefore } → { $fromAfter } a day
    { $to }: { $toBefore } → { $toAfter } a day
card-shift-why = Why: { $why }
card-shift-estimated = Budgets estimated from spend: compare them with your ad account.
card-shift-one-tap = Within the { $limit } that one tap may approve. You can undo it for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
  }.
card-shift-one-tap-final = Within the { $limit } that one tap may approve.
card-shift-confirm = Over the { $limit } that one tap may approve: you will be asked once more.
card-shift-second = Over the { $limit } that one person may approve: a second person has to approve it too.
card-shift-first = { $name } approved it on { $time }. It needs a second approval.
card-confirm = Approve this shift? It is over the { $limit } that one tap may approve in { $workspace }.
card-undo = Changed your mind? You can undo the approval until { $time }.
card-follow-up = Or give somebody the follow-up.
card-successor = A newer proposal waits for a decision.
card-successor-amount = New proposal: move { $amount } a day.
card-alert =
    { "*" }{ $severity } alert* for { $workspace }
    { $alert }
    { $stake } a day at stake
card-alert-news =
    { "*" }{ $severity } alert* for { $workspace }
    { $alert }
card-assignees = Who is to own this? { $what }
card-assignees-page = Page { $page } of { $pages }, { $count } people. Not listed? Write a name, for example: assign Priya

# -- A text that assigns
assign-nobody = Nobody called { $name } is in { $workspace }. Nothing was changed.
assign-nobody-closest = Nobody called { $name } is in { $workspace }. Closest: { $names }. Nothing was changed.
assign-what = There is no open recommendation to assign in { $workspace }. Nothing was changed.
assign-which = Which { $name }? Choose below.
assign-where = You are in more than one workspace. Answer a message of the one that you mean with the same words. Nothing was changed.

# -- News of what came of a decision; each is one line.
update-accepted = { $name } took on what you assigned: { $what }
update-passed-back = { $name } gave back what you assigned: { $what }
update-second-approved = { $name } approved the shift that you approved first: { $what }
update-second-declined = { $name } said no to the shift that you approved first: { $what }
update-applied = The ad account applied it: { $what }
update-refused = The ad account refused it ({ $reason }): { $what }
update-way-back-applied = The ad account put the budgets back: { $what }
update-way-back-refused = The ad account refused to put the budgets back ({ $reason }): { $what }
update-first-overtaken = A budget changed, so the shift that you approved first no longer holds: { $what }
update-first-superseded = A newer proposal took the place of the shift that you approved first: { $what }

# -- Replies to text
reply-stopped = You get no reports from this number. Send START to get them again.
reply-started = Welcome back. Your daily reports continue with the next one.
reply-help = This number sends your daily advertising report, with buttons that act on it. Send STOP to end the reports, START to get them again.
reply-text = I only understand the buttons of your reports and the words HELP, STOP and START. Tap a button of your latest report, open its dashboard, or write, for example, assign Priya.
reply-unsupported = I can only read text and button taps here. Send HELP to see what works.

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace } on { $day }
page-report = Daily report
page-data-complete = Complete to 23:59 { $zone }: { $channels }.
page-data-waiting = Not final: { $channels } not in yet, last full day { $day }. These numbers will still change.
page-data-never = Not final: { $channels } not in yet. These numbers will still change.
page-data-none = No data has arrived for this day yet.
page-sources = Data sources
page-source-late = late
page-source-through = in up to { $day }
page-source-never = no whole day yet
page-source-last-import = last import { $time }
page-source-expected = expected by { $time }
page-source-refused = Refused on { $time }: { $reason }
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
page-shift-not-live = Approved, not live yet: somebody still has to change the budgets in the ad account.
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
page-alert-acknowledged = acknowledged by { $name } on { $time }
page-alert-snoozed = snoozed by { $name } until { $until }
page-owner-awaited = Given to { $owner } by { $name } on { $time }, no answer yet
page-owner-accepted = { $owner } has it since { $time }
page-owner-passed-back = { $owner } gave it back on { $time }: nobody has it
page-notices = For you
page-notice-new = New
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

# -- The page that the link of an action opens: it asks, and its button acts.
act-who = You act as { $name } in { $workspace }.
act-approve-title = Approve this budget shift?
act-decline-title = Say no to this budget shift?
act-undo-title = Undo this approval?
act-shift-title = Budget shift
act-acknowledge-title = Acknowledge this alert?
act-snooze-title = Snooze this alert?
act-alerts-title = Alerts
act-assign-title = Who is to own this?
act-pick-title = Give this to { $name }?
act-accept-title = Take this on?
act-pass-back-title = Give this back?
act-done-title = Done
act-nothing-title = Nothing was changed
act-confirm = Over the { $limit } that one tap may approve: compare both budgets once more before you approve.
act-decline = Nothing changes then, and this shift is not proposed again for a week.
act-undo = You can undo the approval until { $time }.
act-acknowledge = It is off everybody’s report then, unless it gets worse.
act-snooze = Nobody hears of it until { $until }, unless it gets worse.
act-assign = Whoever you choose is told by email and in the app, and you hear the answer.
act-pick = { $name } is told by email and in the app, and you hear the answer.
act-answer = { $name } hears your answer.
act-not-pressed-text = Only the button on the page of a link acts. Open the link again and press it there.
act-failed-title = This does not work right now
act-failed-text = Please open the link again in a minute: the page then says what stands.

# -- Notices in the app, and the mails about them. $about is the thing itself, such as a budget shift, in one line.
notice-assigned = { $name } assigned this to you: { $about }
notice-accepted = { $name } took this on: { $about }
notice-passed-back = { $name } passed this back to you: { $about }
notice-shift-applied = Live in the ad account: { $about }
notice-shift-refused = Refused by the ad platform, nothing changed: { $about }
notice-way-back-applied = Put back in the ad account: { $about }
notice-way-back-refused = Undone, but the ad platform refused to put it back: { $about }
notice-second-approval = { $name } approved this and it needs your approval too: { $about }
mail-hello = Hello { $reader },
mail-assigned-heading = A recommendation for you
mail-accepted-heading = Your assignment was accepted
mail-passed-back-heading = Your assignment was passed back
mail-shift-applied-heading = A budget shift is live
mail-shift-refused-heading = A budget shift was refused
mail-way-back-applied-heading = A budget shift is put back
mail-way-back-refused-heading = A budget shift was not put back
mail-second-approval-heading = Your approval is needed
mail-assigned-wish = Take it on or pass it back: { $name } is told either way.
mail-passed-back-wish = It has no owner now. You can assign it to somebody else, or take it yourself.
mail-second-approval-wish = Nothing changes until you approve it.
mail-button-accept = Accept
mail-button-pass-back = Pass back
mail-button-approve = Approve
mail-button-decline = Decline
mail-button-dashboard = Open dashboard
mail-button-open = Open
mail-row-why = Why
mail-row-workspace = Workspace
mail-row-when = When
mail-label = { $label }:
mail-footer-member = You get this email because you are a member of { $workspace } and this is for you to know or to decide.
mail-footer-links = The links in it are yours alone: please do not forward it. They work until { $time }.
notice-digest = Daily report for { $workspace }, { $day }: { $needs }
mail-digest-heading = Daily report for { $workspace }, { $day }
mail-digest-why = WhatsApp could not deliver this report, so it comes by email.
mail-digest-footer = You get this email because you asked for the daily report of { $workspace } and WhatsApp could not deliver it.
mail-button-approve-shift = Approve budget shift
mail-button-alerts = See alerts
mail-unsubscribe = No more reports by email
mails-end-title = End reports by email?
mails-end-text = The daily report of { $workspace } comes by email only when WhatsApp cannot deliver it. If you end this, your reports on WhatsApp go on, and emails about what you are asked to decide still come.
mails-end-button = End reports by email
mails-ended-title = Reports by email are ended
mails-ended-text = You get no more reports of { $workspace } by email. To get them again, send START on WhatsApp.

# -- Answers to questions
answer-metric-spend = Spend
answer-metric-budget = Budget
answer-metric-budget-left = Budget left
answer-metric-budget-used = Budget used
answer-metric-pacing = Pacing
answer-metric-impressions = Impressions
answer-metric-clicks = Clicks
answer-metric-conversions = Conversions
answer-metric-revenue = Revenue
answer-metric-ctr = CTR
answer-metric-cpc = CPC
answer-metric-cpm = CPM
answer-metric-cpa = CPA
answer-metric-roas = ROAS
answer-metric-cvr = Conversion rate
answer-metric-aov = Average order
answer-metric-due = budget due
answer-metric-daily = daily budget × days
answer-by = { $what } { $by }
answer-by-campaign = by campaign
answer-by-creative = by creative
answer-by-channel = by channel
answer-by-day = by day
answer-by-week = by week
answer-by-month = by month
answer-by-weekday = by weekday
answer-found-campaigns = { $count ->
    [0] No campaign with { $condition }
    [one] 1 campaign with { $condition }
   *[other] { $count } campaigns with { $condition }
  }
answer-found-creatives = { $count ->
    [0] No creative with { $condition }
    [one] 1 creative with { $condition }
   *[other] { $count } creatives with { $condition }
  }
answer-found-channels = { $count ->
    [0] No channel with { $condition }
    [one] 1 channel with { $condition }
   *[other] { $count } channels with { $condition }
  }
answer-found-times = { $count ->
    [0] No period with { $condition }
    [one] 1 period with { $condition }
   *[other] { $count } periods with { $condition }
  }
answer-over = { $metric } over { $value }
answer-at-least = { $metric } of at least { $value }
answer-under = { $metric } under { $value }
answer-at-most = { $metric } of at most { $value }
answer-exactly = { $metric } of exactly { $value }
answer-overspent = { $count ->
    [0] No campaign overspent
    [one] 1 campaign overspent
   *[other] { $count } campaigns overspent
  }
answer-versus = { $days } vs { $before }
answer-before = before { $before }
answer-target = target { $target }
answer-total = Total: { $figures }
answer-column-total = Total
answer-column-overall = Overall
answer-column-due = Budget due
answer-column-over = Over plan
answer-column-creative = Creative
answer-column-day = Day
answer-column-week = Week
answer-column-month = Month
answer-column-weekday = Weekday
page-answer = Answer
page-answer-title = { $workspace }: { $title }
page-answer-asked = Asked on { $time }
page-answer-restated = You got this answer on { $time }. Data has come in or changed since, so numbers here may differ from those in the message.
page-answer-same = The data is the same as when you got this answer on { $time }.
page-answer-picture = Picture of { $name }
answer-overall = Overall: { $figures }
answer-total-over = Total over plan: { $amount }
answer-left = { $left } left of { $budget }
answer-over-budget = { $amount } over the budget of { $budget }
answer-on-pace = { $percent } of the budget due so far is spent
answer-unjudged = Not judged, because numbers are missing: { $things }
answer-high = highest
answer-low = lowest
answer-highest-first = highest first
answer-lowest-first = lowest first
answer-picture = Picture: { $link }
answer-open = Open: { $link }
answer-copy = “{ $copy }”
answer-how = How: { $how }
answer-without = without { $names }
answer-active = active campaigns
answer-inactive = paused campaigns
answer-data-through = data complete to { $day }
answer-data-behind = { $channel } only to { $day }
answer-data-never = nothing from { $channel } yet
answer-data-more = { $count ->
    [one] { $count } more channel behind
   *[other] { $count } more channels behind
  }
answer-today-so-far = today so far
answer-today-nothing = nothing of today yet
answer-estimated = ≈ budget estimated from spend
answer-without-budget = { $count ->
    [one] { $count } campaign without a budget not counted
   *[other] { $count } campaigns without a budget not counted
  }
answer-not-by-creative = { $channels } without numbers by creative
answer-not-measured = no { $metric } from { $channels }
answer-per-day = changes of sums per day ({ $days } vs { $before } days)
answer-paused = paused
answer-a-day = { $amount } a day
answer-why-parts = Where it comes from,
answer-why-rest = Everything else: { $amount }
answer-why-mix = mostly its share of the total
answer-why-factors = Drivers: { $list }
answer-why-same = Nothing changed.
answer-why-unknown = There are no numbers to compare with, so I cannot say where it comes from.
answer-new = not there before
answer-gone = no longer there
answer-no-creative = Without creative
answer-alerts = { $count ->
    [0] No open alerts
    [one] 1 open alert
   *[other] { $count } open alerts
  }
answer-alerts-then = { $count ->
    [0] No alerts
    [one] 1 alert
   *[other] { $count } alerts
  }
answer-acknowledged = acknowledged
answer-snoozed = snoozed
answer-resolved = over
answer-advice = { $count ->
    [0] No proposal waits for a decision
    [one] 1 proposal waits for a decision
   *[other] { $count } proposals wait for a decision
  }
answer-owner = with { $name }
answer-decide = You decide in your latest report or on the dashboard.
answer-check-limit = Check its daily limit in the ad account
answer-campaigns = { $count ->
    [0] No campaigns
    [one] 1 campaign
   *[other] { $count } campaigns
  }
answer-creatives = { $count ->
    [0] No creatives
    [one] 1 creative
   *[other] { $count } creatives
  }
answer-channels = { $count ->
    [0] No channels
    [one] 1 channel
   *[other] { $count } channels
  }
answer-fresh = All data is in up to { $day }
answer-late = { $count ->
    [one] { $count } source is behind
   *[other] { $count } sources are behind
  }
answer-no-source = No data has come in yet
answer-no-data-yet = no data yet
answer-imported = last import { $time }
answer-refused-file = last file refused: { $reason }
answer-empty = No numbers
answer-empty-why = Nothing was measured or imported for this. That is not the same as zero.
answer-no-budgets = No budget is known
answer-no-budgets-why = None of these campaigns has a daily budget, stated or estimated, so there is nothing to compare the spend with.
answer-unknown = Not known here: { $names }
answer-known = What there is: { $names }
answer-future = That time is still to come. I answer about what has happened so far.
answer-before-data = There are no numbers for that time.
answer-before-data-from = There are no numbers for that time. They begin on { $day }.
answer-no-such-days = The calendar has no such days. Please name the days again.
answer-what-alerts = problems found in the daily data
answer-what-advice = open proposals and alerts from the daily data
answer-what-list = everything that was imported
answer-what-sources = the last complete day of each channel
answer-button-good = Good answer
answer-button-wrong = Not right
answer-button-how = How computed
answer-explain = How this was computed
answer-rule-ratio = Ratios are sums divided by sums, of the rows that have both numbers.
answer-rule-missing = A missing number counts as missing, never as zero.
answer-rule-budget = The budget is the daily budget times the days. What is due is that of the days that are over and in.
answer-rule-why = Each part is what it adds to the change; “everything else” also has what rounding leaves, so the parts add up to it.
answer-rule-compare = Only days that are complete on both sides are compared.
answer-refuse-unrelated = I only answer questions about the advertising and sales numbers of { $workspace }.
answer-refuse-metric = That is not measured here. I know spend, revenue, impressions, clicks, conversions, budgets and what follows from them.
answer-refuse-forecast = I do not forecast. I can say what happened so far, and how it compares.
answer-refuse-write = A question changes nothing here. Budgets are decided with the buttons of your report; I can show what to decide on.
answer-refuse-elsewhere = I only see the numbers of { $workspace }, and nobody else’s.
answer-refuse-instruction = I cannot do that. I answer questions about numbers, and nothing else.
answer-ask-which = Which one do you mean?
answer-ask-unknown = I do not find that name here. Please check how it is written.
answer-ask-metric = Which number do you mean? For example spend, revenue or ROAS.
answer-ask-context = I do not know what that goes on from. Please ask the whole question.
answer-ask-words = I do not understand: { $words }
answer-offer-rest = Ask without it
answer-try = You can ask:
answer-example-overspent-title = Who overspent?
answer-example-overspent = Which campaigns overspent yesterday?
answer-example-creative-title = Top creative
answer-example-creative = Top creative this week
answer-example-channels-title = Spend by channel
answer-example-channels = Spend by channel in the last 30 days
answer-example-week-title = Last week
answer-example-week = How did last week go?
answer-example-roas-title = ROAS, 7 days
answer-example-roas = ROAS over the last 7 days
answer-example-alerts-title = Open alerts
answer-example-alerts = Are there any alerts?
answer-example-advice-title = What to do?
answer-example-advice = What should I do today?
answer-example-pace-title = Budget this month
answer-example-pace = How much budget is left this month?
answer-example-data-title = Is the data in?
answer-example-data = How fresh is the data?
answer-link = The same numbers on the dashboard:
shortcut-nothing-to-decide = No budget shift is waiting for a decision.
shortcut-nothing-to-undo = Nothing can be undone now: no approval is still open to that.
shortcut-dashboard = Here is your dashboard.
answer-too-late = This took too long, and I have no answer. Please ask again.
answer-still-working = Still working on your question. The answer follows.
answer-too-many-days = That is more data than one answer can look through. Please ask for a shorter time.
answer-where = You are in several workspaces. Reply to a message of the one that you mean, and ask there.
rating-gone = This answer is too old for its buttons. Just ask again.
rating-button = Rate 1–5
rating-thanks = Thank you, noted.
rating-ask-why = Thank you, noted. What was wrong with it?
rating-ask-score = How good was the answer?
rating-choose = Choose
rating-wrong-number = Wrong number
rating-wrong-dates = Wrong dates
rating-wrong-campaign = Wrong campaign
rating-not-what-i-asked = Not what I asked
rating-too-slow = Too slow
rating-other = Something else
rating-five = 5 · Exactly right
rating-four = 4 · Good
rating-three = 3 · Fair
rating-two = 2 · Poor
rating-one = 1 · Useless
