// The door `tallylight/mock-server`, for the browser tests of hosts: a list someone chose. Node only.
// The calls to start with are made with `simulatedCall` from `tallylight/testing`.
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
