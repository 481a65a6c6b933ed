/** The page or the log-in, as the session says. */
import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, isLoggedOut } from './api.ts';
import { LeadsPage } from './leads-page.tsx';
import { LogIn } from './log-in.tsx';

export function App() {
  const { data, isPending } = useQuery({
    queryKey: ['session'],
    queryFn: () =>
      api.session().catch((error: unknown) => {
        if (isLoggedOut(error)) return null;
        throw error;
      }),
  });
  if (isPending) {
    return (
      <Center h="100vh">
        <Loader />
      </Center>
    );
  }
  return data ? <LeadsPage session={data} /> : <LogIn />;
}
