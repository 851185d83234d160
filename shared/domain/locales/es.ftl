# What people read, in Spanish; the formal "usted". One message id for each `Phrase` of `language/phrase.rs`, in the order of English.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (previsto { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } vs. media del { $weekday })
digest-value-alone = { $value }
digest-value-so-far = { $value } hasta ahora
digest-no-spend = sin gasto
digest-no-value = sin dato
digest-roas-with-target = { $roas } (objetivo { $target })
digest-data-complete = completos hasta las 23:59 { $zone }, { $channels }
digest-data-waiting = provisionales, a la espera de { $channels } (último día: { $day })
digest-data-waiting-since = provisionales: falta { $channels } (completo hasta { $day }, últimos datos { $moment })
digest-data-never = provisionales, a la espera de { $channels }
digest-data-none = aún no ha llegado nada de este día
digest-data-gaps = { $data }; { $count ->
    [one] falta { $count } valor
   *[other] faltan { $count } valores
  } en el origen
digest-needs = { $decisions ->
    [0] { $alerts ->
        [one] { $alerts } alerta
       *[other] { $alerts } alertas
    }
    [one] { $decisions } decisión{ $alerts ->
        [0] { "" }
        [one] , { $alerts } alerta
       *[other] , { $alerts } alertas
    }
   *[other] { $decisions } decisiones{ $alerts ->
        [0] { "" }
        [one] , { $alerts } alerta
       *[other] , { $alerts } alertas
    }
  }
digest-no-alert = ninguna
digest-clear = nada. Todo en orden.
digest-clear-so-far = nada en los datos recibidos
digest-clear-unknown = no se sabe, faltan los datos
digest-nothing-new = nada nuevo
digest-late = { $day }, con retraso
digest-missing = { $data }; no salió el informe del { $day }
digest-missing-with-values = { $data }; no se envió el { $day }: gasto { $spend }, ingresos { $revenue }
correction-title = Ya están todos los datos: este es el informe corregido de { $workspace } del { $day }.
correction-line = { $label }: { $value } (antes { $before })
correction-same = { $label }: { $value } (sin cambios)
digest-shift = Mover { $amount }/día de { $from } a { $to }
digest-shift-why = ROAS { $from } vs. { $to } en { $days ->
    [one] { $days } día
   *[other] { $days } días
  }, confianza { $confidence }
digest-shift-why-estimated = ROAS { $from } vs. { $to } en { $days ->
    [one] { $days } día
   *[other] { $days } días
  }, confianza { $confidence }; presupuestos estimados
digest-shift-why-cost = Coste por conversión { $from } vs. { $to } en { $days ->
    [one] { $days } día
   *[other] { $days } días
  }, confianza { $confidence }
digest-shift-why-cost-estimated = Coste por conversión { $from } vs. { $to } en { $days ->
    [one] { $days } día
   *[other] { $days } días
  }, confianza { $confidence }; presupuestos estimados

confidence-high = alta
confidence-medium = media
confidence-low = baja

# "y" becomes "e" before the sound of an i: Meta e Instagram.
list-and = { $first } { $sound ->
    [i] e
   *[other] y
  } { $last }
list-or = { $first } { $sound ->
    [o] u
   *[other] o
  } { $last }
another-approver = otra persona autorizada

# -- Alerts
alert-overspent = { $campaign } gastó { $spend }, un { $over } más que su presupuesto de { $budget }
alert-roas = { $campaign }: ROAS de { $roas } en { $days ->
    [one] { $days } día
   *[other] { $days } días
  }, objetivo { $target }
alert-zero = { $campaign } no tuvo entrega; su presupuesto es de { $budget }/día
alert-zero-estimated = { $campaign } no tuvo entrega; suele gastar { $spend }/día
alert-waste = { $campaign } gastó { $spend } { $conversions ->
    [0] sin conversiones
    [one] por { $conversions } conversión
   *[other] por { $conversions } conversiones
  }{ $days ->
    [one] { "" }
   *[other] { " " }en { $days } días
  }; lo usual: { $cost } cada una
alert-waste-channel = { $campaign } gastó { $spend } { $conversions ->
    [0] sin conversiones
    [one] por { $conversions } conversión
   *[other] por { $conversions } conversiones
  }{ $days ->
    [one] { "" }
   *[other] { " " }en { $days } días
  }; usual en su canal: { $cost } c/u
alert-waste-workspace = { $campaign } gastó { $spend } { $conversions ->
    [0] sin conversiones
    [one] por { $conversions } conversión
   *[other] por { $conversions } conversiones
  }{ $days ->
    [one] { "" }
   *[other] { " " }en { $days } días
  }; usual en la cuenta: { $cost } c/u
alert-cost = { $campaign }: coste por conversión de { $cost } en { $days ->
    [one] { $days } día
   *[other] { $days } días
  }, lo usual { $usual }
alert-unusual-spend = Gasto { $value }, { $change } vs. { $weekday } habitual ({ $usual })
alert-unusual-spend-from-none = Gasto { $value }; { $weekday } habitual: { $usual }
alert-unusual-revenue = Ingresos { $value }, { $change } vs. { $weekday } habitual ({ $usual })
alert-unusual-revenue-from-none = Ingresos { $value }; { $weekday } habitual: { $usual }
alert-largest-part = { $alert }; mayor parte: { $part }
alert-source-silent = { $channel } sin datos desde el { $time }
alert-source-behind = Datos de { $channel } solo hasta el { $day }
alert-source-never = Aún no han llegado datos de { $channel }
alert-source-refused = { $alert }; último archivo rechazado: { $reason }

alerts-heading = { $count ->
    [one] *{ $count } alerta* de { $workspace } el { $day }
   *[other] *{ $count } alertas* de { $workspace } el { $day }
  }
alerts-none = No hay alertas abiertas de { $workspace } el { $day }.
alerts-more = … y { $count } más en el panel.

# -- Replies to a tap
reply-approved =
    ✅ Aprobado vía { $source } por { $name } el { $time }
    { $from }: { $fromBefore } → { $fromAfter } al día
    { $to }: { $toBefore } → { $toAfter } al día
    Consta en el registro de auditoría. Aún no está aplicado: alguien tiene que cambiar los presupuestos en la cuenta publicitaria.
reply-approved-estimated = Presupuestos estimados a partir del gasto: compárelos con su cuenta publicitaria.
reply-already-by-you = Ya estaba hecho, no ha cambiado nada. Usted aprobó este traspaso el { $time } ({ $source }).
reply-already-by-other = { $name } aprobó este traspaso el { $time } ({ $source }). No ha cambiado nada.
reply-superseded = Una propuesta más reciente sustituyó a esta, así que no ha cambiado nada.
reply-expired = Este botón caducó el { $time }, así que no ha cambiado nada. Su último informe tiene cifras actuales.
reply-target-moved = No aplicado. El presupuesto de { $campaign } cambió después de este mensaje: ahora es de { $now } al día (antes { $before }). Su próximo informe traerá una nueva propuesta.
reply-moved = No aplicado. El presupuesto de { $campaign } cambió el { $time }: ahora es de { $now } al día (antes { $before }).
reply-moved-by = No aplicado. { $name } cambió el presupuesto de { $campaign } el { $time }: ahora es de { $now } al día (antes { $before }).
reply-moved-stopped = No aplicado. { $campaign } se desactivó el { $time }.
reply-nothing-else = Aquí no queda nada más que decidir; su próximo informe traerá las novedades.
reply-target-moved-plain = No aplicado. Esta propuesta cambió después de enviarse el mensaje. La actual está en su último informe.
reply-over-limit = En { $workspace } no se pueden aprobar { $amount } al día, así que no ha cambiado nada. Cambie los presupuestos en la cuenta publicitaria o consulte al propietario.
reply-not-member = Usted ya no pertenece a este espacio de trabajo, así que no ha cambiado nada.
reply-not-yours = Este botón se envió a otro teléfono, así que no ha cambiado nada.
reply-opted-out = Usted dio de baja estos mensajes, así que no ha cambiado nada. Envíe ALTA para volver a recibirlos.
reply-gone = Este botón ya no lleva a ninguna parte, así que no ha cambiado nada. Los actuales están en su último informe.
reply-unknown-button = No he podido leer ese botón, así que no ha cambiado nada. Pulse un botón de su último informe.
reply-try-again = Algo ha fallado por nuestra parte y no ha cambiado nada. Vuelva a pulsar dentro de un minuto.
reply-busy = Ahora no se ha podido hacer: en el mismo momento llegó otro cambio, así que el suyo no ha cambiado nada. Vuelva a intentarlo en un momento.
reply-cards-underway = Lo que pidió antes aún está en camino. Vuelva a pedirlo cuando haya llegado.
reply-last-of-hour = Este ha sido el mensaje número { $count } en una hora. Durante los próximos { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
} solo se lee STOP; envíe después cualquier otra cosa.

reply-approved-second =
    ✅ Aprobado vía { $source } por { $name } el { $time }, después de { $first } el { $firstTime }
    { $from }: { $fromBefore } → { $fromAfter } al día
    { $to }: { $toBefore } → { $toAfter } al día
    Consta en el registro de auditoría. Aún no está aplicado: alguien tiene que cambiar los presupuestos en la cuenta publicitaria.
reply-approved-first = Su aprobación ha quedado registrada. { $amount } al día supera los { $limit } que una sola persona puede aprobar en { $workspace }, así que también tiene que aprobarlo { $names }. La solicitud está en camino; antes de la segunda aprobación no cambia nada.
reply-declined = Anotado: no. No cambia nada y este traspaso no se volverá a proponer durante una semana. Si quiere explicar el motivo, escriba una línea en los próximos 10 minutos.
reply-declined-plain = Anotado: no. No cambia nada y este traspaso no se volverá a proponer durante una semana.
reply-reason-kept = Gracias. Su motivo queda guardado junto a la decisión.
reply-undone = Deshecho por { $name } el { $time }. { $from } se queda en { $fromBefore } al día y { $to } en { $toBefore }. Si los presupuestos ya se cambiaron en la cuenta publicitaria, alguien tiene que restablecerlos allí.
reply-undone-applied = Deshecho por { $name } el { $time }. La cuenta publicitaria ya lo había aplicado: alguien todavía tiene que devolver { $from } a { $fromBefore } al día y { $to } a { $toBefore }.
reply-acknowledged = Reconocida por { $name } el { $time }: { $alert }. Ya no aparecerá en el informe de nadie, salvo que empeore.
reply-snoozed = Pospuesta hasta el { $until } por { $name }: { $alert }.
reply-assigned = Asignada a { $owner }: { $what }. Se avisará a { $owner } por correo y en la aplicación, y usted sabrá la respuesta.
reply-assigned-self = Queda a su cargo: { $what }.
reply-accepted = Queda a su cargo: { $what }. Se avisará a { $name }.
reply-passed-back = La ha devuelto: { $what }. Se avisará a { $name }.
reply-already-declined-by-you = Usted rechazó este traspaso el { $time } ({ $source }). No ha cambiado nada.
reply-already-declined-by-other = { $name } rechazó este traspaso el { $time } ({ $source }). No ha cambiado nada.
reply-already-undone-by-you = Usted deshizo este traspaso el { $time } ({ $source }). No ha cambiado nada.
reply-already-undone-by-other = { $name } deshizo este traspaso el { $time } ({ $source }). No ha cambiado nada.
reply-awaits-second = Usted aprobó este traspaso el { $time } ({ $source }). Todavía necesita una segunda aprobación. Pueden darla: { $names }. No ha cambiado nada.
reply-same-person = No aprobado: la primera aprobación ({ $name }, { $time }, { $source }) vino de la misma cuenta de WhatsApp o del mismo buzón que la suya, y este traspaso necesita dos personas. No ha cambiado nada. Pida al propietario que quite al miembro duplicado.
reply-first-may-not = No aprobado: la primera aprobación ({ $name }, { $time }, { $source }) ya no cuenta, porque { $name } ya no puede aprobar traspasos. No ha cambiado nada. Su próximo informe traerá una nueva propuesta si los números siguen a favor.
reply-noted = Anotado: no. Esta propuesta ya no está vigente, así que no ha cambiado nada.
reply-not-verified = Esta cuenta de WhatsApp ha cambiado desde que se verificó, así que no ha cambiado nada. Pida a quien le invitó una nueva invitación para confirmarla.
reply-void = Su función o su consentimiento cambió después de enviarse este mensaje, así que no ha cambiado nada. Su próximo informe tendrá botones que funcionan.
reply-may-not-ask = Puede ver este traspaso, pero no decidir sobre él. Pueden hacerlo: { $names }. No ha cambiado nada.
reply-may-not-nobody = Puede ver este traspaso, pero no decidir sobre él. No ha cambiado nada. Consulte al propietario de { $workspace }.
reply-may-not-alerts = Puede ver esta alerta, pero no actuar sobre ella. No ha cambiado nada. Consulte al propietario de { $workspace }.
reply-may-not-assign-ask = Puede ver esta recomendación, pero no asignarla. Pueden hacerlo: { $names }. No ha cambiado nada.
reply-may-not-assign = Puede ver esta recomendación, pero no asignarla. No ha cambiado nada. Consulte al propietario de { $workspace }.
reply-expired-open = Este botón caducó el { $time }, así que no ha cambiado nada. La propuesta sigue vigente.
reply-over-limit-nobody = { $amount } al día supera los { $limit } que una sola persona puede aprobar en { $workspace }, y allí nadie más puede aprobarlo. No ha cambiado nada. El propietario puede nombrar a una segunda persona.
reply-undo-too-late = No deshecho: esta aprobación se podía deshacer hasta el { $time }. Cambie los presupuestos en la cuenta publicitaria. No ha cambiado nada.
reply-undo-never = Esta aprobación no se puede deshacer aquí. No ha cambiado nada. Cambie los presupuestos en la cuenta publicitaria.
reply-undo-moved = No se puede deshacer: el presupuesto de { $campaign } se cambió después de la aprobación y ahora es de { $now } al día. No ha cambiado nada. Cambie los presupuestos en la cuenta publicitaria.
reply-undo-moved-plain = No se puede deshacer: un presupuesto se cambió después de la aprobación. No ha cambiado nada. Cambie los presupuestos en la cuenta publicitaria.
reply-nothing-to-undo = La cuenta publicitaria rechazó este traspaso ({ $reason }), así que no hay nada que deshacer. No ha cambiado nada.
reply-alert-acknowledged-by-you = Usted reconoció esta alerta el { $time } ({ $source }). No ha cambiado nada.
reply-alert-acknowledged-by-other = { $name } reconoció esta alerta el { $time } ({ $source }). No ha cambiado nada.
reply-alert-snoozed-by-you = Usted pospuso esta alerta hasta el { $until } ({ $source }). No ha cambiado nada.
reply-alert-snoozed-by-other = { $name } pospuso esta alerta hasta el { $until } ({ $source }). No ha cambiado nada.
reply-alert-over = Este problema ya ha pasado, así que no ha cambiado nada. Si vuelve, su informe lo dirá.
reply-already-assigned = { $name } se la asignó a { $owner } el { $time } ({ $source }). No ha cambiado nada.
reply-already-accepted = { $owner } la tiene a su cargo desde el { $time }. No ha cambiado nada.
reply-already-passed-back = { $owner } la devolvió el { $time }. No ha cambiado nada.
reply-not-a-teammate = Esta persona ya no está en { $workspace } o no puede hacerse cargo, así que no ha cambiado nada. Elija a otra persona.

source-whatsapp = WhatsApp
source-web-link = enlace web
source-api = aplicación
source-system = automáticamente

state-proposed = Pendiente de decisión
state-approved = Aprobado vía { $source }
state-superseded = Sustituido por una propuesta más reciente
state-awaiting-second = Aprobado por una persona, a la espera de la segunda
state-declined = Rechazado vía { $source }
state-undone = Deshecho vía { $source }
state-applied = Aplicado en la cuenta publicitaria
state-refused = Rechazado por la cuenta publicitaria
state-undone-not-yet = Deshecho vía { $source }, aún no en la cuenta publicitaria
state-undone-applied = Deshecho vía { $source }, restablecido en la cuenta publicitaria
state-undone-refused = Deshecho vía { $source }, rechazado por la cuenta publicitaria

# -- Cards: texts with buttons. A button has at most 20 characters, a row 24.
button-approve = Aprobar
button-confirm = Sí, aprobar
button-not-now = Ahora no
button-assign = Asignar
button-undo = Deshacer
button-review = Revisar
button-acknowledge = Reconocer
button-snooze = Posponer 4 h
button-snooze-tomorrow = Posponer a mañana
button-choose-person = Elegir persona
row-me = Yo
row-me-note = Hacerse cargo
row-more = Más personas ›
row-back = ‹ Volver
row-page = Página { $page } de { $pages }
role-owner = Propietario
role-marketer = Marketing
role-viewer = Solo lectura
card-shift =
    { "*" }Traspaso de presupuesto*: mover { $amount } al día
    { $from }: { $fromBefore } → { $fromAfter } al día
    { $to }: { $toBefore } → { $toAfter } al día
card-shift-why = Motivo: { $why }
card-shift-estimated = Presupuestos estimados a partir del gasto: compárelos con su cuenta publicitaria.
card-shift-one-tap = Dentro de los { $limit } que se pueden aprobar con una pulsación. Puede deshacerlo durante { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
  }.
card-shift-one-tap-final = Dentro de los { $limit } que se pueden aprobar con una pulsación.
card-shift-confirm = Por encima de los { $limit } que se pueden aprobar con una pulsación: se le preguntará una vez más.
card-shift-second = Por encima de los { $limit } que una sola persona puede aprobar: tiene que aprobarlo también una segunda persona.
card-shift-first = { $name } lo aprobó el { $time }. Necesita una segunda aprobación.
card-confirm = ¿Aprobar este traspaso? Supera los { $limit } que se pueden aprobar con una pulsación en { $workspace }.
card-undo = ¿Ha cambiado de idea? Puede deshacer la aprobación hasta el { $time }.
card-follow-up = O encargue el seguimiento a alguien.
card-successor = Hay una propuesta más reciente pendiente de decisión.
card-successor-amount = Nueva propuesta: mover { $amount } al día.
card-alert =
    { "*" }Alerta: { $severity }*, { $workspace }
    { $alert }
    { $stake } al día en juego
card-alert-news =
    { "*" }Alerta: { $severity }*, { $workspace }
    { $alert }
card-assignees = ¿Quién debe hacerse cargo? { $what }
card-assignees-page = Página { $page } de { $pages }, { $count ->
    [one] { $count } persona
   *[other] { $count } personas
  }. ¿No está en la lista? Escriba un nombre, por ejemplo: asignar a Priya

# -- A text that assigns
assign-nobody = No hay nadie que se llame { $name } en { $workspace }. No ha cambiado nada.
assign-nobody-closest = No hay nadie que se llame { $name } en { $workspace }. Más parecidos: { $names }. No ha cambiado nada.
assign-what = No hay ninguna recomendación abierta que asignar en { $workspace }. No ha cambiado nada.
assign-which = ¿Qué { $name }? Elija en la lista.
assign-where = Usted está en más de un espacio de trabajo. Responda con las mismas palabras a un mensaje del que le interesa. No ha cambiado nada.

# -- News of what came of a decision; each is one line.
update-accepted = { $name } se hizo cargo de lo que usted asignó: { $what }
update-passed-back = { $name } devolvió lo que usted asignó: { $what }
update-second-approved = { $name } aprobó el traspaso que usted aprobó primero: { $what }
update-second-declined = { $name } rechazó el traspaso que usted aprobó primero: { $what }
update-applied = La cuenta publicitaria lo ha aplicado: { $what }
update-refused = La cuenta publicitaria lo ha rechazado ({ $reason }): { $what }
update-way-back-applied = La cuenta publicitaria ha restablecido los presupuestos: { $what }
update-way-back-refused = La cuenta publicitaria no ha restablecido los presupuestos ({ $reason }): { $what }
update-first-overtaken = Cambió un presupuesto, así que el traspaso que usted aprobó primero ya no vale: { $what }
update-first-superseded = Una propuesta más reciente sustituyó al traspaso que usted aprobó primero: { $what }

# -- Replies to text
reply-stopped = No recibirá más informes de este número. Envíe ALTA para volver a recibirlos.
reply-started = Le damos la bienvenida de nuevo. Sus informes diarios continúan con el próximo.
reply-help = Este número envía su informe publicitario diario, con botones para actuar. Envíe BAJA para dejar de recibir los informes y ALTA para volver a recibirlos.
reply-text = Solo entiendo los botones de sus informes y las palabras AYUDA, BAJA y ALTA. Pulse un botón de su último informe, abra su panel o escriba, por ejemplo, asignar a Priya.
reply-unsupported = Aquí solo puedo leer texto y pulsaciones de botones. Envíe AYUDA para ver qué funciona.

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace }: { $day }
page-report = Informe diario
page-data-complete = Completo hasta las 23:59 { $zone }: { $channels }.
page-data-waiting = Provisional: faltan datos de { $channels }, último día completo { $day }. Estas cifras aún cambiarán.
page-data-never = Provisional: faltan datos de { $channels }. Estas cifras aún cambiarán.
page-data-none = Aún no ha llegado ningún dato de este día.
page-sources = Fuentes de datos
page-source-late = con retraso
page-source-through = completo hasta el { $day }
page-source-never = aún ningún día completo
page-source-last-import = última importación: { $time }
page-source-expected = hora límite: { $time }
page-source-refused = Rechazado el { $time }: { $reason }
page-data-gaps = { $count ->
    [one] Falta { $count } valor
   *[other] Faltan { $count } valores
  } en el origen, así que las sumas pueden quedarse cortas.
page-spend = Gasto
page-revenue = Ingresos
page-roas = ROAS
page-conversions = Conversiones
page-cost-per-conversion = Coste por conversión
page-click-rate = Porcentaje de clics
page-percent = { $number } %
page-over-plan = un { $percent } por encima de los { $plan } previstos
page-under-plan = un { $percent } por debajo de los { $plan } previstos
page-on-plan = justo los { $plan } previstos
page-above-target = un { $percent } por encima del objetivo de { $target }
page-below-target = un { $percent } por debajo del objetivo de { $target }
page-on-target = justo en el objetivo de { $target }
page-above-usual = un { $percent } por encima de la media del { $weekday }
page-below-usual = un { $percent } por debajo de la media del { $weekday }
page-as-usual = en línea con la media del { $weekday }
page-so-far = hasta ahora, { $note }
page-not-known = sin dato
page-not-reported = el origen no lo ha comunicado
page-no-spend = sin gasto
page-no-conversions = sin conversiones
page-no-impressions = sin impresiones
weekday-name = { $number ->
    [1] lunes
    [2] martes
    [3] miércoles
    [4] jueves
    [5] viernes
    [6] sábado
   *[7] domingo
  }
page-shifts = Traspasos de presupuesto
page-no-shift = No hay ningún traspaso de presupuesto propuesto.
page-shift-decided = por { $name } el { $time }
page-shift-proposed = Propuesto el { $time }
page-shift-not-live = Aprobado, aún no aplicado: alguien tiene que cambiar los presupuestos en la cuenta publicitaria.
page-shift-approve-there = Apruébelo con el botón de su informe de WhatsApp.
page-shift-approvers = Pueden aprobarlo en WhatsApp: { $names }.
page-budget-change = { $before } → { $after } al día
page-budget-change-estimated = { $before } → { $after } al día, presupuesto estimado a partir del gasto
page-alerts = Alertas abiertas
page-no-alert = Todo en orden: no hay alertas abiertas.
page-alert-since = desde el { $day }
page-alert-stake = { $stake } al día en juego
severity-critical = Crítica
severity-high = Alta
severity-medium = Media
severity-info = Informativa
page-alert-acknowledged = reconocida por { $name } el { $time }
page-alert-snoozed = pospuesta por { $name } hasta el { $until }
page-owner-awaited = { $name } se la encargó a { $owner } el { $time }, aún sin respuesta
page-owner-accepted = A cargo de { $owner } desde el { $time }
page-owner-passed-back = { $owner } la devolvió el { $time }: nadie la tiene a su cargo
page-notices = Para usted
page-notice-new = Nuevo
page-trend = Gasto e ingresos
page-trend-label = Gasto e ingresos por día del { $first } al { $last }
page-trend-day = { $day }: gasto { $spend }, ingresos { $revenue }
page-channels = Canales
page-channel = Canal
page-campaigns = Campañas
page-campaign = Campaña
page-best = Mejor
page-worst = Más bajo
page-budget-line = presupuesto { $budget }
page-budget-line-over = presupuesto { $budget }, superado en un { $percent }
page-no-delivery = sin entrega
page-not-in-yet = aún no ha llegado
page-more-campaigns = … y { $count ->
    [one] { $count } campaña más
   *[other] { $count } campañas más
  } con un gasto de { $spend }.
page-empty = Aún no hay nada que mostrar. En cuanto se importe su primera exportación, esta página se llenará de cifras.
page-as-of = En directo, comprobado el { $time }
page-personal = Esta página solo muestra, no cambia nada. Su enlace es exclusivo para { $name } y funciona hasta el { $time }.
page-changed = Esta página se ha actualizado.
page-offline = Sin conexión: puede que esto no esté al día.
link-unknown-title = Este enlace no lleva a ninguna parte
link-unknown-text = Abra el panel con el botón de su último informe de WhatsApp.
link-expired-title = Este enlace ha caducado
link-expired-text = Un enlace al panel funciona durante 7 días. Abra el panel con el botón de su último informe de WhatsApp.
link-member-title = Este panel está cerrado para usted
link-member-text = El enlace es de alguien que ya no pertenece al espacio de trabajo. Si es un error, consulte a su propietario.
page-failed-title = Ahora mismo no se puede leer el panel
page-failed-text = No se ha perdido nada. Vuelva a cargar esta página dentro de un minuto.
home-title = Su panel está en WhatsApp
home-text = Pulse «Ver panel» en su informe diario. El enlace que contiene es solo suyo y funciona durante 7 días.

# -- The page that the link of an action opens: it asks, and its button acts.
act-who = Usted actúa como { $name } en { $workspace }.
act-approve-title = ¿Aprobar este traspaso de presupuesto?
act-decline-title = ¿Rechazar este traspaso de presupuesto?
act-undo-title = ¿Deshacer esta aprobación?
act-shift-title = Traspaso de presupuesto
act-acknowledge-title = ¿Reconocer esta alerta?
act-snooze-title = ¿Posponer esta alerta?
act-alerts-title = Alertas
act-assign-title = ¿Quién debe hacerse cargo?
act-pick-title = ¿Encargárselo a { $name }?
act-accept-title = ¿Hacerse cargo?
act-pass-back-title = ¿Devolverlo?
act-done-title = Hecho
act-nothing-title = No ha cambiado nada
act-confirm = Por encima de los { $limit } que se pueden aprobar con una pulsación: compare otra vez ambos presupuestos antes de aprobar.
act-decline = Entonces no cambia nada y este traspaso no se volverá a proponer durante una semana.
act-undo = Puede deshacer la aprobación hasta el { $time }.
act-acknowledge = Entonces no aparecerá en el informe de nadie, salvo que empeore.
act-snooze = No se avisará a nadie hasta el { $until }, salvo que empeore.
act-assign = Se avisará por correo y en la aplicación a quien elija, y usted sabrá la respuesta.
act-pick = Se avisará a { $name } por correo y en la aplicación, y usted sabrá la respuesta.
act-answer = { $name } sabrá su respuesta.
act-not-pressed-text = Solo actúa el botón de la página de un enlace. Vuelva a abrir el enlace y púlselo allí.
act-failed-title = Ahora mismo no funciona
act-failed-text = Vuelva a abrir el enlace dentro de un minuto: la página dirá entonces cómo está todo.

# -- Notices in the app, and the mails about them. $about is the thing itself, such as a budget shift, in one line.
notice-assigned = { $name } le ha asignado esto: { $about }
notice-accepted = { $name } se ha hecho cargo: { $about }
notice-passed-back = { $name } le ha devuelto esto: { $about }
notice-shift-applied = Activo en la cuenta publicitaria: { $about }
notice-shift-refused = Rechazado por la plataforma publicitaria, no ha cambiado nada: { $about }
notice-way-back-applied = Restablecido en la cuenta publicitaria: { $about }
notice-way-back-refused = Deshecho, pero la plataforma publicitaria no lo ha restablecido: { $about }
notice-second-approval = { $name } aprobó esto y también necesita su aprobación: { $about }
mail-hello = Hola, { $reader }:
mail-assigned-heading = Una recomendación para usted
mail-accepted-heading = Su asignación ha sido aceptada
mail-passed-back-heading = Su asignación ha sido devuelta
mail-shift-applied-heading = Un traspaso de presupuesto está activo
mail-shift-refused-heading = Un traspaso de presupuesto fue rechazado
mail-way-back-applied-heading = Un traspaso de presupuesto se ha restablecido
mail-way-back-refused-heading = Un traspaso de presupuesto no se ha restablecido
mail-second-approval-heading = Se necesita su aprobación
mail-assigned-wish = Acéptela o devuélvala: en ambos casos se avisará a { $name }.
mail-passed-back-wish = Ahora no tiene responsable. Puede asignarla a otra persona o hacerse cargo usted.
mail-second-approval-wish = No cambia nada hasta que usted lo apruebe.
mail-button-accept = Aceptar
mail-button-pass-back = Devolver
mail-button-approve = Aprobar
mail-button-decline = Rechazar
mail-button-dashboard = Abrir el panel
mail-button-open = Abrir
mail-row-why = Motivo
mail-row-workspace = Espacio de trabajo
mail-row-when = Cuándo
mail-label = { $label }:
mail-footer-member = Recibe este correo porque pertenece a { $workspace } y debe conocer esto o decidir sobre ello.
mail-footer-links = Los enlaces que contiene son solo suyos, así que no lo reenvíe. Funcionan hasta el { $time }.
notice-digest = Informe diario de { $workspace }, { $day }: { $needs }
mail-digest-heading = Informe diario de { $workspace }, { $day }
mail-digest-why = WhatsApp no pudo entregar este informe, por eso llega por correo electrónico.
mail-digest-footer = Recibe este correo porque pidió el informe diario de { $workspace } y WhatsApp no pudo entregarlo.
mail-button-approve-shift = Aprobar traspaso
mail-button-alerts = Ver alertas
mail-unsubscribe = No recibir más informes por correo
mails-end-title = ¿Dejar de recibir informes por correo?
mails-end-text = El informe diario de { $workspace } llega por correo solo cuando WhatsApp no puede entregarlo. Si lo desactiva, seguirá recibiendo sus informes por WhatsApp y los correos sobre lo que se le pide decidir.
mails-end-button = No recibir más informes por correo
mails-ended-title = Ya no recibirá informes por correo
mails-ended-text = No recibirá más informes de { $workspace } por correo. Para recibirlos de nuevo, envíe ALTA por WhatsApp.

# -- Answers to questions
answer-metric-spend = Gasto
answer-metric-budget = Presupuesto
answer-metric-budget-left = Presupuesto restante
answer-metric-budget-used = Presupuesto usado
answer-metric-pacing = Ritmo de gasto
answer-metric-impressions = Impresiones
answer-metric-clicks = Clics
answer-metric-conversions = Conversiones
answer-metric-revenue = Ingresos
answer-metric-ctr = CTR
answer-metric-cpc = CPC
answer-metric-cpm = CPM
answer-metric-cpa = CPA
answer-metric-roas = ROAS
answer-metric-cvr = Tasa de conversión
answer-metric-aov = Pedido medio
answer-metric-due = presupuesto hasta la fecha
answer-metric-daily = presupuesto diario × días
answer-by = { $what } { $by }
answer-by-campaign = por campaña
answer-by-creative = por creatividad
answer-by-channel = por canal
answer-by-day = por día
answer-by-week = por semana
answer-by-month = por mes
answer-by-weekday = por día de la semana
answer-found-campaigns = { $count ->
    [0] Ninguna campaña con { $condition }
    [one] { $count } campaña con { $condition }
   *[other] { $count } campañas con { $condition }
  }
answer-found-creatives = { $count ->
    [0] Ninguna creatividad con { $condition }
    [one] { $count } creatividad con { $condition }
   *[other] { $count } creatividades con { $condition }
  }
answer-found-channels = { $count ->
    [0] Ningún canal con { $condition }
    [one] { $count } canal con { $condition }
   *[other] { $count } canales con { $condition }
  }
answer-found-times = { $count ->
    [0] Ningún periodo con { $condition }
    [one] { $count } periodo con { $condition }
   *[other] { $count } periodos con { $condition }
  }
answer-over = { $metric } por encima de { $value }
answer-at-least = { $metric } de al menos { $value }
answer-under = { $metric } por debajo de { $value }
answer-at-most = { $metric } de como máximo { $value }
answer-exactly = { $metric } de exactamente { $value }
answer-overspent = { $count ->
    [0] Ninguna campaña se pasó del presupuesto
    [one] { $count } campaña se pasó del presupuesto
   *[other] { $count } campañas se pasaron del presupuesto
  }
answer-versus = { $days } vs. { $before }
answer-before = antes { $before }
answer-target = objetivo { $target }
answer-total = Total: { $figures }
answer-column-total = Total
answer-column-overall = En conjunto
answer-column-due = Presupuesto a la fecha
answer-column-over = Sobre lo previsto
answer-column-creative = Creatividad
answer-column-day = Día
answer-column-week = Semana
answer-column-month = Mes
answer-column-weekday = Día de la semana
page-answer = Respuesta
page-answer-title = { $workspace }: { $title }
page-answer-asked = Preguntado el { $time }
page-answer-restated = Recibiste esta respuesta el { $time }. Desde entonces han llegado o cambiado datos, así que las cifras de esta página pueden ser distintas de las del mensaje.
page-answer-same = Los datos son los mismos que cuando recibiste esta respuesta el { $time }.
page-answer-picture = Imagen de { $name }
answer-overall = En conjunto: { $figures }
answer-total-over = Total sobre lo previsto: { $amount }
answer-left = Quedan { $left } de { $budget }
answer-over-budget = { $amount } por encima del presupuesto de { $budget }
answer-on-pace = Gastado el { $percent } del presupuesto previsto hasta ahora
answer-unjudged = Sin evaluar por falta de cifras: { $things }
answer-high = máximo
answer-low = mínimo
answer-highest-first = de mayor a menor
answer-lowest-first = de menor a mayor
answer-picture = Imagen: { $link }
answer-open = Abrir: { $link }
answer-copy = «{ $copy }»
answer-how = Cálculo: { $how }
answer-without = sin { $names }
answer-active = campañas activas
answer-inactive = campañas en pausa
answer-data-through = datos completos hasta el { $day }
answer-data-behind = { $channel } solo hasta el { $day }
answer-data-never = aún nada de { $channel }
answer-data-more = { $count ->
    [one] { $count } canal más con retraso
   *[other] { $count } canales más con retraso
  }
answer-today-so-far = hoy hasta el momento
answer-today-nothing = aún nada de hoy
answer-estimated = ≈ presupuesto estimado a partir del gasto
answer-without-budget = { $count ->
    [one] { $count } campaña sin presupuesto no cuenta
   *[other] { $count } campañas sin presupuesto no cuentan
  }
answer-not-by-creative = { $channels } sin datos por creatividad
answer-not-measured = sin dato de { $channels }: { $metric }
answer-per-day = cambios de sumas por día ({ $days } vs. { $before } días)
answer-paused = en pausa
answer-a-day = { $amount } al día
answer-why-parts = De dónde viene,
answer-why-rest = Todo lo demás: { $amount }
answer-why-mix = sobre todo por su peso en el total
answer-why-factors = Factores: { $list }
answer-why-same = No ha cambiado nada.
answer-why-unknown = No hay cifras con las que comparar, así que no puedo decir de dónde viene.
answer-new = antes no estaba
answer-gone = ya no está
answer-no-creative = Sin creatividad
answer-alerts = { $count ->
    [0] Ninguna alerta abierta
    [one] { $count } alerta abierta
   *[other] { $count } alertas abiertas
  }
answer-alerts-then = { $count ->
    [0] Ninguna alerta
    [one] { $count } alerta
   *[other] { $count } alertas
  }
answer-acknowledged = reconocida
answer-snoozed = pospuesta
answer-resolved = resuelta
answer-advice = { $count ->
    [0] Ninguna propuesta espera una decisión
    [one] { $count } propuesta espera una decisión
   *[other] { $count } propuestas esperan una decisión
  }
answer-owner = a cargo de { $name }
answer-decide = Se decide en su último informe o en el panel.
answer-check-limit = Revise su límite diario en la cuenta publicitaria
answer-campaigns = { $count ->
    [0] Ninguna campaña
    [one] { $count } campaña
   *[other] { $count } campañas
  }
answer-creatives = { $count ->
    [0] Ninguna creatividad
    [one] { $count } creatividad
   *[other] { $count } creatividades
  }
answer-channels = { $count ->
    [0] Ningún canal
    [one] { $count } canal
   *[other] { $count } canales
  }
answer-fresh = Todos los datos llegan hasta el { $day }
answer-late = { $count ->
    [one] { $count } fuente con retraso
   *[other] { $count } fuentes con retraso
  }
answer-no-source = Aún no han llegado datos
answer-no-data-yet = aún sin datos
answer-imported = última importación { $time }
answer-refused-file = último archivo rechazado: { $reason }
answer-empty = Sin cifras
answer-empty-why = No se midió ni se importó nada de esto. No es lo mismo que cero.
answer-no-budgets = No se conoce ningún presupuesto
answer-no-budgets-why = Ninguna de estas campañas tiene un presupuesto diario, indicado o estimado, con el que comparar el gasto.
answer-unknown = No lo encuentro aquí: { $names }
answer-known = Lo que hay: { $names }
answer-future = Ese tiempo aún no ha llegado. Respondo sobre lo que ha pasado hasta ahora.
answer-before-data = No hay cifras de ese periodo.
answer-before-data-from = No hay cifras de ese periodo. Empiezan el { $day }.
answer-no-such-days = El calendario no tiene esos días. Indique los días de nuevo, por favor.
answer-what-alerts = problemas hallados en los datos diarios
answer-what-advice = propuestas y alertas abiertas de los datos diarios
answer-what-list = todo lo que se ha importado
answer-what-sources = el último día completo de cada canal
answer-button-good = Buena respuesta
answer-button-wrong = No es correcto
answer-button-how = Cómo se calcula
answer-explain = Cómo se ha calculado
answer-rule-ratio = Los cocientes son sumas divididas por sumas, de las filas que tienen ambas cifras.
answer-rule-missing = Una cifra que falta cuenta como ausente, nunca como cero.
answer-rule-budget = El presupuesto es el diario por los días. Lo previsto a la fecha es el de los días terminados y con datos.
answer-rule-why = Cada parte es lo que aporta al cambio; «todo lo demás» incluye lo que deja el redondeo, y así la suma cuadra.
answer-rule-compare = Solo se comparan días completos en ambos lados.
answer-refuse-unrelated = Solo respondo preguntas sobre las cifras de publicidad y ventas de { $workspace }.
answer-refuse-metric = Eso no se mide aquí. Conozco gasto, ingresos, impresiones, clics, conversiones, presupuestos y lo que se deduce de ellos.
answer-refuse-forecast = No hago pronósticos. Puedo decir qué ha pasado hasta ahora y cómo se compara.
answer-refuse-write = Una pregunta no cambia nada aquí. Los presupuestos se deciden con los botones de su informe; puedo mostrarle qué hay que decidir.
answer-refuse-elsewhere = Solo veo las cifras de { $workspace }, y de nadie más.
answer-refuse-instruction = No puedo hacer eso. Respondo preguntas sobre cifras y nada más.
answer-ask-which = ¿A cuál se refiere?
answer-ask-unknown = No encuentro ese nombre aquí. Revise cómo está escrito, por favor.
answer-ask-metric = ¿Qué cifra quiere saber? Por ejemplo gasto, ingresos o ROAS.
answer-ask-context = No sé a qué se refiere eso. Haga la pregunta completa, por favor.
answer-ask-words = No entiendo: { $words }
answer-offer-rest = Preguntar sin eso
answer-try = Puede preguntar:
answer-example-overspent-title = ¿Quién se pasó?
answer-example-overspent = ¿Qué campañas se pasaron del presupuesto ayer?
answer-example-creative-title = Mejor creatividad
answer-example-creative = Mejor creatividad de esta semana
answer-example-channels-title = Gasto por canal
answer-example-channels = Gasto por canal en los últimos 30 días
answer-example-week-title = La semana pasada
answer-example-week = ¿Cómo fue la semana pasada?
answer-example-roas-title = ROAS, 7 días
answer-example-roas = ROAS de los últimos 7 días
answer-example-alerts-title = Alertas abiertas
answer-example-alerts = ¿Hay alguna alerta?
answer-example-advice-title = ¿Qué hacer?
answer-example-advice = ¿Qué debería hacer hoy?
answer-example-pace-title = Presupuesto del mes
answer-example-pace = ¿Cuánto presupuesto queda este mes?
answer-example-data-title = ¿Datos al día?
answer-example-data = ¿Están al día los datos?
answer-link = Las mismas cifras en el panel:
shortcut-nothing-to-decide = Ningún cambio de presupuesto espera una decisión.
shortcut-nothing-to-undo = Ahora no se puede deshacer nada: ninguna aprobación lo permite ya.
shortcut-dashboard = Aquí tiene su panel.
answer-too-late = Ha tardado demasiado y no tengo respuesta. Vuelva a preguntar, por favor.
answer-still-working = Sigo trabajando en su pregunta. La respuesta llegará enseguida.
answer-too-many-days = Son más datos de los que puedo revisar en una respuesta. Pregunte por un periodo más corto, por favor.
answer-where = Usted está en varios espacios de trabajo. Responda a un mensaje del que le interesa y pregunte ahí.
rating-gone = Esta respuesta es demasiado antigua para sus botones. Vuelva a preguntar.
rating-button = Puntuar 1–5
rating-thanks = Gracias, anotado.
rating-ask-why = Gracias, anotado. ¿Qué estaba mal?
rating-ask-score = ¿Qué tal fue la respuesta?
rating-choose = Elegir
rating-wrong-number = Cifra incorrecta
rating-wrong-dates = Fechas incorrectas
rating-wrong-campaign = Otra campaña
rating-not-what-i-asked = No es lo que pregunté
rating-too-slow = Demasiado lento
rating-other = Otra cosa
rating-five = 5 · Exacta
rating-four = 4 · Buena
rating-three = 3 · Regular
rating-two = 2 · Floja
rating-one = 1 · Inútil
