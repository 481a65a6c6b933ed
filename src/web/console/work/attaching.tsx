/** The files of a record, as every part of its page asks for them, and the button that attaches one. */
import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type AttachedRecord, api } from '../api/api.ts';

export const filesQuery = (record: AttachedRecord) => ({
  queryKey: ['work', 'files', record],
  queryFn: () => api.filesOf(record),
});

/** Attaches a file; `onAttached` hears its id once the list of files has it. */
export function useAttaching(record: AttachedRecord, onAttached?: (id: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => api.attach(record, file),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: filesQuery(record).queryKey });
      onAttached?.(id);
    },
  });
}

/** `label` says to those who do not see the page what the file is for. */
export function AttachButton({ adding, label }: { adding: ReturnType<typeof useAttaching>; label: string }) {
  return (
    <FileButton onChange={(file) => file && adding.mutate(file)} inputProps={{ 'aria-label': label }}>
      {(props) => (
        <Button {...props} variant="default" size="xs" loading={adding.isPending}>
          Attach a file
        </Button>
      )}
    </FileButton>
  );
}
