# What people read, in Portuguese as in Brazil; "você". One message id for each `Phrase` of `language/phrase.rs`, in the order of English.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (previsto { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $change } vs. média de { $weekday })
digest-value-alone = { $value }
digest-value-so-far = { $value } até agora
digest-no-spend = sem gasto
digest-no-value = sem dado
digest-roas-with-target = { $roas } (meta { $target })
digest-data-complete = completos até 23:59 { $zone }, { $channels }
digest-data-waiting = provisórios, aguardando { $channels } (último dia: { $day })
digest-data-waiting-since = provisórios: falta { $channels } (completo até { $day }, últimos dados { $moment })
digest-data-never = provisórios, aguardando { $channels }
digest-data-none = ainda não chegou nada deste dia
digest-data-gaps = { $data }; { $count ->
    [one] falta { $count } valor
   *[other] faltam { $count } valores
  } na origem
digest-needs = { $decisions ->
    [0] { $alerts ->
        [one] { $alerts } alerta
       *[other] { $alerts } alertas
    }
    [one] { $decisions } decisão{ $alerts ->
        [0] { "" }
        [one] , { $alerts } alerta
       *[other] , { $alerts } alertas
    }
   *[other] { $decisions } decisões{ $alerts ->
        [0] { "" }
        [one] , { $alerts } alerta
       *[other] , { $alerts } alertas
    }
  }
digest-no-alert = nenhum
digest-clear = nada. Tudo em ordem.
digest-clear-so-far = nada nos dados recebidos
digest-clear-unknown = não se sabe, faltam os dados
digest-nothing-new = nada de novo
digest-late = { $day }, atrasado
digest-missing = { $data }; o relatório de { $day } não saiu
digest-missing-with-values = { $data }; { $day } não foi enviado: gasto { $spend }, receita { $revenue }
correction-title = Todos os dados já chegaram: este é o relatório corrigido de { $workspace } referente a { $day }.
correction-line = { $label }: { $value } (antes { $before })
correction-same = { $label }: { $value } (sem mudança)
digest-shift = Mover { $amount }/dia de { $from } para { $to }
digest-shift-why = ROAS { $from } vs. { $to } em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
  }, confiança { $confidence }
digest-shift-why-estimated = ROAS { $from } vs. { $to } em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
  }, confiança { $confidence }; orçamentos estimados
digest-shift-why-cost = Custo por conversão { $from } vs. { $to } em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
  }, confiança { $confidence }
digest-shift-why-cost-estimated = Custo por conversão { $from } vs. { $to } em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
  }, confiança { $confidence }; orçamentos estimados

confidence-high = alta
confidence-medium = média
confidence-low = baixa

list-and = { $first } e { $last }
list-or = { $first } ou { $last }
another-approver = outra pessoa autorizada

# -- Alerts
alert-overspent = { $campaign } gastou { $spend }, { $over } acima do orçamento de { $budget }
alert-roas = { $campaign }: ROAS de { $roas } em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
  }, meta { $target }
alert-zero = { $campaign } não teve veiculação; o orçamento é de { $budget }/dia
alert-zero-estimated = { $campaign } não teve veiculação; costuma gastar { $spend }/dia
alert-waste = { $campaign } gastou { $spend } { $conversions ->
    [0] sem conversões
    [one] por { $conversions } conversão
   *[other] por { $conversions } conversões
  }{ $days ->
    [one] { "" }
   *[other] { " " }em { $days } dias
  }; o usual: { $cost } cada
alert-waste-channel = { $campaign } gastou { $spend } { $conversions ->
    [0] sem conversões
    [one] por { $conversions } conversão
   *[other] por { $conversions } conversões
  }{ $days ->
    [one] { "" }
   *[other] { " " }em { $days } dias
  }; usual no canal: { $cost } cada
alert-waste-workspace = { $campaign } gastou { $spend } { $conversions ->
    [0] sem conversões
    [one] por { $conversions } conversão
   *[other] por { $conversions } conversões
  }{ $days ->
    [one] { "" }
   *[other] { " " }em { $days } dias
  }; usual na conta: { $cost } cada
alert-cost = { $campaign }: custo por conversão de { $cost } em { $days ->
    [one] { $days } dia
   *[other] { $days } dias
  }, o usual { $usual }
alert-unusual-spend = Gasto { $value }, { $change } vs. { $weekday } usual ({ $usual })
alert-unusual-spend-from-none = Gasto { $value }; { $weekday } usual: { $usual }
alert-unusual-revenue = Receita { $value }, { $change } vs. { $weekday } usual ({ $usual })
alert-unusual-revenue-from-none = Receita { $value }; { $weekday } usual: { $usual }
alert-largest-part = { $alert }; maior parte: { $part }
alert-source-silent = { $channel } sem dados desde { $time }
alert-source-behind = Dados de { $channel } só até { $day }
alert-source-never = Ainda não chegaram dados de { $channel }
alert-source-refused = { $alert }; último arquivo recusado: { $reason }

alerts-heading = { $count ->
    [one] *{ $count } alerta* de { $workspace } em { $day }
   *[other] *{ $count } alertas* de { $workspace } em { $day }
  }
alerts-none = Não há alertas abertos de { $workspace } em { $day }.
alerts-more = … e mais { $count } no painel.

# -- Replies to a tap
reply-approved =
    ✅ Aprovada via { $source } por { $name } em { $time }
    { $from }: { $fromBefore } → { $fromAfter } por dia
    { $to }: { $toBefore } → { $toAfter } por dia
    Consta no registro de auditoria. Ainda não está no ar: alguém precisa alterar os orçamentos na conta de anúncios.
reply-approved-estimated = Orçamentos estimados a partir do gasto: compare-os com a sua conta de anúncios.
reply-already-by-you = Já estava feito, nada mudou. Você aprovou esta realocação em { $time } ({ $source }).
reply-already-by-other = { $name } aprovou esta realocação em { $time } ({ $source }). Nada mudou.
reply-superseded = Uma proposta mais recente substituiu esta, por isso nada mudou.
reply-expired = Este botão expirou em { $time }, por isso nada mudou. O seu último relatório traz números atuais.
reply-target-moved = Não aplicada. O orçamento de { $campaign } mudou depois desta mensagem: agora é de { $now } por dia (antes { $before }). O seu próximo relatório trará uma nova proposta.
reply-moved = Não aplicada. O orçamento de { $campaign } mudou em { $time }: agora é de { $now } por dia (antes { $before }).
reply-moved-by = Não aplicada. { $name } alterou o orçamento de { $campaign } em { $time }: agora é de { $now } por dia (antes { $before }).
reply-moved-stopped = Não aplicada. { $campaign } foi desativada em { $time }.
reply-nothing-else = Não há mais nada a decidir aqui; o seu próximo relatório trará as novidades.
reply-target-moved-plain = Não aplicada. Esta proposta mudou depois do envio da mensagem. A atual está no seu último relatório.
reply-over-limit = Em { $workspace } não é possível aprovar { $amount } por dia, por isso nada mudou. Altere os orçamentos na conta de anúncios ou fale com o proprietário.
reply-not-member = Você não faz mais parte deste espaço de trabalho, por isso nada mudou.
reply-not-yours = Este botão foi enviado para outro telefone, por isso nada mudou.
reply-opted-out = Você cancelou estas mensagens, por isso nada mudou. Envie INICIAR para voltar a recebê-las.
reply-gone = Este botão não leva mais a lugar nenhum, por isso nada mudou. Os atuais estão no seu último relatório.
reply-unknown-button = Não consegui ler esse botão, por isso nada mudou. Toque em um botão do seu último relatório.
reply-try-again = Algo deu errado do nosso lado e nada mudou. Toque de novo em um minuto.
reply-busy = Não foi possível agora: outra alteração chegou no mesmo momento, por isso a sua não mudou nada. Tente de novo daqui a pouco.
reply-cards-underway = O que você pediu antes ainda está a caminho. Peça de novo quando chegar.
reply-last-of-hour = Esta foi a mensagem número { $count } em uma hora. Nos próximos { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}, só STOP é lido; envie qualquer outra coisa depois disso.

reply-approved-second =
    ✅ Aprovada via { $source } por { $name } em { $time }, depois de { $first } em { $firstTime }
    { $from }: { $fromBefore } → { $fromAfter } por dia
    { $to }: { $toBefore } → { $toAfter } por dia
    Consta no registro de auditoria. Ainda não está no ar: alguém precisa alterar os orçamentos na conta de anúncios.
reply-approved-first = A sua aprovação foi registrada. { $amount } por dia passa do limite de { $limit } que uma só pessoa pode aprovar em { $workspace }, por isso { $names } também precisa aprovar. O pedido está a caminho; antes da segunda aprovação, nada muda.
reply-declined = Anotado: não. Nada muda, e esta realocação não será proposta de novo por uma semana. Para dizer o motivo, escreva uma linha nos próximos 10 minutos.
reply-declined-plain = Anotado: não. Nada muda, e esta realocação não será proposta de novo por uma semana.
reply-reason-kept = Obrigado. O seu motivo fica guardado com a decisão.
reply-undone = Desfeita por { $name } em { $time }. { $from } continua com { $fromBefore } por dia e { $to } com { $toBefore }. Se os orçamentos já foram alterados na conta de anúncios, alguém precisa revertê-los lá.
reply-undone-applied = Desfeita por { $name } em { $time }. A conta de anúncios já a havia aplicado: alguém ainda precisa fazer { $from } voltar a { $fromBefore } por dia e { $to } a { $toBefore }.
reply-acknowledged = Reconhecido por { $name } em { $time }: { $alert }. Ele sai do relatório de todos, a menos que piore.
reply-snoozed = Adiado até { $until } por { $name }: { $alert }.
reply-assigned = Atribuída a { $owner }: { $what }. { $owner } será avisado por e-mail e no aplicativo, e você saberá a resposta.
reply-assigned-self = Está com você: { $what }.
reply-accepted = Você assumiu: { $what }. { $name } será avisado.
reply-passed-back = Você devolveu: { $what }. { $name } será avisado.
reply-already-declined-by-you = Você recusou esta realocação em { $time } ({ $source }). Nada mudou.
reply-already-declined-by-other = { $name } recusou esta realocação em { $time } ({ $source }). Nada mudou.
reply-already-undone-by-you = Você desfez esta realocação em { $time } ({ $source }). Nada mudou.
reply-already-undone-by-other = { $name } desfez esta realocação em { $time } ({ $source }). Nada mudou.
reply-awaits-second = Você aprovou esta realocação em { $time } ({ $source }). Ela ainda precisa de uma segunda aprovação. Podem dá-la: { $names }. Nada mudou.
reply-same-person = Não aprovada: a primeira aprovação ({ $name }, { $time }, { $source }) veio da mesma conta do WhatsApp ou da mesma caixa de e-mail que a sua, e esta realocação precisa de duas pessoas. Nada mudou. Peça ao proprietário que remova o membro repetido.
reply-first-may-not = Não aprovada: a primeira aprovação ({ $name }, { $time }, { $source }) não conta mais, porque { $name } não pode mais aprovar realocações. Nada mudou. O seu próximo relatório trará uma nova proposta se os números continuarem a favor.
reply-noted = Anotado: não. Esta proposta não vale mais, por isso nada mudou.
reply-not-verified = Esta conta do WhatsApp mudou desde que foi verificada, por isso nada mudou. Peça a quem convidou você um novo convite para confirmá-la.
reply-void = A sua função ou o seu consentimento mudou depois do envio desta mensagem, por isso nada mudou. O seu próximo relatório terá botões que funcionam.
reply-may-not-ask = Você pode ver esta realocação, mas não decidir sobre ela. Podem fazer isso: { $names }. Nada mudou.
reply-may-not-nobody = Você pode ver esta realocação, mas não decidir sobre ela. Nada mudou. Fale com o proprietário de { $workspace }.
reply-may-not-alerts = Você pode ver este alerta, mas não agir sobre ele. Nada mudou. Fale com o proprietário de { $workspace }.
reply-may-not-assign-ask = Você pode ver esta recomendação, mas não atribuí-la. Podem fazer isso: { $names }. Nada mudou.
reply-may-not-assign = Você pode ver esta recomendação, mas não atribuí-la. Nada mudou. Fale com o proprietário de { $workspace }.
reply-expired-open = Este botão expirou em { $time }, por isso nada mudou. A proposta continua valendo.
reply-over-limit-nobody = { $amount } por dia passa do limite de { $limit } que uma só pessoa pode aprovar em { $workspace }, e ninguém mais ali pode aprovar. Nada mudou. O proprietário pode indicar uma segunda pessoa.
reply-undo-too-late = Não desfeita: esta aprovação podia ser desfeita até { $time }. Altere os orçamentos na conta de anúncios. Nada mudou.
reply-undo-never = Esta aprovação não pode ser desfeita aqui. Nada mudou. Altere os orçamentos na conta de anúncios.
reply-undo-moved = Não é possível desfazer: o orçamento de { $campaign } foi alterado depois da aprovação e agora é de { $now } por dia. Nada mudou. Altere os orçamentos na conta de anúncios.
reply-undo-moved-plain = Não é possível desfazer: um orçamento foi alterado depois da aprovação. Nada mudou. Altere os orçamentos na conta de anúncios.
reply-nothing-to-undo = A conta de anúncios recusou esta realocação ({ $reason }), por isso não há nada a desfazer. Nada mudou.
reply-alert-acknowledged-by-you = Você reconheceu este alerta em { $time } ({ $source }). Nada mudou.
reply-alert-acknowledged-by-other = { $name } reconheceu este alerta em { $time } ({ $source }). Nada mudou.
reply-alert-snoozed-by-you = Você adiou este alerta até { $until } ({ $source }). Nada mudou.
reply-alert-snoozed-by-other = { $name } adiou este alerta até { $until } ({ $source }). Nada mudou.
reply-alert-over = Este problema já passou, por isso nada mudou. Se ele voltar, o seu relatório avisa.
reply-already-assigned = { $name } atribuiu isto a { $owner } em { $time } ({ $source }). Nada mudou.
reply-already-accepted = { $owner } está com isto desde { $time }. Nada mudou.
reply-already-passed-back = { $owner } devolveu isto em { $time }. Nada mudou.
reply-not-a-teammate = Esta pessoa não está mais em { $workspace } ou não pode assumir isto, por isso nada mudou. Escolha outra pessoa.

source-whatsapp = WhatsApp
source-web-link = link da web
source-api = aplicativo
source-system = automaticamente

state-proposed = Aguardando decisão
state-approved = Aprovada via { $source }
state-superseded = Substituída por uma proposta mais recente
state-awaiting-second = Aprovada por uma pessoa, aguardando a segunda
state-declined = Recusada via { $source }
state-undone = Desfeita via { $source }
state-applied = Aplicada na conta de anúncios
state-refused = Recusada pela conta de anúncios
state-undone-not-yet = Desfeita via { $source }, ainda não na conta de anúncios
state-undone-applied = Desfeita via { $source }, revertida na conta de anúncios
state-undone-refused = Desfeita via { $source }, recusada pela conta de anúncios

# -- Cards: texts with buttons. A button has at most 20 characters, a row 24.
button-approve = Aprovar
button-confirm = Sim, aprovar
button-not-now = Agora não
button-assign = Atribuir
button-undo = Desfazer
button-review = Revisar
button-acknowledge = Reconhecer
button-snooze = Adiar 4 h
button-snooze-tomorrow = Adiar até amanhã
button-choose-person = Escolher pessoa
row-me = Eu
row-me-note = Assumir você mesmo
row-more = Mais pessoas ›
row-back = ‹ Voltar
row-page = Página { $page } de { $pages }
role-owner = Proprietário
role-marketer = Marketing
role-viewer = Somente leitura
card-shift =
    { "*" }Realocação de verba*: mover { $amount } por dia
    { $from }: { $fromBefore } → { $fromAfter } por dia
    { $to }: { $toBefore } → { $toAfter } por dia
card-shift-why = Motivo: { $why }
card-shift-estimated = Orçamentos estimados a partir do gasto: compare-os com a sua conta de anúncios.
card-shift-one-tap = Dentro do limite de { $limit } que um toque pode aprovar. Você pode desfazer por { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
  }.
card-shift-one-tap-final = Dentro do limite de { $limit } que um toque pode aprovar.
card-shift-confirm = Acima do limite de { $limit } que um toque pode aprovar: perguntaremos mais uma vez.
card-shift-second = Acima do limite de { $limit } que uma só pessoa pode aprovar: uma segunda pessoa também precisa aprovar.
card-shift-first = { $name } aprovou em { $time }. Falta uma segunda aprovação.
card-confirm = Aprovar esta realocação? Ela passa do limite de { $limit } que um toque pode aprovar em { $workspace }.
card-undo = Mudou de ideia? Você pode desfazer a aprovação até { $time }.
card-follow-up = Ou passe o acompanhamento a alguém.
card-successor = Uma proposta mais recente aguarda decisão.
card-successor-amount = Nova proposta: mover { $amount } por dia.
card-alert =
    { "*" }Alerta: { $severity }*, { $workspace }
    { $alert }
    { $stake } por dia em jogo
card-alert-news =
    { "*" }Alerta: { $severity }*, { $workspace }
    { $alert }
card-assignees = Quem deve assumir isto? { $what }
card-assignees-page = Página { $page } de { $pages }, { $count ->
    [one] { $count } pessoa
   *[other] { $count } pessoas
  }. Não está na lista? Escreva um nome, por exemplo: atribuir a Priya

# -- A text that assigns
assign-nobody = Não há ninguém chamado { $name } em { $workspace }. Nada mudou.
assign-nobody-closest = Não há ninguém chamado { $name } em { $workspace }. Mais parecidos: { $names }. Nada mudou.
assign-what = Não há recomendação aberta para atribuir em { $workspace }. Nada mudou.
assign-which = Qual { $name }? Escolha na lista.
assign-where = Você está em mais de um espaço de trabalho. Responda com as mesmas palavras a uma mensagem daquele que você quer. Nada mudou.

# -- News of what came of a decision; each is one line.
update-accepted = { $name } assumiu o que você atribuiu: { $what }
update-passed-back = { $name } devolveu o que você atribuiu: { $what }
update-second-approved = { $name } aprovou a realocação que você aprovou primeiro: { $what }
update-second-declined = { $name } recusou a realocação que você aprovou primeiro: { $what }
update-applied = A conta de anúncios aplicou: { $what }
update-refused = A conta de anúncios recusou ({ $reason }): { $what }
update-way-back-applied = A conta de anúncios reverteu os orçamentos: { $what }
update-way-back-refused = A conta de anúncios se recusou a reverter os orçamentos ({ $reason }): { $what }
update-first-overtaken = Um orçamento mudou, por isso a realocação que você aprovou primeiro não vale mais: { $what }
update-first-superseded = Uma proposta mais recente substituiu a realocação que você aprovou primeiro: { $what }

# -- Replies to text
reply-stopped = Você não recebe mais relatórios deste número. Envie INICIAR para voltar a recebê-los.
reply-started = Que bom ter você de volta. Os seus relatórios diários continuam a partir do próximo.
reply-help = Este número envia o seu relatório diário de anúncios, com botões para agir. Envie SAIR para deixar de receber os relatórios e INICIAR para voltar a recebê-los.
reply-text = Eu só entendo os botões dos seus relatórios e as palavras AJUDA, SAIR e INICIAR. Toque em um botão do seu último relatório, abra o painel ou escreva, por exemplo, atribuir a Priya.
reply-unsupported = Aqui só consigo ler textos e toques em botões. Envie AJUDA para ver o que funciona.

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace }: { $day }
page-report = Relatório diário
page-data-complete = Completo até 23:59 { $zone }: { $channels }.
page-data-waiting = Provisório: faltam dados de { $channels }, último dia completo { $day }. Estes números ainda vão mudar.
page-data-never = Provisório: faltam dados de { $channels }. Estes números ainda vão mudar.
page-data-none = Ainda não chegou nenhum dado deste dia.
page-sources = Fontes de dados
page-source-late = em atraso
page-source-through = completo até { $day }
page-source-never = nenhum dia completo ainda
page-source-last-import = última importação: { $time }
page-source-expected = esperado até { $time }
page-source-refused = Recusado em { $time }: { $reason }
page-data-gaps = { $count ->
    [one] Falta { $count } valor
   *[other] Faltam { $count } valores
  } na origem, por isso as somas podem estar baixas demais.
page-spend = Gasto
page-revenue = Receita
page-roas = ROAS
page-conversions = Conversões
page-cost-per-conversion = Custo por conversão
page-click-rate = Taxa de cliques
page-percent = { $number }%
page-over-plan = { $percent } acima do previsto ({ $plan })
page-under-plan = { $percent } abaixo do previsto ({ $plan })
page-on-plan = exatamente o previsto ({ $plan })
page-above-target = { $percent } acima da meta de { $target }
page-below-target = { $percent } abaixo da meta de { $target }
page-on-target = exatamente na meta de { $target }
page-above-usual = { $percent } acima da média de { $weekday }
page-below-usual = { $percent } abaixo da média de { $weekday }
page-as-usual = em linha com a média de { $weekday }
page-so-far = até agora, { $note }
page-not-known = sem dado
page-not-reported = a origem não informou
page-no-spend = sem gasto
page-no-conversions = sem conversões
page-no-impressions = sem impressões
weekday-name = { $number ->
    [1] segunda-feira
    [2] terça-feira
    [3] quarta-feira
    [4] quinta-feira
    [5] sexta-feira
    [6] sábado
   *[7] domingo
  }
page-shifts = Realocações de verba
page-no-shift = Nenhuma realocação de verba foi proposta.
page-shift-decided = por { $name } em { $time }
page-shift-proposed = Proposta em { $time }
page-shift-not-live = Aprovada, ainda não está no ar: alguém precisa alterar os orçamentos na conta de anúncios.
page-shift-approve-there = Aprove com o botão do seu relatório no WhatsApp.
page-shift-approvers = Podem aprovar no WhatsApp: { $names }.
page-budget-change = { $before } → { $after } por dia
page-budget-change-estimated = { $before } → { $after } por dia, orçamento estimado a partir do gasto
page-alerts = Alertas abertos
page-no-alert = Tudo em ordem: não há alertas abertos.
page-alert-since = desde { $day }
page-alert-stake = { $stake } por dia em jogo
severity-critical = Crítico
severity-high = Alto
severity-medium = Médio
severity-info = Informativo
page-alert-acknowledged = reconhecido por { $name } em { $time }
page-alert-snoozed = adiado por { $name } até { $until }
page-owner-awaited = Passada a { $owner } por { $name } em { $time }, ainda sem resposta
page-owner-accepted = Com { $owner } desde { $time }
page-owner-passed-back = { $owner } devolveu em { $time }: ninguém está com ela
page-notices = Para você
page-notice-new = Novo
page-trend = Gasto e receita
page-trend-label = Gasto e receita por dia, de { $first } a { $last }
page-trend-day = { $day }: gasto { $spend }, receita { $revenue }
page-channels = Canais
page-channel = Canal
page-campaigns = Campanhas
page-campaign = Campanha
page-best = Melhor
page-worst = Mais baixo
page-budget-line = orçamento { $budget }
page-budget-line-over = orçamento { $budget }, { $percent } acima
page-no-delivery = sem veiculação
page-not-in-yet = ainda não chegou
page-more-campaigns = … e mais { $count ->
    [one] { $count } campanha
   *[other] { $count } campanhas
  } com gasto de { $spend }.
page-empty = Ainda não há nada para mostrar. Assim que a sua primeira exportação for importada, esta página se enche de números.
page-as-of = Ao vivo, verificado em { $time }
page-personal = Esta página só mostra, não muda nada. O link é exclusivo de { $name } e funciona até { $time }.
page-changed = Esta página foi atualizada.
page-offline = Sem conexão: isto pode estar desatualizado.
link-unknown-title = Este link não leva a lugar nenhum
link-unknown-text = Abra o painel com o botão do seu último relatório no WhatsApp.
link-expired-title = Este link expirou
link-expired-text = Um link do painel funciona por 7 dias. Abra o painel com o botão do seu último relatório no WhatsApp.
link-member-title = Este painel está fechado para você
link-member-text = O link é de alguém que não faz mais parte do espaço de trabalho. Se isso estiver errado, fale com o proprietário.
page-failed-title = O painel não pode ser lido agora
page-failed-text = Nada se perdeu. Recarregue esta página em um minuto.
home-title = O seu painel está no WhatsApp
home-text = Toque em “Ver painel” no seu relatório diário. O link dele é só seu e funciona por 7 dias.

# -- The page that the link of an action opens: it asks, and its button acts.
act-who = Você age como { $name } em { $workspace }.
act-approve-title = Aprovar esta realocação de verba?
act-decline-title = Recusar esta realocação de verba?
act-undo-title = Desfazer esta aprovação?
act-shift-title = Realocação de verba
act-acknowledge-title = Reconhecer este alerta?
act-snooze-title = Adiar este alerta?
act-alerts-title = Alertas
act-assign-title = Quem deve assumir isto?
act-pick-title = Passar isto a { $name }?
act-accept-title = Assumir isto?
act-pass-back-title = Devolver isto?
act-done-title = Feito
act-nothing-title = Nada mudou
act-confirm = Acima do limite de { $limit } que um toque pode aprovar: compare os dois orçamentos mais uma vez antes de aprovar.
act-decline = Então nada muda, e esta realocação não será proposta de novo por uma semana.
act-undo = Você pode desfazer a aprovação até { $time }.
act-acknowledge = Ele sai do relatório de todos, a menos que piore.
act-snooze = Ninguém será avisado até { $until }, a menos que piore.
act-assign = Quem você escolher será avisado por e-mail e no aplicativo, e você saberá a resposta.
act-pick = { $name } receberá um aviso por e-mail e no aplicativo, e você saberá a resposta.
act-answer = { $name } saberá a sua resposta.
act-not-pressed-text = Só o botão na página de um link age. Abra o link de novo e toque nele ali.
act-failed-title = Isto não funciona agora
act-failed-text = Abra o link de novo em um minuto: a página dirá então como está tudo.

# -- Notices in the app, and the mails about them. $about is the thing itself, such as a budget shift, in one line.
notice-assigned = { $name } atribuiu isto a você: { $about }
notice-accepted = { $name } assumiu isto: { $about }
notice-passed-back = { $name } devolveu isto a você: { $about }
notice-shift-applied = No ar na conta de anúncios: { $about }
notice-shift-refused = Recusada pela plataforma de anúncios, nada mudou: { $about }
notice-way-back-applied = Revertida na conta de anúncios: { $about }
notice-way-back-refused = Desfeita, mas a plataforma de anúncios se recusou a reverter: { $about }
notice-second-approval = { $name } aprovou isto e a sua aprovação também é necessária: { $about }
mail-hello = Olá, { $reader },
mail-assigned-heading = Uma recomendação para você
mail-accepted-heading = A sua atribuição foi aceita
mail-passed-back-heading = A sua atribuição foi devolvida
mail-shift-applied-heading = Uma realocação de verba está no ar
mail-shift-refused-heading = Uma realocação de verba foi recusada
mail-way-back-applied-heading = Uma realocação de verba foi revertida
mail-way-back-refused-heading = Uma realocação de verba não foi revertida
mail-second-approval-heading = A sua aprovação é necessária
mail-assigned-wish = Aceite ou devolva: { $name } será avisado nos dois casos.
mail-passed-back-wish = Agora ela está sem responsável. Você pode atribuí-la a outra pessoa ou assumi-la.
mail-second-approval-wish = Nada muda até você aprovar.
mail-button-accept = Aceitar
mail-button-pass-back = Devolver
mail-button-approve = Aprovar
mail-button-decline = Recusar
mail-button-dashboard = Abrir o painel
mail-button-open = Abrir
mail-row-why = Motivo
mail-row-workspace = Espaço de trabalho
mail-row-when = Quando
mail-label = { $label }:
mail-footer-member = Você recebe este e-mail porque faz parte de { $workspace } e precisa saber disto ou decidir sobre isto.
mail-footer-links = Os links dele são só seus, por isso não o encaminhe. Eles funcionam até { $time }.
notice-digest = Relatório diário de { $workspace }, { $day }: { $needs }
mail-digest-heading = Relatório diário de { $workspace }, { $day }
mail-digest-why = O WhatsApp não conseguiu entregar este relatório, por isso ele chega por e-mail.
mail-digest-footer = Você recebe este e-mail porque pediu o relatório diário de { $workspace } e o WhatsApp não conseguiu entregá-lo.
mail-button-approve-shift = Aprovar realocação
mail-button-alerts = Ver alertas
mail-unsubscribe = Não receber mais relatórios por e-mail
mails-end-title = Deixar de receber relatórios por e-mail?
mails-end-text = O relatório diário de { $workspace } chega por e-mail somente quando o WhatsApp não consegue entregá-lo. Se você desativar isso, os relatórios no WhatsApp continuam, assim como os e-mails sobre o que você precisa decidir.
mails-end-button = Não receber mais relatórios por e-mail
mails-ended-title = Você não recebe mais relatórios por e-mail
mails-ended-text = Você não recebe mais relatórios de { $workspace } por e-mail. Para voltar a recebê-los, envie INICIAR no WhatsApp.

# -- Answers to questions
answer-metric-spend = Gasto
answer-metric-budget = Orçamento
answer-metric-budget-left = Orçamento restante
answer-metric-budget-used = Orçamento usado
answer-metric-pacing = Ritmo de gasto
answer-metric-impressions = Impressões
answer-metric-clicks = Cliques
answer-metric-conversions = Conversões
answer-metric-revenue = Receita
answer-metric-ctr = CTR
answer-metric-cpc = CPC
answer-metric-cpm = CPM
answer-metric-cpa = CPA
answer-metric-roas = ROAS
answer-metric-cvr = Taxa de conversão
answer-metric-aov = Ticket médio
answer-metric-due = orçamento até a data
answer-metric-daily = orçamento diário × dias
answer-by = { $what } { $by }
answer-by-campaign = por campanha
answer-by-creative = por criativo
answer-by-channel = por canal
answer-by-day = por dia
answer-by-week = por semana
answer-by-month = por mês
answer-by-weekday = por dia da semana
answer-found-campaigns = { $count ->
    [0] Nenhuma campanha com { $condition }
    [one] { $count } campanha com { $condition }
   *[other] { $count } campanhas com { $condition }
  }
answer-found-creatives = { $count ->
    [0] Nenhum criativo com { $condition }
    [one] { $count } criativo com { $condition }
   *[other] { $count } criativos com { $condition }
  }
answer-found-channels = { $count ->
    [0] Nenhum canal com { $condition }
    [one] { $count } canal com { $condition }
   *[other] { $count } canais com { $condition }
  }
answer-found-times = { $count ->
    [0] Nenhum período com { $condition }
    [one] { $count } período com { $condition }
   *[other] { $count } períodos com { $condition }
  }
answer-over = { $metric } acima de { $value }
answer-at-least = { $metric } de pelo menos { $value }
answer-under = { $metric } abaixo de { $value }
answer-at-most = { $metric } de no máximo { $value }
answer-exactly = { $metric } de exatamente { $value }
answer-overspent = { $count ->
    [0] Nenhuma campanha passou do orçamento
    [one] { $count } campanha passou do orçamento
   *[other] { $count } campanhas passaram do orçamento
  }
answer-versus = { $days } vs. { $before }
answer-before = antes { $before }
answer-target = meta { $target }
answer-total = Total: { $figures }
answer-column-total = Total
answer-column-overall = No geral
answer-column-due = Orçamento até a data
answer-column-over = Acima do previsto
answer-column-creative = Criativo
answer-column-day = Dia
answer-column-week = Semana
answer-column-month = Mês
answer-column-weekday = Dia da semana
page-answer = Resposta
page-answer-title = { $workspace }: { $title }
page-answer-asked = Pergunta feita em { $time }
page-answer-restated = Você recebeu esta resposta em { $time }. Desde então chegaram ou mudaram dados, então os números desta página podem diferir dos da mensagem.
page-answer-same = Os dados são os mesmos de quando você recebeu esta resposta em { $time }.
page-answer-picture = Imagem de { $name }
answer-overall = No geral: { $figures }
answer-total-over = Total acima do previsto: { $amount }
answer-left = Restam { $left } de { $budget }
answer-over-budget = { $amount } acima do orçamento de { $budget }
answer-on-pace = Gastos { $percent } do orçamento previsto até agora
answer-unjudged = Sem avaliação por falta de números: { $things }
answer-high = máximo
answer-low = mínimo
answer-highest-first = do maior para o menor
answer-lowest-first = do menor para o maior
answer-picture = Imagem: { $link }
answer-open = Abrir: { $link }
answer-copy = “{ $copy }”
answer-how = Cálculo: { $how }
answer-without = sem { $names }
answer-active = campanhas ativas
answer-inactive = campanhas pausadas
answer-data-through = dados completos até { $day }
answer-data-behind = { $channel } só até { $day }
answer-data-never = ainda nada de { $channel }
answer-data-more = { $count ->
    [one] mais { $count } canal atrasado
   *[other] mais { $count } canais atrasados
  }
answer-today-so-far = hoje até agora
answer-today-nothing = ainda nada de hoje
answer-estimated = ≈ orçamento estimado a partir do gasto
answer-without-budget = { $count ->
    [one] { $count } campanha sem orçamento ficou de fora
   *[other] { $count } campanhas sem orçamento ficaram de fora
  }
answer-not-by-creative = { $channels } sem dados por criativo
answer-not-measured = sem dado de { $channels }: { $metric }
answer-per-day = variações de somas por dia ({ $days } vs. { $before } dias)
answer-paused = pausada
answer-a-day = { $amount } por dia
answer-why-parts = De onde vem,
answer-why-rest = Todo o resto: { $amount }
answer-why-mix = sobretudo pelo peso no total
answer-why-factors = Fatores: { $list }
answer-why-same = Nada mudou.
answer-why-unknown = Não há números para comparar, por isso não consigo dizer de onde vem.
answer-new = antes não havia
answer-gone = já não há
answer-no-creative = Sem criativo
answer-alerts = { $count ->
    [0] Nenhum alerta aberto
    [one] { $count } alerta aberto
   *[other] { $count } alertas abertos
  }
answer-alerts-then = { $count ->
    [0] Nenhum alerta
    [one] { $count } alerta
   *[other] { $count } alertas
  }
answer-acknowledged = reconhecido
answer-snoozed = adiado
answer-resolved = resolvido
answer-advice = { $count ->
    [0] Nenhuma proposta espera uma decisão
    [one] { $count } proposta espera uma decisão
   *[other] { $count } propostas esperam uma decisão
  }
answer-owner = com { $name }
answer-decide = A decisão é tomada no seu último relatório ou no painel.
answer-check-limit = Confira o limite diário na conta de anúncios
answer-campaigns = { $count ->
    [0] Nenhuma campanha
    [one] { $count } campanha
   *[other] { $count } campanhas
  }
answer-creatives = { $count ->
    [0] Nenhum criativo
    [one] { $count } criativo
   *[other] { $count } criativos
  }
answer-channels = { $count ->
    [0] Nenhum canal
    [one] { $count } canal
   *[other] { $count } canais
  }
answer-fresh = Todos os dados vão até { $day }
answer-late = { $count ->
    [one] { $count } fonte atrasada
   *[other] { $count } fontes atrasadas
  }
answer-no-source = Ainda não chegaram dados
answer-no-data-yet = ainda sem dados
answer-imported = última importação { $time }
answer-refused-file = último arquivo recusado: { $reason }
answer-empty = Sem números
answer-empty-why = Nada disso foi medido ou importado. Não é o mesmo que zero.
answer-no-budgets = Nenhum orçamento é conhecido
answer-no-budgets-why = Nenhuma destas campanhas tem um orçamento diário, informado ou estimado, para comparar com o gasto.
answer-unknown = Não encontro aqui: { $names }
answer-known = O que há: { $names }
answer-future = Esse período ainda não chegou. Eu respondo sobre o que já aconteceu.
answer-before-data = Não há números desse período.
answer-before-data-from = Não há números desse período. Eles começam em { $day }.
answer-no-such-days = O calendário não tem esses dias. Diga os dias de novo, por favor.
answer-what-alerts = problemas encontrados nos dados diários
answer-what-advice = propostas e alertas abertos dos dados diários
answer-what-list = tudo o que foi importado
answer-what-sources = o último dia completo de cada canal
answer-button-good = Boa resposta
answer-button-wrong = Não está certo
answer-button-how = Como é calculado
answer-explain = Como foi calculado
answer-rule-ratio = As razões são somas divididas por somas, das linhas que têm os dois números.
answer-rule-missing = Um número que falta conta como ausente, nunca como zero.
answer-rule-budget = O orçamento é o diário vezes os dias. O previsto até a data é o dos dias encerrados e com dados.
answer-rule-why = Cada parte é o que ela soma à mudança; “todo o resto” inclui o que o arredondamento deixa, e assim a soma fecha.
answer-rule-compare = Só se comparam dias completos dos dois lados.
answer-refuse-unrelated = Eu só respondo perguntas sobre os números de anúncios e vendas de { $workspace }.
answer-refuse-metric = Isso não é medido aqui. Conheço gasto, receita, impressões, cliques, conversões, orçamentos e o que resulta deles.
answer-refuse-forecast = Eu não faço previsões. Posso dizer o que aconteceu até agora e comparar.
answer-refuse-write = Uma pergunta não muda nada aqui. Os orçamentos são decididos com os botões do seu relatório; posso mostrar o que há para decidir.
answer-refuse-elsewhere = Eu só vejo os números de { $workspace }, e de mais ninguém.
answer-refuse-instruction = Não posso fazer isso. Respondo perguntas sobre números e nada mais.
answer-ask-which = Qual você quer dizer?
answer-ask-unknown = Não encontro esse nome aqui. Confira como está escrito, por favor.
answer-ask-metric = Qual número você quer? Por exemplo gasto, receita ou ROAS.
answer-ask-context = Não sei a que isso se refere. Faça a pergunta completa, por favor.
answer-ask-words = Não entendo: { $words }
answer-offer-rest = Perguntar sem isso
answer-try = Você pode perguntar:
answer-example-overspent-title = Quem passou?
answer-example-overspent = Quais campanhas passaram do orçamento ontem?
answer-example-creative-title = Melhor criativo
answer-example-creative = Melhor criativo desta semana
answer-example-channels-title = Gasto por canal
answer-example-channels = Gasto por canal nos últimos 30 dias
answer-example-week-title = Semana passada
answer-example-week = Como foi a semana passada?
answer-example-roas-title = ROAS, 7 dias
answer-example-roas = ROAS dos últimos 7 dias
answer-example-alerts-title = Alertas abertos
answer-example-alerts = Há algum alerta?
answer-example-advice-title = O que fazer?
answer-example-advice = O que devo fazer hoje?
answer-example-pace-title = Orçamento do mês
answer-example-pace = Quanto orçamento resta este mês?
answer-example-data-title = Dados em dia?
answer-example-data = Os dados estão em dia?
answer-link = Os mesmos números no painel:
shortcut-nothing-to-decide = Nenhuma mudança de orçamento espera uma decisão.
shortcut-nothing-to-undo = Agora não há nada a desfazer: nenhuma aprovação permite mais isso.
shortcut-dashboard = Aqui está o seu painel.
answer-too-late = Demorou demais e não tenho resposta. Pergunte de novo, por favor.
answer-still-working = Ainda estou trabalhando na sua pergunta. A resposta vem em seguida.
answer-too-many-days = São mais dados do que consigo ver em uma resposta. Pergunte por um período mais curto, por favor.
answer-where = Você está em vários espaços de trabalho. Responda a uma mensagem do que você quer e pergunte ali.
rating-gone = Esta resposta é antiga demais para os botões. É só perguntar de novo.
rating-button = Avaliar 1–5
rating-thanks = Obrigado, anotado.
rating-ask-why = Obrigado, anotado. O que estava errado?
rating-ask-score = A resposta foi boa?
rating-choose = Escolher
rating-wrong-number = Número errado
rating-wrong-dates = Datas erradas
rating-wrong-campaign = Outra campanha
rating-not-what-i-asked = Não foi o que pedi
rating-too-slow = Lento demais
rating-other = Outra coisa
rating-five = 5 · Exata
rating-four = 4 · Boa
rating-three = 3 · Razoável
rating-two = 2 · Fraca
rating-one = 1 · Inútil
