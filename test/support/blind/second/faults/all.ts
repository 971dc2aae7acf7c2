import type { Scenario } from '../../core/model.ts';
import { both, over } from '../../faults/derived.ts';
import { ofChapel } from './chapel.ts';
import { ofCrate } from './crate.ts';
import { ofFerry } from './ferry.ts';
import { healthy } from './healthy.ts';
import { ofHof } from './hof.ts';
import { ofLibris } from './libris.ts';
import { ofOrchard } from './orchard.ts';
import { ofPollen } from './pollen.ts';
import { ofPost } from './post.ts';
import { ofRiver } from './river.ts';
import { ofShelf } from './shelf.ts';
import { ofSnap } from './snap.ts';
import { ofTally } from './tally.ts';
import { ofVela } from './vela.ts';
import { ofWharf } from './wharf.ts';

const written: Scenario[] = [
  ...ofVela,
  ...ofLibris,
  ...ofCrate,
  ...ofShelf,
  ...ofFerry,
  ...ofSnap,
  ...ofHof,
  ...ofOrchard,
  ...ofTally,
  ...ofWharf,
  ...ofRiver,
  ...ofPollen,
  ...ofChapel,
  ...ofPost,
].map((s) => (s.system.name === 'post' ? { ...s, without: ['metrics', 'alerts', 'changes'] } : s));
const of = (key: string): Scenario => written.find((s) => s.key === key)!;

/** What was over by the end. */
const past = [
  'skewed-tokens',
  'checkpoints',
  'no-grace',
  'stampede',
  'no-names',
  'rates-concurrency',
  'aurora-failover',
  'pollen-news',
  'facets',
  'scanner-killed',
];
/** Two at once, and what is typed about them. */
const pairs: [a: string, b: string, report: string][] = [
  ['altered-table', 'no-smtp', 'storefront hangs AND sellers get no mails. one thing or two?'],
  ['media-leak', 'thumbs-throttled', 'pictures: some slow, some broken'],
  ['worker-killed', 'quotes-pull', 'quotes are down and mails come late'],
  ['invoices-secret', 'reader-behind', 'invoices 503s, orders "not found". aurora?'],
  ['joiner-disk', 'broker-killed', 'kafka is a mess tonight, joiner dead, meters 503'],
];
const used = new Set([...past, ...pairs.flat()]);

export const scenarios: Scenario[] = [
  ...written.filter((s) => !used.has(s.key)),
  ...pairs.map(([a, b, report]) => both(of(a), of(b), report)),
  ...past.map((key) => over(of(key), of(key).report)),
  ...healthy,
];
