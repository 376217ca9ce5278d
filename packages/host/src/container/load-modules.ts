import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OmsError } from '@oms/core';
import { type Container, ContainerModule } from 'inversify';
import type { OmsContainer } from './create-container.js';

/** Loads the modules that the configuration names, in turn; what they rebind is what everything else gets. */
export const loadModules = async (container: OmsContainer, paths: string): Promise<void> => {
  for (const path of paths.split(',').map((text) => text.trim())) {
    if (path !== '') await (container as unknown as Container).loadAsync(await moduleOf(path));
  }
};

const moduleOf = async (path: string): Promise<ContainerModule> => {
  const loaded = await load(path);
  if (loaded.default instanceof ContainerModule) return loaded.default;
  throw notLoaded(path, 'its default export is no ContainerModule of inversify');
};

const load = async (path: string): Promise<{ readonly default?: unknown }> => {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (cause) {
    throw notLoaded(path, cause instanceof Error ? cause.message : String(cause));
  }
};

const notLoaded = (path: string, why: string): OmsError =>
  new OmsError('invalid', 'invalid_module', `OMS_MODULES names ${path}, which cannot be loaded: ${why}`);
