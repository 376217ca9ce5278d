import type { Context } from '@oms/core';
import { Argument, Command } from 'commander';
import type { Config } from '../config/config-schema.js';
import { createContainer, type OmsContainer } from '../container/create-container.js';
import { everyRole, type Role, workerRoles } from '../roles/role.js';
import { runInventory } from '../roles/run-inventory.js';
import { runRoles } from '../roles/run-roles.js';
import { cliContext } from './cli-context.js';
import { listDeadText, redriveDeadText } from './dead-commands.js';
import { followApi } from './follow-api.js';
import { importCommand } from './import-command.js';
import { cancelImportText, followImportText, listImportsText, showImportText } from './import-commands.js';
import { createKeyText, listKeysText, revokeKeyText } from './key-commands.js';
import { countOrdersText, listOrdersText, showOrderText } from './order-commands.js';
import { loadStockText } from './stock-command.js';
import { ensureTopicsText } from './topics-command.js';

/** What a command runs with. */
export interface ProgramHost {
  readonly config: () => Config;
  readonly stop: AbortSignal;
  readonly print: (text: string) => void;
}

type Answer<I> = (container: OmsContainer, context: Context, input: I) => Promise<string>;

/** The `oms` command. */
export const createProgram = (host: ProgramHost): Command => {
  const program = new Command('oms').description(
    'Order intake that loses no order, stores none twice and sells no unit twice.',
  );
  // Before the commands are added: each takes these over when it is made.
  program.exitOverride().configureOutput({ outputError: () => undefined });
  const withOms = async <I extends { readonly tenant: string }>(input: I, answer: Answer<I>): Promise<void> => {
    const context = cliContext(input.tenant);
    const container = await createContainer(host.config());
    try {
      host.print(await answer(container, context, input));
    } finally {
      await container.unbindAllAsync();
    }
  };
  addImport(program, host);
  addStock(program, withOms);
  addOrders(program, withOms);
  addImports(program, host, withOms);
  addDead(program, host);
  addRoles(program, host);
  addKeys(program, host);
  addTopics(program, host);
  return program;
};

type WithOms = <I extends { readonly tenant: string }>(input: I, answer: Answer<I>) => Promise<void>;

const tenant = ['--tenant <id>', 'whose orders'] as const;
const json = ['--json', 'print one JSON line'] as const;

const addImport = (program: Command, host: ProgramHost): void => {
  program
    .command('import <file>')
    .description(
      'turn a CSV of orders into stored, confirmed and held orders; an unfinished import goes on where it stopped',
    )
    .requiredOption(...tenant)
    .option('--seller <id>', 'the seller of rows that name none')
    .option('--reference <text>', 'tells a deliberate second submission of the same file apart')
    .option('--stock <file>', 'load this stock file first (hub_id,sku_id,quantity)')
    .option('--check', 'dry run: the same report, nothing stored')
    .option(...json)
    .action(async (file, options) => host.print(await importCommand(host.config(), { file, ...options }, host.stop)));
};

const addStock = (program: Command, withOms: WithOms): void => {
  program
    .command('stock')
    .description('the local inventory')
    .command('load <file>')
    .description('add a delivery (hub_id,sku_id,quantity), once per content and reference')
    .requiredOption(...tenant)
    .option('--reference <text>', 'tells two deliveries with the same content apart')
    .action((file, options) => withOms({ file, ...options }, loadStockText));
};

const addOrders = (program: Command, withOms: WithOms): void => {
  const orders = program.command('orders').description('read orders');
  const filtered = (name: string, description: string): Command =>
    orders
      .command(name)
      .description(description)
      .requiredOption(...tenant)
      .option('--seller <id>')
      .option('--status <status>', 'on_hold, new_order or cancelled')
      .option('--hold-code <code>', 'why on hold, such as insufficient_stock')
      .option('--sku <id>')
      .option('--hub <id>')
      .option('--import <id>', 'orders of this import')
      .option(...json);
  filtered('list', 'newest first')
    .option('--limit <n>', '1 to 200', '20')
    .option('--cursor <text>', 'from the page before')
    .action((options) => withOms(options, listOrdersText));
  filtered('counts', 'how many, by status and hold').action((options) => withOms(options, countOrdersText));
  orders
    .command('show <order>')
    .description('one order with its history')
    .requiredOption(...tenant)
    .action((order, options) => withOms(options, (container, context) => showOrderText(container, context, order)));
};

const addImports = (program: Command, { config, print, stop }: ProgramHost, withOms: WithOms): void => {
  const imports = program.command('imports').description('read and stop imports');
  imports
    .command('list')
    .requiredOption(...tenant)
    .option(...json)
    .action((options) => withOms(options, listImportsText));
  imports
    .command('show <import>')
    .requiredOption(...tenant)
    .option('--follow', 'until it has ended, a line whenever it gets on')
    .option('--url <address>', 'follow it through the API that runs there; default OMS_API_URL')
    .action(async (id, { tenant: of, follow, url }) => {
      const show: Answer<object> = (container, context) => showImportText(container, context, id);
      if (follow !== true) return withOms({ tenant: of }, show);
      const { OMS_API_URL, OMS_API_KEY: apiKey } = config();
      const api = url ?? OMS_API_URL;
      const following = { bulkOrderId: id, print, stop };
      if (api !== undefined) return followApi({ url: api, apiKey, tenantId: cliContext(of).tenantId, ...following });
      return withOms({ tenant: of }, (container, context) => followImportText(container, context, following));
    });
  imports
    .command('cancel <import>')
    .requiredOption(...tenant)
    .action((id, options) => withOms(options, (container, context) => cancelImportText(container, context, id)));
};

const addDead = (program: Command, host: ProgramHost): void => {
  const dead = program.command('dead').description('events and jobs that were given up');
  const withContainer = async (answer: (container: OmsContainer) => Promise<string>): Promise<void> => {
    const container = await createContainer(host.config(), { uses: ['events', 'jobs'] });
    try {
      host.print(await answer(container));
    } finally {
      await container.unbindAllAsync();
    }
  };
  dead
    .command('list')
    .option(...json)
    .action((options) => withContainer((container) => listDeadText(container, options)));
  dead
    .command('redrive [ids...]')
    .option('--all')
    .action((ids, options) => withContainer((container) => redriveDeadText(container, { ids, ...options })));
};

const addRoles = (program: Command, { config, stop, print }: ProgramHost): void => {
  const run = (roles: readonly Role[]) => runRoles(config(), { roles, stop, print });
  program
    .command('start')
    .description('run the API and every worker in this process, until SIGTERM')
    .action(() => run(everyRole));
  program
    .command('api')
    .description('run the API alone')
    .action(() => run(['api']));
  program
    .command('worker')
    .description('run one worker alone, any number of each')
    .addArgument(new Argument('<role>').choices(workerRoles))
    .action((role: (typeof workerRoles)[number]) => run([role]));
  program
    .command('inventory')
    .description('serve the stock of this machine to others, over HTTP')
    .action(() => runInventory(config(), { stop, print }));
};

const addKeys = (program: Command, { config, print }: ProgramHost): void => {
  const keys = program.command('keys').description('API keys, for OMS_AUTH=api-key');
  keys
    .command('create <name>')
    .description('a new key; it is shown once')
    .requiredOption('--tenant <ids...>', 'for which it may act')
    .action(async (name, { tenant: tenants }) => print(await createKeyText(config(), { name, tenant: tenants })));
  keys.command('list').action(async () => print(await listKeysText(config())));
  keys.command('revoke <id>').action(async (id) => print(await revokeKeyText(config(), id)));
};

const addTopics = (program: Command, { config, print }: ProgramHost): void => {
  program
    .command('topics')
    .description('the topics in Kafka')
    .command('ensure')
    .description('make those that are missing')
    .action(async () => print(await ensureTopicsText(config())));
};
