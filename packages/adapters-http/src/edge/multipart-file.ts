import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { refuse } from './http-problem.js';
import { type BodyLimits, bodyOf, tooLarge } from './request-body.js';

interface MultipartFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const room = 65_536;

/** The first file of a form (RFC 7578), as it comes in; refuses 422 for a form without one. */
export const multipartFile = (request: IncomingMessage, limits: BodyLimits): Promise<MultipartFile> =>
  new Promise((resolve, reject) => {
    const form = formOf(request, limits.maxBytes);
    let isFound = false;
    form.on('file', (_field, file, { filename }) => {
      if (isFound) {
        file.resume();
        return;
      }
      isFound = true;
      // It may break before anybody reads it; who reads it then is told.
      file.on('error', () => undefined);
      file.on('limit', () => file.destroy(tooLarge(limits.maxBytes)));
      resolve({ name: filename || 'upload.csv', bytes: file });
    });
    const broken = () => refuse(400, 'malformed_multipart', 'The form is broken or has no file.');
    form.on('error', () => reject(broken()));
    form.on('close', () => reject(broken()));
    feed(request, form, limits).catch((error: unknown) => {
      reject(error);
      form.destroy(error instanceof Error ? error : undefined);
    });
  });

const formOf = (request: IncomingMessage, maxBytes: number): busboy.Busboy => {
  try {
    return busboy({ headers: request.headers, limits: { fileSize: maxBytes, files: 2, fields: 10 } });
  } catch {
    throw refuse(400, 'malformed_multipart', 'The form is broken: its Content-Type has no boundary.');
  }
};

const feed = async (request: IncomingMessage, form: busboy.Busboy, limits: BodyLimits): Promise<void> => {
  for await (const piece of bodyOf(request, { ...limits, maxBytes: limits.maxBytes + room })) {
    if (form.destroyed) return;
    if (!form.write(piece)) await new Promise((resolve) => form.once('drain', resolve));
  }
  form.end();
};
