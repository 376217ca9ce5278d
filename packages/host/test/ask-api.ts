/** An answer of the API, for a test to read. */
export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was answered
  readonly json: any;
  readonly headers: Headers;
}

export interface ApiRequest {
  readonly json?: unknown;
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks for the tenant `acme`. */
export const askApi = async (url: string, { json, csv, headers = {} }: ApiRequest = {}): Promise<ApiAnswer> => {
  const body = json === undefined ? csv : JSON.stringify(json);
  const type = json === undefined ? 'text/csv' : 'application/json';
  const response = await fetch(url, {
    headers: { 'X-Tenant-ID': 'acme', ...(body === undefined ? {} : { 'Content-Type': type }), ...headers },
    ...(body === undefined ? {} : { method: 'POST', body }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text.startsWith('{') ? JSON.parse(text) : text };
};
