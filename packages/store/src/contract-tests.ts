export { durableContract } from './contract/durable-contract.ts';
export { inflightContract } from './contract/inflight-contract.ts';
