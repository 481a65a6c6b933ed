/** The users as a table: role and team, absence, and how much each has open, as links to it. */
import { Badge, Button, Menu, Text, VisuallyHidden } from '@mantine/core';
import type { Workload } from '../../../contract/api/api.ts';
import { useNow } from '../parts/clock.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { ListLink } from '../parts/list-link.tsx';
import { Dotted, Foreign } from '../parts/others.tsx';
import { shortText } from '../parts/short-text.ts';
import { useSession } from '../session/session.tsx';
import { absenceState, dayIn, zoneOfUser } from './absence.ts';
import type { Colleague } from './team-api.ts';
import { mayChangeUser, workOf } from './user-change.ts';

export type UserAct = 'change' | 'absence' | 'end' | 'back' | 'sessions';

interface Props {
  users: readonly Colleague[];
  /** Null where they are not shown to this user, or not known yet. */
  workloads: readonly Workload[] | null;
  /** The index of the row that the keys have chosen. */
  chosen: number;
  mayChange: boolean;
  act: (name: UserAct, user: Colleague) => void;
}

export function UserTable({ users, workloads, chosen, mayChange, act }: Props) {
  const { role } = useSession();
  const waiting = workloads?.find(({ owner }) => owner === null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="people" tabIndex={0} aria-label="Users">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Role and team</th>
            <th scope="col">Sells</th>
            <th scope="col">Open leads</th>
            <th scope="col">Open tasks</th>
            <th scope="col">Open sales</th>
            {mayChange && (
              <th scope="col">
                <VisuallyHidden>Change</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {users.map((user, index) => (
            <tr key={user.email} data-testid="user-row" data-chosen={index === chosen}>
              <th scope="row">
                <Foreign text={user.name ?? user.email} />
                {user.name !== null && (
                  <Text size="sm" className="quiet">
                    <Foreign text={user.email} />
                  </Text>
                )}
                <State user={user} />
              </th>
              <td data-label="Role and team">
                {user.role}
                <Text size="sm" className="quiet">
                  <Dotted texts={[user.team]} />
                </Text>
              </td>
              <td data-label="Sells">
                <Dotted texts={[...(user.territories ?? []), ...(user.languages ?? [])]} />
                {user.acceptsLeads === false && user.role === 'rep' && (
                  <Text size="sm" className="quiet">
                    gets no leads by routing
                  </Text>
                )}
              </td>
              <Open email={user.email} work={workOf(workloads, user.email)} />
              {mayChange && <td>{mayChangeUser(role, user) && <Acts user={user} act={act} />}</td>}
            </tr>
          ))}
        </tbody>
        {waiting && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Nobody: it waits in the queue
              </th>
              <td>
                <ListLink path="/leads" search={{ queue: 'true' }}>
                  {waiting.leads}
                </ListLink>
              </td>
              <td>
                <ListLink path="/tasks" search={{ unowned: 'true', open: 'true' }}>
                  {waiting.tasks}
                </ListLink>
              </td>
              <td>{waiting.opportunities + waiting.others}</td>
              {mayChange && <td />}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function State({ user }: { user: Colleague }) {
  const { away, deputy, deactivatedAt, deactivatedReason, canLogIn } = user;
  const dayInWords = (moment: string) => dateInWords(dayIn(Date.parse(moment), zoneOfUser(user)));
  const state = absenceState(away, useNow());
  if (deactivatedAt)
    return (
      <Text size="sm" className="quiet">
        left {dateInWords(deactivatedAt)}: <Foreign text={deactivatedReason ?? ''} />
      </Text>
    );
  return (
    <>
      {away && (state === 'now' || state === 'later') && (
        <Text size="sm" data-testid="absence">
          <Badge color={state === 'now' ? 'orange.9' : 'gray.7'} component="span">
            {state === 'now' ? 'away' : 'away soon'}
          </Badge>{' '}
          {state === 'later' && `from ${dayInWords(away.from)}, `}back on {dayInWords(away.until)}
          {deputy && (
            <>
              {' · deputy '}
              <Foreign text={deputy} />
            </>
          )}
        </Text>
      )}
      {canLogIn === false && (
        <Text size="sm" className="quiet">
          has no password yet
        </Text>
      )}
    </>
  );
}

function Open({ email, work }: { email: string; work: Workload | 0 | null }) {
  const search = { owner: email, open: 'true' };
  if (work === null || work === 0)
    return (
      <>
        <td data-label="Open leads">{work}</td>
        <td data-label="Open tasks">{work}</td>
        <td data-label="Open sales">{work}</td>
      </>
    );
  return (
    <>
      <td data-label="Open leads">
        <ListLink path="/leads" search={search}>
          {work.leads}
        </ListLink>
      </td>
      <td data-label="Open tasks">
        <ListLink path="/tasks" search={{ ...search, unowned: 'false' }}>
          {work.tasks}
        </ListLink>
        {work.overdue > 0 && (
          <Text size="sm">
            <ListLink
              path="/tasks"
              search={{ owner: email, overdue: 'true', unowned: 'false' }}
              className="overdue"
            >
              {work.overdue} overdue
            </ListLink>
          </Text>
        )}
      </td>
      <td data-label="Open sales">
        <ListLink path="/opportunities" search={search}>
          {counted(work.opportunities, 'opportunity', 'opportunities')}
        </ListLink>
        {work.others > 0 && (
          <Text size="sm" className="quiet">
            and {counted(work.others, 'other')}
          </Text>
        )}
      </td>
    </>
  );
}

function Acts({ user, act }: { user: Colleague; act: Props['act'] }) {
  const { email } = useSession();
  const name = shortText(user.name ?? user.email);
  if (user.deactivatedAt)
    return (
      <Button size="compact-sm" variant="default" onClick={() => act('back', user)}>
        Let back in
      </Button>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default" aria-label={`Change… ${name}`} data-testid="user-acts">
          Change…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => act('absence', user)} data-testid="absence-of">
          Absence and deputy…
        </Menu.Item>
        <Menu.Item onClick={() => act('change', user)} data-testid="change-user">
          Role, team, territories…
        </Menu.Item>
        {email !== user.email && (
          <>
            <Menu.Item onClick={() => act('sessions', user)}>End their log-ins</Menu.Item>
            <Menu.Item color="red" onClick={() => act('end', user)} data-testid="end-user">
              End this user…
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
