import type { StoredFile } from '@oms/core';
import { refuse } from '../../edge/http-problem.js';
import { multipartFile } from '../../edge/multipart-file.js';
import { parseBody, parseQuery } from '../../edge/parse-with.js';
import { type JsonLimits, readJson } from '../../edge/read-json.js';
import { bodyOf, mediaTypeOf } from '../../edge/request-body.js';
import type { Route, TenantCall } from '../../edge/route.js';
import type { UploadFolder } from '../../edge/upload-folder.js';
import { noQuery } from '../../schemas/values.js';
import type { ApiOptions } from '../api-options.js';
import { fileJson } from '../json/file-json.js';
import { filePathBody } from '../schemas/bulk-order-body.js';

export interface UploadLimits extends JsonLimits {
  readonly maxUploadBytes: number;
  readonly uploadIdleMs: number;
}

export const uploadRoutes = (options: ApiOptions, limits: UploadLimits): readonly Route[] => [
  /**
   * @openapi
   * /s3/filepath:
   *   post:
   *     tags: [bulk orders]
   *     summary: Bring a CSV file into the file store
   *     description: >-
   *       JSON names a file of the server's upload folder; text/csv and multipart/form-data bring the file itself. Nothing
   *       is there until the whole file is.
   *     requestBody:
   *       required: true
   *       content:
   *         application/json: { schema: { $ref: '#/components/schemas/FilePathBody' } }
   *         text/csv: { schema: { type: string } }
   *         multipart/form-data:
   *           schema: { type: object, properties: { file: { type: string, contentMediaType: text/csv } } }
   *     responses:
   *       '201': { $ref: '#/components/responses/File' }
   *       '404': { $ref: '#/components/responses/Problem' }
   *       '413': { $ref: '#/components/responses/Problem' }
   *       '415': { $ref: '#/components/responses/Problem' }
   *       '422': { $ref: '#/components/responses/Problem' }
   */
  {
    method: 'post',
    path: '/s3/filepath',
    answer: async (call) => {
      parseQuery(noQuery, call.query);
      call.response.status(201).json(fileJson(await upload(options, limits, call)));
    },
  },
];

const upload = async (options: ApiOptions, limits: UploadLimits, call: TenantCall): Promise<StoredFile> => {
  const { oms } = options;
  const { context, request } = call;
  const uploadLimits = { maxBytes: limits.maxUploadBytes, idleMs: limits.uploadIdleMs };
  switch (mediaTypeOf(request)) {
    case 'application/json': {
      const { filePath } = parseBody(filePathBody, await readJson(request, limits));
      return oms.uploadFile(context, await fromFolder(options.uploads, filePath));
    }
    case 'text/csv':
      return oms.uploadFile(context, { name: 'upload.csv', bytes: bodyOf(request, uploadLimits) });
    case 'multipart/form-data':
      return oms.uploadFile(context, await multipartFile(request, uploadLimits));
    default:
      throw refuse(415, 'unsupported_media_type', 'Send application/json, text/csv or multipart/form-data.');
  }
};

/** A file that is named by a plain path. */
export const fromFolder = (uploads: UploadFolder | undefined, filePath: string): ReturnType<UploadFolder['open']> => {
  if (uploads === undefined) throw refuse(422, 'invalid_file_path', 'This server has no upload folder; send the file.');
  return uploads.open(filePath);
};
