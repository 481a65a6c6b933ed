/** What the doors answer to names that no rule knows, over real HTTP: to secret keys what is likely meant, to public ones nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { basic, type IngestDoor, openIngestDoor } from '../../support/ingest-door.ts';
import { testSecretKey } from '../../support/spine.ts';

let door: IngestDoor;
beforeAll(async () => {
  door = await openIngestDoor();
});
afterAll(async () => void (await door?.close()));
beforeEach(async () => void (await door.clear()));

const track = { type: 'track', event: 'Something Happened', userId: 'u', messageId: 'm' };

describe('a name that no rule knows, a letter away from one that a rule knows', () => {
  const secret = { authorization: basic(`${testSecretKey}:`) };
  const misspelt = { ...track, event: 'Prodcut Added' };
  const warning = {
    code: 'name_unknown',
    message:
      'no rule knows "Prodcut Added": the likeliest is "Product Added"; the event counts by the name it has',
  };

  test('is said to a secret key, alone and in a batch, and counted', async () => {
    const counted = async () => (await door.spine.metrics.namesUnknown.get()).values[0]?.value ?? 0;
    const before = await counted();
    expect((await door.post('/v1/track', misspelt, secret)).json).toEqual({
      ...{ success: true, warnings: [warning] },
    });
    const known = ['Product Added', 'product_added', 'Something Else'].map((event) => ({
      ...track,
      event,
    }));
    const page = { type: 'page', userId: 'u', name: 'Prodcut Added' };
    const { json } = await door.post('/v1/batch', { batch: [...known, misspelt, page] }, secret);
    expect(json).toMatchObject({ accepted: 5, warnings: [{ index: 3, ...warning }] });
    expect((await door.streamed()).map(({ name }) => name)).toContain('Prodcut Added');
    expect(await counted()).toBe(before + 2);
  });

  test('so is one that has the words of a label of a rule, with the event that the rule looks at', async () => {
    const event = 'Demo Vidoe Watched';
    expect((await door.post('/v1/track', { ...track, event }, secret)).json).toEqual({
      success: true,
      warnings: [
        {
          code: 'name_unknown',
          message:
            'no rule knows "Demo Vidoe Watched": the rule "Watched a product demo video" looks at "Video Playback Started"; the event counts by the name it has',
        },
      ],
    });
    expect((await door.post('/v1/track', { ...track, event })).json).toEqual({ success: true });
    await door.streamed();
  });

  test('so is a property that no rule of its event reads, a letter away from one that a rule reads', async () => {
    const counted = async () => (await door.spine.metrics.propertiesUnknown.get()).values[0]?.value ?? 0;
    const before = await counted();
    const properties = { categroy: 'product-demo', content_asset_id: 'tour' };
    const played = { ...track, event: 'Video Playback Started', properties };
    const said = {
      code: 'property_unknown',
      message:
        'no rule of "Video Playback Started" reads "categroy": the likeliest is "category"; the event counts without that',
    };
    const { json } = await door.post('/v1/batch', { batch: [track, played] }, secret);
    expect(json).toMatchObject({ accepted: 2, warnings: [{ index: 1, ...said }] });
    expect((await door.post('/v1/track', played)).json).toEqual({ success: true });
    expect(await counted()).toBe(before + 1);
    await door.streamed();
  });

  test('is said to no public key: by no answer can a page find out what the rules name', async () => {
    const answers = await Promise.all(
      ['Product Added', 'Prodcut Added', 'Something Else'].map(async (event) => {
        const { status, json } = await door.post('/v1/batch', { batch: [{ ...track, event }] });
        return JSON.stringify([status, json]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect((await door.post('/v1/track', misspelt)).json).toEqual({ success: true });
    await door.streamed();
  });
});
