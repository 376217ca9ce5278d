import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goProgram, jarsOf, systemProgram } from './downloads.mjs';
import { portOf } from './free-port.mjs';
import { run } from './run.mjs';

/** A user and a password of test servers on this machine alone. */
const credentials = { user: 'oms-test', password: 'oms-test-secret' };

const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';

const kafka = {
  name: 'Kafka 4.1',
  async start(folder) {
    const jars = await jarsOf('kafka');
    const ports = {
      plain: await portOf('SERVICES_KAFKA_PORT'),
      controller: await portOf('SERVICES_KAFKA_CONTROLLER_PORT'),
      behindProxy: await portOf('SERVICES_KAFKA_BEHIND_PROXY_PORT'),
      proxy: await portOf('SERVICES_KAFKA_PROXY_PORT'),
    };
    const properties = join(folder, 'server.properties');
    writeFileSync(properties, kafkaProperties(join(folder, 'logs'), ports));
    const tool = (...args) => run('java', ['-cp', jars, quiet, 'kafka.tools.StorageTool', ...args]);
    const id = (await tool('random-uuid')).trim().split('\n').at(-1);
    await tool('format', '-t', id, '-c', properties);
    const args = ['-Xmx512m', '-Xms256m', quiet, '-cp', jars, 'kafka.Kafka', properties];
    const variables = {
      OMS_TEST_KAFKA_BROKERS: `127.0.0.1:${ports.plain}`,
      OMS_TEST_KAFKA_BEHIND_PROXY: `127.0.0.1:${ports.behindProxy}`,
      OMS_TEST_KAFKA_PROXY: `127.0.0.1:${ports.proxy}`,
    };
    return { command: 'java', args, port: ports.plain, variables };
  },
};

/**
 * A broker tells its clients where to go: those that come through the proxy are told of the proxy. It makes topics by itself, as
 * its default is: nobody may rely on that, or cause it.
 */
const kafkaProperties = (logs, { plain, controller, behindProxy, proxy }) => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAIN://127.0.0.1:${plain},BEHIND_PROXY://127.0.0.1:${behindProxy},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAIN://127.0.0.1:${plain},BEHIND_PROXY://127.0.0.1:${proxy}
inter.broker.listener.name=PLAIN
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT,BEHIND_PROXY:PLAINTEXT
log.dirs=${logs}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=true
`;

const mongo = {
  name: 'MongoDB (a stand-in that speaks its protocol, not the server)',
  async start() {
    const [jars, port] = [await jarsOf('mongo-stand-in'), await portOf('SERVICES_MONGO_PORT')];
    const main = fileURLToPath(new URL('mongo-stand-in/Main.java', import.meta.url));
    const args = ['-Xmx1g', quiet, '-cp', jars, main, String(port)];
    const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
    return { command: 'java', args, port, variables: { OMS_TEST_MONGO_URL: url, OMS_TEST_MONGO_IS_STAND_IN: '1' } };
  },
};

const redis = {
  name: 'Redis',
  async start(folder) {
    const [command, port] = [await systemProgram('redis-server', 'redis-server'), await portOf('SERVICES_REDIS_PORT')];
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    return { command, args, port, variables: { OMS_TEST_REDIS_URL: `redis://127.0.0.1:${port}` } };
  },
};

const minio = {
  name: 'MinIO (S3)',
  async start(folder) {
    const command = await goProgram('minio', 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c');
    const [port, consolePort] = [await portOf('SERVICES_S3_PORT'), await portOf('SERVICES_S3_CONSOLE_PORT')];
    const address = (number) => `127.0.0.1:${number}`;
    const args = ['server', folder, '--address', address(port), '--console-address', address(consolePort)];
    const { user, password } = credentials;
    return {
      command,
      args,
      port,
      env: { MINIO_ROOT_USER: user, MINIO_ROOT_PASSWORD: password },
      variables: {
        OMS_TEST_S3_ENDPOINT: `http://${address(port)}`,
        AWS_ACCESS_KEY_ID: user,
        AWS_SECRET_ACCESS_KEY: password,
        AWS_REGION: 'us-east-1',
      },
    };
  },
};

const elasticmq = {
  name: 'ElasticMQ 1.6 (SQS)',
  async start(folder) {
    const [jars, port] = [await jarsOf('elasticmq'), await portOf('SERVICES_SQS_PORT')];
    const file = join(folder, 'elasticmq.conf');
    writeFileSync(
      file,
      `include classpath("application.conf")
node-address { protocol = http, host = "127.0.0.1", port = ${port}, context-path = "" }
rest-sqs { enabled = true, bind-port = ${port}, bind-hostname = "127.0.0.1", sqs-limits = strict }
rest-stats { enabled = false }
`,
    );
    const args = ['-Xmx256m', `-Dconfig.file=${file}`, '-cp', jars, 'org.elasticmq.server.Main'];
    return { command: 'java', args, port, variables: { OMS_TEST_SQS_ENDPOINT: `http://127.0.0.1:${port}` } };
  },
};

const toxiproxy = {
  name: 'toxiproxy (faults)',
  async start() {
    const module = 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0';
    const [command, port] = [await goProgram('toxiproxy', module, 'server'), await portOf('SERVICES_TOXIPROXY_PORT')];
    const args = ['-host', '127.0.0.1', '-port', String(port)];
    return { command, args, port, variables: { OMS_TEST_TOXIPROXY_URL: `http://127.0.0.1:${port}` } };
  },
};

/** How each server is started: `start` makes its files in a folder of its own and says what to run. */
export const parts = { kafka, mongo, redis, minio, elasticmq, toxiproxy };

export const folderOf = (root, part) => {
  const folder = join(root, part);
  mkdirSync(folder, { recursive: true });
  return folder;
};
