import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';

/** Swagger UI is files, and no types. */
const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const initializer = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
  });
};
`;

/** `/openapi.json`, and Swagger UI that shows it. */
export const documentationRoutes = (describe: () => object): Router => {
  const router = Router();
  let document: object | undefined;
  router.get('/openapi.json', (_request, response) => {
    document ??= describe();
    response.json(document);
  });
  router.get('/swagger/swagger-initializer.js', (_request, response) => {
    response.type('text/javascript').send(initializer);
  });
  router.use('/swagger', express.static(assets, { index: 'index.html' }));
  return router;
};
