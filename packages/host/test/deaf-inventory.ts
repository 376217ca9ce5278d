import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a module that rebinds the inventory to one that never answers a claim, and prints that it was asked; how it is loaded. */
export const deafInventory = (folder: string): { readonly OMS_MODULES: string } => {
  writeFileSync(
    join(folder, 'deaf-inventory.mjs'),
    `import { ContainerModule } from ${JSON.stringify(import.meta.resolve('inversify'))};
export default new ContainerModule(async ({ rebind }) => {
  (await rebind('inventory')).toConstantValue({
    supports: { atomicClaim: true, release: true },
    check: async (_, pairs) => pairs.map(() => 'known'),
    claim: () => new Promise(() => { console.log('asked'); setInterval(() => {}, 1_000); }),
    release: () => new Promise(() => {}),
  });
});
`,
  );
  return { OMS_MODULES: './deaf-inventory.mjs' };
};
