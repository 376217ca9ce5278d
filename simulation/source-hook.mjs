/**
 * Runs the sources as they are, so that what is simulated is what is written: no build lies in between. With `OMS_MUTANT`
 * (`{ file, find, replace }` as JSON) one place of the core is another.
 */
import { registerHooks } from 'node:module';

const mutant = process.env.OMS_MUTANT === undefined ? undefined : JSON.parse(process.env.OMS_MUTANT);

const mutated = (source) => {
  const places = source.split(mutant.find).length - 1;
  if (places !== 1) throw new Error(`The mutant's text stands ${places} times in ${mutant.file}: ${mutant.find}`);
  return source.replace(mutant.find, () => mutant.replace);
};

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
      return next(`${specifier.slice(0, -3)}.ts`, context);
    }
  },
  load(url, context, next) {
    const loaded = next(url, context);
    if (mutant === undefined || !url.endsWith(`/packages/core/src/${mutant.file}`)) return loaded;
    return { ...loaded, source: mutated(loaded.source.toString()) };
  },
});
