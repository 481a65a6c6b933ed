/** Who is logged in, for everything on the page; and what is shown instead of it, or over it, where nobody is. */

import { Alert, Button, Center, Loader, Modal, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { type CallerView, mayChange, mayRead } from '../../../contract/api/api.ts';
import { api, isLoggedOut } from '../api/api.ts';
import { sessionEnd, useSessionEnd } from '../api/session-end.ts';
import { Foreign } from '../parts/others.tsx';
import { LogIn, LogInForm } from './log-in.tsx';
import { MissingFactor } from './missing-factor.tsx';
import { ProviderLogIn } from './provider-log-in.tsx';

const SessionContext = createContext<CallerView | null>(null);

/** The log-in of the user. */
export function useSession(): CallerView {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('a session is used within a SessionGate');
  return session;
}

/** Whether the user may change what is at a path of the API, such as `/leads`: a page shows no other buttons. */
export function useMayChange(): (path: string) => boolean {
  const { permissions } = useSession();
  return (path) => mayChange(permissions, path);
}

/** Whether the user may read what is at a path of the API: a page offers no other parts. */
export function useMayRead(): (path: string) => boolean {
  const { permissions } = useSession();
  return (path) => mayRead(permissions, path);
}

export const sessionKey = ['session'] as const;

/** Shows its children to somebody who is logged in. `logIns` counts the log-ins of this page. */
export function SessionGate({ children }: { children: (logIns: number) => ReactNode }) {
  const queries = useQueryClient();
  const [logIns, setLogIns] = useState(0);
  /** Recovery codes of a second factor that was just set up. */
  const [isShowingCodes, showCodes] = useState(false);
  const hasEnded = useSessionEnd();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: () =>
      api.session().catch((refused: unknown) => {
        if (!isLoggedOut(refused)) throw refused;
        // Of one that ended the page stays, and the log-in comes over it.
        return queries.getQueryData<CallerView | null>(sessionKey) ?? null;
      }),
  });
  if (isPending)
    return (
      <Center h="100vh">
        <Loader aria-label="Loading" />
      </Center>
    );
  if (data === undefined) return <Unavailable error={error} onRetry={() => void refetch()} />;
  const onLogIn = (session: CallerView) => {
    // Nothing of one user is left for another.
    if (data !== null && data.email !== session.email) return location.reload();
    sessionEnd.isOver();
    queries.setQueryData(sessionKey, session);
    setLogIns((count) => count + 1);
    void queries.invalidateQueries();
  };
  if (data === null) return <LogIn onLogIn={onLogIn} />;
  const finish = () => {
    showCodes(false);
    void queries.invalidateQueries();
  };
  if (data.needsSecondFactor || isShowingCodes)
    return <MissingFactor onCodes={() => showCodes(true)} onDone={finish} />;
  return (
    <SessionContext value={data}>
      {children(logIns)}
      <Modal
        opened={hasEnded}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title="Your log-in has ended"
        overlayProps={{ backgroundOpacity: 0.6, blur: 14 }}
        centered
        // Over whatever is open.
        zIndex={1_000}
      >
        <Text mb="md">Log in again: what you have written on this page is still there.</Text>
        <LogInForm email={data.email} onLogIn={onLogIn} />
        <ProviderLogIn onLogIn={onLogIn} />
      </Modal>
    </SessionContext>
  );
}

function Unavailable({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  return (
    <Center h="100vh" p="md" component="main">
      <Stack maw={420}>
        <Alert color="red" role="alert" title="Scoville does not answer" data-testid="unavailable">
          <Foreign text={error?.message ?? 'Nothing was answered.'} />
          <Text size="sm" mt="xs">
            It is asked again by itself.
          </Text>
        </Alert>
        <Button onClick={onRetry}>Try again</Button>
      </Stack>
    </Center>
  );
}
