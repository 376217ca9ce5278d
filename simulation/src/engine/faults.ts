/** What can go wrong at a port call. */
export const callFaults = [
  'fail_before',
  'fail_after',
  'crash_before',
  'crash_after',
  'duplicate',
  'delay',
  'pause',
  'clock_skew',
  'clock_back',
  'outage',
] as const;

export type CallFault = (typeof callFaults)[number];

/** `reorder`: another step went before this call's turn. */
export type Fault = CallFault | 'reorder';

export const faults: readonly Fault[] = [...callFaults, 'reorder'];

/** How often each happens at a call, before a run's own weights. */
export const usualRates: Readonly<Record<CallFault, number>> = {
  fail_before: 0.012,
  fail_after: 0.012,
  crash_before: 0.008,
  crash_after: 0.01,
  duplicate: 0.015,
  delay: 0.03,
  pause: 0.006,
  clock_skew: 0.008,
  clock_back: 0.006,
  outage: 0.005,
};
