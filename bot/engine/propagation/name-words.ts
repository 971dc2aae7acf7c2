/** Words of names that say nothing of what is called so. */
const PLAIN = /^(?:svc|service|app|the|prod|production|staging|dev|v?\d+)$/;
/** What is left of a word without its ending: `confirmations` and `confirm`, `images` and `image`. */
const STEM = /^([a-z\d]{4,}?)(?:ations?|ions?|ings?|ers?|ors?|ed|e?s|e)?$/;

/** The words of a service's or queue's name that tell what it is for: `OrdersQueue`, `order-svc`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '' && !PLAIN.test(word));
}

export function stemOf(word: string): string {
  return STEM.exec(word)?.[1] ?? word;
}

/** What stores and programs are called beside what they hold. */
const STORE =
  /^(?:db|database|postgres\w*|pg\w*|timescale|ts|mysql|maria\w*|sql\w*|mssql|mongo\w*|redis|valkey|cache|memcached|cassandra|cockroach\w*|elastic\w*|opensearch|store|storage|data|primary|replica|master|main|cluster|leader)$/;
const PROGRAM = /^(?:api|server|srv|web|backend|core|rest|grpc|http|processor|worker)$/;

/** Whether a word of a name says that a store is meant. */
export function isOfStore(word: string): boolean {
  return STORE.test(word);
}

/** What message brokers are called. */
const BROKER = /^(?:kafka|redpanda|rabbit\w*|nats|activemq|artemis|pulsar|mosquitto|mqtt|mq|broker)$/;

/** Whether a name says that a message broker is meant. */
export function isBrokerName(name: string): boolean {
  return wordsOf(name).some((word) => BROKER.test(word));
}

/**
 * The programs that a store is named after: `tracking-api` of `tracking-db`. Each service with a database of its own is how
 * such systems are cut (Richardson, "Database per service").
 */
export function namedLike(store: string, programs: readonly string[]): readonly string[] {
  const held = wordsOf(store).filter((word) => !STORE.test(word));
  if (held.length === 0) return [];
  const key = (words: readonly string[]) => [...new Set(words.map(stemOf))].sort().join(' ');
  const wanted = key(held);
  return programs.filter((program) => key(wordsOf(program).filter((word) => !PROGRAM.test(word))) === wanted);
}
