import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { backgroundOf, isPast } from '../../log-reading/background.ts';
import { matchErrorTexts } from '../../log-reading/match-error-texts.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { readParties } from '../../log-reading/parties.ts';
import { readCallFailure } from '../../log-reading/peers.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { risesOf } from '../../metric-reading/rises.ts';
import { TAKEN } from '../../propagation/queues.ts';
import { CHANGES } from '../metrics/change-parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { TIMES } from './parameters.ts';

/**
 * A message, record or job by its number or id; a host that is called so (`mail-tasks:8080`) is none. Streams number their
 * records by sequence: Kinesis and DynamoDB (`sequenceNumber`), Event Hubs and Service Bus, JetStream (`stream_seq`). A status
 * of HTTP with its phrase (RFC 9110, 15) after `Message:` is what the error says.
 */
const MESSAGE =
  /(?<![\w./-])(?:message|msg|record|event|job|task|delivery|offset|sequence(?=[ _-]?n)|(?:stream|consumer)[ _-]?seq(?:uence)?)s?(?:[ _-]?(?:id|tag|number|offset))?["']?[ :=#]{1,3}["']?(?![1-5]\d\d:? (?:page |bad |unauth|forbidden|not |method |conflict|gone|too |unprocess|internal |service |gateway |request ))([0-9a-f][0-9a-f-]{7,63}|\d{3,})\b(?!:\d)/i;
/** A record of Kafka by its place, as Spring Kafka's `KafkaUtils.format` and kcat write it: `topic-partition@offset`. */
const RECORD = /(?<![\w./-])[\w.-]+-\d+@(\d{1,19})\b/;
/**
 * A task of Celery, `name[id]` (celery/app/trace.py; Workers Guide): with `acks_late` one whose process dies goes back to the
 * queue. The `Job:` of a WorkerLostError counts what a pool has run (billiard/pool.py) and is no message's.
 */
const CELERY_TASK = /\btask[ :=]["']?[\w.]+\[([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\]/i;
/**
 * A message by its place in a stream, where a line names the stream, subject or consumer beside a bare `seq` (nats.go's and
 * nats.rs's metadata of a message); Pulsar's `ledger:entry:partition`; JMS's `ID:host-…`; and the address that acknowledges a
 * message of JetStream, `$JS.ACK.stream.consumer.deliveries.sequence.…` (NATS, "JetStream wire API").
 */
const IN_STREAM = /\b(?:stream|subject|consumer|durable|shard|topic)(?:[ _-]?name)?["']?[=:]/i;
const SEQUENCE = /(?<![\w./-])s?seq(?:uence)?["']?\s?[=:]\s?["']?(\d{1,19})\b/i;
const PLACES: readonly RegExp[] = [
  RECORD,
  CELERY_TASK,
  /\$JS\.ACK\.(?:[\w-]+\.){2,4}\d+\.(\d+)\.\d+\.\d{13,}\b/,
  /(?<![\w./-])(?:message|msg)[ _-]?id["']?[ :=(]{1,3}["']?\(?((?:\d+:\d+:-?\d+|ID:[\w.-]+(?::\d+)+)(?::-?\d+)?)\b/i,
];
/** An id that is called so: however short, it is a message's where a line tells of its deliveries what its receiver alone knows. */
const CALLED_ID = /(?<![\w./-])(?:message|msg|job|task|record|event)[ _-]?id["']?\s?[:=]\s?["']?([\w.:-]{2,80})/i;
/**
 * What says that a message was given out before or goes back: the flag `redelivered` of AMQP's basic.deliver, which Celery has
 * in `delivery_info`, and what programs write of a nack that requeues (RabbitMQ's docs, "Consumer Acknowledgements": "a
 * requeue/redelivery loop").
 */
const GOES_BACK = /\bredelivered["']?\s?[=:]\s?["']?true\b|\bre-?queue?(?:d|ing)\b/i;
/** Any number that a line gives under a name. */
const KEYED = /(?<![\w./-])([a-z]\w*)["']?\s?[=:]\s?["']?(\d{3,}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/gi;
/** Names of numbers that are alike for many messages. */
const NO_ID =
  /code|status|errno|port|pid|line|attempt|retr|delay|timeout|duration|elapsed|_ms$|^ms$|size|bytes|count|worker|thread|version|limit/i;
/** Frames of a stack trace: their numbers are places in files. What a logger appends stands behind the last one. */
const FRAME = /^\s*(?:at [^()\n]*\([^()\n]*\)|at \S+:\d+:\d+|File ".*$|\.\.\. \d+ more)/gm;
const FAILED = /fail|error|exception|cannot|could not|unable|reject|requeu|redeliver|retry|nack|dead.?letter|invalid/i;
/** A place that cannot be noted down: nothing is said of the message there, and it stays the same for nothing is noted. */
const COMMIT = /\boffset commit|\bcommit\w*\s+(?:of\s+|the\s+)?offsets?|CommitFailed/i;
/**
 * How often a message was given out, as brokers tell who reads it: Pub/Sub's `deliveryAttempt`, Service Bus's
 * `DeliveryCount`, SQS's `ApproximateReceiveCount`, JetStream's `num_delivered`, RabbitMQ's `x-delivery-count`. It is given
 * out again where nobody acknowledged it, whatever the line that says so is called.
 */
const DELIVERIES =
  /(?:delivery[ _-]?(?:attempt|count)|receive[ _-]?count|num[ _-]?delivered|deliveries)["']?\s?[=:]\s?["']?(\d+)/i;
const QUEUES = ['queue', 'message-age'] as const;

/** One message that fails again and again: whoever reads it cannot get past it. */
export const repeatedMessage = defineAnalyzer({
  id: 'repeated-message',
  title: 'The same message fails again and again',
  causes: ['poison_message'],
  needs: ['logs'],
  example: 'A consumer has logged `message 86 failed` two hundred times since 18:12, and no other number.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const parties = readParties(evidence);
    const findings = value.flatMap((logs) =>
      logs.patterns.flatMap((pattern): Finding[] => {
        const ids = repeatedIn(pattern, logs, evidence);
        if (ids.length === 0) return [];
        const component = parties.writer(logs);
        const waiting = waitingSince(pattern.firstSeen, evidence);
        // What only came again may have been worked on later: work that lies behind it shows that it was not.
        if ((isQuiet(pattern) || ids.length > 1) && waiting.length === 0) return [];
        return [
          {
            analyzer: 'repeated-message',
            component,
            cause: 'poison_message',
            grade: ids.length > 1 ? 'measured' : 'said',
            statement: `${component.slice(component.indexOf('/') + 1)} fails at the same ${ids.length > 1 ? 'messages' : 'message'} again and again: ${ids.slice(0, 2).join(', ')}.`,
            strength: ids.length > 1 ? STRENGTH.fair : STRENGTH.probable,
            evidence: [quotePattern(logs, pattern, tool)],
            ...(pattern.firstSeen === undefined ? {} : { onset: pattern.firstSeen }),
            explains: waiting,
          },
        ];
      }),
    );
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no message of ${value.length} services fails again and again` };
  },
});

/** What waits behind the message: queues that began to fill when it failed first. */
function waitingSince(firstSeen: string | undefined, evidence: EvidenceSet): readonly Component[] {
  const begun = Date.parse(firstSeen ?? '');
  const metrics = readMetrics(evidence);
  return metrics.components.filter((component) =>
    QUEUES.some((signal) =>
      metrics
        .of(component, signal)
        .some(({ series }) =>
          risesOf(series).some(({ onset }) => Math.abs(Date.parse(onset) - begun) <= CHANGES.actsWithinMs),
        ),
    ),
  );
}

/**
 * The id that every sample of a lasting error names, or those of several messages that were each given out before, where
 * the program fails at them by itself and works others off; empty where they name several, or none.
 */
function repeatedIn(pattern: LogPattern, logs: ServiceLogs, evidence: EvidenceSet): readonly string[] {
  const { count, samples, firstSeen, lastSeen } = pattern;
  if ((isQuiet(pattern) && !isGivenOutAgain(pattern)) || count < LINES.many || isPast(pattern, evidence)) return [];
  const lasts = Date.parse(lastSeen ?? '') - Date.parse(firstSeen ?? '');
  if (!(lasts >= TIMES.sameMessageMs) || backgroundOf(pattern, logs, evidence) !== undefined) return [];
  const ids = new Set(
    samples.map(({ text }) =>
      (isQuiet(pattern) || FAILED.test(text)) && !COMMIT.test(text) ? idIn(text.replace(FRAME, '')) : undefined,
    ),
  );
  if (ids.size > 1 && !isOfSome(pattern, logs, evidence)) return [];
  return [...ids].includes(undefined) ? [] : ([...ids] as string[]);
}

/**
 * Whether lines tell of messages that the program fails at by itself, each given out before, while it works most others off:
 * a queue gives a message out again until it was received too often (SQS, "Dead-letter queues", `maxReceiveCount`). What
 * keeps it from all of them is no message's fault, and a program that was changed before it may be what is wrong.
 */
function isOfSome({ level, samples, firstSeen }: LogPattern, { service }: ServiceLogs, evidence: EvidenceSet): boolean {
  if (level === 'debug' || level === 'info' || samples.length < 2) return false;
  const failing = valuesOf(evidence.slis).flatMap(({ indicator, side, ...one }) =>
    one.service === service && indicator === 'error_ratio' && side === 'server' ? [one.value] : [],
  );
  if (failing.length === 0 || failing.some((share) => share * 2 > 1)) return false;
  const changes = evidence.changes.status === 'observed' ? evidence.changes.value : [];
  if (changes.some((one) => one.service === service && Date.parse(one.timestamp) <= Date.parse(firstSeen ?? '')))
    return false;
  return samples.every(
    ({ text }) =>
      Number(DELIVERIES.exec(text)?.[1]) > 1 &&
      readCallFailure(text) === undefined &&
      matchErrorTexts(text).every(({ row }) => row.cause === 'application_error'),
  );
}

function valuesOf(slis: EvidenceSet['slis']) {
  return slis.status === 'observed' ? slis.value.items : [];
}

function isQuiet({ level }: LogPattern): boolean {
  return level === 'debug' || level === 'info';
}

/** Whether lines tell of deliveries that are counted up: the same message comes back to be worked on. */
function isGivenOutAgain({ samples }: LogPattern): boolean {
  const counts = samples.map(({ text }) => Number(DELIVERIES.exec(text)?.[1]));
  return counts.length > 1 && counts.every((count, i) => i === 0 || count > counts[i - 1]!);
}

function idIn(text: string): string | undefined {
  const placed = PLACES.map((place) => place.exec(text)?.[1]).find((id) => id !== undefined);
  const inStream = IN_STREAM.test(text) ? SEQUENCE.exec(text)?.[1] : undefined;
  const called = CALLED_ID.exec(text)?.[1];
  const goesBack = GOES_BACK.test(text);
  // The tag of a delivery counts deliveries of a channel (RabbitMQ, "Consumer Acknowledgements"): a new one each time.
  const own = goesBack ? called : undefined;
  const delivered = TAKEN.test(text) ? called : undefined;
  return placed ?? own ?? MESSAGE.exec(text)?.[1] ?? inStream ?? delivered ?? (goesBack ? keyedIn(text) : undefined);
}

/** All that a line names by numbers of its own. */
function keyedIn(text: string): string | undefined {
  const ids = [...text.matchAll(KEYED)].flatMap(([, name, id]) => (NO_ID.test(name!) ? [] : [`${name} ${id}`]));
  return ids.length === 0 ? undefined : ids.join(', ');
}
