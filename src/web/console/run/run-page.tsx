/** The place of operators: how the installation does, and what waits for somebody to decide, each a page of its own below. */
import './run.css';
import { Alert, Skeleton, Title } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Ways } from '../parts/ways.tsx';
import { useMayRead } from '../session/session.tsx';

/** `needs`: the path of the API that a part reads. */
const parts = [
  { path: '/run', label: 'Health', needs: '/health' },
  { path: '/run/dead-letters', label: 'Dead letters', needs: '/dead-letters' },
  { path: '/run/quarantine', label: 'Quarantine', needs: '/quarantine' },
  { path: '/run/unread-updates', label: 'Unread updates', needs: '/unread-updates' },
  { path: '/run/deliveries', label: 'Deliveries', needs: '/deliveries' },
  { path: '/run/versions', label: 'Versions and audits', needs: '/health' },
] as const;

export function RunPage() {
  const { pathname } = useLocation();
  const may = useMayRead();
  const here = parts.find(({ path }) => path === pathname.replace(/\/$/, '')) ?? parts[0];
  return (
    <div className="page wide run">
      <Title order={1} size="h2">
        {here.label}
      </Title>
      <Ways className="parts" label="Of running Scoville">
        {parts
          .filter(({ needs }) => may(needs))
          .map((part) => (
            <Link
              key={part.path}
              to={part.path}
              activeOptions={{ exact: true }}
              aria-current={part === here ? 'page' : undefined}
            >
              {part.label}
            </Link>
          ))}
      </Ways>
      {may(here.needs) ? (
        <Suspense fallback={<Skeleton height={240} />}>
          <Outlet />
        </Suspense>
      ) : (
        <Alert color="red" role="alert" data-testid="not-allowed">
          Your role does not see this page. Ask somebody who manages users.
        </Alert>
      )}
    </div>
  );
}
