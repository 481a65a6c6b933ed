/** A receipt from somewhere: whether this installation signed it as it is. */
import { Alert, FileInput, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Refusal } from '../parts/refusal.tsx';
import { privacyApi } from './privacy-api.ts';

export function Verify() {
  const verify = useMutation({
    mutationFn: async (file: File) => {
      const text = (await file.text()).trim();
      // What the command line printed has other lines before it.
      for (const part of [text, text.split('\n').at(-1) ?? ''])
        try {
          const receipt: unknown = JSON.parse(part);
          if (typeof receipt === 'object' && receipt !== null) return await privacyApi.isGenuine(receipt);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
        }
      throw new Error(`"${file.name}" is no receipt: expected the JSON file of an erasure.`);
    },
  });
  return (
    <>
      <FileInput
        label="The file of a receipt"
        placeholder="Choose a file"
        accept="application/json,.json,.txt"
        onChange={(file) => file && verify.mutate(file)}
        data-testid="verify"
      />
      <Refusal error={verify.error} />
      {verify.data !== undefined && (
        <Alert color={verify.data ? 'green' : 'red'} mt="sm" role="status" data-testid="verified">
          <Text size="sm">
            {verify.data
              ? 'It is genuine: this installation signed it, and nothing of it was changed.'
              : 'It is not genuine: it was changed, or another installation signed it.'}
          </Text>
        </Alert>
      )}
    </>
  );
}
