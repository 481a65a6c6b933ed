/** A page that cannot be shown: why, and another try. What stands around it stays. */
import { Container, Title } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSessionEnd } from '../api/session-end.ts';
import { Refusal } from '../parts/refusal.tsx';

export function PageError({ error }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => void router.invalidate();
  const isLoggedOut = useSessionEnd();
  const wasLoggedOut = useRef(isLoggedOut);
  // A log-in over the page ends what failed for want of one.
  useEffect(() => {
    if (wasLoggedOut.current && !isLoggedOut) void router.invalidate();
    wasLoggedOut.current = isLoggedOut;
  }, [isLoggedOut, router]);
  return (
    <Container size="sm" py="xl" data-testid="page-error">
      <Title order={1} size="h2" mb="md">
        This page cannot be shown
      </Title>
      <Refusal error={error instanceof Error ? error : new Error(String(error))} again={again} />
    </Container>
  );
}
