/** Remotes of the walls: a code that pairs one, who holds which wall, and what it asks for, once. */
import type { HolderAct, PairRequest, Pairing, RemoteAnswer, RemoteCommand, RemoteView, TileRemote } from '../../wire/remote.ts';
import { HolderAct as HolderActs } from '../../wire/remote.ts';
import type { PushDeps, PushRemote, RemoteDevice } from '../deps.ts';
import type { Mirrors } from '../mirrors/index.ts';
import { NotDone } from '../officer/post.ts';
import type { Pairs } from '../walls/index.ts';
import { move, type ActDeps } from './acts.ts';
import { decideHolder, withoutDevice } from './holder.ts';
import { DONE, not, NotWritten, Once, onRecord, unsure, type Outcome } from './once.ts';

/** How long the wall says who has just paired, ms. */
const PAIRED_MS = 6_000;

export type RemoteDeps = ActDeps & Pick<PushDeps, 'log'> & { wall(): number; mirrors(): Mirrors };

export class RemoteControl implements Pairs {
  private readonly once = new Once();
  /** When a device was last heard of, wall ms. */
  private readonly heard = new Map<string, number>();
  private readonly begun: number;
  /** What the pages of a wall were told, until when. */
  private readonly told = new Map<string, Pairing>();
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(private readonly record: PushRemote, private readonly deps: RemoteDeps) { this.begun = deps.wall(); }

  shown(wall: string): Pairing | null { const told = this.told.get(wall); return told && told.until > this.deps.wall() ? told : null; }

  async ask(wall: string, what: TileRemote, from: string): Promise<void> {
    const now = this.deps.wall();
    if (what === 'code') this.tell(wall, { ...this.record.issue(wall, now), paired: null });
    else if (what === 'hide') { this.record.withdraw(wall); this.tell(wall, null); }
    else {
      this.record.withdraw(wall);
      this.tell(wall, null);
      await this.unpair(this.record.devices(wall, now), 'wall', from);
    }
  }
  private tell(wall: string, what: Pick<Pairing, 'code' | 'until' | 'paired'> | null): void {
    const pairing = what && { ...what, devices: this.record.devices(wall, this.deps.wall()).length, lan: this.record.lan() };
    if (pairing) this.told.set(wall, pairing); else this.told.delete(wall);
    this.deps.walls.tellPairing(wall, pairing);
  }

  /** The device that a token is of, which is heard of by this. */
  device(token: string | null): RemoteDevice | null {
    const now = this.deps.wall();
    const found = token === null ? null : this.record.find(token, now);
    if (found) this.heard.set(found.device, now);
    return found;
  }

  /** `before`: what this browser was paired as until now. */
  async pair({ wall, code, name }: PairRequest, before: RemoteDevice | null, from: string): Promise<{ token: string; view: RemoteView }> {
    const now = this.deps.wall();
    const tried = this.record.tryCode(wall, code, from, now);
    if (!tried.right) {
      this.deps.log.warn({ wall, from, locked: tried.lockedFor }, 'a remote gave a code that does not count');
      // A code that is shown no longer counts where too many were tried.
      if (this.shown(wall)?.code != null && !this.record.shown(wall, now)) this.tell(wall, null);
      if (tried.lockedFor !== null) throw new NotDone(429, 'pair: too many wrong codes; wait', { why: 'locked', wait: tried.lockedFor });
      throw new NotDone(403, 'pair: this code does not count, or not any more', { why: 'wrong' });
    }
    const { device, token } = await this.record.pair(wall, name, from, now, this.deps.clock.now());
    if (before) await this.unpair([before], before.name, from);
    this.heard.set(device.device, now);
    this.tell(wall, { code: null, until: now + PAIRED_MS, paired: device.name });
    // Who comes first holds it.
    await this.hold(device, { do: 'take' }, from, null);
    return { token, view: await this.view(device) };
  }

  async unpair(devices: readonly RemoteDevice[], who: string, from: string): Promise<void> {
    if (devices.length === 0) return;
    const written = this.record.unpair(devices.map(({ device }) => device), who, from, this.deps.clock.now());
    for (const { device } of devices) { this.once.forget(device); this.heard.delete(device); }
    await written;
    for (const { device, wall } of devices) await this.turn(wall, () => this.deps.walls.change(wall, (now) => withoutDevice(now, device), 'unpaired'));
  }

  async command(me: RemoteDevice, { act, ...command }: RemoteCommand, from: string): Promise<RemoteAnswer> {
    const outcome = await this.once.run(me.device, command, this.deps.wall(), (id) => this.record.begun(id), () => this.act(me, act, from, command.id));
    return { id: command.id, ...outcome, view: await this.view(me) };
  }
  private async act(me: RemoteDevice, act: RemoteCommand['act'], from: string, command: string): Promise<Outcome> {
    const holder = HolderActs.safeParse(act);
    try {
      return holder.success ? await this.hold(me, holder.data, from, command) : await move(this.deps, this.record, act as Exclude<typeof act, HolderAct>, { me, from, command });
    } catch (error) {
      this.deps.log.error({ err: error, act: act.do }, 'what a remote asked for could not be done, or not be written');
      // What was sent to the store may have arrived there.
      return error instanceof NotWritten ? not('failed') : unsure('failed');
    }
  }

  private hold(me: RemoteDevice, act: HolderAct, from: string, command: string | null): Promise<Outcome> {
    const { walls, clock } = this.deps;
    return this.turn(me.wall, async () => {
      const at = this.deps.wall();
      const now = await walls.read(me.wall);
      const decided = decideHolder(now, me, act, at);
      if ('why' in decided) return not(decided.why, now.holder?.name ?? null);
      if (!decided.change) return DONE;
      await onRecord(this.record.wrote({ wall: me.wall, who: me.name, from, at: clock.now(), device: me.device, command, what: decided.what, detail: decided.detail }));
      // Whose it is changes in these turns only; all else of the wall may have.
      await walls.change(me.wall, (then) => { const again = decideHolder(then, me, act, at); return 'change' in again ? again.change : null; }, `remote ${me.name}`);
      return DONE;
    });
  }

  /** Once a second: what is shown no longer than it counts, and a holder that is not heard of or not paired any more. Never rejects. */
  look(): void {
    const now = this.deps.wall();
    for (const [wall, { until }] of this.told) if (until <= now) this.tell(wall, null);
    for (const [wall, { holder, asking }] of this.deps.walls.states()) {
      const paired = holder || asking ? this.record.devices(wall, now).map(({ device }) => device) : [];
      if (holder && (!paired.includes(holder.device) || now - (this.heard.get(holder.device) ?? this.begun) > this.record.rules.silence)) this.free(wall, holder.device, 'silent', holder.name);
      else if (asking && !paired.includes(asking.device)) this.free(wall, asking.device, 'withdrawn', asking.name);
    }
  }
  private readonly freeing = new Set<string>();
  private free(wall: string, device: string, what: string, name: string): void {
    if (this.freeing.has(wall)) return;
    this.freeing.add(wall);
    void this.turn(wall, async () => {
      await this.record.wrote({ wall, who: 'server', from: 'console', at: this.deps.clock.now(), device, command: null, what, detail: { holder: name } });
      await this.deps.walls.change(wall, (then) => withoutDevice(then, device), what);
    }).catch((error: unknown) => { this.deps.log.error({ err: error, wall }, 'a wall could not be freed'); }).finally(() => { this.freeing.delete(wall); });
  }

  async view(me: RemoteDevice): Promise<RemoteView> {
    const { walls, clock, playback, demo } = this.deps;
    const state = await walls.read(me.wall);
    const at = this.deps.wall();
    return {
      at, now: clock.now(), wall: { id: me.wall, name: walls.spec(me.wall)?.name ?? me.wall }, me: { device: me.device, name: me.name, until: me.until }, state,
      screens: walls.screens(me.wall), devices: this.record.devices(me.wall, at).map(({ device, name }) => ({ device, name })),
      playback: this.deps.stages().wallPlayback(), recorded: playback?.stretches().at(-1) ?? null,
      scripts: demo ? [...demo.scripts()] : null, alert: state.taken && this.titleOf(state.taken.on), silence: this.record.rules.silence,
    };
  }
  /** Of `orange ID`, as the takeover names an alert. */
  private titleOf(on: string): string {
    const id = on.slice(on.indexOf(' ') + 1);
    return [...this.deps.mirrors().alerts.inForce()].find((alert) => alert.id === id)?.title ?? id;
  }

  /** One after the other on each wall: who comes second decides on what the first left. */
  private turn<T>(wall: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(wall) ?? Promise.resolve()).then(work, work);
    this.last.set(wall, mine);
    return mine;
  }
}
