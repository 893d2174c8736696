/** Alerts that a demonstration issues: like the story's, a graver one takes the place of the one before it of its kind and region. */
import type { City } from '../city/types.ts';
import type { Colour, Warning } from '../hydrology/warnings.ts';
import { HOUR, dayOf, formatDay } from '../local-time.ts';
import type { Cue } from './read.ts';
import { regionOf } from './regions.ts';

const COLOURS = { blue: '蓝', yellow: '黄', orange: '橙', red: '红' } as const satisfies Record<string, Colour>;
const VALID = 6 * HOUR;
/** Numbers of a day's own begin at 1. */
const FIRST = 901;

export function cuedAlerts(cues: readonly Cue[], city: City): Warning[] {
  const found: (Warning & { place: string })[] = [];
  cues.forEach((cue, number) => {
    if (cue.kind !== 'alert') return;
    const code = regionOf(city, cue.region, number, 'region');
    const { name } = city.byCode.get(code)!;
    const colour = COLOURS[cue.colour], place = `${cue.type} ${code}`;
    const issuer = `${name}${cue.type === '洪水' ? '水文中心' : '气象台'}`;
    found.push({
      id: `YJ${formatDay(dayOf(cue.at)).replaceAll('-', '')}${FIRST + found.length}`, colour, event: cue.type, place, station: null, adcode: code,
      title: `${issuer}发布${cue.type}${colour}色预警信号`, issuer, issued: cue.at, text: `${name}请注意防范。`, versions: [{ from: cue.at, expires: cue.at + VALID, revoked: null }],
    });
  });
  for (const warning of found) {
    const next = found.filter((other) => other.place === warning.place && other.issued > warning.issued).sort((a, b) => a.issued - b.issued)[0];
    if (next) warning.versions.push({ from: next.issued, expires: warning.issued + VALID, revoked: next.issued });
  }
  return found.map(({ place: _place, ...warning }) => warning);
}
