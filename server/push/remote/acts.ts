/** What a remote asks for, done: first it stands in the record, then it is so. Only who holds the wall moves it. */
import type { MoveAct } from '../../wire/remote.ts';
import type { WallPatch, WallState } from '../../wire/tile.ts';
import type { PushDeps, PushRemote, RemoteDevice } from '../deps.ts';
import type { Stages } from '../stages/index.ts';
import { Refused } from '../subscriptions.ts';
import type { Walls } from '../walls/index.ts';
import { DONE, not, onRecord, type Outcome } from './once.ts';

export type ActDeps = Pick<PushDeps, 'playback' | 'demo' | 'scenes' | 'regions' | 'clock'> & { walls: Walls; stages(): Stages };
/** Who asks, from where, and by which command. */
export interface By { me: RemoteDevice; from: string; command: string }
/** What of it goes on under an alert that has the wall. */
const UNDER_ALERT = (act: MoveAct): boolean => act.do === 'live' || (act.do === 'script' && (act.command.do === 'pause' || act.command.do === 'live'));

export async function move(deps: ActDeps, record: PushRemote, act: MoveAct, by: By): Promise<Outcome> {
  const { walls } = deps;
  const { wall, device } = by.me;
  const now = await walls.read(wall);
  if (now.holder?.device !== device) return not('holder', now.holder?.name ?? null);
  if (now.taken && !UNDER_ALERT(act)) return not('alert');
  switch (act.do) {
    case 'past': return past(deps, act, by);
    case 'live': return live(deps, record, by);
    case 'script': return script(deps, record, act.command, by);
    default: return show(deps, record, act, by, now);
  }
}

type Look = Extract<MoveAct, { do: 'scene' | 'region' | 'layer' | 'indicator' }>;
async function show(deps: ActDeps, record: PushRemote, act: Look, by: By, now: WallState): Promise<Outcome> {
  const { walls } = deps;
  const unknown = walls.unknown(act.do === 'scene' || act.do === 'region' ? { [act.do]: act.do === 'scene' ? act.scene : act.region } : {});
  if (unknown !== null) return not('unknown', unknown);
  if (Object.keys(patchOf(deps, act, now)).length === 0) return DONE;
  const { do: what, ...detail } = act;
  await onRecord(record.wrote({ wall: by.me.wall, who: by.me.name, from: by.from, at: deps.clock.now(), device: by.me.device, command: by.command, what, detail }));
  let mine = true;
  await walls.change(by.me.wall, (then) => {
    mine = then.holder?.device === by.me.device;
    const patch = patchOf(deps, act, then);
    return !mine || Object.keys(patch).length === 0 ? null : { ...patch, ...touched(then) };
  }, `remote ${by.me.name}`);
  return mine ? DONE : not('holder');
}

/** What would be otherwise; nothing where it is so already. */
function patchOf({ scenes, regions }: ActDeps, act: Look, now: WallState): WallPatch {
  const whole = (code: string | null): string | null => (code === regions.city.code ? null : code);
  switch (act.do) {
    case 'scene': {
      const scene = scenes.find(({ id }) => id === act.scene);
      const to = act.scene === scenes[0]?.id ? null : act.scene;
      // Another scene opens where it says, or where the wall stands.
      return to === now.scene ? {} : { scene: to, ...(scene?.region == null ? {} : { region: whole(scene.region) }) };
    }
    case 'region': return whole(act.region) === now.region ? {} : { region: whole(act.region) };
    case 'indicator': return act.indicator === now.indicator ? {} : { indicator: act.indicator };
    case 'layer': {
      const on = now.layers ?? (scenes.find(({ id }) => id === now.scene) ?? scenes[0])?.layers ?? [];
      return on.includes(act.layer) === act.on ? {} : { layers: act.on ? [...on, act.layer] : on.filter((one) => one !== act.layer) };
    }
  }
}
/** As a hand on the wall itself would: the tour waits. */
const touched = ({ tour: { mode, step } }: WallState): WallPatch => (mode === 'running' ? { tour: { mode: 'paused', step } } : {});

async function past({ playback, stages, clock }: ActDeps, { at, rate }: { at: number; rate: number }, { me, from }: By): Promise<Outcome> {
  const on = stages();
  if (!playback || playback.stretches().length === 0) return not('noPast');
  if (on.alertsOnWall.length > 0) return not('alert', on.alertsOnWall[0]?.title ?? null);
  const now = clock.now();
  await onRecord(on.recordWall({ at, rate }, me.name, from, now));
  try { await on.steerWall({ at, rate }, me.name, now); } catch (error) {
    if (error instanceof Refused) return not('refused', error.message);
    throw error;
  }
  return DONE;
}

/** 返回实况: whatever the wall shows besides the present ends. */
async function live({ demo, stages, clock }: ActDeps, record: PushRemote, { me, from, command }: By): Promise<Outcome> {
  const [on, at] = [stages(), clock.now()];
  if (demo?.of(me.wall)) {
    await onRecord(record.wrote({ wall: me.wall, who: me.name, from, at, device: me.device, command, what: 'live', detail: {} }));
    const said = await demo.command(me.wall, { do: 'live' }, me.name);
    if (!said.done) return not('refused', said.why);
  }
  if (on.wallPlayback().at !== null) {
    const present = { at: null, rate: 1 };
    await onRecord(on.recordWall(present, me.name, from, at));
    await on.steerWall(present, me.name, at);
  }
  return DONE;
}

async function script({ demo, clock }: ActDeps, record: PushRemote, asked: Extract<MoveAct, { do: 'script' }>['command'], { me, from, command }: By): Promise<Outcome> {
  if (!demo) return not('noScript');
  await onRecord(record.wrote({ wall: me.wall, who: me.name, from, at: clock.now(), device: me.device, command, what: 'script', detail: { ...asked } }));
  const said = await demo.command(me.wall, asked, me.name);
  return said.done ? DONE : not('refused', said.why);
}
