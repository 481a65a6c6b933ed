/** The log-in at the provider of the settings: a button below the password, and why the last one failed. */
import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CallerView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';

/**
 * `onLogIn`: the form lies over a page, which stays. The provider then opens in a tab of its own, and the page goes on when
 * somebody comes back to it.
 */
export function ProviderLogIn({ onLogIn }: { onLogIn?: (session: CallerView) => void }) {
  const { data } = useQuery({ queryKey: ['log-in-options'], queryFn: api.logInOptions });
  const [hasLeft, setHasLeft] = useState(false);
  useEffect(() => {
    if (!hasLeft || onLogIn === undefined) return;
    const look = () => void api.session().then(onLogIn, () => undefined);
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [hasLeft, onLogIn]);
  if (!data?.provider) return null;
  const { name, path } = data.provider;
  const isOverPage = onLogIn !== undefined;
  const to = isOverPage ? '/' : `${location.pathname}${location.search}`;
  return (
    <Stack mt="md">
      <Divider label="or" />
      {data.failure !== null && (
        <Alert color="red" role="alert" data-testid="provider-failure">
          <bdi>{data.failure}</bdi>
        </Alert>
      )}
      <Button
        component="a"
        variant="default"
        href={`${path}?${new URLSearchParams({ to })}`}
        {...(isOverPage && { target: '_blank', onClick: () => setHasLeft(true) })}
        data-testid="provider-log-in"
      >
        Log in with {name}
      </Button>
      {hasLeft && (
        <Text size="sm" className="quiet">
          Log in in the new tab, then come back to this one.
        </Text>
      )}
    </Stack>
  );
}
