import type { EvidenceSet } from '../../domain/signals.ts';
import { readCluster } from '../cluster/cluster.ts';
import { fields, records, text } from '../cluster/read-objects.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { MetricSignal } from '../metric-reading/meaning.ts';
import { type ReadMetrics, readMetrics } from '../metric-reading/read-metrics.ts';
import { readCalls } from './calls.ts';
import type { Edges } from './edges.ts';
import { stemOf, wordsOf } from './name-words.ts';

/** What is measured of things in which work waits for a program that takes it. */
const WAITING: ReadonlySet<MetricSignal> = new Set<MetricSignal>([
  'message-age',
  'queue',
  'queue-all',
  'queue-unacked',
  'consumer-lag',
  'consumer-lag-time',
]);

/** What programs are called that take work from a queue: the words of Celery, Sidekiq, Kafka, JMS and AMQP. */
const TAKER =
  /^(?:workers?|consumers?|processors?|handlers?|listeners?|subscribers?|receivers?|runners?|executors?|pollers?|sinks?|ingest(?:ers?|ors?)?)$/;
/** Words of queues' names that say nothing of what they hold. */
const PLAIN = /^(?:queue|topic|group|cg|sub|subscription)$/;

/** What a consumer's own line says of a queue that it takes from (Kafka's clients, AMQP, SQS pollers). */
const TAKES = /\b(?:receiv|consum|poll|subscrib|dequeu|fetch(?:ed|ing)? \d* ?(?:messages|records))\w*/i;
/** What a client was about to take, in the words of the service that refused it: the action of IAM names it. */
const TAKES_BY_ACTION =
  /\bsqs:ReceiveMessage\b|\bpubsub\.subscriptions\.(?:consume|pull)\b|\bkinesis:Get(?:Records|ShardIterator)\b/;
/**
 * What only who takes messages is told of one: how often it was received or delivered (SQS's `ApproximateReceiveCount`, AMQP's
 * `redelivered`, Service Bus's `DeliveryCount`, JetStream's `num_delivered`, Pub/Sub's `delivery_attempt`), and what becomes of it.
 */
export const TAKEN =
  /\b(?:approximate)?_?receive[_ ]?count\b|\bredeliver(?:ed|y)\b|\bdelivery[_ ]?(?:count|attempt)\b|\bnum_delivered\b|\b(?:returned|put back|released) to (?:the )?queue\b|\bvisibility[_ ]?timeout\b/i;
const GIVES = /\b(?:send|sent|publish|enqueu|produc|could not|failed)\w*/i;

/** Queues by name with those who take work from them, as far as what was read ties the two. */
export function queueConsumers(evidence: EvidenceSet): Edges {
  const metrics = readMetrics(evidence);
  const { callers, known } = readCalls(evidence);
  const queues = new Set(
    metrics.all.flatMap(({ component, meaning: { signal, of } }) =>
      WAITING.has(signal) && (signal !== 'queue' || of === 'queue') && component.startsWith('service/')
        ? [nameOf(component).name]
        : [],
    ),
  );
  if (queues.size === 0) return new Map();
  const others = [...metrics.known.services].filter((name) => !queues.has(name));
  const takers = others.filter((name) => wordsOf(name).some(isTaker));
  const taking = others.filter((name) => takers.includes(name) || isToldOfTaken(name, evidence));
  const scaled = scaledBy(evidence);
  const reading = readersIn(evidence, queues);
  const serving = serversIn(evidence, queues);
  const consumers = new Map(
    [...queues].map((queue) => {
      const named = takers.filter((taker) => isNamedAfter(taker, queue) || isCalledAfter(queue, taker));
      const calling = taking.filter((taker) => callers.get(queue)?.has(taker));
      return [
        queue,
        new Set([
          ...named,
          ...calling,
          ...(scaled.get(queue) ?? []),
          ...(reading.get(queue) ?? []),
          ...(serving.get(queue) ?? []),
        ]),
      ];
    }),
  );
  const [left, ...more] = [...consumers].filter(([, known]) => known.size === 0);
  const [run, ...besides] = functionsRunByEvents(metrics, known);
  if (left !== undefined && more.length === 0 && run !== undefined && besides.length === 0) left[1].add(run);
  return consumers;
}

/**
 * Functions that are run and that nobody calls, by name: something hands them its events (AWS, "Invoking Lambda with events
 * from other services"), and where it is a queue no figure says which. The only one that is run so takes from the only queue
 * of which nobody else is known to take.
 */
function functionsRunByEvents(metrics: ReadMetrics, calls: Edges): readonly string[] {
  const called = new Set([...calls.values()].flatMap((callees) => [...callees]));
  const run = metrics.all.filter(
    ({ series, component, sli }) => FUNCTION.test(sli?.metric ?? series.name) && component.startsWith('service/'),
  );
  return [...new Set(run.map(({ component }) => nameOf(component).name))].filter((name) => !called.has(name));
}

/** How exporters of CloudWatch call how often a function was run. */
const FUNCTION = /(?:^|_)aws_lambda_invocations(?:_sum)?$/i;

/** Whether a service's own lines tell of messages what only their receiver knows. */
function isToldOfTaken(name: string, { logs }: EvidenceSet): boolean {
  if (logs.status !== 'observed') return false;
  return logs.value.some(
    ({ service, patterns }) =>
      service === name && patterns.some(({ samples: [first] }) => first !== undefined && TAKEN.test(first.text)),
  );
}

function isTaker(word: string): boolean {
  return TAKER.test(word);
}

/** `image-worker` of `shop-images`: what a taker's name says beside that it takes is what the queue holds. */
function isNamedAfter(taker: string, queue: string): boolean {
  const held = wordsOf(queue)
    .filter((word) => !PLAIN.test(word))
    .map(stemOf);
  const wanted = wordsOf(taker)
    .filter((word) => !isTaker(word))
    .map(stemOf);
  const isHeld = (stem: string) => held.some((one) => one.startsWith(stem) || stem.startsWith(one));
  return wanted.length > 0 && wanted.every(isHeld);
}

/** `bookings-worker` of `worker`: a subscription is called after its topic and who takes from it (Pub/Sub, "Create subscriptions"). */
function isCalledAfter(queue: string, taker: string): boolean {
  return ['-', '.', '_'].some((between) => queue.endsWith(`${between}${taker}`));
}

/** Workloads that KEDA scales by a queue (docs, "Scalers": what a trigger's metadata holds). */
function scaledBy(evidence: EvidenceSet): ReadonlyMap<string, readonly string[]> {
  const objects = evidence.objects.status === 'observed' ? evidence.objects.value : [];
  const cluster = readCluster(evidence);
  const found = objects.flatMap(({ kind, metadata, spec }) => {
    const target = text(fields(fields(spec).scaleTargetRef).name);
    if (kind !== 'ScaledObject' || target === undefined) return [];
    const workload = cluster.workloads.find(
      ({ name, namespace }) => name === target && namespace === (metadata.namespace ?? namespace),
    );
    return records(fields(spec).triggers).flatMap(({ metadata: of }) =>
      QUEUE_KEYS.flatMap((key) => {
        const queue = text(fields(of)[key])?.split('/').at(-1);
        return queue === undefined ? [] : [{ queue, by: workload ? nameOf(workload.component).name : target }];
      }),
    );
  });
  return new Map([...Map.groupBy(found, ({ queue }) => queue)].map(([queue, all]) => [queue, all.map(({ by }) => by)]));
}

const QUEUE_KEYS = ['queueURL', 'queueName', 'topic', 'consumerGroup', 'subscriptionName', 'listName', 'consumer'];

/**
 * Services with an operation that nobody calls and that is called after a queue: what OpenTelemetry and X-Ray name a span of
 * who is handed a message (semantic conventions for messaging, "Span name": `{operation} {destination}`).
 */
function serversIn({ traces }: EvidenceSet, queues: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const handed = (traces.status === 'observed' ? traces.value : []).flatMap(({ caller, callee, operation }) => {
    if (caller !== '') return [];
    const words = new Set(operation.split(/[^\w.-]+/));
    return [...queues].filter((queue) => queue !== callee && words.has(queue)).map((queue) => ({ queue, callee }));
  });
  return new Map(
    [...Map.groupBy(handed, ({ queue }) => queue)].map(([queue, all]) => [queue, all.map(({ callee }) => callee)]),
  );
}

/** Services whose own lines say that they take from a queue, by its whole name. */
function readersIn({ logs }: EvidenceSet, queues: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  if (logs.status !== 'observed') return new Map();
  const found = logs.value.flatMap(({ service, patterns }) =>
    patterns.flatMap(({ samples: [first] }) => {
      if (first === undefined) return [];
      const takes = TAKES.test(first.text) && !GIVES.test(first.text);
      if (!takes && !TAKES_BY_ACTION.test(first.text)) return [];
      const words = new Set(first.text.split(/[^\w.-]+/));
      return [...queues].filter((queue) => queue !== service && words.has(queue)).map((queue) => ({ queue, service }));
    }),
  );
  return new Map(
    [...Map.groupBy(found, ({ queue }) => queue)].map(([queue, all]) => [queue, all.map(({ service }) => service)]),
  );
}
