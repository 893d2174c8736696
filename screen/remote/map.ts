/** The small map of the remote: shapes as SVG, coloured as the wall colours them. Pure. */
import type { CounterRow } from '../../server/wire/counters.ts';
import type { Region } from '../../server/wire/region.ts';
import { classOf, quantileClasses, rampStep } from '../map/classes.ts';
import { figure, type Indicator } from '../map/indicators.ts';
import { css, NO_DATA, REGION_RAMP } from '../map/palette.ts';
import { toX, toY, type Projection } from '../map/projection.ts';
import { svgPath, type RegionGeo } from '../map/shapes.ts';

export interface MapChild { code: string; name: string; d: string; fill: string; value: string; x: number; y: number; /** The name has room on it. */ named: boolean }
export interface MapPicture { viewBox: string; outline: string; /** Height of text and width of a line, in the map's metres. */ text: number; line: number; children: MapChild[] }

/** A Hanzi is as wide as it is high; room for a little less than all of it is room. */
const TIGHT = 0.8;

/** `lines`: of text, that fit on the map from top to bottom. */
export function pictureOf(geo: RegionGeo, regions: readonly Region[], rows: Readonly<Record<string, CounterRow>>, indicator: Indicator, projection: Projection, lines: number): MapPicture {
  const [w, s, e, n] = geo.outline.box;
  const air = Math.max(e - w, n - s) * 0.02;
  const text = Math.max((n - s) / lines, (e - w) / (lines * 1.9));
  const known = new Map(regions.map((region) => [region.code, region]));
  const values = geo.children.map((shape) => { const row = rows[shape.code]; return row ? indicator.value(row, { area: shape.area, residents: known.get(shape.code)?.residents }) : null; });
  const classes = quantileClasses(values, REGION_RAMP.length, indicator.digits);
  const steps = (classes?.bounds.length ?? 0) + 1;
  return {
    viewBox: `${w - air} ${-n - air} ${e - w + 2 * air} ${n - s + 2 * air}`, outline: svgPath(geo.outline), text, line: text / 14,
    children: geo.children.map((shape, i) => {
      const value = values[i] ?? null;
      const k = classOf(classes, value);
      const region = known.get(shape.code);
      const name = region?.name ?? shape.name;
      return {
        code: shape.code, name, d: svgPath(shape), fill: css(k < 0 ? NO_DATA : REGION_RAMP[rampStep(k, steps, REGION_RAMP.length)] ?? NO_DATA), value: value === null ? '' : figure(value, indicator.digits),
        x: region ? toX(projection, region.label[0]) : (shape.box[0] + shape.box[2]) / 2, y: region ? -toY(projection, region.label[1]) : -(shape.box[1] + shape.box[3]) / 2,
        named: shape.box[2] - shape.box[0] > name.length * text * TIGHT && shape.box[3] - shape.box[1] > text * 2,
      };
    }),
  };
}
