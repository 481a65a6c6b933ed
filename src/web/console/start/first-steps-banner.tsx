/** A line over the work of an admin while the installation is new: how many first steps are done, and the way to them. */
import './start.css';
import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../session/session.tsx';
import { isDismissed, setDismissed } from './steps.ts';
import { useSteps } from './use-steps.ts';

export function FirstStepsBanner() {
  const isAdmin = useSession().role === 'admin';
  const [isAway, setAway] = useState(isDismissed);
  const { data: steps } = useSteps({ isAsked: isAdmin && !isAway });
  const left = steps?.filter(({ isDone }) => !isDone) ?? [];
  if (isAway || steps === undefined || left.length === 0) return null;
  const dismiss = () => {
    setDismissed(true);
    setAway(true);
  };
  return (
    <Group
      className="first-steps"
      justify="space-between"
      mb="md"
      role="region"
      aria-label="First steps"
      data-testid="first-steps"
    >
      <Text size="sm">
        <Link to="/start">First steps</Link>: {steps.length - left.length} of {steps.length} done
      </Text>
      <Button size="compact-sm" variant="subtle" onClick={dismiss} data-testid="dismiss-steps">
        Do not show this
      </Button>
    </Group>
  );
}
