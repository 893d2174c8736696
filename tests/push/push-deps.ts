/** All that push needs, with time in the test's hand. */
import type { PushDeps } from '../../server/push/index.ts';
import { makeJudge, makeWatch } from '../../server/aggregate/index.ts';
import type { FeedHealth } from '../../server/wire/messages.ts';
import { MemoryStore } from './memory-store.ts';
import { smallCity, T0 } from './small-city.ts';

export interface Hands {
  store: MemoryStore;
  regions: ReturnType<typeof smallCity>;
  feeds: FeedHealth[];
  /** World's and wall time, ms. */
  now: number; wall: number;
  logged: { level: string; text: string }[];
}

const nothing = (): Promise<never> => Promise.reject(new Error('nothing is done here'));
/** Nobody does anything about an alert. */
export const NO_DUTY: PushDeps['duty'] = {
  revision: 0, brief: () => undefined, step: nothing, look: () => Promise.resolve(),
  duty: () => ({ state: 'unsigned', revision: 0, signed: null, handled: null, lifted: null, arrived: null, reports: [], escalations: [], undone: ['sign', 'handle', 'lift'], history: [] }),
};

export const NO_SUPERVISIONS: PushDeps['supervisions'] = { connected: false, lifts: true, hours: { usual: 4, most: 72 }, of: () => null, all: () => [], supervise: nothing, lift: nothing };

export const aFeed = (feed: string, kinds: FeedHealth['kinds'], asOf: number | null): FeedHealth =>
  ({ feed, kinds, state: asOf === null ? 'waiting' : 'fresh', asOf, coverage: 1, accepted: 0, rejected: 0, reasons: {}, notes: {}, progress: null, error: null });

const nothingWritten = (): Promise<never> => Promise.reject(new Error('nothing is written here'));
const noHandovers: PushDeps['handovers'] = {
  rules: [{ name: '白班', from: 480 }, { name: '夜班', from: 1200 }], all: () => [], find: () => null, document: () => Promise.resolve(null), note: nothingWritten, sign: nothingWritten, deeds: () => [],
  of: (shift) => ({ shift, revision: 0, notes: [], outgoing: null, incoming: null, hash: null, changed: null }),
};
const noReports: PushDeps['reports'] = { retention: 400 * 86_400_000, all: () => [], find: () => null, document: () => Promise.resolve(null), revisionsOf: () => [], sign: nothingWritten, notice: nothingWritten };

export function handsAndDeps(extra: Partial<PushDeps> = {}): { hands: Hands; deps: PushDeps } {
  const hands: Hands = {
    store: new MemoryStore(), regions: smallCity(), now: T0, wall: 1_000_000, logged: [],
    feeds: [aFeed('cases', ['case'], T0 - 1000), aFeed('video', ['video'], T0 - 2000), aFeed('water', ['station', 'alert'], T0 - 3000), aFeed('staff', ['staff'], T0 - 4000)],
  };
  let epochs = 0;
  const log = (level: string) => (_fields: unknown, text?: unknown): void => { hands.logged.push({ level, text: String(text) }); };
  const zone = 'Asia/Shanghai';
  const deps = {
    world: 'demo', build: 'test', heat: { resolution: 9, kernel: 400 }, caseRetention: 35 * 86_400_000, regions: hands.regions, store: hands.store,
    city: { code: 'c', name: '试城', title: '一屏', simulated: true, centre: [118.5, 29.5], mapApproval: null, league: true, levels: [{ level: 'district', name: '区' }] },
    clock: { zone, rate: 1, now: () => hands.now },
    base: () => Promise.resolve({ rivers: null, roads: null, buildings: null }),
    judge: makeJudge({ silence: { staff: 300_000, station: 1_200_000 }, departmentKey: (department) => (department === 'D01' ? 'D01' : '-') }),
    watch: makeWatch({ hotSpot: { distance: 50, window: 86_400_000, least: 3 }, surge: { least: 5, chance: 1e-5, days: 14 } }), classification: 'gb', classOf: (category) => category.slice(0, 4),
    categoryName: (category) => `名称 ${category}`,
    categories: () => Promise.resolve({ classifications: {}, categories: {}, departments: {} }),
    scenes: [], walls: [], tour: null,
    feeds: () => hands.feeds, requiredFeeds: ['cases', 'staff'],
    refuseConnection: () => null, refuseWrite: () => null,
    acks: { revision: 0, of: () => null, quiet: () => null, acknowledge: () => Promise.reject(new Error('nothing is acknowledged here')) },
    duty: NO_DUTY, supervisions: NO_SUPERVISIONS,
    contacts: 'masked', video: null, handovers: noHandovers, reports: noReports,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    distDir: '/nowhere', language: 'zh-CN',
    randomHex: () => `epoch-${++epochs}`,
    wall: () => hands.wall,
    ...extra,
  } satisfies PushDeps;
  return { hands, deps };
}
