/**
 * Who may do what: the one table that decides it, for every route of the API.
 *
 * A row is a path with who may read it (GET, HEAD) and who may change it (all other methods); `/*` at its end means the
 * path and everything below. The first row that fits decides; a route without a row is nobody's. What depends on the record,
 * such as whose it is, the stores decide besides. The API token is an admin.
 */
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import { type UserRole, userRoles } from '../contract/api/api.ts';

export const apiPrefix = '/api/v1';

type Who = readonly UserRole[];

const everyone: Who = userRoles;
const admins: Who = ['admin'];
const managers: Who = ['admin', 'manager'];
const sales: Who = ['admin', 'manager', 'rep'];
const marketing: Who = ['admin', 'marketer'];
const operators: Who = ['admin', 'operator'];
const senders: Who = ['admin', 'manager', 'operator'];
const campaigners: Who = ['admin', 'manager', 'marketer'];
/** Stages of every lane open tasks, those of marketing too. */
const workers: Who = ['admin', 'manager', 'rep', 'marketer'];

export const permissions: readonly (readonly [path: string, mayRead: Who, mayChange: Who])[] = [
  // Oneself.
  ['/session', everyone, everyone],
  ['/users/me/*', everyone, everyone],
  ['/channels/*', everyone, everyone],
  // What there is to know.
  ['/setup', everyone, admins],
  ['/openapi.json', everyone, admins],
  ['/alerts/*', everyone, everyone],
  ['/timeline/*', everyone, admins],
  ['/reports/*', everyone, campaigners],
  ['/profiles/*', everyone, admins],
  // The work of sales.
  ['/leads/*', everyone, sales],
  ['/tasks/*', everyone, workers],
  ['/activities/*', everyone, sales],
  ['/people/*', everyone, sales],
  ['/companies/*', everyone, sales],
  ['/opportunities/*', everyone, sales],
  ['/quotations/*', everyone, sales],
  ['/deals/*', everyone, sales],
  ['/orders/*', everyone, sales],
  ['/jobs/*', everyone, sales],
  ['/products/*', everyone, managers],
  // The work of marketing.
  ['/campaigns/*', everyone, campaigners],
  ['/programmes/*', everyone, marketing],
  ['/backtests/*', everyone, marketing],
  // What managers arrange.
  ['/users/*', everyone, managers],
  ['/teams/*', everyone, managers],
  ['/territories/*', everyone, managers],
  ['/pipelines/*', everyone, managers],
  // What operators run. Addresses that messages go to are secrets; those they sign with, managers alone see and change.
  ['/audits/*', everyone, operators],
  ['/deliveries/*', senders, senders],
  ['/endpoints/*', senders, senders],
];

/** Roles that may use a route, by its pattern such as `/api/v1/leads/:id`; null where no row names it. */
export function whoMay(method: string, route: string): Who | null {
  const path = route.slice(apiPrefix.length);
  const row = permissions.find(([pattern]) =>
    pattern.endsWith('/*')
      ? path === pattern.slice(0, -2) || path.startsWith(pattern.slice(0, -1))
      : path === pattern,
  );
  if (row === undefined) return null;
  const [, mayRead, mayChange] = row;
  return method === 'GET' || method === 'HEAD' ? mayRead : mayChange;
}

/** Throws `forbidden` unless the role may use the route of the request. A path that is no route is nothing to keep from anybody. */
export function demandPermission(request: FastifyRequest, role: UserRole): void {
  const { url } = request.routeOptions;
  if (url === undefined) return;
  const who = whoMay(request.method, url) ?? [];
  if (who.includes(role)) return;
  const path = request.url.split('?', 1)[0];
  throw new ApiError(
    'forbidden',
    `a log-in as ${role} may not ${request.method} ${path}; it takes one as ${who.join(' or ') || 'nobody'}`,
  );
}
