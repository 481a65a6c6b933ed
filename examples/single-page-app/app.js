/**
 * A single-page app with a router of twenty lines over the history API.
 *
 * The snippet follows `history.pushState`, `replaceState` and the back button: each new path is a page view. A router
 * that uses the history API, as React Router and Vue Router do, needs no code of yours; neither does one that keeps its route in
 * the fragment, `#/docs`. Only a view without an address of its own needs a call of `page`.
 */

/** @type {Record<string, { title: string, html: string }>} */
const routes = {
  '/': { title: 'Home', html: '<h1>Home</h1>' },
  '/pricing': {
    title: 'Pricing',
    html: '<h1>Pricing</h1><button data-tour>Tour of Managed Cloud</button><dialog>The tour</dialog>',
  },
  '/docs': { title: 'Docs', html: '<h1>Docs</h1>' },
};

const main = /** @type {HTMLElement} */ (document.querySelector('main'));

function show() {
  const route = routes[location.pathname] ?? { title: 'Not found', html: '<h1>Not found</h1>' };
  // Set the title in the same turn as the address: the page view carries it.
  document.title = route.title;
  main.innerHTML = route.html;
}

document.addEventListener('click', (click) => {
  const target = /** @type {Element} */ (click.target);
  const link = target.closest('a');
  if (link !== null && link.origin === location.origin) {
    click.preventDefault();
    history.pushState(null, '', link.href);
    show();
  }
  if (target.closest('[data-tour]') !== null) {
    main.querySelector('dialog')?.showModal();
    // The dialog has no address, so say which page it counts as. `push` works before the snippet has loaded, and after.
    scoville.push(['page', 'Tour of Managed Cloud', { path: '/tours/managed-cloud' }]);
  }
});
addEventListener('popstate', show);
show();
