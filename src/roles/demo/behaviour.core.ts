/** What a visitor does on the website, event by event, as the shop and its newsletter would send it. Pure. */
import type { Chance } from './random.core.ts';

/** One event: a page, or something tracked with its properties. */
export type Doing = { page: string } | { track: string; properties: Record<string, string> };

/** An event of somebody at its moment, ms since the epoch. */
export interface Done {
  atMs: number;
  doing: Doing;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

const pages = [
  '/',
  '/products',
  '/pricing',
  '/docs',
  '/blog',
  '/about',
  '/customers',
  '/support',
  '/security',
  '/partners',
];
const managedCloud: Doing = { page: '/products/managed-cloud/pricing' };
const click = (mail: string, link: string): Doing => ({
  track: 'Email Link Clicked',
  properties: { email_id: mail, link_id: link },
});
const caseStudy = (asset: string): Doing => ({
  track: 'File Downloaded',
  properties: { category: 'customer-case-study', asset_id: asset },
});
const video = (asset: string): Doing => ({
  track: 'Video Playback Started',
  properties: { category: 'product-demo', content_asset_id: asset },
});
const basket = (cart: string): Doing => ({
  track: 'Product Added',
  properties: { cart_id: cart, product_id: 'managed-cloud-m' },
});

const studies = ['northwind', 'fjordline', 'atelier-sud', 'goldcoast'];
const videos = ['control-panel', 'migration', 'backup'];

/** Pages of one visit that are fewer than points for many pages begin with. */
const coldStepsMax = 6;

/** One visit. `mail` names the newsletter of the season; `name` the basket. Before the last visit people only look around. */
function visitOf(chance: Chance, mail: string, name: string, isLast: boolean): Doing[] {
  const looked = pages.slice(0, chance.whole(1, pages.length)).map((page): Doing => ({ page }));
  const clicked = chance.isLucky(0.45) ? [click(mail, chance.one(['top', 'pricing', 'case']))] : [];
  if (!isLast) return [...clicked, ...looked];
  return [
    ...clicked,
    ...looked,
    ...(chance.isLucky(0.75) ? [managedCloud] : []),
    ...(chance.isLucky(0.5) ? [caseStudy(chance.one(studies))] : []),
    ...(chance.isLucky(0.45) ? [video(chance.one(videos))] : []),
    ...(chance.isLucky(0.35) ? [basket(`b-${name}`)] : []),
  ];
}

/** One visit that leaves a person cold: some pages, perhaps after a mail. The last step is at or before `endMs`. */
export function lookAround(chance: Chance, mail: string, endMs: number): Done[] {
  const visit = visitOf(chance, mail, '', false).slice(0, coldStepsMax);
  return visit.map((doing, index) => ({ atMs: endMs - (visit.length - index) * 2 * minuteMs, doing }));
}

/** One to three visits over some days, a step every one to four minutes, the last step at or before `endMs`. */
export function behaviourOf(chance: Chance, name: string, mail: string, endMs: number): Done[] {
  const count = chance.weighted([
    [1, 5],
    [2, 4],
    [3, 2],
  ]);
  const done: Done[] = [];
  let atMs = endMs;
  for (let visit = 0; visit < count; visit++) {
    for (const doing of visitOf(chance, mail, name, visit === 0).reverse()) {
      done.unshift({ atMs, doing });
      atMs -= chance.whole(1, 4) * minuteMs;
    }
    atMs -= Math.round((0.3 + chance.fraction() * 1.4) * dayMs);
  }
  return done;
}
