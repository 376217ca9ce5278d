/** Runs the sources as they are, so that what is simulated is what is written: no build lies in between. */
import { registerHooks } from 'node:module';

const missing = new Set(['ERR_MODULE_NOT_FOUND']);

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!missing.has(error.code) || !/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
      return next(`${specifier.slice(0, -3)}.ts`, context);
    }
  },
});
