/** Cameras and staff near a place, as lines: of a takeover's card, and of a case. Pure. */
import type { ApiNearby } from '../../server/wire/nearby.ts';
import { ageText, count, fixed } from '../look/format.ts';
import { DUTY, ROLE, TAKEOVER as W } from '../look/words.ts';

export interface CameraRow { id: string; name: string; word: string; off: boolean }
export interface StaffRow { id: string; who: string; phone: string; doing: string; age: string }

const distance = (metres: number): string => (metres < 1000 ? W.metres(count(metres)) : W.kilometres(fixed(metres / 1000, 1)));

export const cameraRows = (nearby: ApiNearby | null): CameraRow[] =>
  (nearby?.cameras ?? []).map(({ id, name, status, metres }) => ({ id, name, word: `${W.camera[status]} · ${distance(metres)}`, off: status === 'off' }));

export const staffRows = (nearby: ApiNearby | null, now: number): StaffRow[] =>
  (nearby?.staff ?? []).map(({ id, name, phone, role, duty, metres, positionAt }) => ({
    id, who: `${name === '' ? W.noName : name} · ${ROLE[role]}`, phone: phone === '' ? W.noPhone[nearby?.contacts === 'none' ? 'none' : 'absent'] : phone,
    doing: `${DUTY[duty]} · ${distance(metres)}`, age: W.positionAge(ageText(Math.max(0, now - positionAt))),
  }));
