import type { ErrorText } from './error-text.ts';

/** What Oracle and its clients print. Source: its "Error Messages" and "Oracle Wait Events". */
export const ORACLE: readonly ErrorText[] = [
  {
    id: 'oracle-connections',
    pattern: String.raw`ORA-00020: maximum number of processes|ORA-00018: maximum number of sessions|ORA-12516|ORA-12519|ORA-12520`,
    example: 'ORA-00020: maximum number of processes (300) exceeded',
    nearMiss: 'ORA-12541: TNS:no listener',
    meaning: 'takes no more connections',
    cause: 'database_connection_exhausted',
    blamed: 'database',
    strength: 0.8,
  },
  {
    id: 'oracle-login',
    pattern: String.raw`ORA-01017: invalid username|ORA-28000: the account is locked|ORA-01045: user`,
    example: 'ORA-01017: invalid username/password; logon denied',
    nearMiss: 'ORA-01031: insufficient privileges',
    meaning: 'is refused by its database with the credentials it uses',
    cause: 'database_credentials_invalid',
    blamed: 'client',
    strength: 0.85,
  },
  {
    id: 'oracle-password-expired',
    pattern: String.raw`ORA-28001: the password has expired|ORA-28002: the password will expire within 0 days`,
    example: 'ORA-28001: the password has expired',
    nearMiss: 'ORA-28002: the password will expire within 7 days',
    meaning: 'uses a database password that has expired',
    cause: 'credentials_expired',
    blamed: 'client',
    strength: 0.9,
  },
  {
    id: 'oracle-space',
    pattern: String.raw`ORA-0165[3-5]: unable to extend|ORA-01688: unable to extend`,
    example: 'ORA-01653: unable to extend table SHOP.ORDERS by 8192 in tablespace USERS',
    nearMiss: 'ORA-00942: table or view does not exist',
    meaning: 'has no space left for its tables',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.9,
  },
  {
    // The recovery area holds archived logs, backups and flashback logs (Backup and Recovery User's Guide, "Maintaining the
    // Fast Recovery Area").
    id: 'oracle-recovery-area',
    pattern: String.raw`ORA-19809: limit exceeded for recovery files|ORA-19815: WARNING: db_recovery_file_dest_size of \d+ bytes is 100\.00% used`,
    example: 'ORA-19809: limit exceeded for recovery files',
    nearMiss:
      'ORA-19815: WARNING: db_recovery_file_dest_size of 4294967296 bytes is 85.10% used, and has 640000000 bytes left',
    meaning: 'has no space left in its recovery area',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.9,
  },
  {
    id: 'oracle-archiver',
    pattern: String.raw`ORA-00257: (?:archiver error|Archiver is unable)|ORA-16038: log \d+ sequence# ?\d+ cannot be archived`,
    example: 'ORA-00257: archiver error. Connect internal only, until freed.',
    nearMiss: 'ARC0: Archiving not possible: no free destinations is resolved',
    meaning: 'cannot archive its redo log and takes no more writes',
    cause: 'wal_archiving_failed',
    blamed: 'database',
    strength: 0.9,
  },
  {
    id: 'oracle-lock',
    pattern: String.raw`enq: T[MX] - (?:row lock )?contention|ORA-00060: deadlock detected|ORA-00054: resource busy|ORA-30006: resource busy|ORA-02049: timeout: distributed transaction waiting for lock|ORA-04020: deadlock detected|ORA-04021: timeout occurred while waiting to lock`,
    example: '12 sessions waiting on enq: TX - row lock contention, blocking session 2214',
    nearMiss: 'enq: CF - contention',
    meaning: 'has sessions that wait for locks which another session holds',
    cause: 'lock_contention',
    blamed: 'database',
    strength: 0.9,
    recurs: 3,
  },
];

/** What Db2, SAP HANA, Informix and Firebird print of locks. Source: their message references. */
export const COMMERCIAL_LOCKS: readonly ErrorText[] = [
  {
    id: 'db2-lock',
    pattern: String.raw`SQL0911N|SQL0913N|SQL911N|SQLCODE[=:] ?-91[13]\b|ADM550[12][WI]\b`,
    example: 'DB2 SQL Error: SQLCODE=-911, SQLSTATE=40001, SQLERRMC=68, DRIVER=4.26.14',
    nearMiss: 'DB2 SQL Error: SQLCODE=-204, SQLSTATE=42704, SQLERRMC=SHOP.ORDERS',
    meaning: 'ends transactions that wait for locks in vain',
    cause: 'lock_contention',
    blamed: 'database',
    strength: 0.75,
    recurs: 3,
    engine: 'db2',
  },
  {
    id: 'other-lock-wait',
    pattern: String.raw`transaction rolled back by lock wait timeout|transaction rolled back by detected deadlock|lock conflict on no wait transaction|lock time-out on wait transaction|Could not do a physical-order read to fetch next row[^
]{0,80}(?:-10[74]|ISAM error: *(?:record|key value) (?:is )?locked)`,
    example: 'SAP DBTech JDBC: [131]: transaction rolled back by lock wait timeout: Lock-wait timeout exceeded',
    nearMiss: 'SAP DBTech JDBC: [258]: insufficient privilege',
    meaning: 'ends transactions that wait for locks in vain',
    cause: 'lock_contention',
    blamed: 'database',
    strength: 0.75,
    recurs: 3,
  },
];
