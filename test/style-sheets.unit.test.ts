/**
 * The style sheets of the console: each styles what is its own. A sheet stays once a page has brought it, so a class of two sheets would
 * make a page look otherwise after a visit elsewhere.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from './support/source-text.ts';

/** Classes by the sheet: those that begin a selector, and all that it names. */
interface Sheet {
  leading: Set<string>;
  named: Set<string>;
}

function sheetOf(text: string): Sheet {
  const leading = new Set<string>();
  const named = new Set<string>();
  for (const [, rule = ''] of text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)) {
    if (rule.trim().startsWith('@')) continue;
    // The commas of `:is(a, b)` part no selectors.
    for (const selector of rule.replace(/\([^()]*\)/g, (inner) => inner.replaceAll(',', ' ')).split(',')) {
      const first = /^\s*\.([\w-]+)/.exec(selector)?.[1];
      if (first !== undefined) leading.add(first);
      for (const [, name = ''] of selector.matchAll(/\.([\w-]+)/g)) named.add(name);
    }
  }
  return { leading, named };
}

/** Faults of these sheets, each a line. `comesWith` says whether every page with the one sheet has the other too. */
function clashes(sheets: ReadonlyMap<string, Sheet>, comesWith: (one: string, other: string) => boolean) {
  const faults: string[] = [];
  for (const [one, { leading }] of sheets)
    for (const [other, { leading: leads, named }] of sheets) {
      if (one === other) continue;
      for (const name of leading)
        if (leads.has(name) ? one < other : named.has(name) && !comesWith(other, one))
          faults.push(`.${name} of ${one} is in ${other} too`);
    }
  return faults;
}

const root = path.join(repository, 'src/web/console');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
/** These are there on every page. */
const always = ['console.css', 'shell/shell.css'];
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('style sheets', () => {
  test('no figure of a table of rules is broken within a number, however narrow its column', () => {
    const [, amount] = /\n\.rules \.amount \{([^}]*)\}/.exec(read('rules/rules.css')) ?? [];
    expect(amount).toContain('overflow-wrap: normal');
  });

  test('a class that two lead, or that one leads and another names, is a clash', () => {
    const sheets = new Map([
      ['a.css', sheetOf('/* .c {} */ .a, .b > li { } @media (x) { .a:is(p, .e) { } } .f { }')],
      ['b.css', sheetOf('.a { } .d .b { } .d:is(p, .e) { }')],
    ]);
    expect(clashes(sheets, () => false)).toEqual([
      '.a of a.css is in b.css too',
      '.b of a.css is in b.css too',
    ]);
    expect(clashes(sheets, () => true)).toEqual(['.a of a.css is in b.css too']);
  });

  test('no class is of two of the console', () => {
    const own = files.filter((file) => file.endsWith('.css') && !always.includes(file));
    expect(own.length).toBeGreaterThan(10);
    const sheets = new Map(own.map((file) => [file, sheetOf(read(file))]));
    const importers = new Map(own.map((file) => [file, new Set<string>()]));
    for (const page of files.filter((file) => file.endsWith('.tsx')))
      for (const [, at = ''] of read(page).matchAll(/^import '(\.[^']+\.css)'/gm))
        importers.get(path.join(path.dirname(page), at))?.add(page);
    const comesWith = (one: string, other: string) =>
      [...(importers.get(one) ?? [])].every((page) => importers.get(other)?.has(page));
    expect(clashes(sheets, comesWith)).toEqual([]);
    // What such a sheet names at all is styled on every page: `.foreign .unseen` too.
    const shared = sheetOf(always.map(read).join('\n')).named;
    const again = [...sheets].flatMap(([file, { leading }]) =>
      [...leading]
        .filter((name) => shared.has(name))
        .map((name) => `.${name} of every page is in ${file} too`),
    );
    expect(again).toEqual([]);
  });
});
