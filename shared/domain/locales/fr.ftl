# What people read, in French; "vous", and no break before a sign of two parts. One message id for each `Phrase` of `language/phrase.rs`, in the order of English.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (prévu { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } vs moyenne du { $weekday })
digest-value-alone = { $value }
digest-value-so-far = { $value } à ce stade
digest-no-spend = aucune dépense
digest-no-value = non disponible
digest-roas-with-target = { $roas } (objectif { $target })
digest-data-complete = complètes jusqu’à 23:59 { $zone }, { $channels }
digest-data-waiting = provisoires, en attente de { $channels } (dernier jour : { $day })
digest-data-waiting-since = provisoires : { $channels } manque encore (complet jusqu’au { $day }, dernières données { $moment })
digest-data-never = provisoires, en attente de { $channels }
digest-data-none = rien n’est encore arrivé pour ce jour
digest-data-gaps = { $data } ; { $count ->
    [one] { $count } valeur manque
   *[other] { $count } valeurs manquent
  } à la source
digest-needs = { $decisions ->
    [0] { $alerts ->
        [one] { $alerts } alerte
       *[other] { $alerts } alertes
    }
    [one] { $decisions } décision{ $alerts ->
        [0] { "" }
        [one] , { $alerts } alerte
       *[other] , { $alerts } alertes
    }
   *[other] { $decisions } décisions{ $alerts ->
        [0] { "" }
        [one] , { $alerts } alerte
       *[other] , { $alerts } alertes
    }
  }
digest-no-alert = aucune
digest-clear = rien. Tout va bien.
digest-clear-so-far = rien dans les données reçues
digest-clear-unknown = inconnu faute de données
digest-nothing-new = rien de nouveau
digest-late = { $day }, en retard
digest-missing = { $data } ; pas de rapport pour { $day }
digest-missing-with-values = { $data } ; { $day } non envoyé : dépenses { $spend }, revenu { $revenue }
correction-title = Toutes les données sont arrivées : voici le rapport corrigé pour { $workspace }, journée du { $day }.
correction-line = { $label } : { $value } (avant : { $before })
correction-same = { $label } : { $value } (inchangé)
digest-shift = Déplacer { $amount }/jour de { $from } vers { $to }
digest-shift-why = ROAS { $from } contre { $to } sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }, confiance { $confidence }
digest-shift-why-estimated = ROAS { $from } contre { $to } sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }, confiance { $confidence } ; budgets estimés
digest-shift-why-cost = Coût par conversion { $from } contre { $to } sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }, confiance { $confidence }
digest-shift-why-cost-estimated = Coût par conversion { $from } contre { $to } sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }, confiance { $confidence } ; budgets estimés

confidence-high = élevée
confidence-medium = moyenne
confidence-low = faible

list-and = { $first } et { $last }
list-or = { $first } ou { $last }
another-approver = une autre personne autorisée

# -- Alerts
alert-overspent = { $campaign } a dépensé { $spend }, soit { $over } de plus que son budget de { $budget }
alert-roas = { $campaign } : ROAS de { $roas } sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }, objectif { $target }
alert-zero = { $campaign } n’a pas été diffusée ; son budget est de { $budget }/jour
alert-zero-estimated = { $campaign } n’a pas été diffusée ; elle dépense d’habitude { $spend }/jour
alert-waste = { $campaign } a dépensé { $spend } { $conversions ->
    [0] sans conversion
    [one] pour { $conversions } conversion
   *[other] pour { $conversions } conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }en { $days } jours
  } ; d’habitude { $cost } chacune
alert-waste-channel = { $campaign } a dépensé { $spend } { $conversions ->
    [0] sans conversion
    [one] pour { $conversions } conversion
   *[other] pour { $conversions } conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }en { $days } jours
  } ; sur son canal { $cost } chacune
alert-waste-workspace = { $campaign } a dépensé { $spend } { $conversions ->
    [0] sans conversion
    [one] pour { $conversions } conversion
   *[other] pour { $conversions } conversions
  }{ $days ->
    [one] { "" }
   *[other] { " " }en { $days } jours
  } ; dans le compte { $cost } chacune
alert-cost = { $campaign } : coût par conversion de { $cost } sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }, d’habitude { $usual }
alert-unusual-spend = Dépenses { $value }, { $change } vs { $weekday } habituel ({ $usual })
alert-unusual-spend-from-none = Dépenses { $value } ; { $weekday } habituel : { $usual }
alert-unusual-revenue = Revenus { $value }, { $change } vs { $weekday } habituel ({ $usual })
alert-unusual-revenue-from-none = Revenus { $value } ; { $weekday } habituel : { $usual }
alert-largest-part = { $alert } ; plus grande part : { $part }
alert-source-silent = { $channel } sans données depuis { $time }
alert-source-behind = Données de { $channel } seulement jusqu’au { $day }
alert-source-never = Aucune donnée de { $channel } pour le moment
alert-source-refused = { $alert } ; dernier fichier refusé : { $reason }

alerts-heading = { $count ->
    [one] *{ $count } alerte* pour { $workspace } le { $day }
   *[other] *{ $count } alertes* pour { $workspace } le { $day }
  }
alerts-none = Aucune alerte ouverte pour { $workspace } le { $day }.
alerts-more = … et { $count } de plus dans le tableau de bord.

# -- Replies to a tap
reply-approved =
    ✅ Validé via { $source } par { $name } le { $time }
    { $from } : { $fromBefore } → { $fromAfter } par jour
    { $to } : { $toBefore } → { $toAfter } par jour
    Consigné dans le journal d’audit. Pas encore en ligne : quelqu’un doit encore modifier les budgets dans le compte publicitaire.
reply-approved-estimated = Budgets estimés d’après les dépenses : comparez-les avec votre compte publicitaire.
reply-already-by-you = C’était déjà fait, rien n’a changé. Vous avez validé ce transfert le { $time } ({ $source }).
reply-already-by-other = { $name } a validé ce transfert le { $time } ({ $source }). Rien n’a changé.
reply-superseded = Une proposition plus récente a remplacé celle-ci, rien n’a donc changé.
reply-expired = Ce bouton a expiré le { $time }, rien n’a donc changé. Votre dernier rapport contient des chiffres à jour.
reply-target-moved = Non appliqué. Le budget de { $campaign } a changé depuis ce message : il est maintenant de { $now } par jour (avant : { $before }). Votre prochain rapport apportera une nouvelle proposition.
reply-moved = Non appliqué. Le budget de { $campaign } a changé le { $time } : il est maintenant de { $now } par jour (avant : { $before }).
reply-moved-by = Non appliqué. { $name } a modifié le budget de { $campaign } le { $time } : il est maintenant de { $now } par jour (avant : { $before }).
reply-moved-stopped = Non appliqué. { $campaign } a été désactivée le { $time }.
reply-nothing-else = Il n’y a rien d’autre à décider ici ; votre prochain rapport apportera du nouveau.
reply-target-moved-plain = Non appliqué. Cette proposition a changé depuis l’envoi du message. La proposition actuelle est dans votre dernier rapport.
reply-over-limit = { $amount } par jour ne peuvent pas être validés dans { $workspace }, rien n’a donc changé. Modifiez les budgets dans le compte publicitaire ou adressez-vous au propriétaire.
reply-not-member = Vous ne faites plus partie de cet espace de travail, rien n’a donc changé.
reply-not-yours = Ce bouton a été envoyé à un autre téléphone, rien n’a donc changé.
reply-opted-out = Vous avez arrêté ces messages, rien n’a donc changé. Envoyez REPRENDRE pour les recevoir à nouveau.
reply-gone = Ce bouton ne mène plus à rien, rien n’a donc changé. Les boutons actuels sont dans votre dernier rapport.
reply-unknown-button = Je n’ai pas pu lire ce bouton, rien n’a donc changé. Appuyez sur un bouton de votre dernier rapport.
reply-try-again = Un problème est survenu de notre côté et rien n’a changé. Veuillez réessayer dans une minute.
reply-busy = Impossible à l’instant : une autre modification est arrivée au même moment, la vôtre n’a donc rien changé. Veuillez réessayer dans un instant.
reply-cards-underway = Ce que vous avez demandé avant est encore en route. Veuillez redemander une fois que vous l’aurez reçu.
reply-last-of-hour = C’était le message numéro { $count } en une heure. Pendant les prochaines { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, seul STOP est lu. Veuillez envoyer tout le reste après.

reply-approved-second =
    ✅ Validé via { $source } par { $name } le { $time }, après { $first } le { $firstTime }
    { $from } : { $fromBefore } → { $fromAfter } par jour
    { $to } : { $toBefore } → { $toAfter } par jour
    Consigné dans le journal d’audit. Pas encore en ligne : quelqu’un doit encore modifier les budgets dans le compte publicitaire.
reply-approved-first = Votre validation est enregistrée. { $amount } par jour dépassent les { $limit } qu’une seule personne peut valider dans { $workspace } ; ce transfert doit donc aussi être validé par { $names }. La demande est en route ; rien ne change avant la seconde validation.
reply-declined = C’est noté : non. Rien ne change, et ce transfert ne sera pas reproposé pendant une semaine. Pour dire pourquoi, écrivez une ligne dans les 10 minutes.
reply-declined-plain = C’est noté : non. Rien ne change, et ce transfert ne sera pas reproposé pendant une semaine.
reply-reason-kept = Merci. Votre raison est conservée avec la décision.
reply-undone = Annulé par { $name } le { $time }. { $from } reste à { $fromBefore } par jour et { $to } à { $toBefore }. Si les budgets ont déjà été modifiés dans le compte publicitaire, quelqu’un doit les y rétablir.
reply-undone-applied = Annulé par { $name } le { $time }. Le compte publicitaire l’avait déjà appliqué : quelqu’un doit encore remettre { $from } à { $fromBefore } par jour et { $to } à { $toBefore }.
reply-acknowledged = Prise en compte par { $name } le { $time } : { $alert }. Elle disparaît du rapport de tous, sauf si elle s’aggrave.
reply-snoozed = Reportée jusqu’au { $until } par { $name } : { $alert }.
reply-assigned = Attribuée à { $owner } : { $what }. { $owner } est prévenu par e-mail et dans l’application, et vous aurez la réponse.
reply-assigned-self = C’est à vous : { $what }.
reply-accepted = Vous vous en chargez : { $what }. { $name } en est informé.
reply-passed-back = Vous l’avez renvoyée : { $what }. { $name } en est informé.
reply-already-declined-by-you = Vous avez refusé ce transfert le { $time } ({ $source }). Rien n’a changé.
reply-already-declined-by-other = { $name } a refusé ce transfert le { $time } ({ $source }). Rien n’a changé.
reply-already-undone-by-you = Vous avez annulé ce transfert le { $time } ({ $source }). Rien n’a changé.
reply-already-undone-by-other = { $name } a annulé ce transfert le { $time } ({ $source }). Rien n’a changé.
reply-awaits-second = Vous avez validé ce transfert le { $time } ({ $source }). Il lui faut encore une seconde validation. Peuvent la donner : { $names }. Rien n’a changé.
reply-same-person = Non validé : la première validation ({ $name }, { $time }, { $source }) vient du même compte WhatsApp ou de la même boîte mail que la vôtre, et ce transfert demande deux personnes. Rien n’a changé. Demandez au propriétaire de retirer le membre inscrit deux fois.
reply-first-may-not = Non validé : la première validation ({ $name }, { $time }, { $source }) ne compte plus, car { $name } ne peut plus valider de transferts. Rien n’a changé. Votre prochain rapport apportera une nouvelle proposition si les chiffres y sont toujours favorables.
reply-noted = C’est noté : non. Cette proposition n’est plus valable, rien n’a donc changé.
reply-not-verified = Ce compte WhatsApp a changé depuis sa vérification, rien n’a donc changé. Demandez une nouvelle invitation à la personne qui vous a invité pour le confirmer.
reply-void = Votre rôle ou votre consentement a changé après l’envoi de ce message, rien n’a donc changé. Votre prochain rapport aura des boutons qui fonctionnent.
reply-may-not-ask = Vous pouvez voir ce transfert mais pas en décider. Peuvent le faire : { $names }. Rien n’a changé.
reply-may-not-nobody = Vous pouvez voir ce transfert mais pas en décider. Rien n’a changé. Adressez-vous au propriétaire de { $workspace }.
reply-may-not-alerts = Vous pouvez voir cette alerte mais pas la traiter. Rien n’a changé. Adressez-vous au propriétaire de { $workspace }.
reply-may-not-assign-ask = Vous pouvez voir cette recommandation mais pas l’attribuer. Peuvent le faire : { $names }. Rien n’a changé.
reply-may-not-assign = Vous pouvez voir cette recommandation mais pas l’attribuer. Rien n’a changé. Adressez-vous au propriétaire de { $workspace }.
reply-expired-open = Ce bouton a expiré le { $time }, rien n’a donc changé. La proposition est toujours valable.
reply-over-limit-nobody = { $amount } par jour dépassent les { $limit } qu’une seule personne peut valider dans { $workspace }, et personne d’autre n’y est autorisé. Rien n’a changé. Le propriétaire peut désigner une deuxième personne.
reply-undo-too-late = Non annulé : cette validation pouvait être annulée jusqu’au { $time }. Modifiez plutôt les budgets dans le compte publicitaire. Rien n’a changé.
reply-undo-never = Cette validation ne peut pas être annulée ici. Rien n’a changé. Modifiez plutôt les budgets dans le compte publicitaire.
reply-undo-moved = Impossible d’annuler : le budget de { $campaign } a été modifié après la validation et est maintenant de { $now } par jour. Rien n’a changé. Modifiez plutôt les budgets dans le compte publicitaire.
reply-undo-moved-plain = Impossible d’annuler : un budget a été modifié après la validation. Rien n’a changé. Modifiez plutôt les budgets dans le compte publicitaire.
reply-nothing-to-undo = Le compte publicitaire a refusé ce transfert ({ $reason }), il n’y a donc rien à annuler. Rien n’a changé.
reply-alert-acknowledged-by-you = Vous avez pris en compte cette alerte le { $time } ({ $source }). Rien n’a changé.
reply-alert-acknowledged-by-other = { $name } a pris en compte cette alerte le { $time } ({ $source }). Rien n’a changé.
reply-alert-snoozed-by-you = Vous avez reporté cette alerte jusqu’au { $until } ({ $source }). Rien n’a changé.
reply-alert-snoozed-by-other = { $name } a reporté cette alerte jusqu’au { $until } ({ $source }). Rien n’a changé.
reply-alert-over = Ce problème est passé, rien n’a donc changé. S’il revient, votre rapport le dira.
reply-already-assigned = { $name } l’a attribuée à { $owner } le { $time } ({ $source }). Rien n’a changé.
reply-already-accepted = { $owner } s’en charge depuis le { $time }. Rien n’a changé.
reply-already-passed-back = { $owner } l’a renvoyée le { $time }. Rien n’a changé.
reply-not-a-teammate = Cette personne n’est plus dans { $workspace } ou ne peut pas s’en charger, rien n’a donc changé. Veuillez choisir quelqu’un d’autre.

source-whatsapp = WhatsApp
source-web-link = lien web
source-api = application
source-system = automatiquement

state-proposed = En attente d’une décision
state-approved = Validé via { $source }
state-superseded = Remplacé par une proposition plus récente
state-awaiting-second = Validé par une personne, en attente de la seconde
state-declined = Refusé via { $source }
state-undone = Annulé via { $source }
state-applied = Appliqué dans le compte publicitaire
state-refused = Refusé par le compte publicitaire
state-undone-not-yet = Annulé via { $source }, pas encore dans le compte publicitaire
state-undone-applied = Annulé via { $source }, rétabli dans le compte publicitaire
state-undone-refused = Annulé via { $source }, refusé par le compte publicitaire

# -- Cards: texts with buttons. A button has at most 20 characters, a row 24.
button-approve = Valider
button-confirm = Oui, valider
button-not-now = Pas maintenant
button-assign = Attribuer
button-undo = Annuler
button-review = Examiner
button-acknowledge = Prendre en compte
button-snooze = Reporter de 4 h
button-snooze-tomorrow = Reporter à demain
button-choose-person = Choisir quelqu’un
row-me = Moi
row-me-note = M’en charger
row-more = Plus de personnes ›
row-back = ‹ Retour
row-page = Page { $page } sur { $pages }
role-owner = Propriétaire
role-marketer = Marketing
role-viewer = Lecture seule
card-shift =
    { "*" }Transfert de budget* : déplacer { $amount } par jour
    { $from } : { $fromBefore } → { $fromAfter } par jour
    { $to } : { $toBefore } → { $toAfter } par jour
card-shift-why = Raison : { $why }
card-shift-estimated = Budgets estimés d’après les dépenses : comparez-les avec votre compte publicitaire.
card-shift-one-tap = Dans la limite des { $limit } qu’un seul appui peut valider. Vous pouvez annuler pendant { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  }.
card-shift-one-tap-final = Dans la limite des { $limit } qu’un seul appui peut valider.
card-shift-confirm = Au-dessus des { $limit } qu’un seul appui peut valider : une confirmation vous sera demandée.
card-shift-second = Au-dessus des { $limit } qu’une seule personne peut valider : une deuxième personne doit aussi valider.
card-shift-first = { $name } l’a validé le { $time }. Il faut une seconde validation.
card-confirm = Valider ce transfert ? Il dépasse les { $limit } qu’un seul appui peut valider dans { $workspace }.
card-undo = Vous avez changé d’avis ? Vous pouvez annuler la validation jusqu’au { $time }.
card-follow-up = Ou confiez le suivi à quelqu’un.
card-successor = Une proposition plus récente attend une décision.
card-successor-amount = Nouvelle proposition : déplacer { $amount } par jour.
card-alert =
    { "*" }Alerte : { $severity }*, { $workspace }
    { $alert }
    { $stake } par jour en jeu
card-alert-news =
    { "*" }Alerte : { $severity }*, { $workspace }
    { $alert }
card-assignees = Qui doit s’en charger ? { $what }
card-assignees-page = Page { $page } sur { $pages }, { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
  }. Absent de la liste ? Écrivez un nom, par exemple : attribuer à Priya

# -- A text that assigns
assign-nobody = Personne ne s’appelle { $name } dans { $workspace }. Rien n’a changé.
assign-nobody-closest = Personne ne s’appelle { $name } dans { $workspace }. Les plus proches : { $names }. Rien n’a changé.
assign-what = Il n’y a aucune recommandation ouverte à attribuer dans { $workspace }. Rien n’a changé.
assign-which = Plusieurs personnes s’appellent { $name }. Choisissez dans la liste.
assign-where = Vous êtes dans plusieurs espaces de travail. Répondez avec les mêmes mots à un message de celui que vous voulez. Rien n’a changé.

# -- News of what came of a decision; each is one line.
update-accepted = { $name } se charge de ce que vous avez attribué : { $what }
update-passed-back = { $name } a renvoyé ce que vous avez attribué : { $what }
update-second-approved = { $name } a validé le transfert que vous aviez validé en premier : { $what }
update-second-declined = { $name } a refusé le transfert que vous aviez validé en premier : { $what }
update-applied = Le compte publicitaire l’a appliqué : { $what }
update-refused = Le compte publicitaire l’a refusé ({ $reason }) : { $what }
update-way-back-applied = Le compte publicitaire a rétabli les budgets : { $what }
update-way-back-refused = Le compte publicitaire a refusé de rétablir les budgets ({ $reason }) : { $what }
update-first-overtaken = Un budget a changé, le transfert que vous aviez validé en premier n’est donc plus valable : { $what }
update-first-superseded = Une proposition plus récente a remplacé le transfert que vous aviez validé en premier : { $what }

# -- Replies to text
reply-stopped = Vous ne recevez plus de rapports de ce numéro. Envoyez REPRENDRE pour les recevoir à nouveau.
reply-started = Heureux de vous retrouver. Vos rapports quotidiens reprennent avec le prochain.
reply-help = Ce numéro envoie votre rapport publicitaire quotidien, avec des boutons pour agir. Envoyez ARRÊT pour ne plus recevoir les rapports, REPRENDRE pour les recevoir à nouveau.
reply-text = Je ne comprends que les boutons de vos rapports et les mots AIDE, ARRÊT et REPRENDRE. Appuyez sur un bouton de votre dernier rapport, ouvrez son tableau de bord ou écrivez, par exemple, attribuer à Priya.
reply-unsupported = Ici, je ne sais lire que du texte et des boutons. Envoyez AIDE pour voir ce qui fonctionne.

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace }, { $day }
page-report = Rapport quotidien
page-data-complete = Complet jusqu’à 23:59 { $zone } : { $channels }.
page-data-waiting = Provisoire : il manque encore { $channels }, dernier jour complet { $day }. Ces chiffres vont encore changer.
page-data-never = Provisoire : il manque encore { $channels }. Ces chiffres vont encore changer.
page-data-none = Aucune donnée n’est encore arrivée pour ce jour.
page-sources = Sources de données
page-source-late = en retard
page-source-through = complet jusqu’au { $day }
page-source-never = aucun jour complet
page-source-last-import = dernier import { $time }
page-source-expected = attendu avant { $time }
page-source-refused = Refusé { $time } : { $reason }
page-data-gaps = { $count ->
    [one] { $count } valeur manque
   *[other] { $count } valeurs manquent
  } à la source, les sommes sont donc peut-être trop basses.
page-spend = Dépenses
page-revenue = Revenus
page-roas = ROAS
page-conversions = Conversions
page-cost-per-conversion = Coût par conversion
page-click-rate = Taux de clics
page-percent = { $number } %
page-over-plan = { $percent } au-dessus des { $plan } prévus
page-under-plan = { $percent } au-dessous des { $plan } prévus
page-on-plan = exactement les { $plan } prévus
page-above-target = { $percent } au-dessus de l’objectif de { $target }
page-below-target = { $percent } au-dessous de l’objectif de { $target }
page-on-target = exactement à l’objectif de { $target }
page-above-usual = { $percent } au-dessus de la moyenne du { $weekday }
page-below-usual = { $percent } au-dessous de la moyenne du { $weekday }
page-as-usual = conforme à la moyenne du { $weekday }
page-so-far = pour l’instant, { $note }
page-not-known = non disponible
page-not-reported = la source ne l’a pas indiqué
page-no-spend = aucune dépense
page-no-conversions = aucune conversion
page-no-impressions = aucune impression
weekday-name = { $number ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
  }
page-shifts = Transferts de budget
page-no-shift = Aucun transfert de budget n’est proposé.
page-shift-decided = par { $name } le { $time }
page-shift-proposed = Proposé le { $time }
page-shift-not-live = Validé, pas encore en ligne : quelqu’un doit encore modifier les budgets dans le compte publicitaire.
page-shift-approve-there = Validez-le avec le bouton de votre rapport WhatsApp.
page-shift-approvers = Peuvent le valider dans WhatsApp : { $names }.
page-budget-change = { $before } → { $after } par jour
page-budget-change-estimated = { $before } → { $after } par jour, budget estimé d’après les dépenses
page-alerts = Alertes ouvertes
page-no-alert = Tout va bien : aucune alerte ouverte.
page-alert-since = depuis le { $day }
page-alert-stake = { $stake } par jour en jeu
severity-critical = Critique
severity-high = Élevée
severity-medium = Moyenne
severity-info = Information
page-alert-acknowledged = prise en compte par { $name } le { $time }
page-alert-snoozed = reportée par { $name } jusqu’au { $until }
page-owner-awaited = Confiée à { $owner } par { $name } le { $time }, sans réponse pour l’instant
page-owner-accepted = { $owner } s’en charge depuis le { $time }
page-owner-passed-back = { $owner } l’a renvoyée le { $time } : personne ne s’en charge
page-notices = Pour vous
page-notice-new = Nouveau
page-trend = Dépenses et revenus
page-trend-label = Dépenses et revenus par jour, du { $first } au { $last }
page-trend-day = { $day } : dépenses { $spend }, revenus { $revenue }
page-channels = Canaux
page-channel = Canal
page-campaigns = Campagnes
page-campaign = Campagne
page-best = Meilleur
page-worst = Plus bas
page-budget-line = budget { $budget }
page-budget-line-over = budget { $budget }, dépassé de { $percent }
page-no-delivery = pas de diffusion
page-not-in-yet = pas encore arrivé
page-more-campaigns = … et { $count ->
    [one] { $count } autre campagne
   *[other] { $count } autres campagnes
  } avec { $spend } de dépenses.
page-empty = Rien à afficher pour l’instant. Dès que votre premier export sera importé, cette page se remplira de chiffres.
page-as-of = En direct, vérifié le { $time }
page-personal = Cette page ne fait qu’afficher, elle ne change rien. Son lien est réservé à { $name } et fonctionne jusqu’au { $time }.
page-changed = Cette page a été mise à jour.
page-offline = Pas de connexion : ces chiffres ne sont peut-être plus à jour.
link-unknown-title = Ce lien ne mène nulle part
link-unknown-text = Ouvrez le tableau de bord avec le bouton de votre dernier rapport WhatsApp.
link-expired-title = Ce lien a expiré
link-expired-text = Un lien vers le tableau de bord fonctionne pendant 7 jours. Ouvrez le tableau de bord avec le bouton de votre dernier rapport WhatsApp.
link-member-title = Ce tableau de bord vous est fermé
link-member-text = Ce lien appartient à quelqu’un qui ne fait plus partie de l’espace de travail. En cas d’erreur, adressez-vous à son propriétaire.
page-failed-title = Le tableau de bord est illisible pour le moment
page-failed-text = Rien n’est perdu. Veuillez recharger cette page dans une minute.
home-title = Votre tableau de bord est dans WhatsApp
home-text = Appuyez sur « Tableau de bord » dans votre rapport quotidien. Le lien qu’il contient n’est qu’à vous et fonctionne pendant 7 jours.

# -- The page that the link of an action opens: it asks, and its button acts.
act-who = Vous agissez en tant que { $name } dans { $workspace }.
act-approve-title = Valider ce transfert de budget ?
act-decline-title = Refuser ce transfert de budget ?
act-undo-title = Annuler cette validation ?
act-shift-title = Transfert de budget
act-acknowledge-title = Prendre en compte cette alerte ?
act-snooze-title = Reporter cette alerte ?
act-alerts-title = Alertes
act-assign-title = Qui doit s’en charger ?
act-pick-title = Confier ceci à { $name } ?
act-accept-title = Vous en charger ?
act-pass-back-title = Renvoyer ceci ?
act-done-title = C’est fait
act-nothing-title = Rien n’a changé
act-confirm = Au-dessus des { $limit } qu’un seul appui peut valider : comparez encore une fois les deux budgets avant de valider.
act-decline = Rien ne change alors, et ce transfert ne sera pas reproposé pendant une semaine.
act-undo = Vous pouvez annuler la validation jusqu’au { $time }.
act-acknowledge = Elle disparaît alors du rapport de tous, sauf si elle s’aggrave.
act-snooze = Personne n’en entendra parler jusqu’au { $until }, sauf si elle s’aggrave.
act-assign = La personne choisie est prévenue par e-mail et dans l’application, et vous aurez la réponse.
act-pick = { $name } recevra un avis par e-mail et dans l’application, et vous aurez la réponse.
act-answer = { $name } aura votre réponse.
act-not-pressed-text = Seul le bouton sur la page d’un lien agit. Rouvrez le lien et appuyez sur ce bouton.
act-failed-title = Cela ne fonctionne pas pour le moment
act-failed-text = Rouvrez le lien dans une minute : la page dira alors où en sont les choses.

# -- Notices in the app, and the mails about them. $about is the thing itself, such as a budget shift, in one line.
notice-assigned = { $name } vous a attribué ceci : { $about }
notice-accepted = { $name } s’en charge : { $about }
notice-passed-back = { $name } vous a renvoyé ceci : { $about }
notice-shift-applied = En ligne dans le compte publicitaire : { $about }
notice-shift-refused = Refusé par la plateforme publicitaire, rien n’a changé : { $about }
notice-way-back-applied = Rétabli dans le compte publicitaire : { $about }
notice-way-back-refused = Annulé, mais la plateforme publicitaire a refusé de le rétablir : { $about }
notice-second-approval = { $name } a validé ceci et votre validation est aussi nécessaire : { $about }
mail-hello = Bonjour { $reader },
mail-assigned-heading = Une recommandation pour vous
mail-accepted-heading = Votre attribution a été acceptée
mail-passed-back-heading = Votre attribution vous a été renvoyée
mail-shift-applied-heading = Un transfert de budget est en ligne
mail-shift-refused-heading = Un transfert de budget a été refusé
mail-way-back-applied-heading = Un transfert de budget est rétabli
mail-way-back-refused-heading = Un transfert de budget n’a pas été rétabli
mail-second-approval-heading = Votre validation est nécessaire
mail-assigned-wish = Acceptez-la ou renvoyez-la : { $name } en sera informé dans les deux cas.
mail-passed-back-wish = Elle n’a plus de responsable. Vous pouvez l’attribuer à quelqu’un d’autre ou vous en charger.
mail-second-approval-wish = Rien ne change tant que vous n’avez pas validé.
mail-button-accept = Accepter
mail-button-pass-back = Renvoyer
mail-button-approve = Valider
mail-button-decline = Refuser
mail-button-dashboard = Ouvrir le tableau de bord
mail-button-open = Ouvrir
mail-row-why = Raison
mail-row-workspace = Espace de travail
mail-row-when = Quand
mail-label = { $label } :
mail-footer-member = Vous recevez cet e-mail parce que vous faites partie de { $workspace } et que ceci vous concerne ou attend votre décision.
mail-footer-links = Les liens qu’il contient ne sont qu’à vous : merci de ne pas le transférer. Ils fonctionnent jusqu’au { $time }.
notice-digest = Rapport quotidien de { $workspace }, { $day } : { $needs }
mail-digest-heading = Rapport quotidien de { $workspace }, { $day }
mail-digest-why = WhatsApp n’a pas pu remettre ce rapport, il vous parvient donc par e-mail.
mail-digest-footer = Vous recevez cet e-mail parce que vous avez demandé le rapport quotidien de { $workspace } et que WhatsApp n’a pas pu le remettre.
mail-button-approve-shift = Valider le transfert
mail-button-alerts = Voir les alertes
mail-unsubscribe = Ne plus recevoir de rapports par e-mail
mails-end-title = Ne plus recevoir de rapports par e-mail ?
mails-end-text = Le rapport quotidien de { $workspace } arrive par e-mail seulement quand WhatsApp ne peut pas le remettre. Si vous y mettez fin, vos rapports sur WhatsApp continuent, tout comme les e-mails sur ce que vous avez à décider.
mails-end-button = Ne plus recevoir de rapports par e-mail
mails-ended-title = Vous ne recevez plus de rapports par e-mail
mails-ended-text = Vous ne recevez plus de rapports de { $workspace } par e-mail. Pour les recevoir à nouveau, envoyez REPRENDRE sur WhatsApp.

# -- Answers to questions
answer-metric-spend = Dépenses
answer-metric-budget = Budget
answer-metric-budget-left = Budget restant
answer-metric-budget-used = Budget utilisé
answer-metric-pacing = Rythme de dépense
answer-metric-impressions = Impressions
answer-metric-clicks = Clics
answer-metric-conversions = Conversions
answer-metric-revenue = Revenus
answer-metric-ctr = CTR
answer-metric-cpc = CPC
answer-metric-cpm = CPM
answer-metric-cpa = CPA
answer-metric-roas = ROAS
answer-metric-cvr = Taux de conversion
answer-metric-aov = Panier moyen
answer-metric-due = budget à date
answer-metric-daily = budget quotidien × jours
answer-by = { $what } { $by }
answer-by-campaign = par campagne
answer-by-creative = par création
answer-by-channel = par canal
answer-by-day = par jour
answer-by-week = par semaine
answer-by-month = par mois
answer-by-weekday = par jour de la semaine
answer-found-campaigns = { $count ->
    [0] Aucune campagne avec { $condition }
    [one] { $count } campagne avec { $condition }
   *[other] { $count } campagnes avec { $condition }
  }
answer-found-creatives = { $count ->
    [0] Aucune création avec { $condition }
    [one] { $count } création avec { $condition }
   *[other] { $count } créations avec { $condition }
  }
answer-found-channels = { $count ->
    [0] Aucun canal avec { $condition }
    [one] { $count } canal avec { $condition }
   *[other] { $count } canaux avec { $condition }
  }
answer-found-times = { $count ->
    [0] Aucune période avec { $condition }
    [one] { $count } période avec { $condition }
   *[other] { $count } périodes avec { $condition }
  }
answer-over = { $metric } au-dessus de { $value }
answer-at-least = { $metric } d’au moins { $value }
answer-under = { $metric } en dessous de { $value }
answer-at-most = { $metric } d’au plus { $value }
answer-exactly = { $metric } d’exactement { $value }
answer-overspent = { $count ->
    [0] Aucune campagne n’a dépassé son budget
    [one] { $count } campagne a dépassé son budget
   *[other] { $count } campagnes ont dépassé leur budget
  }
answer-versus = { $days } contre { $before }
answer-before = avant { $before }
answer-target = objectif { $target }
answer-total = Total : { $figures }
answer-column-total = Total
answer-column-overall = Dans l’ensemble
answer-column-due = Budget à date
answer-column-over = Au-dessus du prévu
answer-column-creative = Création
answer-column-day = Jour
answer-column-week = Semaine
answer-column-month = Mois
answer-column-weekday = Jour de la semaine
page-answer = Réponse
page-answer-title = { $workspace }, { $title }
page-answer-asked = Question posée le { $time }
page-answer-restated = Vous avez reçu cette réponse le { $time }. Depuis, des données sont arrivées ou ont changé, les chiffres de cette page peuvent donc différer de ceux du message.
page-answer-same = Les données sont les mêmes que lorsque vous avez reçu cette réponse le { $time }.
page-answer-picture = Image de { $name }
answer-overall = Dans l’ensemble : { $figures }
answer-total-over = Total au-dessus du prévu : { $amount }
answer-left = Il reste { $left } sur { $budget }
answer-over-budget = { $amount } de plus que le budget de { $budget }
answer-on-pace = { $percent } du budget prévu à ce jour dépensés
answer-unjudged = Non évalué, faute de chiffres : { $things }
answer-high = maximum
answer-low = minimum
answer-highest-first = par ordre décroissant
answer-lowest-first = par ordre croissant
answer-picture = Image : { $link }
answer-open = Ouvrir : { $link }
answer-copy = « { $copy } »
answer-how = Calcul : { $how }
answer-without = sans { $names }
answer-active = campagnes actives
answer-inactive = campagnes en pause
answer-data-through = données complètes jusqu’au { $day }
answer-data-behind = { $channel } seulement jusqu’au { $day }
answer-data-never = rien encore de { $channel }
answer-data-more = { $count ->
    [one] { $count } autre canal en retard
   *[other] { $count } autres canaux en retard
  }
answer-today-so-far = aujourd’hui, journée en cours
answer-today-nothing = rien encore d’aujourd’hui
answer-estimated = ≈ budget estimé d’après les dépenses
answer-without-budget = { $count ->
    [one] { $count } campagne sans budget non comptée
   *[other] { $count } campagnes sans budget non comptées
  }
answer-not-by-creative = { $channels } sans chiffres par création
answer-not-measured = pas de donnée de { $channels } : { $metric }
answer-per-day = écarts des sommes par jour ({ $days } contre { $before } jours)
answer-paused = en pause
answer-a-day = { $amount } par jour
answer-why-parts = D’où cela vient,
answer-why-rest = Tout le reste : { $amount }
answer-why-mix = surtout par son poids dans le total
answer-why-factors = Facteurs : { $list }
answer-why-same = Rien n’a changé.
answer-why-unknown = Il n’y a pas de chiffres de comparaison, je ne peux donc pas dire d’où cela vient.
answer-new = absent avant
answer-gone = absent maintenant
answer-no-creative = Sans création
answer-alerts = { $count ->
    [0] Aucune alerte ouverte
    [one] { $count } alerte ouverte
   *[other] { $count } alertes ouvertes
  }
answer-alerts-then = { $count ->
    [0] Aucune alerte
    [one] { $count } alerte
   *[other] { $count } alertes
  }
answer-acknowledged = prise en compte
answer-snoozed = reportée
answer-resolved = résolue
answer-advice = { $count ->
    [0] Aucune proposition n’attend de décision
    [one] { $count } proposition attend une décision
   *[other] { $count } propositions attendent une décision
  }
answer-owner = confiée à { $name }
answer-decide = La décision se prend dans votre dernier rapport ou dans le tableau de bord.
answer-check-limit = Vérifiez sa limite quotidienne dans le compte publicitaire
answer-campaigns = { $count ->
    [0] Aucune campagne
    [one] { $count } campagne
   *[other] { $count } campagnes
  }
answer-creatives = { $count ->
    [0] Aucune création
    [one] { $count } création
   *[other] { $count } créations
  }
answer-channels = { $count ->
    [0] Aucun canal
    [one] { $count } canal
   *[other] { $count } canaux
  }
answer-fresh = Toutes les données vont jusqu’au { $day }
answer-late = { $count ->
    [one] { $count } source en retard
   *[other] { $count } sources en retard
  }
answer-no-source = Aucune donnée n’est encore arrivée
answer-no-data-yet = pas encore de données
answer-imported = dernier import { $time }
answer-refused-file = dernier fichier refusé : { $reason }
answer-empty = Pas de chiffres
answer-empty-why = Rien de tel n’a été mesuré ni importé. Ce n’est pas la même chose que zéro.
answer-no-budgets = Aucun budget n’est connu
answer-no-budgets-why = Aucune de ces campagnes n’a de budget quotidien, indiqué ou estimé, auquel comparer les dépenses.
answer-unknown = Inconnu ici : { $names }
answer-known = Ce qu’il y a : { $names }
answer-future = Cette période n’est pas encore arrivée. Je réponds sur ce qui s’est passé jusqu’ici.
answer-before-data = Il n’y a pas de chiffres pour cette période.
answer-before-data-from = Il n’y a pas de chiffres pour cette période. Ils commencent le { $day }.
answer-no-such-days = Le calendrier n’a pas ces jours. Merci d’indiquer à nouveau les jours.
answer-what-alerts = problèmes trouvés dans les données du jour
answer-what-advice = propositions et alertes ouvertes d’après les données du jour
answer-what-list = tout ce qui a été importé
answer-what-sources = le dernier jour complet de chaque canal
answer-button-good = Bonne réponse
answer-button-wrong = Pas correct
answer-button-how = Mode de calcul
answer-explain = Comment c’est calculé
answer-rule-ratio = Les rapports sont des sommes divisées par des sommes, pour les lignes qui ont les deux chiffres.
answer-rule-missing = Un chiffre manquant compte comme manquant, jamais comme zéro.
answer-rule-budget = Le budget est le budget quotidien multiplié par les jours. À date, seuls comptent les jours terminés et reçus.
answer-rule-why = Chaque part est ce qu’elle ajoute à l’écart ; « tout le reste » comprend l’arrondi, et la somme tombe juste.
answer-rule-compare = Seuls les jours complets des deux côtés sont comparés.
answer-refuse-unrelated = Je ne réponds qu’aux questions sur les chiffres de publicité et de vente de { $workspace }.
answer-refuse-metric = Cela n’est pas mesuré ici. Je connais les dépenses, revenus, impressions, clics, conversions, budgets et ce qui en découle.
answer-refuse-forecast = Je ne fais pas de prévisions. Je peux dire ce qui s’est passé jusqu’ici et le comparer.
answer-refuse-write = Une question ne change rien ici. Les budgets se décident avec les boutons de votre rapport ; je peux montrer ce qu’il y a à décider.
answer-refuse-elsewhere = Je ne vois que les chiffres de { $workspace }, et de personne d’autre.
answer-refuse-instruction = Je ne peux pas faire cela. Je réponds aux questions sur les chiffres, et rien d’autre.
answer-ask-which = Lequel voulez-vous dire ?
answer-ask-unknown = Je ne trouve pas ce nom ici. Merci de vérifier comment il s’écrit.
answer-ask-metric = Quel chiffre voulez-vous ? Par exemple les dépenses, les revenus ou le ROAS.
answer-ask-context = Je ne sais pas à quoi cela se rapporte. Merci de poser la question entière.
answer-ask-words = Je ne comprends pas : { $words }
answer-offer-rest = Demander sans cela
answer-try = Vous pouvez demander :
answer-example-overspent-title = Qui a dépassé ?
answer-example-overspent = Quelles campagnes ont dépassé leur budget hier ?
answer-example-creative-title = Meilleure création
answer-example-creative = Meilleure création de cette semaine
answer-example-channels-title = Dépenses par canal
answer-example-channels = Dépenses par canal sur les 30 derniers jours
answer-example-week-title = La semaine dernière
answer-example-week = Comment s’est passée la semaine dernière ?
answer-example-roas-title = ROAS, 7 jours
answer-example-roas = ROAS des 7 derniers jours
answer-example-alerts-title = Alertes ouvertes
answer-example-alerts = Y a-t-il des alertes ?
answer-example-advice-title = Que faire ?
answer-example-advice = Que dois-je faire aujourd’hui ?
answer-example-pace-title = Budget du mois
answer-example-pace = Combien de budget reste-t-il ce mois-ci ?
answer-example-data-title = Données à jour ?
answer-example-data = Les données sont-elles à jour ?
answer-link = Les mêmes chiffres sur le tableau de bord :
shortcut-nothing-to-decide = Aucun transfert de budget n’attend de décision.
shortcut-nothing-to-undo = Rien ne peut être annulé pour l’instant : aucune approbation ne le permet plus.
shortcut-dashboard = Voici votre tableau de bord.
answer-too-late = Cela a pris trop de temps et je n’ai pas de réponse. Posez la question à nouveau.
answer-still-working = Je travaille encore sur votre question. La réponse arrive.
answer-too-many-days = Cela fait plus de données que je ne peux en parcourir pour une réponse. Demandez une période plus courte.
answer-where = Vous êtes dans plusieurs espaces de travail. Répondez à un message de celui qui vous intéresse et posez-y votre question.
rating-gone = Cette réponse est trop ancienne pour ses boutons. Posez simplement la question à nouveau.
rating-button = Noter de 1 à 5
rating-thanks = Merci, c’est noté.
rating-ask-why = Merci, c’est noté. Qu’est-ce qui n’allait pas ?
rating-ask-score = La réponse était-elle bonne ?
rating-choose = Choisir
rating-wrong-number = Chiffre faux
rating-wrong-dates = Dates fausses
rating-wrong-campaign = Mauvaise campagne
rating-not-what-i-asked = Pas ma question
rating-too-slow = Trop lent
rating-other = Autre chose
rating-five = 5 · Parfaite
rating-four = 4 · Bonne
rating-three = 3 · Moyenne
rating-two = 2 · Faible
rating-one = 1 · Inutile
