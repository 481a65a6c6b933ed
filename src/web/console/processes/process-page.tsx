/** A sales process: how its records go, each view a page of its own below. */
import '../rules/rules.css';
import './processes.css';
import { Skeleton, Title } from '@mantine/core';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Foreign } from '../parts/others.tsx';

export function ProcessPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return (
    <div className="page wide">
      <Link to="/processes" className="quiet">
        Sales processes
      </Link>
      <Title order={1} size="h2" mb="sm">
        <Foreign text={id} />
      </Title>
      <Suspense fallback={<Skeleton height={320} />}>
        <Outlet />
      </Suspense>
    </div>
  );
}
