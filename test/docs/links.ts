/** Links of Markdown pages: what they lead to, and how many clicks away a page is. Pure. */
import path from 'node:path';
import { anchorOf } from './api-page.core.ts';

export interface Link {
  line: number;
  /** As it is written. */
  written: string;
  /** From the top folder of the repository; the page's own path when only an anchor is given. */
  target: string;
  anchor: string | null;
}

/** Returns every relative link and picture of a page, outside code. */
export function linksOf(filePath: string, text: string): Link[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?)\)/g)].flatMap(([, written = '']): Link[] => {
        if (/^[a-z]+:/i.test(written)) return [];
        const [target = '', anchor = null] = written.split('#');
        const full = target === '' ? filePath : path.posix.join(path.posix.dirname(filePath), target);
        return [{ line: index + 1, written, target: full.replace(/\/$/, ''), anchor }];
      }),
    );
}

/** Returns the anchors of a page's headings, as GitHub makes them: a repeated heading gets a number. */
export function anchorsOf(text: string): Set<string> {
  const counts = new Map<string, number>();
  const headings = [...withoutCode(text, { inline: false }).matchAll(/^#{1,6} +(.+?) *$/gm)];
  return new Set(
    headings.map(([, heading = '']) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
      const anchor = anchorOf(plain);
      const count = counts.get(anchor) ?? 0;
      counts.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

/** Returns how many clicks each page is away from the first; a link to a folder leads to its README.md. */
export function clicksFrom(first: string, pages: ReadonlyMap<string, string>): Map<string, number> {
  const clicks = new Map([[first, 0]]);
  for (const [filePath, count] of clicks) {
    for (const { target } of linksOf(filePath, pages.get(filePath) ?? '')) {
      const page = pages.has(target) ? target : `${target}/README.md`;
      if (pages.has(page) && !clicks.has(page)) clicks.set(page, count + 1);
    }
  }
  return clicks;
}

/** Code is blanked; its lines stay. */
function withoutCode(text: string, { inline } = { inline: true }): string {
  const blank = (code: string) => code.replace(/[^\n]/g, '');
  const blocks = text.replace(/^ *(`{3,})[\s\S]*?^ *\1 *$/gm, blank);
  if (!inline) return blocks;
  // A link whose whole text is code is a link.
  return blocks.replace(/`[^`\n]*`/g, (code, at: number) => {
    const isLinkText = blocks[at - 1] === '[' && blocks[at + code.length] === ']';
    return isLinkText ? code : blank(code);
  });
}
