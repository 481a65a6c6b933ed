/** Changed programmes over the real stores: every profile re-derived without a new event, new rules back-filled, audits clean. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { describe, expect, type TestContext, test } from 'vitest';
import { limits, partitionOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { readProgramme } from '../../../src/contract/language/language.ts';
import { audit } from '../../../src/engine/analysis/analysis.ts';
import { packState, unpackState } from '../../../src/engine/scoring/scoring.ts';
import { startSpineWithHistory } from '../../support/spine-with-history.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';

const rules = fileURLToPath(new URL('../../../rules', import.meta.url));
const programme = 'emea-lead-scoring';

/** Stores, doors, a worker and a copier of one test: the tests run side by side, because each mostly waits for loops. */
async function begin(context: TestContext) {
  const rulesDirectory = newDirectory('rules');
  await cp(rules, rulesDirectory, { recursive: true });
  const text = await readFile(join(rulesDirectory, `${programme}.yaml`), 'utf8');
  const { redis, history, spine, isCopied, stopCopying, copyOnce } = await startSpineWithHistory(context, {
    rulesDirectory,
  });
  const { stream, metrics } = spine;

  const page = (userId: string, path: string) => spine.post('/v1/page', { userId, properties: { path } });
  const scoreOf = async (userId: string) => {
    const found = (await spine.profiles.profile(userId)) as {
      scores: Record<string, { score: number; tier: number }>;
    } | null;
    return found?.scores[programme]?.score ?? null;
  };
  /** Tier updates of a person, as scores and tiers. */
  const recordsOf = async (profile: string) =>
    (await stream.tierUpdates.read(new Map(), 10_000))
      .map(
        ({ record }) =>
          record as { profile: string; from: number; to: number; score: number; actions: unknown[] },
      )
      .filter((record) => record.profile === profile);
  const crossings = async (id: string) =>
    (await recordsOf(id)).filter(({ from, to, actions }) => from !== to || actions.length > 0);
  /** What is noted of a profile, the latest first. */
  const ledgerOf = async (profile: string): Promise<string[]> => {
    const { entries } = await history.ledgerOf({ profile, limit: 50 });
    return entries.map(({ kind, rule, points }) => `${kind} ${rule} ${points}`);
  };
  const takeUp = async (changed: string): Promise<void> => {
    expect(changed).not.toBe(text);
    await writeFile(join(rulesDirectory, `${programme}.yaml`), changed);
    await until('activated', () => spine.reload());
  };
  const auditAll = () =>
    audit(
      null,
      {
        ...{ stream, metrics, past: history, active: spine.active, latenessMs: limits.latenessMs },
        nowMs: () => Date.now(),
        pauseMs: 200,
        logger: createLogger('silent'),
      },
      () => undefined,
      new AbortController().signal,
    );
  /** One person below the ladder, and one who is warm. */
  const coolAndWarm = async (): Promise<{ cool: string; coolId: string; warmId: string }> => {
    const [cool, warm] = [newPerson(), newPerson()];
    await page(cool, '/managed-cloud');
    await page(warm, '/managed-cloud');
    for (let download = 0; download < 2; download++)
      await spine.post('/v1/track', {
        userId: warm,
        event: 'File Downloaded',
        properties: { category: 'customer-case-study', asset_id: String(download) },
      });
    await until('scored', async () => (await scoreOf(cool)) === 15 && (await scoreOf(warm)) === 35);
    const idOf = async (person: string) => (await spine.profiles.idOf(person)) ?? '';
    return { cool, coolId: await idOf(cool), warmId: await idOf(warm) };
  };
  const withPricing = (backfill: string) =>
    text
      .replace(
        '\nladder:',
        `\n  - id: pricing\n    label: Read the pricing\n    when: { type: page, path: /pricing }\n    points: 7\n    pays: once a visit\n\nladder:`,
      )
      .replace('\nvisit:', `\nbackfill: ${backfill}\n\nvisit:`);
  return {
    ...{
      redis,
      history,
      spine,
      text,
      page,
      scoreOf,
      isCopied,
      recordsOf,
      crossings,
      ledgerOf,
      takeUp,
      auditAll,
    },
    ...{ coolAndWarm, withPricing, stopCopying, copyOnce },
  };
}

let people = 0;
const newPerson = () => `person-${++people}`;

describe.concurrent('a changed programme', () => {
  test('moves every score without a new event, and no tier: who rises by it is notified with the next gain', async (context) => {
    const { text, page, scoreOf, recordsOf, crossings, ledgerOf, takeUp, coolAndWarm } = await begin(context);
    const { cool, coolId, warmId } = await coolAndWarm();
    await takeUp(text.replace('points: 15', 'points: 22'));
    await until('the other heats', async () => (await recordsOf(warmId)).at(-1)?.score === 42);
    await until('re-evaluated', async () => (await ledgerOf(coolId)).length === 2);
    expect(await ledgerOf(coolId)).toEqual(['changed managed-cloud-page 22', 'paid managed-cloud-page 15']);
    expect(await scoreOf(cool)).toBe(22);
    expect(await crossings(coolId)).toEqual([]);
    expect(await crossings(warmId)).toHaveLength(1);
    await page(cool, '/managed-cloud/prices');
    const [rise] = await until('it crosses', async () => {
      const own = await crossings(coolId);
      return own.length > 0 && own;
    });
    expect(rise).toMatchObject({ from: 0, to: 1 });
  });

  test('and its roll-back three seconds later notify nobody again', async (context) => {
    const { text, recordsOf, crossings, takeUp, coolAndWarm } = await begin(context);
    const { warmId } = await coolAndWarm();
    const before = await crossings(warmId);
    await takeUp(text.replace('points: 15', 'points: 1'));
    await until('it is colder', async () => (await recordsOf(warmId)).at(-1)?.score === 21);
    await takeUp(`${text}\n# as before\n`);
    await until('it is as warm as before', async () => (await recordsOf(warmId)).at(-1)?.score === 35);
    expect(await crossings(warmId)).toEqual(before);
    expect((await recordsOf(warmId)).every(({ to }) => to > 0)).toBe(true);
  });

  test('that is published to be notified is: who rises by it crosses without a new event', async (context) => {
    const { spine, crossings, coolAndWarm } = await begin(context);
    const { coolId } = await coolAndWarm();
    await spine.programmes.change(async (sources) =>
      sources.map((source) => {
        const changed = source.text.replace('points: 15', 'points: 22');
        const read = readProgramme('changed.yaml', changed);
        if (!read.ok) throw new Error('the changed programme is invalid');
        return { ...source, programme: read.programme, text: changed, notifies: true, generation: 0 };
      }),
    );
    const records = await until('it crosses by itself', async () => {
      const own = await crossings(coolId);
      return own.length > 0 && own;
    });
    expect(records).toMatchObject([{ from: 0, to: 1, score: 22 }]);
  });

  test('that asks for consent refuses what was denied; withdrawn and given again, the score is derived again', async (context) => {
    const { spine, text, page, scoreOf, isCopied, takeUp, auditAll } = await begin(context);
    const person = newPerson();
    const says = (isGiven: boolean) => ({
      context: { consent: { categoryPreferences: { Marketing: isGiven } } },
    });
    const download = (asset_id: string, more: object = {}) =>
      spine.post('/v1/track', {
        ...{ userId: person, event: 'File Downloaded', ...more },
        properties: { category: 'customer-case-study', asset_id },
      });
    await page(person, '/managed-cloud');
    await download('denied', says(false));
    await download('allowed', says(true));
    await until('nobody is asked', async () => (await scoreOf(person)) === 35);
    await isCopied();
    await takeUp(`${text}\nconsent: { purpose: marketing }\n`);
    await until('what was denied is gone', async () => (await scoreOf(person)) === 25);
    const refusalsOf = async () =>
      (await spine.profiles.explanation(person))?.refusals.map(({ rule, reason }) => `${rule}: ${reason}`);
    expect(await refusalsOf()).toEqual(['case-study: no consent: denied with the event']);
    await spine.post('/v1/identify', { userId: person, ...says(false) });
    await until('it is withdrawn', async () => (await scoreOf(person)) === 0);
    expect(await refusalsOf()).toContain('managed-cloud-page: excluded: no consent to marketing: denied');
    expect(await spine.profiles.profile(person)).toMatchObject({ consent: { marketing: 'denied' } });
    await spine.post('/v1/identify', { userId: person, ...says(true) });
    await until('it is given again', async () => (await scoreOf(person)) === 25);
    await isCopied();
    await until('the audit is clean', async () => (await auditAll()).mismatched === 0);
    await takeUp(`${text}\n# nobody is asked any more\n`);
    await until('all counts again', async () => (await scoreOf(person)) === 35);
    expect(await refusalsOf()).toEqual([]);
  });

  test('finds in the history what a new rule would have recognised; taken back, all is as before', async (context) => {
    const { spine, text, page, scoreOf, isCopied, ledgerOf, takeUp, auditAll, withPricing } =
      await begin(context);
    const person = newPerson();
    await page(person, '/pricing');
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 18);
    await isCopied();
    await takeUp(withPricing('all'));
    await until('back-filled', async () => (await scoreOf(person)) === 25);
    await takeUp(`${text}\n# as before\n`);
    await until('taken back', async () => (await scoreOf(person)) === 18);
    expect(await auditAll()).toMatchObject({ mismatched: 0 });
    const { id } = (await spine.profiles.profile(person)) as { id: string };
    await until('the ledger says so', async () => {
      const own = (await ledgerOf(id)).filter((line) => line.includes('pricing'));
      return own.join(', ') === 'taken back pricing 7, paid pricing 7';
    });
  });

  test('waits for what the history lacks from before it, and not for what a busy profile goes on to do', async (context) => {
    const { history, spine, page, scoreOf, takeUp, withPricing, stopCopying, copyOnce } =
      await begin(context);
    const person = newPerson();
    // What waits is shown as the history has it: that has nothing yet.
    await stopCopying();
    await page(person, '/pricing');
    await until('scored', async () => (await scoreOf(person)) !== null);
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 18);
    await takeUp(withPricing('all'));
    const { id } = (await spine.profiles.profile(person)) as { id: string };
    const isWaiting = async () => {
      const { profile } = await spine.stream.profiles.peek(id);
      return profile !== null && unpackState(profile).wait !== null;
    };
    let heard = 2;
    const hear = () => {
      heard++;
      return spine.post('/v1/track', { userId: person, event: 'Heartbeat' });
    };
    await until('it waits', async () => (await hear()) === 200 && isWaiting());
    expect(await scoreOf(person)).toBe(18);
    // The history gets all from before the change, and never what the profile goes on to do.
    await copyOnce(async () => {
      await hear();
      await until('it is scored', async () => (await spine.stream.backlog(0)).every(({ lag }) => lag === 0));
    });
    await until('it is rebuilt', async () => (await hear()) === 200 && !(await isWaiting()));
    expect(await scoreOf(person)).toBe(25);
    const { events } = await history.historyOf([id]);
    expect(events.length).toBeLessThan(heard);
  });

  test('finds it on every device of a person, more than a profile lists', async (context) => {
    const { spine, text, page, scoreOf, isCopied, takeUp, auditAll } = await begin(context);
    const person = newPerson();
    const devices = limits.profileIdentitiesMax + 16;
    const batch = Array.from({ length: devices }, (_, index) => {
      const anonymousId = `${person} device ${index}`;
      return [
        { type: 'track', anonymousId, event: 'Webinar Attended' },
        { type: 'identify', anonymousId, userId: person },
      ];
    }).flat();
    await spine.post('/v1/batch', { batch });
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 15);
    await isCopied();
    const webinar =
      '- { id: webinar, label: Webinar, when: { event: Webinar Attended }, points: 6, pays: every time }';
    await takeUp(text.replace('\nladder:', `\n  ${webinar}\n\nladder:`));
    await until('all counted', async () => (await scoreOf(person)) === 15 + 6 * devices);
    expect(await auditAll()).toMatchObject({ mismatched: 0 });
    const found = await spine.profiles.profile(person);
    expect(found?.identities).toHaveLength(limits.profileIdentitiesMax);
  });

  test('looks no further back than the marketer says', async (context) => {
    const { page, scoreOf, isCopied, takeUp, auditAll, withPricing } = await begin(context);
    const person = newPerson();
    await page(person, '/pricing');
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 18);
    await isCopied();
    await takeUp(withPricing('none'));
    await page(person, '/pricing');
    await until('only what came since counts', async () => (await scoreOf(person)) === 25);
    await isCopied();
    expect(await auditAll()).toMatchObject({ mismatched: 0 });
  });
});

describe.concurrent('the audit', () => {
  test('of all finds live scores to be what the history comes to, links and late events included', async (context) => {
    const { spine, scoreOf, isCopied, auditAll } = await begin(context);
    const person = newPerson();
    const anonymousId = `device-${person}`;
    await spine.post('/v1/page', { anonymousId, properties: { path: '/managed-cloud' } });
    await spine.post('/v1/identify', {
      anonymousId,
      userId: person,
      traits: { email: `${person}@example.com` },
    });
    const late = new Date(Date.now() - 3 * limits.dayMs).toISOString();
    await spine.post('/v1/page', { userId: person, timestamp: late, properties: { path: '/managed-cloud' } });
    await until('scored', async () => (await scoreOf(person)) === 30);
    await isCopied();
    expect(await auditAll()).toMatchObject({ checked: 1, mismatched: 0 });
  });

  test('finds a profile that is not what its history comes to', async (context) => {
    const { redis, spine, page, scoreOf, isCopied, auditAll } = await begin(context);
    const person = newPerson();
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 15);
    await page(person, '/managed-cloud/prices');
    await until('two pages', async () => (await scoreOf(person)) === 18);
    await isCopied();
    const { id } = (await spine.profiles.profile(person)) as { id: string };
    const raw = new Redis(redis.url);
    const key = `scoville:{${partitionOf(id, spine.stream.partitions)}}:profile:${id}`;
    const state = unpackState((await raw.getBuffer(key)) as Buffer);
    await raw.set(
      key,
      packState({
        ...state,
        matchedEvents: state.matchedEvents.map((matched) => ({ ...matched, matches: [] })),
      }),
    );
    raw.disconnect();
    const result = await auditAll();
    expect(result).toMatchObject({
      mismatched: 1,
      mismatches: [{ profile: id, programme, live: null, replayed: 18 }],
    });
    expect(await spine.metrics.registry.getSingleMetricAsString('scoville_replay_mismatch_total')).toMatch(
      / 1$/m,
    );
  });
});
