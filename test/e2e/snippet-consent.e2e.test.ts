/** Consent in the snippet, in a real browser: nothing is sent or kept without it, and a withdrawal is said. */
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../support/browser.ts';
import { snippetVisit } from '../support/snippet-visit.ts';
import { until } from '../support/until.ts';

describe.skipIf(whyNoBrowser !== null)(
  `consent in the snippet${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    const visit = snippetVisit();
    const { events, one, paths, numbered, open, traces } = visit;

    test('nothing is sent or kept before consent; withdrawing removes it, and lasts', async () => {
      visit.site.attributes = 'data-consent="required"';
      await open('/one');
      await visit.page.evaluate(
        'scoville.track("E1"); scoville.identify("ada"); scoville.basket.add(); scoville.alias("a")',
      );
      expect(await traces()).toEqual([]);
      await visit.page.evaluate('scoville.consent(true); scoville.track("E2")');
      await until('the page and the event', () => paths().length === 1 && numbered().length === 1);
      expect(numbered()).toEqual(['E2']);
      expect(await traces()).toEqual(expect.arrayContaining(['scoville_anonymous_id', 'scoville_consent']));
      await open('/two');
      await until('the second page', () => paths().length === 2);
      await visit.page.evaluate('scoville.consent(false); scoville.track("E3")');
      await expect.poll(traces).toEqual(['scoville_consent']);
      await open('/three');
      await visit.page.evaluate('scoville.consent(true); scoville.track("E4")');
      await one('E4');
      expect(numbered()).toEqual(['E2', 'E4']);
      expect(paths()).toEqual(['/one', '/two', '/three']);
    });

    test('by purpose, each event says which; one is enough to send, and none removes what is kept', async () => {
      visit.site.attributes = 'data-consent="required"';
      const preferencesOf = async (name: string) =>
        ((await one(name))['context'] as { consent: object }).consent;
      await open('/one');
      await visit.page.evaluate(
        'scoville.consent({ Marketing: false, "true": false }); scoville.track("E1")',
      );
      await expect.poll(traces).toEqual(['scoville_consent']);
      await visit.page.evaluate(
        'scoville.consent({ Marketing: false, Analytics: true }); scoville.track("E2")',
      );
      const analyticsAlone = { categoryPreferences: { Marketing: false, Analytics: true } };
      expect(await preferencesOf('E2')).toEqual(analyticsAlone);
      await open('/two');
      await visit.page.evaluate('scoville.track("E3")');
      expect(await preferencesOf('E3')).toEqual(analyticsAlone);
      for (const none of [
        '{ Marketing: false, Analytics: false }',
        '{}',
        'null',
        '"true"',
        'undefined',
        '1',
      ]) {
        await visit.page.evaluate(`scoville.consent(true); scoville.consent(${none}); scoville.track("E4")`);
        await expect.poll(traces, { message: none }).toEqual(['scoville_consent']);
      }
      expect(numbered()).toEqual(['E2', 'E3']);
    });

    test('a withdrawal by purpose is said, with the id of before, and nothing else any more', async () => {
      await open('/one');
      await visit.page.evaluate('scoville.consent({ Marketing: true }); scoville.track("E1")');
      const { anonymousId } = await one('E1');
      await visit.page.evaluate(
        'scoville.track("E2"); scoville.consent({ Marketing: false }); scoville.track("E3")',
      );
      const said = await until('the withdrawal', () => events().find(({ type }) => type === 'identify'));
      expect(said).toMatchObject({
        anonymousId,
        context: { consent: { categoryPreferences: { Marketing: false } } },
      });
      await expect.poll(traces).toEqual(['scoville_consent']);
      await visit.page.evaluate(
        'scoville.consent({ Marketing: false, Other: false }); scoville.consent(true); scoville.track("E4")',
      );
      await one('E4');
      expect(events().filter(({ type }) => type === 'identify')).toHaveLength(1);
      expect(numbered()).toEqual(['E1', 'E4']);
    });

    test.each(['false', '', 'null', '{}', '{ Analytics: false }'])(
      'consent(%s) after an answer by purpose denies each of its purposes',
      async (answer) => {
        await open('/one');
        await visit.page.evaluate(
          'scoville.consent({ Marketing: true, Analytics: true, Other: false }); scoville.track("E1")',
        );
        const { anonymousId } = await one('E1');
        await visit.page.evaluate(`scoville.consent(${answer})`);
        const said = await until('the withdrawal', () => events().find(({ type }) => type === 'identify'));
        expect(said).toMatchObject({ anonymousId });
        expect(said.context).toMatchObject({
          consent: { categoryPreferences: { Marketing: false, Analytics: false, Other: false } },
        });
        await expect.poll(traces).toEqual(['scoville_consent']);
      },
    );

    const unheard = {
      'the server is down': async () => {
        visit.site.answer = () => ({ status: 503 });
      },
      'the server asks for a pause': async () => {
        visit.site.answer = () => ({ status: 429, headers: { 'retry-after': '1' } });
      },
      'a blocker is in the way': async () => {
        await visit.context.route('**/beacon/**', (route) => route.abort());
      },
    };
    test.each(Object.keys(unheard) as (keyof typeof unheard)[])(
      'a withdrawal waits while %s, alone, and is said from a later page',
      async (why) => {
        await open('/one');
        await visit.page.evaluate('scoville.consent({ Marketing: true }); scoville.track("E1")');
        const { anonymousId } = await one('E1');
        await unheard[why]();
        await visit.page.evaluate('scoville.track("E2"); scoville.consent(false); scoville.track("E3")');
        for (const path of ['/two', '/three']) {
          await open(path);
          const kept = (await traces()).filter((name) => !/^scoville_pause/.test(name)).sort();
          expect(kept).toEqual(['scoville_consent', expect.stringMatching(/^scoville_queue/)]);
        }
        await visit.context.unroute('**/beacon/**');
        visit.site.answer = () => ({ status: 200 });
        await open('/four');
        const said = await until('the withdrawal', () => events().find(({ type }) => type === 'identify'));
        expect(said).toMatchObject({
          anonymousId,
          context: { consent: { categoryPreferences: { Marketing: false } } },
        });
        await expect.poll(traces).toEqual(['scoville_consent']);
        expect([numbered(), paths()]).toEqual([['E1'], ['/one']]);
      },
    );

    test('a failure on its way during a withdrawal leaves nothing behind', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await visit.page.route('**/beacon/**', async (route) => {
        await held;
        await route.fulfill({ status: 503, body: '{}', headers: { 'access-control-allow-origin': '*' } });
      });
      await visit.watchAnswers();
      const sending = visit.page.waitForRequest('**/beacon/**');
      await open('/one');
      await sending;
      await visit.page.evaluate('scoville.consent(false)');
      release();
      await visit.answered();
      expect(await traces()).toEqual(['scoville_consent']);
    });

    test('where consent is not asked for, a refusal counts all the same', async () => {
      await open('/one');
      await until('the page', () => paths().length === 1);
      await visit.page.evaluate('scoville.consent(false)');
      await open('/two');
      await visit.page.evaluate('scoville.track("E1")');
      await expect.poll(traces).toEqual(['scoville_consent']);
      await visit.page.evaluate('scoville.consent(true); scoville.track("E2")');
      await one('E2');
      expect(paths()).toEqual(['/one', '/two']);
      expect(numbered()).toEqual(['E2']);
    });

    test('under Global Privacy Control nothing is sent or kept, and what was kept goes', async () => {
      await open('/one');
      await until('the page', () => paths().length === 1);
      await visit.context.addInitScript(
        'Object.defineProperty(navigator, "globalPrivacyControl", { value: true })',
      );
      await open('/two');
      await visit.page.evaluate('scoville.track("E1"); scoville.consent(true); scoville.track("E2")');
      await expect.poll(traces).toEqual(['scoville_consent']);
      visit.site.attributes = 'data-gpc="ignore"';
      await open('/three');
      await visit.page.evaluate('scoville.track("E3")');
      expect(await one('E3')).toMatchObject({ context: { gpc: true } });
      expect(numbered()).toEqual(['E3']);
      expect(paths()).toEqual(['/one', '/three']);
    });
  },
);
