/** Counts what held, and remembers what did not. */
export class Checks {
  passed = 0;
  failed = 0;

  check(what, isGood, detail = '') {
    if (isGood) this.passed += 1;
    else this.failed += 1;
    console.log(`${isGood ? 'ok' : 'FAILED'}  ${what}${detail === '' ? '' : `: ${detail}`}`);
  }

  skip(what, reason) {
    console.log(`skipped  ${what}: ${reason}`);
  }
}
