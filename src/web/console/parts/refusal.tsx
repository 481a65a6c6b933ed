/** What the server refused, where it was asked. */
import { Alert } from '@mantine/core';

export function Refusal({ error }: { error: Error | null }) {
  return error === null ? null : (
    <Alert color="red" role="alert">
      <bdi>{error.message}</bdi>
    </Alert>
  );
}
