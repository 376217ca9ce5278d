#!/usr/bin/env -S node --max-semi-space-size=16 --max-old-space-size=128 --heap-growing-percent=120
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  process.stderr.write(`oms: needs Node.js 24 or newer; this is ${process.versions.node} (unsupported_node)\n`);
  process.exit(2);
}
await import('../dist/cli/main.js');
