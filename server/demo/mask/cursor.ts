/**
 * A cursor over recordings that gives nobody away: every entity is masked where it leaves the recording, so that no topic, no
 * answer and no file can hold more.
 */
import type { CaseRows, Reading, Store } from '../../store/index.ts';
import { DEGREE, NO_PLACE } from '../../store/index.ts';
import type { AlertDuty, Done } from '../../wire/duty.ts';
import type { Entity, Kind, Position, Alert } from '../../wire/entity.ts';
import type { AlertItem, FeedHealth } from '../../wire/messages.ts';
import { maskAlert, maskEntity } from './entity.ts';
import { maskDegrees, maskName, maskText } from './text.ts';

type Read = Pick<Store, 'scan' | 'get' | 'recentCases' | 'readCaseRows' | 'deadLetters'>;
interface Follower {
  put(kind: Kind, entities: readonly Entity[]): void;
  remove(kind: Kind, ids: readonly string[]): void;
  positions(positions: readonly Position[]): void;
  readings(readings: readonly Reading[]): void;
}
interface Cursor { readonly store: Read; feeds(): readonly FeedHealth[]; alerts(): Iterable<AlertItem>; advance(at: number, follower: Follower): Promise<boolean> }

/** The same cursor, of which nothing comes unmasked. */
export function maskedCursor<C extends Cursor>(cursor: C): C {
  const store = through(cursor.store, { ...maskedReads(cursor.store) });
  const alerts = new WeakMap<AlertItem, AlertItem>();
  const maskedAlert = (item: AlertItem): AlertItem => {
    let known = alerts.get(item);
    if (!known) alerts.set(item, known = maskAlert(item));
    return known;
  };
  return through(cursor, {
    store,
    feeds: () => cursor.feeds().map((feed) => ({ ...feed, error: feed.error === null ? null : maskText(feed.error) })),
    *alerts() { for (const item of cursor.alerts()) yield maskedAlert(item); },
    advance: (at: number, follower: Follower) => cursor.advance(at, {
      put: (kind, entities) => { follower.put(kind, entities.map(maskEntity)); },
      remove: (kind, ids) => { follower.remove(kind, ids); },
      positions: (positions) => { follower.positions(positions); }, readings: (readings) => { follower.readings(readings); },
    }),
  });
}

/** `instead`: what is answered otherwise; all else goes to `whole` itself. */
function through<T extends object>(whole: T, instead: Readonly<Record<string, unknown>>): T {
  return new Proxy(whole, {
    get(target, name) {
      if (typeof name === 'string' && Object.hasOwn(instead, name)) return instead[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) as unknown : value;
    },
  });
}

function maskedReads(store: Read): Read {
  return {
    async* scan(kind) { for await (const page of store.scan(kind)) yield page.map((stored) => ({ ...stored, entity: maskEntity(stored.entity) })); },
    get: async (kind, ids) => (await store.get(kind, ids)).map((entity) => entity && maskEntity(entity)),
    recentCases: async (count) => (await store.recentCases(count)).map(maskEntity),
    readCaseRows: async (day) => (await store.readCaseRows(day)).map(roundedRows),
    deadLetters: () => Promise.resolve([]),
  };
}

const round = (degrees: Int32Array): Int32Array => degrees.map((at) => (at === NO_PLACE ? at : Math.round(maskDegrees(at / DEGREE) * DEGREE)));
const roundedRows = (rows: CaseRows): CaseRows => Object.assign(Object.create(Object.getPrototypeOf(rows) as object) as CaseRows, rows, { lng: round(rows.lng), lat: round(rows.lat) });

interface Duty { duty(alert: Alert, until?: number): AlertDuty }
/** What officers had done about an alert by then, without who they were. */
export function maskedDuty<D extends Duty>(duty: D): D {
  const by = <T extends Done | null>(done: T): T => (done && { ...done, by: maskName(done.by) });
  return through(duty, {
    duty: (alert: Alert, until?: number): AlertDuty => {
      const plain = duty.duty(alert, until);
      return {
        ...plain, signed: by(plain.signed), handled: by(plain.handled), lifted: by(plain.lifted), arrived: by(plain.arrived),
        reports: plain.reports.map((report) => ({ ...report, done: by(report.done) })),
        history: plain.history.map((entry) => ({ ...by(entry), remark: maskText(entry.remark) })),
      };
    },
  });
}
