import type { Act, AskedFunction, Script, ScriptedCall } from './server.ts';

/** What the bot is told the model is called, so that whoever reads its words knows what they are. */
export const SCRIPTED_MODEL_ID = 'scripted.no-real-model-v1:0';

/** One observation as the bot tells it to a model. */
interface Told {
  readonly id: string;
  readonly source: string;
  readonly text: string;
}

/** Each specialist is asked once, for something that every system has. */
const LOOKS: readonly AskedFunction[] = [
  { actionGroup: 'kubernetes', function: 'list_changes', parameters: { limit: '3' } },
  { actionGroup: 'logs', function: 'get_error_logs', parameters: { since: '1h' } },
  { actionGroup: 'metrics', function: 'list_alerts', parameters: {} },
  { actionGroup: 'runbooks', function: 'search_runbooks', parameters: { severity: 'high' } },
];
/** Said once in each explanation, to show that what no evidence proves is left out. */
const INVENTED = 'The invented-service failed 99999 times';
const MOST_QUOTED = 5;
const COMMON = new Set(
  'about because could does from have how it its that the then there they this was were what when where which why with would you your think and not did'.split(
    ' ',
  ),
);

/**
 * A script in place of a model: it understands nothing, asks each specialist once and quotes the evidence that it was
 * given, for `npm start -- --model` to show what explaining looks like. `pauseMs` lies between its sentences.
 */
export function createScriptedModel(pauseMs = 700): Script {
  const openings = new Map<string, string>();
  return (call) => {
    if (call.body.inputText !== undefined) openings.set(call.sessionId, call.body.inputText);
    const opening = openings.get(call.sessionId) ?? '';
    const question = textOf(opening, 'follow-up');
    const usage = usageOf(opening, call);
    if (question !== undefined) return [usage, ...speak(answerTo(question, opening), pauseMs)];
    if (call.turn === 1) return [usage, { pauseMs }, { ask: LOOKS }];
    openings.delete(call.sessionId);
    return [usage, ...speak(explain(opening), pauseMs)];
  };
}

/** Sentences as they would come from a model: in pieces, with pauses. */
function speak(sentences: readonly string[], pauseMs: number): Act[] {
  return sentences.flatMap((sentence): Act[] => {
    const half = Math.ceil(sentence.length / 2);
    return [{ say: sentence.slice(0, half) }, { pauseMs }, { say: `${sentence.slice(half)}\n` }];
  });
}

/** The evidence of the likeliest explanation in the order of its numbers, something invented, and what speaks against it. */
function explain(opening: string): string[] {
  const first = /<hypothesis rank="1"[^>]* for="([^"]*)"(?: against="([^"]*)")?/.exec(opening);
  const told = evidenceOf(opening);
  const cited = told.filter(({ id }) => first?.[1]?.split(' ').includes(id));
  const against = told.filter(({ id }) => first?.[2]?.split(' ').includes(id));
  const quoted = (cited.length > 0 ? cited : told).slice(0, MOST_QUOTED).map(quote);
  const [before, ...after] = quoted;
  const id = (cited[0] ?? told[0])?.id ?? 'E1';
  return [...(before ? [before] : []), `${INVENTED} [${id}].`, ...after, ...against.slice(0, 2).map(quote)];
}

/** The observations that share the most words with the question; those with a time when it asks for one. */
function answerTo(question: string, opening: string): string[] {
  const asked = wordsOf(question);
  const wantsTime = /\b(?:when|since|long|begin|began|start)/i.test(question);
  const scored = evidenceOf(opening)
    .map((told) => ({
      told,
      score:
        [...wordsOf(told.text)].filter((word) => asked.has(word)).length +
        (wantsTime && /\d{4}-\d\d-\d\dT/.test(told.text) ? 2 : 0),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = scored.slice(0, 2).map(({ told }) => quote(told));
  return best.length > 0 ? best : ['I cannot tell that from what I was given.'];
}

function quote({ id, text }: Told): string {
  return `${text.replace(/[.\s]+$/, '').slice(0, 500)} [${id}].`;
}

function evidenceOf(opening: string): Told[] {
  return [...opening.matchAll(/<evidence id="(E\d+)" source="(\w+)"[^>]*>([^<]*)<\/evidence>/g)].map(
    ([, id = '', source = '', text = '']) => ({ id, source, text: unescaped(text) }),
  );
}

function textOf(opening: string, tag: string): string | undefined {
  const found = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(opening)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z][a-z0-9-]{3,}/g) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)));
}

/** About what a model would count: four letters are a token. */
function usageOf(opening: string, { turn, results }: ScriptedCall): Act {
  const letters = opening.length + JSON.stringify(results).length;
  return { usage: { inputTokens: Math.ceil(letters / 4) * turn, outputTokens: 120 } };
}
