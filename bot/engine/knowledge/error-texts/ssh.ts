import type { ErrorText } from './error-text.ts';

/** What both kinds of lines of a server look like: it writes of strangers who guess, and quotes what their clients say. */
const OF_SERVERS = String.raw`\bsshd\b|\[preauth\]`;

/**
 * What clients print that a server does not let in over SSH or SFTP. Source: OpenSSH's sshconnect2.c (the methods that are
 * left in brackets) and sshkey.c (`sshkey_cert_check_authority`), Paramiko's `AuthenticationException`, Go's x/crypto/ssh,
 * JSch, sshj, ssh2 of Node.js, SSH.NET, Net::SSH.
 */
export const SSH: readonly ErrorText[] = [
  {
    id: 'ssh-certificate-expired',
    pattern: String.raw`Certificate invalid: expired`,
    context: String.raw`ssh|sftp|\bscp\b|paramiko|publickey|authenticat`,
    unless: String.raw`${OF_SERVERS}|host key|authenticity of host`,
    example: 'asyncssh.misc.PermissionDenied: vault-backup@files.example: Certificate invalid: expired',
    nearMiss: 'ssh: Certificate invalid: expired Host key verification failed.',
    meaning: 'logs in over SSH with a certificate that has expired',
    cause: 'credentials_expired',
    blamed: 'writer',
    strength: 0.85,
    recurs: 2,
    anyLevel: true,
  },
  {
    id: 'ssh-login-refused',
    pattern: String.raw`Permission denied \((?:publickey|password|keyboard-interactive|hostbased|gssapi)|\bssh_exception\.(?:AuthenticationException|BadAuthenticationType)|unable to authenticate, attempted methods \[|JSchException: (?:USERAUTH|Auth) fail|All configured authentication methods failed|SshAuthenticationException: |Net::SSH::AuthenticationFailed|Exhausted available authentication methods`,
    unless: String.raw`${OF_SERVERS}|Authentication timeout`,
    example:
      'upload failed: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    nearMiss: 'sshd[812]: Received disconnect from 203.0.113.9: 3: com.jcraft.jsch.JSchException: Auth fail [preauth]',
    meaning: 'is refused by the SSH server with the key or password it uses',
    cause: 'credentials_expired',
    blamed: 'writer',
    strength: 0.8,
    fresh: true,
    recurs: 3,
    anyLevel: true,
  },
];
