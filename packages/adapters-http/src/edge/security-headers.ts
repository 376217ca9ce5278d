import helmet from 'helmet';

/** What Swagger UI needs, which is the only page that is served: its own files, and pictures and styles that it makes itself. */
const pageMayLoad = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/**
 * For every answer. Nothing is upgraded to https, since a gateway that speaks it may stand in front, or none at all; and what
 * only browsers heed that are long gone, or pages that open others, is left out.
 */
export const securityHeaders = (): ReturnType<typeof helmet> =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: pageMayLoad },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
