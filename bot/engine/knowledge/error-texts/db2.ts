import type { ErrorText } from './error-text.ts';

/**
 * What Db2, its JDBC driver and its command line say of logins. Source: Db2's message reference (SQL30082N) and the error
 * codes of the IBM Data Server Driver for JDBC (-4214).
 */
export const DB2: readonly ErrorText[] = [
  {
    id: 'db2-password-expired',
    pattern: String.raw`Connection authorization failure occurred\. +Reason: Password expired|Security processing failed with reason "1"|SQL30082N[^\n]{0,80}PASSWORD EXPIRED`,
    example:
      'com.ibm.db2.jcc.am.SqlInvalidAuthorizationSpecException: [jcc][t4][2013][11249][4.26.14] Connection authorization failure occurred.  Reason: Password expired. ERRORCODE=-4214, SQLSTATE=28000',
    nearMiss:
      '[jcc][t4][2013][11249][4.26.14] Connection authorization failure occurred.  Reason: Security mechanism not supported. ERRORCODE=-4214, SQLSTATE=28000',
    meaning: 'uses a database password that has expired',
    cause: 'credentials_expired',
    blamed: 'client',
    strength: 0.9,
  },
  {
    id: 'db2-login',
    pattern: String.raw`Connection authorization failure occurred\. +Reason: (?:User ID or Password invalid|User ID revoked|Password invalid|User ID invalid)|Security processing failed with reason "(?:2|6|7|24)"`,
    example:
      '[jcc][t4][2013][11249][4.26.14] Connection authorization failure occurred.  Reason: User ID or Password invalid. ERRORCODE=-4214, SQLSTATE=28000',
    nearMiss:
      '[jcc][t4][2043][11550][4.26.14] Exception java.net.ConnectException: Error opening socket to server on port 50,000. ERRORCODE=-4499, SQLSTATE=08001',
    meaning: 'is refused by its database with the credentials it uses',
    cause: 'database_credentials_invalid',
    blamed: 'client',
    strength: 0.85,
  },
];
