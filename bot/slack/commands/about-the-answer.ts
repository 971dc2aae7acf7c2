/** Questions about a standing answer that the answer itself holds the words for. */
export type AboutTheAnswer = 'onset' | 'certainty' | 'against' | 'others' | 'next-step' | 'change' | 'impact';

const KINDS: readonly (readonly [AboutTheAnswer, RegExp])[] = [
  [
    'onset',
    /\b(?:when|since when|how long)\b.*\b(?:start|began|begin|begun|going on|broken|happen|failing|slow|down)/i,
  ],
  ['certainty', /\bhow (?:sure|certain|confident|likely)\b|\bare you (?:sure|certain)\b/i],
  ['against', /\bwhat (?:speaks?|is|do(?:es)?|else)\b.*\bagainst\b|\bcould (?:you|it|that|this) be wrong\b/i],
  [
    'others',
    /\bwhat else (?:could|might|can|may)\b|\b(?:any|other|which) (?:other )?(?:causes?|explanations?|candidates?)\b/i,
  ],
  [
    'next-step',
    /\bwhat (?:should|can|do|must|would|shall) (?:i|we|one|you)\b.*\b(?:do|try|check|run|fix)\b|\bhow (?:do|can|should) (?:i|we) (?:fix|solve|mend|stop)\b|^(?:please )?fix (?:it|this|that)\b|\bwhat(?:'s|\u2019s| is) the fix\b/i,
  ],
  [
    'change',
    /\bwho (?:wrote|made|did|deployed|changed|committed|pushed|shipped|merged|released)\b|\b(?:which|what) (?:commit|deploy|change|release)\b/i,
  ],
  [
    'impact',
    /\bhow many (?:users?|customers?|people|requests?|clients?)\b|\bwho is (?:hit|affected|impacted)\b|\bwhat(?:'s|\u2019s| is) the impact\b|\bhow bad\b/i,
  ],
];

/** What a reply asks of the answer that stands; undefined when the answer has no words for it. */
export function aboutTheAnswer(text: string): AboutTheAnswer | undefined {
  const plain = text.replace(/\s+/g, ' ').trim();
  return KINDS.find(([, pattern]) => pattern.test(plain))?.[0];
}
