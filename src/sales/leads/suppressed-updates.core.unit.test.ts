/** What a withdrawal notifies of: one alert for each piece of work, and the last post of each ladder. */
import { describe, expect, test } from 'vitest';
import { standing, usualActions } from '../../../test/sales/records.ts';
import type { PlannedAlert } from './open-work.core.ts';
import { planned } from './open-work.core.ts';
import { releasedAt } from './quarantine.core.ts';
import { condensed, withLastPosts } from './suppressed-updates.core.ts';

const alert = (type: PlannedAlert['type'], score: number, lead: string | null = 'ld_1'): PlannedAlert => ({
  ...planned(standing({ score }), type, null, null),
  lead,
});

describe('alerts of one withdrawal', () => {
  test('of a lead that was opened and heated: that it is open, as hot as it is now', () => {
    const all = [alert('lead.opened', 22), alert('lead.heated', 63), alert('lead.updated', 50)];
    expect(condensed(all)).toMatchObject([{ type: 'lead.opened', heat: { score: 50 } }]);
  });

  test('of a lead of before: the last that notifies', () => {
    const all = [alert('lead.heated', 63), alert('lead.cooled', 50), alert('lead.updated', 48)];
    expect(condensed(all)).toMatchObject([{ type: 'lead.cooled', heat: { score: 48 } }]);
  });

  test('one for each lead', () => {
    const all = [alert('lead.opened', 22), alert('lead.updated', 30, 'ld_2')];
    expect(condensed(all).map(({ lead }) => lead)).toEqual(['ld_1', 'ld_2']);
  });
});

test('of several posts of a ladder to one address the last is made', () => {
  const post = { do: 'webhook' as const, url: 'https://example.com' };
  const one = (programme: string) => ({ record: standing({ programme, actions: [{ do: 'alert' }, post] }) });
  const counts = withLastPosts([one('a'), one('b'), one('a')]).map(({ record }) => record.actions.length);
  expect(counts).toEqual([1, 2, 2]);
});

test('what would open work again has its deadline from the release too', () => {
  const record = standing({ from: 1, to: 1, atMs: 1_000, rearm: { by: 10, actions: usualActions(1_000) } });
  expect(releasedAt(record, 5_000).rearm?.actions).toEqual(usualActions(5_000));
});
