/**
 * What push keeps in memory beside Redis: filled from the store at the start and after its epoch
 * changed, then fed by the intake with what was applied. Versions make the two safe in any order.
 */
import type { Entity, Kind, Position } from '../../wire/entity.ts';
import type { Clock } from '../../wire/clock.ts';
import type { Contacts } from '../../wire/nearby.ts';
import type { Reading } from '../../store/index.ts';
import type { Judge, PushAcks, PushDeps, PushDuty, PushRegions, PushStore } from '../deps.ts';
import { CaseIndex } from '../desk/case-index.ts';
import { CaseTable } from '../desk/case-table.ts';
import { AlertMirror } from './alerts.ts';
import { ShownAlerts, type RecordedAlerts } from './shown-alerts.ts';
import { CameraMirror } from './cameras.ts';
import { CaseMirror } from './cases.ts';
import { LiveCases } from './live-cases.ts';
import { StaffMirror } from './staff.ts';
import { StationMirror } from './stations.ts';

export interface MirrorDeps { regions: PushRegions; judge: Judge; clock: Pick<Clock, 'zone'>; acks: PushAcks; duty: PushDuty; contacts: Contacts; recentCases: number; caseRetention: number; heat: PushDeps['heat']; store: Pick<PushStore, 'readCaseRows'>; categoryName(category: string): string; /** Alerts are shown as they were recorded. */ recordedAlerts?: RecordedAlerts | undefined }

export class Mirrors {
  readonly cases: CaseMirror;
  readonly liveCases: LiveCases;
  readonly caseTable: CaseTable;
  readonly caseIndex: CaseIndex;
  readonly cameras: CameraMirror;
  readonly stations: StationMirror;
  readonly alerts: AlertMirror;
  readonly staff: StaffMirror;

  constructor({ regions, judge, clock, acks, duty, contacts, recentCases, categoryName, store, heat, caseRetention, recordedAlerts }: MirrorDeps) {
    this.cases = new CaseMirror(regions, recentCases, judge, categoryName);
    this.liveCases = new LiveCases(clock.zone);
    this.caseTable = new CaseTable(store, clock.zone, heat.resolution);
    this.caseIndex = new CaseIndex(this.caseTable, caseRetention);
    this.cameras = new CameraMirror(regions);
    this.stations = new StationMirror(regions, judge);
    this.alerts = recordedAlerts ? new ShownAlerts(recordedAlerts, judge, acks, duty, regions) : new AlertMirror(judge, acks, duty, regions);
    this.staff = new StaffMirror(regions, judge, contacts);
  }

  async load(store: PushStore, now: () => number): Promise<void> {
    await this.alerts.load(store);
    await this.cases.load(store);
    await this.cameras.load(store);
    await this.stations.load(store, now());
    await this.staff.load(store, now());
  }

  put(kind: Kind, entities: readonly Entity[], now: number): void {
    switch (kind) {
      case 'case': for (const mirror of [this.cases, this.liveCases, this.caseTable, this.caseIndex]) mirror.put(ofKind(entities, 'case')); break;
      case 'video': this.cameras.put(ofKind(entities, 'video')); break;
      case 'station': this.stations.put(ofKind(entities, 'station'), now); break;
      case 'alert': this.alerts.put(ofKind(entities, 'alert')); break;
      case 'staff': this.staff.put(ofKind(entities, 'staff'), now); break;
    }
  }

  remove(kind: Kind, ids: readonly string[]): void {
    switch (kind) {
      case 'case': for (const mirror of [this.cases, this.liveCases, this.caseTable, this.caseIndex]) mirror.remove(ids); break;
      case 'video': this.cameras.remove(ids); break;
      case 'station': this.stations.remove(ids); break;
      case 'alert': this.alerts.remove(ids); break;
      case 'staff': this.staff.remove(ids); break;
    }
  }

  positions(positions: readonly Position[], now: number): void { this.staff.positions(positions, now); }

  readings(readings: readonly Reading[]): void { this.stations.readings(readings); }

  /** What time alone changes. */
  sweep(now: number, wall: number): void {
    this.staff.sweep(now, wall);
    this.stations.sweep(now, wall);
    this.alerts.sweep(now, wall);
  }
}

function ofKind<K extends Kind>(entities: readonly Entity[], kind: K): Extract<Entity, { kind: K }>[] {
  return entities.filter((entity): entity is Extract<Entity, { kind: K }> => entity.kind === kind);
}
