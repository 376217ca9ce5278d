// Opens the documentation of a running API in a browser, and creates an order with "Try it out".

import { writeFileSync } from 'node:fs';
import { findChromium } from '../find-chromium.mjs';
import { withService } from '../service/with-service.mjs';
import { Browser } from './browser.mjs';

const tenant = 'demo';
const order = { order_id: 'tried-out', seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 2 };

/** In the page: opens the operation, fills its form as a person would, and executes it. */
const tryItOut = `(async () => {
  const block = document.querySelector('[id="operations-orders-post_orders"]');
  const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
  const fill = (field, text) => {
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  block.querySelector('.opblock-summary-control').click();
  await pause();
  block.querySelector('.try-out__btn').click();
  await pause();
  fill(block.querySelector('tr[data-param-name="X-Tenant-ID"] input'), ${JSON.stringify(tenant)});
  const key = block.querySelector('tr[data-param-name="Idempotency-Key"] input');
  fill(key, 'tried-out');
  fill(block.querySelector('.body-param textarea'), ${JSON.stringify(JSON.stringify(order))});
  await pause();
  block.querySelector('.execute').click();
  return true;
})()`;

const answered = `document.querySelector('[id="operations-orders-post_orders"] .live-responses-table tbody .response-col_status')?.innerText.trim()`;
const routesShown = `[...document.querySelectorAll('.opblock-summary-path')].map((path) => path.dataset.path)`;

const check = async (browser, url) => {
  await browser.until(`document.querySelectorAll('.opblock').length > 0`);
  const shown = await browser.evaluate(routesShown);
  const { paths } = await (await fetch(`${url}/openapi.json`)).json();
  const missing = Object.keys(paths).filter((path) => !shown.includes(path));
  if (missing.length > 0) throw new Error(`Not shown: ${missing.join(', ')}`);
  await browser.evaluate(tryItOut);
  const status = await browser.until(answered);
  const { status: found } = await fetch(`${url}/orders/tried-out`, { headers: { 'X-Tenant-ID': tenant } });
  if (!status.startsWith('201') || found !== 200) throw new Error(`Tried out: ${status}; then looked up: ${found}.`);
  console.log(`ok  Swagger UI shows ${shown.length} routes, and "Try it out" creates an order: ${status}`);
};

const chromium = findChromium();
if (chromium === undefined) {
  console.log('left out: there is no Chromium on the PATH, and CHROMIUM does not name one');
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
} else {
  await withService(async (url) => {
    const browser = await Browser.open(chromium, `${url}/swagger/index.html`);
    try {
      await check(browser, url);
    } finally {
      if (process.env.SCREENSHOT !== undefined) writeFileSync(process.env.SCREENSHOT, await browser.screenshot());
      await browser.close();
    }
  });
}
