// The door `tallylight/testing`, for the tests and stories of hosts: a list someone chose.
export {
  createSimulatedDesktop,
  type SimulatedDesktop,
  type SimulatedDesktopOptions,
  type Simulation,
} from './createSimulatedDesktop.ts';
export {
  simulatedCall,
  simulatedCallId,
  startingCalls,
  type SimulatedCall,
} from './simulatedCalls.ts';
export type { SwitchCommand } from './simulatedSwitch.ts';
export type { SimulatedRequest } from './simulatedWire.ts';
export { wireContract, type WireCase, type WireHarness } from './wireContract.ts';
