/** Where the focus goes when nothing else says so: to the page that came, and on from what is gone. It is never lost. */
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Nothing that people use has the focus. */
const isLost = () => document.activeElement === null || document.activeElement === document.body;
const focus = (element: Element | null | undefined) =>
  element instanceof HTMLElement && element.focus({ preventScroll: true });
const page = () => document.querySelector('#page');

/** Once in the console. A page that puts the focus somewhere itself keeps it there. */
export function useFocusOfPage(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        if (!page()?.contains(document.activeElement)) focus(page());
      }),
    [router],
  );
  useEffect(() => {
    // What has the focus, and all that it is in: the nearest of them that stays takes it over.
    let within: EventTarget[] = [];
    // The log-in form had it before there was a page.
    if (isLost()) focus(page());
    const onFocus = (event: FocusEvent) => {
      within = event.composedPath();
    };
    const onChange = () => {
      if (!isLost() || !(within[0] instanceof Node) || within[0].isConnected) return;
      const rest = within.find(
        (one) => one instanceof HTMLElement && one.isConnected && one.hasAttribute('tabindex'),
      );
      within = [];
      focus(rest instanceof Element ? rest : page());
    };
    const changes = new MutationObserver(onChange);
    changes.observe(document.body, { childList: true, subtree: true });
    addEventListener('focusin', onFocus);
    return () => {
      changes.disconnect();
      removeEventListener('focusin', onFocus);
    };
  }, []);
}
