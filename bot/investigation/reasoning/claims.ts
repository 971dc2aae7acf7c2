// What a sentence claims that can be checked letter by letter: its figures and its names.

const NUMBER_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  'zero two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, String(index === 0 ? 0 : index + 1)]),
);
/** Amounts without a number of their own; they must stand in the evidence as they are. */
const AMOUNTS =
  /\b(?:twice|thrice|double[ds]?|doubling|triple[ds]?|tripling|halved?|dozens?|hundreds?|thousands?|millions?|billions?|half|quarter|percent|majority|most)\b/gi;

/** Figures in a canonical form: `1,200` and `1200` are one, `30s` and `30 s` too, `95.0` and `95` too. */
export function figuresOf(text: string): string[] {
  const numbers = [...text.matchAll(/(?<![\p{L}\p{N}_])[-+]?\d[\d,]*(?:[.:]\d+)*/gu)].map(([figure]) =>
    canonical(figure.replace(/,+$/, '')),
  );
  const inWords = [...text.toLowerCase().matchAll(/\b[a-z]+\b/g)].flatMap(([word]) => NUMBER_WORDS[word] ?? []);
  const amounts = [...text.matchAll(AMOUNTS)].map(([word]) => word.toLowerCase());
  return [...numbers, ...inWords, ...amounts];
}

function canonical(figure: string): string {
  const plain = figure.replace(/^\+/, '').replaceAll(',', '');
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? String(Number(plain)) : plain;
}

/** A thing's kind, beside which its name stands: "the ledger service", "node worker". */
const KINDS =
  'service|pod|node|namespace|deployment|statefulset|daemonset|container|host|cluster|database|table|queue|topic|cache|bucket|job|cronjob|volume|claim|image|user|account|team|engineer|channel|region|zone|release|version|commit|branch|secret|configmap|ingress|endpoint|process|replica|quota|certificate|function|server|runbook|alert|metric|series|group|role|person|tool|command|component|application|app|system';
/** Words that may stand beside a kind without being a name. */
const NOT_NAMES = new Set(
  (
    'a an the this that these those its his her their our your each every any all some no one other another same such what which whose ' +
    'and or but nor as at by for from in into of on onto off over under to with without within between before after during since until than then so if when while where because ' +
    'is are was were be been being has have had having does do did not only also still just again even now not never may might can could should would will must shall ' +
    'new old first second last next previous current recent earlier later former failing failed faulty broken affected unhealthy healthy slow slower busy idle ready unready available unavailable ' +
    'missing wrong right correct incorrect invalid valid only main primary secondary upstream downstream dependent calling called remote local internal external whole entire single several many few ' +
    'restarted restarts restarting stopped stops started starts crashed crashes killed kills evicted pending running waiting deleted created scaled scheduled unscheduled cordoned tainted ' +
    'kubernetes pod pods node nodes service services container containers deployment deployments namespace namespaces cluster image images application applications database databases cache host hosts queue queues ' +
    'memory cpu disk network storage error errors log logs metric metrics event events request requests response responses latency traffic load limit limits quota quotas probe probes port ports selector selectors label labels ' +
    'name names itself themselves it they he she who that there here therefore thus however instead likely probably possibly apparently most more less least very too rather quite about above below near ' +
    'shows show showed reports report reported says say said logs logged returns return returned cannot fails fail takes took uses used using runs run ran needs need needed exceeds exceeded reached reaches hits hit gets got keeps kept becomes became ' +
    'target targets pointing points matches match matching mismatch connection connections timeout timeouts cause caused causes causing explains explain consistent because behind root evidence finding alert alerts change changes deployed release rollout ' +
    'account accounts pool time times level side end part place state status code value values change number set list line object objects data config configuration setting settings version versions user users'
  ).split(/\s+/),
);

const IDENTIFIER =
  /[A-Za-z0-9_]+(?:[-./:@][A-Za-z0-9_]+)+|[A-Za-z]+\d[A-Za-z0-9]*|\d+[A-Za-z]{3,}[A-Za-z0-9]*|[a-z]+[A-Z][A-Za-z0-9]*|[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[A-Za-z0-9]+_[A-Za-z0-9_]+/g;
/** Hyphenated words of the language, not names. */
const PLAIN_COMPOUNDS =
  /^(?:out-of-memory|read-only|write-only|re-\w+|non-\w+|pre-\w+|so-called|up-to-date|long-running|short-lived|start-up|shut-down|fail-over|back-off|time-out|well-known|root-cause|end-to-end|in-memory|follow-up|e\.g|i\.e|and\/or|client-side|server-side|round-trip|high-latency)$/i;
/** Abbreviations everybody uses. */
const COMMON_CAPITALS = new Set(
  'CPU RAM IO DNS TCP UDP HTTP HTTPS TLS SSL API URL JSON YAML SQL OK ID IP OOM PVC PV HPA RBAC UTC VM OS SLO SLA AND OR NOT I A'.split(
    ' ',
  ),
);

/** Names in a sentence, in lower case: what looks like an identifier, proper nouns, quoted things, and what stands beside a kind. */
export function namesOf(text: string, known: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    const plain = name
      .toLowerCase()
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
      .replace(/'s$/, '');
    if (plain !== '' && !PLAIN_COMPOUNDS.test(plain) && !UNIT.test(plain) && !/^[\d.,:-]+$/.test(plain))
      names.add(plain);
  };
  for (const [, quoted = ''] of text.matchAll(/[`"“'‘]([^`"”’'\n]{1,120})[`"”'’]/g)) add(quoted);
  for (const [identifier] of text.matchAll(IDENTIFIER)) add(identifier);
  const words = [...text.matchAll(/(?<![\p{L}\p{N}_])[\p{L}][\p{L}\p{N}'’-]*/gu)];
  for (const [index, { 0: word }] of words.entries()) {
    const lower = word.toLowerCase();
    if (known.has(lower)) add(lower);
    // A capital inside a sentence is a proper noun; the first word of one says nothing.
    if (index > 0 && /^\p{Lu}/u.test(word) && !COMMON_CAPITALS.has(word.replace(/s$/, ''))) add(word);
    if (index === 0 && /^\p{Lu}{2,}$/u.test(word) && !COMMON_CAPITALS.has(word)) add(word);
  }
  const beside = new RegExp(
    `\\b([\\p{L}][\\p{L}\\p{N}-]*)\\s+(?:${KINDS})s?\\b|\\b(?:${KINDS})s?\\s+(?:called\\s+|named\\s+)?([\\p{L}][\\p{L}\\p{N}-]*)`,
    'giu',
  );
  for (const match of overlapping(text, beside)) {
    for (const word of [match[1], match[2]]) {
      if (word !== undefined && !NOT_NAMES.has(word.toLowerCase()) && !isVerbForm(word)) add(word);
    }
  }
  return [...names];
}

/** Every whole word of a text in lower case, and the parts of compounds. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  return [...lower.matchAll(/[\p{L}\p{N}]+/gu), ...lower.matchAll(/[\p{L}\p{N}_]+(?:[-./:@][\p{L}\p{N}_]+)*/gu)].map(
    ([word]) => word,
  );
}

/** What teams call services although it looks like a verb. */
const NOUNS_IN_ING =
  /^(?:bill|ship|pric|book|ticket|messag|account|rout|schedul|train|rank|match|rat|list|report|track|cach|mail|brows|bank|lend|stream|search|audit|log|monitor)ing$|^(?:feed|embed|seed|reply|family|supply|assembly)$/i;

function isVerbForm(word: string): boolean {
  return /(?:ing|ed|ly)$/i.test(word) && word.length > 4 && !NOUNS_IN_ING.test(word);
}

/** Units are checked with the figure before them, which is enough. */
const UNIT = /^(?:[kmgtp]i?b?|[kmg]bit|[munp]?s|[munp]?sec|rps|qps|iops|req|[kmg]?hz)$/i;

/** All matches, also those that begin inside another one. */
function* overlapping(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    yield match;
    pattern.lastIndex = match.index + 1;
  }
}
