// Looks through all that the processes of the tests said (`OMS_TEST_LOGS`) for secrets: those that the tests configured, and whatever
// looks like an API key or a signed token. Fails on a finding, and when there is nothing to look at.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const secrets = [
  ['a configured secret', /sentinel-secret-[\w-]+/],
  ['a signed token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
  ['an API key', /\boms_[\w-]{40,}/],
];
/** A new key is told once, to whoever has it made. */
const tellsKeys = /^keys-create/;

const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
const findings = [];
let lines = 0;
for (const name of names) {
  const text = readFileSync(join(folder, name), 'utf8').split('\n');
  lines += text.length;
  const sought = secrets.filter(([what]) => !(what === 'an API key' && tellsKeys.test(name)));
  text.forEach((line, index) => {
    for (const [what, pattern] of sought) if (pattern.test(line)) findings.push(`${name}:${index + 1} tells ${what}`);
  });
}
for (const finding of findings.slice(0, 20)) process.stdout.write(`${finding}\n`);
process.stdout.write(`${findings.length} secrets in ${lines} lines of ${names.length} processes\n`);
process.exitCode = names.length > 0 && findings.length === 0 ? 0 : 1;
