/** The frame of every page of the demo's shop: head, navigation, the note about what counts, footer. */

export interface Content {
  title: string;
  main: string;
  /** What of this page counts, as a sentence; empty where nothing does. */
  note: string;
}

const navigation = [
  ['/shop/products', 'Products'],
  ['/shop/tour', 'Tour'],
  ['/shop/customers', 'Customers'],
  ['/shop/blog', 'Blog'],
  ['/shop/contact', 'Contact'],
] as const;

/** Returns the whole page. `path` marks where in the navigation the visitor is. */
export function layout({ title, main, note }: Content, path: string, writeKey: string): string {
  const links = navigation.map(([href, name]) => {
    const current = path === href || path.startsWith(`${href}/`) ? ' aria-current="page"' : '';
    return `<a href="${href}"${current}>${name}</a>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Halden Cloud</title>
<meta name="description" content="Halden Cloud: servers from a cool place. A demo shop.">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop/assets/shop.css">
<script async src="/s.js" data-write-key="${writeKey}"></script>
<script type="module" src="/shop/assets/shop.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<a class="brand" href="/shop">${mark}<span>Halden Cloud</span></a>
<nav aria-label="Shop">${links.join('')}</nav>
<a class="basket-link" href="/shop/basket">Basket <span data-basket-count>0</span></a>
</header>
<main id="main" tabindex="-1">
${main}
</main>
<aside class="counts" aria-label="About this demo">
<p><strong>Demo shop.</strong> <span data-note>${note || 'This page counts as one of your pages.'}</span></p>
<a href="/" target="scoville-console">Watch it in the console</a>
</aside>
<footer>
<p>Halden Cloud is made up, and so is all it sells. The newest <a href="/shop/newsletter">newsletter</a> has links that count as clicks in a mail.</p>
<p>You appear in the console with your chilies when you have left an address on <a href="/shop/contact">Contact</a>.</p>
<p><button type="button" class="plain" data-single aria-pressed="false">Browse as a single-page app</button></p>
</footer>
</body>
</html>`;
}

const mark =
  '<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><path d="M4 24 12 9l5 8 3-5 8 12z" fill="#d9432f"/><path d="M4 27h24" stroke="#10312b" stroke-width="2.5" stroke-linecap="round"/></svg>';
