import type { ErrorText } from './error-text.ts';

/**
 * What Kafka, ZooKeeper and Kafka's clients print. Source: Kafka's Errors.java, LogDirFailureChannel, ConsumerCoordinator and
 * GroupMetadataManager; librdkafka; kafka-python's coordinator and errors; Sarama's errors.go; KafkaJS's protocol errors.
 */
export const KAFKA: readonly ErrorText[] = [
  {
    id: 'kafka-log-dirs-failed',
    pattern: String.raw`Shutdown broker because (?:all log dirs in|none of the specified log dirs)|Stopping serving (?:logs|replicas) in dir|Disk error when trying to access log file on the disk`,
    example: 'ERROR Shutdown broker because all log dirs in /var/lib/kafka have failed (kafka.log.LogManager)',
    nearMiss: 'INFO Loading logs from log dirs ArraySeq(/var/lib/kafka) (kafka.log.LogManager)',
    meaning: 'cannot write to its disk any more',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.65,
    anyLevel: true,
  },
  {
    id: 'kafka-disk-full',
    pattern: String.raw`Error while (?:appending records to|writing to checkpoint file|flushing log for|rolling log segment for)[\s\S]{0,600}No space left on device|KafkaStorageException:[\s\S]{0,600}No space left on device`,
    example:
      'ERROR Error while appending records to orders-3 in dir /var/lib/kafka (org.apache.kafka.storage.internals.log.LogDirFailureChannel)\njava.io.IOException: No space left on device',
    nearMiss:
      'ERROR Error while appending records to orders-3 in dir /var/lib/kafka\njava.io.IOException: Input/output error',
    meaning: 'has no space left on its disk',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.9,
    anyLevel: true,
  },
  {
    id: 'kafka-commit-failed',
    pattern: String.raw`CommitFailedE(?:xception|rror)|commit cannot be completed since the (?:consumer is not part of an active group|(?:consumer )?group has already rebalanced)|Heartbeat poll expired, leaving group|consumer poll timeout has expired|Application maximum poll interval \(\d+ms\) exceeded|MAXPOLL`,
    example:
      'org.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment',
    nearMiss: 'max.poll.interval.ms = 300000',
    meaning: 'takes so long over what it reads that its group is shared out anew',
    cause: 'consumer_rebalance_loop',
    blamed: 'writer',
    strength: 0.8,
    recurs: 2,
    anyLevel: true,
  },
  {
    id: 'kafka-rebalancing',
    // The broker shares out; the group that it names is of its consumers, whose delay makes it do so.
    pattern: String.raw`(?:Preparing to rebalance group |\[GroupId )(?P<client>[^\]\s]+)(?: in state |\] Member \S+ fenced from the group because )|Heartbeat failed for group \S+ because it is rebalancing|The group is rebalancing, so a rejoin is needed|rebalance for the group is in progress|Attempt to heartbeat failed since group is rebalancing|Request joining group due to: (?:group is already rebalancing|consumer pro-actively leaving)`,
    example:
      '[GroupCoordinator 1]: Preparing to rebalance group billing in state PreparingRebalance with old generation 812 (__consumer_offsets-4)',
    nearMiss: '[GroupCoordinator 1]: Stabilized group billing generation 813 (__consumer_offsets-4) with 3 members',
    meaning: 'has a consumer group that is shared out again and again',
    cause: 'consumer_rebalance_loop',
    blamed: 'client',
    strength: 0.6,
    recurs: 10,
    anyLevel: true,
  },
  {
    id: 'kafka-leader-away',
    pattern: String.raw`NOT_LEADER_OR_FOLLOWER|NotLeaderOrFollowerException|LEADER_NOT_AVAILABLE|LeaderNotAvailableException|NotLeaderForPartition|Broker: Not leader for partition`,
    example:
      'WARN [Producer clientId=shop] Got error produce response with correlation id 41 on topic-partition orders-0, retrying. Error: NOT_LEADER_OR_FOLLOWER',
    nearMiss: 'INFO [Controller id=0] Partition orders-0 has leader 2',
    meaning: 'has partitions whose leader is away or has moved',
    cause: 'database_failover',
    blamed: 'database',
    strength: 0.55,
    recurs: 5,
  },
  {
    id: 'kafka-too-few-replicas',
    pattern: String.raw`NotEnoughReplicas(?:AfterAppend)?Exception|NOT_ENOUGH_REPLICAS|fewer in-sync replicas than required|The size of the current ISR [^\n]{0,40} is insufficient to satisfy the min\.isr requirement`,
    example:
      'org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.',
    nearMiss: 'min.insync.replicas = 2',
    meaning: 'has too few replicas in step to take writes',
    cause: 'replication_lag',
    blamed: 'database',
    recurs: 3,
    anyLevel: true,
  },
  {
    id: 'kafka-credentials',
    pattern: String.raw`SaslAuthenticationException|Authentication failed during authentication due to invalid credentials|SASL authentication error: |Topic authorization failed|TopicAuthorizationException|GroupAuthorizationException|Not authorized to access (?:topics|group)`,
    example:
      'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
    nearMiss: 'sasl.mechanism = SCRAM-SHA-512',
    meaning: 'is refused by the broker with the credentials it uses',
    cause: 'database_credentials_invalid',
    blamed: 'client',
    strength: 0.85,
    recurs: 2,
  },
  {
    id: 'kafka-poison',
    pattern: String.raw`RecordDeserializationException|Error deserializing (?:key/value|key|value|KEY|VALUE) for partition|SerializationException: (?:Can't deserialize|Error deserializing|Unknown magic byte)|DeserializationExceptionHandler|Failed to deserialize (?:key|value) for record|Failed to deserialize consumer record ConsumerRecord\(`,
    example:
      'org.apache.kafka.common.errors.RecordDeserializationException: Error deserializing VALUE for partition orders-0 at offset 8123. If needed, please seek past the record to continue consumption.',
    nearMiss: 'value.deserializer = class org.apache.kafka.common.serialization.StringDeserializer',
    meaning: 'stumbles over a message that it cannot read',
    cause: 'poison_message',
    blamed: 'writer',
    strength: 0.85,
    recurs: 2,
    // Flink's JobManager writes it below the line that a task failed, at level INFO.
    anyLevel: true,
  },
  {
    // Kafka Connect, RetryWithToleranceOperator: with `errors.tolerance=none` the task is killed and not started again.
    id: 'kafka-connect-poison',
    pattern: String.raw`Tolerance exceeded in error handler|Converting byte\[\] to Kafka Connect data failed due to serialization error`,
    example: 'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler',
    nearMiss: 'errors.tolerance = none (org.apache.kafka.connect.runtime.SinkConnectorConfig)',
    meaning: 'ends its task at a record that it cannot convert',
    cause: 'poison_message',
    blamed: 'writer',
    strength: 0.85,
    lasting: true,
  },
  {
    id: 'kafka-message-too-large',
    pattern: String.raw`RecordTooLargeException|MESSAGE_TOO_LARGE|Broker: Message size too large`,
    example:
      'org.apache.kafka.common.errors.RecordTooLargeException: The message is 1573201 bytes when serialized which is larger than 1048576, which is the value of the max.request.size configuration.',
    nearMiss: 'max.message.bytes = 1048588',
    meaning: 'sends a message that is larger than the broker takes',
    cause: 'poison_message',
    blamed: 'writer',
    strength: 0.7,
    // Of topics, of brokers and of producers (Kafka's documentation, "Topic Configs", "Broker Configs", "Producer Configs").
    settings: ['max.message.bytes', 'message.max.bytes', 'max.request.size'],
  },
  {
    id: 'kafka-no-broker',
    pattern: String.raw`could not be established\. (?:Broker|Node) may not be available|Bootstrap broker \S+ \(id: -?\d+ rack: \S+\) disconnected|\d+/\d+ brokers are down`,
    example:
      'WARN [Producer clientId=shop] Connection to node 1 (kafka/10.96.0.9:9092) could not be established. Broker may not be available.',
    nearMiss: 'INFO [Producer clientId=shop] Node 1 disconnected.',
    meaning: 'does not answer',
    cause: 'dependency_unavailable',
    blamed: 'peer',
    hint: true,
    recurs: 5,
  },
  {
    id: 'kafka-records-expire',
    pattern: String.raw`Expiring \d+ record\(s\) for \S+?:\s?\d+ ms has passed since batch creation|Local: Message timed out`,
    example:
      'org.apache.kafka.common.errors.TimeoutException: Expiring 12 record(s) for orders-2:120001 ms has passed since batch creation',
    nearMiss: 'delivery.timeout.ms = 120000',
    meaning: 'does not take messages in time',
    cause: 'dependency_unavailable',
    blamed: 'database',
    hint: true,
    recurs: 3,
  },
  {
    id: 'kafka-cluster-id',
    pattern: String.raw`InconsistentClusterIdException|doesn't match stored clusterId`,
    example:
      "kafka.common.InconsistentClusterIdException: The Cluster ID b8Yx doesn't match stored clusterId Some(u7Za) in meta.properties.",
    nearMiss: 'INFO Cluster ID = b8Yx (kafka.server.KafkaServer)',
    meaning: 'finds the data of another cluster',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    strength: 0.8,
    prevents: true,
    anyLevel: true,
  },
  {
    id: 'spring-kafka-gave-up',
    pattern: String.raw`\bBackoff \w*BackOff(?:Execution)?[\[{][^\]}\n]{0,160}[\]}] exhausted for `,
    example: 'Backoff FixedBackOffExecution[interval=100, currentAttempts=3, maxAttempts=2] exhausted for orders-0@42',
    nearMiss: 'Backoff policy configured: FixedBackOff{interval=0, currentAttempts=0, maxAttempts=9}',
    meaning: 'gives up on messages that fail each time they are tried',
    cause: 'poison_message',
    blamed: 'writer',
    hint: true,
    recurs: 2,
  },
];
