/** Every page of the console with what holds on each: nothing of others runs or turns our words, and axe finds no fault. A new page is a row. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { consolePaths } from '../../src/contract/api/api.ts';
import { newProgramme } from '../../src/web/console/rules/new-programme.ts';
import { cutFaults } from './cut-controls.ts';
import { getHot } from './getting-hot.ts';
import { api, type Program, programToken } from './program.ts';
import { isLong } from './test-form.ts';
import { until } from './until.ts';

/** What a visitor may send for a name, a company, a title: markup, directions, nothing to see, no end. */
export const hostileText = `\u202eevE\u200b <img src=x onerror="globalThis.pwned=1">"'\u2066${'x'.repeat(120)}`;

const { texts } = newProgramme('hostile', 'Europe/London');
const hostileLabel = JSON.stringify(hostileText);
/** A draft whose programme and rule are named so. */
const hostileDraft = {
  ...texts,
  text: texts.text
    .replace('name: "hostile"', `name: ${hostileLabel}`)
    .replace('Asked for a demo', hostileLabel),
};

/** A sales process whose names are so. */
const hostileProcess = `process: hostile
name: ${hostileLabel}
timeZone: UTC
lanes: [${hostileLabel}]
pipelines:
  - pipeline: order
    name: ${hostileLabel}
    of: order
    fields: { paid: { label: ${hostileLabel}, type: tick } }
    stages:
      - { stage: ${hostileLabel}, lane: ${hostileLabel}, note: ${hostileLabel}, checklist: [paid], next: [{ to: Done, when: ${hostileLabel} }] }
      - { stage: Done, ends: done, reasons: [${hostileLabel}], onEnter: [{ do: note, text: ${hostileLabel} }, { do: open, pipeline: job }] }
  - { pipeline: job, name: Jobs, of: job, stages: [{ stage: Planned, next: [Built] }, { stage: Built, ends: done }] }
`;

/** Writes what is named so: a company, a draft, a sales process, an import, a person, a lead. Returns the ids that addresses of pages name. */
export async function writeHostile(
  program: Program,
): Promise<{ person: string; lead: string; other: string }> {
  await getHot(program, 'mallory', hostileText);
  await api(program, '/api/v1/companies', { method: 'POST', body: { name: hostileText } });
  // What was changed together is shown too: the change, and a record that is not there.
  const change = { list: 'companies', ids: [hostileText.slice(0, 60)], change: { phone: hostileText } };
  await api(program, '/api/v1/bulk-acts', { method: 'POST', body: change });
  await api(program, '/api/v1/drafts/hostile', { method: 'PUT', body: hostileDraft });
  await publishAgain(program);
  await api(program, '/api/v1/pipelines', { method: 'POST', body: { text: hostileProcess } });
  const eve = { email: 'eve@example.org', name: '\u202eEve \u05d0dversary', kind: 'customer' };
  await api(program, '/api/v1/people', { method: 'POST', body: eve });
  const phone = `+1 555 0100 100 ${hostileText}`;
  const body = { email: 'mallory@example.org', name: hostileText, kind: 'contact', phone };
  await importHostile(program);
  const { id: person } = await api<{ id: string }>(program, '/api/v1/people', { method: 'POST', body });
  // Another one who may be the same, and one who was.
  const post = { method: 'POST', body: { email: null, name: hostileText, phone } } as const;
  const { id: other } = await api<{ id: string }>(program, '/api/v1/people', post);
  const { id: merged } = await api<{ id: string }>(program, '/api/v1/people', post);
  await api(program, `/api/v1/people/${other}/merges`, { method: 'POST', body: { merged } });
  const lead = await until('her lead is there', async () => {
    const { items } = await api<{ items: { id: string; person: { email: string } }[] }>(
      program,
      '/api/v1/leads',
    );
    return items.find((one) => one.person.email === 'mallory@example.com')?.id;
  });
  return { person, lead, other };
}

/** Publishes the rules twice more, for notes that are so: there is a version to go back to, and one that is live again. */
async function publishAgain(program: Program): Promise<void> {
  const path = '/api/v1/programmes/emea-lead-scoring';
  const { text } = await api<{ text: string }>(program, path);
  const body = { text: text.replace('points: 15', 'points: 16'), note: hostileText, examples: null };
  await api(program, `${path}/versions`, { method: 'POST', body });
  await api(program, `${path}/rollback`, { method: 'POST', body: { to: 1, note: hostileText } });
}

/** Writes an import: a file named so, with a bad row that is. */
async function importHostile(program: Program): Promise<void> {
  const query = new URLSearchParams({ kind: 'people', dryRun: 'true', file: hostileText });
  const answer = await fetch(`${program.url}/api/v1/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'text/csv' },
    body: `name,email\n"${hostileText.replaceAll('"', '""')}",nowhere\n`,
  });
  if (!answer.ok) throw new Error(`the import was refused: ${await answer.text()}`);
}

/** A page by its address, with a selector that is there when it is loaded. `{lead}` and others are ids of the test. */
export const consolePagesShown: readonly (readonly [address: string, ready: string])[] = [
  ['/', '[data-testid="lead-card"]'],
  ['/leads/{lead}', '[data-testid="story"] li'],
  ['/import', '[data-testid="import"]'],
  ['/inbox', '[data-testid="inbox-item"]'],
  ['/inbox?show=unread', '[data-testid="inbox-item"]'],
  ['/me', '[data-testid="session"]'],
  ['/tasks', '[data-testid="task-row"]'],
  ['/tasks?view=done', 'h1'],
  ['/board', '[data-testid="board-column"]'],
  ['/board?pipeline=emea/lead&by=lane', '[data-testid="board-card"]'],
  ['/leads', '[data-testid="table-row"]'],
  ['/people', '[data-testid="table-row"]'],
  ['/people?q=nobody-has-this-name', '[data-testid="filter-q"]'],
  ['/people/{person}', 'dl, h1'],
  ['/profiles', '[data-testid="profile-key"]'],
  ['/profiles/mallory', '[data-testid="visit"]'],
  ['/profiles/nobody', '[data-testid="no-profile"]'],
  ['/companies', '[data-testid="table-row"]'],
  ['/campaigns', '[data-testid="table-row"]'],
  ['/bulk-acts', '[data-testid="bulk-act"]'],
  ['/duplicates', '[data-testid="pair"]'],
  ['/duplicates?list=companies', '[data-testid="empty"]'],
  ['/duplicates?show=merged', '[data-testid="merge"]'],
  ['/duplicates/compare?kept={person}&merged={other}', '[data-testid="merge-now"]'],
  ['/duplicates/compare?kept=pn_none&merged=pn_other', '[role="alert"]'],
  ['/opportunities', 'h1'],
  ['/deals', 'h1'],
  ['/orders', 'h1'],
  ['/jobs', 'h1'],
  ['/quotations', 'h1'],
  ['/programmes', '[data-testid="programme"]'],
  ['/programmes/emea-lead-scoring?as=file', '[data-testid="code"] .cm-line'],
  ['/programmes/emea-lead-scoring/health', '[data-testid="health-table"]'],
  ['/programmes/emea-lead-scoring/versions', '[data-testid="version"]'],
  ['/programmes/hostile', '[data-testid="rule-row"]'],
  ['/programmes/hostile/backtest', '[data-testid="backtest-start"]'],
  ['/programmes/hostile/suggest', '[data-testid="no-suggestions"]'],
  ['/programmes/hostile/try', '[data-testid="step-name"]'],
  ['/reports/salesmen?vs=before', '[data-testid="figures"]'],
  ['/reports/forecast?vs=before', '[data-testid="report-choices"]'],
  ['/processes', '[data-testid="process"]'],
  ['/processes/touchstone?pipeline=opportunity&stage=4%20Approvals', '[data-testid="stage-details"]'],
  [`/processes/hostile?stage=${encodeURIComponent(hostileText)}`, '[data-testid="stage-details"]'],
  ['/run', 'h1'],
  ['/run/unread-updates', '[data-testid="empty"]'],
  ['/team?ended=true', '[data-testid="user-row"]'],
  ['/keys', '[data-testid="key"]'],
  ['/webhooks', 'h1'],
  ['/start', '[data-testid="step-team"]'],
  ['/privacy', '[data-testid="no-erasures"]'],
  ['/audit-trail', '[data-testid="trail-entry"]'],
  ['/processes/hostile/text', '[data-testid="code"] .cm-line'],
  ['/processes/hostile/versions', '[data-testid="version"]'],
  ['/processes/none', '[data-testid="no-rule"]'],
  ['/sales-rules', '[data-testid="sales-rule"]'],
  ['/calendars', '[data-testid="calendar-card"]'],
  ['/processes/hostile/calendar', '[data-testid="calendar"]'],
  ['/sales-rules/escalation/calendar', '[data-testid="calendar"]'],
  ['/sales-rules/routing', '[data-testid="rule-words"]'],
  ['/sales-rules/routing/try', '[data-testid="try-now"]'],
  ['/people/pe_nobody', '[role="alert"]'],
];

/** Returns the pages of the rail that no page shown is of: one that lacks here would lack every proof. */
export function railPagesNotShown(): string[] {
  const shown = consolePagesShown.map(([address]) => address.split('?', 1)[0] ?? '');
  const isShown = (path: string) =>
    shown.some((address) => address === path || (path !== '/' && address.startsWith(`${path}/`)));
  return consolePaths.filter((path) => !isShown(path));
}

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** The looks of a page. The short form has each width and each scheme once. */
const looks = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 375, height: 720, colorScheme: 'dark' },
  ...(isLong
    ? ([
        { width: 1440, height: 900, colorScheme: 'dark' },
        { width: 375, height: 720, colorScheme: 'light' },
      ] as const)
    : []),
] as const;

interface Looking {
  /** Of which look the page is shown first; of the first by default. */
  first?: number;
  /** What else is looked at in every look. */
  lookAt?: () => Promise<unknown>;
}

/**
 * Returns what is wrong with the page that is shown, in every look: a line a fault. axe, which takes most of the time, looks at each page
 * once in the short form: at the first look of it. Tests of many pages begin each with the look that the page before ended with.
 */
export async function faultsOf(page: Page, ready: string, { first = 0, lookAt }: Looking = {}) {
  const faults: string[] = [];
  for (let turn = 0; turn < looks.length; turn++) {
    const { width, height, colorScheme } = looks[(first + turn) % looks.length] ?? looks[0];
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(ready).first().waitFor();
    await until('the scheme is shown', () =>
      page.evaluate(`document.documentElement.dataset.mantineColorScheme === '${colorScheme}'`),
    );
    await lookAt?.();
    const found = [...(await hostileFaults(page)), ...(await cutFaults(page))];
    if (isLong || turn === 0) found.push(...(await axeFaults(page)));
    faults.push(...found.map((fault) => `${width} ${colorScheme}: ${fault}`));
  }
  return faults;
}

/** What of others runs, leads, turns our words or pushes something out; and what moves before somebody who wants no movement. */
function hostileFaults(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const faults = [];
    if (globalThis.pwned) faults.push('something of others ran');
    const unseen = /[\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066\\u2067\\ufeff]/u;
    const at = document.body.innerText.search(unseen);
    if (at >= 0) faults.push('a character that cannot be seen is shown as it is: ' +
      JSON.stringify(document.body.innerText.slice(Math.max(0, at - 20), at + 20)));
    for (const { href } of document.querySelectorAll('a[href]'))
      if (!/^(https?|mailto|tel):/.test(href)) faults.push('a link to ' + href);
    for (const { effect } of document.getAnimations()) faults.push('it moves: ' + effect?.target?.className);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push('it is ' + scrollWidth + ' wide in ' + clientWidth);
    return faults;
  })()`);
}

/** Style sheets are not fetched again: the one rule that reads them is none of those that run. */
async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'] } })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, 3)
      .map(
        ({ target, failureSummary }) =>
          `${id}: ${help}: ${target.join(' ')} ${failureSummary.replaceAll('\n', ' ')}`,
      ),
  );
}
