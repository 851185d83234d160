# What people read, in Hindi; the formal "आप". One message id for each `Phrase` of `language/phrase.rs`, in the order of English.

# -- The daily digest: each value fills one line of a template, so none has a line break.
digest-spend-with-plan = { $spend } (योजना { $plan }, { $change })
digest-value-with-weekday = { $value } ({ $weekday } के औसत से { $change })
digest-value-alone = { $value }
digest-value-so-far = अब तक { $value }
digest-no-spend = कोई खर्च नहीं
digest-no-value = पता नहीं
digest-roas-with-target = { $roas } (लक्ष्य { $target })
digest-data-complete = रात 11:59 { $zone } तक पूरा, { $channels }
digest-data-waiting = अंतिम नहीं, { $channels } का इंतज़ार है (पिछला डेटा: { $day })
digest-data-waiting-since = अंतिम नहीं: { $channels } अभी नहीं आया ({ $day } तक पूरा, पिछला डेटा { $moment })
digest-data-never = अंतिम नहीं, { $channels } का इंतज़ार है
digest-data-none = इस दिन का अभी कुछ नहीं आया है
digest-data-gaps = { $data }; स्रोत में { $count ->
    [one] { $count } मान नहीं है
   *[other] { $count } मान नहीं हैं
  }
digest-needs = { $decisions ->
    [0] { $alerts } अलर्ट
    [one] { $decisions } फ़ैसला{ $alerts ->
        [0] { "" }
       *[other] , { $alerts } अलर्ट
    }
   *[other] { $decisions } फ़ैसले{ $alerts ->
        [0] { "" }
       *[other] , { $alerts } अलर्ट
    }
  }
digest-no-alert = कोई नहीं
digest-clear = कुछ नहीं। सब ठीक है।
digest-clear-so-far = अब तक के डेटा में कुछ नहीं
digest-clear-unknown = डेटा के बिना पता नहीं
digest-nothing-new = कुछ नया नहीं
digest-late = { $day } (देर से)
digest-missing = { $data }; { $day } की रिपोर्ट नहीं गई
digest-missing-with-values = { $data }; { $day } नहीं गई: खर्च { $spend }, आय { $revenue }
correction-title = अब पूरा डेटा आ गया है: पेश है { $workspace } के लिए { $day } की सुधारी हुई रिपोर्ट।
correction-line = { $label }: { $value } (पहले { $before })
correction-same = { $label }: { $value } (कोई बदलाव नहीं)
digest-shift = { $from } से { $to } में { $amount }/दिन ले जाएँ
digest-shift-why = { $days } दिनों में ROAS { $from } बनाम { $to }, भरोसा { $confidence }
digest-shift-why-estimated = { $days } दिनों में ROAS { $from } बनाम { $to }, भरोसा { $confidence }; बजट अनुमानित
digest-shift-why-cost = { $days } दिनों में प्रति कन्वर्ज़न लागत { $from } बनाम { $to }, भरोसा { $confidence }
digest-shift-why-cost-estimated = { $days } दिनों में प्रति कन्वर्ज़न लागत { $from } बनाम { $to }, भरोसा { $confidence }; बजट अनुमानित

confidence-high = ज़्यादा
confidence-medium = मध्यम
confidence-low = कम

list-and = { $first } और { $last }
list-or = { $first } या { $last }
another-approver = किसी अन्य अधिकृत व्यक्ति

# -- Alerts
alert-overspent = { $campaign } ने { $spend } खर्च किए, { $budget } के बजट से { $over } ज़्यादा
alert-roas = { $campaign }: { $days ->
    [one] { $days } दिन
   *[other] { $days } दिनों
  } में ROAS { $roas }, लक्ष्य { $target }
alert-zero = { $campaign } नहीं चला; इसका बजट { $budget }/दिन है
alert-zero-estimated = { $campaign } नहीं चला; आम तौर पर खर्च { $spend }/दिन है
alert-waste = { $campaign }: { $days ->
    [one] { "" }
   *[other] { $days } दिनों में{ " " }
  }{ $spend } खर्च, { $conversions ->
    [0] कोई कन्वर्ज़न नहीं
   *[other] { $conversions } कन्वर्ज़न
  }; आम तौर पर { $cost } प्रति कन्वर्ज़न
alert-waste-channel = { $campaign }: { $days ->
    [one] { "" }
   *[other] { $days } दिनों में{ " " }
  }{ $spend } खर्च, { $conversions ->
    [0] कोई कन्वर्ज़न नहीं
   *[other] { $conversions } कन्वर्ज़न
  }; चैनल पर आम तौर पर { $cost } प्रति कन्वर्ज़न
alert-waste-workspace = { $campaign }: { $days ->
    [one] { "" }
   *[other] { $days } दिनों में{ " " }
  }{ $spend } खर्च, { $conversions ->
    [0] कोई कन्वर्ज़न नहीं
   *[other] { $conversions } कन्वर्ज़न
  }; यहाँ आम तौर पर { $cost } प्रति कन्वर्ज़न
alert-cost = { $campaign }: { $days ->
    [one] { $days } दिन
   *[other] { $days } दिनों
  } में प्रति कन्वर्ज़न लागत { $cost }, आम तौर पर { $usual }
alert-unusual-spend = खर्च { $value }, आम { $weekday } से { $change } ({ $usual })
alert-unusual-spend-from-none = खर्च { $value }; आम { $weekday }: { $usual }
alert-unusual-revenue = राजस्व { $value }, आम { $weekday } से { $change } ({ $usual })
alert-unusual-revenue-from-none = राजस्व { $value }; आम { $weekday }: { $usual }
alert-largest-part = { $alert }; सबसे बड़ा हिस्सा: { $part }
alert-source-silent = { $channel } का डेटा { $time } से नहीं आया
alert-source-behind = { $channel } का डेटा सिर्फ़ { $day } तक है
alert-source-never = { $channel } का डेटा अभी तक नहीं आया
alert-source-refused = { $alert }; पिछली फ़ाइल स्वीकार नहीं हुई: { $reason }

alerts-heading = { $workspace } के लिए { $day } को *{ $count } अलर्ट*
alerts-none = { $workspace } के लिए { $day } को कोई खुला अलर्ट नहीं है।
alerts-more = … और { $count } डैशबोर्ड पर।

# -- Replies to a tap
reply-approved =
    ✅ { $name } ने { $time } पर { $source } से मंज़ूरी दी
    { $from }: { $fromBefore } → { $fromAfter } प्रतिदिन
    { $to }: { $toBefore } → { $toAfter } प्रतिदिन
    ऑडिट लॉग में दर्ज है। अभी लागू नहीं है: विज्ञापन खाते में बजट बदलना अभी बाकी है।
reply-approved-estimated = बजट खर्च से अनुमानित हैं: कृपया इन्हें अपने विज्ञापन खाते से मिला लें।
reply-already-by-you = यह पहले ही हो चुका है, कुछ नहीं बदला। आपने { $time } पर यह बदलाव मंज़ूर किया था ({ $source })।
reply-already-by-other = { $name } ने { $time } पर यह बदलाव मंज़ूर किया था ({ $source })। कुछ नहीं बदला।
reply-superseded = इसकी जगह नया प्रस्ताव आ चुका है, इसलिए कुछ नहीं बदला।
reply-expired = इस बटन की अवधि { $time } पर खत्म हो गई, इसलिए कुछ नहीं बदला। आपकी ताज़ा रिपोर्ट में नए आँकड़े हैं।
reply-target-moved = लागू नहीं हुआ। इस संदेश के बाद { $campaign } का बजट बदल गया: अब यह { $now } प्रतिदिन है (पहले { $before })। आपकी अगली रिपोर्ट में नया प्रस्ताव आएगा।
reply-moved = लागू नहीं हुआ। { $campaign } का बजट { $time } पर बदल गया: अब यह { $now } प्रतिदिन है (पहले { $before })।
reply-moved-by = लागू नहीं हुआ। { $name } ने { $time } पर { $campaign } का बजट बदल दिया: अब यह { $now } प्रतिदिन है (पहले { $before })।
reply-moved-stopped = लागू नहीं हुआ। { $campaign } को { $time } पर बंद कर दिया गया।
reply-nothing-else = यहाँ और कोई फ़ैसला बाकी नहीं है; आपकी अगली रिपोर्ट में नई बातें होंगी।
reply-target-moved-plain = लागू नहीं हुआ। संदेश भेजे जाने के बाद यह प्रस्ताव बदल गया। मौजूदा प्रस्ताव आपकी ताज़ा रिपोर्ट में है।
reply-over-limit = { $workspace } में { $amount } प्रतिदिन मंज़ूर नहीं हो सकते, इसलिए कुछ नहीं बदला। विज्ञापन खाते में बजट बदलें या मालिक से बात करें।
reply-not-member = आप अब इस वर्कस्पेस के सदस्य नहीं हैं, इसलिए कुछ नहीं बदला।
reply-not-yours = यह बटन किसी दूसरे फ़ोन पर भेजा गया था, इसलिए कुछ नहीं बदला।
reply-opted-out = आपने ये संदेश बंद किए थे, इसलिए कुछ नहीं बदला। इन्हें फिर से पाने के लिए "शुरू" भेजें।
reply-gone = यह बटन अब कहीं नहीं ले जाता, इसलिए कुछ नहीं बदला। मौजूदा बटन आपकी ताज़ा रिपोर्ट में हैं।
reply-unknown-button = वह बटन पढ़ा नहीं जा सका, इसलिए कुछ नहीं बदला। कृपया अपनी ताज़ा रिपोर्ट का कोई बटन दबाएँ।
reply-try-again = हमारी ओर से कुछ गड़बड़ हुई और कुछ नहीं बदला। कृपया एक मिनट बाद फिर दबाएँ।
reply-busy = यह अभी नहीं हो सका: उसी समय एक और बदलाव आ गया, इसलिए आपकी ओर से कुछ नहीं बदला। कृपया थोड़ी देर में फिर कोशिश करें।
reply-cards-underway = आपने पहले जो माँगा था वह अभी रास्ते में है। उसके आने पर कृपया फिर कहें।
reply-last-of-hour = यह एक घंटे में { $count }वाँ संदेश था। अगले { $minutes } मिनट तक केवल STOP पढ़ा जाएगा; बाकी सब कृपया उसके बाद फिर भेजें।

reply-approved-second =
    ✅ { $first } ({ $firstTime }) के बाद { $name } ने { $time } पर { $source } से मंज़ूरी दी
    { $from }: { $fromBefore } → { $fromAfter } प्रतिदिन
    { $to }: { $toBefore } → { $toAfter } प्रतिदिन
    ऑडिट लॉग में दर्ज है। अभी लागू नहीं है: विज्ञापन खाते में बजट बदलना अभी बाकी है।
reply-approved-first = आपकी मंज़ूरी दर्ज हो गई है। { $amount } प्रतिदिन { $limit } की उस सीमा से ज़्यादा है जो { $workspace } में कोई अकेला व्यक्ति मंज़ूर कर सकता है, इसलिए { $names } की मंज़ूरी भी चाहिए। अनुरोध भेजा जा रहा है; दूसरी मंज़ूरी से पहले कुछ नहीं बदलेगा।
reply-declined = नोट किया: नहीं। कुछ नहीं बदलेगा, और यह बदलाव एक हफ़्ते तक फिर नहीं सुझाया जाएगा। कारण बताने के लिए 10 मिनट के अंदर एक पंक्ति लिखें।
reply-declined-plain = नोट किया: नहीं। कुछ नहीं बदलेगा, और यह बदलाव एक हफ़्ते तक फिर नहीं सुझाया जाएगा।
reply-reason-kept = धन्यवाद। आपका कारण फ़ैसले के साथ रखा गया है।
reply-undone = { $name } ने { $time } पर इसे वापस लिया। { $from } { $fromBefore } प्रतिदिन पर और { $to } { $toBefore } पर ही रहेगा। अगर विज्ञापन खाते में बजट पहले ही बदले जा चुके हैं, तो किसी को उन्हें वहाँ वापस बदलना होगा।
reply-undone-applied = { $name } ने { $time } पर इसे वापस लिया। विज्ञापन खाते में यह पहले ही लागू हो चुका था: { $from } को वापस { $fromBefore } प्रतिदिन और { $to } को { $toBefore } पर लाना अभी बाकी है।
reply-acknowledged = { $name } ने { $time } पर देख लिया: { $alert }। अब यह किसी की रिपोर्ट में नहीं आएगा, जब तक स्थिति और न बिगड़े।
reply-snoozed = { $name } ने { $until } तक टाला: { $alert }।
reply-assigned = { $owner } को सौंपा गया: { $what }। { $owner } को ईमेल और ऐप से बताया जाएगा, और जवाब आपको मिलेगा।
reply-assigned-self = यह अब आपके पास है: { $what }।
reply-accepted = आपने इसे ले लिया: { $what }। { $name } को बता दिया जाएगा।
reply-passed-back = आपने इसे वापस कर दिया: { $what }। { $name } को बता दिया जाएगा।
reply-already-declined-by-you = आपने { $time } पर इस बदलाव को मना किया था ({ $source })। कुछ नहीं बदला।
reply-already-declined-by-other = { $name } ने { $time } पर इस बदलाव को मना किया था ({ $source })। कुछ नहीं बदला।
reply-already-undone-by-you = आपने { $time } पर यह बदलाव वापस लिया था ({ $source })। कुछ नहीं बदला।
reply-already-undone-by-other = { $name } ने { $time } पर यह बदलाव वापस लिया था ({ $source })। कुछ नहीं बदला।
reply-awaits-second = आपने { $time } पर यह बदलाव मंज़ूर किया था ({ $source })। इसे अभी दूसरी मंज़ूरी चाहिए, जो दे सकते हैं: { $names }। कुछ नहीं बदला।
reply-same-person = मंज़ूर नहीं हुआ: पहली मंज़ूरी ({ $name }, { $time }, { $source }) उसी WhatsApp खाते या मेलबॉक्स से आई थी जो आपका है, और इस बदलाव के लिए दो लोग चाहिए। कुछ नहीं बदला। मालिक से कहें कि दो बार दर्ज सदस्य को हटाएँ।
reply-first-may-not = मंज़ूर नहीं हुआ: पहली मंज़ूरी ({ $name }, { $time }, { $source }) अब मान्य नहीं है, क्योंकि { $name } अब बजट बदलाव मंज़ूर नहीं कर सकते। कुछ नहीं बदला। अगर आँकड़े अब भी इसके पक्ष में हुए, तो आपकी अगली रिपोर्ट में नया प्रस्ताव होगा।
reply-noted = नोट किया: नहीं। यह प्रस्ताव अब मान्य नहीं है, इसलिए कुछ नहीं बदला।
reply-not-verified = सत्यापन के बाद यह WhatsApp खाता बदल गया है, इसलिए कुछ नहीं बदला। इसकी पुष्टि के लिए, जिसने आपको न्योता दिया था उनसे नया न्योता माँगें।
reply-void = यह संदेश भेजे जाने के बाद आपकी भूमिका या सहमति बदल गई, इसलिए कुछ नहीं बदला। आपकी अगली रिपोर्ट में काम करने वाले बटन होंगे।
reply-may-not-ask = आप यह बदलाव देख सकते हैं, पर इस पर फ़ैसला नहीं कर सकते। यह कर सकते हैं: { $names }। कुछ नहीं बदला।
reply-may-not-nobody = आप यह बदलाव देख सकते हैं, पर इस पर फ़ैसला नहीं कर सकते। कुछ नहीं बदला। कृपया { $workspace } के मालिक से बात करें।
reply-may-not-alerts = आप यह अलर्ट देख सकते हैं, पर इस पर कार्रवाई नहीं कर सकते। कुछ नहीं बदला। कृपया { $workspace } के मालिक से बात करें।
reply-may-not-assign-ask = आप यह सुझाव देख सकते हैं, पर इसे सौंप नहीं सकते। यह कर सकते हैं: { $names }। कुछ नहीं बदला।
reply-may-not-assign = आप यह सुझाव देख सकते हैं, पर इसे सौंप नहीं सकते। कुछ नहीं बदला। कृपया { $workspace } के मालिक से बात करें।
reply-expired-open = इस बटन की अवधि { $time } पर खत्म हो गई, इसलिए कुछ नहीं बदला। प्रस्ताव अब भी मान्य है।
reply-over-limit-nobody = { $amount } प्रतिदिन { $limit } की उस सीमा से ज़्यादा है जो { $workspace } में कोई अकेला व्यक्ति मंज़ूर कर सकता है, और वहाँ कोई दूसरा इसे मंज़ूर नहीं कर सकता। कुछ नहीं बदला। मालिक किसी दूसरे व्यक्ति को यह अधिकार दे सकते हैं।
reply-undo-too-late = वापस नहीं लिया गया: यह मंज़ूरी { $time } तक वापस ली जा सकती थी। इसके बजाय विज्ञापन खाते में बजट बदलें। कुछ नहीं बदला।
reply-undo-never = यह मंज़ूरी यहाँ वापस नहीं ली जा सकती। कुछ नहीं बदला। इसके बजाय विज्ञापन खाते में बजट बदलें।
reply-undo-moved = वापस नहीं लिया जा सकता: मंज़ूरी के बाद { $campaign } का बजट बदला गया और अब { $now } प्रतिदिन है। कुछ नहीं बदला। इसके बजाय विज्ञापन खाते में बजट बदलें।
reply-undo-moved-plain = वापस नहीं लिया जा सकता: मंज़ूरी के बाद एक बजट बदला गया। कुछ नहीं बदला। इसके बजाय विज्ञापन खाते में बजट बदलें।
reply-nothing-to-undo = विज्ञापन खाते ने यह बदलाव अस्वीकार कर दिया ({ $reason }), इसलिए वापस लेने को कुछ नहीं है। कुछ नहीं बदला।
reply-alert-acknowledged-by-you = आपने { $time } पर यह अलर्ट देख लिया था ({ $source })। कुछ नहीं बदला।
reply-alert-acknowledged-by-other = { $name } ने { $time } पर यह अलर्ट देख लिया था ({ $source })। कुछ नहीं बदला।
reply-alert-snoozed-by-you = आपने यह अलर्ट { $until } तक टाला था ({ $source })। कुछ नहीं बदला।
reply-alert-snoozed-by-other = { $name } ने यह अलर्ट { $until } तक टाला था ({ $source })। कुछ नहीं बदला।
reply-alert-over = यह समस्या खत्म हो चुकी है, इसलिए कुछ नहीं बदला। अगर यह लौटी, तो आपकी रिपोर्ट बताएगी।
reply-already-assigned = { $name } ने { $time } पर इसे { $owner } को सौंपा था ({ $source })। कुछ नहीं बदला।
reply-already-accepted = यह { $time } से { $owner } के पास है। कुछ नहीं बदला।
reply-already-passed-back = { $owner } ने { $time } पर इसे वापस कर दिया था। कुछ नहीं बदला।
reply-not-a-teammate = यह व्यक्ति अब { $workspace } में नहीं है या इसे नहीं ले सकता, इसलिए कुछ नहीं बदला। कृपया किसी और को चुनें।

source-whatsapp = WhatsApp
source-web-link = वेब लिंक
source-api = ऐप
source-system = अपने आप

state-proposed = फ़ैसले का इंतज़ार है
state-approved = { $source } से मंज़ूर
state-superseded = इसकी जगह नया प्रस्ताव है
state-awaiting-second = एक व्यक्ति ने मंज़ूर किया, दूसरे का इंतज़ार है
state-declined = { $source } से अस्वीकृत
state-undone = { $source } से वापस लिया गया
state-applied = विज्ञापन खाते में लागू
state-refused = विज्ञापन खाते ने अस्वीकार किया
state-undone-not-yet = { $source } से वापस लिया गया, विज्ञापन खाते में अभी नहीं
state-undone-applied = { $source } से वापस लिया गया, विज्ञापन खाते में पहले जैसा
state-undone-refused = { $source } से वापस लिया गया, विज्ञापन खाते ने अस्वीकार किया

# -- Cards: texts with buttons. A button has at most 20 characters, a row 24.
button-approve = मंज़ूर करें
button-confirm = हाँ, मंज़ूर करें
button-not-now = अभी नहीं
button-assign = सौंपें
button-undo = वापस लें
button-review = फिर देखें
button-acknowledge = देख लिया
button-snooze = 4 घंटे टालें
button-snooze-tomorrow = कल तक टालें
button-choose-person = व्यक्ति चुनें
row-me = मैं
row-me-note = खुद लें
row-more = और लोग ›
row-back = ‹ पीछे
row-page = पेज { $page } / { $pages }
role-owner = मालिक
role-marketer = मार्केटिंग
role-viewer = केवल देखने वाले
card-shift =
    { "*" }बजट बदलाव*: { $amount } प्रतिदिन
    { $from }: { $fromBefore } → { $fromAfter } प्रतिदिन
    { $to }: { $toBefore } → { $toAfter } प्रतिदिन
card-shift-why = कारण: { $why }
card-shift-estimated = बजट खर्च से अनुमानित हैं: कृपया इन्हें अपने विज्ञापन खाते से मिला लें।
card-shift-one-tap = { $limit } की सीमा के अंदर, जो एक टैप से मंज़ूर हो सकती है। आप इसे { $minutes } मिनट तक वापस ले सकते हैं।
card-shift-one-tap-final = { $limit } की सीमा के अंदर, जो एक टैप से मंज़ूर हो सकती है।
card-shift-confirm = { $limit } की सीमा से ज़्यादा, जो एक टैप से मंज़ूर हो सकती है: आपसे एक बार और पूछा जाएगा।
card-shift-second = { $limit } की सीमा से ज़्यादा, जो कोई अकेला व्यक्ति मंज़ूर कर सकता है: दूसरे व्यक्ति की मंज़ूरी भी चाहिए।
card-shift-first = { $name } ने { $time } पर इसे मंज़ूर किया। इसे दूसरी मंज़ूरी चाहिए।
card-confirm = यह बदलाव मंज़ूर करें? यह { $limit } की उस सीमा से ज़्यादा है जो { $workspace } में एक टैप से मंज़ूर हो सकती है।
card-undo = मन बदल गया? आप मंज़ूरी { $time } तक वापस ले सकते हैं।
card-follow-up = या आगे का काम किसी को सौंपें।
card-successor = एक नया प्रस्ताव फ़ैसले के इंतज़ार में है।
card-successor-amount = नया प्रस्ताव: { $amount } प्रतिदिन ले जाएँ।
card-alert =
    { "*" }अलर्ट: { $severity }*, { $workspace }
    { $alert }
    { $stake } प्रतिदिन दाँव पर
card-alert-news =
    { "*" }अलर्ट: { $severity }*, { $workspace }
    { $alert }
card-assignees = इसे कौन लेगा? { $what }
card-assignees-page = पेज { $page } / { $pages }, { $count } लोग। सूची में नहीं है? नाम लिखें, जैसे: Priya को सौंपें

# -- A text that assigns
assign-nobody = { $workspace } में { $name } नाम का कोई नहीं है। कुछ नहीं बदला।
assign-nobody-closest = { $workspace } में { $name } नाम का कोई नहीं है। सबसे मिलते-जुलते: { $names }। कुछ नहीं बदला।
assign-what = { $workspace } में सौंपने के लिए कोई खुला सुझाव नहीं है। कुछ नहीं बदला।
assign-which = कौन-से { $name }? सूची में से चुनें।
assign-where = आप एक से ज़्यादा वर्कस्पेस में हैं। जिस वर्कस्पेस की बात है, उसके किसी संदेश का जवाब इन्हीं शब्दों से दें। कुछ नहीं बदला।

# -- News of what came of a decision; each is one line.
update-accepted = आपने जो सौंपा था, { $name } ने ले लिया: { $what }
update-passed-back = आपने जो सौंपा था, { $name } ने वापस कर दिया: { $what }
update-second-approved = जिस बदलाव को पहले आपने मंज़ूर किया था, उसे { $name } ने भी मंज़ूर किया: { $what }
update-second-declined = जिस बदलाव को पहले आपने मंज़ूर किया था, उसे { $name } ने मना कर दिया: { $what }
update-applied = विज्ञापन खाते में लागू हो गया: { $what }
update-refused = विज्ञापन खाते ने अस्वीकार किया ({ $reason }): { $what }
update-way-back-applied = विज्ञापन खाते में बजट पहले जैसे कर दिए गए: { $what }
update-way-back-refused = विज्ञापन खाते ने बजट पहले जैसे करने से मना किया ({ $reason }): { $what }
update-first-overtaken = एक बजट बदल गया, इसलिए जिस बदलाव को पहले आपने मंज़ूर किया था वह अब मान्य नहीं है: { $what }
update-first-superseded = जिस बदलाव को पहले आपने मंज़ूर किया था, उसकी जगह नया प्रस्ताव आ गया: { $what }

# -- Replies to text
reply-stopped = अब आपको इस नंबर से रिपोर्ट नहीं मिलेंगी। फिर से पाने के लिए "शुरू" भेजें।
reply-started = आपका फिर से स्वागत है। आपकी रोज़ की रिपोर्ट अगली रिपोर्ट से जारी रहेंगी।
reply-help = यह नंबर आपकी रोज़ की विज्ञापन रिपोर्ट भेजता है, जिसमें कार्रवाई के बटन होते हैं। रिपोर्ट रोकने के लिए "बंद" और फिर से पाने के लिए "शुरू" भेजें।
reply-text = यहाँ केवल आपकी रिपोर्ट के बटन और "मदद", "बंद" और "शुरू" शब्द समझे जाते हैं। अपनी ताज़ा रिपोर्ट का कोई बटन दबाएँ, उसका डैशबोर्ड खोलें या लिखें, जैसे: Priya को सौंपें।
reply-unsupported = यहाँ केवल लिखे हुए संदेश और बटन पढ़े जा सकते हैं। क्या-क्या काम करता है, यह जानने के लिए "मदद" भेजें।

# -- The dashboard page and what a link says when it does not open
page-title = { $workspace }: { $day }
page-report = रोज़ की रिपोर्ट
page-data-complete = रात 11:59 { $zone } तक पूरा: { $channels }।
page-data-waiting = अंतिम नहीं: { $channels } का डेटा अभी नहीं आया, पिछला पूरा दिन { $day }। ये आँकड़े अभी बदलेंगे।
page-data-never = अंतिम नहीं: { $channels } का डेटा अभी नहीं आया। ये आँकड़े अभी बदलेंगे।
page-data-none = इस दिन का अभी कोई डेटा नहीं आया है।
page-sources = डेटा के स्रोत
page-source-late = देर हो गई
page-source-through = { $day } तक पूरा
page-source-never = अभी कोई पूरा दिन नहीं
page-source-last-import = पिछला आयात { $time }
page-source-expected = { $time } तक आना चाहिए
page-source-refused = { $time } को स्वीकार नहीं हुई: { $reason }
page-data-gaps = स्रोत में { $count ->
    [one] { $count } मान नहीं है
   *[other] { $count } मान नहीं हैं
  }, इसलिए जोड़ कम हो सकते हैं।
page-spend = खर्च
page-revenue = राजस्व
page-roas = ROAS
page-conversions = कन्वर्ज़न
page-cost-per-conversion = प्रति कन्वर्ज़न लागत
page-click-rate = क्लिक दर
page-percent = { $number }%
page-over-plan = { $plan } की योजना से { $percent } ज़्यादा
page-under-plan = { $plan } की योजना से { $percent } कम
page-on-plan = { $plan } की योजना के बराबर
page-above-target = { $target } के लक्ष्य से { $percent } ज़्यादा
page-below-target = { $target } के लक्ष्य से { $percent } कम
page-on-target = { $target } के लक्ष्य के बराबर
page-above-usual = { $weekday } के औसत से { $percent } ज़्यादा
page-below-usual = { $weekday } के औसत से { $percent } कम
page-as-usual = { $weekday } के औसत जैसा
page-so-far = अब तक { $note }
page-not-known = पता नहीं
page-not-reported = स्रोत ने नहीं बताया
page-no-spend = कोई खर्च नहीं
page-no-conversions = कोई कन्वर्ज़न नहीं
page-no-impressions = कोई इंप्रेशन नहीं
weekday-name = { $number ->
    [1] सोमवार
    [2] मंगलवार
    [3] बुधवार
    [4] गुरुवार
    [5] शुक्रवार
    [6] शनिवार
   *[7] रविवार
  }
page-shifts = बजट बदलाव
page-no-shift = कोई बजट बदलाव प्रस्तावित नहीं है।
page-shift-decided = { $name }, { $time }
page-shift-proposed = { $time } पर प्रस्तावित
page-shift-not-live = मंज़ूर है, अभी लागू नहीं: विज्ञापन खाते में बजट बदलना अभी बाकी है।
page-shift-approve-there = इसे अपनी WhatsApp रिपोर्ट के बटन से मंज़ूर करें।
page-shift-approvers = WhatsApp में मंज़ूरी दे सकते हैं: { $names }।
page-budget-change = { $before } → { $after } प्रतिदिन
page-budget-change-estimated = { $before } → { $after } प्रतिदिन, बजट खर्च से अनुमानित
page-alerts = खुले अलर्ट
page-no-alert = सब ठीक है: कोई खुला अलर्ट नहीं।
page-alert-since = { $day } से
page-alert-stake = { $stake } प्रतिदिन दाँव पर
severity-critical = गंभीर
severity-high = ज़्यादा
severity-medium = मध्यम
severity-info = जानकारी
page-alert-acknowledged = { $name } ने { $time } पर देख लिया
page-alert-snoozed = { $name } ने { $until } तक टाला
page-owner-awaited = { $name } ने { $time } पर { $owner } को सौंपा, अभी जवाब नहीं आया
page-owner-accepted = { $time } से { $owner } के पास है
page-owner-passed-back = { $owner } ने { $time } पर वापस किया: अब किसी के पास नहीं है
page-notices = आपके लिए
page-notice-new = नया
page-trend = खर्च और राजस्व
page-trend-label = { $first } से { $last } तक रोज़ का खर्च और राजस्व
page-trend-day = { $day }: खर्च { $spend }, राजस्व { $revenue }
page-channels = चैनल
page-channel = चैनल
page-campaigns = कैंपेन
page-campaign = कैंपेन
page-best = सबसे अच्छा
page-worst = सबसे कम
page-budget-line = बजट { $budget }
page-budget-line-over = बजट { $budget }, { $percent } ज़्यादा
page-no-delivery = नहीं चला
page-not-in-yet = अभी नहीं आया
page-more-campaigns = … और { $count } और कैंपेन, जिनका खर्च { $spend } है।
page-empty = अभी दिखाने को कुछ नहीं है। आपका पहला एक्सपोर्ट आते ही यह पेज आँकड़ों से भर जाएगा।
page-as-of = लाइव, { $time } पर जाँचा गया
page-personal = यह पेज केवल दिखाता है, कुछ बदलता नहीं। इसका लिंक केवल { $name } के लिए है और { $time } तक काम करेगा।
page-changed = यह पेज अपडेट हुआ है।
page-offline = कनेक्शन नहीं है: हो सकता है यह ताज़ा न हो।
link-unknown-title = यह लिंक कहीं नहीं ले जाता
link-unknown-text = डैशबोर्ड अपनी ताज़ा WhatsApp रिपोर्ट के बटन से खोलें।
link-expired-title = इस लिंक की अवधि खत्म हो गई है
link-expired-text = डैशबोर्ड का लिंक 7 दिन काम करता है। डैशबोर्ड अपनी ताज़ा WhatsApp रिपोर्ट के बटन से खोलें।
link-member-title = यह डैशबोर्ड आपके लिए बंद है
link-member-text = यह लिंक किसी ऐसे व्यक्ति का है जो अब इस वर्कस्पेस में नहीं है। अगर यह गलत है, तो मालिक से बात करें।
page-failed-title = डैशबोर्ड अभी नहीं खुल पा रहा है
page-failed-text = कुछ भी खोया नहीं है। कृपया एक मिनट बाद यह पेज फिर से लोड करें।
home-title = आपका डैशबोर्ड WhatsApp में है
home-text = अपनी रोज़ की रिपोर्ट में "डैशबोर्ड देखें" दबाएँ। उसमें दिया लिंक केवल आपका है और 7 दिन काम करता है।

# -- The page that the link of an action opens: it asks, and its button acts.
act-who = आप { $workspace } में { $name } के रूप में काम कर रहे हैं।
act-approve-title = यह बजट बदलाव मंज़ूर करें?
act-decline-title = इस बजट बदलाव को मना करें?
act-undo-title = यह मंज़ूरी वापस लें?
act-shift-title = बजट बदलाव
act-acknowledge-title = यह अलर्ट देख लिया?
act-snooze-title = यह अलर्ट टालें?
act-alerts-title = अलर्ट
act-assign-title = इसे कौन लेगा?
act-pick-title = इसे { $name } को सौंपें?
act-accept-title = इसे लें?
act-pass-back-title = इसे वापस करें?
act-done-title = हो गया
act-nothing-title = कुछ नहीं बदला
act-confirm = { $limit } की सीमा से ज़्यादा, जो एक टैप से मंज़ूर हो सकती है: मंज़ूर करने से पहले दोनों बजट एक बार और मिला लें।
act-decline = तब कुछ नहीं बदलेगा, और यह बदलाव एक हफ़्ते तक फिर नहीं सुझाया जाएगा।
act-undo = आप मंज़ूरी { $time } तक वापस ले सकते हैं।
act-acknowledge = तब यह किसी की रिपोर्ट में नहीं आएगा, जब तक स्थिति और न बिगड़े।
act-snooze = { $until } तक किसी को नहीं बताया जाएगा, जब तक स्थिति और न बिगड़े।
act-assign = जिसे आप चुनेंगे, उन्हें ईमेल और ऐप से बताया जाएगा, और जवाब आपको मिलेगा।
act-pick = { $name } को ईमेल और ऐप से बताया जाएगा, और जवाब आपको मिलेगा।
act-answer = { $name } को आपका जवाब मिलेगा।
act-not-pressed-text = केवल लिंक के पेज का बटन काम करता है। लिंक फिर से खोलें और वहाँ बटन दबाएँ।
act-failed-title = यह अभी काम नहीं कर रहा है
act-failed-text = कृपया एक मिनट बाद लिंक फिर से खोलें: तब पेज बताएगा कि क्या स्थिति है।

# -- Notices in the app, and the mails about them. $about is the thing itself, such as a budget shift, in one line.
notice-assigned = { $name } ने यह आपको सौंपा: { $about }
notice-accepted = { $name } ने यह ले लिया: { $about }
notice-passed-back = { $name } ने यह आपको वापस किया: { $about }
notice-shift-applied = विज्ञापन खाते में चालू: { $about }
notice-shift-refused = विज्ञापन प्लेटफ़ॉर्म ने अस्वीकार किया, कुछ नहीं बदला: { $about }
notice-way-back-applied = विज्ञापन खाते में पहले जैसा किया गया: { $about }
notice-way-back-refused = वापस लिया गया, पर विज्ञापन प्लेटफ़ॉर्म ने पहले जैसा करने से मना किया: { $about }
notice-second-approval = { $name } ने इसे मंज़ूर किया और इसे आपकी मंज़ूरी भी चाहिए: { $about }
mail-hello = नमस्ते { $reader },
mail-assigned-heading = आपके लिए एक सुझाव
mail-accepted-heading = आपका सौंपा काम स्वीकार हुआ
mail-passed-back-heading = आपका सौंपा काम वापस आया
mail-shift-applied-heading = एक बजट बदलाव चालू है
mail-shift-refused-heading = एक बजट बदलाव अस्वीकार हुआ
mail-way-back-applied-heading = एक बजट बदलाव पहले जैसा कर दिया गया
mail-way-back-refused-heading = एक बजट बदलाव पहले जैसा नहीं हुआ
mail-second-approval-heading = आपकी मंज़ूरी चाहिए
mail-assigned-wish = इसे लें या वापस करें: दोनों हाल में { $name } को बताया जाएगा।
mail-passed-back-wish = अब यह किसी के पास नहीं है। आप इसे किसी और को सौंप सकते हैं या खुद ले सकते हैं।
mail-second-approval-wish = जब तक आप मंज़ूर नहीं करते, कुछ नहीं बदलेगा।
mail-button-accept = स्वीकार करें
mail-button-pass-back = वापस करें
mail-button-approve = मंज़ूर करें
mail-button-decline = मना करें
mail-button-dashboard = डैशबोर्ड खोलें
mail-button-open = खोलें
mail-row-why = कारण
mail-row-workspace = वर्कस्पेस
mail-row-when = कब
mail-label = { $label }:
mail-footer-member = आपको यह ईमेल इसलिए मिला है क्योंकि आप { $workspace } के सदस्य हैं और यह आपके जानने या फ़ैसला करने के लिए है।
mail-footer-links = इसके लिंक केवल आपके हैं, इसलिए कृपया इसे आगे न भेजें। ये { $time } तक काम करेंगे।
notice-digest = { $workspace } की दैनिक रिपोर्ट, { $day }: { $needs }
mail-digest-heading = { $workspace } की दैनिक रिपोर्ट, { $day }
mail-digest-why = WhatsApp यह रिपोर्ट नहीं पहुँचा सका, इसलिए यह ईमेल से भेजी गई है।
mail-digest-footer = आपको यह ईमेल इसलिए मिला है क्योंकि आपने { $workspace } की दैनिक रिपोर्ट माँगी थी और WhatsApp उसे नहीं पहुँचा सका।
mail-button-approve-shift = बदलाव मंज़ूर करें
mail-button-alerts = अलर्ट देखें
mail-unsubscribe = ईमेल से रिपोर्ट पाना बंद करें
mails-end-title = ईमेल से रिपोर्ट पाना बंद करें?
mails-end-text = { $workspace } की दैनिक रिपोर्ट ईमेल से तभी आती है जब WhatsApp उसे नहीं पहुँचा पाता। इसे बंद करने पर भी WhatsApp पर रिपोर्ट आती रहेंगी, और आपसे जिस पर निर्णय चाहिए उसके ईमेल भी।
mails-end-button = ईमेल से रिपोर्ट पाना बंद करें
mails-ended-title = ईमेल से रिपोर्ट बंद हैं
mails-ended-text = अब आपको { $workspace } की रिपोर्ट ईमेल से नहीं मिलेगी। दोबारा पाने के लिए WhatsApp पर "शुरू" लिखकर भेजें।

# -- Answers to questions
answer-metric-spend = खर्च
answer-metric-budget = बजट
answer-metric-budget-left = बचा बजट
answer-metric-budget-used = इस्तेमाल हुआ बजट
answer-metric-pacing = खर्च की रफ़्तार
answer-metric-impressions = इंप्रेशन
answer-metric-clicks = क्लिक
answer-metric-conversions = कन्वर्ज़न
answer-metric-revenue = राजस्व
answer-metric-ctr = CTR
answer-metric-cpc = CPC
answer-metric-cpm = CPM
answer-metric-cpa = CPA
answer-metric-roas = ROAS
answer-metric-cvr = कन्वर्ज़न दर
answer-metric-aov = औसत ऑर्डर
answer-metric-due = अब तक का बजट
answer-metric-daily = दैनिक बजट × दिन
answer-by = { $by } { $what }
answer-by-campaign = कैंपेन के हिसाब से
answer-by-creative = क्रिएटिव के हिसाब से
answer-by-channel = चैनल के हिसाब से
answer-by-day = दिन के हिसाब से
answer-by-week = हफ़्ते के हिसाब से
answer-by-month = महीने के हिसाब से
answer-by-weekday = वार के हिसाब से
answer-found-campaigns = { $count ->
    [0] { $condition } वाला कोई कैंपेन नहीं
    [one] { $condition } वाला { $count } कैंपेन
   *[other] { $condition } वाले { $count } कैंपेन
  }
answer-found-creatives = { $count ->
    [0] { $condition } वाला कोई क्रिएटिव नहीं
    [one] { $condition } वाला { $count } क्रिएटिव
   *[other] { $condition } वाले { $count } क्रिएटिव
  }
answer-found-channels = { $count ->
    [0] { $condition } वाला कोई चैनल नहीं
    [one] { $condition } वाला { $count } चैनल
   *[other] { $condition } वाले { $count } चैनल
  }
answer-found-times = { $count ->
    [0] { $condition } वाली कोई अवधि नहीं
    [one] { $condition } वाली { $count } अवधि
   *[other] { $condition } वाली { $count } अवधियाँ
  }
answer-over = { $value } से ज़्यादा { $metric }
answer-at-least = कम से कम { $value } { $metric }
answer-under = { $value } से कम { $metric }
answer-at-most = ज़्यादा से ज़्यादा { $value } { $metric }
answer-exactly = ठीक { $value } { $metric }
answer-overspent = { $count ->
    [0] कोई कैंपेन बजट से ऊपर नहीं
    [one] { $count } कैंपेन बजट से ऊपर
   *[other] { $count } कैंपेन बजट से ऊपर
  }
answer-versus = { $days } बनाम { $before }
answer-before = पहले { $before }
answer-target = लक्ष्य { $target }
answer-total = कुल: { $figures }
answer-column-total = कुल
answer-column-overall = कुल मिलाकर
answer-column-due = अब तक का बजट
answer-column-over = योजना से ज़्यादा
answer-column-creative = क्रिएटिव
answer-column-day = दिन
answer-column-week = हफ़्ता
answer-column-month = महीना
answer-column-weekday = वार
page-answer = जवाब
page-answer-title = { $workspace }: { $title }
page-answer-asked = { $time } पर पूछा गया
page-answer-restated = यह जवाब { $time } पर मिला था। उसके बाद डेटा आया या बदला है, इसलिए यहाँ की संख्याएँ संदेश की संख्याओं से अलग हो सकती हैं।
page-answer-same = डेटा वही है जो { $time } पर यह जवाब मिलते समय था।
page-answer-picture = { $name } की तस्वीर
answer-overall = कुल मिलाकर: { $figures }
answer-total-over = योजना से कुल ज़्यादा: { $amount }
answer-left = { $budget } में से { $left } बाकी
answer-over-budget = { $budget } के बजट से { $amount } ज़्यादा
answer-on-pace = अब तक के तय बजट का { $percent } खर्च
answer-unjudged = आँकड़े न होने से नहीं परखा: { $things }
answer-high = सबसे ज़्यादा
answer-low = सबसे कम
answer-highest-first = ज़्यादा से कम की ओर
answer-lowest-first = कम से ज़्यादा की ओर
answer-picture = तस्वीर: { $link }
answer-open = खोलें: { $link }
answer-copy = “{ $copy }”
answer-how = हिसाब: { $how }
answer-without = { $names } के बिना
answer-active = चालू कैंपेन
answer-inactive = रुके हुए कैंपेन
answer-data-through = { $day } तक का डेटा पूरा
answer-data-behind = { $channel } सिर्फ़ { $day } तक
answer-data-never = { $channel } से अभी कुछ नहीं
answer-data-more = { $count ->
    [one] { $count } और चैनल पीछे
   *[other] { $count } और चैनल पीछे
  }
answer-today-so-far = आज अब तक
answer-today-nothing = आज का अभी कुछ नहीं
answer-estimated = ≈ बजट खर्च से अनुमानित
answer-without-budget = { $count ->
    [one] बिना बजट वाला { $count } कैंपेन शामिल नहीं
   *[other] बिना बजट वाले { $count } कैंपेन शामिल नहीं
  }
answer-not-by-creative = { $channels } के आँकड़े क्रिएटिव के हिसाब से नहीं
answer-not-measured = { $channels } से डेटा नहीं: { $metric }
answer-per-day = जोड़ में बदलाव प्रति दिन ({ $days } बनाम { $before } दिन)
answer-paused = रुका हुआ
answer-a-day = { $amount } प्रतिदिन
answer-why-parts = वजह
answer-why-rest = बाकी सब: { $amount }
answer-why-mix = ज़्यादातर कुल में इसके हिस्से से
answer-why-factors = कारक: { $list }
answer-why-same = कुछ नहीं बदला।
answer-why-unknown = तुलना के लिए आँकड़े नहीं हैं, इसलिए वजह नहीं बताई जा सकती।
answer-new = पहले नहीं था
answer-gone = अब नहीं है
answer-no-creative = बिना क्रिएटिव
answer-alerts = { $count ->
    [0] कोई खुला अलर्ट नहीं
    [one] { $count } खुला अलर्ट
   *[other] { $count } खुले अलर्ट
  }
answer-alerts-then = { $count ->
    [0] कोई अलर्ट नहीं
    [one] { $count } अलर्ट
   *[other] { $count } अलर्ट
  }
answer-acknowledged = देख लिया गया
answer-snoozed = टाला गया
answer-resolved = खत्म
answer-advice = { $count ->
    [0] कोई प्रस्ताव फ़ैसले के इंतज़ार में नहीं
    [one] { $count } प्रस्ताव फ़ैसले के इंतज़ार में
   *[other] { $count } प्रस्ताव फ़ैसले के इंतज़ार में
  }
answer-owner = { $name } के पास
answer-decide = फ़ैसला अपनी ताज़ा रिपोर्ट या डैशबोर्ड पर करें।
answer-check-limit = विज्ञापन खाते में इसकी दैनिक सीमा देख लें
answer-campaigns = { $count ->
    [0] कोई कैंपेन नहीं
    [one] { $count } कैंपेन
   *[other] { $count } कैंपेन
  }
answer-creatives = { $count ->
    [0] कोई क्रिएटिव नहीं
    [one] { $count } क्रिएटिव
   *[other] { $count } क्रिएटिव
  }
answer-channels = { $count ->
    [0] कोई चैनल नहीं
    [one] { $count } चैनल
   *[other] { $count } चैनल
  }
answer-fresh = सारा डेटा { $day } तक आ चुका है
answer-late = { $count ->
    [one] { $count } स्रोत पीछे है
   *[other] { $count } स्रोत पीछे हैं
  }
answer-no-source = अभी तक कोई डेटा नहीं आया
answer-no-data-yet = अभी डेटा नहीं
answer-imported = पिछला इंपोर्ट { $time }
answer-refused-file = पिछली फ़ाइल स्वीकार नहीं हुई: { $reason }
answer-empty = कोई आँकड़े नहीं
answer-empty-why = इसका कुछ मापा या इंपोर्ट नहीं हुआ। इसका मतलब शून्य नहीं है।
answer-no-budgets = कोई बजट पता नहीं
answer-no-budgets-why = इनमें से किसी कैंपेन का दैनिक बजट न दिया गया है, न अनुमानित, इसलिए खर्च की तुलना नहीं हो सकती।
answer-unknown = यहाँ नहीं मिला: { $names }
answer-known = यहाँ मौजूद: { $names }
answer-future = वह समय अभी आया नहीं है। यहाँ अब तक जो हुआ उसके जवाब मिलते हैं।
answer-before-data = उस समय के आँकड़े नहीं हैं।
answer-before-data-from = उस समय के आँकड़े नहीं हैं। वे { $day } से शुरू होते हैं।
answer-no-such-days = कैलेंडर में ऐसे दिन नहीं हैं। कृपया दिन फिर से बताएँ।
answer-what-alerts = रोज़ के डेटा में मिली समस्याएँ
answer-what-advice = रोज़ के डेटा से खुले प्रस्ताव और अलर्ट
answer-what-list = जो कुछ इंपोर्ट हुआ
answer-what-sources = हर चैनल का आखिरी पूरा दिन
answer-button-good = अच्छा जवाब
answer-button-wrong = सही नहीं
answer-button-how = कैसे निकाला
answer-explain = यह कैसे निकाला गया
answer-rule-ratio = अनुपात जोड़ को जोड़ से भाग देकर बनते हैं, उन पंक्तियों से जिनमें दोनों आँकड़े हैं।
answer-rule-missing = जो आँकड़ा नहीं है वह गायब माना जाता है, शून्य कभी नहीं।
answer-rule-budget = बजट यानी दैनिक बजट गुणा दिन। अब तक के बजट में वही दिन गिने जाते हैं जो पूरे हो चुके हैं और जिनका डेटा आ गया है।
answer-rule-why = हर हिस्सा बदलाव में उसका योगदान है; “बाकी सब” में राउंडिंग भी है, ताकि जोड़ पूरा बैठे।
answer-rule-compare = दोनों ओर सिर्फ़ पूरे दिनों की तुलना होती है।
answer-refuse-unrelated = यहाँ सिर्फ़ { $workspace } के विज्ञापन और बिक्री के आँकड़ों के जवाब मिलते हैं।
answer-refuse-metric = यह यहाँ मापा नहीं जाता। यहाँ खर्च, राजस्व, इंप्रेशन, क्लिक, कन्वर्ज़न, बजट और उनसे निकलने वाले आँकड़े हैं।
answer-refuse-forecast = यहाँ अनुमान नहीं लगाए जाते। अब तक क्या हुआ और तुलना में कैसा है, यह बताया जा सकता है।
answer-refuse-write = सवाल से यहाँ कुछ नहीं बदलता। बजट के फ़ैसले आपकी रिपोर्ट के बटन से होते हैं; क्या तय करना है, यह दिखाया जा सकता है।
answer-refuse-elsewhere = यहाँ सिर्फ़ { $workspace } के आँकड़े दिखते हैं, किसी और के नहीं।
answer-refuse-instruction = यह नहीं किया जा सकता। यहाँ सिर्फ़ आँकड़ों के सवालों के जवाब मिलते हैं।
answer-ask-which = आप किसकी बात कर रहे हैं?
answer-ask-unknown = यह नाम यहाँ नहीं मिला। कृपया देख लें कि सही लिखा है।
answer-ask-metric = कौन-सा आँकड़ा चाहिए? जैसे खर्च, राजस्व या ROAS।
answer-ask-context = यह किस बात से जुड़ा है, पता नहीं चला। कृपया पूरा सवाल लिखें।
answer-ask-words = यह समझ नहीं आया: { $words }
answer-offer-rest = उसके बिना पूछें
answer-try = आप पूछ सकते हैं:
answer-example-overspent-title = कौन बजट से ऊपर?
answer-example-overspent = कल कौन से कैंपेन बजट से ऊपर गए?
answer-example-creative-title = सबसे अच्छा क्रिएटिव
answer-example-creative = इस हफ़्ते का सबसे अच्छा क्रिएटिव
answer-example-channels-title = चैनल-वार खर्च
answer-example-channels = पिछले 30 दिनों में चैनल के हिसाब से खर्च
answer-example-week-title = पिछला हफ़्ता
answer-example-week = पिछला हफ़्ता कैसा रहा?
answer-example-roas-title = ROAS, 7 दिन
answer-example-roas = पिछले 7 दिनों का ROAS
answer-example-alerts-title = खुले अलर्ट
answer-example-alerts = क्या कोई अलर्ट है?
answer-example-advice-title = क्या करें?
answer-example-advice = आज मुझे क्या करना चाहिए?
answer-example-pace-title = इस महीने का बजट
answer-example-pace = इस महीने कितना बजट बचा है?
answer-example-data-title = डेटा आ गया?
answer-example-data = डेटा कितना ताज़ा है?
answer-link = यही आँकड़े डैशबोर्ड पर:
shortcut-nothing-to-decide = कोई बजट बदलाव फ़ैसले का इंतज़ार नहीं कर रहा है।
shortcut-nothing-to-undo = अभी कुछ भी वापस नहीं लिया जा सकता: किसी मंज़ूरी में इसका समय नहीं बचा है।
shortcut-dashboard = यह रहा आपका डैशबोर्ड।
answer-too-late = इसमें बहुत समय लग गया और जवाब नहीं मिला। कृपया फिर से पूछें।
answer-still-working = आपके सवाल पर अभी काम हो रहा है। जवाब आ रहा है।
answer-too-many-days = एक जवाब में इतने आँकड़े नहीं देखे जा सकते। कृपया छोटी अवधि के बारे में पूछें।
answer-where = आप कई वर्कस्पेस में हैं। जिसके बारे में पूछना है, उसके किसी संदेश का जवाब देते हुए पूछें।
rating-gone = यह जवाब अपने बटनों के लिए बहुत पुराना है। बस फिर से पूछें।
rating-button = 1–5 अंक दें
rating-thanks = धन्यवाद, नोट कर लिया।
rating-ask-why = धन्यवाद, नोट कर लिया। क्या गलत था?
rating-ask-score = जवाब कैसा था?
rating-choose = चुनें
rating-wrong-number = गलत आँकड़ा
rating-wrong-dates = गलत तारीखें
rating-wrong-campaign = गलत कैंपेन
rating-not-what-i-asked = यह नहीं पूछा था
rating-too-slow = बहुत धीमा
rating-other = कुछ और
rating-five = 5 · बिल्कुल सही
rating-four = 4 · अच्छा
rating-three = 3 · ठीक-ठाक
rating-two = 2 · कमज़ोर
rating-one = 1 · बेकार
