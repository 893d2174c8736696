/** What /metrics says of the tiles: whether each lives, since when it is silent, what it runs, when it last drew. */
import { Gauge, type Registry } from 'prom-client';
import { tileName, type TileHealth } from '../../wire/tile.ts';
import type { Walls } from './index.ts';

export function tileMetrics(walls: Walls, registry: Registry): void {
  const perTile = (name: string, help: string, value: (tile: TileHealth) => number | null, more: (tile: TileHealth) => Record<string, string> = () => ({}), labels: string[] = []): void => {
    new Gauge({
      name, help, labelNames: ['wall', 'tile', ...labels], registers: [registry],
      collect() {
        this.reset();
        for (const wall of walls.ids) for (const tile of walls.health(wall)?.tiles ?? []) {
          const v = value(tile);
          if (v !== null) this.set({ wall, tile: tileName(tile), ...more(tile) }, v);
        }
      },
    });
  };
  perTile('yiping_tile_up', '1 while a tile of a wall reports', ({ state }) => (state === 'live' ? 1 : 0));
  perTile('yiping_tile_report_age_seconds', 'Time since the last report of a tile', ({ age }) => (age === null ? null : age / 1000));
  perTile('yiping_tile_frame_age_seconds', 'Time since the browser of a tile last drew', ({ frameAge }) => (frameAge === null ? null : frameAge / 1000));
  perTile('yiping_tile_version', 'Version of the wall that a tile shows', ({ version }) => version);
  perTile('yiping_tile_screens', 'Browsers that show a tile', ({ screens }) => screens);
  perTile('yiping_tile_build', '1 for the build that a tile runs', ({ build }) => (build === null ? null : 1), ({ build }) => ({ build: build ?? '' }), ['build']);
}
