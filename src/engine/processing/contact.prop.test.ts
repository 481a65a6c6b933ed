/** Work waits for somebody who can be contacted, and is opened once, in whatever order and batches a profile becomes known. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  happened,
  installation,
  Profile,
  rule,
  startMs,
  tiers,
  under,
} from '../../../test/support/decided-profile.ts';
import { runs } from '../../../test/support/law-runs.ts';
import type { JsonObject, ScovilleEvent } from '../../contract/language/language.ts';
import { emptyState } from '../scoring/scoring.ts';

const programmes = installation.programmes(`rules:\n${rule('a', 'A', 60)}${tiers(['hot', 50])}`);
const says = (traits: JsonObject, atMs: number): ScovilleEvent => ({
  ...happened('', atMs),
  ...{ type: 'identify', name: '', traits },
});

/** What comes, each by itself or together with others. */
const comings = {
  rise: () => [happened('A', startMs)],
  more: () => [happened('A', startMs + 1)],
  'no more than a name': () => [says({ name: 'Ada' }, startMs + 2)],
  'no address': () => [says({ email: 'at home' }, startMs + 3)],
  'an address': () => [says({ email: 'ada@shop.example' }, startMs + 4)],
  'a phone': () => [says({ phone: '+44 20 7946 0018' }, startMs + 5)],
};
type Coming = keyof typeof comings | 'a device';

const orders = fc
  .subarray<Coming>([...(Object.keys(comings) as Coming[]), 'a device'], { minLength: 1 })
  .chain((chosen) =>
    fc.record({
      order: fc.shuffledSubarray(chosen, { minLength: chosen.length }),
      together: fc.array(fc.boolean(), { minLength: chosen.length, maxLength: chosen.length }),
    }),
  );

test('each action is taken once where somebody hot can be contacted, and none where nobody can be', () => {
  fc.assert(
    fc.property(orders, ({ order, together }) => {
      const profile = new Profile(['u:x']);
      let batch: ScovilleEvent[] = [];
      order.forEach((coming, index) => {
        const options = under(programmes, startMs + 1_000 * (index + 1));
        if (coming === 'a device')
          profile.merge({ ...emptyState(), asOfMs: startMs, generation: 1 }, options);
        else batch.push(...comings[coming]());
        if (together[index] && index < order.length - 1) return;
        if (batch.length > 0) profile.events(batch, options);
        batch = [];
      });
      const taken = profile.records.flatMap(({ actions }) => actions.map((action) => action.do)).sort();
      const isHot = order.includes('rise') || order.includes('more');
      const isReachable = order.includes('an address') || order.includes('a phone');
      expect(taken).toEqual(isHot && isReachable ? ['alert', 'contact task', 'open lead'] : []);
    }),
    runs(300),
  );
});
