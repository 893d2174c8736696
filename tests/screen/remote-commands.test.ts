/** Presses of a remote over a link that drops what it likes: each is done once or not at all, in their order, and what the page says of it is so. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Commands, Unpaired, WANTED_MS, type Command } from '../../screen/remote/commands.ts';
import { DONE, not, Once } from '../../server/push/remote/once.ts';
import type { RemoteAct, RemoteAnswer, RemoteCommand } from '../../server/wire/remote.ts';

/** What happens to each copy on its way: how long it takes to get there (null: never), and the answer to come back. ms */
interface Fate { there: number | null; back: number | null }
interface Timer { at: number; run: () => void }

/** A page and a server of the same code as the product's, and a clock in the test's hand. */
class World {
  now = 0;
  private timers: Timer[] = [];
  readonly done: string[] = [];
  readonly once = new Once();
  copies = 0;
  unpaired = false;
  private names = 0;
  readonly commands: Commands;

  constructor(private readonly fate: (copy: number, now: number) => Fate, private readonly refuses: (act: RemoteAct) => boolean = () => false, private readonly tryMs = 2_500) {
    this.commands = new Commands({
      wall: 'main', mono: () => this.now, later: (run, ms) => { this.after(ms, run); }, random: () => `name-of-the-test-${++this.names}`, changed: () => undefined,
      send: (command, gaveUp) => new Promise((resolve, reject) => {
        const { there, back } = this.fate(this.copies++, this.now);
        this.after(this.tryMs, () => reject(new Error('no answer')));
        gaveUp.addEventListener('abort', () => reject(new Error('given up')));
        if (there === null) return;
        // It arrives also where nobody waits for it any more.
        this.after(there, () => void this.serve(command).then((answer) => { if (back !== null) this.after(back, () => resolve(answer)); }, reject));
      }),
    });
  }
  private serve(command: RemoteCommand): Promise<RemoteAnswer> {
    if (this.unpaired) return Promise.reject(new Unpaired('unpaired'));
    return this.once.run('device', command, this.now, () => false, () => {
      if (this.refuses(command.act)) return Promise.resolve(not('alert'));
      this.done.push(nameOf(command.act));
      return Promise.resolve(DONE);
    }).then((outcome) => ({ id: command.id, ...outcome, view: null as never }));
  }
  after(ms: number, run: () => void): void { this.timers.push({ at: this.now + ms, run }); }
  /** Runs whatever comes due, in order, with all that follows at once. */
  async until(end: () => boolean, limit: number): Promise<void> {
    await settle();
    while (!end() && this.now < limit) {
      const next = this.timers.sort((a, b) => a.at - b.at).shift();
      if (!next) break;
      this.now = Math.max(this.now, next.at);
      next.run();
      await settle();
    }
  }
}
const settle = async (): Promise<void> => { for (let i = 0; i < 12; i++) await Promise.resolve(); };
const region = (n: number): RemoteAct => ({ do: 'region', region: `r${n}` });
const nameOf = (act: RemoteAct): string => (act.do === 'region' ? act.region! : act.do === 'indicator' ? act.indicator : act.do);
const FINAL = ['done', 'not', 'unknown'];
const idle = (world: World) => (): boolean => world.commands.pending.length === 0;
const GOOD: Fate = { there: 20, back: 20 };

it('are done in their order, each once, where every answer is lost for a while', async () => {
  const world = new World((copy) => ({ there: 20, back: copy < 3 ? null : 20 }));
  const pressed = [1, 2, 3].map((n) => world.commands.press(region(n)));
  await world.until(idle(world), 60_000);
  expect([pressed.map(({ standing }) => standing), world.done]).toEqual([['done', 'done', 'done'], ['r1', 'r2', 'r3']]);
});

it('after ten seconds are not wanted any more: not done, and not done later by a copy that was on its way', async () => {
  // Of the first command every copy gets stuck for a minute.
  const world = new World((_copy, now) => (now < 15_000 ? { there: 60_000, back: 20 } : GOOD));
  const [one, two] = [world.commands.press(region(1)), world.commands.press(region(2))];
  await world.until(() => world.now > WANTED_MS + 1_000, 12_000);
  expect([one.standing, two.standing]).toEqual(['settling', 'waiting']);
  await world.until(() => false, 200_000);
  expect([one.standing, one.why, two.standing, two.why, world.done]).toEqual(['not', 'late', 'not', 'late', []]);
});

it('that were done and never answered are said to be unconfirmed, and to be done once the link is back', async () => {
  const world = new World((_copy, now) => ({ there: 20, back: now < 90_000 ? null : 20 }));
  const one = world.commands.press(region(1));
  await world.until(() => world.now > 60_000, 61_000);
  expect([one.standing, world.done]).toEqual(['settling', ['r1']]);
  await world.until(idle(world), 200_000);
  expect([one.standing, world.done]).toEqual(['done', ['r1']]);
});

it('back to live goes before all that waits, and what was under way does not come after it', async () => {
  const world = new World((copy) => (copy === 0 ? { there: 3_000, back: 20 } : GOOD));
  const pressed = [1, 2, 3].map((n) => world.commands.press(region(n)));
  await world.until(() => world.now >= 500, 600);
  const live = world.commands.first({ do: 'live' });
  const before = world.now;
  await world.until(() => live.standing === 'done', 60_000);
  expect(world.now - before).toBeLessThan(1_000);
  await world.until(() => false, 60_000);
  expect([pressed.map(({ standing, why }) => `${standing} ${why}`), world.done]).toEqual([['not late', 'not overtaken', 'not overtaken'], ['live']]);
});

it('of a device that was unpaired: not done where it was never sent before, else not known', async () => {
  const world = new World((copy) => (copy === 0 ? { there: 20, back: null } : GOOD));
  const one = world.commands.press(region(1));
  await world.until(() => world.done.length === 1, 1_000);
  world.unpaired = true;
  const two = world.commands.press(region(2));
  await world.until(idle(world), 60_000);
  expect([[one.standing, one.why], [two.standing, two.why]]).toEqual([['unknown', 'unpaired'], ['not', 'unpaired']]);
});

it('whatever the link drops, delays or doubles: done at most once, in order, and told as it is', async () => {
  const way = fc.option(fc.integer({ min: 1, max: 30_000 }), { nil: null, freq: 3 });
  const fates = fc.array(fc.record({ there: way, back: way }), { maxLength: 60 });
  const presses = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 9_000 }), live: fc.boolean() }), { minLength: 1, maxLength: 12 });
  await fc.assert(fc.asyncProperty(fates, presses, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 5_000, max: 300_000 }), async (drops, asked, refused, mended) => {
    // However bad it is, one day it is good again, within what the server remembers.
    const world = new World((copy, now) => (now > mended ? GOOD : drops[copy] ?? { there: null, back: null }), (act) => nameOf(act) === `r${refused}`);
    const all: { command: Command; name: string }[] = [];
    let at = 0;
    asked.forEach(({ wait, live }, n) => {
      at += wait;
      world.after(at, () => { const act: RemoteAct = live ? { do: 'indicator', indicator: `live${n}` } : region(n); all.push({ command: live ? world.commands.first(act) : world.commands.press(act), name: nameOf(act) }); });
    });
    await world.until(() => false, 420_000);
    expect(all.length).toBe(asked.length);
    for (const { command, name } of all) {
      const times = world.done.filter((one) => one === name).length;
      expect(times).toBeLessThanOrEqual(1);
      expect(FINAL).toContain(command.standing);
      // Nothing was lost but messages: then the truth is known in the end.
      expect([name, command.standing, times]).toEqual([name, times === 1 ? 'done' : 'not', times]);
    }
    const order = world.done.map((name) => Number(/\d+/.exec(name)));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  }), { seed: 20, numRuns: 300 });
}, 120_000);
