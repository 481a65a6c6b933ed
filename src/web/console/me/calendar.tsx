/** The secret address of the calendar: made, copied, renewed, revoked. */
import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { Refusal } from '../parts/refusal.tsx';

export function Calendar() {
  const make = useMutation({ mutationFn: api.newCalendar });
  const revoke = useMutation({ mutationFn: api.revokeCalendar, onSuccess: () => make.reset() });
  const url = make.data?.url;
  return (
    <Stack gap="sm">
      <Text size="sm" className="quiet">
        Give the address to your calendar. Everybody who knows it can read your tasks. A new address ends the
        one before.
      </Text>
      {url && (
        <Group align="end" wrap="nowrap">
          <TextInput
            label="Address, shown this once"
            readOnly
            value={url}
            onFocus={(event) => event.currentTarget.select()}
            flex={1}
            data-testid="calendar-url"
          />
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Group>
      )}
      <Refusal error={make.error ?? revoke.error} />
      {revoke.isSuccess && !url && <Text role="status">The address is revoked.</Text>}
      <Group>
        <Button
          variant="default"
          loading={make.isPending}
          onClick={() => make.mutate()}
          data-testid="new-calendar"
        >
          Make a new address
        </Button>
        <Button variant="subtle" color="gray" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          Revoke the address
        </Button>
      </Group>
    </Stack>
  );
}
