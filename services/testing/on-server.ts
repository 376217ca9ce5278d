import { type Contract, type Harness, type Opened, runContract } from '@oms/core/contract';
import { describe, test } from 'vitest';
import type { ServerName } from './containers.js';
import { findServer } from './find-server.js';
import { isStandIn, titleOf } from './stand-in.js';

export interface OnServer {
  readonly address: string;
  /** Defines a test that only the server itself can pass; with a stand-in it says that it is left out. */
  onItself(name: string, run: () => Promise<void>): void;
  /** Every case of a port's kit over an adapter. */
  contract<O extends Opened<unknown>>(name: string, contract: Contract<O>, harness: Harness<O>): void;
}

const runner = {
  test: (name: string, run: () => Promise<void>): void => test(name, run),
  skip: (name: string, reason: string): void => console.info(`left out: ${name} (${reason})`),
};

/** Defines tests that need a server; without one they are a reported skip with the reason. */
export const onServer = (name: ServerName, define: (server: OnServer) => void): void => {
  describe(`on ${titleOf(name)}`, async () => {
    const found = await findServer(name);
    if ('missing' in found) test.skip(`skipped: ${found.missing}`, () => {});
    else define({ address: found.address, contract, onItself: onItself(name) });
  });
};

const onItself =
  (server: ServerName): OnServer['onItself'] =>
  (name, run) => {
    if (isStandIn(server)) runner.skip(name, `on ${server} itself alone`);
    else test(name, run);
  };

const contract: OnServer['contract'] = (name, ports, harness) => {
  describe(name, async () => {
    await runContract(ports, harness, runner);
  });
};
