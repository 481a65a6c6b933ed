/** A move on the revision that was seen: what somebody else did to the stage refuses it, what they did to the rest does not. */
import { expect, test } from 'vitest';
import { ScovilleError } from '../../../../clients/typescript/client.js';
import { moveFrom, outdated, type Seen } from './move-seen.ts';

const refusal = (status: number) => new ScovilleError(new Response(null, { status }), null);

/** A record that takes a move on its present revision alone. */
const recordAt = (present: Seen, status = 412) => {
  const sent: number[] = [];
  return {
    sent,
    read: async () => present,
    send: async (revision: number) => {
      sent.push(revision);
      if (revision !== present.revision) throw refusal(status);
      return 'moved';
    },
  };
};

test('is sent on the revision that was seen', async () => {
  const record = recordAt({ stage: 'Talk', revision: 3 });
  expect([await moveFrom({ stage: 'Talk', revision: 3 }, record), record.sent]).toEqual(['moved', [3]]);
});

test('is sent again where another change left the stage alone', async () => {
  const record = recordAt({ stage: 'Talk', revision: 4 });
  expect([await moveFrom({ stage: 'Talk', revision: 3 }, record), record.sent]).toEqual(['moved', [3, 4]]);
});

test('takes nothing back that somebody else moved', async () => {
  const record = recordAt({ stage: 'Won', revision: 4 });
  await expect(moveFrom({ stage: 'Talk', revision: 3 }, record)).rejects.toThrow('it is in Won now');
  expect(record.sent).toEqual([3]);
});

test('is refused as it was for any other reason', async () => {
  const record = recordAt({ stage: 'Talk', revision: 4 }, 403);
  await expect(moveFrom({ stage: 'Talk', revision: 3 }, record)).rejects.toMatchObject({ status: 403 });
});

test('says that it was moved only where the stage is another', () => {
  const seen = { stage: 'Talk', revision: 3 };
  expect(outdated(seen, { stage: 'Talk', revision: 4 }).message).toContain('has changed it meanwhile');
  expect(outdated(seen, { stage: null, revision: 4 }).message).toContain('it is in no stage now');
});
