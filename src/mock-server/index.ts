// The entry point `tallylight/mock-server`, for browser tests of hosts. It runs in Node only. The calls at
// the start are made with `simulatedCall` from `tallylight/testing`.
export {
  createMockServer,
  type MockServer,
  type MockServerOptions,
  type MockState,
} from './createMockServer.ts';
export type { ControlAnswer, ControlCommand } from './control.ts';
export type { Fault } from './faults.ts';
export type { LoggedRequest } from './rest.ts';
export { scenarios, type Scenario, type ScenarioName } from './scenarios.ts';
