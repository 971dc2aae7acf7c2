import type { FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { changeSignal, drive, type Scene } from '../scene.ts';
import { all, isEngine, runs } from './places.ts';

const aWorker = ({ kind }: Part) => kind === 'worker';

function brokerOf(scene: Scene, part: Part): Part {
  return scene.system.parts.find(({ role }) => role === part.consumes)!;
}

export const messages: readonly FaultKind[] = [
  {
    id: 'consumer-too-slow',
    causes: ['queue_backlog'],
    where: aWorker,
    pairs: true,
    strike(scene, part, fault) {
      // Its own work takes so long that it no longer keeps up; what waits grows by itself.
      drive(scene, part, 'latencyFactor', fault, fault.scale(14, 40));
      return {
        causes: ['queue_backlog', 'latency_regression'],
        components: [`service/${part.name}`, `service/${brokerOf(scene, part).name}`],
        complaint: `what ${part.name} does comes far too late`,
      };
    },
  },
  {
    id: 'poison-message',
    axes: ['severity'],
    causes: ['poison_message'],
    where: aWorker,
    pairs: true,
    strike(scene, part, fault) {
      const broker = brokerOf(scene, part);
      drive(scene, part, 'errors', fault, 0.5);
      changeSignal(scene, part, 'consumed', (base, i) => base * (1 - 0.97 * fault.course[i]!));
      changeSignal(
        scene,
        part,
        'lag',
        (base, i) => base + (fault.acts(scene.axis.at(i)) ? (scene.axis.at(i) - fault.from) * 9 : 0),
      );
      changeSignal(scene, broker, `redelivered ${part.role}`, (base, i) => base + 6 * fault.course[i]!);
      changeSignal(scene, part, 'redelivered', (base, i) => base + 6 * fault.course[i]!);
      const id = scene.random.whole(100_000, 999_999);
      const texts = {
        jvm: {
          text: `Backoff FixedBackOff{interval=0, currentAttempts=9, maxAttempts=9} exhausted for ${part.name}.events-1@${id}`,
          stack: [
            'org.springframework.kafka.listener.ListenerExecutionFailedException: Listener method could not be invoked with the incoming message',
            'Caused by: com.fasterxml.jackson.databind.exc.InvalidFormatException: Cannot deserialize value of type `java.time.Instant` from String "0000-00-00"',
          ],
        },
        node: {
          text: `message ${id} failed, requeued`,
          stack: [
            'SyntaxError: Unexpected token \'<\', "<html><bo"... is not valid JSON',
            '    at JSON.parse (<anonymous>)',
            '    at Consumer.onMessage (/srv/app/dist/consumer.js:44:22)',
          ],
        },
        celery: {
          text: `Task app.tasks.render_report[9b3e-${id}] raised unexpected: UnicodeDecodeError('utf-8', b'\\xff\\xfe', 0, 1, 'invalid start byte')`,
          stack: ['Traceback (most recent call last):', '  File "/srv/app/tasks.py", line 112, in render_report'],
        },
        go: {
          text:
            id % 2 === 0
              ? `message ${id}: unmarshal: invalid character '<' looking for beginning of value; requeued`
              : `message redelivered, handler has not acked: stream=${broker.name.toUpperCase()} seq=${id} subject=events.1`,
        },
        python: { text: `message ${id} failed` },
      };
      say(scene, part, { from: fault.from, perMinute: 6 }, () => texts[part.runtime!]);
      return {
        causes: ['poison_message', 'queue_backlog'],
        components: [`service/${part.name}`, `service/${broker.name}`],
        complaint: `${part.name} does nothing any more`,
      };
    },
  },
  {
    id: 'rebalance-loop',
    causes: ['consumer_rebalance_loop'],
    where: all(aWorker, runs('jvm')),
    strike(scene, part, fault) {
      const broker = brokerOf(scene, part);
      changeSignal(scene, part, 'consumed', (base, i) => base * (1 - 0.9 * fault.course[i]!));
      changeSignal(
        scene,
        part,
        'lag',
        (base, i) => base + (fault.acts(scene.axis.at(i)) ? (scene.axis.at(i) - fault.from) * 8 : 0),
      );
      changeSignal(scene, broker, `members ${part.role}`, (base, i) => (fault.course[i]! > 0.5 ? i % 3 : base));
      drive(scene, part, 'latencyFactor', fault, 5);
      say(
        scene,
        part,
        { from: fault.from, perMinute: 1.2, level: 'warn', logger: 'o.a.k.c.c.internals.ConsumerCoordinator' },
        () =>
          `[Consumer clientId=consumer-1, groupId=${part.name}] consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages.`,
      );
      say(
        scene,
        broker,
        { from: fault.from, perMinute: 1.5, level: 'info', logger: 'kafka.coordinator.group.GroupCoordinator' },
        () =>
          `[GroupCoordinator 1]: Preparing to rebalance group ${part.name} in state PreparingRebalance with old generation ${scene.random.whole(400, 900)} (reason: removing member consumer-1-9f1 on heartbeat expiration)`,
      );
      return {
        causes: ['consumer_rebalance_loop', 'queue_backlog'],
        complaint: `${part.name} is hours behind`,
      };
    },
  },
  {
    id: 'broker-memory-alarm',
    causes: ['message_broker_alarm'],
    where: isEngine('rabbitmq'),
    passes: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'memory used share', (base, i) => base + (1.05 - base) * fault.course[i]!);
      changeSignal(scene, part, 'memory alarm', (base, i) => (fault.course[i]! > 0.9 ? 1 : base));
      changeSignal(scene, part, 'published', (base, i) => (fault.course[i]! > 0.9 ? base * 0.02 : base));
      drive(scene, part, 'unreachable', fault, 0.95);
      scene.giveUpMs.set(part.role, 3_000);
      scene.problems.set(part.role, 'timeout');
      say(scene, part, { from: fault.from, until: fault.from + 20, perMinute: 1, level: 'warn' }, () => ({
        text: 'memory resource limit alarm set on node rabbit@rabbitmq-0.',
        stack: [
          '**********************************************************',
          '*** Publishers will be blocked until this alarm clears ***',
          '**********************************************************',
        ],
      }));
      return { complaint: 'publishing hangs' };
    },
  },
  {
    id: 'broker-disk-full',
    causes: ['message_broker_alarm', 'database_storage_full', 'node_disk_filling'],
    where: isEngine('kafka'),
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'disk share', (base, i) =>
        Math.min(1, base + (1 - base) * Math.min(1, fault.course[i]! * 1.3)),
      );
      const late = { course: fault.course.map((value) => (value > 0.78 ? 1 : 0)) };
      drive(scene, part, 'errors', late, 0.6);
      scene.problems.set(part.role, 'full');
      changeSignal(scene, part, 'under replicated', (base, i) => base + 40 * late.course[i]!);
      changeSignal(scene, part, 'offline partitions', (base, i) => base + 6 * late.course[i]!);
      const from = scene.axis.at(Math.max(1, late.course.indexOf(1)));
      say(scene, part, { from, perMinute: 2, logger: 'kafka.server.LogDirFailureChannel' }, () => ({
        text: 'Error while appending records to orders.events-2 in dir /var/lib/kafka/data',
        stack: [
          'java.io.IOException: No space left on device',
          '\tat java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)',
        ],
      }));
      return { complaint: 'events cannot be published' };
    },
  },
];
