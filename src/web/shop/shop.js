/**
 * The demo shop's own script: its basket, its contact form, and the switch that makes it a single-page app.
 *
 * A shop says three things to the snippet: what is in the basket, what was ordered, and who somebody is. The rest the snippet sees.
 */
const storageName = 'halden_basket';
let memory = '[]';

function readBasket() {
  try {
    return JSON.parse(localStorage.getItem(storageName) ?? memory);
  } catch {
    return JSON.parse(memory);
  }
}

function writeBasket(items) {
  memory = JSON.stringify(items);
  try {
    localStorage.setItem(storageName, memory);
  } catch {
    // Storage is forbidden here: the basket lasts as long as the page.
  }
  showBasket();
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function showBasket(thanks = '') {
  const items = readBasket();
  for (const count of document.querySelectorAll('[data-basket-count]')) count.textContent = items.length;
  const holder = document.querySelector('[data-basket]');
  if (holder === null) return;
  if (items.length === 0) {
    const empty = element('p', thanks || 'Your basket is empty. ', { role: 'status' });
    empty.append(element('a', thanks ? ' Go on looking' : 'Fill it', { href: '/shop/products' }), '.');
    holder.replaceChildren(empty);
    return;
  }
  const list = element('ul', '', { class: 'basket' });
  for (const [index, { name, price }] of items.entries()) {
    const item = element('li', '');
    item.append(
      element('span', name),
      element('span', `€${price}`),
      element('button', 'Remove', {
        type: 'button',
        class: 'plain',
        'data-remove': index,
        'aria-label': `Remove ${name}`,
      }),
    );
    list.append(item);
  }
  const total = items.reduce((sum, { price }) => sum + price, 0);
  const acts = element('p', '', { class: 'acts' });
  acts.append(
    element('button', `Order for €${total} a month`, { type: 'button', 'data-order': '' }),
    element('button', 'Empty the basket', { type: 'button', class: 'plain', 'data-empty': '' }),
  );
  holder.replaceChildren(list, acts);
}

const product = ({ id, name, price }) => ({ product_id: id, name, price, currency: 'EUR', quantity: 1 });

document.addEventListener('click', (click) => {
  const button = click.target.closest('button');
  if (button === null) return;
  const { add, name, price, remove } = button.dataset;
  if (add !== undefined) {
    const item = { id: add, name, price: Number(price) };
    writeBasket([...readBasket(), item]);
    window.scoville?.basket.add(product(item));
    button.textContent = 'In the basket ✓';
  } else if (remove !== undefined) {
    const items = readBasket();
    const [item] = items.splice(Number(remove), 1);
    writeBasket(items);
    if (items.length > 0) window.scoville?.basket.remove(product(item));
    else window.scoville?.basket.empty();
  } else if ('order' in button.dataset) {
    const items = readBasket();
    const total = items.reduce((sum, item) => sum + item.price, 0);
    window.scoville?.basket.order({
      order_id: `o-${Date.now()}`,
      total,
      currency: 'EUR',
      products: items.map(product),
    });
    writeBasket([]);
    showBasket('Thank you for your order.');
  } else if ('empty' in button.dataset) {
    writeBasket([]);
    window.scoville?.basket.empty();
  } else if ('single' in button.dataset) {
    setSingle(!isSingle());
  }
});

document.addEventListener('submit', (submit) => {
  if (!submit.target.matches('[data-identify]')) return;
  submit.preventDefault();
  const { name, email, company } = Object.fromEntries(new FormData(submit.target));
  window.scoville?.identify({ name, email, ...(company && { company }) });
  submit.target.querySelector('output').textContent =
    `Thank you, ${name}. A person will write back. Once you have a chili, you are in the console.`;
});

/* The switch: the same pages, shown without a page load. */

const singleName = 'halden_single';
let single = false;

function isSingle() {
  try {
    return sessionStorage.getItem(singleName) === 'yes';
  } catch {
    return single;
  }
}

function setSingle(value) {
  single = value;
  try {
    sessionStorage.setItem(singleName, value ? 'yes' : 'no');
  } catch {
    // It lasts as long as the page.
  }
  showSingle();
}

function showSingle() {
  document.querySelector('[data-single]')?.setAttribute('aria-pressed', String(isSingle()));
}

async function change(url) {
  const response = await fetch(url);
  const next = new DOMParser().parseFromString(await response.text(), 'text/html');
  document.title = next.title;
  for (const part of ['main', 'nav', '[data-note]'])
    document.querySelector(part).replaceChildren(...next.querySelector(part).childNodes);
  showBasket();
  document.querySelector('main').focus();
}

/** Where a page cannot be fetched, the browser goes there as usual. */
const show = (url) => void change(url).catch(() => location.assign(url));

document.addEventListener('click', (click) => {
  const link = click.target.closest('a');
  const isOurs =
    link?.origin === location.origin && /^\/shop(?!\/(?:assets|newsletter\/))/.test(link.pathname);
  if (!isSingle() || !isOurs || link.hash || link.target || click.ctrlKey || click.metaKey || click.shiftKey)
    return;
  click.preventDefault();
  history.pushState(null, '', link.href);
  scrollTo(0, 0);
  show(link.href);
});
addEventListener('popstate', () => show(location.href));

showBasket();
showSingle();
