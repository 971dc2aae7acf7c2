/** What people say before a question. */
const LEAD = '^(?:(?:and|so|but|ok(?:ay)?|hm+|well|please)[,]?\\s+)*';
const OPENINGS: readonly string[] = [
  'why',
  '(?:since )?when',
  'who|whose|which|where|how',
  'explain|summari[sz]e|tell me',
  'in (?:plain|simple) (?:words|english)',
  'did|does|was|were|has|have|had|would|should',
  'do (?:you|we|they|the|all|any|other)',
  '(?:could|can|might|may) (?:it|this|that|the|they|there)',
  '(?:are|is) (?:you|it|this|that|there) (?:sure|certain|possible|likely|related|because|caused|why|proof|evidence|another|any)',
  "what(?:'s|\u2019s)? (?:makes?|made|speaks?|does|do|did|was|were|happen(?:s|ed)?|caused?|exactly|kind|would|could|else|if|evidence|proof|came|comes)",
  "what(?:'s|\u2019s| is) the (?:cause|reason|evidence|proof|impact|effect|first|order|difference)",
];
const QUESTION = new RegExp(`${LEAD}(?:${OPENINGS.join('|')})\\b`, 'i');
/** Requests that look like questions. */
const REQUEST = new RegExp(`${LEAD}(?:how|what) about\\b|\\binstead\\b`, 'i');

/**
 * True for a question about what was found. Questions about how things are now ("is it still failing?") and about
 * something else ("what about payments?") are none of these: they are looked into anew.
 */
export function asksAboutTheAnswer(text: string): boolean {
  return text.includes(' ') && QUESTION.test(text) && !REQUEST.test(text);
}
