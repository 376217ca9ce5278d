import type { Contract, ContractRunner, Harness, Opened } from './contract.js';

/**
 * Tells a runner every case of a contract; opens one subject first, to see what it supports. A case whose need is missing
 * is told as skipped, with the reason.
 */
export const runContract = async <O extends Opened<unknown>>(
  contract: Contract<O>,
  harness: Harness<O>,
  runner: ContractRunner,
): Promise<void> => {
  const offered = await offeredBy(harness);
  for (const contractCase of contract.cases) {
    const { id, promise, needs } = contractCase;
    const name = `${contract.port} promises (${id}): ${promise}`;
    if (needs === undefined || offered.has(needs)) runner.test(name, () => contractCase.run(harness));
    else runner.skip(name, `neither the subject nor its harness offers ${needs}`);
  }
};

const offeredBy = async <O extends Opened<unknown>>(harness: Harness<O>): Promise<ReadonlySet<string>> => {
  const opened = await harness.open();
  try {
    const hooks = Object.entries(opened).filter(([, hook]) => typeof hook === 'function');
    const supports = (opened.subject as { readonly supports?: Readonly<Record<string, boolean>> }).supports ?? {};
    const supported = Object.entries(supports).filter(([, isSupported]) => isSupported);
    return new Set([...hooks, ...supported].map(([name]) => name));
  } finally {
    await opened.close();
  }
};
