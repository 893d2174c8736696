/** A minute of a demonstration in the generated city, and who asks what of its stage. */
import type { Cue } from '../../server/wire/demo.ts';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { STORM_AT } from '../helpers/product.ts';
import type { DemoWorldSpec, PlayedWorld } from '../../server/worlds.ts';
import type { Rig } from './rig.ts';

export const TITLE = '江湾下穿通道积水';
/** The main gauge: it stands in every generated city. */
export const GAUGE = '江湾站';

export function minuteOf(rig: Rig, camera: string | null, origin = STORM_AT): DemoWorldSpec {
  const district = rig.deps.regions.children(rig.deps.regions.city.code)[0]!.code;
  const cues: Cue[] = [
    { at: origin + 7_000, ref: 'underpass', kind: 'case', category: '2-0405', region: district, title: TITLE, source: 'S01', urgent: true },
    { at: origin + 11_300, kind: 'gauge', station: GAUGE, passes: 'danger' },
    { at: origin + 17_000, kind: 'alert', type: '洪水', colour: 'red', region: district },
    { at: origin + 20_000, kind: 'arrive', case: 'underpass', within: 20_000 },
    ...(camera === null ? [] : [{ at: origin + 31_000, kind: 'camera' as const, id: camera, status: 'off' as const }]),
    { at: origin + 52_000, kind: 'close', case: 'underpass' },
  ];
  return { seed: 1, scale: 0.01, historyDays: 0, origin, cues };
}

export async function asked<T>(rig: Rig, world: PlayedWorld, question: string): Promise<T> {
  const answer = await fetch(`${rig.url}/api/playback/${world.stage.key}/${question}`);
  if (!answer.ok) throw new Error(`${question}: ${answer.status} ${await answer.text()}`);
  return await answer.json() as T;
}
export const summary = (rig: Rig, world: PlayedWorld): Promise<ApiSummary> => asked(rig, world, 'summary');
