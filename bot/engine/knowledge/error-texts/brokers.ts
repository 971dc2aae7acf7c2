import type { ErrorText } from './error-text.ts';

/**
 * What Artemis, ActiveMQ, RocketMQ, Pulsar, IBM MQ and Solace print when they take no more messages. Source: Artemis'
 * ActiveMQServerLogger and manual ("Maximum disk usage"), ActiveMQ's Queue and Usage classes ("Producer flow control"),
 * RocketMQ's DefaultMessageStore, Pulsar's "Backlog quotas", IBM MQ's and Solace's reason codes.
 */
export const BROKERS: readonly ErrorText[] = [
  {
    // Beyond `max-disk-usage`, 90 % as delivered, producers are held back though the disk has room.
    id: 'artemis-disk',
    endedBy: 'AMQ222211|AMQ222213|unblocking message production|Storage is back to stable now',
    pattern: String.raw`AMQ222210\b|beyond the configured <?max-disk-usage|AMQ222212\b|Disk Full! Blocking message production`,
    example: "AMQ222212: Disk Full! Blocking message production on address 'orders'. Clients will report blocked.",
    nearMiss: 'AMQ222211: Storage is back to stable now, under max-disk-usage.',
    meaning: 'has less disk space left than it keeps free, and blocks who publishes',
    cause: 'message_broker_alarm',
    blamed: 'database',
    strength: 0.95,
    engine: 'artemis',
    anyLevel: true,
  },
  {
    id: 'artemis-address-full',
    endedBy: 'AMQ221046|AMQ222213|Unblocking message production',
    pattern: String.raw`AMQ222183\b|Blocking message production on address '[^']*'; size is currently|AMQ229102\b|Address "?[^"\n]{0,80}"? is full`,
    unless: 'Disk Full|AMQ221046|Unblocking',
    example:
      "AMQ222183: Blocking message production on address 'orders'; size is currently: 104,857,652 bytes; max-size-bytes: 104,857,600",
    nearMiss: "AMQ221046: Unblocking message production on address 'orders'; size is currently: 12 bytes",
    meaning: 'holds more messages than an address may, and blocks who publishes',
    cause: 'message_broker_alarm',
    blamed: 'database',
    strength: 0.85,
    engine: 'artemis',
    anyLevel: true,
  },
  {
    id: 'activemq-full',
    pattern: String.raw`(?:Usage Manager |Usage\()[^\n]{0,160}(?:Memory Limit reached|Store is Full|Temp Store is Full)[^\n]{0,160}|Persistent store is Full, \d+% of \d+|Producer [^\n]{0,160}stopped to prevent (?:flooding|filling)|throttl\w+ producers?[^\n]{0,60}(?:memory|store) (?:limit|usage)`,
    example:
      'INFO | Usage(default:memory:queue://orders:memory) percentUsage=99%, usage=70254592: Usage Manager Memory Limit reached. Producer (ID:cart-1:1) stopped to prevent flooding queue://orders.',
    nearMiss: 'INFO | Usage(default:store) percentUsage=12%: 1073741824 bytes left',
    meaning: 'has no room left for messages, and blocks who publishes',
    cause: 'message_broker_alarm',
    blamed: 'database',
    strength: 0.85,
    engine: 'activemq',
    anyLevel: true,
  },
  {
    id: 'rocketmq-disk',
    pattern: String.raw`service not available now,? maybe disk full|the broker's disk is full \[|physic disk maybe full soon`,
    example:
      'MQBrokerException: CODE: 14  DESC: service not available now, maybe disk full, CL:  0.95 CQ:  0.95 INDEX:  0.95, maybe your broker machine memory too small.',
    nearMiss: 'physic disk space OK 0.41, so mark disk ok',
    meaning: 'has too little disk space and takes no messages',
    cause: 'message_broker_alarm',
    blamed: 'database',
    strength: 0.85,
    engine: 'rocketmq',
    anyLevel: true,
  },
  {
    id: 'broker-backlog-full',
    pattern: String.raw`ProducerBlockedQuotaExceeded\w*|topic with backlog quota exceeded|503: (?:Spool Over Quota|Max Num Messages Exceeded)`,
    example:
      'PulsarClientException$ProducerBlockedQuotaExceededException: Cannot create producer on topic with backlog quota exceeded',
    nearMiss: 'backlog quota of persistent://public/default/orders set to 10 GB',
    meaning: 'holds as many unread messages as it may, and takes no more',
    cause: 'queue_backlog',
    blamed: 'database',
    strength: 0.8,
  },
  {
    // IBM MQ's manual, "API completion and reason codes": 2053 (RC2053), MQRC_Q_FULL.
    id: 'mq-queue-full',
    pattern: String.raw`MQRC_Q_FULL|\bMQRC=?'? ?2053\b|reason (?:code )?'?2053'?`,
    example: "MQJE001: Completion Code '2', Reason '2053'.",
    nearMiss: "MQJE001: Completion Code '2', Reason '2033'.",
    meaning: 'holds as many unread messages as it may, and takes no more',
    cause: 'queue_backlog',
    blamed: 'database',
    strength: 0.8,
    engine: 'ibmmq',
  },
];
