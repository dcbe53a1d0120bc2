// The entry point `tallylight/testing`, for tests and stories of hosts. It exports exactly these
// names.
export {
  createSimulatedDesktop,
  type SimulatedDesktop,
  type SimulatedDesktopOptions,
} from './createSimulatedDesktop.ts';
export {
  simulatedCall,
  simulatedCallId,
  startingCalls,
  type SimulatedCall,
} from './simulatedCalls.ts';
export type { SwitchCommand } from './simulatedSwitch.ts';
export type { SimulatedRequest, Simulation } from './simulation.ts';
export { wireContract, type WireCase, type WireHarness } from './wireContract.ts';
