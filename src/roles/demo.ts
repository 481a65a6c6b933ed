/**
 * The demo: plays visitors at the running product through its own HTTP doors, so that its pages show leads and tasks.
 *
 * Each visitor is a short story at a lively pace. Events carry the times of an ordinary afternoon, so that visits end and baskets
 * are abandoned. The demo writes to no store directly.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

interface Options {
  baseUrl: string;
  /** A server of the shop sends what its visitors do, mail clicks among it. */
  secretKey: string;
  apiToken: string;
  signal: AbortSignal;
  say: (line: string) => void;
}

type Step = { page: string } | { track: string; properties: Record<string, string> };

/** A visitor: identity, steps, and whether sales knows them already. */
interface Visitor {
  name: string;
  email: string;
  company: string;
  steps: Step[];
  known?: { kind: 'contact' | 'customer'; owner: string };
  staysAnonymous?: boolean;
}

const stepPauseMs = 350;
const visitorPauseMs = 700;

const pages = (count: number): Step[] =>
  [
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
  ]
    .slice(0, count)
    .map((page) => ({ page }));
const managedCloud: Step = { page: '/products/managed-cloud/pricing' };
const click = (link: string): Step => ({
  track: 'Email Link Clicked',
  properties: { email_id: 'autumn-news', link_id: link },
});
const caseStudy = (asset: string): Step => ({
  track: 'File Downloaded',
  properties: { category: 'customer-case-study', asset_id: asset },
});
const demoVideo = (asset: string): Step => ({
  track: 'Video Playback Started',
  properties: { category: 'product-demo', content_asset_id: asset },
});
const basket = (cart: string): Step => ({
  track: 'Product Added',
  properties: { cart_id: cart, product_id: 'managed-cloud-m' },
});

const visitors: Visitor[] = [
  {
    name: 'Ada Okafor',
    email: 'ada.okafor@northwind.example',
    company: 'Northwind',
    steps: [click('top'), ...pages(2), managedCloud],
  },
  {
    name: 'Jonas Lindqvist',
    email: 'jonas@fjordline.example',
    company: 'Fjordline',
    steps: [...pages(9), managedCloud, basket('b-201')],
  },
  {
    name: 'Mireille Fontaine',
    email: 'm.fontaine@atelier-sud.example',
    company: 'Atelier Sud',
    steps: [managedCloud, caseStudy('northwind'), demoVideo('control-panel'), basket('b-202')],
  },
  {
    name: 'Kwame Mensah',
    email: 'kwame@goldcoast-logistics.example',
    company: 'Gold Coast Logistics',
    known: { kind: 'customer', owner: 'sofia.reyes@scoville.local' },
    steps: [...pages(3), managedCloud, demoVideo('migration'), demoVideo('backup')],
  },
  {
    name: 'Nobody yet',
    email: '',
    company: '',
    staysAnonymous: true,
    steps: [managedCloud, caseStudy('fjordline'), demoVideo('backup')],
  },
  {
    name: 'Petra Novak',
    email: 'petra.novak@vltava.example',
    company: 'Vltava Systems',
    steps: [...pages(4), caseStudy('atelier'), click('pricing')],
  },
  {
    name: 'Tomás Herrera',
    email: 'tomas@andina.example',
    company: 'Andina',
    known: { kind: 'contact', owner: 'liam.walsh@scoville.local' },
    steps: [click('case'), caseStudy('northwind'), managedCloud, basket('b-203')],
  },
  {
    name: 'Ingrid Solberg',
    email: 'ingrid@solberg.example',
    company: 'Solberg & Co',
    steps: [...pages(10), managedCloud, demoVideo('control-panel')],
  },
  {
    name: 'Yuki Tanaka',
    email: 'yuki.tanaka@hoshi.example',
    company: 'Hoshi',
    steps: [click('top'), managedCloud, basket('b-204'), demoVideo('migration')],
  },
];

/** Plays all visitors once, a few at a time, and prints where to look. Ends early when the signal aborts, or one visitor fails. */
export async function playDemo(options: Options): Promise<void> {
  const { signal, say } = options;
  const run = randomUUID().slice(0, 8);
  const failing = new AbortController();
  const all = { ...options, signal: AbortSignal.any([signal, failing.signal]) };
  say('Demo: visitors arrive now; the console shows their leads.');
  try {
    for (const visitor of visitors) {
      if (visitor.known) await meet(all, visitor);
    }
    const playing: Promise<void>[] = [];
    for (const visitor of visitors) {
      const played = play(all, visitor, `demo-${run}-${playing.length}`);
      // Nobody waits for it yet: a failure that is not caught here would end the process.
      playing.push(played.catch((error: unknown) => failing.abort(error)));
      await pause(visitorPauseMs, undefined, { signal: all.signal });
    }
    await Promise.all(playing);
    failing.signal.throwIfAborted();
    say('Demo: all visitors have left; their leads and tasks are on the console. Ctrl-C stops Scoville.');
  } catch (error) {
    const reason: unknown = failing.signal.reason ?? error;
    if (!signal.aborted)
      say(`Demo: stopped early: ${reason instanceof Error ? reason.message : String(reason)}`);
  }
}

async function play(options: Options, visitor: Visitor, anonymousId: string): Promise<void> {
  // The story ends 31 minutes ago, so that a basket left in it is abandoned the moment it is played.
  const startMs = Date.now() - 31 * 60_000 - visitor.steps.length * 60_000;
  const event = (index: number) => ({
    anonymousId,
    messageId: `${anonymousId}-${index}`,
    timestamp: new Date(startMs + index * 60_000).toISOString(),
  });
  for (const [index, step] of visitor.steps.entries()) {
    if ('page' in step)
      await send(options, 'page', { ...event(index), name: step.page, properties: { path: step.page } });
    else await send(options, 'track', { ...event(index), event: step.track, properties: step.properties });
    // Half-way they identify themselves; their earlier events count too.
    if (index === Math.floor(visitor.steps.length / 2) && !visitor.staysAnonymous) {
      const { name, email, company } = visitor;
      const identify = {
        anonymousId,
        userId: email,
        messageId: `${anonymousId}-identify`,
        timestamp: event(index).timestamp,
      };
      await send(options, 'identify', { ...identify, traits: { name, email, company } });
    }
    await pause(stepPauseMs, undefined, { signal: options.signal });
  }
}

async function send(options: Options, type: string, body: object): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${options.secretKey}:`).toString('base64')}`;
  await post(options, `/v1/${type}`, authorization, body);
}

/** Enters a person that sales knows, and the rep of the account, who is there already in a second demo. */
async function meet(options: Options, visitor: Visitor): Promise<void> {
  const { name, email, company, known } = visitor;
  const authorization = `Bearer ${options.apiToken}`;
  await post(options, '/api/v1/users', authorization, { email: known?.owner, role: 'rep' }, 409);
  await post(options, '/api/v1/people', authorization, { name, email, company, ...known });
}

/** Throws unless the answer is good, or has the status that is expected besides. */
async function post(
  options: Options,
  path: string,
  authorization: string,
  body: object,
  expected?: number,
): Promise<void> {
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(options.baseUrl + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: options.signal,
  });
  if (!response.ok && response.status !== expected)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}
