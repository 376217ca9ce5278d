import type { Clock, StopSignal } from '@oms/core';
import type {
  Harness,
  OpenedBulkOrderRepo,
  OpenedClaimLedger,
  OpenedClock,
  OpenedFileStore,
  OpenedIds,
  OpenedInventoryGateway,
  OpenedJobQueue,
  OpenedOrderEventBus,
  OpenedOrderRepo,
  OpenedRejectionWriter,
  OpenedRestockFeed,
  OpenedRowReader,
} from '@oms/core/contract';
import {
  ManualClock,
  MemoryBulkOrderRepo,
  MemoryBulkOrderStore,
  MemoryClaimLedger,
  MemoryClaims,
  MemoryEvents,
  MemoryFileStore,
  MemoryFiles,
  MemoryInventoryGateway,
  MemoryJobQueue,
  MemoryJobs,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  MemoryOrderStore,
  MemoryRejectionWriter,
  MemoryRestockFeed,
  MemoryRestocks,
  MemoryRowReader,
  MemoryStock,
  RandomIds,
  SeededIds,
  SystemClock,
} from '@oms/core/memory';

const close = async (): Promise<void> => {};

export const memoryOrderRepo: Harness<OpenedOrderRepo> = {
  async open() {
    const store = new MemoryOrderStore();
    return { subject: new MemoryOrderRepo(store), again: async () => new MemoryOrderRepo(store), close };
  },
};

export const memoryBulkOrderRepo: Harness<OpenedBulkOrderRepo> = {
  async open() {
    const store = new MemoryBulkOrderStore();
    return { subject: new MemoryBulkOrderRepo(store), again: async () => new MemoryBulkOrderRepo(store), close };
  },
};

export const memoryClaimLedger: Harness<OpenedClaimLedger> = {
  async open() {
    const claims = new MemoryClaims();
    return { subject: new MemoryClaimLedger(claims), again: async () => new MemoryClaimLedger(claims), close };
  },
};

export const memoryInventoryGateway: Harness<OpenedInventoryGateway> = {
  async open() {
    const stock = new MemoryStock();
    const subject = new MemoryInventoryGateway(stock);
    let deliveries = 0;
    return {
      subject,
      again: async () => new MemoryInventoryGateway(stock),
      async deliver(tenantId, lines) {
        deliveries += 1;
        await subject.deliver(tenantId, `delivery-${deliveries}`, lines);
      },
      close,
    };
  },
};

/** The time of a process that can be killed: nobody who sleeps in it ever wakes up again. */
class MortalClock extends SystemClock implements Clock {
  #isDead = false;

  kill(): void {
    this.#isDead = true;
  }

  override async sleep(ms: number, stop?: StopSignal): Promise<void> {
    await super.sleep(ms, stop);
    if (this.#isDead) await new Promise(() => {});
  }
}

const queueOptions = { maxAttempts: 3, retryDelayMs: 10, visibilityMs: 60, pollMs: 2 };

export const memoryJobQueue: Harness<OpenedJobQueue> = {
  async open() {
    const jobs = new MemoryJobs();
    const clock = new MortalClock();
    const another = async () => new MemoryJobQueue(new SystemClock(), jobs, queueOptions);
    const subject = new MemoryJobQueue(clock, jobs, queueOptions);
    return {
      subject,
      timings: { withinMs: 100, visibilityMs: 60, delayMs: 150, maxAttempts: 3 },
      again: another,
      async sendBody(body) {
        subject.sendBody(body);
      },
      crash() {
        clock.kill();
        return another();
      },
      close,
    };
  },
};

const busOptions = { maxTries: 3, retryDelayMs: 10, membershipMs: 60, pollMs: 2 };

export const memoryOrderEventBus: Harness<OpenedOrderEventBus> = {
  async open() {
    const events = new MemoryEvents();
    const clock = new MortalClock();
    const open = () => new MemoryOrderEventBus(new SystemClock(), events, busOptions);
    return {
      subject: new MemoryOrderEventBus(clock, events, busOptions),
      timings: { withinMs: 100, membershipMs: 60, maxTries: 3 },
      again: async () => open(),
      async crash() {
        clock.kill();
        return open();
      },
      close,
    };
  },
};

export const memoryRestockFeed: Harness<OpenedRestockFeed> = {
  async open() {
    const restocks = new MemoryRestocks();
    const open = () => new MemoryRestockFeed(new SystemClock(), restocks, { maxTries: 3, retryDelayMs: 5, pollMs: 2 });
    return {
      subject: open(),
      again: async () => open(),
      withinMs: 200,
      send: async (tenantId, body) => restocks.send(tenantId, body),
      deadReasons: async () => restocks.dead.map(({ reason }) => reason),
      close,
    };
  },
};

export const memoryFileStore: Harness<OpenedFileStore> = {
  async open() {
    const files = new MemoryFiles();
    const subject = new MemoryFileStore(files);
    return {
      subject,
      again: async () => new MemoryFileStore(files),
      async replace(address, content) {
        subject.replace(address, content);
      },
      addresses: async () => [...files.byAddress.keys()],
      close,
    };
  },
};

export const memoryRowReader: Harness<OpenedRowReader> = {
  open: async () => ({ subject: new MemoryRowReader({ maxRecordBytes: 4_096 }), maxRecordBytes: 4_096, close }),
};

export const memoryRejectionWriter: Harness<OpenedRejectionWriter> = {
  open: async () => ({ subject: new MemoryRejectionWriter(), close }),
};

export const systemClock: Harness<OpenedClock> = { open: async () => ({ subject: new SystemClock(), close }) };

export const manualClock: Harness<OpenedClock> = {
  async open() {
    const subject = new ManualClock();
    return { subject, advance: (ms) => subject.advance(ms), close };
  },
};

export const randomIds: Harness<OpenedIds> = { open: async () => ({ subject: new RandomIds(), close }) };

let seed = 0;

export const seededIds: Harness<OpenedIds> = {
  async open() {
    seed += 1;
    return { subject: new SeededIds(seed), close };
  },
};
