# What people read on WhatsApp, in English. One message id for each `Phrase` of `language.rs`.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (plan { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } vs { $weekday } avg)
digest-value-alone = { $value }
digest-no-spend = no spend
digest-no-value = not known
digest-roas-with-target = { $roas } (target { $target })
digest-data-complete = complete to 23:59 { $zone }, { $channels }
digest-data-waiting = not final: { $channels } not in yet, last { $day }
digest-data-never = not final: { $channels } not in yet
digest-data-none = no data has arrived for this day
digest-data-gaps = { $data }; { $count ->
    [one] 1 value is
   *[other] { $count } values are
  } missing in the source
digest-needs = { $decisions ->
    [0] { $alerts ->
        [one] 1 alert
       *[other] { $alerts } alerts
    }
    [one] 1 decision, { $alerts ->
        [one] 1 alert
       *[other] { $alerts } alerts
    }
   *[other] { $decisions } decisions, { $alerts ->
        [one] 1 alert
       *[other] { $alerts } alerts
    }
  }
digest-no-alert = none
digest-shift = Move { $amount }/day from { $from } to { $to }
digest-shift-why = ROAS { $fromRoas } vs { $toRoas } over { $days } days, confidence { $confidence }

confidence-high = high
confidence-medium = medium
confidence-low = low

list-and = { $first } and { $last }

# -- Alerts
alert-overspent = { $campaign } spent { $spend }, { $change } over its { $budget } budget
alert-roas = { $campaign } ROAS { $roas } over { $days } days, target { $target }
alert-zero = { $campaign } did not deliver; its budget is { $budget }/day

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
    Recorded in the audit log. Approved is not live yet: the budgets change when your ad account confirms.
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
reply-stopped = You will get no more reports from this number. Send START to get them again.
reply-started = Welcome back. Your daily reports continue with the next one.
reply-help = This number sends your daily advertising report, with buttons that act on it. Send STOP to end the reports, START to get them again.
reply-text = I cannot read questions here yet. Tap a button of your latest report, or open its dashboard. Send HELP to see what works.
reply-unsupported = I can only read text and button taps here. Send HELP to see what works.
