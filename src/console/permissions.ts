/**
 * Permissions: one table decides for every route of the API.
 *
 * A row is a path, the roles that may read it (GET, HEAD) and the roles that may change it (all other methods). `/*` at its end
 * means the path and everything below. The first matching row decides; a route without a row is closed. Rules that depend on the
 * record, such as its owner, belong to the stores. The API token is an admin.
 */
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import {
  changedLists,
  isAbout,
  type Permission,
  roleGroups,
  type UserRole,
  userRoles,
} from '../contract/api/api.ts';

export const apiPrefix = '/api/v1';

type Who = readonly UserRole[];

const {
  everyone,
  admins,
  managers,
  sellers: sales,
  marketing,
  operators,
  senders,
  campaigners,
  workers,
} = roleGroups;

export const permissions: readonly (readonly [path: string, mayRead: Who, mayChange: Who])[] = [
  // The caller's own settings.
  ['/session', everyone, everyone],
  ['/session/options', everyone, admins],
  ['/users/me/*', everyone, everyone],
  ['/channels/*', everyone, everyone],
  // The store looks at the owner of a view.
  ['/views/*', everyone, everyone],
  // Open to every role.
  ['/setup', everyone, admins],
  ['/openapi.json', everyone, admins],
  ['/alerts/*', everyone, everyone],
  // The store looks at the record itself.
  ['/timeline/:id/:entry/undo', everyone, workers],
  ['/timeline/*', everyone, admins],
  ['/reports/*', everyone, campaigners],
  ['/profiles/:key/contact', everyone, sales],
  ['/profiles/*', everyone, admins],
  // Sales.
  ['/leads/:id', everyone, workers],
  ['/leads/*', everyone, sales],
  ['/tasks/*', everyone, workers],
  ['/work', everyone, workers],
  ['/activities/*', everyone, workers],
  ['/people/:id/campaign-influences', everyone, workers],
  ['/people/*', everyone, sales],
  ['/companies/*', everyone, sales],
  ['/accounts/*', everyone, admins],
  ['/duplicates/*', everyone, sales],
  ['/merges/*', everyone, sales],
  ['/opportunities/:id', everyone, workers],
  ['/opportunities/*', everyone, sales],
  ['/quotations/*', everyone, sales],
  ['/deals/:id', everyone, workers],
  ['/deals/*', everyone, sales],
  ['/orders/:id', everyone, workers],
  ['/orders/*', everyone, sales],
  ['/jobs/:id', everyone, workers],
  ['/jobs/*', everyone, sales],
  // The handler looks at the list, the store at each record.
  ['/bulk-acts/*', workers, workers],
  ['/attachments/*', everyone, workers],
  ['/products/*', everyone, managers],
  ['/quarantine/*', senders, senders],
  // Marketing.
  ['/campaigns/:id', everyone, workers],
  ['/campaigns/*', everyone, campaigners],
  ['/programmes/*', everyone, marketing],
  ['/drafts/*', everyone, marketing],
  ['/backtests/*', everyone, marketing],
  ['/suggestions/*', everyone, marketing],
  ['/sales-rules/*', everyone, campaigners],
  // Managers.
  ['/users/workloads', managers, managers],
  ['/users/:email/sessions/*', managers, managers],
  ['/users/*', everyone, managers],
  ['/teams/*', everyone, managers],
  ['/territories/*', everyone, managers],
  ['/pipelines/*', everyone, managers],
  ['/trail', managers, managers],
  ['/imports/*', managers, managers],
  ['/exports', managers, managers],
  // Operators. Addresses of messages are secrets; only managers see and change the secrets that sign them.
  ['/health', senders, admins],
  ['/audits/*', everyone, operators],
  ['/restores/*', operators, operators],
  ['/dead-letters/*', operators, operators],
  ['/unread-updates/*', operators, operators],
  ['/failing-profiles', operators, operators],
  ['/event-imports/*', senders, operators],
  ['/keys/*', operators, operators],
  ['/mail-links', campaigners, campaigners],
  ['/erasures/*', admins, admins],
  ['/privacy/*', admins, admins],
  ['/deliveries/*', senders, senders],
  ['/endpoints/*', senders, senders],
];

/** Roles that may use a route, by its pattern such as `/api/v1/leads/:id`; null where no row names it. */
export function whoMay(method: string, route: string): Who | null {
  const path = route.slice(apiPrefix.length);
  const row = permissions.find(([pattern]) => isAbout(pattern, path));
  if (row === undefined) return null;
  const [, mayRead, mayChange] = row;
  return method === 'GET' || method === 'HEAD' ? mayRead : mayChange;
}

const tablesOfRecords = [...changedLists, 'merges'];
const changedBy = new Map(
  userRoles.map((role) => [
    role,
    tablesOfRecords.filter((table) => whoMay('PATCH', `${apiPrefix}/${table}/:id`)?.includes(role)),
  ]),
);

/** Returns the tables whose records a role may change. */
export function tablesChangedBy(role: UserRole): readonly string[] {
  return changedBy.get(role) ?? [];
}

/** Returns what a role may do, in the order in which the rows decide. */
export function permissionsOf(role: UserRole): Permission[] {
  return permissions.map(([path, mayRead, mayChange]) => ({
    path,
    mayRead: mayRead.includes(role),
    mayChange: mayChange.includes(role),
  }));
}

/** Throws `forbidden` unless the role may use the route of the request. A path without a route is open to all. */
export function requirePermission(request: FastifyRequest, role: UserRole): void {
  const { url } = request.routeOptions;
  if (url === undefined) return;
  const who = whoMay(request.method, url) ?? [];
  if (who.includes(role)) return;
  const path = request.url.split('?', 1)[0];
  throw new ApiError(
    'forbidden',
    `role ${role} may not ${request.method} ${path}; it needs ${who.join(' or ') || 'a route of the API'}`,
  );
}
