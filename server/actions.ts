/** What officers do: opens the record of it, and all that follows from it, and gives push what it asks for. Part of the composition root. */
import { randomBytes, randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { AlertDuties, Deeds, Handovers, heard, keptIn, openAudit, Pairing, Remotes, SignedReports, WallMoves, WallPlaybackRecord, type Audit, type AuditLine } from './access/index.ts';
import type { CityConfig } from './config.ts';
import { formatTime } from './config/time-format.ts';
import type { RegionTree } from './normalise/regions.ts';
import { Supervisions } from './orders/index.ts';
import type { Push, PushDeps } from './push/index.ts';
import type { Store } from './store/index.ts';
import { zoneOffset, type Clock } from './wire/clock.ts';
import type { Case, Entity, Kind } from './wire/entity.ts';

export interface Actions { audit: Audit; duties: AlertDuties; supervisions: Supervisions; handovers: Handovers; reports: SignedReports; deeds: Deeds; wallPlayback: WallPlaybackRecord; moves: WallMoves; remotes: Remotes }

/** The record, and what follows from it: nothing that it holds is kept anywhere else, but what was signed, as it was signed. `data`: folder. Rejects where the record was changed from outside. */
export async function openActions(data: string, config: CityConfig, tree: RegionTree, clock: Clock, log: Logger): Promise<Actions> {
  const lines: AuditLine[] = [];
  const { city } = config;
  const { world } = city;
  const deeds = new Deeds(world);
  const audit = heard(await openAudit({ file: join(data, 'audit.ndjson'), now: () => clock.now(), log, each: (line) => { lines.push(line); } }), deeds);
  const duties = new AlertDuties({
    audit, world, rules: city.takeover, duty: city.duty, log,
    within: (region, other) => tree.path(region).some(({ code }) => code === other),
  });
  const supervisions = openSupervisions(audit, config, clock, log);
  const handovers = new Handovers({ audit, world, kept: keptIn(join(data, 'handovers')) });
  const reports = new SignedReports({ audit, world, kept: keptIn(join(data, 'reports')) });
  const wallPlayback = new WallPlaybackRecord(audit, world);
  const moves = new WallMoves(audit, world);
  const remotes = await Remotes.open({ file: join(data, 'remotes.json'), expires: city.remote.expires, moves, randomHex: (bytes) => randomBytes(bytes).toString('hex'), log });
  for (const line of lines) for (const one of [duties, supervisions, handovers, reports, deeds, wallPlayback, moves]) one.take(line);
  return { audit, duties, supervisions, handovers, reports, deeds, wallPlayback, moves, remotes };
}

function openSupervisions(audit: Audit, { city, feeds }: CityConfig, clock: Clock, log: Logger): Supervisions {
  const cases = feeds.find((feed) => feed.kind === 'case' && feed.orders !== undefined && feed.orders.url !== '');
  const orders = cases?.kind === 'case' ? cases.orders ?? null : null;
  const zone = orders?.zone ?? cases?.zone ?? city.zone;
  return new Supervisions({
    audit, world: city.world, now: () => clock.now(), orders, timeText: formatTime(orders?.time ?? 'iso', zoneOffset(zone)), hours: { usual: city.duty.supervise.hours, most: city.duty.supervise.most },
    fetch, rng: Math.random, randomHex: (bytes) => randomBytes(bytes).toString('hex'), log,
  });
}

/** What came back while no line of it could be written is looked for in the store; then what was not delivered is sent again. */
export async function resumeOrders(supervisions: Supervisions, store: Store): Promise<void> {
  supervisions.seen((await store.get('case', supervisions.waiting())).filter((entity): entity is Case => entity?.kind === 'case'));
  supervisions.start();
}

export type Told = Pick<Push, 'onApplied' | 'onRemoved' | 'onPositions' | 'onReadings'>;
/** What the intake has applied is heard by the screens, and by the orders that wait for it. */
export function toldOrders(push: Told, supervisions: Supervisions): Told {
  return {
    ...push,
    onApplied: (kind: Kind, entities: readonly Entity[]) => {
      push.onApplied(kind, entities);
      if (kind === 'case') supervisions.seen(entities.filter((entity): entity is Case => entity.kind === 'case'));
    },
  };
}

/** What officers did, as push asks for it. */
export const officersOf = ({ duties, supervisions, handovers, reports, deeds }: Actions, { duty, retention }: CityConfig['city']): Pick<PushDeps, 'acks' | 'duty' | 'supervisions' | 'handovers' | 'reports'> => ({
  acks: duties, duty: duties, supervisions,
  handovers: {
    rules: duty.shifts, all: () => handovers.all(), of: (shift) => handovers.of(shift), find: (id) => handovers.find(id), document: (hash) => handovers.document(hash),
    note: (...asked) => handovers.note(...asked), sign: (...asked) => handovers.sign(...asked), deeds: (from, to) => deeds.between(from, to),
  },
  reports: {
    retention: retention.days, all: () => reports.all(), find: (day, region) => reports.find(day, region), document: (hash) => reports.document(hash),
    revisionsOf: (day, region) => reports.revisionsOf(day, region), sign: (...asked) => reports.sign(...asked), notice: (...asked) => reports.notice(...asked),
  },
});

/** Remotes of the walls, as push asks for them. */
export function remoteOf({ moves, remotes }: Pick<Actions, 'moves' | 'remotes'>, { remote }: Pick<CityConfig['city'], 'remote'>): NonNullable<PushDeps['remote']> {
  const pairing = new Pairing(() => String(randomInt(1_000_000)).padStart(6, '0'));
  return {
    rules: remote, lan: () => Object.values(networkInterfaces()).flatMap((all) => all ?? []).find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null,
    issue: (...asked) => pairing.issue(...asked), shown: (...asked) => pairing.shown(...asked), withdraw: (wall) => { pairing.withdraw(wall); }, tryCode: (...asked) => pairing.attempt(...asked),
    find: (...asked) => remotes.find(...asked), devices: (...asked) => remotes.devices(...asked), pair: (...asked) => remotes.pair(...asked), unpair: (...asked) => remotes.unpair(...asked),
    wrote: (moved) => moves.wrote(moved), begun: (command) => moves.begun(command),
  };
}
