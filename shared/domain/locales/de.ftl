# What people read, in German; the formal "Sie". One message id for each `Phrase` of `language/phrase.rs`, in the order of English.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (Plan { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } ggü. Ø { $weekday })
digest-value-alone = { $value }
digest-value-so-far = bisher { $value }
digest-no-spend = keine Ausgaben
digest-no-value = nicht bekannt
digest-roas-with-target = { $roas } (Ziel { $target })
digest-data-complete = vollständig bis 23:59 { $zone }, { $channels }
digest-data-waiting = vorläufig, es fehlen Daten von { $channels } (letzter Tag: { $day })
digest-data-waiting-since = vorläufig: { $channels } fehlt noch (vollständig bis { $day }, letzte Daten { $moment })
digest-data-never = vorläufig, es fehlen Daten von { $channels }
digest-data-none = für diesen Tag ist noch nichts da
digest-data-gaps = { $data }; { $count ->
    [one] { $count } Wert fehlt
   *[other] { $count } Werte fehlen
  } in der Quelle
digest-needs = { $decisions ->
    [0] { $alerts ->
        [one] { $alerts } Warnung
       *[other] { $alerts } Warnungen
    }
    [one] { $decisions } Entscheidung{ $alerts ->
        [0] { "" }
        [one] , { $alerts } Warnung
       *[other] , { $alerts } Warnungen
    }
   *[other] { $decisions } Entscheidungen{ $alerts ->
        [0] { "" }
        [one] , { $alerts } Warnung
       *[other] , { $alerts } Warnungen
    }
  }
digest-no-alert = keine
digest-clear = nichts. Alles in Ordnung.
digest-clear-so-far = nichts in den bisherigen Daten
digest-clear-unknown = ohne Daten nicht bekannt
digest-nothing-new = nichts Neues
digest-late = { $day }, verspätet
digest-missing = { $data }; für { $day } kam kein Bericht
digest-missing-with-values = { $data }; { $day } kam nicht: Ausgaben { $spend }, Umsatz { $revenue }
correction-title = Alle Daten sind jetzt da: Hier ist der korrigierte Bericht für { $workspace } vom { $day }.
correction-line = { $label }: { $value } (zuvor { $before })
correction-same = { $label }: { $value } (unverändert)
digest-shift = { $amount }/Tag von { $from } zu { $to } verschieben
digest-shift-why = ROAS { $from } gegen { $to } in { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
  }, Konfidenz { $confidence }
digest-shift-why-estimated = ROAS { $from } gegen { $to } in { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
  }, Konfidenz { $confidence }; Budgets geschätzt
digest-shift-why-cost = Kosten pro Conversion { $from } gegen { $to } in { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
  }, Konfidenz { $confidence }
digest-shift-why-cost-estimated = Kosten pro Conversion { $from } gegen { $to } in { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
  }, Konfidenz { $confidence }; Budgets geschätzt

confidence-high = hoch
confidence-medium = mittel
confidence-low = gering

list-and = { $first } und { $last }
list-or = { $first } oder { $last }
another-approver = eine andere berechtigte Person

# -- Alerts
alert-overspent = { $campaign } hat { $spend } ausgegeben, { $over } mehr als das Budget von { $budget }
alert-roas = { $campaign }: ROAS { $roas } in { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
  }, Ziel { $target }
alert-zero = { $campaign } wurde nicht ausgeliefert; das Budget beträgt { $budget }/Tag
alert-zero-estimated = { $campaign } wurde nicht ausgeliefert; üblich sind { $spend }/Tag
alert-waste = { $campaign } hat { $spend } { $conversions ->
    [0] ohne Conversion
    [one] für { $conversions } Conversion
   *[other] für { $conversions } Conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }in { $days } Tagen
  } ausgegeben; üblich: je { $cost }
alert-waste-channel = { $campaign } hat { $spend } { $conversions ->
    [0] ohne Conversion
    [one] für { $conversions } Conversion
   *[other] für { $conversions } Conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }in { $days } Tagen
  } ausgegeben; üblich im Kanal: je { $cost }
alert-waste-workspace = { $campaign } hat { $spend } { $conversions ->
    [0] ohne Conversion
    [one] für { $conversions } Conversion
   *[other] für { $conversions } Conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }in { $days } Tagen
  } ausgegeben; üblich im Konto: je { $cost }
alert-cost = { $campaign }: { $cost } pro Conversion in { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
  }, üblich { $usual }
alert-unusual-spend = Ausgaben { $value }, { $change } ggü. üblichem { $weekday } ({ $usual })
alert-unusual-spend-from-none = Ausgaben { $value }; üblicher { $weekday }: { $usual }
alert-unusual-revenue = Umsatz { $value }, { $change } ggü. üblichem { $weekday } ({ $usual })
alert-unusual-revenue-from-none = Umsatz { $value }; üblicher { $weekday }: { $usual }
alert-largest-part = { $alert }; größter Anteil: { $part }
alert-source-silent = Keine Daten von { $channel } seit { $time }
alert-source-behind = Daten von { $channel } nur bis { $day }
alert-source-never = Noch keine Daten von { $channel }
alert-source-refused = { $alert }; letzte Datei abgelehnt: { $reason }

alerts-heading = { $count ->
    [one] *{ $count } Warnung* für { $workspace } am { $day }
   *[other] *{ $count } Warnungen* für { $workspace } am { $day }
  }
alerts-none = Keine offenen Warnungen für { $workspace } am { $day }.
alerts-more = … und { $count } weitere im Dashboard.

# -- Replies to a tap
reply-approved =
    ✅ Über { $source } freigegeben von { $name } am { $time }
    { $from }: { $fromBefore } → { $fromAfter } pro Tag
    { $to }: { $toBefore } → { $toAfter } pro Tag
    Im Prüfprotokoll vermerkt. Noch nicht aktiv: Die Budgets müssen noch im Werbekonto geändert werden.
reply-approved-estimated = Die Budgets sind aus den Ausgaben geschätzt: Bitte vergleichen Sie sie mit Ihrem Werbekonto.
reply-already-by-you = Schon erledigt, nichts hat sich geändert. Sie haben diese Verschiebung am { $time } freigegeben ({ $source }).
reply-already-by-other = { $name } hat diese Verschiebung am { $time } freigegeben ({ $source }). Nichts hat sich geändert.
reply-superseded = Ein neuerer Vorschlag hat diesen ersetzt, deshalb wurde nichts geändert.
reply-expired = Diese Schaltfläche ist am { $time } abgelaufen, deshalb wurde nichts geändert. Ihr neuester Bericht enthält aktuelle Zahlen.
reply-target-moved = Nicht ausgeführt. Das Budget von { $campaign } hat sich seit dieser Nachricht geändert: Es beträgt jetzt { $now } pro Tag (vorher { $before }). Ihr nächster Bericht bringt einen neuen Vorschlag.
reply-moved = Nicht ausgeführt. Das Budget von { $campaign } wurde am { $time } geändert: Es beträgt jetzt { $now } pro Tag (vorher { $before }).
reply-moved-by = Nicht ausgeführt. { $name } hat das Budget von { $campaign } am { $time } geändert: Es beträgt jetzt { $now } pro Tag (vorher { $before }).
reply-moved-stopped = Nicht ausgeführt. { $campaign } wurde am { $time } abgeschaltet.
reply-nothing-else = Hier gibt es nichts weiter zu entscheiden; Ihr nächster Bericht bringt Neues.
reply-target-moved-plain = Nicht ausgeführt. Dieser Vorschlag hat sich geändert, seit die Nachricht gesendet wurde. Der aktuelle steht in Ihrem neuesten Bericht.
reply-over-limit = { $amount } pro Tag können in { $workspace } nicht freigegeben werden, deshalb wurde nichts geändert. Ändern Sie die Budgets im Werbekonto oder wenden Sie sich an den Inhaber.
reply-not-member = Sie gehören nicht mehr zu diesem Arbeitsbereich, deshalb wurde nichts geändert.
reply-not-yours = Diese Schaltfläche ging an ein anderes Telefon, deshalb wurde nichts geändert.
reply-opted-out = Sie haben diese Nachrichten abbestellt, deshalb wurde nichts geändert. Senden Sie STARTEN, um sie wieder zu erhalten.
reply-gone = Diese Schaltfläche führt nirgendwo mehr hin, deshalb wurde nichts geändert. Die aktuellen finden Sie in Ihrem neuesten Bericht.
reply-unknown-button = Ich konnte diese Schaltfläche nicht lesen, deshalb wurde nichts geändert. Bitte tippen Sie auf eine Schaltfläche Ihres neuesten Berichts.
reply-try-again = Bei uns ist etwas schiefgegangen, und es wurde nichts geändert. Bitte tippen Sie in einer Minute noch einmal.
reply-busy = Das ging gerade nicht: Im selben Moment kam eine andere Änderung, deshalb hat Ihre nichts geändert. Bitte versuchen Sie es gleich noch einmal.
reply-cards-underway = Was Sie vorher angefordert haben, ist noch unterwegs. Bitte fragen Sie noch einmal, wenn es da ist.
reply-last-of-hour = Das war Nachricht Nummer { $count } innerhalb einer Stunde. In den nächsten { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
} wird nur STOP gelesen; alles andere senden Sie bitte danach noch einmal.

reply-approved-second =
    ✅ Über { $source } freigegeben von { $name } am { $time }, nach { $first } am { $firstTime }
    { $from }: { $fromBefore } → { $fromAfter } pro Tag
    { $to }: { $toBefore } → { $toAfter } pro Tag
    Im Prüfprotokoll vermerkt. Noch nicht aktiv: Die Budgets müssen noch im Werbekonto geändert werden.
reply-approved-first = Ihre Freigabe ist vermerkt. { $amount } pro Tag liegt über den { $limit }, die in { $workspace } eine Person allein freigeben darf; deshalb muss auch { $names } die Verschiebung freigeben. Die Anfrage ist unterwegs; vor der zweiten Freigabe ändert sich nichts.
reply-declined = Notiert: Nein. Nichts ändert sich, und diese Verschiebung wird eine Woche lang nicht wieder vorgeschlagen. Wenn Sie den Grund nennen möchten, schreiben Sie innerhalb von 10 Minuten eine Zeile.
reply-declined-plain = Notiert: Nein. Nichts ändert sich, und diese Verschiebung wird eine Woche lang nicht wieder vorgeschlagen.
reply-reason-kept = Danke. Ihr Grund wird mit der Entscheidung aufbewahrt.
reply-undone = Rückgängig gemacht von { $name } am { $time }. { $from } bleibt bei { $fromBefore } pro Tag und { $to } bei { $toBefore }. Falls die Budgets im Werbekonto schon geändert wurden, muss jemand sie dort zurücksetzen.
reply-undone-applied = Rückgängig gemacht von { $name } am { $time }. Das Werbekonto hatte es schon übernommen: { $from } muss noch auf { $fromBefore } pro Tag und { $to } auf { $toBefore } zurückgesetzt werden.
reply-acknowledged = Zur Kenntnis genommen von { $name } am { $time }: { $alert }. Die Warnung steht in keinem Bericht mehr, außer sie verschlimmert sich.
reply-snoozed = Pausiert bis { $until } von { $name }: { $alert }.
reply-assigned = { $owner } zugewiesen: { $what }. { $owner } erfährt es per E-Mail und in der App, und Sie erfahren die Antwort.
reply-assigned-self = Sie kümmern sich darum: { $what }.
reply-accepted = Sie haben es übernommen: { $what }. { $name } erfährt davon.
reply-passed-back = Sie haben es zurückgegeben: { $what }. { $name } erfährt davon.
reply-already-declined-by-you = Sie haben diese Verschiebung am { $time } abgelehnt ({ $source }). Nichts hat sich geändert.
reply-already-declined-by-other = { $name } hat diese Verschiebung am { $time } abgelehnt ({ $source }). Nichts hat sich geändert.
reply-already-undone-by-you = Sie haben diese Verschiebung am { $time } rückgängig gemacht ({ $source }). Nichts hat sich geändert.
reply-already-undone-by-other = { $name } hat diese Verschiebung am { $time } rückgängig gemacht ({ $source }). Nichts hat sich geändert.
reply-awaits-second = Sie haben diese Verschiebung am { $time } freigegeben ({ $source }). Sie braucht noch eine zweite Freigabe. Erteilen können sie: { $names }. Nichts hat sich geändert.
reply-same-person = Nicht freigegeben: Die erste Freigabe ({ $name }, { $time }, { $source }) kam von demselben WhatsApp-Konto oder Postfach wie Ihre, und diese Verschiebung braucht zwei Personen. Nichts hat sich geändert. Bitten Sie den Inhaber, das doppelte Mitglied zu entfernen.
reply-first-may-not = Nicht freigegeben: Die erste Freigabe ({ $name }, { $time }, { $source }) zählt nicht mehr, weil { $name } keine Verschiebungen mehr freigeben darf. Nichts hat sich geändert. Ihr nächster Bericht bringt einen neuen Vorschlag, wenn die Zahlen noch dafür sprechen.
reply-noted = Notiert: Nein. Dieser Vorschlag gilt nicht mehr, deshalb wurde nichts geändert.
reply-not-verified = Dieses WhatsApp-Konto hat sich geändert, seit es bestätigt wurde, deshalb wurde nichts geändert. Bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung, um es zu bestätigen.
reply-void = Ihre Rolle oder Ihre Einwilligung hat sich nach dieser Nachricht geändert, deshalb wurde nichts geändert. Ihr nächster Bericht hat Schaltflächen, die funktionieren.
reply-may-not-ask = Sie können diese Verschiebung sehen, aber nicht darüber entscheiden. Entscheiden können: { $names }. Es wurde nichts geändert.
reply-may-not-nobody = Sie können diese Verschiebung sehen, aber nicht darüber entscheiden. Es wurde nichts geändert. Bitte wenden Sie sich an den Inhaber von { $workspace }.
reply-may-not-alerts = Sie können diese Warnung sehen, aber nicht bearbeiten. Es wurde nichts geändert. Bitte wenden Sie sich an den Inhaber von { $workspace }.
reply-may-not-assign-ask = Sie können diese Empfehlung sehen, aber nicht zuweisen. Zuweisen können: { $names }. Es wurde nichts geändert.
reply-may-not-assign = Sie können diese Empfehlung sehen, aber nicht zuweisen. Es wurde nichts geändert. Bitte wenden Sie sich an den Inhaber von { $workspace }.
reply-expired-open = Diese Schaltfläche ist am { $time } abgelaufen, deshalb wurde nichts geändert. Der Vorschlag gilt noch.
reply-over-limit-nobody = { $amount } pro Tag liegt über den { $limit }, die in { $workspace } eine Person allein freigeben darf, und niemand sonst darf es dort. Es wurde nichts geändert. Der Inhaber kann eine zweite Person benennen.
reply-undo-too-late = Nicht rückgängig gemacht: Bei dieser Freigabe war das bis { $time } möglich. Ändern Sie stattdessen die Budgets im Werbekonto. Es wurde nichts geändert.
reply-undo-never = Diese Freigabe lässt sich hier nicht rückgängig machen. Es wurde nichts geändert. Ändern Sie stattdessen die Budgets im Werbekonto.
reply-undo-moved = Lässt sich nicht rückgängig machen: Das Budget von { $campaign } wurde nach der Freigabe geändert und beträgt jetzt { $now } pro Tag. Es wurde nichts geändert. Ändern Sie stattdessen die Budgets im Werbekonto.
reply-undo-moved-plain = Lässt sich nicht rückgängig machen: Ein Budget wurde nach der Freigabe geändert. Es wurde nichts geändert. Ändern Sie stattdessen die Budgets im Werbekonto.
reply-nothing-to-undo = Das Werbekonto hat diese Verschiebung abgelehnt ({ $reason }), es gibt also nichts rückgängig zu machen. Es wurde nichts geändert.
reply-alert-acknowledged-by-you = Sie haben diese Warnung am { $time } zur Kenntnis genommen ({ $source }). Nichts hat sich geändert.
reply-alert-acknowledged-by-other = { $name } hat diese Warnung am { $time } zur Kenntnis genommen ({ $source }). Nichts hat sich geändert.
reply-alert-snoozed-by-you = Sie haben diese Warnung bis { $until } pausiert ({ $source }). Nichts hat sich geändert.
reply-alert-snoozed-by-other = { $name } hat diese Warnung bis { $until } pausiert ({ $source }). Nichts hat sich geändert.
reply-alert-over = Dieses Problem ist vorbei, deshalb wurde nichts geändert. Wenn es wiederkommt, steht es in Ihrem Bericht.
reply-already-assigned = { $name } hat das am { $time } { $owner } zugewiesen ({ $source }). Nichts hat sich geändert.
reply-already-accepted = { $owner } kümmert sich seit { $time } darum. Nichts hat sich geändert.
reply-already-passed-back = { $owner } hat das am { $time } zurückgegeben. Nichts hat sich geändert.
reply-not-a-teammate = Diese Person ist nicht mehr in { $workspace } oder darf das nicht übernehmen, deshalb wurde nichts geändert. Bitte wählen Sie jemand anderen.

source-whatsapp = WhatsApp
source-web-link = Weblink
source-api = App
source-system = automatisch

state-proposed = Wartet auf eine Entscheidung
state-approved = Über { $source } freigegeben
state-superseded = Durch einen neueren Vorschlag ersetzt
state-awaiting-second = Von einer Person freigegeben, wartet auf die zweite
state-declined = Über { $source } abgelehnt
state-undone = Über { $source } rückgängig gemacht
state-applied = Im Werbekonto umgesetzt
state-refused = Vom Werbekonto abgelehnt
state-undone-not-yet = Über { $source } rückgängig gemacht, im Werbekonto noch nicht
state-undone-applied = Über { $source } rückgängig gemacht, im Werbekonto zurückgesetzt
state-undone-refused = Über { $source } rückgängig gemacht, vom Werbekonto abgelehnt

# -- Cards: texts with buttons. A button has at most 20 characters, a row 24.
button-approve = Freigeben
button-confirm = Ja, freigeben
button-not-now = Nicht jetzt
button-assign = Zuweisen
button-undo = Rückgängig machen
button-review = Ansehen
button-acknowledge = Zur Kenntnis nehmen
button-snooze = 4 Std. pausieren
button-snooze-tomorrow = Bis morgen pausieren
button-choose-person = Person wählen
row-me = Ich
row-me-note = Selbst übernehmen
row-more = Weitere Personen ›
row-back = ‹ Zurück
row-page = Seite { $page } von { $pages }
role-owner = Inhaber
role-marketer = Marketing
role-viewer = Nur Lesen
card-shift =
    { "*" }Budgetverschiebung*: { $amount } pro Tag
    { $from }: { $fromBefore } → { $fromAfter } pro Tag
    { $to }: { $toBefore } → { $toAfter } pro Tag
card-shift-why = Grund: { $why }
card-shift-estimated = Die Budgets sind aus den Ausgaben geschätzt: Bitte vergleichen Sie sie mit Ihrem Werbekonto.
card-shift-one-tap = Innerhalb der { $limit }, die ein Tipp freigeben darf. Sie können es { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
  } lang rückgängig machen.
card-shift-one-tap-final = Innerhalb der { $limit }, die ein Tipp freigeben darf.
card-shift-confirm = Über den { $limit }, die ein Tipp freigeben darf: Sie werden noch einmal gefragt.
card-shift-second = Über den { $limit }, die eine Person allein freigeben darf: Eine zweite Person muss es ebenfalls freigeben.
card-shift-first = { $name } hat es am { $time } freigegeben. Es braucht eine zweite Freigabe.
card-confirm = Diese Verschiebung freigeben? Sie liegt über den { $limit }, die in { $workspace } ein Tipp freigeben darf.
card-undo = Anders überlegt? Sie können die Freigabe bis { $time } rückgängig machen.
card-follow-up = Oder übergeben Sie die weiteren Schritte an jemanden.
card-successor = Ein neuerer Vorschlag wartet auf eine Entscheidung.
card-successor-amount = Neuer Vorschlag: { $amount } pro Tag verschieben.
card-alert =
    { "*" }Warnung: { $severity }*, { $workspace }
    { $alert }
    Es geht um { $stake } pro Tag
card-alert-news =
    { "*" }Warnung: { $severity }*, { $workspace }
    { $alert }
card-assignees = Wer soll das übernehmen? { $what }
card-assignees-page = Seite { $page } von { $pages }, { $count ->
    [one] { $count } Person
   *[other] { $count } Personen
  }. Nicht dabei? Schreiben Sie einen Namen, zum Beispiel: Priya zuweisen

# -- A text that assigns
assign-nobody = In { $workspace } gibt es niemanden namens { $name }. Es wurde nichts geändert.
assign-nobody-closest = In { $workspace } gibt es niemanden namens { $name }. Am nächsten kommen: { $names }. Es wurde nichts geändert.
assign-what = In { $workspace } gibt es keine offene Empfehlung zum Zuweisen. Es wurde nichts geändert.
assign-which = Wer heißt hier { $name }? Wählen Sie aus der Liste.
assign-where = Sie sind in mehr als einem Arbeitsbereich. Antworten Sie mit denselben Worten auf eine Nachricht aus dem, den Sie meinen. Es wurde nichts geändert.

# -- News of what came of a decision; each is one line.
update-accepted = { $name } hat übernommen, was Sie zugewiesen haben: { $what }
update-passed-back = { $name } hat zurückgegeben, was Sie zugewiesen haben: { $what }
update-second-approved = { $name } hat die Verschiebung freigegeben, die Sie zuerst freigegeben haben: { $what }
update-second-declined = { $name } hat die Verschiebung abgelehnt, die Sie zuerst freigegeben haben: { $what }
update-applied = Das Werbekonto hat es umgesetzt: { $what }
update-refused = Das Werbekonto hat es abgelehnt ({ $reason }): { $what }
update-way-back-applied = Das Werbekonto hat die Budgets zurückgesetzt: { $what }
update-way-back-refused = Das Werbekonto hat abgelehnt, die Budgets zurückzusetzen ({ $reason }): { $what }
update-first-overtaken = Ein Budget hat sich geändert, deshalb gilt die Verschiebung nicht mehr, die Sie zuerst freigegeben haben: { $what }
update-first-superseded = Ein neuerer Vorschlag hat die Verschiebung ersetzt, die Sie zuerst freigegeben haben: { $what }

# -- Replies to text
reply-stopped = Sie erhalten keine Berichte mehr von dieser Nummer. Senden Sie STARTEN, um sie wieder zu erhalten.
reply-started = Willkommen zurück. Ihre täglichen Berichte gehen mit dem nächsten weiter.
reply-help = Diese Nummer sendet Ihren täglichen Werbebericht, mit Schaltflächen zum Handeln. Senden Sie ABMELDEN, um die Berichte zu beenden, und STARTEN, um sie wieder zu erhalten.
reply-text = Ich verstehe nur die Schaltflächen Ihrer Berichte und die Wörter HILFE, ABMELDEN und STARTEN. Tippen Sie auf eine Schaltfläche Ihres neuesten Berichts, öffnen Sie sein Dashboard oder schreiben Sie zum Beispiel: Priya zuweisen.
reply-unsupported = Ich kann hier nur Text und Schaltflächen lesen. Senden Sie HILFE, um zu sehen, was geht.

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace }: { $day }
page-report = Tagesbericht
page-data-complete = Vollständig bis 23:59 { $zone }: { $channels }.
page-data-waiting = Vorläufig: Es fehlen noch Daten von { $channels }, letzter vollständiger Tag { $day }. Diese Zahlen ändern sich noch.
page-data-never = Vorläufig: Es fehlen noch Daten von { $channels }. Diese Zahlen ändern sich noch.
page-data-none = Für diesen Tag sind noch keine Daten da.
page-sources = Datenquellen
page-source-late = überfällig
page-source-through = da bis { $day }
page-source-never = noch kein ganzer Tag
page-source-last-import = letzter Import { $time }
page-source-expected = erwartet bis { $time }
page-source-refused = Abgelehnt am { $time }: { $reason }
page-data-gaps = { $count ->
    [one] { $count } Wert fehlt
   *[other] { $count } Werte fehlen
  } in der Quelle, die Summen sind also vielleicht zu niedrig.
page-spend = Ausgaben
page-revenue = Umsatz
page-roas = ROAS
page-conversions = Conversions
page-cost-per-conversion = Kosten pro Conversion
page-click-rate = Klickrate
page-percent = { $number } %
page-over-plan = { $percent } über dem Plan von { $plan }
page-under-plan = { $percent } unter dem Plan von { $plan }
page-on-plan = genau im Plan von { $plan }
page-above-target = { $percent } über dem Ziel von { $target }
page-below-target = { $percent } unter dem Ziel von { $target }
page-on-target = genau am Ziel von { $target }
page-above-usual = { $percent } über dem Durchschnitt am { $weekday }
page-below-usual = { $percent } unter dem Durchschnitt am { $weekday }
page-as-usual = wie im Durchschnitt am { $weekday }
page-so-far = bisher { $note }
page-not-known = nicht bekannt
page-not-reported = von der Quelle nicht gemeldet
page-no-spend = keine Ausgaben
page-no-conversions = keine Conversions
page-no-impressions = keine Impressionen
weekday-name = { $number ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
  }
page-shifts = Budgetverschiebungen
page-no-shift = Es ist keine Budgetverschiebung vorgeschlagen.
page-shift-decided = von { $name } am { $time }
page-shift-proposed = Vorgeschlagen am { $time }
page-shift-not-live = Freigegeben, noch nicht aktiv: Die Budgets müssen noch im Werbekonto geändert werden.
page-shift-approve-there = Geben Sie sie mit der Schaltfläche in Ihrem WhatsApp-Bericht frei.
page-shift-approvers = In WhatsApp freigeben können: { $names }.
page-budget-change = { $before } → { $after } pro Tag
page-budget-change-estimated = { $before } → { $after } pro Tag, Budget aus den Ausgaben geschätzt
page-alerts = Offene Warnungen
page-no-alert = Alles in Ordnung: keine offenen Warnungen.
page-alert-since = seit { $day }
page-alert-stake = es geht um { $stake } pro Tag
severity-critical = Kritisch
severity-high = Hoch
severity-medium = Mittel
severity-info = Hinweis
page-alert-acknowledged = zur Kenntnis genommen von { $name } am { $time }
page-alert-snoozed = pausiert von { $name } bis { $until }
page-owner-awaited = { $owner } von { $name } am { $time } zugewiesen, noch ohne Antwort
page-owner-accepted = { $owner } kümmert sich darum, seit { $time }
page-owner-passed-back = { $owner } hat es am { $time } zurückgegeben: Niemand ist zuständig
page-notices = Für Sie
page-notice-new = Neu
page-trend = Ausgaben und Umsatz
page-trend-label = Ausgaben und Umsatz pro Tag, von { $first } bis { $last }
page-trend-day = { $day }: Ausgaben { $spend }, Umsatz { $revenue }
page-channels = Kanäle
page-channel = Kanal
page-campaigns = Kampagnen
page-campaign = Kampagne
page-best = Bester Wert
page-worst = Niedrigster Wert
page-budget-line = Budget { $budget }
page-budget-line-over = Budget { $budget }, um { $percent } überschritten
page-no-delivery = nicht ausgeliefert
page-not-in-yet = noch nicht da
page-more-campaigns = … und { $count ->
    [one] { $count } weitere Kampagne
   *[other] { $count } weitere Kampagnen
  } mit { $spend } Ausgaben.
page-empty = Noch gibt es nichts zu zeigen. Sobald Ihr erster Export importiert ist, füllt sich diese Seite mit Zahlen.
page-as-of = Live, geprüft am { $time }
page-personal = Diese Seite zeigt nur, sie ändert nichts. Ihr Link ist allein für { $name } und gilt bis { $time }.
page-changed = Diese Seite wurde aktualisiert.
page-offline = Keine Verbindung: Dies ist vielleicht nicht mehr aktuell.
link-unknown-title = Dieser Link führt nirgendwohin
link-unknown-text = Öffnen Sie das Dashboard mit der Schaltfläche in Ihrem neuesten WhatsApp-Bericht.
link-expired-title = Dieser Link ist abgelaufen
link-expired-text = Ein Link zum Dashboard gilt 7 Tage. Öffnen Sie das Dashboard mit der Schaltfläche in Ihrem neuesten WhatsApp-Bericht.
link-member-title = Dieses Dashboard ist für Sie geschlossen
link-member-text = Der Link gehört jemandem, der nicht mehr im Arbeitsbereich ist. Falls das nicht stimmt, wenden Sie sich bitte an den Inhaber.
page-failed-title = Das Dashboard lässt sich gerade nicht lesen
page-failed-text = Nichts ist verloren. Bitte laden Sie diese Seite in einer Minute neu.
home-title = Ihr Dashboard ist in WhatsApp
home-text = Tippen Sie in Ihrem Tagesbericht auf „Dashboard öffnen“. Der Link darin gehört nur Ihnen und gilt 7 Tage.

# -- The page that the link of an action opens: it asks, and its button acts.
act-who = Sie handeln als { $name } in { $workspace }.
act-approve-title = Diese Budgetverschiebung freigeben?
act-decline-title = Diese Budgetverschiebung ablehnen?
act-undo-title = Diese Freigabe rückgängig machen?
act-shift-title = Budgetverschiebung
act-acknowledge-title = Diese Warnung zur Kenntnis nehmen?
act-snooze-title = Diese Warnung pausieren?
act-alerts-title = Warnungen
act-assign-title = Wer soll das übernehmen?
act-pick-title = { $name } das zuweisen?
act-accept-title = Das übernehmen?
act-pass-back-title = Das zurückgeben?
act-done-title = Erledigt
act-nothing-title = Nichts wurde geändert
act-confirm = Über den { $limit }, die ein Tipp freigeben darf: Vergleichen Sie beide Budgets noch einmal, bevor Sie freigeben.
act-decline = Dann ändert sich nichts, und diese Verschiebung wird eine Woche lang nicht wieder vorgeschlagen.
act-undo = Sie können die Freigabe bis { $time } rückgängig machen.
act-acknowledge = Sie steht dann in keinem Bericht mehr, außer sie verschlimmert sich.
act-snooze = Bis { $until } erfährt niemand davon, außer sie verschlimmert sich.
act-assign = Wen Sie wählen, erfährt es per E-Mail und in der App, und Sie erfahren die Antwort.
act-pick = { $name } erfährt es per E-Mail und in der App, und Sie erfahren die Antwort.
act-answer = { $name } erfährt Ihre Antwort.
act-not-pressed-text = Nur die Schaltfläche auf der Seite eines Links handelt. Öffnen Sie den Link noch einmal und tippen Sie dort darauf.
act-failed-title = Das geht gerade nicht
act-failed-text = Bitte öffnen Sie den Link in einer Minute noch einmal: Die Seite sagt dann, was gilt.

# -- Notices in the app, and the mails about them. $about is the thing itself, such as a budget shift, in one line.
notice-assigned = { $name } hat Ihnen das zugewiesen: { $about }
notice-accepted = { $name } hat das übernommen: { $about }
notice-passed-back = { $name } hat Ihnen das zurückgegeben: { $about }
notice-shift-applied = Aktiv im Werbekonto: { $about }
notice-shift-refused = Von der Werbeplattform abgelehnt, nichts hat sich geändert: { $about }
notice-way-back-applied = Im Werbekonto zurückgesetzt: { $about }
notice-way-back-refused = Rückgängig gemacht, aber die Werbeplattform hat das Zurücksetzen abgelehnt: { $about }
notice-second-approval = { $name } hat das freigegeben, und es braucht auch Ihre Freigabe: { $about }
mail-hello = Guten Tag { $reader },
mail-assigned-heading = Eine Empfehlung für Sie
mail-accepted-heading = Ihre Zuweisung wurde angenommen
mail-passed-back-heading = Ihre Zuweisung wurde zurückgegeben
mail-shift-applied-heading = Eine Budgetverschiebung ist aktiv
mail-shift-refused-heading = Eine Budgetverschiebung wurde abgelehnt
mail-way-back-applied-heading = Eine Budgetverschiebung ist zurückgesetzt
mail-way-back-refused-heading = Eine Budgetverschiebung wurde nicht zurückgesetzt
mail-second-approval-heading = Ihre Freigabe wird gebraucht
mail-assigned-wish = Nehmen Sie sie an oder geben Sie sie zurück: { $name } erfährt es in jedem Fall.
mail-passed-back-wish = Jetzt ist niemand zuständig. Sie können sie jemand anderem zuweisen oder selbst übernehmen.
mail-second-approval-wish = Nichts ändert sich, bis Sie es freigeben.
mail-button-accept = Annehmen
mail-button-pass-back = Zurückgeben
mail-button-approve = Freigeben
mail-button-decline = Ablehnen
mail-button-dashboard = Dashboard öffnen
mail-button-open = Öffnen
mail-row-why = Grund
mail-row-workspace = Arbeitsbereich
mail-row-when = Wann
mail-label = { $label }:
mail-footer-member = Sie erhalten diese E-Mail, weil Sie zu { $workspace } gehören und das wissen oder darüber entscheiden sollten.
mail-footer-links = Die Links darin gehören nur Ihnen, bitte leiten Sie sie nicht weiter. Sie gelten bis { $time }.
notice-digest = Tagesbericht für { $workspace }, { $day }: { $needs }
mail-digest-heading = Tagesbericht für { $workspace }, { $day }
mail-digest-why = WhatsApp konnte diesen Bericht nicht zustellen, deshalb kommt er per E-Mail.
mail-digest-footer = Sie erhalten diese E-Mail, weil Sie den Tagesbericht von { $workspace } angefordert haben und WhatsApp ihn nicht zustellen konnte.
mail-button-approve-shift = Vorschlag freigeben
mail-button-alerts = Warnungen ansehen
mail-unsubscribe = Keine Berichte mehr per E-Mail
mails-end-title = Berichte per E-Mail beenden?
mails-end-text = Der Tagesbericht von { $workspace } kommt nur dann per E-Mail, wenn WhatsApp ihn nicht zustellen kann. Wenn Sie das beenden, kommen Ihre Berichte weiter auf WhatsApp, ebenso E-Mails zu dem, was Sie entscheiden sollen.
mails-end-button = Berichte per E-Mail beenden
mails-ended-title = Berichte per E-Mail sind beendet
mails-ended-text = Sie erhalten keine Berichte von { $workspace } mehr per E-Mail. Um sie wieder zu erhalten, senden Sie STARTEN auf WhatsApp.

# -- Answers to questions
answer-metric-spend = Ausgaben
answer-metric-budget = Budget
answer-metric-budget-left = Restbudget
answer-metric-budget-used = Budgetverbrauch
answer-metric-pacing = Ausgabentempo
answer-metric-impressions = Impressionen
answer-metric-clicks = Klicks
answer-metric-conversions = Conversions
answer-metric-revenue = Umsatz
answer-metric-ctr = CTR
answer-metric-cpc = CPC
answer-metric-cpm = CPM
answer-metric-cpa = CPA
answer-metric-roas = ROAS
answer-metric-cvr = Conversion-Rate
answer-metric-aov = Ø Bestellwert
answer-metric-due = anteiliges Budget
answer-metric-daily = Tagesbudget × Tage
answer-by = { $what } { $by }
answer-by-campaign = nach Kampagne
answer-by-creative = nach Creative
answer-by-channel = nach Kanal
answer-by-day = nach Tag
answer-by-week = nach Woche
answer-by-month = nach Monat
answer-by-weekday = nach Wochentag
answer-found-campaigns = { $count ->
    [0] Keine Kampagne mit { $condition }
    [one] { $count } Kampagne mit { $condition }
   *[other] { $count } Kampagnen mit { $condition }
  }
answer-found-creatives = { $count ->
    [0] Kein Creative mit { $condition }
    [one] { $count } Creative mit { $condition }
   *[other] { $count } Creatives mit { $condition }
  }
answer-found-channels = { $count ->
    [0] Kein Kanal mit { $condition }
    [one] { $count } Kanal mit { $condition }
   *[other] { $count } Kanäle mit { $condition }
  }
answer-found-times = { $count ->
    [0] Kein Zeitraum mit { $condition }
    [one] { $count } Zeitraum mit { $condition }
   *[other] { $count } Zeiträume mit { $condition }
  }
answer-over = { $metric } über { $value }
answer-at-least = { $metric } ab { $value }
answer-under = { $metric } unter { $value }
answer-at-most = { $metric } bis { $value }
answer-exactly = { $metric } von genau { $value }
answer-overspent = { $count ->
    [0] Keine Kampagne über Budget
    [one] { $count } Kampagne über Budget
   *[other] { $count } Kampagnen über Budget
  }
answer-versus = { $days } ggü. { $before }
answer-before = vorher { $before }
answer-target = Ziel { $target }
answer-total = Gesamt: { $figures }
answer-column-total = Gesamt
answer-column-overall = Insgesamt
answer-column-due = Anteiliges Budget
answer-column-over = Über Plan
answer-column-creative = Creative
answer-column-day = Tag
answer-column-week = Woche
answer-column-month = Monat
answer-column-weekday = Wochentag
page-answer = Antwort
page-answer-title = { $workspace }: { $title }
page-answer-asked = Gefragt am { $time }
page-answer-restated = Diese Antwort kam am { $time }. Seitdem sind Daten eingegangen oder geändert worden, daher können die Zahlen hier von denen in der Nachricht abweichen.
page-answer-same = Die Daten sind dieselben wie bei dieser Antwort am { $time }.
page-answer-picture = Bild von { $name }
answer-overall = Insgesamt: { $figures }
answer-total-over = Insgesamt über Plan: { $amount }
answer-left = Noch { $left } von { $budget } übrig
answer-over-budget = { $amount } über dem Budget von { $budget }
answer-on-pace = { $percent } des bis jetzt geplanten Budgets ausgegeben
answer-unjudged = Nicht beurteilt, weil Zahlen fehlen: { $things }
answer-high = Höchstwert
answer-low = Tiefstwert
answer-highest-first = höchste zuerst
answer-lowest-first = niedrigste zuerst
answer-picture = Bild: { $link }
answer-open = Öffnen: { $link }
answer-copy = „{ $copy }“
answer-how = Berechnung: { $how }
answer-without = ohne { $names }
answer-active = aktive Kampagnen
answer-inactive = pausierte Kampagnen
answer-data-through = Daten vollständig bis { $day }
answer-data-behind = { $channel } nur bis { $day }
answer-data-never = noch nichts von { $channel }
answer-data-more = { $count ->
    [one] { $count } weiterer Kanal im Rückstand
   *[other] { $count } weitere Kanäle im Rückstand
  }
answer-today-so-far = heute bis jetzt
answer-today-nothing = von heute noch nichts
answer-estimated = ≈ Budget aus den Ausgaben geschätzt
answer-without-budget = { $count ->
    [one] { $count } Kampagne ohne Budget nicht gezählt
   *[other] { $count } Kampagnen ohne Budget nicht gezählt
  }
answer-not-by-creative = { $channels } ohne Zahlen nach Creative
answer-not-measured = keine Angabe von { $channels }: { $metric }
answer-per-day = Änderungen der Summen pro Tag ({ $days } ggü. { $before } Tagen)
answer-paused = pausiert
answer-a-day = { $amount } pro Tag
answer-why-parts = Woher das kommt,
answer-why-rest = Alles andere: { $amount }
answer-why-mix = vor allem durch seinen Anteil am Ganzen
answer-why-factors = Treiber: { $list }
answer-why-same = Nichts hat sich geändert.
answer-why-unknown = Es gibt keine Vergleichszahlen, deshalb kann ich nicht sagen, woher das kommt.
answer-new = vorher nicht dabei
answer-gone = nicht mehr dabei
answer-no-creative = Ohne Creative
answer-alerts = { $count ->
    [0] Keine offenen Warnungen
    [one] { $count } offene Warnung
   *[other] { $count } offene Warnungen
  }
answer-alerts-then = { $count ->
    [0] Keine Warnungen
    [one] { $count } Warnung
   *[other] { $count } Warnungen
  }
answer-acknowledged = bestätigt
answer-snoozed = zurückgestellt
answer-resolved = erledigt
answer-advice = { $count ->
    [0] Kein Vorschlag wartet auf eine Entscheidung
    [one] { $count } Vorschlag wartet auf eine Entscheidung
   *[other] { $count } Vorschläge warten auf eine Entscheidung
  }
answer-owner = bei { $name }
answer-decide = Entscheiden können Sie in Ihrem neuesten Bericht oder im Dashboard.
answer-check-limit = Prüfen Sie ihr Tageslimit im Werbekonto
answer-campaigns = { $count ->
    [0] Keine Kampagnen
    [one] { $count } Kampagne
   *[other] { $count } Kampagnen
  }
answer-creatives = { $count ->
    [0] Keine Creatives
    [one] { $count } Creative
   *[other] { $count } Creatives
  }
answer-channels = { $count ->
    [0] Keine Kanäle
    [one] { $count } Kanal
   *[other] { $count } Kanäle
  }
answer-fresh = Alle Daten sind bis { $day } da
answer-late = { $count ->
    [one] { $count } Quelle im Rückstand
   *[other] { $count } Quellen im Rückstand
  }
answer-no-source = Noch sind keine Daten eingegangen
answer-no-data-yet = noch keine Daten
answer-imported = letzter Import { $time }
answer-refused-file = letzte Datei abgelehnt: { $reason }
answer-empty = Keine Zahlen
answer-empty-why = Dazu wurde nichts gemessen oder importiert. Das ist nicht dasselbe wie null.
answer-no-budgets = Kein Budget ist bekannt
answer-no-budgets-why = Keine dieser Kampagnen hat ein Tagesbudget, angegeben oder geschätzt, mit dem sich die Ausgaben vergleichen ließen.
answer-unknown = Hier nicht bekannt: { $names }
answer-known = Was es gibt: { $names }
answer-future = Diese Zeit liegt noch vor uns. Ich antworte auf das, was bisher war.
answer-before-data = Für diese Zeit gibt es keine Zahlen.
answer-before-data-from = Für diese Zeit gibt es keine Zahlen. Sie beginnen am { $day }.
answer-no-such-days = Diese Tage gibt es im Kalender nicht. Bitte nennen Sie die Tage noch einmal.
answer-what-alerts = Auffälligkeiten in den Tagesdaten
answer-what-advice = offene Vorschläge und Warnungen aus den Tagesdaten
answer-what-list = alles, was importiert wurde
answer-what-sources = der letzte vollständige Tag jedes Kanals
answer-button-good = Gute Antwort
answer-button-wrong = Stimmt nicht
answer-button-how = Wie berechnet
answer-explain = So wurde gerechnet
answer-rule-ratio = Verhältnisse sind Summen geteilt durch Summen, aus den Zeilen mit beiden Zahlen.
answer-rule-missing = Eine fehlende Zahl gilt als fehlend, nie als null.
answer-rule-budget = Das Budget ist das Tagesbudget mal die Tage. Anteilig zählen die Tage, die vorbei und da sind.
answer-rule-why = Jeder Teil ist sein Beitrag zur Änderung; „alles andere“ enthält auch die Rundung, damit die Summe stimmt.
answer-rule-compare = Verglichen werden nur Tage, die auf beiden Seiten vollständig sind.
answer-refuse-unrelated = Ich beantworte nur Fragen zu den Werbe- und Verkaufszahlen von { $workspace }.
answer-refuse-metric = Das wird hier nicht gemessen. Ich kenne Ausgaben, Umsatz, Impressionen, Klicks, Conversions, Budgets und was daraus folgt.
answer-refuse-forecast = Ich mache keine Prognosen. Ich kann sagen, was bisher war und wie es im Vergleich aussieht.
answer-refuse-write = Eine Frage ändert hier nichts. Über Budgets entscheiden Sie mit den Schaltflächen Ihres Berichts; ich kann zeigen, was zu entscheiden ist.
answer-refuse-elsewhere = Ich sehe nur die Zahlen von { $workspace } und von niemandem sonst.
answer-refuse-instruction = Das kann ich nicht tun. Ich beantworte Fragen zu Zahlen und sonst nichts.
answer-ask-which = Was davon meinen Sie?
answer-ask-unknown = Diesen Namen finde ich hier nicht. Bitte prüfen Sie die Schreibweise.
answer-ask-metric = Welche Zahl meinen Sie? Zum Beispiel Ausgaben, Umsatz oder ROAS.
answer-ask-context = Ich weiß nicht, woran das anschließt. Bitte stellen Sie die ganze Frage.
answer-ask-words = Das verstehe ich nicht: { $words }
answer-offer-rest = Ohne das fragen
answer-try = Sie können fragen:
answer-example-overspent-title = Über Budget?
answer-example-overspent = Welche Kampagnen lagen gestern über Budget?
answer-example-creative-title = Bestes Creative
answer-example-creative = Bestes Creative diese Woche
answer-example-channels-title = Ausgaben je Kanal
answer-example-channels = Ausgaben nach Kanal in den letzten 30 Tagen
answer-example-week-title = Letzte Woche
answer-example-week = Wie lief die letzte Woche?
answer-example-roas-title = ROAS, 7 Tage
answer-example-roas = ROAS der letzten 7 Tage
answer-example-alerts-title = Offene Warnungen
answer-example-alerts = Gibt es Warnungen?
answer-example-advice-title = Was tun?
answer-example-advice = Was sollte ich heute tun?
answer-example-pace-title = Budget im Monat
answer-example-pace = Wie viel Budget ist diesen Monat noch übrig?
answer-example-data-title = Daten aktuell?
answer-example-data = Wie aktuell sind die Daten?
answer-link = Dieselben Zahlen im Dashboard:
shortcut-nothing-to-decide = Keine Budgetverschiebung wartet auf eine Entscheidung.
shortcut-nothing-to-undo = Jetzt lässt sich nichts rückgängig machen: Keine Freigabe lässt das noch zu.
shortcut-dashboard = Hier ist Ihr Dashboard.
answer-too-late = Das hat zu lange gedauert, ich habe keine Antwort. Bitte fragen Sie noch einmal.
answer-still-working = Ich arbeite noch an Ihrer Frage. Die Antwort folgt.
answer-too-many-days = Das sind mehr Daten, als eine Antwort durchsehen kann. Bitte fragen Sie nach einem kürzeren Zeitraum.
answer-where = Sie sind in mehreren Arbeitsbereichen. Antworten Sie auf eine Nachricht aus dem gemeinten und fragen Sie dort.
rating-gone = Diese Antwort ist zu alt für ihre Schaltflächen. Fragen Sie einfach noch einmal.
rating-button = Bewerten 1–5
rating-thanks = Danke, notiert.
rating-ask-why = Danke, notiert. Was war falsch?
rating-ask-score = Wie gut war die Antwort?
rating-choose = Auswählen
rating-wrong-number = Falsche Zahl
rating-wrong-dates = Falscher Zeitraum
rating-wrong-campaign = Falsche Kampagne
rating-not-what-i-asked = Nicht meine Frage
rating-too-slow = Zu langsam
rating-other = Etwas anderes
rating-five = 5 · Genau richtig
rating-four = 4 · Gut
rating-three = 3 · Mittelmäßig
rating-two = 2 · Schwach
rating-one = 1 · Unbrauchbar
