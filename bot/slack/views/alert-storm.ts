import { type AlertGroup, countOf, firingSubjects, type StormArea, thingsInWords } from '../../domain/alert-group.ts';
import { joined, type Mrkdwn, moment, mrkdwn } from './mrkdwn.ts';

const AREAS: Readonly<Record<StormArea['by'], string>> = {
  calls: 'call or are',
  node: 'on node',
  zone: 'in zone',
  group: 'in the group',
  namespace: 'in namespace',
  cluster: 'in cluster',
  region: 'in region',
  name: 'with the alert',
  rest: 'elsewhere',
};

/** How many alerts fire of how many things, for a title. */
export function stormTitle(group: AlertGroup): string {
  const { total, firing } = countOf(group);
  const all = `${figure(total)} alerts ${thingsInWords(group.subjects)}`;
  if (firing === 0) return `Alert storm over: ${all}, all resolved`;
  const still = firing === total ? `${all} fire` : `${figure(firing)} of ${all} fire still`;
  return `Alert storm: ${still}`;
}

/** Where they fire and how many, the largest part first. */
export function stormLines(group: AlertGroup): Mrkdwn {
  const { storm } = group;
  const lines = (storm?.areas ?? []).map(({ by, what, subjects, firing }) =>
    joined(
      [
        mrkdwn`• *${figure(subjects)}* ${AREAS[by]}`,
        ...(what === '' ? [] : [mrkdwn`\`${what.slice(0, 120)}\``]),
        mrkdwn`(${figure(firing)} ${firing === 1 ? 'alert' : 'alerts'})`,
      ],
      ' ',
    ),
  );
  const calm =
    storm?.calmAt === undefined
      ? mrkdwn`_I tell what begins meanwhile here, and not one by one. What they share is where to look; it need not be the cause._`
      : mrkdwn`_Nothing new since ${moment(storm.joinedAt)}; further alerts open threads of their own again._`;
  return joined(firingSubjects(group) === 0 ? lines : [...lines, calm], '\n');
}

const figure = (count: number): string => count.toLocaleString('en-US');
