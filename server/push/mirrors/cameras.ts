/** Cameras on the map: place, name and whether they are online. */
import type { VideoPoint } from '../../wire/entity.ts';
import type { PushRegions, PushStore } from '../deps.ts';
import { PointMirror } from './points.ts';

export class CameraMirror {
  readonly points: PointMirror;
  /** Name of each, by its index among the points. */
  readonly names: string[] = [];

  constructor(regions: PushRegions) { this.points = new PointMirror(regions); }

  put(entities: readonly VideoPoint[]): void {
    for (const entity of entities) {
      const index = this.points.indexOf(entity.id);
      if (!this.points.place(index, entity.region, entity.version.value)) continue;
      this.names[index] = entity.name;
      this.points.move(index, entity.lng ?? NaN, entity.lat ?? NaN);
      this.points.setState(index, entity.status === 'on' ? 1 : 0);
    }
  }

  remove(ids: readonly string[]): void { for (const id of ids) this.points.remove(id); }

  async load(store: Pick<PushStore, 'scan'>): Promise<void> {
    for await (const page of store.scan('video')) this.put(page.map((stored) => stored.entity));
  }
}
