/** The calls of the page of the team: users, what they have open, teams and territories. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type { TaskView, UserView, Workload } from '../../../contract/api/api.ts';
import { allOf, client } from '../api/api.ts';
import { piecesOf, type WorkPiece } from './reassigning.ts';

/** A colleague as everybody sees one; for managers all of a user. */
export type Colleague = Pick<UserView, 'email' | 'name' | 'role' | 'team'> & Partial<UserView>;
export type UserChange = Shape<'UserChange'>;
export type NewUser = Shape<'NewUser'>;
export interface OrgTeam {
  name: string;
  manager: string | null;
  revision: number;
}
export interface OrgTerritory {
  name: string;
  countries: string[];
  revision: number;
}

const ofUser = (email: string) => ({ params: { path: { email } } });
/** What changed since is refused, not overwritten. */
const ifAt = (revision: number | null | undefined) =>
  typeof revision === 'number' && { header: { 'If-Match': `"${revision}"` } };
const ofName = (name: string, revision: number | null) => ({
  params: { path: { name }, ...ifAt(revision) },
});

export const teamApi = {
  users: () => allOf<Colleague>('/users'),
  workloads: async (): Promise<Workload[]> => (await answered(client.GET('/api/v1/users/workloads'))).items,
  teams: async (): Promise<OrgTeam[]> => (await answered(client.GET('/api/v1/teams'))).items,
  territories: async (): Promise<OrgTerritory[]> => (await answered(client.GET('/api/v1/territories'))).items,
  invite: (user: NewUser): Promise<UserView> => answered(client.POST('/api/v1/users', { body: user })),
  /** Changes the user that was read. */
  change: (
    { email, revision }: Pick<Colleague, 'email' | 'revision'>,
    change: UserChange,
  ): Promise<UserView> =>
    answered(
      client.PATCH('/api/v1/users/{email}', { params: { path: { email }, ...ifAt(revision) }, body: change }),
    ),
  end: (email: string, departure: { assignTo: string | null; reason: string }) =>
    answered(client.POST('/api/v1/users/{email}/deactivate', { ...ofUser(email), body: departure })),
  letBackIn: (email: string): Promise<UserView> =>
    answered(client.POST('/api/v1/users/{email}/reactivate', ofUser(email))),
  endSessions: (email: string): Promise<{ ended: number }> =>
    answered(client.DELETE('/api/v1/users/{email}/sessions', ofUser(email))),
  /** `revision` is null for a new one. */
  putTeam: ({ name, manager }: Omit<OrgTeam, 'revision'>, revision: number | null): Promise<OrgTeam> =>
    answered(client.PUT('/api/v1/teams/{name}', { ...ofName(name, revision), body: { manager } })),
  deleteTeam: (name: string) => answered(client.DELETE('/api/v1/teams/{name}', ofName(name, null))),
  putTerritory: (
    { name, countries }: Omit<OrgTerritory, 'revision'>,
    revision: number | null,
  ): Promise<OrgTerritory> =>
    answered(client.PUT('/api/v1/territories/{name}', { ...ofName(name, revision), body: { countries } })),
  deleteTerritory: (name: string) =>
    answered(client.DELETE('/api/v1/territories/{name}', ofName(name, null))),
  /** The open work of a user that is reassigned piece by piece. */
  openWork: async (owner: string): Promise<WorkPiece[]> => {
    const [leads, tasks] = await Promise.all([
      allOf<{ id: string }>('/leads', { owner, open: 'true' }),
      teamApi.openTasks(owner),
    ]);
    return piecesOf(leads, tasks);
  },
  openTasks: (owner: string) => allOf<TaskView>('/tasks', { owner, open: 'true' }),
  assign: ({ list, id }: WorkPiece, owner: string, reason: string): Promise<unknown> =>
    answered(
      client.POST(`/api/v1/${list}/{id}/assign`, { params: { path: { id } }, body: { owner, reason } }),
    ),
  /** Gives a task alone to somebody, also one that goes with its lead. */
  giveTask: (id: string, owner: string): Promise<unknown> =>
    answered(client.PATCH('/api/v1/tasks/{id}', { params: { path: { id } }, body: { owner } })),
};
