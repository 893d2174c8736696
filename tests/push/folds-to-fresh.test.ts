/**
 * Whatever happens in whatever order: what a screen folded from its first snapshot and every delta
 * is what the server publishes, and what a server started afresh on the same data would publish.
 */
import fc from 'fast-check';
import { latLngToCell } from 'h3-js';
import { expect, it } from 'vitest';
import { LIMITS } from '../../server/push/deps.ts';
import { Engine, type EngineOutput } from '../../server/push/engine.ts';
import { canonical } from '../../server/push/subscription-key.ts';
import { ALERT_COLOURS, DUTY_STATES, type Entity } from '../../server/wire/entity.ts';
import { TOPICS, type Topic } from '../../server/wire/messages.ts';
import { comparable, FoldingScreen } from './folding-screen.ts';
import { handsAndDeps, type Hands } from './push-deps.ts';
import { aCamera, aCase, anAlert, aStaff, aStation } from './small-city.ts';

const REGIONS = ['c', 'c1', 'c2', 'c11', 'c111', 'c1111', 'c2222'];
const HOMES = ['c1111', 'c1112', 'c1212', 'c2111', 'c2222', 'c2', 'c'];
const CELLS = [latLngToCell(29.3, 118.2, 9), latLngToCell(29.7, 118.8, 9)];
const SILENT: EngineOutput = { delta: () => undefined, snapshot: () => undefined, storeTime: () => undefined, epoch: () => undefined };

const small = fc.nat({ max: 5 });
const Step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), kind: fc.constantFrom('case', 'video', 'station', 'alert', 'staff'), id: small, home: fc.constantFrom(...HOMES), n: fc.nat({ max: 1000 }), old: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), kind: fc.constantFrom('video', 'station', 'alert', 'staff'), id: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('walk' as const), id: small, n: fc.nat({ max: 1000 }), late: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('row' as const), code: fc.constantFrom(...REGIONS, 'c/-'), n: small, name: fc.constantFrom('open', 'today.closed', 'category.1') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bucket' as const), code: fc.constantFrom('c', 'c1', 'c11'), back: fc.nat({ max: 30 * 3_600_000 }), cell: fc.constantFrom(...CELLS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('subscribe' as const), region: fc.constantFrom(...REGIONS) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tick' as const), ms: fc.constantFrom(0, 250, 6000, 70_000, 700_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const), restart: fc.boolean() }) },
);
type Step = typeof Step extends fc.Arbitrary<infer S> ? S : never;

function entityOf(step: Extract<Step, { do: 'put' }>, version: number, now: number): Entity {
  const { id, home, n } = step;
  const name = `${step.kind}${id}`;
  switch (step.kind) {
    case 'case': return aCase(name, home, version, { urgent: n % 2 === 0, deadline: now + n * 100, times: { reported: now - id * 1000 }, status: n % 5 === 0 ? 'closed' : 'open' });
    case 'video': return aCamera(name, home, version, { status: n % 2 === 0 ? 'on' : 'off', lng: n % 7 === 0 ? undefined : 118 + n / 1000 });
    case 'station': return aStation(name, home, version, { type: id % 2 === 0 ? 'river' : 'rain', reading: { at: now, level: n / 50, rain5m: n % 9 } });
    case 'alert': return anAlert(name, home, version, { colour: ALERT_COLOURS[n % 4]!, expiresAt: now + n * 100 });
    default: return aStaff(name, home, version, { duty: DUTY_STATES[n % 4]!, seenAt: now });
  }
}

/** Plays steps on the engine and, as the intake would, on the store. */
class Play {
  private version = 1;
  readonly wanted = new Map<string, { region: string; topic: Topic }>();

  constructor(private readonly hands: Hands, private readonly engine: Engine, private readonly screen: FoldingScreen) {}

  async step(step: Step): Promise<void> {
    const { hands, engine } = this;
    switch (step.do) {
      case 'put': this.put(step); break;
      case 'remove': {
        const id = `${step.kind}${step.id}`;
        hands.store.drop(step.kind as Entity['kind'], id);
        engine.remove(step.kind as Entity['kind'], [id]);
        break;
      }
      case 'walk': this.walk(`staff${step.id}`, step.n, step.late); break;
      case 'row': hands.store.change(step.code, { ...hands.store.rows.get(step.code), [step.name]: step.n }); break;
      case 'bucket': {
        hands.store.events.push({ at: hands.now - step.back, code: step.code, name: 'reported' });
        const hour = Math.floor((hands.now - step.back) / 3_600_000);
        const cells = hands.store.heat.get(hour) ?? new Map<string, number>();
        hands.store.heat.set(hour, cells.set(step.cell, (cells.get(step.cell) ?? 0) + 1));
        hands.store.touch(step.code); hands.store.touch('c');
        break;
      }
      case 'subscribe': await this.subscribe(step); break;
      case 'tick': await this.tick(step.ms); break;
      case 'outage':
        if (step.restart) hands.store.era += '+';
        hands.store.down = true;
        await engine.tick().catch(() => undefined);
        hands.store.down = false;
        break;
    }
  }

  async tick(ms: number): Promise<void> {
    this.hands.now += ms; this.hands.wall += ms;
    await this.engine.tick();
  }

  private put(step: Extract<Step, { do: 'put' }>): void {
    const entity = entityOf(step, step.old ? Math.max(1, this.version - 20) : ++this.version, this.hands.now);
    const stored = this.hands.store.entities.get(`${entity.kind} ${entity.id}`);
    // The store takes no older version, and a dropped one comes back only with a greater.
    if (step.old || (stored && stored.version.value > entity.version.value)) { this.engine.put(entity.kind, stored ? [entity] : []); return; }
    this.hands.store.keep(entity);
    this.engine.put(entity.kind, [entity]);
  }

  private walk(id: string, n: number, late: boolean): void {
    const stored = this.hands.store.placed.get(id);
    const at = Math.floor((this.hands.now - (late ? 60_000 : 0)) / 1000) * 1000;
    const position = { id, lng: 118 + n / 1000, lat: 29.5, at, duty: DUTY_STATES[n % 4]! };
    if (!stored || at >= stored.at) this.hands.store.placed.set(id, position);
    this.engine.positions([position]);
  }

  /** Every topic of a region. */
  private async subscribe({ region }: { region: string }): Promise<void> {
    for (const topic of TOPICS) await this.subscribeTo(region, topic);
  }

  private async subscribeTo(region: string, topic: Topic): Promise<void> {
    const wanted = canonical({ region, topic }, { region: () => true });
    if (typeof wanted === 'string') throw new Error(wanted);
    this.wanted.set(wanted.key, { region, topic });
    this.screen.snapshot(wanted.key, this.engine.snapshot(await this.engine.acquire(wanted)));
  }
}

it('snapshot and deltas fold to what is published and to what a fresh server reads', async () => {
  await fc.assert(fc.asyncProperty(fc.array(Step, { minLength: 10, maxLength: 80, size: 'max' }), async (steps) => {
    const { hands, deps } = handsAndDeps();
    const screen = new FoldingScreen();
    const engine = new Engine(deps, LIMITS, { ...SILENT,
      delta: (key, delta) => { screen.delta(key, delta); },
      snapshot: (key, snapshot) => { if (screen.held.has(key)) screen.snapshot(key, snapshot); },
    });
    await engine.tick();
    const play = new Play(hands, engine, screen);
    for (const step of steps) {
      await play.step(step);
      if (step.do !== 'tick' && step.do !== 'outage') continue;
      for (const [key, { topic }] of play.wanted) {
        const published = engine.snapshot(engine.subscriptions.get(key)!);
        expect(screen.held.get(key)!.snapshot.seq).toBe(published.seq);
        expect(comparable(topic, screen.data(key))).toEqual(comparable(topic, published.data));
      }
    }
    // Once everything has had its turn, another server on the same store sees the same.
    await play.tick(61_000); await play.tick(6000); await play.tick(6000);
    const fresh = new Engine(deps, LIMITS, SILENT);
    await fresh.tick();
    for (const [key, { region, topic }] of play.wanted) {
      const wanted = canonical({ region, topic }, { region: () => true });
      if (typeof wanted === 'string') throw new Error(wanted);
      const there = fresh.snapshot(await fresh.acquire(wanted));
      expect({ key, data: comparable(topic, screen.data(key)) }).toEqual({ key, data: comparable(topic, there.data) });
    }
    expect(screen.gaps).toBe(0);
  }), { seed: 20260701, numRuns: 100 });
}, 120_000);
