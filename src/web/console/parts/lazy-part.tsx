/** Parts of pages that are loaded once somebody opens them. One that cannot be loaded says so in its place; the page around it stays. */
import { Modal } from '@mantine/core';
import { Component, type ReactNode, Suspense } from 'react';
import { lazyPartOf, PageNotLoaded } from './lazy-page.ts';
import { Refusal } from './refusal.tsx';

type Part<Props> = (props: Props) => ReactNode;
type Module<Name extends string, Props> = Readonly<Record<Name, Part<Props>>>;

/**
 * Returns a part that stands in its page. Where it is gone with an update, the console is loaded again, as for a page. Where the network
 * keeps it back, it says so, with another try.
 */
export function lazyPart<Name extends string, Props extends object>(
  load: () => Promise<Module<Name, Props>>,
  name: Name,
  fallback: ReactNode = null,
): Part<Props> {
  const Loaded = lazyPartOf(load, name);
  return (props) => (
    <Loading again={Loaded.preload} refusal={(error, again) => <Refusal error={error} again={again} />}>
      <Suspense fallback={fallback}>
        <Loaded {...props} />
      </Suspense>
    </Loading>
  );
}

/** Returns a part that opens over its page. What is said where it cannot be loaded opens there too. */
export function lazyDialog<Name extends string, Props extends { onClose: () => void; isOpen?: boolean }>(
  load: () => Promise<Module<Name, Props>>,
  name: Name,
): Part<Props> {
  const Loaded = lazyPartOf(load, name);
  return (props) => (
    <Loading
      again={Loaded.preload}
      refusal={(error, again) => (
        <Modal
          opened={props.isOpen ?? true}
          onClose={props.onClose}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Refusal error={error} again={again} />
        </Modal>
      )}
    >
      <Suspense>
        <Loaded {...props} />
      </Suspense>
    </Loading>
  );
}

interface LoadingProps {
  /** Loads it another time. */
  again: (() => Promise<void> | undefined) | undefined;
  refusal: (error: Error, again: () => void) => ReactNode;
  children: ReactNode;
}

/** Shows why a part is not there. Any other error is its page's. */
class Loading extends Component<LoadingProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  readonly again = async (): Promise<void> => {
    await this.props.again?.();
    this.setState({ error: null });
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (error instanceof PageNotLoaded) return this.props.refusal(error, () => void this.again());
    throw error;
  }
}
