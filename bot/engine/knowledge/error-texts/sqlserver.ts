import type { ErrorText } from './error-text.ts';

/**
 * What a log is kept for and somebody has to see to: the values of `log_reuse_wait_desc` that pass by themselves are not
 * among them (SQL Server's manual, "Troubleshoot a full transaction log").
 */
const KEEPS_LOG =
  'LOG_BACKUP|ACTIVE_BACKUP_OR_RESTORE|ACTIVE_TRANSACTION|DATABASE_MIRRORING|REPLICATION|AVAILABILITY_REPLICA';

/** What SQL Server and its clients print. Source: its error reference. */
export const SQLSERVER: readonly ErrorText[] = [
  {
    id: 'sqlserver-login',
    pattern: String.raw`Login failed for user '(?P<user>[^']*)'|Cannot open database "[^"]+" requested by the login`,
    example: "Login failed for user 'shop'. Reason: Password did not match that for the login provided.",
    nearMiss: "Login succeeded for user 'shop'. Connection made using SQL Server authentication.",
    meaning: 'is refused by its database with the credentials it uses',
    cause: 'database_credentials_invalid',
    blamed: 'client',
    strength: 0.85,
    recurs: 2,
  },
  {
    id: 'sqlserver-deadlock',
    pattern: String.raw`was deadlocked on [\w |]{1,60} resources with another process`,
    example:
      'Transaction (Process ID 61) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
    nearMiss: 'SET DEADLOCK_PRIORITY LOW',
    meaning: 'has transactions that lock one another',
    cause: 'lock_contention',
    blamed: 'database',
    strength: 0.65,
    recurs: 5,
  },
  {
    // Written for each statement that waits longer than `blocked process threshold`.
    id: 'sqlserver-blocked',
    pattern: String.raw`<blocked-process-report\b|\bblocked[ _]process[ _]report\b`,
    example:
      '<blocked-process-report monitorLoop="17432"><blocked-process><process id="process2f6a3c8" waitresource="OBJECT: 6:1093578934:0" waittime="21017" lockMode="IX" status="suspended">',
    nearMiss:
      "Configuration option 'blocked process threshold (s)' changed from 0 to 5. Run the RECONFIGURE statement to install.",
    meaning: 'has statements that wait for locks which others hold',
    cause: 'lock_contention',
    blamed: 'database',
    strength: 0.85,
    recurs: 3,
    // What is written to ERRORLOG bears no level.
    anyLevel: true,
  },
  {
    id: 'sqlserver-lock-timeout',
    pattern: 'Lock request time out period exceeded',
    example: 'Lock request time out period exceeded.',
    nearMiss: 'SET LOCK_TIMEOUT 1800',
    meaning: 'waits for locks that others hold',
    cause: 'lock_contention',
    blamed: 'database',
    strength: 0.7,
    recurs: 2,
  },
  {
    id: 'sqlserver-log-kept',
    pattern: String.raw`The transaction log for database '[^']+' is full due to '(?:${KEEPS_LOG})'`,
    example: "The transaction log for database 'shop' is full due to 'LOG_BACKUP'.",
    nearMiss: "The transaction log for database 'shop' is full due to 'NOTHING'.",
    meaning: 'has a full transaction log, which it may not use again yet',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.9,
    anyLevel: true,
    exact: true,
  },
  {
    id: 'sqlserver-space',
    pattern: String.raw`The transaction log for database '[^']+' is full|Could not allocate space for object '[^']+'`,
    unless: String.raw`is full due to '(?:${KEEPS_LOG})'`,
    example: "The transaction log for database 'shop' is full due to 'NOTHING'.",
    nearMiss: "Recovery of database 'shop' (5) is 12% complete",
    meaning: 'has no space left for its data or log',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.9,
    // Its own log has no levels.
    anyLevel: true,
  },
  {
    id: 'sqlserver-slow',
    pattern: String.raw`Execution Timeout Expired\.`,
    example:
      'Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.',
    nearMiss: 'Command Timeout=30',
    meaning: 'runs queries that take too long',
    cause: 'slow_query',
    blamed: 'database',
    strength: 0.6,
    recurs: 3,
  },
];
