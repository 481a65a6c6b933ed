/** The frame of a text that is edited in a draft: what is live of it, its acts, its parts. Each part is a page of its own below. */
import { Alert, Button, Group, Skeleton, Title } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Ways } from '../parts/ways.tsx';
import { Conflict } from './conflict.tsx';
import { DraftBanner, LiveWords, ThrowAway } from './draft-parts.tsx';
import { Leaving } from './leaving.tsx';
import { useDraft } from './use-draft.tsx';

/** A part of such a text, below its address; the first has the address itself. */
export interface Part {
  path: string;
  label: string;
}

interface Props {
  /** Of the text itself. */
  address: string;
  title: string;
  parts: readonly Part[];
  /** Names the links to the parts, as `Of this programme`. */
  partsOf: string;
  /** Where there is neither a version nor a draft: its mark for tests, and what is said. */
  missing: { testId: string; says: ReactNode };
  /** Of a text that was never published. */
  never: string;
  /** Of a draft. */
  promise: string;
  /** Publishes the draft. */
  sheet: (onClose: () => void) => ReactNode;
  /** Below the head. */
  children?: ReactNode;
}

export function DraftFrame(props: Props) {
  const { address, title, parts, partsOf, missing, never, promise, sheet, children } = props;
  const { id, live, draft, isEditing } = useDraft();
  const { pathname } = useLocation();
  const here = parts.findLast(({ path }) => pathname.endsWith(path) && path !== '') ?? parts[0];
  if (live === null && draft === null && !isEditing)
    return (
      <>
        <Title order={1} size="h2">
          <Foreign text={id} />
        </Title>
        <Alert color="red" role="alert" my="md" data-testid={missing.testId}>
          {missing.says}
        </Alert>
      </>
    );
  return (
    <>
      <Group justify="space-between" align="start" mb="xs" gap="sm">
        <div>
          <Title order={1} size="h2">
            <Foreign text={title} />
          </Title>
          <LiveWords never={never} />
        </div>
        <Acts sheet={sheet} />
      </Group>
      {children}
      <DraftBanner promise={promise} />
      <Ways className="parts" label={partsOf}>
        {parts.map((part) => (
          <Link
            key={part.path}
            to={address + part.path}
            activeOptions={{ exact: true }}
            aria-current={part === here ? 'page' : undefined}
          >
            {part.label}
          </Link>
        ))}
      </Ways>
      <Suspense fallback={<Skeleton height={320} />}>
        <Outlet />
      </Suspense>
      <Conflict />
      <Leaving />
    </>
  );
}

function Acts({ sheet }: Pick<Props, 'sheet'>) {
  const { isEditing, mayChange, begin } = useDraft();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  if (!mayChange) return null;
  return (
    <Group gap="xs">
      <Refusal error={error} />
      {isEditing ? (
        <>
          <ThrowAway />
          <Button onClick={() => setSheetOpen(true)} data-testid="publish">
            Publish…
          </Button>
          {isSheetOpen && sheet(() => setSheetOpen(false))}
        </>
      ) : (
        <Button onClick={() => begin().catch(setError)} data-testid="edit">
          Edit in a draft
        </Button>
      )}
    </Group>
  );
}
