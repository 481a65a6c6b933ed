/** What a page of the console cuts off: controls beyond its edge or that of what clips them, and words that their box hides. */
import type { Page } from 'playwright-core';

/** May be wider than the page by their nature: they are reached by the keyboard, and scroll within themselves. */
const wideByNature = '.board-columns, .figures, .wide-table, .cm-scroller, .chart, pre';

/** Returns a line a fault. Names of others may be cut with an ellipsis, our own words may not. */
export function cutFaults(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const faults = new Set();
    const wide = document.documentElement.clientWidth;
    const wordsOf = (element) =>
      (element.innerText || element.getAttribute('aria-label') || element.getAttribute('data-testid') || element.className).trim().slice(0, 40);
    const isSeen = (element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    };
    /** The edges between which an element is seen: of the page, or of what clips it; none within what scrolls. */
    const edgesOf = (element) => {
      let [left, right] = [0, wide];
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around);
        if (overflowX === 'auto' || overflowX === 'scroll') return [-Infinity, Infinity];
        if (overflowX === 'visible') continue;
        const box = around.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      }
      return [left, right];
    };
    for (const control of document.querySelectorAll('a[href]:not(.skip), button, input, select, textarea, summary')) {
      if (!isSeen(control) || control.closest('[aria-hidden="true"]')) continue;
      const { left, right } = control.getBoundingClientRect();
      const [from, to] = edgesOf(control);
      if (left < from - 1 || right > to + 1)
        faults.add('cut off: ' + wordsOf(control) + ', ' + left + ' to ' + right + ' in ' + from + ' to ' + to);
    }
    for (const element of document.querySelectorAll('body *')) {
      const { scrollWidth, clientWidth } = element;
      if (clientWidth <= 1 || scrollWidth <= clientWidth + 1 || !isSeen(element)) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (overflowX === 'visible' || element.matches('.mantine-Switch-track')) continue;
      const isScrolled = overflowX === 'auto' || overflowX === 'scroll';
      const isOfOthers = textOverflow === 'ellipsis' && element.querySelector('bdi') !== null;
      if (isOfOthers || (isScrolled && element.closest(${JSON.stringify(wideByNature)}))) continue;
      faults.add((isScrolled ? 'scrolls sideways: ' : 'hides words: ') + wordsOf(element) + ', ' + scrollWidth + ' in ' + clientWidth);
    }
    return [...faults];
  })()`);
}
