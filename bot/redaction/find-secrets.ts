import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { CONVERSATION_RULES } from './conversations.ts';
import { DIRECTIVE_RULES } from './directives.ts';
import { IDENTITY_RULES } from './identities.ts';
import type { Found } from './personal.ts';
import { PHRASE_RULES } from './phrases.ts';
import { SECRET_RULES, type SecretRule } from './rules.ts';
import { STRUCTURE_RULES } from './structures.ts';
import { VENDOR_RULES } from './vendor-forms.ts';
import { findWrittenOtherwise } from './written-otherwise.ts';

/**
 * The library's rules without the one by which a comment (`secretlint-disable`) switches the others off: that is for
 * people's own source code, and here nobody may say what is to be let through.
 */
const LIBRARY_RULES = rules
  .map((rule) => ({ id: rule.meta.id, rule }))
  .filter(({ id }) => id !== '@secretlint/secretlint-rule-filter-comments');

// It measures each rule on each text, and keeps what it measured for as long as the process lives.
secretLintProfiler.setEnabled(false);

const ALL_RULES: readonly SecretRule[] = [
  ...SECRET_RULES,
  ...VENDOR_RULES,
  ...STRUCTURE_RULES,
  ...DIRECTIVE_RULES,
  ...PHRASE_RULES,
  ...CONVERSATION_RULES,
  ...IDENTITY_RULES,
];

/** Secrets by our own rules, also where quotes and blanks of a text are written otherwise. */
export function findByOurRules(text: string): Found[] {
  return [...findPlain(text), ...findWrittenOtherwise(text, findPlain)];
}

function findPlain(text: string): Found[] {
  const held = new Map<RegExp, boolean>();
  const holds = (pattern: RegExp) => {
    const known = held.get(pattern) ?? pattern.test(text);
    held.set(pattern, known);
    return known;
  };
  return ALL_RULES.flatMap(({ kind, pattern, accept, only }) => {
    if (only !== undefined && !holds(only)) return [];
    // Most rules find nothing in most texts, and to list no matches costs far more than to look for one.
    if (text.search(pattern) < 0) return [];
    return [...text.matchAll(pattern)].flatMap((match) => {
      const secret = match.groups === undefined ? match[0] : (match.groups.secret ?? match.groups.bare);
      if (secret === undefined || secret === '' || accept?.(secret) === false) return [];
      // The secret is nearest to the end of what was matched, never in the key before it.
      const start = match.index + match[0].lastIndexOf(secret);
      return [{ kind, start, end: start + secret.length }];
    });
  });
}

/** Secrets by secretlint's recommended rules. Its answer for a text it cannot read is none. */
export async function findBySecretlint(text: string): Promise<Found[]> {
  const result = await lintSource({
    source: { filePath: '/text.txt', content: text, ext: '.txt', contentType: 'text' },
    options: { config: { rules: LIBRARY_RULES }, noPhysicFilePath: true, maskSecrets: false },
  });
  return result.messages.map(({ ruleId, range: [start, end] }) => ({ kind: kindOf(ruleId), start, end }));
}

function kindOf(ruleId: string): string {
  if (ruleId.includes('privatekey')) return 'private key';
  if (ruleId.includes('connection-string') || ruleId.includes('basicauth')) return 'password';
  return 'token';
}
