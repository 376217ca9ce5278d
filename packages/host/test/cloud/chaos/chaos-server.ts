/** What each request is answered while a server is away: nothing but these. */
export interface AllowedAnswers {
  readonly order: readonly number[];
  readonly upload: readonly number[];
  readonly submit: readonly number[];
}

export interface ChaosServer {
  readonly server: string;
  /** Where a process finds it. */
  readonly setting: string;
  readonly answers: AllowedAnswers;
  /** Whether whoever asks or looks notices that it is away: not so of a cache. */
  readonly isFelt: boolean;
}

/** Of a server that callers of the API do not wait for. */
export const allAccepted: AllowedAnswers = { order: [201], upload: [201], submit: [202] };
