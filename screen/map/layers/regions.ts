/** Children of the region shown, filled by an indicator. */
import { SolidPolygonLayer } from '@deck.gl/layers';
import { NO_DATA, REGION_RAMP, type Rgb } from '../palette.ts';
import { classOf, quantileClasses, rampStep, type Classes } from '../classes.ts';
import type { Indicator } from '../indicators.ts';
import type { CounterRow } from '../../../server/wire/counters.ts';
import type { Polygon, Shape } from '../shapes.ts';

/** A polygon with the index of the child it belongs to (an archipelago is several polygons of one child). */
export interface Piece { child: number; positions: Float32Array; holeIndices: number[] }

export const pieces = (shapes: readonly Shape[]): Piece[] =>
  shapes.flatMap((shape, child) => shape.polygons.map((polygon: Polygon) => ({ child, positions: polygon.positions, holeIndices: polygon.holes })));

export interface Filled {
  values: (number | null)[];
  classes: Classes | null;
  /** By child. */
  colours: Rgb[];
}

/** Values, classes and colours of the children; residents by code. */
export function fill(
  shapes: readonly Shape[], rows: Readonly<Record<string, CounterRow>>, residents: ReadonlyMap<string, number>, indicator: Indicator,
): Filled {
  const values = shapes.map((shape) => {
    const row = rows[shape.code];
    return row ? indicator.value(row, { area: shape.area, residents: residents.get(shape.code) }) : null;
  });
  const classes = quantileClasses(values, REGION_RAMP.length, indicator.digits);
  const steps = (classes?.bounds.length ?? 0) + 1;
  const colours = values.map((value) => {
    const k = classOf(classes, value);
    return k < 0 ? NO_DATA : REGION_RAMP[rampStep(k, steps, REGION_RAMP.length)]!;
  });
  return { values, classes, colours };
}

/** Text that changes exactly when the colours do. */
export const colourKey = (colours: readonly Rgb[]): string => colours.map((c) => c.join()).join(';');

export const coloursOf = (key: string): Rgb[] =>
  key.split(';').map((c) => c.split(',').map(Number) as unknown as Rgb);

export function fillLayer(id: string, data: Piece[], colours: readonly Rgb[], key = colourKey(colours), opacity = 1): SolidPolygonLayer<Piece> {
  return new SolidPolygonLayer<Piece>({
    id, data, opacity, positionFormat: 'XY', _normalize: true,
    getPolygon: (piece: Piece) => ({ positions: piece.positions, holeIndices: piece.holeIndices }),
    getFillColor: (piece: Piece) => [...(colours[piece.child] ?? NO_DATA), 255],
    updateTriggers: { getFillColor: key },
  });
}
