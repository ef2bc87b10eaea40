"""Words by which transcripts, in several languages, show who speaks and what is no speech."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


INTERVIEWER = _words(
    """i int intv inter iv iw ir inv q question interviewer interviewerin moderator moderatorin moderation moderador
    moderadora mod facilitator researcher investigator host befrager befragerin forscher forscherin fragende frage
    fragesteller fragestellerin enquêteur enquêtrice intervieweur intervieweuse animateur animatrice chercheur
    chercheuse entrevistador entrevistadora investigador investigadora pesquisador pesquisadora pregunta pergunta
    intervistatore intervistatrice ricercatore ricercatrice onderzoeker haastattelija tutkija intervjuare intervjuer
    interviewere forskare forsker badacz badaczka ankieter ankieterka moderatorka prowadzący prowadząca tazatel
    tazatelka výzkumník výzkumnice görüşmeci araştırmacı moderatör ведущий ведущая исследователь интервьюер
    модератор интерв'юер 问 問 采访者 採訪者 访谈者 訪談者 主持人 研究者 聞き手 質問者 調査者 司会 司会者
    インタビュアー インタビューアー 면접자 질문자 진행자 연구자 사회자 המראיין המראיינת מראיין מראיינת חוקר חוקרת
    מנחה המנחה المحاور المحاورة الباحث الباحثة السائل المقابل پرسشگر پژوهشگر مصاحبه‌گر साक्षात्कारकर्ता शोधकर्ता
    ερευνητής ερευνήτρια συνεντευκτής συνεντεύκτρια συντονιστής συντονίστρια"""
)
"""Labels of those who ask, folded and without their number."""

PARTICIPANT = _words(
    """r a b p e ie ip id par part resp participant respondent interviewee informant subject narrator witness expert
    patient pat answer befragter befragte befragt befragter proband probandin teilnehmer teilnehmerin tn antwort
    interviewpartner interviewpartnerin participante participant·e enquêté enquêtée répondant répondante
    entrevistado entrevistada informante respuesta resposta intervistato intervistata partecipante geïnterviewde
    respondente deelnemer deelneemster haastateltava osallistuja deltagare deltager badany badana rozmówca
    rozmówczyni uczestnik uczestniczka respondentka účastník účastnice dotazovaný dotazovaná katılımcı участник
    участница информант респондент респондентка учасник учасниця 答 受访者 受訪者 被访者 参与者 參與者 話し手 回答者
    参加者 対象者 語り手 참여자 참가자 응답자 피면접자 답변자 המרואיין המרואיינת מרואיין מרואיינת משתתף משתתפת
    המשתתף المشارك المشاركة المبحوث المبحوثة الضيف شرکت‌کننده مصاحبه‌شونده प्रतिभागी उत्तरदाता
    συμμετέχων συμμετέχουσα συνεντευξιαζόμενος συνεντευξιαζόμενη ερωτώμενος ερωτώμενη πληροφορητής"""
)
"""Labels of those who answer."""

QUESTION = _words("q question f frage pregunta pergunta domanda d vraag v 问 問 质问 質問 질문 שאלה سؤال вопрос в")
ANSWER = _words("a answer antwort respuesta resposta risposta réponse r response 答 回答 답 답변 תשובה جواب ответ о")
"""Words before numbers that count questions and their answers."""

SPEAKER = _words(
    "s speaker spk sprecher sprecherin spreker locuteur locutrice hablante orador unknown unidentified all both group"
)
"""Labels that say no more than that someone speaks."""

OTHERS = _words(
    """interpreter translator observer notetaker note-taker transcriber transcriptionist dolmetscher dolmetscherin
    übersetzer übersetzerin beobachter beobachterin interprète traducteur traductrice observateur observatrice
    intérprete traductor traductora traduttore traduttrice interprete tolk tłumacz tłumaczka переводчик переводчица
    çevirmen διερμηνέας מתרגם מתרגמת مترجم مترجمة 翻译 口译 通訳 통역"""
)
"""Labels of those who neither ask nor answer."""

PEOPLE = _words(
    "speaker speakers voice voices participant participants respondent respondents man men woman women male female"
    " person people interviewee interviewees sprecher teilnehmer personen stimmen together"
)
"""What stands behind such a label: unknown speaker, several voices."""

SEVERAL = _words(
    "all both group everyone everybody several multiple unknown unidentified various alle mehrere tous todos tutti"
)
"""Labels of nobody in particular: several at once, or somebody who was not made out."""

PARTICLES = _words(
    "de da das di do dos du del della van von der den ter ten la le el al bin ibn abu wa af av y e zu zum zur"
)
"""Small words inside names."""

TALKED_ABOUT = _words(
    """my our your his her their its this that mein meine meinen unser unsere mon ma mes notre mi mis nuestro meu minha
    mio mia"""
)
"""Words before somebody who is talked about and does not speak."""

HEADER_FIELDS = _words(
    """name title subject project file filename document size tag tags status category
    updated created created-on created-by created-date modified
    modified-on modified-by date datum time place location ort duration dauer length language participants
    participant-id interviewers present attendees recorded recorded-by recording transcribed transcribed-by transcriber
    transcript transcription interview interview-date interview-id interview-number interviewed-by date-of-interview
    start-time
    end-time note notes comment comments remark remarks keywords abstract summary url http https source version page
    section part chapter topic theme block thema teil abschnitt kapitel question-guide setting age gender occupation
    projekt titre fecha lugar audio video"""
)
"""What stands before a colon in the head of a transcript; blanks as hyphens."""

SPOKEN = _words(
    """so and but or yes no yeah okay ok well oh like because then now also first second third finally example question
    answer warning important remember is was it this that these those here there he she they we you said says asked
    i-mean and-then you-know for-example in-short ja nein und aber dann beispiel oui non et mais donc sí pero entonces
    ejemplo means meaning namely plus step option advantages disadvantages pros cons todo p.s. ps nb n.b. e.g. i.e.
    etc. monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday montag dienstag mittwoch
    donnerstag freitag samstag sonntag heute lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles
    jueves viernes sábado domingo"""
)
"""What stands before a colon in speech or notes; blanks as hyphens."""

DIRECTION = re.compile(
    r"(?:[\w’']{1,20} ){0,2}(?:laugh|chuckl|giggl|paus|silen|sigh|cough|inaudib|unintelligib|unclear|indiscernibl"
    r"|crosstalk|overlap|music|applause|noise|beep|redacted|sic\b|break|gap\b|foreign|end\b|lacht|lachen|unverständl"
    r"|rire|risas|phone|door|knock|gestur|nod|point|smil|cry|crie|whisper|interrupt)",
    re.IGNORECASE,
)
"""A transcriber's remark, as in [laughs]."""

CLOSING = re.compile(
    r"[\[(]?\s{0,4}(?:@end$|this editable transcript was computer generated"
    r"|this transcript was (?:exported|generated|created) (?:on|by|with|from)\b"
    r"|(?:meeting|transcription|recording) (?:has )?ended after\b"
    r"|(?:transcribed (?:by|with)|transkribiert (?:von|mit|durch)|transcrit par|transcrito por)\b"
    r"|(?:end|beginning|start) of (?:the )?(?:recorded material|audio|recording|interview"
    r"|transcript|transcription|tape|session|file)\b(?:[^.?!…]{0,30}|.{0,10})$"
    r"|(?:audio|tape|recording|meeting|transcription|interview) (?:begins|begun|starts|started|ends|ended|stops"
    r"|stopped)\b[^.?!…]{0,30}[.\])]{0,2}$|.{1,60} (?:started|stopped) transcription$"
    r"|(?:ende|beginn|anfang) (?:der|des) (?:aufnahme|interviews|gesprächs|transkripts|tonaufnahme|bandes)\b.{0,10}$"
    r"|(?:die )?aufnahme (?:beginnt|endet)\b.{0,10}$"
    r"|(?:fin|début|inicio|final|fim|início|fine|inizio) (?:de la |de l['’]|del |da |do |de |della |dell['’])"
    r"(?:enregistrement|entretien|transcription|grabación|entrevista|transcripción|gravação|registrazione|intervista)"
    r"\b.{0,10}$"
    r"|.{1,60}[-–—|]\s?(?:page|seite|página|pagina|strona)\s\d{1,4}(?:\s?(?:/|of|von|de|di|z)\s?\d{1,4})?$"
    r"|\W{0,3}(?:page|seite|página|pagina|strona)\s{1,3}\d{1,4}(?:\s{0,2}(?:/|of|von|de|di|z)\s{0,2}\d{1,4})?\W{0,3}$"
    r"|(?:topic|theme|section|part|chapter|block|thema|teil|abschnitt|kapitel|tema)\s\d{1,2}\b(?:[:.–-]?[^.?!…]{0,60})?$)",
    re.IGNORECASE,
)
"""A line that a tool or transcriber adds: how it ended, the foot of a page, a heading that counts."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.casefold().split()) for name in text.split("|"))


COLUMNS = {
    "speaker": _names(
        """speaker | speaker name | speaker label | speaker id | speaker_label | speaker_name | name | who | person
        | sprecher | sprecherin | sprecher:in | sprechende | locuteur | locutrice | intervenant | hablante | orador
        | interlocutor | falante | parlante | spreker | talare | puhuja | mówca | mluvčí | спикер | говорящий | 发言人
        | 说话人 | 話者 | 발화자 | 화자 | participant | participant name | talker | voice | participant id
        | participant_id | participant-id | teilnehmer | teilnehmerin | teilnehmer-id | teilnehmer id | befragte
        | proband | participante | entrevistado | entrevistada | respondent | respondent id | respondent_id
        | interviewee | osoba | kişi | konuşmacı | ομιλητής | المتحدث | דובר | वक्ता | role | user | username | author
        | from | tier | response id | responseid | record id | antwort-id | id | _id | p"""
    ),
    "words": _names(
        """transcript | text | words | utterance | content | transcription | speech | dialogue | said | sentence | body
        | quotation | quotation content | excerpt | extract
        | message | caption | answer | response | antwort | comment | comments | quote | verbatim | what was said
        | segment | passage | paragraph | turn | inhalt | wortlaut | redebeitrag | beitrag
        | texte | tours de parole | tour de parole | propos | paroles | réponse | texto | intervención | turno
        | respuesta | fala | resposta | testo | intervento | risposta | tekst | tekst wypowiedzi | wypowiedź | uttalande
        | puhe | текст | реплика | 内容 | 发言 | 发言内容 | 文本 | 発言 | 発言内容 | 本文 | 내용 | 발화
        | transkript | transcripción | äußerung | aussage | äusserung | annotation | metin | κείμενο | النص | טקסט"""
    ),
    "start": _names(
        """start | start time | start_time | starttime | start (s) | start_ms | start ms | begin time | begin_time
        | tmin | time | timestamp | time stamp | timecode | time code | start timecode | time in | begin | in | timespan
        | zeit
        | zeitmarke | temps | horodatage | tiempo | beginn | début | inicio | início | inizio | anfang | von | tempo
        | czas | время | 时间 | 开始 | 开始时间 | 開始 | 開始時間 | 時間 | 시간 | 시작"""
    ),
    "question": _names("question | question text | prompt | frage | pregunta | pergunta | domanda | vraag"),
    "end": _names(
        """end | end time | end_time | endtime | end (s) | end_ms | end ms | stop | out | to | ende | end timecode
        | tmax | time out | fin | fim | fine | bis | 结束 | 结束时间 | 終了 | 終了時間 | 종료 | 끝"""
    ),
}
"""Names of the columns of a table of turns, the likeliest first."""
