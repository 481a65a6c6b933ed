/** What the server refused, where it was asked. */

import { Alert } from '@mantine/core';
import { Foreign } from './others.tsx';

export function Refusal({ error }: { error: Error | null }) {
  return error === null ? null : (
    <Alert color="red" role="alert">
      <Foreign text={error.message} />
    </Alert>
  );
}
