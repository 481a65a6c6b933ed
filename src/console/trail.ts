/** The audit trail: which calls are recorded as acts, before they are done; and the list of what people did. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../base/telemetry/telemetry.ts';
import { isAbout, trailEntrySchema, trailFilterSchema } from '../contract/api/api.ts';
import type { Acts } from '../sales/acts/acts.ts';
import type { Sales } from '../sales/sales.ts';
import { apiPrefix } from './permissions.ts';
import { answers, docs, listOf } from './route-docs.ts';
import { documented, parse } from './validation.ts';

/** Why a call is no act: the timeline of its record has it, nothing is changed, or it is of the caller alone. */
const inTimeline = null;
const changesNothing = null;
const ofTheCaller = null;
const isWork = null;

/**
 * What each call that may change something is recorded as. The first row that fits decides; one of a list of methods where it names
 * some. A test holds that no such route is without a row.
 */
export const recordedActs: readonly (readonly [path: string, kind: string | null])[] = [
  ['/session/*', ofTheCaller],
  ['/views/*', ofTheCaller],
  ['/alerts/*', ofTheCaller],
  ['/leads/*', inTimeline],
  ['/tasks/*', inTimeline],
  ['/activities/*', inTimeline],
  ['/people/*', inTimeline],
  ['/companies/*', inTimeline],
  ['/merges/*', inTimeline],
  ['/duplicates/*', 'duplicates'],
  ['/opportunities/*', inTimeline],
  ['/quotations/*', inTimeline],
  ['/deals/*', inTimeline],
  ['/orders/*', inTimeline],
  ['/jobs/*', inTimeline],
  ['/campaigns/*', inTimeline],
  ['/attachments/*', inTimeline],
  ['/timeline/*', inTimeline],
  ['/channels/*', inTimeline],
  ['/profiles/*', isWork],
  ['/mail-links', changesNothing],
  ['/programmes/:id/check', changesNothing],
  ['/programmes/:id/preview', changesNothing],
  ['/programmes/:id/rehearsal', changesNothing],
  ['/programmes/:id/backtest', changesNothing],
  ['/programmes/:id/suggest', changesNothing],
  ['/backtests/*', changesNothing],
  ['/suggestions/*', changesNothing],
  ['/drafts/*', isWork],
  ['/pipelines/check', changesNothing],
  ['/sales-rules/:folder/:rule/preview', changesNothing],
  ['/sales-rules/pipelines/:rule/migration', changesNothing],
  ['/sales-rules/sales/routing/trial', changesNothing],
  ['/erasures/verify', changesNothing],
  ['/audits/*', changesNothing],
  ['/bulk-acts/count', changesNothing],
  ['/bulk-acts/*', 'bulk acts'],
  ['/products/*', 'products'],
  ['/programmes/*', 'programmes'],
  ['/pipelines/*', 'pipelines'],
  ['/sales-rules/*', 'sales rules'],
  ['/users/*', 'users'],
  ['/teams/*', 'teams'],
  ['/territories/*', 'territories'],
  ['/keys/*', 'keys'],
  ['/endpoints/*', 'endpoints'],
  ['/deliveries/*', 'deliveries'],
  ['/quarantine/*', 'quarantine'],
  ['/dead-letters/*', 'dead letters'],
  ['/unread-updates/*', 'unread updates'],
  ['/restores/*', 'restores'],
  ['/imports/*', 'imports'],
  // Nobody sees a part before its import is finished.
  ['/event-imports/:id/parts', changesNothing],
  ['/event-imports/*', 'imports'],
  ['/exports', 'exports'],
  ['/erasures/*', 'erasures'],
  // What is known of a person is read by a POST.
  ['/privacy/*', 'privacy'],
];

/** Reads that take much away: they are recorded too. */
const recordedReads: readonly (readonly [path: string, kind: string])[] = [['/exports', 'exports']];

/** Returns what a call is recorded as; null for none, undefined where no row says. `route` is its pattern. */
export function actOf(method: string, route: string): string | null | undefined {
  const path = route.slice(apiPrefix.length);
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const row = (isRead ? recordedReads : recordedActs).find(([pattern]) => isAbout(pattern, path));
  return row === undefined && isRead ? null : row?.[1];
}

const fieldsMax = 30;
const targetLengthMax = 200;

/** Acts under way, by their requests. */
const under = new WeakMap<FastifyRequest, { id: string; kind: string; target: string | null }>();

/**
 * Records acts: each before it is done, so that none is lost, and its outcome before it is answered. Where the first cannot be
 * written, nothing is done.
 */
export function recordActs(app: FastifyInstance, { acts, logger }: { acts: Acts; logger: Logger }): void {
  app.addHook('preHandler', async (request) => {
    const { url: route } = request.routeOptions;
    if (route === undefined || request.caller === undefined) return;
    const kind = actOf(request.method, route);
    if (kind === null || kind === undefined) return;
    const id = await acts.begin({
      ...{ actor: request.caller.email, kind, method: request.method },
      route: route.slice(apiPrefix.length),
      target: targetIn(request.params) ?? ownTarget(route, request.caller.email),
      fields: fieldsIn(request.body),
    });
    under.set(request, { id, kind, target: null });
  });
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const act = under.get(request);
    if (act !== undefined) act.target = madeBy(act.kind, payload);
    return payload;
  });
  app.addHook('onSend', async (request, reply) => {
    const act = under.get(request);
    if (act === undefined) return;
    under.delete(request);
    const isDone = reply.statusCode < 400;
    await acts
      .end(act.id, { status: reply.statusCode, target: isDone ? act.target : null })
      .catch((error: Error) => logger.error({ error, act: act.id }, 'the outcome of an act is not recorded'));
  });
}

export function registerTrail(app: FastifyInstance, { acts }: Pick<Sales, 'acts'>): void {
  app.get(
    '/trail',
    docs('The audit trail: what people changed of records and did besides, the latest first', {
      querystring: documented(trailFilterSchema, 'input'),
      response: answers(listOf(trailEntrySchema), 'A page of the trail'),
    }),
    async (request) => acts.trail(parse(trailFilterSchema, request.query)),
  );
}

/** What the parts of a path name. */
function targetIn(params: unknown): string | null {
  const parts = Object.values((params ?? {}) as Record<string, string>);
  return parts.length === 0 ? null : parts.join('/').slice(0, targetLengthMax);
}

/** Of what users change of themselves: their address, as if somebody else had changed it. */
function ownTarget(route: string, email: string): string | null {
  return isAbout('/users/me/*', route.slice(apiPrefix.length)) ? email : null;
}

/** Names of fields as ours are: another one may be anything. */
function fieldsIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  return Object.keys(body)
    .filter((name) => /^[a-z][A-Za-z]{0,40}$/.test(name))
    .slice(0, fieldsMax);
}

/** What an answer says was made: its id, of a user the address. An address of anybody else is none. */
function madeBy(kind: string, payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { id, email } = payload as { id?: unknown; email?: unknown };
  const made = kind === 'users' ? email : id;
  return typeof made === 'string' ? made.slice(0, targetLengthMax) : null;
}
