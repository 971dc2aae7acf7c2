import { expect, test } from '@jest/globals';
import { complaintOf } from '../../../../bot/engine/rank/complaint.ts';

test.each<[string, string[]]>([
  ['something is wrong', []],
  ['what is wrong with checkout?', []],
  ['people see wrong prices', ['errors']],
  ['login is slow today', ['latency']],
  ['login fails', ['errors', 'expiry']],
  ['slow, is a certificate about to end?', ['latency', 'expiry']],
  ['checkout fails', ['errors']],
  ['pages are slow', ['latency']],
  ['the dashboard shows old numbers', ['late']],
  ['customers do not get their mails', ['late']],
  ['pictures stay "processing"', ['late']],
  ['Auswertungen zeigen alte Daten', ['late']],
  ['scans appear hours later, normally it takes seconds', ['late']],
  ['die Bons kommen Stunden später', ['late']],
  ['scans take hours to appear', ['late']],
  ['exports need two days', ['late']],
  ['die Belege brauchen Stunden', ['late']],
  ['les factures mettent des heures à arriver', ['late']],
  ['login takes forever for hours', ['latency']],
  ['takes 3 s instead of 1 s', []],
  ['les tickets arrivent une heure plus tard', ['late']],
  ['an old version is still deployed', ['rollout']],
  ['the list is slow since the release of noon, is it the release?', ['latency']],
  ['random slow requests, no deploys', ['latency']],
  ['seit dem Deploy langsam', ['latency']],
  ['orders fail and the release of parcel hangs', ['latency', 'errors', 'rollout']],
  ['is it well since the release?', ['rollout']],
  ['the Kafka lag alert flapped, is something broken?', ['errors', 'late']],
  ['the pods are flapping', ['restarts']],
  ['the game lags', ['latency']],
  ['pods of checkout stay pending', ['rollout']],
  ['orders stay pending', ['late', 'rollout']],
])('%j is of %j', (question, kinds) => {
  expect([...complaintOf(question)]).toEqual(kinds);
});
