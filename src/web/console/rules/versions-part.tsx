/** Versions of a text: who published what, what it changed, and the way back. */
import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Actor } from '../team/actor.tsx';
import type { TextVersion } from './draft-source.ts';
import { ChangeList } from './preview-panel.tsx';
import { RollBack } from './roll-back.tsx';
import { sameBefore } from './same-text.ts';
import { useDraft } from './use-draft.tsx';

interface Props {
  /** The way back to a version; without it, that of a programme. */
  wayBack?: (to: number) => ReactNode;
}

export function VersionsPart({ wayBack = (to) => <RollBack to={to} /> }: Props) {
  const { versions, live } = useDraft();
  if (versions.length === 0) return <Text className="quiet">It was never published.</Text>;
  return (
    <ol className="versions">
      {versions.map((version, index) => (
        <Version
          key={version.number}
          version={version}
          before={versions[index + 1] ?? null}
          again={sameBefore(versions, index)}
          wayBack={wayBack}
          isLive={index === 0 && version.version === live?.version}
        />
      ))}
    </ol>
  );
}

interface VersionProps {
  version: TextVersion;
  before: TextVersion | null;
  /** The earlier version that it says again. */
  again: TextVersion | undefined;
  isLive: boolean;
  wayBack: (to: number) => ReactNode;
}

function Version({ version, before, again, isLive, wayBack }: VersionProps) {
  const { number, author, activatedAt, note } = version;
  const { source, live, mayChange } = useDraft();
  const isAsLive = !isLive && version.version === live?.version;
  const [isOpen, setOpen] = useState(false);
  const changes = useQuery({
    queryKey: source.keyOf('changes', number),
    queryFn: () => (before === null ? Promise.resolve([]) : source.changes(before.number, number)),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <li data-testid="version">
      <div className="version">
        <div>
          <b>Version {number}</b>
          {isLive && <span className="is-live"> live now</span>}
          {again !== undefined && <span className="quiet"> version {again.number} again</span>}
          {isAsLive && <span className="quiet"> says what is live now</span>}
          <div className="quiet">
            <AuthorWords author={author} />, {dateInWords(activatedAt)}
          </div>
          {note !== '' && (
            <div>
              <Foreign text={note} />
            </div>
          )}
        </div>
        <div className="acts">
          {before !== null && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setOpen(!isOpen)}
              aria-expanded={isOpen}
              data-testid="version-changes"
            >
              What it changed
            </Button>
          )}
          {!isLive && !isAsLive && mayChange && wayBack(number)}
        </div>
      </div>
      <Refusal error={changes.error} />
      {isOpen && changes.isPending && <Skeleton height={40} />}
      {isOpen && changes.data && (
        <ChangeList changes={changes.data.length === 0 ? ['Nothing but comments.'] : changes.data} />
      )}
    </li>
  );
}

/** Whose a version is; one of the rules folder has nobody. */
export function AuthorWords({ author }: { author: string }) {
  return author === 'file' ? (
    'from a file'
  ) : (
    <>
      of <Actor by={author} />
    </>
  );
}
