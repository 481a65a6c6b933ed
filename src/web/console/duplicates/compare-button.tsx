/** The way to the page that compares two records and merges them. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MergedList } from '../../../contract/api/api.ts';

interface Props {
  list: MergedList;
  /** The ids of the one that stays and of the one that becomes part of it, as they are offered first. */
  kept: string;
  merged: string;
  label: string;
  testId: string;
}

export function CompareButton({ list, kept, merged, label, testId }: Props) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      renderRoot={(props) => (
        <Link {...props} to="/duplicates/compare" search={{ list, kept, merged }} data-testid={testId} />
      )}
    >
      {label}
    </Button>
  );
}
