/** The pages of the demo's shop, by their paths. */
import { type newsletterLinks, type Post, type Product, posts, products } from './catalogue.ts';
import type { Content } from './layout.ts';

/** Says in a sentence what a rule of the active programme pays; null where the programme has no such rule. */
export type Worth = (rule: string) => string | null;

const euros = (price: number) => `€${price}<small> a month</small>`;

/** Every page; the path is below `/shop`, without a slash at the end. */
export function pagesOf(worth: Worth): ReadonlyMap<string, Content> {
  const note = (rule: string, act: string) => {
    const paid = worth(rule);
    return paid === null ? '' : `${act}: ${paid}.`;
  };
  const pages: [string, Content][] = [
    ['', { title: 'Servers from a cool place', main: home, note: note('page-depth', 'Look around') }],
    ['/products', { title: 'Products', main: shelf, note: note('abandoned-basket', 'Leave a full basket') }],
    ['/basket', { title: 'Basket', main: basket, note: note('abandoned-basket', 'Leave it full') }],
    ['/tour', { title: 'Tour', main: tour, note: note('demo-video', 'Play the video') }],
    ['/customers', { title: 'Customers', main: customers, note: note('case-study', 'Download the study') }],
    ['/blog', { title: 'Blog', main: blog, note: note('page-depth', 'Read on') }],
    [
      '/contact',
      { title: 'Contact', main: contact, note: 'Leave an address, and what you did becomes a lead.' },
    ],
    ['/newsletter', { title: 'Newsletter', main: newsletter, note: note('email-click', 'Follow a link') }],
  ];
  for (const product of products)
    pages.push([
      `/products/${product.id}`,
      {
        title: product.name,
        main: productPage(product),
        note:
          product.id === 'managed-cloud'
            ? note('managed-cloud-page', 'This page counts')
            : note('abandoned-basket', 'Leave it in the basket'),
      },
    ]);
  for (const post of posts)
    pages.push([
      `/blog/${post.id}`,
      { title: post.title, main: postPage(post), note: note('page-depth', 'Read on') },
    ]);
  return new Map(pages);
}

export const notFound: Content = {
  title: 'Not found',
  main: '<h1>This shelf is empty</h1><p>There is no such page. <a href="/shop">Back to the entrance</a>.</p>',
  note: '',
};

const add = ({ id, name, price }: Product) =>
  `<button type="button" data-add="${id}" data-name="${name}" data-price="${price}">Add to basket</button>`;

const card = (product: Product) => `<li class="card">${picture(product.id)}
<h3><a href="/shop/products/${product.id}">${product.name}</a></h3>
<p>${product.line}</p>
<p class="price">${euros(product.price)}</p>
${add(product)}</li>`;

const cards = (some: readonly Product[]) => `<ul class="cards">${some.map(card).join('')}</ul>`;

const postLine = ({ id, title, minutes }: Post) =>
  `<li><a href="/shop/blog/${id}">${title}</a> <span>${minutes} min</span></li>`;

const home = `<section class="hero">
<div><p class="kicker">Halden, Norway · 59° N</p>
<h1>Servers from a cool place</h1>
<p class="lead">Six-degree water, two halls in the rock, and people who pick up the phone. We run your shop while you run yours.</p>
<p class="acts"><a class="button" href="/shop/products/managed-cloud">See Managed Cloud</a> <a href="/shop/tour">Take the tour, 12 seconds</a></p></div>
${fjord()}
</section>
<section><h2>Most wanted</h2>${cards(products.slice(0, 3))}</section>
<section class="quote"><blockquote><p>We moved on a Sunday. On Monday nobody noticed, which is what we had paid for.</p></blockquote>
<p>Ada Okafor, Northwind · <a href="/shop/customers">read the case study</a></p></section>
<section><h2>From the blog</h2><ul class="posts">${posts.slice(0, 3).map(postLine).join('')}</ul></section>`;

const shelf = `<h1>Products</h1><p class="lead">Six things, each of them boring in the best sense.</p>${cards(products)}`;

function productPage(product: Product): string {
  const others = products.filter(({ id }) => id !== product.id).slice(0, 3);
  return `<article class="product">${picture(product.id)}
<div><h1>${product.name}</h1><p class="lead">${product.line}</p>
<ul class="ticks">${product.points.map((point) => `<li>${point}</li>`).join('')}</ul>
<p class="price">${euros(product.price)}</p>${add(product)}</div></article>
<section><h2>Goes well with</h2>${cards(others)}</section>`;
}

const basket = `<h1>Basket</h1>
<div data-basket><p>Your basket is empty. <a href="/shop/products">Fill it</a>.</p></div>
<p class="hint">A basket that is left for 30 minutes without an order counts as abandoned.</p>`;

const tour = `<h1>The control panel in twelve seconds</h1>
<figure><video id="control-panel-tour" controls muted playsinline preload="metadata" width="640" height="360" poster="/shop/assets/tour.webp"
src="/shop/assets/tour.webm" data-scoville-category="product-demo" aria-describedby="tour-text"></video>
<figcaption id="tour-text">Without sound. One click makes a server; a second one joins when visitors come; each night's backup is restored as a test.</figcaption></figure>
<p><a class="button" href="/shop/products/managed-cloud">See Managed Cloud</a></p>`;

const customers = `<h1>Customers</h1>
<article class="study"><div><p class="kicker">Case study · 1 page</p><h2>Northwind: a move that nobody noticed</h2>
<p>Forty shops, eleven years of orders, one Sunday. How Northwind moved to Managed Cloud between two breakfasts, and what it costs them now.</p>
<p><a class="button" href="/shop/assets/northwind-case-study.pdf" download data-scoville-category="customer-case-study" data-scoville-asset_id="northwind">Download the case study (PDF)</a></p></div>
<dl><div><dt>Orders lost</dt><dd>0</dd></div><div><dt>Minutes offline</dt><dd>4</dd></div><div><dt>Cost</dt><dd>−38 %</dd></div></dl></article>
<p>Why it works: <a href="https://www.yr.no/" rel="noopener">the weather in Halden</a>.</p>`;

const blog = `<h1>Blog</h1><ul class="posts">${posts.map(postLine).join('')}</ul>`;

function postPage({ id, title, minutes, paragraphs }: Post): string {
  const next = posts[(posts.findIndex((post) => post.id === id) + 1) % posts.length] as Post;
  return `<article class="post"><p class="kicker">${minutes} minutes</p><h1>${title}</h1>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')}
<p>Next: <a href="/shop/blog/${next.id}">${next.title}</a></p></article>`;
}

const contact = `<h1>Contact</h1><p class="lead">Write to us, and a person writes back.</p>
<form id="contact" method="post" data-identify>
<label>Name <input name="name" autocomplete="name" required></label>
<label>E-mail <input name="email" type="email" autocomplete="email" required></label>
<label>Company <input name="company" autocomplete="organization"></label>
<label>Message <textarea name="message" rows="4"></textarea></label>
<button type="submit">Send</button>
<output aria-live="polite"></output>
</form>`;

const mailLink = (link: keyof typeof newsletterLinks, text: string) =>
  `<a class="button" href="/shop/newsletter/${link}">${text}</a>`;

const newsletter = `<h1>Our newsletter, as it lies in your inbox</h1>
<article class="mail"><header><p><b>From</b> Halden Cloud &lt;news@halden.example&gt;</p><p><b>Subject</b> Cold water, warm pool</p></header>
<p>Hello!</p><p>This month: a cloud that looks after itself, a customer who moved on a Sunday, and the thermometer of our swimming pool.</p>
<p class="acts">${mailLink('managed-cloud', 'Meet Managed Cloud')} ${mailLink('northwind-story', 'Northwind moves')} ${mailLink('blog', 'The pool')}</p>
<p>Kind regards, Marit and Jonas</p></article>
<p class="hint">Clicks in a mail are reported by the server that sent it, so these links go by way of the shop's server.</p>`;

/** A drawing for each product: shapes in the colours of the shop. */
function picture(id: string): string {
  const drawings: Record<string, string> = {
    'managed-cloud':
      '<path d="M62 92h78a26 26 0 0 0 4-52 38 38 0 0 0-72-10A32 32 0 0 0 62 92z" fill="#fff"/><path d="m82 64 14 14 26-28" stroke="#d9432f" stroke-width="9" fill="none" stroke-linecap="round" stroke-linejoin="round"/>',
    'cloud-server':
      '<rect x="58" y="24" width="84" height="32" rx="7" fill="#fff"/><rect x="58" y="64" width="84" height="32" rx="7" fill="#fff"/><circle cx="76" cy="40" r="6" fill="#2f8f6b"/><circle cx="76" cy="80" r="6" fill="#d9432f"/><path d="M96 40h32M96 80h32" stroke="#c5d3c8" stroke-width="6" stroke-linecap="round"/>',
    'managed-database':
      '<path d="M60 36v48c0 9 18 16 40 16s40-7 40-16V36" fill="#fff"/><ellipse cx="100" cy="36" rx="40" ry="15" fill="#d9432f"/><path d="M60 60c0 9 18 15 40 15s40-6 40-15" fill="none" stroke="#c5d3c8" stroke-width="5"/>',
    'object-storage':
      '<path d="m100 18 44 22v42l-44 22-44-22V40z" fill="#fff"/><path d="m56 40 44 22 44-22M100 62v42" fill="none" stroke="#2f8f6b" stroke-width="5"/>',
    'nightly-backup':
      '<path d="M118 22a42 42 0 1 0 26 62 34 34 0 0 1-26-62z" fill="#fff"/><circle cx="140" cy="38" r="5" fill="#d9432f"/><circle cx="154" cy="58" r="3" fill="#fff"/>',
    domain:
      '<circle cx="100" cy="60" r="40" fill="#fff"/><path d="M60 60h80M100 20c-28 26-28 54 0 80M100 20c28 26 28 54 0 80" fill="none" stroke="#2f8f6b" stroke-width="4"/><circle cx="121" cy="44" r="7" fill="#d9432f"/>',
  };
  return `<svg class="picture" viewBox="0 0 200 120" aria-hidden="true"><rect width="200" height="120" fill="#cfdfd3"/>${drawings[id] ?? ''}</svg>`;
}

function fjord(): string {
  return `<svg class="fjord" viewBox="0 0 420 320" aria-hidden="true"><rect width="420" height="320" rx="18" fill="#cfdfd3"/><circle cx="318" cy="78" r="34" fill="#f6c9a8"/>
<path d="M0 214 96 92l58 70 62-104 92 132 44-52 68 76v40H0z" fill="#2f6b58"/><path d="m216 58 24 34-22 12-20-16zM96 92l22 27-20 8-18-15z" fill="#f6f3ea"/>
<path d="M0 214h420v88a18 18 0 0 1-18 18H18a18 18 0 0 1-18-18z" fill="#10312b"/><path d="M36 246h92M180 246h64M296 246h88M74 274h128M248 274h96" stroke="#3f7a69" stroke-width="5" stroke-linecap="round"/>
<g transform="translate(170 168)"><rect width="86" height="58" rx="6" fill="#f6f3ea"/><path d="M-8 2 43-26 94 2z" fill="#d9432f"/><path d="M16 20h54M16 34h54" stroke="#10312b" stroke-width="5" stroke-linecap="round"/><circle cx="24" cy="47" r="4" fill="#2f8f6b"/><circle cx="38" cy="47" r="4" fill="#2f8f6b"/><circle cx="52" cy="47" r="4" fill="#d9432f"/></g></svg>`;
}
