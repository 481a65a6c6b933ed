/** Merges that come after Redis was lost or set back, of links from before: nobody is notified twice. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { clicksAndLeaves } from '../../../test/support/programme.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits, partitionOf, profileIdOf } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';

const partitions = 3;
const programmes = clicksAndLeaves();
const [address, user] = ['e:ada@shop.example', 'u:ada'];

function begin() {
  const settings = { programmes, partitions, latenessMs: limits.dayMs, hasPast: true };
  const installation = new SimulatedInstallation(settings, Date.UTC(2026, 2, 2, 12));
  let sent = 0;
  const send = (key: string, ...events: string[]) => {
    for (const event of events) {
      installation.nowMs += limits.secondMs;
      const messageId = `event ${sent++}`;
      const given = scovilleEvent({ messageId, atMs: installation.nowMs, type: 'track', event });
      installation.accept({ ...given, traits: {} }, key);
    }
  };
  const stepOnly = (key: string) => {
    while (installation.step(partitionOf(profileIdOf(key), partitions), 100));
  };
  const goOn = () => {
    installation.nowMs += limits.minuteMs;
    installation.runOut();
    installation.apply();
  };
  return { installation, send, stepOnly, goOn };
}

const named = ({ profile, episode, begunAs, from, to }: TierUpdate) => {
  const name = begunAs ?? { profile, episode };
  return `${name.profile === profileIdOf(address) ? 'address' : 'user'} ${name.episode}: ${from} to ${to}`;
};

/** The address gets hot, becomes part of the user; that one falls, and has an episode of its own. Returns Redis as the merge was on its way. */
function untilTheEpisodeOfTheUser({ installation, send, stepOnly, goOn }: ReturnType<typeof begin>) {
  send(address, 'Clicked', 'Clicked', 'Clicked');
  goOn();
  installation.link(address, user);
  stepOnly(address);
  const setBack = installation.snapshot();
  goOn();
  send(user, 'Left', 'Left', 'Left');
  goOn();
  send(user, 'Clicked');
  goOn();
  return setBack;
}

describe('a merge whose heir has gone on since', () => {
  test.each(['emptied', 'set back to when the merge was on its way'])('Redis is %s', (kind) => {
    const given = begin();
    const { installation, send, goOn } = given;
    const setBack = untilTheEpisodeOfTheUser(given);
    const before = installation.records.map(named);
    expect(before.at(-1)).toBe('user 2: 0 to 1');
    installation.lose(kind === 'emptied' ? null : setBack);
    goOn();
    expect(installation.stateOf(user)?.tierStates).toMatchObject([{ tier: 1, begunAs: null }]);
    const moves = () =>
      installation.records
        .slice(before.length)
        .filter(({ from, to }) => from !== to)
        .map(named);
    expect(moves()).toEqual([]);
    send(user, 'Clicked', 'Clicked');
    goOn();
    expect(moves()).toEqual(['user 2: 1 to 2']);
  });
});

test('a merge that its heir had not taken before the loss gives it the tier and the episode', () => {
  const { installation, send, stepOnly, goOn } = begin();
  send(user, 'Clicked');
  goOn();
  send(address, 'Clicked', 'Clicked', 'Clicked');
  goOn();
  const before = installation.records.length;
  installation.link(address, user);
  stepOnly(address);
  installation.lose(installation.snapshot());
  goOn();
  expect(installation.stateOf(user)?.tierStates).toMatchObject([
    { tier: 2, begunAs: { profile: profileIdOf(address), episode: 1 } },
  ]);
  const moves = installation.records.slice(before).filter(({ from, to }) => from !== to);
  expect(moves).toEqual([]);
});
