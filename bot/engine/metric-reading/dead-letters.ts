/**
 * What a queue of dead letters is called: SQS, Kafka and Spring ("dlq", "dlt", "dead-letter"), MassTransit ("_error",
 * "_skipped"), NServiceBus ("error", "audit" is none), RabbitMQ's parking lots.
 */
const DEAD_LETTERS =
  /(?:^|[-_.:/])(?:dl[qtx]|dead[-_.]?letters?|poison|parking[-_.]?lot|undeliverable)(?:$|[-_.:/])|_(?:error|skipped)$|^error$/;
const CAMEL = /(?:DLQ|DLT|DeadLetter(?:Queue)?|\$DeadLetterQueue)$/;

/** Labels that name a queue, a topic or a subscription to one. */
const NAMES = /(?:^|_)(?:queue(?:_?name)?|topic(?:_id)?|subscription(?:_id|_name)?|entity_?name)$/;

/**
 * Whether a series is about messages that were set aside: they wait for a person and not for a consumer, so that their
 * number and age are no backlog, however large (AWS: "Using dead-letter queues in Amazon SQS").
 */
export function isOfDeadLetters(labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).some(
    ([label, value]) =>
      NAMES.test(label.toLowerCase()) && (DEAD_LETTERS.test(value.toLowerCase()) || CAMEL.test(value)),
  );
}
