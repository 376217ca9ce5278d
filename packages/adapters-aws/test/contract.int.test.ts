import { fileStoreContract, jobQueueContract } from '@oms/core/contract';
import { onServer } from '../../../services/testing/on-server.js';
import { s3FileStore, sqsJobQueue } from './aws-harnesses.js';

onServer('s3', ({ contract, address }) => contract('S3FileStore', fileStoreContract, s3FileStore(address)));
onServer('sqs', ({ contract, address }) => contract('SqsJobQueue', jobQueueContract, sqsJobQueue(address)));
