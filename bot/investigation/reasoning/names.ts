import { unitsOf } from './units.ts';

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

/** Letters, digits and what joins them in names: `cart-6f9d`, `cart:7070`, `worker_2`. */
const TOKEN = /[\p{L}\p{N}_]+(?:[-./:@][\p{L}\p{N}_]+)*/gu;
/** Joined, with a digit, or with a capital inside: no ordinary word. */
const IDENTIFIER = /[-./:@_\p{N}]|\p{Ll}\p{Lu}/u;
/** Hyphenated words of the language, not names. */
const PLAIN_COMPOUNDS =
  /^(?:out-of-memory|read-only|write-only|re-\w+|non-\w+|pre-\w+|so-called|up-to-date|long-running|short-lived|start-up|shut-down|fail-over|back-off|time-out|well-known|root-cause|end-to-end|in-memory|follow-up|e\.g|i\.e|and\/or|client-side|server-side|round-trip|high-latency)$/i;
/** Abbreviations everybody uses. */
const COMMON_CAPITALS = new Set(
  'CPU RAM IO DNS TCP UDP HTTP HTTPS TLS SSL API URL JSON YAML SQL OK ID IP OOM PVC PV HPA RBAC UTC VM OS SLO SLA AND OR NOT I A'.split(
    ' ',
  ),
);

/** What stands between quotes; an apostrophe inside a word quotes nothing. */
const QUOTED = /[`"“]([^`"”\n]{1,120})[`"”]|(?<![\p{L}\p{N}])['‘]([^'’\n]{1,120})['’](?![\p{L}\p{N}])/gu;

/**
 * Names in a sentence, in lower case: what looks like an identifier, proper nouns, quoted things, and what stands
 * beside a kind. `unfigured` is the sentence without its figures and times: what has a digit there is a name.
 */
export function namesOf(text: string, unfigured: string, known: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    const plain = name
      .toLowerCase()
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
      .replace(/['’]s$/, '');
    if (plain !== '' && !PLAIN_COMPOUNDS.test(plain) && unitsOf(plain).length === 0 && !UNIT.test(plain))
      names.add(plain);
  };
  for (const [, marked, single] of text.matchAll(QUOTED)) add(marked ?? single ?? '');
  for (const [token] of unfigured.matchAll(TOKEN)) if (IDENTIFIER.test(token)) add(token);
  const words = [...text.matchAll(/(?<![\p{L}\p{N}_])[\p{L}][\p{L}\p{N}'’-]*/gu)];
  for (const [index, { 0: word }] of words.entries()) {
    const lower = word.toLowerCase().replace(/['’]s$/, '');
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

/** True when a text, in lower case and as its words, holds a name; an ordinary word also in its plural or singular. */
export function holdsName(
  name: string,
  lower: string,
  words: ReadonlySet<string>,
  known: ReadonlySet<string>,
): boolean {
  if (words.has(name) || (/[^\p{L}\p{N}]/u.test(name) && holdsWhole(lower, name))) return true;
  if (known.has(name) || !/^\p{L}{4,}$/u.test(name)) return false;
  return words.has(`${name}s`) || (name.endsWith('s') && words.has(name.slice(0, -1)));
}

/** True when it stands there by itself: `cart-6f9d` does not stand in `mycart-6f9d2`. */
function holdsWhole(lower: string, name: string): boolean {
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    const isPart = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}_]/u.test(letter);
    if (!isPart(lower[at - 1]) && !isPart(lower[at + name.length])) return true;
  }
  return false;
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

/** What rates and widths are measured in. */
const UNIT = /^(?:[kmg]bit|rps|qps|iops|req|[kmg]?hz)$/i;

/** All matches, also those that begin inside another one. */
function* overlapping(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    yield match;
    pattern.lastIndex = match.index + 1;
  }
}
