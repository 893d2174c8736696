/** Cameras that a demonstration switches: from its first cue on a camera is what the last one says. */
import type { Camera } from '../video/cameras.ts';
import { BadCue } from './read.ts';
import type { Cue } from './read.ts';

/** By camera's index: when it goes on or off, ascending. */
export type CuedCameras = ReadonlyMap<number, readonly { at: number; on: boolean }[]>;

export function cuedCameras(cues: readonly Cue[], cameras: readonly Camera[]): CuedCameras {
  const found = new Map<number, { at: number; on: boolean }[]>();
  cues.forEach((cue, number) => {
    if (cue.kind !== 'camera') return;
    const named = cameras.flatMap(({ id, name }, i) => (id === cue.id || name === cue.id ? [i] : []));
    if (named.length !== 1) throw new BadCue(number, 'id', cue.id, named.length === 0 ? 'the id or the name of a camera' : `an id: ${named.length} cameras have this name`);
    found.set(named[0]!, [...found.get(named[0]!) ?? [], { at: cue.at, on: cue.status === 'on' }].sort((a, b) => a.at - b.at));
  });
  return found;
}
