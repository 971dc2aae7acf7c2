import type { Scenario } from '../../core/model.ts';
import { post } from '../systems/all.ts';

/** Mail, of which there are only logs. */
export const ofPost: Scenario[] = [
  {
    key: 'untrusted-relay',
    system: post,
    report: 'no mail leaves the school, queue is growing',
    components: ['service/postfix'],
    causes: ['certificate_untrusted'],
    what: 'The relay has a certificate of a new authority that postfix does not know; all mail is put off.',
    quote: 'certificate verification failed for relay.school.example',
    effects: {},
    logs: [
      {
        in: 'postfix',
        every: 6,
        level: 'info',
        say: 'certificate verification failed for relay.school.example[198.51.100.7]:587: untrusted issuer /C=XX/O=School Trust/CN=School Root R2',
      },
      {
        in: 'postfix',
        every: 6,
        level: 'info',
        say: '{hex}: to=<parent{id}@mail.example>, relay=relay.school.example[198.51.100.7]:587, delay={id}, delays=0.1/0.01/0.5/0, dsn=4.7.5, status=deferred (Server certificate not trusted)',
      },
    ],
  },
  {
    key: 'no-watches',
    system: post,
    report: 'mails show up only after minutes, thunderbird does not notify',
    components: ['node/mx-1', 'service/dovecot'],
    causes: ['inotify_limit_reached'],
    what: 'Dovecot has used up its inotify instances, and no longer notices new mail.',
    quote: 'Inotify instance limit for user 5000',
    effects: {},
    logs: [
      {
        in: 'dovecot',
        every: 10,
        say: 'imap(pupil{id})<{n}><{hex}>: Warning: Inotify instance limit for user 5000 (UID vmail) exceeded, disabling. Increase /proc/sys/fs/inotify/max_user_instances',
      },
    ],
  },
  {
    key: 'scanner-killed',
    system: post,
    report: 'incoming mail was refused for half an hour (451), now ok',
    components: ['service/clamd', 'node/mx-1'],
    causes: ['oom_killed', 'node_memory_pressure'],
    what: 'clamd was killed for lack of memory while it loaded signatures; without it mail was put off, until it was started again.',
    quote: 'Out of memory: Killed process 712 \\(clamd\\)',
    elsewhere: true,
    effects: { clamd: { down: true } },
    logs: [
      {
        in: 'mx-1',
        after: -0.1,
        say: [
          'kernel: clamd invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
          'kernel: Out of memory: Killed process 712 (clamd) total-vm:2123412kB, anon-rss:1411204kB, file-rss:0kB, shmem-rss:0kB, UID:110',
          'systemd[1]: clamav-daemon.service: Main process exited, code=killed, status=9/KILL',
        ],
      },
      {
        in: 'rspamd',
        every: 8,
        say: '<{hex}>; lua; clamav.lua:129: clamav: failed to scan, maximum retransmits exceed: connect to 127.0.0.1:3310: Connection refused',
      },
      {
        in: 'postfix',
        every: 9,
        say: '{hex}: milter-reject: END-OF-MESSAGE from mail.example[{ip}]: 4.7.1 Try again later; from=<a{id}@mail.example> to=<teacher{id}@school.example> proto=ESMTP',
      },
      { in: 'mx-1', after: 28, say: ['systemd[1]: Started clamav-daemon.service - Clam AntiVirus userspace daemon.'] },
    ],
  },
];
