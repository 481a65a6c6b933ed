/**
 * What a visitor does with links, forms and buttons, seen without a line of the page's own.
 *
 * Elements may say what they mean: `<button data-scoville-event="Product Added" data-scoville-cart_id="7">` sends that event, and the
 * `data-scoville-` attributes of a link, form or video become properties of the event it makes.
 */
import { on } from './storage.ts';

type Values = Record<string, unknown>;
export type Track = (event: string, properties: Values) => void;

const mark = 'data-scoville-';

/** The values of an element's `data-scoville-` attributes, without the event's name. */
export function declared(element: Element): Values {
  const values: Values = {};
  for (const { name, value } of element.attributes)
    if (name.startsWith(mark) && name !== `${mark}event`) values[name.slice(mark.length)] = value;
  return values;
}

export function watchClicks(track: Track): void {
  // The middle button opens links too.
  on<MouseEvent>('click auxclick', (event) => {
    if (event.button > 1) return;
    // The path goes through open shadow roots, also from what a page puts into the link of a component.
    const element = (event.composedPath() as HTMLAnchorElement[]).find((one) =>
      one.matches?.(`[${mark}event]:not(form),a[href]`),
    );
    if (!element) return;
    const isWeb = /^http/.test(element.protocol);
    const isFile =
      element.hasAttribute('download') ||
      /\.(pdf|docx?|xlsx?|pptx?|csv|zip|dmg|exe|apk)$/i.test(element.pathname);
    const name =
      element.getAttribute(`${mark}event`) ??
      (isWeb &&
        (isFile ? 'File Downloaded' : element.hostname !== location.hostname && 'Outbound Link Clicked'));
    // An address may carry secrets behind its path.
    if (name)
      track(name, { url: isWeb ? element.origin + element.pathname : undefined, ...declared(element) });
  });
  on<SubmitEvent & { target: HTMLFormElement }>('submit', ({ target: form }) => {
    track(form.getAttribute(`${mark}event`) ?? 'Form Submitted', {
      form: form.getAttribute('id') ?? form.getAttribute('name'),
      // Their names, never what was written into them.
      fields: [
        ...new Set(Array.from(form.querySelectorAll('[name]'), (field) => field.getAttribute('name'))),
      ],
      ...declared(form),
    });
  });
}
