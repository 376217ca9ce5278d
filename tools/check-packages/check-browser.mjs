import { join } from 'node:path';
import { findChromium } from '../find-chromium.mjs';
import { lastWords, runCommand } from './run-command.mjs';
import { servePage } from './serve-page.mjs';

const what = 'core runs the embed example in a browser';

const leaveOut = (checks) => {
  const reason = 'there is no Chromium on the PATH, and CHROMIUM does not name one';
  if (process.env.CI === 'true') checks.check(what, false, `${reason}; CI needs one`);
  else checks.skip(what, reason);
};

/** The bundles load in a real browser, and an order becomes a `new_order` in it. */
export const checkBrowser = async (checks, { folder }) => {
  const chromium = findChromium();
  if (chromium === undefined) return leaveOut(checks);
  const page = await servePage(folder);
  try {
    const args = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      `--user-data-dir=${join(folder, 'browser')}`,
      // Timers run ahead while nothing is loaded, so the page is dumped once the example has had its time.
      '--virtual-time-budget=10000',
      '--dump-dom',
      page.url,
    ];
    const result = await runCommand(chromium, args, { timeoutMs: 60_000 });
    const told = /<pre id="told">([^<]*)</.exec(result.stdout)?.[1].trim();
    const isGood = told?.endsWith('confirmed: new_order, 6 left') === true;
    checks.check(what, isGood, isGood ? told.split('\n').at(-1) : told || lastWords(result));
  } finally {
    page.close();
  }
};
