/**
 * What a complaint is about, by everyday words in English, German, French and Spanish. It decides what must have been
 * measured before a system is called healthy, and settles near ties.
 */
export type ComplaintKind = 'latency' | 'errors' | 'availability' | 'restarts' | 'late' | 'expiry' | 'rollout';

export const COMPLAINT_WORDS: Readonly<Record<ComplaintKind, RegExp>> = {
  latency:
    /\b(?:slow\w*|laten\w+|(?<!\b(?:consumer|kafka|group|queue|replication|replica) )lags?|laggy|hang|hangs|hanging|hung|stuck|freez\w+|frozen|sluggish|takes? (?:long|ages|forever|too long)|p(?:50|9\d|99\d?)|time[sd]?.?outs?|timing out|respon[sc]e.?times?|degrad\w+|quality|spinning|crawl\w*|unresponsive|langsam\w*|träge|hängt|hängen|dauert|verzöger\w+|lent|lente|lents|lentement|ralenti\w*|rame|bloqu\w+|lento|lenta|lentos|lentas|tarda|tardan|cuelga\w*|demora\w*|atascad\w+)\b|\bdelay\w*/i,
  errors:
    /\b(?:fail\w*|errors?|[45](?:\d\d|0x|xx)(?:s|er|en)?|exceptions?|broken|wrong (?:answers?|amounts?|data|figures?|numbers?|pages?|prices?|results?|status|totals?|values?)|crashing requests|cannot|can't|can not|reject\w*|refus\w+|denied|declined|unsuccessful|fehler\w*|fehlschl\w+|schlägt|scheiter\w+|kaputt|geht nicht|erreurs?|échou\w+|échec\w*|panne|cassé\w*|errores|error|fall[ao]\w*|falla|fallan|fallo|roto|rota|no funciona\w*)\b/i,
  availability:
    /\b(?:down|unreachab\w+|unavailab\w+|availab\w+|outage|disrupt\w*|offline|not (?:respond\w*|reach\w*|work\w*)|no response|dead|gone|ausgefallen|ausfall|nicht erreichbar|weg|tot|hors service|indisponib\w+|injoignable|inaccessible|en panne|ca[íi]d[oa]|inalcanzable|no responde\w*|no disponible)\b/i,
  restarts:
    /\b(?:restart\w*|reboot\w*|crash\w*|(?<!\b(?:alert|alarm|monitor)s? (?:\w+ )?)flap\w*|crashloop\w*|oom\w*|killed|dies|dying|neustart\w*|startet neu|stürzt|abgestürzt|abstürz\w*|redémarr\w+|plant[eé]\w*|reinici\w+)\b/i,
  late: /\b(?:(?:consumer|kafka|group|queue) lags?|(?:minutes|hours?|days?) later|(?:takes?|taking|needs?|wait\w*(?: for)?) (?:(?:\d+|two|three|several|many|a few|some) )?(?:hours|days)|late|behind|backlog|piling up|queue[sd]?|stale|out of date|outdated|(?:old|yesterday's|not (?:current|up to date)) (?:data|figures?|numbers?|prices?|rows?|stat(?:e|us|es)|values?)|not (?:up to date|refreshed|updat\w+)|(?:does|do|did)(?: not|n't) (?:get|receive)|no (?:e-?)?mails?|still (?:pending|processing|waiting)|(?:stay|stays|stayed|remains?) ["“]?(?:pending|processing|queued)|alte (?:daten|werte|zahlen)|nicht aktuell|missing (?:orders|e-?mails|messages|data)|not (?:delivered|arriv\w+|processed)|veraltet\w*|verspät\w+|(?:minuten|stunden|tage) später|(?:dauer\w+|brauch\w+|wart\w+) (?:(?:\d+|zwei|drei|mehrere|viele) )?(?:stunden|tage)|stau\w*|rückstand|kommen nicht an|retard\w*|(?:minutes|heures?|jours?) (?:plus tard|après)|(?:prend|prennent|met|mettent) (?:des|plusieurs|\d+) (?:heures|jours)|en attente|périmé\w*|(?:minutos|horas?|d[íi]as?) (?:más tarde|después)|(?:tarda|tardan) (?:(?:\d+|dos|tres|varias|varios|muchas) )?(?:horas|d[íi]as)|retras\w+|atras\w+|pendientes|desactualizad\w+)\b/i,
  expiry:
    /\b(?:certificat\w*|cert|tls|ssl|x509|expir\w+|zertifikat\w*|abgelaufen|expiré\w*|caducad\w+|vencid\w+|token\w*|log ?in|sign ?in|credential\w*|password\w*)\b/i,
  rollout:
    /\b(?:deploy\w*|rollout\w*|roll out|release|pending|schedul\w+|does ?n[o']t start|won't start|not starting|startet nicht|ne démarre pas|no arranca\w*|upgrade|drain\w*|terminating|delet\w+)\b/i,
};

/**
 * A rollout that is named as a time, as a suspect or as none: "since the release", "is it the deploy?", "no deploys". Nobody
 * complains of it by that.
 */
export const ROLLOUT_IN_PASSING =
  /\b(?:after|since|following|is it|was it|because of|due to|caused by|no|not|without|nach|seit|wegen|kein\w*|liegt es an|après|depuis|à cause d\w+|pas d\w+|est-ce|después del?|desde|tras|por culpa de|sin|es)(?: [\w.:'’-]+){0,3}? (?:\w*deploy\w*|rollout\w*|releases?|upgrades?)\b/gi;
