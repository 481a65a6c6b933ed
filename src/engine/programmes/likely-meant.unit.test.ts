/** Names of events against the active programmes: which rules name, which are near, how many are compared. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { likelyMeant } from './likely-meant.ts';

const rule = (id: string, when: string) =>
  `{ id: ${id}, label: ${id}, when: ${when}, points: 5, pays: every time }`;
const programmesWith = (...whens: string[]) =>
  programmesOf(`rules: [${whens.map((when, index) => rule(`r${index}`, when)).join()}]`);

/** Finds the name that is likeliest meant; null for none. */
function nameFinder(current: () => ReturnType<typeof programmesOf>) {
  const likely = likelyMeant(current);
  return (name: string) => {
    const found = likely().byName(name);
    return found !== null && 'name' in found ? found.name : found;
  };
}

test('a name is near one that any part of a rule names, and none that a rule names has a likelier one', () => {
  const programmes = programmesWith(
    '{ event: [Demo Video Watched, Demo Vido Watched] }',
    '{ any: [{ event: Webinar Attended }, { type: page, not: { event: Trial Ended } }] }',
    '{ path: /pricing }',
  );
  const likely = nameFinder(() => programmes);
  expect(likely('Demo Vidoe Watched')).toBe('Demo Video Watched');
  expect(likely('demo_vido_watched')).toBeNull();
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
  expect(likely('Trail Ended')).toBe('Trial Ended');
  expect(likely('Something Else')).toBeNull();
});

test('under other programmes they are compared again', () => {
  let programmes = programmesWith('{ event: Webinar Attended }');
  const likely = nameFinder(() => programmes);
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
  programmes = programmesWith('{ event: Webinar Atended }');
  expect(likely('Webinar Atended')).toBeNull();
  expect(likely('Webinar Attended')).toBe('Webinar Atended');
});

test('none over its length is compared, and after a flood of made-up names slips are found all the same', () => {
  const programmes = programmesWith('{ event: Webinar Attended }');
  const likely = nameFinder(() => programmes);
  expect(likely(`Webinar Attended${' '.repeat(limits.likelyNameLengthMax)}s`)).toBeNull();
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
  for (let count = 0; count < 2 * limits.likelyNamesMax; count++) likely(`Made up ${count}`);
  expect(likely('Webinar Attendet')).toBe('Webinar Attended');
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
});

describe('the words of a label', () => {
  const programmes = programmesOf(`rules:
    - { id: video, label: Watched a product demo video, when: { event: Video Playback Started }, points: 8, pays: once }
    - { id: case, label: Downloaded a customer case study, when: { event: [File Downloaded, File Opened] }, points: 8, pays: once }
    - { id: price, label: Looked at prices, when: { type: page, path: /pricing }, points: 8, pays: once }
    - { id: trial, label: Trial, when: { event: Subscription Begun }, points: 8, pays: once }`);
  const { byName } = likelyMeant(() => programmes)();
  const video = { rule: { label: 'Watched a product demo video', events: ['Video Playback Started'] } };

  test.each([
    ['a slip away, in another order', 'Demo Vidoe Watched', video],
    ['as they are', 'watched_product_demo_video', video],
    [
      'of a rule with several events',
      'Case Study Downloaded',
      { rule: { label: 'Downloaded a customer case study', events: ['File Downloaded', 'File Opened'] } },
    ],
    [
      'of a rule that looks at pages',
      'Prices Looked At',
      { rule: { label: 'Looked at prices', events: [] } },
    ],
    ['one alone', 'Trail', { rule: { label: 'Trial', events: ['Subscription Begun'] } }],
  ])('%s are taken for the name of its event', (_what, name, likely) => {
    expect(byName(name)).toEqual(likely);
  });

  test.each([
    ['half of them', 'Demo Video'],
    ['with another word', 'Demo Video Shared'],
    ['with a number', 'Demo Video Watched 2'],
    ['short ones alone', 'At a'],
    ['of two labels', 'Case Video Watched Downloaded'],
    ['beside the name of an event that rules know', 'Video Playback Started'],
  ])('%s are not', (_what, name) => {
    expect(byName(name)).toBeNull();
  });
});

describe('properties of an event that rules know', () => {
  const programmes = programmesOf(`rules:
    - { id: a, label: A, when: { event: Video Played, properties: { video_title: x, meta.Kind: y } }, points: 8, pays: once }
    - { id: b, label: B, when: { event: video_played }, points: { property: seconds, atMost: 10 }, pays: once, per: asset_id or url }
    - { id: c, label: C, when: { event: Other }, points: 8, pays: once }`);
  const { byProperties } = likelyMeant(() => programmes)();
  const near = (name: string, properties: object) =>
    byProperties(name, { ...properties }).map(({ given, likeliest }) => `${given}: ${likeliest}`);

  test('a slip away from one that a rule of that event reads, or joined otherwise', () => {
    expect(near('Video Played', { vidoe_title: 'x', assetId: 1, secnods: 2, other: 3 })).toEqual([
      ...['vidoe_title: video_title', 'assetId: asset_id', 'secnods: seconds'],
    ]);
    expect(near('Video Played', { mata: { Kind: 'y' } })).toEqual([]);
    expect(near('Video Played', { metta: { Kind: 'y' } })).toEqual(['metta: meta']);
  });

  test('are none where the event has the one that is meant, where rules read it, and of events that no rule knows', () => {
    expect(near('Video Played', { vidoe_title: 'x', video_title: 'x' })).toEqual([]);
    expect(near('Video Played', { url: 'x', asset_id: 1, seconds: 2, meta: {} })).toEqual([]);
    expect(near('Other', { vidoe_title: 'x' })).toEqual([]);
    expect(near('Something Else', { vidoe_title: 'x' })).toEqual([]);
  });

  test('are none where the event has what is meant within an object', () => {
    expect(near('Video Played', { meta_kind: 'y' })).toEqual(['meta_kind: meta.Kind']);
    expect(near('Video Played', { meta_kind: 'y', meta: { Kind: 'y' } })).toEqual([]);
    expect(near('Video Played', { meta_kind: 'y', 'meta.Kind': 'y' })).toEqual([]);
  });

  test.each([
    ['no event by name', '{ type: track, properties: { plan: x } }', true],
    ['tracked events, and what they have', '{ all: [{ type: track }, { properties: { plan: x } }] }', true],
    ['an event by name or any', '{ any: [{ event: Other }, { properties: { plan: x } }] }', true],
    ['other events alone', '{ all: [{ event: Other }, { properties: { plan: x } }] }', false],
    ['other events each', '{ any: [{ event: Other, properties: { plan: x } }, { event: Third }] }', false],
    ['all but one event', '{ not: { event: Other }, properties: { plan: x } }', true],
  ])('of a rule that asks for %s: what it reads', (_what, when, isRead) => {
    const of = likelyMeant(() => programmesWith('{ event: Video Played, properties: { plans: x } }', when))();
    const given = of.byProperties('Video Played', { plan: 'x' });
    expect(given).toEqual(isRead ? [] : [{ given: 'plan', likeliest: 'plans' }]);
    expect(of.byProperties('Video Played', { lan: 'x' })).toEqual([]);
  });

  test('of so many properties the first are looked at', () => {
    const many = Object.fromEntries(
      Array.from({ length: limits.likelyPropertiesMax }, (_, index) => [`made up ${index}`, 1]),
    );
    expect(near('Video Played', { ...many, vidoe_title: 'x' })).toEqual([]);
    expect(near('Video Played', { vidoe_title: 'x', ...many })).toEqual(['vidoe_title: video_title']);
  });
});

describe('a request', () => {
  const programmes = programmesWith('{ event: Webinar Attended, properties: { video_title: x } }');
  const slip = { name: 'Webinar Attended' };
  const madeUp = (count: number) => Array.from({ length: count }, (_, index) => `Made up ${index}`);

  test('has so many names compared; those that are remembered take nothing of it', () => {
    const request = likelyMeant(() => programmes);
    const first = request();
    for (const name of madeUp(limits.likelyLookUpsMax - 1)) first.byName(name);
    for (const name of [...madeUp(limits.likelyLookUpsMax - 1), 'Webinar Attended']) first.byName(name);
    expect(first.byName('Webinar Atended')).toEqual(slip);
    expect(first.byName('Webinar Attendet')).toBeNull();
    expect(first.byName('Webinar Atended')).toEqual(slip);
    expect(request().byName('Webinar Attendet')).toEqual(slip);
  });

  test('has properties compared out of the same', () => {
    const request = likelyMeant(() => programmes)();
    for (const name of madeUp(limits.likelyLookUpsMax))
      request.byProperties('Webinar Attended', { [name]: 1 });
    expect(request.byProperties('Webinar Attended', { vidoe_title: 1 })).toEqual([]);
    expect(request.byName('Webinar Atended')).toBeNull();
  });

  test('compares no more where its answer has no room, but finds what is remembered', () => {
    const request = likelyMeant(() => programmes)();
    expect(request.byName('Webinar Atended')).toEqual(slip);
    request.compareNoMore();
    expect(request.byName('Webinar Attendet')).toBeNull();
    expect(request.byName('Webinar Atended')).toEqual(slip);
  });

  test('with hundreds of properties that come in ever another order has each compared once', () => {
    const request = likelyMeant(() => programmes)();
    const names = madeUp(limits.likelyLookUpsMax - 1);
    for (const shift of names.keys()) {
      const shifted = [...names.slice(shift), ...names.slice(0, shift)].slice(0, limits.likelyPropertiesMax);
      request.byProperties('Webinar Attended', Object.fromEntries(shifted.map((name) => [name, 1])));
    }
    expect(request.byProperties('Webinar Attended', { vidoe_title: 1 })).toHaveLength(1);
  });
});

describe('words that the labels of many rules share', () => {
  const labelled = (labels: readonly string[]) =>
    likelyMeant(() =>
      programmesOf(
        `rules: [${labels.map((label, index) => `{ id: r${index}, label: ${label}, when: { event: E${index}x }, points: 1, pays: once }`).join()}]`,
      ),
    )();
  const letters = (count: number) =>
    Array.from('abcdefghijklmnopqrst'.slice(0, count), (one) => one.repeat(6));

  test('are of no rule alone, and of one beside a word of its own', () => {
    const many = letters(limits.likelyRulesPerWordMax + 1).map((word) => `Webinar ${word}`);
    expect(labelled(['Webinar']).byName('Webniar')).not.toBeNull();
    expect(labelled(['Webinar', ...many.slice(2)]).byName('Webniar')).not.toBeNull();
    expect(labelled(['Webinar', ...many.slice(1)]).byName('Webniar')).toBeNull();
    expect(labelled(many).byName('Webniar Bbbbbb')).toMatchObject({ rule: { label: 'Webinar bbbbbb' } });
    expect(labelled([...many, 'Bbbbbb shown']).byName('Webniar Bbbbbb Shown')).toBeNull();
  });

  test('so many words of a name are looked at: a longer one has none', () => {
    const label = letters(limits.likelyWordsMax).join(' ');
    expect(labelled([label]).byName(label)).not.toBeNull();
    expect(labelled([`${label} zzzzzz`]).byName(`${label} zzzzzz`)).toBeNull();
  });
});
