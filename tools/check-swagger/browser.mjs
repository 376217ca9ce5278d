import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Between two pages there is nothing yet that an expression could be true of. */
const unlessLoading = (error) => {
  if (!error.message.includes('Cannot find default execution context')) throw error;
};

/** A page in headless Chromium, driven over the DevTools protocol. */
export class Browser {
  #child;
  #folder = mkdtempSync(join(tmpdir(), 'oms-browser-'));
  #socket;
  #calls = new Map();
  #count = 0;

  static async open(chromium, url) {
    const browser = new Browser();
    await browser.#start(chromium, url);
    return browser;
  }

  /** What an expression of the page comes to. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.#call('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Repeats an expression until it is truthy; what it came to. */
  async until(expression, withinMs = 20_000) {
    const end = performance.now() + withinMs;
    for (;;) {
      const value = await this.evaluate(expression).catch(unlessLoading);
      if (value) return value;
      if (performance.now() > end) throw new Error(`Never came true within ${withinMs} ms: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The page as a PNG. */
  async screenshot() {
    return Buffer.from((await this.#call('Page.captureScreenshot', { format: 'png' })).data, 'base64');
  }

  async close() {
    this.#socket?.close();
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #start(chromium, url) {
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
    const own = [`--user-data-dir=${this.#folder}`, '--remote-debugging-port=0', '--window-size=1280,1600', url];
    this.#child = spawn(chromium, [...args, ...own], { stdio: ['ignore', 'ignore', 'pipe'] });
    const port = await new Promise((resolve, reject) => {
      let said = '';
      this.#child.stderr.on('data', (text) => {
        said += text;
        const [, found] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
      this.#child.once('close', () => reject(new Error(`Chromium ended: ${said}`)));
    });
    const pages = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    const { webSocketDebuggerUrl } = pages.find(({ type }) => type === 'page');
    this.#socket = new WebSocket(webSocketDebuggerUrl);
    this.#socket.addEventListener('message', ({ data }) => this.#answered(JSON.parse(data)));
    await new Promise((resolve, reject) => {
      this.#socket.addEventListener('open', resolve);
      this.#socket.addEventListener('error', reject);
    });
  }

  #call(method, params) {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #answered({ id, result, error }) {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error.message));
  }
}
