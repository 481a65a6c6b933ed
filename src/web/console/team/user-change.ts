/** What the page of the team says and changes of a user: who may, which fields, how much open work. Pure. */
import type { UserRole, Workload } from '../../../contract/api/api.ts';

/** Whether somebody of a role may change a user: of managers and admins, admins decide. */
export function mayChangeUser(by: UserRole, user: { role: UserRole }): boolean {
  return by === 'admin' || (by === 'manager' && user.role !== 'admin' && user.role !== 'manager');
}

/** What somebody has open: 0 for nothing, null where nobody knows. */
export function workOf(workloads: readonly Workload[] | null, email: string): Workload | 0 | null {
  return workloads === null ? null : (workloads.find(({ owner }) => owner === email) ?? 0);
}

/** The fields of `after` whose value is another than in `before`, with the value of `after`. */
export function differing<Fields extends object>(before: Fields, after: Fields): Partial<Fields> {
  const names = Object.keys(after) as (keyof Fields)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as Partial<Fields>;
}
