export { inflightContract } from './contract/inflight-contract.ts';
