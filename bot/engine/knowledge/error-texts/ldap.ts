import type { ErrorText } from './error-text.ts';

/**
 * What clients of a directory print when it refuses their bind. Source: RFC 4511 (result code 49, `invalidCredentials`),
 * Postfix's dict_ldap.c, nss-pam-ldapd's myldap.c, Dovecot's db-ldap.c, FreeRADIUS's rlm_ldap, go-ldap, JNDI's LdapCtx,
 * python-ldap, ldap3, ldapjs, PHP's ldap extension; Active Directory's `data` codes (winerror.h, in hexadecimal).
 */
export const LDAP: readonly ErrorText[] = [
  {
    // Lookup tables and name services bind as themselves: no person's password is in this.
    id: 'ldap-own-bind',
    pattern: String.raw`Unable to bind to server (?:ldapi?s?://)?(?P<callee>[\w.-]+)\S* [^\n]{0,200}: 49 \(Invalid credentials\)|failed to bind to LDAP server [^\n]{0,200} Invalid credentials|LDAP[^\n]{0,80}: binding failed \(dn [^\n]{0,200}\): Invalid credentials|rlm_ldap[^\n]{0,80}: Bind (?:as admin|credentials incorrect)[^\n]{0,120}Invalid credentials`,
    example:
      'postfix/trivial-rewrite[812]: warning: dict_ldap_connect: Unable to bind to server ldap://ldap.shop.test:389 with dn cn=maps,dc=shop,dc=test: 49 (Invalid credentials)',
    nearMiss:
      "postfix/trivial-rewrite[812]: warning: dict_ldap_connect: Unable to bind to server ldap://ldap.shop.test:389 with dn cn=maps,dc=shop,dc=test: -1 (Can't contact LDAP server)",
    meaning: 'is refused by its directory with the password it uses',
    cause: 'database_credentials_invalid',
    blamed: 'writer',
    strength: 0.85,
    recurs: 2,
    anyLevel: true,
  },
  {
    // AcceptSecurityContext: 532 password expired, 701 account expired, 773 must be changed first.
    id: 'ldap-account-expired',
    pattern: String.raw`AcceptSecurityContext error, data (?:532|701|773)\b`,
    example:
      'javax.naming.AuthenticationException: [LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data 532, v2580]',
    nearMiss:
      'javax.naming.AuthenticationException: [LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data 52e, v2580]',
    meaning: 'binds to its directory with a password that has expired, or lets people who have one log in',
    cause: 'credentials_expired',
    blamed: 'writer',
    hint: true,
    whenMost: 'binds to its directory with a password or account that has expired',
    fresh: true,
    recurs: 5,
    anyLevel: true,
  },
  {
    // The same words follow a person's slip: only that they begin and go on is a lead.
    id: 'ldap-bind-refused',
    pattern: String.raw`LDAP: error code 49\b|LDAP Result Code 49\b|ldap_(?:simple_|sasl_)?(?:interactive_)?bind(?:_s)?(?:\(\))?: (?:Unable to bind to server: )?Invalid credentials|ldap\.INVALID_CREDENTIALS|LDAPInvalidCredentialsResult|automatic bind not successful - invalidCredentials|AcceptSecurityContext error, data (?:52e|533|775)\b|Bind result: Invalid credentials ?\(49\)`,
    unless: String.raw`AcceptSecurityContext error, data (?:532|701|773)\b|binding failed \(dn `,
    example: 'level=error msg="cannot search groups" error="LDAP Result Code 49 \\"Invalid Credentials\\": "',
    nearMiss: 'level=error msg="cannot search groups" error="LDAP Result Code 32 \\"No Such Object\\": "',
    meaning: 'is refused by its directory with the password it uses',
    cause: 'database_credentials_invalid',
    blamed: 'writer',
    hint: true,
    whenMost: 'is refused by its directory with the password it uses for all of its requests',
    fresh: true,
    recurs: 5,
    anyLevel: true,
  },
  {
    // OpenLDAP's servers/slapd/main.c: the last that it writes before it ends without having listened.
    id: 'slapd-start',
    pattern: String.raw`main: TLS init def ctx failed: -?\d+|slapd\S* .{0,20}bad configuration (?:file|directory)`,
    example: 'slapd[412]: main: TLS init def ctx failed: -1',
    nearMiss: 'slapd[412]: conn=1007 fd=14 closed (TLS negotiation failure)',
    meaning: 'does not start with the configuration that it has',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    strength: 0.8,
    prevents: true,
    anyLevel: true,
  },
];
