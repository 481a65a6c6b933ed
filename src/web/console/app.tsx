/** The console of who is logged in: its keys, its live stream, and the pages of its addresses. */
import { RouterProvider } from '@tanstack/react-router';
import { KeysProvider } from './keys/use-keys.tsx';
import { router } from './router.tsx';
import { SessionGate } from './session/session.tsx';
import { LiveProvider } from './shell/live-provider.tsx';

export function App() {
  return (
    <SessionGate>
      {(logIns) => (
        <KeysProvider>
          <LiveProvider logIns={logIns} onOpen={(to) => void router.navigate({ to })}>
            <RouterProvider router={router} />
          </LiveProvider>
        </KeysProvider>
      )}
    </SessionGate>
  );
}
