import { lastWords, runCommand } from './run-command.mjs';

const expected = {
  'embed/embed.mjs': ['accepted: on_hold (awaiting_check)', 'confirmed: new_order, 6 left'],
  'embed/own-repo.mjs': [
    'sent twice: created, then unchanged',
    'too little stock: on_hold (insufficient_stock), 3 left',
    'restocked: new_order, 2 left',
    'cancelled: cancelled, 6 left',
  ],
};

/** The examples of embedding run on the installed tarballs and say what they should. */
export const checkExamples = async (checks, { folder }) => {
  for (const [example, lines] of Object.entries(expected)) {
    const result = await runCommand(process.execPath, [example], { cwd: folder, timeoutMs: 20_000 });
    const isGood = result.status === 0 && result.stdout.trim() === lines.join('\n');
    checks.check(`examples/${example}`, isGood, isGood ? lines.at(-1) : lastWords(result));
  }
};
