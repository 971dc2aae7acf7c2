import type { Component } from '../domain/target.ts';

/** Something a person said that holds beyond the moment. */
export interface Statement {
  /** What it is about; absent when it names nothing that is known. */
  readonly about?: Component;
  readonly text: string;
}

const LONGEST = 240;
const SUBJECT = '(?:we|the team|on-?call|nobody|people here|our team)';
const HABIT =
  "(?:never|always|usually|normally|only|no longer|do not|don’t|don't|must not|should not|shouldn’t|shouldn't)";
/** Rules of a team: "we never page for staging". */
const RULE = new RegExp(`^${SUBJECT}\\s+(?:[a-z]+\\s+)?${HABIT}\\s+\\S+`, 'i');
/** Facts about a thing that last: "checkout is owned by team-pay", "staging restarts every night". */
const FACT =
  /^(?:the\s+)?[`"]?[\w./-]{2,80}[`"]?\s+(?:service\s+|node\s+|namespace\s+)?(?:is owned by|belongs to|is expected to|is supposed to|is known to|always|never|normally|usually|(?:is|are) not (?:in use|important|critical|paged)|runs only|runs at|restarts (?:every|each|at)|depends on)\b/i;
/** Said to be kept: "remember that …", "note that …", "fyi: …". */
const MARKED = /^(?:please\s+)?(?:remember|note|keep in mind|fyi|for the record)(?:\s+that)?[:,]?\s+(.{8,})$/i;
/** What ended it: "fixed by rolling back to 1.4", "the fix was a larger disk". */
const FIX =
  /^(?:(?:it|this|that)(?:'s|’s)?\s+(?:was\s+|is\s+|got\s+)?|we\s+|i\s+)?(?:fixed|solved|resolved)\s+(?:it\s+|this\s+|that\s+)?(?:by|with)\s+(.{4,})$|^the\s+(?:fix|solution)\s+was\s+(.{4,})$/i;
const WORD = /[a-z0-9][a-z0-9./-]*[a-z0-9]/g;
/** Doubt, questions, the present moment, and orders to the bot are no lasting knowledge. */
const PASSING =
  /\?|\b(?:maybe|perhaps|i think|i guess|probably|might|could be|right now|just now|currently|today|at the moment|ignore|instruction|prompt|password|token)\b/i;

/**
 * What is worth keeping in a message of a thread, by a small grammar: rules of the team, lasting facts, what ended an
 * incident, and what is marked to be remembered. `known` are the names that mean something, by which it is filed. Empty for everything else.
 */
export function statementsIn(message: string, known: ReadonlyMap<string, Component>): readonly Statement[] {
  return message
    .split(/\r?\n|(?<=[.!])\s+/)
    .map((sentence) => sentence.trim().replace(/^(?:btw|also|and|well|no|yes|ok|hm+)[,:]?\s+/i, ''))
    .filter((sentence) => sentence.length >= 10 && sentence.length <= LONGEST)
    .flatMap((sentence): Statement[] => {
      const marked = MARKED.exec(sentence)?.[1];
      const text = marked ?? sentence;
      if (PASSING.test(text) || /<[@#!]|https?:/i.test(text)) return [];
      const fix = FIX.exec(text);
      // What the thread is about was fixed, whatever else the sentence names.
      if (fix !== null) return [{ text: `fixed by ${(fix[1] ?? fix[2] ?? '').replace(/[.!]$/, '')}` }];
      const about = subjectOf(text, known);
      if (marked === undefined && !RULE.test(text) && !(FACT.test(text) && about !== undefined)) return [];
      return [{ ...(about && { about }), text: text.replace(/[.!]$/, '') }];
    });
}

/** True when a message may hold something to keep, before it is known which names mean something. */
export function mayHoldStatements(message: string): boolean {
  const words = message.toLowerCase().match(WORD) ?? [];
  return statementsIn(message, new Map(words.map((word) => [word, `service/${word}` as const]))).length > 0;
}

/** The longest known name in the sentence. */
function subjectOf(sentence: string, known: ReadonlyMap<string, Component>): Component | undefined {
  const words = new Set(sentence.toLowerCase().match(WORD) ?? []);
  const named = [...known].filter(([name]) => words.has(name.toLowerCase()));
  return named.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}
