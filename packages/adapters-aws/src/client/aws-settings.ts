export interface AwsSettings {
  /** Default: what the SDK finds in its own ways. */
  readonly region?: string | undefined;
  /** Where the service is, when it is not that of AWS. */
  readonly endpoint?: string | undefined;
  /** Default: what the SDK finds in its own ways. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined }
    | undefined;
}

const tries = { maxAttempts: 2, requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 } };

/** What the clients of S3 and SQS have in common. */
export const clientSettings = ({ region, endpoint, credentials }: AwsSettings) => ({
  ...tries,
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials: withoutAbsent(credentials) }),
});

const withoutAbsent = ({ sessionToken, ...key }: NonNullable<AwsSettings['credentials']>) =>
  sessionToken === undefined ? key : { ...key, sessionToken };
