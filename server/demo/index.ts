/** Demonstrations: worlds beside the live one, and what they show of the past. */
export { DemoWorld, type DemoParts } from './world.ts';
export { Simulator, type SimulatorOptions } from './simulator.ts';
export { maskedCursor, maskedDuty } from './mask/cursor.ts';
